"""Rows of cells to entries, whatever file they come from: header, titles, gaps, several languages.

A row gives one entry for each language that it defines its term in; names in languages without
a definition become aliases of the first. Where the term's cell is empty, a definition belongs to
the term above, as merged cells mean it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .columns import Group, Layout, Rows
from .heads import head_of_value, parse_head
from .inline import unmarked
from .language_tags import language_tag
from .rendering import shown, single

__all__ = [
    "Grid",
    "Item",
    "is_nothing",
    "joined_names",
    "redirects_to",
    "rows_to_items",
    "short_term",
    "split_cell",
]

_NOTHING = re.compile(r"(?:n/?a|none|null|nil|nan|tbd|\W{0,4})\Z", re.IGNORECASE)
_REDIRECT = re.compile(
    r"\W{0,3}(?:please\s+)?(?:refer(?:red)?(?:\s+back)?\s+to|see(?:\s+also|\s+under)?|same\s+as|"
    r"cf\.?|use|→|⇒|[-=]>|voir(?:\s+aussi)?|siehe(?:\s+auch)?|véase(?:\s+también)?|"
    r"ver(?:\s+também)?|vedi(?:\s+anche)?|zie(?:\s+ook)?|см\.)(?:\s*:\s*|\s+|(?<=[→⇒>]))"
    r"(?:the\s+(?:entry|term|definition)\s+(?:for|of|on|on\s+the)\s+|definition\s+(?:of|for)\s+)?"
    r"(\S[^.!?;\n]{0,78}?)[.\s]*",
    re.IGNORECASE,
)
_TRUE = re.compile(r"(?:true|yes|y|x|1|✓|✔|oui|ja|sí|si|sim|deprecated|obsolete)\Z", re.IGNORECASE)
_TERMS = re.compile(r"\s*\n\s*|\s*[;；]\s+|；|\s+\|\s+")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a table.

    Attributes:
        row: the index of its row.
        term: as printed in the cell.
        definitions: the columns that define it: the first is the definition, others add to it.
    """

    row: int
    term: str
    definitions: tuple[int, ...]
    aliases: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    language: str | None = None
    status: str | None = None
    number: str | None = None
    mnemonic: int | None = None
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class Grid:
    """What became of a table's rows.

    Attributes:
        items: in the order of the rows.
        pages: ``(row, rule)`` of rows that are no entries.
        remarks: ``(row, code, message)``.
        title: what stands above the header, if it is short.
    """

    items: list[Item] = field(default_factory=list)
    pages: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)
    title: str | None = None


def rows_to_items(rows: Rows, layout: Layout) -> Grid:
    """Turn rows into entries; see the module.

    Args:
        rows: cells, trimmed; empty rows stand for gaps.
        layout: what :func:`~.columns.choose` found for these rows.
    """
    found = Grid()
    header = layout.header if layout.header is not None else -1
    _above(rows, layout, found)
    last = max((at for at, row in enumerate(rows) if sum(map(bool, row)) > 1), default=-1)
    heads = [_folded(rows[header])] if header >= 0 else []
    prose = {column for group in layout.groups for column in group.definitions}
    term = ""
    for at in range(header + 1, len(rows)):
        row = rows[at]
        rule = _page_rule(row, heads, prose, outside=at > last >= 0)
        if rule:
            found.pages.append((at, rule))
        else:
            items = list(_items(row, at, layout))
            if all(not item.term for item in items) and term and items[0].row == at:
                items = [replace(item, term=term) for item in items]
                found.remarks.append(
                    (at, "term-above", f"No term in its cell: read as '{term}', the term above.")
                )
            term = items[0].term if items else term
            found.items += items
    _resolve(found)
    return found


def _resolve(found: Grid) -> None:
    """Put terms for references that are ids; leave out addresses outside the table, and say so."""
    keys: dict[tuple[str | None, str], str] = {}
    for item in found.items:
        for key in item.keys:
            term = short_term(item.term)
            keys.setdefault((item.language, key), term)
            keys.setdefault((None, key), term)
    outside: dict[str, int] = {}
    for at, item in enumerate(found.items):
        if item.references:
            kept = [
                keys.get((item.language, name)) or keys.get((None, name), name)
                for name in item.references
            ]
            for name in kept:
                if "://" in name:
                    outside.setdefault(name, item.row)
            names = tuple(name for name in kept if "://" not in name and name != item.term)
            found.items[at] = replace(item, references=names)
    if outside:
        message = f"References to addresses outside the table, left out: {shown(list(outside))}."
        found.remarks.append((min(outside.values()), "outside", message))


def is_nothing(text: str) -> bool:
    """Tell whether a cell says that there is nothing: ``n/a``, ``-``, ``none``."""
    return bool(_NOTHING.match(text.strip()))


def short_term(printed: str) -> str:
    """Return a printed term without a parenthesis that holds other names, as entries have it."""
    return head_of_value(printed).term


def joined_names(term: str) -> tuple[str, ...]:
    """Return the names that a term joins: ``"Kettle / Boiler"``."""
    head = parse_head(term) if " / " in term else None
    return (head.term, *head.aliases) if head and head.aliases else ()


