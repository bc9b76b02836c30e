"""Points in the plane: what is alike stands together, and no label hides another.

Deterministic: the same vectors and labels give the same picture (on one kind of processor).
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["Places", "lay_out"]

Array = NDArray[np.float64]
Places = NDArray[np.float64]

#: Neighbours by meaning that pull at a point.
NEIGHBOURS = 4
PULLS = 120
#: After so many pushes the picture grows by so much, if labels still overlap.
PUSHES = 40
GROWTH = 1.05
MOST_PUSHES = 2000
#: The share of the plane that labels fill before they are moved apart.
FILLED = 0.45


def lay_out(
    vectors: NDArray[np.float32],
    links: NDArray[np.int64],
    boxes: Array,
    aspect: float = 1.4,
) -> Places:
    """Lay labelled points out by their vectors.

    Classical scaling of the cosines (which for unit rows is their principal components) spread
    evenly; then springs to the nearest by meaning and along links, against a push between all;
    then labels that overlap are moved apart.

    Args:
        vectors: shape ``(n, dim)``, unit rows.
        links: shape ``(m, 2)``, pairs of rows.
        boxes: shape ``(n, 2)``, width and height of each label.
        aspect: width by height of the picture that is aimed at.

    Returns:
        The centres of the labels, shape ``(n, 2)``; the least corner of all labels is ``(0, 0)``.
    """
    count = len(vectors)
    if not count:
        return np.zeros((0, 2))
    places = _sprung(_spread(_principal(vectors)), _springs(vectors, links))
    area = float((boxes[:, 0] * boxes[:, 1]).sum()) / FILLED
    height = (area / aspect) ** 0.5
    places = _spread(places) * np.array([height * aspect, height])
    places = _apart(places, boxes)
    corner: Array = (places - boxes / 2).min(axis=0)
    return places - corner


def _principal(vectors: NDArray[np.float32]) -> Array:
    """Return the first two principal components; the largest part of each axis is positive."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    axes = np.vstack([axes, np.zeros((2, axes.shape[1]))])[:2]
    signs = [np.sign(axis[np.argmax(np.abs(axis))]) or 1.0 for axis in axes]
    projected: Array = centred @ (axes * np.array(signs)[:, None]).T
    return projected


def _spread(places: Array) -> Array:
    """Bring points into the unit square, halfway to even distances along each axis."""
    count = len(places)
    ranks = np.argsort(np.argsort(places, axis=0, kind="stable"), axis=0, kind="stable")
    low, high = places.min(axis=0), places.max(axis=0)
    linear = (places - low) / np.where(high > low, high - low, 1.0)
    even: Array = (linear + (ranks + 0.5) / count) / 2
    return even


def _springs(vectors: NDArray[np.float32], links: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each pair of rows that pull at each other, once, in order."""
    alike = (vectors @ vectors.T).astype(np.float64)
    np.fill_diagonal(alike, -2.0)
    kept = min(NEIGHBOURS, len(vectors) - 1)
    near = np.argsort(-alike.round(5), axis=1, kind="stable")[:, :kept]
    pairs = np.column_stack([np.repeat(np.arange(len(vectors)), kept), near.ravel()])
    pairs = np.vstack([pairs, links.reshape(-1, 2)]).astype(np.int64)
    return np.unique(np.sort(pairs, axis=1), axis=0)


def _sprung(places: Array, springs: NDArray[np.int64]) -> Array:
    """Let springs pull and all points push (Fruchterman & Reingold 1991, section 3)."""
    count = len(places)
    ideal = (1.0 / count) ** 0.5
    places = places.copy()
    for step in range(PULLS):
        away = places[:, None, :] - places[None, :, :]
        squares = (away**2).sum(axis=2) + 1e-9
        move = (away * (ideal**2 / squares)[:, :, None]).sum(axis=1)
        if len(springs):
            one, two = springs.T
            along = places[one] - places[two]
            pull = along * (np.linalg.norm(along, axis=1) / ideal)[:, None]
            np.add.at(move, one, -pull)
            np.add.at(move, two, pull)
        heat = 0.05 * (1 - step / PULLS)
        length = np.linalg.norm(move, axis=1, keepdims=True)
        places += move / np.maximum(length, 1e-9) * np.minimum(length, heat)
    return places


def _apart(places: Array, boxes: Array) -> Array:
    """Move overlapping labels apart; where they have no room, the whole picture grows."""
    places = places.copy()
    reach = (boxes[:, None, :] + boxes[None, :, :]) / 2
    upper = np.triu(np.ones((len(places),) * 2, dtype=bool), 1)
    for step in range(1, MOST_PUSHES + 1):
        away = places[None, :, :] - places[:, None, :]
        over = reach - np.abs(away)
        one, two = np.nonzero((over > 1e-6).all(axis=2) & upper)
        if not len(one):
            break
        places += _shifts(over[one, two], away[one, two], one, two, len(places))
        if step % PUSHES == 0:
            places *= GROWTH
    return places


def _shifts(
    depth: Array, away: Array, one: NDArray[np.int64], two: NDArray[np.int64], count: int
) -> Array:
    """Return how far each label goes: every pair along the way that is shorter, half each."""
    axis = np.argmin(depth, axis=1)
    pair = np.arange(len(one))
    by = (depth[pair, axis] / 2 + 0.5) * np.where(away[pair, axis] >= 0, 1.0, -1.0)
    shift = np.zeros((count, 2))
    np.add.at(shift, (one, axis), -by)
    np.add.at(shift, (two, axis), by)
    bounded: Array = np.clip(shift, -60, 60)
    return bounded
