"""Cells of CSV and its kin: where each stands in the file, and what it holds (RFC 4180).

Spreadsheets' ways are read as well: other separators, ``sep=;`` above, blanks around quotes, a
quote mark that is never closed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from .columns import choose

__all__ = [
    "SAYS",
    "SEPARATORS",
    "Fault",
    "Record",
    "evenness",
    "joined",
    "records",
    "separator",
    "texts",
]

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
SAYS = re.compile(r"sep=(.)[ \t]*(?:\n|\Z)")
_MAX_CELL_LINES = 200  # a quoted cell with more has lost its closing quote
_SNIFF_ROWS = 300
_SEEN_ROWS = 60
_TOP_ROWS = 5
_DEFUSED = re.compile(r"'(?=[=+\-@\t])")  # what keeps spreadsheets from running a cell

Fault = tuple[int, str, str]  # line, code, message


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the file: its first and last line, and where its cells' text stands."""

    line: int
    last: int
    spans: tuple[tuple[int, int], ...]
    quoted: tuple[bool, ...]


def separator(text: str) -> tuple[str, list[Record]] | None:
    """Return the separator that parts the first rows most evenly, with those rows."""
    said = SAYS.match(text)
    if said and said[1] in SEPARATORS:
        return said[1], _first(text, said[1])
    best: tuple[tuple[float, ...], str, list[Record]] | None = None
    for mark in SEPARATORS:
        rows = _first(text, mark) if mark in text else []
        full = [row for row in rows if len(row.spans) > 1]
        if not full or len(full) < 0.3 * len(rows):
            continue
        even = evenness(rows)
        # prose falls apart unevenly; a header above cells that lost their quotes is near the top
        seen = rows[:_SEEN_ROWS] if even > 0.5 else rows[:_TOP_ROWS]
        layout = choose([texts(text, row) for row in seen])
        known = layout is not None and layout.known
        if even <= 0.5 and not known:
            continue
        worth = (float(known), even, float(mark in ";\t|"))
        if best is None or worth > best[0]:
            best = (worth, mark, rows)
    return (best[1], best[2]) if best else None


def _first(text: str, mark: str) -> list[Record]:
    filled = (row for row in records(text, mark, []) if any(b > a for a, b in row.spans))
    return list(islice(filled, _SNIFF_ROWS))


def evenness(rows: Sequence[Record]) -> float:
    """Return the share of the rows that have as many cells as most have, two at least."""
    counts = Counter(len(row.spans) for row in rows)
    counts.pop(1, None)
    return max(counts.values(), default=0) / max(1, len(rows))


def records(text: str, mark: str, faults: list[Fault]) -> Iterator[Record]:
    """Yield the records; a quote that is never closed is taken for a character of its cell."""
    sep = re.escape(mark)
    quoted = re.compile(rf'[ ]*"((?:[^"]++|"")*+)"[ ]*(?={sep}|\n|\Z)')
    bare = re.compile(rf"[^{sep}\n]*")
    said = SAYS.match(text)
    at = said.end() if said else 0
    line = 2 if said else 1
    while at < len(text):
        spans: list[tuple[int, int]] = []
        marked: list[bool] = []
        first = line
        while True:
            cell = quoted.match(text, at)
            lines = text.count("\n", at, cell.end()) if cell else 0
            if cell and lines > _MAX_CELL_LINES:
                faults.append((line, "unclosed-quote", _UNCLOSED))
                cell = None
            if cell:
                start, end, at, line = *cell.span(1), cell.end(), line + lines
            else:
                found = bare.match(text, at)
                start, at = at, found.end() if found else at
                end = at
            marked.append(cell is not None)
            spans.append(_trimmed(text, start, end, quoted=cell is not None))
            if at >= len(text) or text[at] == "\n":
                break
            at += 1
        yield Record(first, line, tuple(spans), tuple(marked))
        at += 1
        line += 1


_UNCLOSED = (
    f"A cell that starts with a quote mark and has none at its end within {_MAX_CELL_LINES} lines; "
    "the mark is read as text. Close the cell with a quote mark."
)


def _trimmed(text: str, start: int, end: int, *, quoted: bool) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end and _DEFUSED.match(text, start, end):
        start += 1
    return start, end


def texts(text: str, row: Record) -> tuple[str, ...]:
    """Return what a record's cells hold, doubled quote marks read as one."""
    return tuple(
        text[start:end].replace('""', '"') if quoted else text[start:end]
        for (start, end), quoted in zip(row.spans, row.quoted, strict=True)
    )


def joined(record: Record, width: int) -> Record:
    """Return a record whose last cell takes in those that the header has no column for.

    ``Kettle, A pot, with a lid`` under ``Term, Definition``: a separator that should have been
    quoted.
    """
    spans, kept = record.spans, record.spans[:width]
    end = max((last for first, last in spans[width:] if last > first), default=0)
    if not end or not kept:
        return record
    return replace(
        record, spans=(*kept[:-1], (kept[-1][0], end)), quoted=(*record.quoted[: width - 1], False)
    )
