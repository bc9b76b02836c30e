"""Which files of the paths that were given are to be read, and their bytes."""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import ParamSpec, TypeVar

from .archives import is_archive, is_zip, members, open_zip, read_member
from .errors import InputError
from .options import MAX_BYTES
from .records import Remark

__all__ = ["NOT_READ", "File", "find_files", "load", "load_all"]

P = ParamSpec("P")
T = TypeVar("T")

NOT_READ = "not-read"


@dataclass(frozen=True, slots=True)
class File:
    """A file to read.

    Attributes:
        place: where it is.
        path: as documents show it; in an archive ``archive.zip/folder/file``.
        named: whether it was named itself.
        member: its name in the archive that lies at ``place``; empty for a plain file.
    """

    place: Path
    path: str
    named: bool
    member: str = ""


def find_files(
    paths: Iterable[Path], remarks: list[Remark], max_bytes: int = MAX_BYTES
) -> list[File]:
    """Find the files of the paths, a folder's and an archive's sorted, each once.

    Args:
        paths: files and folders, in order.
        remarks: gets one for each file or folder that is left out: ``hidden``, ``link``,
            ``index``, ``named-twice``, and ``not-read`` for a folder or an archive below that
            can't be listed.
        max_bytes: the most that an archive may have, packed or unpacked.

    Raises:
        InputError: if a path does not exist or can't be listed, or two files can't be told
            apart by their paths.
    """
    found = (file for path in paths for file in _files(path, remarks))
    return _distinct([part for file in found for part in _parts(file, remarks, max_bytes)], remarks)


def load_all(files: Iterable[File], max_bytes: int) -> Iterator[tuple[File, bytes | InputError]]:
    """Yield each file with its bytes, or with why it can't be read; archives are opened once."""
    for (place, packed), group in groupby(files, key=lambda file: (file.place, bool(file.member))):
        if not packed:
            yield from ((file, _try(load, file, max_bytes)) for file in group)
            continue
        inside = list(group)
        path = _outer(inside[0])
        raw = _try(load, File(place, path, True), max_bytes)
        opened = raw if isinstance(raw, InputError) else _try(open_zip, raw, path, max_bytes)
        if isinstance(opened, InputError):
            yield from ((file, opened) for file in inside)
            continue
        with opened:
            named = {member.name: member for member in members(opened)}
            for file in inside:
                yield file, _try(read_member, opened, named[file.member], file.path)


def _try(step: Callable[P, T], *given: P.args, **options: P.kwargs) -> T | InputError:
    try:
        return step(*given, **options)
    except InputError as error:
        return error


def load(file: File, max_bytes: int) -> bytes:
    """Read a file's bytes; raises InputError where it can't be, or is no file or too large."""
    place, path = file.place, file.path
    try:
        status = place.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{path}: is no regular file. Expected a file or a folder.")
        if status.st_size > max_bytes:
            raise InputError(
                f"{path}: has {status.st_size:,} bytes. Expected at most {max_bytes:,}; split it, "
                "or raise the limit with --max-bytes."
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


def _parts(file: File, remarks: list[Remark], max_bytes: int) -> Iterator[File]:
    """Yield the files of an archive, or the file itself if it is none."""
    try:
        inside = _members(file, max_bytes)
    except InputError as error:
        if file.named:
            raise
        remarks.append(Remark(file.path, 0, NOT_READ, str(error)))
        return
    if inside is None:
        yield file
        return
    for name in inside:
        path = f"{file.path}/{_shown(name)}"
        parts = name.split("/")
        if parts[0] == "__MACOSX" or any(p.startswith(".") and p != ".." for p in parts):
            message = "A hidden file in an archive, left out. Unpack it to have it read."
            remarks.append(Remark(path, 0, "hidden", message))
        else:
            yield File(file.place, path, False, name)


def _members(file: File, max_bytes: int) -> list[str] | None:
    """Return the names of an archive's files; ``None`` for any other file."""
    try:
        if not stat.S_ISREG(file.place.stat().st_mode):
            return None
        with file.place.open("rb") as opened:
            if not is_zip(opened.read(4)):
                return None
    except OSError:
        return None  # load says what is wrong with it
    raw = load(file, max_bytes)
    with open_zip(raw, file.path, max_bytes) as archive:
        return [member.name for member in members(archive)] if is_archive(archive) else None


def _outer(file: File) -> str:
    """Return the path of the archive that a file lies in."""
    return file.path.removesuffix(f"/{_shown(file.member)}")


def _shown(path: str) -> str:
    """Return a path that is valid text, whatever bytes the file system holds."""
    return os.fsencode(path).decode("utf-8", "replace")


def _distinct(files: Sequence[File], remarks: list[Remark]) -> list[File]:
    """Leave out files that were given twice, and tell those of one path apart by their folder."""
    kept: dict[str, File] = {}
    for file in files:
        place = f"{os.path.realpath(file.place)}\0{file.member}"
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
    outer = _outer(file) if file.member else file.path
    longer = _shown("/".join(parts[-len(outer.split("/")) - 1 :]).lstrip("/"))
    return f"{longer}/{_shown(file.member)}" if file.member else longer
