"""The adapter in Haystack itself, in pipelines."""

import asyncio
import os
from hashlib import sha256
from pathlib import Path

import pytest

os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")  # read when it is imported
pytest.importorskip(
    "haystack", reason="haystack-ai is not installed: pip install 'glossator[haystack]'"
)

from haystack import Pipeline
from haystack.components.builders import PromptBuilder

from glossator.rag import Glossator, InputError
from glossator.ui.adapters.haystack import GlossatorRetriever
from tests.ui.pages import example, ran

QUERY = "random neurons switched off"
MODULE = "glossator.ui.adapters.haystack"


def pipeline(retriever: GlossatorRetriever) -> Pipeline:
    made = Pipeline()
    made.add_component("glossary", retriever)
    return made


@pytest.mark.parametrize("whole", [False, True])
def test_documents_are_the_hits_with_their_place(own: Glossator, whole: bool) -> None:
    made = pipeline(GlossatorRetriever(own, 5, whole))
    documents = made.run({"glossary": {"query": QUERY}})["glossary"]["documents"]
    hits = own.search(QUERY, 5)
    assert [one.score for one in documents] == [hit.score for hit in hits]
    for document, hit in zip(documents, hits, strict=True):
        said = document.meta
        text = own.index.lexicon.document(hit.entry_id.partition("#")[0]).text
        assert text[said["start"] : said["end"]] == document.content
        assert said["text_sha256"] == sha256(text.encode()).hexdigest()
        assert (said["term"], said["source"]) == (hit.term, hit.source)
        entry = own.index.lexicon.entry(hit.entry_id)
        assert entry is not None
        assert document.content == (entry.definition if whole else hit.text)
        assert said["line"] == own.index.lexicon.line_of(entry.document, said["start"])
    assert len({one.id for one in documents}) == 5


def test_a_run_may_ask_for_fewer_than_the_component_was_made_for(own: Glossator) -> None:
    made = pipeline(GlossatorRetriever(own, 5))
    found = made.run({"glossary": {"query": QUERY, "top_k": 2}})
    assert len(found["glossary"]["documents"]) == 2


def test_its_documents_flow_on_into_a_prompt(own: Glossator) -> None:
    template = "{% for one in documents %}{{ one.meta.source }}: {{ one.content }}\n{% endfor %}"
    made = pipeline(GlossatorRetriever(own, 1))
    made.add_component("prompt", PromptBuilder(template, required_variables=["documents"]))
    made.connect("glossary.documents", "prompt.documents")
    (hit,) = own.search("what is an epoch?", 1)
    prompt = made.run({"glossary": {"query": "what is an epoch?"}})["prompt"]["prompt"]
    assert prompt == f"{hit.source}: {hit.text}\n"


def test_a_saved_pipeline_opens_its_index_again(own_index: Path, own: Glossator) -> None:
    made = pipeline(GlossatorRetriever(str(own_index), 2, whole=True))
    again = Pipeline.loads(made.dumps(), allowed_modules=[MODULE])
    asked = {"glossary": {"query": QUERY}}
    assert again.run(asked) == made.run(asked)
    assert again.dumps() == made.dumps() == pipeline(GlossatorRetriever(own, 2, True)).dumps()
    first = made.run(asked)
    made.close()
    again.close()
    assert made.run(asked) == first  # it opens again
    made.close()


def test_a_pipeline_that_closes_leaves_a_glossary_open_that_it_was_given(own: Glossator) -> None:
    made = pipeline(GlossatorRetriever(own, 2))
    made.run({"glossary": {"query": QUERY}})
    made.close()
    assert own.ask("what is dropout?").answered


def test_a_glossary_in_memory_is_asked_but_not_saved(tmp_path: Path) -> None:
    path = tmp_path / "forge.tsv"
    path.write_text("Term\tDefinition\nAnvil\tA block to hammer on.\n", encoding="utf-8")
    with Glossator.build([path]) as forge:
        made = pipeline(GlossatorRetriever(forge))
        (document,) = made.run({"glossary": {"query": "anvil"}})["glossary"]["documents"]
        assert document.content == "A block to hammer on."
        with pytest.raises(InputError, match="a glossary in memory can't be saved"):
            made.dumps()


def test_a_top_k_that_is_none_is_refused_as_the_library_refuses_it(own: Glossator) -> None:
    with pytest.raises(Exception, match="k is 0; expected 1 or more"):
        pipeline(GlossatorRetriever(own, 0)).run({"glossary": {"query": QUERY}})


def test_it_runs_in_asyncio(own: Glossator) -> None:
    made = pipeline(GlossatorRetriever(own, 2))
    asked = {"glossary": {"query": QUERY}}
    assert asyncio.run(made.run_async(asked)) == made.run(asked)


def test_the_manual_s_example_runs(own: Glossator, tmp_path: Path, cache: Path) -> None:
    printed = ran(example("adapters.md", "haystack"), tmp_path, cache).splitlines()
    assert printed == [f"{hit.term} {hit.line} {hit.text}" for hit in own.search(QUERY, 3)]
