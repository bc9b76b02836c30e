"""Columns of a PDF page: text that runs on from one to the next, or cells of a table.

Both are parted by a gutter, a strip that hardly a line crosses. Columns of text are about equally
wide and well filled, and are read one after the other; else what stands left and right of the
gutter are cells of one row: a term and its definition.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .pdf_lines import Row, main_base, segments
from .pdf_pages import Piece

__all__ = ["Grid", "Strip", "strips_of"]

_BINS = 400
_CROSSED = 0.12  # of the rows may cross a gutter
_LEAST_ROWS = 3  # on each side of a gutter
_LEAST_SHARE = 0.1  # of the rows, likewise
_NARROWEST = 0.75  # of the size of the text: a gutter
_GAP = 0.9  # of the size: pieces further apart are of two columns, perhaps
_ALIKE = 1.45  # how many times as wide the widest column of text is as the narrowest
_FILLED = 0.5  # of its column, an average line of text
_COLUMNS = 4
_ALIGNED = 2.0  # points


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a page that is read from top to bottom.

    Attributes:
        left: of its text.
        right: likewise.
        column: which one of the page, from 0.
        rows: a row without cells in a strip of text; in a table each has all its cells.
        cells: for each row of a table its pieces by cell; ``None`` for a strip of text.
    """

    left: float
    right: float
    column: int
    rows: tuple[Row, ...]
    cells: tuple[tuple[tuple[Piece, ...], ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """The gutters of a page, and whether what they part are columns of text, or cells."""

    gutters: tuple[float, ...] = ()
    flows: bool = False


@dataclass(frozen=True, slots=True)
class _Segment:
    row: int
    pieces: tuple[Piece, ...]

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)


def strips_of(rows: Sequence[Row], size: float, before: Grid) -> tuple[list[Strip], Grid]:
    """Return the strips of a page in the order in which they are read, and its grid.

    Args:
        rows: from top to bottom, without running headers and footers.
        size: of most text, in points.
        before: the grid of the page before; it holds on where a page has too few rows to tell.
    """
    if not rows:
        return [], before
    parts = _parts(rows)
    gutters = _gutters(parts, len(rows), size)
    grid = Grid(tuple(gutters), _are_columns(parts, gutters)) if gutters else Grid()
    if not gutters and _goes_on(rows, before):
        grid = before
    if not grid.gutters:
        return [_strip(rows, 0)], grid
    if grid.flows:
        return list(_columns(rows, grid.gutters, size)), grid
    return list(_table(rows, grid.gutters, 0)), grid


def _parts(rows: Sequence[Row]) -> list[_Segment]:
    return [_Segment(at, part) for at, row in enumerate(rows) for part in segments(row, _GAP)]


def _goes_on(rows: Sequence[Row], before: Grid) -> bool:
    """Tell whether a page's few rows stand in the grid of the page before."""
    if any(_crosses(row, gutter) for row in rows for gutter in before.gutters):
        return False
    edges = [float("-inf"), *before.gutters, float("inf")]
    filled = {at for row in rows for piece in row.pieces for at in [_cell(piece, edges)]}
    return len(filled) > 1 or (bool(filled) and not before.flows and 0 not in filled)


def _cell(piece: Piece, edges: Sequence[float]) -> int:
    return max(at for at, edge in enumerate(edges[:-1]) if piece.left >= edge)


def _strip(rows: Sequence[Row], column: int) -> Strip:
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    return Strip(left, right, column, tuple(rows))


# --- gutters ---


def _gutters(parts: Sequence[_Segment], rows: int, size: float) -> list[float]:
    """Find where hardly a row crosses and enough of them stand on both sides: middles."""
    left, right = min(part.left for part in parts), max(part.right for part in parts)
    step = (right - left) / _BINS
    if step <= 0 or rows < _LEAST_ROWS:
        return []
    changes = [0] * (_BINS + 2)
    ends = [0] * (_BINS + 2)
    begins = [0] * (_BINS + 2)
    for part in parts:
        first, last = int((part.left - left) / step), int((part.right - left) / step)
        changes[first] += 1
        changes[min(last, _BINS) + 1] -= 1
        ends[min(last, _BINS)] += 1
        begins[first] += 1
    most = _CROSSED * rows
    least = max(_LEAST_ROWS, _LEAST_SHARE * rows)
    found: list[float] = []
    cover = ended = 0
    start: int | None = None
    begun = sum(begins)
    for at in range(_BINS + 1):
        cover += changes[at]
        free = cover <= most and ended >= least and begun >= least
        if free and start is None:
            start = at
        if start is not None and not free:
            if (at - start) * step >= _NARROWEST * size:
                found.append(left + (start + at) / 2 * step)
                ended = 0
            start = None
        ended += ends[at]
        begun -= begins[at]
    return found[: _COLUMNS + 2]


def _are_columns(parts: Sequence[_Segment], gutters: Sequence[float]) -> bool:
    """Tell whether what gutters part are columns of text: alike in width, and well filled."""
    edges = [float("-inf"), *gutters, float("inf")]
    widths: list[float] = []
    for left, right in pairwise(edges):
        inside = [part for part in parts if left <= part.left and part.right <= right]
        if len({part.row for part in inside}) < _LEAST_ROWS:
            return False
        first = min(part.left for part in inside)
        width = max(part.right for part in inside) - first
        by_row: dict[int, float] = {}
        for part in inside:
            by_row[part.row] = max(by_row.get(part.row, 0.0), part.right - first)
        if sum(by_row.values()) / len(by_row) < _FILLED * width:
            return False
        widths.append(width)
    alike = min(widths) > 0 and max(widths) <= _ALIKE * min(widths)
    return alike and len(widths) <= _COLUMNS


# --- columns of text ---


def _columns(rows: Sequence[Row], gutters: Sequence[float], size: float) -> Iterator[Strip]:
    """Read columns one after the other; a row across them parts what stands above from below."""
    band: list[Row] = []
    across: list[Row] = []
    for row in rows:
        if any(_crosses(row, gutter) for gutter in gutters):
            if band:
                yield from _band(band, gutters, size)
                band = []
            across.append(row)
            continue
        if across:
            yield _strip(across, 0)
            across = []
        band.append(row)
    if across:
        yield _strip(across, 0)
    if band:
        yield from _band(band, gutters, size)


def _crosses(row: Row, gutter: float) -> bool:
    """Tell whether text runs over a gutter, blanks of its own included."""
    for pieces in segments(row, _GAP):
        if pieces[0].left < gutter < max(piece.right for piece in pieces):
            return True
    return False


def _band(rows: Sequence[Row], gutters: Sequence[float], size: float) -> Iterator[Strip]:
    edges = [float("-inf"), *gutters, float("inf")]
    for column, (left, right) in enumerate(pairwise(edges)):
        own = [
            Row(main_base(pieces), pieces)
            for row in rows
            if (pieces := tuple(one for one in row.pieces if left <= _middle(one) < right))
        ]
        if not own:
            continue
        inner = _gutters(_parts(own), len(own), size)
        if inner:
            yield from _table(own, inner, column)
        else:
            yield _strip(own, column)


def _middle(piece: Piece) -> float:
    return (piece.left + piece.right) / 2


# --- tables ---


def _table(rows: Sequence[Row], gutters: Sequence[float], column: int) -> Iterator[Strip]:
    """Part the rows of a table from the text above and below it."""
    split = [_cells(row, gutters) for row in rows]
    tabular = [at for at, cells in enumerate(split) if sum(map(bool, cells)) > 1]
    first, last = (tabular[0], tabular[-1]) if tabular else (0, -1)
    if last < first:
        yield _strip(rows, column)
        return
    distances = [two.base - one.base for one, two in pairwise(rows[first : last + 1])]
    near = 1.1 * min(distances, default=0.0)
    while last + 1 < len(rows) and (
        _is_aligned(split, last + 1, tabular) or rows[last + 1].base - rows[last].base <= near
    ):  # the last row goes on
        last += 1
    while first and _is_aligned(split, first - 1, tabular):  # from the page before
        first -= 1
    if first:
        yield _strip(rows[:first], column)
    inside = rows[first : last + 1]
    whole = _strip(inside, column)
    yield Strip(whole.left, whole.right, column, whole.rows, tuple(split[first : last + 1]))
    if last + 1 < len(rows):
        yield _strip(rows[last + 1 :], column)


def _is_aligned(
    split: Sequence[tuple[tuple[Piece, ...], ...]], at: int, tabular: Sequence[int]
) -> bool:
    """Tell whether a row without a first cell begins where the cells of the others do."""
    cells = split[at]
    column = next((column for column, cell in enumerate(cells) if cell), 0)
    lefts = [split[row][column][0].left for row in tabular if split[row][column]]
    near = sum(abs(left - cells[column][0].left) <= _ALIGNED for left in lefts)
    return column > 0 and 2 * near >= len(lefts)


def _cells(row: Row, gutters: Sequence[float]) -> tuple[tuple[Piece, ...], ...]:
    """Put a row's pieces into cells: each where it begins, joined text where its first does."""
    cells: list[list[Piece]] = [[] for _ in range(len(gutters) + 1)]
    for pieces in segments(row, _GAP):
        for piece in pieces:
            at = sum(piece.left >= gutter for gutter in gutters)
            cells[at].append(piece)
    return tuple(map(tuple, cells))
