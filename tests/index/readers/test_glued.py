"""Pages of bold or glued terms: two copies, memory aids, and glued text alone."""

import time

import pytest

from glossator.index.readers import glued
from glossator.index.readers.finish import finish
from glossator.index.records import Entry, Reading
from glossator.index.text import decode


def read(text: str) -> Reading:
    source = decode(text.encode(), "beds.txt")
    return finish(glued.read(source), source, document="beds", title=None, name="glued", why="test")


def score(text: str) -> float:
    return glued.sniff(decode(text.encode(), "beds.txt")).score


def pairs(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.term, entry.definition) for entry in reading.entries]


def rules(reading: Reading) -> list[tuple[int, int, str]]:
    return [(line.first, line.last, line.rule) for line in reading.lines if line.use != "entry"]


def aid(reading: Reading, entry: Entry) -> str | None:
    place = entry.mnemonic
    return None if place is None else reading.document.text[place.start : place.end]


GLUED = """Raised Bed (RB)A raised bed is a box full of soil.

FrostIn winter, a frost kills what is not covered.

Bed WarmerBed warmer is a tank of water.
"""
CLEAN = """**Raised Bed (RB)**

A raised bed is a box full of soil.

**Frost**

In winter, a frost kills what is not covered.

**Bed Warmer**

Bed warmer is a tank of water.
"""
AIDS = (
    "Raised Bed (RB): Think of a tower.Frost: A white coat.Bed Warmer: A cat, or two warm: a "
    "kettle.\n"
)
BOLD_AIDS = (
    "**Raised Bed (RB)**: Think of a tower.**Frost**: A white coat.**Bed Warmer**: A cat, or two "
    "warm: a kettle.\n"
)
PAGE = (
    f"# Welcome\n\n# Garden Words\n\nPosted by a friend\n\n{GLUED}\nABC:\n\n{AIDS}\n{CLEAN}\n"
    f"**ABC: **\n\n{BOLD_AIDS}"
)


def test_the_clean_copy_is_the_entry_and_the_glued_one_page_text() -> None:
    reading = read(PAGE)
    assert pairs(reading) == [
        ("Raised Bed", "A raised bed is a box full of soil."),
        ("Frost", "In winter, a frost kills what is not covered."),
        ("Bed Warmer", "Bed warmer is a tank of water."),
    ]
    assert [entry.line for entry in reading.entries] == [17, 21, 25]
    assert reading.entries[0].aliases == ("RB",)
    assert rules(reading) == [
        (1, 3, "title"),
        (5, 5, "intro"),
        (7, 11, "glued-copy"),
        (13, 13, "section-head"),
        (15, 15, "glued-copy"),
        (29, 29, "section-head"),
    ]
    assert reading.document.title == "Garden Words"
    assert reading.remarks == ()


def test_each_term_gets_its_aid_from_the_bold_copy() -> None:
    reading = read(PAGE)
    assert [aid(reading, entry) for entry in reading.entries] == [
        "Think of a tower.",
        "A white coat.",
        "A cat, or two warm: a kettle.",
    ]
    places = [entry.mnemonic for entry in reading.entries]
    assert [reading.document.line_of(place.start) for place in places if place] == [31] * 3


def test_copies_may_stand_in_any_order() -> None:
    reading = read(f"{BOLD_AIDS}\n{CLEAN}\n{AIDS}\n{GLUED}")
    assert len(reading.entries) == 3
    assert rules(reading) == [(15, 21, "glued-copy")]
    assert aid(reading, reading.entries[1]) == "A white coat."


def test_aids_may_stand_in_a_paragraph_each() -> None:
    reading = read(f"{CLEAN}\nRemember:\n\nFrost: A coat.\n\nRB: A tower.\n\nThe end of it.\n")
    assert [aid(reading, entry) for entry in reading.entries] == ["A tower.", "A coat.", None]
    assert rules(reading) == [(13, 13, "section-head"), (19, 19, "unread")]


def test_an_aid_that_breaks_off_is_kept_flagged_and_reported() -> None:
    reading = read(PAGE.removesuffix(" a kettle.\n") + " a big")
    assert [entry.flags for entry in reading.entries] == [(), (), ("truncated",)]
    assert aid(reading, reading.entries[2]) == "A cat, or two warm: a big"
    (remark,) = reading.remarks
    assert (remark.code, remark.line) == ("truncated", 31)


def test_aids_that_never_end_in_a_full_stop_do_not_break_off() -> None:
    reading = read(f"{CLEAN}\nXY:\n\nFrost: a coat\n\nRB: a tower\n")
    assert [entry.flags for entry in reading.entries] == [(), (), ()]


def test_a_definition_that_names_its_term_with_a_colon_is_no_aid() -> None:
    reading = read("**Bed**\n\nBed: a box.\n\n**Hoe**\n\nHoe: a tool.\n")
    assert pairs(reading) == [("Bed", "Bed: a box."), ("Hoe", "Hoe: a tool.")]


# --- the clean copy ---


def test_a_definition_may_have_more_paragraphs_parts_and_references() -> None:
    reading = read(
        "**Bed**\n\nA box of **soil**.\n\nSecond.\n\n**Care:**\n\n**Water**: daily.\n\n"
        "**Hoe**\n\nA tool.\n"
    )
    bed, hoe = reading.entries
    assert bed.definition == "A box of soil.\n\nSecond.\n\nCare:\n\nWater: daily."
    assert [part.head for part in bed.sections] == ["Care", "Water"]
    assert bed.references == ("soil",)
    assert hoe.definition == "A tool."


