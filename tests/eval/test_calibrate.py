"""The threshold that keeps a risk, and what it promises on questions it has not seen."""

import json
import math
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.eval.asking import Asker
from glossator.eval.calibrate import (
    Calibration,
    calibrate,
    candidates,
    choose_threshold,
    fit_scale,
)
from glossator.eval.holdings import Holdings
from glossator.eval.records import Question
from glossator.eval.scoring import Scored
from glossator.eval.statistics import exact_interval
from glossator.index.encoder import bundled
from glossator.rag import InputError
from glossator.rag.calibration import load_settings

from .small import ask, open_small, outcome


def choose(confidence: list[float], wrong: list[int], risk: float) -> float:
    return choose_threshold(np.array(confidence), np.array(wrong, dtype=bool), risk)


def test_the_threshold_lies_between_what_is_kept_and_what_is_not() -> None:
    # (0 + 1) / (3 + 1) = 25 % is kept; with the wrong one it would be 2/5
    assert choose([0.9, 0.8, 0.7, 0.5], [0, 0, 0, 1], 0.25) == 0.6
    assert choose([0.5, 0.7, 0.8, 0.9], [1, 0, 0, 0], 0.25) == 0.6


def test_a_wrong_answer_in_the_middle_may_be_kept_if_enough_right_ones_follow() -> None:
    assert choose([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3], [0, 1, 0, 0, 0, 0, 1], 0.3) == 0.35


def test_equal_confidences_stand_or_fall_together() -> None:
    assert choose([0.9] * 3 + [0.5] * 2, [0, 0, 0, 0, 1], 0.25) == 0.7


def test_all_may_be_kept() -> None:
    assert choose([0.9, 0.8, 0.7], [0, 0, 0], 0.25) == 0.0


def test_a_risk_that_cannot_be_kept_says_how_many_answers_it_takes() -> None:
    with pytest.raises(InputError, match="takes 99 of the surest answers without an error"):
        choose([0.9] * 98, [0] * 98, 0.01)
    assert choose([0.9] * 99, [0] * 99, 0.01) == 0.0
    with pytest.raises(InputError, match="there are 0 answers in all"):
        choose([], [], 0.5)


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1), st.floats(0.05, 0.9))
def test_what_is_kept_keeps_the_risk_with_one_more_error(
    rows: list[tuple[int, bool]], risk: float
) -> None:
    confidence, wrong = [n / 20 for n, _ in rows], [int(bad) for _, bad in rows]
    try:
        threshold = choose(confidence, wrong, risk)
    except InputError:
        return
    kept = [bad for sure, bad in zip(confidence, wrong, strict=True) if sure >= threshold]
    assert (sum(kept) + 1) / (len(kept) + 1) <= risk


