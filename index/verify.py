"""Every check of an index directory that there is; slower than opening one."""

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from . import disk
from .checks import LEXICON, check_contents, file_faults
from .database import Database
from .errors import DamagedIndexError
from .lexicon import Lexicon
from .manifest import MANIFEST, Manifest, SourceMark, read_manifest
from .records import Entry, Span
from .store import candidates, read_pointer
from .vectors import vector_faults

__all__ = ["verify"]

_STEP = 1000


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
    try:
        check_contents(version, manifest)
        yield from vector_faults(version, manifest.counts.chunks, manifest.encoder.dim)
        with Database.open(version / LEXICON).connection() as connection:
            yield from (f"{LEXICON}: {fault}" for fault in _sqlite_faults(connection))
        lexicon = Lexicon.open(version / LEXICON)
        try:
            yield from (f"{LEXICON}: {fault}" for fault in _record_faults(lexicon, manifest))
        finally:
            lexicon.close()
    except (DamagedIndexError, sqlite3.DatabaseError) as error:
        yield str(error)


def _sqlite_faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what SQLite and FTS5 find wrong, on a copy: FTS5 checks only what it may write."""
    copy = sqlite3.connect(":memory:")
    try:
        connection.backup(copy)
        for (line,) in copy.execute("PRAGMA integrity_check"):
            if line != "ok":
                yield str(line)
        copy.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        for table, expected in (("search_docsize", "entries"), ("entries", "entries")):
            ((rows, last),) = copy.execute(f"SELECT count(*), max(rowid) FROM {table}")
            ((count,),) = copy.execute(f"SELECT count(*) FROM {expected}")
            if rows != count or (last is not None and last != count - 1):
                yield f"{table} has {rows} rows up to {last}; expected rows 0 to {count - 1}"
    finally:
        copy.close()


def _record_faults(lexicon: Lexicon, manifest: Manifest) -> Iterator[str]:
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