def test_bold_lines_with_a_colon_are_terms_where_most_have_one() -> None:
    assert pairs(read("**Bed:**\n\nA box.\n\n**Hoe:**\n\nA tool.\n")) == [
        ("Bed", "A box."),
        ("Hoe", "A tool."),
    ]


def test_a_clean_copy_that_stands_twice_is_one_entry() -> None:
    reading = read(CLEAN + "\n" + CLEAN)
    assert len(reading.entries) == 3
    assert rules(reading) == [(13, 23, "glued-copy")]


def test_one_term_with_two_definitions_is_two_entries() -> None:
    reading = read("**Bed**\n\nA box.\n\n**Bed**\n\nFor sleep.\n")
    assert [entry.id for entry in reading.entries] == ["beds#bed", "beds#bed-2"]


def test_a_copy_that_says_something_else_is_reported() -> None:
    one = "A raised bed is a box that is filled with soil, and higher than the path. It "
    reading = read(
        f"Raised Bed{one}dries.\n\n**Raised Bed**\n\n{one}drains.\n\n**Hoe**\n\nA tool.\n"
    )
    assert [(remark.code, remark.line) for remark in reading.remarks] == [("copy-differs", 1)]


def test_text_behind_another_heading_is_no_entry() -> None:
    reading = read(f"{CLEAN}\n# Thanks\n\nTo all who read it.\n")
    assert rules(reading) == [(13, 13, "section-head"), (15, 15, "section-text")]


# --- without a clean copy ---


def test_glued_terms_alone_are_split_flagged_and_said() -> None:
    reading = read(f"Garden Words\n\n{GLUED}\nMulchStraw that keeps water in.\n\nABC:\n\n{AIDS}")
    assert pairs(reading) == [
        ("Raised Bed", "A raised bed is a box full of soil."),
        ("Frost", "In winter, a frost kills what is not covered."),
        ("Bed Warmer", "Bed warmer is a tank of water."),
        ("Mulch", "Straw that keeps water in."),
    ]
    assert {entry.flags for entry in reading.entries} == {("glued",)}
    assert [(remark.code, remark.line) for remark in reading.remarks] == [
        ("glued", 5),
        ("glued", 9),
    ]
    assert aid(reading, reading.entries[2]) == "A cat, or two warm: a kettle."
    assert rules(reading) == [(1, 1, "intro"), (11, 11, "section-head")]


def test_glued_lines_without_blank_lines_are_split_too() -> None:
    reading = read(GLUED.replace("\n\n", "\n"))
    assert [entry.term for entry in reading.entries] == ["Raised Bed", "Frost", "Bed Warmer"]


def test_a_glued_entry_without_clean_copy_is_kept_beside_the_others() -> None:
    reading = read(f"{GLUED}\nMulchMulch keeps water in.\n\n{CLEAN}")
    assert pairs(reading)[0] == ("Mulch", "Mulch keeps water in.")
    assert [entry.flags for entry in reading.entries] == [("glued",), (), (), ()]


@pytest.mark.parametrize(
    "line", ["**{}**: {}\n", "**{}:** {}\n", "**{}** – {}\n", "**{}**{}\n"], ids=repr
)
def test_bold_terms_that_open_their_paragraph_are_entries(line: str) -> None:
    entries = [("Bed", "A box."), ("Hoe", "A tool."), ("Rake", "A comb.")]
    reading = read("Three words.\n\n" + "\n".join(line.format(*pair) for pair in entries))
    assert pairs(reading) == entries
    assert rules(reading) == [(1, 1, "intro")]


# --- what fits, and what does not ---


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (PAGE, 0.7, 1.0),
        (CLEAN, 0.7, 1.0),
        (GLUED, 0.7, 1.0),
        ("", 0.0, 0.0),
        ("Term\tDefinition\nBed\tA box.\n", 0.0, 0.0),
        ("1. Bed\n\n  • A box.\n", 0.0, 0.0),
        ("**1. Bed**\n\nA box.\n\n**2. Hoe**\n\nA tool.\n", 0.0, 0.0),
        ("Plain prose.\n\nOf two paragraphs.\n", 0.0, 0.0),
        ("**One**\n\n" + "Long.\n\n" * 60 + "**Two**\n\n" + "Long.\n\n" * 60, 0.0, 0.19),
    ],
)
def test_the_score_tells_how_much_of_the_page_fits(text: str, low: float, high: float) -> None:
    assert low <= score(text) <= high


def test_a_page_of_another_shape_leaves_every_line_unread() -> None:
    reading = read("Plain prose.\n\nOf two paragraphs.\n")
    assert reading.entries == ()
    assert {line.rule for line in reading.lines} == {"unread"}


def test_an_endless_definition_is_reported_and_read_in_linear_time() -> None:
    start = time.perf_counter()
    reading = read(f"**Bed**\n\n{'A **box**: soil. ' * 60_000}\n\n**Hoe**\n\nA tool.\n")
    assert time.perf_counter() - start < 30
    assert [entry.term for entry in reading.entries] == ["Hoe"]
    assert [(remark.code, remark.line) for remark in reading.remarks] == [("too-long", 1)]
