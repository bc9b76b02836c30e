"""Tables whose rows are entries: which column is what, and how the rows read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .flow import Block, Cell, Para, Row, Table, all_ids, paragraphs
from .found import Found
from .said import split_names
from .shape_headings import LETTERS
from .table_columns import Columns, by_content, by_header, given_columns, texts_of

__all__ = ["table_entries"]


def table_entries(
    blocks: Iterable[Block], given: Mapping[str, tuple[str, ...]]
) -> tuple[list[Found], list[tuple[str, str]]]:
    """Find the entries of all tables, and say which columns were taken for what.

    Args:
        blocks: the flow; tables inside of definitions are not looked at.
        given: which column holds what, where somebody said so.
    """
    entries: list[Found] = []
    notes: list[tuple[str, str]] = []
    before: Columns | None = None
    for number, table in enumerate(block for block in blocks if isinstance(block, Table)):
        columns = (
            given_columns(table, given) if given else by_header(table) or by_content(table, before)
        )
        if not columns:
            continue
        before = columns
        found = [
            entry
            for one in columns.by_language()
            for entry in _entries(table, one, f"table {number + 1}")
        ]
        found.sort(key=lambda entry: entry.line)
        entries += found
        if found and not any(message == columns.said for _, message in notes):
            notes.append(("columns", columns.said))
    return entries, notes


def _entries(table: Table, columns: Columns, place: str) -> list[Found]:
    entries: list[Found] = []
    bodies: list[list[Block]] = []
    ends: list[int] = []
    term = columns.first("term")
    assert term is not None
    top = (
        [text.casefold() for text in texts_of(table.rows[columns.header - 1])]
        if columns.header
        else []
    )
    for number, row in enumerate(table.rows[columns.header :], columns.header + 1):
        texts = texts_of(row)
        if not any(texts):
            continue
        if [text.casefold() for text in texts] == top:
            continue  # the header, repeated
        if _heads_a_part(row, _at(texts, term)):
            continue
        body = tuple(
            block
            for at in columns.roles.get("definition", [])
            if (cell := _cell(row, at))
            for block in cell.blocks
        )
        if not _at(texts, term) and entries and body:
            bodies[-1] += body  # goes on with the row above, whose term may span it
            ends[-1] = max(ends[-1], row.last)
            continue
        entries.append(_entry(row, texts, body, columns, f"{place}, row {number}"))
        bodies.append(list(body))
        ends.append(row.last)
    return [
        replace(entry, body=tuple(body), last=last)
        for entry, body, last in zip(entries, bodies, ends, strict=True)
    ]


def _heads_a_part(row: Row, term: str) -> bool:
    """Tell whether a row spans the table or has one letter only."""
    filled = [cell for cell in row.cells if cell and cell.blocks]
    first = bool(row.cells) and row.cells[0] is not None
    spans = first and len(row.cells) > 1 and all(cell is None for cell in row.cells[1:])
    return len(filled) == 1 and (spans or (len(term) < 4 and bool(LETTERS.match(term))))


def _at(texts: Sequence[str], at: int | None) -> str:
    return texts[at] if at is not None and at < len(texts) else ""


def _cell(row: Row, at: int) -> Cell | None:
    return row.cells[at] if at < len(row.cells) else None


def _entry(
    row: Row, texts: Sequence[str], body: tuple[Block, ...], columns: Columns, place: str
) -> Found:
    term = columns.first("term")
    assert term is not None
    cell = _cell(row, term)
    heads = [para.text for para in paragraphs(cell.blocks)] if cell else []
    lines = [line for head in heads for line in head.split("\n") if line.strip()]
    inner = [name for para in paragraphs(cell.blocks if cell else ()) for run in para.runs
             for name in run.names]  # fmt: skip
    names = [
        name
        for role in ("short", "long", "aliases")
        for at in columns.roles.get(role, [])
        for name in split_names(_at(texts, at))
    ]
    see = [
        name for at in columns.roles.get("references", []) for name in split_names(_at(texts, at))
    ]
    cells = [one for one in row.cells if one]
    definition = columns.first("definition")
    language = next(
        (p.language for p in paragraphs(body) if isinstance(p, Para) and p.language), None
    )
    return Found(
        term=lines[0] if lines else "",
        names=(*lines[1:], *inner, *names),
        body=body,
        line=row.line,
        last=row.last,
        ids=(*row.ids, *(one for part in cells for one in all_ids(part.blocks))),
        language=_at(texts, columns.first("language"))
        or columns.languages.get(definition if definition is not None else -1)
        or language,
        references=tuple(see),
        number=_at(texts, columns.first("number")) or None,
        status=_at(texts, columns.first("status")) or None,
        locator=place,
    )
