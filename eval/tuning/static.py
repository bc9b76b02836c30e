"""A table of word vectors instead of a network, to know what the network is worth.

Every token of the vocabulary goes through the model alone; the vectors are centred, cut to
their main directions and weighted by how rare a token is (Model2Vec, Tulkens and van Dongen 2024).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .training import TunedModel

__all__ = ["StaticTable"]

DIM = 256
_ZIPF = 1e-3  # smooth inverse frequency, with frequencies by the rank in the vocabulary


class StaticTable:
    """Texts to the mean of their tokens' vectors."""

    def __init__(self, model: TunedModel) -> None:
        self._tokens = model.token_ids
        size = model.vocabulary
        rows = model.encode(model.tokens(range(size)))
        rows = rows - rows.mean(axis=0)
        _, _, directions = np.linalg.svd(rows[:: max(1, size // 8000)], full_matrices=False)
        frequency = 1 / (np.arange(size) + 2.0)
        weights = _ZIPF / (_ZIPF + frequency / frequency.sum())
        self._rows = ((rows @ directions[:DIM].T) * weights[:, None]).astype(np.float32)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, shape ``(n, dim)``."""
        found = np.stack([self._rows[self._tokens(text)].mean(axis=0) for text in texts])
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.maximum(lengths, 1e-9), np.float32)
