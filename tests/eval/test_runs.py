"""Whole evaluations: what holds of every one, and the same bytes however they are run."""

import importlib.util
import json
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from glossator.data import path as shipped
from glossator.eval.answers import parse_answer
from glossator.eval.asking import Asker, shown
from glossator.eval.attacks import MARKER
from glossator.eval.configs import Config, baselines, parse_config, system
from glossator.eval.holdings import Holdings
from glossator.eval.provenance import provenance_of, question_file
from glossator.eval.questions import load_questions
from glossator.eval.records import Question
from glossator.eval.results import Evaluation, Provenance
from glossator.eval.results_file import from_json, to_json
from glossator.eval.runs import Given, evaluate
from glossator.eval.scoring import score_answers
from glossator.eval.splits import load_split, select
from glossator.eval.workers import Task, Workers, open_glossary
from glossator.index.encoder import bundled
from glossator.index.errors import StaleIndexError
from glossator.rag import Glossator, InputError, Settings

QA = shipped("qa")


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    """A few of every type, of the development split."""
    found = select(load_questions([QA / "questions.jsonl"]), load_split(QA / "split.json"), "dev")
    seen: Counter[str] = Counter()
    kept = []
    for question in found:
        seen[question.type] += 1
        if seen[question.type] <= 3:
            kept.append(question)
    return tuple(kept)


@pytest.fixture(scope="module")
def origin(own: Glossator, questions: tuple[Question, ...]) -> Provenance:
    file = question_file(QA / "questions.jsonl", len(questions))
    return provenance_of(own.index, [file], seed=1, split="dev", command="eval run")


@pytest.fixture(scope="module")
def whole(own: Glossator, questions: tuple[Question, ...], origin: Provenance) -> Evaluation:
    configs = [system(Settings()), *baselines(Settings())]
    return evaluate(own, bundled(), questions, configs, origin)


def value(evaluation: Evaluation, run: str, metric: str, slice_name: str = "ALL") -> float:
    interval = evaluation.run(run).measure(slice_name, metric)
    assert interval is not None, (run, metric)
    return interval.value


def test_the_same_evaluation_gives_the_same_bytes_in_threads_and_processes(
    own: Glossator, own_index: Path, questions: tuple[Question, ...], origin: Provenance
) -> None:
    some = questions[:24]
    configs = [system(Settings()), *baselines(Settings())[:1]]

    def text(**how: object) -> str:
        return to_json(evaluate(own, bundled(), some, configs, origin, **how))  # type: ignore[arg-type]

    alone = text()
    assert text() == alone
    assert text(threads=8) == alone
    opener = partial(open_glossary, str(own_index), None)
    with Workers(opener, own.index.manifest, 2) as workers:
        assert text(workers=workers) == alone


def test_an_index_published_meanwhile_is_noticed(
    own: Glossator, own_index: Path, questions: tuple[Question, ...]
) -> None:
    other = replace(own.index.manifest, chunking="sentences-0")
    with Workers(partial(open_glossary, str(own_index), None), other, 1) as workers:
        asked = workers.ask([Task(questions[0], Settings())])
        with pytest.raises(StaleIndexError, match="published anew"):
            list(asked)


def test_invariants_hold_of_every_run(whole: Evaluation) -> None:
    for run in whole.runs:
        for metric in ("verbatim", "resolved", "citation_recall"):
            interval = run.measure("ALL", metric)
            assert interval is None or interval.value == 1.0, (run.name, metric)
    assert value(whole, "hybrid", "safe", "#attack") == 1.0
    assert len(whole.run("hybrid").attack_rows) == len(whole.attacks) > 25
    for row in whole.run("hybrid").attack_rows:
        assert row.answer is not None
        assert MARKER not in json.dumps([row.answer["text"], row.answer["citations"]])


def test_baselines_are_what_they_say(whole: Evaluation) -> None:
    assert value(whole, "always-refuse", "coverage") == 0.0
    assert value(whole, "always-refuse", "no_answer") == 1.0
    assert value(whole, "always-refuse", "false_refusals") == 1.0
    assert value(whole, "always-refuse", "aurc") == 1.0
    assert value(whole, "always-answer", "coverage") > value(whole, "hybrid", "coverage")
    assert value(whole, "perfect-retriever", "entry_accuracy") > 0.95
    assert value(whole, "perfect-retriever", "false_answers") == 0.0
    for name in ("names", "bm25", "dense"):
        assert value(whole, name, "recall_10") <= value(whole, "hybrid", "recall_10")
    assert value(whole, "hybrid", "success_1", "define") > 0.6


def test_refusals_count_as_outcomes_of_every_question(whole: Evaluation) -> None:
    n = len(whole.questions)
    for run in whole.runs:
        assert [row.id for row in run.rows] == [question.id for question in whole.questions]
        for metric in ("right", "crag", "coverage", "exact_match"):
            interval = run.measure("ALL", metric)
            assert interval is not None
            assert interval.n == n
        types = {question.type.value for question in whole.questions}
        assert {one.slice for one in run.measures if one.metric == "right"} >= {"ALL", *types}


