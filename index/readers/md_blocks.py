"""Blocks of a Markdown file, by markdown-it-py: CommonMark with GitHub's tables.

https://spec.commonmark.org/0.31.2/ · https://github.github.com/gfm/#tables-extension-
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ..errors import MissingPartError
from ..text import Cut
from .md_inline import label_key

__all__ = ["Block", "Kind", "Outline", "Row", "outline"]

_MARK = re.compile(r"#{1,6}(?:[ \t]+|$)")
_TRAILING = re.compile(r"[ \t]+#+[ \t]*$")
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+(?:\[![A-Za-z]+\][-+]?[ \t]*)?")
_DIRECTIVE = re.compile(r"[ \t]*:{3,}.*$")
_ADMONITION = re.compile(
    r"[ \t]*(?:!!!|\?\?\?\+?|===)[ \t]+(?P<kind>[^\"\n]*)(?:\"(?P<title>[^\"\n]+)\"[ \t]*)?$"
)
_FOOTNOTE = re.compile(r"[ \t]*\[\^[^\]\s]+\]:")
_IMPORT = re.compile(
    r"(?:import\s[^\n]*(?:from\s+[\"']|[\"'];)|export\s+(?:const|default|let|function)\b)"
)
_DEFINITION = re.compile(r"(?:^|\n)[ \t]{0,3}[:~][ \t]+\S")
_COLON = re.compile(r"^ {0,3}(?P<mark>:[ \t]+)(?=\S)", re.MULTILINE)
_TARGET = re.compile(r"^\([\w:. -]+\)=[ \t]*$", re.MULTILINE)  # MyST's label for what follows
_HANGING = re.compile(
    r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+"
    r"(?:\*|_|`|\[|[^\s:：][^:：\n]{0,60}?(?::[ \t]|[ \t][-–—]+[ \t]))"
)
_OF_ITEM = 3  # the level of the text of an outer list's item
_PIPE = re.compile(r"\\.|\|")


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    LIST = "list"
    QUOTE = "quote"
    CODE = "code"
    HTML = "html"
    RULE = "rule"
    TABLE = "table"
    ASIDE = "aside"  # link definitions, footnotes, imports: nothing that a page shows there


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its line, and the raw range of each cell, blanks left out."""

    line: int
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block at the top level of a file.

    Attributes:
        kind: what it is.
        first: its first line, from 1.
        last: its last line that is not blank.
        start: where its first line starts in the raw file.
        end: where its last line ends, the line end left out.
        level: of a heading, 1 to 6; else 0.
        rows: of a table, its header first.
        items: of a list, the raw range and lines of each item: ``(start, end, first, last)``.
    """

    kind: Kind
    first: int
    last: int
    start: int
    end: int
    level: int = 0
    rows: tuple[Row, ...] = ()
    items: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(slots=True)
class Outline:
    """A file's blocks, what of them is markup, and what is left to scan for inline markup.

    Attributes:
        blocks: at the top level, in order.
        cuts: markup of blocks; they may overlap.
        leaves: raw ranges that hold inline markup: paragraphs, headings, cells.
        addresses: of link definitions, by label.
        starts: where each line starts, and behind the last the text's length + 1.
    """

    blocks: list[Block] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    leaves: list[tuple[int, int]] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)


@lru_cache(maxsize=1)
def _parser() -> Any:
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        raise MissingPartError(
            "Reading Markdown needs the package markdown-it-py, which is not installed: "
            'pip install "glossator[formats]"'
        ) from None
    parser = MarkdownIt("commonmark", {"inline_definitions": True, "maxNesting": 40})
    parser.enable("table")
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


def outline(text: str) -> Outline:
    """Find the blocks of a file.

    Args:
        text: the file with fillers for macros (:func:`glossator.index.readers.md_macros.mask`).

    Raises:
        MissingPartError: if markdown-it-py is not installed.
    """
    found = Outline(starts=_line_starts(text))
    tokens = _parser().parse(text)
    at = 0
    while at < len(tokens):
        end = _closing(tokens, at)
        _block(text, tokens[at : end + 1], found)
        at = end + 1
    return found


def _line_starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    starts.append(len(text) + 1)
    return starts


def _closing(tokens: Sequence[Any], at: int) -> int:
    """Return the index of the token that closes a block at the top level."""
    if tokens[at].nesting == 0:
        return at
    end = at + 1
    while tokens[end].level > 0 or tokens[end].nesting >= 0:
        end += 1
    return end


def _block(text: str, tokens: Sequence[Any], found: Outline) -> None:
    opened = tokens[0]
    if not opened.map:
        return
    first, last = _lines(text, found, *opened.map)
    start, end = found.starts[first - 1], found.starts[last] - 1
    kind = _kind(opened.type)
    if kind is Kind.TEXT and (_FOOTNOTE.match(text, start) or _IMPORT.match(text, start, end)):
        kind = Kind.ASIDE
    rows: tuple[Row, ...] = ()
    items: list[tuple[int, int, int, int]] = []
    hanging: re.Match[str] | None = None  # an item that begins like an entry
    for token in tokens:
        if not token.map or token.type == "table_open":
            rows = _table(text, token, found) if token.map else rows
        elif token.type in ("tr_open", "thead_open", "tbody_open"):
            continue
        elif token.type == "list_item_open" and token.level == 1:
            top, bottom = _lines(text, found, *token.map)
            items.append((found.starts[top - 1], found.starts[bottom] - 1, top, bottom))
            hanging = _HANGING.match(text, items[-1][0], items[-1][1])
        elif token.type == "inline" and token.level == _OF_ITEM and hanging and not rows:
            _hang(text, token.map[0], token.map[1], found)
            hanging = None
        else:
            _cut(text, token, found, rows)
    level = int(opened.tag[1]) if kind is Kind.HEADING else 0
    found.blocks.append(Block(kind, first, last, start, end, level, rows, tuple(items)))


def _hang(text: str, first: int, last: int, found: Outline) -> None:
    """Read the paragraph that a term opens in an item: what its lines are indented is no text."""
    _paragraph(text, first, last, found)
    for line in range(first + 1, last):
        begin, behind = found.starts[line], found.starts[line + 1] - 1
        found.cuts.append(Cut(begin, behind - len(text[begin:behind].lstrip())))


def _lines(text: str, found: Outline, first: int, last: int) -> tuple[int, int]:
    """Return the first and the last line of a token's lines, from 1, without blank ones."""
    while last - first > 1 and not text[found.starts[last - 1] : found.starts[last] - 1].strip():
        last -= 1
    return first + 1, last


