"""What speaks for a drafted answer and against it, as numbers with names."""

import math
from dataclasses import dataclass, fields

import numpy as np

from ..index.lexicon import StoredChunk
from ..index.names import stem_words
from .compose import Case, Draft
from .english import STRICT_FACTS
from .familiar import rarity
from .passages import Passage, answering, stands_in
from .query import Query
from .records import Intent
from .replies import replies

__all__ = ["NO_FEATURES", "Features", "features_of"]


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for an answer and against it, each in [0, 1].

    Attributes:
        mentioned: 1 if the question uses a name of the index.
        named: share of the question's content words that names cover.
        whole: 1 if names alone decide what is quoted.
        edits: letters that had to be changed in the names, to 1 for three or more.
        dense: highest cosine of a quoted sentence with the question; in a language that the
            encoder doesn't know, the root of ``coverage``, since nothing else is near.
        margin: how far that is over the best sentence of any other concept, times 3, from 0 to 1.
        coverage: share of the remaining words, weighted by rarity, that the quotes hold.
        unheld: if a kind of fact is asked for and no quote shows it, how little it sounds as if
            it described a thing; else 0.
        unknown: share of the content words that stand nowhere in the index.
        foreign: share of them that stand there nowhere and are no common English either.
        strange: rarity in English of the rarest word that stands nowhere in the index.
        missed: rarity in English of the rarest word that the quoted entries don't hold.
        proper: 1 if a word that stands nowhere in the index is written like a name.
        brief: one by the number of content words.
        unnamed: 1 if it asks what something is, in a few words that are no entry's name, nor
            stand side by side in a quote.
        called: how much it sounds as if it named a thing, in words that are no name here.
        described: how much it sounds as if it described a thing.
        described_near: that times ``dense``.
        described_brief: that times ``brief``.
        described_strange: that times ``strange``.
        described_missed: that times ``missed``.
        asked: how much it sounds as if it wanted a fact.
        asked_near: that times ``dense``.
        asked_covered: that times ``coverage``.
        replied: how much the nearest quoted sentence looks like a reply, times how little the
            question sounds as if it described a thing; 0 with another encoder than ours.
        far: how much it sounds like another field, or like no question.
    """

    mentioned: float
    named: float
    whole: float
    edits: float
    dense: float
    margin: float
    coverage: float
    unheld: float
    unknown: float
    foreign: float
    strange: float
    missed: float
    proper: float
    brief: float
    unnamed: float
    called: float
    described: float
    described_near: float
    described_brief: float
    described_strange: float
    described_missed: float
    asked: float
    asked_near: float
    asked_covered: float
    replied: float
    far: float


NO_FEATURES = Features(*[0.0] * len(fields(Features)))


def features_of(case: Case, draft: Draft) -> Features:
    """Return what speaks for a draft; ``case`` is what it was drafted from."""
    query, kinds = case.query, case.query.kinds
    coverage = _coverage(case, draft)
    dense, margin = (math.sqrt(coverage), 0.0) if query.worded else _nearness(case, draft)
    unknown = _unknown(case)
    rare = {word: rarity(word) for word in query.unread}
    strange = max((rare[word] for word in unknown), default=0.0)
    missed = max((rare[word] for word in _missed(case, draft)), default=0.0)
    words = max(1, query.words)
    brief = 1 / max(1, len(query.unread))
    named = query.named if case.by_mention else 0.0
    described = kinds.get("reverse", 0.0)
    asked = sum(kinds.get(kind, 0.0) for kind in ("fact", "yesno", "relation"))
    return Features(
        mentioned=float(bool(query.mentions)),
        named=named,
        whole=float(draft.whole and (bool(case.by_mention) or draft.intent is Intent.LIST)),
        edits=min(1.0, sum(mention.edits for mention in case.by_mention) / 3),
        dense=dense,
        margin=margin,
        coverage=coverage,
        unheld=float(_lacks_fact(case, draft)) * (1 - described),
        unknown=len(unknown) / words,
        foreign=sum(rare[word] == 1.0 for word in unknown) / words,
        strange=strange,
        missed=missed,
        proper=float(any(_is_written_as_name(word, query) for word in unknown)),
        brief=brief,
        unnamed=float(query.unnamed and not draft.whole and not _quotes_phrase(case, draft)),
        called=kinds.get("define", 0.0) * (1 - named),
        described=described,
        described_near=described * dense,
        described_brief=described * brief,
        described_strange=described * strange,
        described_missed=described * missed,
        asked=asked,
        asked_near=asked * dense,
        asked_covered=asked * coverage,
        replied=(1 - described) * _reply(case, draft) if kinds else 0.0,
        far=kinds.get("far", 0.0),
    )


def _nearness(case: Case, draft: Draft) -> tuple[float, float]:
    """Return the highest cosine of the quoted entries, and its margin over other concepts'."""
    dense = case.evidence.dense
    rows = {passage.row for passage in draft.passages}
    own = {row for g in case.groups if not rows.isdisjoint(g.members) for row in g.members}
    nearest = max(dense.get(row, 0.0) for row in rows)
    other = max((cosine for row, cosine in dense.items() if row not in own), default=0.0)
    return nearest, min(1.0, max(0.0, 3 * (nearest - other)))


