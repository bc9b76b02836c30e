"""What an index version says of itself: ``manifest.json``."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any

from . import disk
from .errors import StaleIndexError

__all__ = [
    "CHUNKING",
    "FORMAT",
    "MANIFEST",
    "Counts",
    "EncoderMark",
    "FileMark",
    "Manifest",
    "SourceMark",
    "creation_time",
    "mark_file",
    "read_manifest",
    "write_manifest",
]

#: A changed layout bumps it; an index of another format is rebuilt, never migrated.
FORMAT = 2
#: Name of the way that chunks.py cuts entries; it changes when that changes.
CHUNKING = "sentences-1"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class EncoderMark:
    """Which encoder made the vectors: name, sha256 of its files in hex, dimension."""

    name: str
    sha256: str
    dim: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records an index holds."""

    documents: int
    entries: int
    concepts: int
    chunks: int


@dataclass(frozen=True, slots=True)
class SourceMark:
    """One source file: sha256 of its raw bytes, and of the text that quotes are slices of."""

    path: str
    sha256: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class FileMark:
    """One file of the version: its size in bytes and its sha256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that ``manifest.json`` says.

    Attributes:
        encoder: what made the vectors.
        chunking: name of the way that entries were cut into chunks.
        counts: documents, entries, concepts, chunks.
        sources: one for each document, in order.
        format: integer version of the layout.
        created: time of the build, ISO 8601 in UTC; ``SOURCE_DATE_EPOCH`` is honoured.
        files: the version's files, by name; empty for an index in memory.
    """

    encoder: EncoderMark
    chunking: str
    counts: Counts
    sources: tuple[SourceMark, ...]
    format: int
    created: str
    files: tuple[FileMark, ...] = ()

    def file(self, name: str) -> FileMark | None:
        """Return the mark of a file, or ``None`` where the version has no such file."""
        return next((mark for mark in self.files if mark.name == name), None)


def creation_time() -> str:
    """Return the time for ``created``: now, or what ``SOURCE_DATE_EPOCH`` says."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdecimal() else int(time())
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def mark_file(path: Path) -> FileMark:
    """Measure a finished file."""
    return FileMark(path.name, path.stat().st_size, disk.hash_file(path))


def write_manifest(manifest: Manifest) -> bytes:
    """Return a manifest as the bytes of ``manifest.json``."""
    return disk.seal(asdict(manifest))


def read_manifest(raw: bytes, folder: Path) -> Manifest:
    """Read the bytes of a ``manifest.json``.

    Args:
        raw: the whole file.
        folder: the index directory, for the message.

    Raises:
        ValueError: if a byte is not as it was written.
        StaleIndexError: if it is whole, but of another format.
    """
    fields: Mapping[str, Any] = disk.unseal(raw)
    if fields.get("format") != FORMAT:
        raise StaleIndexError(
            f"{folder}: index format {fields.get('format')}, but this program reads format "
            f"{FORMAT}. Rebuild it from its sources: glossator index … --out {folder}"
        )
    return Manifest(
        encoder=EncoderMark(**fields["encoder"]),
        chunking=fields["chunking"],
        counts=Counts(**fields["counts"]),
        sources=tuple(SourceMark(**source) for source in fields["sources"]),
        format=FORMAT,
        created=fields["created"],
        files=tuple(FileMark(**file) for file in fields["files"]),
    )
