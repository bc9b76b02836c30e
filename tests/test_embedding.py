"""docs/embedding.md and examples/ do what they say: blocks run and print what stands below."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.chromium import launched
from tests.ui.elsewhere import elsewhere, visiting
from tests.ui.program import ROOT
from tests.ui.served import Served, served

pytest.importorskip("gradio", reason="needs the extra 'ui'")

PAGE = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
EXAMPLES = ROOT / "examples"
HERE = "http://127.0.0.1:7860"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
#: What a block needs beside the core, by what it imports.
NEEDS = {"mcp": "mcp", "langchain": "langchain_core", "llamaindex": "llama_index.core"} | {
    "haystack": "haystack",
}


@dataclass(frozen=True)
class Block:
    """A block of code, and what is said to be printed."""

    kind: str
    code: str
    shown: str | None


BLOCKS = [Block(*match.groups()) for match in _BLOCK.finditer(PAGE) if match[1] != "text"]


def pattern(shown: str) -> str:
    """Make a pattern of what is shown: ``…`` is any rest; alone on a line, any lines."""
    return "".join(
        r"(?:.*\n)*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n"
        for line in shown.splitlines()
    )


@pytest.fixture(scope="module")
def server(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    heard = tmp_path_factory.mktemp("served") / "heard.txt"
    with served(own_index, heard, "--cors", "*") as one:
        yield one


@pytest.fixture(scope="module")
def env(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a reader: the program on the path, no settings but the index."""
    folder = tmp_path_factory.mktemp("bin")
    for name, argv in {"glossator": "-m glossator.ui.cli", "python3": ""}.items():
        (folder / name).write_text(f'#!/bin/sh\nexec {sys.executable} {argv} "$@"\n')
        (folder / name).chmod(0o755)
    cache = tmp_path_factory.mktemp("cache")
    return {
        **os.environ,
        "PATH": f"{folder}:{os.environ['PATH']}",
        "XDG_CACHE_HOME": str(cache),
        "GLOSSATOR_INDEX": "",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        "PYTHONWARNINGS": "ignore",  # of the frameworks' own
        "PYTHONIOENCODING": "utf-8",
    }


def run(
    argv: list[str], env: Mapping[str, str], folder: Path
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        argv,
        env=env,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=280,
        check=False,
    )


def test_the_page_has_an_example_for_each_way() -> None:
    kinds = [block.kind for block in BLOCKS]
    assert (kinds.count("python"), kinds.count("sh"), kinds.count("html")) == (9, 3, 1)
    assert all(block.shown for block in BLOCKS if block.kind != "html")


