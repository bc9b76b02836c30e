"""Readings in, an index out: references, concepts, chunks, vectors, lexicon, one version.

Chunks and their vectors are in the order of entry ids. A vector of the live version is used
again where the text of the chunk and the encoder are the same, which also makes it the same
vector: an encoder's result depends on the text alone.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from .bulk import making
from .checks import LEXICON
from .chunks import chunk
from .concepts import group
from .database import Database
from .errors import IndexDirectoryError, InputError
from .lexicon import Lexicon
from .lexicon_write import Progress, build_lexicon, write_lexicon
from .manifest import (
    CHUNKING,
    FORMAT,
    Counts,
    EncoderMark,
    Manifest,
    SourceMark,
    creation_time,
)
from .opened import Index, open_index
from .records import Chunk, Concept, Document, Entry, Reading
from .references import link
from .store import publish
from .vectors import Vectors, write_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .encoder import Encoder

__all__ = ["Records", "build", "build_memory", "records_of", "write_index"]

_BLOCK_ROWS = 256
_STEP = 1000


@dataclass(frozen=True, slots=True)
class Records:
    """What is indexed together.

    Attributes:
        documents: in the order in which they were given.
        entries: of all documents, references resolved.
        concepts: every entry in exactly one.
    """

    documents: tuple[Document, ...]
    entries: tuple[Entry, ...]
    concepts: tuple[Concept, ...]


@making()
def records_of(readings: Sequence[Reading]) -> Records:
    """Resolve references and group concepts over all that was read.

    Raises:
        InputError: if no reading has an entry.
    """
    documents = tuple(reading.document for reading in readings)
    entries, _ = link(
        [entry for reading in readings for entry in reading.entries],
        {document.id: document.path for document in documents},
    )
    if not entries:
        raise InputError(
            f"found no entry in {', '.join(document.path for document in documents) or 'no file'}. "
            "Expected a glossary: terms, each with a definition; 'glossator parse' shows what was "
            "made of each line."
        )
    return Records(documents, entries, group(entries))


def build(
    readings: Sequence[Reading],
    encoder: "Encoder",
    folder: Path,
    *,
    progress: Progress | None = None,
) -> Index:
    """Index what was read, publish it as the live version of a folder, and open it.

    Args:
        readings: one for each file, of different document ids.
        encoder: makes the vectors.
        folder: the index directory; what is in it stays live until the new version is safe.
        progress: told ``(stage, done, total)``; stages are chunks, vectors, entries.

    Raises:
        InputError: if there is no entry, or the encoder gives something else than unit vectors.
        LockedIndexError: if another process is writing the folder.
        IndexDirectoryError: if the folder can't be written.
    """
    write_index(records_of(readings), encoder, folder, progress=progress)
    return open_index(folder)


def write_index(
    records: Records,
    encoder: "Encoder",
    folder: Path,
    *,
    progress: Progress | None = None,
) -> Path:
    """Publish records as the live version of a folder; as :func:`build`, without opening it."""
    tell = progress or _silent

    def write(beside: Path) -> Manifest:
        chunks = _chunks(records, tell)
        path = beside / LEXICON
        write_lexicon(path, records.documents, records.entries, records.concepts, chunks, tell)
        with _old_index(folder, encoder) as old:
            blocks = _vectors(chunks, encoder, old, tell)
            write_vectors(beside, blocks, len(chunks), encoder.dim)
        return _manifest(records, chunks, encoder)

    return publish(folder, write)


def build_memory(
    readings: Sequence[Reading], encoder: "Encoder", *, progress: Progress | None = None
) -> Index:
    """Index what was read in memory, for where nothing can be written; see :func:`build`."""
    import numpy as np

    records, tell = records_of(readings), progress or _silent
    chunks = _chunks(records, tell)
    built = build_lexicon(records.documents, records.entries, records.concepts, chunks, tell)
    none = np.empty((0, encoder.dim), dtype=np.float32)
    vectors = Vectors(np.concatenate([none, *_vectors(chunks, encoder, None, tell)]))
    lexicon = Lexicon(Database.copies_of(built, "the lexicon in memory"))
    return Index(lexicon, lambda: vectors, _manifest(records, chunks, encoder), close=built.close)


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def _mark(encoder: "Encoder") -> EncoderMark:
    return EncoderMark(encoder.name, encoder.sha256, encoder.dim)


def _manifest(records: Records, chunks: Sequence[Chunk], encoder: "Encoder") -> Manifest:
    counts = Counts(
        len(records.documents), len(records.entries), len(records.concepts), len(chunks)
    )
    sources = tuple(
        SourceMark(one.path, one.sha256, sha256(one.text.encode()).hexdigest())
        for one in records.documents
    )
    return Manifest(_mark(encoder), CHUNKING, counts, sources, FORMAT, creation_time())


@making()
def _chunks(records: Records, tell: Progress) -> list[Chunk]:
    """Cut all entries, in the order of their ids."""
    documents = {document.id: document for document in records.documents}
    chunks: list[Chunk] = []
    for done, entry in enumerate(sorted(records.entries, key=lambda entry: entry.id)):
        if done % _STEP == 0:
            tell("chunks", done, len(records.entries))
        chunks.extend(chunk(entry, documents[entry.document]))
    tell("chunks", len(records.entries), len(records.entries))
    return chunks


def _old_index(folder: Path, encoder: "Encoder") -> AbstractContextManager[Index | None]:
    """Open what the folder holds already, if it has vectors of this encoder."""
    try:
        return open_index(folder, _mark(encoder))
    except IndexDirectoryError:
        return nullcontext()


def _vectors(
    chunks: Sequence[Chunk], encoder: "Encoder", old: Index | None, tell: Progress
) -> "Iterator[NDArray[np.float32]]":
    """Yield the vectors of all chunks, block by block; known ones come from the old index."""
    import numpy as np

    known = old.lexicon.chunk_hashes() if old else {}
    for at in range(0, len(chunks), _BLOCK_ROWS):
        tell("vectors", at, len(chunks))
        part = chunks[at : at + _BLOCK_ROWS]
        rows = [known.get(sha256(one.text.encode()).digest(), -1) for one in part]
        block = np.empty((len(part), encoder.dim), dtype=np.float32)
        new = [place for place, row in enumerate(rows) if row < 0]
        if new:
            block[new] = _encode([part[place] for place in new], encoder)
        if old and len(new) < len(part):
            kept = [place for place, row in enumerate(rows) if row >= 0]
            block[kept] = old.vectors.rows([rows[place] for place in kept])
        yield block
    tell("vectors", len(chunks), len(chunks))


def _encode(chunks: Sequence[Chunk], encoder: "Encoder") -> "NDArray[np.float32]":
    import numpy as np

    vectors = np.asarray(encoder.encode([one.text for one in chunks]), dtype=np.float32)
    if vectors.shape != (len(chunks), encoder.dim):
        raise InputError(
            f"encoder '{encoder.name}' gave an array of shape {vectors.shape} for {len(chunks)} "
            f"texts; expected {(len(chunks), encoder.dim)}. Choose another with --model."
        )
    off = np.flatnonzero(~(np.abs(np.linalg.norm(vectors, axis=1) - 1.0) < 1e-3))
    if len(off):
        raise InputError(
            f"encoder '{encoder.name}' gave no unit vector for a text of entry "
            f"'{chunks[off[0]].entry}'; expected finite numbers of length 1. Choose another "
            "with --model."
        )
    return vectors
