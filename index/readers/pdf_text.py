"""The lines of a PDF in reading order, with what tells paragraphs apart: indents, styles, gaps."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .pdf_columns import Grid, strips_of
from .pdf_lines import main_style, rows_of, text_of_pieces
from .pdf_pages import Piece, PrintedPage, Style
from .pdf_paging import find_running, heads_table

__all__ = ["PAGING", "TURNED", "UNSEEN", "Text", "TextLine", "text_of_pages"]

PAGING, TURNED, UNSEEN = "paging", "turned", "unseen"
_RECOGNISED = 0.5  # of the characters are unseen: text recognition wrote them
_SUPPORT = 0.08  # of a column's lines begin at its left edge
_EDGE = 1.5  # points


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text, or a row of a table.

    Attributes:
        number: from 1, over all pages.
        page: the page's number.
        strip: which strip of the document it stands in: what follows in one flows on.
        pieces: its text; none has none.
        rule: why it is no text of the glossary; empty if it may be.
        base: its baseline.
        indent: how far it begins from the column's left edge.
        room: how far it ends from the column's right edge.
        width: the column's.
        cells: of a row of a table.
    """

    number: int
    page: int
    strip: int
    pieces: tuple[Piece, ...]
    rule: str = ""
    base: float = 0.0
    indent: float = 0.0
    room: float = 0.0
    width: float = 0.0
    cells: tuple[tuple[Piece, ...], ...] = ()

    @property
    def text(self) -> str:
        """Its text; cells with a tab between."""
        if self.cells:
            return "\t".join(text for one in self.cells if (text := text_of_pieces(one)))
        return text_of_pieces(self.pieces)


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a PDF.

    Attributes:
        lines: in reading order.
        body: the style of most text.
        recognised: whether text recognition wrote it, under pictures of the pages.
        unseen: how many characters are not painted, and left out.
    """

    lines: tuple[TextLine, ...]
    body: Style
    recognised: bool = False
    unseen: int = 0


def text_of_pages(pages: Sequence[PrintedPage]) -> Text:
    """Put the pieces of pages into lines, and the lines into reading order."""
    pages = _mirrored(pages)
    every = [piece for page in pages for piece in page.pieces]
    hidden = sum(len(piece.text) for piece in every if not piece.seen)
    recognised = hidden > _RECOGNISED * sum(len(piece.text) for piece in every)
    kept = [[piece for piece in page.pieces if piece.seen or recognised] for page in pages]
    rows = [rows_of(pieces) for pieces in kept]
    body = main_style(piece for piece in every if piece.seen or recognised)
    running = find_running(rows, [page.height for page in pages], body)
    lines: list[TextLine] = []
    columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    strip = 0
    grid = Grid()
    for at, page in enumerate(pages):
        marked = [row for nth, row in enumerate(rows[at]) if (at, nth) in running]
        inside = [row for nth, row in enumerate(rows[at]) if (at, nth) not in running]
        heads = [row for row in marked if not inside or row.base <= inside[0].base]
        feet = [row for row in marked if row not in heads]
        _add(lines, page, strip, (row.pieces for row in heads), PAGING)
        strips, grid = strips_of(inside, body.size, grid)
        for one in strips:
            strip += 1
            right = max(row.right for row in one.rows)
            for nth, row in enumerate(one.rows):
                columns[one.column, page.number % 2].append(len(lines))
                cells = one.cells[nth] if one.cells else ()
                lines.append(
                    TextLine(
                        *(len(lines) + 1, page.number, strip, row.pieces, "", row.base, row.left),
                        room=right - row.right,
                        width=right,
                        cells=cells,
                    )
                )
        _add(lines, page, strip, (row.pieces for row in feet), PAGING)
        turned = [piece for piece in kept[at] if not piece.level]
        _add(lines, page, strip, ((piece,) for piece in turned), TURNED)
        if not recognised:
            unseen = [piece for piece in page.pieces if not piece.seen]
            _add(lines, page, strip, ((piece,) for piece in unseen), UNSEEN)
    _indent(lines, columns.values())
    _leave_repeated(lines)
    return Text(tuple(lines), body, recognised, 0 if recognised else hidden)


def _mirrored(pages: Sequence[PrintedPage]) -> Sequence[PrintedPage]:
    """Mirror the pages of a text that runs from right to left: it then begins on the left."""
    letters = [
        unicodedata.bidirectional(char)
        for page in pages
        for piece in page.pieces
        for char in piece.text.strip()[:1]
    ]
    if 2 * sum(kind in ("R", "AL") for kind in letters) <= sum(
        kind in ("R", "AL", "L") for kind in letters
    ):
        return pages
    return [
        replace(
            page,
            pieces=tuple(
                replace(piece, left=-piece.right, right=-piece.left) for piece in page.pieces
            ),
        )
        for page in pages
    ]


def _add(
    lines: list[TextLine],
    page: PrintedPage,
    strip: int,
    rows: Iterable[tuple[Piece, ...]],
    rule: str,
) -> None:
    for pieces in rows:
        lines.append(TextLine(len(lines) + 1, page.number, strip, pieces, rule))


def _leave_repeated(lines: list[TextLine]) -> None:
    """Leave out the headers of tables that pages repeat."""
    known: set[str] = set()
    for at, line in enumerate(lines):
        if line.cells and heads_table(map(text_of_pieces, line.cells)):
            if line.text in known:
                lines[at] = replace(line, rule=PAGING)
            known.add(line.text)


def _indent(lines: list[TextLine], columns: Iterable[Sequence[int]]) -> None:
    """Measure indents from the left edge that a column has on all left, or all right, pages."""
    for column in columns:
        counts = Counter(round(lines[at].indent) for at in column)
        least = max(1.0, _SUPPORT * len(column))
        ordered = sorted(counts)
        edge = next(
            (one for one in ordered if sum(counts[one + by] for by in (0, 1, 2)) >= least),
            ordered[0],
        )
        rights = sorted(lines[at].width for at in column)
        right = rights[min(len(rights) - 1, int(0.9 * len(rights)))]
        for at in column:
            line = lines[at]
            lines[at] = replace(
                line,
                indent=line.indent - edge,
                room=right - (line.width - line.room),
                width=right - edge,
            )