@pytest.mark.parametrize("place", [n for n, one in enumerate(BLOCKS) if one.kind == "python"])
def test_python_prints_what_stands_below(
    place: int, server: Served, env: dict[str, str], tmp_path: Path
) -> None:
    block = BLOCKS[place]
    for name, module in NEEDS.items():
        if re.search(rf"^(?:from|import) (?:glossator\.ui\.adapters\.)?{name}\b", block.code, re.M):
            pytest.importorskip(module, reason=f"needs the extra '{name}'")
    done = run([sys.executable, "-c", block.code.replace(HERE, server.url)], env, tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(pattern(block.shown or ""), done.stdout), done.stdout


@pytest.mark.parametrize("place", [n for n, one in enumerate(BLOCKS) if one.kind == "sh"])
def test_shell_prints_what_stands_below(
    place: int, server: Served, env: dict[str, str], tmp_path: Path
) -> None:
    block = BLOCKS[place]
    if shutil.which("curl") is None and "curl" in block.code:
        pytest.skip("curl is not installed")
    code = block.code.replace(HERE, server.url)
    done = run(["bash", "-eu", "-o", "pipefail", "-c", code], env, tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(pattern(block.shown or ""), done.stdout), done.stdout


@pytest.mark.chromium
def test_the_tag_gives_a_page_of_another_site_its_button(server: Served) -> None:
    (block,) = [one for one in BLOCKS if one.kind == "html"]
    with launched() as browser, elsewhere() as site:
        address = site.page(block.code.replace(HERE, server.url))
        with visiting(browser, address) as page:
            page.get_by_role("button", name=re.compile("ask", re.IGNORECASE)).wait_for()
            page.locator("glossator-term").first.wait_for()


# examples


def test_every_example_is_named_on_the_page_and_run_here() -> None:
    programs = {one.name for one in EXAMPLES.iterdir() if one.suffix in (".py", ".html")}
    assert all(f"`{name}`" in PAGE for name in programs)
    here = Path(__file__).read_text(encoding="utf-8")
    assert all(name in here for name in programs if name.endswith(".py"))


def example(name: str, *arguments: str) -> list[str]:
    return [sys.executable, str(EXAMPLES / name), *arguments]


MODEL = """
import sys
prompt = sys.stdin.read()
line = next(line.strip() for line in prompt.splitlines() if line.startswith("    "))
first = line.split(". ")[0]
if "don't hold" in prompt:
    print(f"It is so: “{first}.” [memory-cards-md#dropout]")
else:
    print("It is so: “" + first.replace("randomly", "badly") + ".” [memory-cards-md#dropout]")
"""
LIAR = "print('It is “a sort of fish”.')"


def test_a_model_that_misquotes_is_asked_again(env: dict[str, str], tmp_path: Path) -> None:
    given = ("what is dropout?", "--", sys.executable, "-c", MODEL)
    done = run(example("checked_model.py", *given), env, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("It is so: “Dropout switches off randomly chosen neurons")


def test_a_model_that_makes_things_up_is_not_shown(env: dict[str, str], tmp_path: Path) -> None:
    given = ("what is dropout?", "--", sys.executable, "-c", LIAR)
    done = run(example("checked_model.py", *given), env, tmp_path)
    assert done.returncode == 1, done.stderr
    assert "fish" not in done.stdout
    assert done.stdout.startswith("Dropout — “Dropout switches off")


def test_a_program_keeps_another_beside_it(env: dict[str, str], tmp_path: Path) -> None:
    done = run(example("coprocess.py", "what is dropout?", "who introduced it?"), env, tmp_path)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.split("who introduced it?\n")
    assert first.startswith("what is dropout?\n  Dropout — “")
    assert "Hinton" in second


def test_a_page_gets_its_definitions(env: dict[str, str], tmp_path: Path) -> None:
    text = "# Dropout\n\nIt helps against overfitting, as `momentum` doesn't.\n"
    (tmp_path / "notes.md").write_text(text, encoding="utf-8")
    done = run(example("glossary_page.py", "notes.md"), env, tmp_path)
    assert (done.returncode, done.stderr) == (0, "1 terms\n")
    assert "Learning the training set by heart" in done.stdout
    assert "<code>momentum</code>" in done.stdout


def test_the_http_api_is_asked_with_nothing_but_python(
    server: Served, env: dict[str, str], tmp_path: Path
) -> None:
    asked = ("what is dropout?", "how tall is Mont Blanc?")
    done = run(example("http_client.py", server.url, *asked), env, tmp_path)
    assert done.returncode == 1, done.stderr
    assert "  “Dropout switches off randomly chosen neurons" in done.stdout
    assert done.stdout.count("\n") >= 4
    wrong = run(example("http_client.py", server.url, *["jib"] * 101), env, tmp_path)
    assert wrong.returncode == 1
    assert wrong.stderr.count("\n") == 1
    assert ": " in wrong.stderr


@pytest.mark.parametrize("name", ["checked_model.py", "glossary_page.py", "http_client.py"])
def test_an_example_called_without_arguments_says_how(
    name: str, env: dict[str, str], tmp_path: Path
) -> None:
    done = run(example(name), env, tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"python examples/{name} " in done.stderr
