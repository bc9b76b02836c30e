"""What every reader shares: drafts of entries in, one ``Reading`` out, each line accounted for.

A reader is a module with three names (:class:`Reader`): ``NAME``, ``sniff`` and ``read``.
It looks at one decoded file and returns a :class:`Draft`: the stripped text, the entries it
found and the lines that it claims for page text; ``finish.py`` makes records of it. A line that
no claim covers comes out as a report, so a reader can't drop one in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from typing import Protocol

from ..records import LineRange, LineUse, Remark, Section, Span
from ..text import Source, StrippedText
from .heads import Head

__all__ = [
    "Draft",
    "DraftEntry",
    "Reader",
    "Sniff",
    "numbered_lines",
    "own_title",
    "page",
]


@dataclass(frozen=True, slots=True)
class Sniff:
    """How surely a file has the shape that a reader reads.

    Attributes:
        score: 0 (not at all) to 1 (nothing else fits). Below 0.2 a reader is not considered.
        why: the reason, for a person: ``"43 of 46 rows have two cells"``.
    """

    score: float
    why: str


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """An entry as a reader found it, before ids and said aliases.

    Attributes:
        head: the parsed headword.
        start: where the definition starts in the stripped text; white space is trimmed later.
        end: where it ends.
        first: the line of the file, from 1, on which the head stands.
        last: the last line of the entry, included. Lines that a page claim names stay page text.
        number: as printed, where the head doesn't hold it.
        aliases: names that the source gives in a place of its own (a column, a key).
        locator: see ``Entry``; the same for the fields below.
        also: further line ranges ``(first, last)`` that belong to the entry: a second copy, a
            mnemonic.
    """

    head: Head
    start: int
    end: int
    first: int
    last: int
    number: str | None = None
    aliases: tuple[str, ...] = ()
    locator: str | None = None
    sections: tuple[Section, ...] = ()
    more: tuple[Span, ...] = ()
    mnemonic: Span | None = None
    references: tuple[str, ...] = ()
    status: str | None = None
    language: str | None = None
    flags: tuple[str, ...] = ()
    also: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader found in one file.

    Attributes:
        stripped: the text that offsets count in, and its map (``runs`` empty for a rendering).
        entries: in the order of the text.
        pages: lines that are page text or reported, each with its rule; see :func:`page`. They
            go before entries' claims: a page line inside an entry's range is page text. A blank
            line needs no claim.
        remarks: for the report.
        title: the document's own title, or ``None``; see :func:`own_title`.
        content: for a binary file its content as lines (a row of a workbook, a paragraph), which
            lines of entries and pages then count; ``None`` where the source's text has the lines.
        keys: ids of entries in the source, each with the term, for references from other files.
    """

    stripped: StrippedText
    entries: tuple[DraftEntry, ...]
    pages: tuple[LineRange, ...] = ()
    remarks: tuple[Remark, ...] = ()
    title: str | None = None
    content: str | None = None
    keys: tuple[tuple[str, str], ...] = ()


class Reader(Protocol):
    """A module that reads one family of input."""

    NAME: str

    def sniff(self, source: Source) -> Sniff:
        """Say how surely the file has this shape; never raises."""

    def read(self, source: Source) -> Draft:
        """Read the file whatever :meth:`sniff` said; what doesn't fit is left unclaimed."""


def page(first: int, last: int, rule: str) -> LineRange:
    """Claim lines (from 1, both included) as page text by a named rule."""
    return LineRange(first, last, LineUse.PAGE, rule)


def numbered_lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each line: its number from 1, the offset of its start, its text without line end."""
    at = 0
    for number in count(1):
        end = text.find("\n", at)
        if end < 0:
            yield number, at, text[at:]
            return
        yield number, at, text[at:end]
        at = end + 1


def own_title(source: Source, before: int) -> str | None:
    """Find a document's own title in the lines above its first entry.

    It is the last of the highest-level Markdown headings there ("# Welcome", then
    "# Garden Glossary": the one next to the entries names them), else the first line with
    text if it is short and no sentence, list item or rule.

    Args:
        source: the file.
        before: the line, from 1, of the first entry's head; that line isn't looked at.
    """
    above = islice(numbered_lines(source.text), max(0, before - 1))
    lines = [line[:1000] for _, _, line in above]
    headings = [match for line in lines if (match := _HEADING.match(line))]
    if headings:
        level = min(len(match[1]) for match in headings)
        return next(_plain(match[2]) for match in reversed(headings) if len(match[1]) == level)
    first = _plain(next((line for line in lines if line.strip()), ""))
    fits = 0 < len(first) <= 100 and "\t" not in first and any(map(str.isalpha, first))
    return first if fits and first[-1] not in ".:;,!?" and not _ITEM.match(first) else None


_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*)$")
_ITEM = re.compile(r"([-*+•·]|\d+[.)])\s")


def _plain(line: str) -> str:
    return line.strip().rstrip("#").strip().strip("*_").strip()
