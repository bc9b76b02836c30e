"""Which columns of a table hold what: by their headers, by what stands in them, or as asked for.

Every choice is told in a remark (:func:`told`), so that it can be overruled.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .column_roles import Column, Roles, ask, settle
from .roles import NO_ROLE
from .table_header import Rows, find_header, header_names, size

__all__ = ["NO_COLUMNS", "Group", "Layout", "Rows", "choose", "letter", "size", "told"]


NO_COLUMNS = (
    "No columns with terms and definitions could be made out. Name them: "
    "--columns term=HEADER,definition=HEADER"
)


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
    header, above, known = find_header(rows, asked or {})
    names = [NO_ROLE] * width
    if header is not None:
        names = header_names(rows, header, above, width)
    body = rows[header + 1 :] if header is not None else rows
    columns = [Column(body, at) for at in range(width)]
    roles = Roles({}, names)
    for at, name in enumerate(names):
        if name.role:
            roles.by_role.setdefault(name.role, []).append(at)
    taken = ask(roles, rows, header, asked or {}, width)
    settle(roles, columns, taken)
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


def _groups(roles: Roles) -> tuple[Group, ...]:
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
    roles: Roles,
    groups: tuple[Group, ...],
    width: int,
    columns: Sequence[Column],
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
