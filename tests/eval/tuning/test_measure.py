"""Ranks of what is looked for, with the bundled encoder and with vectors made by hand."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from glossator.eval.tuning.data import TuningData, is_kept_back
from glossator.eval.tuning.measure import (
    Ranks,
    measure,
    rank_entries,
    rank_words,
    similarity,
    table,
)
from glossator.eval.tuning.samples import HELD_OUT
from glossator.eval.tuning.wordnet import Synset
from glossator.eval.tuning.written import Shelf, Written
from glossator.index.encoder import bundled

from .rivers import data_of, passage, question, shelf_of, written

SYNSETS = (
    Synset("n1", ("weir", "low dam"), "a low wall that is built across a river", ()),
    Synset("n2", ("ford", "crossing"), "a shallow place where a river can be crossed on foot", ()),
    Synset("n3", ("egg",), "what a hen lays, with a shell around it", ()),
    Synset("n4", ("spring of water",), "where water comes from the ground", ()),
)


def by_words(texts: Sequence[str]) -> NDArray[np.float32]:
    """Encode texts as the share of each letter, so that a test can reckon."""
    rows = np.array(
        [[text.casefold().count(c) for c in "abcdefghijklmnopqrstuvwxyz"] for text in texts]
    )
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_ranks_are_summed_up_by_share_and_median() -> None:
    ranks = Ranks("x", (1, 2, 10, 500))
    assert [ranks.within(depth) for depth in (1, 10, 100, 500)] == [0.25, 0.75, 0.75, 1.0]
    assert ranks.to_dict() == {"n": 4, "@1": 0.25, "@10": 0.75, "@100": 0.75, "median": 6.0}


def test_an_entry_counts_by_its_nearest_passage_and_the_best_gold_one(rivers: Shelf) -> None:
    second = [p for p in rivers.passages if p.term == "Weir"][1]
    asked = [
        question("fact", second.text, "Weir"),
        question("fact", second.text, "Lock"),
        Written("rivers", "list", second.text, (("Lock", "x"), ("Weir", "y"))),
    ]
    first, other, either = rank_entries(by_words, rivers, asked)
    assert (first, either) == (1, 1)
    assert other > 1


def test_the_bundled_encoder_finds_most_of_what_is_described(rivers: Shelf) -> None:
    asked = [one for one in written() if one.kind == "reverse"]
    places = rank_entries(bundled().encode, rivers, asked)
    assert np.median(places) == 1
    assert max(places) <= len({one.concept for one in rivers.passages})


def test_words_are_ranked_by_their_nearest_gloss_and_names_of_two_words_left_out() -> None:
    described = (
        ("ford", "where you can wade through a river"),
        ("Egg", "not looked for: words stand in lower case"),
        ("egg", "breakfast from a hen, in a shell"),
        ("spring of water", "two words are no word"),
        ("unheard", "a word that no synset holds"),
    )
    assert rank_words(bundled().encode, SYNSETS, described) == (
        1,
        *rank_words(bundled().encode, SYNSETS, described[2:3]),
    )


def test_cosines_that_order_pairs_as_people_do_correlate_fully() -> None:
    pairs = ((5.0, "abc", "abc"), (3.0, "abc", "abd"), (1.0, "abc", "ade"), (0.0, "abc", "def"))
    assert similarity(by_words, pairs) == pytest.approx(1)
    turned = [(5 - score, one, other) for score, one, other in pairs]
    assert similarity(by_words, turned) == pytest.approx(-1)
    assert similarity(
        bundled().encode,
        (
            (5.0, "A man walks his dog.", "Someone is walking a dog."),
            (2.0, "A man walks his dog.", "A man feeds his cat."),
            (0.0, "A man walks his dog.", "The budget was approved."),
        ),
    ) == pytest.approx(1)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> TuningData:
    folder = tmp_path_factory.mktemp("shelves")
    names = ("rivers", *HELD_OUT)
    return data_of(
        [shelf_of(name, folder) for name in names], [q for name in names for q in written(name)]
    )


def test_only_what_no_encoder_was_tuned_on_is_measured(data: TuningData) -> None:
    found = {one.name: one.places for one in measure(bundled().encode, data, SYNSETS)}
    described = [one for one in written() if one.kind == "reverse"]
    facts = [one for one in written() if one.kind in ("fact", "yesno", "relation")]
    assert len(found["unseen glossaries: reverse"]) == len(HELD_OUT) * len(described)
    assert len(found["unseen glossaries: fact"]) == len(HELD_OUT) * len(facts)
    assert found[f"{HELD_OUT[0]}: reverse"] == found[f"{HELD_OUT[1]}: reverse"]
    shelf = data.shelves["rivers"]
    kept = [one for one in described if is_kept_back(shelf.concept_of(one.gold[0][0]))]
    assert len(found["unseen entries: reverse"]) == len(kept)
    assert "reverse dictionary" not in {one.name for one in measure(bundled().encode, data, ())}


def test_encoders_stand_side_by_side_in_one_table() -> None:
    found = [Ranks("reverse", (1, 20)), Ranks("nothing", ()), Ranks("fact", (1,))]
    text = table({"before": (found, 0.5), "after": (found[:1] + found[1:], 0.75)})
    assert text.splitlines() == [
        "| encoder | reverse (2) | fact (1) | similarity |",
        "|---|---|---|---|",
        "| before | 0.500 / 0.500 | 1.000 / 1.000 | 0.500 |",
        "| after | 0.500 / 0.500 | 1.000 / 1.000 | 0.750 |",
    ]


def test_a_passage_is_nearest_to_itself(rivers: Shelf) -> None:
    lock = passage(rivers, "Lock")
    assert rank_entries(bundled().encode, rivers, [question("fact", lock.text, "Lock")]) == (1,)
