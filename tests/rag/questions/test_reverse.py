"""A thing is found by its description; where its entry doesn't exist, none is put in its place."""

from statistics import mean

import pytest

from glossator.eval.parts import part_of
from glossator.rag import Glossator, Intent

from .asked import answer_to, terms

DESCRIBED = (
    ("what do you call it when a model learns the training data by heart", "overfitting"),
    ("the thing that switches off random neurons", "dropout"),
    ("what is the word for forgetting old tasks when learning new ones", "catastrophic forgetting"),
    ("a curve that plots hits against false alarms", "roc curve"),
    ("network that forges pictures while another judges them", "generative adversarial network"),
    ("measure of the average surprise", "entropy"),
    ("which loss is used for yes-or-no answers", "binary cross-entropy loss"),
    ("the table of true and predicted classes", "confusion matrix"),
    ("name for the number of positions a filter moves on", "stride"),
    ("term for a frame of zeros around a picture", "zero padding"),
    ("what's the name of the function that turns scores into probabilities", "softmax function"),
)


@pytest.mark.parametrize(("question", "term"), DESCRIBED)
def test_what_is_described_comes_first(own: Glossator, question: str, term: str) -> None:
    answer = answer_to(own, question)
    assert terms(answer)[0].removesuffix(" function") == term.removesuffix(" function")
    assert answer.intent in (Intent.REVERSE, Intent.ATTRIBUTE)


def test_most_descriptions_are_answered(own: Glossator) -> None:
    answered = [own.ask(question).answered for question, _ in DESCRIBED]
    assert sum(answered) >= len(answered) - 2


@pytest.mark.parametrize(
    "question",
    [
        "what do you call a fear of spiders",
        "the study of old coins",
        "what is the name of the process that turns grapes into wine",
        "word for a person who collects stamps",
        "what do you call a baby kangaroo",
    ],
)
def test_a_description_of_what_has_no_entry_is_refused_or_hardly_believed(
    own: Glossator, question: str
) -> None:
    answer = own.ask(question)
    assert not answer.answered or answer.confidence < 0.3
    assert answer.answered or answer.suggestions


def test_without_their_entries_descriptions_are_less_sure(own: Glossator) -> None:
    rows = range(own.index.lexicon.counts.entries)
    entries, concepts = own.index.lexicon.entries(rows), own.index.lexicon.concepts(rows)
    lost = []
    for question, term in DESCRIBED[:6]:
        bearers = [c for c in concepts.values() if term in map(str.casefold, c.names)]
        gone = {entry for concept in bearers for entry in concept.entries}
        assert gone
        kept = [entry.id for entry in entries if entry.id not in gone]
        with Glossator(part_of(own.index, kept), own.encoder) as rest:
            answer = answer_to(rest, question)
        assert term not in terms(answer)
        lost.append(answer_to(own, question).confidence - answer.confidence)
    assert mean(lost) > 0.15
    assert max(lost) > 0.25
