"""What the shapes of Markdown glossaries share: items, how sure a shape is, what is navigation."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..names import fold
from ..records import LineRange, Remark
from .base import page as page_lines
from .md_blocks import Block, Kind
from .md_page import MdPage

__all__ = [
    "Item",
    "Part",
    "Shape",
    "beside",
    "claim",
    "coverage",
    "glossary_named",
    "in_order",
    "is_letter",
    "is_navigation",
    "judge",
    "names_glossary",
    "parts_of",
    "title_of",
]

_LETTER = re.compile(
    r"\W*\w\W*|[\W_]+|\w(?:\s*[-–—/&,]\s*\w)+|(?:symbols?|numbers?|numeric|digits)", re.IGNORECASE
)
_NAMED = re.compile(
    r"gloss?a(?:r|ir)|glosá|lexi[ck]|léxi|vocab|dictionar|diccionar|dicion|dizionar|terminolog|"
    r"\bterms?\b|\btermes\b|\btérminos\b|\bbegriffe|wörterb|woordenl|acronym|acrónim|abbrev|abréviat|"
    r"abkürz|definition|jargon|nomenclat|ubiquitous language|"
    r"用語|用语|术语|術語|词汇|詞彙|용어|глоссар|словар|słown|slovn",
    re.IGNORECASE,
)
_ENOUGH = 6  # names: fewer may stand in order by chance
_NONE = 0.1  # how sure a shape is that any page has
#: Pages that stand beside glossaries, and beside everything else.
_BESIDE = frozenset(
    (
        *("readme", "contributing", "contribute", "changelog", "changes", "history", "news"),
        *("code_of_conduct", "code-of-conduct", "security", "support", "governance", "maintainers"),
        *("license", "licence", "copying", "notice", "authors", "source", "sources", "style-guide"),
        *("pull_request_template", "todo", "roadmap", "index"),
    )
)
_WORD = re.compile(r"\w", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Part:
    """Raw text that belongs to an entry: ``[start, end)``, on lines ``first`` to ``last``."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as a shape found it.

    Attributes:
        heads: raw ranges of its printed names, the term first.
        line: the line of the first of them.
        body: its definition; parts are set off by what is page text.
        headings: headings inside the body, as blocks.
        aliases: other names, from places of their own.
        references: names in places of their own (a column, a closing section).
        status: the file's own word for it.
        language: a BCP 47 tag.
        split: whether a comma in its head may part names.
    """

    heads: tuple[tuple[int, int], ...]
    line: int
    body: tuple[Part, ...]
    headings: tuple[Block, ...] = ()
    aliases: tuple[tuple[int, int], ...] = ()
    references: tuple[tuple[int, int], ...] = ()
    status: str | None = None
    language: str | None = None
    split: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to read a file.

    Attributes:
        score: how surely the file has this shape, 0 to 1.
        why: the reason, for a person.
        items: the entries.
        pages: lines that this way knows to be page text.
        remarks: for the report.
    """

    score: float
    why: str
    items: tuple[Item, ...]
    pages: tuple[LineRange, ...] = ()
    remarks: tuple[Remark, ...] = ()


def glossary_named(page: MdPage) -> bool:
    """Tell whether the file's title or path says that it is a glossary."""
    return names_glossary(title_of(page) or "") or names_glossary(page.source.path)


def beside(page: MdPage) -> bool:
    """Tell whether a file's name is one that pages have which stand beside glossaries."""
    stem = page.source.path.rsplit("/", 1)[-1].partition(".")[0]
    return stem.casefold() in _BESIDE


def names_glossary(text: str) -> bool:
    """Tell whether a title or path is that of a glossary."""
    return bool(_NAMED.search(text))


