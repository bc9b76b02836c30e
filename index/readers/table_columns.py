"""Which column of a table holds what: by its headers, its texts, or what somebody says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..names import words
from .flow import Row, Table, text_of
from .roles import named

__all__ = ["Columns", "by_content", "by_header", "given_columns", "texts_of"]

_MANY = ("aliases", "references", "definition", "short", "long")


@dataclass(slots=True)
class Columns:
    """Which column of a table holds what.

    Attributes:
        roles: columns by role, the surest first.
        languages: of columns whose header names one.
        header: how many rows at the top are the header.
        unread: the headers of the others.
        said: all of it as a sentence.
    """

    roles: dict[str, list[int]] = field(default_factory=dict)
    languages: dict[int, str] = field(default_factory=dict)
    header: int = 0  # how many rows at the top are the header
    unread: list[str] = field(default_factory=list)
    said: str = ""

    def first(self, role: str) -> int | None:
        """Return the surest column of a role."""
        found = self.roles.get(role)
        return found[0] if found else None

    def by_language(self) -> "list[Columns]":
        """Return the columns of each language that has a definition of its own."""
        tags = list(dict.fromkeys(map(self.languages.get, self.roles.get("definition", []))))
        if len(tags) < 2:
            return [self]
        made = []
        for tag in tags:
            roles = {
                role: [at for at in some if self.languages.get(at) in (tag, None)]
                for role, some in self.roles.items()
            }
            roles["definition"] = [
                at for at in self.roles["definition"] if self.languages.get(at) == tag
            ]
            own = [at for at in self.roles["term"] if self.languages.get(at) == tag]
            roles["term"] = own or self.roles["term"][:1]
            made.append(replace(self, roles=roles))
        return made


def _width(table: Table) -> int:
    return max(len(row.cells) for row in table.rows)


def texts_of(row: Row) -> list[str]:
    """Return the text of each cell of a row, on one line."""
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


def by_header(table: Table) -> Columns | None:
    """Find the columns by what the header calls them."""
    for at, row in enumerate(table.rows[:3]):
        texts = texts_of(row)
        roles = [named(text) if text else None for text in texts]
        words_of = {role.role for role in roles if role and role.role}
        marked = at < _header_rows(table)
        if "definition" not in words_of and "long" not in words_of:
            continue
        if not marked and any(len(text) > 60 for text in texts):
            continue
        columns = Columns(header=max(at + 1, _header_rows(table)))
        ranked = sorted((role.rank, at) for at, role in enumerate(roles) if role and role.role)
        for _, column in ranked:
            role = roles[column]
            assert role
            columns.roles.setdefault(role.role or "", []).append(column)
        columns.languages = {
            at: role.language for at, role in enumerate(roles) if role and role.language
        }
        return _settled(columns, texts, table)
    return None


def _settled(columns: Columns, texts: Sequence[str], table: Table) -> Columns | None:
    """Find the term where the header doesn't name it, and say what was taken."""
    roles = columns.roles
    if "definition" not in roles and "long" in roles:
        roles["definition"] = roles.pop("long")  # acronyms and what they stand for
    if "term" not in roles:  # "English", "Deutsch", "Definition"
        taken = {one for some in roles.values() for one in some}
        roles["term"] = [at for at in columns.languages if at not in taken]
    if not roles["term"]:
        del roles["term"]
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
    _share_terms(columns)
    for role in [one for one in roles if one not in (*_MANY, "term")]:
        roles[role] = roles[role][:1]
    if roles["term"][0] in roles.get("definition", []):
        return None
    taken = {one for some in roles.values() for one in some}
    columns.unread = [
        text or f"column {at + 1}" for at, text in enumerate(texts) if at not in taken and text
    ]
    columns.said = _sentence(columns, texts)
    return columns


def _share_terms(columns: Columns) -> None:
    """Keep one column of terms for each language with a definition; others are other names."""
    roles, tags = columns.roles, columns.languages
    defined = {tags.get(at) for at in roles.get("definition", [])}
    terms = roles["term"]
    if len(defined) > 1:
        roles["term"] = [at for at in terms if tags.get(at) in defined] or terms[:1]
        return
    main = next((at for at in terms if tags.get(at) in defined), terms[0])
    others = [at for at in terms if at != main and tags.get(at)]
    roles["term"] = [main]
    if others:
        roles.setdefault("aliases", []).extend(others)


def _sentence(columns: Columns, texts: Sequence[str]) -> str:
    def name(at: int) -> str:
        return f"'{texts[at][:40]}'" if at < len(texts) and texts[at] else f"column {at + 1}"

    shown = "; ".join(
        f"{role}: {', '.join(name(at) for at in some)}" for role, some in columns.roles.items()
    )
    unread = ", ".join(f"'{text[:40]}'" for text in columns.unread[:10])
    return f"Columns taken — {shown}." + (f" Not read: {unread}." if unread else "")


def by_content(table: Table, before: Columns | None) -> Columns | None:
    """Take the column of the longest texts for the definition, the first other for the term."""
    top = _header_rows(table)
    rows = [texts_of(row) for row in table.rows[top:]]
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
            header = texts_of(table.rows[top - 1]) if top else []
            columns = Columns({"term": [term], "definition": [definition]}, header=top)
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


def given_columns(table: Table, given: Mapping[str, tuple[str, ...]]) -> Columns | None:
    """Find the columns that somebody named: by header, letter or number."""
    for at, row in enumerate(table.rows[:3]):
        texts = texts_of(row)
        columns = Columns(header=max(at + 1, _header_rows(table)))
        for role, names in given.items():
            places = [_place(name, texts) for name in names]
            columns.roles[role] = [one for one in places if one is not None]
        by_name = any(name in texts for names in given.values() for name in names)
        if columns.first("term") is None or columns.first("definition") is None:
            continue
        if not by_name:
            known = by_header(table)
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
