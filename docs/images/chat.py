"""Make the pictures of the chat page that README.md and docs/chat.md show.

    .venv/bin/python docs/images/chat.py               all of them
    .venv/bin/python docs/images/chat.py map answer    some

Each part is shown as a computer and a phone show it, 1280 and 360 pixels wide, once in light and
once in dark. It needs the extras dev and ui, and Chromium: ``apt-get install chromium``.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

from glossator.eval.benchmarks.page import serving

HERE = Path(__file__).parent
WIDTHS = (1280, 360)
HEIGHT = 780
#: A glossary that someone might bring, with one line that is none.
KITES = """\
Term\tDefinition
Bow (Bow kite)\tA kite whose wing is bent by a line along its back.
Bridle\tThe lines that hang a kite at its angle to the wind.
only one cell
Drag\tWhat the air holds a kite back with: D = ½ρv²·S·C_D.
Tail\tWhat hangs below a kite and keeps it steady. See also Bridle.
"""


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the answer."""
    before = page.locator(".turn").count()
    page.fill("#gl-input", question)
    page.press("#gl-input", "Enter")
    page.locator(".turn").nth(before).wait_for()


def first(page: Page) -> None:
    """The first visit."""


def answer(page: Page) -> None:
    """An answer from two glossaries."""
    ask(page, "what is attention?")


def compare(page: Page) -> None:
    """A comparison, which a follow-up asked for."""
    ask(page, "what is dropout?")
    ask(page, "how does it differ from DropConnect?")


def refusal(page: Page) -> None:
    """A refusal, and the nearest terms."""
    ask(page, "who won the cup final?")


def entry(page: Page) -> None:
    """The entry beside its answer, with why it matched."""
    ask(page, "what is dropotu?")
    page.locator(".turn a.n").first.click()
    page.locator("#gl-entry summary").click()
    page.wait_for_timeout(1400)  # until the flash has faded


def others(page: Page) -> None:
    """An entry as a page, beside the other glossaries'."""
    ask(page, "what is dropout?")
    page.locator(".turn a.n").first.click()
    page.click("#gl-panel-page")
    page.locator("#gl-entry .others").wait_for()


def browse(page: Page) -> None:
    """The names."""
    page.locator("nav").get_by_text("Browse").click()
    page.locator(".names").first.wait_for()


def chart(page: Page) -> None:
    """The map, one name pointed at."""
    page.locator("nav").get_by_text("Map").click()
    page.locator(".chart a").first.wait_for()
    page.locator(".chart a[aria-label='Variational Autoencoder']").hover()


def upload(page: Page) -> None:
    """What was read of a file."""
    page.locator("nav").get_by_text("Glossaries").click()
    page.locator("#gl-own-list li").first.wait_for()
    file = {"name": "kites.tsv", "mimeType": "text/plain", "buffer": KITES.encode()}
    page.set_input_files("#gl-own-file", files=[file])  # type: ignore[list-item]
    page.locator("#gl-own-index").wait_for()


def added(page: Page) -> None:
    """The glossaries that are asked, one's own among them."""
    upload(page)
    page.click("#gl-own-index")
    page.locator("#gl-own-next .chip").wait_for()


def signing(page: Page) -> None:
    """The form to sign in."""
    page.locator("#gl-word").wait_for()


PARTS: dict[str, Callable[[Page], None]] = {
    "first": first,
    "answer": answer,
    "compare": compare,
    "refusal": refusal,
    "entry": entry,
    "others": others,
    "browse": browse,
    "map": chart,
    "upload": upload,
    "added": added,
}


def main(wanted: Sequence[str]) -> None:
    """Take each picture and leave it, made small, beside this file."""
    chromium = os.environ.get("GLOSSATOR_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        secret = folder / "secret"
        secret.write_text("not that one")
        secret.chmod(0o600)
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        with serving(["--feedback", str(folder / "feedback.jsonl")]) as server:
            for part, act in PARTS.items():
                if not wanted or part in wanted:
                    take(browser, server.url, part, act)
        if not wanted or "signin" in wanted:
            with serving(["--auth", f"ann:{secret}"]) as server:
                take(browser, server.url, "signin", signing)
        browser.close()


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
            page.locator("#gl-hello h2, #gl-word").first.wait_for()
            act(page)
            page.wait_for_timeout(300)
            shots.append(_opened(page.screenshot()))
            context.close()
        suffix = "" if scheme == "light" else "-dark"
        beside(shots).save(HERE / f"chat-{part}{suffix}.png", optimize=True)


def _opened(data: bytes) -> Image.Image:
    from io import BytesIO

    return Image.open(BytesIO(data)).convert("RGB")


def beside(shots: Sequence[Image.Image]) -> Image.Image:
    """Put pictures side by side, framed, in few colours."""
    parts = [ImageOps.expand(shot, 1, "#888") for shot in shots]
    gap = 16
    size = (sum(one.width for one in parts) + gap * (len(parts) - 1), parts[0].height)
    whole = Image.new("RGB", size, "#888")
    left = 0
    for one in parts:
        whole.paste(one, (left, 0))
        left += one.width + gap
    return whole.quantize(40, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main(sys.argv[1:])
