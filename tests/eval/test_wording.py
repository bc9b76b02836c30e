import math
from dataclasses import replace

import pytest

from glossator.eval.results import Compared
from glossator.eval.statistics import Comparison, Interval
from glossator.eval.wording import (
    counted,
    difference,
    ends,
    figure,
    method_mark,
    ordinal,
    p_value,
    percent,
    verdict,
)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.5, "rate", "0.500"),
        (1.0, "rate", "1.000"),
        (0.9996, "rate", ">0.999"),
        (0.0004, "rate", "<0.001"),
        (0.0, "rate", "0.000"),
        (-0.125, "score", "−0.125"),
        (-0.0, "score", "0.000"),
        (1234.4, "chars", "1,234"),
        (math.nan, "rate", "–"),
    ],
)
def test_a_figure_never_looks_like_a_bound_that_it_does_not_reach(
    value: float, unit: str, shown: str
) -> None:
    assert figure(value, unit) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.624, "62.4 %"), (0.5, "50 %"), (1.0, "100 %"), (0.9999, ">99.9 %"), (0.0001, "<0.1 %")],
)
def test_a_percentage_has_one_decimal_and_never_rounds_to_a_bound(value: float, shown: str) -> None:
    assert percent(value).replace("\u00a0", " ") == shown


def test_an_interval_shows_its_ends_and_how_it_was_made() -> None:
    exact = Interval(0.5, 0.118, 0.882, 6, 6, "exact")
    assert ends(exact) == "[0.118,\u00a00.882]"
    assert method_mark(exact) == "e"
    assert method_mark(replace(exact, method="bootstrap")) == ""
    assert ends(replace(exact, method="none")) == ""


def test_differences_carry_their_sign() -> None:
    assert [difference(value) for value in (0.25, -0.25, 0.0)] == ["+0.250", "−0.250", "0.000"]


def test_small_p_values_are_not_written_as_zero() -> None:
    assert [p_value(p) for p in (0.0001, 0.034, 1.0)] == ["<0.001", "0.034", "1.000"]


def compared(metric: str, change: float, p_holm: float) -> Compared:
    found = Comparison(change, change, change, 0.001, p_holm, 9, 9)
    return Compared("a", "b", "ALL", metric, 0.5, 0.5 + change, found)


@pytest.mark.parametrize(
    ("metric", "change", "p_holm", "said"),
    [
        ("right", 0.1, 0.01, "better"),
        ("right", -0.1, 0.01, "worse"),
        ("false_answers", 0.1, 0.01, "worse"),
        ("false_answers", -0.1, 0.01, "better"),
        ("answer_chars", -0.1, 0.01, "lower"),
        ("a metric of tomorrow", 0.1, 0.01, "higher"),
        ("right", 0.1, 0.05, "no difference shown"),
        ("right", 0.0, 0.01, "no difference shown"),
    ],
)
def test_a_verdict_needs_a_corrected_p_below_the_level_and_knows_the_better_way(
    metric: str, change: float, p_holm: float, said: str
) -> None:
    assert verdict(compared(metric, change, p_holm)) == said


def test_numbers_go_with_their_nouns() -> None:
    assert counted(1, "entry", "entries") == "1\u00a0entry"
    assert counted(1204, "question") == "1,204\u00a0questions"
    assert [ordinal(rank) for rank in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == (
        ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]
    )
