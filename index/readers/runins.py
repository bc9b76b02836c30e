"""Run-in heads inside a definition ("**Care**: …"), and the names it marks as references."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..names import fold
from ..records import Section, Span
from .markup import MarkKind, text_span
from .paragraphs import Page, Paragraph, Shape, is_list

__all__ = ["RunIn", "find_run_ins", "is_summary", "references", "sections", "sections_of"]

_SENTENCE_END = re.compile(
    r"[.!?…:;。！？][\"'”’»)\]]*(?:\s+[-•])?\s*$|^\s*$|(?:^|\n)\s*(?:[-*+•]|\d+[.)])\s+$"
)
_COLON = re.compile(r"\s*[:：]\s*")
_NEXT_ITEM = re.compile(r"\n\s*(?:[-*+•]|\d+[.)])\s")
_SUMMARY = re.compile(
    r"(?:in\s+(?:summary|conclusion|short|brief|sum|a\s+nutshell)|"
    r"to\s+(?:sum\s+up|summari[sz]e|conclude)|overall|all\s+in\s+all|altogether)\b[\s,:]*",
    re.IGNORECASE,
)
_MAX_CHARS = 120  # a longer bold part is a sentence, no head


@dataclass(frozen=True, slots=True)
class RunIn:
    """A head that a definition gives one of its parts.

    Attributes:
        head: its text, without markup and closing colon.
        start: where its mark starts in the raw file.
        body: where the text that it heads starts in the raw file.
        alone: whether it has a paragraph of its own.
        paragraph: the index of the paragraph it stands in.
    """

    head: str
    start: int
    body: int
    alone: bool
    paragraph: int


def is_summary(text: str) -> re.Match[str] | None:
    """Match the words that open a closing paragraph: "In summary, …"."""
    return _SUMMARY.match(text)


def find_run_ins(page: Page, paragraphs: Sequence[Paragraph]) -> list[RunIn]:
    """Find the run-in heads of a definition, by position."""
    return [
        run_in
        for at, paragraph in enumerate(paragraphs)
        for run_in in _in_paragraph(page, paragraph, at)
    ]


def _in_paragraph(page: Page, paragraph: Paragraph, at: int) -> Iterator[RunIn]:
    if paragraph.shape is not Shape.TEXT:
        head = page.text(paragraph)
        if len(head) <= _MAX_CHARS and head[-1:] not in (".", "!", "?"):
            yield RunIn(_bare(head), paragraph.start, paragraph.end, True, at)
        return
    for mark in page.marks_in(paragraph.start, paragraph.end):
        if mark.kind is not MarkKind.BOLD or mark.outer_end - mark.outer_start > _MAX_CHARS:
            continue
        span = text_span(page.stripped, mark.start, mark.end)
        head = page.slice(span)
        colon = _COLON.match(page.raw, mark.outer_end, paragraph.end)
        inside = head.endswith((":", "："))
        before = page.raw[max(paragraph.start, mark.outer_start - 40) : mark.outer_start]
        if (colon or inside) and _SENTENCE_END.search(before):
            body = colon.end() if colon else mark.outer_end
            yield RunIn(_bare(head), mark.outer_start, body, False, at)


def _bare(head: str) -> str:
    return " ".join(head.split()).rstrip(":：").rstrip()


def sections(
    page: Page, paragraphs: Sequence[Paragraph], run_ins: Sequence[RunIn]
) -> tuple[Section, ...]:
    """Return the parts of a definition that run-in heads open, by position; they may nest.

    A head in a line opens the text up to the next head, list item or paragraph. A head with
    a paragraph of its own opens the text up to the next such head; the last of them the
    paragraph behind it, with the list that this one may announce.
    """
    found = []
    alone = [run_in.paragraph for run_in in run_ins if run_in.alone]
    following = dict(pairwise(alone))
    for at, run_in in enumerate(run_ins):
        if run_in.alone:
            last = _last_headed(page, paragraphs, run_in.paragraph, following.get(run_in.paragraph))
            if last is None:
                continue
            start, end = paragraphs[run_in.paragraph + 1].start, paragraphs[last].end
        else:
            paragraph = paragraphs[run_in.paragraph]
            start, end = run_in.body, paragraph.end
            if at + 1 < len(run_ins) and run_ins[at + 1].paragraph == run_in.paragraph:
                end = run_ins[at + 1].start
            item = _NEXT_ITEM.search(page.raw, start, end)
            end = item.start() if item else end
        span = text_span(page.stripped, start, end)
        if span.start < span.end:
            found.append(Section(run_in.head, span.start, span.end))
    return tuple(found)


def sections_of(found: Sequence[Section], definition: Span) -> tuple[Section, ...]:
    """Return those that lie in a definition and are not the whole of it."""
    whole = (definition.start, definition.end)
    return tuple(
        part
        for part in found
        if whole[0] <= part.start and part.end <= whole[1] and (part.start, part.end) != whole
    )


def _last_headed(
    page: Page, paragraphs: Sequence[Paragraph], head: int, following: int | None
) -> int | None:
    """Return the index of the last paragraph under a head of its own, or ``None``."""
    if following is not None:
        return following - 1 if following - 1 > head else None
    last = head + 1
    if last >= len(paragraphs):
        return None
    opens_list = page.text(paragraphs[last]).endswith(":") or is_list(page.text(paragraphs[last]))
    while opens_list and last + 1 < len(paragraphs) and is_list(page.text(paragraphs[last + 1])):
        last += 1
    return last


def references(
    page: Page,
    ranges: Sequence[tuple[int, int]],
    run_ins: Sequence[RunIn],
    own: Sequence[str],
) -> tuple[str, ...]:
    """Return the names that raw ranges mark as references, as printed, without repeats.

    Run-in heads, bold paragraphs and the entry's own names are none.
    """
    heads = {run_in.start for run_in in run_ins}
    names = {fold(name) for name in own}
    found: dict[str, None] = {}
    for start, end in ranges:
        for mark in page.marks_in(start, end):
            paragraph = page.paragraph_at(mark.outer_start)
            set_as_head = paragraph is not None and paragraph.shape is not Shape.TEXT
            if set_as_head or mark.outer_start in heads:
                continue
            name = " ".join(page.slice(text_span(page.stripped, mark.start, mark.end)).split())
            if any(map(str.isalpha, name)) and fold(name) not in names:
                found.setdefault(name)
    return tuple(found)
