"""Glossaries in Haystack: a retriever to be put into a pipeline.

pipeline = Pipeline()
pipeline.add_component("glossary", GlossatorRetriever(top_k=5))
pipeline.run({"glossary": {"query": "random neurons switched off"}})
"""

from typing import Any

from ...index.errors import InputError, MissingPartError
from ...rag.glossator import Glossator
from .passages import missing, passages

try:
    from haystack import Document, component, default_to_dict
except ImportError as error:
    raise MissingPartError(missing("haystack-ai", "haystack")) from error

__all__ = ["GlossatorRetriever"]


@component
class GlossatorRetriever:
    """Retrieves verbatim passages of entries, best first, one an entry.

    A document's content is a slice of its source; its meta say where it stands.

    Args:
        index: an index directory, opened when it is first needed; an open glossary; or ``None``
            for the embedded one.
        top_k: how many documents at most.
        whole: an entry's whole definition, instead of the passage that matched best.
    """

    def __init__(
        self, index: str | Glossator | None = None, top_k: int = 10, whole: bool = False
    ) -> None:
        self._index = index
        self._glossary = index if isinstance(index, Glossator) else None
        self._top_k = top_k
        self._whole = whole

    def warm_up(self) -> None:
        """Open the index, if it isn't open."""
        if self._glossary is None:
            assert not isinstance(self._index, Glossator)
            self._glossary = Glossator.open(self._index)

    def close(self) -> None:
        """Close the index, if this opened it; :meth:`warm_up` opens it again."""
        if self._glossary is not None and self._glossary is not self._index:
            self._glossary.close()
            self._glossary = None

    @component.output_types(documents=list[Document])
    def run(self, query: str, top_k: int | None = None) -> dict[str, list[Document]]:
        """Return the documents that a query finds.

        Args:
            query: a question or some words.
            top_k: how many, if not as many as the component was made for.
        """
        self.warm_up()
        assert self._glossary is not None
        k = self._top_k if top_k is None else top_k
        found = passages(self._glossary, query, k, whole=self._whole)
        documents = [Document(one.id, one.text, None, one.metadata, one.score) for one in found]
        return {"documents": documents}

    def to_dict(self) -> dict[str, Any]:
        """Return what a pipeline is saved with."""
        index = self._index.index.path if isinstance(self._index, Glossator) else self._index
        if index is None and self._index is not None:
            raise InputError("a glossary in memory can't be saved; build it into a folder first")
        path = None if index is None else str(index)
        saved: dict[str, Any] = default_to_dict(
            self, index=path, top_k=self._top_k, whole=self._whole
        )
        return saved
