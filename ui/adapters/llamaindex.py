"""Glossaries in LlamaIndex: a retriever.

retriever = GlossatorRetriever(Glossator.open(), k=5)
nodes = retriever.retrieve("random neurons switched off")
"""

from ...index.errors import MissingPartError
from ...rag.glossator import Glossator
from .passages import Passage, missing, passages

try:
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.callbacks import CallbackManager
    from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
except ImportError as error:
    raise MissingPartError(missing("llama-index-core", "llamaindex")) from error

__all__ = ["GlossatorRetriever"]

#: What a language model needs of the metadata to cite; the rest is for programs.
_CITED = frozenset({"term", "title", "source", "line"})


class GlossatorRetriever(BaseRetriever):
    """Retrieves verbatim passages of entries, best first, one an entry.

    A node's text is a slice of its source; its metadata say where it stands.

    Args:
        glossary: what is searched.
        k: how many nodes at most.
        whole: an entry's whole definition, instead of the passage that matched best.
        callback_manager: LlamaIndex's own.
    """

    def __init__(
        self,
        glossary: Glossator,
        k: int = 10,
        *,
        whole: bool = False,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        super().__init__(callback_manager=callback_manager)
        self._glossary = glossary
        self._k = k
        self._whole = whole

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = passages(self._glossary, query_bundle.query_str, self._k, whole=self._whole)
        return [NodeWithScore(node=_node(one), score=one.score) for one in found]


def _node(passage: Passage) -> TextNode:
    hidden = [key for key in passage.metadata if key not in _CITED]
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=passage.metadata,
        start_char_idx=passage.metadata["start"],
        end_char_idx=passage.metadata["end"],
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=list(passage.metadata),
    )
