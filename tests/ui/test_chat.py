"""The chat page's server, asked as programs ask it; test_chat_browser.py looks at the page."""

import importlib.util
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest

from glossator.ui.guard import MAX_BODY_BYTES
from tests.ui.program import Ran
from tests.ui.served import Served, served

if importlib.util.find_spec("gradio") is None:  # importing it here would take two seconds
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)

import httpx


@pytest.fixture(scope="module")
def server(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(own_index, tmp_path_factory.mktemp("served") / "stderr") as running:
        yield running


def turn(server: Served, **data: Any) -> Any:
    """Ask as the page does: its one event."""
    sent = {"data": [], "event_data": {"seq": 1, **data}, "fn_index": 0, "session_hash": "s"}
    return httpx.post(f"{server.url}/gradio_api/run/predict", json=sent)


def html_of(server: Served, **data: Any) -> str:
    html: str = turn(server, **data).json()["data"][0]["html"]
    return html


def test_a_question_is_answered_with_quotes_in_cards(server: Served) -> None:
    (made,) = turn(server, q="what is dropout?", seq=7).json()["data"]
    assert made["seq"] == 7
    assert "Dropout switches off randomly chosen neurons at each training step" in made["html"]
    assert "Deep Learning Memory Cards" in made["html"]
    assert "line 111" in made["html"]
    assert "[1]" in made["html"]
    quote, with_source = made["quotes"][0]
    assert quote.startswith("Dropout switches off")
    assert with_source == (
        f"“{quote}” — Dropout, Deep Learning Memory Cards (memory-cards.md), line 111"
    )
    assert quote in made["spoken"]


def test_the_history_completes_a_follow_up(server: Served) -> None:
    html = html_of(server, q="how does it differ from DropConnect?", history=["what is dropout?"])
    assert "Read as: how does Dropout differ from DropConnect?" in html
    assert ">DropConnect</b>, side by side." in html


def test_a_refusal_offers_the_nearest_terms_to_click(server: Served) -> None:
    html = html_of(server, q="how tall is Mont Blanc in metres above the sea?")
    assert "outside what this glossary covers" in html
    assert re.search(r'Nearest terms</span><button [^>]*data-q="[^"]+"', html)
    assert "<blockquote" not in html


def test_an_endless_question_is_refused_and_shown_short(server: Served) -> None:
    html = html_of(server, q="neuron " * 400)
    assert "ask it in up to 2,000 characters" in html
    assert len(html) < 800


def test_markup_in_a_question_comes_back_escaped(server: Served) -> None:
    html = html_of(server, q='<img src=x onerror="alert(1)">dropout ${x} {{x}} \u202e&amp;')
    assert "<img" not in html
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;dropout ${x} {{x}}" in html
    assert '<span class="code" data-code="U+202E"></span>&amp;amp;' in html


def test_programs_ask_through_gradio_client(server: Served) -> None:
    from gradio_client import Client

    client = Client(server.url, verbose=False)
    answer = client.predict("what is dropout?", api_name="/ask")
    assert answer["citations"][0]["term"] == "Dropout"
    follow_up = client.predict("what is its formula?", ["what is dropout?"], api_name="/ask")
    assert follow_up["standalone_question"] == "what is Dropout's formula?"


@pytest.mark.parametrize("data", [{"q": 5}, {"q": "a", "history": "b"}, {"q": "a", "history": [1]}])
def test_what_is_no_question_is_refused(server: Served, data: dict[str, Any]) -> None:
    reply = turn(server, **data)
    assert reply.status_code == 500
    assert reply.json()["error"].startswith(("expected", "earlier"))


def test_every_answer_carries_the_policy_and_every_script_the_nonce(server: Served) -> None:
    seen = set()
    for path in ("/", "/", "/web/page.js", "/gradio_api/info", "/nowhere"):
        reply = httpx.get(server.url + path)
        policy = reply.headers["content-security-policy"]
        assert policy.startswith("default-src 'self'; script-src 'self' 'nonce-")
        assert "http" not in policy
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"
        nonce = re.findall("'nonce-([^']+)'", policy)[0]
        seen.add(nonce)
        if path == "/":
            scripts = re.findall(r"<script[^>]*>", reply.text)
            assert scripts
            assert all(f'nonce="{nonce}"' in script for script in scripts)
    assert len(seen) == 5


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/gradio_api/upload",
        "/gradio_api/component_server",
        "/gradio_api/deep_link",
        "/gradio_api/runs",
        "/monitoring",
        "/login",
        "/docs",
        "/assets/%2e%2e/%2e%2e/routes.py",
    ],
)
def test_what_the_page_does_not_need_is_not_served(server: Served, path: str) -> None:
    assert httpx.get(server.url + path).status_code == 404
    assert httpx.post(server.url + path).status_code == 404


