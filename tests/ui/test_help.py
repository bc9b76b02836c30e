"""Usage: help pages, the version, and one line on standard error for wrong usage."""

import argparse
import re
from collections.abc import Callable, Iterator
from importlib.metadata import version

import pytest

from glossator.ui.cli import _parser
from tests.ui.program import ROOT, Ran, check_golden

Run = Callable[..., Ran]


def commands(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the words that lead to the program itself, and to each command below it."""
    yield " ".join(path)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from commands(below, (*path, name))


@pytest.mark.parametrize("command", list(commands(_parser())))
def test_help_pages_are_as_they_were(command: str, run: Run) -> None:
    ran = run(*command.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    check_golden("-".join(["help", *command.split()]) + ".txt", ran.out)


def test_the_chat_page_s_manual_names_every_option_of_serve_and_shows_every_picture() -> None:
    manual = (ROOT / "docs" / "chat.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(--[a-z]+) ", manual, re.MULTILINE))
    (commands,) = (a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))
    serve = commands.choices["serve"]._actions
    assert told == {one.option_strings[0] for one in serve} - {"-h", "-q"}
    folder = ROOT / "docs" / "images"
    taken = {f"images/{one.name}" for one in folder.glob("chat-*.png")}
    light = {one for one in taken if not one.endswith("-dark.png")}
    assert set(re.findall(r"\]\((images/[^)]+)\)", manual)) == light
    assert taken - light == {one.replace(".png", "-dark.png") for one in light}


def test_the_version_is_that_of_the_distribution(run: Run) -> None:
    assert run("--version") == Ran(0, f"glossator {version('glossator')}\n", "")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("answer", "x"), "invalid choice: 'answer'"),
        (("ask",), "ask takes a question, or --batch FILE: exactly one of them"),
        (("ask", "x", "--batch", "y"), "exactly one of them"),
        (("ask", "x", "y"), "unrecognized arguments: y"),
        (("ask", "x", "--colour"), "unrecognized arguments: --colour"),
        (("ask", "x", "--index"), "--index: expected one argument"),
        (("ask", "x", "--out", "y"), "--out is where --batch writes"),
        (("ask", "--batch", "y", "--explain"), "--history and --explain go with one question"),
        (("ask", "--batch", "y", "--history", "z"), "--history and --explain go with one"),
        (("search",), "the following arguments are required: query"),
        (("search", "x", "-k", "many"), "-k: invalid int value: 'many'"),
        (("search", "x", "-k", "0"), "k is 0; expected 1 or more"),
        (("index", "x"), "required: --out"),
        (("index", "--out", "x"), "required: FILE_OR_DIR"),
        (("parse",), "required: FILE_OR_DIR"),
        (("verify",), "verify needs --index DIR, or a file of answers"),
        (("verify", "--index", "x", "--sources", "y"), "name ANSWERS.jsonl too"),
        (("ask", "x", "--a\nb\x1b[31m"), "unrecognized arguments: --a b␛[31m"),
    ],
)
def test_wrong_usage_is_one_line_on_standard_error(
    arguments: tuple[str, ...], complaint: str, run: Run
) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert complaint in ran.fault
    assert re.match(r"glossator( \w+)?: ", ran.err)