def title_of(page: MdPage) -> str | None:
    """Return the title that the front matter or the first heading gives."""
    titles = page.front.of("term") if page.front else ()
    if titles:
        return next(
            (v[0].text for key, v in titles if key.casefold() == "title"), titles[0][1][0].text
        )
    first = next((block for block in page.blocks if block.kind is Kind.HEADING), None)
    if first is None:
        return None
    name = page.name(first.start, first.end)
    return name if name and not is_letter(name) else None


def is_letter(text: str) -> bool:
    """Tell whether a heading only says which letters follow: ``A``, ``A–C``, ``#``, ``0-9``."""
    return bool(_LETTER.fullmatch(text.strip()))


def coverage(page: MdPage, items: Iterable[Item]) -> float:
    """Return the share of the text's lines that entries take."""
    counted = [block for block in page.blocks if block.kind not in (Kind.ASIDE, Kind.RULE)]
    total = sum(block.last - block.first + 1 for block in counted)
    taken = sum(
        sum(part.last - part.first + 1 for part in item.body)
        + (not item.body or item.body[0].first != item.line)
        for item in items
    )
    return min(1.0, taken / total) if total else 0.0


def in_order(names: Sequence[str]) -> bool:
    """Tell whether names stand in the order of the alphabet, but for one in ten."""
    keys = [fold(name) for name in names]
    if len(keys) < _ENOUGH:
        return False
    broken = sum(1 for one, two in pairwise(keys) if one > two)
    return broken <= 0.1 * len(keys)


def judge(page: MdPage, items: Sequence[Item], lettered: bool, weak: float) -> float:
    """Say how surely items are the entries of a glossary.

    Headings by letter and a title or path that says so are the surest signs, then the order of
    the alphabet; without any, how the items are set must do (``weak``).
    """
    if not items:
        return 0.0
    names = [page.name(*item.heads[0]) for item in items if item.heads]
    ordered, named = in_order(names), glossary_named(page)
    if lettered or (named and len(items) > 1):
        sure = 0.92
    elif ordered:
        sure = 0.75
    elif named:
        sure = 0.6
    else:
        sure = _NONE if beside(page) else weak
    return sure * min(1.0, coverage(page, items) / 0.4)


def is_navigation(page: MdPage, block: Block, anchors: Container[str]) -> bool:
    """Tell whether a block only leads elsewhere on the page: ``A | B | C``, "Back to top".

    Args:
        page: the file.
        block: the block.
        anchors: those of entries; a link to one of them is a reference, unless it is a letter.
    """
    if block.kind not in (Kind.TEXT, Kind.LIST, Kind.TABLE, Kind.HTML):
        return False
    links = page.links_in(block.start, block.end)
    if not links or any(link.url is None or link.url[:1] != "#" for link in links):
        return False
    span = page.span(block.start, block.end)
    labels = [page.span(link.start, link.end) for link in links]
    rest, at = [], span.start
    for label in labels:
        rest.append(page.stripped.text[at : label.start])
        at = max(at, label.end)
    rest.append(page.stripped.text[at : span.end])
    if _WORD.search("".join(rest)):
        return False
    return all(
        is_letter(page.name(link.start, link.end)) or (link.url or "")[1:] not in anchors
        for link in links
    ) or (block.kind is Kind.LIST and len(links) > 2)


def parts_of(blocks: Sequence[Block], skipped: Iterable[Block] = ()) -> tuple[Part, ...]:
    """Join blocks that stand together; a skipped one between parts them."""
    gaps = sorted(block.first for block in skipped)
    parts: list[Part] = []
    at = 0
    for block in blocks:
        apart = False
        while at < len(gaps) and gaps[at] < block.first:
            at += 1
            apart = True
        if parts and not apart:
            parts[-1] = Part(parts[-1].start, block.end, parts[-1].first, block.last)
        else:
            parts.append(Part(block.start, block.end, block.first, block.last))
    return tuple(parts)


def claim(block: Block, rule: str) -> LineRange:
    """Claim a block's lines as page text."""
    return page_lines(block.first, block.last, rule)