def _reply(case: Case, draft: Draft) -> float:
    """Return how much the nearest quoted sentence looks like a reply to the question."""
    chunks = [
        chunk
        for chunk in case.index.lexicon.chunks_of({passage.row for passage in draft.passages})
        if any(_lies_in(chunk, passage) for passage in draft.passages)
    ]
    if not chunks:
        return 0.0
    vectors = np.asarray(case.index.vectors.rows([chunk.row for chunk in chunks]))
    question = case.evidence.vector
    return replies(question, vectors[np.argmax(vectors @ question)])


def _lies_in(chunk: StoredChunk, passage: Passage) -> bool:
    inside = passage.start <= chunk.start and chunk.end <= passage.end
    return chunk.entry_row == passage.row and inside


def _coverage(case: Case, draft: Draft) -> float:
    members = {passage.row: passage.entry for passage in draft.passages}
    sentences = answering(case.index, members, case.query, case.evidence)
    return max((one.coverage for one in sentences if _is_quoted(one, draft)), default=0.0)


def _is_quoted(sentence: Passage, draft: Draft) -> bool:
    return any(
        sentence.row == passage.row
        and passage.start <= sentence.start
        and sentence.end <= passage.end
        for passage in draft.passages
    )


def _lacks_fact(case: Case, draft: Draft) -> bool:
    strict = [holds for kind, holds in case.query.facts if kind in STRICT_FACTS]
    texts = [case.index.lexicon.text(p.entry.document, p.start, p.end) for p in draft.passages]
    held = any(holds.search(text) for holds in strict for text in texts)
    return bool(strict) and not draft.whole and not held


def _quotes_phrase(case: Case, draft: Draft) -> bool:
    """Tell whether the question's content words stand side by side in a quote."""
    texts = (case.index.lexicon.text(p.entry.document, p.start, p.end) for p in draft.passages)
    return any(stands_in(case.query.focus, stem_words(text)) for text in texts)


def _unknown(case: Case) -> list[str]:
    """Return the words beside the names that stand nowhere in the index."""
    stems = {word: stem_words(word) for word in case.query.unread}
    known = case.index.lexicon.frequencies({stem for found in stems.values() for stem in found})
    return [word for word, found in stems.items() if not all(known.get(stem) for stem in found)]


def _missed(case: Case, draft: Draft) -> list[str]:
    """Return the words beside the names that no quoted entry holds."""
    lexicon = case.index.lexicon
    held = {stem for p in draft.passages for name in p.entry.names for stem in stem_words(name)}
    for chunk in lexicon.chunks_of({passage.row for passage in draft.passages}):
        held |= lexicon.wording(chunk)[1]
    return [word for word in case.query.unread if not held.issuperset(stem_words(word))]


def _is_written_as_name(word: str, query: Query) -> bool:
    """Tell whether a word has a capital or a digit where common words have none."""
    inner = word[1:]
    first = query.question.lstrip("\"'“‘(").startswith(word)
    return (
        inner != inner.lower() or any(map(str.isdigit, word)) or (word[:1].isupper() and not first)
    )
