"""``glossator completion``: what a shell needs to complete the program's options."""

import argparse
import sys
from collections.abc import Callable
from typing import Any

from .options import add_command

__all__ = ["SHELLS", "add"]

OK = 0
SHELLS = ("bash", "zsh", "fish")
_ABOUT = """\
Print what lets a shell complete commands, options, files and folders. Once, or in a start-up file:

  bash:  source <(glossator completion bash)
  zsh:   glossator completion zsh > "${fpath[1]}/_glossator"
  fish:  glossator completion fish > ~/.config/fish/completions/glossator.fish
"""
#: What an argument takes, by its name in the help.
_FILES = {"FILE", "FILE.jsonl", "FILE_OR_DIR", "NAME_OR_PATH", "OLD", "NEW"} | {
    "ANSWERS.jsonl",
    "REPORT.json",
}


def add(commands: Any, parser_of: Callable[[], argparse.ArgumentParser]) -> None:
    """Add the command to the subparsers of the command line.

    Args:
        commands: the subparsers.
        parser_of: makes the whole command line's parser.
    """
    parser = add_command(
        commands,
        "completion",
        lambda options: _completion(options.shell, parser_of()),
        "print what lets a shell complete commands and options",
    )
    parser.description = _ABOUT
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def _completion(shell: str, parser: argparse.ArgumentParser) -> int:
    import shtab

    _with_files(parser, shtab.FILE, shtab.DIRECTORY)
    sys.stdout.write(shtab.complete(parser, shell).rstrip("\n") + "\n")
    return OK


def _with_files(parser: argparse.ArgumentParser, file: object, folder: object) -> None:
    """Say which arguments are files and which are folders, in all commands below a parser."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in set(action.choices.values()):
                _with_files(below, file, folder)
        if action.metavar == "DIR":
            action.complete = folder  # type: ignore[attr-defined]
        elif action.metavar in _FILES:
            action.complete = file  # type: ignore[attr-defined]
