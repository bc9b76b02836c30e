"""Definitions that break off, announce what doesn't come, or repeat their term."""

import pytest

from tests.index.lint.tables import codes, found, markdown, table


@pytest.mark.parametrize(
    "definition",
    [
        "A pot that is used for the",
        "A pot that is used in kitchens, such as",
        "A pot with a tap and",
        "A pot with a tap,",
        "A pot with a tap, such as…",
        "A pot with a lid (made of brass or tin",
        "Ein Topf mit Deckel und",
    ],
)
def test_a_definition_that_breaks_off_is_found(definition: str) -> None:
    assert codes(found(table(f"Urn: {definition}", "Vat: A tub."))) == [(2, "truncated-definition")]


@pytest.mark.parametrize(
    "definition",
    [
        "A pot with a tap",
        "What vitamin A is for",
        "A pot (with a tap)",
        "What 'and' joins, or “the”",
        "To log in to a pot.",
        "Pots, pans, lids, etc.",
    ],
)
def test_a_definition_that_is_whole_is_left_in_peace(definition: str) -> None:
    assert found(table(f"Urn: {definition}", "Vat: A tub.")) == ()


def test_an_odd_end_counts_where_all_others_end_as_sentences_do() -> None:
    whole = ("Vat: A tub.", "Wok: Round.", "Pan: Flat.", "Cup: Small.", "Jug: Tall.")
    assert codes(found(table("Urn: A pot that is used for", *whole))) == [
        (2, "truncated-definition")
    ]


def test_a_list_that_is_announced_and_does_not_come_is_found_at_its_line() -> None:
    findings = found(markdown("Urn: A pot.\n\nThere are three kinds:", "Vat: A tub."))
    assert codes(findings) == [(7, "list-missing")]


def test_a_list_that_comes_is_no_defect() -> None:
    assert (
        found(markdown("Urn: A pot. There are two kinds:\n\n- tall\n- wide", "Vat: A tub.")) == ()
    )


@pytest.mark.parametrize(
    ("row", "bad"),
    [
        ("Data cleaning: The cleaning of data.", True),
        ("Urn: An urn.", True),
        ("Data cleaning: The cleaning of tables.", False),
        ("HTTP: Hypertext Transfer Protocol", False),
    ],
)
def test_a_definition_of_the_term_s_own_words_is_found(row: str, bad: bool) -> None:
    assert codes(found(table(row, "Vat: A tub."))) == ([(2, "repeats-term")] if bad else [])
