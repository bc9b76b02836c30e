"""Names that more than one entry has."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from ..concepts import content_stems
from ..names import squash, words
from ..records import Entry
from .catalogue import Code
from .findings import Finding, Ground, finding
from .pointers import is_pointer

__all__ = ["repeated_terms", "shared_names"]

_MOST = 20  # entries of one term that a further one is held against
_SAME = 0.9  # share of content words in common: the rest is a word that was mended in one of them


def repeated_terms(ground: Ground) -> Iterator[Finding]:
    """Yield entries whose term an earlier entry of the glossary has, spellings folded."""
    for glossary in ground.glossaries:
        by_term: dict[str, list[Entry]] = defaultdict(list)
        counts: Counter[str] = Counter()
        for entry in glossary.entries:
            key = _key(entry.term)
            earlier = by_term[key]
            rivals = [other for other in earlier if _rival(entry, other)]
            same = next((other for other in rivals if _alike(entry, other) >= _SAME), None)
            counts[key] += 1
            if same:
                message = f"'{entry.term}' is defined twice, in the same words"
                yield finding(ground, Code.DUPLICATE_ENTRY, entry, message, same)
            elif rivals:
                message = f"'{entry.term}' is defined {_times(counts[key])}, differently"
                yield finding(ground, Code.CONFLICTING_DEFINITIONS, entry, message, *rivals)
            if len(earlier) < _MOST:
                earlier.append(entry)


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


def _key(name: str) -> str:
    """Fold a name; single letters and names of capitals keep them: ``n``, ``N``, ``HEAD``."""
    return name if len(name) == 1 else squash(name) + ("^" if name.isupper() else "")


def _rival(one: Entry, two: Entry) -> bool:
    """Tell whether nothing in the source tells two entries of one term apart."""
    if {"identified", "disambiguation"}.intersection((*one.flags, *two.flags)):
        return words(one.definition) == words(two.definition)
    return not (is_pointer(one) or is_pointer(two))


def _alike(one: Entry, two: Entry) -> float:
    if words(one.definition) == words(two.definition):
        return 1.0
    a, b = content_stems(one.definition), content_stems(two.definition)
    return len(a & b) / len(a | b) if min(len(a), len(b)) > 9 else 0.0


def shared_names(ground: Ground) -> Iterator[Finding]:
    """Yield other names that are a term, or another name, of another entry."""
    for glossary in ground.glossaries:
        terms: dict[str, Entry] = {}
        for entry in glossary.entries:
            if not is_pointer(entry):
                terms.setdefault(_key(entry.term), entry)
        owners: dict[str, Entry] = {}
        for entry in glossary.entries:
            yield from _shared(ground, entry, terms, owners)


def _shared(
    ground: Ground,
    entry: Entry,
    terms: dict[str, Entry],
    owners: dict[str, Entry],
) -> Iterator[Finding]:
    own = _key(entry.term)
    for alias in entry.aliases:
        key = _key(alias)
        if not key or key == own:
            continue
        other = terms.get(key)
        if other is not None and other.id != entry.id:
            message = f"'{alias}', another name of '{entry.term}', is a term of its own"
            yield finding(ground, Code.ALIAS_IS_TERM, entry, message, other)
            continue
        other = owners.setdefault(key, entry)
        if other.id != entry.id and _key(other.term) != own:
            message = f"'{alias}' is another name of '{entry.term}' and of '{other.term}'"
            yield finding(ground, Code.ALIAS_SHARED, entry, message, other)
