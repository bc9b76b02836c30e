"""How records stand in the lexicon: the tables, and each record to its row and back."""

import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .records import Entry, Section, Span

__all__ = [
    "BLOCK_CHARS",
    "ENTRY_COLUMNS",
    "KINDS",
    "SCHEMA",
    "Named",
    "StoredChunk",
    "StoredDocument",
    "compact",
    "entry_of",
    "pack",
    "rest_of",
    "unpack",
]

#: Document text is stored in blocks, so that one quote of a large glossary reads one or two.
BLOCK_CHARS = 16384
#: What bears a name; the table keeps the place in this tuple.
KINDS = ("term", "alias", "section", "part")

# The tokenizer of FTS5 only has to split at blanks: what it is given are stems of
# names.stem_words, letters and digits of any script, '+' and '#'. Python alone decides what
# a word is.
SCHEMA = """
CREATE TABLE documents (row INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL,
    path TEXT NOT NULL, sha256 TEXT NOT NULL, text_sha256 TEXT NOT NULL, chars INTEGER NOT NULL,
    entries INTEGER NOT NULL, block INTEGER NOT NULL, runs BLOB NOT NULL, lines BLOB NOT NULL);
CREATE TABLE blocks (row INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE entries (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document INTEGER NOT NULL,
    concept INTEGER, number TEXT, term TEXT NOT NULL, heading TEXT NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, line INTEGER NOT NULL, rest TEXT);
CREATE TABLE concepts (row INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL,
    names TEXT NOT NULL, entries TEXT NOT NULL, rules TEXT);
CREATE TABLE chunks (row INTEGER PRIMARY KEY, entry INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, hash BLOB NOT NULL);
CREATE INDEX chunks_of ON chunks (entry);
CREATE TABLE names (key TEXT NOT NULL, kind INTEGER NOT NULL, entry INTEGER NOT NULL,
    place INTEGER NOT NULL, name TEXT NOT NULL, start INTEGER, end INTEGER,
    PRIMARY KEY (key, kind, entry, place)) WITHOUT ROWID;
CREATE TABLE words (stem TEXT PRIMARY KEY, df INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5 (term, aliases, body, content='',
    tokenize="ascii tokenchars '+#'");
"""

#: What :func:`entry_of` takes, of entries ``e`` and documents ``d``.
ENTRY_COLUMNS = (
    "e.id, d.id, e.number, e.term, e.heading, e.start, e.end, e.line, e.rest"
    " FROM entries e JOIN documents d ON d.row = e.document"
)
_NAME_LISTS = ("aliases", "said", "references", "see_also", "dangling", "flags")
_WORDS = ("locator", "status", "language")


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document without its text.

    Attributes:
        id: as in the record.
        title: as in the record.
        path: as in the record.
        sha256: of the raw bytes of the file.
        text_sha256: of ``Document.text`` in UTF-8.
        chars: length of the text in code points.
        entries: how many entries it has.
    """

    id: str
    title: str
    path: str
    sha256: str
    text_sha256: str
    chars: int
    entries: int


@dataclass(frozen=True, slots=True)
class Named:
    """An entry, or a section of one, that bears a name.

    Attributes:
        row: the entry's row.
        name: the name as printed.
        kind: ``"term"``, ``"alias"`` or ``"section"`` (a run-in head).
        start: where the section's text starts; ``None`` for terms and aliases.
        end: where it ends.
    """

    row: int
    name: str
    kind: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk as the index keeps it: its row is the row of its vector."""

    row: int
    entry_row: int
    start: int
    end: int


def rest_of(entry: Entry) -> str | None:
    """Write the fields that most entries leave empty as compact JSON."""
    fields: dict[str, object] = {
        name: value for name in (*_NAME_LISTS, *_WORDS) if (value := getattr(entry, name))
    }
    if entry.sections:
        fields["sections"] = [(part.head, part.start, part.end) for part in entry.sections]
    if entry.more:
        fields["more"] = [(span.start, span.end) for span in entry.more]
    if entry.mnemonic:
        fields["mnemonic"] = (entry.mnemonic.start, entry.mnemonic.end)
    return compact(fields) if fields else None


def entry_of(row: tuple[Any, ...], definition: str) -> Entry:
    """Make an entry of its :data:`ENTRY_COLUMNS` and its definition."""
    entry_id, document, number, term, heading, start, end, line, rest = row
    fields: dict[str, Any] = json.loads(rest) if rest else {}
    rest_fields: dict[str, Any] = {name: tuple(fields.get(name, ())) for name in _NAME_LISTS}
    rest_fields.update((name, fields.get(name)) for name in _WORDS)
    return Entry(
        id=entry_id,
        document=document,
        number=number,
        term=term,
        heading=heading,
        definition=definition,
        start=start,
        end=end,
        line=line,
        sections=tuple(Section(*section) for section in fields.get("sections", ())),
        more=tuple(Span(*span) for span in fields.get("more", ())),
        mnemonic=Span(*fields["mnemonic"]) if "mnemonic" in fields else None,
        **rest_fields,
    )


def compact(value: object) -> str:
    """Write JSON without blanks, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pack(numbers: Iterable[int]) -> bytes:
    """Pack offsets as little-endian unsigned 32-bit integers."""
    values = tuple(numbers)
    return struct.pack(f"<{len(values)}I", *values)


def unpack(packed: bytes) -> tuple[int, ...]:
    """Read what :func:`pack` wrote."""
    return struct.unpack(f"<{len(packed) // 4}I", packed)
