"""Workbooks: sheets, covers, merged cells, several languages; what is hidden or made to harm."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
import pytest

from glossator.eval.benchmarks.shapes import SHAPES, pack
from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.reading import read_bytes
from glossator.index.records import Reading

Rows = Sequence[Sequence[object]]


def workbook(
    sheets: Mapping[str, Rows], title: str = "", merged: str = "", hide: str = ""
) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if merged:
            sheet.merge_cells(merged)
        if name == hide:
            sheet.sheet_state = "hidden"
    made.properties.title = title or None
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def read(raw: bytes, options: Options | None = None, path: str = "pots.xlsx") -> Reading:
    reading = read_bytes(raw, path, options=options or Options())
    assert reading.format == "workbook"
    return reading


def pairs(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.term, entry.definition) for entry in reading.entries]


def remarks(reading: Reading, code: str) -> list[str]:
    return [remark.message for remark in reading.remarks if remark.code == code]


POTS: Rows = [("Term", "Definition"), ("Kettle", "A pot."), ("Urn", "A jug.")]


def test_a_row_is_a_line_and_a_cell_the_locator() -> None:
    reading = read(workbook({"Pots": POTS}))
    assert reading.document.text == "Kettle\nA pot.\n\nUrn\nA jug.\n\n"
    found = [(entry.term, entry.line, entry.locator) for entry in reading.entries]
    assert found == [("Kettle", 2, "Pots!B2"), ("Urn", 3, "Pots!B3")]
    assert reading.lines[0].rule == "table-header"
    assert remarks(reading, "columns") == [
        "Sheet 'Pots'. Columns by header: term = A 'Term'; definition = B 'Definition'."
    ]


def test_covers_and_lists_of_changes_are_page_text_and_told() -> None:
    reading = read(
        workbook(
            {
                "Cover": [(None, "Pots of the north"), (), (None, "Made by the kitchen")],
                "Changes": [("Version", "Date"), ("1", "2020"), ("2", "2021")],
                "Pots": [("All our pots",), (), *POTS],
            }
        )
    )
    assert len(reading.entries) == 2
    assert reading.document.title == "Pots of the north"
    assert [message.split(" was")[0] for message in remarks(reading, "sheet-not-read")] == [
        "Sheet 'Cover' (2 rows)",
        "Sheet 'Changes' (3 rows)",
    ]
    assert {line.rule for line in reading.lines if line.use == "page"} == {
        "sheet",
        "title",
        "table-header",
    }


def test_several_sheets_are_read_and_one_without_a_header_like_the_one_before() -> None:
    more: Rows = [("Vat", "A big tub of wood.", "Tub"), ("Pan", "A flat one.", "")]
    reading = read(workbook({"A-U": [(*POTS[0], "Synonym"), *POTS[1:]], "V-Z": more}))
    assert [(entry.term, entry.locator) for entry in reading.entries][2:] == [
        ("Vat", "V-Z!B1"),
        ("Pan", "V-Z!B2"),
    ]
    assert reading.entries[2].aliases == ("Tub",)
    assert [entry.line for entry in reading.entries] == [2, 3, 4, 5]


def test_a_sheet_s_name_may_be_the_language() -> None:
    sheets = {"English": POTS, "Deutsch": [("Begriff", "Erklärung"), ("Kessel", "Ein Topf.")]}
    reading = read(workbook(sheets))
    assert [entry.language for entry in reading.entries] == ["en", "en", "de"]
    assert len(remarks(reading, "language")) == 2


def test_languages_by_column_and_above_the_header() -> None:
    rows: Rows = [
        (None, "English", None, "French", None),
        ("No", "Term", "Definition", "Terme", "Définition"),
        (1, "Kettle", "A pot.", "Bouilloire", "Un pot."),
    ]
    reading = read(workbook({"Pots": rows}))
    found = [(e.language, e.term, e.number, e.locator) for e in reading.entries]
    assert found == [
        ("en", "Kettle", "1", "Pots!C3"),
        ("fr", "Bouilloire", "1", "Pots!E3"),
    ]


def test_a_merged_term_defines_each_row_that_it_spans() -> None:
    rows: Rows = [
        ("Term", "Definition"),
        ("Kettle", "A pot."),
        (None, "A drum."),
        ("Urn", "A jug."),
    ]
    reading = read(workbook({"Pots": rows}, merged="A2:A3"))
    assert pairs(reading) == [("Kettle", "A pot."), ("Kettle", "A drum."), ("Urn", "A jug.")]
    assert remarks(reading, "term-above") == []


def test_cells_are_what_they_show() -> None:
    rows: Rows = [
        ("Term", "Definition"),
        ("NA", "None of these."),
        ("null", "No value at all."),
        (5, 5.5),
        ("TRUE", "Not false."),
        ("Kettle", "<p>A <b>pot</b> &amp; lid.</p>"),
    ]
    assert pairs(read(workbook({"Pots": rows}))) == [
        ("NA", "None of these."),
        ("null", "No value at all."),
        ("5", "5.5"),
        ("TRUE", "Not false."),
        ("Kettle", "A pot & lid."),
    ]


def test_hidden_sheets_are_not_read_and_told() -> None:
    reading = read(workbook({"Pots": POTS, "Secret": [POTS[0], ("Spy", "Nobody.")]}, hide="Secret"))
    assert len(reading.entries) == 2
    assert "it is hidden" in remarks(reading, "sheet-not-read")[0]


def test_formulas_without_a_value_are_told() -> None:
    rows = [*POTS, ("Vat", "=1+1"), ("Sum", "A sum.")]
    reading = read(workbook({"Pots": rows}))
    assert "1 cells hold a formula" in remarks(reading, "no-values")[0]
    assert ("no-definition", 4) in {(remark.code, remark.line) for remark in reading.remarks}


def test_the_workbook_s_own_title_goes_first() -> None:
    assert read(workbook({"Pots": POTS}, title="Pots & pans")).document.title == "Pots & pans"


def test_named_columns_must_be_in_one_of_the_sheets() -> None:
    notes: Rows = [("Who", "When"), ("Me", "Now")]
    raw = workbook({"Notes": notes, "Pots": [("N", "Was", "Wie"), (1, "Kettle", "A pot.")]})
    asked = Options({"term": ("Was",), "definition": ("Wie",)})
    assert pairs(read(raw, asked)) == [("Kettle", "A pot.")]
    with pytest.raises(InputError, match=r"pots\.xlsx: columns: there is no column 'Zed'"):
        read(raw, Options({"term": ("Zed",), "definition": ("Zed",)}))


def test_open_document_sheets_are_read_alike() -> None:
    reading = read(SHAPES["OpenDocument"].make(3), path="words.ods")
    assert len(reading.entries) == 3
    assert reading.entries[0].locator == "Words!B2"


def test_an_encrypted_workbook_is_refused_with_what_to_do() -> None:
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(InputError, match="is encrypted"):
        read_bytes(raw, "pots.xlsx")


def test_links_to_other_workbooks_and_macros_are_left_alone_and_told() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook({"Pots": POTS}))) as opened:
        parts = {name: opened.read(name).decode() for name in opened.namelist()}
    reading = read(pack({**parts, "xl/externalLinks/externalLink1.xml": "<x/>"}))
    assert len(reading.entries) == 2
    assert len(remarks(reading, "not-followed")) == 1


@pytest.mark.parametrize("corner", ["XFD1048576", "A1048576"])
def test_cells_far_apart_are_refused_before_they_fill_the_memory(corner: str) -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet["A1"], sheet["XFD1"], sheet[corner] = "Term", "x", "y"
    held = io.BytesIO()
    made.save(held)
    with pytest.raises(InputError, match=r"span 17,179,869,184\. Expected at most"):
        read_bytes(held.getvalue(), "pots.xlsx")


def test_a_part_that_declares_entities_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook({"Pots": POTS}))) as opened:
        parts = {name: opened.read(name).decode() for name in opened.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = f"<!DOCTYPE x [<!ENTITY i SYSTEM 'file:///etc/hostname'>]>{parts[sheet]}"
    with pytest.raises(InputError, match="declares entities"):
        read_bytes(pack(parts), "pots.xlsx")
