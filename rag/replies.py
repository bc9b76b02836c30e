"""How much a sentence looks like the reply to a question: whether it holds the fact asked for.

A cosine tells what a sentence is about. Whether it says *who*, *when* or *why* shows in how both
vectors go together: logistic regression over question, sentence, their product and their
difference (Conneau et al. 2017, arXiv:1705.02364, section 3), fitted by ``python -m
glossator.eval.tuning fit`` to questions for a fact with the sentence that holds it, with the
entry's best other sentence, and with entries that don't hold it. It belongs to one encoder.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data import path as shipped

__all__ = ["FILE", "ReplyModel", "as_model", "interplay", "replies", "reply_model"]

FILE = "replies.json"
#: What brings the four parts of :func:`interplay` to one scale.
_SCALES = (5.0, 5.0, 10.0, 3.0)


@dataclass(frozen=True, slots=True)
class ReplyModel:
    """The classifier.

    Attributes:
        encoder: sha256 of the encoder whose vectors it reads.
        bias: its log odds for nothing.
        weights: shape ``(4 * dim + 1,)``.
    """

    encoder: str
    bias: float
    weights: NDArray[np.float32]

    def __call__(self, question: NDArray[np.float32], sentence: NDArray[np.float32]) -> float:
        """Return how likely a sentence replies to a question, in (0, 1); both of unit length."""
        log_odds = self.bias + float(self.weights @ interplay(question, sentence))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def interplay(question: NDArray[np.float32], sentence: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how two unit vectors go together: both, product, difference, cosine; ``4 dim + 1``."""
    parts = (question, sentence, question * sentence, np.abs(question - sentence))
    scaled = [part * scale for part, scale in zip(parts, _SCALES, strict=True)]
    return np.concatenate([*scaled, [question @ sentence]]).astype(np.float32)


@lru_cache(maxsize=1)
def reply_model() -> ReplyModel:
    """Return the classifier that ships with the bundled encoder."""
    return as_model(json.loads((shipped("models") / FILE).read_bytes()))


def replies(question: NDArray[np.float32], sentence: NDArray[np.float32]) -> float:
    """Return how likely a sentence replies to a question, by the classifier that ships."""
    return reply_model()(question, sentence)


def as_model(row: Mapping[str, Any]) -> ReplyModel:
    """Return the classifier that ``replies.json`` holds."""
    return ReplyModel(row["encoder"], row["bias"], np.array(row["weights"], np.float32))
