"""Markdown whose entries are rows of tables, definition lists, or abbreviations.

Definition lists as PHP Markdown Extra and Pandoc have them (``Term`` above ``: definition``;
https://michelf.ca/projects/php-markdown/extra/#def-list), abbreviations as the former
(``*[HTML]: …``).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..records import LineRange, Remark
from .base import page as page_lines
from .md_blocks import Block, Kind, Row
from .md_items import Item, Part, Shape, is_letter, judge
from .md_page import MdPage
from .roles import named

__all__ = [
    "find_abbreviations",
    "find_definition_lists",
    "find_tables",
    "has_definition_list",
    "is_term_table",
]

_DEFINITION = re.compile(r"^ {0,3}:[ \t]+(?=\S)", re.MULTILINE)
_ABBREVIATION = re.compile(
    r"^ {0,3}\*\[(?P<name>[^\]\n]+)\]:[ \t]*(?P<text>\S[^\n]*)$", re.MULTILINE
)
_MAX_TERM = 120
_Roles = Mapping[str, tuple[int, ...]]


# --- tables ---


def is_term_table(page: MdPage, block: Block) -> bool:
    """Tell whether a table's header promises terms and definitions."""
    roles = _by_header(page, block)
    return "term" in roles and "definition" in roles


def find_tables(page: MdPage, blocks: Sequence[Block]) -> Shape | None:
    """Read each row of the tables that hold terms and definitions."""
    items: list[Item] = []
    pages: list[LineRange] = []
    remarks: list[Remark] = []
    said: set[str] = set()
    surely = True
    for block in blocks:
        if block.kind is not Kind.TABLE or len(block.rows) < 2:
            continue
        roles, by_header = _roles(page, block)
        if "term" not in roles or "definition" not in roles:
            continue
        surely = surely and by_header
        pages.append(page_lines(block.first, block.rows[0].line + 1, "table-header"))
        items += _rows(page, block, roles)
        told = _told(page, block, roles, by_header)
        if told not in said:
            said.add(told)
            remarks.append(Remark(page.source.path, block.first, "columns", told))
    if not items:
        return None
    lettered = _lettered(page)
    score = judge(page, items, lettered, 0.5) if surely else judge(page, items, lettered, 0.3)
    score = min(0.93, score + (0.3 if surely else 0.0) * min(1.0, len(items) / 2) * (score > 0.1))
    why = f"{len(items)} rows of tables with a term and a definition"
    return Shape(score, why, tuple(items), tuple(pages), tuple(remarks))


def _lettered(page: MdPage) -> bool:
    heads = [block for block in page.blocks if block.kind is Kind.HEADING]
    return sum(is_letter(page.name(block.start, block.end)) for block in heads) > 1


def _roles(page: MdPage, block: Block) -> tuple[_Roles, bool]:
    """Return the columns of each role, and whether headers (or the person) named them."""
    given = page.source.options.columns
    if given:
        return _asked(page, block, given), True
    roles = _by_header(page, block)
    if "term" in roles and "definition" in roles:
        return roles, True
    return _by_content(page, block, roles), False


def _asked(page: MdPage, block: Block, given: Mapping[str, tuple[str, ...]]) -> _Roles:
    headers = [page.name(*cell).casefold() for cell in block.rows[0].cells]
    found: dict[str, tuple[int, ...]] = {}
    for role, columns in given.items():
        at = tuple(place for column in columns if (place := _place(column, headers)) is not None)
        if at:
            found[role] = at
    return found


def _place(column: str, headers: Sequence[str]) -> int | None:
    """Find a column by its header, its number from 1, or its letter."""
    if column.casefold() in headers:
        return headers.index(column.casefold())
    if column.isdecimal() and 1 <= int(column) <= len(headers):
        return int(column) - 1
    if len(column) == 1 and column.isalpha() and ord(column.upper()) - 65 < len(headers):
        return ord(column.upper()) - 65
    return None


