"""Entries of AsciiDoc that are no labelled lists, made into drafts; what stands around them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ..records import LineRange, Remark
from ..text import Source, StrippedText
from .asciidoc_blocks import Blocks, Kind
from .asciidoc_inline import Reference
from .asciidoc_shapes import Piece, find_run_ins, find_sections, find_tables
from .base import DraftEntry, page
from .layout import Line
from .markup import text_span
from .usage import head_of, is_redirect, opening_status

__all__ = ["around", "piece_entries", "plain_label", "shapes", "shown_name", "title_before", "told"]

_ANCHOR = re.compile(r"\[\[([\w:.-]+)(?:,[^\]]*)?\]\]|\[#([\w:.-]+)\]|anchor:([\w:.-]+)\[")


def shown_name(stripped: StrippedText, start: int, end: int) -> str:
    """Return the text of a raw range on one line."""
    return " ".join(stripped.text[stripped.to_text(start) : stripped.to_text(end)].split())


def plain_label(label: str) -> str:
    """Return a label without the marks around it."""
    return label.strip("`*_#+ ")


def shapes(
    lines: Sequence[Line], blocks: Blocks, stripped: StrippedText, called: bool
) -> tuple[str, list[Piece], list[tuple[int, str]], list[tuple[int, str]]]:
    """Return the shape that makes most entries: its name, them, rows that are none, remarks."""
    rows, pages, told = find_tables(lines, blocks, stripped)
    sections = find_sections(lines, blocks, called)
    run_ins = find_run_ins(lines, blocks, called)
    if len(rows) >= max(len(sections), len(run_ins)):
        return "rows", rows, pages, told
    if len(sections) >= len(run_ins):
        return "sections", sections, [], []
    return "paragraphs", run_ins, [], []


def piece_entries(
    lines: Sequence[Line],
    blocks: Blocks,
    pieces: Sequence[Piece],
    references: Sequence[Reference],
    stripped: StrippedText,
) -> Iterator[DraftEntry]:
    """Make drafts of the entries: names, references by id or title, status."""
    heads = [head_of(piece.printed or shown_name(stripped, *piece.term)) for piece in pieces]
    names: dict[str, str] = {}
    for piece, (head, _) in zip(pieces, heads, strict=True):
        for key in (*_ids_of(lines, blocks, piece), head.term, head.printed):
            names.setdefault(_slug(key), head.term)
    for piece, (head, status) in zip(pieces, heads, strict=True):
        span = text_span(stripped, *piece.body)
        parts = (piece.body, *piece.more)
        here = [ref for part in parts for ref in _between(references, *part)]
        spots = [text_span(stripped, ref.start, ref.end) for ref in here]
        known = (names.get(_slug(ref.target), plain_label(ref.label)) for ref in here)
        yield DraftEntry(
            head,
            span.start,
            span.end,
            first=lines[piece.first].number,
            last=lines[piece.last].number,
            aliases=tuple(name for one in piece.aliases for name in _names(one)),
            more=tuple(text_span(stripped, *part) for part in piece.more),
            references=(*dict.fromkeys(known), *piece.references),
            status=piece.status or status or opening_status(stripped.text[span.start : span.end]),
            language=piece.language,
            flags=("redirect",) if is_redirect(stripped.text, span.start, span.end, spots) else (),
        )


def _names(printed: str) -> tuple[str, ...]:
    head, _ = head_of(printed)
    return (head.term, *head.aliases)


def _between(references: Sequence[Reference], start: int, end: int) -> Sequence[Reference]:
    first = bisect_left(references, start, key=lambda ref: ref.start)
    return references[first : bisect_left(references, end, key=lambda ref: ref.start)]


def _ids_of(lines: Sequence[Line], blocks: Blocks, piece: Piece) -> Iterator[str]:
    """Yield the ids before an entry, and those in the line that it starts on."""
    above = piece.above - 1
    while above >= 0 and (above in blocks.rules or above in blocks.ids):
        yield from blocks.ids.get(above, ())
        above -= 1
    line = lines[piece.first].text
    yield from (next(filter(None, found.groups())) for found in _ANCHOR.finditer(line))


def _slug(name: str) -> str:
    """Return an id, or the title that one is made of, in one spelling: ``_trade_amount``."""
    return "-".join(re.findall(r"\w+", name.rsplit("#", 1)[-1].replace("_", " ").casefold()))


def around(
    lines: Sequence[Line], blocks: Blocks, pieces: Sequence[Piece], rows: dict[int, str]
) -> Iterator[LineRange]:
    """Claim what stands around the entries of other shapes than labelled lists."""
    owned = {at for piece in pieces for at in range(piece.first, piece.last + 1)}
    first = min(piece.first for piece in pieces)
    for at, line in enumerate(lines):
        kind = blocks.kinds[at]
        if kind is Kind.HIDDEN:
            yield page(line.number, line.number, blocks.rules[at])
        elif at in owned or kind is Kind.BLANK:
            continue
        elif at in rows:
            yield page(line.number, line.number, rows[at])
        elif kind is Kind.TITLE:
            yield page(line.number, line.number, "title" if at < first else "section-heading")
        else:
            yield page(line.number, line.number, "intro" if at < first else "section-text")


def told(
    source: Source, lines: Sequence[Line], told: Sequence[tuple[int, str]]
) -> Iterator[Remark]:
    """Say which columns of tables were taken."""
    for at, message in told:
        yield Remark(source.path, lines[at].number, "columns", message)


def title_before(
    lines: Sequence[Line], blocks: Blocks, pieces: Sequence[Piece], stripped: StrippedText
) -> str | None:
    """Return the first title above the entries."""
    for at in range(pieces[0].first):
        if blocks.kinds[at] is Kind.TITLE:
            return shown_name(stripped, lines[at].start, lines[at].end) or None
    return None
