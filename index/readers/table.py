"""Tab-separated tables: a row for each entry, header rows anywhere, page text around.

The header's words choose the columns where they are known (term, definition, synonym and the
like); without them the first column is the term and the second the definition.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..names import fold
from ..records import LineRange, Remark
from ..text import Source, strip
from .base import Draft, DraftEntry, Sniff, numbered_lines, own_title, page
from .heads import Head, parse_head
from .said import split_names

__all__ = ["NAME", "read", "sniff"]

NAME = "table"

_TERMS = {"term", "word", "name", "headword", "concept", "expression", "phrase", "entry", "label"}
_DEFINITIONS = {"definition", "meaning", "description", "explanation", "gloss", "def"}
_SYNONYMS = {"synonym", "alias", "also known as", "other name", "abbreviation", "acronym", "aka"}
_MOST_CELLS = 4  # wider tables are data with more than terms and definitions, for 'delimited'
_ROLES = {
    **dict.fromkeys(_TERMS, "term"),
    **dict.fromkeys(_DEFINITIONS, "definition"),
    **dict.fromkeys(map(fold, _SYNONYMS), "synonym"),
}


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text, without white space and enclosing quotes: ``raw[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A line that has a tab and text."""

    line: int
    cells: tuple[_Cell, ...]

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(cell.text.casefold() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column is what: indexes into a row's cells."""

    term: int = 0
    definition: int = 1
    synonyms: tuple[int, ...] = ()
    ignored: tuple[str, ...] = ()


def sniff(source: Source) -> Sniff:
    """Score by the share of the lines that are rows; a header with known words lifts it."""
    lines = sum(1 for line in source.text.split("\n") if line.strip())
    rows = [row for row in _rows(source.text) if sum(bool(cell.text) for cell in row.cells) > 1]
    if not rows or not lines:
        return Sniff(0.0, "no line has two cells with a tab between")
    known = any(_roles(row) for row in rows)
    share = len(rows) / lines
    score = max(0.9 * min(1.0, 1.25 * share), 0.95 if known and share > 0.3 else 0.0)
    why = f"{len(rows)} of {lines} lines have cells with tabs between"
    wide = sum(sum(bool(cell.text) for cell in row.cells) > _MOST_CELLS for row in rows)
    return Sniff(0.5 * score if 2 * wide > len(rows) else score, why)


def read(source: Source) -> Draft:
    """Read the rows; see the module's first lines for how columns are chosen."""
    stripped = strip(source.text, ())
    rows = list(_rows(source.text))
    headers = _headers(rows)
    columns = _Columns()
    entries: list[DraftEntry] = []
    pages: list[LineRange] = []
    remarks: list[Remark] = []
    for row in rows:
        if row.line in headers:
            columns = _choose(row)
            pages.append(page(row.line, row.line, "table-header"))
            if columns.ignored:
                remarks.append(_ignored(source.path, row.line, columns.ignored))
        else:
            entries.append(_entry(row, columns))
    first, last = (rows[0].line, rows[-1].line) if rows else (1, 0)
    title = own_title(source, first)
    pages += _around(source.text, first, last, title)
    bare = list(_lines_between(source.text, rows))
    entries += [_bare_term(line, start, text) for line, start, text in bare]
    entries.sort(key=lambda entry: entry.first)
    return Draft(stripped, tuple(entries), tuple(pages), tuple(remarks), title)


def _rows(text: str) -> Iterator[_Row]:
    for line, at, content in numbered_lines(text):
        if "\t" in content and content.strip():
            cells: list[_Cell] = []
            for printed in content.split("\t"):
                cells.append(_cell(printed, at))
                at += len(printed) + 1
            yield _Row(line, tuple(cells))


def _cell(printed: str, at: int) -> _Cell:
    start = len(printed) - len(printed.lstrip())
    end = len(printed.rstrip()) if printed.strip() else start
    inner = printed[start + 1 : end - 1]
    quoted = end - start > 1 and printed[start] == '"' == printed[end - 1]
    if quoted and '"' not in inner.replace('""', ""):
        start, end = start + 1, end - 1
    return _Cell(at + start, at + end, printed[start:end])


def _roles(row: _Row) -> dict[int, str]:
    """Return the roles of a header row's columns, empty if the row is no header of known words."""
    roles = {at: _ROLES.get(fold(cell.text), "") for at, cell in enumerate(row.cells)}
    found = set(roles.values())
    return roles if "definition" in found and ("term" in found or "synonym" in found) else {}


def _headers(rows: Sequence[_Row]) -> set[int]:
    """Return the lines of header rows: known words, a short row that repeats, or a terse first row.

    A row of at most three words a cell that stands twice, word for word, is a header in whatever
    language. A first row is one if its second cell is a single word where every other has four.
    """
    counts = Counter(row.key for row in rows)
    headers = {row.line for row in rows if _roles(row)}
    headers |= {
        row.line
        for row in rows
        if counts[row.key] > 1 and all(0 < len(cell.text.split()) <= 3 for cell in row.cells)
    }
    if rows and not headers and len(rows) > 3 and len(rows[0].cells) > 1:
        lengths = [len(row.cells[1].text.split()) for row in rows if len(row.cells) > 1]
        single = all(len(cell.text.split()) == 1 for cell in rows[0].cells)
        if single and not re.search(r"[.!?]$", rows[0].cells[1].text) and min(lengths[1:]) >= 4:
            headers.add(rows[0].line)
    return headers


def _choose(header: _Row) -> _Columns:
    roles = _roles(header)
    if not roles:
        return _Columns(ignored=tuple(cell.text for cell in header.cells[2:] if cell.text))
    definition = next(at for at, role in roles.items() if role == "definition")
    term = next((at for at, role in roles.items() if role == "term"), None)
    if term is None:  # "Abbreviation  Meaning": what would be a synonym names the entry
        term = next(at for at, role in roles.items() if role == "synonym")
    synonyms = tuple(at for at, role in roles.items() if role == "synonym" and at != term)
    used = {term, definition, *synonyms}
    ignored = (cell.text for at, cell in enumerate(header.cells) if at not in used and cell.text)
    return _Columns(term, definition, synonyms, tuple(ignored))


def _ignored(path: str, line: int, names: Sequence[str]) -> Remark:
    return Remark(
        path,
        line,
        "column-ignored",
        f"Columns not read: {', '.join(names)}. Expected a term, a definition and synonyms; "
        "rename a column's header to have it read.",
    )


def _entry(row: _Row, columns: _Columns) -> DraftEntry:
    term = row.cells[columns.term].text if columns.term < len(row.cells) else ""
    definition = row.cells[columns.definition] if columns.definition < len(row.cells) else None
    names = [row.cells[at].text for at in columns.synonyms if at < len(row.cells)]
    start, end = (definition.start, definition.end) if definition else (row.cells[0].start,) * 2
    return DraftEntry(
        parse_head(term),
        start,
        end,
        row.line,
        row.line,
        aliases=tuple(name for cell in names for name in split_names(cell)),
    )


def _around(text: str, first: int, last: int, title: str | None) -> Iterator[LineRange]:
    """Claim the text above the first row, below the last, and short headings between."""
    for line, _, content in numbered_lines(text):
        if not content.strip() or "\t" in content:
            continue
        if line < first:
            yield page(line, line, "title" if title and title in content else "intro")
        elif line > last:
            yield page(line, line, "outro")
        elif _is_section(content):
            yield page(line, line, "section-heading")


def _is_section(line: str) -> bool:
    return line.startswith("#") or len(line.strip().strip("-–— ")) <= 2


def _lines_between(text: str, rows: Sequence[_Row]) -> Iterator[tuple[int, int, str]]:
    """Yield short lines without a tab that stand directly between two rows: terms left alone."""
    at_rows = {row.line for row in rows}
    for line, at, content in numbered_lines(text):
        between = "\t" not in content and {line - 1, line + 1} <= at_rows
        if between and 0 < len(content.split()) <= 6 and not _is_section(content):
            yield line, at, content


def _bare_term(line: int, at: int, content: str) -> DraftEntry:
    return DraftEntry(Head(content.strip(), content.strip()), at, at, line, line)
