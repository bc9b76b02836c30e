"""How one thing stands to another: opposites, parts, other names, what it replaced."""

import pytest

from glossator.rag import Glossator, Intent

from .asked import answer_to, holds, sources, terms


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("what is the opposite of overfitting?", "underfitting"),
        ("opposite of underfitting", "overfitting"),
        ("overfitting's opposite?", "underfitting"),
        ("antonym of underfitting", "overfitting"),
        ("what's the contrary of supervised learning", "unsupervised learning"),
        ("what is the inverse of the forward process?", "reverse process"),
        ("encoder's counterpart?", "decoder"),
        ("what is the counterpart of the decoder", "encoder"),
        ("antonym of vanishing gradient", "exploding gradient"),
        ("the opposite of an exploding gradient is what?", "vanishing gradient"),
    ],
)
def test_the_opposite_is_defined(own: Glossator, question: str, other: str) -> None:
    answer = answer_to(own, question)
    assert answer.intent is Intent.RELATION
    assert terms(answer)[0] == other
    assert answer.ranked[0][0].casefold() == other
    assert own.ask(question).answered


@pytest.mark.parametrize(
    ("question", "term", "parts"),
    [
        ("what is upsampling the opposite of?", "upsampling", ["the opposite of pooling"]),
        ("what is deep learning part of?", "artificial intelligence", ["a part of machine"]),
        ("another name for recall?", "recall", ["Also called sensitivity"]),
        ("what is recall also called?", "recall", ["sensitivity or true positive rate"]),
        ("what replaced RNNs?", "recurrent neural network", ["transformers have replaced them"]),
        ("what prevents overfitting?", "overfitting", ["Cures are more data"]),
    ],
)
def test_the_sentence_that_relates_is_quoted(
    own: Glossator, question: str, term: str, parts: list[str]
) -> None:
    answer = answer_to(own, question)
    assert term in terms(answer)
    assert holds(answer, parts), answer.text


def test_an_opposite_is_quoted_from_the_asked_source_only(own: Glossator) -> None:
    for source in ("foundations.tsv", "memory-cards.md"):
        answer = answer_to(own, "what is the opposite of underfitting?", source=source)
        assert terms(answer) == ["overfitting"]
        assert sources(answer) == {source}
    answer = answer_to(
        own, "what is the opposite of the forward process?", source="foundations.tsv"
    )
    assert sources(answer) <= {"foundations.tsv"}


def test_what_has_no_opposite_here_is_given_none_for_sure(own: Glossator) -> None:
    missing = answer_to(own, "what is the opposite of dropout?").confidence
    held = answer_to(own, "what is the opposite of overfitting?").confidence
    assert missing < held - 0.1


@pytest.mark.parametrize(
    "question",
    ["what is the opposite of pancakes?", "antonym of happy", "what replaced the wheel?"],
)
def test_nothing_is_surely_related_to_what_is_not_here(own: Glossator, question: str) -> None:
    answer = own.ask(question)
    assert not answer.answered or answer.confidence < 0.2
