"""What each paragraph of a page of bold or glued terms is: head, body, copy, aid, section."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from .aids import Aid, Names, aids_in, names_of
from .heads import Head, parse_head
from .markup import text_span
from .numbering import is_numbered
from .paragraphs import Page, Paragraph, Shape, is_list, stops_short
from .split import Certainty, split_glued

__all__ = ["COPY_LETTERS", "Item", "Run", "SortedPage", "Use", "letters", "sort_page"]

_MAX_HEAD = 100
_MAX_SECTION = 60
COPY_LETTERS = 60  # letters and digits by which a copy is recognised
_BEHIND_TERM = re.compile(r"\s*(?:[:：]|[–—-](?=\s))\s*|(?=\w)")


class Use(Enum):
    """What a paragraph is."""

    HEAD = auto()
    BODY = auto()
    COPY = auto()
    AID = auto()
    SECTION = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """An entry.

    Attributes:
        head: its term.
        line: the line on which it stands.
        start: where the definition starts in the text.
        body: the paragraphs of the definition; the first may hold the term as well.
        split: how sure the place is at which a glued term was split off, else ``None``.
    """

    head: Head
    line: int
    start: int
    body: tuple[Paragraph, ...]
    split: Certainty | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Paragraphs that hold memory aids, one behind the other.

    Attributes:
        units: the positions of the paragraphs.
        aids: each with the position of its paragraph.
        bold: whether the terms are bold.
    """

    units: tuple[int, ...]
    aids: tuple[tuple[int, Aid], ...]
    bold: bool


@dataclass(frozen=True, slots=True)
class SortedPage:
    """The paragraphs of a page, what each is, and the entries and runs of aids found."""

    units: tuple[Paragraph, ...]
    uses: tuple[Use, ...]
    items: tuple[Item, ...]
    runs: tuple[Run, ...]


def sort_page(page: Page) -> SortedPage:
    """Tell the paragraphs of a page apart, by their setting and by each other's content."""
    units = list(_units(page))
    texts = [page.text(unit) for unit in units]
    uses = [Use.TEXT] * len(units)
    heads = _bold_heads(units, texts)
    _mark_aids(page, units, uses, _runs(page, units, names_of(heads.values()), range(len(units))))
    heads = {at: head for at, head in heads.items() if uses[at] is Use.TEXT}
    copies = _mark_copies(units, texts, uses, heads)
    items = list(_clean(units, texts, uses, heads))
    free = [at for at, unit in enumerate(units) if _is_free(unit, uses[at])]
    items += _bold_terms(page, units, texts, uses, free) if not items else ()
    free = [at for at in free if uses[at] is Use.TEXT]
    items += _glued_terms(units, texts, uses, free, copies)
    items.sort(key=lambda item: item.start)
    open_units = [at for at, use in enumerate(uses) if use in (Use.TEXT, Use.AID)]
    runs = _runs(page, units, names_of(item.head for item in items), open_units)
    _mark_aids(page, units, uses, runs)
    return SortedPage(tuple(units), tuple(uses), tuple(items), tuple(runs))


