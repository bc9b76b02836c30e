"""The adapter in LangChain itself."""

import asyncio
import json
from hashlib import sha256
from pathlib import Path

import pytest

pytest.importorskip(
    "langchain_core", reason="langchain-core is not installed: pip install 'glossator[langchain]'"
)

from langchain_core.messages import ToolMessage
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda

from glossator.rag import Answer, Glossator, InputError
from glossator.ui.adapters.langchain import GlossatorRetriever, ask_tool
from tests.ui.pages import example, ran

QUERY = "random neurons switched off"


def call(**arguments: object) -> dict[str, object]:
    """Return a model's call of the tool, as LangChain hands it on."""
    return {"type": "tool_call", "id": "c1", "name": "ask_glossary", "args": arguments}


@pytest.mark.parametrize("whole", [False, True])
def test_documents_are_the_hits_with_their_place(own: Glossator, whole: bool) -> None:
    retriever = GlossatorRetriever(glossary=own, k=5, whole=whole)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke(QUERY)
    hits = own.search(QUERY, 5)
    assert [one.metadata["entry_id"] for one in documents] == [hit.entry_id for hit in hits]
    for document, hit in zip(documents, hits, strict=True):
        said = document.metadata
        text = own.index.lexicon.document(hit.entry_id.partition("#")[0]).text
        assert text[said["start"] : said["end"]] == document.page_content
        assert said["text_sha256"] == sha256(text.encode()).hexdigest()
        assert (said["term"], said["source"], said["score"]) == (hit.term, hit.source, hit.score)
        entry = own.index.lexicon.entry(hit.entry_id)
        assert entry is not None
        assert document.page_content == (entry.definition if whole else hit.text)
        assert said["line"] == own.index.lexicon.line_of(entry.document, said["start"])
    assert len({one.id for one in documents}) == 5


def test_it_is_a_runnable_alone_in_batches_in_chains_and_in_asyncio(own: Glossator) -> None:
    retriever = GlossatorRetriever(glossary=own, k=2)
    first = retriever.invoke(QUERY)
    assert retriever.batch([QUERY, "what is an epoch?"])[0] == first
    assert asyncio.run(retriever.ainvoke(QUERY)) == first
    chain = retriever | RunnableLambda(lambda found: [one.metadata["term"] for one in found])
    assert chain.invoke("what is an epoch?")[0] == "Epoch"


def test_a_k_that_is_none_is_refused_as_the_library_refuses_it(own: Glossator) -> None:
    with pytest.raises(InputError, match="k is 0; expected 1 or more"):
        GlossatorRetriever(glossary=own, k=0).invoke(QUERY)
    with pytest.raises(ValueError, match="glossary"):
        GlossatorRetriever(glossary="my.index")


def test_the_tool_hands_a_model_the_answer_and_its_program_the_record(own: Glossator) -> None:
    message = ask_tool(own).invoke(call(question="its formula?", history=["what is dropout?"]))
    assert isinstance(message, ToolMessage)
    assert message.status == "success"
    assert isinstance(message.artifact, Answer)
    assert message.artifact == own.ask("its formula?", history=["what is dropout?"])
    assert json.loads(str(message.content)) == message.artifact.to_dict()


def test_the_tool_tells_a_model_what_it_takes(own: Glossator) -> None:
    tool = ask_tool(own)
    assert tool.name == "ask_glossary"
    assert "quoting their entries word for word" in tool.description
    assert set(tool.args) == {"question", "history", "source"}
    assert all(one["description"] for one in tool.args.values())


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({}, "validation"),
        ({"question": 3}, "validation"),
        ({"question": "a", "temperature": 1}, "validation"),
        ({"question": "a", "source": "x.md"}, "no source 'x.md'. Expected a path or title"),
    ],
)
def test_wrong_arguments_come_back_to_the_model(
    arguments: dict[str, object], complaint: str, own: Glossator
) -> None:
    message = ask_tool(own).invoke(call(**arguments))
    assert message.status == "error"
    assert complaint in message.content


def test_the_manual_s_example_runs(own: Glossator, tmp_path: Path, cache: Path) -> None:
    printed = ran(example("adapters.md", "langchain"), tmp_path, cache).splitlines()
    assert printed[:3] == [f"{hit.term} {hit.line} {hit.text}" for hit in own.search(QUERY, 3)]
    assert json.loads(printed[-1])["citations"][0]["term"] == "Dropout"
