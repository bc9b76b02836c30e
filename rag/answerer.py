"""From a question to an answer: every word quoted, or a refusal that names the nearest terms."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..index.encoder import Encoder
from ..index.errors import DamagedIndexError, InputError
from ..index.names import fold, words
from ..index.opened import Index
from .compose import Case, Draft, compose
from .confidence import confidence, is_refused
from .conversation import standalone
from .features import NO_FEATURES, Features, features_of
from .finding import find
from .fusion import Candidate, Group, group
from .mentions import Mention
from .passages import Passage, strays
from .query import Query
from .records import Answer, Citation, Intent, Reason, Settings, Why
from .refusals import refusal_text

__all__ = ["MAX_QUESTION_CHARS", "Examined", "answer", "examine", "respond"]

MAX_QUESTION_CHARS = 2000
DEFAULTS = Settings()
RANKED = 10
#: Concepts that are looked at: enough for a list of members beyond the ranking.
GROUPS = 30
RELATED = 6
SUGGESTED = 3
#: Below this cosine, with no name mentioned, a question is off topic rather than unanswered.
OFF_TOPIC = 0.35
#: So does a question that sounds this much like another field, or like no question.
FAR = 0.4


def answer(
    index: Index,
    encoder: Encoder,
    question: str,
    *,
    history: Sequence[str] = (),
    source: str | None = None,
    question_id: str = "",
    settings: Settings = DEFAULTS,
) -> Answer:
    """Answer one question from an index.

    Args:
        index: what is asked.
        encoder: the one that the index was built with.
        question: up to ``MAX_QUESTION_CHARS`` characters; longer ones are refused.
        history: the user's earlier questions, oldest first; those longer than a question may
            be are left out.
        source: a document's path, title or id, to ask that document only.
        question_id: repeated in the answer.
        settings: channels and threshold.

    Returns:
        An answer whose every quote is checked against its document, or an abstention.

    Raises:
        InputError: if there is no such source.
    """
    began = time.perf_counter()
    sources = _sources(index, source)
    reply = _answer(index, encoder, question, history, sources, settings)
    elapsed_ms = (time.perf_counter() - began) * 1000
    return replace(reply, id=question_id, elapsed_ms=round(elapsed_ms, 3))


def _answer(
    index: Index,
    encoder: Encoder,
    question: str,
    history: Sequence[str],
    sources: frozenset[str],
    settings: Settings,
) -> Answer:
    if len(question) > MAX_QUESTION_CHARS:
        return _refusal(index, question[:200] + "…", Reason.TOO_LONG)
    if not words(question):
        return _refusal(index, question, Reason.EMPTY)
    return respond(
        question, examine(index, encoder, question, history, sources, settings), settings
    )


def respond(question: str, found: "Examined", settings: Settings = DEFAULTS) -> Answer:
    """Answer what was examined, or refuse it."""
    if found.draft is None:
        return _refused(question, found, Intent.NONE, 0.0)
    sure = round(confidence(found.features, settings.slope, settings.shift), 4)
    if is_refused(found.features, sure, settings):
        return _refused(question, found, found.draft.intent, sure)
    quoted = enumerate(found.draft.passages, 1)
    citations = tuple(_cite(found.case, passage, n) for n, passage in quoted)
    text = _spoken(citations, tuple(_leads(found, citations)))
    reply = Answer("", question, found.text, True, found.draft.intent, text, sure)
    return _finish(reply, found, citations)


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found for a question, before it is decided whether to answer.

    Attributes:
        text: the standalone question.
        case: what the channels found, concepts in the order of the ranking.
        candidates: entries, best first.
        draft: what would be quoted; ``None`` where there is nothing.
        features: what speaks for the draft.
    """

    text: str
    case: Case
    candidates: tuple[Candidate, ...]
    draft: Draft | None
    features: Features


