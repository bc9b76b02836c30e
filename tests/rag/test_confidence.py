"""The confidence: a logistic of named features. What holds for any weights that may be fitted."""

import json
import math
from dataclasses import asdict, astuple, fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.data import path as shipped
from glossator.rag import Glossator, Settings
from glossator.rag.confidence import FILE, NO_FEATURES, Features, confidence, model, pulls

SHARES = st.builds(Features, *[st.floats(0, 1)] * len(fields(Features)))
#: What a question that is a name alone gives its answer, and what nothing speaks for.
BY_NAME = replace(NO_FEATURES, named=1, whole=1, dense=0.8, margin=0.8)
GUESS = replace(NO_FEATURES, dense=0.1, unheld=1, unknown=1, unnamed=1, called=0.5, far=0.5)


def log_odds(share: float) -> float:
    return math.log(share / (1 - share))


def test_without_features_the_bias_alone_decides() -> None:
    assert log_odds(confidence(NO_FEATURES)) == pytest.approx(model().bias)
    assert set(pulls(NO_FEATURES).values()) == {0.0}


def test_a_weight_ships_for_each_feature_and_for_nothing_else() -> None:
    row = json.loads((shipped("models") / FILE).read_bytes())
    assert list(row["weights"]) == [field.name for field in fields(Features)]
    assert astuple(model().weights) == tuple(row["weights"].values())
    assert model().bias == row["bias"]
    assert 0 < row["right"] < row["answers"]


@settings(deadline=None)
@given(SHARES)
def test_it_lies_between_zero_and_one_and_pulls_add_up(features: Features) -> None:
    sure = confidence(features)
    assert 0 < sure < 1
    assert log_odds(sure) == pytest.approx(model().bias + sum(pulls(features).values()))


@pytest.mark.parametrize("feature", list(asdict(NO_FEATURES)))
def test_a_pull_is_the_weight_times_the_feature(feature: str) -> None:
    found = pulls(replace(NO_FEATURES, **{feature: 0.5}))
    weight = asdict(model().weights)[feature]
    assert found.pop(feature) == pytest.approx(weight / 2)
    assert set(found.values()) == {0.0}


@pytest.mark.parametrize(("slope", "shift"), [(1, 0), (0.5, 0), (2, 0), (1, -3), (0.1, 1.5)])
def test_a_scale_multiplies_the_log_odds_and_shifts_them(slope: float, shift: float) -> None:
    plain, scaled = confidence(BY_NAME), confidence(BY_NAME, slope, shift)
    assert log_odds(scaled) == pytest.approx(slope * log_odds(plain) + shift)


def test_no_scale_makes_certain_or_fails() -> None:
    assert 0 < confidence(BY_NAME, 1e6, -1e9) < 1e-12
    assert 1 - 1e-12 < confidence(BY_NAME, 1e-6, 1e9) < 1


def test_names_alone_and_nearness_speak_for_an_answer_and_another_field_against_it() -> None:
    begin = confidence(NO_FEATURES)
    assert confidence(replace(NO_FEATURES, named=1, whole=1)) > begin
    assert confidence(replace(NO_FEATURES, dense=1, margin=1)) > begin
    assert confidence(replace(NO_FEATURES, far=1)) < begin
    assert confidence(replace(NO_FEATURES, unnamed=1, unknown=1)) < begin


@pytest.mark.parametrize("kind", ["described", "asked"])
def test_what_is_described_or_asked_of_is_surer_the_nearer_it_is(kind: str) -> None:
    def at(near: float) -> float:
        told = {kind: 1.0, f"{kind}_near": near}
        return confidence(replace(NO_FEATURES, dense=near, **told))

    assert at(0.8) > at(0.5) > at(0.2)


def test_an_answer_by_name_is_surer_than_a_guess_and_they_stand_on_two_sides() -> None:
    threshold = Settings().threshold
    assert confidence(BY_NAME) > 0.5 > threshold > confidence(GUESS)


def test_the_surest_questions_of_a_glossary_are_those_that_name_an_entry(
    sailing: Glossator,
) -> None:
    ever = Settings(threshold=0.0)
    named = [sailing.ask(q, settings=ever).confidence for q in ("what is a jib?", "halyard")]
    absent = [
        sailing.ask(q, settings=ever).confidence
        for q in ("what is a spinnaker?", "who won the cup?", "how do I boil an egg?")
    ]
    assert min(named) > 0.5 > max(absent)
