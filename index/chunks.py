"""Definitions to sentences, and entries to the chunks that are embedded.

Sentence ends are found by sentencex; the layout (paragraphs, list items, formulas on their
own lines) is read here. Spans are slices of the document's text, so that any of them can be quoted.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries

from .records import Chunk, Document, Entry, Section, Span

__all__ = ["chunk", "sentences"]

MIN_WORDS = 4
"""A chunk of fewer words says too little by itself, and is joined to its neighbour."""

_WINDOW = 10_000  # characters; no sentence is expected to be longer
_LINE = re.compile(r"[^\n]*\n?")
_BULLET = re.compile(r"(?:(?:[-*•◦▪‣·–]|\d{1,3}[.)])(?=\s|$)\s*)+")
# a list run into one line: after the end of a sentence, or before a mark that is only a bullet
_INLINE_ITEM = re.compile(r"(?<=[.!?:;])\s+[-*](?=\s)|\s[•◦▪‣](?=\s)")
_RELATION = re.compile(r"[=≈≃≡∝≜≤≥∈→←]|\\(?:frac|sum|prod|int)\b")
_PROSE = re.compile(r"[.!?]\s|\b(?:a|an|and|are|as|by|for|in|is|of|that|the|to|where|with)\b")


def sentences(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Split ``text[start:end]`` into sentences, list items, headings and formulas.

    A line break within a sentence doesn't end it. An empty line does, and so do the start of a
    list item, a colon at the end of a line, and a line that is a formula.

    Returns:
        spans in the order of the text, not overlapping, none empty, without white space or
        bullets around; together they hold every character but those.
    """
    return tuple(
        span
        for block in _blocks(text, start, end)
        for item in _items(text, block)
        for span in _split(text, item)
    )


def chunk(entry: Entry, document: Document) -> tuple[Chunk, ...]:
    """Return what is to be embedded of an entry: its sentences, each headed by the term.

    The head tells sentences of several entries apart that would read alike, and
    answers questions that name the term. A sentence under a run-in head gets that too:
    ``"LSTM — Forget gate: …"``. Sentences of fewer than four words are joined to their
    neighbour. The definition comes first, then ``more``, then the mnemonic.
    """
    parts = [Span(entry.start, entry.end), *entry.more]
    if entry.mnemonic is not None:
        parts.append(entry.mnemonic)
    text = document.text
    cuts = [_head_start(text, section) for section in entry.sections]
    found = []
    for part in parts:
        edges = [part.start, *(cut for cut in cuts if part.start < cut < part.end), part.end]
        spans = [span for edge in pairwise(edges) for span in sentences(text, *edge)]
        for span in _joined(text, spans):
            body = " ".join(text[span.start : span.end].split())
            found.append(Chunk(entry.id, span.start, span.end, _head(entry, span) + body))
    return tuple(found)


def _blocks(text: str, start: int, end: int) -> Iterator[Span]:
    """Split at what the look of a line says: empty lines, list items, headings, formulas."""
    begin: int | None = None  # of the block that is being gathered
    close = start
    for line in _LINE.finditer(text, start, end):
        first, last = _trim(text, line.start(), line.end())
        item = _BULLET.match(text, first, last)
        formula = item is None and _is_formula(text[first:last])
        if begin is not None and (first == last or item or formula):
            yield Span(begin, close)
            begin = None
        if first == last:
            continue
        if begin is None:
            begin = item.end() if item else first
        close = last
        if formula or text[last - 1] == ":":
            yield Span(begin, close)
            begin = None
    if begin is not None:
        yield Span(begin, close)


def _is_formula(line: str) -> bool:
    return bool(_RELATION.search(line)) and not _PROSE.search(line)


def _items(text: str, block: Span) -> Iterator[Span]:
    """Split a list that stands in one line."""
    begin = block.start
    for mark in _INLINE_ITEM.finditer(text, block.start, block.end):
        yield Span(begin, mark.start())
        begin = mark.end()
    yield Span(begin, block.end)


def _split(text: str, item: Span) -> Iterator[Span]:
    """Split running text into sentences; a piece without a letter stays with the one before."""
    pending: Span | None = None
    for found in _sentence_ends(text, item):
        start, end = _trim(text, found.start, found.end)
        if start == end:
            continue
        if pending and not any(map(str.isalpha, text[start:end])):
            pending = Span(pending.start, end)
            continue
        if pending:
            yield pending
        pending = Span(start, end)
    if pending:
        yield pending


def _sentence_ends(text: str, item: Span) -> Iterator[Span]:
    """Ask sentencex, window by window, for its time grows with the square of some texts' length."""
    start = item.start
    while start < item.end:
        stop = min(start + _WINDOW, item.end)
        found = [
            Span(start + sentence["start_index"], start + sentence["end_index"])
            for sentence in get_sentence_boundaries("en", text[start:stop])
        ]
        if stop < item.end and len(found) > 1:
            found.pop()  # it may go on
        yield from found
        start = found[-1].end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _head_start(text: str, section: Section) -> int:
    """Return where a section's head starts: right before its text, but for a colon and blanks."""
    start = text.rfind(section.head, max(0, section.start - len(section.head) - 8), section.start)
    return start if start >= 0 else section.start


def _head(entry: Entry, span: Span) -> str:
    for section in entry.sections:
        if section.start <= span.start < section.end:
            return f"{entry.term} — {section.head}: "
    return f"{entry.term} — "


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join spans of few words to the next one, the last of them to the one before."""
    found: list[Span] = []
    for span in spans:
        if found and _is_short(text, found[-1]):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    if len(found) > 1 and _is_short(text, found[-1]):
        found[-2:] = [Span(found[-2].start, found[-1].end)]
    return found


def _is_short(text: str, span: Span) -> bool:
    return len(text[span.start : span.end].split(maxsplit=MIN_WORDS)) < MIN_WORDS
