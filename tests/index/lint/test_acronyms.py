"""Acronyms that nothing explains."""

import pytest

from tests.index.lint.tables import codes, found, table


@pytest.mark.parametrize(
    "definition",
    [
        "Heats by the ZQX method.",
        "Heats as two ZQXs do, with a tap.",
        "Heats (unlike a pot) by ZQX.",
    ],
)
def test_an_acronym_without_explanation_is_found(definition: str) -> None:
    (one,) = found(table(f"Urn: {definition}", "Vat: A tub."))
    assert (one.code.value, one.severity.value, one.place.line) == ("acronym-undefined", "note", 2)
    assert "'ZQX'" in one.message


@pytest.mark.parametrize(
    "row",
    [
        "ZQX: A method to heat.",
        "Method: Zonal quick exchange (ZQX) heats.",
        "Method: ZQX (zonal quick exchange) heats.",
        "Method: ZQX stands for zonal quick exchange.",
        "Zonal Quick Exchange (ZQX): A method to heat.",
    ],
)
def test_an_acronym_that_is_explained_anywhere_is_no_defect(row: str) -> None:
    assert found(table("Urn: Heats by the ZQX method.", row)) == ()


@pytest.mark.parametrize(
    "definition",
    ["Chapter XIV on pots.", "It MUST have a tap, and NOT a spout.", "A POT WITH A TAP OF BRASS.",
     "Holds 4 GB, in the USA.", "Set `POT_SIZE` in it.", "An I or A.", "Do NEVER shout, never."],
)  # fmt: skip
def test_capitals_that_are_no_acronym_are_left_in_peace(definition: str) -> None:
    assert found(table(f"Urn: {definition}", "Vat: A tub.")) == ()


def test_an_acronym_is_told_once_at_its_first_use() -> None:
    findings = found(table("Urn: By ZQX.", "Vat: By ZQX too.", "Pan: Not by ZQX."))
    assert codes(findings) == [(2, "acronym-undefined")]
    assert "3 times" in findings[0].message
