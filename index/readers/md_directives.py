"""Markdown's glossary directive, as MyST has it: terms, and definitions indented below them.

    ```{glossary}
    Term
      Its definition.
    ```

Terms may also stand above lines that a colon opens; see MyST's reference
(https://myst-parser.readthedocs.io/, "Glossaries") and Sphinx's (www.sphinx-doc.org).
"""

import re
from collections.abc import Iterator, Sequence

from .base import page as page_lines
from .md_blocks import Block, Kind
from .md_items import Item, Part, Shape
from .md_page import MdPage

__all__ = ["find_directives"]

_OPENS = re.compile(r"[ \t]*(?:`{3,}|~{3,})[ \t]*\{(?:[\w-]+:)?glossary\}", re.IGNORECASE)
_SKIPPED = re.compile(r"[ \t]*(?::[\w-]+:(?:[ \t]|$)|%|\.\.(?:[ \t]|$)|\([\w:. -]+\)=[ \t]*$)")
_COLON = re.compile(r"[ \t]*:[ \t]+(?=\S)")
_CLASSIFIER = re.compile(r"[ \t]+:[ \t]+")


def find_directives(page: MdPage, blocks: Sequence[Block]) -> Shape | None:
    """Read the entries of the glossary directives that stand as blocks of their own."""
    found = [
        block for block in blocks if block.kind is Kind.CODE and _OPENS.match(page.raw, block.start)
    ]
    items = [item for block in found for item in _items(page, block)]
    if not items:
        return None
    skipped = tuple(
        page_lines(line, line, "directive-option")
        for block in found
        for line in range(block.first + 1, block.last)
        if _is_skipped(page.raw[page.starts[line - 1] : page.starts[line] - 1])
    )
    return Shape(0.98, f"{len(items)} entries in glossary directives", tuple(items), skipped)


def _is_skipped(text: str) -> bool:
    """Tell whether a line of a directive is an option, a comment or a label."""
    return bool(_SKIPPED.match(text)) and text[:1] not in " \t"


def _items(page: MdPage, block: Block) -> Iterator[Item]:
    """Yield the entries of a directive: term lines, then deeper lines up to the next term."""
    heads: list[tuple[int, int]] = []
    body: Part | None = None
    for line in range(block.first + 1, block.last + 1):
        start, end = page.starts[line - 1], page.starts[line] - 1
        text = page.raw[start:end]
        closes = line == block.last and text.lstrip()[:3] in ("```", "~~~")
        if not text.strip() or closes or _is_skipped(text):
            continue
        colon = _COLON.match(text)
        if heads and (text[:1] in (" ", "\t") or colon):
            begin = start + (colon.end() if colon else len(text) - len(text.lstrip()))
            body = Part(body.start, end, body.first, line) if body else Part(begin, end, line, line)
            continue
        if body or not heads:
            if heads:
                yield _item(page, heads, body)
            heads, body = [], None
        classifier = _CLASSIFIER.search(text)
        heads.append((start, start + classifier.start() if classifier else end))
    if heads:
        yield _item(page, heads, body)


def _item(page: MdPage, heads: Sequence[tuple[int, int]], body: Part | None) -> Item:
    return Item(tuple(heads), page.line(heads[0][0]), (body,) if body else ())
