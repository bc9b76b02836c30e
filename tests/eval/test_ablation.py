"""What each step of answering is worth: each is taken away alone, and put back."""

import json
from pathlib import Path

import pytest

from glossator.data import path as shipped
from glossator.eval.ablation import STEPS, Step, ablate, main, table
from glossator.eval.questions import load_questions
from glossator.eval.records import Question
from glossator.eval.splits import load_split, select
from glossator.rag import Glossator, compose, passages

FIGURES = ("first right", "answered right", "refused wrongly", "refused rightly")


@pytest.fixture(scope="module")
def asked() -> list[Question]:
    """Some development questions of each type."""
    split = load_split(shipped("qa") / "split.json")
    ours = select(load_questions([shipped("qa") / "questions.jsonl"]), split, "dev")
    taken: dict[str, list[Question]] = {}
    for question in ours:
        if not question.without:
            taken.setdefault(question.type, []).append(question)
    return [question for some in taken.values() for question in some[:3]]


@pytest.fixture(scope="module")
def found(own: Glossator, asked: list[Question]) -> dict[str, dict[str, float]]:
    return {name: dict(figures) for name, figures in ablate(own, asked).items()}


def test_every_step_gives_every_figure(found: dict[str, dict[str, float]]) -> None:
    assert list(found) == [step.name for step in STEPS]
    for figures in found.values():
        assert tuple(figures) == FIGURES
        assert all(0 <= value <= 1 for value in figures.values())


def test_what_a_step_is_for_is_missed_without_it(found: dict[str, dict[str, float]]) -> None:
    whole = found[STEPS[0].name]
    for step in (
        "finding by name",
        "finding by meaning",
        "misspelled names",
        "filling in from the history",
        "rules for what is asked",
    ):
        assert found[step]["answered right"] < whole["answered right"], step


def test_without_refusing_everything_found_is_answered(found: dict[str, dict[str, float]]) -> None:
    whole, eager = found[STEPS[0].name], found["refusing"]
    assert eager["refused rightly"] < whole["refused rightly"]
    assert eager["refused wrongly"] <= whole["refused wrongly"]


def test_every_step_is_put_back(own: Glossator, asked: list[Question]) -> None:
    def state() -> list[object]:
        return [getattr(module, name) for step in STEPS for module, name, _ in step.changes]

    before, answer = state(), own.ask("what is dropout?")
    ablate(own, asked[:2] + asked[-2:])
    assert state() == before
    assert own.ask("what is dropout?") == answer


def test_a_step_that_fails_is_put_back_too(own: Glossator, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Step("broken", ((passages, "COSINE_WEIGHT", "no number"), (compose, "PRIOR", 1.0)))
    monkeypatch.setattr("glossator.eval.ablation.STEPS", (broken,))
    before = (passages.COSINE_WEIGHT, compose.PRIOR)
    questions = load_questions([shipped("qa") / "questions.jsonl"])[:40]
    with pytest.raises(TypeError):
        ablate(own, [one for one in questions if not one.without])
    assert before == (passages.COSINE_WEIGHT, compose.PRIOR)


def test_the_table_says_what_each_step_costs() -> None:
    whole = dict.fromkeys(FIGURES, 0.75)
    text = table({"all": whole, "names": {**whole, "answered right": 0.5}})
    assert text.splitlines() == [
        "| left out | first right | answered right | refused wrongly | refused rightly | costs |",
        "|---|---|---|---|---|---|",
        "| all | 0.750 | 0.750 | 0.750 | 0.750 | +0.000 |",
        "| names | 0.750 | 0.500 | 0.750 | 0.750 | -0.250 |",
    ]


def test_the_command_asks_a_file_of_an_index(
    own_index: Path, asked: list[Question], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (shipped("qa") / "questions.jsonl").read_text("utf-8").splitlines()
    names = {one.id for one in (asked[0], asked[-1])}
    file = tmp_path / "some.jsonl"
    file.write_text("\n".join(line for line in lines if json.loads(line)["id"] in names))
    assert main(["--questions", str(file), "--index", str(own_index)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("2 questions\n\n| left out | ")
    assert printed.count("\n") == len(STEPS) + 4


def test_a_missing_file_or_index_is_one_line(
    tmp_path: Path, own_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--questions", str(tmp_path / "none.jsonl"), "--index", str(own_index)]) == 2
    assert main(["--index", str(tmp_path / "none")]) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.count("\n") == 2