def split_cell(text: str) -> tuple[str, ...]:
    """Split a cell of names, at line ends, ``;`` and ``|`` if there are any, else at commas."""
    strong = re.split(r"\s*(?:[;|\n•]|；)\s*", text.strip())
    parts = strong if len(strong) > 1 else re.split(r"\s*[,、，]\s+|\s+/\s+|[、，]", text.strip())
    plain = (single(unmarked(part)[0]) for part in parts)
    return tuple(part for part in plain if not is_nothing(part))


def redirects_to(definition: str) -> str | None:
    """Return the name that a definition refers to if it does nothing else: "See kettle."."""
    if len(definition) > 140:
        return None
    found = _REDIRECT.fullmatch(definition.strip())
    if not found or len(found[1].split()) > 8:
        return None
    verb = definition.strip().casefold()
    if verb.startswith(("use ", "ver ", "see ")) and found[1][:1].islower():
        rest = found[1].split()
        if verb.startswith("use ") or rest[0] in ("if", "how", "what", "whether", "that", "the"):
            return None
    return found[1].strip(" \"'“”‘’«»()[]")


def _above(rows: Rows, layout: Layout, found: Grid) -> None:
    """Give the rows above the header to the page; the first short one is the title."""
    header = layout.header or 0
    for at in range(header):
        if layout.above and at == header - 1:
            found.pages.append((at, "table-header"))
        elif any(rows[at]):
            text = single(" ".join(cell for cell in rows[at] if cell))
            is_title = found.title is None and len(text) <= 100 and any(map(str.isalpha, text))
            found.title = text if is_title else found.title
            found.pages.append((at, "title" if is_title else "intro"))
        else:
            found.pages.append((at, "empty-row"))
    if layout.header is not None:
        found.pages.append((header, "table-header"))


def _page_rule(
    row: Sequence[str], heads: Sequence[tuple[str, ...]], prose: set[int], *, outside: bool
) -> str | None:
    """Name the rule by which a row below the header is no entry, or ``None``."""
    filled = [at for at, cell in enumerate(row) if cell]
    if not filled:
        return "empty-row"
    if heads and _folded(row) in heads:
        return "table-header"
    if len(filled) > 1 or filled[0] in prose:
        return None
    only = row[filled[0]]
    if len(only.strip("-–— .")) <= 1:
        return "section-heading"
    note = len(only.split()) > 6 or only.endswith(".") or "://" in only or "©" in only
    return "outro" if outside and note else None


def _folded(row: Sequence[str]) -> tuple[str, ...]:
    cells = [single(cell).casefold() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _items(row: Sequence[str], at: int, layout: Layout) -> Iterator[Item]:
    """Yield a row's entries, one a language; the first has what the row says for all."""
    shared = _shared(row, layout)
    filled = [group for group in layout.groups if _filled(row, group.definitions)]
    if not filled and layout.expansion and all(_cell(row, at) for at in layout.expansion):
        short, long = layout.expansion
        yield replace(shared, row=at, term=single(_cell(row, short)), definitions=(long,))
        return
    names: list[str] = []
    for group in layout.groups:
        if group not in filled:
            names += _names(row, group)
    for column in layout.names:
        names += split_cell(_cell(row, column))
    for number, group in enumerate(filled or layout.groups[:1]):
        columns = _filled(row, group.definitions)
        own = _names(row, group)
        definition = _cell(row, columns[0]) if columns else ""
        to = redirects_to(unmarked(definition)[0])
        linked = unmarked(definition)[1]
        more = tuple(names) if number == 0 else ()
        references = (*shared.references, *linked, *((to,) if to else ()))
        yield replace(
            shared,
            row=at,
            term=own[0] if own else "",
            definitions=(*columns, *_filled(row, layout.notes))
            if columns and number == 0
            else columns,
            aliases=(*own[1:], *more),
            references=references,
            language=shared.language or group.language,
            flags=("redirect",) if to else (),
        )


def _shared(row: Sequence[str], layout: Layout) -> Item:
    """Return what a row says beside terms and definitions."""

    def text(column: int | None) -> str:
        return single(_cell(row, column)) if column is not None else ""

    status = text(layout.status)
    if _TRUE.match(text(layout.deprecated)):
        status = "deprecated"
    references = [name for at in layout.references for name in split_cell(_cell(row, at))]
    language = text(layout.language)
    return Item(
        0,
        "",
        (),
        references=tuple(references),
        keys=tuple(key for at in layout.ids if (key := text(at))),
        language=language_tag(language) if language else None,
        status=None if is_nothing(status) else status,
        number=text(layout.number) or None,
        mnemonic=layout.mnemonic if text(layout.mnemonic) else None,
    )


def _names(row: Sequence[str], group: Group) -> list[str]:
    """Return a language's names in a row: the term, then others in its cell and in their own."""
    names: list[str] = []
    for at in group.terms:
        text = _cell(row, at)
        parts = [part for part in _TERMS.split(text) if any(map(str.isalnum, part))]
        names += parts or ([text] if text.strip(" -–—") else [])
    names = [name for one in names if (name := single(unmarked(one)[0]))]
    for at in group.aliases:
        names += split_cell(_cell(row, at))
    if names:
        names += joined_names(names[0])
    return list(dict.fromkeys(names))


def _filled(row: Sequence[str], columns: Sequence[int]) -> tuple[int, ...]:
    """Return the columns that hold a definition, without one that only repeats another."""
    kept: list[int] = []
    for at in columns:
        text = _cell(row, at)
        if not is_nothing(text) and not any(text in _cell(row, other) for other in kept):
            kept.append(at)
    return tuple(kept)


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""
