"""The MCP server, spoken to by the official client: on pipes and over HTTP, of both eras."""

import asyncio
import importlib.util
import json
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from glossator.rag import Glossator
from tests.ui.program import ROOT, command, spawn
from tests.ui.served import Served, served

pytest.importorskip("mcp", reason="mcp is not installed: pip install 'glossator[mcp]'")
if importlib.util.find_spec("gradio") is None:
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)

import httpx
import jsonschema
from mcp.shared.exceptions import MCPError

from glossator.ui.agent_tools import TOOLS
from glossator.ui.agents import MAX_BODY_BYTES
from glossator.ui.cli import _parser
from glossator.ui.mcp import server as server_of
from glossator.ui.problems import Problem, ProblemError
from tests.ui.agents import on_pipes, talk
from tests.ui.pages import example, ran

#: How agents come: by which transport, and by which era of the protocol.
WAYS = ["pipes, discovered", "pipes, handshake", "http, discovered", "http, handshake"]
HEADERS = {"accept": "application/json, text/event-stream"}
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


@pytest.fixture(scope="module")
def server(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(own_index, tmp_path_factory.mktemp("served") / "stderr") as running:
        yield running


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, own_index: Path, server: Served) -> tuple[Any, str]:
    transport, _, era = request.param.partition(", ")
    mode = "legacy" if era == "handshake" else "auto"
    return (on_pipes(own_index) if transport == "pipes" else f"{server.url}/mcp", mode)


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "elapsed_ms"}


def test_every_tool_is_told_and_gives_what_its_schema_says(
    way: tuple[Any, str], own: Glossator
) -> None:
    given = {
        "ask": {"question": "what is dropout?"},
        "search": {"query": "random neurons off", "k": 3},
        "define": {"term": "dropout"},
        "annotate": {"text": "Dropout keeps a network from overfitting."},
        "verify_quote": {"quote": "Dropout switches off randomly chosen weights"},
    }

    async def act(agent: Any) -> Any:
        tools = (await agent.list_tools()).tools
        return tools, {name: await agent.call_tool(name, sent) for name, sent in given.items()}

    tools, results = talk(way[0], act, way[1])
    assert [tool.name for tool in tools] == list(given)
    for tool in tools:
        result = results[tool.name]
        assert not result.is_error
        jsonschema.validate(given[tool.name], tool.input_schema)
        jsonschema.validate(result.structured_content, tool.output_schema)
        assert result.structured_content == json.loads(result.content[0].text)
        assert tool.annotations.read_only_hint is True
    answer = own.ask("what is dropout?").to_dict()
    assert timeless(results["ask"].structured_content) == timeless(answer)
    assert results["verify_quote"].structured_content["holds"] is False


def test_an_agent_learns_what_is_served_and_how_to_use_it(way: tuple[Any, str]) -> None:
    async def act(agent: Any) -> Any:
        return agent.server_info, agent.instructions

    info, instructions = talk(way[0], act, way[1])
    assert info.name == "glossator"
    assert "“Deep Learning Memory Cards” (36 entries)" in instructions
    assert "verify_quote" in instructions


def test_bad_arguments_are_a_tool_s_error_that_the_agent_can_read(way: tuple[Any, str]) -> None:
    bad = [
        ("ask", {}),
        ("search", {"query": "a", "k": 0}),
        ("define", {"term": 7}),
        ("annotate", {"text": "a", "format": "pdf"}),
        ("verify_quote", {"quote": ["a"]}),
    ]

    async def act(agent: Any) -> Any:
        return [await agent.call_tool(name, sent) for name, sent in bad]

    for (name, _), result in zip(bad, talk(way[0], act, way[1]), strict=True):
        assert result.is_error
        assert result.structured_content is None
        assert result.content[0].text.startswith(f"{name}: '")


