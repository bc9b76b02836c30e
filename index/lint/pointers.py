"""Entries that define nothing and only point to others, and circles of them."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ..names import squash, words
from ..records import Entry
from .catalogue import Code
from .findings import Finding, Ground, finding

__all__ = ["circles", "dangling", "is_pointer"]

_POINTS = r"""see(?:\s+(?:also|under|(?:the\s+)?entry(?:\s+(?:for|on))?))?|refers?\s+to|cf\.|→|⇒|->|
siehe(?:\s+auch)?|s\.|voir(?:\s+aussi)?|véase|consulta|vedi|zie|se|ver"""
_SAYS = r"""same\s+as|(?:an)?other\s+(?:name|term|word)s?\s+for|(?:an?\s+)?synonyms?\s+(?:of|for)|
synonymous\s+with|(?:an?\s+)?(?:abbreviation|acronym|initialism)\s+(?:of|for)|short\s+for|
(?:the\s+)?(?:opposite|reverse|inverse|contrary|antonym)\s+of"""
_POINTER = re.compile(
    rf"(?:(?P<points>{_POINTS})|(?P<says>{_SAYS}))\s*:?\s+(?P<names>\S[^\n.!?]{{0,120}})[.!]?",
    re.IGNORECASE | re.VERBOSE,
)
_PARTS = re.compile(r"\s*(?:[,;/]|\b(?:and|or|und|oder|et|ou|y|o|e)\b)\s*")
_ARTICLE = re.compile(r"(?:an?|the|der|die|das|ein|eine|le|la|les|un|une|el|il)\s+", re.IGNORECASE)
_QUOTES = "\"'“”‘’«»`*_ "
_MOST_WORDS = 6


@lru_cache(maxsize=4096)
def _pointed(definition: str) -> tuple[str, tuple[str, ...]]:
    """Return how a definition points (``points``, ``says``, ``is``, or nothing), and to what."""
    text = definition.strip()
    if len(text) > 160:
        return "", ()
    found = _POINTER.fullmatch(text)
    if found:
        names = found["names"]
        listed = tuple(dict.fromkeys((names, *_PARTS.split(names))))
        kept = tuple(bare for name in listed if (bare := _bare(name)))
        if all(len(words(name)) <= _MOST_WORDS for name in kept[1:] or kept):
            return ("points" if found["points"] else "says"), kept
        return "", ()
    bare = _bare(text.rstrip(".!"))
    return ("is", (bare,)) if 0 < len(words(bare)) <= 4 else ("", ())


def _bare(name: str) -> str:
    return _ARTICLE.sub("", name.strip(_QUOTES), count=1).strip(_QUOTES)


def is_pointer(entry: Entry) -> bool:
    """Tell whether an entry only says where its definition stands: "See Kettle."."""
    return "redirect" in entry.flags or _pointed(entry.definition)[0] == "points"


class _Names:
    """Entries by name: those of the same document first."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._own: dict[tuple[str, str], str] = {}
        self._any: dict[str, str] = {}
        for entry in entries:
            self._add(entry, entry.term)
        for entry in entries:
            for alias in entry.aliases:
                self._add(entry, alias)

    def _add(self, entry: Entry, name: str) -> None:
        key = squash(name)
        self._own.setdefault((entry.document, key), entry.id)
        self._any.setdefault(key, entry.id)

    def find(self, name: str, home: Entry) -> str | None:
        key = squash(name)
        return self._own.get((home.document, key)) or self._any.get(key)


def _targets(entry: Entry, names: _Names) -> tuple[str, ...]:
    how, said = _pointed(entry.definition)
    found = [target for name in said if (target := names.find(name, entry))]
    if how in ("points", "says"):
        return tuple(dict.fromkeys([*found, *entry.see_also]))
    if how == "is" and found:
        return tuple(target for target in found if target != entry.id)
    return entry.see_also if "redirect" in entry.flags else ()


def circles(ground: Ground) -> Iterator[Finding]:
    """Yield a finding for each circle of entries that only point to each other."""
    names = _Names(ground.entries)
    by_id = {entry.id: entry for entry in ground.entries}
    edges = {entry.id: _targets(entry, names) for entry in ground.entries}
    edges = _inner({name: targets for name, targets in edges.items() if targets})
    told: set[str] = set()
    for entry in ground.entries:
        if entry.id in told or entry.id not in edges:
            continue
        circle = _circle(entry.id, edges)
        if not circle or told.intersection(circle):
            continue
        told.update(circle)
        shown = " → ".join(f"'{by_id[name].term}'" for name in (*circle, entry.id))
        others = [by_id[name] for name in circle[1:]]
        message = f"Only references, in a circle: {shown}"
        yield finding(ground, Code.CIRCULAR_REFERENCE, entry, message, *others)


def _inner(edges: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Leave out entries that nothing points to or that point to none left: chains, not circles."""
    ahead = {name: {one for one in targets if one in edges} for name, targets in edges.items()}
    behind: dict[str, set[str]] = {name: set() for name in edges}
    for name, targets in ahead.items():
        for target in targets:
            behind[target].add(name)
    loose = [name for name in edges if not ahead[name] or not behind[name]]
    while loose:
        name = loose.pop()
        for target in ahead.pop(name, ()):
            behind[target].discard(name)
            loose += [target] * (not behind[target])
        for source in behind.pop(name, ()):
            ahead[source].discard(name)
            loose += [source] * (not ahead[source])
    return {name: tuple(one for one in edges[name] if one in ahead) for name in ahead}


def _circle(start: str, edges: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the shortest way from an entry back to itself, all of whose ways out are circles."""
    before: dict[str, str] = {}
    queue = deque([start])
    while queue:
        at = queue.popleft()
        for target in edges.get(at, ()):
            if target == start:
                path = [at]
                while path[-1] != start:
                    path.append(before[path[-1]])
                return tuple(reversed(path))
            if target not in before and target in edges:
                before[target] = at
                queue.append(target)
    return ()


def dangling(ground: Ground) -> Iterator[Finding]:
    """Yield names that entries refer to and none has, each once a file: marked, or in "See …"."""
    names = _Names(ground.entries)
    missing: dict[tuple[str, str], list[tuple[str, Entry]]] = {}
    for entry in ground.entries:
        for name in dict.fromkeys((*entry.dangling, *_lost(entry, names))):
            places = missing.setdefault((entry.document, squash(name)), [])
            places.append((name, entry))
    for (name, entry), *others in missing.values():
        shown = name if len(name) <= 80 else name[:79] + "…"
        message = f"'{entry.term}' refers to '{shown}', which no entry defines"
        if others:
            message += f"; so {'do' if len(others) > 1 else 'does'} {len(others)} more"
        yield finding(
            ground, Code.DANGLING_REFERENCE, entry, message, *(other for _, other in others)
        )


def _lost(entry: Entry, names: _Names) -> list[str]:
    """Return the names in "See …" that no entry has."""
    how, said = _pointed(entry.definition)
    if how != "points" or entry.see_also or entry.dangling or not said:
        return []
    whole, *parts = said
    if names.find(whole, entry):
        return []
    return [part for part in parts or [whole] if not names.find(part, entry)]
