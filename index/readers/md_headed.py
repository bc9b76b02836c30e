"""Markdown whose entries stand under headings of their own, by letter, by topic, or in a row."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..names import fold
from ..records import LineRange
from .md_blocks import Block, Kind
from .md_fields import defines, recurring, term_openings, with_fields
from .md_items import (
    Item,
    Shape,
    claim,
    in_order,
    is_letter,
    is_navigation,
    judge,
    names_glossary,
    parts_of,
)
from .md_page import MdPage
from .md_slugs import heading_anchor
from .md_terms import has_definition_list, is_term_table

__all__ = ["find_headed", "item_of"]

_SHORT = 700  # characters: definitions are shorter than chapters
_MANY = 3  # sections to a heading: more are entries under topics


@dataclass(slots=True)
class _Group:
    """A heading with the blocks under it."""

    head: Block
    body: list[Block] = field(default_factory=list)


def find_headed(page: MdPage) -> Shape | None:
    """Read each heading of the entries' level as a term, what stands under it as its definition."""
    level, lettered = _entry_level(page)
    if not level:
        return None
    groups, pages = _grouped(page, level, lettered)
    anchors = {heading_anchor(page.name(group.head.start, group.head.end)) for group in groups}
    kept: list[_Group] = []
    labels = recurring(page, [group.body for group in groups])
    others = [holds_terms(page, group.body, labels) for group in groups]
    wrapped = sum(others) > 0.5 * len(groups)
    for at, group in enumerate(groups):
        name = page.name(group.head.start, group.head.end)
        rule = _leads_only(page, group, at == 0, anchors)
        if rule:
            pages += (claim(block, rule) for block in (group.head, *group.body))
        elif others[at] and (wrapped or names_glossary(name)):
            pages.append(claim(group.head, "section-head"))
        else:
            kept.append(group)
    if len(kept) == 1 and names_glossary(page.name(kept[0].head.start, kept[0].head.end)):
        return None  # what its one heading calls a glossary is no entry
    items = []
    for group in kept:
        item, more = item_of(page, group.head, group.body, anchors, labels)
        items.append(item)
        pages += more
    named = [item for item in items if item.body]
    labelled = sum(defines(page, group.body) for group in kept) > 0.5 * len(kept)
    prose = labelled or _defines(page, kept)
    score = judge(page, named, lettered, 0.4 if prose else 0.1)
    names = [page.name(*item.heads[0]) for item in named]
    if not (lettered or prose or in_order(names)):
        score = min(score, 0.5)  # chapters of a text, whatever its title
    why = f"{len(named)} headings of level {level} have text under them"
    return Shape(score, f"{why}, by letter" if lettered else why, tuple(items), tuple(pages))


def item_of(
    page: MdPage,
    head: Block | None,
    body: Sequence[Block],
    anchors: set[str],
    labels: frozenset[str] = frozenset(),
) -> tuple[Item, list[LineRange]]:
    """Make an item of a heading and its blocks; closing links and navigation are page text.

    A closing section of nothing but links ("See also") gives references.
    """
    blocks: list[Block] = []
    pages: list[LineRange] = []
    skipped: list[Block] = []
    references: list[tuple[int, int]] = []
    for block in body:
        if block.kind in (Kind.ASIDE, Kind.RULE) or is_navigation(page, block, anchors):
            rule = {Kind.ASIDE: "aside", Kind.RULE: "separator"}.get(block.kind, "navigation")
            pages.append(claim(block, rule))
            if block.kind is not Kind.RULE:
                skipped.append(block)
        else:
            blocks.append(block)
    for closing in _closing_links(page, blocks):
        pages += (claim(block, "see-also") for block in closing)
        references += ((block.start, block.end) for block in closing)
        blocks = blocks[: -len(closing)]
    headings = tuple(block for block in blocks if block.kind is Kind.HEADING)
    while blocks and blocks[0].kind is Kind.HEADING:  # "What it is": the text starts behind it
        blocks = blocks[1:]
    heads = ((head.start, head.end),) if head else ()
    line = head.first if head else (blocks[0].first if blocks else 1)
    fields = with_fields(page, blocks, labels) if head else None
    if fields:
        pages += fields.pages
        named = (*references, *fields.references)
        item = Item(heads, line, fields.body, headings, fields.aliases, named)
        return item, pages
    return (
        Item(heads, line, parts_of(blocks, skipped), headings, references=tuple(references)),
        pages,
    )


