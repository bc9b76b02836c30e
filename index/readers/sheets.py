"""Workbooks to sheets of text cells: the module that imports pandas for readers.

pandas reads OOXML (ISO/IEC 29500), OpenDocument (ISO/IEC 26300) and older Excel files through
calamine, which runs no formula or macro and follows no link. Before that, a look at the parts
makes sure that they declare no entities and that cells don't stand millions of rows apart.
"""

import html
import io
import re
import xml.parsers.expat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import InputError, MissingPartError

__all__ = ["Book", "Sheet", "open_book"]

MAX_CELLS = 8_000_000  # of one sheet, gaps included: what a table of so many would take up
_OLE = b"\xd0\xcf\x11\xe0"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml|content\.xml")
_TAG = re.compile(
    rb"<(?:\w+:)?(row|c|table-row|table-cell|table)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
)
_REFERENCE = re.compile(rb"(?<![\w:.-])r\s*=\s*[\"']([^\"']*)[\"']")
_PLACE = re.compile(rb"([A-Z]{0,3})(\d{1,7})")
_REPEATED = re.compile(rb"-repeated=[\"'](\d{1,12})[\"']")  # of rows or of columns
_BLANKS = re.compile(rb"<(?:\w+:)?s\b[^<>]*?\bc=[\"']0*(\d+)")  # OpenDocument: so many blanks
MAX_BLANKS = 1_000_000
_TITLE = re.compile(rb"<dc:title\b[^<>]*>([^<]{1,300})</dc:title>")
_UNCOUNTED = re.compile(rb"<f[^<>]*>[^<]*</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its rows of trimmed cells from A1 on, whether its owner hid it."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its title, its sheets, and how many formulas come without a value."""

    title: str | None
    sheets: tuple[Sheet, ...]
    uncounted: int = 0
    linked: bool = False
    macros: bool = False


def open_book(raw: bytes, path: str) -> Book:
    """Read all sheets.

    Raises:
        InputError: if the file is encrypted, damaged, or made to fill the memory.
        MissingPartError: if pandas or calamine isn't installed.
    """
    title, uncounted, names = (None, 0, ()) if raw.startswith(_OLE) else _look(raw, path)
    if raw.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in raw:
        raise InputError(f"{path}: is encrypted. Save it without a password.")
    return Book(
        title,
        tuple(_sheets(raw, path)),
        uncounted,
        linked=any("externalLink" in name for name in names),
        macros=any(name.endswith("vbaProject.bin") for name in names),
    )


def _sheets(raw: bytes, path: str) -> Iterator[Sheet]:
    try:
        import pandas as pd
        import python_calamine  # noqa: F401 - the engine that pandas calls
    except ImportError as error:
        raise MissingPartError(
            f'{path}: a workbook needs {error.name}. Install it: pip install "glossator[formats]"'
        ) from None
    try:
        with pd.ExcelFile(io.BytesIO(raw), engine="calamine") as book:
            for about in book.book.sheets_metadata:
                if "WorkSheet" in str(about.typ):
                    frame = pd.read_excel(
                        book, sheet_name=about.name, header=None, dtype=str, na_filter=False
                    )
                    rows = [[_text(cell) for cell in row] for row in frame.values.tolist()]
                    _fill(rows, _merged(book.book, about.name))
                    hidden = not str(about.visible).endswith(".Visible")
                    yield Sheet(about.name, tuple(map(tuple, rows)), hidden)
    except Exception as error:
        raise _damaged(path, error) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how Rust code fails; no Exception
            raise
        raise _damaged(path, error) from None


def _damaged(path: str, error: BaseException, part: str = "") -> InputError:
    reason = (f"{part}: " if part else "") + " ".join(str(error).split())[:200]
    return InputError(
        f"{path}: is no workbook that can be read ({reason}). Open it in a spreadsheet program, "
        "and save it as XLSX, ODS or CSV."
    )


def _text(cell: object) -> str:
    text = str(cell).strip() if cell is not None else ""
    day = _MIDNIGHT.fullmatch(text)
    return day[1] if day else text


def _merged(book: Any, name: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    try:
        return list(book.get_sheet_by_name(name).merged_cell_ranges or ())
    except (AttributeError, TypeError):  # formats whose merged cells calamine doesn't know
        return []


def _fill(rows: list[list[str]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Write what a cell merged over several rows says into each of them."""
    for (top, left), (bottom, _) in merged:
        for at in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[at]) and not rows[at][left]:
                rows[at][left] = rows[top][left]


