"""The index directory: versions that never change, and one pointer to the live one.

    DIR/CURRENT                  JSON: version, sha256 of its manifest, sha256 of these two
    DIR/v000007/manifest.json    see manifest.py; its own sha256 is in it
               /lexicon.sqlite   see lexicon_write.py
               /vectors.npy      float32 (n, dim), unit rows: the truth
               /vectors.faiss    a cache of it
               /.verified        large files that were hashed before, and when

A version is written beside its place, synced, renamed; then ``CURRENT`` is replaced. Whoever
is killed, and whenever, a reader finds the old version or the new one.
"""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from . import disk
from .checks import OpenVersion, check_version
from .errors import DamagedIndexError, IndexDirectoryError
from .manifest import MANIFEST, Manifest, mark_file, write_manifest

__all__ = ["candidates", "open_version", "publish", "read_pointer"]

KEPT_VERSIONS = 2
_CURRENT = "CURRENT"
_VERSION = re.compile(r"v\d{6,}")


def publish(folder: Path, write: Callable[[Path], Manifest]) -> Path:
    """Write a new version and make it the live one.

    Args:
        folder: the index directory; made where it is missing.
        write: fills an empty folder with the version's files and says what they hold; the
            marks of the files are added to its manifest. Runs under the write lock.

    Returns:
        The folder of the version, once it is safe on disk.

    Raises:
        LockedIndexError: if another process is writing here.
        IndexDirectoryError: if the folder holds other things or can't be written; whatever was
            live stays live.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(folder)
        with disk.lock(folder):
            version = _publish(folder, write)
            _prune(folder, version)
            return version
    except (OSError, sqlite3.OperationalError) as error:
        raise IndexDirectoryError(
            f"{folder}: the index can't be written ({error}). The version before stays usable. "
            "Free some space or make the folder writable, or choose another --out."
        ) from error


def _publish(folder: Path, write: Callable[[Path], Manifest]) -> Path:
    for left in folder.glob(".[vC]*.new"):  # of a writer that was killed
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    number = max((int(path.name[1:]) for path in _versions(folder)), default=0) + 1
    version = folder / f"v{number:06}"
    beside = folder / f".{version.name}.new"
    try:
        beside.mkdir()
        manifest = write(beside)
        marks = tuple(mark_file(path) for path in sorted(beside.iterdir()))
        raw = write_manifest(replace(manifest, files=marks))
        disk.write_file(beside / MANIFEST, [raw])
        disk.sync_folder(beside)
        disk.rename(beside, version)
        pointer = {"version": version.name, "manifest": disk.hash_bytes(raw)}
        disk.replace_file(folder / _CURRENT, disk.seal(pointer))
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        live = read_pointer(folder, [])
        if live is None or live[0] != version.name:
            shutil.rmtree(version, ignore_errors=True)
        raise
    return version


def open_version(folder: Path) -> OpenVersion:
    """Open the live version, or where it is damaged the newest one that is whole.

    Raises:
        IndexDirectoryError: if the folder is no index.
        StaleIndexError: if the index has another format.
        DamagedIndexError: if no version is whole.
    """
    notes: list[str] = []
    for _ in range(10):  # a writer may remove a version between our looking and our pinning it
        notes = []
        pointer = read_pointer(folder, notes)
        if opened := _first_whole(folder, pointer, notes):
            return opened
        if read_pointer(folder, []) == pointer:
            break
    raise DamagedIndexError(
        f"{folder}: no version of this index is whole. {' '.join(notes)} Expected at least one; "
        f"rebuild it from its sources: glossator index … --out {folder}"
    )


def _first_whole(
    folder: Path, pointer: tuple[str, str] | None, notes: list[str]
) -> OpenVersion | None:
    """Open the first candidate that is whole; ``None`` where there is none or all is changing."""
    for version, manifest_sha256 in candidates(folder, pointer):
        try:
            opened = check_version(version, manifest_sha256)
        except (DamagedIndexError, OSError) as error:
            if pointer != read_pointer(folder, []):
                return None
            notes.append(f"{version.name} is damaged: {error}.")
        else:
            if notes:
                notes.append(f"Using {version.name} instead; rebuild the index when you can.")
            return replace(opened, notes=(*notes, *opened.notes))
    return None


def _pointer(folder: Path) -> tuple[str, str]:
    fields = disk.unseal((folder / _CURRENT).read_bytes())
    version = str(fields.get("version"))
    if not _VERSION.fullmatch(version):
        raise ValueError("names no version")
    return version, str(fields.get("manifest"))


def read_pointer(folder: Path, notes: list[str]) -> tuple[str, str] | None:
    """Read ``CURRENT``: the live version and its manifest's sha256; a fault goes to ``notes``."""
    try:
        return _pointer(folder)
    except FileNotFoundError:
        notes.append(f"{_CURRENT} is missing.")
    except (OSError, ValueError) as error:
        notes.append(f"{_CURRENT} {error}.")
    return None


def candidates(folder: Path, pointer: tuple[str, str] | None) -> Iterator[tuple[Path, str | None]]:
    """Yield versions to try: the live one with its manifest's sha256, then others, newest first.

    Raises:
        IndexDirectoryError: if the folder holds no index.
    """
    versions = _versions(folder)
    if pointer is None and not versions:
        raise IndexDirectoryError(
            f"{folder}: holds no index. Expected a folder that 'glossator index' wrote; build one: "
            f"glossator index FILE… --out {folder}"
        )
    if pointer:
        yield folder / pointer[0], pointer[1]
    yield from ((path, None) for path in versions if not pointer or path.name != pointer[0])


def _versions(folder: Path) -> list[Path]:
    """Return the version folders, newest first."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if _VERSION.fullmatch(path.name)]
    return sorted(found, key=lambda path: int(path.name[1:]), reverse=True)


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder with files of somebody else's: an index is never mixed with them."""
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    if names and _CURRENT not in names and not any(map(_VERSION.fullmatch, names)):
        raise IndexDirectoryError(
            f"{folder}: holds other files, such as '{min(names)}', and no index. Expected a new or "
            "empty folder, or an index to replace; choose another --out."
        )


def _prune(folder: Path, live: Path) -> None:
    """Remove all but the live version and the newest others, unless a reader holds one."""
    for path in [path for path in _versions(folder) if path != live][KEPT_VERSIONS:]:
        with suppress(OSError):
            if disk.unpinned(path / MANIFEST):
                aside = folder / f".{path.name}.new"
                path.rename(aside)
                shutil.rmtree(aside)
