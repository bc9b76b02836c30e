"""Definitions that stand under more than one term, word for word or nearly."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from ..concepts import content_stems
from ..names import squash, words
from ..records import Entry
from .catalogue import Code
from .findings import Finding, Ground, finding
from .pointers import is_pointer

__all__ = ["same_definitions"]

_FEWEST_WORDS = 3
_FEWEST_STEMS = 5
_JACCARD = 0.8
_RATIO = 0.85
_CROWD = 100  # entries that share a rare word; more are made after a pattern, not copied


def same_definitions(ground: Ground) -> Iterator[Finding]:
    """Yield entries whose definition another term of the glossary has, exactly or nearly."""
    for glossary in ground.glossaries:
        first: dict[tuple[str, ...], Entry] = {}
        kept: list[Entry] = []
        for entry in glossary.entries:
            key = tuple(words(entry.definition))
            if len(key) < _FEWEST_WORDS or is_pointer(entry):
                continue
            other = first.setdefault(key, entry)
            if other is entry:
                kept.append(entry)
            elif squash(other.term) != squash(entry.term):
                message = f"'{entry.term}' has the definition of '{other.term}', word for word"
                yield finding(ground, Code.SAME_DEFINITION, entry, message, other)
        yield from _near(ground, kept)


def _near(ground: Ground, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Find near-equal sets of words by their rarest ones (prefix filter, Bayardo et al. 2007)."""
    stems = [content_stems(entry.definition) for entry in entries]
    counts = Counter(stem for found in stems for stem in found)
    by_stem: dict[str, list[int]] = defaultdict(list)
    for at, found in enumerate(stems):
        if len(found) < _FEWEST_STEMS:
            continue
        rarest = sorted(found, key=lambda stem: (counts[stem], stem))
        prefix = rarest[: len(found) - math.ceil(_JACCARD * len(found)) + 1]
        others = {other for stem in prefix for other in by_stem[stem][:_CROWD]}
        for stem in prefix:
            by_stem[stem].append(at)
        best = max(
            ((_ratio(entries[at], entries[other]), -other) for other in others
             if _jaccard(found, stems[other]) >= _JACCARD),
            default=(0.0, 0),
        )  # fmt: skip
        other = entries[-best[1]]
        if best[0] >= _RATIO and squash(other.term) != squash(entries[at].term):
            message = (
                f"'{entries[at].term}' and '{other.term}' are defined nearly alike "
                f"({round(100 * best[0])} % of the words{_apart(entries[at], other)})"
            )
            yield finding(ground, Code.NEAR_IDENTICAL, entries[at], message, other)


def _jaccard(one: frozenset[str], two: frozenset[str]) -> float:
    if min(len(one), len(two)) < _JACCARD * max(len(one), len(two)):
        return 0.0
    return len(one & two) / len(one | two)


def _ratio(one: Entry, two: Entry) -> float:
    return Indel.normalized_similarity(words(one.definition), words(two.definition))


def _apart(one: Entry, two: Entry) -> str:
    a, b = words(one.definition), words(two.definition)
    ours = [word for word in dict.fromkeys(a) if word not in set(b)][:3]
    theirs = [word for word in dict.fromkeys(b) if word not in set(a)][:3]
    if ours and theirs:
        return f"; '{' '.join(ours)}' against '{' '.join(theirs)}'"
    if ours or theirs:
        return f"; only '{one.term if ours else two.term}' has '{' '.join(ours or theirs)}'"
    return "; in another order"
