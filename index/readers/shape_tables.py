"""Tables whose rows are entries: which column is what, and how the rows read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..names import words
from .flow import Block, Cell, Para, Row, Table, all_ids, paragraphs, text_of
from .found import Found
from .roles import named
from .said import split_names
from .shape_headings import LETTERS

__all__ = ["table_entries"]

_MANY = ("aliases", "references", "definition", "short", "long")


@dataclass(slots=True)
class _Columns:
    """Which column holds what."""

    roles: dict[str, list[int]] = field(default_factory=dict)
    languages: dict[int, str] = field(default_factory=dict)
    header: int = 0  # how many rows at the top are the header
    unread: list[str] = field(default_factory=list)
    said: str = ""

    def first(self, role: str) -> int | None:
        found = self.roles.get(role)
        return found[0] if found else None


def table_entries(
    blocks: Iterable[Block], given: Mapping[str, tuple[str, ...]]
) -> tuple[list[Found], list[tuple[str, str]]]:
    """Find the entries of all tables, and say which columns were taken for what.

    Args:
        blocks: the flow; tables inside of definitions are not looked at.
        given: which column holds what, where somebody said so.
    """
    entries: list[Found] = []
    notes: list[tuple[str, str]] = []
    before: _Columns | None = None
    for number, table in enumerate(block for block in blocks if isinstance(block, Table)):
        columns = _given(table, given) if given else _by_header(table) or _by_content(table, before)
        if not columns:
            continue
        before = columns
        found = _entries(table, columns, f"table {number + 1}")
        entries += found
        if found and not any(message == columns.said for _, message in notes):
            notes.append(("columns", columns.said))
    return entries, notes


# --- columns ---


def _width(table: Table) -> int:
    return max(len(row.cells) for row in table.rows)


def _texts(row: Row) -> list[str]:
    return [" ".join(text_of(cell.blocks).split()) if cell else "" for cell in row.cells]


def _header_rows(table: Table) -> int:
    """Count the rows at the top that are headers: all cells with text are marked so."""
    count = 0
    for row in table.rows:
        cells = [cell for cell in row.cells if cell]
        if len(cells) < 2 or not all(cell.header for cell in cells):
            break
        count += 1
    return count


def _by_header(table: Table) -> _Columns | None:
    for at, row in enumerate(table.rows[:3]):
        texts = _texts(row)
        roles = [named(text) if text else None for text in texts]
        words_of = {role.role for role in roles if role and role.role}
        marked = at < _header_rows(table)
        if "definition" not in words_of and "long" not in words_of:
            continue
        if not marked and any(len(text) > 60 for text in texts):
            continue
        columns = _Columns(header=max(at + 1, _header_rows(table)))
        ranked = sorted((role.rank, at) for at, role in enumerate(roles) if role and role.role)
        for _, column in ranked:
            role = roles[column]
            assert role
            columns.roles.setdefault(role.role or "", []).append(column)
            if role.language:
                columns.languages[column] = role.language
        return _settled(columns, texts, table)
    return None


def _settled(columns: _Columns, texts: Sequence[str], table: Table) -> _Columns | None:
    """Find the term where the header doesn't name it, and say what was taken."""
    roles = columns.roles
    if "definition" not in roles and "long" in roles:
        roles["definition"] = roles.pop("long")  # acronyms and what they stand for
    if "term" not in roles:
        for role in ("short", "long", "aliases", "id"):
            if role in roles:
                roles["term"] = roles.pop(role)
                break
        else:
            taken = {one for some in roles.values() for one in some}
            free = [at for at in range(_width(table)) if at not in taken]
            if not free:
                return None
            roles["term"] = free[:1]
    for role in [one for one in roles if one not in _MANY]:
        roles[role] = roles[role][:1]
    if roles["term"][0] in roles.get("definition", []):
        return None
    taken = {one for some in roles.values() for one in some}
    columns.unread = [
        text or f"column {at + 1}" for at, text in enumerate(texts) if at not in taken and text
    ]
    columns.said = _sentence(columns, texts)
    return columns


def _sentence(columns: _Columns, texts: Sequence[str]) -> str:
    def name(at: int) -> str:
        return f"'{texts[at][:40]}'" if at < len(texts) and texts[at] else f"column {at + 1}"

    shown = "; ".join(
        f"{role}: {', '.join(name(at) for at in some)}" for role, some in columns.roles.items()
    )
    unread = ", ".join(f"'{text[:40]}'" for text in columns.unread[:10])
    return f"Columns taken — {shown}." + (f" Not read: {unread}." if unread else "")


