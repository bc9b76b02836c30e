"""Which columns of a table hold what: by their headers, by what stands in them, or as asked for.

Every choice is told in a remark (:func:`told`), so that it can be overruled.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..errors import InputError
from ..names import squash
from .roles import NO_ROLE, Named, named

__all__ = ["NO_COLUMNS", "Group", "Layout", "Rows", "choose", "letter", "size", "told"]

Rows = Sequence[Sequence[str]]

_LETTER = re.compile(r"[a-z]{1,2}|\d{1,5}")  # a column by its letter or number

NO_COLUMNS = (
    "No columns with terms and definitions could be made out. Name them: "
    "--columns term=HEADER,definition=HEADER"
)
_HEADER_ROWS = 40  # a header stands among so many rows
_SAMPLE_ROWS = 300
_LONG = 60  # a cell of prose has more characters than that, on average


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one language: what its entries' terms and definitions are taken from."""

    language: str | None
    terms: tuple[int, ...]
    definitions: tuple[int, ...]
    aliases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """What each column holds, from 0.

    Attributes:
        header: the index of the header row, or ``None``.
        above: whether the row above it belongs to the header (languages over roles).
        groups: one for each language that has definitions; the first is the main one.
        names: columns with names in languages that have no definitions.
        notes: columns that add to the main group's definitions: scope notes, examples.
        expansion: an acronym's column and the one of its full form; in a row without a
            definition the full form defines the acronym.
        by: ``"header"``, ``"content"`` or ``"asked for"``.
        known: whether the header's words say what the columns hold.
    """

    header: int | None
    groups: tuple[Group, ...]
    names: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    references: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    expansion: tuple[int, int] | None = None
    language: int | None = None
    status: int | None = None
    deprecated: int | None = None
    number: int | None = None
    mnemonic: int | None = None
    ignored: tuple[int, ...] = ()
    above: bool = False
    by: str = "header"
    known: bool = False


@dataclass(slots=True)
class _Roles:
    """Columns by role, in order, and by language within."""

    by_role: dict[str, list[int]] = field(default_factory=dict)
    named: list[Named] = field(default_factory=list)

    def of(self, role: str) -> list[int]:
        found = self.by_role.get(role, [])
        return sorted(found, key=lambda at: (self.named[at].rank, at))

    def by_language(self, role: str) -> dict[str | None, list[int]]:
        found: dict[str | None, list[int]] = {}
        for at in sorted(self.of(role)):
            found.setdefault(self.named[at].language, []).append(at)
        return {
            language: sorted(columns, key=lambda at: (self.named[at].rank, at))
            for language, columns in found.items()
        }

    def move(self, column: int, role: str) -> None:
        for columns in self.by_role.values():
            if column in columns:
                columns.remove(column)
        self.by_role.setdefault(role, []).append(column)


