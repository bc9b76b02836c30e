"""What is asked for its meaning is defined from its sources, in many phrasings and spellings."""

import pytest

from glossator.rag import Glossator, Intent, Reason

from .asked import answer_to, quoted, sources, terms

DECAY = "Shrinking all weights a little at each update"


@pytest.mark.parametrize(
    "question",
    [
        "weight decay",
        "Weight decay?",
        "WEIGHT DECAY",
        "what is weight decay?",
        "what's weight decay",
        "define weight decay",
        "definition of weight decay",
        "meaning of weight decay",
        "what does weight decay mean",
        "what is meant by weight decay?",
        "how would you define weight decay",
        "tell me what weight decay is please",
        "hi, could you explain what weight decay is?",
        "whats L2 regularization",
    ],
)
def test_a_definition_however_it_is_asked_for(own: Glossator, question: str) -> None:
    answer = answer_to(own, question)
    assert answer.intent is Intent.DEFINE
    assert terms(answer) == ["weight decay"]
    assert quoted(answer).startswith(DECAY)
    assert own.ask(question).answered


@pytest.mark.parametrize("name", ["Dropout", "an epoch", "batch normalization", "Overfitting"])
def test_each_source_that_holds_it_defines_it_once(own: Glossator, name: str) -> None:
    answer = answer_to(own, f"what is {name}?")
    assert len(set(terms(answer))) <= 2  # an epoch is a training epoch elsewhere
    assert len(answer.citations) == len(sources(answer)) >= 2


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("what is dropout?", "memory-cards.md"),
        ("define dropout", "training-and-architectures.txt"),
        ("dropout", "modern-deep-learning.md"),
    ],
)
def test_one_source_may_be_asked(own: Glossator, question: str, source: str) -> None:
    answer = answer_to(own, question, source=source)
    assert sources(answer) == {source}
    assert terms(answer) == ["dropout"]


@pytest.mark.parametrize(
    "question",
    [
        "what is backfitting?",
        "define spiking network",
        "what is a neural lace?",
        "what does quarkonium mean",
        "meaning of photosynthesis",
    ],
)
def test_what_has_no_entry_is_not_defined(own: Glossator, question: str) -> None:
    answer = own.ask(question)
    assert not answer.answered
    assert answer.reason in (Reason.NO_SUCH_TERM, Reason.OFF_TOPIC)
    assert answer.suggestions


def test_parts_of_two_names_make_no_third_one(own: Glossator) -> None:
    assert not own.ask("what is a support beam?").answered


def test_what_only_another_source_holds_is_not_borrowed(own: Glossator) -> None:
    answer = own.ask("what is momentum?", source="memory-cards.md")
    assert not answer.answered or sources(answer) == {"memory-cards.md"}
