"""Our retriever and encoder behind the interfaces that BEIR and MTEB evaluate.

Neither package is needed here: both call a class by its methods. ``Retriever`` stands where BEIR
wants a ``BaseSearch`` (``EvaluateRetrieval(Retriever())``), ``Encoding`` where it or MTEB wants a
model that encodes (``DenseRetrievalExactSearch(Encoding())``, ``mteb.evaluate(Encoding(), …)``).
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..index.build import build_memory
from ..index.encoder import Encoder, bundled
from ..index.errors import InputError
from ..index.records import Document, Entry, Reading
from ..rag.glossator import Glossator
from .interchange import Run

__all__ = ["Encoding", "Retriever"]

_TITLE_WORDS = 8  # of the text, where a document has no title
_PATH = "corpus"


class Retriever:
    """Indexes a corpus, every document an entry, and searches it with all channels.

    Args:
        encoder: the bundled one, if ``None``.
    """

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._encoder = encoder or bundled()

    def search(
        self,
        corpus: Mapping[str, Mapping[str, str]],
        queries: Mapping[str, str],
        top_k: int,
        *_: Any,  # a score function, which BEIR hands to dense models
        **__: Any,
    ) -> Run:
        """Return ``{query id: {document id: score}}``, the best ``top_k`` of each query.

        Args:
            corpus: ``{document id: {"title": …, "text": …}}``.
            queries: ``{query id: text}``.
            top_k: at least 1.

        Raises:
            InputError: if no document has any text, or ``top_k < 1``.
        """
        reading, names = _reading(corpus)
        with Glossator(build_memory([reading], self._encoder), self._encoder) as glossary:
            return {
                query: {names[hit.entry_id]: hit.score for hit in glossary.search(text, top_k)}
                for query, text in queries.items()
            }


def _reading(corpus: Mapping[str, Mapping[str, str]]) -> tuple[Reading, dict[str, str]]:
    """Lay a corpus out as one document; also map entry ids to document ids."""
    parts: list[str] = []
    entries: list[Entry] = []
    names: dict[str, str] = {}
    at = 0
    for number, (name, fields) in enumerate(corpus.items()):
        title, text = (" ".join(fields.get(key, "").split()) for key in ("title", "text"))
        text = text or title
        if not text:
            continue
        term = title or " ".join(text.split()[:_TITLE_WORDS])
        start = at + len(term) + 1
        entry_id = f"{_PATH}#{number:09d}"
        entries.append(
            Entry(
                entry_id,
                _PATH,
                name,
                term,
                term,
                (),
                (),
                text,
                start,
                start + len(text),
                len(parts) + 1,
            )
        )
        names[entry_id] = name
        parts.append(f"{term}\n{text}\n")
        at += len(parts[-1])
    if not entries:
        raise InputError("the corpus has no text; expected documents with 'title' or 'text'")
    joined = "".join(parts)
    digest = sha256(joined.encode()).hexdigest()
    document = Document(_PATH, _PATH, _PATH, digest, joined)
    return Reading(document, tuple(entries), (), (), "beir", "given as a corpus"), names


class Encoding:
    """The encoder alone: unit vectors, so that inner product and cosine are the same.

    Args:
        encoder: the bundled one, if ``None``.
    """

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._encoder = encoder or bundled()

    def encode(self, texts: Iterable[str], *_: Any, **__: Any) -> NDArray[np.float32]:
        """Encode texts, shape ``(n, dim)``; MTEB's task and prompt change nothing here."""
        return self._encoder.encode(list(texts))

    def encode_queries(self, queries: Sequence[str], *_: Any, **__: Any) -> NDArray[np.float32]:
        """Encode queries, shape ``(n, dim)``; a batch size changes nothing here."""
        return self._encoder.encode(list(queries))

    def encode_corpus(
        self, corpus: Sequence[Mapping[str, str]], *_: Any, **__: Any
    ) -> NDArray[np.float32]:
        """Encode documents, title and text joined, shape ``(n, dim)``."""
        joined = (f"{one.get('title', '')} {one.get('text', '')}".strip() for one in corpus)
        return self._encoder.encode(list(joined))
