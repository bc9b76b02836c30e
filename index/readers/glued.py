"""Reader of pages whose entries are a bold line and a paragraph, or a term glued to its text.

    **Name (ABC)**

    One or more paragraphs.

    Name (ABC)One or more paragraphs, once more, glued to the term by the copying.

    SOME SECTION:

    Name (ABC): a memory aid.Other Name: another.

Where two copies of an entry stand, the clean one is the entry and the other is page text.
Aids are recognised by the terms they name, whatever their section is called.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..names import fold
from ..records import LineRange, Remark, Span
from ..text import Source
from .base import Draft, DraftEntry, Sniff, own_title
from .base import page as page_lines
from .glued_page import COPY_LETTERS, Item, SortedPage, Use, letters, sort_page
from .paragraphs import Page, Shape, read_page, stops_short, truncated
from .runins import find_run_ins, references, sections, sections_of
from .split import Certainty

__all__ = ["NAME", "read", "sniff"]

NAME = "glued"

_SETTLED = 4  # paragraphs to an entry; with more of them the page is prose with bold lines


def sniff(source: Source) -> Sniff:
    """Score by the share of paragraphs that are terms, definitions, copies or aids."""
    found = sort_page(read_page(source))
    if len(found.items) < 2:
        return Sniff(0.0, "no two bold or glued terms have a paragraph")
    used = sum(use is not Use.TEXT for use in found.uses)
    bodies = found.uses.count(Use.BODY)
    settled = min(1.0, _SETTLED * len(found.items) / bodies)
    why = (
        f"{len(found.items)} bold or glued terms with {bodies} paragraphs, "
        f"{found.uses.count(Use.COPY)} of them twice"
    )
    return Sniff(0.95 * settled * used / len(found.uses), why)


def read(source: Source) -> Draft:
    """Read the entries of a page, the clean copy of each, with its memory aid."""
    page = read_page(source)
    found = sort_page(page)
    mnemonics, aid_lines, spare = _mnemonics(page, found)
    cut_off = _cut_off(page, found, mnemonics)
    entries = []
    remarks = [*_guesses(source, found), *_differing(source, page, found)]
    for at, item in enumerate(found.items):
        entry = _entry(page, item)
        if at in cut_off:
            line, text = cut_off[at]
            remarks.append(truncated(source.path, line, item.head.term, text))
            entry = replace(entry, flags=(*entry.flags, "truncated"))
        also = tuple(aid_lines.get(at, ()))
        entries.append(replace(entry, mnemonic=mnemonics.get(at), also=also))
    title = own_title(source, min((item.line for item in found.items), default=1))
    pages = tuple(_pages(found, spare)) if found.items else ()
    return Draft(page.stripped, tuple(entries), pages, tuple(remarks), title)


def _entry(page: Page, item: Item) -> DraftEntry:
    run_ins = find_run_ins(page, item.body)
    first, last = item.body[0], item.body[-1]
    head = item.head
    span = Span(item.start, last.span.end)
    own = (head.term, head.printed, *head.aliases)
    own_heads = {fold(name) for name in own}
    inner = [run_in for run_in in run_ins if fold(run_in.head) not in own_heads]
    return DraftEntry(
        head,
        span.start,
        span.end,
        item.line,
        last.last,
        sections=sections_of(sections(page, item.body, inner), span),
        references=references(page, [(first.start, last.end)], inner, own),
        flags=() if item.split is None else ("glued",),
    )


def _mnemonics(
    page: Page, found: SortedPage
) -> tuple[dict[int, Span], dict[int, list[tuple[int, int]]], set[int]]:
    """Choose an aid for each entry: from the bold run, else from the last one.

    Returns:
        the aids' places and their lines, both by entry; and the paragraphs of aids that
        no entry needs.
    """
    spans: dict[int, Span] = {}
    lines: dict[int, list[tuple[int, int]]] = {}
    needed: set[int] = set()
    text = page.stripped.text
    ranked = sorted(enumerate(found.runs), key=lambda run: (run[1].bold, run[0]), reverse=True)
    for _, run in ranked:
        for at, aid in run.aids:
            printed = text[aid.start : aid.end]
            start = aid.start + len(printed) - len(printed.lstrip())
            if aid.entry not in spans and printed.strip():
                spans[aid.entry] = Span(start, start + len(printed.strip()))
                unit = found.units[at]
                lines.setdefault(aid.entry, []).append((unit.first, unit.last))
                needed.add(at)
    spare = {at for run in found.runs for at in run.units} - needed
    return spans, lines, spare


def _cut_off(
    page: Page, found: SortedPage, mnemonics: Mapping[int, Span]
) -> dict[int, tuple[int, str]]:
    """Find the entries whose aid or definition breaks off where a run or the page ends.

    A page whose texts end without a full stop as a rule is not taken to break off.

    Returns:
        for each its line and the text that breaks off.
    """
    cut: dict[int, tuple[int, str]] = {}
    for run in found.runs:
        at, last = run.aids[-1]
        texts = [page.stripped.text[aid.start : aid.end] for _, aid in run.aids]
        chosen = mnemonics.get(last.entry)
        if chosen and last.start <= chosen.start < last.end and _only_last_breaks_off(texts):
            cut[last.entry] = (found.units[at].last, texts[-1])
    ends_page = found.items and found.items[-1].body[-1] == found.units[-1]
    texts = [page.text(item.body[-1]) for item in found.items]
    if ends_page and _only_last_breaks_off(texts):
        cut[len(found.items) - 1] = (found.units[-1].last, texts[-1])
    return cut


def _only_last_breaks_off(texts: Sequence[str]) -> bool:
    short = sum(stops_short(text) for text in texts[:-1])
    return stops_short(texts[-1]) and 2 * short < len(texts) - 1


def _guesses(source: Source, found: SortedPage) -> Iterator[Remark]:
    for item in found.items:
        if item.split is not None and item.split is not Certainty.REPEATED:
            yield Remark(
                source.path,
                item.line,
                "glued",
                f"'{item.head.term}' is glued to its definition, and where it ends is a guess. "
                "Expected a line of its own, or a colon; part them.",
            )


def _differing(source: Source, page: Page, found: SortedPage) -> Iterator[Remark]:
    """Remark on copies that do not say what the clean entry says."""
    wholes = [
        letters(item.head.printed + "".join(page.text(unit) for unit in item.body))
        for item in found.items
    ]
    openings = {whole[:COPY_LETTERS]: whole for whole in wholes}
    for unit, use in zip(found.units, found.uses, strict=True):
        if use is Use.COPY and unit.shape is Shape.TEXT:
            copy = letters(page.text(unit))
            whole = openings.get(copy[:COPY_LETTERS], copy)
            if not whole.startswith(copy) and not copy.startswith(whole):
                yield Remark(
                    source.path,
                    unit.first,
                    "copy-differs",
                    f"'{page.text(unit)[:40]}…' stands twice, and the copies differ; the one "
                    "under a line of its own is quoted. Expected one text; delete the other.",
                )


def _pages(found: SortedPage, spare: set[int]) -> Iterator[LineRange]:
    """Claim what is no entry: copies, sections, the lines above the first of any of these."""
    rule = "intro"
    for at, (unit, use) in enumerate(zip(found.units, found.uses, strict=True)):
        lines = (unit.first, unit.last)
        if use is Use.TEXT and unit.shape is not Shape.TEXT and rule != "intro":
            yield page_lines(*lines, "section-head")
            rule = "section-text"
        elif use is Use.TEXT and rule:
            titled = rule == "intro" and unit.shape is Shape.HEADING
            yield page_lines(*lines, "title" if titled else rule)
        elif use is Use.SECTION:
            yield page_lines(*lines, "section-head")
        elif use is Use.COPY or at in spare:
            yield page_lines(*lines, "glued-copy")
        if use is not Use.TEXT:
            rule = ""
