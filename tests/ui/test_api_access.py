"""Who may ask the HTTP API, how many at once, and how the server ends."""

import asyncio
import importlib.util
import json
import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.served import Served, served

if importlib.util.find_spec("gradio") is None:
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)

import httpx

from tests.ui import patient

TOKEN = "0123456789abcdef-the-token"
ORIGIN = "https://docs.example"
ASK = {"question": "what is dropout?"}


def private(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture(scope="module")
def server(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(own_index, tmp_path_factory.mktemp("served") / "stderr") as running:
        yield running


@pytest.fixture(scope="module")
def closed(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that wants a token, lets accounts sign in, and answers pages of one origin."""
    folder = tmp_path_factory.mktemp("closed")
    token = private(folder / "token", TOKEN + "\n")
    password = private(folder / "password", "ann's own password\n")
    options = ["--token", str(token), "--auth", f"ann:{password}", "--cors", ORIGIN]
    with served(own_index, folder / "stderr", *options) as running:
        yield running


# --- the token ---


@pytest.mark.parametrize(
    "given",
    [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x"],
)
def test_without_the_right_token_nothing_is_answered(closed: Served, given: str | None) -> None:
    headers = {} if given is None else {"authorization": given}
    for path in ("/v1/ask", "/v1/openapi.json", "/v1/entries/x", "/metrics", "/v1/none"):
        reply = patient.request(
            "POST" if path == "/v1/ask" else "GET", closed.url + path, headers=headers
        )
        assert reply.status_code == 401
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.headers["www-authenticate"].startswith("Bearer")
        assert "Authorization: Bearer" in reply.text or "operator" in reply.text
        assert TOKEN not in reply.text


def test_with_the_token_all_is_answered(closed: Served) -> None:
    for scheme in ("Bearer", "bearer"):
        headers = {"authorization": f"{scheme} {TOKEN}"}
        assert patient.post(f"{closed.url}/v1/ask", json=ASK, headers=headers).status_code == 200
        assert patient.get(f"{closed.url}/metrics", headers=headers).status_code == 200


def test_who_is_signed_in_at_the_page_needs_no_token(closed: Served) -> None:
    with httpx.Client(base_url=closed.url, timeout=60) as ann:
        ann.post("/login", data={"username": "ann", "password": "ann's own password"})
        assert ann.post("/v1/ask", json=ASK).status_code == 200


def test_whether_the_server_is_well_needs_no_token(closed: Served) -> None:
    assert patient.get(f"{closed.url}/healthz").json() == {"status": "ok"}
    assert patient.get(f"{closed.url}/readyz").json()["index"]["entries"] > 200


def test_openapi_says_that_a_token_is_needed(closed: Served, server: Served) -> None:
    headers = {"authorization": f"Bearer {TOKEN}"}
    with_token = patient.get(f"{closed.url}/v1/openapi.json", headers=headers).json()
    assert with_token["paths"]["/v1/ask"]["post"]["security"] == [{"HTTPBearer": []}]
    assert "security" not in with_token["paths"]["/healthz"]["get"]
    without = patient.get(f"{server.url}/v1/openapi.json").json()
    assert "security" not in without["paths"]["/v1/ask"]["post"]


def test_with_accounts_and_no_token_one_has_to_sign_in(own_index: Path, tmp_path: Path) -> None:
    password = private(tmp_path / "password", "ann's own password\n")
    with served(own_index, tmp_path / "stderr", "--auth", f"ann:{password}") as running:
        reply = patient.post(f"{running.url}/v1/ask", json=ASK)
        assert reply.status_code == 401
        assert "Sign in first, at /login" in reply.json()["detail"]
        wrong = patient.post(
            f"{running.url}/v1/ask", json=ASK, headers={"authorization": "Bearer a"}
        )
        assert wrong.status_code == 401


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        ("short\n", 0o600, "10 characters or more"),
        ("a token with blanks\n", 0o600, "letters, digits and"),
        (TOKEN, 0o644, "chmod 600"),
    ],
)
def test_a_token_file_that_can_t_be_used_is_told(
    run: Any, tmp_path: Path, text: str, mode: int, said: str
) -> None:
    path = private(tmp_path / "token", text)
    path.chmod(mode)
    ran = run("serve", "--token", str(path))
    assert ran.code == 2
    assert said in ran.err
    assert text.strip() not in ran.err


# --- other sites and hosts ---


def test_pages_elsewhere_may_not_ask_unless_they_are_let_in(server: Served) -> None:
    for method, path in (("POST", "/v1/ask"), ("GET", "/v1/entries"), ("OPTIONS", "/v1/ask")):
        reply = patient.request(method, server.url + path, headers={"origin": ORIGIN})
        assert reply.status_code == 403
        assert "--cors" in reply.json()["detail"]
        assert not any(name.startswith("access-control") for name in reply.headers)


def test_pages_of_the_origin_that_is_let_in_may_ask(closed: Served) -> None:
    origin = {"origin": ORIGIN}
    before = patient.options(
        f"{closed.url}/v1/ask",
        headers={
            **origin,
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization, content-type",
        },
    )
    assert before.status_code == 204
    assert before.headers["access-control-allow-origin"] == ORIGIN
    assert "POST" in before.headers["access-control-allow-methods"]
    assert {"authorization", "content-type"} <= set(
        re.split(", ?", before.headers["access-control-allow-headers"])
    )
    headers = {**origin, "authorization": f"Bearer {TOKEN}"}
    reply = patient.post(f"{closed.url}/v1/ask", json=ASK, headers=headers)
    assert reply.headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-credentials" not in reply.headers
    assert "origin" in reply.headers["vary"]
    refused = patient.post(f"{closed.url}/v1/ask", json=ASK, headers=origin)  # a page can read why
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, ORIGIN)
    for other in ("https://docs.example.evil", "http://docs.example", "null"):
        reply = patient.get(f"{closed.url}/v1/entries", headers={**headers, "origin": other})
        assert reply.status_code == 403
        assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("origin", ["docs.example", "https://docs.example/path", "https://a b"])
def test_what_is_no_origin_is_refused_at_the_start(run: Any, origin: str) -> None:
    ran = run("serve", "--cors", origin)
    assert ran.code == 2
    assert "expected an origin such as https://docs.example.org" in ran.err


def test_other_hosts_are_refused_so_that_no_name_can_be_bent_to_this_server(
    server: Served,
) -> None:
    reply = patient.get(f"{server.url}/readyz", headers={"host": "attacker.example"})
    assert reply.status_code == 400
    assert "--name" in reply.json()["detail"]


def test_every_answer_carries_what_keeps_a_browser_from_misreading_it(server: Served) -> None:
    for reply in (
        patient.post(f"{server.url}/v1/ask", json=ASK),
        patient.get(f"{server.url}/v1/none"),
        patient.get(f"{server.url}/readyz", headers={"host": "x"}),
    ):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert "server" not in reply.headers


# --- many at once ---


def test_of_two_hundred_at_once_each_is_answered_or_told_to_come_again(server: Served) -> None:
    async def one(client: Any, ready: asyncio.Barrier, n: int) -> int:
        await client.get("/healthz")  # connected
        await ready.wait()
        sent = {"question": f"what is an autoencoder of {n} layers?"}
        reply = await client.post("/v1/ask", json=sent)
        if reply.status_code == 429:
            assert int(reply.headers["retry-after"]) >= 1
            assert "Try again" in reply.json()["detail"]
        else:
            assert reply.json()["question"] == sent["question"]
        return int(reply.status_code)

    async def all_of_them() -> list[int]:
        ready = asyncio.Barrier(200)
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(base_url=server.url, timeout=60, limits=limits) as client:
            return await asyncio.gather(*(one(client, ready, n) for n in range(200)))

    statuses = Counter(asyncio.run(all_of_them()))
    assert set(statuses) <= {200, 429}
    assert statuses[200] >= 100
    assert patient.post(f"{server.url}/v1/ask", json=ASK).status_code == 200


def test_a_long_batch_holds_up_no_question(server: Served) -> None:
    batch = {"questions": [{"question": f"what is a tensor of rank {n}?"} for n in range(100)]}
    done = threading.Event()
    replies: list[Any] = []

    def ask_many() -> None:
        replies.append(patient.post(f"{server.url}/v1/ask/batch", json=batch))
        done.set()

    thread = threading.Thread(target=ask_many)
    thread.start()
    between = 0
    with httpx.Client(base_url=server.url, timeout=60) as client:
        while not done.is_set():
            assert client.post("/v1/ask", json=ASK).status_code == 200
            between += 1
    thread.join()
    assert len(replies[0].json()["answers"]) == 100
    assert between > 3


# --- figures ---


def test_metrics_count_requests_answers_and_the_index(own_index: Path, tmp_path: Path) -> None:
    with served(own_index, tmp_path / "stderr") as running:
        patient.post(f"{running.url}/v1/ask", json=ASK)
        patient.post(f"{running.url}/v1/ask", json={"question": "how tall is Mont Blanc?"})
        patient.post(f"{running.url}/v1/ask", json={})
        patient.get(f"{running.url}/v1/entries/some%20secret")
        patient.get(f"{running.url}/v1/other-secret")
        reply = patient.get(f"{running.url}/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    requests = 'glossator_http_requests_total{{method="{}",path="{}",status="{}"}} {}.0'
    for line in (
        requests.format("POST", "/v1/ask", 200, 2),
        requests.format("POST", "/v1/ask", 422, 1),
        requests.format("GET", "/v1/entries/{entry_id}", 404, 1),
        requests.format("GET", "other", 404, 1),
        'glossator_http_request_seconds_count{path="/v1/ask"} 3.0',
        'glossator_answers_total{outcome="answered"} 1.0',
        'glossator_answers_total{outcome="off_topic"} 1.0',
        "glossator_index_entries 250.0",
        "glossator_work 0.0",
    ):
        assert line in reply.text.splitlines()
    assert "process_resident_memory_bytes" in reply.text
    assert "secret" not in reply.text


# --- the end ---


def test_what_is_under_way_is_answered_before_the_server_ends(
    own_index: Path, tmp_path: Path
) -> None:
    batch = {"questions": [{"question": f"what is a kernel of size {n}?"} for n in range(40)]}
    asked = json.dumps(batch).encode()
    with served(own_index, tmp_path / "stderr") as running:
        replies: list[Any] = []
        threads = [
            threading.Thread(
                target=lambda: replies.append(
                    patient.post(
                        f"{running.url}/v1/ask/batch",
                        content=asked,
                        headers={"content-type": "application/json"},
                    )
                )
            )
            for _ in range(4)
        ]
        # a page holds a stream open; nobody waits for that
        with httpx.stream("GET", f"{running.url}/gradio_api/heartbeat/held", timeout=60) as held:
            for thread in threads:
                thread.start()
            while "glossator_work 4.0" not in patient.get(f"{running.url}/metrics").text:
                assert not replies
            os.kill(running.process.pid, signal.SIGTERM)
            for thread in threads:
                thread.join()
            assert held.status_code == 200
        assert running.process.wait(10) == 0
    assert [reply.status_code for reply in replies] == [200] * 4
    assert all(len(reply.json()["answers"]) == 40 for reply in replies)
    assert "Traceback" not in running.heard.read_text(encoding="utf-8")
