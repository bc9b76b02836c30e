"""Markup inside a value: what must not be in a quote, and the references that links give.

Cells and JSON strings hold scraps of HTML and Markdown (``<p>``, ``**bold**``, ``[label](#id)``),
wiki links and macros. Only known marks go: ``Vec<T>``, ``snake_case`` and ``2 * 3 * 4`` stay.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ..text import Cut

__all__ = ["Marks", "marks", "unmarked"]

_BLOCKS = "p|div|li|ul|ol|dl|dt|dd|tr|table|tbody|thead|blockquote|pre|section|article|h[1-6]"
_INLINE = (
    "a|abbr|acronym|b|big|cite|code|dfn|em|font|i|img|ins|kbd|label|mark|q|s|samp|small|span|"
    "strike|strong|sub|sup|td|th|tt|u|var|wbr|center|figure|figcaption|iframe|nobr"
)
_TAG = re.compile(
    r"<!--(?:(?!<!--|-->).)*-->"
    r"|<(?:script|style)\b[^<>]{0,2000}>(?:(?!</?(?:script|style)\b).)*</(?:script|style)\s*>"
    rf"|<(?P<break>br|hr)\s*/?>|</?(?P<block>{_BLOCKS})(?:\s[^<>]{{0,2000}})?/?>"
    rf"|</?(?:{_INLINE})(?:\s[^<>]{{0,2000}})?/?>",
    re.IGNORECASE | re.DOTALL,
)
_ANCHOR = re.compile(
    r"<a\s[^<>]{0,500}?href\s*=\s*[\"']?([^\"'\s>]{1,500})[^<>]{0,500}>(.{1,200}?)</a\s*>",
    re.IGNORECASE | re.DOTALL,
)
_LINK = re.compile(
    r"(!?)\[([^\[\]\n]{0,300})\]\(\s*<?([^()\s<>]{0,500})>?(?:\s+\"[^\"\n]*\")?\s*\)"
)
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\]")
_WIKI = re.compile(r"\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\]")
_MACRO = re.compile(r"\{\{[<%]?\s*([^{}|,\n]{1,200}?)(?:\s*[,|]\s*([^{}\n]{1,200}?))?\s*[%>]?\}\}")
_BOLD = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,300}?)(?<=[^\s*])\1(?![\w*])")
_UNDER = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_\n]{1,300}?)(?<=[^\s_])\1(?![\w_])")
_DUNDER = re.compile(r"__[a-z0-9](?:[a-z0-9_]*[a-z0-9])?__")  # a name of Python's, no bold
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n`]*\n?", re.MULTILINE)
_CODE = re.compile(r"(`{1,3})(?=[^`])([^`\n]{1,300}?)(?<=[^`])\1(?!`)")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_QUICK = re.compile(r"[<\[{*_`]|&[a-zA-Z#]")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks a text holds.

    Attributes:
        cuts: ranges to leave out, sorted, not overlapping.
        references: what its links point to inside the glossary: ids and names, in order.
    """

    cuts: tuple[Cut, ...] = ()
    references: tuple[str, ...] = ()


def marks(text: str) -> Marks:
    """Find the marks of a value; see the module."""
    if not _QUICK.search(text):
        return Marks()
    references: dict[int, str] = {}
    cuts: list[Cut] = []
    for found in _ANCHOR.finditer(text):
        _refer(references, found.start(), found[1], _TAG.sub("", found[2]))
    for cut in (*_tags(text), *_links(text, references), *_emphasis(text), *_entities(text)):
        cuts.append(cut)
    code = [found.span(2) for found in _CODE.finditer(text)] if "`" in text else []
    starts = [start for start, _ in code]
    kept: list[Cut] = []
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        within = code[bisect_right(starts, cut.start) - 1] if code else (0, 0)
        shown = within[0] <= cut.start and cut.end <= within[1]  # as it is, inside of code
        if not shown and (not kept or cut.start >= kept[-1].end):
            kept.append(cut)
    return Marks(tuple(kept), tuple(dict.fromkeys(references[at] for at in sorted(references))))


def unmarked(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a value as plain text, entities read, and the references of its links."""
    found = marks(text)
    pieces: list[str] = []
    at = 0
    for cut in found.cuts:
        pieces += (text[at : cut.start], cut.put)
        at = cut.end
    plain = "".join((*pieces, text[at:]))
    if any("\n" in cut.put for cut in found.cuts):
        plain = re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"\n\s*\n", "\n\n", plain)).strip()
    return plain, found.references


def _refer(references: dict[int, str], at: int, target: str, label: str) -> None:
    """Keep what a link inside the glossary points to: the id behind ``#``, else its label."""
    if target.startswith("#") and len(target) > 1:
        references[at] = target[1:]
    elif target and not _ADDRESS.match(target):
        references[at] = label.strip() or target


def _tags(text: str) -> Iterator[Cut]:
    if "<" not in text:
        return
    for tag in _TAG.finditer(text):
        put = "\n" if tag["break"] else "\n\n" if tag["block"] else ""
        if tag["block"] and tag["block"].lower() in ("li", "tr", "dt", "dd"):
            put = "\n"
        yield Cut(tag.start(), tag.end(), put)


def _links(text: str, references: dict[int, str]) -> Iterator[Cut]:
    for link in _LINK.finditer(text) if "](" in text else ():
        if link[1]:
            yield Cut(link.start(), link.end())
            continue
        _refer(references, link.start(), link[3], link[2])
        yield from _around(link, 2)
    for note in _FOOTNOTE.finditer(text) if "[^" in text else ():
        yield Cut(note.start(), note.end())
    for pattern, opening in ((_WIKI, "[["), (_MACRO, "{{")):
        for link in pattern.finditer(text) if opening in text else ():
            references[link.start()] = link[1].strip()
            yield from _around(link, 2 if link[2] else 1)


def _emphasis(text: str) -> Iterator[Cut]:
    for pattern, mark in ((_CODE, "`"), (_BOLD, "*"), (_UNDER, "_")):
        for found in pattern.finditer(text) if mark in text else ():
            if not _DUNDER.fullmatch(found[0]):
                yield from _around(found, 2)
    for fence in _FENCE.finditer(text) if "```" in text or "~~~" in text else ():
        yield Cut(fence.start(), fence.end())


def _entities(text: str) -> Iterator[Cut]:
    for entity in _ENTITY.finditer(text) if "&" in text else ():
        put = html.unescape(entity[0])
        if put != entity[0]:
            yield Cut(entity.start(), entity.end(), put)


def _around(found: re.Match[str], group: int) -> Iterator[Cut]:
    yield Cut(found.start(), found.start(group))
    yield Cut(found.end(group), found.end())
