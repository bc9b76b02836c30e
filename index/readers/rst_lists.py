"""Where terms and definitions stand in reStructuredText: line indexes of each entry."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..text import Cut
from .layout import Line
from .rst_blocks import Blocks, Glossary, Kind, starts_item
from .rst_tables import find_rows

__all__ = ["Item", "find_items", "sub_items"]

_BOLD_LEAD = re.compile(
    r"(?:[-*+•][ \t]+)?\*\*(?=\S)(?P<term>[^*\n]*[^*\s])\*\*(?:[ \t]*(?::|--?|–|—|=)?(?=\s|$))"
)
_FIELD_LEAD = re.compile(r":(?=[^\s:`])(?P<term>(?:\\.|[^:\\]|:(?!\s))*[^\s:\\]):(?=\s|$)")
_DOCINFO = {
    *("address", "author", "authors", "contact", "copyright", "date", "dedication", "abstract"),
    *("organization", "revision", "status", "version", "orphan", "tocdepth", "nocomments"),
}
_LONG = 30  # lines; sections of more are chapters


@dataclass(frozen=True, slots=True)
class Item:
    """A term with its definition, as indexes of lines.

    Attributes:
        terms: the lines of its terms.
        first: the first line of the definition.
        end: behind its last line; not above ``first``.
        lead: the line on which term and definition both stand, or -1.
        head: where the term stands in the raw file on a line that it shares.
        joint: where the definition starts on that line.
        classified: whether `` : `` behind the term brings a classifier.
        printed: the term, where its cell has several lines.
        aliases: other names, of another column of a table.
        cuts: what stands beside the definition, in a table.
    """

    terms: tuple[int, ...]
    first: int
    end: int
    lead: int = -1
    head: tuple[int, int] | None = None
    joint: int = 0
    classified: bool = False
    printed: str | None = None
    aliases: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()

    def raw(self, lines: Sequence[Line]) -> tuple[int, int]:
        """Return where the definition stands in the raw file."""
        if self.lead >= 0:
            return self.joint, lines[max(self.end - 1, self.lead)].end
        if self.end <= self.first:
            return (lines[self.terms[-1]].end,) * 2
        return lines[self.first].start, lines[self.end - 1].end


def find_items(lines: Sequence[Line], blocks: Blocks) -> tuple[str, list[Item]]:
    """Find the entries, and the shape they have.

    Returns:
        ``glossary``, ``tables``, ``definition-list``, ``fields``, ``run-ins`` or ``sections``, and
        the items in order; the first shape that gives any counts.
    """
    found = [item for one in blocks.glossaries for item in _glossary(lines, blocks, one)]
    if found:
        return "glossary", found
    for shape, items in (
        ("tables", _rows(lines, blocks)),
        ("definition-list", _definitions(lines, blocks)),
        ("fields", _leads(lines, blocks, _FIELD_LEAD)),
        ("run-ins", _leads(lines, blocks, _BOLD_LEAD)),
        ("sections", _sections(lines, blocks)),
    ):
        if len(items) > 1:
            return shape, items
    return "glossary", []


def _rows(lines: Sequence[Line], blocks: Blocks) -> list[Item]:
    """Make items of the rows of tables."""
    return [
        Item(
            (row.term[0],),
            row.last + 1,
            row.last + 1,
            lead=row.term[0],
            head=row.term[1:],
            joint=row.start,
            printed=row.printed,
            aliases=row.aliases,
            cuts=row.cuts,
        )
        for row in find_rows(lines, blocks)
    ]


def _glossary(lines: Sequence[Line], blocks: Blocks, glossary: Glossary) -> Iterator[Item]:
    """Read the content of a glossary directive."""
    terms: list[int] = []
    body: list[int] = []
    for at in range(glossary.first, glossary.end):
        if blocks.kinds[at] is Kind.BLANK:
            continue
        at_term_level = lines[at].indent <= glossary.base
        if at_term_level and blocks.kinds[at] is Kind.HIDDEN:
            continue
        parted = terms and not body and at_term_level and lines[at - 1].blank
        if at_term_level and (body or parted):  # a term that nothing defines names nothing else
            yield _item(terms, body)
            terms, body = [], []
        if at_term_level:
            terms.append(at)
        elif terms:
            body.append(at)
    if terms:
        yield _item(terms, body)


def _item(terms: list[int], body: list[int]) -> Item:
    first = body[0] if body else terms[-1] + 1
    return Item(tuple(terms), first, body[-1] + 1 if body else first, classified=True)


def _definitions(lines: Sequence[Line], blocks: Blocks) -> list[Item]:
    """Find the definition list at the indentation where most of its terms stand."""
    starts = [at for at in range(len(lines) - 1) if _is_term(lines, blocks, at)]
    if not starts:
        return []
    counts = Counter(lines[at].indent for at in starts)
    base = min(counts, key=lambda indent: (-counts[indent], indent))
    outer = [at for at in starts if lines[at].indent == base]
    found: list[Item] = []
    for at in outer:
        if found and at < found[-1].end:
            continue
        end = last = at + 1
        while end < len(lines) and (lines[end].blank or lines[end].indent > base):
            end += 1
            last = end if not lines[end - 1].blank else last
        found.append(Item((at,), at + 1, last, classified=True))
    return found


def _is_term(lines: Sequence[Line], blocks: Blocks, at: int) -> bool:
    line, below = lines[at], lines[at + 1]
    if blocks.kinds[at] is not Kind.TEXT or blocks.kinds[at + 1] is Kind.BLANK:
        return False
    if starts_item(line) or below.indent <= line.indent or line.body.startswith(("|", ".. ")):
        return False
    above = at == 0 or blocks.kinds[at - 1] is not Kind.TEXT or lines[at - 1].indent > line.indent
    return above and not _FIELD_LEAD.match(line.body)


def sub_items(lines: Sequence[Line], blocks: Blocks, item: Item) -> Iterator[tuple[int, int]]:
    """Yield the definition lists directly inside a definition: a term's line, the end behind it."""
    if item.end <= item.first:
        return
    base = lines[item.first].indent
    for at in range(item.first, item.end - 1):
        if lines[at].indent != base or not _is_term(lines, blocks, at):
            continue
        if at > item.first and not lines[at - 1].blank and lines[at - 1].indent <= base:
            continue
        end = last = at + 1
        while end < item.end and (lines[end].blank or lines[end].indent > base):
            end += 1
            last = end if not lines[end - 1].blank else last
        yield at, last


