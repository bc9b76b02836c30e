"""Which passage an altered quote was made from, and in what it differs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from ..index.names import stem_words
from .quote_places import Entries, Place
from .quote_readings import is_word
from .verdicts import Difference, DifferenceKind
from .wording import ELLIPSIS, Wording, wording

__all__ = ["Near", "nearest"]

#: A quote is made from a passage that shares so much of its words, weighed by how rare they are…
ENOUGH = 0.5
#: … or so many words on end.
RUN = 6
#: A piece of so many words is a piece of the passage wherever it stands; a shorter one only near.
_SURE = 4
_NEARBY = 8
_ENDS = frozenset(".!?:;")
_STOPS = frozenset(".,;:")


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that a quote was made from.

    Attributes:
        place: where it stands.
        share: of the quote's words, by rarity, that it holds in their order; in [0, 1].
        differences: of the quote from it.
    """

    place: Place
    share: float
    differences: tuple[Difference, ...]


def nearest(quote: str, said: Wording, entries: Entries, rows: Sequence[int]) -> list[Near]:
    """Return the passages of some entries that a quote may have been made from, best first.

    Args:
        quote: the quote's text.
        said: its wording.
        entries: of the glossary.
        rows: entries to look at.
    """
    weights = entries.rarity(said.keys)
    found = []
    for row in dict.fromkeys(rows):
        document = entries.entry(row).document
        for part in entries.parts(row, False):
            near = _compare(quote, said, weights, part, row, entries, document)
            if near is not None:
                found.append(near)
    return sorted(found, key=lambda one: (-one.share, len(one.differences), one.place))


def _compare(
    quote: str,
    said: Wording,
    weights: Sequence[float],
    held: Wording,
    row: int,
    entries: Entries,
    document: str,
) -> Near | None:
    low_held, low_said = list(map(_loosely, held.keys)), list(map(_loosely, said.keys))
    matcher = SequenceMatcher(None, low_held, low_said, autojunk=False)
    blocks = _near_blocks(
        [(b.a, b.b, b.size) for b in matcher.get_matching_blocks() if b.size], said
    )
    words = [sum(map(is_word, low_said[b : b + size])) for _, b, size in blocks]
    share = sum(sum(weights[b : b + size]) for _, b, size in blocks) / (sum(weights) or 1)
    if sum(words) < 2 or (share < ENOUGH and max(words, default=0) < RUN):
        return None
    said = _without_stop(said, held, blocks[-1])
    first, last = _edges(said, held, blocks)
    start, end = held.spans[first][0], held.spans[last - 1][1]
    text = entries.lexicon.text(document, start, end)
    outer = ((first, 0, 0), *blocks, (last, len(said), 0))
    differences = tuple(_differences(quote, said, held, outer, text, start))
    return Near(Place(row, start, end), share, differences)


@lru_cache(maxsize=65536)
def _loosely(key: str) -> str:
    """Return what words have in common that differ in their ending, or in case."""
    return "".join(stem_words(key)) or key.casefold()


def _near_blocks(
    blocks: Sequence[tuple[int, int, int]], said: Wording
) -> list[tuple[int, int, int]]:
    """Keep the longest run in common, and on either side what is long or stands near."""
    if not blocks:
        return []
    best = max(range(len(blocks)), key=lambda at: (blocks[at][2], -at))
    kept = [blocks[best]]
    for block in blocks[best + 1 :]:
        before = kept[-1]
        gap = (before[0] + before[2], block[0], before[1] + before[2], block[1])
        if block[2] >= _SURE or _is_near(gap, block, said):
            kept.append(block)
    for block in reversed(blocks[:best]):
        after = kept[0]
        gap = (block[0] + block[2], after[0], block[1] + block[2], after[1])
        if block[2] >= _SURE or _is_near(gap, block, said):
            kept.insert(0, block)
    return kept


def _without_stop(said: Wording, held: Wording, final: tuple[int, int, int]) -> Wording:
    """Leave out a stop that was set inside a quote that ends amid a sentence."""
    a, b, size = final
    is_stop = len(said) == b + size + 1 and said.keys[-1] in _STOPS
    asked = held.keys[a + size : a + size + 1] in (("?",), ("!",))
    return said.cut(0, b + size) if is_stop and not asked else said


def _edges(said: Wording, held: Wording, blocks: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """Return where a passage begins and ends: changed words at the edges stand for some of it."""
    (first, changed, _), (a, b, size) = blocks[0], blocks[-1]
    for _ in range(changed):
        if first == 0 or held.keys[first - 1] in _ENDS:
            break
        first -= 1
    last = a + size
    for _ in range(len(said) - b - size):
        if last == len(held) or held.keys[last - 1] in _ENDS:
            break
        last += 1
    return first, last


def _is_near(gap: tuple[int, int, int, int], block: tuple[int, int, int], said: Wording) -> bool:
    held_from, held_to, said_from, said_to = gap
    if ELLIPSIS in said.keys[said_from:said_to]:
        return True
    _, b, size = block
    more = _NEARBY if any(map(is_word, said.keys[b : b + size])) else 1
    return held_to - held_from <= said_to - said_from + more


def _differences(
    quote: str,
    said: Wording,
    held: Wording,
    blocks: Sequence[tuple[int, int, int]],
    text: str,
    shift: int,
) -> Iterator[Difference]:
    """Yield what differs, in the order of the quote; ``text`` is the passage, from ``shift`` on."""

    def piece(of: str, read: Wording, first: int, last: int, base: int) -> str:
        if first >= last:
            return ""
        return of[read.spans[first][0] - base : read.spans[last - 1][1] - base]

    held_at, said_at = blocks[0][0], 0
    for a, b, size in blocks:
        if said_at < b or held_at < a:
            mine = piece(quote, said, said_at, b, 0)
            theirs = piece(text, held, held_at, a, shift)
            start, end = _span(said, said_at, b, len(quote))
            yield Difference(_kind(mine, theirs), mine, theirs, start, end)
        for step in range(size):
            if held.keys[a + step] != said.keys[b + step]:
                mine = piece(quote, said, b + step, b + step + 1, 0)
                theirs = piece(text, held, a + step, a + step + 1, shift)
                same = mine.casefold() == theirs.casefold()
                kind = DifferenceKind.CASE if same else DifferenceKind.CHANGED
                yield Difference(kind, mine, theirs, *said.spans[b + step])
        held_at, said_at = a + size, b + size


def _span(said: Wording, first: int, last: int, length: int) -> tuple[int, int]:
    if first < last:
        return said.spans[first][0], said.spans[last - 1][1]
    place = said.spans[first][0] if first < len(said) else length
    return place, place


def _kind(mine: str, theirs: str) -> DifferenceKind:
    if not mine:
        return DifferenceKind.LEFT_OUT
    if not theirs:
        return DifferenceKind.ADDED
    if wording(mine).keys == (ELLIPSIS,):
        return DifferenceKind.LEFT_OUT
    return DifferenceKind.CHANGED
