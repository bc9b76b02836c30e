"""How likely an answer is right: a logistic of features that have names.

The weights were fitted by ``python -m glossator.eval.tuning fit`` to right and wrong answers over
several glossaries, also with the entry that was asked for taken out, so the figure is a probability
(``docs/answering.md`` says how well it holds). ``glossator eval calibrate`` fits
its scale to one glossary (Platt 1999).
"""

import json
import math
from dataclasses import astuple, dataclass, fields
from functools import lru_cache

from ..data import path as shipped

__all__ = ["FILE", "NO_FEATURES", "Features", "Model", "confidence", "model", "pulls"]

FILE = "confidence.json"


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for an answer and against it, each in [0, 1].

    Attributes:
        named: share of the question's content words that names cover.
        whole: 1 if names alone decide what is quoted.
        edits: letters that had to be changed in the names, to 1 for three or more.
        dense: highest cosine of a quoted sentence with the question.
        margin: how far that is over the best sentence of any other concept, times 3, from 0 to 1.
        coverage: share of the remaining words, weighted by rarity, that the quotes hold.
        unheld: 1 if a kind of fact is asked for and no quote shows it.
        unknown: share of the content words that stand nowhere in the index.
        unnamed: 1 if it asks what something is, in a few words that are no entry's name.
        called: how much it sounds as if it named a thing, in words that are no name here.
        described: how much it sounds as if it described a thing.
        described_near: that times ``dense``.
        asked: how much it sounds as if it wanted a fact.
        asked_near: that times ``dense``.
        asked_covered: that times ``coverage``.
        far: how much it sounds like another field, or like no question.
    """

    named: float
    whole: float
    edits: float
    dense: float
    margin: float
    coverage: float
    unheld: float
    unknown: float
    unnamed: float
    called: float
    described: float
    described_near: float
    asked: float
    asked_near: float
    asked_covered: float
    far: float


@dataclass(frozen=True, slots=True)
class Model:
    """A bias and a weight for each feature."""

    bias: float
    weights: Features


NO_FEATURES = Features(*[0.0] * len(fields(Features)))


@lru_cache(maxsize=1)
def model() -> Model:
    """Return the weights that ship."""
    row = json.loads((shipped("models") / FILE).read_bytes())
    return Model(row["bias"], Features(**row["weights"]))


def confidence(features: Features, slope: float = 1.0, shift: float = 0.0) -> float:
    """Return how likely the answer is right, in (0, 1).

    ``1 / (1 + exp(-(slope * (b + w · x) + shift)))``, with a scale of 1 and 0 unless one was
    fitted to the glossary.
    """
    z = model().bias + sum(pulls(features).values())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, slope * z + shift))))


def pulls(features: Features) -> dict[str, float]:
    """Return what each feature adds to the log odds."""
    names = (field.name for field in fields(Features))
    weighted = (w * x for w, x in zip(astuple(model().weights), astuple(features), strict=True))
    return dict(zip(names, weighted, strict=True))
