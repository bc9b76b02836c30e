"""How likely an answer is right, and how likely the glossary holds one at all.

Two logistics of the same named features, each of which enters by a curve of straight pieces
(a generalised additive model; Hastie and Tibshirani 1986). The curves were fitted by ``python -m
glossator.eval.tuning fit`` to right and wrong answers over several glossaries, also with the entry
that was asked for taken out, so both figures are probabilities (``docs/answering.md`` says how well
they hold). ``glossator eval calibrate`` fits the scale of the first to one glossary (Platt 1999).
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from ..data import path as shipped
from .features import Features
from .records import Settings

__all__ = ["FILE", "Model", "Models", "confidence", "held", "is_refused", "models"]

FILE = "confidence.json"
#: An answer that is less sure is not worth showing, whatever the glossary holds.
LEAST_RIGHT = 0.07


@dataclass(frozen=True, slots=True)
class Model:
    """A bias, and for each feature what it adds to the log odds.

    Attributes:
        bias: log odds where every feature is 0.
        curves: by the feature's name, what it adds at 0, 1/4, 1/2, 3/4 and 1; straight between.
    """

    bias: float
    curves: Mapping[str, Sequence[float]]

    def log_odds(self, features: Features) -> float:
        """Return the log odds."""
        return self.bias + sum(self.pulls(features).values())

    def pulls(self, features: Features) -> dict[str, float]:
        """Return what each feature adds to the log odds."""
        return {
            field.name: _on(self.curves[field.name], getattr(features, field.name))
            for field in fields(features)
        }


def _on(curve: Sequence[float], x: float) -> float:
    """Return the height of a curve of straight pieces, its knots evenly spaced over [0, 1]."""
    at = max(0.0, min(1.0, x)) * (len(curve) - 1)
    left = min(int(at), len(curve) - 2)
    return curve[left] + (at - left) * (curve[left + 1] - curve[left])


@dataclass(frozen=True, slots=True)
class Models:
    """What ships.

    Attributes:
        right: whether the answer is right.
        held: whether the glossary holds an answer at all, be it this one or another.
        least_held: below this probability a question is refused.
    """

    right: Model
    held: Model
    least_held: float


@lru_cache(maxsize=1)
def models() -> Models:
    """Return the curves that ship."""
    row = json.loads((shipped("models") / FILE).read_bytes())
    return Models(_model(row["right"]), _model(row["held"]), row["least_held"])


def _model(row: Mapping[str, Any]) -> Model:
    return Model(row["bias"], row["curves"])


def confidence(features: Features, slope: float = 1.0, shift: float = 0.0) -> float:
    """Return how likely the answer is right, in (0, 1).

    The log odds are multiplied by ``slope``, then ``shift`` is added: a scale of 1 and 0 unless
    one was fitted to the glossary.
    """
    return _share(slope * models().right.log_odds(features) + shift)


def held(features: Features) -> float:
    """Return how likely the glossary holds an answer at all, in (0, 1)."""
    return _share(models().held.log_odds(features))


def is_refused(features: Features, sure: float, settings: Settings) -> bool:
    """Decide whether a question is refused rather than answered.

    With a threshold of the person's own, where the confidence is below it; without, where the
    glossary probably holds no answer, or the one that was found is all but certainly wrong. The
    two differ: of a thing that is only described, the nearest entry may well be wrong (a
    confidence of 0.4), and is still worth showing.
    """
    if settings.threshold is not None:
        return sure < settings.threshold
    # an answer that is right is held: where the two disagree, the surer one counts
    return max(held(features), sure) < models().least_held or sure < LEAST_RIGHT


def _share(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
