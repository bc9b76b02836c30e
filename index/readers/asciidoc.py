"""Reader of AsciiDoc: labelled (description) lists, ``[[def_x]]term::`` and its definition.

Where they hold no entries, rows of tables do, or sections, or paragraphs that a term opens.

Terms that stand together share the definition below them. A definition holds the blocks that
are attached to its item; lists inside it are text of it. Cross-references are read by their
ids, so that their labels may differ from the terms. The language is that of the AsciiDoc
Language documentation (docs.asciidoctor.org), as the older processor of git's documents reads
it too.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..records import LineRange, Remark, Section
from ..text import Cut, Source, StrippedText, strip
from .asciidoc_blocks import Blocks, Kind, Label, find_blocks, is_bullet
from .asciidoc_inline import Inline, Reference, find_inline
from .asciidoc_pieces import (
    around,
    piece_entries,
    plain_label,
    shapes,
    shown_name,
    title_before,
    told,
)
from .asciidoc_shapes import Piece, is_called_glossary
from .base import Draft, DraftEntry, Sniff, page
from .layout import Line, line_at, lines_of, merged
from .markup import text_span
from .usage import head_of, is_redirect, opening_status

__all__ = ["NAME", "read", "sniff"]

NAME = "asciidoc"

_SIGNS = re.compile(
    r"^(?:\[\[[\w:.-]+(?:,[^\]]*)?\]\]|\[(?:glossary|horizontal|#[\w-]+|id=)[^\]]*\]$"
    r"|={1,6} [^\s=]|:[\w-]+:(?: |$)|ifdef::|include::|\+$)"
    r"|<<[\w:.-]+(?:,[^>]+)?>>|\b(?:xref|link|linkgit):\S+\[",
    re.MULTILINE,
)
_SURE = re.compile(r"^\[glossary\]|^\[\[[\w:.-]+\]\]\S.*::$", re.MULTILINE)
_LABELLED = re.compile(r"^[ \t]*\S.*?(?::{2,4}|;;)(?:[ \t]|$)", re.MULTILINE)


_HEADED = re.compile(r"^={1,6} [^\s=]", re.MULTILINE)
_MANY = 3  # items of labelled lists: with so many other shapes are not looked for


@dataclass(slots=True)
class _Item:
    """An entry as indexes of lines."""

    terms: list[int]
    end: int
    mark: str
    depth: int
    body: bool = False
    nested: list[int] = field(default_factory=list)


def sniff(source: Source) -> Sniff:
    """Score by the items of labelled lists, and by anchors, cross-references and headings."""
    text = source.text
    if not _LABELLED.search(text) and not _HEADED.search(text):
        return Sniff(0.0, "no line ends its term with '::', and no title begins with '='")
    if re.search(r"^[ \t]*\.\. [\w:-]+::", text, re.MULTILINE):
        return Sniff(0.0, "directives of reStructuredText")
    lines = lines_of(text)
    blocks = find_blocks(lines)
    items = _items(lines, blocks)
    filled = [item for item in items if item.body]
    other = _sniff_shapes(source, lines, blocks) if len(filled) < _MANY else None
    if other and other.score > 0.0:
        return other
    if len(filled) < 2:
        return Sniff(0.1 * len(filled), f"{len(filled)} terms that end with '::' have a text")
    covered = sum(item.end - item.terms[0] for item in items)
    share = covered / max(1, sum(1 for line in lines if not line.blank))
    score = 0.97 if _SURE.search(text) else min(0.9, (2 if _SIGNS.search(text) else 1.5) * share)
    return Sniff(score, f"{len(filled)} terms end with '::' and have a text behind or below")


def _sniff_shapes(source: Source, lines: Sequence[Line], blocks: Blocks) -> Sniff:
    """Score by sections, tables or run-in terms of a file with AsciiDoc's titles."""
    if not _HEADED.search(source.text):
        return Sniff(0.0, "no title of AsciiDoc")
    called = is_called_glossary(source.path, lines, blocks)
    stripped = strip(source.text, merged(blocks.cuts))
    shape, pieces = shapes(lines, blocks, stripped, called)[:2]
    if not pieces or (len(pieces) < 2 and not called):
        return Sniff(0.0, "neither a labelled list nor sections or rows with terms")
    score = 0.93 if called and len(pieces) > 1 else 0.7
    return Sniff(score, f"{len(pieces)} {shape} of AsciiDoc with a term and a definition")


