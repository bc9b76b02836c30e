"""The lexicon's write side: documents, entries, names, concepts and chunks into one SQLite file.

The file is laid out by ``VACUUM INTO`` from a database in memory, so the same records give
the same bytes. A definition is stored once, as part of its document's text.
"""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from . import disk
from .bulk import making
from .database import uri
from .errors import InputError
from .lexicon_rows import BLOCK_CHARS, KINDS, SCHEMA, compact, pack, rest_of
from .manifest import Counts
from .names import fold, squash, stem_words
from .records import Chunk, Concept, Document, Entry
from .short_names import short_names

__all__ = ["Progress", "build_lexicon", "write_lexicon"]

#: ``(stage, done, total)``, called now and then from the thread that builds.
Progress = Callable[[str, int, int], None]

_STEP = 1000  # entries between two calls of progress


@dataclass(slots=True)
class _Rows:
    """Where records stand: ids to rows, texts by document, document frequencies of stems."""

    documents: dict[str, tuple[int, Document]]
    entries: dict[str, int]
    concept_of: dict[str, int]
    df: Counter[str]
    vocabulary: set[str]


def write_lexicon(
    path: Path,
    documents: Sequence[Document],
    entries: Sequence[Entry],
    concepts: Sequence[Concept],
    chunks: Sequence[Chunk],
    progress: Progress | None = None,
) -> None:
    """Write a lexicon to a new file and sync it.

    Args:
        path: a file that does not exist yet.
        documents: in the order in which they are listed.
        entries: of these documents, in any order; row ``r`` is the ``r``-th smallest id.
        concepts: each entry in at most one.
        chunks: by entry row, then position; chunk row ``r`` is vector row ``r``.
        progress: told how many entries are in.

    Raises:
        InputError: if a text holds half a character (a lone surrogate).
        ValueError: if records contradict each other.
        sqlite3.Error: if the file can't be written.
    """
    connection = build_lexicon(documents, entries, concepts, chunks, progress)
    try:
        connection.execute("VACUUM INTO ?", (uri(path),))
    finally:
        connection.close()
    disk.sync_file(path)


