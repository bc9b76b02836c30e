"""What the readers of JSON and YAML share: a tree of records in, a draft of entries out."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ..errors import InputError
from ..text import Source
from .base import Draft, Sniff
from .columns import NO_COLUMNS, Layout, choose, told
from .finder import Found, Naming, Record, find_records, naming
from .grid import joined_names, redirects_to, rows_to_items, short_term
from .inline import unmarked
from .language_tags import language_of_path
from .nodes import Node, Tree
from .record_keys import keys_by_content, says_glossary
from .record_parts import Part, Parts, parts_of
from .record_redirects import join_redirects
from .rendering import Rendering, shown
from .roles import named

__all__ = ["draft_of", "sniff_tree"]

_SNIFF_RECORDS = 200
_OUTSIDE = re.compile(r"://|^\.{0,2}/\S*$|^\S+\.(?:md|html?|aspx|php)(?:#\S*)?$")


def sniff_tree(tree: Tree, what: str, source: Source) -> Sniff:
    """Score a tree by the records that it holds."""
    columns = keys_by_content(tree, source.options.columns)
    found = find_records(tree, columns)
    records = found.records[:_SNIFF_RECORDS]
    if source.options.columns and tree.roots and not records:
        return Sniff(0.4, f"{what}, and keys were named")  # reading says which there are
    if not records and any(_layout(node, source) for _, node in found.tables):
        return Sniff(0.9, f"{what} with rows of terms and definitions")
    if not records:
        return Sniff(0.1 if tree.roots else 0.0, f"{what} without records of terms")
    maps = [record for record in records if record.node.pairs is not None]
    prose = [
        record
        for record in records
        if record.node.pairs is None and len((record.node.text or "a b c d").split()) > 2
    ]
    asked = bool({"term", "definition"} & set(source.options.columns))
    guessed = "term" in columns or "definition" in columns
    sure = len(maps) if asked else sum(_is_sure(one, guessed) for one in maps) + 0.9 * len(prose)
    whole = len(records) / max(1, len(records) + len(found.unread))
    score = 0.98 * whole * min(1.0, sure / len(records) + 0.1)
    if len(maps) > 1 and len(maps) == len(records) and says_glossary(source.path, tree):
        score = max(score, 0.6 * whole)
    if len(records) == len(maps) == 1 and not _is_strong(maps[0]):
        score = min(score, 0.15)  # a name with a description: a package's data look like that
    if any(_twice(record) for record in maps):
        return Sniff(min(score, 0.3), f"{what} by chance: keys stand twice in one map")
    return Sniff(score, f"{what} with {len(found.records)} records of a term and its definition")


def _twice(record: Record) -> str | None:
    """Return a key that gives a record's term twice: then several entries run together."""
    keys = [p.key for p in record.node.pairs or () if named(p.key).role in ("term", "definition")]
    return next((key for at, key in enumerate(keys) if key in keys[:at]), None)


def _is_sure(record: Record, guessed: bool) -> bool:
    """Tell whether a record has keys that hardly anything but a glossary has.

    Args:
        record: a map.
        guessed: whether its term was found by what stands under the keys.
    """
    names = [named(pair.key) for pair in record.node.pairs or ()]
    defined = any(name.role in ("definition", "long") and name.rank < 2 for name in names)
    termed = guessed or any(name.role in ("term", "short", "id") for name in names)
    termed = termed or record.key is not None
    return (defined and termed and len(names) < 6) or _is_strong(record)


def _is_strong(record: Record) -> bool:
    names = [named(pair.key) for pair in record.node.pairs or ()]
    parts = any(name.role == "translations" or (name.language and not name.role) for name in names)
    termed = any(name.role == "term" and name.rank < 2 for name in names)
    defined = any(name.role == "definition" and name.rank < 2 for name in names)
    exact = any(name.role == "definition" and name.rank == 0 for name in names)
    forms = {"short", "long"} <= {name.role for name in names}
    return parts or (termed and defined) or exact or forms


