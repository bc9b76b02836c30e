"""Asking many questions gives what asking each by itself gives."""

from dataclasses import replace

import pytest

from glossator.data import path as shipped
from glossator.eval.asking import Asker
from glossator.eval.configs import Config, baselines
from glossator.eval.holdings import Holdings
from glossator.eval.questions import load_questions
from glossator.eval.records import Question
from glossator.eval.splits import load_split, select
from glossator.index.encoder import bundled
from glossator.rag import Glossator, Settings

from .small import ask


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    found = load_questions([shipped("qa") / "questions.jsonl"])
    return select(found, load_split(shipped("qa") / "split.json"), "dev")


@pytest.fixture(scope="module")
def holdings(own: Glossator) -> Holdings:
    return Holdings(own.index)


def asker(own: Glossator, holdings: Holdings, threads: int = 1) -> Asker:
    return Asker(own, bundled(), holdings, threads=threads)


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.9, 1.5])
def test_a_threshold_applied_later_is_the_threshold_asked_with(
    threshold: float, own: Glossator, holdings: Holdings, questions: tuple[Question, ...]
) -> None:
    settings = Settings(threshold=threshold)
    some = questions[::4]
    found = asker(own, holdings).ask(some, Config("t", "", settings))
    alone = [
        own.ask(one.question, history=one.history, question_id=one.id, settings=settings)
        for one in some
    ]
    assert list(found) == alone


def test_eight_threads_give_the_same_answers_in_the_same_order(
    own: Glossator, holdings: Holdings, questions: tuple[Question, ...]
) -> None:
    config = Config("as shipped", "", Settings())
    some = questions[:40]
    assert asker(own, holdings, 8).ask(some, config) == asker(own, holdings).ask(some, config)


def test_a_question_whose_entry_is_gone_is_asked_of_a_glossary_without_it(
    own: Glossator, holdings: Holdings
) -> None:
    kept = ask("what is dropout?", "Dropout")
    gone = replace(kept, id="gone", without=("Dropout",))
    config = Config("always", "", Settings(threshold=0.0))
    with_entry, without = asker(own, holdings).ask([kept, gone], config)
    assert with_entry.ranked[0][0] == "Dropout"
    assert "Dropout" not in {term for term, _ in without.ranked}
    assert without.id == "gone"


def test_a_glossary_without_any_entry_left_refuses(own: Glossator, holdings: Holdings) -> None:
    names = tuple(entry.term for entry in holdings.entries)
    config = Config("always", "", Settings(threshold=0.0))
    (found,) = asker(own, holdings).ask([ask("what is dropout?", without=names)], config)
    assert not found.answered
    assert found.reason == "no_such_term"


def test_the_perfect_retriever_finds_only_gold_and_refuses_the_rest(
    own: Glossator, holdings: Holdings, questions: tuple[Question, ...]
) -> None:
    (perfect,) = [one for one in baselines(Settings()) if one.oracle]
    some = [*questions[:12], *(one for one in questions if not one.answerable)]
    for question, answer in zip(some, asker(own, holdings).ask(some, perfect), strict=True):
        if not question.answerable:
            assert not answer.answered
            continue
        gold = frozenset(c for names in question.gold_terms for c in holdings.concepts_of(names))
        ids = {entry.id: entry.concept for entry in holdings.entries}
        assert {ids[cited.entry_id] for cited in answer.citations} <= gold


def test_progress_is_told_up_to_the_last_question(own: Glossator, holdings: Holdings) -> None:
    seen: list[tuple[str, int, int]] = []
    one = Asker(own, bundled(), holdings, progress=lambda *told: seen.append(told))
    one.ask([ask("what is dropout?"), ask("what is a neuron?")], Config("mine", "", Settings()))
    assert ("mine", 2, 2) in seen
