"""AsciiDoc whose entries are rows of tables, sections, or paragraphs that a bold term opens.

Written after the AsciiDoc Language documentation (docs.asciidoctor.org, "Tables", "Sections").
They are read where no labelled list holds the entries. Regions of tags that are named after a
language (``tag::DE[]``) give the entries in them that language.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..names import fold
from ..text import StrippedText
from .asciidoc_blocks import CELL, Blocks, Kind
from .columns import choose
from .columns import told as columns_told
from .grid import rows_to_items
from .language_tags import language_tag
from .layout import Line
from .markup import text_span
from .md_items import in_order, is_letter, names_glossary

__all__ = ["Piece", "find_run_ins", "find_sections", "find_tables", "is_called_glossary"]

_COLS = re.compile(r"cols\s*=\s*(?:\"([^\"]*)\"|([^\s,\]]+))")
_TIMES = re.compile(r"\s*(\d+)\*")
_SPAN = re.compile(r"(\d+)(?:\.\d+)?([+*])")
_RUN_IN = re.compile(
    r"(?:\[\[[^\]]+\]\])?(?P<mark>\*{1,2})(?P<term>(?=\S)[^*\n]{1,100}?)(?P<in>[:.]?)(?P=mark)"
    r"(?:[ \t]*(?P<set>[:.–—]|-{1,2}(?=\s)|::)(?=\s|$)[ \t]*|(?(in)[ \t]*|[ \t]*$))(?P<rest>\S.*)?$"
)
_TAGGED = re.compile(r"//\s*(tag|end)::(\w+)\[\]")
_LONG = 900  # characters: definitions are shorter than chapters
_WORDS = 8  # of a heading that is a term, at most


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry as places in the raw file.

    Attributes:
        term: of its printed name.
        body: of its definition.
        first: index of its first line.
        last: index of its last line.
        above: index of the line above which ids of it may stand.
        more: what else its row says of it.
        aliases: other names.
        references: names that a column gives.
        status: the file's own word for it.
        language: a BCP 47 tag.
        printed: the name, where a cell holds several.
    """

    term: tuple[int, int]
    body: tuple[int, int]
    first: int
    last: int
    above: int
    more: tuple[tuple[int, int], ...] = ()
    aliases: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    status: str | None = None
    language: str | None = None
    printed: str | None = None


def is_called_glossary(path: str, lines: Sequence[Line], blocks: Blocks) -> bool:
    """Tell whether a file's path or first title says that it is a glossary."""
    first = next((at for at, kind in enumerate(blocks.kinds) if kind is Kind.TITLE), None)
    title = lines[first].body.lstrip("=# ") if first is not None else ""
    return names_glossary(title) or names_glossary(path)


# --- tables ---


@dataclass(slots=True)
class _Cell:
    start: int
    end: int
    line: int
    last: int


def find_tables(
    lines: Sequence[Line], blocks: Blocks, stripped: StrippedText
) -> tuple[list[Piece], list[tuple[int, str]], list[tuple[int, str]]]:
    """Read the rows of the tables that hold terms and definitions.

    Returns:
        The entries, ``(line, rule)`` of rows that are none, ``(line, message)`` on the columns.
    """
    pieces: list[Piece] = []
    pages: list[tuple[int, str]] = []
    told: list[tuple[int, str]] = []
    for first, end in _tables(lines, blocks):
        rows = _rows(lines, blocks, first, end)
        cells = [[_shown(stripped, cell) for cell in row] for row in rows]
        layout = choose(cells)
        if layout is None or (layout.by == "content" and len(rows) < 4):
            continue
        grid = rows_to_items(cells, layout)
        header = cells[layout.header] if layout.header is not None else ()
        told.append((first, columns_told(layout, header)))
        pages += (
            (line, rule)
            for at, rule in grid.pages
            for line in range(rows[at][0].line, rows[at][-1].last + 1)
        )
        told += ((rows[at][0].line, message) for at, _, message in grid.remarks if at < len(rows))
        for item in grid.items:
            row = rows[item.row]
            none = _Cell(row[-1].end, row[-1].end, row[-1].last, row[-1].last)
            body, *more = [row[at] for at in item.definitions if at < len(row)] or [none]
            pieces.append(
                Piece(
                    (row[0].start, row[0].start),
                    (body.start, body.end),
                    row[0].line,
                    row[-1].last,
                    row[0].line,
                    tuple((one.start, one.end) for one in more if one.end > one.start),
                    item.aliases,
                    item.references,
                    item.status,
                    item.language,
                    item.term.rstrip(",; "),
                )
            )
    return pieces, pages, told


