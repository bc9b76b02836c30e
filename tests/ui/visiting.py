"""Visiting the chat page in Chromium, and a glossary that attacks it."""

import http.server
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from glossator.rag import Glossator
from tests.ui.served import Served, served

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
OFF_TOPIC = "how tall is Mont Blanc in metres above the sea?"


@contextmanager
def visit(browser: Any, url: str, query: str = "", **options: Any) -> Iterator[Any]:
    """Open the page; whatever it says, asks for or does that it must not is an error."""
    context = browser.new_context(**{**DESKTOP, **options})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.on("requestfailed", lambda failed: faults.extend(_failed(failed)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{url}/{query}")
    page.locator("#gl-hello h2").wait_for(state="attached")
    yield page
    assert faults == [], faults
    assert [one for one in asked if not one.startswith((url, "data:"))] == []
    context.close()


def _failed(request: Any) -> list[str]:
    """What failed, but for what the page gave up itself, as when it is left."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.failure}: {request.url}"]


def ask(page: Any, question: str) -> Any:
    page.fill("#gl-input", question)
    return arrives(page, lambda: page.press("#gl-input", "Enter"))


def arrives(page: Any, act: Any) -> Any:
    """Do something that asks, and return the turn that comes."""
    before = page.locator(".turn").count()
    act()
    turn = page.locator(".turn").nth(before)
    turn.wait_for()
    return turn


# a glossary that attacks


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=BEACON/img onerror=\"alert('x')\">",
    '"><svg onload=alert(2)>',
    "[click](javascript:alert(3)) ![x](BEACON/md.png)",
    "<a href=javascript:alert(4)>here</a> <iframe src=BEACON/frame></iframe>",
    "<form action=BEACON/form><input name=q><button>Ask</button></form>",
    "${alert(5)} {{constructor.constructor('alert(6)')()}} {{#each this}}",
    "<style>body{display:none;background:url(BEACON/css)}</style>",
    "<link rel=stylesheet href=BEACON/link>",
    "$$\\href{javascript:alert(7)}{x}$$ \\(\\href{BEACON/tex}{y}\\) \\unicode C:\\new `${x}`",
    "\u202eevil\u202c \u2066spoof\u2069 zero\u200bwidth",
    "' onmouseover='alert(8)' x=' <!-- </script> ]]> &lt;b&gt; &amp;",
]
#: What may stand on the page but nothing of a glossary may become.
INERT = ":is(script, img, iframe, form, input, style, link, object, base, meta)"
#: What can't be seen, as the attacks hold it: the page shows its code beside the text.
UNSEEN = dict.fromkeys(map(ord, "\u202e\u202c\u2066\u2069\u200b"))


@contextmanager
def listening_beacon() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback that notes whatever is asked of it."""
    heard: list[str] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_error(404)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", heard
        listening.shutdown()


def attacks_on(beacon: str) -> list[str]:
    return [attack.replace("BEACON", beacon) for attack in ATTACKS]


@contextmanager
def served_attacks(
    folder: Path, attacks: Sequence[str], *options: str
) -> Iterator[tuple[Served, Path]]:
    """Serve two glossaries whose terms, aliases, references, definitions and titles attack."""
    rows = [
        f"Widget{n} {a}\tA widget{n} is a thing that says {a} daily." for n, a in enumerate(attacks)
    ]
    file = folder / "<img src=x onerror=alert(9)>.tsv"
    file.write_text("Term\tDefinition\n" + "\n".join(rows) + "\n", encoding="utf-8")
    told = [
        {
            "term": f"Widget{n} {a}",
            "definition": f"Some call widget{n} a thing of {a} that nobody needs.",
            "aliases": [f"gadget{n} {a}"],
            "see_also": [f"Widget{(n + 1) % len(attacks)} {attacks[(n + 1) % len(attacks)]}", a],
        }
        for n, a in enumerate(attacks)
    ]
    other = folder / "told.jsonl"
    other.write_text("\n".join(map(json.dumps, told)) + "\n", encoding="utf-8")
    titles = {
        file.name: '<script>alert(10)</script> ${alert(11)} "Evil" \u202eeltit',
        other.name: "<svg onload=alert(12)> {{constructor}}",
    }
    Glossator.build([file, other], folder / "index", titles=titles).close()
    with served(folder / "index", folder / "stderr", *options) as running:
        yield running, folder / "index"
