"""Do 95 % intervals hold the truth 95 times in 100? By simulation, 1,000 data sets or more each."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from glossator.eval.clusters import effective_n, sum_up
from glossator.eval.statistics import BOOTSTRAP_FROM_N, Interval, exact_interval, mean_interval

DATA_SETS = 1_000
#: Rates: equal samples share an interval, so more of them cost nothing, and chance (half a point
#: in 1,000) can't decide.
RATE_SETS = 100_000
pytestmark = pytest.mark.slow


def bootstrap_coverage(n: int, truths: npt.NDArray[np.float64]) -> float:
    """Return how often the bootstrap's interval of a rate holds the truth, one sample each."""
    drawn = np.random.default_rng(1).binomial(n, truths)
    labels = [f"{number:04}" for number in range(n)]
    ends = np.full((n + 1, 2), np.nan)
    for hits in np.unique(drawn).tolist():
        found = mean_interval([1.0] * hits + [0.0] * (n - hits), labels, seed=11, bounds=None)
        ends[hits] = found.low, found.high
    return float(np.mean((ends[drawn, 0] <= truths) & (truths <= ends[drawn, 1])))


def clustered(
    sizes: list[int], p: float, rho: float, seed: int
) -> tuple[list[list[int]], list[str]]:
    """Draw 1,000 data sets of questions about entries whose own rates vary (beta-binomial)."""
    rng = np.random.default_rng(seed)
    spread = 1 / rho - 1
    labels = [f"{entry:04}" for entry, size in enumerate(sizes) for _ in range(size)]
    own = rng.beta(p * spread, (1 - p) * spread, (DATA_SETS, len(sizes)))
    right = rng.random((DATA_SETS, len(labels))) < np.repeat(own, sizes, axis=1)
    return right.astype(int).tolist(), labels


def share_covering(intervals: list[Interval], truth: float) -> float:
    return float(np.mean([found.low <= truth <= found.high for found in intervals]))


@pytest.mark.parametrize("p", [0.5, 0.8, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("n", [10, 30, 60, 300])
def test_the_exact_interval_never_covers_less_than_95_in_100(n: int, p: float) -> None:
    ends = np.array([exact_interval(hits, n) for hits in range(n + 1)])
    drawn = np.random.default_rng(2).binomial(n, p, RATE_SETS)
    assert np.mean((ends[drawn, 0] <= p) & (p <= ends[drawn, 1])) >= 0.95
    # and without chance, over every rate
    truth = np.linspace(0.001, 0.999, 997)[:, None]
    inside = (ends[:, 0] <= truth) & (truth <= ends[:, 1])
    mass = stats.binom.pmf(np.arange(n + 1), n, truth)
    assert np.sum(mass * inside, axis=1).min() >= 0.95


@pytest.mark.parametrize(("low", "high"), [(0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.9)])
@pytest.mark.parametrize("n", [100, 200])
def test_the_bootstrap_covers_93_to_97_in_100(n: int, low: float, high: float) -> None:
    truths = np.random.default_rng(3).uniform(low, high, RATE_SETS)
    assert 0.93 <= bootstrap_coverage(n, truths) <= 0.97


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8, 0.9])
def test_the_bootstrap_covers_no_less_where_an_end_can_meet_the_rate(p: float) -> None:
    # a rate that is itself a count of 100, so that an end may equal it: as much as one count's
    # mass (some 2 in 100) is in or out by the seed of the draws
    assert 0.93 <= bootstrap_coverage(100, np.full(RATE_SETS, p)) <= 0.98


def test_the_bootstrap_of_scores_between_0_and_1_covers_as_much() -> None:
    rows = np.random.default_rng(4).beta(0.9, 0.6, (DATA_SETS, 100))
    labels = [str(number) for number in range(100)]
    intervals = [mean_interval(row, labels, seed=5, n_resamples=999) for row in rows]
    assert {found.method for found in intervals} == {"bootstrap"}
    assert 0.93 <= share_covering(intervals, 0.9 / 1.5) <= 0.97


@pytest.mark.parametrize(("p", "rho"), [(0.5, 0.3), (0.8, 0.6)])
def test_the_bootstrap_over_entries_covers_93_to_97_in_100(p: float, rho: float) -> None:
    rows, labels = clustered([1, 2, 3] * 60, p, rho, seed=1)
    intervals = [mean_interval(row, labels, seed=2, n_resamples=999) for row in rows]
    assert {found.method for found in intervals} == {"bootstrap"}
    assert 0.93 <= share_covering(intervals, p) <= 0.97


@pytest.mark.parametrize("sizes", [[3] * 20, [1, 2, 3] * 10, [1, 1, 2, 6] * 10])
@pytest.mark.parametrize(("p", "rho"), [(0.5, 0.3), (0.8, 0.7), (0.95, 0.3), (0.95, 0.9)])
def test_the_exact_interval_of_several_questions_an_entry_covers_as_much(
    sizes: list[int], p: float, rho: float
) -> None:
    rows, labels = clustered(sizes, p, rho, seed=3)
    intervals = [mean_interval(row, labels, seed=0) for row in rows]
    assert {found.method for found in intervals} == {"exact"}
    assert max(effective_n(sum_up(row, labels)) for row in rows) < BOOTSTRAP_FROM_N
    assert share_covering(intervals, p) >= 0.95


def test_where_the_bootstrap_would_fail_the_exact_interval_is_used() -> None:
    n, p = 30, 0.95
    assert bootstrap_coverage(n, np.full(RATE_SETS, p)) < 0.85
    drawn = np.random.default_rng(6).binomial(n, p, DATA_SETS).tolist()
    labels = [str(number) for number in range(n)]
    intervals = [mean_interval([1.0] * hits + [0.0] * (n - hits), labels, seed=0) for hits in drawn]
    assert {found.method for found in intervals} == {"exact"}
    assert share_covering(intervals, p) >= 0.95