def _tables(lines: Sequence[Line], blocks: Blocks) -> Iterator[tuple[int, int]]:
    """Yield the lines of each table, its delimiters left out."""
    start = -1
    for at in range(len(lines) + 1):
        edge = at == len(lines) or blocks.rules.get(at) in ("block-start", "block-end")
        if edge and start >= 0:
            if any(inside in blocks.tables for inside in range(start, at)):
                yield start, at
            start = -1
        if edge and at < len(lines) and blocks.rules.get(at) == "block-start":
            start = at + 1


def _rows(lines: Sequence[Line], blocks: Blocks, first: int, end: int) -> list[list[_Cell]]:
    """Part a table into cells, and cells into rows by the number of columns."""
    cells: list[_Cell] = []
    of_first = 0
    for at in range(first, end):
        line = lines[at]
        if at not in blocks.tables or blocks.kinds[at] is Kind.HIDDEN:
            continue
        marks = list(CELL.finditer(line.text))
        before = marks[0].start() if marks else len(line.text)
        if cells and line.text[:before].strip():
            cells[-1].end, cells[-1].last = line.start + before, at
        for nth, mark in enumerate(marks):
            stop = marks[nth + 1].start() if nth + 1 < len(marks) else len(line.text)
            cell = _Cell(line.start + mark.end(), line.start + stop, at, at)
            spanned = _SPAN.match(mark[0])
            cells += [cell] * (int(spanned[1]) if spanned and spanned[2] == "*" else 1)
            if spanned and spanned[2] == "+":
                blank = _Cell(cell.end, cell.end, at, at)
                cells += [blank] * (int(spanned[1]) - 1)
        of_first = of_first or len(cells)
    width = _width(lines, blocks, first) or of_first or 1
    return [cells[at : at + width] for at in range(0, len(cells), width)]


def _width(lines: Sequence[Line], blocks: Blocks, first: int) -> int:
    """Return the number of columns that the attributes above a table give; 0 for none."""
    at = first - 2
    while at >= 0 and (blocks.rules.get(at) == "block-attributes" or lines[at].text[:1] == "."):
        found = _COLS.search(lines[at].text)
        if found:
            return sum(
                int(times[1]) if (times := _TIMES.match(part)) else 1
                for part in (found[1] or found[2] or "").split(",")
            )
        at -= 1
    return 0


def _shown(stripped: StrippedText, cell: _Cell) -> str:
    span = text_span(stripped, cell.start, cell.end)
    return stripped.text[span.start : span.end]


# --- sections ---


