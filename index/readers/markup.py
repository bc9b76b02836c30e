"""Inline Markdown of text formats as cuts: emphasis, headings, quote marks, links, code.

Pages that were flattened lose the blanks around emphasis (``the**roots**between``) and
break lines at it; the blanks are put back here, exactly where one is missing, so that
definitions read as prose and every other character stays where it is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..records import Span
from ..text import Cut, StrippedText
from .blanks import Delimiter, cuts_with_blanks
from .emphasis import find_pairs

__all__ = ["Mark", "MarkKind", "Markup", "find_markup", "text_span"]

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_LINE_MARK = re.compile(
    r"[ \t]{0,3}(?P<mark>(?:>(?:[ \t]+|$|(?=[^\W\d_])))*(?P<head>\#{1,6}[ \t]+(?=\S))?)"
)
_TRAILING_MARK = re.compile(r"[ \t]+#+[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]")
_LINK = re.compile(
    r"!?\[(?P<label>[^\[\]\n]+)\]"
    r"\((?P<url>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:[ \t]+\"[^\"\n]*\")?\)"
)
_ADDRESS = re.compile(r"[/#:]|\.\w")
_TOKEN = re.compile(r"\\[*_#`]|\bhttps?://[^\s)>\]*]+|\*+|_+")
_TICKS = re.compile(r"`+")
_ANY = re.compile(r"[*_`\[\\]")


class MarkKind(StrEnum):
    """What a mark says about the text between."""

    BOLD = "bold"
    ITALIC = "italic"
    LINK = "link"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked text: a range of the raw file.

    Attributes:
        kind: how it is marked.
        start: where the marked text starts in the raw file, behind the opening mark.
        end: where it ends, before the closing mark.
        outer_start: where the opening mark starts.
        outer_end: where the closing mark ends.
    """

    kind: MarkKind
    start: int
    end: int
    outer_start: int
    outer_end: int


@dataclass(frozen=True, slots=True)
class Markup:
    """The markup of a file.

    Attributes:
        cuts: for :func:`glossator.index.text.strip`; they put back missing blanks.
        marks: what is marked, by position in the raw file.
    """

    cuts: tuple[Cut, ...]
    marks: tuple[Mark, ...]


def find_markup(raw: str) -> Markup:
    """Find the markup of a text file; linear in its length.

    Formulas (``n * |S|``, ``x_1``, ``x**2 + y**2``), addresses and fenced code keep every
    character. A run that nothing closes before its paragraph or list item ends is text.
    """
    cuts: list[Cut] = []
    marks: list[Mark] = []
    for start, end in _blocks(raw, cuts):
        if _ANY.search(raw, start, end):
            found, escapes = _scan(raw, start, end)
            marks += found
            cuts += escapes
            cuts += cuts_with_blanks(raw, list(_delimiters(raw, found)), start, end)
    return Markup(
        tuple(sorted(cuts, key=lambda cut: cut.start)),
        tuple(sorted(marks, key=lambda mark: (mark.outer_start, -mark.outer_end))),
    )


def text_span(stripped: StrippedText, start: int, end: int) -> Span:
    """Map a raw range to the text, white space at both ends left out."""
    start, end = stripped.to_text(start), stripped.to_text(end)
    part = stripped.text[start:end]
    start += len(part) - len(part.lstrip())
    return Span(start, start + len(part.strip()))


def _blocks(raw: str, cuts: list[Cut]) -> Iterator[tuple[int, int]]:
    """Yield paragraphs, headings and list items outside fenced code; cut marks at line starts."""
    fence = ""
    block: int | None = None
    at = 0
    for line in raw.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        fenced = _FENCE.match(line)
        mark = _LINE_MARK.match(line)
        heading = bool(mark and mark["head"])
        opens_block = not line.strip() or fenced or fence or heading or _ITEM.match(line)
        if block is not None and opens_block:
            yield block, start - 1
            block = None
        if fence:
            fence = "" if fenced and fenced[1].startswith(fence) else fence
        elif fenced:
            fence = fenced[1]
        elif line.strip():
            cuts += _line_cuts(line, start)
            if heading:
                yield start, end
            else:
                block = start if block is None else block
    if block is not None:
        yield block, len(raw)