@pytest.fixture(scope="module")
def holdings(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    with open_small(tmp_path_factory.mktemp("small"), bundled()) as glossary:
        return Holdings(glossary.index)


def made(n: int, seed: int) -> tuple[list[Question], list[Scored]]:
    """Make questions whose confidence is the chance that they are right."""
    rng = random.Random(seed)
    questions = [ask(f"q{row}", f"Term {row}" if row % 4 else "") for row in range(n)]
    sure = [rng.random() for _ in questions]
    return questions, [
        outcome(one.id, p, right=one.answerable and rng.random() < p**0.2)
        for one, p in zip(questions, sure, strict=True)
    ]


def unscaled(found: Calibration) -> float:
    """Return the confidence before scaling at which a calibration begins to answer."""
    if not 0 < found.threshold < 1:
        return found.threshold
    odds = math.log(found.threshold / (1 - found.threshold))
    return 1 / (1 + math.exp(-(odds - found.shift) / found.slope))


def test_the_promise_is_the_exact_interval_of_the_half_that_did_not_choose(
    holdings: Holdings,
) -> None:
    questions, scored = made(2000, 1)
    # unanswerable ones are wrong at any confidence; make them unsure, so that something is learned
    scored = [
        one if question.answerable else outcome(question.id, one.confidence / 5, right=False)
        for question, one in zip(questions, scored, strict=True)
    ]
    found = calibrate(questions, scored, holdings, 0.1, encoder="ff")
    kept = [one for one in scored if one.confidence >= unscaled(found)]
    assert 0 < found.n < len(kept)
    assert found.interval.n == found.n
    errors = found.interval.value * found.n
    assert (found.interval.low, found.interval.high) == pytest.approx(
        exact_interval(errors, found.n)
    )
    assert found.interval.low <= 0.1 <= found.interval.high + 0.05
    assert not found.synthetic
    assert json.loads(found.to_json())["threshold"] == found.threshold
    assert f"{found.interval.high:.1%}" in found.says()


def test_the_promised_risk_covers_the_true_one_in_most_data_sets(holdings: Holdings) -> None:
    held = 0
    for seed in range(40):
        questions, scored = made(600, seed)
        scored = [
            one if question.answerable else outcome(question.id, 0.01, right=False)
            for question, one in zip(questions, scored, strict=True)
        ]
        found = calibrate(questions, scored, holdings, 0.15, encoder="", seed=seed)
        # the true risk above a threshold t: 1 - mean of p^0.2 over [t, 1]
        t = unscaled(found)
        truth = 1 - (1 - t**1.2) / 1.2 / (1 - t)
        held += found.interval.low <= truth <= found.interval.high
    assert held >= 36  # 95 % of 40 are 38


def test_it_needs_questions_of_both_kinds_and_a_risk_between_0_and_1(holdings: Holdings) -> None:
    questions, scored = made(40, 1)
    with pytest.raises(InputError, match="risk 5; expected a share between 0 and 1"):
        calibrate(questions, scored, holdings, 5, encoder="")
    only = [row for row, one in enumerate(questions) if one.answerable]
    with pytest.raises(InputError, match="needs questions that can be answered and some that"):
        calibrate(
            [questions[row] for row in only],
            [scored[row] for row in only],
            holdings,
            0.1,
            encoder="",
        )


def test_a_users_own_glossary_gives_its_own_questions(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    encoder = bundled()
    with open_small(tmp_path_factory.mktemp("own"), encoder) as glossary:
        holdings = Holdings(glossary.index)
        questions, scored = candidates(Asker(glossary, encoder, holdings), holdings)
        found = calibrate(questions, scored, holdings, 0.5, encoder=encoder.sha256)
    assert len(questions) == len(scored)
    assert {one.answerable for one in questions} == {True, False}
    assert found.synthetic
    assert found.entries == 7
    assert "questions like those made from this glossary" in found.says()


def test_a_question_and_its_entry_left_out_are_in_one_half(holdings: Holdings) -> None:
    from glossator.eval.calibrate import _entries

    kept = ask("what is a keel?", "Keel")
    gone = ask("a keel?", without=("Keel",))
    one, two, other = _entries([kept, gone, ask("rust?")], holdings)
    assert one == two != other


# --- the scale of the confidence ---


def sigmoid(odds: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.asarray(1 / (1 + np.exp(-odds)))


def drawn(slope: float, shift: float, n: int) -> tuple[float, float]:
    """Fit the scale to confidences whose true odds are a scale of what they say."""
    rng = np.random.default_rng(7)
    odds = rng.normal(0, 2, n)
    right = rng.random(n) < sigmoid(slope * odds + shift)
    return fit_scale(sigmoid(odds), right)


@pytest.mark.parametrize(("slope", "shift"), [(1, 0), (0.4, 0), (2, 0), (1, -1.5), (0.5, 1)])
def test_the_scale_that_made_the_answers_right_is_found(slope: float, shift: float) -> None:
    assert drawn(slope, shift, 20_000) == pytest.approx((slope, shift), abs=0.1)


def test_over_confident_figures_come_true_and_keep_their_order() -> None:
    rng = np.random.default_rng(3)
    odds = rng.normal(0, 2, 5000)
    right = rng.random(5000) < sigmoid(0.3 * odds - 0.5)  # true odds are far nearer to even
    slope, shift = fit_scale(sigmoid(odds), right)
    scaled = sigmoid(slope * odds + shift)
    assert (np.argsort(scaled, kind="stable") == np.argsort(odds, kind="stable")).all()
    surest, least = np.argsort(-odds)[:1000], np.argsort(odds)[:1000]
    for rows in (surest, least):
        share = float(right[rows].mean())
        assert abs(float(sigmoid(odds)[rows].mean()) - share) > 0.1
        assert abs(float(scaled[rows].mean()) - share) < 0.04


@pytest.mark.parametrize("right", [True, False])
def test_answers_that_are_all_right_or_all_wrong_are_not_scaled_to_certainty(right: bool) -> None:
    confidence = np.array([0.2, 0.5, 0.8])
    slope, shift = fit_scale(confidence, np.full(3, right))
    scaled = sigmoid(slope * np.log(confidence / (1 - confidence)) + shift)
    assert 0.1 < scaled.min() <= scaled.max() < 0.9  # Platt's targets: 4/5 and 1/5


def test_where_the_surer_are_the_wronger_the_order_stays() -> None:
    confidence = np.linspace(0.05, 0.95, 50)
    slope, shift = fit_scale(confidence, confidence < 0.5)
    assert slope == pytest.approx(0.1)
    assert math.isfinite(shift)


@pytest.mark.parametrize("confidence", [[0.0, 1.0], [1.0, 1.0], [0.5, 0.5]])
def test_certain_and_equal_figures_have_a_scale_too(confidence: list[float]) -> None:
    slope, shift = fit_scale(np.array(confidence), np.array([False, True]))
    assert 0.1 <= slope <= 10
    assert -10 <= shift <= 10


def test_without_answers_nothing_is_scaled() -> None:
    assert fit_scale(np.array([]), np.array([], dtype=bool)) == pytest.approx((1, 0))


def test_a_scale_makes_what_the_calibration_promises(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Asked with what was fitted, the same answers are kept, and the figures are those."""
    encoder = bundled()
    with open_small(tmp_path_factory.mktemp("kept"), encoder) as glossary:
        holdings = Holdings(glossary.index)
        questions, scored = candidates(Asker(glossary, encoder, holdings), holdings)
        found = calibrate(questions, scored, holdings, 0.5, encoder=encoder.sha256)
        path = tmp_path_factory.mktemp("fitted") / "calibration.json"
        path.write_text(found.to_json(), encoding="utf-8")
        fitted = load_settings(path, encoder.sha256)
        assert (fitted.slope, fitted.shift) == (found.slope, found.shift)
        for question, one in zip(questions, scored, strict=True):
            if question.without or not 0.001 < one.confidence < 0.999:
                continue
            answer = glossary.ask(question.question, settings=fitted)
            odds = math.log(one.confidence / (1 - one.confidence))
            sure = 1 / (1 + math.exp(-(found.slope * odds + found.shift)))
            assert answer.confidence == pytest.approx(sure, abs=0.01)
            if abs(sure - found.threshold) > 0.01:
                assert answer.answered is (one.answered and sure > found.threshold)
