"""Which passage belongs to whom under a heading that numbers several entries.

"1. Hoes, 2. Rakes, and 3. Forks" stands over one text. Its sub-passages open with
one of the names, as a run-in head, as a bold line of its own, or as the bold first words of a
paragraph; what stands before the first and behind the last is shared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..names import fold
from .heads import Head, parse_head
from .markup import text_span
from .paragraphs import Page, Paragraph, Shape, is_list
from .runins import RunIn

__all__ = ["Passage", "Range", "allot"]


@dataclass(frozen=True, slots=True)
class Range:
    """A part of the raw file, with its lines."""

    start: int
    end: int
    first: int
    last: int


@dataclass(slots=True)
class Passage:
    """What one entry gets: its own text, and ranges that it shares or that stand elsewhere."""

    own: Range | None = None
    more: list[Range] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    owner: int | None
    range: Range
    head_only: bool = False


def allot(
    page: Page, heads: Sequence[Head], paragraphs: Sequence[Paragraph], run_ins: Sequence[RunIn]
) -> list[Passage]:
    """Divide the text under a joint heading among its entries.

    The text before the first sub-passage is the definition of each entry that has no
    sub-passage, and is shared by all where every entry has one. The text behind the last
    sub-passage is shared. Run-in heads that match no name, but are as many, count in order.
    Where nothing opens a sub-passage, each entry gets the whole text.

    Args:
        page: the file.
        heads: the names under the heading, in order.
        paragraphs: the text under it.
        run_ins: the run-in heads in these paragraphs.
    """
    pieces = _joined(page, list(_pieces(page, heads, paragraphs, run_ins)))
    passages = [Passage() for _ in heads]
    owned = [at for at, piece in enumerate(pieces) if piece.owner is not None]
    first = owned[0] if owned else len(pieces)
    last = owned[-1] if owned else len(pieces)
    for piece in pieces:
        if piece.owner is not None:
            _give(passages[piece.owner], piece.range)
    intro = _hull(pieces[:first])
    closing = _hull(pieces[last + 1 :])
    without = [passage for passage in passages if passage.own is None]
    for passage in without:
        passage.own = intro
    for passage in passages:
        if intro is not None and not without:
            passage.more.insert(0, intro)
        if closing is not None:
            passage.more.append(closing)
    return passages


def _give(passage: Passage, part: Range) -> None:
    if passage.own is None:
        passage.own = part
    else:
        passage.more.append(part)


def _hull(pieces: Sequence[_Piece]) -> Range | None:
    if not pieces:
        return None
    start, end = pieces[0].range, pieces[-1].range
    return Range(start.start, end.end, start.first, end.last)


def _pieces(
    page: Page, heads: Sequence[Head], paragraphs: Sequence[Paragraph], run_ins: Sequence[RunIn]
) -> Iterator[_Piece]:
    owners = {
        fold(name): at
        for at, head in reversed(list(enumerate(heads)))
        for name in (head.printed, head.term, *head.aliases)
    }
    named: dict[int, list[tuple[RunIn, int]]] = {}
    found = [(run_in, _owner(run_in.head, owners)) for run_in in run_ins]
    if len(run_ins) == len(heads) and all(owner is None for _, owner in found):
        found = [(run_in, at) for at, run_in in enumerate(run_ins)]
    for run_in, owner in found:
        if owner is not None:
            named.setdefault(run_in.paragraph, []).append((run_in, owner))
    for at, paragraph in enumerate(paragraphs):
        owned = named.get(at, [])
        lines = (paragraph.first, paragraph.last)
        if owned and owned[0][0].alone:
            yield _Piece(owned[0][1], Range(paragraph.end, paragraph.end, *lines), head_only=True)
            continue
        if not owned:
            whole = Range(paragraph.start, paragraph.end, *lines)
            yield _Piece(_opening(page, paragraph, owners), whole)
            continue
        if page.raw[paragraph.start : owned[0][0].start].strip(" \t-*•+"):
            yield _Piece(None, Range(paragraph.start, owned[0][0].start, *lines))
        ends = [*(run_in.start for run_in, _ in owned[1:]), paragraph.end]
        for (run_in, owner), end in zip(owned, ends, strict=True):
            yield _Piece(owner, Range(run_in.body, end, *lines))


def _owner(head: str, owners: dict[str, int]) -> int | None:
    parsed = parse_head(head)
    names = (parsed.printed, parsed.term, *parsed.aliases)
    return next((owners[fold(name)] for name in names if fold(name) in owners), None)


def _opening(page: Page, paragraph: Paragraph, owners: dict[str, int]) -> int | None:
    """Return whose bold name opens a paragraph."""
    marks = page.marks_in(paragraph.start, paragraph.end)
    if paragraph.shape is not Shape.TEXT or not marks:
        return None
    if page.raw[paragraph.start : marks[0].outer_start].strip(" \t-*•+"):
        return None
    return _owner(page.slice(text_span(page.stripped, marks[0].start, marks[0].end)), owners)


def _joined(page: Page, pieces: Sequence[_Piece]) -> list[_Piece]:
    """Give a head of its own the paragraph behind it (or the list), and fill the gaps.

    A paragraph between two sub-passages goes on with the first of them.
    """
    last_owned = max((at for at, piece in enumerate(pieces) if piece.owner is not None), default=-1)
    merged: list[_Piece] = []
    for at, piece in enumerate(pieces):
        before = merged[-1] if merged else None
        if before is not None and before.owner is not None and piece.owner is None:
            goes_on = (
                at < last_owned
                or before.head_only
                or (_is_list(before.range, page) and _is_list(piece.range, page))
            )
            if goes_on:
                merged[-1] = _extended(before, piece.range)
                continue
        merged.append(piece)
    return merged


def _is_list(part: Range, page: Page) -> bool:
    return is_list(page.raw[part.start : part.start + 40])


def _extended(piece: _Piece, part: Range) -> _Piece:
    old = piece.range
    if piece.head_only:
        return _Piece(piece.owner, Range(part.start, part.end, old.first, part.last))
    return _Piece(piece.owner, Range(old.start, part.end, old.first, part.last))