_KINDS = {
    "heading_open": Kind.HEADING,
    "bullet_list_open": Kind.LIST,
    "ordered_list_open": Kind.LIST,
    "blockquote_open": Kind.QUOTE,
    "fence": Kind.CODE,
    "code_block": Kind.CODE,
    "html_block": Kind.HTML,
    "hr": Kind.RULE,
    "table_open": Kind.TABLE,
    "definition": Kind.ASIDE,
}


def _kind(type_: str) -> Kind:
    return _KINDS.get(type_, Kind.TEXT)


# --- what of a block is markup, and what is to be scanned ---


def _cut(text: str, token: Any, found: Outline, rows: Sequence[Row]) -> None:
    first, last = token.map
    start, end = found.starts[first], found.starts[last] - 1
    kind = token.type
    if kind == "heading_open":
        _heading(text, token, found)
    elif kind == "blockquote_open":
        for line in range(first, last):
            mark = _QUOTE.match(text, found.starts[line], found.starts[line + 1] - 1)
            if mark:
                found.cuts.append(Cut(*mark.span()))
    elif kind == "fence":
        _fence(text, token, found)
    elif kind in ("hr", "definition"):
        found.cuts.append(Cut(start, end))
        if kind == "definition":
            found.addresses.setdefault(label_key(token.meta["label"]), token.meta["url"])
    elif kind == "html_block" or (kind == "code_block" and _is_text(text, found, start)):
        found.leaves.append((start, end))
    elif kind == "inline" and not rows:
        _paragraph(text, first, last, found)


def _paragraph(text: str, first: int, last: int, found: Outline) -> None:
    """Cut lines that open or close a box (``:::note``, ``!!! note "Title"``); scan the rest."""
    start, end = found.starts[first], found.starts[last] - 1
    found.leaves.append((start, end))
    found.cuts += (Cut(*mark.span("mark")) for mark in _COLON.finditer(text, start, end))
    found.cuts += (Cut(*target.span()) for target in _TARGET.finditer(text, start, end))
    if ":::" not in text[start:end] and text[start:end].lstrip()[:3] not in ("!!!", "???", "==="):
        return
    for line in range(first, last):
        begin, behind = found.starts[line], found.starts[line + 1] - 1
        box = _DIRECTIVE.match(text, begin, behind)
        titled = _ADMONITION.match(text, begin, behind)
        if box:
            found.cuts.append(Cut(begin, behind))
        elif titled and titled["title"]:
            found.cuts += (Cut(begin, titled.start("title")), Cut(titled.end("title"), behind))
        elif titled:
            found.cuts.append(Cut(begin, behind))


