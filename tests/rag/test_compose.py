"""What is quoted for each kind of question, in several phrasings each, and how each can fail."""

import json
from pathlib import Path

import pytest

from glossator.rag import Answer, Glossator, Intent, Settings

ALWAYS = Settings(threshold=0.0)

JIB = "A jib is a triangular sail set ahead of the mast."
JIB_RIGGING = "The foremost sail of a sloop, hanked to the forestay."
HALYARD = "A rope that hoists a sail."


def quotes(answer: Answer) -> list[str]:
    assert answer.answered, answer
    return [citation.quote for citation in answer.citations]


def terms(answer: Answer) -> list[str]:
    assert answer.answered, answer
    return [citation.term for citation in answer.citations]


def jsonl(path: Path, *rows: tuple[str, str]) -> Path:
    lines = (json.dumps({"term": term, "definition": text}) for term, text in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


# --- define ---


@pytest.mark.parametrize(
    "question",
    [
        "halyard",
        "HALYARD?",
        "what is a halyard?",
        "whats a halyrad",
        "Define halyard.",
        "meaning of halyard",
        "halyard definition",
        "tell me what a halyard is",
        "what does halyard mean",
        "explain halyards to me please",
        "could you please explain to me what the word 'halyard' means?",
        "what is the halyard, my skipper asked",
    ],
)
def test_a_definition_is_quoted_however_it_is_asked_for(sailing: Glossator, question: str) -> None:
    answer = sailing.ask(question)
    assert answer.intent is Intent.DEFINE
    assert quotes(answer) == [HALYARD]


@pytest.mark.parametrize(
    "question", ["what is a jib?", "foresail", "define jibs", "what's a foresial"]
)
def test_each_source_defines_once(sailing: Glossator, question: str) -> None:
    assert sorted(quotes(sailing.ask(question))) == [JIB, JIB_RIGGING]


def test_a_run_in_head_is_defined_by_its_first_sentence(sailing: Glossator) -> None:
    answer = sailing.ask("what is a beam reach?")
    assert terms(answer) == ["Points of Sail"]
    assert quotes(answer) == [
        "Beam reach: Across the wind, which is the fastest course of most boats."
    ]


def test_definitions_beyond_the_budget_are_left_out_but_never_the_first(tmp_path: Path) -> None:
    text = "A galley is a kitchen, " + "very " * 70 + "small."  # 380 characters
    paths = [jsonl(tmp_path / f"{name}.jsonl", ("Galley", text)) for name in "abc"]
    with Glossator.build(paths) as glossary:
        assert quotes(glossary.ask("what is a galley?")) == [text]


def test_our_own_glossary_defines_from_each_source(own: Glossator) -> None:
    answer = own.ask("what is dropout?")
    assert set(terms(answer)) == {"Dropout"}
    sources = [citation.source for citation in answer.citations]
    assert len(set(sources)) == len(sources) == 3


@pytest.mark.parametrize("question", ["what is a keel?", "keel", "define keels"])
def test_a_term_that_the_asked_source_lacks_is_not_made_up(
    sailing: Glossator, question: str
) -> None:
    answer = sailing.ask(question, source="rigging.tsv", settings=ALWAYS)
    assert not answer.answered
    assert not sailing.ask(f"in the rigging dictionary, {question}", settings=ALWAYS).answered


# --- attribute ---


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who introduced the jib?", "Dutch builders introduced it around 1660."),
        ("when was the jib introduced?", "Dutch builders introduced it around 1660."),
        ("jib: in what year was it introduced?", "Dutch builders introduced it around 1660."),
        ("drawback of the bowline", "However, it can't be untied under load."),
        ("what is the disadvantage of a bowline?", "However, it can't be untied under load."),
        (
            "why is a centreboard lifted in shallow water?",
            "It is lifted in shallow water, because it would be torn off there.",
        ),
        (
            "what is a reef knot used for, for example?",
            "A reef knot is a knot that joins two ends of one rope, for example around a furled "
            "sail.",
        ),
        ("how large is a jib?", "On most dinghies it is half the size of the mainsail."),
        (
            "why must heads be kept down when gybing?",
            "The boom sweeps across the deck, so heads must be kept down.",
        ),
    ],
)
def test_the_sentence_that_holds_the_fact_is_quoted(
    sailing: Glossator, question: str, expected: str
) -> None:
    answer = sailing.ask(question)
    assert answer.intent is Intent.ATTRIBUTE
    assert expected in quotes(answer)
    assert len(answer.text) < 300


