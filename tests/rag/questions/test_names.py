"""Short forms are spelled out and long ones abbreviated, by the names that the entry has."""

import pytest

from glossator.rag import Glossator, Intent, Reason

from .asked import answer_to


@pytest.mark.parametrize(
    ("question", "long"),
    [
        ("what does LSTM stand for?", "Long Short-Term Memory"),
        ("LSTM in full", "Long Short-Term Memory"),
        ("what is GRU short for", "Gated recurrent unit"),
        ("spell out BPTT", "Backpropagation through time"),
        ("full name of SVM", "Support vector machine"),
        ("what does the acronym RAG mean", "Retrieval-Augmented Generation"),
        ("what do the letters in GELU mean", "Gaussian error linear unit"),
        ("what does CapsNet stand for", "Capsule network"),
        ("what does RLHF stand for?", "Reinforcement Learning from Human Feedback"),
        ("expand the acronym MoE", "Mixture of Experts"),
    ],
)
def test_a_short_form_is_spelled_out(own: Glossator, question: str, long: str) -> None:
    answer = answer_to(own, question)
    assert answer.intent is Intent.EXPAND
    assert len(answer.citations) == 1
    assert long.casefold() in answer.text.casefold()
    assert own.ask(question).answered


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("abbreviation of principal component analysis", "PCA"),
        ("what is the short form of support vector machine", "SVM"),
        ("how is mean squared error abbreviated?", "MSE"),
        ("acronym for reinforcement learning from human feedback", "RLHF"),
        ("initials of stochastic gradient descent", "SGD"),
        ("how do you abbreviate generative adversarial network?", "GAN"),
    ],
)
def test_a_long_form_is_abbreviated(own: Glossator, question: str, short: str) -> None:
    answer = answer_to(own, question)
    assert answer.intent is Intent.EXPAND
    assert short in answer.text
    assert own.ask(question).answered


@pytest.mark.parametrize(
    "question",
    ["what does NASA stand for?", "what does XQZ stand for", "spell out FBI", "UNESCO in full"],
)
def test_a_short_form_of_another_world_is_refused(own: Glossator, question: str) -> None:
    answer = own.ask(question)
    assert not answer.answered
    assert answer.reason in (Reason.NO_SUCH_TERM, Reason.OFF_TOPIC)


@pytest.mark.parametrize("question", ["abbreviation of dropout", "what is the acronym of stride?"])
def test_a_name_without_a_short_form_gets_none(own: Glossator, question: str) -> None:
    answer = answer_to(own, question)
    assert answer.intent is not Intent.EXPAND
    plain = answer_to(own, "what does LSTM stand for?").confidence
    assert answer.confidence < plain - 0.1
