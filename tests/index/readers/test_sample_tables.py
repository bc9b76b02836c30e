"""Public glossaries in a workbook, in JSON and in CSV: every row, name and reference."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from glossator.index.options import Options
from glossator.index.readers.inline import unmarked
from glossator.index.reading import Readings, read_bytes, read_paths
from glossator.index.records import Reading
from glossator.index.references import link

pytestmark = pytest.mark.shared

MARKUP = re.compile(
    r"</?(?:p|b|i|a|em|strong|span|div|br|ul|li|code)[ >/]|"
    r"&[a-z]+;|&#\d+;|\]\(|(?<![\w*])\*\*\w|\{\{|```"
)


@pytest.fixture(scope="module")
def engineering(shared: Path) -> Reading:
    place = shared / "glossaries" / "engineering-xlsx" / "glossary.xlsx"
    return read_bytes(place.read_bytes(), place.name)


@pytest.fixture(scope="module")
def solana(shared: Path) -> Readings:
    folder = shared / "glossaries" / "solana-json"
    found = read_paths([folder])
    return Readings(tuple(r for r in found.readings if r.document.path.endswith(".json")))


def test_the_workbook_s_824_rows_are_entries_in_each_of_eight_languages(
    engineering: Reading,
) -> None:
    assert engineering.format == "workbook"
    counts = Counter(entry.language for entry in engineering.entries)
    assert counts == dict.fromkeys(("en", "fr", "de", "it", "pt", "es", "ja", "ko"), 824)
    assert {entry.line for entry in engineering.entries} == set(range(2, 826))
    assert [line.use for line in engineering.lines if line.last == 1] == ["page"]
    assert [remark.code for remark in engineering.remarks] == ["columns"]
    assert "Not read: A 'Category'" in engineering.remarks[0].message


def test_each_cell_of_the_workbook_is_where_the_locator_says(
    engineering: Reading, shared: Path
) -> None:
    place = shared / "glossaries" / "engineering-xlsx" / "glossary.xlsx"
    sheet = load_workbook(place)["Sheet1"]
    for entry in engineering.entries:
        assert entry.locator is not None
        name, cell = entry.locator.split("!")
        assert name == "Sheet1"
        assert entry.definition == str(sheet[cell].value).strip()
        assert engineering.document.text[entry.start : entry.end] == entry.definition
        assert engineering.document.line_of(entry.start) == entry.line
    english = [entry for entry in engineering.entries if entry.language == "en"]
    assert [entry.heading for entry in english] == [
        " ".join(str(sheet[f"B{row}"].value).split()) for row in range(2, 826)
    ]


def test_one_language_of_the_workbook_can_be_asked_for(shared: Path) -> None:
    place = shared / "glossaries" / "engineering-xlsx" / "glossary.xlsx"
    reading = read_bytes(place.read_bytes(), place.name, options=Options(language="en"))
    assert len(reading.entries) == 824


def test_the_folder_of_json_holds_1059_entries_and_two_translations(solana: Readings) -> None:
    assert {reading.format for reading in solana.readings} == {"json_records"}
    terms = [r for r in solana.readings if r.document.path.startswith("terms/")]
    counts = {r.document.path: len(r.entries) for r in solana.readings if r not in terms}
    assert sum(len(reading.entries) for reading in terms) == 1059
    assert counts == {"i18n/es.json": 1059, "i18n/pt.json": 1059}
    languages = {(r.document.path[:5], e.language) for r in solana.readings for e in r.entries}
    assert languages == {("terms", None), ("i18n/", "es"), ("i18n/", "pt")}
    codes = {remark.code for r in solana.readings for remark in r.remarks}
    assert codes == {"keys", "keys-ignored", "language"}


def test_every_term_alias_and_definition_of_the_json_is_read(
    solana: Readings, shared: Path
) -> None:
    for reading in solana.readings:
        place = shared / "glossaries" / "solana-json" / reading.document.path
        raw = json.loads(place.read_text(encoding="utf-8"))
        records = raw if isinstance(raw, list) else list(raw.values())
        for entry, record in zip(reading.entries, records, strict=True):
            assert entry.heading == record["term"]
            assert entry.definition == unmarked(record["definition"])[0]
            names = {name.casefold() for name in (*entry.names, entry.heading)}
            assert {alias.casefold() for alias in record.get("aliases", ())} <= names
            assert reading.document.text[entry.start : entry.end] == entry.definition


def test_every_id_of_the_json_becomes_a_reference_and_none_dangles(
    solana: Readings, shared: Path
) -> None:
    records = [
        record
        for place in sorted((shared / "glossaries" / "solana-json" / "terms").glob("*.json"))
        for record in json.loads(place.read_text(encoding="utf-8"))
    ]
    entries = [entry for reading in solana.readings for entry in reading.entries]
    terms = {
        record["id"]: entry.term
        for record, entry in zip(records, [e for e in entries if e.language is None], strict=True)
    }
    assert sum(len(record["related"]) for record in records) == 3005
    for record, entry in zip(records, [e for e in entries if e.language is None], strict=True):
        wanted = {terms[key] for key in record["related"]} - {entry.term}
        assert wanted <= {*entry.references, *entry.names}
    linked, remarks = link(entries, {r.document.id: r.document.path for r in solana.readings})
    assert sum(len(entry.dangling) for entry in linked) == 0
    assert remarks == []


def test_the_table_of_concepts_holds_1116_definitions(shared: Path) -> None:
    place = shared / "glossaries" / "w3c-dpv" / "dpv.csv"
    reading = read_bytes(place.read_bytes(), place.name)
    assert reading.format == "delimited"
    assert len(reading.entries) == 1116
    assert {remark.code for remark in reading.remarks} <= {"columns", "outside"}
    assert sum(bool(entry.references) for entry in reading.entries) > 1000
    assert not any("://" in name for entry in reading.entries for name in entry.references)


def test_no_markup_is_in_a_definition(engineering: Reading, solana: Readings) -> None:
    for reading in (engineering, *solana.readings):
        found = [e.definition for e in reading.entries if MARKUP.search(e.definition)]
        assert found == []
