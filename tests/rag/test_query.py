"""What a question is understood to ask: names, however written; documents; intents."""

import time

import pytest

from glossator.index.lexicon import Lexicon
from glossator.rag import Glossator, Intent
from glossator.rag.mentions import Mention
from glossator.rag.query import Query, understand


@pytest.fixture(scope="module")
def sails(sailing: Glossator) -> Lexicon:
    return sailing.index.lexicon


def mentions(question: str, lexicon: Lexicon) -> list[tuple[str, str, int]]:
    found = understand(question, lexicon).mentions
    return [(mention.kind, mention.name, mention.edits) for mention in found]


# --- names ---


def test_a_mention_says_where_it_stands_and_who_claims_it(sails: Lexicon) -> None:
    question = "Is the Foresail a jib?"
    alias, term = understand(question, sails).mentions
    assert question[alias.start : alias.end] == alias.written == "Foresail"
    assert (alias.name, alias.kind, alias.edits) == ("Foresail", "alias", 0)
    assert (question[term.start : term.end], term.kind) == ("jib", "term")
    claimed = [entry.id for entry in sails.entries(term.rows)]
    assert claimed == ["learning-md#jib", "rigging-tsv#jib"]


def test_a_mention_tells_its_kind_and_edits() -> None:
    mention = Mention(0, 3, "jbi", "Jib", "term", 1, (4,))
    assert str(mention) == "term 'Jib' (1 edit: 'jbi')"
    assert str(Mention(0, 3, "jib", "Jib", "term", 0, (4,))) == "term 'Jib'"
    assert str(Mention(0, 5, "kxxel", "Keel", "alias", 2, ())) == "alias 'Keel' (2 edits: 'kxxel')"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("storm jib", [("term", "Storm jib", 0)]),
        ("running backstay", [("term", "Running Backstay", 0)]),
        ("running", [("section", "Running", 0)]),
        ("points of sail", [("term", "Points of Sail", 0)]),
        ("jib and storm jib", [("term", "Jib", 0), ("term", "Storm jib", 0)]),
    ],
)
def test_the_longest_name_wins(
    sails: Lexicon, question: str, expected: list[tuple[str, str, int]]
) -> None:
    assert mentions(question, sails) == expected


@pytest.mark.parametrize(
    "written",
    [
        "clove hitch",
        "Clove Hitches",
        "CLOVE HITCH",
        "clove-hitch",
        "clove–hitch",
        "clovehitch",
        "clove  hitch's",
        "ｃｌｏｖｅ ｈｉｔｃｈ",
        "clo\u200bve hitch",
    ],
)
def test_case_plural_hyphens_and_blanks_make_no_other_name(sails: Lexicon, written: str) -> None:
    (found,) = understand(f"what is a {written}?", sails).mentions
    assert (found.name, found.kind, found.edits) == ("Clove Hitch", "term", 0)
    assert found.written == written.removesuffix("'s") or found.written == written


@pytest.mark.parametrize("written", ["AIS", "ais", "Ais", "A.I.S."])
def test_an_acronym_is_a_name_in_any_case(sails: Lexicon, written: str) -> None:
    assert mentions(f"what does {written} stand for?", sails) == [("alias", "AIS", 0)]


@pytest.mark.parametrize(
    ("written", "name", "edits"),
    [
        ("halyrd", "Halyard", 1),  # a letter left out
        ("hallyard", "Halyard", 1),  # one put in
        ("haliard", "Halyard", 1),  # another one
        ("halyrad", "Halyard", 1),  # two changed places
        ("keal", "Keel", 1),
        ("hull spede", "Hull Speed", 1),
        ("maisnial", "Mainsail", 2),
        ("centrbaord", "Centreboard", 2),
        ("clov hithc", "Clove Hitch", 2),  # one in each word
        ("cloevhitch", "Clove Hitch", 1),  # and the blank left out
        ("bow lin", "Bowline", 1),  # and a blank put in
        ("starb", "Starboard", 1),  # cut short
        ("centreb", "Centreboard", 1),
    ],
)
def test_misspelled_names_are_read_with_their_edits(
    sails: Lexicon, written: str, name: str, edits: int
) -> None:
    assert mentions(f"what is a {written}", sails) == [("term", name, edits)]
    assert mentions(written, sails) == [("term", name, edits)]


