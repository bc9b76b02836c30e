"""Parts of the HTTP API by themselves: addresses of odd terms, time limits, the queue, the end."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from glossator.rag import Glossator, Live

pytest.importorskip("fastapi", reason="fastapi is not installed: pip install 'glossator[ui]'")
pytest.importorskip("prometheus_client", reason="pip install 'glossator[ui]'")

from glossator.ui import api_replies as replies
from glossator.ui.api import Api, address_of
from glossator.ui.api_examples import EXAMPLES
from glossator.ui.gate import Access, Gate
from glossator.ui.metrics import Metrics
from glossator.ui.problems import ProblemError
from glossator.ui.serving import Part, Site
from glossator.ui.workers import Workers
from tests.ui import patient
from tests.ui.test_limits import running

ODD = (
    "I/O",
    "C++",
    "../..",
    "a%2Fb",
    "what? #1 & more=less",
    "Größe",
    "日本語",
    "naïve “quoted”",
    "🧠",
    "a b",
)


@contextmanager
def api(glossary: Glossator, workers: Workers, **options: Any) -> Iterator[str]:
    live = Live(glossary, every_s=None)
    app = Api(live, workers, Metrics(live, workers)).app()
    with workers, running(Gate(app, Access(), **options)) as url:
        yield url


def test_the_address_of_every_entry_survives_whatever_its_term_holds(tmp_path: Path) -> None:
    table = "".join(f"{term}\tThe meaning of number {n}.\n" for n, term in enumerate(ODD))
    (tmp_path / "odd & (ends) ü.tsv").write_text(f"Term\tDefinition\n{table}", encoding="utf-8")
    with Glossator.build([tmp_path]) as glossary, api(glossary, Workers()) as url:
        listed = patient.get(f"{url}/v1/entries").json()["entries"]
        assert sorted(one["term"] for one in listed) == sorted(ODD)
        for one in listed:
            found = patient.get(url + one["url"]).json()
            assert (found["id"], found["term"]) == (one["id"], one["term"])
            named = patient.get(f"{url}/v1/entries", params={"name": one["term"]}).json()
            by_name = glossary.entry(one["term"])
            assert (one["id"] in [o["id"] for o in named["entries"]]) == (by_name is not None)


@pytest.mark.parametrize("entry_id", ["a/b", "a/../b", "a%2Fb", "ä#ß", "?#", " ", "\U0001f9e0"])
def test_an_address_holds_an_id_in_one_segment_of_ascii(entry_id: str) -> None:
    path = address_of(entry_id)
    assert path.isascii()
    assert path.count("/") == 3
    assert not set("?# ") & set(path)


def test_what_takes_too_long_is_given_up_and_said(own: Glossator) -> None:
    async def slow() -> None:
        with Workers(threads=1, limit_s=0.05) as workers:
            began = time.monotonic()
            with pytest.raises(ProblemError) as caught:
                await workers.run(lambda: time.sleep(0.5))
            assert time.monotonic() - began < 0.4
            assert caught.value.problem.status == 503
            assert caught.value.problem.headers["retry-after"]
            assert workers.now == 1  # its thread is busy until it ends

    asyncio.run(slow())


def test_who_waits_beyond_the_queue_is_told_to_come_again() -> None:
    async def crowd() -> list[object]:
        with Workers(threads=1, waiting=2) as workers:
            free = threading.Event()
            tasks = [asyncio.create_task(workers.run(free.wait)) for _ in range(5)]
            await asyncio.sleep(0)
            free.set()
            return await asyncio.gather(*tasks, return_exceptions=True)

    found = asyncio.run(crowd())
    assert found[:3] == [True] * 3
    assert [one.problem.status for one in found[3:] if isinstance(one, ProblemError)] == [429, 429]


def test_who_has_gone_is_not_answered_any_more() -> None:
    done: list[int] = []

    async def gone() -> None:
        with Workers(threads=1, limit_s=0.05) as workers:
            free = threading.Event()
            first = asyncio.create_task(workers.run(free.wait))
            await asyncio.sleep(0)
            with pytest.raises(ProblemError):
                await workers.run(lambda: done.append(1))  # waits behind the first, in vain
            free.set()
            with pytest.raises(ProblemError):
                await first

    asyncio.run(gone())
    assert done == []


def test_a_body_that_comes_too_slowly_is_given_up(own: Glossator) -> None:
    def slowly() -> Iterator[bytes]:
        yield b'{"question": '
        time.sleep(0.6)
        yield b'"what is dropout?"}'

    with api(own, Workers(), arrives_s=0.2) as url:
        headers = {"content-type": "application/json"}
        reply = patient.post(f"{url}/v1/ask", content=slowly(), headers=headers)
        assert reply.status_code == 408


def test_a_fault_of_ours_is_said_without_its_details_and_reported() -> None:
    said: list[str] = []

    async def broken(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            raise RuntimeError("secret detail")

    with running(Gate(broken, Access(), report=said.append)) as url:
        reply = patient.get(url)
    assert reply.status_code == 500
    assert reply.headers["content-type"] == "application/problem+json"
    assert "secret" not in reply.text
    assert said == ["GET /: RuntimeError: secret detail"]


def test_a_part_is_started_before_and_stopped_after_and_gets_its_paths() -> None:
    seen: list[str] = []

    @asynccontextmanager
    async def life() -> Any:
        seen.append("started")
        yield
        seen.append("stopped")

    def says(name: str) -> Any:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "lifespan":
                await receive()
                await send({"type": "lifespan.startup.complete"})
                await receive()
                await send({"type": "lifespan.shutdown.complete"})
                return
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": f"{name} {scope['path']}".encode()})

        return app

    site = Site(says("page"), [Part(("/mcp", "/x.js"), says("part"), life)])
    with running(site) as url:
        for path, who in (("/mcp", "part"), ("/mcp/a", "part"), ("/x.js", "part"), ("/", "page")):
            assert patient.get(url + path).text == f"{who} {path}"
        assert patient.get(f"{url}/mcps").text == "page /mcps"
        assert seen == ["started"]
    assert seen == ["started", "stopped"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_in_the_openapi_document_is_one(name: str) -> None:
    model: Any = {
        "ask": replies.AnswerReply,
        "batch": replies.BatchReply,
        "search": replies.SearchReply,
        "entries": replies.EntriesReply,
        "entry": replies.EntryReply,
        "annotate": replies.AnnotationReply,
        "verify": replies.QuoteReply,
        "healthz": replies.HealthReply,
        "readyz": replies.ReadyReply,
    }[name]
    model.model_validate_json(json.dumps(EXAMPLES[name]))
