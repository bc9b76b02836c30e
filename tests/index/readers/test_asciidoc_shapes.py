"""AsciiDoc whose entries are rows of tables, sections, or paragraphs that a bold term opens."""

from glossator.index.readers import asciidoc
from glossator.index.reading import read_bytes
from glossator.index.records import LineUse, Reading
from glossator.index.sources import as_source
from tests.index.readers.soundness import unsound


def read(text: str, path: str = "glossary.adoc") -> Reading:
    reading = read_bytes(text.encode(), path)
    assert unsound(reading) == []
    return reading


def defined(reading: Reading) -> dict[str, str]:
    return {entry.term: entry.definition for entry in reading.entries}


TABLE = """\
[#words]
= Glossary

[%autowidth, cols="s,,2a"]
|===
|Term |Key |Definition

|[[kettle]]Kettle
|pot.kettle
|A pot with a spout,
and a *lid*.

* It whistles.
//|[[jug]]Jug
//|
//|Not yet.
|[[lid]]Lid,

Cover (LC)
|
|It closes a <<kettle,pot>>. +
So it does.

|===

== Elsewhere
More.
"""


def test_rows_of_tables_are_entries_whose_cells_hold_several_lines() -> None:
    reading = read(TABLE)
    assert defined(reading) == {
        "Kettle": "A pot with a spout,\nand a lid.\n\n* It whistles.",
        "Lid": "It closes a pot.\nSo it does.",
    }
    assert reading.entries[1].aliases == ("Cover", "LC")
    assert reading.entries[1].references == ("Kettle",)
    assert reading.document.title == "Glossary"
    assert [line for line in reading.lines if line.use is LineUse.REPORT] == []
    assert "columns" in [remark.code for remark in reading.remarks]


def test_cells_of_a_row_may_stand_on_one_line_and_tables_under_several_titles() -> None:
    reading = read(
        "= Terms\n\n== Pots\n\n|====\n| Term | Meaning | Note\n\n| HP | Hot pot | Old\n|====\n\n"
        "== Heat\n\n|====\n| Term | Meaning | Note\n\n| HB | Hob | It heats\nfrom below.\n|====\n"
    )
    assert [(entry.term, entry.definition) for entry in reading.entries] == [
        ("HP", "Hot pot"),
        ("HB", "Hob"),
    ]


SECTIONS = """\
= Kitchen Glossary
// a note of ours

== Pots

=== Kettle
////
Not this.
////
A pot on a <<hob>>. Aka _Boiler_.

[[lids, Lids]]
=== Lid
It closes <<./words#kettle, kettles>>.footnote:[Mostly.]

[NOTE]
====
It is round.
====

=== Jug

== Heat

=== Hob
It heats <<lids>>.
"""


def test_sections_of_the_entries_level_are_entries() -> None:
    reading = read(SECTIONS)
    assert [entry.term for entry in reading.entries] == ["Kettle", "Lid", "Hob"]
    kettle, lid, hob = reading.entries
    assert (kettle.definition, kettle.references) == ("A pot on a hob. Aka Boiler.", ("Hob",))
    assert lid.definition == "It closes kettles.\n\nIt is round."
    assert (lid.references, hob.references) == (("Kettle",), ("Lid",))
    assert [remark.code for remark in reading.remarks] == ["left-out", "no-definition"]


def test_regions_of_tags_named_after_languages_give_entries_their_language() -> None:
    text = (
        "[#term-pot]\n\n// tag::EN[]\n\n==== Pot\n\nIt holds soup.\n\n// end::EN[]\n\n"
        "// tag::DE[]\n\n==== Topf\n\nEr fasst Suppe.\n\n// end::DE[]\n"
    )
    reading = read(text, "glossary/pot.adoc")
    assert [(entry.term, entry.language) for entry in reading.entries] == [
        ("Pot", "en"),
        ("Topf", "de"),
    ]


def test_paragraphs_that_a_bold_term_opens_are_entries() -> None:
    reading = read(
        "== {empty}Glossary\n\n*Kettle*: A _pot_ with\na spout.\n{empty} +\n{empty} +\n"
        "*Lid*. It closes *pots*.\n\n* tin\n\n* glass\n\n*Hob*: see _stove_.\n{empty} +\n"
        "*Stove*: It heats.\n",
        "words.txt",
    )
    assert defined(reading) == {
        "Kettle": "A pot with\na spout.",
        "Lid": "It closes pots.\n\n* tin\n\n* glass",
        "Hob": "see stove.",
        "Stove": "It heats.",
    }


def test_chapters_of_a_manual_are_no_entries() -> None:
    chapters = "".join(f"== Step {n}\nDo the thing number {n}.\n\n" for n in (3, 1, 2, 5, 4))
    source = as_source(f"= Manual\n\n{chapters}".encode(), "manual.adoc")
    assert asciidoc.sniff(source).score == 0.0


def test_a_long_table_of_two_columns_is_no_file_of_lines_with_bars() -> None:
    rows = "".join(f"|Pot {n}\n|It holds {n} litres of\nwater.\n" for n in range(60))
    reading = read(f"= Glossary\n\n|===\n|Term |Definition\n\n{rows}|===\n")
    assert len(reading.entries) == 60
    assert reading.entries[7].definition == "It holds 7 litres of\nwater."
