"""Text metrics against SQuAD's own rules, grades of outcomes, lengths."""

import re
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.eval.metrics import (
    Grade,
    answer_chars,
    crag_score,
    exact_match,
    grade_outcome,
    squad_tokens,
    token_f1,
)
from glossator.eval.records import Cited, GivenAnswer


def official_tokens(text: str) -> list[str]:
    """The rules of SQuAD's evaluation script, as published."""
    kept = "".join(char for char in text.lower() if char not in set(string.punctuation))
    return re.sub(r"\b(a|an|the)\b", " ", kept).split()


def official_f1(gold: str, prediction: str) -> float:
    golds, found = official_tokens(gold), official_tokens(prediction)
    if not golds or not found:
        return float(golds == found)
    same = sum((Counter(golds) & Counter(found)).values())
    if same == 0:
        return 0.0
    precision, recall = same / len(found), same / len(golds)
    return 2 * precision * recall / (precision + recall)


ASCII = st.text(string.printable)
WORDS = st.lists(st.sampled_from(["The", "a", "keel,", "mast-top", "U.S.", "an", "keel"])).map(
    " ".join
)


@given(ASCII | WORDS, ASCII | WORDS)
def test_on_ascii_both_scores_are_the_official_ones(prediction: str, gold: str) -> None:
    assert squad_tokens(prediction) == official_tokens(prediction)
    assert token_f1(prediction, [gold]) == pytest.approx(official_f1(gold, prediction))
    assert exact_match(prediction, [gold]) == float(
        official_tokens(prediction) == official_tokens(gold)
    )


@pytest.mark.parametrize(
    ("prediction", "gold", "em", "f1"),
    [
        ("the lowest beam", "lowest beam of a ship", 0.0, 2 * 2 / (2 + 4)),
        ("“Lowest beam.”", "lowest beam", 1.0, 1.0),  # curly quotes are punctuation too
        ("STRASSE", "Straße", 1.0, 1.0),
        ("caf\u00e9", "cafe\u0301", 1.0, 1.0),
        ("ﬁn", "fin", 1.0, 1.0),
        ("船的龙骨", "龙骨", 0.0, 2 * 2 / (4 + 2)),  # each character is a word
        ("beam beam", "beam", 0.0, 2 * 1 / (2 + 1)),  # counted as often as it stands
        ("", "", 1.0, 1.0),
        ("the", "", 1.0, 1.0),
        ("beam", "", 0.0, 0.0),
    ],
)
def test_exact_match_and_f1_by_hand(prediction: str, gold: str, em: float, f1: float) -> None:
    assert exact_match(prediction, [gold]) == em
    assert token_f1(prediction, [gold]) == pytest.approx(f1)


def test_the_best_gold_text_counts_and_no_gold_asks_for_no_text() -> None:
    assert token_f1("lowest beam", ["mast", "the lowest beam"]) == 1.0
    assert exact_match("", []) == 1.0
    assert token_f1("beam", []) == 0.0


def test_length_counts_different_quotes_once() -> None:
    quote = Cited(1, "Keel", "ships.md", "lowest beam")
    assert answer_chars(GivenAnswer("q", True, "see [1]", citations=(quote, quote))) == 11
    assert answer_chars(GivenAnswer("q", True, "Keel — lowest beam [1]", citations=(quote,))) == 22


ANSWERED = GivenAnswer("q", True, "x")
REFUSED = GivenAnswer("q", False, "")


@pytest.mark.parametrize(
    ("answerable", "answer", "right", "partly", "grade"),
    [
        (True, ANSWERED, True, False, Grade.PERFECT),
        (True, ANSWERED, False, True, Grade.ACCEPTABLE),
        (True, ANSWERED, False, False, Grade.INCORRECT),
        (True, REFUSED, True, True, Grade.MISSING),
        (True, None, False, False, Grade.MISSING),
        (False, ANSWERED, True, True, Grade.INCORRECT),
        (False, REFUSED, False, False, Grade.PERFECT),
        (False, None, False, False, Grade.MISSING),
    ],
)
def test_what_an_outcome_is_worth(
    answerable: bool, answer: GivenAnswer | None, right: bool, partly: bool, grade: Grade
) -> None:
    assert grade_outcome(answerable, answer, right, partly) is grade


def test_crag_takes_one_off_for_a_wrong_answer() -> None:
    grades = [Grade.PERFECT, Grade.ACCEPTABLE, Grade.MISSING, Grade.INCORRECT]
    assert crag_score(grades) == 0.125
    with pytest.raises(ValueError, match="no grades"):
        crag_score([])


@given(st.lists(st.sampled_from(Grade), min_size=1), st.integers(0))
def test_a_wrong_answer_never_raises_the_crag_score(grades: list[Grade], at: int) -> None:
    score = crag_score(grades)
    assert crag_score([*grades, Grade.INCORRECT]) <= score
    at %= len(grades)
    assert crag_score([*grades[:at], Grade.INCORRECT, *grades[at + 1 :]]) <= score
    assert crag_score(grades[::-1]) == score