def read(source: Source) -> Draft:
    """Read the items of labelled lists; the rest is page text or reported."""
    lines = lines_of(source.text)
    blocks = find_blocks(lines)
    items = _items(lines, blocks)
    filled = [item for item in items if item.body]
    inline = Inline([], [], [], [])
    for start, end in _paragraphs(lines, blocks):
        find_inline(source.text, start, end, inline)
    cuts = [*blocks.cuts, *inline.cuts, *_indents(lines, blocks, items)]
    stripped = strip(source.text, merged(cuts))
    if len(filled) < _MANY:
        called = is_called_glossary(source.path, lines, blocks)
        _, pieces, rows, said = shapes(lines, blocks, stripped, called)
        if len(pieces) > len(filled):
            drafts = tuple(piece_entries(lines, blocks, pieces, inline.references, stripped))
            remarks = (
                *told(source, lines, said),
                *_remarks(source, lines, blocks, pieces, inline),
            )
            pages = tuple(around(lines, blocks, pieces, dict(rows)))
            title = title_before(lines, blocks, pieces, stripped)
            return Draft(stripped, drafts, pages, remarks, title)
    entries = tuple(_entries(lines, blocks, items, inline.references, stripped))
    return Draft(
        stripped,
        entries,
        tuple(_pages(lines, blocks, items)),
        tuple(_remarks(source, lines, blocks, items, inline)),
        _title(lines, blocks, items, stripped),
    )


# --- items ---


def _items(lines: Sequence[Line], blocks: Blocks) -> list[_Item]:
    """Find the items of the outermost lists, and which lines belong to each."""
    found: list[_Item] = []
    now: _Item | None = None
    gap = attached = False
    for at, line in enumerate(lines):
        kind, depth = blocks.kinds[at], blocks.depths[at]
        label = blocks.labels.get(at)
        if kind is Kind.BLANK:
            gap = True
        elif kind is Kind.HIDDEN and blocks.rules[at] == "continuation":
            attached, gap = True, False
        elif kind is Kind.HIDDEN and blocks.rules[at] not in ("block-start", "block-end"):
            continue
        elif now and (depth > now.depth or (depth == now.depth and _closes(blocks, at))):
            _grow(now, at, label)
            gap = attached = False
        elif now and label and depth == now.depth and label.mark == now.mark:
            stacked = not now.body and not gap
            now = _next(found, now, at, label, stacked)
            gap = attached = False
        elif now and depth == now.depth and _goes_on(now, line, kind, label, gap, attached):
            _grow(now, at, label)
            gap = attached = False
        else:
            now = _Item([at], at + 1, label.mark, depth) if label and kind is Kind.TEXT else None
            if now and label:
                now.body = label.filled
                found.append(now)
            gap = attached = False
    return found


def _next(found: list[_Item], now: _Item, at: int, label: Label, stacked: bool) -> _Item:
    """Start the next item, or give the present one a further term."""
    if stacked:
        now.terms.append(at)
    else:
        now = _Item([at], at + 1, now.mark, now.depth)
        found.append(now)
    now.end = at + 1
    now.body = label.filled
    return now


def _grow(now: _Item, at: int, label: Label | None) -> None:
    now.body = True
    now.end = at + 1
    if label:
        now.nested.append(at)


def _closes(blocks: Blocks, at: int) -> bool:
    """Tell whether a line stands inside or at the end of a block that its item has already."""
    return blocks.kinds[at] is Kind.VERBATIM or blocks.rules.get(at) == "block-end"


def _goes_on(
    now: _Item, line: Line, kind: Kind, label: Label | None, gap: bool, attached: bool
) -> bool:
    """Tell whether a line belongs to the item above it."""
    if kind is Kind.TITLE:
        return False
    near = not gap or attached or not now.body
    return near or line.indent > 0 or is_bullet(line) or bool(label)


# --- text ---


def _paragraphs(lines: Sequence[Line], blocks: Blocks) -> Iterator[tuple[int, int]]:
    """Yield runs of lines that inline markup may span, terms for themselves."""
    start = end = -1
    for at, line in enumerate(lines):
        kind, label = blocks.kinds[at], blocks.labels.get(at)
        joins = kind is Kind.HIDDEN and blocks.rules[at] in ("comment", "attribute")
        if joins:
            continue
        opens = label or is_bullet(line) or kind is not Kind.TEXT or at in blocks.tables
        if start >= 0 and opens:
            yield start, end
            start = -1
        if label:
            yield label.term
            start, end = (label.rest, line.end) if label.filled else (-1, -1)
        elif kind in (Kind.TEXT, Kind.TITLE):
            start, end = (line.start if start < 0 else start), line.end
    if start >= 0:
        yield start, end


def _indents(lines: Sequence[Line], blocks: Blocks, items: Iterable[_Item]) -> Iterator[Cut]:
    """Cut the indentation of running text, which says nothing in AsciiDoc."""
    for item in items:
        for at in range(item.terms[0], item.end):
            line = lines[at]
            if blocks.kinds[at] is Kind.TEXT and line.indent:
                yield Cut(line.start, line.first)