def _by_content(table: Table, before: _Columns | None) -> _Columns | None:
    """Take the column of the longest texts for the definition, the first other for the term."""
    top = _header_rows(table)
    rows = [_texts(row) for row in table.rows[top:]]
    width = _width(table)
    if before and width > max(one for some in before.roles.values() for one in some):
        return replace(before, header=top)  # goes on like the table before
    rows = [row for row in rows if sum(bool(text) for text in row) > 1]
    if not rows or width < 2:
        return None
    sizes = [0.0] * width
    fills = [0] * width
    for row in rows:
        for at, text in enumerate(row):
            sizes[at] += len(text)
            fills[at] += bool(text)
    definition = max(range(width), key=lambda at: (sizes[at], -at))
    wordy = sum(1 for row in rows if len(row) > definition and len(row[definition].split()) > 1)
    for term in range(width):
        texts = [row[term] for row in rows if len(row) > term and row[term]]
        named_ = sum(1 for text in texts if words(text) and len(text) <= 100 and _has_letters(text))
        if term == definition or sizes[term] >= sizes[definition] or 2 * fills[term] < len(rows):
            continue
        if (
            2 * named_ > len(texts)
            and 5 * len(set(texts)) > 4 * len(texts)
            and 2 * wordy > len(rows)
        ):
            header = _texts(table.rows[top - 1]) if top else []
            columns = _Columns({"term": [term], "definition": [definition]}, header=top)
            columns.unread = [
                header[at] if at < len(header) and header[at] else f"column {at + 1}"
                for at in range(width)
                if at not in (term, definition) and fills[at]
            ]
            columns.said = _sentence(columns, header)
            return columns
    return None


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _given(table: Table, given: Mapping[str, tuple[str, ...]]) -> _Columns | None:
    """Find the columns that somebody named: by header, letter or number."""
    for at, row in enumerate(table.rows[:3]):
        texts = _texts(row)
        columns = _Columns(header=max(at + 1, _header_rows(table)))
        for role, names in given.items():
            places = [_place(name, texts) for name in names]
            columns.roles[role] = [one for one in places if one is not None]
        by_name = any(name in texts for names in given.values() for name in names)
        if columns.first("term") is None or columns.first("definition") is None:
            continue
        if not by_name:
            known = _by_header(table)
            columns.header = known.header if known else _header_rows(table)
        columns.roles.pop("ignore", None)
        columns.roles = {role: some for role, some in columns.roles.items() if some}
        columns.said = _sentence(columns, texts)
        return columns
    return None


def _place(name: str, texts: Sequence[str]) -> int | None:
    folded = [text.casefold() for text in texts]
    if name.casefold() in folded:
        return folded.index(name.casefold())
    if name.isdigit() and 0 < int(name) <= len(texts):
        return int(name) - 1
    if len(name) == 1 and name.isascii() and name.isalpha():
        at = ord(name.upper()) - ord("A")
        return at if at < len(texts) else None
    return None


# --- rows ---


def _entries(table: Table, columns: _Columns, place: str) -> list[Found]:
    entries: list[Found] = []
    bodies: list[list[Block]] = []
    ends: list[int] = []
    term = columns.first("term")
    assert term is not None
    top = (
        [text.casefold() for text in _texts(table.rows[columns.header - 1])]
        if columns.header
        else []
    )
    for number, row in enumerate(table.rows[columns.header :], columns.header + 1):
        texts = _texts(row)
        if not any(texts):
            continue
        if [text.casefold() for text in texts] == top:
            continue  # the header, repeated
        if _heads_a_part(row, _at(texts, term)):
            continue
        body = tuple(
            block
            for at in columns.roles.get("definition", [])
            if (cell := _cell(row, at))
            for block in cell.blocks
        )
        if not _at(texts, term) and entries and body:
            bodies[-1] += body  # goes on with the row above, whose term may span it
            ends[-1] = max(ends[-1], row.last)
            continue
        entries.append(_entry(row, texts, body, columns, f"{place}, row {number}"))
        bodies.append(list(body))
        ends.append(row.last)
    return [
        replace(entry, body=tuple(body), last=last)
        for entry, body, last in zip(entries, bodies, ends, strict=True)
    ]


def _heads_a_part(row: Row, term: str) -> bool:
    """Tell whether a row spans the table or has one letter only."""
    filled = [cell for cell in row.cells if cell and cell.blocks]
    first = bool(row.cells) and row.cells[0] is not None
    spans = first and len(row.cells) > 1 and all(cell is None for cell in row.cells[1:])
    return len(filled) == 1 and (spans or (len(term) < 4 and bool(LETTERS.match(term))))


def _at(texts: Sequence[str], at: int | None) -> str:
    return texts[at] if at is not None and at < len(texts) else ""


def _cell(row: Row, at: int) -> Cell | None:
    return row.cells[at] if at < len(row.cells) else None


def _entry(
    row: Row, texts: Sequence[str], body: tuple[Block, ...], columns: _Columns, place: str
) -> Found:
    term = columns.first("term")
    assert term is not None
    cell = _cell(row, term)
    heads = [para.text for para in paragraphs(cell.blocks)] if cell else []
    lines = [line for head in heads for line in head.split("\n") if line.strip()]
    inner = [name for para in paragraphs(cell.blocks if cell else ()) for run in para.runs
             for name in run.names]  # fmt: skip
    names = [
        name
        for role in ("short", "long", "aliases")
        for at in columns.roles.get(role, [])
        for name in split_names(_at(texts, at))
    ]
    see = [
        name for at in columns.roles.get("references", []) for name in split_names(_at(texts, at))
    ]
    cells = [one for one in row.cells if one]
    definition = columns.first("definition")
    language = next(
        (p.language for p in paragraphs(body) if isinstance(p, Para) and p.language), None
    )
    return Found(
        term=lines[0] if lines else "",
        names=(*lines[1:], *inner, *names),
        body=body,
        line=row.line,
        last=row.last,
        ids=(*row.ids, *(one for part in cells for one in all_ids(part.blocks))),
        language=_at(texts, columns.first("language"))
        or columns.languages.get(definition if definition is not None else -1)
        or language,
        references=tuple(see),
        number=_at(texts, columns.first("number")) or None,
        status=_at(texts, columns.first("status")) or None,
        locator=place,
    )
