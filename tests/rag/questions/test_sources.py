"""Sources side by side, and the memory aids that one of them holds."""

import pytest

from glossator.rag import Glossator, Intent

from .asked import answer_to, holds, sources, terms

THREE = {"memory-cards.md", "modern-deep-learning.md", "training-and-architectures.txt"}


@pytest.mark.parametrize(
    "question",
    [
        "what do the glossaries say about dropout?",
        "which glossaries define dropout?",
        "dropout according to each source",
        "how does each document describe dropout",
        "what do your sources say about dropout",
        "dropout, side by side",
        "do the glossaries agree on dropout?",
    ],
)
def test_each_source_is_quoted_in_its_own_words(own: Glossator, question: str) -> None:
    answer = answer_to(own, question)
    assert answer.intent is Intent.CROSS_SOURCE
    assert sources(answer) == THREE
    assert len(answer.citations) == 3
    assert set(terms(answer)) == {"dropout"}


def test_another_name_of_the_thing_counts_too(own: Glossator) -> None:
    answer = answer_to(own, "what do the glossaries say about recall?")
    assert {"foundations.tsv", "training-and-architectures.txt"} <= sources(answer)


def test_what_one_source_holds_is_quoted_from_it_alone(own: Glossator) -> None:
    answer = answer_to(own, "what do the glossaries say about momentum?")
    assert sources(answer) == {"training-and-architectures.txt"}
    assert len(answer.citations) == 1


@pytest.mark.parametrize(
    "question", ["what do the glossaries say about pancakes?", "which sources define jazz?"]
)
def test_what_no_source_holds_is_refused(own: Glossator, question: str) -> None:
    assert not own.ask(question).answered


# --- memory aids ---


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("how can I remember gradient descent?", "A blindfolded skier"),
        ("mnemonic for LSTM", "A whiteboard with three clerks"),
        ("memory aid for overfitting", "The pupil who knows last year's answers"),
        ("a picture for dropout please", "A coach who sends random players"),
        ("I always forget what an epoch is", "Reading the textbook from cover to cover"),
        ("is there a trick to remember backpropagation", "The soup is too salty"),
        ("an image for softmax that sticks", "One cake, many hungry guests"),
        ("funny picture for vanishing gradients?", "A whisper passed down"),
    ],
)
def test_the_memory_aid_is_quoted_and_nothing_else(
    own: Glossator, question: str, part: str
) -> None:
    answer = answer_to(own, question)
    assert answer.intent is Intent.MNEMONIC
    assert holds(answer, [part])
    assert sources(answer) == {"memory-cards.md"}
    assert len(answer.citations) == 1
    assert own.ask(question).answered


@pytest.mark.parametrize("question", ["mnemonic for zero padding", "how do I remember momentum?"])
def test_where_there_is_no_memory_aid_none_is_made_up(own: Glossator, question: str) -> None:
    answer = answer_to(own, question)
    assert answer.intent is not Intent.MNEMONIC
    aid = answer_to(own, "mnemonic for overfitting")
    assert aid.citations[0].quote not in answer.text


def test_a_memory_aid_for_what_is_not_here_is_refused(own: Glossator) -> None:
    assert not own.ask("how do I remember the flux capacitor?").answered
    assert not own.ask("mnemonic for the planets").answered
