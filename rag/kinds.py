"""What a question sounds like: a small classifier, for where no rule is clear.

Multinomial logistic regression over the question's vector, fitted by ``python -m
glossator.eval.tuning fit`` to questions written for tuning. It belongs to one encoder; an index
of another encoder does without.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data import path as shipped

__all__ = ["FILE", "KINDS", "KindModel", "as_model", "is_bundled", "kind_model", "sounds_like"]

FILE = "kinds.json"
#: ``define`` names a thing; ``reverse`` describes one; ``fact``, ``yesno`` and ``relation`` want
#: something of one; ``far`` is about another world.
KINDS = ("define", "reverse", "fact", "yesno", "relation", "compare", "list", "far")


@dataclass(frozen=True, slots=True)
class KindModel:
    """The classifier.

    Attributes:
        encoder: sha256 of the encoder whose vectors it reads.
        bias: one for each of ``KINDS``, shape ``(8,)``.
        weights: shape ``(8, dim)``.
    """

    encoder: str
    bias: NDArray[np.float32]
    weights: NDArray[np.float32]

    def __call__(self, vector: NDArray[np.float32]) -> dict[str, float]:
        """Return the probability of each kind for a question's unit vector, summing to 1."""
        scores = self.weights @ vector + self.bias
        shares = np.exp(scores - scores.max())
        return dict(zip(KINDS, (shares / shares.sum()).tolist(), strict=True))


@lru_cache(maxsize=1)
def kind_model() -> KindModel:
    """Return the classifier that ships with the bundled encoder."""
    return as_model(json.loads((shipped("models") / FILE).read_bytes()))


def as_model(row: Mapping[str, Any]) -> KindModel:
    """Return the classifier that ``kinds.json`` holds."""
    return KindModel(
        row["encoder"], np.array(row["bias"], np.float32), np.array(row["weights"], np.float32)
    )


def is_bundled(encoder: str) -> bool:
    """Tell whether an encoder, by its sha256, is the one that ships, which knows English only."""
    return kind_model().encoder == encoder


def sounds_like(vector: NDArray[np.float32], encoder: str) -> Mapping[str, float]:
    """Return the probability of each kind, or nothing for an encoder that it doesn't know.

    Args:
        vector: the question's, of unit length.
        encoder: sha256 of the encoder that made it.
    """
    model = kind_model()
    return model(vector) if model.encoder == encoder else {}
