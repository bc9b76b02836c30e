"""Numbered bold headings: joint ones, run-in heads, references, categories, what is missing."""

import time

import pytest

from glossator.index.readers import headings
from glossator.index.readers.finish import finish
from glossator.index.records import Entry, Reading, Span
from glossator.index.text import decode


def read(text: str) -> Reading:
    source = decode(text.encode(), "beds.md")
    return finish(
        headings.read(source), source, document="beds", title=None, name="headings", why="test"
    )


def score(text: str) -> float:
    return headings.sniff(decode(text.encode(), "beds.md")).score


def cut(reading: Reading, *spans: Span) -> list[str]:
    return [reading.document.text[span.start : span.end] for span in spans]


def shared(reading: Reading, entry: Entry) -> list[str]:
    return cut(reading, *entry.more)


def rules(reading: Reading) -> list[tuple[int, int, str]]:
    return [(line.first, line.last, line.rule) for line in reading.lines if line.use != "entry"]


def parts(reading: Reading, entry: Entry) -> list[tuple[str, str]]:
    text = reading.document.text
    return [(part.head, text[part.start : part.end]) for part in entry.sections]


PLAIN = """# Welcome

# Garden Words

Read **on**:

**1. Raised Bed (RB)**

A box of **soil** on the**ground**between**path**s.

It drains well: **soils** and **soil** and the **raised bed** itself.

**2. Mulch:**

Straw that keeps water in.
"""


def test_numbered_bold_lines_head_entries() -> None:
    reading = read(PLAIN)
    bed, mulch = reading.entries
    assert (bed.term, bed.aliases, bed.number, bed.line) == ("Raised Bed", ("RB",), "1", 7)
    assert bed.definition == (
        "A box of soil on the ground between paths.\n\n"
        "It drains well: soils and soil and the raised bed itself."
    )
    assert (mulch.term, mulch.definition) == ("Mulch", "Straw that keeps water in.")
    assert reading.document.title == "Garden Words"
    assert rules(reading) == [(1, 3, "title"), (5, 5, "intro")]
    assert reading.remarks == ()


def test_references_are_bold_words_as_printed_without_repeats_and_the_entry_itself() -> None:
    assert read(PLAIN).entries[0].references == ("soil", "ground", "path", "soils")


def test_links_are_references_too() -> None:
    (bed, _) = read("**1. Bed**\n\nOf [soil](#s) and *sand*.\n\n**2. Soil**\n\nEarth.\n").entries
    assert (bed.definition, bed.references) == ("Of soil and sand.", ("soil",))


@pytest.mark.parametrize("head", ["## 1. Bed", "**1) Bed**", "**1. Bed:**", "**(1) Bed**"])
def test_other_numbered_heads_are_known(head: str) -> None:
    (bed,) = read(f"{head}\nA box.\n").entries
    assert (bed.term, bed.number, bed.definition) == ("Bed", "1", "A box.")


def test_other_headings_end_an_entry_and_their_text_is_no_entry() -> None:
    reading = read(
        "**1. Bed**\n\nA box.\n\n---\n\n## More words\n\nBoth short.\n\n**2. Hoe**\n\nA tool."
    )
    assert [entry.definition for entry in reading.entries] == ["A box.", "A tool."]
    assert rules(reading) == [(5, 5, "separator"), (7, 7, "section-head"), (9, 9, "section-text")]


def test_deeper_headings_inside_an_entry_open_parts_of_it() -> None:
    reading = read("## 1. Bed\n\nA box.\n\n### Care\n\nWater it.\n\n## 2. Hoe\n\nA tool.\n")
    bed = reading.entries[0]
    assert bed.definition == "A box.\n\nCare\n\nWater it."
    assert parts(reading, bed) == [("Care", "Water it.")]


# --- numbers ---


def test_numbered_steps_inside_an_entry_are_no_entries() -> None:
    reading = read(
        "**1. Bed**\n\nA box.\n\n**2. Hoe**\n\nUse:\n\n**1. Lift**\n\nUp.\n\n**3. Rake**\n\nWide.\n"
    )
    assert [entry.term for entry in reading.entries] == ["Bed", "Hoe", "Rake"]
    assert reading.entries[1].definition == "Use:\n\n1. Lift\n\nUp."


def test_each_chapter_may_count_its_own_entries() -> None:
    body = "".join(f"**{n}. Tool {n}**\n\nText.\n\n" for n in (1, 2, 3))
    reading = read(f"{body}# Part two\n\n{body}**4. Last**\n\nText.\n")
    assert [entry.number for entry in reading.entries] == ["1", "2", "3", "1", "2", "3", "4"]


