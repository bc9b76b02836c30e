"""Options and commands that the parts of the command line share."""

import argparse
import os
from collections.abc import Callable
from typing import Any

__all__ = ["add_command", "with_index"]


def add_command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], about: str
) -> argparse.ArgumentParser:
    """Add a command to a parser's commands.

    Args:
        commands: what ``add_subparsers`` gave.
        name: as typed.
        run: takes the options, returns the exit code.
        about: one line for the help, without a full stop.
    """
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=about[0].upper() + about[1:] + "."
    )
    parser.set_defaults(run=run)
    return parser


def with_index(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which index is asked, and with which encoder."""
    parser.add_argument(
        "--index",
        metavar="DIR",
        default=os.environ.get("GLOSSATOR_INDEX") or None,
        help="an index directory (default: GLOSSATOR_INDEX, else the embedded glossary)",
    )
    parser.add_argument(
        "--model", metavar="NAME_OR_PATH", help="the encoder it was built with, if not the bundled"
    )
