"""Look-alike letters and hidden characters."""

import pytest

from tests.index.lint.tables import codes, found, table


@pytest.mark.parametrize(
    ("row", "odd"),
    [
        ("Sk\u0456llet: A flat pan.", "U+0456"),
        ("Urn: A p\u043et with a tap.", "U+043E"),
        ("Urn: A \u0421up with a tap.", "U+0421"),
        ("Urn: A \u0441\u0443\u0440 of tea with a tap.", "U+0441"),
        ("Urn: A p\u03bft with a tap.", "U+03BF"),
    ],
)
def test_letters_of_another_script_in_a_latin_word_are_found(row: str, odd: str) -> None:
    (one,) = found(table(row, "Vat: A tub."))
    assert (one.code.value, one.place.line) == ("lookalike-letters", 2)
    assert odd in one.message


@pytest.mark.parametrize(
    "row",
    [
        "Urn: A pot of 5 μm with α-rays, Δx and ΣX.",
        "Урна: Сосуд с краном для воды на столе.",
        "Υδρία: Ένα αγγείο για νερό.",
        "Urn: The Russian word самовар.",
    ],
)
def test_words_of_another_script_and_symbols_are_left_in_peace(row: str) -> None:
    assert "lookalike-letters" not in [code for _, code in codes(found(table(row, "Vat: A tub.")))]


@pytest.mark.parametrize("char", ["\u200b", "\u00ad", "\u202e", "\u2060", "\u0007"])
def test_characters_that_can_t_be_seen_are_found_in_terms_and_definitions(char: str) -> None:
    for row in (f"Sauce{char}pan: A deep pan.", f"Urn: A po{char}t with a ta{char}p."):
        (one,) = found(table(row, "Vat: A tub."))
        assert one.code.value == "invisible-character"
        assert f"U+{ord(char):04X}" in one.message


def test_joiners_that_scripts_need_are_left_in_peace() -> None:
    assert found(table("نیم\u200cفاصله: A mark.", "Vat: A tub.", "Wok: A pan, and more.")) == ()