def test_entries_in_any_order_are_read() -> None:
    numbers = [3, 1, 4, 2]
    reading = read("".join(f"**{n}. Tool {n}**\n\nText.\n\n" for n in numbers))
    assert [entry.number for entry in reading.entries] == ["3", "1", "4", "2"]


# --- joint headings ---


def test_run_in_heads_divide_a_joint_heading_and_the_rest_is_shared() -> None:
    reading = read(
        "**1. Hoes, 2. Rakes (RK), and 3. Forks**\n\nEach has a handle.\n\n"
        "**Hoes**: Hoes **cut**weeds.**RK**: Rakes comb.**Forks**: Forks dig.\n\n"
        "All rust.\n\n**4. Bed**\n\nA box.\n"
    )
    hoes, rakes, forks, _ = reading.entries
    assert [e.definition for e in (hoes, rakes, forks)] == [
        "Hoes cut weeds.",
        "Rakes comb.",
        "Forks dig.",
    ]
    assert [e.number for e in (hoes, rakes, forks)] == ["1", "2", "3"]
    assert {e.line for e in (hoes, rakes, forks)} == {1}
    assert shared(reading, hoes) == ["Each has a handle.", "All rust."]
    assert hoes.more == rakes.more == forks.more
    assert (hoes.references, rakes.references, hoes.sections) == (("cut",), (), ())
    assert rules(reading) == []


def test_the_first_name_without_a_passage_gets_the_text_before_the_others() -> None:
    reading = read(
        "**1. Digging and 2. Double Digging**\n\nDigging turns soil.\n\nOften in spring.\n\n"
        "**Double Digging** turns more of it.\n"
    )
    digging, double = reading.entries
    assert digging.definition == "Digging turns soil.\n\nOften in spring."
    assert double.definition == "Double Digging turns more of it."
    assert digging.more == double.more == ()


def test_a_bold_line_gives_the_list_behind_it() -> None:
    reading = read(
        "**1. Hot Bed (HB) and 2. Cold bed**\n\nTwo beds.\n\n**Hot Bed (HB):**\n\n"
        "- Warm.\n- Wet.\n\n- Dark.\n\n**Cold Bed:**\n\n- Cool.\n\n"
        "Both need work.\n\n**Note:** Neither is new.\n"
    )
    hot, cold = reading.entries
    assert (hot.definition, cold.definition) == ("- Warm.\n- Wet.\n\n- Dark.", "- Cool.")
    assert shared(reading, hot) == ["Two beds.", "Both need work.\n\nNote: Neither is new."]
    assert hot.more == cold.more


def test_a_passage_goes_on_until_the_next_name() -> None:
    reading = read(
        "**1. Hoe and 2. Rake**\n\n**Hoe:**\n\nIt cuts.\n\nIt lifts.\n\n"
        "**Rake:**\n\nIt combs.\n\nThe end.\n"
    )
    hoe, rake = reading.entries
    assert (hoe.definition, rake.definition) == ("It cuts.\n\nIt lifts.", "It combs.")
    assert shared(reading, hoe) == ["The end."]


def test_joint_names_without_passages_share_the_whole_text() -> None:
    hoe, rake = read("**1. Hoe & 2. Rake**\n\nTools.\n\nBoth.\n").entries
    assert hoe.definition == rake.definition == "Tools.\n\nBoth."


def test_as_many_run_in_heads_as_names_count_in_order() -> None:
    hoe, rake = read("**1. Hoe and 2. Rake**\n\n**To cut**: Sharp.\n\n**To comb**: Wide.\n").entries
    assert (hoe.definition, rake.definition) == ("Sharp.", "Wide.")


def test_a_heading_that_joins_names_under_one_number_is_one_entry() -> None:
    (bed,) = read("**1. Hot Bed (HB) and Warm Bed (WB)**\n\nA box.\n").entries
    assert (bed.term, bed.aliases) == ("Hot Bed", ("HB", "Warm Bed", "WB"))


def test_a_number_that_does_not_count_on_is_no_joint() -> None:
    (bed,) = read("**1. Bed, 7. Edition**\n\nA box.\n").entries
    assert bed.number == "1"


# --- run-in heads ---


def test_run_in_heads_open_parts_of_the_definition_and_are_no_references() -> None:
    reading = read(
        "**1. Bed**\n\nA box.\n\n**Soil**: Earth of**clay**.**Drain**: A pipe.\n\n"
        "- **Lid:** Of glass.\n- Plain item.\n"
    )
    (bed,) = reading.entries
    assert parts(reading, bed) == [
        ("Soil", "Earth of clay."),
        ("Drain", "A pipe."),
        ("Lid", "Of glass."),
    ]
    assert bed.references == ("clay",)


