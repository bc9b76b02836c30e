"""The flow of a page or a word processor's document: paragraphs, tables, lists of pairs.

What HTML and DOCX files hold in common. One module for each format makes a flow of its files;
``shapes.py`` finds the entries in a flow, whatever it was made of.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

__all__ = [
    "Block",
    "Cell",
    "Kind",
    "Pair",
    "Pairs",
    "Para",
    "Row",
    "Run",
    "Table",
    "all_ids",
    "from_offset",
    "links",
    "paragraphs",
    "text_of",
    "tidy",
]

_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphens and blanks of no width
_BLANKS = re.compile(r"\s+")


class Kind(StrEnum):
    """What a paragraph is.

    An ``END`` has no text: it says that the part of the page ends that a heading of its level
    began (a ``section``, a card).
    """

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    CODE = "code"
    END = "end"


@dataclass(frozen=True, slots=True)
class Run:
    r"""Text of one look; ``"\n"`` is a line break.

    Attributes:
        text: as shown.
        strong: whether it is bold.
        term: whether the source marks it as the term that is defined here (``dfn``).
        href: where it leads, if it is a link.
        marked: whether the source marks it as a reference, wherever it leads.
        names: other names that the source gives it (the title of a ``dfn`` or ``abbr``).
        line: where it stands; 0 for that of its paragraph.
    """

    text: str
    strong: bool = False
    term: bool = False
    href: str | None = None
    marked: bool = False
    names: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph, heading, list item or block of code.

    Attributes:
        kind: which of these.
        runs: its text; white space single (not in code), none at both ends.
        line: where it starts.
        last: where it ends.
        level: of a heading, from 1; of a list item, how deep, from 1.
        label: what stands before a list item: ``"- "``, ``"2. "``.
        ids: what links may call it.
        language: a BCP 47 tag, or ``None``.
    """

    kind: Kind
    runs: tuple[Run, ...]
    line: int
    last: int
    level: int = 0
    label: str = ""
    ids: tuple[str, ...] = ()
    language: str | None = None

    @property
    def text(self) -> str:
        """The text without the label."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    blocks: "tuple[Block, ...]"
    header: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: as many cells as the table has columns, ``None`` where one spans."""

    cells: tuple[Cell | None, ...]
    line: int
    last: int
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table."""

    rows: tuple[Row, ...]
    line: int
    last: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Terms and what is said of them (``dt`` and ``dd``)."""

    terms: tuple[Para, ...]
    bodies: "tuple[tuple[Block, ...], ...]"
    line: int
    last: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """A list of pairs.

    Attributes:
        pairs: in order.
        line: where it starts.
        last: where it ends.
        named: whether the source itself calls it a glossary.
        fields: whether the source itself calls it something else (the fields of a record).
    """

    pairs: tuple[Pair, ...]
    line: int
    last: int
    named: bool = False
    fields: bool = False


Block = Para | Table | Pairs


def tidy(runs: Iterable[Run], code: bool = False) -> tuple[Run, ...]:
    """Make white space single as a page shows it, and leave out what isn't seen.

    Args:
        runs: as they come from the source; a run of a line break or tab alone keeps it.
        code: whether white space inside stays as it is.
    """
    made: list[Run] = []
    for run in runs:
        text = _UNSEEN.sub("", run.text)
        if not code and text not in ("\n", "\t"):
            text = _BLANKS.sub(" ", text)
        before = made[-1].text[-1:] if made else "\n"
        if not code and text.startswith(" ") and before.isspace():
            text = text[1:]
        if text == "\n" and not code:
            while made and made[-1].text.endswith(" "):
                _cut_end(made)
            if not made:
                continue
        if text:
            made.append(replace(run, text=text))
    while made and made[-1].text[-1:].isspace():
        _cut_end(made)
    return tuple(made)


def _cut_end(runs: list[Run]) -> None:
    bare = runs[-1].text.rstrip()
    if bare:
        runs[-1] = replace(runs[-1], text=bare)
    else:
        runs.pop()


def from_offset(para: Para, start: int, end: int | None = None) -> Para:
    """Return a part of a paragraph, by offsets in its text."""
    runs: list[Run] = []
    at = 0
    for run in para.runs:
        piece = run.text[max(0, start - at) : None if end is None else max(0, end - at)]
        if piece and at + len(run.text) > start:
            runs.append(replace(run, text=piece))
        at += len(run.text)
    while runs and runs[0].text.isspace():
        del runs[0]
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip())
    return replace(para, runs=tidy(runs, para.kind is Kind.CODE))


def text_of(blocks: Sequence[Block]) -> str:
    """Return blocks as plain text: a blank line between paragraphs, an item a line."""
    levels = [one.level for one in blocks if isinstance(one, Para) and one.kind is Kind.ITEM]
    least = min(levels, default=1)
    shown = [(block, text) for block in blocks if (text := _text(block, least))]
    pieces = [text for _, text in shown[:1]]
    for (_, _), (block, text) in pairwise(shown):
        item = isinstance(block, Para) and block.kind is Kind.ITEM
        pieces += ("\n" if item else "\n\n", text)
    return "".join(pieces)


def _text(block: Block, least: int) -> str:
    if isinstance(block, Para):
        text = block.text
        if block.kind is Kind.ITEM and text:
            text = f"{'  ' * (block.level - least)}{block.label}{text}"
        return text
    if isinstance(block, Table):
        return "\n".join(line for row in block.rows if (line := _row_text(row)))
    lines = []
    for pair in block.pairs:
        lines += [para.text for para in pair.terms]
        lines += [text_of(body) for body in pair.bodies]
    return "\n".join(line for line in lines if line)


def _row_text(row: Row) -> str:
    cells = [_BLANKS.sub(" ", text_of(cell.blocks)) for cell in row.cells if cell]
    return "\t".join(cells).strip("\t")


def paragraphs(blocks: Iterable[Block]) -> Iterator[Para]:
    """Yield all paragraphs, those inside of tables and pairs too."""
    for block in blocks:
        if isinstance(block, Para):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs(cell.blocks if cell else ())
        else:
            for pair in block.pairs:
                yield from pair.terms
                for body in pair.bodies:
                    yield from paragraphs(body)


def all_ids(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return what links may call any part of the blocks."""
    return tuple(one for para in paragraphs(blocks) for one in para.ids)


def links(blocks: Iterable[Block]) -> Iterator[tuple[str, str, bool]]:
    """Yield the address, label and marking of each reference; runs of one link are joined."""
    for para in paragraphs(blocks):
        address, label, marked = "", "", False
        for run in (*para.runs, Run("")):
            here = run.href or ""
            if label and (here != address or run.marked is not marked):
                yield address, " ".join(label.split()), marked
                label = ""
            if here or run.marked:
                address, marked = here, run.marked
                label += run.text
