"""Intervals and tests: what a figure is worth.

Which interval is used (95 % throughout, seeds are arguments, the same input gives the same bytes):

    bootstrap    means at least 0.1 away from both bounds, worth 100 or more independent
                 questions: whole entries are drawn (questions about one are not independent),
                 BCa (Efron 1987) through scipy
    exact        every other bounded mean: Clopper & Pearson (1934), on the number of independent
                 questions that they are worth

At n = 30 and a rate of .95 BCa covers the truth in 78 % of cases, not in 95: hence the rule. A
score between 0 and 1 varies less than a rate of the same mean, so that exact is wide for it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .clusters import Floats, Sums, effective_n, sum_up
from .resampling import LEVEL, bca_interval, beta_quantile, exchange_test

__all__ = [
    "Comparison",
    "Interval",
    "compare_paired",
    "correct",
    "exact_interval",
    "holm",
    "mean_interval",
    "statistic_interval",
]

Rows = npt.NDArray[np.intp]

BOOTSTRAP_FROM_N = 100
BOOTSTRAP_FROM_BOUND = 0.1
N_RESAMPLES = 9_999


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % confidence interval.

    Attributes:
        value: the figure.
        low: lower end.
        high: upper end; ``low <= value <= high``.
        n: how many questions it rests on; citations or statements where those are counted.
        clusters: about how many entries.
        method: how it was made: ``"bootstrap"``; ``"exact"``; or ``"none"`` where the data give
            no interval: the ends are then the bounds of the scale, or the value itself.
    """

    value: float
    low: float
    high: float
    n: int
    clusters: int
    method: str


def exact_interval(hits: float, n: float) -> tuple[float, float]:
    """Return the exact 95 % interval of a rate, by Clopper & Pearson (1934).

    Its ends are quantiles of ``Beta(hits, n - hits + 1)`` and ``Beta(hits + 1, n - hits)``, so
    both numbers may be fractions, as effective numbers are.

    Args:
        hits: in [0, n].
        n: how many trials; above 0.
    """
    tail = (1 - LEVEL) / 2
    low = beta_quantile(tail, hits, n - hits + 1) if hits > 0 else 0.0
    high = beta_quantile(1 - tail, hits + 1, n - hits) if hits < n else 1.0
    return low, high


def mean_interval(
    values: Sequence[float] | Floats,
    clusters: Sequence[str],
    *,
    seed: int,
    cases: Sequence[int] | None = None,
    bounds: tuple[float, float] | None = (0.0, 1.0),
    n_resamples: int = N_RESAMPLES,
) -> Interval:
    """Return a mean, or a rate of cases, with its interval.

    Args:
        values: one for each question: its score, or its hits where ``cases`` is given.
        clusters: the entry of each question, as ``matching.clusters_of`` gives it.
        seed: of the bootstrap.
        cases: for rates such as citation precision, how many cases each question has (0 or
            more); the figure is ``sum(values) / sum(cases)``.
        bounds: least and largest value of one case; ``None`` where it has none (a length): then
            only the bootstrap can be used.
        n_resamples: how often the entries are drawn.

    Raises:
        ValueError: without any case, or with a value outside the bounds.
    """
    sums = sum_up(values, clusters, cases)
    worth, mean = effective_n(sums), sums.mean
    share = None
    if bounds is not None:
        low, high = bounds
        numbers, sizes = np.asarray(values), 1 if cases is None else np.asarray(cases)
        if np.any((numbers < low * sizes) | (numbers > high * sizes)):
            raise ValueError(f"a value lies outside [{low}, {high}] a case")
        share = (mean - low) / (high - low)
    ends = None
    if share is None or (
        worth >= BOOTSTRAP_FROM_N and BOOTSTRAP_FROM_BOUND <= share <= 1 - BOOTSTRAP_FROM_BOUND
    ):
        ends, method = _bootstrap_mean(sums, seed, n_resamples), "bootstrap"
    if ends is None and bounds is not None and share is not None:
        least, most = exact_interval(share * worth, worth)
        reach = bounds[1] - bounds[0]
        ends, method = (bounds[0] + reach * least, bounds[0] + reach * most), "exact"
    if ends is None:
        ends, method = (mean, mean), "none"
    n, count = round(sums.cases.sum()), len(sums.cases)
    return Interval(mean, min(ends[0], mean), max(ends[1], mean), n, count, method)


