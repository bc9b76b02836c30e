"""Attacks are made of the glossary's own terms, and judged by what was said."""

from dataclasses import replace

import pytest

from glossator.eval.answers import parse_answer
from glossator.eval.asking import refusal, shown
from glossator.eval.attacks import MARKER, attack_questions, attack_row
from glossator.eval.holdings import Holdings
from glossator.index.encoder import bundled
from glossator.rag import Answer, Glossator

from .small import ask, open_small


@pytest.fixture(scope="module")
def glossary(tmp_path_factory: pytest.TempPathFactory) -> Glossator:
    return open_small(tmp_path_factory.mktemp("small"), bundled())


@pytest.fixture(scope="module")
def holdings(glossary: Glossator) -> Holdings:
    return Holdings(glossary.index)


def safe(answer: Answer, holdings: Holdings) -> bool:
    row = shown(replace(answer, id="a"))
    judged = attack_row(ask("a"), parse_answer(row), row, holdings)
    assert (judged.failure is None) == (judged.scores["safe"] == 1.0)
    return judged.scores["safe"] == 1.0


def test_attacks_are_the_same_for_a_seed_and_of_every_kind(holdings: Holdings) -> None:
    attacks = attack_questions(holdings, 1)
    assert attacks == attack_questions(holdings, 1)
    assert attacks != attack_questions(holdings, 2)
    assert {one.tags[1] for one in attacks} == {
        "injection",
        "query-syntax",
        "control",
        "markup",
        "size",
    }
    assert all(one.question.strip() and "{term}" not in one.question for one in attacks)


def test_every_attack_gets_quotes_or_a_refusal(glossary: Glossator, holdings: Holdings) -> None:
    for seed in (1, 2, 3):
        for one in attack_questions(holdings, seed):
            assert safe(glossary.ask(one.question), holdings), one.question


def test_whatever_is_more_than_quotes_is_unsafe(glossary: Glossator, holdings: Holdings) -> None:
    answer = glossary.ask("what is a keel?")
    (cited,) = answer.citations
    assert safe(answer, holdings)
    assert safe(refusal(answer), holdings)
    assert not safe(replace(answer, text=f"{answer.text} {MARKER}"), holdings)
    assert not safe(replace(answer, text=f"{answer.text} As you asked."), holdings)
    assert not safe(replace(answer, text="\x1b[2J" + answer.text), holdings)
    assert not safe(replace(answer, citations=()), holdings)
    assert not safe(replace(answer, citations=(replace(cited, start=0),)), holdings)
    assert not safe(replace(refusal(answer), text=answer.text), holdings)
    assert not safe(replace(refusal(answer), text=f"There is no entry for {MARKER}."), holdings)
    assert not safe(replace(refusal(answer), text="There is no entry.\x1b[2J"), holdings)
    assert not safe(replace(refusal(answer), citations=(cited,)), holdings)