def test_an_unknown_tool_is_refused_with_the_known_ones(way: tuple[Any, str]) -> None:
    async def act(agent: Any) -> Any:
        with pytest.raises(
            MCPError, match="no tool 'answer'; expected one of ask, search"
        ) as error:
            await agent.call_tool("answer", {"question": "a"})
        return error.value.code

    assert talk(way[0], act, way[1]) == -32602


def test_resources_lead_from_the_glossaries_to_each_entry(
    way: tuple[Any, str], own: Glossator
) -> None:
    async def act(agent: Any) -> Any:
        listed = (await agent.list_resources()).resources
        templates = (await agent.list_resource_templates()).resource_templates
        shelf = json.loads((await agent.read_resource(listed[1].uri)).contents[0].text)
        term = next(one for one in shelf["terms"] if one["term"] == "Dropout")
        (entry,) = (await agent.read_resource(term["uri"])).contents
        return listed, templates, shelf, entry

    listed, templates, shelf, entry = talk(way[0], act, way[1])
    assert [one.name for one in listed] == [d.path for d in own.index.lexicon.documents()]
    assert [one.uri_template for one in templates] == ["glossary://{glossary}/{entry}"]
    assert (len(shelf["terms"]), shelf["left_out"]) == (36, 0)
    assert entry.mime_type == "application/json"
    found = json.loads(entry.text)
    document = own.index.lexicon.document("memory-cards-md")
    assert document.text[found["start"] : found["end"]] == found["definition"]


def test_a_glossary_of_many_files_is_named_once_and_listed_by_pages(tmp_path: Path) -> None:
    folder = tmp_path / "herbs"
    folder.mkdir()
    (folder / "_index.md").write_text("---\ntitle: Herbs\n---\n", encoding="utf-8")
    for n in range(230):
        text = f"---\ntitle: Herb{n:03}\n---\nA plant with the number {n}, grown for its smell.\n"
        (folder / f"herb{n:03}.md").write_text(text, encoding="utf-8")

    async def act(agent: Any) -> Any:
        pages = [await agent.list_resources()]
        pages.append(await agent.list_resources(cursor=pages[0].next_cursor))
        for cursor in ("-1", "next", "9" * 40):
            with pytest.raises(MCPError, match="there is no page"):
                await agent.list_resources(cursor=cursor)
        return pages, agent.instructions

    with Glossator.build([folder]) as herbs:
        documents = herbs.index.lexicon.documents()
        (first, second), instructions = talk(server_of(lambda: nullcontext(herbs)), act)
    assert instructions.endswith("It serves: “Herbs” (230 entries).")
    listed = [one.name for page in (first, second) for one in page.resources]
    assert listed == [document.path for document in documents]
    assert len(first.resources) == 200
    assert second.next_cursor is None


@pytest.mark.parametrize(
    ("uri", "complaint"),
    [
        ("glossary://none", "no such glossary; expected one that is listed, such as glossary://f"),
        ("glossary://memory-cards-md/none", "no such entry. Find it with the tool 'define'"),
        ("glossary://memory-cards-md/a/b", "no address of an entry; expected glossary://"),
        ("https://example.org/", "no address of an entry"),
        ("glossary://../../etc", "no address of an entry"),
    ],
)
def test_an_unknown_address_is_refused(uri: str, complaint: str, server: Served) -> None:
    async def act(agent: Any) -> Any:
        with pytest.raises(MCPError, match=complaint) as error:
            await agent.read_resource(uri)
        return error.value

    error = talk(f"{server.url}/mcp", act)
    assert (error.code, error.data) == (-32602, {"uri": uri})


