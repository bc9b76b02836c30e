"""Answering only when sure: risk against coverage, refusals, calibration.

Refusals always count: coverage is a share of all questions, and in the risk-coverage curve a
question that was refused, or got no line at all, stands behind every answer, as an error: a
system can't improve its curve by refusing, nor by leaving lines out. Ties of confidence are
broken pessimistically, and no threshold can part them.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = [
    "Bin",
    "Flips",
    "Outcomes",
    "aurc",
    "auroc",
    "brier_score",
    "count_flips",
    "coverage_at_risk",
    "excess_aurc",
    "expected_calibration_error",
    "false_answer_rate",
    "false_refusal_rate",
    "has_answer_score",
    "no_answer_accuracy",
    "reliability_bins",
    "risk_coverage_curve",
]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What became of each of ``n`` questions, as arrays of shape ``(n,)``.

    Attributes:
        confidence: in [0, 1]; on a refusal that of the best candidate. 0 where none was given.
        answered: an answer was given.
        refused: a refusal was given. Neither: the system gave no line.
        right: the answer given is right; not looked at elsewhere.
        answerable: the glossary holds an answer.
    """

    confidence: Floats
    answered: Bools
    refused: Bools
    right: Bools
    answerable: Bools

    def __len__(self) -> int:
        return len(self.confidence)

    def take(self, rows: npt.NDArray[Any]) -> "Outcomes":
        """Return the outcomes of the given rows (indices, with repeats; or a mask)."""
        return Outcomes(
            self.confidence[rows],
            self.answered[rows],
            self.refused[rows],
            self.right[rows],
            self.answerable[rows],
        )


def false_answer_rate(outcomes: Outcomes) -> float:
    """Return the share of the unanswerable questions that were answered; nan without any."""
    return _mean(outcomes.answered[~outcomes.answerable])


def false_refusal_rate(outcomes: Outcomes) -> float:
    """Return the share of the answerable questions that were refused; nan without any."""
    return _mean(outcomes.refused[outcomes.answerable])


def no_answer_accuracy(outcomes: Outcomes) -> float:
    """Return the share of the unanswerable questions that were refused (SQuAD 2.0's NoAns)."""
    return _mean(outcomes.refused[~outcomes.answerable])


def has_answer_score(outcomes: Outcomes, scores: Sequence[float] | Floats) -> float:
    """Return a score's mean over the answerable questions (SQuAD 2.0's HasAns).

    Args:
        outcomes: of ``n`` questions.
        scores: one for each, such as exact match or F1; one that was not answered counts 0.
    """
    counted = np.where(outcomes.answered, np.asarray(scores, dtype=np.float64), 0.0)
    return _mean(counted[outcomes.answerable])


