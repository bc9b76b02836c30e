"""Example questions that the loaded glossary answers, found by asking them."""

from collections.abc import Iterator, Sequence

from ..index.records import Entry
from ..rag.glossator import Glossator
from ..rag.records import Answer, Intent

__all__ = ["examples"]

#: So many entries, spread evenly, are looked at for terms; a larger glossary isn't read whole.
LOOKED_AT = 120
#: A term longer than this makes no example.
MAX_TERM_CHARS = 32


def examples(glossary: Glossator, limit: int = 4) -> tuple[str, ...]:
    """Return up to ``limit`` questions of different kinds, each answered by the right entries.

    The same index gives the same questions.
    """
    lexicon = glossary.index.lexicon
    total = lexicon.counts.entries
    rows = sorted({at * total // LOOKED_AT for at in range(LOOKED_AT)} & set(range(total)))
    entries = [entry for entry in lexicon.entries(rows) if _plain(entry.term)]
    entries.sort(key=lambda entry: (-_known(glossary, entry), entry.id))
    found: list[str] = []
    used: set[str] = set()
    kinds = [_defined(entries), _compared(entries), _remembered(entries), _defined(entries)]
    for kind in (*kinds, *[_defined(entries)] * (limit - len(kinds))):
        for question, terms, intent in kind:
            if used.isdisjoint(terms) and _right(glossary.ask(question), terms, intent):
                found.append(question)
                used |= terms
                break
    return tuple(found[:limit])


Kind = Iterator[tuple[str, frozenset[str], Intent]]


def _plain(term: str) -> bool:
    words = term.replace("-", " ").split()
    return len(term) <= MAX_TERM_CHARS and bool(words) and all(w.isalnum() for w in words)


def _known(glossary: Glossator, entry: Entry) -> int:
    """Count the glossaries that define an entry's concept: what several hold is of interest."""
    lexicon = glossary.index.lexicon
    row = lexicon.row_of(entry.id)
    concept = lexicon.concepts([row]).get(row) if row is not None else None
    if concept is None:
        return 1
    members = (lexicon.entry(entry_id) for entry_id in concept.entries)
    return len({member.document for member in members if member is not None})


def _defined(entries: Sequence[Entry]) -> Kind:
    for entry in entries:
        yield f"What does {_inside(entry.term)} mean?", frozenset({entry.term}), Intent.DEFINE


def _compared(entries: Sequence[Entry]) -> Kind:
    by_id = {entry.id: entry for entry in entries}
    for entry in entries:
        for other in (by_id[name] for name in entry.see_also if name in by_id):
            question = f"How do {_inside(entry.term)} and {_inside(other.term)} differ?"
            yield question, frozenset({entry.term, other.term}), Intent.COMPARE


def _remembered(entries: Sequence[Entry]) -> Kind:
    for entry in entries:
        if entry.mnemonic is not None:
            question = f"How can I remember {_inside(entry.term)}?"
            yield question, frozenset({entry.term}), Intent.MNEMONIC


def _inside(term: str) -> str:
    """Write a term as inside a sentence: a first capital goes where the rest has none."""
    return term[0].lower() + term[1:] if term[1:].islower() and " " not in term else term


def _right(answer: Answer, terms: frozenset[str], intent: Intent) -> bool:
    return answer.intent is intent and terms <= {citation.term for citation in answer.citations}
