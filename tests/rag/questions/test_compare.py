"""Two things that are compared are both quoted; one thing alone, or with an unknown one, is not."""

import pytest

from glossator.rag import Glossator, Intent

from .asked import answer_to, holds, terms


@pytest.mark.parametrize(
    "question",
    [
        "difference between precision and recall",
        "precision vs recall",
        "recall versus precision?",
        "compare precision with recall",
        "how does precision differ from recall?",
        "what distinguishes precision from recall",
        "precision or recall, which is which? what's the difference",
        "I always mix up precision and recall",
        "PRECISION VS. RECALL",
        "diffrence betwen precison and recal",
    ],
)
def test_both_sides_are_quoted(own: Glossator, question: str) -> None:
    answer = answer_to(own, question)
    assert answer.intent is Intent.COMPARE
    assert {"precision", "recall"} == set(terms(answer))
    assert holds(answer, ["Of everything the classifier called positive", "really is positive"])
    assert own.ask(question).answered


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("max pooling or average pooling?  what's different", {"max pooling", "average pooling"}),
        ("LSTM vs GRU", {"long short-term memory", "gated recurrent unit"}),
        ("is Adam better than SGD?", {"adam", "stochastic gradient descent"}),
        ("when should I use softmax and when sigmoid?", {"softmax", "sigmoid function"}),
        ("encoder and decoder: what's the difference?", {"encoder", "decoder"}),
    ],
)
def test_sides_may_be_named_by_any_of_their_names(
    own: Glossator, question: str, sides: set[str]
) -> None:
    assert sides <= set(terms(answer_to(own, question)))


def test_a_sentence_that_names_both_comes_first(own: Glossator) -> None:
    answer = answer_to(own, "what is the difference between layer and batch normalization?")
    first = answer.citations[0]
    assert first.term == "Batch Normalization"
    assert "layer normalization" in first.quote
    assert len(answer.citations) == 3


def test_three_things_are_three_sides(own: Glossator) -> None:
    answer = answer_to(own, "compare RNN, LSTM and GRU")
    assert len({citation.concept for citation in answer.citations}) == 3


@pytest.mark.parametrize(
    "question",
    [
        "difference between dropout and the flux capacitor",
        "compare dropout with bananas",
        "dropout versus spiking coils",
    ],
)
def test_an_unknown_side_is_no_comparison_and_nothing_is_said_of_it(
    own: Glossator, question: str
) -> None:
    answer = answer_to(own, question)
    assert answer.intent is not Intent.COMPARE
    assert {citation.term.casefold() for citation in answer.citations} <= {"dropout", "dropconnect"}
    both = answer_to(own, "difference between dropout and dropconnect").confidence
    assert answer.confidence < both - 0.2


@pytest.mark.parametrize(
    "question", ["what is the difference between foo and bar?", "apples vs oranges", "vs"]
)
def test_two_unknown_sides_are_refused(own: Glossator, question: str) -> None:
    assert not own.ask(question).answered


@pytest.mark.parametrize(
    "question",
    ["compare dropout and dropout", "recall vs true positive rate vs recall", "dropout vs"],
)
def test_a_thing_is_not_compared_with_itself(own: Glossator, question: str) -> None:
    assert len({c.quote for c in answer_to(own, question).citations}) == len(
        answer_to(own, question).citations
    )
    if "rate" not in question:
        assert answer_to(own, question).intent is not Intent.COMPARE


def test_a_side_that_the_asked_source_lacks_is_not_borrowed(own: Glossator) -> None:
    answer = answer_to(own, "precision vs recall", source="memory-cards.md")
    assert {citation.source for citation in answer.citations} <= {"memory-cards.md"}
