"""A headless Chromium for tests of pages; importing it skips where its parts are absent."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")

CHROMIUM = os.environ.get("GLOSSATOR_CHROMIUM") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = "axe.run().then((all) => all.violations.map((one) => [one.id, one.nodes[0].html]))"


@contextmanager
def launched() -> Iterator[Any]:
    """Start the Chromium that is installed, or skip where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium: install it, or name it in GLOSSATOR_CHROMIUM")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


def violations(page: Any) -> Any:
    """Return what axe-core finds wrong with a page: rule and first element."""
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text() + "; undefined")
    return page.evaluate(AXE)