def test_many_calls_at_once_each_get_their_own_answer(way: tuple[Any, str], own: Glossator) -> None:
    asked = [f"what is {entry.term}?" for entry in own.index.lexicon.entries(range(0, 250, 10))]

    async def act(agent: Any) -> Any:
        calls = (agent.call_tool("ask", {"question": one}) for one in asked)
        return [result.structured_content for result in await asyncio.gather(*calls)]

    made = talk(way[0], act, way[1])
    assert [timeless(one) for one in made] == [timeless(own.ask(one).to_dict()) for one in asked]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_fault_of_ours_is_told_to_the_operator_and_not_to_the_agent(
    mode: str, own: Glossator
) -> None:
    lent = iter([own])
    told: list[str] = []

    @contextmanager
    def lending() -> Iterator[Glossator]:
        for glossary in lent:
            yield glossary
            return
        raise RuntimeError("/secret/path")

    async def act(agent: Any) -> Any:
        with pytest.raises(MCPError) as error:
            await agent.call_tool("ask", {"question": "what is dropout?"})
        return error.value

    error = talk(server_of(lending, report=told.append), act, mode)
    assert (error.code, error.data) == (-32603, None)
    assert error.message.startswith("a fault of Glossator's own")
    assert told == ["MCP, ask: RuntimeError: /secret/path"]


def test_an_agent_is_told_where_too_many_ask(own: Glossator) -> None:
    async def full(work: Any, *, takes_long: bool = False) -> Any:
        raise ProblemError(Problem(429, "Too many requests wait. Try again."))

    async def act(agent: Any) -> Any:
        with pytest.raises(MCPError, match="Too many requests wait"):
            await agent.call_tool("ask", {"question": "what is dropout?"})

    talk(server_of(lambda: nullcontext(own), full), act)


def test_a_long_text_is_left_to_the_thread_for_long_work(own: Glossator) -> None:
    long: list[bool] = []

    async def noting(work: Any, *, takes_long: bool = False) -> Any:
        long.append(takes_long)
        return work()

    async def act(agent: Any) -> Any:
        await agent.call_tool("annotate", {"text": "dropout"})
        await agent.call_tool("annotate", {"text": "dropout " * 10_000})

    talk(server_of(lambda: nullcontext(own), noting), act)
    assert long == [False, True]


def test_an_index_that_is_built_again_is_asked_at_once(tmp_path: Path) -> None:
    terms, index = tmp_path / "forge.tsv", tmp_path / "index"

    def build(definition: str) -> None:
        terms.write_text(f"Term\tDefinition\nAnvil\t{definition}\n", encoding="utf-8")
        Glossator.build([terms], index).close()

    async def defined(agent: Any) -> str:
        made = await agent.call_tool("define", {"term": "anvil"})
        return str(made.structured_content["entries"][0]["definition"])

    async def act(agent: Any) -> Any:
        before = await defined(agent)
        await asyncio.to_thread(build, "A block on which hot iron is shaped.")
        until = time.monotonic() + 60
        while (after := await defined(agent)) == before and time.monotonic() < until:
            await asyncio.sleep(0.1)
        return before, after

    build("A block to hammer on.")
    assert talk(on_pipes(index), act) == (
        "A block to hammer on.",
        "A block on which hot iron is shaped.",
    )


