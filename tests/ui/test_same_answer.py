"""One Answer, the same everywhere: byte for byte but for the time it took.

The ways: Python, the command line (one question, and a batch), HTTP (the same two), MCP (on pipes
and over HTTP) and the chat page's own interface for programs.
"""

import importlib.util
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from glossator.rag import Glossator
from glossator.ui.render import json_line
from tests.ui.program import ROOT, Ran, spawn, write
from tests.ui.served import Served, served

if importlib.util.find_spec("gradio") is None:
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)

import httpx

Question = dict[str, Any]
#: What tests of others than a question's kind: nothing, too much, markup, other scripts.
ODD = [
    "",
    "neuron " * 400,
    "<b>dropout</b> & “quotes” in C:\\net\\",
    "что такое dropout?",
    "神经网络是什么",
    "dropout\tand\u00a0dropout?",
]


def asked() -> list[Question]:
    """Return 100 questions of every kind: 94 of our own from all of their list, and odd ones."""
    lines = (ROOT / "data" / "qa" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    ours = [json.loads(line) for line in lines]
    chosen = [one for one in ours if one["history"]][:14]
    chosen += [one for one in ours if not one["history"]][:: len(ours) // 90][: 94 - len(chosen)]
    questions = [{"question": one["question"], "history": one["history"]} for one in chosen]
    return questions + [{"question": one, "history": []} for one in ODD]


def timeless(line: str) -> str:
    """Return an answer's line without the time that it took."""
    found, count = re.subn(r', "elapsed_ms": [\d.e-]+}$', "}", line)
    assert count == 1, line[-80:]
    return found


@pytest.fixture(scope="module")
def answers(own: Glossator) -> list[str]:
    """What the library says, as ``ask --json`` writes it."""
    made = [own.ask(one["question"], history=one["history"]) for one in asked()]
    assert {answer.answered for answer in made} == {True, False}
    assert {str(answer.reason) for answer in made} >= {"empty", "too_long", "None"}
    assert len({answer.intent for answer in made}) >= 8
    return [timeless(json_line(answer.to_dict())) for answer in made]


@pytest.fixture(scope="module")
def server(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(own_index, tmp_path_factory.mktemp("served") / "stderr") as running:
        yield running


def test_a_hundred_questions_are_asked() -> None:
    assert len({json.dumps(one) for one in asked()}) == 100


def test_the_command_line_says_the_same(
    answers: list[str], own_index: Path, run: Callable[..., Ran]
) -> None:
    for question, answer in zip(asked(), answers, strict=True):
        history = [word for earlier in question["history"] for word in ("--history", earlier)]
        ran = run("ask", "--json", "--index", own_index, *history, "--", question["question"])
        assert ran.err == ""
        assert timeless(ran.out.removesuffix("\n")) == answer


def test_a_batch_on_the_command_line_says_the_same(
    answers: list[str], own_index: Path, tmp_path: Path
) -> None:
    questions = write(tmp_path / "questions.jsonl", *({**one, "id": ""} for one in asked()))
    ran = spawn("ask", "--batch", questions, "--index", own_index)
    assert [timeless(line) for line in ran.out.removesuffix("\n").split("\n")] == answers


def test_http_says_the_same(answers: list[str], server: Served) -> None:
    with httpx.Client(base_url=server.url) as client:
        replies = [client.post("/v1/ask", json=one) for one in asked()]
    assert [timeless(reply.text) for reply in replies] == answers


def test_a_batch_over_http_says_the_same(answers: list[str], server: Served) -> None:
    reply = httpx.post(f"{server.url}/v1/ask/batch", json={"questions": asked()}, timeout=60)
    assert [timeless(json_line(one)) for one in reply.json()["answers"]] == answers


@pytest.mark.parametrize("transport", ["pipes", "http"])
def test_mcp_says_the_same(
    transport: str, answers: list[str], server: Served, own_index: Path
) -> None:
    pytest.importorskip("mcp", reason="mcp is not installed: pip install 'glossator[mcp]'")
    from tests.ui.agents import on_pipes, talk

    async def act(agent: Any) -> Any:
        return [await agent.call_tool("ask", one) for one in asked()]

    made = talk(on_pipes(own_index) if transport == "pipes" else f"{server.url}/mcp", act)
    assert [timeless(one.content[0].text) for one in made] == answers
    assert [timeless(json_line(one.structured_content)) for one in made] == answers


def test_the_chat_page_s_own_interface_says_the_same(answers: list[str], server: Served) -> None:
    from gradio_client import Client

    client = Client(server.url, verbose=False)
    made = [client.predict(one["question"], one["history"], api_name="/ask") for one in asked()]
    assert [timeless(json_line(one)) for one in made] == answers
