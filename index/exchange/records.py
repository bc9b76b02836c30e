"""What is exported of each entry."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..errors import InputError
from ..lexicon import Lexicon
from ..records import Entry

__all__ = ["Item", "Link", "by_source", "collect", "titles"]

_BLOCK = 1000


@dataclass(frozen=True, slots=True)
class Link:
    """A reference from one item to another.

    Attributes:
        name: the term of the entry it resolves to; where none does, the name as printed.
        target: that entry's id, or ``None``.
    """

    name: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as it is exported.

    Attributes:
        id: of the entry.
        concept: of its concept, shared by entries of other glossaries that define the same thing.
        source: the document's path.
        number: as printed.
        term: the headword.
        aliases: other names.
        definition: word for word.
        notes: what else belongs to the entry, word for word; a memory aid comes last.
        links: its references.
        status: as the source says.
        language: a BCP 47 tag, as a rule.
        flags: as in the entry.
    """

    id: str
    concept: str
    source: str
    number: str | None
    term: str
    aliases: tuple[str, ...]
    definition: str
    notes: tuple[str, ...]
    links: tuple[Link, ...]
    status: str | None
    language: str | None
    flags: tuple[str, ...] = ()


def titles(lexicon: Lexicon, source: str | None = None) -> dict[str, str]:
    """Return the title of each document by its path, in the order in which they were given.

    Args:
        lexicon: of an index.
        source: one document only, by path or title.

    Raises:
        InputError: if there is no such document.
    """
    known = {one.path: one.title for one in lexicon.documents()}
    if source is None:
        return known
    found = {path: title for path, title in known.items() if source in (path, title)}
    if not found:
        shown = ", ".join(f"'{path}'" for path in list(known)[:5])
        raise InputError(
            f"source '{source}': no such document. Expected a path or title such as {shown}."
        )
    return found


def collect(lexicon: Lexicon, source: str | None = None) -> tuple[Item, ...]:
    """Take all entries out of an index, in the order of documents and their text.

    Args:
        lexicon: of an index.
        source: as in :func:`titles`.
    """
    paths = {one.id: one.path for one in lexicon.documents()}
    places = {document: at for at, document in enumerate(paths)}
    wanted = set(titles(lexicon, source))
    rows = range(lexicon.counts.entries)
    entries = [one for at in _blocks(rows) for one in lexicon.entries(at)]
    concepts: dict[int, str] = {}
    for block in _blocks(rows):
        concepts |= {row: found.id for row, found in lexicon.concepts(block).items()}
    terms = {entry.id: entry.term for entry in entries}
    chosen = [
        (
            places[entry.document],
            entry.start,
            _item(entry, lexicon, paths, terms, concepts.get(row)),
        )
        for row, entry in enumerate(entries)
        if paths[entry.document] in wanted
    ]
    items = tuple(item for _, _, item in sorted(chosen, key=lambda one: one[:2]))
    return items if source is None else _within(items)


def by_source(items: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    """Take items apart by document, for a file each; see :func:`collect` for their order."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.source, []).append(item)
    return {source: _within(group) for source, group in found.items()}


def _blocks(rows: range) -> Iterator[range]:
    return (rows[at : at + _BLOCK] for at in range(0, len(rows), _BLOCK))


def _item(
    entry: Entry,
    lexicon: Lexicon,
    paths: dict[str, str],
    terms: dict[str, str],
    concept: str | None,
) -> Item:
    spans = [*entry.more, *([entry.mnemonic] if entry.mnemonic else [])]
    texts = (lexicon.text(entry.document, span.start, span.end).strip() for span in spans)
    links = [Link(terms[target], target) for target in entry.see_also if target in terms]
    return Item(
        id=entry.id,
        concept=concept or entry.id,
        source=paths[entry.document],
        number=entry.number,
        term=entry.term,
        aliases=entry.aliases,
        definition=entry.definition,
        notes=tuple(text for text in texts if text),
        links=(*links, *(Link(name) for name in entry.dangling)),
        status=entry.status,
        language=entry.language,
        flags=entry.flags,
    )


def _within(items: Sequence[Item]) -> tuple[Item, ...]:
    """Keep the names, but not the targets, of references that lead to other documents."""
    known = {item.id for item in items}
    return tuple(
        replace(
            item,
            links=tuple(link if link.target in known else Link(link.name) for link in item.links),
        )
        for item in items
    )
