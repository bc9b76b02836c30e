"""Which column of a table has which role: what was asked for, what headers say, what cells hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..errors import InputError
from ..names import squash
from .roles import Named
from .table_header import Rows, cell_of, header_key, size

__all__ = ["Column", "Roles", "ask", "settle"]

_SAMPLE_ROWS = 300
_VARIED = 0.75  # of the most varied column: a category's names stand again and again
_LONG = 60  # a cell of prose has more characters than that, on average


@dataclass(slots=True)
class Roles:
    """Columns by role, in order, and by language within."""

    by_role: dict[str, list[int]] = field(default_factory=dict)
    named: list[Named] = field(default_factory=list)

    def of(self, role: str) -> list[int]:
        """Return a role's columns, the surest first."""
        found = self.by_role.get(role, [])
        return sorted(found, key=lambda at: (self.named[at].rank, at))

    def by_language(self, role: str) -> dict[str | None, list[int]]:
        """Return a role's columns by language, languages in the order of the columns."""
        found: dict[str | None, list[int]] = {}
        for at in sorted(self.of(role)):
            found.setdefault(self.named[at].language, []).append(at)
        return {
            language: sorted(columns, key=lambda at: (self.named[at].rank, at))
            for language, columns in found.items()
        }

    def move(self, column: int, role: str) -> None:
        """Give a column another role."""
        for columns in self.by_role.values():
            if column in columns:
                columns.remove(column)
        self.by_role.setdefault(role, []).append(column)


class Column:
    """What stands in a column: how much, how often, how varied."""

    def __init__(self, rows: Rows, at: int) -> None:
        cells = [cell for row in rows[:_SAMPLE_ROWS] if (cell := cell_of(row, at))]
        self.cells = cells
        self.filled = len(cells) / max(1, min(len(rows), _SAMPLE_ROWS))
        self.size = sum(map(size, cells)) / max(1, len(cells))
        self.distinct = len(set(cells)) / max(1, len(cells))
        worded = sum(any(map(str.isalpha, cell)) for cell in cells)
        self.worded = worded / max(1, len(cells))
        self.addresses = sum("://" in cell for cell in cells) / max(1, len(cells))


def ask(
    roles: Roles,
    rows: Rows,
    header: int | None,
    asked: Mapping[str, Sequence[str]],
    width: int,
) -> set[int]:
    """Give columns the roles that were asked for; others lose those roles."""
    taken: set[int] = set()
    for role, columns in asked.items():
        found = [_find(column, rows, header, width) for column in columns]
        if role in ("term", "definition"):
            for at in roles.by_role.pop(role, []):
                roles.named[at] = replace(roles.named[at], rank=9)
        for at in found:
            roles.move(at, role)
            roles.named[at] = replace(roles.named[at], role=role, rank=0, exact=True)
        taken.update(found)
    return taken


def _find(column: str, rows: Rows, header: int | None, width: int) -> int:
    head = [header_key(cell) for cell in rows[header]] if header is not None else []
    if header_key(column) in head:
        return head.index(header_key(column))
    at = -1
    if re.fullmatch("[A-Za-z]{1,2}", column):
        for char in column.upper():
            at = (at + 1) * 26 + ord(char) - 65
    elif column.isdecimal() and len(column) < 6:
        at = int(column) - 1
    if 0 <= at < width:
        return at
    first = next((row for row in rows if sum(map(bool, row)) > 1), ())
    cells = rows[header] if header is not None else first
    shown = ", ".join(f"'{cell[:40]}'" for cell in cells if cell)
    raise InputError(
        f"columns: there is no column '{column}'. Expected a header"
        f"{f' ({shown[:300]})' if shown else ''}, a letter or a number from 1 to {width}."
    )


def _bare_languages(roles: Roles, columns: Sequence[Column]) -> None:
    """Columns headed by a language alone hold its terms, or prose in it."""
    bare = [at for at, name in enumerate(roles.named) if name.role is None and name.language]
    for at in bare:
        if at in roles.by_role.get("ignore", []):
            continue
        role = "definition" if columns[at].size > _LONG else "term"
        roles.by_role.setdefault(role, []).append(at)
        roles.named[at] = replace(roles.named[at], role=role, rank=1)