@pytest.mark.parametrize("written", ["bow line", "centre board", "main-sail", "star board"])
def test_a_name_split_in_two_is_still_that_name(sails: Lexicon, written: str) -> None:
    ((_, name, edits),) = mentions(f"define {written}", sails)
    assert (name.casefold(), edits) == (written.replace(" ", "").replace("-", ""), 0)


@pytest.mark.parametrize(
    "written",
    [
        "kile",  # two of four letters of Keel
        "jab jub",
        "bowl",  # cut short, and too short to say of what
        "love",  # one letter from a word of Clove Hitch is too little to go by
        "crew",  # a word that entries use is no misspelled Clew
        "wind",
        "the",
        "zzzzzz",
    ],
)
def test_what_is_too_far_off_or_another_word_is_no_name(sails: Lexicon, written: str) -> None:
    assert mentions(f"what about {written}?", sails) == []


def test_an_exact_name_is_never_read_as_another_misspelled_one(sails: Lexicon) -> None:
    assert mentions("tack or tacking", sails) == [("term", "Tack", 0), ("term", "Tacking", 0)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("backstay", [("part", "Running Backstay", 0)]),
        ("what is a backstay?", [("part", "Running Backstay", 0)]),
        ("automatic system", [("part", "Automatic Identification System", 0)]),
        (
            "difference between a backstay and a halyard",
            [("part", "Running Backstay", 0), ("term", "Halyard", 0)],
        ),
        ("which wire is the backstay made of", []),
        ("backstay or reef, of what wire?", []),
    ],
)
def test_a_name_with_a_word_left_out_counts_only_alone_or_compared(
    sails: Lexicon, question: str, expected: list[tuple[str, str, int]]
) -> None:
    assert mentions(question, sails) == expected


# --- the other words ---


@pytest.mark.parametrize(
    "question",
    [
        "what is a jib",
        "waht is teh jib",
        "wat is a jib?",
        "explian jib",
        "defien jib please",
        "what is the defintion of jib",
        "WHAT IS A JIB?",
        "could you please explain to me what the word 'jib' means?",
        "according to the rigging dictionary, what is a jib?",
    ],
)
def test_words_of_asking_misspelled_or_not_are_no_content(sails: Lexicon, question: str) -> None:
    query = understand(question, sails)
    assert query.focus == ("jib",)
    assert query.rest == ()
    assert query.named == 1.0


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("how much does a jib cost?", ("cost",)),  # one letter from "most", and no slip
        ("has the jib a mist", ("mist",)),
        ("which material is a jib made of", ("materi", "made")),
        ("jib luff", ("luff",)),
    ],
)
def test_content_words_that_no_name_covers_are_the_rest(
    sails: Lexicon, question: str, rest: tuple[str, ...]
) -> None:
    assert understand(question, sails).rest == rest


def test_the_share_that_names_cover_is_counted_in_content_words(sails: Lexicon) -> None:
    assert understand("a storm jib of heavy cloth", sails).named == 0.5
    assert understand("heavy cloth", sails).named == 0.0
    assert understand("and so?", sails).named == 0.0


# --- documents ---


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("according to the rigging dictionary, what is a jib?", "rigging-tsv"),
        ("what does Rigging Dictionary say about the jib?", "rigging-tsv"),
        ("jib in the Sailing for Beginners glossary", "learning-md"),
        ("in the deck cards, what is port?", "cards-md"),
        ("cards: what is a keel", "cards-md"),
    ],
)
def test_a_question_may_name_the_document(sails: Lexicon, question: str, document: str) -> None:
    assert understand(question, sails).documents == (document,)


def test_the_words_of_a_title_are_neither_names_nor_content(sails: Lexicon) -> None:
    query = understand("what is a jib in the Sailing for Beginners glossary?", sails)
    assert [mention.name for mention in query.mentions] == ["Jib"]
    assert query.rest == ()


def test_a_title_counts_only_where_a_source_is_spoken_of(sails: Lexicon) -> None:
    assert understand("is sailing fun for beginners", sails).documents == ()


def test_two_documents_ask_across_all_of_them(sails: Lexicon) -> None:
    query = understand(
        "jib: the Sailing for Beginners glossary and the rigging dictionary, please", sails
    )
    assert query.intents[0] is Intent.CROSS_SOURCE
    assert query.documents == ()


def test_an_only_document_is_never_singled_out(baking: Glossator) -> None:
    query = understand("what is crust in the Bread at Home document?", baking.index.lexicon)
    assert query.documents == ()


