"""Which sentences of an entry answer a question."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from ..index.lexicon import StoredChunk
from ..index.names import squash, stem_words
from ..index.opened import Index
from ..index.records import Entry, Span
from .query import Query
from .retriever import Evidence

__all__ = ["Passage", "answering", "complete", "defining", "join", "naming", "stands_in", "strays"]

#: What counts in a sentence: its cosine with the question, the words they share, a fact asked for.
COSINE_WEIGHT = 1.0
COVERAGE_WEIGHT = 0.5
FACT_WEIGHT = 0.15
#: The cosine where the encoder doesn't know the question's language.
FOREIGN_COSINE = 0.3
#: What the words count where a thing is described: who doesn't know its name uses other words.
DESCRIBED_COVERAGE = 0.1
#: What the sentence that defines an entry has before its others where a thing is described.
DEFINING_WEIGHT = 0.04
_HEAD_SENTENCES = 4
_SPEAKS_OF_IT = re.compile(r"(?:An? |The )?(.{2,90}?),?\s(?:is|are|refers?|means?|\w+s)\b")
_SAYS_WHAT_IT_IS = re.compile(
    r"(?:An? |The )?(.{2,90}?),?\s(?:(?:is|are) (?:an?|the|one)\b|refers? to\b|means?\b)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that may be quoted.

    Attributes:
        row: the entry's row.
        entry: whose text it is.
        start: first code point in the document's text.
        end: one past its last.
        score: how well it answers; higher is better, roughly in [0, 1.6].
        coverage: share of the question's other content words that it holds, in [0, 1].
        holds_fact: whether it shows the kind of fact that is asked for; ``None`` if none is.
    """

    row: int
    entry: Entry
    start: int
    end: int
    score: float = 0.0
    coverage: float = 0.0
    holds_fact: bool | None = None

    @property
    def size(self) -> int:
        """Its length in code points."""
        return self.end - self.start


def defining(index: Index, row: int, entry: Entry) -> Passage:
    """Return the sentence that defines an entry.

    The first one, unless only a later one of the first few says what the term *is*
    ("<term> is a …"): some entries open with a word on their subject's history.
    """
    chunks = [c for c in index.lexicon.chunks_of([row]) if entry.start <= c.start < entry.end]
    if not chunks:
        return Passage(row, entry, entry.start, entry.end)
    names = {squash(name) for name in entry.names}
    for place, chunk in enumerate(chunks[:_HEAD_SENTENCES]):
        text = index.lexicon.text(entry.document, chunk.start, chunk.end)
        says = _SAYS_WHAT_IT_IS if place else _SPEAKS_OF_IT
        match = says.match(re.sub(r"\s*\([^()]*\)", "", text))
        if match and squash(match.group(1).split(",")[0]) in names:
            return Passage(row, entry, chunk.start, chunk.end)
    return Passage(row, entry, chunks[0].start, chunks[0].end)


def answering(
    index: Index, members: Mapping[int, Entry], query: Query, evidence: Evidence
) -> list[Passage]:
    """Score the sentences of some entries against the question, best first.

    A sentence's score is its cosine with the question, plus the share of the question's words
    that it holds, its entry's names counted in, weighted by rarity, plus a bonus if it shows
    the kind of fact that is asked for. Where a thing is described, words count less, and the
    defining sentence a little more. Equal scores keep the order of the text.
    """
    chunks = index.lexicon.chunks_of(members)
    if not chunks:
        return []
    cosines = index.vectors.rows([chunk.row for chunk in chunks]) @ evidence.vector
    described = query.kinds.get("reverse", 0.0)
    wording = described * DESCRIBED_COVERAGE + (1 - described) * COVERAGE_WEIGHT
    meaning = FOREIGN_COSINE if query.worded else COSINE_WEIGHT
    weights = _rarity(index, query.focus)
    other = query.rest or query.focus
    known = {row: _name_stems(entry) for row, entry in members.items()}
    passages = []
    for chunk, cosine in zip(chunks, np.asarray(cosines), strict=True):
        entry = members[chunk.entry_row]
        text, stems = index.lexicon.wording(chunk)
        head = _head(entry, chunk.start)
        stems = stems.union(stem_words(head)) if head else stems
        coverage = _share(weights, other, stems)
        worded = _share(weights, query.focus, stems | known[chunk.entry_row])
        holds = any(pattern.search(text) for _, pattern in query.facts) if query.facts else None
        score = meaning * float(cosine) + wording * worded + FACT_WEIGHT * bool(holds)
        score += DEFINING_WEIGHT * described * (chunk.start == entry.start)
        passages.append(
            Passage(chunk.entry_row, entry, chunk.start, chunk.end, score, coverage, holds)
        )
    passages.sort(key=lambda passage: (-passage.score, passage.entry.id, passage.start))
    return passages