def find_sections(lines: Sequence[Line], blocks: Blocks, called: bool) -> list[Piece]:
    """Read the sections of the entries' level: their titles are terms."""
    titles = [
        at
        for at, kind in enumerate(blocks.kinds)
        if kind is Kind.TITLE and not (at and _is_underline(lines, blocks, at))
    ]
    names = {at: lines[at].body.lstrip("=# ").rstrip("=# ") for at in titles}
    levels = {at: _level(lines, at) for at in titles}
    tags = _languages(lines)
    filled: dict[int, list[Piece]] = {}
    empty: list[tuple[int, Piece]] = []
    letters = sum(is_letter(name) for name in names.values())
    for nth, at in enumerate(titles):
        end = titles[nth + 1] if nth + 1 < len(titles) else len(lines)
        body = [n for n in range(at + 1, end) if blocks.kinds[n] in (Kind.TEXT, Kind.VERBATIM)]
        if is_letter(names[at]) or (at == titles[0] and names_glossary(names[at])):
            continue
        if not body:
            follows = levels[titles[nth + 1]] if nth + 1 < len(titles) else 0
            if follows <= levels[at]:  # no title of a part
                place = (lines[at].end - len(names[at]), lines[at].end)
                empty.append((levels[at], Piece(place, (place[1],) * 2, at, at, at)))
            continue
        start = lines[at].end - len(names[at])
        piece = Piece(
            (start, lines[at].end),
            (lines[body[0]].start, lines[body[-1]].end),
            at,
            body[-1],
            at,
            language=tags.get(at),
        )
        filled.setdefault(levels[at], []).append(piece)
    if not filled:
        return []
    level = max(filled, key=lambda level: (len(filled[level]), -level))
    found = filled[level]
    sizes = sorted(piece.body[1] - piece.body[0] for piece in found)
    short = all(len(names[piece.first].split()) <= _WORDS for piece in found)
    ordered = in_order([names[piece.first] for piece in found])
    fits = short and sizes[len(sizes) // 2] <= _LONG
    if not (fits and (called or letters > 1 or ordered)):
        return []
    return sorted([*found, *(one for at, one in empty if at == level)], key=lambda one: one.first)


def _is_underline(lines: Sequence[Line], blocks: Blocks, at: int) -> bool:
    text = lines[at].text
    return blocks.kinds[at - 1] is Kind.TITLE and len(set(text)) == 1 and not text[0].isalnum()


def _level(lines: Sequence[Line], at: int) -> int:
    text = lines[at].text
    marks = len(text) - len(text.lstrip("=#"))
    if marks:
        return marks
    return "=-~^+".find(lines[at + 1].text[:1]) + 1 if at + 1 < len(lines) else 1


def _languages(lines: Sequence[Line]) -> dict[int, str]:
    """Say which lines stand in a region of a tag that is named after a language."""
    found: dict[int, str] = {}
    now: str | None = None
    for at, line in enumerate(lines):
        tag = _TAGGED.match(line.body)
        if tag:
            now = language_tag(tag[2]) if tag[1] == "tag" and len(tag[2]) < 6 else None
        elif now:
            found[at] = now
    return found


# --- terms that run in ---


def find_run_ins(lines: Sequence[Line], blocks: Blocks, called: bool) -> list[Piece]:
    """Read paragraphs that a bold term opens, each with what follows up to the next one."""
    found: list[Piece] = []
    now: tuple[int, tuple[int, int], int] | None = None  # line, term, body
    last = -1
    parted = True
    for at, line in enumerate(lines):
        kind = blocks.kinds[at]
        opening = _RUN_IN.match(line.text) if kind is Kind.TEXT and parted else None
        if now and (opening or kind is Kind.TITLE):
            found += _run_in(lines, now, last)
            now = None
        if opening:
            inside = opening.end("term")
            term = (line.start + opening.start("term"), line.start + inside)
            rest = opening.start("rest") if opening["rest"] else len(line.text)
            now, last = (at, term, line.start + rest), at
        elif now and kind in (Kind.TEXT, Kind.VERBATIM):
            last = at
        parted = kind in (Kind.BLANK, Kind.HIDDEN, Kind.TITLE)
    if now:
        found += _run_in(lines, now, last)
    held = sum(piece.last - piece.first + 1 for piece in found)
    text = sum(kind is Kind.TEXT for kind in blocks.kinds)
    names = [fold(lines[piece.first].text) for piece in found]
    sure = called or in_order(names)
    return found if len(found) > 2 and sure and held >= 0.5 * text else []


def _run_in(
    lines: Sequence[Line], now: tuple[int, tuple[int, int], int], last: int
) -> Iterator[Piece]:
    at, term, body = now
    yield Piece(term, (body, max(body, lines[last].end)), at, last, at)
