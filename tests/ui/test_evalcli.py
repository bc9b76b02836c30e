"""``glossator eval`` as it is run: files in, files out, exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.program import Ran, spawn, write

Run = Callable[..., Ran]
QUESTIONS = (
    {"id": "q1", "type": "define", "question": "what is a keel?", "gold_terms": [["Keel"]]},
    {"id": "q2", "type": "define", "question": "what is a boom?", "gold_terms": [["Boom"]]},
    {
        "id": "q3",
        "type": "unanswerable-far",
        "question": "who won the cup in 1983?",
        "answerable": False,
    },
)


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    return write(tmp_path / "questions.jsonl", *QUESTIONS)


@pytest.fixture
def evaluate(run: Run, boats_index: Path, asked: Path, tmp_path: Path) -> Callable[..., Ran]:
    def act(*more: str | Path, out: str = "out") -> Ran:
        common = ("--index", boats_index, "--questions", asked, "--jobs", "1")
        return run("eval", "run", *common, "--out", tmp_path / out, *more)

    return act


def test_a_run_writes_results_and_report_and_prints_a_table(
    evaluate: Callable[..., Ran], tmp_path: Path
) -> None:
    ran = evaluate("--config", "strict=threshold:0.99")
    assert ran.code == 0
    assert ran.out.startswith("run ")
    assert ran.err.splitlines()[-1] == f"3 questions, 8 runs → {tmp_path / 'out'}"
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        "answers.jsonl",
        "deepeval.jsonl",
        "qrels.trec",
        "ragas.jsonl",
        "report.html",
        "report.md",
        "results.json",
        "run.trec",
    }
    results = json.loads((tmp_path / "out" / "results.json").read_text("utf-8"))
    assert [one["name"] for one in results["runs"]] == [
        "hybrid",
        "strict",
        "names",
        "bm25",
        "dense",
        "always-answer",
        "always-refuse",
        "perfect-retriever",
    ]
    assert results["provenance"]["questions"][0]["name"] == "questions.jsonl"


def test_the_report_can_be_printed_as_markdown(
    evaluate: Callable[..., Ran], tmp_path: Path
) -> None:
    ran = evaluate("--format", "markdown")
    assert ran.out == (tmp_path / "out" / "report.md").read_text("utf-8")


def test_two_runs_leave_the_same_bytes(evaluate: Callable[..., Ran], tmp_path: Path) -> None:
    evaluate()
    evaluate(out="again")
    for path in sorted((tmp_path / "out").iterdir()):
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_processes_leave_the_same_bytes_as_none(
    evaluate: Callable[..., Ran], boats_index: Path, asked: Path, tmp_path: Path
) -> None:
    evaluate()
    ran = spawn(
        *("eval", "run", "--index", boats_index, "--questions", asked, "--jobs", "2"),
        *("--out", tmp_path / "two"),
    )
    assert ran.code == 0, ran.err
    for name in ("results.json", "report.html"):
        assert (tmp_path / "two" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_other_systems_are_scored_beside_ours(
    evaluate: Callable[..., Ran], asked: Path, tmp_path: Path
) -> None:
    evaluate()
    out = tmp_path / "out"
    ran = evaluate(
        *("--answers", f"theirs={out / 'answers.jsonl'}", "--run", f"ranks={out / 'run.trec'}"),
        out="more",
    )
    assert ran.code == 0
    lines = {line.split()[0]: line.split()[1:] for line in ran.out.splitlines() if line}
    assert lines["theirs"][:5] == next(
        line.split()[1:6] for line in ran.out.splitlines() if line.startswith("hybrid ")
    )
    assert lines["ranks"][:2] == lines["theirs"][:2]
    assert lines["ranks"][2] == "–"


def test_two_evaluations_are_compared(
    evaluate: Callable[..., Ran], run: Run, tmp_path: Path
) -> None:
    evaluate()
    ran = run("eval", "compare", tmp_path / "out", tmp_path / "out" / "results.json")
    assert ran.code == 0
    assert ran.out.splitlines()[1].split()[:3] == ["Right,", "ALL", "3"]
    assert "*" not in ran.out


def test_the_gate_passes_an_equal_run_and_stops_a_worse_one(
    run: Run, boats_index: Path, tmp_path: Path
) -> None:
    asked = [
        {
            "id": f"q{number}",
            "type": "unanswerable-near",
            "question": f"what is a keel? ({number})",
            "answerable": False,
        }
        for number in range(12)
    ]
    file, baseline = write(tmp_path / "asked.jsonl", *asked), tmp_path / "baseline.json"
    common = ("eval", "gate", "--index", boats_index, "--questions", file, "--jobs", "1")
    made = run(*common, "--baseline", baseline, "--update")
    assert (made.code, made.out) == (0, "")
    ran = run(*common, "--baseline", baseline)
    assert (ran.code, ran.out) == (0, "12 questions compared\npassed\n")
    value = json.loads(baseline.read_text("utf-8"))
    for row in value["runs"][0]["rows"]:
        assert row["failure"] == "false-answer"
        row["scores"]["right"] = 1.0  # as if each had been refused once
    baseline.write_text(json.dumps(value), "utf-8")
    ran = run(*common, "--baseline", baseline)
    assert ran.code == 1
    assert "worse: Right of ALL fell from 1.000 to 0.000 (n = 12, p = 0.001)\n" in ran.out
    assert ran.out.endswith("not passed\n")


def test_a_broken_file_is_named_with_its_line(run: Run, boats_index: Path, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.jsonl", QUESTIONS[0], {**QUESTIONS[1], "gold_terms": [["Rudder"]]})
    ran = run(
        *("eval", "run", "--index", boats_index, "--questions", bad, "--out", tmp_path / "out")
    )
    assert ran.code == 2
    assert f"{bad}:2: question 'q2': gold term \"Rudder\" is no entry" in ran.err
    assert not (tmp_path / "out").exists()


def test_questions_are_made_and_a_threshold_is_fitted(
    run: Run, boats_index: Path, tmp_path: Path
) -> None:
    made = tmp_path / "made.jsonl"
    ran = run("eval", "generate", "--index", boats_index, "--out", made, "--kinds", "define,typo")
    assert ran.code == 0
    rows = [json.loads(line) for line in made.read_text("utf-8").splitlines()]
    assert {row["type"] for row in rows} == {"define", "typo"}
    out = tmp_path / "threshold.json"
    ran = run("eval", "calibrate", "--index", boats_index, "--risk", "0.5", "--out", out)
    assert ran.code == 0
    assert ran.out.startswith("Answers with a confidence of ")
    value = json.loads(out.read_text("utf-8"))
    assert 0 <= value["threshold"] <= 1
    assert value["interval"]["low"] <= value["interval"]["value"] <= value["interval"]["high"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--split", "dev"), "--split is of our own questions"),
        (("--config", "a=b:1"), "config 'a': 'b:1'; expected field:value"),
        (("--answers", "x"), "--answers x; expected NAME=FILE"),
        (("--config", "hybrid=threshold:1"), "two runs share a name"),
    ],
)
def test_wrong_use_is_one_line(
    arguments: tuple[str, ...], complaint: str, evaluate: Callable[..., Ran]
) -> None:
    ran = evaluate(*arguments)
    assert ran.code == 2
    assert complaint in ran.fault


def test_our_own_questions_are_not_for_another_index(run: Run, boats_index: Path) -> None:
    ran = run("eval", "run", "--index", boats_index, "--out", "nowhere")
    assert ran.code == 2
    assert "our own are about the embedded glossary" in ran.fault


def test_a_missing_evaluation_is_named(run: Run, tmp_path: Path) -> None:
    ran = run("eval", "compare", tmp_path, tmp_path)
    assert ran.code == 2
    assert "results.json: can't be read" in ran.fault
