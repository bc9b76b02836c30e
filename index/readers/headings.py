"""Reader of Markdown whose entries stand under numbered bold (or ``#``) headings.

    **12. Name (ABC)**

    One or more paragraphs, with **cross-references** and run-in heads such as **Part**: …

A heading may number several entries, each with its own passage; a category may promise a list
and go on with its members as entries of their own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..names import fold
from ..records import LineRange, Remark
from ..text import Source
from .base import Draft, DraftEntry, Sniff, own_title
from .base import page as page_lines
from .heads import Head
from .joint import Passage, Range, allot
from .markup import text_span
from .numbering import is_numbered, split_heading, steps
from .paragraphs import Page, Paragraph, Shape, is_list, read_page, stops_short, truncated
from .parents import Member, closing_of
from .runins import find_run_ins, references, sections, sections_of

__all__ = ["NAME", "read", "sniff"]

NAME = "headings"

_RULE = re.compile(r"[-*_=~\s]{3,}")
_FEW = 0.04  # heads to a line: fewer are chapters of a text, not entries


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading and the paragraphs under it."""

    heads: tuple[Head, ...]
    line: int
    bold: bool
    paragraphs: tuple[Paragraph, ...]


def sniff(source: Source) -> Sniff:
    """Score by the number of numbered headings with text under them."""
    page = read_page(source)
    found = [heading for heading in _headings(page)[0] if heading.paragraphs]
    entries = sum(len(heading.heads) for heading in found)
    if not found:
        return Sniff(0.0, "no numbered bold or '#' heading has text under it")
    lines = sum(paragraph.last - paragraph.first + 1 for paragraph in page.paragraphs)
    sure = {1: 0.3, 2: 0.7}.get(len(found), 0.95)
    if not any(heading.bold for heading in found):
        sure *= 0.6  # reports number their chapters too
    why = f"{len(found)} numbered headings number {entries} entries"
    return Sniff(sure * min(1.0, len(found) / lines / _FEW), why)


def read(source: Source) -> Draft:
    """Read the entries under numbered headings; other headings and their text are page text."""
    page = read_page(source)
    headings, pages = _headings(page)
    title = own_title(source, headings[0].line) if headings else None
    remarks: list[Remark] = []
    members = [
        Member(
            tuple(fold(name) for head in heading.heads for name in _names(head)),
            tuple(page.text(paragraph) for paragraph in heading.paragraphs),
            _promises(page, heading),
        )
        for heading in headings
    ]
    closing: dict[int, list[Range]] = {}
    kept = list(headings)
    for child, (parent, count) in closing_of(members).items():
        paragraphs = headings[child].paragraphs
        kept[child] = replace(kept[child], paragraphs=paragraphs[:-count])
        closing.setdefault(parent, []).append(_range(paragraphs[-count:]))
    entries: list[DraftEntry] = []
    for at, heading in enumerate(kept):
        flags = _flags(source, page, heading, at == len(kept) - 1, members[at], remarks)
        entries += _entries(page, heading, closing.get(at, []), flags)
    return Draft(page.stripped, tuple(entries), tuple(pages), tuple(remarks), title)


# --- headings and what stands under them ---


def _headings(page: Page) -> tuple[list[_Heading], list[LineRange]]:
    """Return the headings that number entries, and the lines that are page text."""
    numbered = _numbered(page)
    level = max((page.paragraphs[at].level for at in numbered), default=0)
    found: list[tuple[int, list[Paragraph]]] = []
    pages: list[LineRange] = []
    rule = "intro"
    for at, paragraph in enumerate(page.paragraphs):
        lines = (paragraph.first, paragraph.last)
        section = paragraph.shape is Shape.HEADING and (not level or paragraph.level <= level)
        if at in numbered:
            found.append((at, []))
            rule = ""
        elif _RULE.fullmatch(page.text(paragraph)):
            pages.append(page_lines(*lines, "separator"))
        elif section and found:
            pages.append(page_lines(*lines, "section-head"))
            rule = "section-text"
        elif rule:
            titled = rule == "intro" and paragraph.shape is Shape.HEADING
            pages.append(page_lines(*lines, "title" if titled else rule))
        else:
            found[-1][1].append(paragraph)
    headings = []
    for at, body in found:
        head = page.paragraphs[at]
        bold = head.shape is Shape.BOLD
        headings.append(_Heading(numbered[at], head.first, bold, tuple(body)))
    return headings, pages if found else []


def _numbered(page: Page) -> dict[int, tuple[Head, ...]]:
    """Return the paragraphs that are headings of entries, with the heads that each numbers."""
    found = [
        (at, split_heading(page.text(paragraph)))
        for at, paragraph in enumerate(page.paragraphs)
        if paragraph.shape is not Shape.TEXT and is_numbered(page.text(paragraph))
    ]
    nested = steps([numbers for _, (numbers, _) in found])
    return {at: heads for nth, (at, (_, heads)) in enumerate(found) if nth not in nested}


# --- entries ---


def _names(head: Head) -> Iterator[str]:
    yield from (head.term, head.printed, *head.aliases)


def _range(paragraphs: Sequence[Paragraph]) -> Range:
    first, last = paragraphs[0], paragraphs[-1]
    return Range(first.start, last.end, first.first, last.last)


def _promises(page: Page, heading: _Heading) -> bool:
    """Tell whether the text under a heading ends by announcing a list."""
    if not heading.paragraphs:
        return False
    text = page.text(heading.paragraphs[-1])
    return text.endswith(":") and not is_list(text)


def _flags(
    source: Source,
    page: Page,
    heading: _Heading,
    last: bool,
    member: Member,
    remarks: list[Remark],
) -> tuple[str, ...]:
    if not heading.paragraphs:
        return ()
    term, closing = heading.heads[0].term, heading.paragraphs[-1]
    text = page.text(closing)
    if member.promises:
        end = " ".join(text.split()[-6:])
        remarks.append(
            Remark(
                source.path,
                closing.last,
                "list-missing",
                f"'{term}' ends with '{end}' and no list follows. Expected its items before the "
                "next heading; add them, or drop the announcement.",
            )
        )
        return ("list-missing",)
    if last and not is_list(text) and stops_short(text):
        remarks.append(truncated(source.path, closing.last, term, text))
        return ("truncated",)
    return ()


def _entries(
    page: Page, heading: _Heading, closing: Sequence[Range], flags: tuple[str, ...]
) -> Iterator[DraftEntry]:
    run_ins = find_run_ins(page, heading.paragraphs)
    headed = sections(page, heading.paragraphs, run_ins)
    if len(heading.heads) > 1:
        passages = allot(page, heading.heads, heading.paragraphs, run_ins)
    else:
        own = _range(heading.paragraphs) if heading.paragraphs else None
        passages = [Passage(own)]
    for at, (head, passage) in enumerate(zip(heading.heads, passages, strict=True)):
        own = passage.own or Range(0, 0, heading.line, heading.line)
        more = [*passage.more, *(closing if at == 0 else ())]
        span = text_span(page.stripped, own.start, own.end)
        ranges = [(part.start, part.end) for part in (own, *more)]
        yield DraftEntry(
            head,
            span.start,
            span.end,
            heading.line,
            heading.line,
            sections=sections_of(headed, span),
            more=tuple(text_span(page.stripped, *part) for part in ranges[1:]),
            references=references(page, sorted(ranges), run_ins, tuple(_names(head))),
            flags=flags,
            also=tuple((part.first, part.last) for part in (own, *more)),
        )