def draft_of(tree: Tree, source: Source) -> Draft:
    """Turn a tree into entries; see :mod:`~.finder` and :mod:`~.record_parts`."""
    columns = keys_by_content(tree, source.options.columns)
    found = find_records(tree, columns)
    _hold_keys(tree, source)
    made = Rendering(source.path)
    language = found.language
    if language is None and source.options.language is None:
        language = language_of_path(source.path)
        if language:
            made.remark(0, "language", _BY_PATH.format(language))
    used, ignored = _records(made, found, naming(columns), language)
    covered = [(record.line, record.last) for record in found.records]
    for pointer, node in found.tables:
        covered += _table(made, pointer, node, source)
    _tell(made, found, used, ignored, tree)
    covered += [(node.line, node.last) for _, node in found.unread]
    for first, last in _gaps(covered, source.text.count("\n") + 1):
        made.page(first, last, "around-records")
    return _without_addresses(made.draft(found.title))


def _hold_keys(tree: Tree, source: Source) -> None:
    """Refuse keys that were asked for and that no record has."""
    asked = [name for names in source.options.columns.values() for name in names]
    if not asked:
        return
    keys: dict[str, str] = {}
    nodes = list(tree.roots)
    while nodes:
        node = nodes.pop()
        nodes += node.items or ()
        for pair in node.pairs or ():
            keys.setdefault(pair.key.casefold(), pair.key)
            nodes.append(pair.value)
    for name in asked:
        if name.casefold() not in keys:
            raise InputError(
                f"{source.path}: columns: there is no key '{name}'. Expected one of: "
                f"{shown(list(keys.values()), 20)}."
            )


def _records(
    made: Rendering, found: Found, role_of: Naming, language: str | None
) -> tuple[dict[str, str], dict[str, int]]:
    """Add all records' entries; return which keys were read as what, and those not read."""
    used: dict[str, str] = {}
    ignored: dict[str, int] = {}
    parted = [(record, parts_of(record, role_of)) for record in found.records]
    names = _names(parted)
    terms = _terms(parted)
    for record, parts in join_redirects(made, parted):
        twice = _twice(record)
        if twice:
            made.remark(record.line, "key-twice", _TWICE.format(twice))
        for key, line, targets in parts.loose:
            meant = [name for name in targets if name.casefold() in names]
            parts.references += meant
            if meant:
                parts.used.setdefault(key, "references")
            else:
                parts.ignored.append((key, line))
        _render(made, record, parts, language, terms)
        for key, role in parts.used.items():
            used.setdefault(key, role)
        for key, line in parts.ignored:
            ignored.setdefault(key, line)
        if record.node.pairs is None:
            used.setdefault("(the key of each)", "term")
    return used, ignored


_TWICE = (
    "The key '{}' stands twice in one record; both were read, as one entry. Make two of it, or "
    "give the second value another key."
)
_BY_PATH = "Entries are taken as '{}', as the file is called. Say otherwise with --language."


def _names(parted: list[tuple[Record, Parts]]) -> set[str]:
    """Return what references may mean: ids, terms and other names, case-folded."""
    names: set[str] = set()
    for _, parts in parted:
        names.update(key.casefold() for key in parts.keys)
        for part in parts.by_language.values():
            names.update(name.casefold() for name in (*part.terms, *part.aliases))
    return names


def _terms(parted: list[tuple[Record, Parts]]) -> dict[tuple[str | None, str], str]:
    """Return the term of each id in each language that has one."""
    terms: dict[tuple[str | None, str], str] = {}
    for _, parts in parted:
        for language, part in parts.by_language.items():
            for key in parts.keys if part.terms and part.senses else ():
                terms.setdefault((language, key), short_term(part.terms[0]))
    return terms


