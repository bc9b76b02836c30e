"""The HTTP API, asked over a real connection by a real client."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from glossator.rag import Glossator
from tests.ui.served import Served, served

if importlib.util.find_spec("gradio") is None:
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)

from tests.ui import patient


@pytest.fixture(scope="module")
def server(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    heard = tmp_path_factory.mktemp("served") / "stderr"
    with served(own_index, heard, "--cors", "https://docs.example") as running:
        yield running


def post(server: Served, path: str, sent: Any, **headers: str) -> Any:
    return patient.post(server.url + path, json=sent, headers=headers)


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "elapsed_ms"}


def test_a_question_gets_the_answer_that_the_library_gives(server: Served, own: Glossator) -> None:
    reply = post(server, "/v1/ask", {"question": "what is dropout?", "id": "q7"})
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    answer = own.ask("what is dropout?", question_id="q7").to_dict()
    assert timeless(reply.json()) == timeless(answer)


def test_history_source_and_threshold_count(server: Served, own: Glossator) -> None:
    asked = {"question": "what is its formula?", "history": ["what is dropout?"]}
    assert post(server, "/v1/ask", asked).json()["standalone_question"] == (
        "what is Dropout's formula?"
    )
    one = post(server, "/v1/ask", {"question": "what is dropout?", "source": "memory-cards.md"})
    assert {c["source"] for c in one.json()["citations"]} == {"memory-cards.md"}
    never = post(server, "/v1/ask", {"question": "what is dropout?", "threshold": 1.0}).json()
    assert never["answered"] is False


def test_a_batch_answers_in_order(server: Served, own: Glossator) -> None:
    asked = ["what is an epoch?", "how tall is Mont Blanc?", "what is dropout?"]
    sent = {"questions": [{"question": one, "id": str(n)} for n, one in enumerate(asked)]}
    answers = post(server, "/v1/ask/batch", sent).json()["answers"]
    assert [timeless(one) for one in answers] == [
        timeless(own.ask(one, question_id=str(n)).to_dict()) for n, one in enumerate(asked)
    ]


def test_a_search_gives_the_hits_of_the_library(server: Served, own: Glossator) -> None:
    reply = patient.get(f"{server.url}/v1/search", params={"q": "random neurons off", "k": 3})
    hits = [hit.to_dict() for hit in own.search("random neurons off", 3)]
    assert reply.json() == {"query": "random neurons off", "hits": hits}


def test_every_entry_is_listed_once_page_by_page_and_has_its_address(
    server: Served, own: Glossator
) -> None:
    path, seen = "/v1/entries?limit=100", []
    while path:
        page = patient.get(server.url + path).json()
        assert page["total"] == own.index.lexicon.counts.entries
        seen += page["entries"]
        path = page["next"]
    entries = own.index.lexicon.entries(range(own.index.lexicon.counts.entries))
    assert [one["id"] for one in seen] == [entry.id for entry in entries]
    assert patient.get(server.url + seen[17]["url"]).json()["term"] == entries[17].term


def test_an_entry_is_whole_and_its_definition_verbatim(server: Served, own: Glossator) -> None:
    path = "/v1/entries/" + quote("memory-cards-md#dropout", safe="")
    found = patient.get(server.url + path).json()
    document = own.index.lexicon.document("memory-cards-md")
    assert found["url"] == path
    assert document.text[found["start"] : found["end"]] == found["definition"]
    assert found["mnemonic"].startswith("A coach who sends random players")
    assert {one["id"] for one in found["others"]} == {
        "modern-deep-learning-md#dropout",
        "training-and-architectures-txt#dropout",
    }


def test_an_entry_that_is_held_already_is_not_sent_again(server: Served) -> None:
    path = server.url + "/v1/entries/memory-cards-md%23dropout"
    tag = patient.get(path).headers["etag"]
    for held in (tag, f'"other", W/{tag}', "*"):
        again = patient.get(path, headers={"if-none-match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert patient.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_text_is_annotated_as_by_the_library(server: Served, own: Glossator) -> None:
    text = "Dropout keeps a *network* from overfitting. Dropout again."
    sent = {"text": text, "format": "markdown", "which": "all"}
    made = own.annotate(text, format="markdown", which="all").to_dict()
    assert post(server, "/v1/annotate", sent).json() == made


def test_citations_are_verified_and_an_altered_one_is_told(server: Served) -> None:
    cited = post(server, "/v1/ask", {"question": "what is dropout?"}).json()["citations"]
    assert post(server, "/v1/verify", {"citations": cited}).json() == {
        "holds": True,
        "faults": [],
    }
    cited[1]["quote"] = cited[1]["quote"].replace("no unit", "a unit")
    found = post(server, "/v1/verify", {"citations": cited}).json()
    assert found["holds"] is False
    assert [fault.partition(":")[0] for fault in found["faults"]] == ["[2]"]
