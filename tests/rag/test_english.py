"""What words of asking say: the facts that are wanted, and what a sentence shows of them."""

import pytest

from glossator.rag import Intent
from glossator.rag.english import FRAME, FUNCTION, facts_wanted, intents_of

FACTS = [
    ("who invented it?", "person or year", "Ada Low proposed it in 1843."),
    ("in which year was it found", "person or year", "It dates from 1843."),
    ("what is the formula for drift?", "formula", "d = v * t"),
    ("how is drift calculated?", "formula", "It is the speed divided by the time."),
    ("how many masts are there", "range or number", "It has two masts."),
    ("typical length of a boom?", "range or number", "It measures 3 m."),
    ("an example of a knot", "example", "Knots such as the bowline."),
    ("drawbacks of a kite", "drawback", "However, it collapses."),
    ("disadvantages of a kite", "drawback", "It is difficult to steer."),
    ("advantages of a kite", "benefit", "It improves the speed."),
    ("why is it lifted?", "cause or purpose", "Because it would break."),
    ("what is a drogue for?", "cause or purpose", "It slows the boat by dragging."),
    ("how does it work?", "procedure", "First it is lowered, then tied."),
]


@pytest.mark.parametrize(("question", "kind", "sentence"), FACTS)
def test_a_question_wants_a_kind_of_fact_that_a_sentence_shows(
    question: str, kind: str, sentence: str
) -> None:
    wanted = dict(facts_wanted(question))
    assert wanted[kind].search(sentence)
    assert not wanted[kind].search("A sail.")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("advantages of a kite", "drawback"),
        ("what is the formula for drift?", "cause or purpose"),
        ("what does AIS stand for?", "cause or purpose"),
        ("who else defines it?", "person or year"),
    ],
)
def test_another_kind_of_fact_is_not_wanted(question: str, kind: str) -> None:
    assert kind not in dict(facts_wanted(question))


@pytest.mark.parametrize("question", ["what is a jib?", "jib", "difference between a and b", ""])
def test_a_question_for_no_fact_wants_none(question: str) -> None:
    assert facts_wanted(question) == ()


@pytest.mark.parametrize(
    "question", ["what is a jib?", "who hoists it", "", "picture of a cat", "image size for a sail"]
)
def test_plain_questions_state_no_intent(question: str) -> None:
    assert intents_of(question) == ()


def test_several_intents_come_surest_first() -> None:
    found = intents_of("how can I remember the difference between the kinds of sail?")
    assert found == (Intent.MNEMONIC, Intent.COMPARE, Intent.LIST)


def test_words_of_asking_are_written_as_they_are_compared() -> None:
    assert all(word == word.casefold() and word.isalpha() for word in FRAME | FUNCTION)