def _closing_links(page: MdPage, blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield the closing headed sections that hold links only, the last first."""
    end = len(blocks)
    while end:
        start = next((at for at in reversed(range(end)) if blocks[at].kind is Kind.HEADING), None)
        if not start:  # none, or the first block: it isn't closing
            return
        section = list(blocks[start:end])
        lists = [block for block in section[1:] if block.kind is Kind.LIST]
        if not lists or any(not _links_only(page, block) for block in section[1:]):
            return
        yield section
        end = start


def _links_only(page: MdPage, block: Block) -> bool:
    """Tell whether each item of a list, or a short line above one, only leads elsewhere."""
    if block.kind is Kind.TEXT:
        return page.text(block.start, block.end).endswith(":")
    if block.kind is not Kind.LIST:
        return block.kind in (Kind.ASIDE, Kind.RULE)
    for start, end, _, _ in block.items:
        linked = len(page.links_in(start, end)) + sum(
            1 for macro in page.macros_in(start, end) if macro.kept
        )
        if not linked or len(page.text(start, end).split()) > 12 * linked + 6:
            return False
    return True


# --- which level ---


def _entry_level(page: MdPage) -> tuple[int, bool]:
    """Return the level of the headings that are terms (0: none), and whether letters part them."""
    heads = [block for block in page.blocks if block.kind is Kind.HEADING]
    letters = [is_letter(page.name(block.start, block.end)) for block in heads]
    count = sum(letters)
    after = Counter(
        block.level
        for at, block in enumerate(heads)
        if at and letters[at - 1] and not letters[at] and block.level >= heads[at - 1].level
    )
    if count > 1 and after and sum(after.values()) >= 0.3 * count:
        return max(after, key=lambda level: (after[level], -level)), True
    if count > 1 and count > 0.5 * len(heads):
        return 0, True
    return _busiest(page, heads), False


def _busiest(page: MdPage, heads: Sequence[Block]) -> int:
    """Return the level with the most headings that differ and have text of their own."""
    with_text: dict[int, list[str]] = {}
    for at, block in enumerate(page.blocks[:-1]):
        if block.kind is Kind.HEADING and page.blocks[at + 1].kind is not Kind.HEADING:
            with_text.setdefault(block.level, []).append(fold(page.name(block.start, block.end)))
    counts = Counter(block.level for block in heads)
    weights = {level: len(set(names)) ** 2 / len(names) for level, names in with_text.items()}
    if not weights:
        return min(counts, default=0)
    best = max(weights, key=lambda level: (weights[level], -level))
    above = [level for level in weights if level < best and len(with_text[level]) > 2]
    for level in sorted(above):
        own = len(with_text[level]) / counts[level]
        topics = weights[best] / max(1, counts[level])
        if own >= 0.8 and topics < _MANY and not in_order(with_text[best]):
            return level  # deeper ones are sections of its entries
    return best


def _grouped(page: MdPage, level: int, lettered: bool) -> tuple[list[_Group], list[LineRange]]:
    """Part the blocks by the headings of the entries' level.

    Under letters a heading of another level that begins with the letter above it is an entry
    too: somebody gave it a mark too few.
    """
    groups: list[_Group] = []
    pages: list[LineRange] = []
    opened = False
    above = ""
    for at, block in enumerate(page.blocks):
        if block.kind is Kind.HEADING and block.level <= level:
            name = page.name(block.start, block.end)
            letter = is_letter(name)
            above = fold(name) if letter else above
            fits = lettered and len(above) == 1 and fold(name).startswith(above)
            opened = not letter and (block.level == level or (fits and _has_text(page.blocks, at)))
            opened = opened and not _is_title(page, block, groups)
            if opened:
                groups.append(_Group(block))
            else:
                rule = "letter" if letter else "section-head" if groups else "title"
                pages.append(claim(block, rule))
        elif opened:
            groups[-1].body.append(block)
        elif block.kind not in (Kind.TABLE,):
            pages.append(claim(block, "section-text" if groups else "intro"))
    return groups, pages


def _has_text(blocks: Sequence[Block], at: int) -> bool:
    return at + 1 < len(blocks) and blocks[at + 1].kind is not Kind.HEADING


def _is_title(page: MdPage, block: Block, groups: Sequence[_Group]) -> bool:
    """Tell whether the first heading, of the first level, says that a glossary follows."""
    first = not groups and block.level == 1 and page.front is None
    return (
        first
        and names_glossary(page.name(block.start, block.end))
        and block is next(one for one in page.blocks if one.kind is Kind.HEADING)
    )


def _leads_only(page: MdPage, group: _Group, first: bool, anchors: set[str]) -> str | None:
    """Return the rule by which a heading of the entries' level is no entry.

    A table of contents, or a list of nothing but links elsewhere ("References").
    """
    texts = [block for block in group.body if block.kind not in (Kind.ASIDE, Kind.RULE)]
    if not texts:
        return None
    if all(is_navigation(page, block, anchors) for block in texts):
        return "contents"
    if not all(block.kind is Kind.LIST and _links_only(page, block) for block in texts):
        return None
    links = [link for block in texts for link in page.links_in(block.start, block.end)]
    inside = [link for link in links if (link.url or "")[:1] == "#"]
    if not inside:
        return "links"
    return "contents" if first or len(inside) >= 0.5 * len(anchors) else None


def holds_terms(page: MdPage, blocks: Sequence[Block], labels: frozenset[str]) -> bool:
    """Tell whether blocks hold entries set in another way: a table, definitions, run-in terms."""
    run_ins = term_openings(page, blocks, labels)
    prose = sum(1 for block in blocks if block.kind is Kind.TEXT)
    return (
        any(is_term_table(page, block) for block in blocks if block.kind is Kind.TABLE)
        or any(has_definition_list(page, block) for block in blocks if block.kind is Kind.TEXT)
        or run_ins >= _MANY
        or (run_ins > 1 and run_ins >= 0.6 * prose)
    )


def _defines(page: MdPage, groups: Sequence[_Group]) -> bool:
    """Tell whether what stands under headings looks like definitions: short prose first."""
    with_text = [group for group in groups if group.body]
    if len(with_text) < 2:
        return False
    prose = sum(1 for group in with_text if group.body[0].kind is Kind.TEXT)
    sizes = sorted(group.body[-1].end - group.body[0].start for group in with_text)
    heads = [len(page.name(group.head.start, group.head.end).split()) for group in with_text]
    code = sum(1 for group in with_text if any(b.kind is Kind.CODE for b in group.body))
    return (
        prose >= 0.9 * len(with_text)
        and sizes[len(sizes) // 2] <= _SHORT
        and sum(heads) <= 5 * len(heads)
        and code <= 0.25 * len(with_text)
    )
