"""Numbered lists: "7. Term", and under it the definition, as bullets or as a paragraph.

Also "7. Term: definition" on one line. Numbers must rise from one term to the next, so that
steps listed inside a definition stay there.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..names import fold
from ..records import LineRange, Remark
from ..text import Source, StrippedText, strip
from .base import Draft, DraftEntry, Sniff, numbered_lines, own_title, page
from .heads import parse_head
from .markup import Mark, MarkKind, Markup, find_markup, text_span

__all__ = ["NAME", "read", "sniff"]

NAME = "numbered"

_HEAD = re.compile(r"([ \t]*)(\d{1,5})[.)][ \t]+(?=\S)")
_BULLET = re.compile(r"([ \t]*)[-*+•◦▪‣·●○–][ \t]+(?=\S)")
_JOINT = re.compile(r"(?:\*\*|__)?\s*(?:[:：](?:\*\*|__)?\s+|\s[–—-]\s+)(?=\S)")
_MAX_HEAD_CHARS = 120


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with text; offsets in the raw file."""

    number: int
    start: int
    end: int
    text: str
    after_blank: bool

    @property
    def indented(self) -> bool:
        return self.text[:1] in " \t"


@dataclass(frozen=True, slots=True)
class _Item:
    """A numbered head and the lines under it.

    Attributes:
        head: the head's line.
        value: its number.
        term_at: where the term starts in the raw file, behind the number.
        joint: where the head's line goes on with a definition, ``(term_end, start)``, or ``None``.
        body: the lines up to the next head.
    """

    head: _Line
    value: int
    term_at: int
    joint: tuple[int, int] | None
    body: tuple[_Line, ...] = ()

    @property
    def depth(self) -> int:
        """How far the head is indented."""
        return len(self.head.text) - len(self.head.text.lstrip())

    @property
    def last(self) -> int:
        """The number of its last line."""
        return self.body[-1].number if self.body else self.head.number

    @property
    def bulleted(self) -> bool:
        return bool(self.body) and _BULLET.match(self.body[0].text) is not None

    @property
    def defined(self) -> bool:
        return bool(self.body) or self.joint is not None


def sniff(source: Source) -> Sniff:
    """Score by how many lines belong to numbered heads with something under or behind them."""
    lines = list(_lines(source.text))
    items = [item for item in _items(lines) if item.defined]
    if len(items) < 2:
        return Sniff(0.0, "fewer than two numbered terms with a definition")
    covered = sum(1 + len(item.body) for item in items) / len(lines)
    shapely = sum(item.bulleted or item.joint is not None for item in items) / len(items)
    score = min(1.0, covered * 1.1) * (0.6 + 0.35 * shapely)
    return Sniff(score, f"{len(items)} numbered terms, {items[0].value} to {items[-1].value}")


def read(source: Source) -> Draft:
    """Read the list; text above the first number and below the last definition is page text."""
    markup = find_markup(source.text)
    stripped = strip(source.text, markup.cuts)
    lines = list(_lines(source.text))
    found = _items(lines)
    items, contents = _without_contents(found)
    items = _cut_bodies(items)
    entries = tuple(_entry(item, stripped, markup) for item in items)
    first = items[0].head.number if items else (lines[-1].number + 1 if lines else 1)
    title = own_title(source, min(first, contents[0].first) if contents else first)
    pages = [*contents, *_around(lines, items, title)]
    return Draft(stripped, entries, tuple(pages), tuple(_gaps(source.path, items)), title)


def _lines(text: str) -> Iterator[_Line]:
    blank = True
    for number, at, content in numbered_lines(text):
        if content.strip():
            yield _Line(number, at, at + len(content), content, blank)
        blank = not content.strip()


# --- which numbered lines are heads ---


def _items(lines: Sequence[_Line]) -> list[_Item]:
    """Find the heads and give each the lines up to the next.

    A numbered line is a head if it is short, no more indented than the first, and its number
    goes on from the last head; or starts again at 1 behind a blank line; or the last head has
    the same shape, whatever the numbers.
    """
    heads: list[_Item] = []
    rows: list[int] = []
    for at, line in enumerate(lines):
        match = _HEAD.match(line.text)
        item = _item(line, match) if match else None
        if item is None or (heads and item.depth > heads[0].depth):
            continue
        last = heads[-1].value if heads else item.value - 1
        alike = bool(rows) and (
            (_has_bullet(lines, at) and _has_bullet(lines, rows[-1]))
            or (item.joint is not None and heads[-1].joint is not None)
        )
        if last < item.value <= last + 10 or (item.value == 1 and line.after_blank) or alike:
            heads.append(item)
            rows.append(at)
    ends = [*rows[1:], len(lines)]
    return _settle(
        [
            replace(head, body=tuple(lines[row + 1 : end]))
            for head, row, end in zip(heads, rows, ends, strict=True)
        ]
    )


