"""One score from three channels, and entries grouped by concept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ..index.opened import Index
from ..index.records import Concept, Entry
from .retriever import Channel, Evidence

__all__ = ["Candidate", "Group", "fuse", "group"]

#: What words weigh beside meaning where no name decides, for a question that asks about
#: something and for one that describes it (chosen on written questions over glossaries that the
#: encoder knows; plain reciprocal-rank fusion lost accuracy on definitions and paraphrases alike).
WORDS_ASKED = 0.2
WORDS_DESCRIBED = 0.05
#: The same where the encoder doesn't know the question's language.
WORDS_FOREIGN = 0.6
#: How far a name that covers the whole question lifts an entry towards 1, and where the question
#: describes: what that names in passing is hardly ever what it describes.
NAME_LIFT = 0.9
NAME_LIFT_DESCRIBED = 0.5


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


def fuse(evidence: Evidence, described: float = 0.0, *, worded: bool = False) -> list[Candidate]:
    """Score every entry that a channel found, best first; equal scores by row.

    ``1 - (1 - lift * name) * (1 - base)``, with ``base`` the weighted mean of meaning and words:
    a passing mention only helps. An exact name that is the whole question beats every score: one
    that others would beat is lifted over the best of them.

    Args:
        evidence: what the channels say.
        described: how much the question sounds as if it described a thing, in [0, 1].
        worded: whether words say more than meaning, see :class:`~glossator.rag.query.Query`.
    """
    asked = WORDS_FOREIGN if worded else WORDS_ASKED
    wording = described * WORDS_DESCRIBED + (1 - described) * asked
    lift = described * NAME_LIFT_DESCRIBED + (1 - described) * NAME_LIFT
    ranks = {
        "name": _ranks(evidence.names),
        "lexical": _ranks(evidence.lexical),
        "dense": _ranks(evidence.dense),
    }
    candidates = []
    for row in sorted({*evidence.names, *evidence.lexical, *evidence.dense}):
        base = (1 - wording) * evidence.dense.get(row, 0.0)
        base += wording * evidence.lexical.get(row, 0.0)
        score = 1 - (1 - lift * evidence.names.get(row, 0.0)) * (1 - base)
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
    index: Index,
    candidates: Sequence[Candidate],
    limit: int,
    documents: Collection[str] = (),
    tongue: str = "",
) -> list[Group]:
    """Group candidates by concept, best first.

    Args:
        index: where the concepts are.
        candidates: best first.
        limit: how many concepts to return at most.
        documents: ids of the documents that entries may come from; empty for all.
        tongue: the language in which a concept's entries are wanted, if it has one that says it
            is; empty: that of its best entry.
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
        inside = _in_one_language(inside, tongue)
        groups.append(Group(concept, members[0].score, inside))
    return groups


def _in_one_language(members: dict[int, Entry], tongue: str) -> dict[int, Entry]:
    """Keep the entries in the language asked for, and those whose source names none."""
    spoken = {row: _language(entry) for row, entry in members.items()}
    known = [language for language in spoken.values() if language]
    if len(set(known)) < 2:
        return members
    wanted = tongue if tongue in known else known[0]
    return {row: entry for row, entry in members.items() if spoken[row] in ("", wanted)}


def _language(entry: Entry) -> str:
    return (entry.language or "").partition("-")[0].casefold()
