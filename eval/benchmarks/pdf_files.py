"""PDF files written by hand, plain and small: what the reader of PDF is measured and tested with.

The syntax is that of ISO 32000-1; fonts are the standard ones, which a file needn't hold.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["BOLD", "ITALIC", "MONO", "ROMAN", "Text", "content", "pdf", "pdf_of"]

ROMAN, BOLD, ITALIC, MONO = "F1", "F2", "F3", "F4"
_FONTS = {ROMAN: "Helvetica", BOLD: "Helvetica-Bold", ITALIC: "Helvetica-Oblique", MONO: "Courier"}
WIDTH, HEIGHT = 612, 792


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text.

    Attributes:
        left: where it begins, in points.
        down: how far below the page's top its baseline lies.
        runs: fonts and texts, one after the other.
        size: of all of them.
        before: operators in front, such as a colour or a rendering mode.
    """

    left: float
    down: float
    runs: tuple[tuple[str, str], ...]
    size: float = 9
    before: str = ""


def content(lines: Iterable[Text]) -> bytes:
    """Return the content stream of a page."""
    made = [
        f"BT {line.before} {line.left:g} {HEIGHT - line.down:g} Td "
        + " ".join(f"/{font} {line.size:g} Tf ({_escaped(text)}) Tj" for font, text in line.runs)
        + " ET"
        for line in lines
    ]
    return "\n".join(made).encode("cp1252", "replace")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def pdf_of(
    pages: Iterable[Sequence[Text]], *, catalog: str = "", page: str = "", info: str = ""
) -> bytes:
    """Return a PDF of pages of text.

    Args:
        pages: their lines.
        catalog: further entries of the document's catalog.
        page: further entries of each page.
        info: entries of the document's information.
    """
    return pdf([content(lines) for lines in pages], catalog=catalog, page=page, info=info)


def pdf(
    contents: Sequence[bytes],
    *,
    catalog: str = "",
    page: str = "",
    info: str = "",
    stream: str = "",
    trailer: str = "",
    more: Sequence[bytes] = (),
) -> bytes:
    """Return a PDF of pages with these content streams.

    Args:
        contents: a stream for each page.
        catalog: further entries of the document's catalog.
        page: further entries of each page.
        info: entries of the document's information.
        stream: further entries of each stream, such as its filter.
        trailer: further entries of the trailer.
        more: further objects; the first has the number 8, and twice the count of
            pages more.
    """
    fonts = " ".join(f"/{name} {4 + at} 0 R" for at, name in enumerate(_FONTS))
    first = 4 + len(_FONTS)
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(contents)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] >>".encode(),
        f"<< {info} >>".encode(),
    ]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>".encode()
        for font in _FONTS.values()
    ]
    for at, text in enumerate(contents):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents "
            f"{first + 2 * at + 1} 0 R /Resources << /Font << {fonts} >> >> {page} >>".encode(),
            f"<< /Length {len(text)} {stream} >>\nstream\n".encode() + text + b"\nendstream",
        ]
    return _file([*objects, *more], trailer)


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    made = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    made += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R {trailer} >>\n".encode()
    return bytes(made + f"startxref\n{start}\n%%EOF\n".encode())
