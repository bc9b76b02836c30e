"""A text file as paragraphs, with those that are marked as heads told apart."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..records import Remark, Span
from ..text import Source, StrippedText, strip
from .markup import Mark, MarkKind, find_markup, text_span

__all__ = ["Page", "Paragraph", "Shape", "is_list", "read_page", "stops_short", "truncated"]

_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+\S")
_ITEM = re.compile(r"\s*(?:[-*+•·]|\d{1,4}[.)])\s")
_ENDS = frozenset(".!?…。！？\"'”’»)]")


class Shape(StrEnum):
    """How a paragraph is set."""

    TEXT = "text"
    BOLD = "bold"  # one line, bold from end to end
    HEADING = "heading"  # one line with Markdown's heading marks


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that stand together: up to a blank line or a line set as a head.

    Attributes:
        shape: how it is set.
        start: where its first line starts in the raw file.
        end: where its last line ends, the line end left out.
        first: its first line, from 1.
        last: its last line.
        span: its text in the stripped text, white space at both ends left out.
        level: of a heading, 1 to 6; else 0.
    """

    shape: Shape
    start: int
    end: int
    first: int
    last: int
    span: Span
    level: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A text file, its markup taken off, in paragraphs.

    Attributes:
        raw: the decoded file.
        stripped: the text without markup, and the map.
        marks: bold parts and links, by where they start in the raw file.
        paragraphs: in order; every line that is not blank is in one.
    """

    raw: str
    stripped: StrippedText
    marks: tuple[Mark, ...]
    paragraphs: tuple[Paragraph, ...]

    def text(self, paragraph: Paragraph) -> str:
        """Return a paragraph's text without markup."""
        return self.slice(paragraph.span)

    def marks_in(self, start: int, end: int) -> tuple[Mark, ...]:
        """Return the marks that start in a raw range."""
        first = bisect_left(self.marks, start, key=lambda mark: mark.outer_start)
        last = bisect_left(self.marks, end, key=lambda mark: mark.outer_start)
        return self.marks[first:last]

    def paragraph_at(self, start: int) -> Paragraph | None:
        """Return the paragraph that a raw offset stands in."""
        at = bisect_right(self.paragraphs, start, key=lambda paragraph: paragraph.start) - 1
        return self.paragraphs[at] if at >= 0 and start < self.paragraphs[at].end else None

    def slice(self, span: Span) -> str:
        """Return a slice of the stripped text."""
        return self.stripped.text[span.start : span.end]


def read_page(source: Source) -> Page:
    """Find markup and paragraphs of a text file."""
    markup = find_markup(source.text)
    stripped = strip(source.text, markup.cuts)
    kept = tuple(mark for mark in markup.marks if mark.kind in (MarkKind.BOLD, MarkKind.LINK))
    bold = [mark for mark in kept if mark.kind is MarkKind.BOLD]
    found = tuple(_paragraphs(source.text, stripped, bold))
    return Page(source.text, stripped, kept, found)


def _paragraphs(raw: str, stripped: StrippedText, bold: Sequence[Mark]) -> Iterator[Paragraph]:
    at, mark_at = 0, 0
    opened: tuple[int, int] | None = None  # offset and number of a text paragraph's first line

    def close(end: int, last: int) -> Iterator[Paragraph]:
        nonlocal opened
        if opened is not None:
            start, first = opened
            span = text_span(stripped, start, end)
            yield Paragraph(Shape.TEXT, start, end, first, last, span)
            opened = None

    for number, line in enumerate(raw.split("\n"), start=1):
        start, end = at, at + len(line)
        at = end + 1
        within = mark_at
        while mark_at < len(bold) and bold[mark_at].outer_start < end:
            mark_at += 1
        heading = _HEADING.match(line)
        if heading or _is_bold(raw, start, end, bold[within:mark_at]):
            yield from close(start - 1, number - 1)
            shape, level = (Shape.HEADING, len(heading[1])) if heading else (Shape.BOLD, 0)
            yield Paragraph(
                shape, start, end, number, number, text_span(stripped, start, end), level
            )
        elif not line.strip():
            yield from close(start - 1, number - 1)
        elif opened is None:
            opened = (start, number)
    yield from close(len(raw), raw.count("\n") + 1)


def _is_bold(raw: str, start: int, end: int, marks: Sequence[Mark]) -> bool:
    """Tell whether a line is bold from end to end; a colon may stand behind."""
    at = start
    for mark in marks:
        if raw[at : mark.outer_start].strip():
            return False
        at = mark.outer_end
    return bool(marks) and at <= end and raw[at:end].strip() in ("", ":")


def is_list(text: str) -> bool:
    """Tell whether a paragraph is a list, by its first line."""
    return bool(_ITEM.match(text))


def stops_short(text: str) -> bool:
    """Tell whether a text breaks off: neither a sentence, a quote nor a bracket ends there."""
    text = text.rstrip()
    return bool(text) and text[-1] not in _ENDS


def truncated(path: str, line: int, term: str, text: str) -> Remark:
    """Remark on a text that breaks off."""
    end = " ".join(text.split()[-6:])
    return Remark(
        path,
        line,
        "truncated",
        f"The text on '{term}' breaks off: '… {end}'. Expected the end of a sentence; complete it "
        "from its source.",
    )
