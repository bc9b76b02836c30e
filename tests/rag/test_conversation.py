"""Follow-up questions are filled in from the user's earlier questions, and only where needed."""

import time

import pytest

from glossator.index.lexicon import Lexicon
from glossator.rag import Glossator, Intent
from glossator.rag.conversation import standalone


@pytest.fixture(scope="module")
def sails(sailing: Glossator) -> Lexicon:
    return sailing.index.lexicon


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        ("what is a jib?", "who introduced it?", "who introduced Jib?"),
        ("what is a jib?", "and when was it introduced?", "and when was Jib introduced?"),
        ("hull speed?", "and its formula?", "and Hull Speed's formula?"),
        ("what are points of sail?", "how many of them are there", None),
        ("what is a bowline?", "its drawback?", "Bowline's drawback?"),
        ("what is a reef knot", "examples?", "examples of Reef Knot?"),
        ("what is a centreboard", "why?", "why of Centreboard?"),
        ("what is a keel?", "and how do I remember it?", "and how do I remember Keel?"),
        ("what is a keel?", "tell me more about that", "tell me more about Keel"),
    ],
)
def test_what_a_question_refers_back_to_is_filled_in(
    sails: Lexicon, earlier: str, question: str, expected: str | None
) -> None:
    expected = expected or question.replace("them", "Points of Sail")
    assert standalone(question, [earlier], sails) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("vs gybing", "Tacking vs gybing"),
        ("compared to gybing?", "Tacking compared to gybing?"),
        ("and versus gybing?", "Tacking and versus gybing?"),
        ("how does it differ from gybing?", "how does Tacking differ from gybing?"),
        ("is that the same as gybing?", "is Tacking the same as gybing?"),
        ("what is the opposite?", "what is the opposite of Tacking?"),
    ],
)
def test_a_comparison_gets_its_other_side(sails: Lexicon, question: str, expected: str) -> None:
    assert standalone(question, ["what is tacking?"], sails) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and how do they differ?", "and how do Jib and Boom differ?"),
        ("what's the difference?", "what's the difference between Jib and Boom?"),
        ("what is the difference between them?", "what is the difference between Jib and Boom?"),
        ("how does it compare to a keel?", "how does Boom compare to a keel?"),
    ],
)
def test_a_comparison_without_a_name_is_of_the_last_two(
    sails: Lexicon, question: str, expected: str
) -> None:
    assert standalone(question, ["what is a jib?", "and the boom?"], sails) == expected
    assert standalone(question, ["what is a jib?", "ok", "and the boom?", "ok"], sails) == expected


def test_a_thing_is_not_compared_with_itself(sails: Lexicon) -> None:
    history = ["what is a jib?", "and who invented the jib?"]
    assert "Jib and Jib" not in standalone("how do they differ?", history, sails)


@pytest.mark.parametrize(
    "question",
    [
        "what is a keel?",
        "and the boom?",
        "what about the boom?",
        "difference between jib and boom",
        "which rope hoists a sail?",
    ],
)
def test_a_question_that_names_its_own_subject_stands_alone(sails: Lexicon, question: str) -> None:
    assert standalone(question, ["what is a bowline?"], sails) == question


@pytest.mark.parametrize("history", [[], ["hello"], ["", "  ", "?!"], ["what is love?"]])
def test_a_history_that_names_nothing_changes_nothing(sails: Lexicon, history: list[str]) -> None:
    assert standalone("and its formula?", history, sails) == "and its formula?"


def test_the_latest_question_with_a_name_counts(sails: Lexicon) -> None:
    history = ["what is a jib?", "and the clove hitch?", "thank you"]
    assert standalone("who invented it?", history, sails) == "who invented Clove Hitch?"


def test_of_several_names_the_longest_counts(sails: Lexicon) -> None:
    history = ["is the boom longer than a clove hitch?"]
    assert standalone("who invented it?", history, sails) == "who invented Clove Hitch?"


def test_a_misspelled_name_in_the_history_is_put_right(sails: Lexicon) -> None:
    assert standalone("who introduced it?", ["waht is a foresial"], sails) == (
        "who introduced Foresail?"
    )


def test_only_the_last_twenty_questions_are_looked_at(sails: Lexicon) -> None:
    history = ["what is a jib?", *["thank you"] * 19]
    assert standalone("who introduced it?", history, sails) == "who introduced Jib?"
    assert standalone("who introduced it?", [*history, "ok"], sails) == "who introduced it?"


def test_the_answer_keeps_both_questions(sailing: Glossator) -> None:
    answer = sailing.ask("how is it calculated?", history=["what is hull speed?"])
    assert answer.question == "how is it calculated?"
    assert answer.standalone_question == "how is Hull Speed calculated?"
    assert "1.34 * sqrt(L)" in answer.text


def test_a_follow_up_may_compare(sailing: Glossator) -> None:
    answer = sailing.ask("how does it differ from gybing?", history=["what is tacking?"])
    assert answer.intent is Intent.COMPARE
    assert {citation.term for citation in answer.citations} == {"Tacking", "Gybing"}


def test_history_that_is_no_question_costs_no_time(sailing: Glossator) -> None:
    history = ["what is a jib?", "what is hull speed? " * 5000]
    began = time.process_time()
    answer = sailing.ask("who introduced it?", history=history)
    assert time.process_time() - began < 2
    assert answer.standalone_question == "who introduced Jib?"
