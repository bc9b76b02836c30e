"""How long the chat page takes, in a real browser: start, first visit, Enter to text.

    python -m glossator.eval.benchmarks.page                    the embedded glossary
    python -m glossator.eval.benchmarks.page --index DIR --rounds 5

It needs the development extra and Chromium (``GLOSSATOR_CHROMIUM`` names it where it isn't on the
path). Each start is a process of its own, each visit an empty browser cache.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

#: What is aimed at: seconds to the address line and to a usable page, milliseconds to the text.
TARGETS = {"start": 3.0, "visit": 1.5, "answer": 60.0}
QUESTIONS = (
    "what is dropout?",
    "how does it differ from DropConnect?",
    "what is an epoch?",
    "which technique randomly ignores neurons while training?",
    "what is attention?",
)
#: Runs in the page: sends a question and waits until its turn can be seen.
_ASK = """(question) => new Promise((done) => {
  const turns = document.querySelector("#gl-turns");
  const input = document.querySelector("#gl-input");
  const before = turns.children.length;
  input.value = question;
  const began = performance.now();
  new MutationObserver((_, watching) => {
    if (turns.children.length === before) return;
    watching.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  }).observe(turns, { childList: true });
  document.querySelector("#gl-form").requestSubmit();
})"""


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server: its address, its process id, the seconds until it said its address."""

    url: str
    process: int
    start_s: float


@contextmanager
def serving(options: Sequence[str]) -> Iterator[Serving]:
    """Start the server, and end it after the block."""
    command = [sys.executable, "-m", "glossator.ui.cli", "serve", "--port", "0", *options]
    began = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("Ask at "):
                break
        else:
            sys.exit(f"{' '.join(command)} ended with {process.wait()} before it said its address")
        start_s = time.perf_counter() - began
        try:
            yield Serving(line.split()[-1], process.pid, start_s)
        finally:
            process.terminate()


def first_visit(browser: Any, url: str) -> float:
    """Return the seconds from asking for the page until its question box takes a question."""
    context = browser.new_context()
    page = context.new_page()
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator("#gl-hello h2").wait_for()
    page.locator("#gl-input").focus()
    taken = time.perf_counter() - began
    context.close()
    return taken


def answers(browser: Any, url: str, count: int) -> list[float]:
    """Return for some questions the milliseconds from Enter to the frame that shows the text."""
    page = browser.new_page()
    page.goto(url)
    page.locator("#gl-hello h2").wait_for()
    page.evaluate(_ASK, "what is a token?")  # what loads at the first question is of the start
    return [page.evaluate(_ASK, QUESTIONS[at % len(QUESTIONS)]) for at in range(count)]


def _row(name: str, values: Sequence[float], target: float, unit: str) -> None:
    digits = 0 if unit == "ms" else 2
    median, most = (f"{value:.{digits}f}" for value in (statistics.median(values), max(values)))
    print(f"| {name}, {unit} | {median} | {most} | {len(values)} | {target:g} |", flush=True)


def main() -> None:
    """Run the timings and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m glossator.eval.benchmarks.page")
    parser.add_argument("--index", help="an index directory instead of the embedded glossary")
    parser.add_argument("--rounds", type=int, default=3, help="starts and first visits")
    parser.add_argument("--answers", type=int, default=20)
    options = parser.parse_args()
    chromium = os.environ.get("GLOSSATOR_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("no Chromium: install it, or name it in GLOSSATOR_CHROMIUM")
    from playwright.sync_api import sync_playwright

    served = ["--index", options.index] if options.index else []
    starts: list[float] = []
    visits: list[float] = []
    taken: list[float] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(options.rounds):
            with serving(served) as server:
                starts.append(server.start_s)
                visits.append(first_visit(browser, server.url))
                if not taken:
                    taken = answers(browser, server.url, options.answers)
        browser.close()
    print("| figure | median | most | n | target |\n|---|---|---|---|---|")
    _row("start to address line", starts, TARGETS["start"], "s")
    _row("first visit to usable", visits, TARGETS["visit"], "s")
    _row("Enter to text on screen", taken, TARGETS["answer"], "ms")


if __name__ == "__main__":
    main()
