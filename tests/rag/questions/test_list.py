"""All members of a kind are listed, each with its own line; what has no members is no list."""

import pytest

from glossator.rag import Glossator, Intent

from .asked import answer_to, sources, terms

OPTIMIZERS = {"adam", "adagrad", "rmsprop"}
POOLING = {"max pooling", "average pooling", "global average pooling"}


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("which optimizers are there?", OPTIMIZERS),
        ("list all optimizers", OPTIMIZERS),
        ("name the optimizers please", OPTIMIZERS),
        ("what optimizers do you know", OPTIMIZERS),
        ("what kinds of pooling exist?", POOLING),
        ("types of pooling", POOLING),
        ("list the variants of pooling", POOLING),
        ("name the activation functions", {"relu", "elu", "gelu", "step function"}),
        ("which activation functions are there", {"relu", "elu", "gelu"}),
        ("types of autoencoders", {"convolutional autoencoder", "variational autoencoder"}),
        (
            "which normalization methods do you know",
            {"batch normalization", "layer normalization", "instance normalization"},
        ),
    ],
)
def test_the_members_are_listed(own: Glossator, question: str, members: set[str]) -> None:
    answer = answer_to(own, question)
    assert answer.intent is Intent.LIST
    assert members <= set(terms(answer))
    assert len(answer.citations) <= 8
    assert len(set(terms(answer))) == len(terms(answer))
    assert own.ask(question).answered


def test_parts_that_one_sentence_lists_are_that_sentence(own: Glossator) -> None:
    answer = answer_to(own, "which sets is a dataset split into?")
    assert terms(answer) == ["dataset"]
    assert "a validation set and a test set" in answer.text


def test_only_the_asked_source_is_listed_from(own: Glossator) -> None:
    answer = answer_to(own, "which optimizers are there?", source="training-and-architectures.txt")
    assert sources(answer) == {"training-and-architectures.txt"}
    assert set(terms(answer)) >= OPTIMIZERS


@pytest.mark.parametrize("question", ["list all dinosaurs", "which unicorns are there?"])
def test_a_kind_that_no_entry_is_of_is_refused(own: Glossator, question: str) -> None:
    assert not own.ask(question).answered


@pytest.mark.parametrize("question", ["list all perceptrons", "which strides are there?"])
def test_a_kind_with_one_member_is_defined(own: Glossator, question: str) -> None:
    answer = answer_to(own, question)
    assert answer.intent is not Intent.LIST or len(set(terms(answer))) > 1
    assert terms(answer)[0] in ("perceptron", "multilayer perceptron", "stride")


def test_name_for_is_no_list(own: Glossator) -> None:
    answer = answer_to(own, "name for the number of positions by which a filter moves")
    assert answer.intent is Intent.REVERSE
    assert terms(answer) == ["stride"]
