"""Fits how a sentence that replies to a question is told, see ``rag/replies.py``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...index.encoder import Encoder
from ...rag.replies import interplay
from .data import TuningData
from .measure import FACTS
from .samples import HELD_OUT
from .written import Shelf, Written

__all__ = ["Pairs", "fit_replies", "gather"]

#: Inverse strength of the ridge penalty.
STRENGTH = 0.01
#: What an entry's best other sentence counts beside the one that replies, and what all questions
#: that nothing replies to count together, beside those that something does.
OTHERS = 0.5
LACKING = 0.3
_LACKING = ("nofact", "absent", "far")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Questions, each with a sentence.

    Attributes:
        encoder: sha256 of the encoder whose vectors these are.
        glossaries: whose questions they are.
        rows: how both vectors go together, shape ``(n, 4 * dim + 1)``.
        replies: whether the sentence replies.
        lacking: whether nothing replies.
    """

    encoder: str
    glossaries: tuple[str, ...]
    rows: NDArray[np.float32]
    replies: NDArray[np.bool_]
    lacking: NDArray[np.bool_]


def gather(data: TuningData, encoder: Encoder) -> Pairs:
    """Pair the questions that an encoder may be tuned on with the sentences that come near them.

    Questions for a fact, or for what a thing is, go with their entry's nearest sentence, the one
    that holds it or not, and with the nearest that doesn't; questions for what a glossary lacks
    with its nearest one.
    """
    asked = [one for one in data.trainable() if _is_asked(one)]
    found: list[tuple[str, NDArray[np.float32], bool, bool]] = []
    for name in dict.fromkeys(one.glossary for one in asked):
        own = [one for one in asked if one.glossary == name]
        shelf = data.shelves[name]
        vectors = encoder.encode([passage.text for passage in shelf.passages])
        for one, question in zip(own, encoder.encode([o.question for o in own]), strict=True):
            order = np.argsort(-(vectors @ question), kind="stable")
            for sentence, replies in _sentences(one, shelf, order):
                row = interplay(question, vectors[sentence])
                found.append((name, row, replies, one.kind in _LACKING))
    return Pairs(
        encoder.sha256,
        tuple(name for name, _, _, _ in found),
        np.array([row for _, row, _, _ in found]),
        np.array([replies for _, _, replies, _ in found]),
        np.array([lacking for _, _, _, lacking in found]),
    )


def fit_replies(pairs: Pairs, without: str = "") -> dict[str, Any]:
    """Fit how a sentence that replies is told.

    Args:
        pairs: what to fit to.
        without: a glossary whose questions are left out.

    Returns:
        what ``replies.json`` holds.
    """
    from sklearn.linear_model import LogisticRegression

    kept = np.array([name != without for name in pairs.glossaries])
    rows, replies, lacking = pairs.rows[kept], pairs.replies[kept], pairs.lacking[kept]
    weights = np.where(replies, 1.0, OTHERS)
    weights[lacking] = LACKING * (~lacking).sum() / max(1, lacking.sum())
    model: Any = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(rows, replies, sample_weight=weights)
    return {
        "encoder": pairs.encoder,
        "pairs": len(rows),
        "bias": round(float(model.intercept_[0]), 4),
        "weights": [round(float(weight), 4) for weight in model.coef_[0]],
    }


def _is_asked(one: Written) -> bool:
    fits = one.kind in (*FACTS, "define", "nofact") and len(one.gold) == 1
    return one.glossary not in HELD_OUT and (fits or one.kind in ("absent", "far"))


def _sentences(one: Written, shelf: Shelf, order: NDArray[np.intp]) -> Iterator[tuple[int, bool]]:
    """Yield places of sentences, and whether each replies."""
    if one.kind in ("absent", "far"):
        yield int(order[0]), False
        return
    ((term, sentence),) = one.gold
    concept = shelf.concept_of(term)
    own = [int(place) for place in order if shelf.passages[place].concept == concept]
    holds = [shelf.passages[place].digest == sentence for place in own]
    yield own[0], any(holds)
    others = [place for place, held in zip(own, holds, strict=True) if not held]
    if any(holds) and others:
        yield others[0], False
