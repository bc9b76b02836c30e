"""Where names of a glossary stand in running text: the longest ones, from the left."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

from ..index.lexicon import Named
from ..index.names import MARKS, SOLID
from .term_names import TermNames, Word, lead_of

__all__ = ["Found", "find_terms"]

_OWNED = re.compile(r"['’ʼ][sS]$")
_HYPHENS = frozenset("-‐‑")
#: A name leads with so many characters that are no letters at most: "--", "..".
_LEAD_CHARS = 4


@lru_cache(maxsize=1)
def _word() -> re.Pattern[str]:
    """Compile a word of any script, which takes some milliseconds, where it is needed."""
    letters = rf"[^\W_{SOLID}]+(?:[{MARKS}]+[^\W_{SOLID}]*)*"
    return re.compile(rf"{letters}(?:['’ʼ][^\W_{SOLID}]+)?[+#]*|(?=[^\W_])[{SOLID}]")


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: ``text[start:end]``.

    Attributes:
        start: its first code point.
        end: one past its last.
        bearers: what bears the name, in order of preference; at least one.
    """

    start: int
    end: int
    bearers: tuple[Named, ...]


def find_terms(text: str, names: TermNames) -> Iterator[Found]:
    """Yield the longest names from the left, none overlapping another.

    Args:
        text: running text, with ``BLANK`` for what is none.
        names: that are looked for.
    """
    spans = [match.span() for match in _word().finditer(text)]
    read = names.read(_word().findall(text))
    at, count = 0, len(spans)
    while at < count:
        word = read[at]
        best = at
        bearers: tuple[Named, ...] = ()
        if word.alone and (meant := _meant(names, word.alone, text, spans, read, at, at + 1)):
            best, bearers = at + 1, meant
        if word.begins:
            key, end = word.key, at + 1
            while end < count:
                gap = text[spans[end - 1][1] : spans[end][0]]
                if gap != " " and not names.passes(gap):
                    break
                last = read[end]
                end += 1
                forms = last.forms + last.acts if gap in _HYPHENS else last.forms
                named = names.bearers(key + last.key)
                if forms:
                    named = [*named, *(one for form in forms for one in names.bearers(key + form))]
                if named and (meant := _meant(names, named, text, spans, read, at, end)):
                    best, bearers = end, meant
                key += last.key
                if not names.begins(key):
                    break
        if bearers:
            yield _found(text, spans[at][0], spans[best - 1][1], bearers)
        at = max(best, at + 1)


def _meant(
    names: TermNames,
    named: Sequence[Named],
    text: str,
    spans: Sequence[tuple[int, int]],
    read: Sequence[Word],
    at: int,
    end: int,
) -> tuple[Named, ...]:
    """Return those of some names that the words from ``at`` to ``end`` mean, the likeliest first.

    One that is spelled as the text spells it comes first: "HEAD" is another thing than "head".
    """
    start, stop = spans[at][0], spans[end - 1][1]
    if _goes_on(text, stop):
        return ()
    gaps = [text[spans[one][1] : spans[one + 1][0]] for one in range(at, end - 1)]
    before = text[max(0, start - _LEAD_CHARS) : start]
    loud = end - at == 1 and read[at].shouted and _is_loud(text, spans, read, at)
    fitting = [one for one in named if names.fits(one, read[at:end], gaps, before, loud=loud)]
    if len(fitting) > 1:
        written = text[start:stop]
        fitting.sort(key=lambda one: one.name != written)
    return tuple(fitting)


def _goes_on(text: str, end: int) -> bool:
    """Tell whether a mark behind a character belongs to it, so that no word ends there."""
    return end < len(text) and not text[end].isascii() and category(text[end]).startswith("M")


def _is_loud(text: str, spans: Sequence[tuple[int, int]], read: Sequence[Word], at: int) -> bool:
    """Tell whether a neighbour in the same line is in capitals too, as in a heading."""
    for one in (at - 1, at + 1):
        if 0 <= one < len(read) and read[one].shouted:
            first, last = sorted((at, one))
            if "\n" not in text[spans[first][1] : spans[last][0]]:
                return True
    return False


def _found(text: str, start: int, end: int, bearers: tuple[Named, ...]) -> Found:
    """Take in what a name leads with (".NET"), and leave out the s of an owner ("the boom's")."""
    name = bearers[0].name
    start -= len(lead_of(name))
    owned = _OWNED.search(text, start, end)
    if owned and not _OWNED.search(name):
        end = owned.start()
    return Found(start, end, bearers)
