"""Fitting confidence and the refusal threshold to a glossary, and saying what that promises.

The questions are parted by entry into two halves. On one the threshold is chosen; on the other,
which the choice has not seen, the risk is measured, and its exact interval is the promise. An
interval from the half that chose would promise too much: the threshold is the one that looks best
there.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..index.errors import InputError
from ..rag.records import Settings
from .answers import parse_answer
from .asking import Asker, shown
from .clusters import effective_n, sum_up
from .configs import Config
from .faults import raise_faults
from .generate import generate
from .holdings import Holdings
from .matching import clusters_of
from .questions import load_questions
from .records import Question
from .scoring import Scored, score_answers
from .statistics import Interval, exact_interval, mean_interval

__all__ = ["Calibration", "calibrate", "candidates", "choose_threshold", "fit_scale"]

#: What is asked where nobody has written questions: what a threshold has to part.
_MADE = ("define", "alias", "acronym", "typo", "definition", "left-out")


@dataclass(frozen=True, slots=True)
class Calibration:
    """A refusal threshold and its promise.

    Attributes:
        threshold: answers that are less confident are refused.
        slope: what the log odds of the confidence are multiplied by for this glossary.
        shift: what is added to them.
        risk: the share of wrong answers that was asked for at most.
        n: answers on which the promise rests.
        interval: the share of wrong answers among them, with its exact 95 % interval.
        coverage: the share of the answerable questions that is still answered.
        fitted_n: questions on which the threshold was chosen.
        synthetic: whether the questions were made from the glossary rather than written: then
            the promise is about such questions.
        encoder: sha256 of the encoder: with another one the threshold means nothing.
        entries: how many entries the index had.
        seed: of the halves.
    """

    threshold: float
    slope: float
    shift: float
    risk: float
    n: int
    interval: Interval
    coverage: Interval
    fitted_n: int
    synthetic: bool
    encoder: str
    entries: int
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)

    def to_json(self) -> str:
        """Return it as JSON, with a final line break."""
        return json.dumps(self.to_dict(), indent=1) + "\n"

    @property
    def holds(self) -> bool:
        """Whether the whole interval lies within the risk that was asked for."""
        return self.interval.high <= self.risk

    def says(self) -> str:
        """Return the promise as a sentence."""
        kind = (
            "questions like those made from this glossary" if self.synthetic else "such questions"
        )
        found = (
            f"Answers with a confidence of {self.threshold:.4f} or more were wrong in "
            f"{self.interval.value:.1%} of {self.n} held-out cases (95 % interval "
            f"{self.interval.low:.1%} to {self.interval.high:.1%}); {self.coverage.value:.0%} of "
            f"the answerable questions keep their answer. For {kind} expect at most "
            f"{self.interval.high:.1%} wrong answers."
        )
        if self.holds:
            return found
        needed = math.ceil(math.log(0.025) / math.log(1 - self.risk))
        return (
            f"{found} That does not prove a risk of {self.risk:.1%}: it takes {needed} held-out "
            "answers without an error to do so."
        )


def candidates(
    asker: Asker, holdings: Holdings, files: Sequence[Path] = ()
) -> tuple[tuple[Question, ...], tuple[Scored, ...]]:
    """Ask the questions of some files, or those made from the glossary, and always answer.

    Raises:
        InputError: naming each fault of the files with file and line.
    """
    questions = load_questions(files) if files else generate(holdings, _MADE)
    raise_faults(holdings.check(questions))
    eager = replace(Settings(), threshold=0.0)
    answers = asker.ask(questions, Config("candidates", "always answers", eager))
    rows = {answer.id: shown(answer) for answer in answers}
    given = {name: parse_answer(row) for name, row in rows.items()}
    return tuple(questions), score_answers(questions, given, rows, holdings)


def calibrate(
    questions: Sequence[Question],
    scored: Sequence[Scored],
    holdings: Holdings,
    risk: float,
    *,
    encoder: str,
    seed: int = 1,
) -> Calibration:
    """Choose a threshold on one half of the entries and measure it on the other.

    Args:
        questions: answerable ones and others; without the others nothing is learned of refusing.
        scored: what they got from a run that always answers (threshold 0).
        holdings: of the index that was asked.
        risk: the share of wrong answers that may be, in (0, 1).
        encoder: the sha256 of the index's encoder.
        seed: of the halves.

    Raises:
        InputError: for a risk outside (0, 1), without questions of both kinds, or where no
            threshold can keep the risk.
    """
    if not 0 < risk < 1:
        raise InputError(f"risk {risk}; expected a share between 0 and 1, such as 0.02")
    if len({question.answerable for question in questions}) < 2:
        raise InputError(
            "calibration needs questions that can be answered and some that can't; add the "
            "other kind, or let them be made: glossator eval calibrate without --questions"
        )
    entries = _entries(questions, holdings)
    fit = np.array([_half(entry, seed) for entry in entries])
    confidence = np.array([one.confidence for one in scored], dtype=np.float64)
    answered = np.array([one.answered for one in scored])
    wrong = ~np.array([one.right for one in scored])
    slope, shift = fit_scale(confidence[fit & answered], ~wrong[fit & answered])
    confidence = _scaled(confidence, slope, shift)
    threshold = choose_threshold(confidence[fit & answered], wrong[fit & answered], risk)
    kept = ~fit & answered & (confidence >= threshold)
    if not kept.any():
        raise InputError(
            f"no held-out answer is as confident as {threshold:.4f}; add questions, or accept a "
            f"risk above {risk}"
        )
    can = ~fit & np.array([question.answerable for question in questions])
    return Calibration(
        threshold,
        round(slope, 4),
        round(shift, 4),
        risk,
        int(kept.sum()),
        _exact(wrong[kept], _of(entries, kept)),
        mean_interval(
            (answered & (confidence >= threshold))[can].astype(np.float64),
            _of(entries, can),
            seed=seed,
        ),
        int(fit.sum()),
        all("synthetic" in question.tags for question in questions),
        encoder,
        len(holdings.entries),
        seed,
    )


def _entries(questions: Sequence[Question], holdings: Holdings) -> tuple[str, ...]:
    """Return the entry that each question is about, also where it was taken out."""
    labels = list(clusters_of(questions))
    known: dict[frozenset[str], str] = {}
    for row, question in enumerate(questions):
        if question.gold_terms:
            known.setdefault(holdings.concepts_of(question.gold_terms[0]), labels[row])
    for row, question in enumerate(questions):
        gone = holdings.concepts_of(question.without)
        if gone and gone in known:
            labels[row] = known[gone]
    return tuple(labels)


def _half(entry: str, seed: int) -> bool:
    """Tell whether an entry's questions are for choosing: a hash says so, not their order."""
    return sha256(f"{seed} {entry}".encode()).digest()[0] % 2 == 0


