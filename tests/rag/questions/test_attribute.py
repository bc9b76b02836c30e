"""A fact is quoted from the sentence that holds it; where none does, the answer is less sure."""

from statistics import mean

import pytest

from glossator.rag import Glossator

from .asked import answer_to, holds, terms

HELD = {
    "person and year": (
        ("who introduced momentum?", "momentum", "Boris Polyak introduced it in 1964"),
        ("in what year was momentum introduced", "momentum", "1964"),
        ("who proposed professor forcing, and when", "professor forcing", "Alex Lamb"),
        ("when was the perceptron presented?", "perceptron", "Frank Rosenblatt in 1958"),
        ("nesterov momentum: who is behind it?", "nesterov momentum", "Yurii Nesterov"),
    ),
    "formula": (
        ("formula of the softmax function", "softmax function", "softmax(z)_i = e^(z_i)"),
        ("how is accuracy calculated", "accuracy", "(TP + TN) / (TP + TN + FP + FN)"),
        ("sigmoid function formula", "sigmoid function", "1 / (1 + e^-x)"),
        ("what is the equation of the F1 score?", "f1 score", "2 * precision * recall"),
        ("f1 score calculation", "f1 score", "F1 = 2"),
    ),
    "range or number": (
        ("which values of lambda are typical for weight decay?", "weight decay", "0.0001"),
        ("how many pictures does ImageNet have?", "imagenet", "14 million"),
        ("what range does the sigmoid function have?", "sigmoid function", "between 0 and 1"),
        ("typical value of momentum", "momentum", "0.9"),
    ),
    "cause": (
        ("what causes vanishing gradients?", "vanishing gradient", "many factors below one"),
        ("what is the cause of the vanishing gradient", "vanishing gradient", "factors below one"),
        (
            "why must the maximum be subtracted in softmax?",
            "softmax function",
            "to avoid overflow",
        ),
    ),
    "drawback": (
        ("what is the weakness of ReLU?", "relu", "dying ReLU"),
        ("weak point of collaborative filtering", "collaborative filtering", "cold start"),
    ),
}
NOT_HELD = (
    "who invented the confusion matrix?",
    "in which year was zero padding invented?",
    "what is the formula for teacher forcing?",
    "how many parameters does a bottleneck have?",
    "who invented the loss function?",
)
ASKED = [(kind, *row) for kind, rows in HELD.items() for row in rows]


@pytest.mark.parametrize(("kind", "question", "term", "part"), ASKED)
def test_the_quote_holds_the_fact(
    own: Glossator, kind: str, question: str, term: str, part: str
) -> None:
    answer = answer_to(own, question)
    assert terms(answer)[0] == term
    assert holds(answer, [part]), (kind, answer.text)
    assert len(answer.citations) <= 2
    assert own.ask(question).answered


def test_a_fact_that_no_entry_holds_makes_less_sure(own: Glossator) -> None:
    """Each is about an entry; that it doesn't hold the fact is all that differs."""
    held = [answer_to(own, question).confidence for _, question, _, _ in ASKED]
    missing = [answer_to(own, question).confidence for question in NOT_HELD]
    assert mean(missing) < mean(held) - 0.25
    assert max(missing) < mean(held)


@pytest.mark.parametrize("question", NOT_HELD)
def test_a_fact_is_never_taken_from_another_entry(own: Glossator, question: str) -> None:
    names = own.explain(question).names
    answer = answer_to(own, question)
    assert names
    ranked = {term.casefold() for term, _ in answer.ranked[:1]}
    assert set(terms(answer)) <= {"cost function", "objective function", *ranked}
