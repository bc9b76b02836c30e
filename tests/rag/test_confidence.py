"""How sure an answer is, by named features: what holds for any curves that may be fitted."""

import json
import math
from dataclasses import asdict, fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.data import path as shipped
from glossator.rag import Glossator, Settings
from glossator.rag.confidence import FILE, Model, confidence, held, is_refused, models
from glossator.rag.features import NO_FEATURES, Features

SHARES = st.builds(Features, *[st.floats(0, 1)] * len(fields(Features)))
#: What a question that is a name alone gives its answer, and what nothing speaks for.
BY_NAME = replace(NO_FEATURES, named=1, whole=1, dense=0.8, margin=0.8)
GUESS = replace(NO_FEATURES, dense=0.1, unheld=1, unknown=1, unnamed=1, called=0.5, far=0.5)


def log_odds(share: float) -> float:
    return math.log(share / (1 - share))


def test_without_features_the_bias_alone_decides() -> None:
    assert log_odds(confidence(NO_FEATURES)) == pytest.approx(models().right.bias)
    assert log_odds(held(NO_FEATURES)) == pytest.approx(models().held.bias)
    assert set(models().right.pulls(NO_FEATURES).values()) == {0.0}


def test_a_curve_ships_for_each_feature_and_for_nothing_else() -> None:
    row = json.loads((shipped("models") / FILE).read_bytes())
    for model in (row["right"], row["held"]):
        assert list(model["curves"]) == [field.name for field in fields(Features)]
        assert {len(curve) for curve in model["curves"].values()} == {5}
        assert {curve[0] for curve in model["curves"].values()} == {0.0}
    assert models().right.bias == row["right"]["bias"]
    assert 0 < models().least_held < 1


@settings(deadline=None)
@given(SHARES)
def test_both_lie_between_zero_and_one_and_pulls_add_up(features: Features) -> None:
    shares = (confidence(features), held(features))
    for share, model in zip(shares, (models().right, models().held), strict=True):
        assert 0 < share < 1
        assert log_odds(share) == pytest.approx(model.bias + sum(model.pulls(features).values()))


CURVED = Model(0.5, dict.fromkeys(asdict(NO_FEATURES), (0.0, 1.0, 3.0, 2.0, -2.0)))


@pytest.mark.parametrize(
    ("at", "height"),
    [(0, 0), (0.125, 0.5), (0.25, 1), (0.5, 3), (0.625, 2.5), (0.75, 2), (0.9375, -1), (1, -2)],
)
def test_a_pull_is_the_height_of_the_curve_straight_between_its_knots(
    at: float, height: float
) -> None:
    pulls = CURVED.pulls(replace(NO_FEATURES, dense=at))
    assert pulls.pop("dense") == pytest.approx(height)
    assert set(pulls.values()) == {0.0}
    assert CURVED.log_odds(replace(NO_FEATURES, dense=at)) == pytest.approx(0.5 + height)


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


def test_an_answer_by_name_is_surer_than_a_guess_and_they_stand_on_two_sides() -> None:
    assert confidence(BY_NAME) > 0.5 > confidence(GUESS)
    assert held(BY_NAME) > models().least_held > held(GUESS)


def test_without_a_threshold_it_is_refused_where_nothing_is_probably_held() -> None:
    assert not is_refused(BY_NAME, 0.2, Settings())
    assert is_refused(GUESS, 0.2, Settings())


def test_what_is_surely_right_is_answered_and_what_is_surely_wrong_refused() -> None:
    assert not is_refused(GUESS, 0.9, Settings())
    assert is_refused(BY_NAME, 0.01, Settings())


@pytest.mark.parametrize("features", [BY_NAME, GUESS])
def test_a_threshold_of_the_persons_own_decides_alone(features: Features) -> None:
    assert is_refused(features, 0.39, Settings(threshold=0.4))
    assert not is_refused(features, 0.4, Settings(threshold=0.4))
    assert not is_refused(features, 0.0, Settings(threshold=0.0))


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
