"""PDF (ISO 32000): its text layer, by place and style; refused are scans, which have none.

A PDF holds characters and where they stand, and neither paragraphs nor entries. Terms are told by
style (bold, size, italic, colour, font), by indents and by columns; what repeats at the edge of
pages is cut, columns are read one after the other. How sure that is, remark ``layout`` says: the
share of lines that fit. A document's text is a rendering, and a page is the locator.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..text import Source
from .base import Draft, Sniff
from .flow import Kind, Para
from .pdf_fit import fit_of
from .pdf_flow import Flow, flow_of
from .pdf_looks import looks_of
from .pdf_pages import Printed, PrintedPage, open_pages
from .pdf_text import TURNED, UNSEEN, Text, text_of_pages
from .rendered import render
from .rendering import Rendering
from .shape_headings import LETTERS
from .shapes import find_entries

__all__ = ["COLUMNS", "NAME", "read", "sniff"]

NAME = "pdf"
COLUMNS = True  # heeds Options.columns
_SHOWN = 5
_MADE_UP = re.compile(
    r"^(?:microsoft word|untitled|unknown|document|slide) ?\b|^https?:"
    r"|\.(?:docx?|odt|tex|indd|qxd|pdf|html?|txt|md|rtf|pages)$",
    re.IGNORECASE,
)


def sniff(source: Source) -> Sniff:
    """Tell by the first bytes."""
    if not source.text and source.raw[:64].lstrip().startswith(b"%PDF-"):
        return Sniff(1.0, "a PDF")
    return Sniff(0.0, "no PDF")


def read(source: Source) -> Draft:
    """Read the text layer; see the module's first lines for what is taken for an entry."""
    printed = open_pages(source.raw, source.path)
    text = text_of_pages(printed.pages)
    looks = looks_of(text)
    flow = flow_of(text.lines, looks)
    shape = find_entries(flow.blocks, source.options.columns)
    names = {page.number: page.name for page in printed.pages}
    pages = [line.page for line in text.lines]
    entries = tuple(
        replace(
            one,
            locator=names[pages[one.line - 1]],
            language=one.language or printed.language,
        )
        for one in shape.entries
    )
    content = "\n".join(line.text for line in text.lines)
    made = Rendering(source.path, content)
    render(made, replace(shape, entries=entries), flow.marks, content)
    fit = fit_of(text, looks, flow.headings, entries)
    if fit:
        made.remark(0, "layout", fit.said(names))
        if not fit.sure:
            made.remark(fit.odd[0].number if fit.odd else 0, "unsure", fit.warning())
    for line, code, message in _remarks(printed, text, flow):
        made.remark(line, code, message)
    return made.draft(_title(printed, text, flow))


def _title(printed: Printed, text: Text, flow: Flow) -> str | None:
    """Return the document's own title, unless a program made it of a file's name; else a heading.

    The heading is the largest text of the first page that has any.
    """
    if printed.title and not _MADE_UP.search(printed.title):
        return printed.title
    heads = [
        block
        for block in flow.blocks
        if isinstance(block, Para) and block.kind is Kind.HEADING and not LETTERS.match(block.text)
    ]
    first = [one for one in heads if text.lines[one.line - 1].page == _page(text, heads[0])]
    return min(first, key=lambda one: one.level).text if first else None


def _page(text: Text, block: Para) -> int:
    return text.lines[block.line - 1].page


def _remarks(printed: Printed, text: Text, flow: Flow) -> Iterator[tuple[int, str, str]]:
    """Yield what else is to be said: ``(line, code, message)``."""
    yield from _of_file(printed)
    if text.recognised:
        yield (
            0,
            "recognised",
            "The text was made by text recognition from pictures of the pages, and may hold its "
            "mistakes. Give the document that the PDF was made of, if there is one.",
        )
    for rule, code, what in (
        (UNSEEN, "hidden-text", "characters that the pages don't show were left out"),
        (TURNED, "turned-text", "characters that don't stand level were left out"),
    ):
        lines = [line for line in text.lines if line.rule == rule]
        if lines:
            count = sum(len(line.text) for line in lines)
            yield lines[0].number, code, f"{count:,} {what}: '{lines[0].text[:60]}' …"
    if flow.joined:
        shown = ", ".join(f"'{word}'" for word in flow.joined[:_SHOWN])
        more = " …" if len(flow.joined) > _SHOWN else ""
        yield (
            0,
            "words-joined",
            f"{len(flow.joined)} words that line ends broke were joined: {shown}{more}. Check "
            "them against the PDF.",
        )


def _of_file(printed: Printed) -> Iterator[tuple[int, str, str]]:
    empty = [page for page in printed.pages if page.pictures]
    if empty:
        advice = "Run text recognition over them if they belong to the glossary."
        yield 0, "no-text", f"{_listed(empty)} without text: not read. {advice}"
    broken = [page for page in printed.pages if page.broken]
    if broken:
        advice = "Open the PDF in a viewer, and print it to a new one."
        yield 0, "broken-page", f"{_listed(broken)} damaged: not read. {advice}"
    if printed.unmapped:
        yield (
            0,
            "no-unicode",
            f"{printed.unmapped:,} characters have fonts that don't say which they are; they read "
            "as \ufffd. Look at them in the PDF, or give the document that it was made of.",
        )
    if printed.scripts:
        yield 0, "scripts", f"The PDF holds scripts ({printed.scripts}). They were not run."
    if printed.files:
        advice = "Take them out, and read them by themselves."
        yield 0, "embedded", f"Files inside the PDF ({printed.files}) were not read. {advice}"
    if not printed.copying:
        yield (
            0,
            "copying",
            "The PDF's author lets it be read, and asks programs not to copy its text. Make sure "
            "that you may quote it.",
        )


def _listed(pages: Sequence[PrintedPage]) -> str:
    shown = ", ".join(page.name for page in pages[:_SHOWN])
    more = f" and {len(pages) - _SHOWN:,} more" if len(pages) > _SHOWN else ""
    return f"{shown}{more}"
