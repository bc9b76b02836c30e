"""Scores of questions summed up: each figure of each slice, with its interval; the curves."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .catalogue import EVERYTHING, METRICS
from .matching import clusters_of
from .records import Question
from .results import Curve, Measure, Reliability
from .scoring import Scored
from .selective import (
    Outcomes,
    aurc,
    auroc,
    brier_score,
    coverage_at_risk,
    excess_aurc,
    expected_calibration_error,
    reliability_bins,
    risk_coverage_curve,
)
from .statistics import Interval, mean_interval, statistic_interval

__all__ = ["Slices", "curves", "measures", "outcomes_of", "slices_of"]

#: Rows of the questions of each slice, in the order of tables.
Slices = Mapping[str, tuple[int, ...]]

#: Figures over whole slices, which only the bootstrap gives an interval.
_SELECTIVE: Mapping[str, Callable[[Outcomes], float]] = {
    "coverage_risk_1": lambda outcomes: coverage_at_risk(outcomes, 0.01),
    "coverage_risk_5": lambda outcomes: coverage_at_risk(outcomes, 0.05),
    "aurc": aurc,
    "excess_aurc": excess_aurc,
    "auroc": auroc,
    "ece": expected_calibration_error,
    "brier": brier_score,
}
_BOUNDS: Mapping[str, tuple[float, float] | None] = {"crag": (-1.0, 1.0), "answer_chars": None}
#: A curve over fewer questions says nothing.
_MIN_CURVE = 20
_RESAMPLES = 999


def slices_of(questions: Sequence[Question]) -> dict[str, tuple[int, ...]]:
    """Return the rows of each slice: ``"ALL"``, then types, then tags as ``"#tag"``.

    Types are in the order of :class:`~.records.QuestionType`, tags in that of the alphabet; an
    answerable and an unanswerable part of all come of the metrics themselves.
    """
    types = {question.type for question in questions}
    tags = sorted({tag for question in questions for tag in question.tags})
    slices = {EVERYTHING: tuple(range(len(questions)))}
    for kind in type(next(iter(types))) if types else ():
        if kind in types:
            slices[kind.value] = tuple(n for n, q in enumerate(questions) if q.type is kind)
    for tag in tags:
        slices[f"#{tag}"] = tuple(n for n, q in enumerate(questions) if tag in q.tags)
    return slices


def outcomes_of(questions: Sequence[Question], scored: Sequence[Scored]) -> Outcomes:
    """Return what became of the questions, as arrays."""
    return Outcomes(
        np.array([one.confidence for one in scored], dtype=np.float64),
        np.array([one.answered for one in scored], dtype=np.bool_),
        np.array([one.refused for one in scored], dtype=np.bool_),
        np.array([one.right for one in scored], dtype=np.bool_),
        np.array([question.answerable for question in questions], dtype=np.bool_),
    )


@dataclass(frozen=True, slots=True)
class _Slice:
    name: str
    scored: tuple[Scored, ...]
    clusters: tuple[str, ...]


def measures(
    questions: Sequence[Question],
    scored: Sequence[Scored],
    slices: Slices,
    seed: int,
    selective: bool | None = True,
) -> tuple[Measure, ...]:
    """Return every figure of every slice.

    Args:
        questions: all.
        scored: one a question.
        slices: of :func:`slices_of`.
        seed: of the bootstrap.
        selective: whether figures over the confidence are given for every slice; ``False`` for
            all questions only, which is ten times faster; ``None`` for none, where a system only
            ranks.
    """
    clusters = clusters_of(questions)
    outcomes = outcomes_of(questions, scored)
    found: list[Measure] = []
    for name, rows in slices.items():
        part = _Slice(name, tuple(scored[n] for n in rows), tuple(clusters[n] for n in rows))
        chosen = np.array(rows, dtype=np.intp)
        for metric in METRICS:
            interval = _mean(part, metric, seed)
            over_slice = selective is not None and (selective or name == EVERYTHING)
            if metric in _SELECTIVE and over_slice and len(rows) >= _MIN_CURVE:
                interval = _over_slice(outcomes.take(chosen), part.clusters, metric, seed)
            if interval is not None:
                found.append(Measure(name, metric, interval))
    return tuple(found)


def _mean(part: _Slice, metric: str, seed: int) -> Interval | None:
    """Return the mean of a score over the questions that have it, or the rate of its cases."""
    if any(metric in one.shares for one in part.scored):
        counted = [
            (one.shares[metric], cluster)
            for one, cluster in zip(part.scored, part.clusters, strict=True)
            if metric in one.shares
        ]
        if not sum(share.cases for share, _ in counted):
            return None
        return mean_interval(
            [share.hits for share, _ in counted],
            [cluster for _, cluster in counted],
            seed=seed,
            cases=[share.cases for share, _ in counted],
        )
    pairs = [
        (one.row.scores[metric], cluster)
        for one, cluster in zip(part.scored, part.clusters, strict=True)
        if metric in one.row.scores
    ]
    if not pairs:
        return None
    values, clusters = zip(*pairs, strict=True)
    return mean_interval(values, clusters, seed=seed, bounds=_BOUNDS.get(metric, (0.0, 1.0)))


def _over_slice(
    outcomes: Outcomes, clusters: Sequence[str], metric: str, seed: int
) -> Interval | None:
    figure = _SELECTIVE[metric]
    interval = statistic_interval(
        lambda rows: figure(outcomes.take(rows)), clusters, seed=seed, n_resamples=_RESAMPLES
    )
    return None if math.isnan(interval.value) else interval


def curves(
    questions: Sequence[Question], scored: Sequence[Scored], slices: Slices
) -> tuple[tuple[Curve, ...], tuple[Reliability, ...]]:
    """Return the risk-coverage curves and reliability diagrams of the slices large enough."""
    outcomes = outcomes_of(questions, scored)
    found: list[Curve] = []
    diagrams: list[Reliability] = []
    for name, rows in slices.items():
        if len(rows) < _MIN_CURVE:
            continue
        part = outcomes.take(np.array(rows, dtype=np.intp))
        coverage, risk = risk_coverage_curve(part)
        if len(coverage):
            found.append(Curve(name, tuple(coverage.tolist()), tuple(risk.tolist())))
        bins = reliability_bins(part)
        if bins:
            diagrams.append(Reliability(name, bins))
    return tuple(found), tuple(diagrams)
