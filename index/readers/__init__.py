"""Readers: one module for each family of input, found by what a file holds.

Each is imported when first asked for (:func:`reader`), so that reading one kind of file
doesn't load the parsers of the others. What a reader of another package needs is named here
too (``docs/readers.md``).
"""

from importlib import import_module
from typing import cast

from ..errors import InputError
from ..text import Cut, Source, strip
from .base import Draft, DraftEntry, Reader, Sniff, numbered_lines, page
from .heads import parse_head
from .plugins import load, plugin_names
from .rendering import Rendering

__all__ = [
    "READERS",
    "Cut",
    "Draft",
    "DraftEntry",
    "Reader",
    "Rendering",
    "Sniff",
    "Source",
    "names",
    "numbered_lines",
    "page",
    "parse_head",
    "reader",
    "strip",
]

# Tried in this order: the quick ones first; on equal scores the first wins.
READERS = (
    "jsonlines",
    "html",
    "docx",
    "pdf",
    "docbook",
    "table",
    "numbered",
    "glued",
    "headings",
    "exported",
    "skos",
    "tbx",
    "rst",
    "asciidoc",
    "latex",
    "delimited",
    "workbook",
    "markdown",
    "plain",
    "json_records",
    "yaml_records",
    "xml_records",
)


def names() -> tuple[str, ...]:
    """Return the names of all readers: ours, then those that installed packages bring.

    A plugin can't take the name of one of ours.
    """
    return (*READERS, *(name for name in plugin_names() if name not in READERS))


def reader(name: str) -> Reader:
    """Return the reader of that name.

    Raises:
        InputError: if there is none; the message lists the known ones.
    """
    if name in READERS:
        return cast(Reader, import_module(f".{name}", __name__))
    if name in plugin_names():
        return load(name)
    raise InputError(
        f"format '{name}' is not known. Expected 'auto' or one of: {', '.join(names())}."
    )
