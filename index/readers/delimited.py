"""CSV and its kin: cells parted by commas, semicolons, tabs or bars, quoted where need be.

The format is RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180), with what spreadsheets make of
it: other separators, ``sep=;`` above, titles over the header, stray quotes. pandas would read the
cells, but not say where they stand; quotes are slices of the file's own text, so the cells are
found here, and only their quote marks, markup and apostrophes against formulas are cut out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ..errors import InputError
from ..records import Remark, Span
from ..text import Cut, Source, StrippedText, strip
from .base import Draft, DraftEntry, Sniff, page
from .columns import NO_COLUMNS, Layout, choose, told
from .csv_cells import SAYS, SEPARATORS, Fault, Record, evenness, joined, records, separator, texts
from .grid import Grid, Item, rows_to_items
from .heads import head_of_value
from .inline import marks

__all__ = ["COLUMNS", "NAME", "read", "sniff"]

NAME = "delimited"
COLUMNS = True  # heeds Options.columns

_OTHER = re.compile(r"\s*(?:[\[{]\s*[\[{\"\]}]|<[a-zA-Z!?]|---\s*\n|%|@prefix\b)")  # JSON, XML …
_ASCIIDOC = re.compile(r"^\|={3,}[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"[-:|+=\s]+")
_NARROW = 4  # cells of a row; wider tables of tabs are not left to the reader of two columns


def sniff(source: Source) -> Sniff:
    """Score by how evenly lines part into cells, and by what the header and the cells hold."""
    if _OTHER.match(source.text[:2000]):
        return Sniff(0.0, "starts like another format")
    if _ASCIIDOC.search(source.text):
        return Sniff(0.0, "a table of AsciiDoc, by the signs around it")
    best = separator(source.text)
    if best is None:
        return Sniff(0.0, "lines don't part evenly into cells")
    mark, rows = best
    cells = [texts(source.text, row) for row in rows]
    ruled = [row for row in cells if _RULE.fullmatch(" ".join(row)) and "-" in "".join(row)]
    if any(row in cells[:3] or (mark == "|" and "---" in "".join(row)) for row in ruled):
        return Sniff(0.0, "a table of Markdown, by the rule below its header")
    try:
        layout = choose(cells, source.options.columns)
    except InputError as error:
        return Sniff(0.0, str(error))
    share = evenness(rows)
    if layout is None:
        return Sniff(0.0, "no columns of terms and definitions")
    why = (
        f"{len(rows)} rows with {SEPARATORS[mark]} between cells, "
        f"{round(100 * share)} % of one length"
    )
    if layout.by == "asked for":
        return Sniff(0.99, f"{why}, and the columns that were named")
    return Sniff(_score(source, mark, rows, layout, share), why)


def read(source: Source) -> Draft:
    """Read the rows; see the module and :mod:`~.grid`."""
    text = source.text
    found = separator(text)
    faults: list[Fault] = []
    rows = list(records(text, found[0] if found else ",", faults))
    cells = [texts(text, row) for row in rows]
    layout = choose(cells, source.options.columns)
    if layout is None:
        remark = Remark(source.path, 1, "no-columns", NO_COLUMNS)
        return Draft(strip(text, ()), (), (), (remark,))
    head = layout.header if layout.header is not None else 0
    names = cells[head] if layout.header is not None else ()
    faults.append((rows[head].line, "columns", told(layout, names)))
    if names:
        rows = list(_whole(rows, layout, names, faults))
        cells = [texts(text, row) for row in rows]
    grid = rows_to_items(cells, layout)
    faults += [(rows[at].line, code, message) for at, code, message in grid.remarks]
    stripped, defined = _strip(text, rows, grid)
    entries = tuple(_entry(item, rows[item.row], stripped, defined) for item in grid.items)
    pages = [page(rows[at].line, rows[at].last, rule) for at, rule in grid.pages]
    if SAYS.match(text):
        pages.append(page(1, 1, "separator"))
    remarks = tuple(Remark(source.path, *fault) for fault in faults)
    named = zip(grid.items, entries, strict=True)
    keys = tuple((key, entry.head.term) for item, entry in named for key in item.keys)
    return Draft(stripped, entries, tuple(pages), remarks, grid.title, keys=keys)


def _whole(
    rows: Sequence[Record], layout: Layout, names: Sequence[str], faults: list[Fault]
) -> Iterator[Record]:
    """Put cells beyond the header's last back into the definition that they are parts of."""
    width = max((at for at, name in enumerate(names) if name), default=0) + 1
    ends = any(width - 1 in group.definitions for group in layout.groups)
    for row in rows:
        mended = joined(row, width)
        if mended is row:
            yield row
        elif ends:
            faults.append((row.line, "cells-joined", _JOINED.format(width, len(row.spans))))
            yield mended
        else:
            faults.append((row.line, "extra-cells", _EXTRA.format(width, len(row.spans))))
            yield row


