"""Make the pictures of the chat page that README.md and docs/chat.md show.

    .venv/bin/glossator serve --port 7860 &
    .venv/bin/python docs/images/chat.py http://127.0.0.1:7860/

It needs the extras dev and ui, and Chromium: ``apt-get install chromium``.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the answer."""
    before = page.locator(".turn").count()
    page.fill("#gl-input", question)
    page.press("#gl-input", "Enter")
    page.locator(".turn").nth(before).wait_for()


def answer(page: Page) -> None:
    """An answer from several glossaries."""
    ask(page, "what is dropout?")


def entry(page: Page) -> None:
    """The entry beside it, with why it matched."""
    ask(page, "what is dropotu?")
    page.locator(".turn a.n").first.click()
    page.locator("#gl-entry summary").click()
    page.wait_for_timeout(1400)  # until the flash has faded


def browse(page: Page) -> None:
    """The names."""
    page.locator("nav").get_by_text("Browse").click()
    page.locator(".names").first.wait_for()


def chart(page: Page) -> None:
    """The map, a name pointed at."""
    page.locator("nav").get_by_text("Map").click()
    page.locator(".chart a").first.wait_for()
    page.locator(".chart a[aria-label='Transfer Learning']").hover()


def follow_up(page: Page) -> None:
    """A comparison on a phone."""
    ask(page, "what is dropout?")
    ask(page, "how does it differ from DropConnect?")


def whole(page: Page) -> None:
    """The whole map on a phone."""
    chart(page)
    page.click("#gl-zoom")


SHOTS: dict[str, tuple[Any, dict[str, int], str]] = {
    "first": (lambda page: None, DESKTOP, "light"),
    "desktop": (answer, DESKTOP, "light"),
    "entry": (entry, DESKTOP, "dark"),
    "browse": (browse, DESKTOP, "light"),
    "map": (chart, DESKTOP, "light"),
    "phone-1": (follow_up, PHONE, "dark"),
    "phone-2": (entry, PHONE, "light"),
    "phone-3": (whole, PHONE, "dark"),
}


def main(url: str) -> None:
    """Take each picture and leave it, made small, beside this file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for shot, (act, size, scheme) in SHOTS.items():
                page: Any = browser.new_page(viewport=size, color_scheme=scheme)
                page.goto(url)
                page.locator("#gl-hello h2").wait_for()
                act(page)
                page.wait_for_timeout(300)
                page.screenshot(path=folder / f"{shot}.png")
            browser.close()
        for picture in dict.fromkeys(shot.partition("-")[0] for shot in SHOTS):
            beside(sorted(folder.glob(f"{picture}*.png"))).save(
                HERE / f"chat-{picture}.png", optimize=True
            )


def beside(paths: list[Path]) -> Image.Image:
    """Put pictures side by side, framed, in few colours."""
    parts = [ImageOps.expand(Image.open(path).convert("RGB"), 1, "#bbb") for path in paths]
    whole = Image.new("RGB", (sum(one.width for one in parts), parts[0].height))
    left = 0
    for one in parts:
        whole.paste(one, (left, 0))
        left += one.width
    return whole.quantize(48, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main(sys.argv[1])
