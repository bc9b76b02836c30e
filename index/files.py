"""Which files of the paths that were given are to be read, and their bytes."""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .errors import InputError
from .records import Remark

__all__ = ["MAX_BYTES", "NOT_READ", "File", "find_files", "load"]

MAX_BYTES = 2**30  # of one file, packed or unpacked
NOT_READ = "not-read"


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: where it is, its path as documents show it, whether it was named itself."""

    place: Path
    path: str
    named: bool


def find_files(paths: Iterable[Path], remarks: list[Remark]) -> list[File]:
    """Find the files of the paths, a folder's sorted, each once.

    Args:
        paths: files and folders, in order.
        remarks: gets one for each file or folder that is left out: ``hidden``, ``link``,
            ``index``, ``named-twice``, and ``not-read`` for a folder below that can't be listed.

    Raises:
        InputError: if a path does not exist or can't be listed, or two files can't be told
            apart by their paths.
    """
    return _distinct([file for path in paths for file in _files(path, remarks)], remarks)


def load(file: File) -> bytes:
    """Read a file's bytes; raises InputError where it can't be, or is no file or too big."""
    place, path = file.place, file.path
    try:
        status = place.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{path}: is no regular file. Expected a file or a folder.")
        if status.st_size > MAX_BYTES:
            raise InputError(
                f"{path}: has {status.st_size:,} bytes. Expected at most {MAX_BYTES:,}; split it."
            )
        return place.read_bytes()
    except OSError as error:
        raise _cannot_read(path, error) from None


def _cannot_read(path: str, error: OSError | ValueError) -> InputError:
    reason = error.strerror if isinstance(error, OSError) else error
    return InputError(
        f"{_shown(path)}: can't be read ({reason}). Expected a file or folder that you "
        "may read; check its name and permissions."
    )


def _files(given: Path, remarks: list[Remark]) -> Iterator[File]:
    """Yield the file that was named, or those of a folder, sorted by path."""
    try:
        mode = given.stat().st_mode
    except FileNotFoundError:
        raise InputError(
            f"{given}: does not exist. Expected a glossary file or a folder; check the path."
        ) from None
    except (OSError, ValueError) as error:
        raise _cannot_read(str(given), error) from None
    if not stat.S_ISDIR(mode):
        yield File(given, _shown(given.name), True)
        return
    found = (File(place, _shown(path), False) for place, path in _walk(given, remarks))
    yield from sorted(found, key=lambda file: file.path)


def _walk(given: Path, remarks: list[Remark]) -> Iterator[tuple[Path, str]]:
    """Yield the files below a folder with their paths; remark on what is left out."""
    folders = [(given, "")]
    while folders:
        folder, below = folders.pop()
        try:
            places = sorted(folder.iterdir(), reverse=True)
        except OSError as error:
            if not below:
                raise _cannot_read(str(folder), error) from None
            remarks.append(Remark(_shown(below), 0, NOT_READ, str(_cannot_read(below, error))))
            continue
        for place in places:
            path = f"{below}/{place.name}".lstrip("/")
            if place.name.startswith("."):
                message = "A hidden file or folder, left out. Name it itself to have it read."
                remarks.append(Remark(_shown(path), 0, "hidden", message))
            elif place.is_dir() and place.is_symlink():
                message = "A link to a folder, left out. Name the folder itself to have it read."
                remarks.append(Remark(_shown(path), 0, "link", message))
            elif any(place.glob("v[0-9]*/manifest.json")):
                message = "An index directory, left out: it is made from glossaries and holds none."
                remarks.append(Remark(_shown(path), 0, "index", message))
            elif place.is_dir():
                folders.append((place, path))
            else:
                yield place, path


def _shown(path: str) -> str:
    """Return a path that is valid text, whatever bytes the file system holds."""
    return os.fsencode(path).decode("utf-8", "replace")


def _distinct(files: Sequence[File], remarks: list[Remark]) -> list[File]:
    """Leave out files that were given twice, and tell those of one path apart by their folder."""
    kept: dict[str, File] = {}
    for file in files:
        place = os.path.realpath(file.place)
        if place in kept:
            message = "The same file was given twice; read once."
            remarks.append(Remark(file.path, 0, "named-twice", message))
        else:
            kept[place] = file
    counts = Counter(file.path for file in kept.values())
    apart = [
        file if counts[file.path] == 1 else replace(file, path=_with_folder(file))
        for file in kept.values()
    ]
    again = Counter(file.path for file in apart)
    for file in apart:
        if again[file.path] > 1:
            raise InputError(
                f"{file.path}: {again[file.path]} files would have this path. Expected paths that "
                "tell files apart; rename one, or give the folder above them."
            )
    return apart


def _with_folder(file: File) -> str:
    parts = file.place.absolute().parts
    return _shown("/".join(parts[-len(file.path.split("/")) - 1 :]).lstrip("/"))
