"""One score from three channels, by hand; groups by concept."""

from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.index.opened import Index
from glossator.rag.fusion import Candidate, fuse, group
from glossator.rag.retriever import Evidence
from tests.index.fakes import glossary
from tests.rag.subjects import indexed

Scores = Mapping[int, float]


def evidence(
    names: Scores | None = None, lexical: Scores | None = None, dense: Scores | None = None
) -> Evidence:
    return Evidence(names or {}, lexical or {}, dense or {}, {}, {}, np.zeros(2, np.float32))


def scores(found: list[Candidate]) -> list[tuple[int, object]]:
    return [(candidate.row, pytest.approx(candidate.score)) for candidate in found]


def test_meaning_weighs_four_fifths_and_words_one() -> None:
    found = fuse(evidence(lexical={3: 0.5, 4: 0.8}, dense={3: 0.4, 5: 0.6}))
    assert scores(found) == [(5, 0.48), (3, 0.42), (4, 0.16)]


def test_words_hardly_count_for_a_description() -> None:
    found = fuse(evidence(lexical={3: 0.5, 4: 0.8}, dense={3: 0.4, 5: 0.6}), described=1.0)
    assert scores(found) == [(5, 0.57), (3, 0.405), (4, 0.04)]


def test_words_count_most_where_the_encoder_knows_no_word_of_the_question() -> None:
    found = fuse(evidence(lexical={3: 0.5, 4: 0.8}, dense={3: 0.4, 5: 0.6}), worded=True)
    assert scores(found) == [(4, 0.48), (3, 0.46), (5, 0.24)]


def test_a_passing_mention_helps() -> None:
    # 1 - (1 - 0.9 * 0.5) * (1 - 0.8 * 0.4) = 1 - 0.55 * 0.68
    found = fuse(evidence(names={3: 0.5}, dense={3: 0.4, 4: 0.6}))
    assert scores(found) == [(3, 0.626), (4, 0.48)]


def test_a_mention_helps_less_in_a_description() -> None:
    # 1 - (1 - 0.5 * 0.5) * (1 - 0.95 * 0.4) = 1 - 0.75 * 0.62
    found = fuse(evidence(names={3: 0.5}, dense={3: 0.4, 4: 0.6}), described=1.0)
    assert scores(found) == [(4, 0.57), (3, 0.535)]


def test_a_passing_mention_may_still_lose() -> None:
    # 1 - (1 - 0.09) * 1 = 0.09 against 0.8 * 0.5
    found = fuse(evidence(names={3: 0.1}, dense={4: 0.5}))
    assert scores(found) == [(4, 0.4), (3, 0.09)]


def test_an_exact_name_beats_every_score() -> None:
    # 0.9 alone would lose against 0.8 + 0.2 * 0.98 = 0.996; 1 - 0.1 * 0.004 does not
    found = fuse(evidence(names={7: 1.0}, lexical={2: 0.98}, dense={2: 1.0}))
    assert scores(found) == [(7, 0.9996), (2, 0.996)]


def test_an_exact_name_that_leads_anyway_keeps_its_score() -> None:
    found = fuse(evidence(names={7: 1.0}, dense={2: 0.6}))
    assert scores(found) == [(7, 0.9), (2, 0.48)]


def test_a_misspelled_name_may_lose_against_near_certainty() -> None:
    found = fuse(evidence(names={7: 0.92}, dense={2: 1.0}, lexical={2: 0.9}))
    assert [candidate.row for candidate in found] == [2, 7]


def test_equal_scores_are_in_order_of_rows() -> None:
    found = fuse(evidence(names={9: 1.0, 4: 1.0}, dense={8: 0.5, 1: 0.5, 3: 0.5}))
    assert [candidate.row for candidate in found] == [4, 9, 1, 3, 8]


def test_candidates_tell_their_rank_in_each_channel_that_found_them() -> None:
    found = fuse(evidence(names={5: 1.0}, lexical={5: 0.2, 6: 0.3}, dense={6: 0.1, 7: 0.1}))
    assert {candidate.row: candidate.channels for candidate in found} == {
        5: {"name": 1, "lexical": 2},
        6: {"lexical": 1, "dense": 1},
        7: {"dense": 2},  # equal scores: by row
    }


def test_nothing_found_is_nothing_fused() -> None:
    assert fuse(evidence()) == []


PARTS = st.dictionaries(st.integers(0, 12), st.floats(0, 1), max_size=8)
BELOW_ONE = st.dictionaries(st.integers(0, 12), st.floats(0, 0.999), max_size=8)


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 12), st.sampled_from([0.3, 0.9, 1.0])), BELOW_ONE, PARTS)
def test_scores_fall_and_stay_between_zero_and_one(
    names: Scores, lexical: Scores, dense: Scores
) -> None:
    found = fuse(evidence(names, lexical, dense))
    assert sorted(c.row for c in found) == sorted({*names, *lexical, *dense})
    assert all(0 <= c.score <= 1 for c in found)
    assert found == sorted(found, key=lambda c: (-c.score, c.row))
    exact = [c.row for c in found if names.get(c.row) == 1.0]
    assert {c.row for c in found[: len(exact)]} == set(exact)


# --- groups ---


@pytest.fixture(scope="module")
def two() -> Iterator[Index]:
    """Two documents, whose Jibs are one concept: rows 0 Jib, 1 Sheet and 2 Clew, 3 Jib."""
    one = glossary([("Jib", (), "A sail."), ("Sheet", (), "A rope.")], "one.txt")
    other = glossary([("Clew", (), "A corner."), ("Jib", (), "Some sail.")], "two.txt")
    with indexed(one, other) as index:
        yield index


def candidates(*rows: int) -> list[Candidate]:
    return [Candidate(row, 1 - place / 10, {}) for place, row in enumerate(rows)]


def test_entries_of_one_concept_stand_together(two: Index) -> None:
    first, second, third = group(two, candidates(3, 1, 0, 2), 10)
    assert (first.concept.name, first.score, list(first.members)) == ("Jib", 1.0, [3, 0])
    assert (second.concept.name, second.score) == ("Sheet", 0.9)
    assert third.concept.name == "Clew"
    assert third.score == pytest.approx(0.7)
    assert first.best.document == "two-txt"


def test_entries_that_were_not_found_come_behind_those_that_were(two: Index) -> None:
    (found,) = group(two, candidates(3), 10)
    assert list(found.members) == [3, 0]


def test_no_more_concepts_are_returned_than_asked_for(two: Index) -> None:
    assert [g.concept.name for g in group(two, candidates(1, 3, 2), 2)] == ["Sheet", "Jib"]


def test_a_document_that_is_asked_alone_gives_all_members(two: Index) -> None:
    (found,) = group(two, candidates(3), 10, {"two-txt"})
    assert list(found.members) == [3]
