"""Files and folders in, readings out: the rim where glossaries enter.

Everything that can be wrong with an input is found here or in the readers: a file that was
named must be readable, or the caller gets an :class:`InputError`; in a folder, one that isn't
becomes a remark, and the rest is read.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .bulk import making
from .choosing import Choice, choose
from .errors import InputError, MissingPartError
from .files import NOT_READ, File, find_files, load_all
from .folders import entitle
from .keys import share_keys
from .options import Options
from .readers import names, reader
from .readers.finish import finish
from .records import Reading, Remark
from .sources import as_source
from .text import slug

__all__ = ["Readings", "read_bytes", "read_paths"]


_NO_OPTIONS = Options()


@dataclass(frozen=True, slots=True)
class Readings:
    """What was made of the paths that were given.

    Attributes:
        readings: one for each file, in the order of the paths; a folder's sorted by path.
        remarks: on files as a whole, by path: ``not-read`` (an error: the file should have been
            read and could not be), ``hidden``, ``link`` and ``index`` (left out on purpose),
            ``named-twice``.
    """

    readings: tuple[Reading, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every file that should have been read was read."""
        return not self.unread

    @property
    def unread(self) -> tuple[Remark, ...]:
        """The remarks on files that should have been read and could not be."""
        return tuple(remark for remark in self.remarks if remark.code == NOT_READ)


@making()
def read_bytes(
    raw: bytes,
    path: str,
    format: str = "auto",  # noqa: A002 - the option's name on the command line too
    *,
    document: str | None = None,
    title: str | None = None,
    options: Options = _NO_OPTIONS,
) -> Reading:
    """Read one file's bytes, gzip or plain.

    Args:
        raw: the bytes.
        path: the path to show, with ``/``.
        format: a reader's name, or ``"auto"``: the reader whose shape fits the content best.
        document: the document's id; made of ``path`` if absent.
        title: instead of the document's own title.
        options: what is said about the file beside its content.

    Raises:
        InputError: if the format isn't known, the bytes are empty, too large, binary or
            damaged, or no reader's shape fits.
        MissingPartError: if its reader needs a library that isn't installed.
    """
    named = None if format == "auto" else reader(format)
    source = as_source(raw, path, options)
    choice = Choice(named, "asked for") if named else choose(source)
    chosen, why = choice.reader, choice.why
    try:
        draft = chosen.read(source)
    except InputError as error:  # whatever finds it, it says where
        raise error if str(error).startswith(path) else InputError(f"{path}: {error}") from None
    reading = finish(
        draft,
        source,
        document=document or slug(path),
        title=title,
        name=chosen.NAME,
        why=why,
    )
    faults = [Remark(path, 0, "plugin-failed", fault) for fault in choice.faults]
    faults += [Remark(path, 0, "not-tried", f"Not tried: {part}") for part in choice.missing]
    reading = replace(reading, remarks=(*faults, *reading.remarks))
    if options.columns and not getattr(chosen, "COLUMNS", False):
        reading = replace(reading, remarks=(_columns_ignored(path, chosen.NAME), *reading.remarks))
    if reading.entries:
        return reading
    none = Remark(
        path,
        0,
        "no-entries",
        f"No entry was found, read as '{chosen.NAME}' ({why}). Expected terms with definitions; "
        "name the format if it was taken for another.",
    )
    return replace(reading, remarks=(*reading.remarks, none))


def read_paths(
    paths: Iterable[str | os.PathLike[str]],
    format: str = "auto",  # noqa: A002 - as above
    titles: Mapping[str, str] | None = None,
    options: Options = _NO_OPTIONS,
) -> Readings:
    """Read files, folders and zip archives, with all in them, sorted, without hidden files.

    Args:
        paths: files and folders. A document's path is the one below the argument: a file's
            name, ``folder/file`` inside a folder, ``archive.zip/file`` in an archive; where two
            arguments bring the same path, the name of the folder above goes before.
        format: as in :func:`read_bytes`, for all files.
        titles: titles for documents, by document path or by the path of the file.
        options: as in :func:`read_bytes`, for all files.

    Raises:
        InputError: if a path does not exist or can't be read, a named file is no glossary, a
            title names no file, or there is no entry in all of the files.
        MissingPartError: if a named file's reader needs a library that isn't installed.
    """
    if format != "auto":
        reader(format)
    remarks: list[Remark] = []
    given = [Path(path) for path in paths]
    files = find_files(given, remarks, options.max_bytes)
    titled = _titles(files, titles or {})
    ids = _Ids()
    readings: list[Reading] = []
    for file, raw in load_all(files, options.max_bytes):
        document, title = ids.make(file.path), titled.get(file.path)
        try:
            if isinstance(raw, InputError):
                raise raw
            readings.append(
                read_bytes(raw, file.path, format, document=document, title=title, options=options)
            )
        except (InputError, MissingPartError) as error:
            if file.named:
                raise
            remarks.append(Remark(file.path, 0, NOT_READ, str(error)))
    if not any(reading.entries for reading in readings):
        raise InputError(_nothing(given, readings, remarks))
    above = {file.path: _above(file) for file in files}
    entitled = entitle(share_keys(readings), above, titled)
    return Readings(entitled, tuple(sorted(remarks, key=lambda remark: remark.path)))


def _above(file: File) -> tuple[str, ...]:
    """Return the names of the folders above a file, the nearest last; an archive is one."""
    outside = file.place.absolute().parts
    if not file.member:
        return outside[1:-1]
    return (*outside[1:-1], file.place.stem, *file.member.split("/")[:-1])


def _columns_ignored(path: str, name: str) -> Remark:
    return Remark(
        path,
        0,
        "columns-ignored",
        f"Read as '{name}', which has no columns: --columns was not heeded. Expected a table or "
        "records; name the format if it was taken for another.",
    )


def _titles(files: Sequence[File], titles: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, title in titles.items():
        fits = [file.path for file in files if name in (file.path, str(file.place))]
        if not fits:
            shown = ", ".join(file.path for file in files[:5])
            raise InputError(f"title for '{name}': no such file. Expected one of: {shown}.")
        found.update(dict.fromkeys(fits, title))
    return found


class _Ids:
    """Makes document ids unique within one set of readings."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def make(self, path: str) -> str:
        made = base = slug(path)
        nth = 1
        while made in self._taken:
            nth += 1
            made = f"{base}-{nth}"
        self._taken.add(made)
        return made


def _nothing(given: Sequence[Path], readings: Sequence[Reading], remarks: Sequence[Remark]) -> str:
    paths = ", ".join(str(path) for path in given) or "no path"
    reasons = [f"{m.path}: {m.message}" for r in readings for m in r.remarks if m.line == 0]
    reasons += [remark.message for remark in remarks]
    detail = f" First reason: {reasons[0]}" if reasons else ""
    return (
        f"{paths}: no glossary entry was found. Expected files with terms and definitions "
        f"(formats: {', '.join(names())}); check the path.{detail}"
    )
