"""``glossator annotate``: the defined terms of a file. Writes what was asked for to the output."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .options import add_command, read_text, with_index

if TYPE_CHECKING:
    from ..rag.glossator import Glossator
    from ..rag.running_text import Format

__all__ = ["add"]

OK = 0
_ENDINGS: "dict[str, Format]" = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
}


def add(commands: Any, opened: "Callable[[argparse.Namespace], Glossator]") -> None:
    """Add the command to the subparsers of the command line.

    Args:
        commands: the subparsers.
        opened: opens the glossary that the options name.
    """
    about = "find the defined terms of any text"
    parser = add_command(commands, "annotate", lambda options: _annotate(options, opened), about)
    parser.add_argument("file", metavar="FILE", help="a text in UTF-8; - for standard input")
    with_index(parser)
    parser.add_argument(
        "--format",
        choices=("auto", "text", "markdown", "html"),
        default="auto",
        help="how the text is marked up (default: by the file's name)",
    )
    parser.add_argument(
        "--to",
        choices=("json", "html", "markdown"),
        default="json",
        help="what is written: offsets and citations, a page with definitions to hover over, or "
        "links (default json)",
    )
    parser.add_argument(
        "--all", action="store_true", help="every mention, not only the first of each concept"
    )
    parser.add_argument(
        "--link",
        metavar="TEMPLATE",
        help="where terms lead, such as 'glossary.md#{anchor}' (default: definitions at the end)",
    )


def _annotate(
    options: argparse.Namespace, opened: "Callable[[argparse.Namespace], Glossator]"
) -> int:
    from ..index.errors import InputError
    from .annotated import as_html, as_markdown, link_by
    from .render import json_line

    if options.link is not None and options.to == "json":
        raise InputError("--link goes with --to html or markdown; JSON has the entries themselves")
    link = None if options.link is None else link_by(options.link)
    text = read_text(options.file)
    kind = options.format
    if kind == "auto":
        kind = _ENDINGS.get(Path(options.file).suffix.lower(), "text")
    with opened(options) as glossary:
        found = glossary.annotate(text, format=kind, which="all" if options.all else "first")
    if options.to == "json":
        sys.stdout.write(json_line(found.to_dict()) + "\n")
    else:
        sys.stdout.write((as_html if options.to == "html" else as_markdown)(found, link))
    return OK
