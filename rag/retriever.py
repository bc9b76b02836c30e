"""Three channels find entries: names, words (BM25) and meaning (vectors)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..index.encoder import Encoder
from ..index.lexicon import StoredChunk
from ..index.opened import Index
from .mentions import Mention
from .query import Query
from .records import CHANNELS

__all__ = ["Channel", "Evidence", "retrieve"]

#: How many rows each channel brings: enough for ten concepts of several entries each.
DEPTH = 60
#: A BM25 score of this size counts half; raw scores grow with the number of rare words matched.
HALF_BM25 = 12.0
#: What a letter that had to be changed takes from a name's weight.
EDIT_COST = 0.08
#: What a run-in head inside an entry, or a name with a word left out, weighs beside a term.
KIND_WEIGHTS = {"section": 0.75, "part": 0.8}

Channel = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the channels say of one question; each maps an entry row to a score in [0, 1].

    Attributes:
        names: share of the question's content words that a name of the entry covers.
        lexical: BM25, squashed to [0, 1).
        dense: highest cosine of the entry's chunks, negative ones as 0.
        mentions: for entries found by name, the mention.
        chunks: for entries found by meaning, the chunk that is nearest.
        vector: the question's vector, shape ``(dim,)``.
    """

    names: Channel
    lexical: Channel
    dense: Channel
    mentions: Mapping[int, Mention]
    chunks: Mapping[int, StoredChunk]
    vector: NDArray[np.float32]


def retrieve(
    index: Index,
    encoder: Encoder,
    query: Query,
    depth: int = DEPTH,
    channels: Collection[str] = CHANNELS,
) -> Evidence:
    """Ask every channel, or some.

    Args:
        index: what is asked.
        encoder: the one that the index was built with.
        query: the question, understood.
        depth: how many entries each channel brings at most.
        channels: which of ``CHANNELS`` to ask; the others find nothing.
    """
    names, mentions = _by_name(query) if "name" in channels else ({}, {})
    words = index.lexicon.bm25(query.focus, depth) if "lexical" in channels else []
    lexical = {row: score / (score + HALF_BM25) for row, score in words if score > 0}
    vector = encoder.encode([query.question])[0]
    dense, chunks = _by_meaning(index, vector, depth) if "dense" in channels else ({}, {})
    return Evidence(names, lexical, dense, mentions, chunks, vector)


def _by_name(query: Query) -> tuple[dict[int, float], dict[int, Mention]]:
    scores: dict[int, float] = {}
    mentions: dict[int, Mention] = {}
    for mention in query.mentions:
        share = _share(mention, query)
        share *= KIND_WEIGHTS.get(mention.kind, 1.0)
        share *= max(0.0, 1 - EDIT_COST * mention.edits)
        for place, row in enumerate(mention.rows):
            score = share * (1 - min(place, 10) * 0.02)
            if score > scores.get(row, 0.0):
                scores[row], mentions[row] = score, mention
    return scores, mentions


def _share(mention: Mention, query: Query) -> float:
    """Return the share of the question's content words that one mention covers."""
    if not query.focus:
        return 1.0
    if not query.rest and len(query.mentions) == 1:
        return 1.0
    size = max(1, len(mention.written.split()))
    return min(1.0, size / max(len(query.focus), size))


def _by_meaning(
    index: Index, vector: NDArray[np.float32], depth: int
) -> tuple[dict[int, float], dict[int, StoredChunk]]:
    rows, cosines = index.vectors.search(vector, min(len(index.vectors), 3 * depth))
    stored = index.lexicon.chunks([int(row) for row in rows])
    dense: dict[int, float] = {}
    chunks: dict[int, StoredChunk] = {}
    for chunk, cosine in zip(stored, cosines, strict=True):
        if chunk.entry_row not in dense and len(dense) < depth:
            dense[chunk.entry_row] = max(0.0, float(cosine))
            chunks[chunk.entry_row] = chunk
    return dense, chunks