@making()
def build_lexicon(
    documents: Sequence[Document],
    entries: Sequence[Entry],
    concepts: Sequence[Concept],
    chunks: Sequence[Chunk],
    progress: Progress | None = None,
) -> sqlite3.Connection:
    """Build a lexicon in memory; takes and raises what :func:`write_lexicon` does."""
    entries = sorted(entries, key=lambda entry: entry.id)
    rows = _Rows(
        {document.id: (row, document) for row, document in enumerate(documents)},
        {entry.id: row for row, entry in enumerate(entries)},
        {entry: row for row, concept in enumerate(concepts) for entry in concept.entries},
        Counter(),
        set(),
    )
    if len(rows.entries) < len(entries) or len(rows.documents) < len(documents):
        raise ValueError("two documents or two entries share an id")
    connection = sqlite3.connect("file::memory:", uri=True, check_same_thread=False)
    try:
        connection.executescript(SCHEMA)
        _add_documents(connection, documents, Counter(entry.document for entry in entries))
        _add_entries(connection, entries, rows, progress or (lambda stage, done, total: None))
        _add_short_names(connection, entries, concepts)
        _add_concepts(connection, concepts, rows)
        connection.executemany("INSERT INTO chunks VALUES (?,?,?,?,?)", _chunk_rows(chunks, rows))
        connection.executemany("INSERT INTO words VALUES (?,?)", sorted(rows.df.items()))
        counts = Counts(len(documents), len(entries), len(concepts), len(chunks))
        facts = {"counts": asdict(counts), "vocabulary": sorted(rows.vocabulary)}
        connection.executemany(
            "INSERT INTO facts VALUES (?,?)",
            ((name, compact(fact)) for name, fact in facts.items()),
        )
        connection.execute("INSERT INTO search (search) VALUES ('optimize')")
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _blaming(owner: str) -> Iterator[None]:
    """Name the owner of a text that UTF-8, and so SQLite, can't hold."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise InputError(
            f"{owner!a}: holds half a character (a lone surrogate, "
            f"U+{ord(error.object[error.start]):04X}). Expected Unicode text; repair the source."
        ) from None


def _add_documents(
    connection: sqlite3.Connection, documents: Sequence[Document], entries: Counter[str]
) -> None:
    block = 0
    for row, document in enumerate(documents):
        text = document.text
        keys = (document.id, document.title, document.path, document.sha256)
        numbers = (len(text), entries[document.id], block)
        maps = (pack(n for run in document.runs for n in run), pack(document.line_starts))
        with _blaming(document.path):
            text_sha256 = hashlib.sha256(text.encode()).hexdigest()
            connection.execute(
                "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                (row, *keys, text_sha256, *numbers, *maps),
            )
        for at in range(0, len(text), BLOCK_CHARS):
            part = text[at : at + BLOCK_CHARS]
            connection.execute("INSERT INTO blocks VALUES (?,?)", (block, part))
            block += 1


def _add_entries(
    connection: sqlite3.Connection, entries: Sequence[Entry], rows: _Rows, progress: Progress
) -> None:
    for row, entry in enumerate(entries):
        document_row, document = rows.documents[entry.document]
        if document.text[entry.start : entry.end] != entry.definition:
            raise ValueError(f"{entry.id}: its definition is not the slice that it names")
        keys = (entry.id, document_row, rows.concept_of.get(entry.id))
        place = (entry.start, entry.end, entry.line)
        with _blaming(entry.id):
            connection.execute(
                "INSERT INTO entries VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                (row, *keys, entry.number, entry.term, entry.heading, *place, rest_of(entry)),
            )
            names = tuple(_name_rows(row, entry))
            connection.executemany("INSERT INTO names VALUES (?,?,?,?,?,?,?)", names)
        for name in (*entry.names, *(section.head for section in entry.sections)):
            folded = fold(name)
            rows.vocabulary.update(folded.split())
            if folded.count(" ") in (1, 2):  # a name typed without its blanks can be misspelled too
                rows.vocabulary.add(folded.replace(" ", ""))
        _add_words(connection, row, entry, document.text, rows.df)
        if row % _STEP == 0:
            progress("entries", row, len(entries))
    progress("entries", len(entries), len(entries))


def _name_rows(row: int, entry: Entry) -> Iterator[tuple[object, ...]]:
    """Yield the names of an entry, each key once, then its sections."""
    seen: set[str] = set()
    for place, name in enumerate(entry.names):
        key = squash(name)
        if key and key not in seen:
            seen.add(key)
            kind = KINDS.index("alias" if place else "term")
            yield key, kind, row, place, name, None, None
    for place, section in enumerate(entry.sections):
        if key := squash(section.head):
            kind = KINDS.index("section")
            yield key, kind, row, place, section.head, section.start, section.end


def _add_words(
    connection: sqlite3.Connection, row: int, entry: Entry, text: str, df: Counter[str]
) -> None:
    spans = [*entry.more]
    if entry.mnemonic and not entry.start <= entry.mnemonic.start < entry.end:
        spans.append(entry.mnemonic)
    body = [entry.definition, *(text[span.start : span.end] for span in spans)]
    columns = [
        stem_words(entry.term),
        [stem for alias in entry.aliases for stem in stem_words(alias)],
        [stem for part in body for stem in stem_words(part)],
    ]
    connection.execute(
        "INSERT INTO search (rowid, term, aliases, body) VALUES (?,?,?,?)",
        (row, *(" ".join(stems) for stems in columns)),
    )
    df.update({stem for stems in columns for stem in stems})


def _add_short_names(
    connection: sqlite3.Connection, entries: Sequence[Entry], concepts: Sequence[Concept]
) -> None:
    kind = KINDS.index("part")
    connection.executemany(
        "INSERT OR IGNORE INTO names VALUES (?,?,?,?,?,?,?)",
        (
            (key, kind, row, place, name, None, None)
            for place, (row, key, name) in enumerate(short_names(entries, concepts))
        ),
    )


def _add_concepts(connection: sqlite3.Connection, concepts: Sequence[Concept], rows: _Rows) -> None:
    for row, concept in enumerate(concepts):
        members = [rows.entries[entry] for entry in concept.entries]
        rules = compact(concept.rules) if concept.rules else None
        connection.execute(
            "INSERT INTO concepts VALUES (?,?,?,?,?,?)",
            (row, concept.id, concept.name, compact(concept.names), compact(members), rules),
        )


def _chunk_rows(chunks: Sequence[Chunk], rows: _Rows) -> Iterator[tuple[object, ...]]:
    before = 0
    for row, chunk in enumerate(chunks):
        entry = rows.entries[chunk.entry]
        if entry < before:
            raise ValueError(f"chunk {row} of {chunk.entry} does not stand in the order of entries")
        before = entry
        yield row, entry, chunk.start, chunk.end, hashlib.sha256(chunk.text.encode()).digest()
