"""Running headers and footers of PDF pages: what repeats at the edge of pages, and page numbers.

A row counts as one if it stands first or last on its page (up to three deep), and the same text,
numbers apart, stands at the same height of other pages; or if it is a page's number; or if it is
set off from the text, in a style of its own, at the same height of most pages (guide words), or
in the outermost margin.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from .pdf_lines import Row, segments, text_of_pieces
from .pdf_pages import Style
from .roles import named

__all__ = ["find_running", "heads_table"]

_DEEP = 3
_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|seite|página|pagina|pág\.?|p\.|страница)\s*)?"
    r"(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|von|de|di|sur|/)\s*\d{1,4})?[-–—|\s]*$",
    re.IGNORECASE,
)
_PAGE_OF = re.compile(
    r"(?:page|seite|página|pagina|страница)\s+\d|\d\s*(?:/|of|von)\s*\d", re.IGNORECASE
)
_NEAR = 3.0  # points
_LEAST_SHARE = 0.3  # of pages that have the same text
_GAP = 0.9  # of the size: cells of a table
_MARGIN = 0.06  # of the page's height
_MOST = 0.6  # of pages that have a row at the same height
_APART = 1.6  # times the usual distance of lines


def find_running(
    pages: Sequence[Sequence[Row]], tall: Sequence[float], body: Style
) -> set[tuple[int, int]]:
    """Return the running rows, as indexes of page and row.

    Args:
        pages: the rows of each page, from top to bottom.
        tall: the height of each page.
        body: the style of most text.
    """
    filled = max(1, sum(bool(rows) for rows in pages))
    usual = _usual_distance(pages)
    everywhere = Counter(_shape(row)[0] for rows in pages for row in rows)
    found: set[tuple[int, int]] = set()
    for top in (True, False):
        for deep in range(_DEEP):
            new = set(_at_edge(pages, tall, body, found, top, usual, filled, everywhere))
            if not new or deep == _DEEP:
                break
            found |= new
    return found


def _at_edge(
    pages: Sequence[Sequence[Row]],
    tall: Sequence[float],
    body: Style,
    known: set[tuple[int, int]],
    top: bool,
    usual: float,
    filled: int,
    everywhere: Counter[str],
) -> Iterator[tuple[int, int]]:
    """Yield the running rows among the outermost ones that are not yet known."""
    edge = {at: row for at, rows in enumerate(pages) if (row := _outer(rows, at, known, top)) >= 0}
    shapes = Counter(_shape(pages[at][row]) for at, row in edge.items())
    heights = Counter(_height(pages[at][row]) for at, row in edge.items())
    for at, row in edge.items():
        here = pages[at][row]
        gap = _gap(pages[at], row, at, known, top)
        repeats = shapes[_shape(here)]
        numbered = bool(_NUMBER.fullmatch(here.text)) and gap > 1.2 * usual
        apart = gap > _APART * usual
        foreign = apart and here.style != body and here.style.size <= body.size
        often = filled > 2 and heights[_height(here)] >= _MOST * filled
        small = here.style.size < body.size and _in_margin(here, tall[at])
        own = 2 * repeats > everywhere[_shape(here)[0]] and not _heads_table(here)
        if (
            (repeats > 1 and repeats >= _LEAST_SHARE * filled and own)
            or (numbered and (apart or bool(_PAGE_OF.search(here.text))))
            or (foreign and (often or small))
        ):
            yield at, row


def heads_table(cells: Iterable[str]) -> bool:
    """Tell whether a row names columns: a table's header, which pages may repeat."""
    names = [named(cell) for cell in cells if cell]
    return len(names) > 1 and all(name.role and name.exact for name in names)


def _heads_table(row: Row) -> bool:
    return heads_table(text_of_pieces(part) for part in segments(row, _GAP))


def _in_margin(row: Row, height: float) -> bool:
    return row.base < _MARGIN * height or row.base > (1 - _MARGIN) * height


def _outer(rows: Sequence[Row], at: int, known: set[tuple[int, int]], top: bool) -> int:
    order = range(len(rows)) if top else range(len(rows) - 1, -1, -1)
    return next((row for row in order if (at, row) not in known), -1)


def _gap(rows: Sequence[Row], row: int, at: int, known: set[tuple[int, int]], top: bool) -> float:
    """Return how far a row stands from the next one inwards."""
    step = 1 if top else -1
    other = row + step
    while 0 <= other < len(rows) and (at, other) in known:
        other += step
    if not 0 <= other < len(rows):
        return float("inf")
    return abs(rows[other].base - rows[row].base)


def _shape(row: Row) -> tuple[str, float]:
    """Return a row's text without its numbers, and its height."""
    text = re.sub(r"\d+|\b[ivxlc]+\b", "#", row.text.casefold())
    return text[:200], _height(row)


def _height(row: Row) -> float:
    return round(row.base / _NEAR)


def _usual_distance(pages: Sequence[Sequence[Row]]) -> float:
    """Return the distance of most neighbouring lines."""
    counts: Counter[int] = Counter()
    for rows in pages:
        for one, two in pairwise(rows):
            counts[round((two.base - one.base) * 2)] += 1
    near = [(count, -step) for step, count in counts.items() if step > 5]
    return -max(near)[1] / 2 if near else 12.0