def test_a_line_that_is_no_message_is_told_so_and_the_next_is_answered(own_index: Path) -> None:
    lines = [
        json.dumps(HELLO),
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        "{nonsense",
        '"\\ud800"',
        "[]",
        json.dumps({"jsonrpc": "2.0", "id": 2, "method": "no/such"}),
        '{"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": '
        '{"name": "search", "arguments": {"query": "a", "k": NaN}}}',
        json.dumps({"jsonrpc": "2.0", "id": 4, "method": "tools/list"}),
    ]
    with subprocess.Popen(
        command("mcp", "--index", own_index),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n".join(lines) + "\n")
        process.stdin.flush()
        replies: dict[Any, Any] = {}
        while not {2, 3, 4} <= replies.keys():  # in whatever order they are done
            reply = json.loads(process.stdout.readline())
            replies[reply.get("id")] = reply
        process.stdin.close()
        assert process.wait(10) == 0
    assert replies[2]["error"]["code"] == -32601
    assert replies[3]["result"]["isError"] is True
    assert len(replies[4]["result"]["tools"]) == 5


def test_the_program_ends_well_when_its_input_does(own_index: Path) -> None:
    done = subprocess.run(
        command("mcp", "--index", own_index), input=b"", capture_output=True, timeout=60, check=True
    )
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_program_at_once_and_quietly(
    sign: signal.Signals, own_index: Path
) -> None:
    with subprocess.Popen(
        command("mcp", "--index", own_index),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(HELLO).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.send_signal(sign)
        assert process.wait(10) == -sign
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_an_index_that_is_none_is_told_on_standard_error_alone(tmp_path: Path) -> None:
    ran = spawn("mcp", "--index", tmp_path)
    assert ran.code == 2
    assert str(tmp_path) in ran.fault


def post(server: Served, sent: Any, **headers: str) -> httpx.Response:
    return httpx.post(f"{server.url}/mcp", json=sent, headers={**HEADERS, **headers})


LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


def test_a_plain_request_over_http_needs_no_session(server: Served) -> None:
    reply = post(server, LIST)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    assert "mcp-session-id" not in reply.headers
    assert len(reply.json()["result"]["tools"]) == 5


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_no_stream_stays_open(method: str, server: Served) -> None:
    reply = httpx.request(method, f"{server.url}/mcp", headers=HEADERS)
    assert (reply.status_code, reply.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"content-type": "text/plain"}, b"{}", 400),
        ({"content-type": "application/json"}, b"{nonsense", 400),
        ({"content-type": "application/json"}, b"[]", 400),
        ({"content-type": "application/json"}, b" " * (MAX_BODY_BYTES + 1), 413),
        ({"content-type": "application/json", "host": "evil.example"}, b"{}", 400),
        ({"content-type": "application/json", "origin": "https://evil.example"}, b"{}", 403),
    ],
)
def test_what_is_no_message_of_a_welcome_sender_is_refused(
    headers: dict[str, str], body: bytes, status: int, server: Served
) -> None:
    reply = httpx.post(f"{server.url}/mcp", content=body, headers={**HEADERS, **headers})
    assert reply.status_code == status
    assert reply.text


def test_where_a_token_is_needed_agents_need_it_too(own_index: Path, tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("correct-horse-battery-staple\n", encoding="utf-8")
    secret.chmod(0o600)
    with served(own_index, tmp_path / "stderr", "--token", str(secret)) as running:
        assert post(running, LIST).status_code == 401
        assert post(running, LIST, authorization="Bearer wrong").status_code == 401
        bearer = {"authorization": "Bearer correct-horse-battery-staple"}
        assert post(running, LIST, **bearer).status_code == 200


def test_a_server_without_the_sdk_has_no_such_part(
    monkeypatch: pytest.MonkeyPatch, run: Any
) -> None:
    from glossator.index.errors import MissingPartError
    from glossator.ui import agents

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert not agents.installed()
    with pytest.raises(MissingPartError, match=r"pip install 'glossator\[mcp\]'"):
        agents.check()
    assert "pip install 'glossator[mcp]'" in run("mcp").fault


def test_the_manual_s_program_runs(tmp_path: Path, cache: Path) -> None:
    printed = ran(example("mcp.md", "call_tool"), tmp_path, cache)
    assert printed.startswith("Dropout switches off randomly chosen neurons")


def test_the_manual_s_settings_name_a_command_and_an_address_that_are_there(
    server: Served,
) -> None:
    page = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")
    pipes, http = (
        json.loads(one)["mcpServers"]["glossary"]
        for one in re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    )
    assert pipes["command"] == "glossator"
    assert _parser().parse_args(pipes["args"]).index == "/home/me/my.index"
    path = http["url"].removeprefix("http://127.0.0.1:7860")
    assert httpx.post(server.url + path, json=LIST, headers=HEADERS).status_code == 200


def test_the_manual_lists_every_tool_with_its_arguments() -> None:
    page = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \|", page, re.MULTILINE)
    assert [(name, re.findall(r"`(\w+)`", taken)) for name, taken in rows] == [
        (name, list(tool.input_schema()["properties"])) for name, tool in TOOLS.items()
    ]
