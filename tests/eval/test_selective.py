"""Selective answering: hand-worked curves, scikit-learn as oracle, refusals and ties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, roc_auc_score

from glossator.eval.metrics import Grade
from glossator.eval.selective import (
    Flips,
    Outcomes,
    aurc,
    auroc,
    brier_score,
    count_flips,
    coverage_at_risk,
    excess_aurc,
    expected_calibration_error,
    false_answer_rate,
    false_refusal_rate,
    has_answer_score,
    no_answer_accuracy,
    reliability_bins,
    risk_coverage_curve,
)

#: One question: confidence, and r(ight), w(rong), R(efused), m(issing), a(nswered the
#: unanswerable), N(o answer, rightly)
Row = tuple[float, str]


def outcomes(rows: list[Row]) -> Outcomes:
    kinds = np.array([kind for _, kind in rows], dtype=str)
    return Outcomes(
        confidence=np.array([confidence for confidence, _ in rows], dtype=np.float64),
        answered=np.isin(kinds, ["r", "w", "a"]),
        refused=np.isin(kinds, ["R", "N"]),
        right=kinds == "r",
        answerable=~np.isin(kinds, ["a", "N"]),
    )


MIXED = outcomes([(0.9, "r"), (0.8, "w"), (0.7, "r"), (0.3, "R"), (0.6, "a"), (0.1, "N"), (0, "m")])


def test_rates_by_hand() -> None:
    assert false_answer_rate(MIXED) == 1 / 2
    assert no_answer_accuracy(MIXED) == 1 / 2
    assert false_refusal_rate(MIXED) == 1 / 5  # the missing line is neither answered nor refused
    assert has_answer_score(MIXED, [1, 0.5, 1, 1, 1, 1, 1]) == 2.5 / 5


def test_a_rate_over_nothing_is_no_number() -> None:
    answerable = outcomes([(0.9, "r")])
    assert np.isnan(false_answer_rate(answerable))
    assert np.isnan(no_answer_accuracy(answerable))
    assert np.isnan(false_refusal_rate(outcomes([(0.5, "N")])))


def test_the_curve_by_hand() -> None:
    coverage, risk = risk_coverage_curve(MIXED)
    assert coverage.tolist() == [1 / 7, 2 / 7, 3 / 7, 4 / 7]  # it stops where answers stop
    assert risk.tolist() == [0, 1 / 2, 1 / 3, 2 / 4]
    assert coverage_at_risk(MIXED, 0.01) == 1 / 7
    assert coverage_at_risk(MIXED, 0.4) == 3 / 7
    assert coverage_at_risk(outcomes([(0.9, "w")]), 0.05) == 0.0


def test_aurc_by_hand() -> None:
    # the unanswered three stand last, as errors: 0, 1, 1, 2, 3, 4, 5 errors among the first 1 … 7
    assert aurc(MIXED) == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4 + 3 / 5 + 4 / 6 + 5 / 7) / 7)
    ideal = (0 + 0 + 1 / 3 + 2 / 4 + 3 / 5 + 4 / 6 + 5 / 7) / 7
    assert excess_aurc(MIXED) == pytest.approx(aurc(MIXED) - ideal)


def test_the_published_example_without_refusals() -> None:
    # right, wrong, right, wrong by falling confidence: risks 0, 1/2, 1/3, 2/4
    rows = outcomes([(0.2, "w"), (0.9, "r"), (0.5, "r"), (0.7, "w")])
    assert aurc(rows) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)
    assert excess_aurc(rows) == pytest.approx((1 / 2 - 1 / 3 + 1 / 3) / 4)
    assert excess_aurc(outcomes([(0.9, "r"), (0.1, "w")])) == 0.0


def test_refusing_everything_or_nothing_at_all() -> None:
    refusing = outcomes([(0.4, "R"), (0.3, "N")])
    assert aurc(refusing) == 1.0
    assert coverage_at_risk(refusing, 0.05) == 0.0
    assert [part.tolist() for part in risk_coverage_curve(refusing)] == [[], []]
    nothing = outcomes([])
    assert coverage_at_risk(nothing, 0.05) == 0.0
    with pytest.raises(ValueError, match="no outcomes"):
        aurc(nothing)


def test_a_tie_can_not_be_parted_and_counts_its_errors_first() -> None:
    tied = outcomes([(0.9, "r"), (0.9, "r"), (0.9, "w"), (0.5, "r")])
    coverage, risk = risk_coverage_curve(tied)
    assert (coverage.tolist(), risk.tolist()) == ([0.75, 1.0], [1 / 3, 1 / 4])
    assert coverage_at_risk(tied, 0.3) == 1.0
    assert coverage_at_risk(tied, 0.2) == 0.0
    assert aurc(tied) == pytest.approx((1 + 1 / 2 + 1 / 3 + 1 / 4) / 4)


def test_calibration_by_hand() -> None:
    rows = outcomes([(0.2, "w"), (0.4, "r"), (0.6, "w"), (0.8, "r")])
    low, high = reliability_bins(rows, bins=2)
    assert (low.n, low.accuracy, high.n, high.accuracy) == (2, 0.5, 2, 0.5)
    assert [low.confidence, high.confidence] == pytest.approx([0.3, 0.7])
    assert expected_calibration_error(rows, bins=2) == pytest.approx(0.2)
    assert brier_score(rows) == pytest.approx((0.04 + 0.36 + 0.36 + 0.04) / 4)
    assert auroc(rows) == 3 / 4


def test_equal_confidences_share_a_bin() -> None:
    rows = outcomes([(0.9, "r")] * 9 + [(0.9, "w")])
    (only,) = reliability_bins(rows)
    assert (only.n, only.accuracy) == (10, 0.9)
    assert only.confidence == pytest.approx(0.9)
    assert expected_calibration_error(rows) == pytest.approx(0.0)


def test_a_refused_candidate_counts_where_its_truth_is_known() -> None:
    rows = outcomes([(0.9, "r"), (0.2, "N"), (0.3, "R"), (0.0, "m")])
    assert sum(group.n for group in reliability_bins(rows)) == 2
    assert auroc(rows) == 1.0
    assert brier_score(rows) == pytest.approx((0.01 + 0.04) / 2)


def test_what_can_not_be_told_is_no_number() -> None:
    assert np.isnan(auroc(outcomes([(0.9, "r"), (0.8, "r")])))
    assert np.isnan(brier_score(outcomes([(0.5, "R")])))
    assert np.isnan(expected_calibration_error(outcomes([(0.5, "R")])))


def test_scikit_learn_agrees() -> None:
    rng = np.random.default_rng(5)
    for round_to in (1, 2, 12):  # with and without ties
        confidence = rng.random(400).round(round_to)
        right = rng.random(400) < confidence
        rows = outcomes([(c, "r" if r else "w") for c, r in zip(confidence, right, strict=True)])
        assert auroc(rows) == pytest.approx(roc_auc_score(right, confidence))
        assert brier_score(rows) == pytest.approx(brier_score_loss(right, confidence))
    accuracy, sure = calibration_curve(right, confidence, n_bins=10, strategy="quantile")
    assert [group.n for group in reliability_bins(rows)] == [40] * 10
    assert expected_calibration_error(rows) == pytest.approx(np.mean(np.abs(accuracy - sure)))


ROWS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]) | st.floats(0, 1), st.sampled_from("rwRmaN")
    ),
    min_size=1,
    max_size=30,
)


@given(ROWS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_questions_changes_nothing(both: tuple[list[Row], list[Row]]) -> None:
    one, two = map(outcomes, both)
    assert aurc(one) == aurc(two)
    assert excess_aurc(one) == excess_aurc(two)
    for measure in (auroc, brier_score, expected_calibration_error):
        assert measure(one) == pytest.approx(measure(two), nan_ok=True)
    assert [part.tolist() for part in risk_coverage_curve(one)] == [
        part.tolist() for part in risk_coverage_curve(two)
    ]


@given(ROWS, st.integers(0), st.floats(0, 1))
def test_a_wrong_answer_in_place_of_any_outcome_never_helps(
    rows: list[Row], at: int, confidence: float
) -> None:
    at %= len(rows)
    answerable = rows[at][1] not in "aN"
    # a right answer keeps its confidence: one put elsewhere could be a better ranking by luck
    sure = rows[at][0] if rows[at][1] in "rwa" else confidence
    worse = outcomes([*rows[:at], (sure, "w" if answerable else "a"), *rows[at + 1 :]])
    before = outcomes(rows)
    assert aurc(worse) >= aurc(before) - 1e-12
    # a risk that may be taken can be filled with wrong answers to what was refused: that is what
    # coverage at risk means; where none may be taken, or the answer was given before, it can't rise
    risks = (0.0, 0.01, 0.05, 0.5) if before.answered[at] else (0.0,)
    for risk in risks:
        assert coverage_at_risk(worse, risk) <= coverage_at_risk(before, risk)
    if not answerable:
        assert false_answer_rate(worse) >= false_answer_rate(before)


@given(ROWS, st.floats(0, 1))
def test_one_more_wrong_answer_never_raises_riskless_coverage(rows: list[Row], sure: float) -> None:
    more = outcomes([*rows, (sure, "w")])
    assert coverage_at_risk(more, 0.0) <= coverage_at_risk(outcomes(rows), 0.0)


@given(ROWS)
def test_the_excess_is_never_negative(rows: list[Row]) -> None:
    assert excess_aurc(outcomes(rows)) >= -1e-12


def test_flips_are_counted_by_their_direction() -> None:
    pairs = [
        (Grade.PERFECT, Grade.PERFECT),
        (Grade.PERFECT, Grade.MISSING),
        (Grade.MISSING, Grade.INCORRECT),
        (Grade.MISSING, Grade.PERFECT),
    ]
    assert count_flips(pairs, list(Grade)) == Flips(n=4, flipped=3, broken=2)
    assert count_flips([], list(Grade)) == Flips(0, 0, 0)
    with pytest.raises(ValueError, match="known are"):
        count_flips([("right", Grade.PERFECT)], list(Grade))