# --- intents ---


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("jib", Intent.DEFINE),
        ("what is a jib?", Intent.DEFINE),
        ("what are jibs", Intent.DEFINE),
        ("what's a jib", Intent.DEFINE),
        ("define jib", Intent.DEFINE),
        ("jib definition", Intent.DEFINE),
        ("tell me about the jib", Intent.DEFINE),
        ("I'd like to understand what a jib is", Intent.DEFINE),
        ("what is meant by jib?", Intent.DEFINE),
        ("what is a jib on a boat?", Intent.DEFINE),
        ("how long is a jib", Intent.ATTRIBUTE),
        ("when was the jib introduced?", Intent.ATTRIBUTE),
        ("jib luff", Intent.ATTRIBUTE),
        ("difference between jib and boom", Intent.COMPARE),
        ("jib vs boom", Intent.COMPARE),
        ("compare jib with boom", Intent.COMPARE),
        ("how does a jib differ from a boom?", Intent.COMPARE),
        ("is a jib the same as a boom?", Intent.COMPARE),
        ("I keep confusing jib and boom", Intent.COMPARE),
        ("what is the diference between jib and boom", Intent.COMPARE),
        ("jib versuss boom", Intent.COMPARE),
        ("what kinds of knots are there?", Intent.LIST),
        ("list all knots", Intent.LIST),
        ("lsit all knots", Intent.LIST),
        ("which knots do you know?", Intent.LIST),
        ("name the types of knots", Intent.LIST),
        ("an overview of knots", Intent.LIST),
        ("what do you call the fin under a yacht?", Intent.REVERSE),
        ("what is the fin under a yacht called?", Intent.REVERSE),
        ("term for the fin under a yacht", Intent.REVERSE),
        ("fin of lead under a yacht", Intent.REVERSE),
        ("which glossaries define jib?", Intent.CROSS_SOURCE),
        ("what do the glossaries say about the jib?", Intent.CROSS_SOURCE),
        ("do your sources agree on the jib?", Intent.CROSS_SOURCE),
        ("jib according to each source", Intent.CROSS_SOURCE),
        ("mnemonic for port", Intent.MNEMONIC),
        ("how can I remember port?", Intent.MNEMONIC),
        ("a memory aid for port please", Intent.MNEMONIC),
        ("I always forget what port is", Intent.MNEMONIC),
        ("hello", Intent.NONE),
        ("what is the meaning of it?", Intent.NONE),
    ],
)
def test_the_first_intent_is_what_the_words_ask(
    sails: Lexicon, question: str, intent: Intent
) -> None:
    assert understand(question, sails).intents[0] is intent


@pytest.mark.parametrize(
    "question", ["what do you call a jib", "which rope hoists a sail", "jib vs jib", "a", "list"]
)
def test_intents_are_never_empty_and_never_twice(sails: Lexicon, question: str) -> None:
    intents = understand(question, sails).intents
    assert intents
    assert len(set(intents)) == len(intents)


def test_one_name_alone_is_not_compared(sails: Lexicon) -> None:
    assert Intent.COMPARE not in understand("how does a jib differ?", sails).intents


@pytest.mark.parametrize(
    ("question", "unnamed"),
    [
        ("what is a spinnaker?", True),
        ("spinnaker", True),
        ("what is a genoa jib?", True),  # another thing than the jib
        ("what does kedging mean?", True),
        ("what is a jib?", False),
        ("what is the clew of a jib?", False),
        ("which rope hoists the sail of a boat?", False),
        ("list the spinnakers", False),
    ],
)
def test_a_short_question_for_what_is_no_name_is_unnamed(
    sails: Lexicon, question: str, unnamed: bool
) -> None:
    assert understand(question, sails).unnamed is unnamed


def test_the_question_is_kept_in_composed_unicode(sails: Lexicon) -> None:
    query = understand("what is a bri\u0301o jib", sails)
    assert query.question == "what is a br\u00edo jib"


@pytest.mark.parametrize(
    "question", ["jib " * 500, "xylophon " * 220, "jib-boom-" * 220, "(" * 2000, "a" * 2000]
)
def test_the_longest_question_is_understood_in_good_time(sails: Lexicon, question: str) -> None:
    began = time.process_time()
    assert isinstance(understand(question[:2000], sails), Query)
    assert time.process_time() - began < 2