def choose_threshold(
    confidence: npt.NDArray[np.float64], wrong: npt.NDArray[np.bool_], risk: float
) -> float:
    """Return the lowest threshold that keeps the risk, one more wrong answer supposed.

    ``(errors + 1) / (answers + 1) <= risk``, the correction of conformal risk control
    (Angelopoulos et al. 2022), among answers at least as confident as the threshold. It lies
    midway between the confidence that is kept and the next that is not.

    Args:
        confidence: of the answers, shape ``(n,)``.
        wrong: which of them are wrong.
        risk: in (0, 1).

    Raises:
        InputError: if no threshold keeps it.
    """
    order = np.argsort(-confidence, kind="stable")
    sure, errors = confidence[order], np.cumsum(wrong[order])
    answers = np.arange(1, len(sure) + 1)
    ends = np.flatnonzero(np.append(sure[1:] != sure[:-1], True)) if len(sure) else answers
    kept = ends[(errors[ends] + 1) / (answers[ends] + 1) <= risk]
    if not len(kept):
        needed = math.ceil(1 / risk) - 1
        raise InputError(
            f"no threshold keeps the risk at {risk}: it takes {needed} of the surest answers "
            f"without an error, and there are {len(sure)} answers in all. Accept a higher risk, "
            "or add questions"
        )
    last = int(kept[-1])
    if last + 1 == len(sure):
        return 0.0
    return round(float(sure[last] + sure[last + 1]) / 2, 6)


def fit_scale(
    confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]
) -> tuple[float, float]:
    """Return the slope and shift of the log odds that make confidences probabilities.

    Logistic regression on one feature, with targets drawn in from 0 and 1 by one case each
    (Platt 1999, "Probabilistic outputs for support vector machines"). The slope is never below
    0.1: the order of the answers stays.

    Args:
        confidence: of the answers, in [0, 1], shape ``(n,)``.
        right: which of them are right.
    """
    from scipy.optimize import minimize

    z = _log_odds(confidence)
    yes, no = int(right.sum()), int((~right).sum())
    target = np.where(right, (yes + 1) / (yes + 2), 1 / (no + 2))

    def loss(scale: npt.NDArray[np.float64]) -> float:
        at = scale[0] * z + scale[1]
        return float(np.sum(np.logaddexp(0, at) - target * at))

    found = minimize(loss, x0=[1.0, 0.0], bounds=[(0.1, 10.0), (-10.0, 10.0)])
    return float(found.x[0]), float(found.x[1])


def _log_odds(confidence: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    inside = np.clip(confidence, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(inside / (1 - inside)))


def _scaled(
    confidence: npt.NDArray[np.float64], slope: float, shift: float
) -> npt.NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-(slope * _log_odds(confidence) + shift))))


def _of(entries: Sequence[str], rows: npt.NDArray[np.bool_]) -> list[str]:
    return [entry for entry, chosen in zip(entries, rows, strict=True) if chosen]


def _exact(wrong: npt.NDArray[np.bool_], entries: Sequence[str]) -> Interval:
    """Return a rate with its exact interval: a promise is never left to the bootstrap."""
    sums = sum_up(wrong.astype(np.float64), entries)
    worth = effective_n(sums)
    low, high = exact_interval(sums.mean * worth, worth)
    return Interval(sums.mean, low, high, len(wrong), len(sums.cases), "exact")