# --- before anything else reads it ---


def _look(raw: bytes, path: str) -> tuple[str | None, int, tuple[str, ...]]:
    """Check the parts; return the title, the formulas without values, and the parts' names."""
    title, uncounted, name = None, 0, ""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            names = tuple(opened.namelist())
            for name in names:
                if not name.endswith((".xml", ".rels")):
                    continue
                part = opened.read(name)
                if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:8]:
                    raise InputError(
                        f"{path}: its part '{name}' is not UTF-8, which every spreadsheet program "
                        "writes. Save the workbook anew."
                    )
                if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                    raise InputError(
                        f"{path}: its part '{name}' declares entities or a document type, which "
                        "no spreadsheet program writes. Save the workbook anew."
                    )
                xml.parsers.expat.ParserCreate("utf-8").Parse(part, True)
                if name in ("docProps/core.xml", "meta.xml"):
                    found = _TITLE.search(part)
                    title = html.unescape(found[1].decode("utf-8", "replace")) if found else None
                elif _SHEET.fullmatch(name):
                    _hold_size(part, path, name)
                    _hold_blanks(part, path, name)
                    uncounted += len(_UNCOUNTED.findall(part))
    except xml.parsers.expat.ExpatError as error:  # calamine would look for the end forever
        raise _damaged(path, error, name) from None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise _damaged(path, error) from None
    return title, uncounted, names


def _hold_size(part: bytes, path: str, name: str) -> None:
    """Refuse a sheet whose cells span more than :data:`MAX_CELLS`, gaps and repeats included."""
    row = column = height = width = times = repeated = 0
    for tag in _TAG.finditer(part):
        kind, said = tag[1], tag[2]
        empty = said.endswith(b"/")
        if kind == b"table":
            row = height = width = 0
        elif kind == b"row":
            place = _place(said, path, name)
            row, column = int(place[2]) if place else row + 1, 0
        elif kind == b"c":
            place = _place(said, path, name)
            column = _number(place[1]) if place else column + 1
            row = int(place[2]) if place else row
            height, width = (height, width) if empty else (max(height, row), max(width, column))
        elif kind == b"table-row":
            times, column = _count(said), 0
            row += times
        else:
            column += _count(said)
            if not empty:  # an empty cell that is repeated only fills the sheet up
                repeated += _count(said) * times
                height, width = max(height, row), max(width, column)
        if max(height * width, repeated) > MAX_CELLS:
            raise InputError(
                f"{path}: the cells of '{name}' span {max(height * width, repeated):,}. Expected "
                f"at most {MAX_CELLS:,}; delete what stands far off, or save the table as CSV."
            )


def _hold_blanks(part: bytes, path: str, name: str) -> None:
    """Refuse an OpenDocument sheet that writes more blanks than any table needs."""
    blanks = 0
    for found in _BLANKS.finditer(part) if name == "content.xml" else ():
        blanks += int(found[1][:9])
        if blanks > MAX_BLANKS:
            raise InputError(
                f"{path}: the cells of '{name}' hold over {MAX_BLANKS:,} blanks in a row. Delete "
                "them, or save the table as CSV."
            )


def _place(said: bytes, path: str, name: str) -> re.Match[bytes] | None:
    """Read where a row or cell says that it stands; ``None`` where it doesn't say."""
    found = _REFERENCE.search(said)
    place = _PLACE.fullmatch(found[1]) if found else None
    if found and not place:
        shown = found[1][:40].decode("utf-8", "replace")
        raise InputError(
            f"{path}: '{name}' names a cell '{shown}'. Expected a column and a row, such as B7; "
            "save the workbook anew in a spreadsheet program."
        )
    return place


def _count(said: bytes) -> int:
    found = _REPEATED.search(said)
    return int(found[1]) if found else 1


def _number(letters: bytes) -> int:
    at = 0
    for char in letters:
        at = at * 26 + char - 64
    return at
