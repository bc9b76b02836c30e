"""Reader of Markdown glossaries, in the shapes that people keep them in.

One file an entry, with front matter (title, other names, description, status); one file for
all: headings by letter or topic with a heading for each entry, tables, definition lists, terms
that run in. Macros, comments, tags and navigation are never in a definition; what of a macro's
words the file doesn't hold is reported.

CommonMark 0.31.2 (https://spec.commonmark.org/0.31.2/), GitHub's tables
(https://github.github.com/gfm/), PHP Markdown Extra's definition lists
(https://michelf.ca/projects/php-markdown/extra/).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ..records import LineRange, Remark
from ..text import Source
from .base import Draft, Sniff
from .base import page as page_lines
from .md_blocks import Kind
from .md_calls import MacroKind
from .md_directives import find_directives
from .md_entries import drafts_of
from .md_headed import find_headed
from .md_items import Item, Shape, claim, is_letter, is_navigation, title_of
from .md_page import MdPage, emptied_lines, read_md_page
from .md_runins import find_run_ins
from .md_single import Single, read_single
from .md_terms import find_abbreviations, find_definition_lists, find_tables

__all__ = ["NAME", "read", "sniff"]

NAME = "markdown"

_SIGNS = re.compile(
    r"^(?:#{1,6}[ \t]+\S|[^\n|]*\||[ \t]{0,3}:[ \t]+\S|[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+\S|"
    r"(?:\*\*|__)\S|\*\[[^\]\n]+\]:|(?:---|\+\+\+)[ \t]*$|(?:={3,}|-{3,})[ \t]*$)",
    re.MULTILINE,
)
_OTHERS = re.compile(
    r"\A\s*(?:<!doctype|<html|<\?xml|\{\s*[\"}]|\[\s*[\[{\"])|"
    r"^\.\.[ \t]+[\w-]+::|^\[\[[\w:.-]+\]\]\s*$|^={1,5}[ \t]+\S|^[^\s:][^\n]*::[ \t]*$|^@prefix\b",
    re.IGNORECASE | re.MULTILINE,
)
_SURE = 0.5  # a shape below this is one that other pages have too
_LEADING = 4  # paragraphs under a heading that may lead in to entries, or stand for themselves
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")


def sniff(source: Source) -> Sniff:
    """Score by the surest shape; other formats' marks at line starts speak against Markdown."""
    if not source.text or not _SIGNS.search(source.text):
        return Sniff(0.0, "no Markdown heading, table, list or front matter")
    if _OTHERS.search(_outside_code(source.text)):
        return Sniff(0.0, "marks of another format")
    page = read_md_page(source)
    single = read_single(page)
    shape = _best(page)
    if single and _is_single(single, shape):
        return Sniff(single.score, single.why)
    if not shape:
        return Sniff(0.0, "no heading, row, list or run-in term with a definition")
    return Sniff(shape.score, shape.why)


def _outside_code(text: str) -> str:
    """Leave fenced code out."""
    kept: list[str] = []
    opened = ""
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if opened:
            opened = "" if fence and fence[1].startswith(opened) else opened
        elif fence:
            opened = fence[1]
        else:
            kept.append(line)
    return "\n".join(kept)


def read(source: Source) -> Draft:
    """Read the entries in the shape that fits best, then what other shapes hold elsewhere.

    Raises:
        MissingPartError: if markdown-it-py or pyyaml are not installed.
    """
    page = read_md_page(source)
    single = read_single(page)
    shape = _best(page)
    remarks = list(_macro_remarks(page))
    if single and _is_single(single, shape):
        entries = [single.draft] if single.draft else []
        if entries and single.score < _SURE:
            remarks.append(_unsure(page, 1, "a title in front matter, with text below it"))
        pages = [*emptied_lines(page), *single.pages]
        return Draft(
            page.stripped, tuple(entries), tuple(pages), (*remarks, *single.remarks), title_of(page)
        )
    shapes = [shape, *_elsewhere(page, shape)] if shape else []
    items = sorted(
        (item for one in shapes for item in one.items),
        key=lambda item: item.heads[0] if item.heads else (item.body[0].start, 0),
    )
    entries, said = drafts_of(page, items)
    pages = [*emptied_lines(page), *_front_lines(page)]
    pages += (claimed for one in shapes for claimed in one.pages)
    pages += _between(page, items, pages)
    pages += _markup(page, items, pages)
    if shape and shape.score < _SURE:
        remarks.append(_unsure(page, shape.items[0].line, shape.why))
    remarks += (remark for one in shapes for remark in one.remarks)
    return Draft(page.stripped, tuple(entries), tuple(pages), (*remarks, *said), title_of(page))


def _best(page: MdPage) -> Shape | None:
    blocks = page.blocks
    found = [
        find_headed(page),
        find_directives(page, blocks),
        find_tables(page, blocks),
        find_definition_lists(page, blocks),
        find_run_ins(page, blocks),
        find_abbreviations(page, blocks),
    ]
    shapes = [shape for shape in found if shape and shape.items]
    return max(shapes, key=lambda shape: shape.score, default=None)


