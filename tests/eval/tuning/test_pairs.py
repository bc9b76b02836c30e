"""Pairs to train on, and the wrong passages that they get."""

import numpy as np
import pytest
from numpy.typing import NDArray

from glossator.eval.tuning.pairs import (
    NEGATIVE_RANKS,
    Pair,
    from_wordnet,
    from_written,
    with_negatives,
)
from glossator.eval.tuning.wordnet import Synset, is_held_out
from glossator.eval.tuning.written import Shelf, Written
from glossator.index.encoder import bundled

from .rivers import passage, question, written

SYNSETS = tuple(
    Synset(f"n{n}", (f"word{n}", f"other{n}"), f"what the word {n} means", (f"see {n}",) * (n % 2))
    for n in range(300)
)


def test_a_pair_for_each_passage_that_is_meant_and_none_without_gold(rivers: Shelf) -> None:
    both = ("Weir", "Lock")
    golds = tuple((term, passage(rivers, term).digest) for term in both)
    compare = Written("rivers", "compare", "weir or lock?", golds)
    pairs = from_written([compare, *written()], {"rivers": rivers})
    assert pairs[:2] == [
        Pair("weir or lock?", p.text, p.concept, "rivers")
        for p in (passage(rivers, term) for term in both)
    ]
    asked = {pair.anchor for pair in pairs}
    for one in written():
        assert (one.question in asked) is (one.kind not in ("nofact", "absent", "far"))


def test_glosses_are_paired_with_lemmas_of_theirs_every_other_time_in_an_example() -> None:
    pairs = from_wordnet(SYNSETS, 200, 1)
    by_id = {f"wordnet/{one.id}": one for one in SYNSETS}
    assert len(pairs) == len({pair.concept for pair in pairs}) == 200
    shown = 0
    for pair in pairs:
        synset = by_id[pair.concept]
        lemma, _, example = pair.positive.partition(" — ")
        assert pair.anchor == synset.gloss
        assert lemma in synset.lemmas
        assert example in ("", *synset.examples)
        assert pair.pool == "wordnet"
        shown += bool(example)
    assert 20 < shown < 80  # of the half that has an example, half


def test_no_held_out_lemma_and_no_gloss_of_a_few_words_is_trained_on() -> None:
    short = Synset("s", ("brook",), "small river", ())
    pairs = from_wordnet((*SYNSETS, short), 10_000, 1)
    trained = {pair.concept for pair in pairs}
    assert trained == {f"wordnet/{one.id}" for one in SYNSETS if not is_held_out(one)}
    assert len(trained) < len(SYNSETS)


def test_a_seed_repeats_the_choice_of_glosses() -> None:
    assert from_wordnet(SYNSETS, 50, 1) == from_wordnet(SYNSETS, 50, 1)
    assert from_wordnet(SYNSETS, 50, 1) != from_wordnet(SYNSETS, 50, 2)


@pytest.fixture(scope="module")
def vectors(rivers: Shelf) -> dict[str, NDArray[np.float32]]:
    return {"rivers": bundled().encode([one.text for one in rivers.passages])}


def test_negatives_are_near_passages_of_other_entries_one_an_entry(
    rivers: Shelf, vectors: dict[str, NDArray[np.float32]]
) -> None:
    pairs = from_written(written(), {"rivers": rivers})
    anchors = bundled().encode([pair.anchor for pair in pairs])
    found = with_negatives(pairs, {"rivers": rivers}, vectors, anchors, 3, 1)
    concept_of = {one.text: one.concept for one in rivers.passages}
    for before, pair, anchor in zip(pairs, found, anchors, strict=True):
        assert (pair.anchor, pair.positive) == (before.anchor, before.positive)
        concepts = [concept_of[text] for text in pair.negatives]
        assert len(concepts) == len(set(concepts)) == 3
        assert pair.concept not in concepts
        # the very nearest other entry often answers too, and is spared
        order = np.argsort(-(vectors["rivers"] @ anchor), kind="stable")
        others = dict.fromkeys(rivers.passages[at].concept for at in order)
        nearest = next(one for one in others if one != pair.concept)
        assert NEGATIVE_RANKS[0] == 1
        assert nearest not in concepts
    assert found == with_negatives(pairs, {"rivers": rivers}, vectors, anchors, 3, 1)
    assert found != with_negatives(pairs, {"rivers": rivers}, vectors, anchors, 3, 2)


def test_a_small_glossary_gives_what_it_has_and_pairs_of_no_shelf_stay(
    rivers: Shelf, vectors: dict[str, NDArray[np.float32]]
) -> None:
    pairs = [*from_written([question("define", "a weir?", "Weir")], {"rivers": rivers})]
    pairs += from_wordnet(SYNSETS, 2, 1)
    anchors = bundled().encode([pair.anchor for pair in pairs])
    found = with_negatives(pairs, {"rivers": rivers}, vectors, anchors, 99, 1)
    assert len(found[0].negatives) == len({p.concept for p in rivers.passages}) - 2
    assert found[1:] == pairs[1:]
