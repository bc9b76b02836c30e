"""No entry's questions on two sides, and the split of our own questions as the README states it."""

import re
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from glossator.data import path as shipped
from glossator.eval.holdings import Holdings
from glossator.eval.questions import load_questions
from glossator.eval.records import Question, QuestionType
from glossator.eval.splits import SPLITS, load_split, select, split_questions
from glossator.rag import Glossator, InputError

QA = shipped("qa")


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    return load_questions([QA / "questions.jsonl"])


@pytest.fixture(scope="module")
def holdings(own: Glossator) -> Holdings:
    return Holdings(own.index)


def test_all_gold_of_our_own_questions_stands_in_the_glossary(
    questions: tuple[Question, ...], holdings: Holdings
) -> None:
    assert holdings.check(questions) == ()


def test_no_concept_has_questions_on_two_sides(
    questions: tuple[Question, ...], holdings: Holdings
) -> None:
    split = load_split(QA / "split.json")
    found: dict[str, set[str]] = {}
    for question in questions:
        for names in question.gold_terms:
            for concept in holdings.concepts_of(names):
                found.setdefault(concept, set()).add(split[question.id])
    assert [concept for concept, names in found.items() if len(names) > 1] == []


def test_the_readme_states_counts_and_hashes_of_questions_and_splits(
    questions: tuple[Question, ...],
) -> None:
    section = (QA.parent / "README.md").read_text("utf-8").split("## qa/")[1].split("\n## ")[0]
    for name in ("questions.jsonl", "split.json"):
        assert sha256((QA / name).read_bytes()).hexdigest() in section
    split = load_split(QA / "split.json")
    assert list(split) == [question.id for question in questions]
    for kind in {question.type for question in questions}:
        counts = Counter(split[one.id] for one in questions if one.type is kind)
        numbers = [sum(counts.values()), *(counts[name] for name in SPLITS)]
        row = f"| {kind} | " + " | ".join(map(str, numbers)) + " |"
        assert row in section
    assert re.search(rf"\| {len(questions)} \| `", section)


def test_each_side_has_its_share_of_every_type(questions: tuple[Question, ...]) -> None:
    split = load_split(QA / "split.json")
    for kind in {question.type for question in questions}:
        counts = Counter(split[one.id] for one in questions if one.type is kind)
        total = sum(counts.values())
        assert 0.5 < counts["train"] / total < 0.7
        assert counts["dev"] >= 3
        assert counts["test"] >= 3


def test_questions_alike_without_gold_stay_together(holdings: Holdings) -> None:
    asked = ("huber loss?", "Huber loss, please", "huber loss ??")
    alike = [
        Question(f"u{n}", QuestionType.UNANSWERABLE_NEAR, text, answerable=False)
        for n, text in enumerate(asked)
    ]
    assert len(set(split_questions(alike, holdings).values())) == 1


def test_a_comparison_ties_both_its_concepts_to_one_side(
    questions: tuple[Question, ...], holdings: Holdings
) -> None:
    both = next(one for one in questions if one.type is QuestionType.COMPARE)
    single = [
        replace(both, id=f"s{n}", type=QuestionType.DEFINE, gold_terms=(names,))
        for n, names in enumerate(both.gold_terms)
    ]
    split = split_questions([both, *single], holdings)
    assert len(set(split.values())) == 1


def test_a_question_in_no_split_is_named() -> None:
    question = Question("new", QuestionType.DEFINE, "what is new?", gold_terms=(("New",),))
    with pytest.raises(InputError, match="'new' is in no split"):
        select([question], {}, "dev")
    with pytest.raises(InputError, match="'half' is unknown; known are train, dev, test"):
        select([question], {"new": "dev"}, "half")


@pytest.mark.parametrize("text", ["[", "[]", '{"a": "development"}'])
def test_another_file_is_no_split(text: str, tmp_path: Path) -> None:
    (tmp_path / "split.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"split\.json: "):
        load_split(tmp_path / "split.json")
