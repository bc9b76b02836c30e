"""The report of how well probabilities hold, over little glossaries that are held out."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from glossator.eval.tuning.checking import calibration_report, outcomes_of
from glossator.eval.tuning.data import TuningData
from glossator.eval.tuning.fitting import Seen
from glossator.eval.tuning.samples import HELD_OUT
from glossator.index.encoder import bundled
from glossator.rag.features import NO_FEATURES

from .rivers import data_of, shelf_of, written


def test_outcomes_are_what_was_seen_in_its_order() -> None:
    one = Seen("define", "a", True, True, True, 0.9, NO_FEATURES)
    rows = [one, replace(one, right=False, confidence=0.2), replace(one, answered=False)]
    found = outcomes_of(rows)
    assert found.confidence.tolist() == [0.9, 0.2, 0.9]
    assert found.answered.tolist() == [True, True, False]
    assert found.refused.tolist() == [False, False, True]
    assert found.right.tolist() == [True, False, True]
    assert found.answerable.tolist() == [True] * 3


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> TuningData:
    folder: Path = tmp_path_factory.mktemp("shelves")
    return data_of(
        [shelf_of(name, folder) for name in HELD_OUT],
        [q for name in HELD_OUT for q in written(name)],
    )


@pytest.fixture(scope="module")
def report(data: TuningData) -> str:
    return calibration_report(data, bundled(), seed=1)


def cells(report: str, head: str) -> list[list[str]]:
    """Return the rows of the table that begins with a head, without its first two lines."""
    table = report.split(head)[1].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def test_each_group_has_its_error_with_an_interval_and_all_are_summed(report: str) -> None:
    rows = cells(report, "| questions |")
    assert [row[0] for row in rows][-2:] == ["all", "all but those whose entry was taken out"]
    assert "written, glossaries never seen" in [row[0] for row in rows]
    counts = [int(row[1]) for row in rows]
    assert counts[-2] == sum(counts[:-2])
    assert 0 < counts[-1] < counts[-2]
    for _, _, right, error, area in rows:
        assert 0 <= float(right) <= 1
        assert (area == "nan") is (right == "1.00")  # nothing wrong to rank them above
        assert area == "nan" or 0.5 < float(area) <= 1
        found = re.fullmatch(r"([\d.]+) \(([\d.]+) to ([\d.]+)\)", error)
        assert found
        value, low, high = map(float, found.groups())
        assert 0 <= low <= high <= 1
        assert 0 <= value <= 1


def test_bins_are_ordered_and_surer_ones_are_right_more_often(report: str) -> None:
    rows = cells(report, "| confidence |")
    sure = [float(row[2]) for row in rows]
    right = [float(row[3]) for row in rows]
    assert sure == sorted(sure)
    assert len(rows) == 10
    assert np.mean(right[-3:]) > np.mean(right[:3])


def test_each_kind_tells_how_many_are_refused_at_the_threshold(report: str) -> None:
    assert "Without a threshold of the person's own:" in report
    rows = {row[0]: (int(row[1]), float(row[2])) for row in cells(report, "| kind |")}
    assert {"define", "reverse", "absent", "far", "left-out"} <= set(rows)
    assert all(0 <= share <= 1 for _, share in rows.values())
    assert rows["far"][1] > rows["define"][1]


def test_the_same_seed_gives_the_same_report(data: TuningData, report: str) -> None:
    assert calibration_report(data, bundled(), seed=1) == report
