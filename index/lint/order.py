"""Entries out of alphabetical order, in a glossary that is else in it."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ..names import words
from ..records import Entry
from .catalogue import Code
from .findings import Finding, Ground, finding

__all__ = ["breaks"]

_FEWEST = 5
_MOST = 0.08  # of the entries, or one, may be out of order: else the order is another one
_BLANKS = (" ", "", None)


def breaks(ground: Ground) -> Iterator[Finding]:
    """Yield the fewest entries whose move puts a glossary into alphabetical order.

    Case and accents don't count; whether blanks and punctuation do is as fits the glossary best.
    """
    for glossary in ground.glossaries:
        entries = [entry for entry in glossary.entries if _key(entry, "")[:1].isalpha()]
        if not glossary.ordered or len(entries) < _FEWEST:
            continue
        keys, kept = max(
            (_in_order(keys) for keys in _keys(entries)),
            key=lambda found: len(found[1]),
        )
        if not 0 < len(entries) - len(kept) <= max(1, _MOST * len(entries)):
            continue
        sorted_keys = [keys[at] for at in kept]
        for at in sorted(set(range(len(entries))) - set(kept)):
            to = bisect_right(sorted_keys, keys[at])
            message = _told(entries[at], [entries[one] for one in kept], to)
            yield finding(ground, Code.ALPHABET_BREAK, entries[at], message)


def _told(entry: Entry, kept: Sequence[Entry], to: int) -> str:
    if to == 0:
        return f"'{entry.term}' is out of order: it belongs before '{kept[0].term}'"
    return f"'{entry.term}' is out of order: it belongs behind '{kept[to - 1].term}'"


def _keys(entries: Sequence[Entry]) -> Iterator[list[str]]:
    """Yield what entries may be sorted by: words, letters, characters, capitals before others."""
    for blank in _BLANKS:
        yield [_key(entry, blank) for entry in entries]
    yield [entry.term for entry in entries]


def _key(entry: Entry, blank: str | None) -> str:
    """Return what a term is sorted by: its words, or with ``None`` all its characters."""
    term = entry.term.casefold() if blank is None else blank.join(words(entry.term))
    plain = unicodedata.normalize("NFKD", term)
    return "".join(char for char in plain if not unicodedata.combining(char))


def _in_order(keys: Sequence[str]) -> tuple[Sequence[str], list[int]]:
    """Return the keys, and where a longest run of them that never falls stands."""
    ends: list[str] = []
    at_end: list[int] = []
    before: list[int] = []
    for at, key in enumerate(keys):
        to = bisect_right(ends, key)
        before.append(at_end[to - 1] if to else -1)
        ends[to : to + 1] = [key]
        at_end[to : to + 1] = [at]
    found: list[int] = []
    at = at_end[-1] if at_end else -1
    while at >= 0:
        found.append(at)
        at = before[at]
    return keys, found[::-1]
