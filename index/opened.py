"""An index that is open: what retrieval works on."""

import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from .checks import LEXICON
from .errors import StaleIndexError
from .lexicon import Lexicon
from .manifest import EncoderMark, Manifest
from .store import open_version
from .vectors import Vectors

__all__ = ["Index", "open_index"]


class Index:
    """One version of an index, open for reading; threads may share it.

    A reader keeps the version it opened, whatever is published meanwhile.

    Attributes:
        lexicon: entries, names, texts, BM25.
        manifest: what the index says of itself.
        path: the index directory; ``None`` for an index in memory.
        notes: what was wrong and what was done about it, for the user; mostly empty.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        vectors: Callable[[], Vectors],
        manifest: Manifest,
        path: Path | None = None,
        notes: tuple[str, ...] = (),
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.lexicon = lexicon
        self.manifest = manifest
        self.path = path
        self.notes = notes
        self._open_vectors = vectors
        self._vectors: Vectors | None = None
        self._guard = threading.Lock()
        self._close = close

    @property
    def vectors(self) -> Vectors:
        """The vectors, opened when they are first asked for: numpy and faiss load slowly.

        Raises:
            DamagedIndexError: if a file changed since the index was opened.
        """
        with self._guard:
            if self._vectors is None:
                self._vectors = self._open_vectors()
            return self._vectors

    def close(self) -> None:
        """Close the lexicon and give the version free."""
        self.lexicon.close()
        self._close()

    def __enter__(self) -> "Index":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_index(folder: Path, encoder: EncoderMark | None = None) -> Index:
    """Open the live version of an index directory, or the newest one that is whole.

    Args:
        folder: what ``glossator index --out`` wrote.
        encoder: the encoder that will encode queries, if it is known already.

    Raises:
        IndexDirectoryError: if the folder holds no index.
        StaleIndexError: if the index has another format, or vectors of another encoder.
        DamagedIndexError: if no version is whole.
    """
    version = open_version(folder)
    try:
        manifest, made_by = version.manifest, version.manifest.encoder
        if encoder is not None and encoder.sha256 != made_by.sha256:
            raise StaleIndexError(
                f"{folder}: built with encoder '{made_by.name}' ({made_by.sha256[:12]}), but this "
                f"run uses '{encoder.name}' ({encoder.sha256[:12]}). Rebuild it: glossator index "
                f"… --out {folder}, or ask it with --model {made_by.name}"
            )
        lexicon = Lexicon.open(version.path / LEXICON)
    except BaseException:
        version.close()
        raise

    def vectors() -> Vectors:
        count, dim = manifest.counts.chunks, made_by.dim
        return Vectors.open(version.path, count, dim, use_cache=version.faiss_sound)

    return Index(lexicon, vectors, manifest, folder, version.notes, version.close)
