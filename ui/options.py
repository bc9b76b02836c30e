"""Options and commands that the parts of the command line share."""

import argparse
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .offer import Offer

__all__ = [
    "add_command",
    "offer_of",
    "read_text",
    "titles_of",
    "with_index",
    "with_offer",
    "with_quiet",
    "with_reading",
]

_ORIGIN = re.compile(
    r"[a-z][a-z0-9+.-]*://(?:[\w.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?", re.IGNORECASE | re.ASCII
)


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
    with_quiet(parser)
    return parser


def with_quiet(parser: argparse.ArgumentParser) -> None:
    """Add the option that keeps standard error for errors."""
    parser.add_argument(
        "-q",
        "--quiet",
        action="store_true",
        default=argparse.SUPPRESS,  # so that it counts before the command too
        help="say nothing but results and errors",
    )


def read_text(name: str) -> str:
    """Read a text, or standard input for ``-``; line ends stay, so offsets are those of the file.

    Raises:
        InputError: if it is not in UTF-8.
    """
    from ..index.errors import InputError

    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: byte {error.start} is no UTF-8. Expected a text in UTF-8; convert it first"
        ) from None


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


def with_reading(parser: argparse.ArgumentParser, *, titles: bool = True) -> None:
    """Add the options that say how files are read, and what their titles are."""
    parser.add_argument(
        "--format", default="auto", metavar="NAME", help="a reader's name (default: by content)"
    )
    parser.add_argument(
        "--columns",
        metavar="ROLE=COLUMN,…",
        action="append",
        default=[],
        help="which columns of a table, or keys of records, hold term, definition, aliases …",
    )
    parser.add_argument(
        "--language", metavar="TAG", help="read entries of this language only, such as en or pt-BR"
    )
    parser.add_argument(
        "--max-bytes",
        metavar="SIZE",
        help="the largest file to read, packed or unpacked (default 128M)",
    )
    if not titles:
        return
    parser.add_argument(
        "--title",
        metavar="FILE=TITLE",
        action="append",
        default=[],
        help="a document's title, if not its own; repeat it",
    )


def titles_of(options: argparse.Namespace) -> dict[str, str]:
    """Return the titles that are given, by file.

    Raises:
        InputError: if one is no FILE=TITLE.
    """
    from ..index.errors import InputError

    titles = {}
    for pair in options.title:
        path, equals, title = pair.partition("=")
        if not (equals and path and title):
            raise InputError(f"--title {pair}: expected FILE=TITLE")
        titles[path] = title
    return titles


def with_offer(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what a server offers beside answers, and to whom."""
    parser.add_argument(
        "--store",
        metavar="DIR",
        help="keep the glossaries that users bring in DIR (default: in memory, for hours)",
    )
    parser.add_argument(
        "--feedback",
        metavar="FILE.jsonl",
        help="let people judge answers; append that as questions for 'glossator eval'",
    )
    parser.add_argument(
        "--auth",
        metavar="USER:PASSWORD_FILE",
        action="append",
        default=[],
        help="let in only who signs in; the file is its owner's alone (600); repeat it",
    )
    parser.add_argument(
        "--name",
        metavar="HOST",
        action="append",
        default=[],
        help="a host name under which the page is asked, such as a proxy's; repeat it",
    )
    parser.add_argument(
        "--cors",
        metavar="ORIGIN",
        action="append",
        default=[],
        help="let pages of another site ask the HTTP API, such as https://docs.example.org; * for "
        "any; repeat it",
    )
    parser.add_argument(
        "--token",
        metavar="FILE",
        help="programs must send the token in FILE, which is its owner's alone (600)",
    )


def offer_of(options: argparse.Namespace) -> "Offer":
    """Return what the options of :func:`with_offer` say.

    Raises:
        InputError: if one can't be used.
    """
    from ..index.errors import InputError
    from .accounts import read_accounts, read_token
    from .offer import Offer

    for name in options.name:
        if not name or any(char in name for char in "/: \t") or not name.isascii():
            raise InputError(
                f"--name {name}: expected a host name alone, such as glossary.example.org"
            )
    return Offer(
        store=Path(options.store) if options.store else None,
        feedback=Path(options.feedback) if options.feedback else None,
        accounts=read_accounts(options.auth),
        names=frozenset(name.lower() for name in options.name),
        origins=_origins(options.cors),
        token=read_token(Path(options.token)) if options.token else "",
    )


def _origins(given: list[str]) -> frozenset[str]:
    """Check origins of pages, and write them as browsers do."""
    from ..index.errors import InputError

    for origin in given:
        if origin != "*" and not _ORIGIN.fullmatch(origin.rstrip("/")):
            raise InputError(
                f"--cors {origin}: expected an origin such as https://docs.example.org, without a "
                "path; or * for any"
            )
    return frozenset(origin.rstrip("/").lower() for origin in given)
