"""Files and folders in, readings out: the rim where glossaries enter.

Everything that can be wrong with an input is found here or in the readers: a file that was
named must be readable, or the caller gets an :class:`InputError`; in a folder, one that isn't
becomes a remark, and the rest is read.
"""

import os
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from .errors import InputError
from .files import MAX_BYTES, NOT_READ, File, find_files, load
from .readers import READERS, reader
from .readers.base import Reader, Sniff, numbered_lines
from .readers.finish import finish
from .records import Reading, Remark
from .text import Source, decode, slug

__all__ = ["Readings", "as_source", "read_bytes", "read_paths"]

_LEAST_SCORE = 0.2
_SAMPLE_CHARS = 200_000  # of a file's start, to tell its shape by
_SAMPLE_LINE_CHARS = 4_000
_GZIP = b"\x1f\x8b"
_BINARY = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-")


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


def read_bytes(
    raw: bytes,
    path: str,
    format: str = "auto",  # noqa: A002 - the option's name on the command line too
    *,
    document: str | None = None,
    title: str | None = None,
) -> Reading:
    """Read one file's bytes, gzip or plain.

    Args:
        raw: the bytes.
        path: the path to show, with ``/``.
        format: a reader's name, or ``"auto"``: the reader whose shape fits the content best.
        document: the document's id; made of ``path`` if absent.
        title: instead of the document's own title.

    Raises:
        InputError: if the format isn't known, the bytes are empty, binary or damaged, or no
            reader's shape fits.
    """
    named = None if format == "auto" else reader(format)
    source = as_source(raw, path)
    chosen, why = (named, "asked for") if named else _choose(source)
    reading = finish(
        chosen.read(source),
        source,
        document=document or slug(path),
        title=title,
        name=chosen.NAME,
        why=why,
    )
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
) -> Readings:
    """Read files and folders; folders with all below them, sorted, without hidden files.

    Args:
        paths: files and folders. A document's path is the one below the argument: a file's
            name, or ``folder/file`` inside a folder; where two arguments bring the same path, the
            name of the folder above goes before.
        format: as in :func:`read_bytes`, for all files.
        titles: titles for documents, by document path or by the path of the file.

    Raises:
        InputError: if a path does not exist or can't be read, a named file is no glossary, a
            title names no file, or there is no entry in all of the files.
    """
    if format != "auto":
        reader(format)
    remarks: list[Remark] = []
    given = [Path(path) for path in paths]
    files = find_files(given, remarks)
    titled = _titles(files, titles or {})
    ids = _Ids()
    readings: list[Reading] = []
    for file in files:
        try:
            raw = load(file)
            document, title = ids.make(file.path), titled.get(file.path)
            readings.append(read_bytes(raw, file.path, format, document=document, title=title))
        except InputError as error:
            if file.named:
                raise
            remarks.append(Remark(file.path, 0, NOT_READ, str(error)))
    if not any(reading.entries for reading in readings):
        raise InputError(_nothing(given, readings, remarks))
    return Readings(tuple(readings), tuple(sorted(remarks, key=lambda remark: remark.path)))


# --- one file ---


def as_source(raw: bytes, path: str) -> Source:
    """Unpack and decode one file's bytes; the sha256 is that of the bytes as they lie.

    Raises:
        InputError: if they are empty, binary or damaged.
    """
    digest = sha256(raw).hexdigest()
    plain = _unpack(raw, path) if raw.startswith(_GZIP) else raw
    if plain.startswith(_BINARY):  # workbooks, word processors' files: a reader unpacks them
        return Source(path, digest, "", "binary", raw=plain)
    source = replace(decode(plain, path), sha256=digest)
    if not source.text.strip():
        raise InputError(f"{path}: is empty. Expected terms with definitions; check the file.")
    return source


def _unpack(raw: bytes, path: str) -> bytes:
    """Decompress gzip, several members too, and no more than :data:`MAX_BYTES`."""
    pieces: list[bytes] = []
    left = MAX_BYTES
    try:
        while raw:
            member = zlib.decompressobj(wbits=31)
            pieces.append(member.decompress(raw, left + 1))
            left -= len(pieces[-1])
            if left < 0:
                raise InputError(
                    f"{path}: holds more than {MAX_BYTES:,} bytes unpacked. Expected a glossary; "
                    "split the file."
                )
            if not member.eof:
                raise InputError(f"{path}: the gzip data breaks off. Fetch or pack it again.")
            raw = member.unused_data.lstrip(b"\0")
    except zlib.error as error:
        raise InputError(
            f"{path}: starts like gzip, but is damaged ({error}). Fetch or pack it again."
        ) from None
    return b"".join(pieces)


def _choose(source: Source) -> tuple[Reader, str]:
    sample = _sample(source)
    sniffs: list[Sniff] = []
    for name in READERS:
        sniffs.append(reader(name).sniff(sample))
        if sniffs[-1].score == 1.0:  # none can beat it
            break
    best = max(range(len(sniffs)), key=lambda at: (sniffs[at].score, -at))
    if sniffs[best].score < _LEAST_SCORE:
        raise InputError(
            f"{source.path}: looks like no format that is known. Expected one of: "
            f"{_seen(sniffs)}. Name the format, or lay the file out like one of these."
        )
    return reader(READERS[best]), sniffs[best].why


def _sample(source: Source) -> Source:
    """Return the first lines of a long file, long ones cut short: enough to see its shape."""
    if len(source.text) <= _SAMPLE_CHARS:
        return source
    lines: list[str] = []
    left = _SAMPLE_CHARS
    for _, _, line in numbered_lines(source.text):
        lines.append(line[:_SAMPLE_LINE_CHARS])
        left -= len(lines[-1]) + 1
        if left < 0:
            break
    return replace(source, text="\n".join(lines))


def _seen(sniffs: Sequence[Sniff]) -> str:
    found = zip(READERS, sniffs, strict=True)
    return "; ".join(f"{name} ({sniff.why})" for name, sniff in found)


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
    names = ", ".join(str(path) for path in given) or "no path"
    reasons = [f"{m.path}: {m.message}" for r in readings for m in r.remarks if m.line == 0]
    reasons += [remark.message for remark in remarks]
    detail = f" First reason: {reasons[0]}" if reasons else ""
    return (
        f"{names}: no glossary entry was found. Expected files with terms and definitions "
        f"(formats: {', '.join(READERS)}); check the path.{detail}"
    )
