"""The records of a finished evaluation survive their JSON, byte for byte."""

import json
import math
from pathlib import Path

import pytest

from glossator.eval.catalogue import METRICS
from glossator.eval.records import Question, QuestionType
from glossator.eval.results import (
    Compared,
    Curve,
    Evaluation,
    Failure,
    Measure,
    Provenance,
    QuestionFile,
    Reliability,
    Row,
    RunResult,
)
from glossator.eval.results_file import from_json, load_evaluation, to_json
from glossator.eval.selective import Bin
from glossator.eval.statistics import Comparison, Interval
from glossator.rag import InputError

QUESTION = Question(
    "q1",
    QuestionType.COMPARE,
    "What parts a “epoch” from a step?",
    ("and before that?",),
    (("Epoch", "Training epoch"), ("Step",)),
    ("one.tsv",),
    (("a pass",), ("a batch", "one update")),
    True,
    ("low-overlap",),
    "by hand",
)
INTERVAL = Interval(0.5, 0.1, 0.9, 7, 5, "exact")


def small() -> Evaluation:
    run = RunResult(
        "hybrid",
        "system",
        "as shipped",
        {"threshold": "0.5"},
        (
            Row("q1", {"id": "q1", "answered": False}, {"rr_10": 1 / 3}, "missing"),
            Row("q2", None, {}, "missing", Failure.NO_LINE),
        ),
        (
            Measure("ALL", "rr_10", INTERVAL),
            Measure("ALL", "auroc", Interval(math.nan, 0.0, 1.0, 2, 2, "none")),
        ),
        (Curve("ALL", (0.5, 1.0), (0.0, 0.1)),),
        (Reliability("ALL", (Bin(2, 0.75, 0.5),)),),
    )
    comparison = Comparison(0.1, 0.0, 0.2, 0.04, 0.08, 7, 5)
    return Evaluation(
        Provenance(
            "0.1.0",
            "abc+",
            1,
            (QuestionFile("q.jsonl", 2, "ff"),),
            "dev",
            {"entries": "9"},
            ("mini", "ee"),
            {"numpy": "2"},
        ),
        (QUESTION, Question("q2", QuestionType.UNANSWERABLE_FAR, "", answerable=False)),
        (("ALL", 2), ("compare", 1)),
        (run,),
        (Compared("bm25", "hybrid", "ALL", "right", 0.4, 0.5, comparison),),
    )


def test_an_evaluation_reads_back_as_it_was() -> None:
    text = to_json(small())
    again = from_json(text)
    assert to_json(again) == text
    assert again.questions == small().questions
    assert again.runs[0].rows == small().runs[0].rows
    assert again.comparisons == small().comparisons
    assert again.provenance == small().provenance
    assert again.run("hybrid").measure("ALL", "rr_10") == INTERVAL


def test_a_figure_that_is_none_is_null_in_json_and_nan_in_python() -> None:
    text = to_json(small())
    assert "NaN" not in text
    auroc = from_json(text).run("hybrid").measure("ALL", "auroc")
    assert auroc is not None
    assert math.isnan(auroc.value)


def test_a_question_and_a_figure_stand_on_lines_of_their_own() -> None:
    lines = to_json(small()).splitlines()
    assert sum('"type": "compare"' in line for line in lines) == 1
    assert sum('"metric": "rr_10"' in line for line in lines) == 1


def test_failures_are_ordered_by_harm() -> None:
    harms = [failure.harm for failure in Failure]
    assert harms == sorted(harms, reverse=True)
    assert Failure.FALSE_ANSWER.harm > Failure.FALSE_REFUSAL.harm
    assert all(failure.says for failure in Failure)


def test_every_metric_says_what_it_tells_in_one_sentence() -> None:
    assert all(metric.says.endswith(".") for metric in METRICS.values())
    assert all(name == metric.name for name, metric in METRICS.items())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "format None; expected 1"),
        ('{"format": 99}', "format 99; expected 1"),
        ('{"format": 1}', "no evaluation"),
    ],
)
def test_another_file_is_refused_with_the_remedy(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        load_evaluation(tmp_path)
    assert "results.json" in str(caught.value)


def test_an_unknown_run_is_named_with_those_that_are_there() -> None:
    with pytest.raises(InputError, match=r"no run 'dense'.*it has hybrid"):
        small().run("dense")


def test_json_is_plain_json() -> None:
    assert json.loads(to_json(small()))["runs"][0]["rows"][1]["failure"] == "no-line"