def _line_cuts(line: str, start: int) -> Iterator[Cut]:
    mark = _LINE_MARK.match(line)
    if mark and mark["mark"]:
        yield Cut(start + mark.start("mark"), start + mark.end("mark"))
        trailing = _TRAILING_MARK.search(line, mark.end()) if mark["head"] else None
        if trailing:
            yield Cut(start + trailing.start(), start + trailing.end())


def _scan(raw: str, start: int, end: int) -> tuple[list[Mark], list[Cut]]:
    """Find the marks and the escaping backslashes of one block."""
    code = list(_code(raw, start, end))
    links = [link for link in _links(raw, start, end) if not _overlaps(link, code)]
    marks = [*code, *links]
    hidden = sorted(
        [(mark.outer_start, mark.outer_end) for mark in code]
        + [(link.end, link.outer_end) for link in links]
    )
    runs: list[tuple[int, int]] = []
    escapes: list[Cut] = []
    behind = iter([*hidden, (end, end)])
    ahead = next(behind)
    for token in _TOKEN.finditer(raw, start, end):
        while ahead[1] <= token.start() and ahead[0] < end:
            ahead = next(behind)
        if token.start() >= ahead[0]:
            continue
        if token[0][0] == "\\":
            escapes.append(Cut(token.start(), token.start() + 1))
        elif token[0][0] in "*_":
            runs.append(token.span())
    for pair in find_pairs(raw, runs, start, end):
        kind = MarkKind.BOLD if pair.bold else MarkKind.ITALIC
        marks.append(Mark(kind, pair.inner_start, pair.inner_end, pair.start, pair.end))
    return marks, escapes


def _overlaps(link: Mark, code: Sequence[Mark]) -> bool:
    """Tell whether the address of a link, or its bracket, stands in code."""
    at = bisect_right(code, link.outer_end, key=lambda mark: mark.outer_start) - 1
    inside = bisect_right(code, link.outer_start, key=lambda mark: mark.outer_start) - 1
    return (at >= 0 and code[at].outer_end > link.end) or (
        inside >= 0 and code[inside].outer_end > link.outer_start
    )


def _code(raw: str, start: int, end: int) -> Iterator[Mark]:
    """Pair runs of backticks of the same length."""
    runs = [run.span() for run in _TICKS.finditer(raw, start, end)]
    partner: dict[int, int] = {}
    last: dict[int, int] = {}
    for at in reversed(range(len(runs))):
        width = runs[at][1] - runs[at][0]
        if width in last:
            partner[at] = last[width]
        last[width] = at
    at = 0
    while at < len(runs):
        close = partner.get(at)
        if close is not None:
            yield Mark(MarkKind.CODE, runs[at][1], runs[close][0], runs[at][0], runs[close][1])
            at = close
        at += 1


def _links(raw: str, start: int, end: int) -> Iterator[Mark]:
    """Find ``[label](address)``; ``x[i](t)`` is a formula."""
    for link in _LINK.finditer(raw, start, end):
        glued = link.start() > start and raw[link.start() - 1].isalnum()
        if link["label"].strip() and (
            _ADDRESS.search(link["url"]) or (not glued and len(link["url"]) > 1)
        ):
            yield Mark(
                MarkKind.LINK, link.start("label"), link.end("label"), link.start(), link.end()
            )


def _delimiters(raw: str, marks: Sequence[Mark]) -> Iterator[Delimiter]:
    for mark in marks:
        inner = raw[mark.start : mark.end]
        yield Delimiter(mark.outer_start, mark.start, True, inner, mark.outer_end)
        yield Delimiter(mark.end, mark.outer_end, False, inner, mark.outer_end)
