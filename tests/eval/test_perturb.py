"""Perturbed questions: changed, deterministic, and still the same question."""

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.eval.perturb import (
    PERTURBATIONS,
    change_case,
    change_unicode,
    make_typo,
    paraphrase,
)

ASKED = "What is a bilge keel?"


def edits(one: str, two: str) -> int:
    """Edit distance with swaps (Damerau), by the book."""
    table = {(-1, -1): 0}
    for row in range(len(one)):
        table[row, -1] = row + 1
    for column in range(len(two)):
        table[-1, column] = column + 1
    for row, a in enumerate(one):
        for column, b in enumerate(two):
            table[row, column] = min(
                table[row - 1, column] + 1,
                table[row, column - 1] + 1,
                table[row - 1, column - 1] + (a != b),
            )
            if row and column and a == two[column - 1] and b == one[row - 1]:
                table[row, column] = min(table[row, column], table[row - 2, column - 2] + 1)
    return table[len(one) - 1, len(two) - 1]


@given(st.text(max_size=60), st.integers(0, 9), st.sampled_from(sorted(PERTURBATIONS)))
def test_the_same_text_and_seed_give_the_same_change(text: str, seed: int, name: str) -> None:
    random.seed(1)
    once = PERTURBATIONS[name](text, seed)
    random.seed(2)
    assert PERTURBATIONS[name](text, seed) == once


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_a_question_is_changed_in_several_ways(name: str) -> None:
    forms = {PERTURBATIONS[name](ASKED, seed) for seed in range(20)}
    assert ASKED not in forms
    assert len(forms) >= 3


def test_what_a_seed_gives_stays_the_same() -> None:
    assert {name: change(ASKED, 1) for name, change in PERTURBATIONS.items()} == {
        "typo": "What is a bulge keel?",
        "paraphrase": "I'd like to know about a bilge keel.",
        "case": "WHAT IS A BILGE KEEL?",
        "unicode": "Ｗｈａｔ ｉｓ ａ ｂｉｌｇｅ ｋｅｅｌ？",
    }


@given(st.integers(0, 500))
def test_a_typo_is_one_edit_in_a_long_word_and_spares_its_first_letter(seed: int) -> None:
    wrong = make_typo(ASKED, seed)
    assert edits(ASKED, wrong) == 1
    assert re.fullmatch(r"What is a b\w{3,6} keel\?", wrong)


def test_a_typo_needs_a_long_word_and_prefers_one_of_the_subject() -> None:
    assert make_typo("t-SNE?", 1) == "t-SNE?"
    assert all("explain" in make_typo("explain ballast", seed) for seed in range(30))
    assert make_typo("explain", 1) != "explain"


@pytest.mark.parametrize(
    "asked",
    [
        "What is a bilge keel?",
        "what's a bilge keel",
        "Define a bilge keel.",
        "could you please explain a bilge keel?",
        "What does a bilge keel mean?",
        "Tell me about a bilge keel",
    ],
)
def test_a_question_of_a_known_frame_gets_another_frame(asked: str) -> None:
    for seed in range(20):
        asked_anew = paraphrase(asked, seed)
        assert "a bilge keel" in asked_anew
        assert asked_anew.casefold() != asked.casefold()
        assert asked not in asked_anew


@pytest.mark.parametrize(
    "asked", ["What is it called when a ship turns over?", "keel vs mast", "bilge keel?"]
)
def test_a_question_of_another_frame_is_wrapped_whole(asked: str) -> None:
    assert all(asked in paraphrase(asked, seed) for seed in range(20))


def test_an_empty_question_stays_empty() -> None:
    assert [change("", 3) for change in PERTURBATIONS.values()] == ["", "", "", ""]


def test_case_and_unicode_forms_fold_back() -> None:
    asked = "What's the Crow-Foot naïveté?"
    for seed in range(30):
        assert change_case(asked, seed).casefold() == asked.casefold()
        form = unicodedata.normalize("NFKC", change_unicode(asked, seed)).strip("\u200b\ufeff")
        assert form.replace("\u2010", "-").replace("\u2019", "'") == asked
