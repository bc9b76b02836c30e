"""The text of a PDF with its places and styles, by PDFium, in a process of its own.

``pdf_pages.py`` starts it: the file on standard input, one JSON value a line on standard output.
PDFium is C++, and a file may be made to crash it or to unpack without end: then this process ends
and the reader says so. Nothing is drawn, run, fetched or written. It imports nothing of ours, so
that starting it takes a tenth of a second.
"""

import ctypes
import json
import math
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["main", "pages"]

_BOLD_WEIGHT = 600
_INVISIBLE = 3  # a text rendering mode (ISO 32000-1, 9.3.6), as text recognition writes it
_BOLD_MODE = 2  # filled and stroked: bold made of a font that has none
_SPACE = 0.22  # of the size: a gap between characters that is a blank
_LIKELY_SPACE = 0.08  # the same, where PDFium takes it for one
_APART = 0.9  # of the size: a gap that parts two pieces
_TILT = 0.1  # of the unit vector: text that is not level
_PIECE_COST = 10  # of the characters that may be read, for a piece of text itself
_HYPHEN = 2  # what PDFium gives for a hyphen at a line's end
_RIGHT_TO_LEFT = ("R", "AL", "NSM")  # bidirectional classes (UAX 9)
_LEFT_TO_RIGHT = ("L", "EN", "AN")
_NO_CHARACTER = (0, 0xFFFE, 0xFFFF)
_PASSWORD = 4


