"""Numbered lists: "7. Term", and under it the definition, as bullets or as a paragraph.

Also "7. Term: definition" on one line. Numbers must rise from one term to the next, so that
steps listed inside a definition stay there.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ..records import LineRange, Remark
from ..text import Source, StrippedText, strip
from .base import Draft, DraftEntry, Sniff, own_title, page
from .heads import parse_head
from .items import (
    BULLET,
    Item,
    Line,
    cut_bodies,
    find_items,
    is_section,
    lines_with_text,
    without_contents,
)
from .markup import Mark, MarkKind, Markup, find_markup, text_span

__all__ = ["NAME", "read", "sniff"]

NAME = "numbered"
_TWO = 2


def sniff(source: Source) -> Sniff:
    """Score by how many lines belong to numbered heads with something under or behind them."""
    lines = list(lines_with_text(source.text))
    items = [item for item in find_items(lines) if item.defined]
    if len(items) < 2:
        return Sniff(0.0, "fewer than two numbered terms with a definition")
    covered = sum(1 + len(item.body) for item in items) / len(lines)
    shapely = sum(item.bulleted or item.joint is not None for item in items) / len(items)
    score = min(1.0, covered * 1.1) * (0.6 + 0.35 * shapely)
    if len(items) == _TWO and not shapely:
        score *= 0.3  # more likely two sections of a text
    return Sniff(score, f"{len(items)} numbered terms, {items[0].value} to {items[-1].value}")


def read(source: Source) -> Draft:
    """Read the list; text above the first number and below the last definition is page text."""
    markup = find_markup(source.text)
    stripped = strip(source.text, markup.cuts)
    lines = list(lines_with_text(source.text))
    found = find_items(lines)
    items, contents = without_contents(found)
    items = cut_bodies(items)
    entries = tuple(_entry(item, stripped, markup) for item in items)
    first = items[0].head.number if items else (lines[-1].number + 1 if lines else 1)
    title = own_title(source, min(first, contents[0].first) if contents else first)
    pages = [*contents, *_around(lines, items, title)]
    return Draft(stripped, entries, tuple(pages), tuple(_gaps(source.path, items)), title)


def _entry(item: Item, stripped: StrippedText, markup: Markup) -> DraftEntry:
    term_end, start = item.joint or (item.head.end, item.head.end)
    if item.body and not item.joint:
        bullet = BULLET.match(item.body[0].text)
        start = item.body[0].start + (bullet.end() if bullet else 0)
    end = item.body[-1].end if item.body else item.head.end
    term, definition = (text_span(stripped, *at) for at in ((item.term_at, term_end), (start, end)))
    marked = [
        text_span(stripped, mark.start, mark.end)
        for mark in _marks_in(markup, start, end)
        if mark.kind in (MarkKind.BOLD, MarkKind.LINK)
    ]
    return DraftEntry(
        replace(parse_head(stripped.text[term.start : term.end]), number=str(item.value)),
        definition.start,
        definition.end,
        item.head.number,
        item.last,
        references=tuple(stripped.text[span.start : span.end] for span in marked),
    )


def _marks_in(markup: Markup, start: int, end: int) -> Sequence[Mark]:
    first = bisect_left(markup.marks, start, key=lambda mark: mark.outer_start)
    return markup.marks[first : bisect_left(markup.marks, end, key=lambda mark: mark.outer_start)]


def _around(lines: Sequence[Line], items: Sequence[Item], title: str | None) -> Iterator[LineRange]:
    """Claim page text: above the first head, below the last body, short lines between."""
    first = items[0].head.number if items else 0
    last = items[-1].last if items else 0
    inside = {number for item in items for number in range(item.head.number, item.last + 1)}
    for line in lines:
        if line.number in inside:
            continue
        if line.number < first:
            rule = "title" if title and title in line.text else "intro"
            yield page(line.number, line.number, rule)
        elif items and line.number > last:
            yield page(line.number, line.number, "outro")
        elif is_section(line):
            yield page(line.number, line.number, "section-heading")


def _gaps(path: str, items: Sequence[Item]) -> Iterator[Remark]:
    for one, two in pairwise(items):
        if two.value > one.value + 1:
            yield Remark(
                path,
                two.head.number,
                "number-gap",
                f"The number {two.value} follows {one.value}. Expected {one.value + 1}; check "
                "whether an entry is missing.",
            )
