"""Ranking metrics: our functions of one question against ir_measures over whole runs."""

import random
from collections.abc import Callable, Mapping, Sequence

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.eval.interchange import run_of
from glossator.eval.metrics import (
    capped_recall_at,
    ndcg_at,
    recall_at,
    reciprocal_rank_at,
    success_at,
)
from glossator.eval.ranking import MEASURES, pessimistic_ranking, score_rankings
from glossator.index.errors import InputError

OURS: dict[str, Callable[[Sequence[str], Mapping[str, int]], float]] = {
    "Success@1": lambda ranking, grades: success_at(ranking, grades, 1),
    "Success@5": lambda ranking, grades: success_at(ranking, grades, 5),
    "R@1": lambda ranking, grades: recall_at(ranking, grades, 1),
    "R@5": lambda ranking, grades: recall_at(ranking, grades, 5),
    "R@10": lambda ranking, grades: recall_at(ranking, grades, 10),
    "R@50": lambda ranking, grades: recall_at(ranking, grades, 50),
    "RR@10": lambda ranking, grades: reciprocal_rank_at(ranking, grades, 10),
    "nDCG@10": lambda ranking, grades: ndcg_at(ranking, grades, 10),
    "nDCG@3": lambda ranking, grades: ndcg_at(ranking, grades, 3),
}
assert set(MEASURES) <= set(OURS)


def random_runs(count: int) -> tuple[dict[str, dict[str, int]], dict[str, list[str]]]:
    """Make rankings and judgements of all shapes: empty, unjudged, of grade 0 and below."""
    rng = random.Random(20)
    names = [f"d{number}" for number in range(60)]
    qrels, rankings = {}, {}
    for query in (f"q{number}" for number in range(count)):
        judged = rng.sample(names, rng.randint(1, 20))
        qrels[query] = {name: rng.choice((-1, 0, 1, 1, 2, 3)) for name in judged}
        rankings[query] = rng.sample(names, rng.choice((0, 1, 3, 10, 20, 60)))
    return qrels, rankings


@pytest.fixture(scope="module")
def runs() -> tuple[dict[str, dict[str, int]], dict[str, list[str]]]:
    return random_runs(1_000)


@pytest.mark.parametrize("measure", OURS)
def test_a_metric_equals_ir_measures_on_a_thousand_runs(
    measure: str, runs: tuple[dict[str, dict[str, int]], dict[str, list[str]]]
) -> None:
    qrels, rankings = runs
    theirs = {
        row.query_id: row.value
        for row in ir_measures.iter_calc(
            [ir_measures.parse_measure(measure)], qrels, run_of(rankings)
        )
    }
    scored = score_rankings(qrels, rankings, [measure])
    relevant = [query for query, grades in qrels.items() if max(grades.values()) > 0]
    assert list(scored) == relevant
    assert len(relevant) > 900
    for query in relevant:
        ours = OURS[measure](rankings[query], qrels[query])
        assert ours == pytest.approx(theirs.get(query, 0.0), abs=1e-9), query
        assert scored[query] == {measure: theirs.get(query, 0.0)}


def test_values_worked_out_by_hand() -> None:
    grades = {"a": 2, "b": 1, "c": 1, "z": 0}
    ranking = ["x", "b", "a"]
    assert success_at(ranking, grades, 1) == 0.0
    assert recall_at(ranking, grades, 3) == pytest.approx(2 / 3)
    assert reciprocal_rank_at(ranking, grades) == 0.5
    # gains 0, 1, 2 over the ideal 2, 1, 1; discounts 1, 1/log2(3) = .63093, 1/2
    assert ndcg_at(ranking, grades) == pytest.approx((0.63093 + 1) / (2 + 0.63093 + 0.5), abs=1e-5)


def test_a_question_without_a_ranking_scores_zero_and_one_without_gold_is_left_out() -> None:
    qrels = {"refused": {"a": 1}, "none": {"a": 0}, "empty": {}, "found": {"a": 1}}
    assert score_rankings(qrels, {"found": ["a"], "none": ["a"]}, ["R@5", "RR@10"]) == {
        "refused": {"R@5": 0.0, "RR@10": 0.0},
        "found": {"R@5": 1.0, "RR@10": 1.0},
    }
    assert score_rankings({"refused": {"a": 1}}, {}, ["R@5"]) == {"refused": {"R@5": 0.0}}


def test_a_tie_is_never_worth_anything() -> None:
    grades = {"a": 1, "z": 2}
    assert pessimistic_ranking({"a": 1.0, "m": 1.0, "z": 1.0, "top": 2.0}, grades) == (
        "top",
        "m",
        "a",
        "z",
    )


def test_an_unknown_measure_and_a_repeated_document_are_refused() -> None:
    with pytest.raises(InputError, match=r"measure 'Foo@1' is unknown; try one of Success@1"):
        score_rankings({"q": {"a": 1}}, {"q": ["a"]}, ["Foo@1"])
    with pytest.raises(InputError, match=r"query 'q': a document is ranked twice"):
        score_rankings({"q": {"a": 1}}, {"q": ["a", "a"]})


def test_recall_is_capped_by_the_places_there_are() -> None:
    assert capped_recall_at((1, 2, None), 1) == 1.0
    assert capped_recall_at((1, 2, None), 3) == pytest.approx(2 / 3)
    assert capped_recall_at((1, 1), 1) == 1.0  # one heading names both
    assert capped_recall_at((3, None), 2) == 0.0
    assert capped_recall_at((), 3) == 0.0


NAMES = st.integers(0, 30).map(str)
GRADES = st.dictionaries(NAMES, st.integers(0, 3), max_size=8)
RANKINGS = st.lists(NAMES, unique=True, max_size=20)


@given(RANKINGS, GRADES, st.lists(st.none() | st.integers(1, 20), max_size=5))
def test_recall_and_success_never_fall_as_k_grows(
    ranking: list[str], grades: dict[str, int], ranks: list[int | None]
) -> None:
    for k in range(1, 22):
        assert recall_at(ranking, grades, k) <= recall_at(ranking, grades, k + 1)
        assert success_at(ranking, grades, k) <= success_at(ranking, grades, k + 1)
        assert reciprocal_rank_at(ranking, grades, k) <= reciprocal_rank_at(ranking, grades, k + 1)
        if k >= len(ranks):  # below, more places ask for more concepts
            assert capped_recall_at(ranks, k) <= capped_recall_at(ranks, k + 1)


@given(RANKINGS, GRADES, st.integers(0, 20))
def test_an_irrelevant_hit_put_in_never_raises_a_score(
    ranking: list[str], grades: dict[str, int], at: int
) -> None:
    worse = [*ranking[:at], "wrong", *ranking[at:]]
    for measure in OURS.values():
        assert measure(worse, grades) <= measure(ranking, grades) + 1e-12


@given(RANKINGS, GRADES)
def test_scores_lie_between_zero_and_one(ranking: list[str], grades: dict[str, int]) -> None:
    assert all(0 <= measure(ranking, grades) <= 1 + 1e-12 for measure in OURS.values())
