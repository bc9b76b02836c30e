"""A Markdown file taken apart: its text without markup, its blocks, links, marks and fields."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..records import LineRange, Span
from ..text import Cut, Source, StrippedText, strip
from .base import page as page_lines
from .layout import merged
from .markup import Mark, text_span
from .md_blocks import Block, Kind, outline
from .md_front import Front, Value, read_front
from .md_inline import Inline, Link, scan
from .md_macros import Macro, find_macros, mask
from .md_slugs import heading_anchor
from .md_tags import Anchor, Tags

_CLOSES = re.compile(r"[ \t.,;:!?)\]。，、；：！？]|\n|\Z")
_FAR = 4_000  # characters beside a macro on its line: there is text among them
_LINE_END = re.compile(r"[ \t)\]]*(?:\n|\Z)")
_FOOTER = re.compile(r"[ \t]*(?:\*(?![*\s])[^*]+\*|_(?![_\s])[^_]+_)[ \t]*\Z")
_INDENTED = re.compile(r"\n[ \t]+")

__all__ = ["MdPage", "emptied_lines", "read_md_page"]


@dataclass(frozen=True, slots=True)
class MdPage:
    """A Markdown file.

    Attributes:
        source: the file.
        front: its front matter, or ``None``.
        macros: calls and comments, by position.
        blocks: below the front matter, in order.
        stripped: the text without markup, and the map.
        marks: bold, italic and code, by position.
        links: by position.
        anchors: by position.
        starts: where each line starts in the raw file; behind the last, its length + 1.
        places: anchors of all headings, and of the page's top.
    """

    source: Source
    front: Front | None
    macros: tuple[Macro, ...]
    blocks: tuple[Block, ...]
    stripped: StrippedText
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]
    anchors: tuple[Anchor, ...]
    starts: tuple[int, ...]
    places: frozenset[str]

    @property
    def raw(self) -> str:
        """The decoded file."""
        return self.source.text

    def span(self, start: int, end: int) -> Span:
        """Map a raw range to the text, white space at both ends left out."""
        return text_span(self.stripped, start, end)

    def text(self, start: int, end: int) -> str:
        """Return the text of a raw range, markup and outer white space left out."""
        span = self.span(start, end)
        return self.stripped.text[span.start : span.end]

    def name(self, start: int, end: int) -> str:
        """Return the text of a raw range with single blanks."""
        return " ".join(self.text(start, end).split())

    def line(self, offset: int) -> int:
        """Return the line of a raw offset, from 1."""
        return bisect_right(self.starts, offset)

    def in_address(self, offset: int) -> bool:
        """Tell whether a raw offset stands in the address of a link."""
        at = bisect_right(self.links, offset, key=lambda link: link.outer_start) - 1
        return at >= 0 and self.links[at].end <= offset < self.links[at].outer_end

    def links_in(self, start: int, end: int) -> Sequence[Link]:
        """Return the links that start in a raw range."""
        first = bisect_left(self.links, start, key=lambda link: link.outer_start)
        return self.links[first : bisect_left(self.links, end, key=lambda link: link.outer_start)]

    def marks_in(self, start: int, end: int) -> Sequence[Mark]:
        """Return the marks that start in a raw range."""
        first = bisect_left(self.marks, start, key=lambda mark: mark.outer_start)
        return self.marks[first : bisect_left(self.marks, end, key=lambda mark: mark.outer_start)]

    def macros_in(self, start: int, end: int) -> Sequence[Macro]:
        """Return the macros that start in a raw range."""
        first = bisect_left(self.macros, start, key=lambda macro: macro.start)
        return self.macros[first : bisect_left(self.macros, end, key=lambda macro: macro.start)]


def read_md_page(source: Source) -> MdPage:
    """Take a Markdown file apart.

    Raises:
        MissingPartError: if markdown-it-py or pyyaml are not installed.
    """
    raw = source.text
    front = read_front(raw)
    start = front.end if front else 0
    macros = find_macros(raw, start)
    described = tuple(_described(front)) if front else ()
    text = mask(raw, macros, start)
    found = outline(text)
    inline = Inline()
    tags = Tags.of(text)
    for leaf in found.leaves:
        scan(text, *leaf, found.addresses, tags, inline)
    fields = tuple(
        macro for value in described for macro in find_macros(raw[: value.end], value.start)
    )
    for value in described:
        shown = mask(raw[: value.end], find_macros(raw[: value.end], value.start), value.start)
        scan(shown, value.start, value.end, found.addresses, tags, inline)
        folds = _INDENTED.finditer(raw, value.start, value.end)
        found.cuts += (Cut(fold.start() + 1, fold.end()) for fold in folds)
    cuts = [*found.cuts, *inline.cuts, *_macro_cuts(raw, (*fields, *macros))]
    cuts += _back_to_top(raw, found.blocks, inline.links)
    cuts = list(merged(cut for cut in cuts if cut.start < cut.end))
    stripped = strip(raw, merged([*cuts, *_emptied(raw, cuts, found.starts, start)]))
    return MdPage(
        source,
        front,
        macros,
        tuple(_without_footer(raw, found.blocks)),
        stripped,
        tuple(sorted(inline.marks, key=lambda mark: (mark.outer_start, -mark.outer_end))),
        tuple(sorted(inline.links, key=lambda link: link.outer_start)),
        tuple(sorted(inline.anchors, key=lambda anchor: anchor.at)),
        tuple(found.starts),
        _places(stripped, found.blocks),
    )


def emptied_lines(page: MdPage) -> Iterator[LineRange]:
    """Claim the lines that hold nothing but comments and macros that show nothing."""
    for macro in page.macros:
        if not macro.kept:
            first, last = page.line(macro.start), page.line(max(macro.start, macro.end - 1))
            begin, end = page.starts[first - 1], page.starts[last] - 1
            first += macro.start - begin > _FAR or bool(page.raw[begin : macro.start].strip())
            last -= end - macro.end > _FAR or bool(page.raw[macro.end : end].strip())
            if first <= last:
                yield page_lines(first, last, macro.kind.value)


def _without_footer(raw: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Set aside an emphasised last paragraph behind a rule: when the page was changed, by whom."""
    for at, block in enumerate(blocks):
        closes = at == len(blocks) - 1 and at > 1 and blocks[at - 1].kind is Kind.RULE
        footer = closes and block.kind is Kind.TEXT and _FOOTER.match(raw[block.start : block.end])
        yield replace(block, kind=Kind.ASIDE) if footer else block