def letters(text: str) -> str:
    """Return the letters and digits of a text, case-folded: what a copy keeps."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _is_free(unit: Paragraph, use: Use) -> bool:
    return unit.shape is Shape.TEXT and use is Use.TEXT


def _units(page: Page) -> Iterator[Paragraph]:
    """Yield paragraphs; one whose lines each end a sentence line by line."""
    for paragraph in page.paragraphs:
        lines = page.raw[paragraph.start : paragraph.end].split("\n")
        alone = len(lines) > 1 and not any(
            stops_short(line) or is_list(line) or line[:1].islower() for line in lines[:-1]
        )
        if paragraph.shape is not Shape.TEXT or not alone:
            yield paragraph
            continue
        start = paragraph.start
        for number, line in enumerate(lines, start=paragraph.first):
            end = start + len(line)
            span = text_span(page.stripped, start, end)
            yield Paragraph(Shape.TEXT, start, end, number, number, span)
            start = end + 1


# --- bold lines over their definitions ---


def _bold_heads(units: Sequence[Paragraph], texts: Sequence[str]) -> dict[int, Head]:
    """Return the bold lines that may be terms; those with a colon only if most have one."""
    found = [
        at
        for at, (unit, text) in enumerate(zip(units[:-1], texts, strict=False))
        if unit.shape is Shape.BOLD
        and units[at + 1].shape is Shape.TEXT
        and 0 < len(text) <= _MAX_HEAD
        and text[-1] not in ".!?"
        and not is_numbered(text)
    ]
    colons = sum(texts[at].endswith(":") for at in found)
    kept = [at for at in found if 2 * colons > len(found) or not texts[at].endswith(":")]
    return {at: parse_head(texts[at]) for at in kept}


def _mark_copies(
    units: Sequence[Paragraph], texts: Sequence[str], uses: list[Use], heads: dict[int, Head]
) -> int:
    """Mark paragraphs that open or end like a term with its definition; return how many."""
    known: set[str] = set()
    for at in list(heads):
        key = letters(texts[at] + texts[at + 1])
        if key in known:
            uses[at] = uses[at + 1] = Use.COPY
            del heads[at]
        known.add(key)
    openings = {key[:COPY_LETTERS] for key in known}
    endings = {letters(texts[at + 1][-4 * COPY_LETTERS :])[-COPY_LETTERS:] for at in heads}
    endings = {ending for ending in endings if len(ending) == COPY_LETTERS}
    bodies = {at + 1 for at in heads}
    for at, unit in enumerate(units):
        if at not in bodies and _is_free(unit, uses[at]):
            opening = letters(texts[at][: 4 * COPY_LETTERS])[:COPY_LETTERS]
            ending = letters(texts[at][-4 * COPY_LETTERS :])[-COPY_LETTERS:]
            if opening in openings or ending in endings:
                uses[at] = Use.COPY
    return uses.count(Use.COPY)


def _clean(
    units: Sequence[Paragraph], texts: Sequence[str], uses: list[Use], heads: Mapping[int, Head]
) -> Iterator[Item]:
    for at, head in heads.items():
        uses[at] = Use.HEAD
        end = at + 1
        while end < len(units) and end not in heads and _goes_on(units, texts, uses, end):
            uses[end] = Use.BODY
            end += 1
        body = tuple(units[at + 1 : end])
        yield Item(head, units[at].first, body[0].span.start, body)


def _goes_on(
    units: Sequence[Paragraph], texts: Sequence[str], uses: Sequence[Use], at: int
) -> bool:
    """Tell whether a definition goes on: with text, or with a bold line over more of it."""
    if uses[at] is not Use.TEXT or units[at].shape is Shape.HEADING:
        return False
    headed = at + 1 < len(units) and _is_free(units[at + 1], uses[at + 1])
    return units[at].shape is Shape.TEXT or (headed and not is_numbered(texts[at]))


# --- terms in the paragraph they open ---


def _bold_terms(
    page: Page,
    units: Sequence[Paragraph],
    texts: Sequence[str],
    uses: list[Use],
    free: Sequence[int],
) -> list[Item]:
    """Find paragraphs that open with a bold term and a colon, a dash, or no blank."""
    found: dict[int, tuple[Head, int]] = {}
    for at in free:
        unit = units[at]
        mark = next(iter(page.marks_in(unit.start, unit.start + 1)), None)
        if mark is None or mark.end - mark.start > _MAX_HEAD:
            continue
        behind = _BEHIND_TERM.match(page.raw, mark.outer_end, unit.end)
        inside = page.raw[mark.start : mark.end].rstrip().endswith(":")
        if behind or inside:
            start = behind.end() if behind else mark.outer_end
            span = text_span(page.stripped, mark.start, mark.end)
            found[at] = (
                parse_head(page.slice(span)),
                text_span(page.stripped, start, unit.end).start,
            )
    if len(found) < 3:
        return []
    items = []
    for at, (head, start) in found.items():
        end = at + 1
        uses[at] = Use.BODY
        while end < len(units) and end not in found and _goes_on(units, texts, uses, end):
            uses[end] = Use.BODY
            end += 1
        items.append(Item(head, units[at].first, start, tuple(units[at:end])))
    return items


def _glued_terms(
    units: Sequence[Paragraph],
    texts: Sequence[str],
    uses: list[Use],
    free: Sequence[int],
    copies: int,
) -> list[Item]:
    """Split terms off the paragraphs they are glued to, where the page does so throughout."""
    splits = {at: found for at in free if (found := split_glued(texts[at])) is not None}
    sure = sum(certainty is Certainty.REPEATED for _, _, certainty in splits.values())
    if sure + copies < 2:
        return []
    items = []
    for at, (offset, head, certainty) in splits.items():
        uses[at] = Use.BODY
        start = units[at].span.start + offset
        items.append(Item(head, units[at].first, start, (units[at],), certainty))
    return items


# --- memory aids ---


def _runs(page: Page, units: Sequence[Paragraph], names: Names, among: Sequence[int]) -> list[Run]:
    """Find runs of aids for two known terms or more."""
    found: list[list[tuple[int, Aid]]] = []
    before = -2
    for at in among:
        unit = units[at]
        if unit.shape is not Shape.TEXT:
            continue
        aids = aids_in(page.stripped.text, names, unit.span.start, unit.span.end)
        if aids and before != at - 1:
            found.append([])
        if aids:
            found[-1] += [(at, aid) for aid in aids]
            before = at
    runs = []
    for run in found:
        positions = tuple(dict.fromkeys(at for at, _ in run))
        if len({aid.entry for _, aid in run}) > 1:
            start = units[positions[0]].start
            runs.append(Run(positions, tuple(run), bool(page.marks_in(start, start + 1))))
    return runs


def _mark_aids(
    page: Page, units: Sequence[Paragraph], uses: list[Use], runs: Sequence[Run]
) -> None:
    for run in runs:
        for at in run.units:
            uses[at] = Use.AID
        above = run.units[0] - 1
        if above >= 0 and uses[above] is Use.TEXT:
            text = page.text(units[above])
            set_apart = units[above].shape is not Shape.TEXT
            if set_apart or (len(text) <= _MAX_SECTION and text.endswith(":")):
                uses[above] = Use.SECTION
