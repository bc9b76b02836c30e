"""How sure an answer is: a first form, not calibrated yet.

A logistic of features that can be named. The weights were set by hand on development
questions; they order answers usefully but promise no probability.
"""

import math
from dataclasses import astuple, dataclass

__all__ = ["Features", "confidence"]


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for an answer, each in [0, 1].

    Attributes:
        named: share of the question's content words that names cover.
        whole: 1 if the names cover all of them.
        dense: highest cosine of a quoted sentence with the question.
        coverage: share of the remaining words, weighted by rarity, that the quotes hold.
        unheld: 1 if a kind of fact is asked for and no quote shows it.
        unknown: share of the content words that stand nowhere in the index.
        edits: letters changed to find a name, 0.25 each, at most 1.
        explicit: 1 if the question asks for a definition of words that are no name.
    """

    named: float
    whole: float
    dense: float
    coverage: float
    unheld: float
    unknown: float
    edits: float
    explicit: float


_BIAS = -4.2
_WEIGHTS = Features(
    named=1.0,
    whole=5.5,
    dense=6.5,
    coverage=2.8,
    unheld=-0.9,
    unknown=-2.2,
    edits=-0.6,
    explicit=-2.5,
)


def confidence(features: Features) -> float:
    """Return how likely the answer is right, in (0, 1): ``1 / (1 + exp(-(b + w · x)))``."""
    z = _BIAS + sum(w * x for w, x in zip(astuple(_WEIGHTS), astuple(features), strict=True))
    return 1 / (1 + math.exp(-z))