def _back_to_top(raw: str, blocks: Sequence[Block], links: Iterable[Link]) -> Iterator[Cut]:
    """Cut links to the top of the page that end a line of text."""
    title = next((block for block in blocks if block.kind is Kind.HEADING), None)
    tops = {"#", "#top"}
    if title:
        tops.add(f"#{heading_anchor(raw[title.start : title.end].strip('# '))}")
    for link in links:
        if (link.url or "").casefold() in tops and _LINE_END.match(raw, link.outer_end):
            start = link.outer_start
            while start and raw[start - 1] in " \t":
                start -= 1
            yield Cut(start, link.outer_end)


def _places(stripped: StrippedText, blocks: Iterable[Block]) -> frozenset[str]:
    spans = (text_span(stripped, b.start, b.end) for b in blocks if b.kind is Kind.HEADING)
    names = (" ".join(stripped.text[span.start : span.end].split()) for span in spans)
    return frozenset(("", "top", *map(heading_anchor, names)))


def _described(front: Front) -> Iterator[Value]:
    """Yield the values of front matter that are prose, and so may be quoted."""
    for values in front.described.values():
        yield from (value for value in values if value.plain and value.start < value.end)


def _macro_cuts(raw: str, macros: Iterable[Macro]) -> Iterator[Cut]:
    """Cut what macros don't show; a blank between two parts that they show."""
    for macro in macros:
        edge = macro.start
        for nth, kept in enumerate(macro.kept):
            yield Cut(edge, kept[0], " " if nth else "")
            edge = kept[1]
        start, end = edge, macro.end
        if not macro.kept and start and raw[start - 1] == " " and _CLOSES.match(raw, end):
            start -= 1  # of two blanks around it one goes too, and one before a full stop
        elif not macro.kept and raw[end : end + 1] == " " and (not start or raw[start - 1] == "\n"):
            end += 1
        if start < end:
            yield Cut(start, end)


def _emptied(raw: str, cuts: Sequence[Cut], starts: Sequence[int], first: int) -> Iterator[Cut]:
    """Cut lines whole of which nothing is left, and a blank line behind if one stands before."""
    at = 0
    gap = True  # whether what is left ends with a blank line
    line = bisect_right(starts, first) - 1 if first else 0
    while line < len(starts) - 1:
        begin, behind = starts[line], starts[line + 1] - 1
        while at < len(cuts) and cuts[at].end <= begin:
            at += 1
        if not raw[begin:behind].strip():
            gap = True
        elif (
            at < len(cuts) and cuts[at].start < behind and _is_emptied(raw, cuts, at, begin, behind)
        ):
            following = (
                line + 2 < len(starts) and not raw[behind + 1 : starts[line + 2] - 1].strip()
            )
            if gap and following and line + 2 < len(starts) - 1:
                line += 1
                behind = starts[line + 1] - 1
            yield Cut(begin, min(behind + 1, len(raw)))
        else:
            gap = False
        line += 1


def _is_emptied(raw: str, cuts: Sequence[Cut], at: int, begin: int, behind: int) -> bool:
    edge = begin
    while at < len(cuts) and cuts[at].start < behind:
        if raw[edge : max(edge, cuts[at].start)].strip() or cuts[at].put.strip():
            return False
        edge = max(edge, cuts[at].end)
        at += 1
    return not raw[edge : max(edge, behind)].strip()
