"""Numbered lists with bullets, with paragraphs, and on one line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.readers import numbered
from glossator.index.readers.finish import finish
from glossator.index.records import Reading
from glossator.index.text import decode


def read(text: str) -> Reading:
    source = decode(text.encode(), "pots.txt")
    return finish(
        numbered.read(source), source, document="pots", title=None, name="numbered", why="test"
    )


def score(text: str) -> float:
    return numbered.sniff(decode(text.encode(), "pots.txt")).score


def pairs(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.term, entry.definition) for entry in reading.entries]


def rules(reading: Reading) -> list[tuple[int, str]]:
    return [(line.first, line.rule) for line in reading.lines if line.use != "entry"]


def test_a_bullet_under_a_number_is_the_definition() -> None:
    reading = read(
        "40 pots\n\nOverview\n\n1. Kettle (Boiler)\n\n  • A pot that whistles.\n\n"
        "2. Urn\n\n  • A pot\nwith a tap.\n\nThat is all there is to know.\n"
    )
    assert pairs(reading) == [("Kettle", "A pot that whistles."), ("Urn", "A pot\nwith a tap.")]
    assert [(entry.number, entry.line) for entry in reading.entries] == [("1", 5), ("2", 9)]
    assert rules(reading) == [(1, "title"), (3, "intro"), (14, "outro")]
    assert reading.document.title == "40 pots"
    text = reading.document.text
    assert [reading.document.line_of(entry.start) for entry in reading.entries] == [7, 11]
    assert all(text[e.start : e.end] == e.definition for e in reading.entries)


@pytest.mark.parametrize("bullet", ["•", "-", "*", "+", "–", "◦"])
def test_every_bullet_is_known_and_further_bullets_stay_in_the_text(bullet: str) -> None:
    reading = read(f"1. Urn\n{bullet} A pot.\n{bullet} It has a tap.\n\n2. Vat\n{bullet} A tub.\n")
    assert pairs(reading) == [("Urn", f"A pot.\n{bullet} It has a tap."), ("Vat", "A tub.")]


def test_a_paragraph_under_a_number_is_the_definition() -> None:
    reading = read(
        "1) Urn\nA pot with a tap.\n\n2) Vat\nA tub.\n\n3) Pan\nFlat.\n\nGoodbye to all.\n"
    )
    assert pairs(reading) == [("Urn", "A pot with a tap."), ("Vat", "A tub."), ("Pan", "Flat.")]
    assert rules(reading) == [(10, "outro")]


@pytest.mark.parametrize("joint", [": ", " – ", " - ", " — "])
def test_a_definition_may_stand_on_the_number_s_line(joint: str) -> None:
    reading = read(f"Pots\n\n1. Urn{joint}A pot: with a tap.\n2. Vat{joint}A tub - big.\nIt is.\n")
    assert pairs(reading) == [("Urn", "A pot: with a tap."), ("Vat", "A tub - big.\nIt is.")]


def test_a_dash_in_a_term_is_no_joint_where_texts_stand_below() -> None:
    reading = read("1. Urn\n- A pot.\n2. Push - pull tap\n- A tap to push and pull.\n")
    assert [entry.term for entry in reading.entries] == ["Urn", "Push - pull tap"]


def test_bold_is_markup_and_its_words_are_references() -> None:
    reading = read("1. **Urn**: A pot with a **tap**.\n2. **Vat**: See [urn](#urn), it is big.\n")
    assert pairs(reading) == [("Urn", "A pot with a tap."), ("Vat", "See urn, it is big.")]
    assert [entry.references for entry in reading.entries] == [("tap",), ("urn",)]
    assert [entry.number for entry in reading.entries] == ["1", "2"]


def test_steps_inside_a_definition_are_no_entries() -> None:
    reading = read(
        "1. Urn\n- Fill it:\n  1. open\n  2. pour\n\n2. Vat\n- A tub.\n\n3. Pan\n- Flat.\n"
    )
    assert [entry.term for entry in reading.entries] == ["Urn", "Vat", "Pan"]
    assert reading.entries[0].definition == "Fill it:\n  1. open\n  2. pour"


def test_a_list_that_starts_again_goes_on() -> None:
    reading = read("1. Urn\n- A pot.\n\n2. Vat\n- A tub.\n\n1. Pan\n- Flat.\n\n2. Wok\n- Round.\n")
    assert [entry.number for entry in reading.entries] == ["1", "2", "1", "2"]


def test_a_missing_number_is_remarked_on() -> None:
    reading = read("1. Urn\n- A pot.\n\n3. Vat\n- A tub.\n")
    assert len(reading.entries) == 2
    (remark,) = reading.remarks
    assert (remark.code, remark.line) == ("number-gap", 4)


def test_a_number_with_nothing_under_it_is_reported() -> None:
    reading = read("1. Urn\n- A pot.\n\n2. Vat\n\n3. Pan\n- Flat.\n")
    assert [entry.term for entry in reading.entries] == ["Urn", "Pan"]
    assert rules(reading) == [(4, "no-definition")]
    assert [(remark.code, remark.line) for remark in reading.remarks] == [("no-definition", 4)]


def test_a_table_of_contents_is_page_text() -> None:
    reading = read("Pots\n\n1. Urn\n2. Vat\n\n1. Urn\n- A pot.\n\n2. Vat\n- A tub.\n")
    assert pairs(reading) == [("Urn", "A pot."), ("Vat", "A tub.")]
    assert rules(reading) == [(1, "title"), (3, "contents")]


def test_a_stray_paragraph_between_bullets_is_reported() -> None:
    stray = "A stray paragraph that no bullet marks."
    reading = read(f"1. Urn\n- A pot.\n\n{stray}\n\n2. Vat\n- A tub.\n\n3. Pan\n- Flat.\n")
    assert rules(reading) == [(4, "unread")]
    assert reading.entries[0].definition == "A pot."


def test_letters_between_entries_are_section_headings() -> None:
    reading = read("1. Urn\n- A pot.\n\nV\n\n2. Vat\n- A tub.\n")
    assert rules(reading) == [(4, "section-heading")]


def test_ten_megabytes_are_read_in_linear_time() -> None:
    start = time.perf_counter()
    reading = read("1. Urn\n- " + "hot 1. b - c: " * 700_000 + "\n\n2. Vat\n- A tub.\n")
    assert [entry.term for entry in reading.entries] == ["Vat"]
    assert [remark.code for remark in reading.remarks] == ["too-long"]
    many = read("".join(f"{n}. Pot {n}\n- A **pot**.\n\n" for n in range(1, 3_000)))
    assert len(many.entries) == 2_999
    assert time.perf_counter() - start < 20


def test_a_numbered_list_is_told_from_steps_and_prose() -> None:
    assert score("1. Urn\n\n  • A pot.\n\n2. Vat\n\n  • A tub.\n") > 0.8
    steps = "1. Fill the urn with water.\n2. Put it on the hob and wait.\n"
    assert score(steps) < 0.2
    assert score("An urn is a pot.\n") == 0.0
    assert score("") == 0.0


@given(st.lists(st.sampled_from(["**urn**", "tap", "*hot*", "a", "_b_", "[x](#y)", "2 * 3"])))
def test_text_is_the_raw_file_without_marks_and_blanks(words: list[str]) -> None:
    raw = f"1. Urn\n- A {' '.join(words)} pot.\n\n2. **Vat**\n- A tub.\n"
    document = read(raw).document
    copied = 0
    for text_start, raw_start, length in document.runs:
        part = document.text[text_start : text_start + length]
        assert part == raw[raw_start : raw_start + length]
        copied += sum(not char.isspace() for char in part)
    assert copied == sum(not char.isspace() for char in document.text)
    marks = str.maketrans("", "", "*_ []()#y\n")
    assert document.text.translate(marks) == raw.translate(marks)


WORDS = st.text("abcdefghij ,;’é(", min_size=1, max_size=40).map(str.strip).filter(bool)
NAMES = st.text("ABCDefgh", min_size=3, max_size=12)


@given(st.lists(st.tuples(NAMES, WORDS), min_size=2, max_size=8))
def test_any_definition_survives_the_list(items: list[tuple[str, str]]) -> None:
    text = "".join(
        f"{n}. {term}\n\n  • {definition}\n\n" for n, (term, definition) in enumerate(items, 1)
    )
    reading = read(text)
    assert pairs(reading) == items
    document = reading.document
    assert [document.text[e.start : e.end] for e in reading.entries] == [d for _, d in items]
    raw_starts = [text.index("• ", text.index(f"{n}. ")) + 2 for n in range(1, len(items) + 1)]
    mapped = [
        next(raw + entry.start - at for at, raw, length in document.runs
             if at <= entry.start < at + length)
        for entry in reading.entries
    ]  # fmt: skip
    assert mapped == raw_starts
