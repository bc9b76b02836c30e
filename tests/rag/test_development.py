"""The development questions over the source glossaries reach what was promised."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from glossator.rag import Glossator
from glossator.rag.verify import faults

#: What all questions together must reach at least; the mean length at most.
AT_LEAST = {"R@1": 0.82, "R@10": 0.96, "quote": 0.72, "exact": 1.0, "citeprec": 0.70}
MEAN_LENGTH = 600


@pytest.mark.shared
@pytest.mark.slow
def test_the_development_questions_are_answered_as_promised(
    shared: Path, seeds: Path, seeds_index: Path, tmp_path: Path
) -> None:
    folder = shared / "dev-questions"
    questions = folder / "questions_dev.jsonl"
    asked = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    with Glossator.open(seeds_index) as glossary:
        answers = [
            glossary.ask(row["question"], history=row["history"], question_id=row["id"]).to_dict()
            for row in asked
        ]
        numbered = list(enumerate(answers, 1))
        assert list(faults(numbered, glossary.index.lexicon, seeds)) == []
    path = tmp_path / "answers.jsonl"
    lines = (json.dumps(answer, ensure_ascii=False) for answer in answers)
    path.write_text("\n".join(lines), encoding="utf-8")
    summary = tmp_path / "summary.json"
    command: list[str | Path] = [sys.executable, folder / "score.py", questions, path]
    command += ["--sources", seeds, "--json", summary]
    subprocess.run(command, check=True, capture_output=True)
    found = json.loads(summary.read_text("utf-8"))["ALL"]
    short = {name: found[name] for name, least in AT_LEAST.items() if found[name] < least}
    assert short == {}
    assert found["len"] <= MEAN_LENGTH
    assert (found["missing"], found["unknown_source"]) == (0, 0)
    assert found["citations"] > 200