def _leads(lines: Sequence[Line], blocks: Blocks, pattern: re.Pattern[str]) -> list[Item]:
    """Find entries whose term leads the first line: a field's name, or bold words."""
    heads: list[tuple[int, re.Match[str]]] = []
    for at, line in enumerate(lines):
        fresh = at == 0 or blocks.kinds[at - 1] is not Kind.TEXT or pattern is _FIELD_LEAD
        fresh = fresh or starts_item(line) or lines[at - 1].indent > line.indent
        lead = pattern.match(line.body) if fresh and blocks.kinds[at] is Kind.TEXT else None
        if lead and lead["term"].lower() not in _DOCINFO:
            heads.append((at, lead))
    if len(heads) < 3:
        return []
    base = min(lines[at].indent for at, _ in heads)
    outer = [(at, lead) for at, lead in heads if lines[at].indent == base]
    found = []
    stops = [at for at, _ in outer[1:]] + [len(lines)]
    for (at, lead), stop in zip(outer, stops, strict=True):
        end = last = at + 1
        while end < stop and blocks.kinds[end] is not Kind.TITLE:
            end += 1
            last = end if blocks.kinds[end - 1] in (Kind.TEXT, Kind.LITERAL) else last
        first = lines[at].first
        head = (first + lead.start("term"), first + lead.end("term"))
        found.append(Item((at,), at, last, lead=at, head=head, joint=first + lead.end()))
    return found


def _sections(lines: Sequence[Line], blocks: Blocks) -> list[Item]:
    """Find sections that define their title: those of the style that most short ones have."""
    ends = [*(title.at for title in blocks.titles), len(lines)][1:]
    bodies: dict[int, tuple[int, int]] = {}
    for title, end in zip(blocks.titles, ends, strict=True):
        texts = [at for at in range(title.at + 1, end) if blocks.kinds[at] in _SHOWN]
        if texts and len(texts) <= _LONG:
            bodies[title.at] = (texts[0], texts[-1] + 1)
    styles = Counter(title.style for title in blocks.titles if title.at in bodies)
    if not styles:
        return []
    style = max(styles, key=lambda each: (styles[each], each))
    if styles[style] < 3:
        return []
    return [
        Item((title.at,), *bodies[title.at])
        for title in blocks.titles
        if title.style == style and title.at in bodies
    ]


_SHOWN = (Kind.TEXT, Kind.LITERAL)
