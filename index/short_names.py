"""Names cut short: what people call an entry when they leave a word out.

"Stanley" for "Stanley knife", "cross skis" for "cross country skis". A cut name counts only
where it means one concept, and never beside an entry that bears it in full.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from .names import squash, words
from .records import Concept, Entry

__all__ = ["short_names"]

MAX_WORDS = 6
MIN_WORD_LENGTH = 4


def short_names(
    entries: Sequence[Entry], concepts: Sequence[Concept]
) -> Iterator[tuple[int, str, str]]:
    """Yield ``(place in entries, squashed key, the name that was cut)``, in order.

    Args:
        entries: of one index.
        concepts: of these entries.
    """
    concept_of = {item: concept.id for concept in concepts for item in concept.entries}
    full = {squash(name) for entry in entries for name in entry.names}
    meant: dict[str, set[str]] = defaultdict(set)
    cuts: list[tuple[int, str, str]] = []
    for place, entry in enumerate(entries):
        for name in entry.names:
            for key in dict.fromkeys(_cuts(name)):
                if key not in full:
                    meant[key].add(concept_of.get(entry.id, entry.id))
                    cuts.append((place, key, name))
    yield from (cut for cut in cuts if len(meant[cut[1]]) == 1)


def _cuts(name: str) -> Iterator[str]:
    parts = words(name)
    if not 2 <= len(parts) <= MAX_WORDS:
        return
    yield squash(" ".join(parts[:-1]))
    for left_out in range(1, len(parts) - 1):
        yield squash(" ".join((*parts[:left_out], *parts[left_out + 1 :])))
    yield from (squash(part) for part in parts if len(part) >= MIN_WORD_LENGTH)
