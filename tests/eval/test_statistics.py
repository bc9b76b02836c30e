"""Intervals and tests: hand values, scipy as oracle, order, ties, degenerate data."""

import itertools
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from glossator.eval.clusters import effective_n, sum_up
from glossator.eval.statistics import (
    Comparison,
    compare_paired,
    correct,
    exact_interval,
    holm,
    mean_interval,
    statistic_interval,
)


def alone(count: int) -> list[str]:
    return [f"q{number}" for number in range(count)]


@pytest.mark.parametrize(("hits", "n"), [(0, 300), (1, 30), (27, 30), (30, 30), (4, 5)])
def test_the_exact_interval_is_scipys(hits: int, n: int) -> None:
    theirs = stats.binomtest(hits, n).proportion_ci(0.95, method="exact")
    assert exact_interval(hits, n) == pytest.approx((theirs.low, theirs.high))


def test_no_failure_in_300_still_allows_more_than_one_percent() -> None:
    # solve (1 - p)^300 = .025
    assert exact_interval(0, 300) == pytest.approx((0.0, 1 - 0.025 ** (1 / 300)))


def test_a_rate_near_one_gets_the_exact_interval() -> None:
    found = mean_interval([1.0] * 299 + [0.0], alone(300), seed=0)
    assert (found.value, found.n, found.clusters, found.method) == (299 / 300, 300, 300, "exact")
    assert (found.low, found.high) == exact_interval(299, 300)


def test_few_questions_get_the_exact_interval() -> None:
    assert mean_interval([1.0, 0.0] * 49, alone(98), seed=0).method == "exact"
    assert mean_interval([1.0, 0.0] * 50, alone(100), seed=0).method == "bootstrap"


def test_the_bootstrap_is_scipys_bca() -> None:
    values = np.random.default_rng(1).random(120)
    found = mean_interval(values, alone(120), seed=7, n_resamples=999)
    # labels sort as text: q0, q1, q10 …
    ranked = values[[int(label[1:]) for label in sorted(alone(120))]]
    theirs = stats.bootstrap(
        (ranked,), np.mean, n_resamples=999, method="BCa", rng=np.random.default_rng(7)
    ).confidence_interval
    assert found.method == "bootstrap"
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


def test_whole_entries_are_drawn() -> None:
    # each question asked thrice, with the same outcome: no more is known than from one each
    values = [1.0, 0.0, 1.0, 1.0, 0.0] * 30
    once = mean_interval(values, alone(150), seed=3)
    thrice = mean_interval(values * 3, alone(150) * 3, seed=3)
    assert (once.method, thrice.method) == ("bootstrap", "bootstrap")
    assert (thrice.low, thrice.high) == (once.low, once.high)
    assert (thrice.n, thrice.clusters) == (450, 150)


def test_a_rate_of_cases_weighs_questions_by_their_cases() -> None:
    found = mean_interval([3, 0, 1], ["a", "b", "c"], seed=0, cases=[3, 0, 2])
    assert (found.value, found.n, found.clusters) == (4 / 5, 5, 2)
    rng = np.random.default_rng(4)
    cases = rng.integers(1, 4, 200)
    hits = rng.binomial(cases, 0.6)
    found = mean_interval(hits.tolist(), alone(200), seed=0, cases=cases.tolist())
    error = math.sqrt(0.6 * 0.4 / cases.sum())
    assert found.method == "bootstrap"
    assert found.high - found.low == pytest.approx(2 * 1.96 * error, rel=0.15)


def test_other_scales_are_stretched() -> None:
    found = mean_interval([1.0] * 50, alone(50), seed=0, bounds=(-1.0, 1.0))
    low, high = exact_interval(50, 50)
    assert (found.low, found.high) == pytest.approx((2 * low - 1, high))
    lengths = mean_interval([10.0, 20.0, 30.0] * 9, alone(27), seed=0, bounds=None)
    assert lengths.method == "bootstrap"
    assert 15 < lengths.low < lengths.value == 20.0 < lengths.high < 25


def test_where_nothing_varies_there_is_no_bootstrap() -> None:
    assert mean_interval([5.0, 5.0], alone(2), seed=0, bounds=None).method == "none"
    assert mean_interval([0.5] * 200, alone(200), seed=0).method == "exact"


def test_what_can_not_be_averaged_is_refused() -> None:
    with pytest.raises(ValueError, match="no cases"):
        mean_interval([], [], seed=0)
    with pytest.raises(ValueError, match="no cases"):
        mean_interval([0, 0], ["a", "b"], seed=0, cases=[0, 0])
    with pytest.raises(ValueError, match="outside"):
        mean_interval([1.5], ["a"], seed=0)
    with pytest.raises(ValueError, match="expected as many"):
        mean_interval([1.0], ["a", "b"], seed=0)


def test_the_effective_number_by_hand() -> None:
    assert effective_n(sum_up([1, 0, 1], alone(3))) == 3.0
    assert effective_n(sum_up([1, 1, 0, 0], ["a", "a", "b", "b"])) == 2.0  # wholly alike
    assert effective_n(sum_up([1] * 6, ["a", "a", "a", "b", "b", "c"])) == 36 / (9 + 4 + 1)
    assert effective_n(sum_up([1, 0], ["a", "a"])) == 1.0
    # within: 4 pairs of 1 and 0, mean square 4 (1/2) / 4 = 1/2; between: 0; rho < 0, so 0, and
    # its margin sqrt(2 / (2 · 1 · 4)) = 1/2: 64 / (4 · 2 · 3/2)
    pairs = sum_up([1, 0] * 4, ["a", "a", "b", "b", "c", "c", "d", "d"])
    assert effective_n(pairs) == pytest.approx(64 / 12)


