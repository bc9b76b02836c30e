"""Bytes to text, and text without markup with a map back to the file.

A reader works on the decoded file, says which characters are markup (and where a blank
must be put back), and gets the text that quotes are slices of, with a map in both
directions. So every quote can be held against the raw file later (see ``Document.runs``).
"""

import codecs
import hashlib
import html
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from .errors import InputError
from .options import Options

__all__ = ["Cut", "Source", "StrippedText", "decode", "slug", "strip"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<(?:meta\b[^>]*\bcharset|\?xml\b[^>]*\bencoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Source:
    r"""One input file, decoded.

    Attributes:
        path: the path below the argument that was given, with ``/``.
        sha256: of the raw bytes, in hex.
        text: the decoded file; ``\r\n`` and ``\r`` stand as ``\n``. Empty for binary files.
        encoding: what it was decoded with; ``"binary"`` for workbooks and the like.
        guessed: whether the encoding is a guess (no UTF-8, no byte order mark).
        raw: the file's bytes, unpacked where it was gzip.
        options: what the person who gave the file says about it.
    """

    path: str
    sha256: str
    text: str
    encoding: str
    guessed: bool = False
    raw: bytes = field(default=b"", repr=False)
    options: Options = field(default_factory=Options)


def decode(raw: bytes, path: str) -> Source:
    """Decode a text file: by its byte order mark, else UTF-8, else as HTML or XML declares.

    Where nothing declares an encoding, Windows-1252 is the guess.

    Raises:
        InputError: if the bytes are no text (NUL bytes that no UTF-16 or UTF-32 explains).
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    encoding = next((name for bom, name in _BOMS if raw.startswith(bom)), None)
    encoding = encoding or _utf16_without_mark(raw) or "utf-8"
    guessed = False
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise InputError(
                f"{path}: starts like {encoding.upper()}, but byte {error.start} is not. "
                "Expected a text file; save it as UTF-8."
            ) from None
        declared = _declared(raw)
        encoding, guessed = declared or "cp1252", declared is None
        text = raw.decode(encoding, errors="replace")
    if "\0" in text or (guessed and _looks_binary(text)):
        raise InputError(
            f"{path}: holds binary data. Expected a text file in UTF-8, UTF-16 or Windows-1252; "
            "export the glossary as text, CSV or JSON lines."
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Source(path, sha256, text, encoding, guessed, raw)


def _declared(raw: bytes) -> str | None:
    """Return the encoding that a page's head or an XML declaration names, if it fits the bytes.

    Latin-1 means Windows-1252, as browsers take it (https://encoding.spec.whatwg.org).
    """
    named = _DECLARED.search(raw[:2048])
    if named is None:
        return None
    try:
        codec = codecs.lookup(named[1].decode("ascii"))
        name = "cp1252" if codec.name in ("iso8859-1", "ascii") else codec.name
        raw.decode(name)
    except (LookupError, ValueError):
        return None
    return None if name.startswith(("utf-", "utf_")) else name  # read as ASCII, it is none


def _utf16_without_mark(raw: bytes) -> str | None:
    head = raw[:4096]
    if len(head) < 4 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * len(head) / 2 and even < odd / 8:
        return "utf-16-le"
    if even > 0.4 * len(head) / 2 and odd < even / 8:
        return "utf-16-be"
    return None


def _looks_binary(text: str) -> bool:
    sample = text[:4096]
    odd = sum(1 for char in sample if char == "\ufffd" or (char < " " and char not in "\t\n\r\f"))
    return odd > 0.02 * max(1, len(sample))


@dataclass(frozen=True, slots=True)
class Cut:
    """A range of the raw text to leave out, or to replace by ``put``.

    ``put`` is white space, or the characters that a character reference there stands for:
    ``&mdash;``.
    """

    start: int
    end: int
    put: str = ""


@dataclass(frozen=True, slots=True)
class StrippedText:
    """Raw text without its cuts, and the map between the two.

    Attributes:
        text: what is left.
        runs: ``(text_start, raw_start, length)`` of each run copied unchanged.
        line_starts: for each raw line the offset in ``text`` where it begins.
    """

    text: str
    runs: tuple[tuple[int, int, int], ...]
    line_starts: tuple[int, ...]

    def to_text(self, raw_offset: int) -> int:
        """Map an offset in the raw text to the text; inside a cut, to where the cut stood."""
        at = bisect_right(self.runs, raw_offset, key=lambda run: run[1]) - 1
        if at < 0:
            return 0
        text_start, raw_start, length = self.runs[at]
        if raw_offset <= raw_start + length:
            return text_start + raw_offset - raw_start
        after = at + 1
        return self.runs[after][0] if after < len(self.runs) else len(self.text)


def strip(raw: str, cuts: Iterable[Cut]) -> StrippedText:
    """Leave cuts out of a text and keep the map back.

    Args:
        raw: the decoded file.
        cuts: ranges that do not overlap, in any order; ``put`` may only hold white space,
            which promise 1 lets a check ignore, or what a character reference stands for.

    Raises:
        ValueError: if cuts overlap or put in anything else.
    """
    pieces: list[str] = []
    runs: list[tuple[int, int, int]] = []
    raw_at = text_at = 0

    def copy(end: int) -> None:
        nonlocal raw_at, text_at
        if end > raw_at:
            runs.append((text_at, raw_at, end - raw_at))
            pieces.append(raw[raw_at:end])
            text_at += end - raw_at
        raw_at = end

    for cut in sorted(cuts, key=lambda cut: (cut.start, cut.end)):
        named = bool(cut.put.strip()) and html.unescape(raw[cut.start : cut.end]) != cut.put
        if cut.start < raw_at or cut.end < cut.start or named:
            raise ValueError(f"cut {cut} overlaps another or puts in text (raw offset {raw_at})")
        copy(cut.start)
        pieces.append(cut.put)
        text_at += len(cut.put)
        raw_at = cut.end
    copy(len(raw))
    stripped = StrippedText("".join(pieces), tuple(runs), (0,))
    starts = [0, *(match.end() for match in re.finditer("\n", raw))]
    return StrippedText(
        stripped.text, stripped.runs, tuple(stripped.to_text(start) for start in starts)
    )


def slug(text: str) -> str:
    """Make the readable part of an id: word characters, the rest as single hyphens."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-") or "x"