def main() -> None:
    """Read the limits from the command line, the file from standard input; write the pages."""
    most_bytes, most_seconds, most_pages, most_chars = map(int, sys.argv[1:5])
    _confine(most_bytes, most_seconds)
    raw = sys.stdin.buffer.read()
    for value in pages(raw, most_pages, most_chars):
        sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def _confine(most_bytes: int, most_seconds: int) -> None:
    """Let the system end this process beyond its memory or time, where it can (POSIX)."""
    try:
        import resource
    except ImportError:  # Windows: the time is held to by who started us
        return
    for what, most in (
        (resource.RLIMIT_CPU, most_seconds),
        (resource.RLIMIT_AS, most_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        try:
            resource.setrlimit(what, (most, hard))
        except (OSError, ValueError):  # macOS knows no limit of memory
            continue


def pages(raw: bytes, most_pages: int, most_chars: int) -> Iterator[dict[str, Any]]:
    """Yield what the file is, then its pages, then what was found in all.

    The first value has ``pages``, ``title``, ``language``, ``scripts``, ``files``, ``copying``
    (whether its author lets one copy text); or ``error`` alone: ``"password"``, ``"format"``,
    ``"pages"``. A page has ``label``, ``width``, ``height``, ``pictures``, ``styles`` (those that
    are new: font, size, weight, slant, colour), ``pieces`` (left, right, baseline from the top,
    style, text, whether it is seen, in points) and ``unmapped``, the number of characters whose
    font doesn't say what they are. ``{"error": "chars"}`` ends a text that is too long.
    """
    import pypdfium2.raw as pdfium

    held = ctypes.create_string_buffer(raw, len(raw))
    document = pdfium.FPDF_LoadMemDocument64(held, len(raw), None)
    if not document:
        locked = pdfium.FPDF_GetLastError() == _PASSWORD
        yield {"error": "password" if locked else "format"}
        return
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count > most_pages:
            yield {"error": "pages", "pages": count}
            return
        yield _about(pdfium, document, count)
        styles = _Styles(pdfium)
        for number in range(count):
            page = _page(pdfium, document, number, styles)
            most_chars -= sum(len(piece[4]) + _PIECE_COST for piece in page["pieces"])
            if most_chars < 0:
                yield {"error": "chars"}
                return
            yield page
    finally:
        pdfium.FPDF_CloseDocument(document)


def _about(pdfium: Any, document: Any, count: int) -> dict[str, Any]:
    permitted = pdfium.FPDF_GetDocPermissions(document)
    return {
        "pages": count,
        "title": _text(pdfium.FPDF_GetMetaText, document, b"Title"),
        "language": _text(pdfium.FPDFCatalog_GetLanguage, document),
        "scripts": pdfium.FPDFDoc_GetJavaScriptActionCount(document),
        "files": pdfium.FPDFDoc_GetAttachmentCount(document),
        "copying": bool(permitted & 16),  # ISO 32000-1, table 22, bit 5
    }


def _text(read: Any, *given: Any) -> str:
    """Return a text that PDFium writes as UTF-16 into a buffer."""
    size = read(*given, None, 0)
    if not 2 < size < 100_000:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    read(*given, buffer, size)
    return bytes(buffer)[:size].decode("utf-16-le", "replace").rstrip("\0")


def _page(pdfium: Any, document: Any, number: int, styles: "_Styles") -> dict[str, Any]:
    made: dict[str, Any] = {"label": _text(pdfium.FPDF_GetPageLabel, document, number)}
    made.update(width=0.0, height=0.0, pictures=False, styles=[], pieces=[], unmapped=0)
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        made["broken"] = True
        return made
    text = pdfium.FPDFText_LoadPage(page)
    try:
        made["width"] = round(_finite(pdfium.FPDF_GetPageWidthF(page)), 1)
        made["height"] = round(_finite(pdfium.FPDF_GetPageHeightF(page)), 1)
        if not text:
            made["broken"] = True
            return made
        known = len(styles.listed)
        turned = pdfium.FPDFPage_GetRotation(page)
        reading = _Reading(pdfium, text, turned, made["height"], styles)
        reading.read()
        made["pieces"], made["unmapped"] = reading.pieces, reading.unmapped
        made["styles"] = styles.listed[known:]
        made["pictures"] = not reading.pieces and _has_pictures(pdfium, page)
        return made
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _has_pictures(pdfium: Any, page: Any) -> bool:
    """Tell whether a page without text shows anything at all."""
    return bool(pdfium.FPDFPage_CountObjects(page) > 0)


@dataclass(slots=True)
class _Styles:
    """The styles seen so far, and what each text object of a page looks like."""

    pdfium: Any
    listed: list[list[Any]] = field(default_factory=list)
    _numbers: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def number(self, text: Any, at: int, shown: Any) -> tuple[int, float, bool, tuple[float, ...]]:
        """Return a character's style, its size, whether it is seen, and its direction."""
        pdfium = self.pdfium
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, at, matrix)
        across = math.hypot(_finite(matrix.a), _finite(matrix.b)) or 1.0
        scale = math.hypot(_finite(matrix.c), _finite(matrix.d)) or across
        size = abs(_finite(pdfium.FPDFText_GetFontSize(text, at))) * scale
        size = round(min(size, 5_000.0), 1)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(shown) if shown else 0
        font, flags = self._font(text, at)
        name = font.lower()
        heavy = pdfium.FPDFText_GetFontWeight(text, at) >= _BOLD_WEIGHT or mode == _BOLD_MODE
        slanted = bool(flags & 64) or "italic" in name or "oblique" in name
        key = (font, size, heavy, slanted, self._colour(text, at))
        number = self._numbers.setdefault(key, len(self.listed))
        if number == len(self.listed):
            self.listed.append(list(key))
        direction = (_finite(matrix.a) / across, _finite(matrix.b) / across)
        return number, size, mode != _INVISIBLE, direction

    def _font(self, text: Any, at: int) -> tuple[str, int]:
        flags = ctypes.c_int(0)
        size = self.pdfium.FPDFText_GetFontInfo(text, at, None, 0, flags)
        if not 0 < size < 2_000:
            return "", flags.value
        name = ctypes.create_string_buffer(size)
        self.pdfium.FPDFText_GetFontInfo(text, at, name, size, flags)
        said = name.raw[: size - 1].decode("utf-8", "replace")
        prefix, plus, rest = said.partition("+")  # of a font that holds only what is used
        return (rest if plus and len(prefix) == 6 else said), flags.value

    def _colour(self, text: Any, at: int) -> int:
        parts = [ctypes.c_uint(0) for _ in range(4)]
        self.pdfium.FPDFText_GetFillColor(text, at, *parts)
        return parts[0].value << 16 | parts[1].value << 8 | parts[2].value


class _Reading:
    """Joins the characters of a page to pieces: of one style, on one baseline, without a gap."""

    def __init__(self, pdfium: Any, text: Any, turned: int, height: float, styles: _Styles) -> None:
        self._pdfium = pdfium
        self._text = text
        self._turned = turned
        self._height = height
        self._styles = styles
        self._look: tuple[int, float, bool, tuple[float, ...]] = (0, 0.0, True, (1.0, 0.0))
        self._blank = False  # whether a blank stood before
        self._typed = False  # whether it is one of the text, and not PDFium's guess
        self._back = False  # whether the last piece runs from right to left
        self._half = 0  # the first half of a surrogate pair
        self._box = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(0), ctypes.c_double(0)
        self._chars: list[str] = []  # of the last piece
        self.pieces: list[list[Any]] = []
        self.unmapped = 0

    def read(self) -> None:
        pdfium, text = self._pdfium, self._text
        before = -1
        for at in range(pdfium.FPDFText_CountChars(text)):
            code = pdfium.FPDFText_GetUnicode(text, at)
            shown = pdfium.FPDFText_GetTextObject(text, at)
            if not shown or pdfium.FPDFText_IsGenerated(text, at) == 1:
                self._blank = True
                continue
            here = ctypes.addressof(shown.contents)
            if here != before:
                before = here
                self._look = self._styles.number(text, at, shown)
            self._character(at, code)
        self._close()

    def _close(self) -> None:
        """Give the last piece its text."""
        if self.pieces:
            self.pieces[-1][4] = "".join(self._chars)

    def _character(self, at: int, code: int) -> None:
        char = self._shown(at, code)
        if not char or char.isspace():
            self._blank = self._typed = self._typed or bool(char)
            return
        left, right, base = self._place(at)
        number, size, seen, _ = self._look
        last = self.pieces[-1] if self.pieces else None
        kind = unicodedata.bidirectional(char)
        back = kind in _RIGHT_TO_LEFT or (self._back and kind not in _LEFT_TO_RIGHT)
        gap = 0.0 if not last else last[0] - right if back else left - last[1]
        alike = last and back == self._back and last[3:4] + last[5:] == [number, seen]
        if last and alike and self._is_beside(last, gap, base):
            if gap > (_LIKELY_SPACE if self._blank else _SPACE) * size or self._joint(gap, base):
                self._chars.append(" ")
            self._chars.append(char)
            last[0], last[1] = min(last[0], left), max(last[1], right)
        else:
            self._close()
            self._chars = [" ", char] if self._blank and last else [char]
            self.pieces.append([left, right, base, number, "", seen])
        self._blank = self._typed = False
        self._back = back

    def _shown(self, at: int, code: int) -> str:
        """Return what a code of PDFium's shows; nothing for half a surrogate pair."""
        half, self._half = self._half, 0
        if 0xD800 <= code < 0xDC00:
            self._half = code
            return ""
        if half and 0xDC00 <= code < 0xE000:
            return chr(0x10000 + ((half - 0xD800) << 10) + code - 0xDC00)
        if self._pdfium.FPDFText_HasUnicodeMapError(self._text, at) == 1 or (
            code in _NO_CHARACTER or 0xD800 <= code < 0xE000 or code > 0x10FFFF
        ):
            self.unmapped += 1
            return "\ufffd"
        return "-" if code == _HYPHEN else chr(code) if code >= 32 else " "

    def _is_beside(self, last: list[Any], gap: float, base: float) -> bool:
        """Tell whether a character goes on with the last piece; if not level, it does."""
        size = self._look[1]
        if math.isnan(base):
            return math.isnan(last[2])
        return abs(last[2] - base) < 0.1 * size and -0.5 * size < gap < _APART * size

    def _joint(self, gap: float, base: float) -> bool:
        """Tell whether a blank of the text stands before, however narrow it was set."""
        least = -0.3 if self._typed else 0.02
        return self._blank and (gap > least * self._look[1] or math.isnan(base))

    def _place(self, at: int) -> tuple[float, float, float]:
        """Return left, right and baseline as the page is shown: turned, and from the top."""
        pdfium = self._pdfium
        box, x, y = self._box, self._x, self._y
        pdfium.FPDFText_GetLooseCharBox(self._text, at, box)
        pdfium.FPDFText_GetCharOrigin(self._text, at, x, y)
        left, right = _finite(box.left), _finite(box.right)
        down, up = _finite(box.bottom), _finite(box.top)
        across, along = _finite(x.value), _finite(y.value)
        dx, dy = self._look[3]
        match self._turned:
            case 1:
                left, right, base, dx, dy = down, up, across, dy, -dx
            case 2:
                left, right, base, dx, dy = -right, -left, along, -dx, -dy
            case 3:
                left, right, base, dx, dy = -up, -down, self._height - across, -dy, dx
            case _:
                base = self._height - along
        if dx < 0 or abs(dy) > _TILT:
            base = math.nan  # not level: it stands in no line
        return round(left, 2), round(right, 2), round(base, 2)


def _finite(value: float) -> float:
    return value if math.isfinite(value) and abs(value) < 1e6 else 0.0


if __name__ == "__main__":
    main()
