"""Word documents (ECMA-376, .docx): bold terms, headings, tables, lines of term and definition.

A paragraph or a row of a table counts as a line, and is the locator. A soft break ends a term,
or begins the next entry where a bold term stands behind it. A document's text is a rendering.
"""

from dataclasses import replace

from ..text import Source
from .base import Draft, Sniff
from .docx_flow import open_document
from .rendered import render
from .rendering import Rendering
from .shapes import find_entries

__all__ = ["NAME", "read", "sniff"]

NAME = "docx"


def sniff(source: Source) -> Sniff:
    """Tell by the names of the parts, which stand in the clear."""
    if not source.raw.startswith(b"PK"):
        return Sniff(0.0, "no zip container")
    if b"word/document.xml" in source.raw or b"word/_rels/" in source.raw:
        return Sniff(1.0, "a zip container with a Word document in it")
    return Sniff(0.0, "a zip container without a Word document")


def read(source: Source) -> Draft:
    """Read the document; see the module's first lines for what is taken for an entry."""
    document = open_document(source.raw, source.path)
    content = "\n".join(document.lines)
    made = Rendering(source.path, content)
    shape = find_entries(document.blocks, source.options.columns)
    entries = tuple(
        replace(
            one,
            locator=one.locator or f"paragraph {one.line}",
            language=one.language or document.language,
        )
        for one in shape.entries
    )
    render(made, replace(shape, entries=entries), document.marks, content)
    for line, code, message in document.remarks:
        made.remark(line, code, message)
    return made.draft(document.title)
