"""Nonce copies of the marked glossaries: blocks of lines move, terms and page text change.

The cipher keeps lengths, so a block's stripped text is as long as before and everything in it
moves by the same distance.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from glossator.index.readers.markup import find_markup
from glossator.index.records import Reading
from glossator.index.text import strip

from .nonce import Nonce

__all__ = ["Block", "Copy", "written"]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that move together.

    Attributes:
        first: the first, from 1.
        last: the last, included.
        place: blocks change places with others of the same place; ``None`` stays.
        page: whether they are page text, to be reworded.
    """

    first: int
    last: int
    place: str | None
    page: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy, and how far each line of the original moved.

    Attributes:
        text: the copy.
        moved: for an offset in the original's stripped text, the offset in the copy's.
        line: for a line of the original, its line in the copy.
    """

    text: str
    moved: Callable[[int], int]
    line: Callable[[int], int]


def written(raw: str, reading: Reading, nonce: Nonce, blocks: Sequence[Block], seed: int) -> Copy:
    """Write the copy; the blocks must cover every line that is not blank, in order.

    A line that opens with a heading glued to its text is put in cipher in two parts.
    """
    lines = raw.split("\n")
    chosen = random.Random(seed)
    slots = list(range(len(blocks)))
    for place in sorted({block.place for block in blocks if block.place}):
        held = [at for at in slots if blocks[at].place == place]
        for slot, at in zip(held, chosen.sample(held, len(held)), strict=True):
            slots[slot] = at
    starts = reading.document.line_starts
    headings = sorted((entry.heading for entry in reading.entries), key=len, reverse=True)

    def terms(line: str) -> str:
        cut = next((len(head) for head in headings if line.startswith(head)), 0)
        return nonce.terms(line[:cut]) + nonce.terms(line[cut:])

    pieces: list[str] = []
    moves: list[tuple[int, int, int]] = []  # from line, to line, offset in the copy
    at_line = 1
    for at in slots:
        block = blocks[at]
        body = lines[block.first - 1 : block.last]
        reworded = [nonce.page(line) for line in body] if block.page else [*map(terms, body)]
        pieces.append("\n".join(reworded))
        moves.append((block.first, block.last, at_line))
        at_line += len(body) + 1
    text = "\n\n".join(pieces)
    again = strip(text, find_markup(text).cuts).line_starts

    def to_line(line: int) -> int:
        first, _, new = next(move for move in moves if move[0] <= line <= move[1])
        return new + line - first

    def moved(offset: int) -> int:
        line = reading.document.line_of(offset)
        return again[to_line(line) - 1] + offset - starts[line - 1]

    return Copy(text, moved, to_line)
