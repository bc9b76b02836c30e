"""What an index holds, as scoring needs it: names, concepts, texts, by the scorer's own rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..index.opened import Index
from .faults import Fault
from .interchange import Qrels
from .matching import SourceNames, entry_grades, name_key, text_key
from .question_rows import shown
from .questions import check_gold
from .records import Question

__all__ = ["HeldEntry", "Holdings"]


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """An entry of the index.

    Attributes:
        id: the entry's.
        term: as printed.
        names: term, aliases, and the heading that holds them.
        source: its document's path.
        concept: its concept's id.
        definition: its text.
        see_also: ids of the entries that it refers to.
    """

    id: str
    term: str
    names: tuple[str, ...]
    source: str
    concept: str
    definition: str
    see_also: tuple[str, ...]


class Holdings:
    """The entries and texts of one index.

    Attributes:
        entries: in the order of their ids.
        texts: the text of each document, by path.
        sources: the names under which documents are cited.

    Args:
        index: open; it is read once, here.
    """

    def __init__(self, index: Index) -> None:
        lexicon = index.lexicon
        documents = lexicon.documents()
        paths = {document.id: document.path for document in documents}
        rows = range(lexicon.counts.entries)
        concepts = lexicon.concepts(rows)
        self.texts = {one.path: lexicon.document(one.id).text for one in documents}
        self.sources = SourceNames((one.path, one.title) for one in documents)
        self.entries = tuple(
            HeldEntry(
                entry.id,
                entry.term,
                tuple(dict.fromkeys((*entry.names, entry.heading))),
                paths[entry.document],
                concepts[row].id if row in concepts else entry.id,
                entry.definition,
                entry.see_also,
            )
            for row, entry in zip(rows, lexicon.entries(rows), strict=True)
        )
        self._by_id = {entry.concept: entry for entry in reversed(self.entries)}
        self._by_id.update((entry.id, entry) for entry in self.entries)
        self._ids = {(entry.term, entry.source): entry.id for entry in reversed(self.entries)}
        self._keys = {path: text_key(text) for path, text in self.texts.items()}
        self._concepts: dict[str, set[str]] = {}
        for entry in self.entries:
            for name in entry.names:
                self._concepts.setdefault(name_key(name), set()).add(entry.concept)

    def concepts_of(self, names: Iterable[str]) -> frozenset[str]:
        """Return the ids of the concepts that bear one of some names."""
        return frozenset(
            concept for name in names for concept in self._concepts.get(name_key(name), ())
        )

    def is_term(self, name: str) -> bool:
        """Tell whether a name is that of an entry."""
        return name_key(name) in self._concepts

    def stands_in(self, quote: str, sources: Sequence[str]) -> bool:
        """Tell whether a quote stands in one of some documents (all, if none is named)."""
        key = text_key(quote)
        return any(key in self._keys.get(path, "") for path in sources or self._keys)

    def check(self, questions: Iterable[Question]) -> tuple[Fault, ...]:
        """Hold the gold of questions against the index; see :func:`~.questions.check_gold`.

        A name in ``without`` that no entry bears is a fault too: nothing would be left out.
        """
        asked = tuple(questions)
        faults = [
            Fault(
                question.path,
                question.line,
                f"question '{question.id}': without {shown(list(question.without))}, which names "
                "no entry; expected names of the concept to leave out",
            )
            for question in asked
            if question.without and not self.concepts_of(question.without)
        ]
        return (*check_gold(asked, self.is_term, self.stands_in, self.texts), *faults)

    def entry_id(self, term: str, source: str) -> str | None:
        """Return the id of the entry of a term in a document, or ``None``; the first of several."""
        return self._ids.get((term, source))

    def entry(self, name: str) -> HeldEntry | None:
        """Return the entry of an id, or the first entry of a concept's id, or ``None``."""
        return self._by_id.get(name)

    def qrels(self, questions: Iterable[Question]) -> Qrels:
        """Return graded judgements over entry ids of the answerable questions."""
        entries = [(one.id, one.names, one.source) for one in self.entries]
        return {
            question.id: entry_grades(question, entries)
            for question in questions
            if question.answerable
        }
