"""reStructuredText's tables whose rows are entries: list tables, simple tables, grid tables.

Written after the reStructuredText Markup Specification of docutils, "Tables", and the
documentation of its directives ("list-table"). A cell may hold several lines; what stands beside
them on a line, borders and other cells, is cut from the definition.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..text import Cut
from .columns import choose
from .grid import rows_to_items
from .layout import Line
from .rst_blocks import Blocks, Kind

__all__ = ["TableRow", "find_rows"]

_SIMPLE = re.compile(r"[ \t]*=+(?:[ ]+=+)+[ \t]*$")
_SPANS = re.compile(r"[ \t]*-+(?:[ ]+-+)*[ \t]*$")
_GRID = re.compile(r"[ \t]*\+(?:[-=]+\+)+[ \t]*$")
_LIST_ROW = re.compile(r"(?P<row>\*[ \t]+)-(?:[ \t]+|$)")


@dataclass(slots=True)
class _Cell:
    """The pieces of a cell: the index of the line, where the text starts and ends."""

    pieces: list[tuple[int, int, int]] = field(default_factory=list)

    def text(self, lines: Sequence[Line]) -> str:
        """Return its text on one line: a wrapped name is one name."""
        return " ".join(
            lines[at].text[start - lines[at].start : end - lines[at].start]
            for at, start, end in self.pieces
            if end > start
        )


@dataclass(frozen=True, slots=True)
class TableRow:
    """An entry of a table.

    Attributes:
        term: its line, and where its name stands in the raw file.
        printed: the name as its cell has it.
        start: where its definition starts.
        last: the index of the last line of it.
        cuts: what stands beside the definition.
        aliases: other names, of another column.
    """

    term: tuple[int, int, int]
    printed: str
    start: int
    last: int
    cuts: tuple[Cut, ...]
    aliases: tuple[str, ...]


def find_rows(lines: Sequence[Line], blocks: Blocks) -> list[TableRow]:
    """Read the rows of all tables that have columns of terms and definitions."""
    found: list[TableRow] = []
    for rows in (*_list_tables(lines, blocks), *_drawn_tables(lines)):
        cells = [[cell.text(lines) for cell in row] for row in rows]
        layout = choose(cells)
        if layout is None or layout.by == "content":
            continue
        for item in rows_to_items(cells, layout).items:
            row = rows[item.row]
            named = next((cell for cell in row if cell.text(lines) == item.term), row[0])
            defined = next((row[at] for at in item.definitions if at < len(row)), None)
            pieces = defined.pieces if defined else []
            filled = [piece for piece in pieces if piece[2] > piece[1]]
            if filled and named.pieces:
                found.append(_row(lines, named, filled, item.term, item.aliases))
    return sorted(found, key=lambda row: row.term)


def _row(
    lines: Sequence[Line],
    named: _Cell,
    pieces: Sequence[tuple[int, int, int]],
    term: str,
    aliases: tuple[str, ...],
) -> TableRow:
    cuts = [Cut(end, lines[at].end) for at, _, end in pieces if end < lines[at].end]
    cuts += (Cut(lines[at].start, start) for at, start, _ in pieces[1:] if start > lines[at].start)
    printed = " ".join(term.split())
    return TableRow(named.pieces[0], printed, pieces[0][1], pieces[-1][0], tuple(cuts), aliases)


# --- list tables ---


def _list_tables(lines: Sequence[Line], blocks: Blocks) -> Iterator[list[list[_Cell]]]:
    """Yield the rows of the lists of lists: ``* - cell`` and ``- cell`` below it."""
    rows: list[list[_Cell]] = []
    outer = inner = -1
    for at, line in enumerate(lines):
        if line.blank or blocks.kinds[at] is Kind.HIDDEN:
            continue
        opens = _LIST_ROW.match(line.body)
        if opens and (not rows or line.indent == outer):
            outer, inner = line.indent, line.indent + len(opens["row"])
            rows.append([_Cell([(at, line.first + opens.end(), line.end)])])
        elif rows and line.indent == inner and re.match(r"-(?:[ \t]+|$)", line.body):
            mark = re.match(r"-[ \t]*", line.body)
            rows[-1].append(_Cell([(at, line.first + (mark.end() if mark else 1), line.end)]))
        elif rows and line.indent > inner:
            rows[-1][-1].pieces.append((at, line.first, line.end))
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


# --- simple and grid tables ---


def _drawn_tables(lines: Sequence[Line]) -> Iterator[list[list[_Cell]]]:
    at = 0
    while at < len(lines):
        text = lines[at].text
        if _SIMPLE.fullmatch(text):
            end, rows = _simple(lines, at)
        elif _GRID.fullmatch(text):
            end, rows = _grid(lines, at)
        else:
            at += 1
            continue
        if rows:
            yield rows
        at = max(end, at + 1)


def _simple(lines: Sequence[Line], first: int) -> tuple[int, list[list[_Cell]]]:
    """Read a simple table: columns stand below the signs of its border."""
    starts = [found.start() for found in re.finditer(r"=+", lines[first].text)]
    rows: list[list[_Cell]] = []
    borders = 1
    at = first + 1
    while at < len(lines):
        line = lines[at]
        if _SIMPLE.fullmatch(line.text):
            borders += 1
            closes = at + 1 == len(lines) or lines[at + 1].blank
            if borders > 2 or (closes and rows):
                return at + 1, rows
        elif line.blank:
            if borders == 1:
                return first + 1, []
        elif not _SPANS.fullmatch(line.text):
            cells = _parted(line, at, [*starts, len(line.text) + 1])
            if rows and cells[0].pieces[0][1] == cells[0].pieces[0][2]:
                _join(rows[-1], cells)
            else:
                rows.append(cells)
        at += 1
    return first + 1, []


def _grid(lines: Sequence[Line], first: int) -> tuple[int, list[list[_Cell]]]:
    """Read a grid table: rows stand between lines of signs, cells between bars."""
    starts = [at for at, char in enumerate(lines[first].text) if char == "+"]
    rows: list[list[_Cell]] = []
    fresh = True
    at = first + 1
    while at < len(lines) and lines[at].text.lstrip()[:1] in ("|", "+"):
        line = lines[at]
        if _GRID.fullmatch(line.text):
            fresh = True
        elif line.text.lstrip().startswith("|"):
            cells = _parted(line, at, [start + 1 for start in starts], bar=1)
            if fresh or not rows:
                rows.append(cells)
            else:
                _join(rows[-1], cells)
            fresh = False
        at += 1
    return at, rows


def _parted(line: Line, at: int, starts: Sequence[int], bar: int = 0) -> list[_Cell]:
    """Cut a line into cells at the columns' starts, the blanks around left out."""
    cells: list[_Cell] = []
    for start, stop in pairwise(starts):
        part = line.text[start : stop - bar] if bar else line.text[start : max(start, stop - 1)]
        lead = len(part) - len(part.lstrip())
        begin = line.start + min(start + lead, len(line.text))
        cells.append(_Cell([(at, begin, begin + len(part.strip()))]))
    return cells


def _join(row: list[_Cell], more: Sequence[_Cell]) -> None:
    for cell, rest in zip(row, more, strict=False):
        cell.pieces += rest.pieces
