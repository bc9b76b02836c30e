"""Misspelled names are read as those that they are meant to be, and noise as nothing."""

import pytest

from glossator.rag import Glossator

from .asked import answer_to, terms


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("waht is dropuot", "dropout"),  # letters swapped
        ("overfiting", "overfitting"),  # one left out
        ("what is momentumm?", "momentum"),  # one too many
        ("what is a perseptron?", "perceptron"),  # another one
        ("what is wieght decay", "weight decay"),
        ("what is a confuson matrix", "confusion matrix"),
        ("activaton fuction", "activation function"),  # two words
        ("backpropogation", "backpropagation"),
        ("diffrence of Autoencoderss", "autoencoder"),
        ("waht does strdie mean", "stride"),
    ],
)
def test_a_misspelled_name_finds_its_entry(own: Glossator, question: str, term: str) -> None:
    assert terms(answer_to(own, question))[0].removesuffix("s") == term
    assert own.ask(question).answered


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("batchnormalization", "batch normalization"),
        ("what is weightdecay", "weight decay"),
        ("gradientdescent?", "gradient descent"),
        ("confusionmatrix", "confusion matrix"),
        ("define zeropadding", "zero padding"),
        ("teacherforcing", "teacher forcing"),
        ("lossfunction", "loss function"),
        ("earlystoping", "early stopping"),
        ("kmeans algorithm", "k-means algorithm"),
    ],
)
def test_a_missing_blank_is_put_back(own: Glossator, question: str, term: str) -> None:
    assert terms(answer_to(own, question))[0] == term
    assert own.ask(question).answered


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("drop out", "dropout"),
        ("what is over fitting?", "overfitting"),
        ("back propagation", "backpropagation"),
        ("soft max function", "softmax function"),
        ("auto encoder", "autoencoders"),
    ],
)
def test_a_blank_too_many_is_taken_out(own: Glossator, question: str, term: str) -> None:
    assert terms(answer_to(own, question))[0] == term


def test_why_says_what_was_changed(own: Glossator) -> None:
    best = own.ask("what is a perseptron?").why[0]
    assert best.matched == "term 'Perceptron' (1 edit: 'perseptron')"


@pytest.mark.parametrize("question", ["xqzzt", "what is a zrblfg?", "flurble grommix", "asdfghjkl"])
def test_noise_is_no_misspelling(own: Glossator, question: str) -> None:
    assert not own.ask(question).answered
    assert own.explain(question).names == ()


@pytest.mark.parametrize("question", ["what is a layer cake?", "what is a strideway?"])
def test_another_word_is_no_misspelling(own: Glossator, question: str) -> None:
    assert not any("edit" in name for name in own.explain(question).names)