VALUES = st.lists(
    st.tuples(st.floats(0, 1) | st.sampled_from([0.0, 1.0]), st.sampled_from("abcdefgh")),
    min_size=1,
    max_size=40,
)


@given(VALUES.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_questions_changes_not_a_bit(
    both: tuple[list[tuple[float, str]], list[tuple[float, str]]],
) -> None:
    one, two = (
        mean_interval([value for value, _ in rows], [label for _, label in rows], seed=1)
        for rows in both
    )
    assert one == two
    assert 0 <= one.low <= one.value <= one.high <= 1
    assert effective_n(sum_up(*zip(*both[0], strict=True))) <= len(both[0]) + 1e-9


def test_a_figure_over_questions_gets_an_interval() -> None:
    values = np.random.default_rng(2).random(150)

    def median(rows: npt.NDArray[np.intp]) -> float:
        return float(np.median(values[rows]))

    found = statistic_interval(median, alone(150), seed=5)
    assert (found.value, found.n, found.method) == (np.median(values), 150, "bootstrap")
    assert 0.35 < found.low < found.value < found.high < 0.65
    assert found == statistic_interval(median, alone(150), seed=5)
    assert found != statistic_interval(median, alone(150), seed=6)


def test_a_figure_that_some_draws_do_not_have_gets_the_whole_scale() -> None:
    right = np.array([True] * 20 + [False])

    def odds(rows: npt.NDArray[np.intp]) -> float:
        wrong = int(np.sum(~right[rows]))
        return float(np.mean(right[rows]) / wrong) if wrong else math.nan

    found = statistic_interval(odds, alone(21), seed=0, bounds=(0.0, 9.0), n_resamples=199)
    assert (found.low, found.high, found.method) == (0.0, 9.0, "none")
    constant = statistic_interval(lambda rows: 0.25, alone(21), seed=0, n_resamples=199)
    assert (constant.value, constant.low, constant.high) == (0.25, 0.0, 1.0)


def by_hand(changes: Sequence[float]) -> float:
    """All exchanges, one after the other; two-sided as twice the smaller tail."""
    seen = sum(changes)
    sums = [
        sum(sign * change for sign, change in zip(signs, changes, strict=True))
        for signs in itertools.product((1, -1), repeat=len(changes))
    ]
    tails = (
        sum(total >= seen - 1e-9 for total in sums),
        sum(total <= seen + 1e-9 for total in sums),
    )
    return min(1.0, 2 * min(tails) / len(sums))


@pytest.mark.parametrize(
    "changes", [[1.0, 1.0, 1.0, -1.0, 1.0, 1.0], [0.5, -0.25, 1.0], [1.0], [0.25] * 8]
)
def test_few_changes_are_tested_exactly(changes: list[float]) -> None:
    before = [0.0] * (len(changes) + 20)
    after = [*changes, *[0.0] * 20]
    found = compare_paired(before, after, alone(len(before)), seed=0)
    assert found.p == pytest.approx(by_hand(changes))
    assert found.difference == pytest.approx(sum(changes) / len(before))
    assert (found.n, found.clusters) == (len(before), len(before))
    assert found.low <= found.difference <= found.high


def test_right_to_wrong_flips_alone_are_mcnemars_exact_test() -> None:
    before = [1.0] * 9 + [0.0] * 2 + [1.0] * 89
    after = [0.0] * 9 + [1.0] * 2 + [1.0] * 89
    found = compare_paired(before, after, alone(100), seed=0)
    assert found.p == pytest.approx(stats.binomtest(2, 11, 0.5).pvalue)
    assert found.difference == pytest.approx(-0.07)


def test_many_changes_are_sampled_and_a_seed_fixes_them() -> None:
    rng = np.random.default_rng(3)
    before, after = rng.random(400), rng.random(400)
    found = compare_paired(before, after, alone(400), seed=1)
    assert found == compare_paired(before, after, alone(400), seed=1)
    assert found.p == pytest.approx(stats.ttest_rel(before, after).pvalue, abs=0.03)
    assert found.low < found.difference < found.high
    assert compare_paired(before, before + 0.2, alone(400), seed=1).p < 0.001


def test_questions_of_one_entry_flip_together() -> None:
    before, after = [0.0] * 12, [1.0] * 12
    assert compare_paired(before, after, alone(12), seed=0).p == 2 / 2**12
    assert compare_paired(before, after, ["a"] * 6 + ["b"] * 6, seed=0).p == 2 / 2**2


def test_equal_runs_do_not_differ() -> None:
    found = compare_paired([1.0, 0.0], [1.0, 0.0], alone(2), seed=0)
    assert found == Comparison(0.0, 0.0, 0.0, 1.0, 1.0, 2, 2)
    with pytest.raises(ValueError, match="no questions"):
        compare_paired([], [], [], seed=0)


def test_holm_by_hand() -> None:
    # sorted .005, .01, .03, .04: times 4, 3, 2, 1 = .02, .03, .06, .04 → never falling
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.6, 0.9]) == (1.0, 1.0)
    assert holm([]) == ()
    one, two = (Comparison(0.1, 0, 0.2, p, p, 9, 9) for p in (0.01, 0.03))
    corrected = correct({"define": one, "typo": two})
    assert [(name, item.p, item.p_holm) for name, item in corrected.items()] == [
        ("define", 0.01, 0.02),
        ("typo", 0.03, 0.03),
    ]
