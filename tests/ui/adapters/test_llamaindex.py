"""The adapter in LlamaIndex itself."""

import asyncio
from hashlib import sha256
from pathlib import Path

import pytest

pytest.importorskip(
    "llama_index.core",
    reason="llama-index-core is not installed: pip install 'glossator[llamaindex]'",
)

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import ResponseMode, get_response_synthesizer
from llama_index.core.schema import MetadataMode

from glossator.rag import Glossator, InputError
from glossator.ui.adapters.llamaindex import GlossatorRetriever
from tests.ui.pages import example, ran

QUERY = "random neurons switched off"


@pytest.mark.parametrize("whole", [False, True])
def test_nodes_are_the_hits_with_their_place(own: Glossator, whole: bool) -> None:
    retriever = GlossatorRetriever(own, 5, whole=whole)
    assert isinstance(retriever, BaseRetriever)
    hits = own.search(QUERY, 5)
    found = retriever.retrieve(QUERY)
    assert [one.score for one in found] == [hit.score for hit in hits]
    for one, hit in zip(found, hits, strict=True):
        node, said = one.node, one.node.metadata
        text = own.index.lexicon.document(hit.entry_id.partition("#")[0]).text
        assert text[said["start"] : said["end"]] == node.text
        assert (node.start_char_idx, node.end_char_idx) == (said["start"], said["end"])
        assert said["text_sha256"] == sha256(text.encode()).hexdigest()
        assert (said["term"], said["source"]) == (hit.term, hit.source)
        entry = own.index.lexicon.entry(hit.entry_id)
        assert entry is not None
        assert node.text == (entry.definition if whole else hit.text)
        assert said["line"] == own.index.lexicon.line_of(entry.document, said["start"])
    assert len({one.node.node_id for one in found}) == 5


def test_a_model_is_shown_the_quote_and_what_a_citation_needs(own: Glossator) -> None:
    (found,) = GlossatorRetriever(own, 1).retrieve("what is dropout?")
    assert found.node.get_content(MetadataMode.LLM) == (
        "term: Dropout\nsource: memory-cards.md\ntitle: Deep Learning Memory Cards\nline: "
        f"{found.node.metadata['line']}\n\n{found.node.text}"
    )
    assert found.node.get_content(MetadataMode.EMBED) == found.node.text


def test_it_serves_a_query_engine_and_asyncio(
    own: Glossator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IS_TESTING", "1")  # LlamaIndex then looks for no language model
    retriever = GlossatorRetriever(own, 2)
    kept = get_response_synthesizer(llm=MockLLM(), response_mode=ResponseMode.NO_TEXT)
    engine = RetrieverQueryEngine(retriever, kept)
    nodes = [one.node.node_id for one in engine.query("what is an epoch?").source_nodes]
    assert "#epoch:" in nodes[0]
    later = asyncio.run(retriever.aretrieve("what is an epoch?"))
    assert [one.node.node_id for one in later] == nodes


def test_a_k_that_is_none_is_refused_as_the_library_refuses_it(own: Glossator) -> None:
    with pytest.raises(InputError, match="k is -1; expected 1 or more"):
        GlossatorRetriever(own, -1).retrieve(QUERY)


def test_the_manual_s_example_runs(own: Glossator, tmp_path: Path, cache: Path) -> None:
    printed = ran(example("adapters.md", "llamaindex"), tmp_path, cache).splitlines()
    assert printed == [f"{hit.score} {hit.term} {hit.text}" for hit in own.search(QUERY, 3)]