def _share(weights: Mapping[str, float], wanted: Sequence[str], stems: frozenset[str]) -> float:
    """Return the share of the wanted stems, by weight, that are among some."""
    total = sum(weights[stem] for stem in wanted)
    return sum(weights[stem] for stem in wanted if stem in stems) / total if total else 0.0


@lru_cache(maxsize=4096)
def _stems_of(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem for name in names for stem in stem_words(name))


def _name_stems(entry: Entry) -> frozenset[str]:
    return _stems_of(entry.names)


def _head(entry: Entry, start: int) -> str:
    """Return the run-in head under which an offset of the entry stands, or ``""``."""
    return next((s.head for s in entry.sections if s.start <= start < s.end), "")


def _rarity(index: Index, stems: Sequence[str]) -> dict[str, float]:
    """Weigh stems by how rare they are: ``log(1 + N / (1 + df))`` (Robertson's idf, smoothed)."""
    frequencies = index.lexicon.frequencies(stems)
    n = index.lexicon.counts.entries
    return {stem: math.log(1 + n / (1 + frequencies.get(stem, 0))) for stem in stems}


def naming(index: Index, row: int, entry: Entry, names: Sequence[str]) -> Passage | None:
    """Return the first sentence of an entry that uses one of some names, or ``None``."""
    wanted = [stem_words(name) for name in names]
    for chunk in index.lexicon.chunks_of([row]):
        text, known = index.lexicon.wording(chunk)
        if not any(known.issuperset(name) for name in wanted):
            continue
        stems = stem_words(text)
        if any(stands_in(name, stems) for name in wanted):
            return Passage(row, entry, chunk.start, chunk.end)
    return None


def stands_in(name: Sequence[str], stems: Sequence[str]) -> bool:
    """Tell whether some stems stand side by side among others."""
    size = len(name)
    return any(list(stems[at : at + size]) == list(name) for at in range(len(stems) - size + 1))


def complete(index: Index, passage: Passage) -> Passage:
    """Lead a passage that ends in a colon on to what it announces, such as a formula.

    Only what stands right behind it is announced: the next chunk of an entry may lie elsewhere.
    """
    chunks = index.lexicon.chunks_of([passage.row])
    text = index.lexicon.text(passage.entry.document, passage.start, passage.end)
    after = min((chunk for chunk in chunks if chunk.start >= passage.end), default=None, key=_place)
    if not text.endswith(":") or after is None:
        return passage
    gap = index.lexicon.text(passage.entry.document, passage.end, after.start)
    return passage if any(char.isalnum() for char in gap) else replace(passage, end=after.end)


def _place(chunk: StoredChunk) -> int:
    return chunk.start


def strays(entry: Entry, start: int, quote: str) -> bool:
    """Tell whether a quote that begins at an offset holds text that is not the entry's."""
    spans = [Span(entry.start, entry.end), *entry.more, *filter(None, [entry.mnemonic])]
    inside = bytearray(len(quote))
    for span in spans:
        first, last = max(span.start, start) - start, min(span.end, start + len(quote)) - start
        if first < last:
            inside[first:last] = b"\1" * (last - first)
    return any(not own and not char.isspace() for own, char in zip(inside, quote, strict=True))


def join(index: Index, passages: Sequence[Passage]) -> list[Passage]:
    """Join passages of one entry that stand side by side, keeping the order of first mention."""
    joined: list[Passage] = []
    for passage in passages:
        for at, other in enumerate(joined):
            if other.entry.id != passage.entry.id:
                continue
            first, last = sorted((other, passage), key=lambda p: p.start)
            gap = index.lexicon.text(passage.entry.document, first.end, max(first.end, last.start))
            if last.start <= first.end or not gap.strip():
                joined[at] = replace(other, start=first.start, end=max(first.end, last.end))
                break
        else:
            joined.append(passage)
    return joined
