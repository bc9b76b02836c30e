"""What every adapter makes documents of: a verbatim text and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...rag.glossator import Glossator

__all__ = ["Passage", "missing", "passages"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A document-to-be: ``document.text[start:end] == text``.

    Attributes:
        id: differs from that of any other passage of the index, and survives a rebuild.
        text: verbatim.
        score: in [0, 1], higher is better.
        metadata: ``term``, ``aliases``, ``source``, ``title``, ``line``, ``start``, ``end``,
            ``text_sha256``, ``entry_id``, ``concept``, ``rank``; JSON values.
    """

    id: str
    text: str
    score: float
    metadata: dict[str, Any]


def passages(glossary: Glossator, query: str, k: int, *, whole: bool) -> Iterator[Passage]:
    """Yield what a search finds, best first.

    Args:
        glossary: what is searched.
        query: a question or some words.
        k: how many at most, one an entry.
        whole: the entry's whole definition, instead of the passage of it that matched best.

    Raises:
        InputError: if ``k < 1``, or the query is too long.
    """
    lexicon = glossary.index.lexicon
    documents = {document.path: document for document in lexicon.documents()}
    for hit in glossary.search(query, k):
        document = documents[hit.source]
        text, start, end, line = hit.text, hit.start, hit.end, hit.line
        entry = lexicon.entry(hit.entry_id) if whole else None
        if entry is not None and entry.definition:
            text, start, end = entry.definition, entry.start, entry.end
            line = lexicon.line_of(entry.document, start)
        metadata = {
            "term": hit.term,
            "aliases": list(hit.aliases),
            "source": hit.source,
            "title": document.title,
            "line": line,
            "start": start,
            "end": end,
            "text_sha256": document.text_sha256,
            "entry_id": hit.entry_id,
            "concept": hit.concept,
            "rank": hit.rank,
        }
        yield Passage(f"{hit.entry_id}:{start}-{end}", text, hit.score, metadata)


def missing(framework: str, extra: str) -> str:
    """Say what to install."""
    return f"{framework} is not installed: pip install 'glossator[{extra}]'"
