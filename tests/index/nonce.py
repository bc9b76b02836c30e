"""Copies of a glossary in words that nobody has seen: same shape, other terms, order and page text.

A reader that knows a seed's words would fail on such a copy. Terms are put in a cipher, vowels
for vowels, so that lengths, capitals, inflections and the letters of acronyms keep fitting.
"""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glossator.index.records import LineUse, Reading

_PLAIN = "aeioubcdfghjklmnpqrstvwxyz"
_CODED = "ioeuadfghjklmnpqrstvwxyzbc"
_TABLE = str.maketrans(_PLAIN + _PLAIN.upper(), _CODED + _CODED.upper())
_WORD = re.compile(r"[^\W_]+")
_KEPT = set(
    re.findall(
        r"\w+",
        "a an the of or and in to as by for with on at from through its also known called simply "
        "referred sometimes often another term name short not be confused s es i ii n",
    )
)
_NUMBER = re.compile(r"(\W*)(\d+)(?=[.)])")


def cipher(word: str) -> str:
    """Replace a word by one of the same length and case; endings such as the plural's s stay."""
    lower = word.casefold()
    ending = next((end for end in ("ing", "ed", "s") if lower.endswith(end)), "")
    if len(word) < len(ending) + 3 and not (ending == "s" and len(word) > 2):
        ending = ""
    cut = len(word) - len(ending)
    return word[:cut].translate(_TABLE) + word[cut:]


@dataclass(frozen=True, slots=True)
class Nonce:
    """Rewrites text: words of the vocabulary everywhere, every word of page text."""

    vocabulary: frozenset[str]

    def terms(self, text: str) -> str:
        """Put the words of terms in cipher; the text keeps its length."""
        return _WORD.sub(lambda word: cipher(word[0]) if self._is_term(word[0]) else word[0], text)

    def page(self, line: str) -> str:
        """Reword a line of page text: other words, and one more; marks and end stay."""
        coded = _WORD.sub(lambda word: cipher(word[0]), line)
        words = list(_WORD.finditer(coded))
        if len(words) < 3:
            return coded
        at = words[1].end()
        return f"{coded[:at]} zumbelig{coded[at:]}"

    def _is_term(self, word: str) -> bool:
        lower = word.casefold()
        return lower in self.vocabulary or lower.removesuffix("s") in self.vocabulary


def nonce_of(names: Iterable[str]) -> Nonce:
    """Make the cipher for a glossary's names (terms, headings, aliases)."""
    found = {word.casefold() for name in names for word in _WORD.findall(name)}
    return Nonce(frozenset(word for word in found if word not in _KEPT and not word.isdigit()))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry of the original stands in the copy.

    Attributes:
        entry: its index in the original.
        definition: its definition in cipher.
        start: where that must start in the copy.
    """

    entry: int
    definition: str
    start: int


def shuffled_copy(raw: str, reading: Reading, seed: int) -> tuple[str, tuple[Place, ...]]:
    """Write a copy with terms in cipher, entries in another order and page text reworded.

    For files without markup in which each entry is one block of lines; numbers, if printed,
    stay with the place, as a numbered list requires.

    Returns:
        The copy, and for each of its entries, in order, where it must be found.
    """
    nonce = nonce_of(name for entry in reading.entries for name in (entry.heading, *entry.aliases))
    lines = raw.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    blocks = [span for span in reading.lines if span.use is LineUse.ENTRY]
    order = _shuffled(len(blocks), seed)
    assert [span.rule for span in blocks] == [entry.id for entry in reading.entries]
    pieces: list[str] = []
    places: list[Place] = []
    at = done = 0
    for slot, target in enumerate(blocks):
        for line in lines[done : target.first - 1]:
            pieces.append(nonce.page(line) + "\n")
        at = sum(map(len, pieces))
        source, entry = blocks[order[slot]], reading.entries[order[slot]]
        block = raw[starts[source.first - 1] : starts[source.last] - 1]
        numbered = _renumber(block, lines[target.first - 1])
        moved = len(numbered) - len(block)
        start = at + moved + entry.start - starts[source.first - 1]
        places.append(Place(order[slot], nonce.terms(entry.definition), start))
        pieces.append(nonce.terms(numbered) + "\n")
        done = target.last
    pieces.append("\n".join(nonce.page(line) for line in lines[done:]))
    return "".join(pieces), tuple(places)


def _shuffled(count: int, seed: int) -> Sequence[int]:
    order = list(range(count))
    random.Random(seed).shuffle(order)
    return order


def _renumber(block: str, line: str) -> str:
    number = _NUMBER.match(line)
    return _NUMBER.sub(rf"\g<1>{number[2]}", block, count=1) if number else block
