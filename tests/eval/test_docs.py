"""docs/evaluation.md says what the catalogue and the command line say."""

import re
from pathlib import Path

from glossator.eval.catalogue import METRICS
from glossator.eval.configs import SYSTEM, baselines
from glossator.eval.generate import KINDS
from glossator.eval.records import QuestionType
from glossator.rag import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")


def test_every_metric_is_explained_in_its_own_sentence() -> None:
    rows = dict(re.findall(r"^\| \*\*[^|]+\*\* \(`(\w+)`\) \|.*\| (.+) \|$", PAGE, re.M))
    assert rows == {metric.name: metric.says for metric in METRICS.values()}


def test_every_run_and_type_is_named() -> None:
    for name in (SYSTEM, *(one.name for one in baselines(Settings()))):
        assert f"`{name}`" in PAGE
    for kind in QuestionType:
        assert kind.value in PAGE


def test_every_command_is_shown() -> None:
    for command in ("run", "compare", "calibrate", "generate", "gate"):
        assert f"glossator eval {command} " in PAGE
    assert "left-out" in KINDS
