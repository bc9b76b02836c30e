"""Edits to XML, and pages of PDF, by a string of bytes: what they give is well formed.

A parser refuses nearly all XML with a byte changed, and fuzzing would never get behind it; of a PDF
only what its pages show gets to the code that is ours.
"""

import copy
import re
from xml.etree import ElementTree

from glossator.eval.benchmarks.pdf_files import BOLD, ITALIC, MONO, ROMAN, Text, pdf_of

__all__ = ["edited", "placed"]

_TEXTS = (
    *("", " ", "Urn", "A pot.", ":", " – ", "\n", "\t", "1.", "(", "See ", "Urn (U)", "true", "0"),
    *(
        "-1",
        "99999999",
        "A1",
        "XFD1048576",
        "Term",
        "Definition",
        "en",
        "de-AT",
        "\u200b",
        "\ufffd",
    ),
)
_PLACED = 5  # bytes for a line of a page
_MAX_TIMES = 60  # edits


def edited(text: str, edits: bytes) -> str:
    """Apply edits, three bytes each: which element, what to do, with what.

    Args:
        text: well-formed XML of our own.
        edits: at most :data:`_MAX_TIMES` are heeded.
    """
    for prefix, space in re.findall(r'xmlns:?([\w.-]*)="([^"]+)"', text):
        if not re.fullmatch(r"ns\d+", prefix):
            ElementTree.register_namespace(prefix, space)
    root = ElementTree.fromstring(text)
    for at in range(0, min(len(edits) - 2, 3 * _MAX_TIMES), 3):
        _edit(root, edits[at], edits[at + 1], edits[at + 2])
    return ElementTree.tostring(root, encoding="unicode")


def _edit(root: ElementTree.Element, which: int, what: int, how: int) -> None:
    elements = list(root.iter())
    one, other = elements[which % len(elements)], elements[how % len(elements)]
    said = _TEXTS[how % len(_TEXTS)]
    match what % 8:
        case 0:
            one.text = said
        case 1:
            one.tail = said
        case 2:
            one.tag = other.tag
        case 3 if one.attrib:
            one.set(sorted(one.attrib)[how % len(one.attrib)], _TEXTS[what // 8 % len(_TEXTS)])
        case 4 if other.attrib:
            one.attrib.update(other.attrib)
        case 5 if len(one):
            one.remove(one[how % len(one)])
        case 6 if len(elements) < 400:
            one.append(copy.deepcopy(other))
        case 7 if len(elements) < 400:
            one.insert(0, copy.deepcopy(other))
        case _:
            one.text = (one.text or "") + said


def placed(data: bytes) -> bytes:
    """Return a PDF of the lines that bytes say, five each: where, in which font and size, which.

    Bytes that begin as a PDF does are one.
    """
    if data.startswith(b"%PDF"):
        return data
    pages: list[list[Text]] = [[]]
    for at in range(0, len(data) - _PLACED + 1, _PLACED):
        left, down, look, size, what = data[at : at + _PLACED]
        if look >= 250:
            pages.append([])
        font = (ROMAN, BOLD, ITALIC, MONO)[look % 4]
        said = _TEXTS[what % len(_TEXTS)] or "A pot that holds wine."
        behind = ((ROMAN, _TEXTS[look % len(_TEXTS)]),) if look & 8 else ()
        before = "3 Tr" if look & 64 else "1 0 0 rg" if look & 32 else ""
        runs = ((font, said), *behind)
        pages[-1].append(Text(left * 2.4, down * 3.1, runs, (6, 9, 9, 9.5, 14)[size % 5], before))
    return pdf_of(pages)