def examine(
    index: Index,
    encoder: Encoder,
    question: str,
    history: Sequence[str] = (),
    sources: frozenset[str] = frozenset(),
    settings: Settings = DEFAULTS,
) -> Examined:
    """Do all of answering but the decision whether to answer.

    Takes what :func:`answer` takes, but for ``sources``: the ids of the documents to ask; empty
    for all, or for those that the question names.
    """
    asked = [earlier for earlier in history if len(earlier) <= MAX_QUESTION_CHARS]
    text = standalone(question, asked, index.lexicon)
    found = find(index, encoder, text, channels=settings.channels)
    query = found.query
    documents = sources or frozenset(query.documents)
    candidates = tuple(_allowed(index, found.candidates, documents))
    groups = tuple(group(index, candidates, GROUPS, documents, query.tongue))
    case = Case(index, query, found.evidence, groups, _concepts_named(query, groups), documents)
    draft = compose(case)
    if draft is None:
        return Examined(text, case, candidates, None, NO_FEATURES)
    features = features_of(case, draft)
    case = replace(case, groups=_cited_first(groups, draft))
    return Examined(text, case, candidates, draft, features)


def _refusal(index: Index, question: str, reason: Reason) -> Answer:
    text = refusal_text(reason, question, index.lexicon, "", ())
    return Answer("", question, question, False, Intent.NONE, text, 0.0, reason)


def _refused(question: str, found: Examined, intent: Intent, sure: float) -> Answer:
    """Return a refusal that says why, and what is near."""
    case = found.case
    reason = _why_not(case)
    about = next((g.concept.name for g in case.by_mention.values()), "")
    near = [g.concept.name for g in case.groups][:SUGGESTED]
    text = refusal_text(reason, question, case.index.lexicon, about, near)
    blank = Answer("", question, question, False, intent, text, sure, reason)
    return _finish(replace(blank, suggestions=tuple(near)), found, ())


def _sources(index: Index, source: str | None) -> frozenset[str]:
    """Return the ids of the documents that a path, title or id names; none for ``None``."""
    if source is None:
        return frozenset()
    listed = index.lexicon.documents()
    found = frozenset(d.id for d in listed if source in (d.path, d.title, d.id))
    if not found:
        names = ", ".join(f"'{d.path}'" for d in listed[:8]) + (" …" if len(listed) > 8 else "")
        raise InputError(f"no source '{source}'. Expected a path or title; the index holds {names}")
    return found


def _allowed(
    index: Index, candidates: Sequence[Candidate], documents: frozenset[str]
) -> Sequence[Candidate]:
    """Keep the candidates that stand in the documents asked for."""
    if not documents:
        return candidates
    entries = index.lexicon.entries([candidate.row for candidate in candidates])
    pairs = zip(candidates, entries, strict=True)
    return [candidate for candidate, entry in pairs if entry.document in documents]


def _concepts_named(query: Query, groups: Sequence[Group]) -> dict[Mention, Group]:
    """Map each mention to the concept of the entry that claims its name most strongly."""
    owner = {row: g for g in groups for row in g.members}
    named = {}
    for mention in query.mentions:
        found = next((owner[row] for row in mention.rows if row in owner), None)
        if found is not None:
            named[mention] = found
    return named


def _why_not(case: Case) -> Reason:
    """Say why there is no answer: the field, the term, or the fact about the term is missing."""
    query, dense = case.query, case.evidence.dense
    if case.by_mention and not query.unnamed:
        return Reason.FACT_NOT_HELD
    off = max(dense.values(), default=0.0) < OFF_TOPIC or query.kinds.get("far", 0.0) > FAR
    if not query.mentions and off:
        return Reason.OFF_TOPIC
    return Reason.NO_SUCH_TERM


def _cited_first(groups: tuple[Group, ...], draft: Draft) -> tuple[Group, ...]:
    """Order concepts as they are cited, then the others by score."""
    order: dict[int, int] = {}
    for passage in draft.passages:
        order.setdefault(passage.row, len(order))

    def place(found: Group) -> int:
        return min((order[row] for row in found.members if row in order), default=len(order))

    return tuple(sorted(groups, key=place))


