"""What the opposite of a name may be called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.rag.opposites import opposites


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Overfitting", "underfitting"),
        ("upsampling", "downsampling"),
        ("supervised learning", "unsupervised learning"),
        ("local minimum", "global minimum"),
        ("local minimum", "local maximum"),
        ("input layer", "output layer"),
        ("forward pass", "backward pass"),
        ("encoder", "decoder"),
        ("false positive", "true positive"),
        ("hard attention", "soft attention"),
        ("linear", "nonlinear"),
        ("windward side", "leeward side"),
        ("credit", "debit"),
        ("clockwise", "counterclockwise"),
        ("balance", "imbalance"),
    ],
)
def test_a_name_is_turned_round_and_back(name: str, other: str) -> None:
    assert other in opposites(name)
    assert name.casefold() in opposites(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("non-linear model", "linear model"),
        ("non linear model", "linear model"),
        ("anti-windup", "windup"),
        ("unsupervised", "supervised"),
    ],
)
def test_a_negation_is_taken_off(name: str, other: str) -> None:
    assert other in opposites(name)


def test_one_word_is_turned_at_a_time() -> None:
    found = set(opposites("local minimum"))
    assert "global maximum" not in found
    assert "local minimum" not in found


def test_a_short_word_is_no_negation() -> None:
    assert "it" not in opposites("unit")
    assert "" not in opposites("un")
    assert set(opposites("")) == set(opposites("?!")) == set()


@given(st.text(max_size=40))
def test_a_name_of_any_characters_is_never_its_own_opposite(name: str) -> None:
    found = list(opposites(name))
    assert " ".join(name.casefold().split()) not in found
    assert all(one == one.strip() != "" for one in found)
