"""How sure an answer is: a first form, not calibrated yet.

A logistic of features that can be named. Its weights were fitted to right and wrong answers
to our own questions, so it orders answers usefully; it promises no probability on other
glossaries yet.
"""

import math
from dataclasses import astuple, dataclass

__all__ = ["BIAS", "NO_FEATURES", "WEIGHTS", "Features", "confidence"]


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
        unnamed: 1 if it asks what something is, in a few words that are no entry's name.
    """

    named: float
    whole: float
    dense: float
    coverage: float
    unheld: float
    unknown: float
    unnamed: float


#: Fitted by ``python -m glossator.eval.fit`` to the train split of our own questions.
BIAS = -3.42
WEIGHTS = Features(
    named=1.60, whole=2.60, dense=4.99, coverage=1.03, unheld=-1.28, unknown=-0.30, unnamed=-0.23
)

NO_FEATURES = Features(0, 0, 0, 0, 0, 0, 0)


def confidence(features: Features) -> float:
    """Return how likely the answer is right, in (0, 1): ``1 / (1 + exp(-(b + w · x)))``."""
    z = BIAS + sum(w * x for w, x in zip(astuple(WEIGHTS), astuple(features), strict=True))
    return 1 / (1 + math.exp(-z))