def _entries(
    lines: Sequence[Line],
    blocks: Blocks,
    items: Sequence[_Item],
    references: Sequence[Reference],
    stripped: StrippedText,
) -> Iterator[DraftEntry]:
    heads = [
        [head_of(shown_name(stripped, *blocks.labels[at].term)) for at in item.terms]
        for item in items
    ]
    names = _by_id(lines, blocks, items, [found[0][0].term for found in heads])
    own = {each for ids in blocks.ids.values() for each in ids}
    at = 0
    for item, found in zip(items, heads, strict=True):
        label = blocks.labels[item.terms[-1]]
        span = text_span(stripped, label.rest, lines[item.end - 1].end)
        here: list[Reference] = []
        while at < len(references) and references[at].start < lines[item.end - 1].end:
            if references[at].start >= label.rest:
                here.append(references[at])
            at += 1
        here = [ref for ref in here if ref.target in names or ref.target not in own]
        spots = [text_span(stripped, ref.start, ref.end) for ref in here]
        (head, status), *others = found
        yield DraftEntry(
            head,
            span.start,
            span.end,
            first=lines[item.terms[0]].number,
            last=lines[item.end - 1].number,
            aliases=tuple(name for each, _ in others for name in (each.term, *each.aliases)),
            sections=tuple(_sections(lines, blocks, item, stripped)),
            references=tuple(names.get(ref.target) or plain_label(ref.label) for ref in here),
            status=status or opening_status(stripped.text[span.start : span.end]),
            flags=("redirect",) if is_redirect(stripped.text, span.start, span.end, spots) else (),
        )


def _by_id(
    lines: Sequence[Line], blocks: Blocks, items: Iterable[_Item], terms: Iterable[str]
) -> dict[str, str]:
    """Say which term an id stands before: on its line, or on lines of attributes above it."""
    found: dict[str, str] = {}
    for item, term in zip(items, terms, strict=True):
        for at in item.terms:
            ids = list(blocks.labels[at].ids)
            above = at - 1
            while above >= 0 and (above in blocks.rules or above in blocks.ids):
                ids += blocks.ids.get(above, ())
                above -= 1
            found.update((each, found.get(each, term)) for each in (*ids, term))
    return found


def _sections(
    lines: Sequence[Line], blocks: Blocks, item: _Item, stripped: StrippedText
) -> Iterator[Section]:
    """Make sections of the labelled lists directly inside a definition."""
    ends = [*item.nested[1:], item.end] if item.nested else []
    for at, end in zip(item.nested, ends, strict=True):
        label = blocks.labels[at]
        name = shown_name(stripped, *label.term)
        span = text_span(stripped, label.rest, lines[end - 1].end)
        if name and span.end > span.start:
            yield Section(name, span.start, span.end)


# --- the page around ---


def _pages(lines: Sequence[Line], blocks: Blocks, items: Sequence[_Item]) -> Iterator[LineRange]:
    """Claim hidden lines, titles, and text outside of entries.

    Text between entries that no title stands over is left to be reported: most likely the
    ``+`` that attaches it is missing.
    """
    first = items[0].terms[0] if items else len(lines)
    owned = {at for item in items for at in range(item.terms[0], item.end)}
    titled = True
    for at, line in enumerate(lines):
        kind = blocks.kinds[at]
        if kind is Kind.HIDDEN:
            yield page(line.number, line.number, blocks.rules[at])
        elif at in owned:
            titled = False
        elif kind is Kind.TITLE:
            titled = True
            yield page(line.number, line.number, "title" if at < first else "section-heading")
        elif kind is not Kind.BLANK and titled:
            yield page(line.number, line.number, "intro" if at < first else "section-text")


def _title(
    lines: Sequence[Line], blocks: Blocks, items: Sequence[_Item], stripped: StrippedText
) -> str | None:
    first = items[0].terms[0] if items else len(lines)
    for at in range(first):
        if blocks.kinds[at] is Kind.TITLE:
            return shown_name(stripped, lines[at].start, lines[at].end) or None
    return None


def _remarks(
    source: Source,
    lines: Sequence[Line],
    blocks: Blocks,
    items: Iterable[_Item | Piece],
    inline: Inline,
) -> Iterator[Remark]:
    """Report what the text of an entry leaves to other files or to the processor."""
    for at, name in blocks.includes.items():
        yield Remark(
            source.path,
            lines[at].number,
            "include",
            f"'{name}' is included here and was not read. Give that file as well, or put its text "
            "in.",
        )
    ranges = [
        (lines[item.first].start, lines[item.last].end)
        if isinstance(item, Piece)
        else (lines[item.terms[0]].start, lines[item.end - 1].end)
        for item in items
    ]
    seen: set[str] = set()
    for place, name in inline.attributes:
        if name not in seen and _inside(place, ranges):
            seen.add(name)
            yield Remark(
                source.path,
                line_at(lines, place),
                "attribute",
                f"'{{{name}}}' stands for text that is defined elsewhere; it is quoted as it is "
                "written. Put the text in to have it read.",
            )
    for place in inline.notes:
        if _inside(place, ranges):
            yield Remark(
                source.path,
                line_at(lines, place),
                "left-out",
                "A footnote or picture inside a definition is left out of its text. Put what it "
                "says into the sentence to have it quoted.",
            )


def _inside(place: int, ranges: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(ranges, place, key=lambda span: span[0]) - 1
    return at >= 0 and place < ranges[at][1]
