"""One score from three channels, and entries grouped by concept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ..index.opened import Index
from ..index.records import Concept, Entry
from .retriever import Channel, Evidence

__all__ = ["Candidate", "Group", "fuse", "group"]

#: Weights of meaning and words where no name decides (chosen on development questions; plain
#: reciprocal-rank fusion lost accuracy on definitions and paraphrases alike).
DENSE_WEIGHT = 0.95
LEXICAL_WEIGHT = 0.05
#: How far a name that covers the whole question lifts an entry towards 1.
NAME_LIFT = 0.9


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry row with its fused score in [0, 1] and its rank in each channel that found it."""

    row: int
    score: float
    channels: dict[str, int]


@dataclass(frozen=True, slots=True)
class Group:
    """A concept that was found.

    Attributes:
        concept: its names and entries.
        score: its best entry's, in [0, 1].
        members: its entries by row: those found, best first, then the others.
    """

    concept: Concept
    score: float
    members: Mapping[int, Entry]

    @property
    def best(self) -> Entry:
        """The entry that was found first."""
        return next(iter(self.members.values()))


def fuse(evidence: Evidence) -> list[Candidate]:
    """Score every entry that a channel found, best first; equal scores by row.

    ``1 - (1 - lift * name) * (1 - base)``, with ``base`` the weighted mean of meaning and words:
    a passing mention only helps. An exact name that is the whole question beats every score: one
    that others would beat is lifted over the best of them.
    """
    ranks = {
        "name": _ranks(evidence.names),
        "lexical": _ranks(evidence.lexical),
        "dense": _ranks(evidence.dense),
    }
    candidates = []
    for row in sorted({*evidence.names, *evidence.lexical, *evidence.dense}):
        base = DENSE_WEIGHT * evidence.dense.get(row, 0.0)
        base += LEXICAL_WEIGHT * evidence.lexical.get(row, 0.0)
        score = 1 - (1 - NAME_LIFT * evidence.names.get(row, 0.0)) * (1 - base)
        channels = {name: rank[row] for name, rank in ranks.items() if row in rank}
        candidates.append(Candidate(row, score, channels))
    best = max((c.score for c in candidates if evidence.names.get(c.row, 0.0) < 1), default=0.0)
    candidates = [
        replace(c, score=1 - (1 - c.score) * (1 - best))
        if evidence.names.get(c.row) == 1 and c.score <= best
        else c
        for c in candidates
    ]
    candidates.sort(key=lambda candidate: (-candidate.score, candidate.row))
    return candidates


def _ranks(channel: Channel) -> dict[int, int]:
    ordered = sorted(channel, key=lambda row: (-channel[row], row))
    return {row: rank for rank, row in enumerate(ordered, 1)}


def group(
    index: Index, candidates: Sequence[Candidate], limit: int, documents: Collection[str] = ()
) -> list[Group]:
    """Group candidates by concept, best first.

    Args:
        index: where the concepts are.
        candidates: best first.
        limit: how many concepts to return at most.
        documents: ids of the documents that entries may come from; empty for all.
    """
    lexicon = index.lexicon
    concepts = lexicon.concepts([candidate.row for candidate in candidates])
    found: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        found.setdefault(concepts[candidate.row].id, []).append(candidate)
    kept = list(found.values())[:limit]
    rows_of = lexicon.rows_of(
        [item for members in kept for item in concepts[members[0].row].entries]
    )
    rows = sorted({*rows_of.values(), *(c.row for members in kept for c in members)})
    entries = dict(zip(rows, lexicon.entries(rows), strict=True))
    groups = []
    for members in kept:
        concept = concepts[members[0].row]
        others = sorted(rows_of[item] for item in concept.entries)
        order = dict.fromkeys([*(member.row for member in members), *others])
        inside = {row: entries[row] for row in order}
        if documents:
            inside = {row: e for row, e in inside.items() if e.document in documents}
        groups.append(Group(concept, members[0].score, inside))
    return groups
