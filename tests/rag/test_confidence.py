"""The confidence: a logistic of named features, each pulling in the direction that it should."""

import math
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.rag.confidence import BIAS, NO_FEATURES, WEIGHTS, Features, confidence

SHARES = st.builds(Features, *[st.floats(0, 1)] * 7)


def test_without_features_the_bias_alone_decides() -> None:
    assert confidence(NO_FEATURES) == pytest.approx(1 / (1 + math.exp(-BIAS)))


def test_the_weighted_features_go_through_a_logistic() -> None:
    z = BIAS + 0.5 * WEIGHTS.named + WEIGHTS.whole + 0.8 * WEIGHTS.dense
    found = confidence(replace(NO_FEATURES, named=0.5, whole=1, dense=0.8))
    assert found == pytest.approx(1 / (1 + math.exp(-z)))


@settings(deadline=None)
@given(SHARES)
def test_it_lies_between_zero_and_one(features: Features) -> None:
    assert 0 < confidence(features) < 1


@pytest.mark.parametrize("feature", list(asdict(NO_FEATURES)))
def test_what_speaks_for_an_answer_raises_it_and_the_rest_lowers_it(feature: str) -> None:
    found = confidence(replace(NO_FEATURES, **{feature: 1.0}))
    speaks_for = feature in {"named", "whole", "dense", "coverage"}
    assert (found > confidence(NO_FEATURES)) is speaks_for


def test_a_named_answer_is_surer_than_a_likely_one_and_that_than_a_guess() -> None:
    named = Features(1, 1, 0.8, 0, 0, 0, 0)
    likely = Features(0, 0, 0.7, 0.8, 0, 0, 0)
    guess = Features(0, 0, 0.2, 0.1, 1, 1, 1)
    assert confidence(named) > confidence(likely) > 0.5 > confidence(guess)
