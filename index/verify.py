"""Every check of an index directory that there is; slower than opening one."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from . import disk
from .checks import LEXICON, check_contents, file_faults
from .database import Database
from .errors import DamagedIndexError
from .lexicon import Lexicon
from .manifest import MANIFEST, Counts, Manifest, SourceMark, read_manifest
from .records import Entry, Span
from .store import candidates, read_pointer
from .vectors import vector_faults

__all__ = ["verify"]

_STEP = 1000
_REFERENCES = (
    ("entries", "document", "documents"),
    ("entries", "concept", "concepts"),
    ("chunks", "entry", "entries"),
    ("names", "entry", "entries"),
)


def verify(folder: Path) -> tuple[str, ...]:
    """Check the live version of an index: every hash, and what the files hold.

    Returns:
        The faults, each a line that names the file; empty when all is well.

    Raises:
        IndexDirectoryError: if the folder holds no index.
        StaleIndexError: if the index has another format.
    """
    faults: list[str] = []
    version, manifest_sha256 = next(candidates(folder, read_pointer(folder, faults)))
    try:
        raw = (version / MANIFEST).read_bytes()
        if manifest_sha256 not in (None, disk.hash_bytes(raw)):
            faults.append(f"{version.name}/{MANIFEST} is not the one that CURRENT names")
        manifest = read_manifest(raw, folder)
    except (OSError, ValueError) as error:
        return (*faults, f"{version.name}/{MANIFEST}: {error}")
    damaged = dict(file_faults(version, manifest, {}))
    found = [*damaged.values(), *_strangers(version, manifest)]
    if not damaged:
        found += _content_faults(version, manifest)
    return (*faults, *(f"{version.name}/{fault}" for fault in found))


def _strangers(version: Path, manifest: Manifest) -> Iterator[str]:
    """Yield files that the manifest doesn't know."""
    known = {MANIFEST, *(mark.name for mark in manifest.files)}
    for path in sorted(version.iterdir()):
        if path.name not in known and not path.name.startswith("."):
            yield f"{path.name} is not in the manifest"


def _content_faults(version: Path, manifest: Manifest) -> Iterator[str]:
    database = Database.open(version / LEXICON)
    try:
        check_contents(version, manifest)
        yield from vector_faults(version, manifest.counts.chunks, manifest.encoder.dim)
        with database.connection() as connection:
            faults = list(_sqlite_faults(connection, manifest.counts))
        yield from (f"{LEXICON}: {fault}" for fault in faults or _record_faults(database, manifest))
    except sqlite3.DatabaseError as error:
        yield f"{LEXICON}: {error}"
    except DamagedIndexError as error:
        yield str(error)
    finally:
        database.close()


def _sqlite_faults(connection: sqlite3.Connection, counts: Counts) -> Iterator[str]:
    """Yield what SQLite and FTS5 find wrong, on a copy: FTS5 checks only what it may write."""
    copy = sqlite3.connect(":memory:")
    try:
        connection.backup(copy)
        yield from (line for (line,) in copy.execute("PRAGMA integrity_check") if line != "ok")
        copy.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        for table, count in {**asdict(counts), "search_docsize": counts.entries}.items():
            ((rows, last),) = copy.execute(f"SELECT count(*), max(rowid) FROM {table}")
            if rows != count or (count and last != count - 1):
                yield f"{table} has {rows} rows up to {last}; expected rows 0 to {count - 1}"
        for table, column, target in _REFERENCES:
            lost = f"{column} IS NULL OR {column} NOT IN (SELECT row FROM {target})"
            for (row,) in copy.execute(f"SELECT {column} FROM {table} WHERE {lost} LIMIT 1"):
                yield f"{table} name {column} {row}, which does not exist"
        # a contentless FTS5 table has nothing to check its words against but our own count
        copy.execute("CREATE VIRTUAL TABLE indexed USING fts5vocab ('search', 'row')")
        words, indexed = "SELECT stem, df FROM words", "SELECT term, doc FROM indexed"
        for one, two in ((words, indexed), (indexed, words)):
            for stem, df in copy.execute(f"{one} EXCEPT {two} LIMIT 1"):
                yield f"'{stem}' stands in {df} entries by one of words and search, not by both"
    finally:
        copy.close()


def _record_faults(database: Database, manifest: Manifest) -> Iterator[str]:
    """Yield what the records say that their documents and the manifest don't."""
    lexicon = Lexicon(database)
    listed = lexicon.documents()
    sources = tuple(SourceMark(one.path, one.sha256, one.text_sha256) for one in listed)
    if sources != manifest.sources:
        yield "its documents are not the sources that the manifest names"
    for document in listed:
        text = lexicon.text(document.id, 0, document.chars)
        if hashlib.sha256(text.encode()).hexdigest() != document.text_sha256:
            yield f"the text of {document.path} is not what its sha256 says"
    chars = {document.id: document.chars for document in listed}
    for at in range(0, lexicon.counts.entries, _STEP):
        rows = range(at, min(at + _STEP, lexicon.counts.entries))
        entries = lexicon.entries(rows)
        for entry in entries:
            for span in _spans(entry):
                if not 0 <= span.start <= span.end <= chars[entry.document]:
                    yield f"{entry.id}: {span} lies outside its document"
        for chunk in lexicon.chunks_of(rows):
            spans = _spans(entries[chunk.entry_row - at])
            first, last = min(span.start for span in spans), max(span.end for span in spans)
            if not first <= chunk.start <= chunk.end <= last:
                yield f"chunk {chunk.row} lies outside its entry {entries[chunk.entry_row - at].id}"


def _spans(entry: Entry) -> list[Span]:
    sections = (Span(section.start, section.end) for section in entry.sections)
    mnemonic = (entry.mnemonic,) if entry.mnemonic else ()
    return [Span(entry.start, entry.end), *entry.more, *mnemonic, *sections]
