"""HTML pages (https://html.spec.whatwg.org): saved whole, or fragments of one.

A glossary on a page is a list of pairs (``dl``, with several ``dt`` for one ``dd``), a table,
paragraphs with ``dfn`` or bold terms, or headings with text below. Navigation, scripts,
permalinks and notes are left out. A document's text is a rendering: paragraphs with a blank
line between, list items a line each. Entries carry the line of the file, and their anchor as
locator. libxml2 parses (``tree.py``); nothing is fetched.
"""

import re

from ..text import Source
from .base import Draft, Sniff
from .flow import Kind, Para
from .html_flow import Flow, flow_of
from .rendered import render
from .rendering import Rendering
from .shape_headings import LETTERS
from .shapes import Shape, find_entries
from .tree import parse_html

__all__ = ["NAME", "read", "sniff"]

NAME = "html"

_BEFORE = r"\s*+(?:<\?xml[^>]*>\s*+|<!--(?s:.*?)-->\s*+)*+"
_PAGE = re.compile(rf"{_BEFORE}<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_FRONT = re.compile(r"---[ \t]*\n(?s:.*?)\n---[ \t]*\n")
_TITLE = re.compile(r"^title:[ \t]*(\S.*)$", re.MULTILINE)
_TAG = re.compile(
    r"</?(?:dt|dd|dl|p|td|th|tr|table|li|ul|ol|h[1-6]|div|section)[\s>]", re.IGNORECASE
)
_OPENING = re.compile(
    rf"{_BEFORE}<(?:dl|div|table|h[1-6]|p|section|article|main|ul|ol|body|head|meta|title|style|"
    r"details|header|nav|link|center)\b",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|\*\*\S|[-*+] \S|```)", re.MULTILINE)
_MARKDOWN_TITLE = re.compile(r"\s*+#{1,6}[ \t]+(?P<name>\S[^\n]*)\n\s*+")  # above a page's HTML
# Hugo's and Jekyll's calls, which a page generator replaces before anybody sees the page.
_CALLS = re.compile(r"\{\{[<%](?s:.{0,1000}?)[>%]\}\}")
_TEMPLATES = re.compile(r"\{%(?s:.{0,1000}?)%\}|\{\{(?s:.{0,1000}?)\}\}")


def sniff(source: Source) -> Sniff:
    """Score by how the text begins, and how many blocks it closes."""
    text = source.text
    if _PAGE.match(text):
        return Sniff(1.0, "it begins like an HTML page")
    if "</" not in text:
        return Sniff(0.0, "no HTML elements")
    front = _FRONT.match(text)
    body = text[front.end() :] if front else text
    title = _MARKDOWN_TITLE.match(body)
    body = body[title.end() :] if title and text.count("<dt") > 1 else body
    tags = len(_TAG.findall(body))
    lines = sum(1 for line in body.split("\n") if line.strip())
    if not _OPENING.match(body):
        return Sniff(0.1 if tags > lines else 0.0, "it doesn't begin with an HTML block")
    if tags < 4 or len(_MARKDOWN.findall(body)) > tags / 8:
        return Sniff(0.1, f"{tags} tags of HTML blocks in {lines} lines")
    score = min(0.96, 0.3 + 1.5 * tags / max(1, lines))
    return Sniff(score, f"it begins with an HTML block; {tags} tags of blocks in {lines} lines")


def read(source: Source) -> Draft:
    """Read the page; see the module's first lines for what is taken for an entry."""
    text, front = _plain(source.text)
    root = parse_html(text, source.path)
    named = next((node.text for node in root.find("title") if node.text.strip()), "")
    flow = flow_of(root)
    del root  # a tree of a large page is larger than all that is made of it
    shape = find_entries(flow.blocks, source.options.columns)
    made = Rendering(source.path)
    marks = [(1, "page-head"), *flow.marks]
    if front:
        marks = [(1, "front-matter"), (front.count("\n") + 1, "page-head"), *flow.marks]
    render(made, shape, marks, source.text, files=_own_names(source.path))
    above = _MARKDOWN_TITLE.match(source.text, len(front))
    title = _title(named, flow, shape, front)
    return made.draft(title or (above["name"].rstrip("# ") if above else None))


def _plain(text: str) -> tuple[str, str]:
    """Blank out front matter and template calls at equal lines; return the front matter too."""
    front = _FRONT.match(text)
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
        text = _TEMPLATES.sub(_blank, text)
    return _CALLS.sub(_blank, text), front[0] if front else ""


def _blank(call: re.Match[str]) -> str:
    return "\n" * call[0].count("\n")


def _own_names(path: str) -> tuple[str, ...]:
    """Return how links on the page may call the page itself."""
    name = path.rsplit("/", 1)[-1]
    return ("", name, name.rsplit(".", 1)[0])


def _title(named: str, flow: Flow, shape: Shape, front: str) -> str | None:
    """Return the page's only first heading, else its title, else the heading above the entries."""
    terms = {entry.term for entry in shape.entries} if len(shape.entries) > 1 else set()
    headings = [one for one in flow.blocks if isinstance(one, Para) and one.kind is Kind.HEADING]
    headings = [one for one in headings if not LETTERS.match(one.text) and one.text not in terms]
    first = [one.text for one in headings if one.level == 1]
    if len(first) == 1:
        return first[0]
    given = _TITLE.search(front)
    if given:
        return given[1].strip().strip("\"'")
    above = shape.entries[0].line if shape.entries else 0
    return named or next((one.text for one in headings if one.line <= above), None)
