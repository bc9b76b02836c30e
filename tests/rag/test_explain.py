"""An explanation says how a question was read, and its pulls add up to the confidence."""

import json
import math
import time

import pytest

from glossator.index.build import build_memory
from glossator.index.reading import read_bytes
from glossator.rag import Glossator, Intent, Settings
from glossator.rag.confidence import models
from glossator.rag.explain import Explanation
from glossator.rag.kinds import KINDS
from tests.index.fakes import FakeEncoder

QUESTIONS = (
    "what is a jib?",
    "which rope hoists a sail?",
    "who invented the bowline?",
    "difference between tacking and gybing",
    "what is a spinnaker?",
)


def summed(explained: Explanation) -> float:
    return explained.bias + sum(explained.pulls.values())


@pytest.mark.parametrize("question", QUESTIONS)
def test_bias_and_pulls_are_the_log_odds_of_the_confidence(
    sailing: Glossator, question: str
) -> None:
    explained = sailing.explain(question)
    assert explained.bias == models().right.bias
    assert explained.confidence == pytest.approx(1 / (1 + math.exp(-summed(explained))))
    asked = sailing.ask(question, settings=Settings(threshold=0.0))
    assert asked.confidence == pytest.approx(explained.confidence, abs=5e-5)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_refused_without_a_threshold_is_what_is_probably_not_held(
    sailing: Glossator, question: str
) -> None:
    explained = sailing.explain(question)
    odds = explained.held_bias + sum(explained.held_pulls.values())
    assert explained.held == pytest.approx(1 / (1 + math.exp(-odds)))
    least = max(explained.held, explained.confidence)
    assert sailing.ask(question).answered == (least >= explained.least_held)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_strongest_pull_comes_first_and_none_is_zero(sailing: Glossator, question: str) -> None:
    strength = [abs(pull) for pull in sailing.explain(question).pulls.values()]
    assert strength == sorted(strength, reverse=True)
    assert min(strength) > 0


def test_names_edits_intents_facts_and_unread_words_are_told(sailing: Glossator) -> None:
    explained = sailing.explain("who introduced the foresial to dinghies?")
    assert explained.names == ("alias 'Foresail' (1 edit: 'foresial')",)
    assert explained.intents == (Intent.ATTRIBUTE,)
    assert explained.facts == ("person or year",)
    assert set(explained.unread) == {"introduc", "dinghi"}
    assert "edits" in explained.pulls
    assert sailing.explain("foresail").unread == ()


def test_how_it_sounds_is_told_likeliest_first(sailing: Glossator) -> None:
    sounds = sailing.explain("what is the difference between port and starboard?").sounds
    assert next(iter(sounds)) == "compare"
    assert set(sounds) == set(KINDS)
    assert list(sounds.values()) == sorted(sounds.values(), reverse=True)
    assert sum(sounds.values()) == pytest.approx(1, abs=1e-5)


def test_an_encoder_that_the_classifier_does_not_know_does_without() -> None:
    row = json.dumps({"term": "Jib", "definition": "A small sail."})
    encoder = FakeEncoder()
    index = build_memory([read_bytes(row.encode(), "sails.jsonl", "jsonlines")], encoder)
    with Glossator(index, encoder) as glossary:
        explained = glossary.explain("what is a jib?")
        assert explained.sounds == {}
        assert not {"described", "asked", "far", "called"} & set(explained.pulls)
        assert glossary.ask("what is a jib?").answered


def test_what_a_follow_up_refers_to_is_filled_in(sailing: Glossator) -> None:
    explained = sailing.explain("who introduced it?", history=["what is a jib?"])
    assert explained.standalone == "who introduced Jib?"
    assert explained.names == ("term 'Jib'",)


def test_a_scale_and_a_threshold_are_those_that_answering_uses(sailing: Glossator) -> None:
    scaled = Settings(threshold=0.7, slope=0.5, shift=-1.0)
    plain, explained = sailing.explain("halyard"), sailing.explain("halyard", settings=scaled)
    assert explained.pulls == plain.pulls
    assert explained.threshold == 0.7
    odds = explained.confidence / (1 - explained.confidence)
    assert math.log(odds) == pytest.approx(0.5 * summed(plain) - 1)
    asked = sailing.ask("halyard", settings=scaled)
    assert asked.confidence == pytest.approx(explained.confidence, abs=5e-5)


@pytest.mark.parametrize("question", ["", "?!", "   ", "\u200b"])
def test_where_nothing_is_found_nothing_is_sure(sailing: Glossator, question: str) -> None:
    explained = sailing.explain(question)
    assert (explained.confidence, explained.pulls, explained.names) == (0.0, {}, ())


def test_a_question_that_is_too_long_is_not_read(sailing: Glossator) -> None:
    began = time.process_time()
    explained = sailing.explain("jib " * 50_000, history=["what is a jib? " * 5000])
    assert time.process_time() - began < 1
    assert (explained.confidence, explained.standalone) == (0.0, "")