def _mean(values: npt.NDArray[Any]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def _ranked_errors(outcomes: Outcomes) -> tuple[Bools, Floats, int]:
    """Return errors and confidences, surest answer first, and the number of answers.

    Among equal confidences errors come first; what was not answered follows, as errors.
    """
    error = ~(outcomes.answered & outcomes.right)
    order = np.lexsort((~error, -outcomes.confidence, ~outcomes.answered))
    return error[order], outcomes.confidence[order], int(outcomes.answered.sum())


def risk_coverage_curve(outcomes: Outcomes) -> tuple[Floats, Floats]:
    """Return the operating points that some threshold on the confidence reaches.

    El-Yaniv & Wiener (2010): coverage is the share of all questions that are answered, risk the
    share of errors among those. Answers of one confidence stand or fall together. The curve ends
    where the system stopped answering.

    Returns:
        coverage: rising, shape ``(points,)``, in (0, 1].
        risk: at each coverage, in [0, 1].
    """
    error, confidence, answered = _ranked_errors(outcomes)
    sure = confidence[:answered]
    ends = np.flatnonzero(np.append(sure[1:] != sure[:-1], True))[:answered] + 1
    return ends / max(1, len(error)), np.cumsum(error)[ends - 1] / ends


def coverage_at_risk(outcomes: Outcomes, risk: float) -> float:
    """Return the largest coverage whose risk is at most ``risk``; 0 if no threshold reaches it.

    The threshold is picked on these very outcomes: it describes them and promises nothing. A
    risk that may be taken may be filled: at 5 % one more wrong answer can raise the coverage.
    """
    coverage, found = risk_coverage_curve(outcomes)
    reached = coverage[found <= risk]
    return float(reached[-1]) if len(reached) else 0.0


def aurc(outcomes: Outcomes) -> float:
    """Return the area under the risk-coverage curve; lower is better.

    Geifman, Uziel & El-Yaniv (2019): ``1/n Σ_{i=1..n} (errors among the i surest) / i``.

    Raises:
        ValueError: without any question.
    """
    error, _, _ = _ranked_errors(outcomes)
    return _area(error)


def excess_aurc(outcomes: Outcomes) -> float:
    """Return the AURC above that of a confidence that ranks all errors last; 0 is ideal.

    E-AURC of Geifman, Uziel & El-Yaniv (2019); the ideal is summed up here, where they give
    its integral as an approximation.
    """
    error, _, _ = _ranked_errors(outcomes)
    return _area(error) - _area(np.sort(error))


def _area(error: Bools) -> float:
    if not len(error):
        raise ValueError("no outcomes; a curve needs one question at least")
    return float(np.mean(np.cumsum(error) / np.arange(1, len(error) + 1)))


def _judged(outcomes: Outcomes) -> tuple[Floats, Bools]:
    """Return the confidences whose truth is known, and that truth.

    Whether a refused candidate would have been right is known where nothing could be answered;
    elsewhere only a run that always answers can tell.
    """
    known = outcomes.answered | ~outcomes.answerable & outcomes.refused
    return outcomes.confidence[known], (outcomes.answered & outcomes.right)[known]


def auroc(outcomes: Outcomes) -> float:
    """Return how often a right answer is surer than a wrong one, a tie counting half.

    The Mann-Whitney form (Hanley & McNeil 1982). 0.5 is chance; nan where all are alike. A tie
    is no matter of order here, so there is nothing to break. Refusals count as in ``_judged``.
    """
    confidence, truth = _judged(outcomes)
    right, wrong = confidence[truth], np.sort(confidence[~truth])
    if not len(right) or not len(wrong):
        return float("nan")
    below = np.searchsorted(wrong, right, "left").sum()
    equal = np.searchsorted(wrong, right, "right").sum() - below
    return float((below + equal / 2) / (len(right) * len(wrong)))


def brier_score(outcomes: Outcomes) -> float:
    """Return the mean squared distance of confidence and truth (Brier 1950); nan without any."""
    confidence, truth = _judged(outcomes)
    return _mean((confidence - truth) ** 2)


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram: how many, how sure, how often right."""

    n: int
    confidence: float
    accuracy: float


def reliability_bins(outcomes: Outcomes, bins: int = 10) -> tuple[Bin, ...]:
    """Group outcomes by rising confidence into bins of equal mass.

    Equal mass as in Nixon et al. (2019), for glossary confidences crowd near 1. Equal confidences
    share a bin (that of their middle), so the order of questions changes nothing; bins may then
    differ in size, and empty ones are left out.
    """
    confidence, truth = _judged(outcomes)
    if not len(confidence):
        return ()
    order = np.lexsort((truth, confidence))
    confidence, truth = confidence[order], truth[order]
    starts = np.flatnonzero(np.append(True, confidence[1:] != confidence[:-1]))
    sizes = np.diff(np.append(starts, len(confidence)))
    middles = starts + sizes / 2
    bars = np.minimum(bins * middles / len(confidence), bins - 1).astype(np.intp)
    rows = np.repeat(bars, sizes)
    n, sure, right = (
        np.bincount(rows, weights, bins) for weights in (None, confidence, truth.astype(float))
    )
    return tuple(
        Bin(int(n[row]), float(sure[row] / n[row]), float(right[row] / n[row]))
        for row in np.flatnonzero(n)
    )


def expected_calibration_error(outcomes: Outcomes, bins: int = 10) -> float:
    """Return the mean distance of confidence and accuracy over equal-mass bins; 0 is ideal.

    ``Σ_b n_b/n · |confidence_b − accuracy_b|`` (Naeini, Cooper & Hauskrecht 2015), with the bins
    of :func:`reliability_bins`; nan without any outcome.
    """
    groups = reliability_bins(outcomes, bins)
    total = sum(group.n for group in groups)
    distance = sum(group.n * abs(group.confidence - group.accuracy) for group in groups)
    return distance / total if total else float("nan")


@dataclass(frozen=True, slots=True)
class Flips:
    """What a change that should change nothing did, over ``n`` questions.

    Attributes:
        n: pairs.
        flipped: outcomes that changed.
        broken: that got worse.
    """

    n: int
    flipped: int
    broken: int


def count_flips(pairs: Iterable[tuple[Hashable, Hashable]], order: Sequence[Hashable]) -> Flips:
    """Count what changed between the outcomes of questions and of their perturbed forms.

    Args:
        pairs: ``(outcome, outcome of the perturbed question)``.
        order: the outcomes there are, best first, such as the members of ``Grade``.

    Raises:
        ValueError: for an outcome that ``order`` does not hold.
    """
    rank = {outcome: row for row, outcome in enumerate(order)}
    n = flipped = broken = 0
    for before, after in pairs:
        if before not in rank or after not in rank:
            raise ValueError(f"outcomes {before!r}, {after!r}; known are {list(order)}")
        n += 1
        flipped += before != after
        broken += rank[after] > rank[before]
    return Flips(n, flipped, broken)