@pytest.mark.parametrize(
    "question",
    ["what is the formula for hull speed?", "how is hull speed calculated", "hull speed equation"],
)
def test_a_formula_comes_with_the_words_that_announce_it(sailing: Glossator, question: str) -> None:
    (quote,) = quotes(sailing.ask(question))
    assert quote.endswith("v = 1.34 * sqrt(L)")


@pytest.mark.parametrize(
    ("question", "term", "part"),
    [
        ("who introduced the transformer?", "Transformer", "introduced it in 2017"),
        ("typical dropout rates?", "Dropout", "0.5"),
        ("when was the attention mechanism introduced?", "Attention", "2014"),
        ("attention formula", "Attention", "softmax(Q K^T / sqrt(d_k)) V"),
    ],
)
def test_facts_of_our_own_glossary(own: Glossator, question: str, term: str, part: str) -> None:
    answer = own.ask(question)
    assert terms(answer)[0] == term
    assert part in quotes(answer)[0]


def test_sentences_that_stand_together_are_one_quote(sailing: Glossator) -> None:
    answer = sailing.ask("how quickly is a clove hitch tied, and when does it slip?")
    assert quotes(answer) == [
        "A clove hitch is a knot for tying a rope to a post quickly. "
        "It slips when it is not loaded."
    ]


@pytest.mark.parametrize(
    "question",
    [
        "in which year was the bowline invented?",
        "who invented the bowline?",
        "what is the formula of the boom?",
    ],
)
def test_a_fact_that_no_sentence_holds_makes_less_sure(sailing: Glossator, question: str) -> None:
    held = sailing.ask("who introduced the jib?").confidence
    assert sailing.ask(question, settings=ALWAYS).confidence < held - 0.2


# --- compare ---


@pytest.mark.parametrize(
    "question",
    [
        "difference between port and starboard",
        "port vs starboard",
        "port versus starboard?",
        "compare port with starboard",
        "give me a comparison of port and starboard",
        "how does port differ from starboard?",
        "is port the same as starboard?",
        "I always mix up port and starboard",
        "what is the diference between port and starbord",
        "PORT VS STARBOARD",
    ],
)
def test_both_sides_are_quoted(sailing: Glossator, question: str) -> None:
    answer = sailing.ask(question)
    assert answer.intent is Intent.COMPARE
    assert sorted(terms(answer)) == ["Port", "Starboard"]


def test_a_sentence_that_names_both_sides_leads(sailing: Glossator) -> None:
    assert quotes(sailing.ask("tacking or gybing, what's the difference?")) == [
        "Unlike gybing, it stops a boat that is slow.",
        "Tacking is turning the bow of a boat through the wind.",
        "Gybing is turning the stern of a boat through the wind.",
    ]


def test_sides_are_quoted_from_one_source_where_one_has_both(sailing: Glossator) -> None:
    answer = sailing.ask("compare the jib and the storm jib")
    assert quotes(answer) == [JIB_RIGGING, "A small jib of heavy cloth for gales."]


def test_three_sides_are_three_quotes(sailing: Glossator) -> None:
    answer = sailing.ask("halyard, sheet and clew: what is the difference?")
    assert sorted(set(terms(answer))) == ["Clew", "Halyard", "Sheet"]


@pytest.mark.parametrize("question", ["jib vs foresail", "jib vs spinnaker", "compare the jib"])
def test_one_side_is_no_comparison(sailing: Glossator, question: str) -> None:
    answer = sailing.ask(question, settings=ALWAYS)
    assert answer.intent is not Intent.COMPARE
    assert set(terms(answer)) == {"Jib"}


def test_our_own_glossary_compares(own: Glossator) -> None:
    answer = own.ask("what's the difference between LSTM and GRU?")
    assert answer.intent is Intent.COMPARE
    assert len({citation.concept for citation in answer.citations}) == 2


# --- list ---


@pytest.mark.parametrize(
    "question",
    [
        "which knots are there?",
        "what kinds of knots exist?",
        "list all knots",
        "list the knots please",
        "name the types of knots",
        "what knots do you know",
        "an overview of knots",
        "which knots can I choose?",
    ],
)
def test_the_members_of_a_category_are_listed(sailing: Glossator, question: str) -> None:
    answer = sailing.ask(question)
    assert answer.intent is Intent.LIST
    assert sorted(terms(answer)) == ["Bowline", "Clove Hitch", "Reef Knot"]


