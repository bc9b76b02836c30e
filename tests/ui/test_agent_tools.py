"""What agents' tools take and give, without a server around them."""

import json
import re
from typing import Any

import pytest

pytest.importorskip("pydantic", reason="pydantic is not installed: pip install 'glossator[mcp]'")

from glossator.rag import Glossator, InputError
from glossator.ui.agent_tools import TOOLS, called


def test_the_tools_are_the_five_that_agents_are_promised() -> None:
    assert list(TOOLS) == ["ask", "search", "define", "annotate", "verify_quote"]


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_says_what_it_is_for_and_what_each_argument_means(name: str) -> None:
    tool = TOOLS[name]
    assert "Use it" in tool.description
    schema = tool.input_schema()
    assert schema["additionalProperties"] is False
    assert all(one["description"].endswith((".", "?")) for one in schema["properties"].values())
    assert tool.output_schema()["type"] == "object"


def test_what_a_description_names_in_quotes_is_a_field_a_tool_or_a_value() -> None:
    known = set(TOOLS) | {"altered", "elsewhere", "absent"}
    for tool in TOOLS.values():
        schema = json.dumps([tool.input_schema(), tool.output_schema()])
        named = set(re.findall(r"'(\w+)'", tool.description)) - known
        assert {one for one in named if f'"{one}"' not in schema} == set()


def test_ask_gives_the_answer_of_the_library(own: Glossator) -> None:
    given = {"question": "and its formula?", "history": ["what is dropout?"]}
    made = called(TOOLS["ask"], given, own)
    answer = own.ask("and its formula?", history=["what is dropout?"]).to_dict()
    assert {**made, "elapsed_ms": 0} == {**answer, "elapsed_ms": 0}


def test_ask_of_one_source_cites_no_other(own: Glossator) -> None:
    given = {"question": "what is dropout?", "source": "memory-cards.md"}
    made = called(TOOLS["ask"], given, own)
    assert {one["source"] for one in made["citations"]} == {"memory-cards.md"}


def test_search_gives_the_hits_of_the_library(own: Glossator) -> None:
    made = called(TOOLS["search"], {"query": "random neurons off", "k": 3}, own)
    assert made == {"hits": [hit.to_dict() for hit in own.search("random neurons off", 3)]}


@pytest.mark.parametrize("term", ["Dropout", "drop-outs", "DROPOUT"])
def test_define_gives_every_entry_of_a_name_whole(term: str, own: Glossator) -> None:
    made = called(TOOLS["define"], {"term": term}, own)
    assert [(one["source"], one["term"]) for one in made["entries"]] == [
        ("memory-cards.md", "Dropout"),
        ("modern-deep-learning.md", "Dropout"),
        ("training-and-architectures.txt", "Dropout"),
    ]
    for one in made["entries"]:
        document = own.index.lexicon.document(one["id"].partition("#")[0])
        assert document.text[one["start"] : one["end"]] == one["definition"]
    assert made["entries"][0]["uri"] == "glossary://memory-cards-md/dropout"
    assert made["suggestions"] == []


def test_define_takes_an_id_too(own: Glossator) -> None:
    made = called(TOOLS["define"], {"term": "memory-cards-md#dropout"}, own)
    assert [one["id"] for one in made["entries"]] == ["memory-cards-md#dropout"]


def test_define_of_an_unknown_name_suggests_the_nearest(own: Glossator) -> None:
    made = called(TOOLS["define"], {"term": "dorpout"}, own)
    assert made["entries"] == []
    assert made["suggestions"][0] == "Dropout"


def test_define_of_no_word_finds_nothing(own: Glossator) -> None:
    assert called(TOOLS["define"], {"term": "???"}, own) == {"entries": [], "suggestions": []}


def test_annotate_gives_what_the_library_finds(own: Glossator) -> None:
    text = "Dropout keeps a network from overfitting; dropout again."
    made = called(TOOLS["annotate"], {"text": text, "which": "all"}, own)
    assert made == own.annotate(text, which="all").to_dict()
    assert {text[one["start"] : one["end"]] for one in made["occurrences"]} >= {
        "Dropout",
        "dropout",
    }


