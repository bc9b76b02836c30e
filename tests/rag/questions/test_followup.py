"""A follow-up is filled in from the history; without one it is not guessed what it is about."""

import pytest

from glossator.rag import Glossator, Intent

from .asked import answer_to, holds, terms


@pytest.mark.parametrize(
    ("history", "question", "term", "part"),
    [
        (
            ("what is a sigmoid function?",),
            "and its formula?",
            "sigmoid function",
            "1 / (1 + e^-x)",
        ),
        (("what is momentum?",), "who introduced it?", "momentum", "Boris Polyak"),
        (("tell me about momentum",), "when was it introduced?", "momentum", "1964"),
        (("what is the perceptron?",), "who presented it, and when?", "perceptron", "Rosenblatt"),
        (("ReLU",), "what is its weakness?", "relu", "dying ReLU"),
        (("what is gradient descent",), "how can I remember it?", "gradient descent", "skier"),
        (("what is an autoencoder?",), "are labels needed for it?", "autoencoders", "No labels"),
        (("what is overfitting?",), "what is the opposite?", "underfitting", "too simple"),
        (("what is adam?",), "and RMSprop?", "rmsprop", "moving average"),
        (("define weight decay", "thanks"), "typical values of it?", "weight decay", "0.0001"),
    ],
)
def test_what_it_refers_to_is_filled_in(
    own: Glossator, history: tuple[str, ...], question: str, term: str, part: str
) -> None:
    answer = answer_to(own, question, *history)
    assert terms(answer)[0] == term
    assert holds(answer, [part]), answer.text
    assert answer.question == question
    assert own.ask(question, history=history).answered


@pytest.mark.parametrize(
    ("history", "question"),
    [
        (("precision",), "vs recall"),
        (("what is precision?",), "how does it differ from recall?"),
        (("what is precision?",), "is that the same as recall?"),
        (("what is precision?", "and recall?"), "what's the difference?"),
        (("what is precision?", "what is recall?"), "how do they differ?"),
        (("what is recall?",), "compared to precision?"),
    ],
)
def test_a_comparison_gets_its_missing_sides(
    own: Glossator, history: tuple[str, ...], question: str
) -> None:
    answer = answer_to(own, question, *history)
    assert answer.intent is Intent.COMPARE
    assert {"precision", "recall"} <= set(terms(answer))


@pytest.mark.parametrize(
    "question",
    [
        "and its formula?",
        "who introduced it?",
        "when was it invented?",
        "what is the opposite?",
        "how do they differ?",
        "why?",
        "is it?",
        "tell me more about it",
        "their names?",
    ],
)
@pytest.mark.parametrize("history", [(), ("hello",), ("how is the weather?",), ("",)])
def test_without_anything_to_refer_to_it_is_refused(
    own: Glossator, history: tuple[str, ...], question: str
) -> None:
    answer = own.ask(question, history=history)
    assert not answer.answered, answer.text
    assert answer.standalone_question == question


@pytest.mark.parametrize(
    "question",
    [
        "what is it called when a network has learned its training data by heart?",
        "a function whose output is zero if its input is negative",
    ],
)
def test_a_description_with_a_pronoun_is_no_follow_up(own: Glossator, question: str) -> None:
    assert answer_to(own, question).answered


def test_a_question_with_a_subject_of_its_own_takes_nothing_from_the_history(
    own: Glossator,
) -> None:
    for question in ("what is a stride?", "who introduced momentum?", "precision vs recall"):
        alone = answer_to(own, question)
        after = answer_to(own, question, "what is dropout?", "and its opposite?")
        assert after.citations == alone.citations
        assert after.standalone_question == question
