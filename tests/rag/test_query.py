"""What a question is understood to ask: its content, documents and intents."""

import time

import pytest

from glossator.index.lexicon import Lexicon
from glossator.rag import Glossator, Intent
from glossator.rag.query import Query, understand


@pytest.fixture(scope="module")
def sails(sailing: Glossator) -> Lexicon:
    return sailing.index.lexicon


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