def test_verify_quote_tells_the_true_from_the_altered(own: Glossator) -> None:
    true = "Dropout switches off randomly chosen neurons at each training step"
    assert called(TOOLS["verify_quote"], {"quote": true}, own)["holds"] is True
    made = called(TOOLS["verify_quote"], {"quote": true.replace("neurons", "weights")}, own)
    assert (made["holds"], made["verdict"]) == (False, "altered")
    assert [(one["said"], one["held"]) for one in made["differences"]] == [("weights", "neurons")]


BAD: list[tuple[str, Any, str]] = [
    ("ask", {}, "'question' is missing"),
    ("ask", {"question": None}, "'question' is None; expected a valid string"),
    ("ask", {"question": 3}, "'question' is 3; expected a valid string"),
    ("ask", {"question": ["a"]}, r"'question' is \['a'\]; expected a valid string"),
    ("ask", {"question": "a", "history": "b"}, "'history' is 'b'; expected a valid list"),
    ("ask", {"question": "a", "history": [1]}, "'history.0' is 1; expected a valid string"),
    ("ask", {"question": "a", "history": ["b"] * 101}, "a list of length 101; list should have"),
    ("ask", {"question": "a", "k": 3}, "'k' is unknown. It takes 'question', 'history', 'source'"),
    ("ask", {"question": "a", "source": 5}, "'source' is 5; expected a valid string"),
    ("ask", {"question": "a", "source": "x.md"}, "no source 'x.md'. Expected a path or title"),
    ("search", {"k": 3}, "'query' is missing"),
    ("search", {"query": "a", "k": 0}, "'k' is 0; expected greater than or equal to 1"),
    ("search", {"query": "a", "k": -1}, "'k' is -1; expected greater than or equal to 1"),
    ("search", {"query": "a", "k": 10**9}, "'k' is 1000000000; expected less than or equal to 100"),
    ("search", {"query": "a", "k": 2.5}, "'k' is 2.5; expected a valid integer"),
    ("search", {"query": "a", "k": float("nan")}, "'k' is nan; expected a valid integer"),
    ("search", {"query": "a", "k": "3"}, "'k' is '3'; expected a valid integer"),
    ("search", {"query": "a", "k": True}, "'k' is True; expected a valid integer"),
    ("search", {"query": "a" * 2001}, "the query has 2,001 characters; expected 2,000 at most"),
    ("define", {}, "'term' is missing"),
    ("define", {"term": ""}, "'term' is ''; string should have at least 1 character"),
    ("define", {"term": "a" * 10**7}, "a str of length 10,000,000; string should have at most"),
    ("annotate", {"text": None}, "'text' is None; expected a valid string"),
    ("annotate", {"text": "a" * 10**7}, "a str of length 10,000,000; string should have at most"),
    ("annotate", {"text": "a", "format": "pdf"}, "'format' is 'pdf'; expected 'text', 'markdown'"),
    ("annotate", {"text": "a", "which": 1}, "'which' is 1; expected 'first' or 'all'"),
    ("verify_quote", {}, "'quote' is missing"),
    ("verify_quote", {"quote": ""}, "quote"),
    ("verify_quote", {"quote": "a", "entry": "no such"}, "no such"),
    ("verify_quote", {"quote": 1, "entry": 2}, "'quote' is 1; .*'entry' is 2; expected a valid"),
]


@pytest.mark.parametrize(("name", "arguments", "complaint"), BAD)
def test_bad_arguments_get_an_error_that_says_what_is_wrong(
    name: str, arguments: dict[str, Any], complaint: str, own: Glossator
) -> None:
    with pytest.raises(InputError, match=complaint) as error:
        called(TOOLS[name], arguments, own)
    assert len(str(error.value)) < 500


def test_an_error_names_every_argument_that_is_wrong(own: Glossator) -> None:
    with pytest.raises(InputError) as error:
        called(TOOLS["search"], {"question": "a", "k": 0}, own)
    assert str(error.value) == (
        "search: 'query' is missing; 'k' is 0; expected greater than or equal to 1; 'question' is "
        "unknown. It takes 'query', 'k', as its input schema says"
    )
