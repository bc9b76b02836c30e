"""Points that are alike stand together, and no label hides another."""

import numpy as np
import pytest
from numpy.typing import NDArray

from glossator.ui.layout import lay_out

NONE = np.zeros((0, 2), dtype=np.int64)


def groups(count: int, size: int) -> NDArray[np.float32]:
    """Return unit rows around ``count`` axes, ``size`` a group."""
    rng = np.random.default_rng(7)
    rows = np.repeat(np.eye(count, 32), size, axis=0) + rng.normal(0, 0.05, (count * size, 32))
    unit: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype("f4")
    return unit


def overlaps(places: NDArray[np.float64], boxes: NDArray[np.float64]) -> int:
    reach = (boxes[:, None] + boxes[None, :]) / 2
    over = (np.abs(places[:, None] - places[None, :]) < reach - 1e-3).all(axis=2)
    return int(np.triu(over, 1).sum())


@pytest.mark.parametrize("count", [1, 2, 3, 40, 300])
def test_no_label_overlaps_another_and_none_leaves_the_picture(count: int) -> None:
    rng = np.random.default_rng(count)
    rows = rng.normal(size=(count, 16))
    vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    boxes = np.column_stack([rng.uniform(30, 220, count), np.full(count, 26.0)])
    places = lay_out(vectors, NONE, boxes)
    assert places.shape == (count, 2)
    assert overlaps(places, boxes) == 0
    assert np.allclose((places - boxes / 2).min(axis=0), 0)


def test_what_is_alike_stands_nearer_than_what_is_not() -> None:
    places = lay_out(groups(4, 10), NONE, np.tile([60.0, 26.0], (40, 1)))
    member = np.repeat(np.arange(4), 10)
    far = np.linalg.norm(places[:, None] - places[None, :], axis=2)
    same = (member[:, None] == member[None, :]) & ~np.eye(40, dtype=bool)
    assert far[same].mean() < 0.6 * far[member[:, None] != member[None, :]].mean()


def test_the_same_input_gives_the_same_places() -> None:
    vectors, boxes = groups(5, 8), np.tile([80.0, 26.0], (40, 1))
    links = np.array([[0, 39], [3, 17]], dtype=np.int64)
    assert (lay_out(vectors, links, boxes) == lay_out(vectors, links, boxes)).all()


def test_equal_vectors_are_still_moved_apart() -> None:
    vectors = np.tile(np.eye(1, 8, dtype=np.float32), (12, 1))
    boxes = np.tile([90.0, 26.0], (12, 1))
    assert overlaps(lay_out(vectors, NONE, boxes), boxes) == 0


def test_no_points_make_an_empty_picture() -> None:
    assert lay_out(np.zeros((0, 8), np.float32), NONE, np.zeros((0, 2))).shape == (0, 2)
