"""Zip archives: those that hold glossaries, and the documents that are archives inside.

An archive is never unpacked to disk, so a name such as ``../x`` can't harm; it is refused all
the same, for its document would have a path that points elsewhere. Sizes that an archive
declares are held against its data (APPNOTE.TXT 6.3.10, 4.3), for other programs trust them.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .errors import InputError

__all__ = [
    "Member",
    "check_document",
    "is_archive",
    "is_zip",
    "member_names",
    "members",
    "open_zip",
    "read_member",
]

MAX_MEMBERS = 20_000
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_DIRECTORY_ENTRY = b"PK\x01\x02"
_BOMB_BYTES = 2**24  # smaller ones do no harm, however tightly packed
_BOMB_RATIO = 250  # workbooks of one row over and over reach 60
#: What stands in a file that is a document, not an archive of files.
_DOCUMENTS = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")
_ENCRYPTED = 0x1
_UTF8 = 0x800
_DAMAGE = (
    BadZipFile,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes:
        name: its path in the archive, with ``/``.
        fault: why it can't be read, or ``None``.
        info: where it lies.
    """

    name: str
    fault: str | None
    info: ZipInfo


def is_zip(raw: bytes) -> bool:
    """Tell whether bytes start like a zip archive (an empty one too)."""
    return raw.startswith(_MAGIC)


def open_zip(raw: bytes, path: str, max_bytes: int) -> ZipFile:
    """Open a zip archive whose members are sure to unpack to ``max_bytes`` at most, all together.

    Raises:
        InputError: if it is damaged, a bomb, or larger.
    """
    if raw.count(_DIRECTORY_ENTRY) > MAX_MEMBERS:
        raise InputError(f"{path}: has more than {MAX_MEMBERS:,} members. Split it.")
    with _sound(path):
        opened = ZipFile(BytesIO(raw))
    total = sum(info.file_size for info in opened.infolist())
    if total > max_bytes:
        raise InputError(
            f"{path}: holds {total:,} bytes unpacked. Expected at most {max_bytes:,}; split it, or "
            "raise the limit with --max-bytes."
        )
    if total > _BOMB_BYTES and total > _BOMB_RATIO * len(raw):
        raise InputError(
            f"{path}: holds {total:,} bytes, packed into {len(raw):,}: so tight only bombs are. "
            "Unpack it and give the files, if you know them to be good."
        )
    return opened


@contextmanager
def _sound(path: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        reason = str(error) or type(error).__name__
        raise InputError(
            f"{path}: starts like a zip archive, but is damaged ({reason}). Fetch or pack it again."
        ) from None


def member_names(raw: bytes) -> frozenset[str]:
    """Return the names in a zip archive; empty where it is none, or damaged."""
    if not is_zip(raw) or raw.count(_DIRECTORY_ENTRY) > MAX_MEMBERS:
        return frozenset()
    try:
        with ZipFile(BytesIO(raw)) as opened:
            return frozenset(opened.namelist())
    except _DAMAGE:
        return frozenset()


def check_document(opened: ZipFile, raw: bytes, path: str) -> None:
    """Make sure that a document's members are plain and no larger than they say.

    Libraries for workbooks and the like read members whole; ``zipfile`` itself would unpack two
    gigabytes for one that lies.

    Raises:
        InputError: if one is encrypted, packed unusually, damaged, or larger than declared.
    """
    for info in opened.infolist():
        if info.flag_bits & _ENCRYPTED:
            raise InputError(f"{path}: is encrypted. Save it without a password.")
        with _sound(path):
            if _unpacked_size(raw, info) != info.file_size:
                raise BadZipFile(f"'{info.filename}' is not as large as it says")


def _unpacked_size(raw: bytes, info: ZipInfo) -> int:
    """Return how many bytes a member unpacks to, at most one more than declared."""
    names, extras = struct.unpack_from("<HH", raw, info.header_offset + 26)
    start = info.header_offset + 30 + names + extras
    packed = raw[start : start + info.compress_size]
    if info.compress_type == ZIP_STORED:
        return len(packed)
    if info.compress_type != ZIP_DEFLATED:
        raise BadZipFile(f"'{info.filename}' is packed in an unusual way")
    return len(zlib.decompressobj(wbits=-15).decompress(packed, info.file_size + 1))


def is_archive(opened: ZipFile) -> bool:
    """Tell whether a zip archive holds files, rather than being one document."""
    return not any(name in opened.NameToInfo for name in _DOCUMENTS)


def members(opened: ZipFile) -> list[Member]:
    """Return the files of an archive, sorted by name; folders are none."""
    found: dict[str, Member] = {}
    for info in opened.infolist():
        name = _name(info)
        if not name.endswith("/"):
            again = "stands in the archive twice" if name in found else None
            found[name] = Member(name, again or _fault(info, name), info)
    return sorted(found.values(), key=lambda member: member.name)


def _name(info: ZipInfo) -> str:
    name = info.filename
    if not info.flag_bits & _UTF8:
        with suppress(UnicodeError):  # packed by a program that writes UTF-8 and doesn't say so
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _fault(info: ZipInfo, name: str) -> str | None:
    if ".." in name.split("/") or re.match(r"/|[A-Za-z]:", name) or not name.isprintable():
        return "has a name that points out of the archive, or is none"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted"
    return None


def read_member(opened: ZipFile, member: Member, path: str) -> bytes:
    """Return a file's bytes.

    Raises:
        InputError: if it has a fault, or is damaged.
    """
    if member.fault:
        raise InputError(
            f"{path}: {member.fault}. Expected a plain file in the archive; unpack it and give the "
            "file itself."
        )
    with _sound(path), opened.open(member.info) as file:
        return file.read(max(1, member.info.file_size))
