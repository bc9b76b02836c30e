"""A version held against its manifest: what every opening does."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from . import disk
from .errors import DamagedIndexError
from .lexicon import Lexicon
from .manifest import MANIFEST, FileMark, Manifest, read_manifest
from .vectors import FAISS, NPY, check_vectors

__all__ = ["LEXICON", "OpenVersion", "check_contents", "check_version", "file_faults"]

LEXICON = "lexicon.sqlite"
_VERIFIED = ".verified"
#: Larger files are hashed once for each inode, size and times of change, so that a cold start
#: stays fast (200 MB take 0.15 s).
_HASH_ONCE_BYTES = 32 << 20
_RACY_NS = 2_000_000_000  # a change so soon after the last may leave the same times


@dataclass(frozen=True, slots=True)
class OpenVersion:
    """A version that was held against its manifest, and is pinned until it is closed.

    Attributes:
        path: its folder.
        manifest: what it holds.
        faiss_sound: whether ``vectors.faiss`` may be used; if not, it is rebuilt in memory.
        notes: what was wrong and what was done about it, for the user; empty when all is well.
        pinned: its manifest, held open and locked, so that no writer removes the version.
    """

    path: Path
    manifest: Manifest
    faiss_sound: bool
    notes: tuple[str, ...]
    pinned: IO[bytes] = field(repr=False, compare=False)

    def close(self) -> None:
        """Give the version free; what is open of it stays readable."""
        self.pinned.close()


def check_version(version: Path, manifest_sha256: str | None = None) -> OpenVersion:
    """Hold a version against its manifest: sizes, hashes, counts, dimension.

    Args:
        version: its folder.
        manifest_sha256: what ``CURRENT`` says, where it says something.

    Raises:
        DamagedIndexError: naming the file, if something other than ``vectors.faiss`` differs.
        StaleIndexError: if the format is another.
        OSError: if a file can't be read.
    """
    pinned = disk.pin(version / MANIFEST)
    try:
        raw = pinned.read()
        if manifest_sha256 not in (None, disk.hash_bytes(raw)):
            raise DamagedIndexError(f"{MANIFEST} is not the one that CURRENT names")
        try:
            manifest = read_manifest(raw, version.parent)
        except ValueError as error:
            raise DamagedIndexError(f"{MANIFEST} {error}") from error
        faults = dict(file_faults(version, manifest, _remembered(version)))
        cache_fault = faults.pop(FAISS, None)
        if faults:
            raise DamagedIndexError("; ".join(faults.values()))
        check_contents(version, manifest)
    except BaseException:
        pinned.close()
        raise
    note = f"{version.name}/{cache_fault}; rebuilt in memory from {NPY}"
    return OpenVersion(version, manifest, not cache_fault, (note,) if cache_fault else (), pinned)


def check_contents(version: Path, manifest: Manifest) -> None:
    """Hold what the files hold against the manifest."""
    check_vectors(version, manifest.counts.chunks, manifest.encoder.dim)
    lexicon = Lexicon.open(version / LEXICON)
    lexicon.close()
    if lexicon.counts != manifest.counts:
        raise DamagedIndexError(
            f"{LEXICON} holds {lexicon.counts}; expected {manifest.counts}, as the manifest says"
        )


def file_faults(
    version: Path, manifest: Manifest, known: dict[str, list[object]]
) -> Iterator[tuple[str, str]]:
    """Yield ``(name, fault)`` of each file that is not what the manifest says.

    Args:
        version: the folder.
        manifest: what it should hold.
        known: large files that need no hashing, as ``.verified`` keeps them; it is brought up
            to date, on disk as well where that can be written.
    """
    before = dict(known)
    for name in (LEXICON, NPY, FAISS):
        mark = manifest.file(name)
        if mark is None:
            yield name, f"{name} is not in the manifest"
        elif fault := _file_fault(version / name, mark, known):
            yield name, f"{name} {fault}"
    if known != before:
        with suppress(OSError):  # a read-only folder: hashed again the next time
            disk.replace_file(version / _VERIFIED, json.dumps(known, sort_keys=True).encode())


def _file_fault(path: Path, mark: FileMark, known: dict[str, list[object]]) -> str | None:
    try:
        state = path.stat()
        if state.st_size != mark.size:
            return f"has {state.st_size:,} bytes; expected {mark.size:,}"
        times = (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        if known.get(mark.name) == [mark.sha256, *times]:
            return None
        if disk.hash_file(path) != mark.sha256:
            return "is not what its sha256 in the manifest says"
    except FileNotFoundError:
        return "is missing"
    age_ns = time.time_ns() - max(state.st_mtime_ns, state.st_ctime_ns)
    if state.st_size > _HASH_ONCE_BYTES and age_ns > _RACY_NS:
        known[mark.name] = [mark.sha256, *times]
    return None


def _remembered(version: Path) -> dict[str, list[object]]:
    try:
        known = json.loads((version / _VERIFIED).read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
