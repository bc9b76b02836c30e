"""Circles of references, and references to nothing."""

import pytest

from glossator.index.lint import Code
from tests.index.lint.tables import codes, found, markdown, table


@pytest.mark.parametrize(
    ("rows", "circle"),
    [
        (("Pan: See Skillet.", "Skillet: see pan", "Wok: Round."), "'Pan' → 'Skillet' → 'Pan'"),
        (("A1: See B1.", "B1: Refer to C1.", "C1: → A1"), "'A1' → 'B1' → 'C1' → 'A1'"),
        (("Pan: See Pan.", "Wok: Round."), "'Pan' → 'Pan'"),
        (("Pan: Another word for a skillet.", "Skillet: A pan."), "'Pan' → 'Skillet' → 'Pan'"),
        (("Pfanne: Siehe Topf.", "Topf: siehe auch Pfanne"), "'Pfanne' → 'Topf' → 'Pfanne'"),
    ],
)
def test_entries_that_only_refer_to_each_other_are_a_circle(
    rows: tuple[str, ...], circle: str
) -> None:
    (one,) = (one for one in found(table(*rows)) if one.code is Code.CIRCULAR_REFERENCE)
    assert one.message.endswith(circle)


def test_links_are_references_too() -> None:
    (one,) = found(markdown("Pan: See [Skillet](#skillet).", "Skillet: See [Pan](#pan)."))
    assert one.code.value == "circular-reference"


def test_entries_that_define_something_and_refer_to_each_other_are_no_circle() -> None:
    findings = found(
        markdown("Pan: A flat dish, unlike a [wok](#wok).", "Wok: A round [pan](#pan) of steel.")
    )
    assert findings == ()


def test_a_chain_that_ends_at_a_definition_is_no_circle() -> None:
    assert found(table("Pan: See Skillet.", "Skillet: See Wok.", "Wok: A round one.")) == ()


def test_of_a_chain_into_a_circle_only_the_circle_is_told() -> None:
    rows = ("A1: See A2.", "A2: See A3.", "A3: See A4.", "A4: See A3, A5.", "A5: A vessel.")
    (one,) = found(table(*rows))
    assert one.message.endswith("'A3' → 'A4' → 'A3'")


def test_a_pointer_to_nothing_dangles_and_each_name_is_told_once() -> None:
    findings = found(
        table(
            "Pan: See Skillet.", "Pot: See Skillet.", "Cup: See Pan or Pot.", "Mug: See Mags, Pot."
        )
    )
    assert codes(findings) == [(2, "dangling-reference"), (5, "dangling-reference")]
    assert (
        findings[0].message == "'Pan' refers to 'Skillet', which no entry defines; so does 1 more"
    )
    assert "'Mags'" in findings[1].message


def test_a_marked_name_without_an_entry_dangles() -> None:
    items = "   urn\n      A :term:`pot`.\n\n   vat\n      A :term:`urn`.\n"
    text = f"Terms\n=====\n\n.. glossary::\n\n{items}"
    (one,) = found(text, "kitchen.rst")
    assert (one.code.value, one.place.line) == ("dangling-reference", 6)