def _cite(case: Case, passage: Passage, n: int) -> Citation:
    """Make the citation of a passage; its quote is read from the stored text once more."""
    lexicon, entry = case.index.lexicon, passage.entry
    document = next(d for d in lexicon.documents() if d.id == entry.document)
    quote = lexicon.text(document.id, passage.start, passage.end)
    if not quote.strip() or strays(entry, passage.start, quote):
        raise DamagedIndexError(
            f"{document.path}: the text at {passage.start}–{passage.end} is no part of the entry "
            f"'{entry.term}', as which it would be quoted. Rebuild the index: glossator index … "
            "--out DIR"
        )
    return Citation(
        n,
        entry.term,
        lexicon.concepts([passage.row])[passage.row].id,
        entry.id,
        document.path,
        document.title,
        lexicon.line_of(document.id, passage.start),
        entry.locator,
        quote,
        passage.start,
        passage.end,
        document.text_sha256,
    )


def _leads(found: Examined, citations: Sequence[Citation]) -> Iterator[str]:
    """Yield what stands before each quote: the term, and what the question makes worth adding.

    For a name's long form that is the heading that holds it; where sources are set side by side,
    that one repeats another.
    """
    intent = found.draft.intent if found.draft else Intent.NONE
    passages = found.draft.passages if found.draft else ()
    said: set[str] = set()
    for citation, passage in zip(citations, passages, strict=True):
        wording = fold(citation.quote)
        if intent is Intent.EXPAND:
            yield passage.entry.heading
        elif intent is Intent.CROSS_SOURCE and wording in said:
            yield f"{citation.term}, in the same words"
        else:
            yield citation.term
        said.add(wording)


def _spoken(citations: Sequence[Citation], leads: Sequence[str]) -> str:
    """Return the plain text: each lead-in once, its quotes, their marks."""
    lines: list[str] = []
    last = None
    for citation, lead in zip(citations, leads, strict=True):
        quote = f"“{' '.join(citation.quote.split())}” [{citation.n}]"
        if lead == last:
            lines[-1] += f" {quote}"
        else:
            lines.append(f"{lead} — {quote}")
        last = lead
    return "\n".join(lines)


def _finish(reply: Answer, found: Examined, citations: tuple[Citation, ...]) -> Answer:
    """Add what goes with every reply: the ranking, the reasons, and where to go next."""
    case = found.case
    paths = {d.id: d.path for d in case.index.lexicon.documents()}
    ranked = [next(iter(g.members.items())) for g in case.groups[:RANKED]]
    by_row = {candidate.row: candidate for candidate in found.candidates}
    why = [
        Why(entry.id, by_row[row].channels, _matched(case, by_row[row]))
        for row, entry in ranked
        if row in by_row
    ]
    cited = {c.concept for c in citations}
    return replace(
        reply,
        standalone_question=found.text,
        citations=citations,
        ranked=tuple((entry.term, paths[entry.document]) for _, entry in ranked),
        why=tuple(why),
        senses=_senses(case, cited) if citations else (),
        related=_related(case, cited) if citations else (),
    )


def _matched(case: Case, candidate: Candidate) -> str:
    mention = case.evidence.mentions.get(candidate.row)
    if mention is not None:
        return str(mention)
    return (
        "words and meaning"
        if {"lexical", "dense"} <= set(candidate.channels)
        else ("meaning" if "dense" in candidate.channels else "words")
    )


def _senses(case: Case, cited: set[str]) -> tuple[str, ...]:
    """Return other concepts that claim a name which the question mentions, and that is answered."""
    owner = {row: g for g in case.groups for row in g.members}
    others: dict[str, None] = {}
    for mention, named in case.by_mention.items():
        if named.concept.id not in cited:
            continue
        for row in mention.rows:
            if row in owner and owner[row].concept.id not in cited:
                others[owner[row].concept.name] = None
    return tuple(others)[:RELATED]


def _related(case: Case, cited: set[str]) -> tuple[str, ...]:
    """Return what the cited entries refer to, then their neighbours."""
    names: dict[str, None] = {}
    for found in case.groups:
        if found.concept.id in cited:
            for entry in found.members.values():
                for target in entry.see_also:
                    other = case.index.lexicon.entry(target)
                    if other is not None:
                        names[other.term] = None
    for found in case.groups:
        if found.concept.id not in cited:
            names[found.concept.name] = None
    own = {g.concept.name for g in case.groups if g.concept.id in cited} | {*_senses(case, cited)}
    return tuple(name for name in names if name not in own)[:RELATED]
