"""README.md and docs/api.md do what they say: commands parse and run, Python runs, output is real.

Blocks are taken as they stand. The README's commands run in their order in one folder, in which
stands what a reader would bring: ``terms.tsv``, ``notes/``, ``questions.jsonl``, ``reply.md``.
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.ui.cli import _parser
from tests.ui.conftest import ROPES, SAILS
from tests.ui.program import ROOT, spawn, write

README = (ROOT / "README.md").read_text(encoding="utf-8")
API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
_FENCED = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?<=\n\n)(?: {4}[^\n]*\n|\n(?= {4}))+")
#: Commands that run until they are stopped, or for long: these are only parsed.
LONG = {"serve", "mcp", "eval"}
#: Exit codes of commands that did what they were asked for: answered, or abstained.
DONE = {0, 1}


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """Yield the code blocks of a page, fenced and indented, each with its language."""
    yield from ((match[1], match[2]) for match in _FENCED.finditer(page))
    for match in _INDENTED.finditer(_FENCED.sub("", page)):
        code = re.sub(r"^ {4}", "", match.group(), flags=re.MULTILINE)
        yield ("python" if re.match(r"from |import ", code) else ""), code


def commands(page: str) -> list[str]:
    """Return the ``glossator …`` lines of a page's blocks, prompts and comments aside."""
    found = []
    for _, code in blocks(page):
        for line in code.replace("\\\n", " ").split("\n"):
            line = line.strip().removeprefix("$ ")
            if line.split()[:1] == ["glossator"]:
                found.append(" ".join(map(shlex.quote, _words(line))))
    return found


def _words(line: str) -> list[str]:
    """Split a command line as a shell does, up to a pipe or another operator."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.commenters = "#"
    words = []
    for word in lexer:
        if word and set(word) <= set("|&;<>()"):
            break
        words.append(word)
    return words


def known_commands(parser: argparse.ArgumentParser) -> list[str]:
    """Return the commands that a parser knows."""
    (choices,) = [action.choices for action in parser._actions if isinstance(action.choices, dict)]
    return list(choices)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader of the README has it."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "terms.tsv").write_text(SAILS, encoding="utf-8")
    (folder / "new-terms.tsv").write_text(f"{SAILS}Mast\tA pole.\n", encoding="utf-8")
    (folder / "notes").mkdir()
    (folder / "notes" / "ropes.txt").write_text(ROPES, encoding="utf-8")
    write(
        folder / "questions.jsonl",
        {"id": "1", "question": "what is a jib?"},
        {"id": "2", "question": "what is a halyard?"},
    )
    (folder / "reply.md").write_text("> The rope that trims a sail.\n\n— Sheet\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """No settings of the user, and a cache folder of our own."""
    return {
        "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache")),
        "GLOSSATOR_INDEX": "",
        "COLUMNS": "80",
    }


@pytest.mark.parametrize("command", commands(README))
def test_every_command_line_of_the_readme_is_one(command: str) -> None:
    _parser().parse_args(shlex.split(command)[1:])


@pytest.mark.parametrize("name", known_commands(_parser()))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert any(shlex.split(command)[1:2] == [name] for command in commands(README))


def test_the_commands_of_the_readme_run_in_their_order(folder: Path, env: dict[str, str]) -> None:
    ran = 0
    for command in commands(README):
        words = shlex.split(command)[1:]
        if words[0] not in LONG:
            done = spawn(*words, folder=folder, env=env)
            assert done.code in DONE, f"{command}\n{done.err}"
            assert done.code == 0 or words[0] in ("ask", "diff"), command
            ran += 1
    assert ran > 0
    assert len((folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def _pattern(shown: str) -> str:
    """Make a pattern of what is shown: ``…`` is any rest of a line; alone on one, any lines."""
    return "".join(
        r"(?:.*\n)*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n"
        for line in shown.splitlines()
    )


@pytest.mark.parametrize("code", [code for kind, code in blocks(README) if kind == "console"])
def test_the_readme_shows_what_is_really_printed(
    code: str, folder: Path, env: dict[str, str]
) -> None:
    parts = re.split(r"^\$ (.*)\n", code, flags=re.MULTILINE)
    assert parts[0] == ""
    for command, shown in zip(parts[1::2], parts[2::2], strict=True):
        words = shlex.split(command)
        assert words[0] == "glossator"
        printed = spawn(*words[1:], folder=folder, env=env).out
        assert re.fullmatch(_pattern(shown), printed), printed


@pytest.mark.parametrize("page", [README, API], ids=["README.md", "docs/api.md"])
def test_the_python_of_a_page_runs_from_its_top_to_its_end(
    page: str, folder: Path, env: dict[str, str]
) -> None:
    code = [code for kind, code in blocks(page) if kind in ("python", "py")]
    assert code
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(code)],
        cwd=folder, env={**os.environ, **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_every_make_target_of_the_readme_is_one() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    used = {name for _, code in blocks(README) for name in re.findall(r"^make (\w+)", code, re.M)}
    assert {"ask", "test"} <= used <= known


def test_every_page_that_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", README)
    own = [link for link in links if "://" not in link]
    assert own
    assert [link for link in own if not (ROOT / link).exists()] == []