def _render(
    made: Rendering,
    record: Record,
    parts: Parts,
    language: str | None,
    by_id: dict[tuple[str | None, str], str],
) -> None:
    """Add a record's entries: one for each language and sense; other names to the first."""
    defined = {tag: part for tag, part in parts.by_language.items() if part.senses}
    names = [
        name
        for tag, part in parts.by_language.items()
        if tag not in defined
        for name in (*part.terms, *part.aliases)
    ]
    termed = [part for part in (parts.by_language.get(None), *defined.values()) if part]
    terms = [*(part.terms[0] for part in termed if part.terms), *names, record.key, *parts.keys]
    fallback = next((term for term in terms if term), "")
    drafts = [(tag, part, said) for tag, part in defined.items() for said in part.senses]
    for number, (tag, part, said) in enumerate(drafts or [(None, Part(), None)]):
        line, last = part.lines or (record.line, record.last)
        others = [one.lines for _, one, _ in drafts if one.lines]
        gaps = _gaps([(1, record.line - 1), *others], record.last) if part.lines else ()
        term = next(iter(part.terms), fallback)
        aliases = dict.fromkeys([*part.terms[1:], *part.aliases, *(() if number else names)])
        aliases |= dict.fromkeys(joined_names(term))
        aliases.pop(term, None)
        notes = [*part.notes, *(() if number else parts.notes)] if said else []
        references = (*parts.references, *(said.references if said else ()))
        made.add(
            term,
            said.text if said else "",
            line=line,
            last=last,
            also=() if number else tuple(gaps),
            locator=said.pointer if said else record.pointer or None,
            aliases=tuple(aliases),
            references=[by_id.get((tag, name), name) for name in references],
            status=part.status or parts.status,
            language=tag or language,
            flags=("redirect",) if said and redirects_to(said.text) else (),
            number=parts.number,
            key=next(iter(parts.keys), None),
            notes=tuple(dict.fromkeys(note for note in notes if said and note not in said.text)),
        )
    for key in parts.keys[1:]:
        made.name(key, fallback)


def _rows(node: Node) -> list[list[str]]:
    return [[(cell.text or "").strip() for cell in item.items or ()] for item in node.items or ()]


def _layout(node: Node, source: Source) -> Layout | None:
    return choose(_rows(node), source.options.columns)


def _table(made: Rendering, pointer: str, node: Node, source: Source) -> list[tuple[int, int]]:
    """Read a list of rows as a table; return the lines that it takes."""
    items, rows = node.items or [], _rows(node)
    layout = _layout(node, source)
    if layout is None:
        made.report(node.line, "no-columns", NO_COLUMNS, node.last)
        return [(node.line, node.last)]
    grid = rows_to_items(rows, layout)
    header = rows[layout.header] if layout.header is not None else ()
    made.remark(node.line, "columns", told(layout, header))
    for at, code, message in grid.remarks:
        made.remark(items[at].line, code, message)
    for item in grid.items:
        texts = [unmarked(rows[item.row][column])[0] for column in item.definitions]
        column = item.definitions[0] if item.definitions else 0
        made.add(
            item.term,
            texts[0] if texts else "",
            line=items[item.row].line,
            last=items[item.row].last,
            locator=f"{pointer}/{item.row}/{column}",
            aliases=item.aliases,
            references=item.references,
            status=item.status,
            language=item.language,
            flags=item.flags,
            number=item.number,
            notes=texts[1:],
        )
    return [(items[item.row].line, items[item.row].last) for item in grid.items]


def _tell(
    made: Rendering, found: Found, used: dict[str, str], ignored: dict[str, int], tree: Tree
) -> None:
    """Say which keys were read as what, which were not, and what fits nowhere."""
    for line, code, message in tree.faults:
        made.remark(line, code, message)
    if used:
        parts = "; ".join(f"{role} = '{key}'" for key, role in list(used.items())[:40])
        made.remark(0, "keys", f"Keys by name: {parts}. Name others with --columns.")
    unread = {key: line for key, line in ignored.items() if key not in used}
    if unread:
        made.remark(
            min(unread.values()),
            "keys-ignored",
            f"Keys not read: {shown(list(unread))}. Name them with --columns to have them read.",
        )
    about = {key: node.line for key, node in found.about}
    if about:
        message = f"Data about the file, in no entry: {shown(list(about))}."
        made.remark(min(about.values()), "about", message)
    for pointer, node in found.unread:
        made.report(
            node.line,
            "unread-value",
            f"What stands at '{pointer or '/'}' is no record of a term and its definition. "
            "Expected a map with both, or a definition under its term.",
            node.last,
        )


def _gaps(covered: list[tuple[int, int]], lines: int) -> Iterator[tuple[int, int]]:
    at = 1
    for first, last in sorted(covered):
        if first > at:
            yield at, first - 1
        at = max(at, last + 1)
    if at <= lines:
        yield at, lines


def _without_addresses(draft: Draft) -> Draft:
    """Leave out references to addresses outside the file: URLs, paths of pages."""
    entries = tuple(
        replace(
            entry, references=tuple(name for name in entry.references if not _OUTSIDE.search(name))
        )
        for entry in draft.entries
    )
    return replace(draft, entries=entries)