def _has_bullet(lines: Sequence[_Line], at: int) -> bool:
    return at + 1 < len(lines) and _BULLET.match(lines[at + 1].text) is not None


def _settle(items: list[_Item]) -> list[_Item]:
    """Read "7. Push - pull train" as one term where most terms have their text below."""
    joined = sum(item.joint is not None for item in items)
    if 2 * joined >= len(items):
        return items
    return [replace(item, joint=None) if item.body else item for item in items]


def _item(line: _Line, match: re.Match[str]) -> _Item | None:
    """Read a numbered line as a head: a short name, or a name, a joint and a definition."""
    rest = line.text[match.end() :].rstrip()
    term_at = line.start + match.end()
    joint = _JOINT.search(rest[: _MAX_HEAD_CHARS + 4])
    if joint and joint.start() > 0 and " " in rest[joint.end() :]:
        ends = (term_at + joint.start(), term_at + joint.end())
        return _Item(line, int(match[2]), term_at, ends)
    sentence = re.search(r"[.!?;,]$", rest) and len(rest.split()) > 3
    if len(rest) > _MAX_HEAD_CHARS or sentence:
        return None
    return _Item(line, int(match[2]), term_at, None)


def _without_contents(items: list[_Item]) -> tuple[list[_Item], list[LineRange]]:
    """Take out a table of contents: heads with nothing under them that come again with text."""
    defined = {fold(item.head.text) for item in items if item.defined}
    kept: list[_Item] = []
    contents: list[LineRange] = []
    for item in items:
        if not item.defined and fold(item.head.text) in defined:
            contents.append(page(item.head.number, item.head.number, "contents"))
        else:
            kept.append(item)
    return kept, contents


# --- which of the lines under a head are its definition ---


def _cut_bodies(items: list[_Item]) -> list[_Item]:
    """End each body where its shape ends; what is left over is page text or reported.

    Under bullets, an unindented paragraph behind a blank line is the entry's only where most
    entries have one. Under no bullets, the last entry has no more paragraphs than the others.
    """
    loose = sum(_bullets_end(item) < len(item.body) for item in items[:-1] if item.bulleted)
    keep = loose > sum(item.bulleted for item in items[:-1]) / 2
    plain = [len(_paragraphs(item.body)) for item in items[:-1] if not item.bulleted]
    cut: list[_Item] = []
    for at, item in enumerate(items):
        end = len(item.body)
        if item.bulleted and not keep:
            end = _bullets_end(item)
        elif not item.bulleted and at == len(items) - 1 and plain:
            paragraphs = _paragraphs(item.body)[: max(plain)]
            end = sum(map(len, paragraphs))
        cut.append(replace(item, body=item.body[:end]))
    return cut


def _bullets_end(item: _Item) -> int:
    """Count the lines up to the first paragraph that is neither bullet nor continues one."""
    for at, line in enumerate(item.body):
        if line.after_blank and not line.indented and not _BULLET.match(line.text):
            return at
    return len(item.body)


def _paragraphs(lines: Sequence[_Line]) -> list[list[_Line]]:
    paragraphs: list[list[_Line]] = []
    for line in lines:
        if line.after_blank or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


# --- records ---


def _entry(item: _Item, stripped: StrippedText, markup: Markup) -> DraftEntry:
    term_end, start = item.joint or (item.head.end, item.head.end)
    if item.body and not item.joint:
        bullet = _BULLET.match(item.body[0].text)
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


def _around(
    lines: Sequence[_Line], items: Sequence[_Item], title: str | None
) -> Iterator[LineRange]:
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
        elif line.text.startswith("#") or len(line.text.strip()) <= 2:
            yield page(line.number, line.number, "section-heading")


def _gaps(path: str, items: Sequence[_Item]) -> Iterator[Remark]:
    for one, two in pairwise(items):
        if two.value > one.value + 1:
            yield Remark(
                path,
                two.head.number,
                "number-gap",
                f"The number {two.value} follows {one.value}. Expected {one.value + 1}; check "
                "whether an entry is missing.",
            )
