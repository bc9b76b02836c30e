"""Labelled fields under a heading: ``- **Definition:** …``, ``**Synonyms:** …``.

A label is bold words with a colon that name a role ("Definition", "Also known as", "See also"),
or that stand under several headings ("Example"): such words are no terms.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..names import fold
from ..records import LineRange
from .base import page as page_lines
from .md_blocks import Block, Kind
from .md_items import Part
from .md_page import MdPage
from .md_runins import Opened, openings
from .roles import named

__all__ = ["Fields", "defines", "recurring", "term_openings", "with_fields"]

_NAMES = ("aliases", "short", "long")
_MAX_NAMES = 200  # characters: more is a sentence about names
_SEVERAL = 2  # headings that have it: a label


@dataclass(frozen=True, slots=True)
class Fields:
    """An entry whose fields have labels.

    Attributes:
        body: the definition, then what else it says.
        aliases: raw ranges of its other names.
        references: raw ranges that name other entries.
        pages: lines that only name other entries.
    """

    body: tuple[Part, ...]
    aliases: tuple[tuple[int, int], ...]
    references: tuple[tuple[int, int], ...]
    pages: tuple[LineRange, ...]


@dataclass(slots=True)
class _Piece:
    """A run of blocks, or a field; ``role`` is that of a known label, "other" of another one."""

    role: str
    start: int
    end: int
    first: int
    last: int


def recurring(page: MdPage, bodies: Sequence[Sequence[Block]]) -> frozenset[str]:
    """Return the folded labels that open paragraphs or items under several headings."""
    counts = Counter(
        label
        for body in bodies
        for label in {_label(page, one) for block in body for one in openings(page, block)}
    )
    return frozenset(label for label, count in counts.items() if count >= _SEVERAL)


def defines(page: MdPage, blocks: Sequence[Block]) -> bool:
    """Tell whether a label among blocks says that what follows defines."""
    return any(_role(page, one) == "definition" for b in blocks for one in openings(page, b))


def term_openings(page: MdPage, blocks: Sequence[Block], labels: frozenset[str]) -> int:
    """Count the bold words that open paragraphs (or items, under a heading of lists) as terms."""
    kinds = {block.kind for block in blocks if block.kind not in (Kind.ASIDE, Kind.RULE)}
    counted = (Kind.LIST, Kind.TEXT) if kinds == {Kind.LIST} else (Kind.TEXT,)
    return sum(
        1
        for block in blocks
        if block.kind in counted
        for one in openings(page, block)
        if _label(page, one) not in labels and not _role(page, one)
    )


def with_fields(page: MdPage, blocks: Sequence[Block], labels: frozenset[str]) -> Fields | None:
    """Read the labelled fields of an entry; ``None`` if it has none that names a role."""
    pieces = list(_pieces(page, blocks, labels))
    roles = {piece.role for piece in pieces}
    if not roles & {"definition", "references", *_NAMES}:
        return None
    main = next((piece for piece in pieces if piece.role == "definition"), None)
    if main is None and (not pieces or pieces[0].role != ""):
        return None  # nothing but labels, and none says that it defines
    parts: list[Part] = []
    references: list[_Piece] = []
    for at, piece in enumerate(pieces):
        if piece.role == "references":
            references.append(piece)
            continue
        part = Part(piece.start, piece.end, piece.first, piece.last)
        joins = at and piece.role in ("", "other") and pieces[at - 1].role != "references"
        if joins and parts and not (main and piece.role == "other"):
            parts[-1] = Part(parts[-1].start, part.end, parts[-1].first, part.last)
        elif main is piece:
            parts.insert(0, part)
        else:
            parts.append(part)
    return Fields(
        tuple(parts),
        tuple(
            (piece.start, piece.end)
            for piece in pieces
            if piece.role in _NAMES and piece.end - piece.start <= _MAX_NAMES
        ),
        tuple((piece.start, piece.end) for piece in references),
        tuple(page_lines(piece.first, piece.last, "see-also") for piece in references),
    )


def _pieces(page: MdPage, blocks: Sequence[Block], labels: frozenset[str]) -> Iterator[_Piece]:
    """Part blocks at the labels that open their lines and items."""
    for block in blocks:
        found = [
            (one, role)
            for one in openings(page, block)
            if (role := _role(page, one) or ("other" if _label(page, one) in labels else ""))
        ]
        if not found:
            yield _Piece("", block.start, block.end, block.first, block.last)
            continue
        if found[0][0].start > block.start:
            before = page.line(found[0][0].start) - 1
            yield _Piece("", block.start, found[0][0].start, block.first, before)
        for at, (one, role) in enumerate(found):
            end = found[at + 1][0].start if at + 1 < len(found) else block.end
            last = page.line(found[at + 1][0].start) - 1 if at + 1 < len(found) else block.last
            start = one.start if role == "other" else one.body
            yield _Piece(role, start, end, one.first, last)


def _label(page: MdPage, one: Opened) -> str:
    return fold(page.name(*one.head).rstrip(":：. "))


def _role(page: MdPage, one: Opened) -> str:
    """Return the role that a label names exactly, one that a field of an entry may have."""
    said = named(page.name(*one.head).rstrip(":：. "))
    known = ("definition", "references", *_NAMES)
    return said.role if said.role in known and said.exact and one.body < one.end else ""