def _is_text(text: str, found: Outline, start: int) -> bool:
    """Tell whether indented lines go on a definition or a box, and so are no code."""
    for before in reversed(found.blocks[-20:]):
        if before.kind is Kind.CODE:
            continue
        head = text[before.start : before.end]
        return before.kind is Kind.TEXT and bool(
            _ADMONITION.match(head) or _DEFINITION.search(head)
        )
    return False


def _heading(text: str, token: Any, found: Outline) -> None:
    first, last = token.map
    if token.markup[:1] in "=-" and last - first > 1:  # underlined
        found.cuts.append(Cut(found.starts[last - 1], found.starts[last] - 1))
        return
    start, end = found.starts[first], found.starts[first + 1] - 1
    mark = _MARK.search(text, start, end)
    if mark:
        found.cuts.append(
            Cut(start if not text[start : mark.start()].strip() else mark.start(), mark.end())
        )
        trailing = _TRAILING.search(text, mark.end(), end)
        if trailing:
            found.cuts.append(Cut(*trailing.span()))
        elif not text[mark.end() : end].strip("# \t"):
            found.cuts.append(Cut(mark.end(), end))


def _fence(text: str, token: Any, found: Outline) -> None:
    first, last = token.map
    found.cuts.append(Cut(found.starts[first], found.starts[first + 1] - 1))
    close = _FENCE.match(text, found.starts[last - 1], found.starts[last] - 1)
    if last - first > 1 and close:
        found.cuts.append(Cut(found.starts[last - 1], found.starts[last] - 1))
        last -= 1
    if token.info.lstrip().startswith("{"):  # a directive of MyST: what it holds is Markdown
        found.leaves.extend(_stanzas(text, found, first + 1, last))
        if "glossary" in token.info.casefold():
            found.cuts.extend(_indents(text, found, first + 1, last))


def _indents(text: str, found: Outline, first: int, last: int) -> Iterator[Cut]:
    """Cut the indentation that the lines of each definition share, and the colons before them."""
    shared = 0
    for line in range(first, last):
        begin, behind = found.starts[line], found.starts[line + 1] - 1
        content = text[begin:behind].lstrip()
        if not content:
            continue
        indent = behind - begin - len(content)
        shared = 0 if not indent else min(shared, indent) if shared else indent
        if shared:
            yield Cut(begin, begin + shared)


def _stanzas(text: str, found: Outline, first: int, last: int) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for line in range(first, last + 1):
        begin, behind = found.starts[line], found.starts[min(line + 1, len(found.starts) - 1)] - 1
        blank = line == last or not text[begin:behind].strip()
        if blank and start is not None:
            yield start, begin - 1
            start = None
        elif not blank and start is None:
            start = begin


def _table(text: str, token: Any, found: Outline) -> tuple[Row, ...]:
    """Split a table into cells; a pipe counts unless it is escaped (GFM 4.10)."""
    first, last = token.map
    found.cuts.append(Cut(found.starts[first + 1], found.starts[first + 2] - 1))
    rows = []
    for line in (first, *range(first + 2, last)):
        start, end = found.starts[line], found.starts[line + 1] - 1
        pipes = [match.start() for match in _PIPE.finditer(text, start, end) if match[0] == "|"]
        cells = [_trimmed(text, *part) for part in pairwise((start - 1, *pipes, end))]
        if pipes and cells[0][0] == cells[0][1]:
            del cells[0]
        if pipes and cells and cells[-1][0] == cells[-1][1]:
            del cells[-1]
        for pipe in pipes:
            edge = not text[start:pipe].strip() or not text[pipe + 1 : end].strip()
            found.cuts.append(Cut(pipe, pipe + 1, "" if edge else "\t"))
        found.leaves.extend(cell for cell in cells if cell[0] < cell[1])
        rows.append(Row(line + 1, tuple(cells)))
    return tuple(rows)


def _trimmed(text: str, left: int, right: int) -> tuple[int, int]:
    """Return the range between two pipes without the blanks around."""
    inner = text[left + 1 : right]
    begin = left + 1 + len(inner) - len(inner.lstrip())
    if not inner.strip():
        return right, right
    return begin, begin + len(inner.strip())