_JOINED = (
    "The header has {} cells and this row {}: what is too many was read as part of the definition. "
    "Put the definition in quote marks."
)
_EXTRA = (
    "The header has {} cells and this row {}, so its columns may be wrong. Put a cell that holds "
    "a separator in quote marks."
)


def _score(
    source: Source, mark: str, rows: Sequence[Record], layout: Layout, share: float
) -> float:
    named = source.path.lower().removesuffix(".gz").endswith((".csv", ".tsv", ".tab"))
    extras = any(
        (
            len(layout.groups) > 1,
            layout.groups[0].language,
            layout.names,
            layout.references,
            layout.ids,
            layout.language is not None,
            layout.status is not None,
            any(any(row.quoted) and row.last > row.line for row in rows),
        )
    )
    if layout.known and share > 0.6 and len(rows) > 1:
        return 0.97 if mark != "\t" or extras else 0.6
    if mark == "," and len(rows) < 2 and not (layout.known or any(rows[0].quoted)):
        return 0.15  # a line of prose has a comma too
    if share < 0.9 or len(rows) < 3:
        return 0.15 if share < 0.6 else 0.3 if named else 0.15
    if mark == "\t" and max(len(row.spans) for row in rows) <= _NARROW:
        return 0.5  # terms and definitions, which the reader of tables reads
    return 0.9 if named else 0.7 if share > 0.97 and len(rows) > 4 else 0.4


# --- entries ---


def _strip(
    text: str, rows: Sequence[Record], grid: Grid
) -> tuple[StrippedText, dict[tuple[int, int], Span]]:
    """Cut quote marks and markup out of the cells that are quoted; say where these then stand."""
    wanted = {(item.row, column) for item in grid.items for column in item.definitions}
    wanted |= {(item.row, item.mnemonic) for item in grid.items if item.mnemonic is not None}
    cuts: list[Cut] = []
    for at, column in sorted(wanted):
        start, end = rows[at].spans[column]
        cuts += _cuts(text, start, end, quoted=rows[at].quoted[column])
    stripped = strip(text, cuts)
    starts = [run[1] for run in stripped.runs]
    defined = {
        (at, column): Span(
            _to_text(stripped, starts, rows[at].spans[column][0]),
            _to_text(stripped, starts, rows[at].spans[column][1]),
        )
        for at, column in wanted
    }
    return stripped, defined


def _to_text(stripped: StrippedText, starts: Sequence[int], raw: int) -> int:
    """Map a raw offset; one at the end of a run that a cut follows stands before what it puts."""
    at = bisect_right(starts, raw) - 1
    if at < 0:
        return 0
    text_start, raw_start, length = stripped.runs[at]
    return text_start + min(raw - raw_start, length)


def _cuts(text: str, start: int, end: int, *, quoted: bool) -> Iterator[Cut]:
    """Yield the cuts of one cell: the first of two quote marks, markup, entities."""
    raw = text[start:end]
    doubled = [found.start() for found in re.finditer('""', raw)] if quoted else []
    plain = raw.replace('""', '"') if doubled else raw
    # offsets in the cell as it reads, back to the file: each doubled mark before adds one
    before = [at - nth for nth, at in enumerate(doubled)]

    def back(at: int) -> int:
        return start + at + bisect_right(before, at - 1)

    inside = [Cut(back(cut.start), back(cut.end), cut.put) for cut in marks(plain).cuts]
    yield from inside
    spans = iter([*inside, Cut(len(text), len(text))])
    cut = next(spans)
    for at in doubled:
        mark = start + at
        while cut.end <= mark:
            cut = next(spans)
        if not cut.start <= mark < cut.end:
            yield Cut(mark, mark + 1)


def _entry(
    item: Item, row: Record, stripped: StrippedText, defined: dict[tuple[int, int], Span]
) -> DraftEntry:
    spans = [defined[item.row, column] for column in item.definitions]
    at = stripped.to_text(row.spans[0][0])
    main = spans[0] if spans else Span(at, at)
    column = f", column {item.definitions[0] + 1}" if item.definitions else ""
    return DraftEntry(
        head_of_value(item.term),
        main.start,
        main.end,
        row.line,
        row.last,
        number=item.number,
        aliases=item.aliases,
        locator=f"line {row.line}{column}",
        more=tuple(spans[1:]),
        mnemonic=defined[item.row, item.mnemonic] if item.mnemonic is not None else None,
        references=item.references,
        status=item.status,
        language=item.language,
        flags=item.flags,
    )