def settle(roles: Roles, columns: Sequence[Column], taken: set[int]) -> None:
    """Decide between columns that claim one role, and find what no header names."""
    _bare_languages(roles, columns)
    if any(roles.named[at].rank < 2 for at in roles.of("definition")):
        for at in [at for at in roles.of("definition") if roles.named[at].rank > 1]:
            roles.move(at, "other")
    for at in roles.of("translations"):  # what a word is in another language explains it
        roles.move(at, "aliases" if roles.of("definition") else "definition")
    if not roles.of("definition"):
        _find_definition(roles, columns)
    _long_forms(roles)
    if not roles.of("term"):
        _find_term(roles, columns)
    _labels(roles, columns, taken)
    for found in roles.by_language("term").values():
        for at in found[1:]:
            if at not in taken:
                same = roles.named[at].rank == roles.named[found[0]].rank
                roles.move(at, "aliases" if same else "other")


def _find_term(roles: Roles, columns: Sequence[Column]) -> None:
    """Without a header that says "term": an acronym's column, one by its content, names, ids."""
    best = _best_term(roles, columns)
    claims = [*roles.of("short"), *([] if best is None else [best])]
    claims += [*roles.of("aliases"), *roles.of("id")]
    for at in claims:
        if columns[at].worded > 0.5 and at not in roles.of("definition"):
            roles.move(at, "term")
            return


def _long_forms(roles: Roles) -> None:
    """Full forms are terms beside a definition, definitions where no other is."""
    long = roles.of("long")
    if long and not roles.of("definition"):
        for at in long:
            roles.move(at, "definition")
    elif long:
        alone = not roles.of("term")
        for at in long:
            roles.move(at, "term" if alone else "aliases")


def _find_definition(roles: Roles, columns: Sequence[Column]) -> None:
    if roles.of("long"):
        return
    free = [
        at
        for at in range(len(columns))
        if not any(at in found for found in roles.by_role.values())
        and columns[at].filled >= 0.3
        and columns[at].worded > 0.8
        and columns[at].addresses < 0.5
    ]
    best = max(free, key=lambda at: (columns[at].size, -at), default=None)
    others = [at for at in range(len(columns)) if at != best and columns[at].filled >= 0.3]
    if best is None or not others:
        return
    least = min(columns[at].size for at in others)
    if columns[best].size >= max(12, 1.5 * least):
        roles.move(best, "definition")
    elif len(others) == 1 and columns[others[0]].distinct == 1 and others[0] not in roles.of("id"):
        roles.move(max(best, others[0]), "definition")  # two columns: the term comes first


def _best_term(roles: Roles, columns: Sequence[Column]) -> int | None:
    free = [
        at
        for at in range(len(columns))
        if not any(at in found for found in roles.by_role.values())
        and columns[at].filled >= 0.5
        and columns[at].distinct >= 0.5
        and columns[at].worded > 0.8
        and columns[at].size <= 2 * _LONG
        and columns[at].addresses < 0.5
    ]
    most = max((columns[at].distinct for at in free), default=0.0)
    return next((at for at in free if columns[at].distinct >= _VARIED * most), None)


def _labels(roles: Roles, columns: Sequence[Column], taken: set[int]) -> None:
    """A column of identifiers ("TermOfArt") gives way to one of labels ("Term of Art")."""
    best = roles.of("term")
    if len(best) < 2 or best[0] in taken or any(" " in cell for cell in columns[best[0]].cells):
        return
    codes = columns[best[0]].cells
    for at in best[1:]:
        labels = columns[at].cells
        alike = sum(squash(a) == squash(b) for a, b in zip(codes, labels, strict=False))
        if any(" " in label for label in labels) and alike > 0.5 * max(1, len(codes)):
            roles.move(best[0], "id")
            roles.named[at] = replace(roles.named[at], rank=0)
            return
