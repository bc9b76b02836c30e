"""Glossaries in LangChain: a retriever, and a tool for agents.

retriever = GlossatorRetriever(glossary=Glossator.open(), k=5)
documents = retriever.invoke("random neurons switched off")
"""

from typing import Any

from ...index.errors import GlossaryError, MissingPartError
from ...rag.glossator import Glossator
from ..render import json_line
from .passages import missing, passages

try:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.tools import BaseTool, StructuredTool, ToolException
except ImportError as error:
    raise MissingPartError(missing("langchain-core", "langchain")) from error
from ..agent_tools import TOOLS  # needs pydantic, which that brings

__all__ = ["GlossatorRetriever", "ask_tool"]


class GlossatorRetriever(BaseRetriever):
    """Retrieves verbatim passages of entries, best first, one an entry.

    A document's text is a slice of its source; its metadata say where it stands.

    Attributes:
        glossary: what is searched.
        k: how many documents at most.
        whole: an entry's whole definition, instead of the passage that matched best.
    """

    glossary: Glossator
    k: int = 10
    whole: bool = False

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [
            Document(one.text, id=one.id, metadata={**one.metadata, "score": one.score})
            for one in passages(self.glossary, query, self.k, whole=self.whole)
        ]


def ask_tool(glossary: Glossator) -> BaseTool:
    """Return a tool with which an agent asks a glossary.

    What the model reads is the answer as ``glossator ask --json`` prints it, or what was wrong with
    what it asked; the artifact of the tool's message is the :class:`glossator.rag.Answer` itself.
    """
    ask = TOOLS["ask"]

    def run(question: str, history: list[str], source: str | None) -> tuple[str, Any]:
        try:
            answer = glossary.ask(question, history=history, source=source)
        except GlossaryError as error:
            raise ToolException(str(error)) from error
        return json_line(answer.to_dict()), answer

    return StructuredTool.from_function(
        run,
        name="ask_glossary",
        description=ask.description,
        args_schema=ask.arguments,
        response_format="content_and_artifact",
        handle_tool_error=True,
        handle_validation_error=True,
    )
