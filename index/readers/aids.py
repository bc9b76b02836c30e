"""Memory aids: a run of "Term: aid" for the terms of a page, in one line or one a paragraph."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..names import fold
from .heads import Head

__all__ = ["Aid", "Names", "aids_in", "names_of"]

_LAST_WORD = re.compile(r"[^\W_]+[+#]*(?=[\W_]*$)")
_BEFORE = frozenset('.!?…。！？"”’)]\n')  # what may stand before a term inside a run


@dataclass(frozen=True, slots=True)
class Aid:
    """One "Term: aid" of a run.

    Attributes:
        entry: the position of the entry whose term it names.
        head: where the term starts.
        start: where the aid's text starts.
        end: where it ends, white space included.
    """

    entry: int
    head: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a page's entries.

    Attributes:
        owners: each name, folded, and the position of its entry.
        endings: the last words of the names, folded.
        max_chars: the length of the longest, with room for an inflection.
    """

    owners: Mapping[str, int]
    endings: frozenset[str]
    max_chars: int


def names_of(heads: Iterable[Head]) -> Names:
    """Collect the names of heads; of two entries with one name, a term goes before an alias."""
    listed = list(heads)
    owners: dict[str, int] = {}
    for at, head in enumerate(listed):
        for name in (head.printed, head.term):
            owners.setdefault(fold(name), at)
    for at, head in enumerate(listed):
        for alias in head.aliases:
            owners.setdefault(fold(alias), at)
    longest = max((len(head.printed) for head in listed), default=0)
    endings = frozenset(name.rsplit(" ", 1)[-1] for name in owners)
    return Names(owners, endings, longest + 3)


def aids_in(text: str, names: Names, start: int, end: int) -> list[Aid]:
    """Find the aids in a slice of a text; none unless the slice opens with one.

    A term counts where a sentence may start: at the slice's start, or behind the end of the
    aid before it, with a blank or without. So "Bed:" is no head inside "Raised Bed:".
    """
    found: list[tuple[int, int, int]] = []
    colon = text.find(":", start, end)
    while colon >= 0:
        entry = _named(text, names, start, colon)
        if entry is not None:
            found.append((*entry, colon + 1))
        if not found or found[0][1] != start:
            return []
        colon = text.find(":", colon + 1, end)
    following = [head for _, head, _ in found[1:]]
    return [Aid(*part, until) for part, until in zip(found, [*following, end], strict=False)]


def _named(text: str, names: Names, start: int, colon: int) -> tuple[int, int] | None:
    """Return the entry named just before a colon and where its name starts; the longest name."""
    first = max(start, colon - names.max_chars)
    last_word = _LAST_WORD.search(text, max(first, colon - 40), colon)
    if last_word is None or fold(last_word[0]) not in names.endings:
        return None
    for at in range(first, colon):
        if not text[at].isalnum() or not _opens(text, at, start):
            continue
        entry = names.owners.get(fold(text[at:colon]))
        if entry is not None:
            return entry, at
    return None


def _opens(text: str, at: int, start: int) -> bool:
    """Tell whether a sentence may start at an offset."""
    while at > start and text[at - 1] in " \t":
        at -= 1
    return at == start or text[at - 1] in _BEFORE