@pytest.mark.parametrize("question", ["which points of sail are there?", "list all points of sail"])
def test_parts_under_run_in_heads_are_listed(sailing: Glossator, question: str) -> None:
    answer = sailing.ask(question)
    assert answer.intent is Intent.LIST
    assert [quote.split(":")[0] for quote in quotes(answer)] == [
        "Close-hauled",
        "Beam reach",
        "Running",
    ]


def test_a_list_has_eight_members_at_most(tmp_path: Path) -> None:
    cakes = [(f"{name} cake", f"A cake of {name}.") for name in "abcdefghijkl"]
    with Glossator.build([jsonl(tmp_path / "cakes.jsonl", *cakes)]) as glossary:
        answer = glossary.ask("which cakes are there?")
        assert answer.intent is Intent.LIST
        assert len(set(terms(answer))) == 8


@pytest.mark.parametrize("question", ["list all halyards", "which keels are there?"])
def test_one_member_is_no_list(sailing: Glossator, question: str) -> None:
    answer = sailing.ask(question)
    assert answer.intent is Intent.DEFINE
    assert len(answer.citations) == 1


def test_our_own_glossary_lists(own: Glossator) -> None:
    answer = own.ask("which optimizers are there?")
    assert answer.intent is Intent.LIST
    assert {"Adam", "RMSprop", "AdaGrad"} <= set(terms(answer))


# --- reverse ---


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("what do you call turning the bow through the wind?", "Tacking"),
        ("what's the name for the depth of water a boat needs", "Draught"),
        ("which knot makes a fixed loop?", "Bowline"),
        ("knot for tying a rope to a post", "Clove Hitch"),
        ("plate lowered through the bottom to stop drifting", "Centreboard"),
        ("the corner that the sheet is tied to is called?", "Clew"),
        ("what is the right-hand side of a boat called?", "Starboard"),
        ("word for a rope that hoists a sail", "Halyard"),
    ],
)
def test_what_is_described_is_found(sailing: Glossator, question: str, term: str) -> None:
    answer = sailing.ask(question)
    assert terms(answer)[0] == term
    assert answer.ranked[0][0] == term


def test_our_own_glossary_finds_what_is_described(own: Glossator) -> None:
    question = "a model does well on its training examples and badly on new ones"
    assert terms(own.ask(question))[0] == "Overfitting"


# --- cross-source ---


@pytest.mark.parametrize(
    "question",
    [
        "which glossaries define jib?",
        "what do the glossaries say about the jib?",
        "jib according to each source",
        "how does every glossary describe a jib",
        "do your sources agree on the jib?",
        "who defines jib?",
        "the jib side by side",
    ],
)
def test_each_source_is_quoted(sailing: Glossator, question: str) -> None:
    answer = sailing.ask(question)
    assert answer.intent is Intent.CROSS_SOURCE
    assert sorted(quotes(answer)) == [JIB, JIB_RIGGING]


def test_one_source_alone_is_quoted_alone(sailing: Glossator) -> None:
    answer = sailing.ask("what do the glossaries say about the keel?")
    assert [citation.source for citation in answer.citations] == ["cards.md"]


# --- mnemonic ---


@pytest.mark.parametrize(
    "question",
    [
        "mnemonic for port",
        "memory aid for port please",
        "how can I remember port?",
        "I always forget what port is",
        "is there a funny picture for port?",
        "what image should I keep in mind for port",
        "port: a trick to remember it?",
    ],
)
def test_the_memory_aid_is_quoted(sailing: Glossator, question: str) -> None:
    answer = sailing.ask(question)
    assert answer.intent is Intent.MNEMONIC
    assert quotes(answer) == ["A bottle of port that is left on the table."]


@pytest.mark.parametrize("question", ["mnemonic for the draught", "how do I remember draught?"])
def test_where_there_is_no_memory_aid_none_is_made_up(sailing: Glossator, question: str) -> None:
    answer = sailing.ask(question, settings=ALWAYS)
    assert answer.intent is not Intent.MNEMONIC
    assert quotes(answer) == ["Draught is the depth of water that a boat needs to float."]


@pytest.mark.parametrize(
    "question",
    ["comparison of overfitting and underfitting", "size of the images that a CNN takes"],
)
def test_other_comparisons_and_images_ask_for_no_memory_aid(own: Glossator, question: str) -> None:
    assert own.ask(question).intent is not Intent.MNEMONIC
