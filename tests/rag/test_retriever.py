"""The three channels: each for itself, with scores worked out by hand."""

from collections.abc import Iterator

import numpy as np
import pytest

from glossator.index.opened import Index
from glossator.rag.query import understand
from glossator.rag.retriever import Evidence, retrieve
from tests.index.fakes import FakeEncoder, glossary, rich_glossary
from tests.rag.subjects import indexed

# rows are in the order of ids
BOOM, CPP, JIB, KNOT, TACK, TACK_2 = range(6)


@pytest.fixture(scope="module")
def sails() -> Iterator[Index]:
    with indexed(glossary()) as index:
        yield index


def ask(index: Index, question: str, depth: int = 60, channels: str = "") -> Evidence:
    query = understand(question, index.lexicon)
    wanted = channels.split() or ["name", "lexical", "dense"]
    return retrieve(index, FakeEncoder(), query, depth, wanted)


# --- names ---


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what is a jib?", {JIB: 1.0}),
        ("foresail", {JIB: 1.0}),  # an alias names it as well as its term
        ("coming about", {TACK: 1.0}),
        ("jib or boom", {JIB: 0.5, BOOM: 0.5}),  # each is half of what is asked
        ("jib price", {JIB: 0.5}),
        ("foresial", {JIB: 0.92}),  # an edit costs 0.08
        ("foersial", {JIB: 0.84}),
        ("tack", {TACK: 1.0, TACK_2: 0.98}),  # two senses, in the order of the text
        ("no name at all", {}),
    ],
)
def test_names_score_by_their_share_of_the_question(
    sails: Index, question: str, expected: dict[int, float]
) -> None:
    assert ask(sails, question).names == pytest.approx(expected)


def test_a_run_in_head_weighs_three_quarters_of_a_term() -> None:
    with indexed(rich_glossary()) as index:
        evidence = ask(index, "what is the rig?")
        (row,) = evidence.names
        assert evidence.names[row] == 0.75
        assert index.lexicon.entries([row])[0].term == "Sloop"
        assert evidence.mentions[row].kind == "section"


def test_a_name_with_a_word_left_out_weighs_four_fifths() -> None:
    with indexed(glossary([("Storm sail", (), "A small strong sail.")])) as index:
        assert ask(index, "storm sail").names == {0: 1.0}
        assert ask(index, "storm").names == {0: 0.8}


def test_the_mention_that_named_an_entry_is_told(sails: Index) -> None:
    evidence = ask(sails, "foresial or boom")
    assert str(evidence.mentions[JIB]) == "alias 'foresail' (1 edit: 'foresial')"
    assert str(evidence.mentions[BOOM]) == "term 'Boom'"
    assert evidence.mentions.keys() == {JIB, BOOM}


# --- words ---


def test_words_score_by_bm25_squashed_below_one(sails: Index) -> None:
    query = understand("which spar swings?", sails.lexicon)
    expected = {row: raw / (raw + 12) for row, raw in sails.lexicon.bm25(query.focus, 60)}
    evidence = ask(sails, "which spar swings?")
    assert evidence.lexical == expected
    assert list(evidence.lexical) == [BOOM]
    assert all(0 < score < 1 for score in evidence.lexical.values())


def test_words_of_asking_find_nothing(sails: Index) -> None:
    assert ask(sails, "what is that, please explain it").lexical == {}


@pytest.mark.parametrize(
    "question",
    ['"spar" OR NOT mast*', "spar AND (", "NEAR(spar mast, 2)", "term:spar", "spar -mast ^x {y}"],
)
def test_operators_of_the_search_engine_are_plain_words(sails: Index, question: str) -> None:
    assert BOOM in ask(sails, question).lexical


# --- meaning ---


def test_meaning_scores_by_the_nearest_chunk(sails: Index) -> None:
    evidence = ask(sails, "a sail that helps to point")
    vectors = sails.vectors.rows(range(len(sails.vectors)))
    chunks = sails.lexicon.chunks(range(len(sails.vectors)))
    cosines = vectors @ evidence.vector
    for row in range(6):
        of_entry = [chunk for chunk in chunks if chunk.entry_row == row]
        best = max(of_entry, key=lambda chunk: (cosines[chunk.row], -chunk.row))
        assert evidence.dense[row] == pytest.approx(max(0.0, cosines[best.row]), abs=1e-6)
        assert evidence.chunks[row] == best
    # Jib has two sentences; the question speaks of the second
    text = sails.lexicon.wording(evidence.chunks[JIB])[0]
    assert text == "It helps the boat to point."


def test_a_text_is_nearest_to_itself(sails: Index) -> None:
    evidence = ask(sails, "Boom — A spar along the foot of the mainsail.")
    assert evidence.dense[BOOM] == pytest.approx(1.0)
    assert max(evidence.dense, key=lambda row: evidence.dense[row]) == BOOM


def test_a_vector_that_points_away_scores_nothing() -> None:
    class Opposite(FakeEncoder):
        def _vector(self, text: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
            return -super()._vector(text)

    with indexed(glossary()) as index:
        query = understand("Knot — One nautical mile an hour.", index.lexicon)
        assert retrieve(index, Opposite(), query).dense[KNOT] == 0.0


# --- depth and choice ---


def test_each_channel_brings_as_many_entries_as_are_asked_for(sails: Index) -> None:
    evidence = ask(sails, "sail, boat, spar, mile, corner, wind", depth=2)
    assert len(evidence.lexical) == len(evidence.dense) == 2
    everything = ask(sails, "sail, boat, spar, mile, corner, wind")
    assert len(everything.dense) == 6
    best = sorted(everything.dense, key=lambda row: (-everything.dense[row], row))[:2]
    assert sorted(evidence.dense) == sorted(best)


@pytest.mark.parametrize("channel", ["name", "lexical", "dense"])
def test_a_channel_may_be_asked_alone(sails: Index, channel: str) -> None:
    evidence = ask(sails, "what is a boom that swings?", channels=channel)
    found = {"name": evidence.names, "lexical": evidence.lexical, "dense": evidence.dense}
    assert BOOM in found.pop(channel)
    assert all(other == {} for other in found.values())
