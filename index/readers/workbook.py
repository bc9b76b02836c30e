"""Workbooks: XLSX, XLSM, XLS and ODS, a sheet for a table; cover sheets and notes are page text.

A row of a sheet is a line of the document; entries carry their cell as locator (``Terms!B7``).
"""

from collections.abc import Sequence
from dataclasses import replace

from ..archives import member_names
from ..errors import InputError
from ..text import Source
from .base import Draft, Sniff
from .columns import NO_COLUMNS, Layout, choose, letter, size, told
from .grid import Grid, Item, rows_to_items
from .inline import unmarked
from .language_tags import language_tag
from .rendering import Rendering, single
from .sheets import Sheet, open_book

__all__ = ["COLUMNS", "NAME", "read", "sniff"]

NAME = "workbook"
COLUMNS = True  # heeds Options.columns

_OLE = b"\xd0\xcf\x11\xe0"
_OLE_MARKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book", "EncryptedPackage"))
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def sniff(source: Source) -> Sniff:
    """Look for the parts that only workbooks have; nothing is unpacked."""
    raw = source.raw
    if raw.startswith(_OLE):
        if any(mark in raw for mark in _OLE_MARKS):
            return Sniff(0.9, "an older or encrypted workbook")
    elif raw.startswith(b"PK"):
        if any(name.startswith("xl/workbook.") for name in member_names(raw)):
            return Sniff(1.0, "an Excel workbook, by its part xl/workbook")
        if _ODS in raw[:200]:
            return Sniff(1.0, "an OpenDocument spreadsheet, by its type")
    return Sniff(0.0, "no workbook")


def read(source: Source) -> Draft:
    """Read every sheet that is not hidden; see the module and :mod:`~.grid`."""
    if not source.raw.startswith((_OLE, b"PK")):
        raise InputError(f"{source.path}: is no workbook. Expected XLSX, XLS or ODS.")
    book = open_book(source.raw, source.path)
    content = "\n".join(
        " | ".join(single(cell) for cell in row if cell)
        for sheet in book.sheets
        for row in sheet.rows
    )
    made = Rendering(source.path, content)
    if book.uncounted:
        made.remark(0, "no-values", _UNCOUNTED.format(book.uncounted))
    if book.linked or book.macros:
        made.remark(0, "not-followed", _LINKED)
    titles: list[str] = []
    line = 1
    before: Layout | None = None
    layouts = _layouts(book.sheets, source, made)
    for sheet in book.sheets:
        layout = layouts.get(sheet.name)
        if before and not sheet.hidden and (layout is None or layout.by == "content"):
            layout = _like(before, layout, sheet.rows)
        if layout is None:
            titles += _skip(made, sheet, line)
        else:
            grid = rows_to_items(sheet.rows, layout)
            titles += [grid.title] if grid.title else []
            _render(made, sheet, layout, grid, line)
            before = layout if layout.known else before
        line += len(sheet.rows)
    return made.draft(book.title or next(iter(titles), None))


_UNCOUNTED = (
    "{} cells hold a formula without its value, so they were read as empty. Open the workbook in a "
    "spreadsheet program and save it: that stores the values."
)
_LINKED = "Links to other workbooks and macros were neither followed nor run."


def _layouts(sheets: Sequence[Sheet], source: Source, made: Rendering) -> dict[str, Layout]:
    """Choose the columns of each sheet; columns that were asked for must be in one of them."""
    found: dict[str, Layout] = {}
    refused: list[InputError] = []
    for sheet in sheets:
        if sheet.hidden:
            continue
        try:
            layout = choose(sheet.rows, source.options.columns)
        except InputError as error:
            refused.append(error)
            continue
        if layout:
            found[sheet.name] = layout
    if refused and not found:
        raise InputError(f"{source.path}: {refused[0]}")
    if not found:
        made.remark(0, "no-columns", NO_COLUMNS)
    return found


def _like(before: Layout, layout: Layout | None, rows: Sequence[Sequence[str]]) -> Layout | None:
    """Read a sheet without a known header like the sheet before, if the same columns are full."""
    main = before.groups[0]
    columns = (main.terms[0], main.definitions[0])
    filled = [row for row in rows if any(row)]
    full = [row for row in filled if len(row) > max(columns) and all(row[at] for at in columns)]
    prose = sum(size(row[columns[1]]) for row in full)
    if len(full) < 0.6 * len(filled) or prose < 10 * max(1, len(full)):
        return layout
    return replace(before, header=layout.header if layout else None, above=False, known=False)


def _skip(made: Rendering, sheet: Sheet, line: int) -> list[str]:
    """Give a sheet without terms to the page, and say so; return what may be a title."""
    filled = [[cell for cell in row if cell] for row in sheet.rows]
    if any(filled):
        made.page(line, line + len(sheet.rows) - 1, "hidden-sheet" if sheet.hidden else "sheet")
        reason = "it is hidden" if sheet.hidden else "it has no columns of terms and definitions"
        made.remark(
            line,
            "sheet-not-read",
            f"Sheet '{sheet.name}' ({sum(map(bool, filled))} rows) was not read: {reason}.",
        )
    first = next((row for row in filled if row), [])
    short = len(first) == 1 and len(first[0]) <= 100 and not sheet.hidden
    return [single(first[0])] if short and any(map(str.isalpha, first[0])) else []


def _render(made: Rendering, sheet: Sheet, layout: Layout, grid: Grid, line: int) -> None:
    language = language_tag(sheet.name)
    languages = {group.language for group in layout.groups}
    if language and languages == {None} and layout.language is None:
        message = f"Sheet '{sheet.name}': entries are taken as '{language}', as it is called."
        made.remark(line, "language", message)
    else:
        language = None
    for at, rule in grid.pages:
        made.page(line + at, line + at, rule)
    for at, code, message in grid.remarks:
        made.remark(line + at, code, f"Sheet '{sheet.name}', row {at + 1}: {message}")
    names = sheet.rows[layout.header] if layout.header is not None else ()
    made.remark(
        line + (layout.header or 0), "columns", f"Sheet '{sheet.name}'. {told(layout, names)}"
    )
    for item in grid.items:
        _add(made, sheet, item, line, language)


def _add(made: Rendering, sheet: Sheet, item: Item, line: int, language: str | None) -> None:
    row = sheet.rows[item.row]
    texts = [unmarked(row[column])[0] for column in item.definitions]
    column = letter(item.definitions[0]) if item.definitions else "A"
    made.add(
        item.term,
        texts[0] if texts else "",
        line=line + item.row,
        locator=f"{sheet.name}!{column}{item.row + 1}",
        aliases=item.aliases,
        references=item.references,
        status=item.status,
        language=item.language or language,
        flags=item.flags,
        number=item.number,
        key=next(iter(item.keys), None),
        notes=texts[1:],
    )
    for key in item.keys[1:]:
        made.name(key, item.term)