def test_a_bold_line_opens_the_text_up_to_the_next_and_the_last_one_a_paragraph() -> None:
    reading = read(
        "**1. Bed**\n\nA box.\n\n**How to build it:**\n\nSaw.\n\nNail.\n\n**Steps include:**\n\n"
        "These:\n\n- One.\n\n- Two.\n\nIt lasts long.\n"
    )
    (bed,) = reading.entries
    assert parts(reading, bed) == [
        ("How to build it", "Saw.\n\nNail."),
        ("Steps include", "These:\n\n- One.\n\n- Two."),
    ]


def test_a_bold_sentence_of_its_own_is_text_but_neither_head_nor_reference() -> None:
    (bed,) = read("**1. Bed**\n\nA box.\n\n**See the hoe below.**\n").entries
    assert (bed.definition, bed.sections, bed.references) == (
        "A box.\n\nSee the hoe below.",
        (),
        (),
    )


# --- categories and what is missing ---

CATEGORY = """**1. Tool**

A tool helps. Some kinds are:

**2. Hoe**

A **tool** that cuts.

{closing}

**3. Bed**

A box.
"""


@pytest.mark.parametrize(
    "closing", ["Tools wear out.", "In summary, a tool helps.", "Overall, the tools help."]
)
def test_a_closing_paragraph_behind_the_last_child_belongs_to_its_category(closing: str) -> None:
    reading = read(CATEGORY.format(closing=closing))
    tool, hoe, _ = reading.entries
    assert shared(reading, tool) == [closing]
    assert (hoe.definition, hoe.more) == ("A tool that cuts.", ())
    owners = {line.first: line.rule for line in reading.lines}
    assert owners[9] == tool.id


@pytest.mark.parametrize(
    "closing",
    [
        "Hoes wear out.",
        "In summary, a hoe cuts.",
        "It is old.",
        "Toolboxes hold them.",
        "Bed time.",
    ],
)
def test_an_entry_keeps_its_own_closing_paragraph(closing: str) -> None:
    tool, hoe, _ = read(CATEGORY.format(closing=closing)).entries
    assert hoe.definition == f"A tool that cuts.\n\n{closing}"
    assert tool.more == ()


def test_a_category_that_promises_a_list_and_stops_is_reported() -> None:
    reading = read(CATEGORY.format(closing="Tools wear out."))
    assert reading.entries[0].flags == ("list-missing",)
    (remark,) = reading.remarks
    assert (remark.code, remark.line) == ("list-missing", 3)
    assert "helps. Some kinds are:" in remark.message


def test_a_promised_list_that_follows_is_not_missing() -> None:
    reading = read("**1. Tool**\n\nKinds are:\n\n- A hoe:\n\n**2. Bed**\n\nA box.\n")
    assert reading.remarks == ()


def test_a_file_that_breaks_off_in_a_sentence_is_reported() -> None:
    reading = read("**1. Bed**\n\nA box.\n\n**2. Hoe**\n\nA tool that cuts the\n")
    assert [entry.flags for entry in reading.entries] == [(), ("truncated",)]
    assert [(remark.code, remark.line) for remark in reading.remarks] == [("truncated", 7)]


def test_a_heading_without_text_is_reported() -> None:
    reading = read("**1. Bed**\n\n**2. Hoe**\n\nA tool.\n")
    assert [entry.term for entry in reading.entries] == ["Hoe"]
    assert [(remark.code, remark.line) for remark in reading.remarks] == [("no-definition", 1)]


def test_one_name_with_two_definitions_is_two_entries() -> None:
    reading = read("**1. Bed**\n\nA box.\n\n**2. Bed**\n\nFor sleeping.\n")
    assert [entry.id for entry in reading.entries] == ["beds#bed", "beds#bed-2"]


def test_an_endless_definition_is_reported_and_read_in_linear_time() -> None:
    start = time.perf_counter()
    reading = read(f"**1. Bed**\n\n{'A **box** of soil. ' * 60_000}\n\n**2. Hoe**\n\nA tool.\n")
    assert time.perf_counter() - start < 30
    assert [entry.term for entry in reading.entries] == ["Hoe"]
    assert [(remark.code, remark.line) for remark in reading.remarks] == [("too-long", 1)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (PLAIN, 0.7, 1.0),
        ("", 0.0, 0.0),
        ("Term\tDefinition\nBed\tA box.\n", 0.0, 0.0),
        ("1. Bed\n\n  • A box.\n", 0.0, 0.0),
        ("**1. Bed**\n\n" + "A line.\n" * 200, 0.0, 0.19),
    ],
)
def test_the_score_tells_how_much_of_the_file_fits(text: str, low: float, high: float) -> None:
    assert low <= score(text) <= high


def test_a_file_of_another_shape_leaves_every_line_unread() -> None:
    reading = read("Bed: a box.\n\nHoe: a tool.\n")
    assert reading.entries == ()
    assert [line.rule for line in reading.lines] == ["unread"]
