"""Entries as programs get them: whole, with their source and what they refer to."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from ..index.lexicon import Lexicon
from ..index.names import squash
from ..index.records import Entry

__all__ = ["FullEntry", "Named", "full_entries", "named_entries"]


@dataclass(frozen=True, slots=True)
class Named:
    """Another entry, named by its id and its term."""

    id: str
    term: str


@dataclass(frozen=True, slots=True)
class FullEntry:
    """One glossary item with its source: ``document.text[start:end] == definition``.

    Attributes:
        id: the entry's id; stable over rebuilds.
        concept: the id of its concept.
        term: the headword as printed.
        aliases: its other names.
        number: as printed, or ``None``.
        definition: its text, verbatim.
        source: the document's path.
        title: the document's title.
        line: of the file, from 1.
        locator: a cell, pointer or IRI in formats without lines.
        start: where the definition starts in the document's text, in code points.
        end: where it ends.
        text_sha256: of the document's text in UTF-8, in hex.
        mnemonic: the document's memory aid, or ``None``.
        see_also: the entries that it refers to.
        dangling: names it refers to that no entry bears.
        status: ``"preferred"``, ``"deprecated"`` …, or ``None``.
        language: a BCP 47 tag, or ``None``.
        flags: ``"truncated"``, ``"redirect"`` …
        others: the other entries of its concept, in this source and others.
    """

    id: str
    concept: str
    term: str
    aliases: tuple[str, ...]
    number: str | None
    definition: str
    source: str
    title: str
    line: int
    locator: str | None
    start: int
    end: int
    text_sha256: str
    mnemonic: str | None
    see_also: tuple[Named, ...]
    dangling: tuple[str, ...]
    status: str | None
    language: str | None
    flags: tuple[str, ...]
    others: tuple[Named, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as JSON values."""
        return {
            key: [one if isinstance(one, str) else dict(one) for one in value]
            if isinstance(value, list | tuple)
            else value
            for key, value in asdict(self).items()
        }


def full_entries(lexicon: Lexicon, rows: Iterable[int]) -> list[FullEntry]:
    """Return the entries at some rows, in the order asked."""
    wanted = list(rows)
    concepts = lexicon.concepts(wanted)
    found = lexicon.entries(wanted)
    documents = {document.id: document for document in lexicon.documents()}
    full = []
    for row, entry in zip(wanted, found, strict=True):
        concept, document = concepts.get(row), documents[entry.document]
        full.append(
            FullEntry(
                entry.id,
                concept.id if concept else entry.id,
                entry.term,
                entry.aliases,
                entry.number,
                entry.definition,
                document.path,
                document.title,
                entry.line,
                entry.locator,
                entry.start,
                entry.end,
                document.text_sha256,
                _mnemonic(lexicon, entry),
                _named(lexicon, entry.see_also),
                entry.dangling,
                entry.status,
                entry.language,
                entry.flags,
                _named(lexicon, (one for one in concept.entries if one != entry.id))
                if concept
                else (),
            )
        )
    return full


def named_entries(lexicon: Lexicon, name: str) -> list[FullEntry]:
    """Return the entries that bear a name: as their term first, then as an alias.

    Case, punctuation, hyphens and plurals don't count.
    """
    key = squash(name)
    bearers = lexicon.named([key]).get(key, []) if key else []
    rows = dict.fromkeys(one.row for one in bearers if one.kind in ("term", "alias"))
    return full_entries(lexicon, rows)


def _mnemonic(lexicon: Lexicon, entry: Entry) -> str | None:
    span = entry.mnemonic
    return lexicon.text(entry.document, span.start, span.end) if span is not None else None


def _named(lexicon: Lexicon, ids: Iterable[str]) -> tuple[Named, ...]:
    rows = lexicon.rows_of(ids)
    found = lexicon.entries(rows.values())
    return tuple(Named(entry.id, entry.term) for entry in found)
