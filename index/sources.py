"""One file's bytes to a source: unpacked, checked for bombs, decoded where it is text."""

import zlib
from dataclasses import replace
from hashlib import sha256

from .archives import check_document, is_archive, is_zip, open_zip
from .errors import InputError
from .options import Options
from .text import Source, decode

__all__ = ["as_source"]

_GZIP = b"\x1f\x8b"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"
_LEAD = 64  # bytes: blank ones may stand before it


def as_source(raw: bytes, path: str, options: Options | None = None) -> Source:
    """Unpack and decode one file's bytes; the sha256 is that of the bytes as they lie.

    Workbooks, word processors' files and the like are zip archives: they come with ``raw`` and
    without text, once it is sure that they unpack to no more than ``options.max_bytes``. So do
    OLE files (older Office files, and encrypted ones) and PDF.

    Raises:
        InputError: if they are empty, too large, damaged, or binary of another kind.
    """
    options = options or Options()
    digest = sha256(raw).hexdigest()
    plain = _unpack(raw, path, options.max_bytes) if raw.startswith(_GZIP) else raw
    if is_zip(plain):
        with open_zip(plain, path, options.max_bytes) as opened:
            if not is_archive(opened):
                check_document(opened, plain, path)
    if is_zip(plain) or plain.startswith(_OLE) or plain[:_LEAD].lstrip().startswith(_PDF):
        return Source(path, digest, "", "binary", raw=plain, options=options)
    source = replace(decode(plain, path), sha256=digest, options=options)
    if not source.text.strip():
        raise InputError(f"{path}: is empty. Expected terms with definitions; check the file.")
    return source


def _unpack(raw: bytes, path: str, most: int) -> bytes:
    """Decompress gzip, several members too, and no more than ``most`` bytes."""
    pieces: list[bytes] = []
    left = most
    try:
        while raw:
            member = zlib.decompressobj(wbits=31)
            pieces.append(member.decompress(raw, left + 1))
            left -= len(pieces[-1])
            if left < 0:
                raise InputError(
                    f"{path}: holds more than {most:,} bytes unpacked. Split it, or raise the "
                    "limit with --max-bytes."
                )
            if not member.eof:
                raise InputError(f"{path}: the gzip data breaks off. Fetch or pack it again.")
            raw = member.unused_data.lstrip(b"\0")
    except zlib.error as error:
        raise InputError(
            f"{path}: starts like gzip, but is damaged ({error}). Fetch or pack it again."
        ) from None
    return b"".join(pieces)