def _is_single(single: Single, shape: Shape | None) -> bool:
    """Tell whether the file is one entry (or none) rather than a list of them."""
    return single.sure or shape is None or shape.score < 0.7


def _elsewhere(page: MdPage, shape: Shape) -> Iterator[Shape]:
    """Read tables, definition lists and abbreviations outside the entries of the best shape."""
    taken: set[int] = set()
    for item in shape.items:
        for part in item.body:
            taken.update(range(part.first, part.last + 1))
        taken.add(item.line)
    left = [block for block in page.blocks if taken.isdisjoint(range(block.first, block.last + 1))]
    for find in (
        find_directives,
        find_tables,
        find_definition_lists,
        find_abbreviations,
        find_run_ins,
    ):
        found = find(page, left)
        if found and found.items and found.score >= 0.2:
            lines = {item.line for item in found.items}
            left = [block for block in left if not lines & set(range(block.first, block.last + 1))]
            yield found


def _front_lines(page: MdPage) -> Iterator[LineRange]:
    if page.front:
        yield page_lines(1, page.front.last, "front-matter")


def _between(
    page: MdPage, items: Sequence[Item], known: Sequence[LineRange]
) -> Iterator[LineRange]:
    """Claim what stands between entries: titles, rules, and a few paragraphs under a heading.

    More text than that is left unclaimed, and so reported: entries may hide in it.
    """
    taken = {line for claimed in known for line in range(claimed.first, claimed.last + 1)}
    for item in items:
        taken.add(item.line)
        for part in item.body:
            taken.update(range(part.first, part.last + 1))
    first = min((item.line for item in items), default=0)
    last = max((part.last for item in items for part in item.body), default=0)
    room = _LEADING
    for block in page.blocks:
        if not taken.isdisjoint(range(block.first, block.last + 1)):
            room = 0
        elif block.kind is Kind.HEADING:
            room = _LEADING
            letter = is_letter(page.name(block.start, block.end))
            yield claim(
                block, "letter" if letter else "title" if block.first < first else "section-head"
            )
        elif block.kind in (Kind.ASIDE, Kind.RULE):
            yield claim(block, "aside" if block.kind is Kind.ASIDE else "separator")
        elif is_navigation(page, block, ()):
            yield claim(block, "navigation")
        elif room:
            room -= 1
            where = (
                "intro"
                if block.first < first
                else "outro"
                if block.first > last
                else "section-text"
            )
            yield claim(block, where)


def _markup(page: MdPage, items: Sequence[Item], known: Sequence[LineRange]) -> list[LineRange]:
    """Claim what is left of lines that hold nothing but marks: of boxes, directives, labels."""
    taken = {line for claimed in known for line in range(claimed.first, claimed.last + 1)}
    for item in items:
        for part in item.body:
            taken.update(range(part.first, part.last + 1))
    blocks = [block for block in page.blocks if block.kind in (Kind.TEXT, Kind.CODE)]
    held = {line for block in blocks for line in range(block.first, block.last + 1)}
    edges = {line for block in blocks for line in (block.first, block.last)}
    edges |= {item.line - 1 for item in items}
    return [
        page_lines(line, line, "markup")
        for line in sorted((edges & held) - taken)
        if page.raw[page.starts[line - 1] : page.starts[line] - 1].strip()
        and not page.text(page.starts[line - 1], page.starts[line] - 1)
    ]


def _macro_remarks(page: MdPage) -> Iterator[Remark]:
    """Say which macros' words are missing, and which show an entry's id for want of words."""
    path = page.source.path
    lost = [m for m in page.macros if m.kind is MacroKind.LOST and not page.in_address(m.start)]
    by_id = [macro for macro in page.macros if macro.by_id]
    opened = [macro for macro in page.macros if macro.name == "<!--"]
    for name, nth, count in _firsts([macro.name or "call" for macro in lost]):
        first = page.line(lost[nth].start)
        places = f"{count} places from line {first} on" if count > 1 else f"line {first}"
        yield Remark(
            path,
            first,
            "macro",
            f"The macro '{name}' ({places}) stands for words that this file doesn't hold; it is "
            "left out. Check the sentence, or read the page that is made of the file.",
        )
    if by_id:
        first = page.line(by_id[0].start)
        yield Remark(
            path,
            first,
            "macro-id",
            f"{len(by_id)} links to an entry give no words to show, so its id stands in the text: "
            f"'{page.raw[slice(*by_id[0].kept[0])]}'. Give the words in the macro.",
        )
    for macro in opened:
        yield Remark(
            path,
            page.line(macro.start),
            "comment-open",
            "A comment starts here and ends nowhere, so what follows is read as text. Close it "
            "with '-->'.",
        )


def _unsure(page: MdPage, line: int, why: str) -> Remark:
    return Remark(
        page.source.path,
        line,
        "unsure",
        "Neither the title nor the order of the alphabet tells that this is a glossary; read by "
        f"its shape alone: {why}. Leave the file out if it is none.",
    )


def _firsts(names: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each name once: with the index of its first place, and how often it comes."""
    firsts: dict[str, int] = {}
    for at, name in enumerate(names):
        firsts.setdefault(name, at)
    counts = Counter(names)
    yield from ((name, at, counts[name]) for name, at in firsts.items())
