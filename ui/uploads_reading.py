"""A user's file, read and shown before anything is indexed: bytes in, a draft out."""

import secrets
import zlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ..index.errors import InputError
from ..index.options import Options
from ..index.reading import read_bytes
from ..index.records import Entry, Reading, Remark
from .markup import clean

__all__ = ["Draft", "Limits", "file_name", "new_id", "read_draft", "read_own", "size"]

_GZIP = b"\x1f\x8b"
_NAME_CHARS = 120
_SHOWN_CHARS = 400  # of a definition, before it is indexed
_ALIASES = 20
_HELD = Options(max_bytes=2**25)  # of what a workbook or a word processor's file unpacks to


@dataclass(frozen=True, slots=True)
class Limits:
    """How much users may bring, each of them and all together.

    Attributes:
        file_bytes: of one file, packed or unpacked.
        user_bytes: of one user's files, unpacked, those only read included.
        user_entries: of one user's glossaries.
        glossaries: of one user.
        drafts: files of one user that are read and not indexed; the oldest goes first.
        draft_s: how long such a file waits.
        base_entries: the server's own glossary is combined with a user's up to this size.
        users: whose glossaries are held at once; the one who was away longest goes first.
        all_bytes: of all users' files, unpacked.
        indexed_entries: held ready in memory, the server's own counted for each user; beyond it
            the index of who was away longest is put away, and made again when it is asked.
        idle_s: a user away for longer is forgotten.
    """

    file_bytes: int = 4 * 2**20
    user_bytes: int = 12 * 2**20
    user_entries: int = 5_000
    glossaries: int = 20
    drafts: int = 20
    draft_s: float = 1_800.0
    base_entries: int = 20_000
    users: int = 300
    all_bytes: int = 256 * 2**20
    indexed_entries: int = 30_000
    idle_s: float = 4 * 3_600.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that was read and is not indexed.

    Attributes:
        id: random; it means something beside its user's cookie only.
        name: the file's name, unlike that of any other file of the user.
        title: as the user wishes, or the file's own.
        titled: what the user wishes; ``None`` for the file's own.
        wanted: the format that was asked for, or ``"auto"``.
        raw: the bytes.
        size: their number, unpacked.
        made: when, in seconds.
        reading: what was made of them.
    """

    id: str
    name: str
    title: str
    titled: str | None
    wanted: str
    raw: bytes
    size: int
    made: float
    reading: Reading

    def to_dict(self, start: int = 0, count: int = 200) -> dict[str, Any]:
        """Return what a person looks at before it is indexed; ``count`` entries from ``start``."""
        reading = self.reading
        uses = Counter[str]()
        for part in reading.lines:
            uses[part.use.value] += part.last - part.first + 1
        return {
            "id": self.id,
            "name": clean(self.name),
            "title": clean(self.title),
            "format": reading.format,
            "why": clean(reading.why),
            "bytes": self.size,
            "lines": dict(uses),
            "total": len(reading.entries),
            "start": start,
            "entries": [_entry(one) for one in reading.entries[start : start + count]],
            "remarks_total": len(reading.remarks),
            "remarks": [_remark(one) for one in reading.remarks[:count]] if start == 0 else [],
        }


def _entry(entry: Entry) -> dict[str, Any]:
    definition = entry.definition
    return {
        "term": clean(entry.term),
        "aliases": [clean(alias) for alias in entry.aliases[:_ALIASES]],
        "definition": clean(definition[:_SHOWN_CHARS]),
        "cut": len(definition) > _SHOWN_CHARS,
        "place": clean(entry.locator or f"line {entry.line}"),
        "flags": list(entry.flags),
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {"line": remark.line, "code": remark.code, "message": clean(remark.message)}


def new_id() -> str:
    """Return a random id."""
    return secrets.token_hex(8)


def file_name(given: str, taken: Collection[str]) -> str:
    """Return a name to show: the last part of a path, short, and unlike those that are taken."""
    last = clean(given).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    name = "".join(char for char in last if char.isprintable()).strip()
    stem, dot, suffix = name.rpartition(".")
    if not (stem and dot) or len(suffix) > 10:
        stem, dot, suffix = name, "", ""
    stem = stem[: _NAME_CHARS - len(suffix)].strip() or "pasted text"
    made, nth = f"{stem}{dot}{suffix}", 1
    while made in taken:
        nth += 1
        made = f"{stem} ({nth}){dot}{suffix}"
    return made


def size(raw: bytes, name: str, most: int) -> int:
    """Return how many bytes a file has once it is unpacked, without unpacking more than ``most``.

    Raises:
        InputError: if they are more.
    """
    total = len(raw)
    if raw.startswith(_GZIP):
        total, rest = 0, raw
        try:
            while rest.startswith(_GZIP) and total <= most:
                member = zlib.decompressobj(wbits=31)
                total += len(member.decompress(rest, most + 1 - total))
                if not member.eof:
                    break  # too large, or broken off: the reader says so
                rest = member.unused_data.lstrip(b"\0")
        except zlib.error:
            pass  # the reader says what is wrong with it
    if max(total, len(raw)) > most:
        raise InputError(
            f"{name}: is larger than {most / 2**20:g} MB. Split it, or index it on your own "
            "machine: glossator index FILE --out DIR"
        )
    return max(total, len(raw))


def read_own(raw: bytes, name: str, own_id: str, wanted: str, title: str | None) -> Reading:
    """Read a user's file; its document's id is like no other's on the server."""
    return read_bytes(raw, name, wanted, document=f"own-{own_id}", title=title, options=_HELD)


def read_draft(
    raw: bytes, name: str, limits: Limits, now: float, wanted: str = "auto", title: str = ""
) -> Draft:
    """Read a file for its user to look at.

    Args:
        raw: its bytes, packed or not.
        name: as :func:`file_name` made it.
        limits: of one file and of its entries.
        now: the time, in seconds.
        wanted: a reader's name, or ``"auto"``.
        title: instead of the file's own, if not blank.

    Raises:
        InputError: if it is too large, can't be read, or holds no entry.
    """
    unpacked = size(raw, name, limits.file_bytes)
    titled = clean(" ".join(title.split()))[:_NAME_CHARS] or None
    draft_id = new_id()
    reading = read_own(raw, name, draft_id, wanted, titled)
    if not reading.entries:
        raise InputError(
            f"{name}: no entry was found, read as '{reading.format}' ({reading.why}). Expected "
            "terms, each with a definition; choose the format if it was taken for another."
        )
    if len(reading.entries) > limits.user_entries:
        raise InputError(
            f"{name}: holds {len(reading.entries):,} entries. This page takes "
            f"{limits.user_entries:,} at most; index it on your own machine: glossator index "
            "FILE --out DIR"
        )
    return Draft(
        draft_id, name, reading.document.title, titled, wanted, raw, unpacked, now, reading
    )
