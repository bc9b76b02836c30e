"""Headwords: terms, aliases and numbers out of what is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.readers.heads import head_of_value, parse_head


@pytest.mark.parametrize(
    ("printed", "term", "aliases"),
    [
        ("Global Positioning System (GPS)", "Global Positioning System", ("GPS",)),
        ("GPS (Global Positioning System)", "GPS", ("Global Positioning System",)),
        ("Kettle (Boiler)", "Kettle", ("Boiler",)),
        ("Sensitivity (Recall)", "Sensitivity", ("Recall",)),
        ("Light emitting diodes (LEDs)", "Light emitting diodes", ("LEDs",)),
        ("Signal System(GPS)", "Signal System", ("GPS",)),
        ("Kettle (Boiler, Urn)", "Kettle", ("Boiler", "Urn")),
        ("FARM (Field, Acre, Row, Meadow)", "FARM", ("Field, Acre, Row, Meadow",)),
    ],
)
def test_a_parenthesis_at_the_end_holds_other_names(
    printed: str, term: str, aliases: tuple[str, ...]
) -> None:
    head = parse_head(printed)
    assert (head.term, head.aliases, head.said) == (term, aliases, ())


@pytest.mark.parametrize(
    ("printed", "term", "aliases"),
    [
        (
            "Light Emitting Diode (LED) Lamp",
            "Light Emitting Diode Lamp",
            ("LED Lamp", "LED"),
        ),
        ("Way-to-way (way2way) ties", "Way-to-way ties", ("way2way ties", "way2way")),
        ("Hyperbolic cosine (cosh) curve", "Hyperbolic cosine curve", ("cosh curve", "cosh")),
    ],
)
def test_a_parenthesis_in_the_middle_names_with_the_rest_then_alone(
    printed: str, term: str, aliases: tuple[str, ...]
) -> None:
    head = parse_head(printed)
    assert (head.term, head.aliases) == (term, aliases)


@pytest.mark.parametrize(
    ("printed", "aliases"),
    [
        ("Dense bread (also known as the Brick)", ("Brick",)),
        ("Dense bread (also simply referred to as Brick)", ("Brick",)),
        ("Dense bread (a.k.a. Brick)", ("Brick",)),
        ("Dense bread (or Brick)", ("Brick",)),
        ("Dense bread (also called Brick or Stone loaf)", ("Brick", "Stone loaf")),
        ("Dense bread (formerly “Brick”)", ("Brick",)),
    ],
)
def test_a_parenthesis_in_words_states_names(printed: str, aliases: tuple[str, ...]) -> None:
    head = parse_head(printed)
    assert (head.term, head.aliases, head.said) == ("Dense bread", aliases, aliases)


@pytest.mark.parametrize(
    ("printed", "term", "aliases"),
    [
        ("Drum (music)", "Drum (music)", ("Drum",)),
        ("Drum (n.)", "Drum (n.)", ("Drum",)),
        ("Drum (2)", "Drum (2)", ("Drum",)),
        ("Dry (stone) wall", "Dry (stone) wall", ("Dry wall", "Dry stone wall")),
        ("(Garden) wall", "(Garden) wall", ("wall", "Garden wall")),
        ("(un)sealed jar", "(un)sealed jar", ("sealed jar", "unsealed jar")),
        ("print()", "print()", ("print",)),
        ("f(x)", "f(x)", ()),
        ("drum (music", "drum (music", ()),
        ("()", "()", ()),
    ],
)
def test_a_parenthesis_that_is_no_name_stays_in_the_term(
    printed: str, term: str, aliases: tuple[str, ...]
) -> None:
    head = parse_head(printed)
    assert (head.term, head.aliases) == (term, aliases)


def test_a_plural_in_parentheses_gives_both_forms() -> None:
    head = parse_head("Seed Tray(s)")
    assert (head.term, head.aliases) == ("Seed Tray", ("Seed Trays",))


@pytest.mark.parametrize(
    ("printed", "term", "aliases"),
    [
        ("Push pass, Shove, or Nudge", "Push pass", ("Shove", "Nudge")),
        (
            "Tea House (TH) and Artful Tea House (ATH)",
            "Tea House",
            ("TH", "Artful Tea House", "ATH"),
        ),
        ("Grafting and Tongue Grafting", "Grafting", ("Tongue Grafting",)),
        ("Hot / Warm", "Hot", ("Warm",)),
        ("Salt and pepper", "Salt and pepper", ()),
        ("Office of Weights and Measures", "Office of Weights and Measures", ()),
        ("Fick/Graham law", "Fick/Graham law", ("Fick law", "Graham law")),
        ("TCP/IP stack", "TCP/IP stack", ()),
    ],
)
def test_joined_names_are_aliases_of_the_first(
    printed: str, term: str, aliases: tuple[str, ...]
) -> None:
    head = parse_head(printed)
    assert (head.term, head.aliases) == (term, aliases)


@pytest.mark.parametrize(
    "printed", ["12. Kettle", "**12. Kettle**", "**12. Kettle:**", "12) **Kettle**:", "(12) Kettle"]
)
def test_numbering_marks_and_colon_are_not_of_the_head(printed: str) -> None:
    head = parse_head(printed)
    assert (head.printed, head.term, head.number) == ("Kettle", "Kettle", "12")


@pytest.mark.parametrize("term", ["C++", ">>>", "24/7", "2D kettle", "__init__", "3.14", "A*", ""])
def test_signs_and_digits_of_a_term_stay(term: str) -> None:
    head = parse_head(term)
    assert (head.term, head.number) == (term, None)


def test_text_too_long_for_a_head_is_left_as_it_is() -> None:
    text = "( " * 200_000
    assert parse_head(text).term == text.strip()


@given(st.text(max_size=60))
def test_any_text_gives_a_head_without_repeated_names(text: str) -> None:
    head = parse_head(text)
    names = [name.casefold() for name in (head.term, *head.aliases)]
    assert len(names) == len(set(names))
    assert set(head.said) <= set(head.aliases)
    assert bool(head.term) == bool(head.printed)


@pytest.mark.parametrize(
    ("printed", "term", "aliases"),
    [
        ("Kettle, also Boiler", "Kettle", ("Boiler",)),
        ("Kettle, also Boiler, Urn", "Kettle", ("Boiler", "Urn")),
        ("Kettle also known as Boiler", "Kettle", ("Boiler",)),
        ("Kettle a.k.a. Boiler", "Kettle", ("Boiler",)),
        ("GPS - Global Positioning System", "GPS", ("Global Positioning System",)),
        ("Global Positioning System – GPS", "Global Positioning System", ("GPS",)),
        ("Server - Classic", "Server - Classic", ()),
        ("See also", "See also", ()),
        ("Also-rans", "Also-rans", ()),
    ],
)
def test_also_joins_names(printed: str, term: str, aliases: tuple[str, ...]) -> None:
    head = parse_head(printed)
    assert (head.term, head.aliases) == (term, aliases)


def test_a_value_is_a_term_as_it_stands_unless_it_shows_other_names() -> None:
    assert head_of_value("1. Bow or arrow").term == "1. Bow or arrow"
    assert head_of_value("GPS – Global Positioning System").aliases == (
        "Global Positioning System",
    )
    assert head_of_value("Kettle (Boiler)").aliases == ("Boiler",)


def test_whole_names_joined_by_a_slash_are_names() -> None:
    assert parse_head("Hot Pots/Tea Pots").aliases == ("Hot Pots", "Tea Pots")
    assert parse_head("Fick/Graham law").aliases == ("Fick law", "Graham law")
