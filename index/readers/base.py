"""What every reader shares: drafts of entries in, one ``Reading`` out, each line accounted for.

A reader is a module with three names (:class:`Reader`): ``NAME``, ``sniff`` and ``read``.
It looks at one decoded file and returns a :class:`Draft`: the stripped text, the entries it
found and the lines that it claims for page text. :func:`finish` makes ids, names and records
of it. A line that no claim covers comes out as a report, so a reader can't drop one in silence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from ..records import (
    Document,
    Entry,
    LineRange,
    LineUse,
    Reading,
    Remark,
    Section,
    Span,
)
from ..text import Source, StrippedText, slug
from .heads import Head
from .said import said_aliases

__all__ = [
    "MAX_DEFINITION_CHARS",
    "MAX_TERM_CHARS",
    "Draft",
    "DraftEntry",
    "Reader",
    "Sniff",
    "finish",
    "own_title",
    "page",
]

MAX_DEFINITION_CHARS = 200_000  # no glossary entry is longer; a lost separator makes such ones
MAX_TERM_CHARS = 300


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
    """

    stripped: StrippedText
    entries: tuple[DraftEntry, ...]
    pages: tuple[LineRange, ...] = ()
    remarks: tuple[Remark, ...] = ()
    title: str | None = None


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


def own_title(source: Source, before: int) -> str | None:
    """Find a document's own title in the lines above its first entry.

    It is the last of the highest-level Markdown headings there ("# Welcome", then
    "# Garden Glossary": the one next to the entries names them), else the first line with
    text if it is short and no sentence, list item or rule.

    Args:
        source: the file.
        before: the line, from 1, of the first entry's head; that line isn't looked at.
    """
    lines = _head_lines(source.text, before)
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


def _head_lines(text: str, before: int) -> list[str]:
    lines: list[str] = []
    at = 0
    while len(lines) < before - 1 and at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        lines.append(text[at : min(end, at + 1000)])
        at = end + 1
    return lines


def finish(
    draft: Draft, source: Source, *, document: str, title: str | None, name: str, why: str
) -> Reading:
    """Turn a reader's draft into records.

    An entry without term or definition, or with one too long to be a glossary's, is not made:
    its lines are reported, with what to do.

    Args:
        draft: what the reader found.
        source: the file it read.
        document: the document's id, unique among the documents read together.
        title: overrides the document's own title, if given.
        name: the reader's name.
        why: why it was chosen.
    """
    text = draft.stripped.text
    own = title or draft.title or source.path.rsplit("/", 1)[-1]
    remarks = [*_encoding_remark(source), *draft.remarks]
    ids = _Ids(document)
    entries: list[Entry] = []
    claims: list[LineRange] = list(draft.pages)
    for item in draft.entries:
        fault = _fault(item, text, source.path)
        if fault:
            remarks.append(fault)
            use, rule = LineUse.REPORT, fault.code
        else:
            entries.append(_entry(item, text, document, ids.make(item.head.term)))
            use, rule = LineUse.ENTRY, entries[-1].id
        for first, last in ((item.first, item.last), *item.also):
            claims.append(LineRange(first, last, use, rule))
    lines = tuple(_account(source.text, claims))
    remarks.extend(_unread(source, lines))
    return Reading(
        document=Document(
            document,
            own,
            source.path,
            source.sha256,
            text,
            draft.stripped.runs,
            draft.stripped.line_starts,
        ),
        entries=tuple(entries),
        lines=lines,
        remarks=tuple(sorted(remarks, key=lambda remark: remark.line)),
        format=name,
        why=why,
    )