def _by_header(page: MdPage, block: Block) -> _Roles:
    """Read the roles off the headers; of several columns of one role the surest is first."""
    promised = [named(page.name(*cell)) for cell in block.rows[0].cells]
    found: dict[str, list[tuple[int, int]]] = {}
    for at, one in enumerate(promised):
        role = {"short": "aliases", "long": "aliases"}.get(one.role or "", one.role)
        if role:
            found.setdefault(role, []).append((one.rank, at))
    roles = {role: tuple(at for _, at in sorted(places)) for role, places in found.items()}
    expands = any(one.role == "long" for one in promised)
    if "term" not in roles and ("definition" in roles or expands):
        shorts = [at for at, one in enumerate(promised) if one.role == "short"]
        if shorts:  # "Acronym | Meaning": the acronym is the term
            roles["term"] = (shorts[0],)
            roles["aliases"] = tuple(at for at in roles["aliases"] if at != shorts[0])
    if "term" in roles and "definition" not in roles:
        longs = [at for at, one in enumerate(promised) if one.role == "long"]
        if longs:
            roles["definition"] = (longs[0],)
            roles["aliases"] = tuple(at for at in roles["aliases"] if at != longs[0])
    return roles


def _by_content(page: MdPage, block: Block, known: _Roles) -> _Roles:
    """Take the first column of short texts that differ, and the one of the longest texts."""
    rows = block.rows[1:]
    width = max(len(row.cells) for row in rows)
    texts = [[_cell(page, row, at) for row in rows] for at in range(width)]
    lengths = [sum(map(len, column)) / len(column) for column in texts]
    if width < 2:
        return {}
    definition = known.get("definition", (max(range(width), key=lambda at: (lengths[at], -at)),))[0]
    for at in known.get("term", tuple(range(width))):
        filled = [text for text in texts[at] if text]
        if at == definition or not filled or len(filled) < 0.6 * len(rows):
            continue
        short = sum(1 for text in filled if len(text.split()) <= 8) >= 0.9 * len(filled)
        differ = len({text.casefold() for text in filled}) >= 0.9 * len(filled)
        if short and differ and lengths[definition] >= max(12.0, 1.5 * lengths[at]):
            return {**known, "term": (at,), "definition": (definition,)}
    return {}


def _cell(page: MdPage, row: Row, at: int) -> str:
    return page.name(*row.cells[at]) if at < len(row.cells) else ""


def _rows(page: MdPage, block: Block, roles: _Roles) -> Iterator[Item]:
    """Yield an item for each row; one without a term goes on with the row above."""
    open_item: Item | None = None
    for row in block.rows[1:]:
        cells = {
            role: [row.cells[at] for at in places if at < len(row.cells) and _cell(page, row, at)]
            for role, places in roles.items()
        }
        if not any(_cell(page, row, at) for at in range(len(row.cells))):
            continue
        body = tuple(Part(*cell, row.line, row.line) for cell in cells["definition"][:1])
        if not cells["term"] and body and open_item:
            open_item = replace(open_item, body=(*open_item.body, *body))
            continue
        if open_item:
            yield open_item
        names = cells["term"]
        status = next((page.name(*cell) for cell in cells.get("status", ())), None)
        language = next((page.name(*cell) for cell in cells.get("language", ())), None)
        open_item = Item(
            tuple(names[:1]) or ((block.rows[0].cells[0][0],) * 2,),
            row.line,
            body,
            aliases=(*names[1:], *cells.get("aliases", ())),
            references=tuple(cells.get("references", ())),
            status=status,
            language=language,
            split=True,
        )
    if open_item:
        yield open_item


def _told(page: MdPage, block: Block, roles: _Roles, by_header: bool) -> str:
    headers = [
        page.name(*cell) or f"column {at + 1}" for at, cell in enumerate(block.rows[0].cells)
    ]
    shown = "; ".join(
        f"{role} from '{headers[at] if at < len(headers) else at + 1}'"
        for role, places in roles.items()
        for at in (places[:1] if role == "definition" else places)
    )
    rest = "" if by_header else " by what the columns hold"
    return f"Columns taken{rest}: {shown}. Name others with --columns if these are wrong."


# --- definition lists ---


def has_definition_list(page: MdPage, block: Block) -> bool:
    """Tell whether a paragraph holds a term above a line that a colon opens."""
    found = _DEFINITION.search(page.raw, block.start, block.end)
    return bool(found and block.start < found.start())


