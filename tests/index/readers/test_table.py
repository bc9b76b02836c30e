"""Tab-separated tables."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.readers import table
from glossator.index.readers.finish import finish
from glossator.index.records import Reading
from glossator.index.text import decode


def read(text: str) -> Reading:
    source = decode(text.encode(), "pots.tsv")
    return finish(
        table.read(source), source, document="pots", title=None, name=table.NAME, why="test"
    )


def score(text: str) -> float:
    return table.sniff(decode(text.encode(), "pots.tsv")).score


def pairs(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.term, entry.definition) for entry in reading.entries]


def rules(reading: Reading) -> list[tuple[int, str]]:
    return [(line.first, line.rule) for line in reading.lines if line.use != "entry"]


def test_rows_are_entries_and_the_text_around_is_page_text() -> None:
    reading = read(
        "# Pots of the North\n\nWelcome to all pots.\n\n"
        "Term\tDefinition\nKettle (Boiler)\tA pot that whistles.\n\n"
        "Term\tDefinition\nUrn\tA pot with a tap.\n\nThe end.\n"
    )
    assert pairs(reading) == [("Kettle", "A pot that whistles."), ("Urn", "A pot with a tap.")]
    assert reading.entries[0].aliases == ("Boiler",)
    assert rules(reading) == [
        (1, "title"),
        (3, "intro"),
        (5, "table-header"),
        (8, "table-header"),
        (11, "outro"),
    ]
    assert reading.document.title == "Pots of the North"
    assert [entry.line for entry in reading.entries] == [6, 9]


def test_a_header_names_the_columns() -> None:
    reading = read(
        "Nr\tMeaning\tAlso known as\tWord\n1\tA pot that whistles.\tBoiler; Singer\tKettle\n"
    )
    (entry,) = reading.entries
    assert (entry.term, entry.definition) == ("Kettle", "A pot that whistles.")
    assert entry.aliases == ("Boiler", "Singer")
    (remark,) = reading.remarks
    assert (remark.code, remark.line) == ("column-ignored", 1)
    assert "Nr" in remark.message


def test_an_abbreviation_is_the_term_where_no_other_column_is() -> None:
    reading = read("Abbreviation\tMeaning\nTK\tA kettle made of tin.\n")
    assert pairs(reading) == [("TK", "A kettle made of tin.")]


def test_a_short_row_that_repeats_is_a_header_in_any_language() -> None:
    reading = read("Slovo\tVysvětlení\nKettle\tA pot.\nSlovo\tVysvětlení\nUrn\tA pot too.\n")
    assert pairs(reading) == [("Kettle", "A pot."), ("Urn", "A pot too.")]
    assert rules(reading) == [(1, "table-header"), (3, "table-header")]


def test_a_terse_first_row_above_sentences_is_a_header() -> None:
    rows = "".join(f"Pot {n}\tA pot number {n} indeed.\n" for n in range(4))
    assert len(read("Slovo\tVýznam\n" + rows).entries) == 4


def test_without_a_header_the_first_two_columns_are_read() -> None:
    reading = read("Kettle\tpot\textra\nUrn\ttap pot\textra\n")
    assert pairs(reading) == [("Kettle", "pot"), ("Urn", "tap pot")]


@pytest.mark.parametrize(
    ("row", "code"),
    [("Kettle\t", "no-definition"), ("Kettle\t  \t", "no-definition"), ("\tA pot.", "no-term"),
     ("Kettle", "no-definition")],
)  # fmt: skip
def test_a_row_with_a_missing_cell_is_reported(row: str, code: str) -> None:
    reading = read(f"Urn\tA pot with a tap.\n{row}\nVat\tA big pot.\n")
    assert [entry.term for entry in reading.entries] == ["Urn", "Vat"]
    assert rules(reading) == [(2, code)]
    (remark,) = reading.remarks
    assert (remark.code, remark.line, remark.path) == (code, 2, "pots.tsv")


def test_a_line_that_fits_nowhere_is_reported_not_dropped() -> None:
    stray = "This stray sentence of more than six words stands between."
    reading = read(f"Urn\tA pot with a tap.\n{stray}\nVat\tA big pot.\n")
    assert rules(reading) == [(2, "unread")]
    assert [remark.code for remark in reading.remarks] == ["unread"]


def test_letters_between_rows_are_section_headings() -> None:
    reading = read("Kettle\tA pot.\n\nU\nUrn\tA pot too.\n## V\nVat\tA pot.\n")
    assert len(reading.entries) == 3
    assert rules(reading) == [(3, "section-heading"), (5, "section-heading")]


def test_quotes_that_enclose_a_cell_are_not_of_it() -> None:
    reading = read('"Kettle"\t"A ""hot"" pot."\nUrn\t"Hot" and "wet"\n')
    assert pairs(reading) == [("Kettle", 'A ""hot"" pot.'), ("Urn", '"Hot" and "wet"')]


def test_the_same_term_twice_is_two_entries() -> None:
    reading = read("Kettle\tA pot.\nKettle\tA drum.\nKettle 2\tA cat.\nKettle\tA valley.\n")
    assert [entry.id for entry in reading.entries] == [
        "pots#kettle",
        "pots#kettle-2",
        "pots#kettle-2-2",
        "pots#kettle-3",
    ]


def test_only_a_header_gives_no_entry_and_no_unread_line() -> None:
    reading = read("Term\tDefinition\n")
    assert reading.entries == ()
    assert rules(reading) == [(1, "table-header")]


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_other_systems_change_nothing(ending: str) -> None:
    text = "Kettle\tA pot.\nUrn\tA pot with a tap.\n"
    assert read(text.replace("\n", ending)).entries == read(text).entries


def test_a_cell_of_ten_megabytes_is_reported_with_its_line_in_linear_time() -> None:
    start = time.perf_counter()
    reading = read("Kettle\tA pot.\nUrn\t" + "very (hot " * 1_000_000 + "\nVat\tA pot.\n")
    assert time.perf_counter() - start < 10
    assert [entry.term for entry in reading.entries] == ["Kettle", "Vat"]
    (remark,) = reading.remarks
    assert (remark.code, remark.line) == ("too-long", 2)
    assert "split" in remark.message


def test_a_table_is_told_from_prose() -> None:
    assert score("Kettle\tA pot.\nUrn\tA pot with a tap.\n") > 0.8
    assert score("Term\tDefinition\nUrn\tA pot.\n" + "Some page text.\n" * 4) > 0.8
    assert score("A kettle is a pot.\n\nAn urn has a tap.\n") == 0.0
    assert score("\t\tindented code\n") == 0.0


CELL = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1)
PLAIN = CELL.map(str.strip).filter(lambda cell: cell and '"' not in cell)


@given(st.lists(st.tuples(PLAIN, PLAIN), min_size=1, max_size=8))
def test_any_definition_survives_the_table(rows: list[tuple[str, str]]) -> None:
    known = "Term\tDefinition\n"
    reading = read(known + "".join(f"{term}\t{definition}\n" for term, definition in rows))
    headers = sum(1 for line in reading.lines if line.rule == "table-header")
    assert headers >= 1
    text = reading.document.text
    for entry in reading.entries:
        term, definition = rows[entry.line - 2]
        assert entry.definition == definition == text[entry.start : entry.end]
        assert entry.heading in " ".join(term.split())
        assert reading.document.line_of(entry.start) == entry.line
    used = {n for line in reading.lines for n in range(line.first, line.last + 1)}
    assert used == set(range(1, len(rows) + 2))
