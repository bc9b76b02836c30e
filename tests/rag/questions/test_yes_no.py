"""The sentence that settles a yes-no question is quoted; yes or no is left to the reader."""

from statistics import mean

import pytest

from glossator.rag import Glossator, Intent

from .asked import answer_to, holds, terms

SETTLED = (
    ("are labels needed to train an autoencoder?", "autoencoders", "No labels are needed"),
    ("does an autoencoder need labels?", "autoencoders", "No labels are needed"),
    ("is KL divergence symmetric?", "kullback-leibler divergence", "swapping p and q changes"),
    ("is accuracy misleading under class imbalance?", "accuracy", "misleads under class imbalance"),
    ("isn't Keras a Python library?", "keras", "A Python library"),
    ("does batch normalization speed up training?", "batch normalization", "becomes faster"),
    ("does ReLU saturate for positive inputs?", "relu", "does not level off"),
    ("can a perceptron compute XOR?", "multilayer perceptron", "it can compute XOR"),
    ("is dropout active at prediction time?", "dropout", "prediction time"),
    ("k-means algorithm: must k be chosen in advance?", "k-means algorithm", "chosen in advance"),
)
UNRELATED = (
    "is dropout a kind of cheese?",
    "does momentum cure headaches?",
    "can imagenet be eaten?",
    "is stride related to collaborative filtering?",
    "does the hinge loss sing?",
)


@pytest.mark.parametrize(("question", "term", "part"), SETTLED)
def test_the_sentence_that_settles_it_is_quoted(
    own: Glossator, question: str, term: str, part: str
) -> None:
    answer = answer_to(own, question)
    assert term in terms(answer)
    assert holds(answer, [part]), answer.text
    assert own.ask(question).answered


@pytest.mark.parametrize(("question", "term", "part"), SETTLED)
def test_nothing_but_quotes_is_said(own: Glossator, question: str, term: str, part: str) -> None:
    answer = answer_to(own, question)
    text = answer.text
    for citation in answer.citations:
        text = text.replace(f"“{' '.join(citation.quote.split())}” [{citation.n}]", "")
    assert {line.strip(" —") for line in text.split("\n")} == {c.term for c in answer.citations}


def test_most_are_read_as_yes_no_questions(own: Glossator) -> None:
    intents = [answer_to(own, question).intent for question, _, _ in SETTLED]
    assert intents.count(Intent.YES_NO) >= len(SETTLED) - 3


def test_an_unrelated_pair_is_far_less_sure_than_what_is_settled(own: Glossator) -> None:
    settled = mean(answer_to(own, question).confidence for question, _, _ in SETTLED)
    unrelated = mean(answer_to(own, question).confidence for question in UNRELATED)
    assert unrelated < settled - 0.3


@pytest.mark.parametrize(
    "question", ["is the moon made of cheese?", "do penguins fly?", "was Caesar a Roman?"]
)
def test_a_yes_no_question_about_nothing_here_is_refused(own: Glossator, question: str) -> None:
    assert not own.ask(question).answered