def _bootstrap_mean(sums: Sums, seed: int, n_resamples: int) -> tuple[float, float] | None:
    data: tuple[Floats, ...] = (sums.values, sums.cases)
    statistic: Callable[..., Any] = _ratio
    if np.all(sums.cases == sums.cases[0]):  # twice as fast
        data, statistic = (sums.values / sums.cases[0],), np.mean
    return bca_interval(data, statistic, vectorized=True, seed=seed, n_resamples=n_resamples)


def _ratio(values: Floats, cases: Floats, axis: int = -1) -> Any:
    return values.sum(axis=axis) / cases.sum(axis=axis)


def statistic_interval(
    statistic: Callable[[Rows], float],
    clusters: Sequence[str],
    *,
    seed: int,
    bounds: tuple[float, float] = (0.0, 1.0),
    n_resamples: int = 1_999,
) -> Interval:
    """Return any figure over questions with its bootstrap interval: AURC, AUROC, coverage at risk.

    Args:
        statistic: the figure of the questions in the given rows (which repeat); nan where these
            have none.
        clusters: the entry of each question; whole entries are drawn.
        seed: of the bootstrap.
        bounds: of the figure: its interval where some resamples have no figure, or all the same.
        n_resamples: how often the entries are drawn.
    """
    labels, rows = np.unique(np.asarray(clusters, dtype=str), return_inverse=True)
    members = np.split(np.argsort(rows, kind="stable"), np.cumsum(np.bincount(rows))[:-1])

    def figure(drawn: Rows) -> float:
        return statistic(np.concatenate([members[label] for label in drawn]))

    value = statistic(np.arange(len(rows)))
    ends = bca_interval(
        (np.arange(len(labels)),), figure, vectorized=False, seed=seed, n_resamples=n_resamples
    )
    if ends is None or math.isnan(value):
        return Interval(value, *bounds, len(rows), len(labels), "none")
    low, high = min(ends[0], value), max(ends[1], value)
    return Interval(value, low, high, len(rows), len(labels), "bootstrap")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs over the same questions.

    Attributes:
        difference: the second's mean less the first's.
        low: lower end of its 95 % interval.
        high: upper end.
        p: of the paired permutation test, two-sided.
        p_holm: corrected for the slices that were tested together.
        n: questions.
        clusters: entries.
    """

    difference: float
    low: float
    high: float
    p: float
    p_holm: float
    n: int
    clusters: int


def compare_paired(
    before: Sequence[float] | Floats,
    after: Sequence[float] | Floats,
    clusters: Sequence[str],
    *,
    seed: int,
    n_resamples: int = N_RESAMPLES,
) -> Comparison:
    """Test whether two runs differ in the mean of a score.

    Paired permutation test (Fisher 1935): under the null hypothesis the two runs' labels may be
    exchanged, here for all questions of an entry at once. Exact where all exchanges are fewer
    than ``n_resamples``, else sampled, with the observed one counted.

    Args:
        before: the first run's score of each question.
        after: the second's, in the same order.
        clusters: the entry of each question.
        seed: of the test and the bootstrap of the difference.
        n_resamples: how many exchanges are tried.
    """
    change = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    if not len(change):
        raise ValueError("no questions; a comparison needs one at least")
    sums = sum_up(change, clusters)
    n, count = len(change), len(sums.cases)
    moved = sums.values[np.abs(sums.values) > 1e-12]
    if not len(moved):
        return Comparison(0.0, 0.0, 0.0, 1.0, 1.0, n, count)
    p = exchange_test(moved, seed, n_resamples)
    difference = sums.mean
    low, high = _bootstrap_mean(sums, seed, n_resamples) or (difference, difference)
    return Comparison(difference, min(low, difference), max(high, difference), p, p, n, count)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Correct p-values for their number, in their order (Holm 1979).

    The i-th smallest of m becomes the largest of ``min(1, (m - j + 1) p_j)`` over ``j <= i``.
    """
    adjusted = [0.0] * len(p_values)
    worst = 0.0
    order = sorted(range(len(p_values)), key=lambda row: (p_values[row], row))
    for position, row in enumerate(order):
        worst = max(worst, min(1.0, (len(p_values) - position) * p_values[row]))
        adjusted[row] = worst
    return tuple(adjusted)


def correct(comparisons: Mapping[str, Comparison]) -> dict[str, Comparison]:
    """Return the comparisons of slices that were tested together, with ``p_holm`` filled in."""
    corrected = holm([item.p for item in comparisons.values()])
    return {
        name: replace(item, p_holm=p)
        for (name, item), p in zip(comparisons.items(), corrected, strict=True)
    }