def find_definition_lists(page: MdPage, blocks: Sequence[Block]) -> Shape | None:
    """Read terms, each on a line, above definitions that a colon opens."""
    items: list[Item] = []
    for at, block in enumerate(blocks):
        if block.kind is Kind.TEXT and _DEFINITION.search(page.raw, block.start, block.end):
            before = blocks[at - 1] if at else None
            items += _defined(page, block, before, items)
        elif items and _goes_on(page, block, items[-1]):
            last = items[-1].body[-1]
            grown = Part(last.start, block.end, last.first, block.last)
            items[-1] = replace(items[-1], body=(*items[-1].body[:-1], grown))
    if not items:
        return None
    score = judge(page, items, _lettered(page), 0.7)
    return Shape(score, f"{len(items)} terms above definitions that a colon opens", tuple(items))


def _goes_on(page: MdPage, block: Block, item: Item) -> bool:
    """Tell whether an indented block goes on the definition above it."""
    if not item.body or page.raw[item.body[-1].end : block.start].strip():
        return False
    indented = page.raw[block.start : block.start + 2] in ("  ", " \t") or (
        page.raw[block.start : block.start + 1] == "\t"
    )
    return indented and block.kind in (Kind.TEXT, Kind.CODE, Kind.LIST, Kind.QUOTE)


def _defined(
    page: MdPage, block: Block, before: Block | None, items: Sequence[Item]
) -> Iterator[Item]:
    """Yield the items of a paragraph in which colons open lines."""
    heads: list[tuple[int, int]] = []
    body: list[Part] = []
    lines = list(range(block.first, block.last + 1))
    starts = page.starts
    opens = [bool(_DEFINITION.match(page.raw, starts[n - 1], starts[n] - 1)) for n in lines]
    ahead = len(lines)
    following = [ahead := n if opens[n] else ahead for n in reversed(range(len(lines)))][::-1]
    if opens[0]:
        heads = _heads_above(page, before, items)
    for at, line in enumerate(lines):
        start, end = starts[line - 1], starts[line] - 1
        behind = following[at]
        is_term = at < behind < min(len(lines), at + 5) and _is_term(page, lines[at:behind])
        if opens[at] or (body and not is_term):
            if opens[at] or not body:
                start = start + len(page.raw[start:end]) - len(page.raw[start:end].lstrip(" :\t"))
            part = Part(start, end, line, line)
            body = [Part(body[0].start, end, body[0].first, line)] if body else [part]
        elif not page.text(start, end):
            continue  # a label of MyST's, a comment
        else:
            if body:
                yield Item(
                    tuple(heads), page.line(heads[0][0]) if heads else line, tuple(body), split=True
                )
                heads, body = [], []
            heads.append((start, end))
    if body:
        first = page.line(heads[0][0]) if heads else body[0].first
        yield Item(tuple(heads), first, tuple(body), split=True)


def _is_term(page: MdPage, lines: Sequence[int]) -> bool:
    """Tell whether unindented lines above a colon are terms, not the rest of a definition."""
    texts = [page.raw[page.starts[n - 1] : page.starts[n] - 1] for n in lines]
    return 0 < len(texts) <= 4 and all(
        text[:1] not in (" ", "\t") and len(text) <= _MAX_TERM and text.strip()[-1:] not in ".;"
        for text in texts
    )


def _heads_above(
    page: MdPage, before: Block | None, items: Sequence[Item]
) -> list[tuple[int, int]]:
    if before is None or before.kind is not Kind.TEXT or before.last - before.first > 3:
        return []
    if items and items[-1].body and items[-1].body[-1].end > before.start:
        return []
    lines = range(before.first, before.last + 1)
    if not _is_term(page, lines):
        return []
    return [(page.starts[n - 1], page.starts[n] - 1) for n in lines]


# --- abbreviations ---


def find_abbreviations(page: MdPage, blocks: Sequence[Block]) -> Shape | None:
    """Read ``*[HTML]: Hypertext Markup Language``."""
    items = [
        Item(
            (match.span("name"),),
            page.line(match.start()),
            (Part(*match.span("text"), *(page.line(match.start()),) * 2),),
        )
        for block in blocks
        if block.kind is Kind.TEXT
        for match in _ABBREVIATION.finditer(page.raw, block.start, block.end)
    ]
    if not items:
        return None
    return Shape(judge(page, items, False, 0.9), f"{len(items)} abbreviations", tuple(items))