def test_other_hosts_and_pages_of_other_origins_are_refused(server: Served) -> None:
    foreign = {"host": "attacker.example"}
    assert httpx.get(server.url, headers=foreign).status_code == 400
    port = server.url.rpartition(":")[2]
    assert httpx.get(server.url, headers={"host": f"localhost:{port}"}).status_code == 200
    ask = f"{server.url}/gradio_api/run/ask"
    sent = {"data": ["what is dropout?", None]}
    assert httpx.post(ask, json=sent, headers={"origin": "http://a.example"}).status_code == 403
    assert httpx.post(ask, json=sent, headers={"origin": server.url}).status_code == 200


def test_a_body_too_large_is_refused_whether_it_says_so_or_not(server: Served) -> None:
    ask = f"{server.url}/gradio_api/run/ask"
    assert httpx.post(ask, content=b"x" * (MAX_BODY_BYTES + 1)).status_code == 413
    parts = (b"x" * 65536 for _ in range(MAX_BODY_BYTES // 65536 + 1))
    assert httpx.post(ask, content=parts).status_code == 413


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_the_server_says_its_address_and_nothing_of_questions_and_ends_on_a_signal(
    own_index: Path, tmp_path: Path, sign: signal.Signals
) -> None:
    with served(own_index, tmp_path / "stderr") as running:
        turn(running, q="what is dropout?")
        turn(running, q="a secret", history="none")
        running.process.send_signal(sign)
        assert running.process.wait(5) == 0
    assert running.heard.read_text() == f"Ask at {running.url}/\n"


def test_a_port_in_use_is_a_line_and_exit_code_2(own_index: Path, run: Callable[..., Ran]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("serve", "--index", str(own_index), "--port", str(port))
    assert ended.code == 2
    assert re.fullmatch(rf"glossator: 127.0.0.1, port {port}: .*--port.*\n", ended.err)


def test_without_the_extra_the_remedy_is_named(
    monkeypatch: pytest.MonkeyPatch, run: Callable[..., Ran]
) -> None:
    found = importlib.util.find_spec

    def without_gradio(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "gradio" else found(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", without_gradio)
    ended = run("serve")
    assert ended.code == 2
    assert "pip install 'glossator[ui]'" in ended.err


def test_asking_on_the_command_line_loads_nothing_of_the_page(own_index: Path) -> None:
    program = (
        "import sys; from glossator.ui.cli import main; "
        f"main(['ask', 'what is dropout?', '--index', {str(own_index)!r}]); "
        "print({'gradio', 'fastapi', 'uvicorn'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout.endswith("set()\n")


def test_the_server_looks_up_no_other_host(own_index: Path) -> None:
    program = (
        "import os, signal, socket, threading, time\n"
        "from glossator.ui.cli import main\n"
        "looked_up, find = set(), socket.getaddrinfo\n"
        "def noting(host, *rest, **options):\n"
        "    looked_up.add(host)\n"
        "    return find(host, *rest, **options)\n"
        "socket.getaddrinfo = noting\n"
        "def stop():\n"
        "    while 'serve' not in str(signal.getsignal(signal.SIGTERM)):  # not serving yet\n"
        "        time.sleep(0.05)\n"
        "    time.sleep(0.5)\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "threading.Thread(target=stop).start()\n"
        f"code = main(['serve', '--port', '0', '--index', {str(own_index)!r}])\n"
        "print(code, looked_up)\n"
    )
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout == "0 {'127.0.0.1'}\n"
