"""Names that prose states, and those that it only seems to."""

import time

import pytest

from glossator.index.readers.said import is_short_form, said_aliases


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ("Also known as urn or boiler, it’s the pot.", ("urn", "boiler")),
        ("Another term for boiler, it heats water.", ("boiler",)),
        ("A different name for a “Boiler”.", ("Boiler",)),
        ("Also referred to as hot pots, kettles boil water.", ("hot pots",)),
        ("Synonym for boiler.", ("boiler",)),
        ("Sometimes called boiler in the north.", ("boiler",)),
    ],
)
def test_a_statement_at_the_start_is_of_the_entry(definition: str, said: tuple[str, ...]) -> None:
    assert said_aliases(definition, ["Kettle"]) == said


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ("A kettle, also known as a water boiler (WB), is a pot.", ("water boiler", "WB")),
        ("A kettle, also known as the urn or boiler, is a pot.", ("urn", "boiler")),
        ("Kettles, also called urns, pots, and hot pots, boil.", ("urns", "pots", "hot pots")),
        ("Kettle, short for “kettle for tea and milk,” is a pot.", ("kettle for tea and milk",)),
        ("A tin kettle (TK), sometimes also called a billy (BL) (not to be confused with a can), "
         "is light.", ("billy", "BL")),
        ("Hot. In the basic kettle (also known as Plain Pot) water boils.", ("Plain Pot",)),
        ("A kettle is also called a pot.", ("pot",)),
    ],
)  # fmt: skip
def test_a_statement_behind_the_entry_s_name_is_of_the_entry(
    definition: str, said: tuple[str, ...]
) -> None:
    assert said_aliases(definition, ["Kettle", "Tin kettle"]) == said


@pytest.mark.parametrize(
    "definition",
    [
        "A pot on a hob that boils water, also known as Adam's ale.",
        "A kettle has a lid, also called a cap.",
        "The whistling kettle, also known as singer, is loud.",
        "A kettle is called when tea is due.",
        "A kettle (not to be confused with a drum) is a pot.",
        "It is also known as something.",
        "A kettle, known for its whistle.",
        "",
    ],
)
def test_a_statement_on_something_else_gives_no_alias(definition: str) -> None:
    assert said_aliases(definition, ["Kettle"]) == ()


def test_prose_behind_a_comma_ends_the_list() -> None:
    text = "A kettle, also called a pot, and used for tea, is hot."
    assert said_aliases(text, ["Kettle"]) == ("pot",)


def test_a_long_definition_full_of_statements_takes_linear_time() -> None:
    start = time.perf_counter()
    assert said_aliases("hot, also known as " * 10_000, ["Kettle"]) == ()
    assert said_aliases("Kettle, also called " + "a pot, " * 50_000, ["Kettle"]) == ("pot",)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("short", "full", "fits"),
    [
        ("GPS", "Global Positioning System", True),
        ("GPSs", "Global Positioning System", True),
        ("seq2seq", "Sequence-to-sequence", True),
        ("t-SNE", "t-distributed stochastic neighbor embedding", True),
        ("cosh", "hyperbolic cosine", True),
        ("GPS", "Positioning", False),
        ("Boiler", "Kettle", False),
        ("kettle", "kettle", False),
        ("x", "xylophone", False),
        ("a b", "apple bread", False),
    ],
)
def test_a_short_form_is_made_of_the_letters_of_the_full_one(
    short: str, full: str, fits: bool
) -> None:
    assert is_short_form(short, full) is fits