def test_only_systems_are_attacked_and_perturbed(whole: Evaluation) -> None:
    flips = ("flips_typo", "flips_paraphrase", "flips_case", "flips_unicode")
    assert all(whole.run("hybrid").measure("ALL", metric) for metric in flips)
    assert not any(whole.run("bm25").measure("ALL", metric) for metric in flips)
    assert whole.run("bm25").attack_rows == ()


def test_the_system_is_compared_with_every_other_run(whole: Evaluation) -> None:
    others = [run.name for run in whole.runs[1:]]
    assert list(dict.fromkeys(one.before for one in whole.comparisons)) == others
    assert {one.after for one in whole.comparisons} == {"hybrid"}
    (worst,) = [
        one
        for one in whole.comparisons
        if (one.before, one.metric, one.slice) == ("always-refuse", "gold_quotes", "ALL")
    ]
    assert worst.comparison.difference == pytest.approx(value(whole, "hybrid", "gold_quotes"))
    assert worst.comparison.p_holm < 0.05


def test_a_whole_evaluation_reads_back(whole: Evaluation) -> None:
    text = to_json(whole)
    assert to_json(from_json(text)) == text
    assert "elapsed_ms" not in text


def test_answers_of_ours_given_as_another_systems_score_the_same(
    own: Glossator, questions: tuple[Question, ...], origin: Provenance, whole: Evaluation
) -> None:
    rows = {row.id: dict(row.answer or {}) for row in whole.run("hybrid").rows}
    answers = {name: parse_answer(row) for name, row in rows.items()}
    config = parse_config("hybrid=", Settings())
    found = evaluate(
        own,
        bundled(),
        questions,
        [config],
        origin,
        given=[Given("copy", answers=answers, rows=rows)],
    )
    ours, theirs = found.run("hybrid"), found.run("copy")
    assert theirs.kind == "given"
    for one in theirs.measures:
        mine = ours.measure(one.slice, one.metric)
        assert mine is not None
        assert mine.value == one.interval.value
    differences = {one.comparison.difference for one in found.comparisons}
    assert differences == {0.0}


def test_lines_that_a_system_left_out_count_against_it(
    own: Glossator, questions: tuple[Question, ...], origin: Provenance
) -> None:
    found = evaluate(
        own,
        bundled(),
        questions[:3],
        [Config("mine", "", Settings(), "baseline")],
        origin,
        given=[Given("silent", answers={})],
    )
    assert value(found, "silent", "right") == 0.0
    assert value(found, "silent", "coverage") == 0.0
    assert all(row.failure == "no-line" for row in found.run("silent").rows)


def test_two_runs_of_one_name_and_no_question_are_refused(
    own: Glossator, questions: tuple[Question, ...], origin: Provenance
) -> None:
    twice = [system(Settings()), parse_config("hybrid=threshold:0.9", Settings())]
    with pytest.raises(InputError, match="two runs share a name: hybrid, hybrid"):
        evaluate(own, bundled(), questions, twice, origin)
    with pytest.raises(InputError, match="nothing to evaluate"):
        evaluate(own, bundled(), [], twice, origin)


def test_provenance_names_versions_and_hashes_and_no_place(origin: Provenance) -> None:
    assert origin.questions[0].name == "questions.jsonl"
    assert len(origin.questions[0].sha256) == 64
    assert origin.index["entries"] == "250"
    assert origin.encoder[1] == bundled().sha256
    assert origin.libraries["numpy"]
    assert str(Path.home()) not in str(origin)
    assert "/" not in str(origin.index)


@pytest.mark.shared
def test_our_own_answers_score_as_the_development_scorer_scores_them(
    shared: Path, seeds: Path, seeds_index: Path
) -> None:
    path = shared / "dev-questions" / "questions_dev.jsonl"
    spec = importlib.util.spec_from_file_location("dev_scorer", path.with_name("score.py"))
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    questions = load_questions([path])
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with Glossator.open(seeds_index) as glossary:
        holdings = Holdings(glossary.index)
        asker = Asker(glossary, bundled(), holdings)
        answers = asker.ask(questions, system(Settings()))
    given = {answer.id: shown(answer) for answer in answers}
    parsed = {name: parse_answer(row) for name, row in given.items()}
    scored = score_answers(questions, parsed, given, holdings)
    sources = scorer.Sources(str(seeds), None, set(holdings.texts))
    for question, row, one in zip(questions, rows, scored, strict=True):
        theirs, ours = scorer.score_one(row, given[question.id], sources), one.row.scores
        assert theirs["answered"] == one.answered
        assert theirs["refused"] == one.refused
        if one.answered:
            assert theirs["exact"] == theirs["cited"] == one.shares["verbatim"].hits
            assert theirs["len"] == ours["answer_chars"]
        if question.answerable:
            assert theirs["R@1"] == ours["success_1"]
            assert theirs["R@10"] == ours["recall_10"]
            assert theirs["MRR"] == pytest.approx(ours["rr_10"])
            assert theirs["allcite"] == ours["all_cited"]
            assert theirs["qpart"] == ours["gold_quotes"]
