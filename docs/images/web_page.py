"""Make the pictures of docs/web-page.md: examples/web-page.html with the script tag at work.

    .venv/bin/python docs/images/web_page.py

It needs the extras dev and ui, and Chromium: ``apt-get install chromium``.
"""

import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

from chat import HEIGHT, HERE, WIDTHS, beside
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from glossator.eval.benchmarks.page import serving

EXAMPLES = HERE.parents[1] / "examples"
PAGE = "web-page.html"
WRITTEN = "http://127.0.0.1:7860"  # the address that the example names


def terms(page: Page) -> None:
    """A definition beside its term."""
    page.locator("glossator-term", has_text="Dropout").hover()
    page.locator("glossator-widget .tip").wait_for()


def chat(page: Page) -> None:
    """A follow-up, answered."""
    page.get_by_role("button", name="Ask the glossary").click()
    for at, question in enumerate(("what is dropout?", "how does it differ from DropConnect?")):
        page.get_by_label("Your question").fill(question)
        page.keyboard.press("Enter")
        page.locator("glossator-widget article").nth(at).wait_for()
    page.wait_for_timeout(500)  # until it has scrolled there


def main() -> None:
    """Take each picture in both schemes, at both widths."""
    chromium = os.environ.get("GLOSSATOR_CHROMIUM") or shutil.which("chromium")
    with site() as (origin, folder_of), serving(["--cors", origin]) as server:
        folder_of(server.url.rstrip("/"))
        with sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            for part, act in (("terms", terms), ("chat", chat)):
                take(browser, f"{origin}/{PAGE}", part, act)
            browser.close()


@contextmanager
def site() -> Iterator[tuple[str, Callable[[str], None]]]:
    """Serve the example on another origin, once it is told the address of the glossary's server."""
    written: list[bytes] = [b""]

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(written[0])

        def log_message(self, *_: object) -> None:
            pass

    def name(server: str) -> None:
        text = (EXAMPLES / PAGE).read_text(encoding="utf-8")
        written[0] = text.replace(WRITTEN, server).encode()

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", name
        listening.shutdown()


def take(browser: Browser, url: str, part: str, act: Callable[[Page], None]) -> None:
    """Take one part in both schemes at both widths."""
    for scheme in ("light", "dark"):
        shots = []
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": HEIGHT},
                color_scheme=scheme,  # type: ignore[arg-type]
            )
            page = context.new_page()
            page.goto(url)
            page.locator("glossator-term").first.wait_for()
            act(page)
            page.wait_for_timeout(300)
            shots.append(Image.open(BytesIO(page.screenshot())).convert("RGB"))
            context.close()
        suffix = "" if scheme == "light" else "-dark"
        beside(shots).save(HERE / f"web-{part}{suffix}.png", optimize=True)


if __name__ == "__main__":
    main()