def size(text: str) -> int:
    """Return how much a text says, in characters of an alphabet; one of CJK counts three."""
    if text.isascii():
        return len(text)
    return sum(3 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def letter(column: int) -> str:
    """Return a column's letter as workbooks show it: 0 is A, 26 is AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def choose(rows: Rows, asked: Mapping[str, Sequence[str]] | None = None) -> Layout | None:
    """Say which columns hold what.

    Args:
        rows: cells, trimmed; rows may differ in length.
        asked: columns by role (see ``Options.columns``): they go before what headers say.

    Returns:
        ``None`` if no table of terms and definitions can be made out.

    Raises:
        InputError: if a column is asked for that the rows don't have.
    """
    width = max(map(len, rows), default=0)
    if not width:
        return None
    header, above, known = _header(rows, asked or {})
    names = [NO_ROLE] * width
    if header is not None:
        names = _header_names(rows, header, above, width)
    body = rows[header + 1 :] if header is not None else rows
    columns = [_Column(body, at) for at in range(width)]
    roles = _Roles({}, names)
    for at, name in enumerate(names):
        if name.role:
            roles.by_role.setdefault(name.role, []).append(at)
    taken = _ask(roles, rows, header, asked or {}, width)
    _bare_languages(roles, columns)
    _settle(roles, columns, taken)
    groups = _groups(roles)
    if not groups:
        return None
    by = "asked for" if taken else "header" if known else "content"
    return _layout(roles, groups, width, columns, header, above=above, by=by, known=known)


def told(layout: Layout, header: Sequence[str]) -> str:
    """Say for a person which columns were taken for what, and which were not read."""

    def column(at: int) -> str:
        text = " ".join(header[at].split())[:40] if at < len(header) else ""
        return f"{letter(at)} '{text}'" if text else letter(at)

    def listed(columns: Sequence[int]) -> str:
        return ", ".join(column(at) for at in columns)

    parts: list[str] = []
    for group in layout.groups:
        tag = f" ({group.language})" if group.language else ""
        parts.append(f"term{tag} = {listed(group.terms)}")
        parts.append(f"definition{tag} = {listed(group.definitions)}")
        if group.aliases:
            parts.append(f"aliases{tag} = {listed(group.aliases)}")
    for role, columns in (
        ("aliases", layout.names),
        ("notes", layout.notes),
        ("references", layout.references),
        ("id", layout.ids),
        *((role, (at,)) for role, at in _singles(layout) if at is not None),
    ):
        if columns:
            parts.append(f"{role} = {listed(columns)}")
    ignored = f" Not read: {listed(layout.ignored)}." if layout.ignored else ""
    by = "as asked for" if layout.by == "asked for" else f"by {layout.by}"
    return f"Columns {by}: {'; '.join(parts)}.{ignored}"


def _singles(layout: Layout) -> Iterator[tuple[str, int | None]]:
    yield "language", layout.language
    yield "status", layout.status
    yield "deprecated", layout.deprecated
    yield "number", layout.number
    yield "mnemonic", layout.mnemonic


# --- the header ---


def _header(rows: Rows, asked: Mapping[str, Sequence[str]]) -> tuple[int | None, bool, bool]:
    """Find the header row: by asked-for names, by known words, or a terse row above prose.

    Returns:
        Its index, whether the row above belongs to it, whether its words are known.
    """
    names = {_key(name) for names in asked.values() for name in names}
    wanted = {name for name in names if not _LETTER.fullmatch(name)}
    first = True
    best: tuple[int, int] | None = None
    for at, row in enumerate(rows[:_HEADER_ROWS]):
        if wanted and wanted & {_key(cell) for cell in row if cell}:
            return at, _languages_above(rows, at), True
        if sum(map(bool, row)) < 2:
            continue
        worth = _header_worth([named(cell) for cell in row], sentence=first)
        if worth and (best is None or worth > best[1]):
            best = (at, worth)
        first = False
    if best:
        return best[0], _languages_above(rows, best[0]), True
    top = next((at for at, row in enumerate(rows[:_HEADER_ROWS]) if sum(map(bool, row)) > 1), None)
    if top is not None and names & {_key(cell) for cell in rows[top] if cell}:
        return top, False, True
    return _terse(rows), False, False


def _header_worth(names: Sequence[Named], *, sentence: bool) -> int:
    """Return how many columns a row names, or 0 if it can't be a header."""
    found = [name for name in names if (name.exact or sentence) and name.rank < 9]
    roles = {name.role for name in found}
    languages = {name.language for name in found if name.role is None}
    a_name = bool(roles & {"term", "short", "long"}) or len(languages) > 1
    explained = "definition" in roles or ("long" in roles and len(roles) > 1)
    if (a_name and explained) or (explained and len(found) > 2) or len(languages) > 1:
        return len(found)
    return len(found) if "term" in roles and len(found) > 1 and sentence else 0


def _languages_above(rows: Rows, header: int) -> bool:
    """Tell whether the row above a header names languages for its columns."""
    if header == 0:
        return False
    below = [*rows[header], *[""] * len(rows[header - 1])]
    above = [
        named(cell)
        for cell, under in zip(rows[header - 1], below, strict=False)
        if cell and cell != under  # a merged cell stands in both rows
    ]
    return len(above) > 1 and all(name.role is None and name.language for name in above)


def _header_names(rows: Rows, header: int, above: bool, width: int) -> list[Named]:
    names = [named(cell) for cell in rows[header]]
    names += [NO_ROLE] * (width - len(names))
    if above:
        language: str | None = None
        for at, name in enumerate(names):
            over = rows[header - 1][at] if at < len(rows[header - 1]) else ""
            language = named(over).language if over else language
            if name.role in ("term", "definition", "aliases", "short", "long"):
                names[at] = replace(name, language=name.language or language)
    return names


def _terse(rows: Rows) -> int | None:
    """Return the first row of several cells if it is terse where the rows below hold prose."""
    full = [at for at, row in enumerate(rows[:_SAMPLE_ROWS]) if sum(map(bool, row)) > 1]
    if len(full) < 4:
        return None
    head, below = rows[full[0]], [rows[at] for at in full[1:]]
    longest = max(range(len(head)), key=lambda at: sum(size(_cell(row, at)) for row in below))
    sizes = [size(_cell(row, longest)) for row in below]
    short = all(len(cell.split()) <= 4 and not cell.endswith((".", "!")) for cell in head)
    apart = not any(set(filter(None, head)) & set(row) for row in below)
    if short and apart and min(sizes) > 0 and size(head[longest]) * 2 < sum(sizes) / len(sizes):
        return full[0] if size(head[longest]) < min(sizes) else None
    return None


# --- what columns hold ---


class _Column:
    """What stands in a column: how much, how often, how varied."""

    def __init__(self, rows: Rows, at: int) -> None:
        cells = [cell for row in rows[:_SAMPLE_ROWS] if (cell := _cell(row, at))]
        self.cells = cells
        self.filled = len(cells) / max(1, min(len(rows), _SAMPLE_ROWS))
        self.size = sum(map(size, cells)) / max(1, len(cells))
        self.distinct = len(set(cells)) / max(1, len(cells))
        worded = sum(any(map(str.isalpha, cell)) for cell in cells)
        self.worded = worded / max(1, len(cells))
        self.addresses = sum("://" in cell for cell in cells) / max(1, len(cells))


def _ask(
    roles: _Roles,
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
    head = [_key(cell) for cell in rows[header]] if header is not None else []
    if _key(column) in head:
        return head.index(_key(column))
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


def _bare_languages(roles: _Roles, columns: Sequence[_Column]) -> None:
    """Columns headed by a language alone hold its terms, or prose in it."""
    bare = [at for at, name in enumerate(roles.named) if name.role is None and name.language]
    for at in bare:
        if at in roles.by_role.get("ignore", []):
            continue
        role = "definition" if columns[at].size > _LONG else "term"
        roles.by_role.setdefault(role, []).append(at)
        roles.named[at] = replace(roles.named[at], role=role, rank=1)


def _settle(roles: _Roles, columns: Sequence[_Column], taken: set[int]) -> None:
    """Decide between columns that claim one role, and find what no header names."""
    if any(roles.named[at].rank < 2 for at in roles.of("definition")):
        for at in [at for at in roles.of("definition") if roles.named[at].rank > 1]:
            roles.move(at, "other")
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


def _find_term(roles: _Roles, columns: Sequence[_Column]) -> None:
    """Without a header that says "term": an acronym's column, one by its content, names, ids."""
    best = _best_term(roles, columns)
    claims = [*roles.of("short"), *([] if best is None else [best])]
    claims += [*roles.of("aliases"), *roles.of("id")]
    for at in claims:
        if columns[at].worded > 0.5 and at not in roles.of("definition"):
            roles.move(at, "term")
            return


def _long_forms(roles: _Roles) -> None:
    """Full forms are terms beside a definition, definitions where no other is."""
    long = roles.of("long")
    if long and not roles.of("definition"):
        for at in long:
            roles.move(at, "definition")
    elif long:
        alone = not roles.of("term")
        for at in long:
            roles.move(at, "term" if alone else "aliases")


def _find_definition(roles: _Roles, columns: Sequence[_Column]) -> None:
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


def _best_term(roles: _Roles, columns: Sequence[_Column]) -> int | None:
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
    return free[0] if free else None


def _labels(roles: _Roles, columns: Sequence[_Column], taken: set[int]) -> None:
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


def _groups(roles: _Roles) -> tuple[Group, ...]:
    terms, definitions = roles.by_language("term"), roles.by_language("definition")
    if not terms or not definitions:
        return ()
    groups: list[Group] = []
    first = terms.get(None) or next(iter(terms.values()))
    short = tuple(roles.of("short"))
    aliases = roles.by_language("aliases")
    for number, (language, columns) in enumerate(definitions.items()):
        own = terms.get(language) or first
        names = [*aliases.pop(language, ())]
        if number == 0:
            names += [*aliases.pop(None, ()), *short]
        groups.append(Group(language, tuple(own), tuple(columns), tuple(sorted(set(names)))))
    if aliases:  # of languages without definitions
        more = tuple(at for columns in aliases.values() for at in columns)
        groups[0] = replace(groups[0], aliases=(*groups[0].aliases, *more))
    return tuple(groups)


def _layout(
    roles: _Roles,
    groups: tuple[Group, ...],
    width: int,
    columns: Sequence[_Column],
    header: int | None,
    *,
    above: bool,
    by: str,
    known: bool,
) -> Layout:
    in_groups = {at for group in groups for at in (*group.terms, *group.definitions)}
    names = tuple(at for at in sorted(roles.of("term")) if at not in in_groups)
    statuses = roles.of("status")
    deprecated = [at for at in statuses if roles.named[at].rank == 1]
    status = [at for at in statuses if at not in deprecated]

    def one(role: str) -> int | None:
        return next(iter(roles.of(role)), None)

    short, long = one("short"), groups[0].terms[0]
    expands = short is not None and roles.named[long].role == "long"
    layout = Layout(
        header,
        groups,
        names,
        tuple(sorted(roles.of("notes"))),
        tuple(sorted(roles.of("references"))),
        tuple(sorted(roles.of("id"))),
        expansion=(short, long) if short is not None and expands else None,
        language=one("language"),
        status=next(iter(status), None),
        deprecated=next(iter(deprecated), None),
        number=one("number"),
        mnemonic=one("mnemonic"),
        above=above,
        by=by,
        known=known,
    )
    used = {*in_groups, *names, *layout.notes, *layout.references, *layout.ids}
    used |= {at for group in groups for at in group.aliases}
    used |= {at for _, at in _singles(layout) if at is not None}
    ignored = (at for at in range(width) if at not in used and columns[at].cells)
    return replace(layout, ignored=tuple(ignored))


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
