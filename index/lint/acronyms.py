"""Acronyms that definitions use and nothing explains."""

import re
from collections.abc import Iterator

from ..names import squash, words
from ..records import Entry
from .catalogue import Code
from .findings import Finding, Ground, finding

__all__ = ["undefined"]

_ACRONYM = re.compile(
    r"(?<![\w.\-/@#&$<])([A-Z](?:[A-Z0-9]|&(?=[A-Z])){1,7})s?(?![\w\-/@(=>]|\.\w)"
)
_PLAIN = re.compile(r"\b[a-z]{2,}\b")
_ROMAN = re.compile(r"[IVXLCDM]+")
_EXPLAINED = re.compile(
    r"\(\s*(?:or|also|the|abbreviated(?: as)?|short)?[\s\"'“‘]*(?P<behind>[A-Z][A-Z0-9&]{1,7})s?\b"
    r"|\b(?P<before>[A-Z][A-Z0-9&]{1,7})s?[\"'”’]?\s*"
    r"(?:\(\s*\w+[ -]\w|,?\s*(?:which\s+)?(?:stands|short)\s+for|[=–—]|is\s+short)"
)
#: Units, times and names that no reader needs explained.
_LISTED = (
    "AD BC CE BCE AM PM OK USA US UK EU UN TV DVD CD KB MB GB TB PB KHZ MHZ GHZ HZ KW MW ID "
    "AND OR NOT XOR NAND NOR MUST SHALL SHOULD MAY CAN TODO NULL TRUE FALSE FIXME NOTE"
)
_KNOWN = frozenset(_LISTED.split())
_MOST_SHOUTED = 0.4  # a larger share of capitals: the text is set in them


def undefined(ground: Ground) -> Iterator[Finding]:
    """Yield each acronym that no entry is named by and no definition spells out, at its first use.

    What is explained in any of the files counts.
    """
    named = {squash(name) for entry in ground.entries for name in (entry.heading, *entry.names)}
    explained: set[str] = set()
    for entry in ground.entries:
        for found in _EXPLAINED.finditer(f"{entry.heading}\n{entry.definition}"):
            explained.add(found["behind"] or found["before"])
    for glossary in ground.glossaries:
        uses: dict[str, list[tuple[Entry, int]]] = {}
        plain: set[str] = set()
        for entry in glossary.entries:
            if _shouted(entry.definition):
                continue
            plain.update(_PLAIN.findall(entry.definition))
            for found in _ACRONYM.finditer(entry.definition):
                uses.setdefault(found[1], []).append((entry, entry.start + found.start()))
        for acronym, places in uses.items():
            if acronym in explained or squash(acronym) in named or not _unknown(acronym, plain):
                continue
            entry, offset = places[0]
            often = f", {len(places)} times" if len(places) > 1 else ""
            message = f"'{acronym}' is used in '{entry.term}'{often}, and explained nowhere"
            yield finding(ground, Code.ACRONYM_UNDEFINED, entry, message, offset=offset)


def _unknown(acronym: str, plain: set[str]) -> bool:
    if sum(char.isupper() for char in acronym) < 2 or acronym in _KNOWN:
        return False
    return not _ROMAN.fullmatch(acronym) and acronym.casefold() not in plain


def _shouted(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    long = len(words(text)) > 3
    return long and sum(char.isupper() for char in letters) > _MOST_SHOUTED * len(letters)