class _Ids:
    """Makes entry ids unique within one document."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def make(self, term: str) -> str:
        base = f"{self._document}#{slug(term)}"
        count = self._counts.get(base, 0) + 1
        made = base if count == 1 else f"{base}-{count}"
        while made in self._taken:  # "layer 2" behind the second "layer"
            count += 1
            made = f"{base}-{count}"
        self._counts[base] = count
        self._taken.add(made)
        return made


def _fault(item: DraftEntry, text: str, path: str) -> Remark | None:
    length = item.end - item.start
    term = item.head.term
    if not term.strip():
        return Remark(
            path, item.first, "no-term", "A definition without a term. Add the term, or delete it."
        )
    if len(term) > MAX_TERM_CHARS:
        return Remark(
            path,
            item.first,
            "too-long",
            f"A term of {len(term):,} characters, not indexed. Expected at most "
            f"{MAX_TERM_CHARS}; look for a lost line end or separator.",
        )
    if length > MAX_DEFINITION_CHARS:
        return Remark(
            path,
            item.first,
            "too-long",
            f"'{term}': a definition of {length:,} characters, not indexed. Expected at most "
            f"{MAX_DEFINITION_CHARS:,}; look for a lost line end or heading, or split the entry.",
        )
    if not text[item.start : item.end].strip():
        return Remark(
            path,
            item.first,
            "no-definition",
            f"'{term}' has no definition, so nothing can be quoted. Add one, or delete the term.",
        )
    return None


def _entry(item: DraftEntry, text: str, document: str, entry_id: str) -> Entry:
    printed = text[item.start : item.end]
    start = item.start + len(printed) - len(printed.lstrip())
    definition = printed.strip()
    given = (*item.head.aliases, *item.aliases)
    prose = said_aliases(definition, (item.head.term, *given))
    aliases = _distinct((*given, *prose), item.head.term)
    said = {name.casefold() for name in (*item.head.said, *prose)}
    return Entry(
        id=entry_id,
        document=document,
        number=item.number or item.head.number,
        term=item.head.term,
        heading=item.head.printed,
        aliases=aliases,
        said=tuple(name for name in aliases if name.casefold() in said) if said else (),
        definition=definition,
        start=start,
        end=start + len(definition),
        line=item.first,
        locator=item.locator,
        sections=item.sections,
        more=item.more,
        mnemonic=item.mnemonic,
        references=tuple(dict.fromkeys(item.references)),
        status=item.status,
        language=item.language,
        flags=tuple(sorted(set(item.flags))),
    )


def _distinct(names: Iterable[str], term: str) -> tuple[str, ...]:
    """Leave out repeats, by case-folded spelling, and the term itself."""
    seen = {term.casefold()}
    kept: list[str] = []
    for name in names:
        key = name.casefold()
        if name and key not in seen:
            seen.add(key)
            kept.append(name)
    return tuple(kept)


def _account(text: str, claims: Iterable[LineRange]) -> Iterator[LineRange]:
    """Give each line that is not blank to the first claim that covers it, else to a report."""
    lines = text.split("\n")
    uses: list[LineRange | None] = [None] * len(lines)
    for claim in claims:
        for at in range(max(claim.first, 1) - 1, min(claim.last, len(lines))):
            if uses[at] is None:
                uses[at] = claim
    open_range: LineRange | None = None
    for at, line in enumerate(lines):
        if not line or line.isspace():
            continue
        claim = uses[at] or LineRange(0, 0, LineUse.REPORT, "unread")
        number = at + 1
        if open_range and (open_range.use, open_range.rule) == (claim.use, claim.rule):
            open_range = LineRange(open_range.first, number, claim.use, claim.rule)
            continue
        if open_range:
            yield open_range
        open_range = LineRange(number, number, claim.use, claim.rule)
    if open_range:
        yield open_range


def _unread(source: Source, lines: Iterable[LineRange]) -> Iterator[Remark]:
    for span in lines:
        if span.rule == "unread" and span.use is LineUse.REPORT:
            where = f"line {span.first}"
            if span.last > span.first:
                where = f"lines {span.first} to {span.last}"
            yield Remark(
                source.path,
                span.first,
                "unread",
                f"Text on {where} belongs to no entry that the reader could make out. Expected a "
                "term with its definition; check how the entries around it are laid out.",
            )


def _encoding_remark(source: Source) -> Iterator[Remark]:
    if source.guessed:
        odd = re.search(r"[^\x00-\x7f]", source.text)
        line = source.text.count("\n", 0, odd.start()) + 1 if odd else 0
        yield Remark(
            source.path,
            line,
            "encoding-guessed",
            f"The file is not UTF-8; read as {source.encoding}. Check a word with an accent, and "
            "save the file as UTF-8.",
        )
