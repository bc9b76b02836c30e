"""A web site of somebody else, on another origin than the glossary's server."""

import http.server
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.ui.served import Served

#: Running text, and every kind of text that is left alone.
ARTICLE = """
<header><h1>Why dropout works</h1><nav>Overfitting · <a href="#x">Backpropagation</a></nav></header>
<main>
<h2 id="x">About overfitting</h2>
<p id="one">Nets that learn by heart suffer from overfitting. 😀 Dropout helps: it makes each
neuron do without its neighbours. Set <code>dropout=0.5</code>, or read
<a href="#x">what an epoch is</a>.</p>
<p id="two">It slows the <em>learning</em>
   <b>rate</b> of nobody; gradient de&shy;scent and soft&shy;max stay. Overfitting again.</p>
<p id="three">Try it: <label>Epoch <input value="epoch"></label> <button>Momentum</button>
<textarea aria-label="Notes">momentum</textarea></p>
<pre>attention is all</pre>
<p id="flex">Weight decay <span>is another way.</span></p>
<p id="off" data-glossator="off">A perceptron, but not here.</p>
<details><summary>Pooling</summary><p id="folded">Behind it stands the word embedding.</p></details>
</main>
"""
WIDGET = "glossator-widget"
PANEL = f"{WIDGET} .panel"
STYLE = ":root { color-scheme: light dark } a { color: inherit } #flex { display: flex; gap: 1em }"


@dataclass
class Elsewhere:
    """A site: its address, its pages by path, and what it says in each answer's head."""

    url: str
    pages: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    passes: dict[str, str] = field(default_factory=dict)  # as a proxy: prefix to address

    def page(self, tag: str, body: str = ARTICLE, headers: Mapping[str, str] | None = None) -> str:
        """Put up a page with a script tag, and return its address."""
        self.headers = dict(headers or {})
        self.pages["/"] = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Elsewhere</title>'
            '<meta name="viewport" content="width=device-width">'
            f'<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css">{tag}</head>'
            f"<body>{body}</body></html>"
        )
        self.pages["/style.css"] = STYLE
        return f"{self.url}/"


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Run a site on a free port."""

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.pass_on()

        def pass_on(self) -> bool:
            """Ask another server, as a proxy that keeps the host does."""
            import httpx

            for prefix, to in site.passes.items():
                if self.path.startswith(prefix):
                    body = self.rfile.read(int(self.headers.get("content-length") or 0))
                    sent = dict(self.headers.items())
                    url = to + self.path.removeprefix(prefix)
                    reply = httpx.request(self.command, url, content=body, headers=sent)
                    self.send_response(reply.status_code)
                    self.send_header("content-type", reply.headers["content-type"])
                    self.end_headers()
                    self.wfile.write(reply.content)
                    return True
            return False

        def do_GET(self) -> None:
            if self.pass_on():
                return
            found = site.pages.get(self.path)
            self.send_response(200 if found is not None else 404)
            kind = {"css": "text/css", "js": "text/javascript"}.get(self.path.rpartition(".")[2])
            self.send_header("content-type", f"{kind or 'text/html'}; charset=utf-8")
            for name, value in site.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write((found or "").encode())

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as listening:
        site = Elsewhere(f"http://127.0.0.1:{listening.server_port}")
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield site
        listening.shutdown()


@contextmanager
def visiting(browser: Any, url: str, quiet: bool = True, **options: Any) -> Iterator[Any]:
    """Open a page of the site; unless told otherwise, whatever it complains of is an error."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 760}, **options})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.goto(url)
    page.locator("glossator-widget").wait_for(state="attached")
    yield page
    context.close()
    assert not quiet or faults == [], faults
    assert not [one for one in faults if one.startswith("error")], faults


def marks(page: Any) -> Any:
    """Return the texts that are marked as terms, once there are any."""
    page.locator("glossator-term").first.wait_for()
    return page.locator("glossator-term").all_text_contents()


def tag_of(server: Served, attributes: str = "") -> str:
    """Return a script tag with attributes of its own."""
    return f'<script src="{server.url}/glossator.js" {attributes} defer></script>'


def opened(page: Any) -> None:
    """Open the dialog."""
    page.get_by_role("button", name="Ask the glossary").click()
    page.locator(PANEL).wait_for()


def ask(page: Any, question: str) -> Any:
    """Ask a question there, and return the turn that comes."""
    page.get_by_label("Your question").fill(question)
    return arrives(page, lambda: page.keyboard.press("Enter"))


def arrives(page: Any, act: Any) -> Any:
    """Do something that asks, and return the turn that comes."""
    before = page.locator(f"{WIDGET} article").count()
    act()
    turn = page.locator(f"{WIDGET} article").nth(before)
    turn.wait_for()
    return turn
