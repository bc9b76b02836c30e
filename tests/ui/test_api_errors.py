"""Bad input to every endpoint of the HTTP API: a 4xx that names the field and says what to do."""

import importlib.util
import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from glossator.rag import Glossator
from glossator.ui.api_replies import ProblemReply
from tests.ui.served import Served, served

if importlib.util.find_spec("gradio") is None:
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)

import httpx

from tests.ui import patient

JSON = {"content-type": "application/json"}
#: A body that each endpoint takes.
GOOD: dict[str, dict[str, object]] = {
    "/v1/ask": {"question": "what is dropout?"},
    "/v1/ask/batch": {"questions": [{"question": "what is dropout?"}]},
    "/v1/annotate": {"text": "Dropout helps."},
    "/v1/verify": {"quote": "At prediction time all of them work."},
}


@pytest.fixture(scope="module")
def server(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(own_index, tmp_path_factory.mktemp("served") / "stderr") as running:
        yield running
        assert running.heard.read_text(encoding="utf-8").count("\n") == 1  # its address alone


def problem(reply: Any, status: int) -> dict[str, Any]:
    """Return a reply's problem, held against what every problem must be."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = reply.json()
    ProblemReply.model_validate(found)
    assert found["status"] == status
    return found


def fields(reply: Any, status: int = 422) -> list[tuple[str, str]]:
    return [(one["field"], one["in"]) for one in problem(reply, status)["errors"]]


@pytest.mark.parametrize("path", GOOD)
def test_what_is_good_is_taken(server: Served, path: str) -> None:
    assert patient.post(server.url + path, json=GOOD[path]).status_code == 200


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'{"question": ', b"\xff\xfe", b"[" * 100_000, b'{"a": "\\ud8', b"NaN"],
    ids=["empty", "open", "half", "no UTF-8", "deep", "half an escape", "NaN"],
)
def test_broken_json_is_refused(server: Served, path: str, body: bytes) -> None:
    reply = patient.post(server.url + path, content=body, headers=JSON)
    assert reply.status_code in (400, 422)
    said = problem(reply, reply.status_code)["detail"]
    assert "JSON" in said or "Input should be" in said or "required" in said


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize("value", [[], "text", 5, None, True], ids=repr)
def test_a_body_that_is_no_object_is_refused(server: Served, path: str, value: object) -> None:
    reply = patient.post(server.url + path, content=json.dumps(value), headers=JSON)
    assert problem(reply, 422)["errors"][0]["in"] == "body"


@pytest.mark.parametrize("path", GOOD)
def test_an_unknown_field_is_named(server: Served, path: str) -> None:
    reply = patient.post(server.url + path, json={**GOOD[path], "colour": "red"})
    assert fields(reply) == [("colour", "body")]
    assert "no such field" in reply.json()["detail"]


@pytest.mark.parametrize("path", GOOD)
def test_a_body_of_another_kind_is_refused(server: Served, path: str) -> None:
    body = json.dumps(GOOD[path])
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        reply = patient.post(server.url + path, content=body, headers={"content-type": kind})
        assert "expected Content-Type: application/json" in problem(reply, 415)["detail"]
    assert problem(patient.post(server.url + path, content=body), 415)


@pytest.mark.parametrize("path", GOOD)
def test_a_body_of_ten_megabytes_is_refused_whether_it_says_so_or_not(
    server: Served, path: str
) -> None:
    body = json.dumps({"text": "a" * 10_000_000}).encode()

    def unsaid() -> Iterator[bytes]:
        for at in range(0, len(body), 65_536):
            yield body[at : at + 65_536]

    reply = patient.post(server.url + path, content=body, headers=JSON)
    assert "bytes at most" in problem(reply, 413)["detail"]
    with suppress(httpx.WriteError):  # it may stop listening before all is said
        assert patient.post(server.url + path, content=unsaid(), headers=JSON).status_code == 413


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "question"),
        ({"question": None}, "question"),
        ({"question": 5}, "question"),
        ({"question": ["a"]}, "question"),
        ({"question": "a", "history": "b"}, "history"),
        ({"question": "a", "history": ["b", 7]}, "history.1"),
        ({"question": "a", "history": ["b"] * 101}, "history"),
        ({"question": "a", "source": 5}, "source"),
        ({"question": "a", "id": 5}, "id"),
        ({"question": "a", "id": "x" * 201}, "id"),
        ({"question": "a", "threshold": "0.5"}, "threshold"),
        ({"question": "a", "threshold": -0.1}, "threshold"),
        ({"question": "a", "threshold": 1.1}, "threshold"),
        ({"question": "a", "threshold": True}, "threshold"),
    ],
    ids=repr,
)
def test_what_no_question_may_be_is_named(
    server: Served, sent: dict[str, object], field: str
) -> None:
    assert fields(patient.post(f"{server.url}/v1/ask", json=sent)) == [(field, "body")]
    batch = {"questions": [GOOD["/v1/ask"], sent]}
    found = fields(patient.post(f"{server.url}/v1/ask/batch", json=batch))
    assert found == [(f"questions.1.{field}", "body")]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_is_named(server: Served, number: str) -> None:
    body = f'{{"question": "a", "threshold": {number}}}'
    reply = patient.post(f"{server.url}/v1/ask", content=body, headers=JSON)
    assert fields(reply) == [("threshold", "body")]


def test_an_unknown_source_is_named_with_those_that_there_are(server: Served) -> None:
    sent = {"question": "what is dropout?", "source": "nothing.txt"}
    reply = patient.post(f"{server.url}/v1/ask", json=sent)
    assert fields(reply, 404) == [("source", "body")]
    assert "'memory-cards.md'" in reply.json()["detail"]
    batch = {"questions": [GOOD["/v1/ask"], sent]}
    reply = patient.post(f"{server.url}/v1/ask/batch", json=batch)
    assert fields(reply, 404) == [("questions.1.source", "body")]


def test_a_question_too_long_or_empty_is_an_abstention_as_everywhere(server: Served) -> None:
    for question, reason in (("neuron " * 400, "too_long"), ("", "empty"), ("?!", "empty")):
        answer = patient.post(f"{server.url}/v1/ask", json={"question": question}).json()
        assert (answer["answered"], answer["reason"]) == (False, reason)


@pytest.mark.parametrize("count", [0, 101])
def test_a_batch_has_one_to_a_hundred_questions(server: Served, count: int) -> None:
    sent = {"questions": [GOOD["/v1/ask"]] * count}
    assert fields(patient.post(f"{server.url}/v1/ask/batch", json=sent)) == [("questions", "body")]


@pytest.mark.parametrize("k", ["0", "-1", "1000000000", "NaN", "2.5", "ten", "", "1e3", "9" * 5000])
def test_a_k_that_can_t_be_is_named(server: Served, k: str) -> None:
    reply = patient.get(f"{server.url}/v1/search", params={"q": "neurons", "k": k})
    assert fields(reply) == [("k", "query")]


def test_a_search_needs_words_of_some_length(server: Served) -> None:
    search = f"{server.url}/v1/search"
    assert fields(patient.get(search)) == [("q", "query")]
    assert fields(patient.get(search, params={"q": "a" * 2001})) == [("q", "query")]
    assert fields(patient.get(search, params={"q": "a", "size": 3})) == [("size", "query")]
    assert patient.get(search, params={"q": "?"}).json()["hits"] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("start", "-1"), ("start", "x"), ("limit", "0"), ("limit", "501"), ("limit", "NaN")],
)
def test_a_page_of_entries_that_can_t_be_is_named(server: Served, name: str, value: str) -> None:
    reply = patient.get(f"{server.url}/v1/entries", params={name: value})
    assert fields(reply) == [(name, "query")]


def test_a_page_behind_the_last_entry_is_empty(server: Served) -> None:
    page = patient.get(f"{server.url}/v1/entries", params={"start": 10**9}).json()
    assert (page["entries"], page["next"]) == ([], None)


@pytest.mark.parametrize(
    "entry_id",
    ["nothing", "memory-cards-md%23", "%00", "..%2F..%2Fetc", "a" * 3000, "%F0%9F%92%A9", "%ff"],
)
def test_an_unknown_entry_is_told_how_to_find_one(server: Served, entry_id: str) -> None:
    reply = patient.get(f"{server.url}/v1/entries/{entry_id}")
    assert fields(reply, 404) == [("entry_id", "path")]
    assert "/v1/entries?name=" in reply.json()["detail"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "text"),
        ({"text": 5}, "text"),
        ({"text": "a", "format": "pdf"}, "format"),
        ({"text": "a", "which": "last"}, "which"),
    ],
    ids=repr,
)
def test_what_can_t_be_annotated_is_named(
    server: Served, sent: dict[str, object], field: str
) -> None:
    assert fields(patient.post(f"{server.url}/v1/annotate", json=sent)) == [(field, "body")]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"quote": ""}, "quote"),
        ({"quote": "…"}, "quote"),
        ({"citations": []}, "citations"),
        ({"citations": [5]}, "citations.0"),
        ({"quote": "a", "text": "b"}, "body"),
        ({"text": "b", "entry": "dropout"}, "body"),
        ({}, "body"),
    ],
    ids=repr,
)
def test_what_can_t_be_verified_is_named(
    server: Served, sent: dict[str, object], field: str
) -> None:
    assert fields(patient.post(f"{server.url}/v1/verify", json=sent)) == [(field, "body")]


def test_citations_of_nonsense_do_not_hold(server: Served) -> None:
    odd: list[dict[str, object]] = [
        {},
        {"source": None},
        {"source": "memory-cards.md", "start": "x", "end": [], "quote": 5},
        {"source": "memory-cards.md", "start": -5, "end": 10**30, "quote": "a"},
    ]
    reply = patient.post(f"{server.url}/v1/verify", json={"citations": odd})
    assert reply.status_code == 200
    assert reply.json()["holds"] is False
    assert len(reply.json()["faults"]) == len(odd)


def test_an_unknown_entry_of_a_quote_is_named(server: Served) -> None:
    sent = {"quote": "At prediction time all of them work.", "entry": "no such term"}
    assert fields(patient.post(f"{server.url}/v1/verify", json=sent), 404) == [("entry", "body")]


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/asks", "/v1/ask/", "/v1/ask/batch/x", "/v2"])
def test_a_path_that_is_none_is_told(server: Served, path: str) -> None:
    reply = patient.get(server.url + path)
    assert reply.status_code == 404
    if path.startswith("/v1"):
        assert "/v1/openapi.json lists" in problem(reply, 404)["detail"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "GET", "TRACE"])
def test_a_method_that_is_none_is_told_which_there_are(server: Served, method: str) -> None:
    reply = patient.request(method, f"{server.url}/v1/ask")
    assert reply.headers["allow"] == "POST"
    assert "Expected POST" in problem(reply, 405)["detail"]


def test_a_body_that_never_ends_is_waited_for_no_longer_than_its_sender_stays(
    server: Served,
) -> None:
    place = urlsplit(server.url)
    with socket.create_connection((place.hostname, place.port), timeout=10) as half:
        half.sendall(
            b"POST /v1/ask HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            b'content-length: 100\r\n\r\n{"question": '
        )
    assert patient.post(f"{server.url}/v1/ask", json=GOOD["/v1/ask"]).status_code == 200


def test_half_a_character_in_a_question_is_answered_as_by_the_library(
    server: Served, own: Glossator
) -> None:
    body = b'{"question": "what is \\ud800 dropout?"}'
    reply = patient.post(f"{server.url}/v1/ask", content=body, headers=JSON)
    answer = own.ask("what is \ud800 dropout?").to_dict()
    assert {**reply.json(), "elapsed_ms": 0} == {**answer, "elapsed_ms": 0}
