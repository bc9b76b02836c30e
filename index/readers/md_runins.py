"""Markdown whose terms run in: bold (or other marked) words that open a paragraph or list item.

    **Term**: definition · **Term** — definition · - `term`: definition · - Term: definition

A bold line of its own heads the paragraphs behind it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..names import fold
from .markup import MarkKind
from .md_blocks import Block, Kind
from .md_items import Item, Part, Shape, is_letter, is_navigation, judge, parts_of
from .md_page import MdPage
from .roles import named as named_role

__all__ = ["Opened", "find_run_ins", "openings"]

_DELIMITER = re.compile(
    r"""(?P<aside>[ \t]*\([^()\n]{1,80}\))?[ \t]*
    (?:(?:[:：]|\.(?=[ \t])|[-–—=]+(?=[ \t\n])|→)[ \t]*|(?:<br\s*/?>|\\?\n|[ \t]{2}\n)\s*)""",
    re.VERBOSE,
)
_PLAIN = re.compile(
    r"(?P<name>[^\s:：][^:：\n]{0,60}?)(?:[ \t]*[:：][ \t]+|[ \t]+[-–—]+[ \t]+)(?=\S)"
)
_NESTED = re.compile(  # a name of its own above a list that is nested in its item
    r"(?P<name>[^\s:：][^\n]{0,60}?[^\s.:：;,])[ \t]*\n(?=[ \t]+(?:[-*+]|\d{1,9}[.)])[ \t]+\S)"
)
_ITEM_MARK = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_MAX_NAME = 100
_LABELS = ("definition", "references", "aliases")
_DIFFER = 0.8  # share of names that differ, from which on the others are doublets
_OPENERS = (MarkKind.BOLD, MarkKind.ITALIC, MarkKind.CODE)


@dataclass(frozen=True, slots=True)
class _Opening:
    """The words that open a paragraph: their range, and where the definition starts."""

    head: tuple[int, int]
    body: int


@dataclass(slots=True)
class _Unit:
    """An entry on its way: its opening, the blocks behind its own, its own end."""

    opening: _Opening
    first: int
    end: int
    last: int
    more: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opened:
    """Bold words that open a line of a paragraph, or an item of a list.

    Attributes:
        head: their raw range.
        start: where the line or item starts.
        body: where the text behind them starts.
        end: where the paragraph or item ends.
        first: the line that they stand on.
    """

    head: tuple[int, int]
    start: int
    body: int
    end: int
    first: int


def openings(page: MdPage, block: Block) -> Iterator[Opened]:
    """Yield the bold words, set off by a colon or dash, that open lines or items of a block."""
    if block.kind is Kind.TEXT:
        for mark in page.marks_in(block.start, block.end):
            line = page.line(mark.outer_start)
            begin = page.starts[line - 1]
            if mark.kind is MarkKind.BOLD and not page.raw[begin : mark.outer_start].strip():
                found = _set_off(page, mark.start, mark.end, mark.outer_end, block.end)
                if found:
                    yield Opened(found.head, begin, found.body, block.end, line)
    elif block.kind is Kind.LIST:
        for start, end, first, _ in block.items:
            found = _item_opening(page, start, end, False)
            if found:
                yield Opened(found.head, start, found.body, end, first)


def find_run_ins(page: MdPage, blocks: Sequence[Block]) -> Shape | None:
    """Read entries whose terms run in; a heading ends the last one above it."""
    plain = _plain_lists(page, blocks)
    units: list[_Unit] = []
    opened = False
    inner = _inner_lists(page, blocks)
    for block in blocks:
        found = [] if opened and block in inner else list(_units(page, block, plain))
        if found:
            units += found
            opened = block.kind is Kind.TEXT
        elif block.kind in (Kind.HEADING, Kind.TABLE):
            opened = False
        elif (
            opened
            and block.kind not in (Kind.RULE, Kind.ASIDE)
            and not is_navigation(page, block, ())
        ):
            units[-1].more.append(block)
    items = [_item(unit) for unit in units]
    named = [item for item in items if item.body]
    if len(named) < 2:
        return None
    letters = sum(
        is_letter(page.name(block.start, block.end))
        for block in blocks
        if block.kind is Kind.HEADING
    )
    names = [fold(page.name(*item.heads[0]).rstrip(":：. ")) for item in named]
    names = [name for name in names if named_role(name).role not in _LABELS]
    differ = len(set(names)) / len(named)  # words that recur are labels, too: "Example"
    marked = len(named) > 2 and not plain and _mostly(blocks, units)
    score = judge(page, named, letters > 1, 0.4 if marked else 0.1)
    score *= differ if differ < _DIFFER else 1.0
    why = f"{len(named)} terms open paragraphs or list items"
    return Shape(score, why, tuple(items))


def _inner_lists(page: MdPage, blocks: Sequence[Block]) -> frozenset[Block]:
    """Return the lists that are parts of definitions: their few labels stand below many terms."""
    terms = 0
    found: list[Block] = []
    labels: set[str] = set()
    opened = False
    for block in blocks:
        if block.kind is Kind.TEXT:
            opening = _opening(page, block.start, block.end)
            opened = opening is not None and opening.body < block.end
            terms += opened
        elif block.kind is Kind.LIST and opened:
            found.append(block)
            labels |= {fold(page.name(*one.head).rstrip(":：. ")) for one in openings(page, block)}
        elif block.kind is Kind.HEADING:
            opened = False
    return frozenset(found) if len(labels) <= terms and terms > 1 else frozenset()


def _mostly(blocks: Sequence[Block], units: Sequence[_Unit]) -> bool:
    lines = sum(block.last - block.first + 1 for block in blocks)
    taken = sum(unit.last - unit.first + 1 for unit in units)
    return taken >= 0.6 * lines


def _units(page: MdPage, block: Block, plain: bool) -> Iterator[_Unit]:
    if block.kind is Kind.TEXT:
        opening = _opening(page, block.start, block.end)
        if opening:
            yield _Unit(opening, block.first, block.end, block.last)
    elif block.kind is Kind.LIST:
        for start, end, first, last in block.items:
            opening = _item_opening(page, start, end, plain)
            if opening:
                yield _Unit(opening, first, end, last)


def _item(unit: _Unit) -> Item:
    first = unit.first
    own = (
        (Part(unit.opening.body, unit.end, first, unit.last),)
        if unit.opening.body < unit.end
        else ()
    )
    more = parts_of(unit.more)
    if own and more:
        own = (Part(own[0].start, more[0].end, first, more[0].last),)
        more = more[1:]
    return Item((unit.opening.head,), first, (*own, *more))


def _opening(page: MdPage, start: int, end: int) -> _Opening | None:
    """Find the bold words that open a paragraph, set off from what follows or alone in it."""
    lead = start + len(page.raw[start:end]) - len(page.raw[start:end].lstrip())
    mark = next(iter(page.marks_in(lead, lead + 1)), None)
    if mark is None or mark.kind is not MarkKind.BOLD or mark.outer_end > end:
        return None
    return _set_off(page, mark.start, mark.end, mark.outer_end, end)


def _set_off(page: MdPage, start: int, end: int, outer: int, stop: int) -> _Opening | None:
    name = page.name(start, end)
    if not name or len(name) > _MAX_NAME or name[-1] in "!?" or not any(map(str.isalnum, name)):
        return None
    if not page.raw[outer:stop].strip(" \t:：.\n"):
        return _Opening((start, end), stop)
    inside = name[-1] in ":：" or (name[-1] == "." and name.count(".") == 1)
    if inside:
        return _Opening((start, end - (name[-1] == ".")), outer)
    delimiter = _DELIMITER.match(page.raw, outer, stop)
    if not delimiter:
        return None
    aside = delimiter.end("aside") if delimiter["aside"] else end
    return _Opening((start, aside), delimiter.end())


def _item_opening(page: MdPage, start: int, end: int, plain: bool) -> _Opening | None:
    """Find the words that open a list item: marked, linked, or, in such a list, plain."""
    bullet = _ITEM_MARK.match(page.raw, start, end)
    lead = bullet.end() if bullet else start
    mark = next((one for one in page.marks_in(lead, lead + 1) if one.kind in _OPENERS), None)
    if mark and mark.outer_end < end:
        return _set_off(page, mark.start, mark.end, mark.outer_end, end)
    link = next((one for one in page.links_in(lead, lead + 1)), None)
    if link and link.outer_end < end:
        return _set_off(page, link.start, link.end, link.outer_end, end)
    match = _plain(page.raw, lead, end) if plain else None
    return _Opening(match.span("name"), match.end()) if match else None


def _plain(raw: str, start: int, end: int) -> re.Match[str] | None:
    return _PLAIN.match(raw, start, end) or _NESTED.match(raw, start, end)


def _plain_lists(page: MdPage, blocks: Sequence[Block]) -> bool:
    """Tell whether nearly all list items are a short name, a colon or dash, and words."""
    items = [item for block in blocks if block.kind is Kind.LIST for item in block.items]
    fits = 0
    for start, end, _, _ in items:
        bullet = _ITEM_MARK.match(page.raw, start, end)
        fits += bool(bullet and _plain(page.raw, bullet.end(), end))
    return len(items) > 2 and fits >= 0.8 * len(items)
