"""Edits to XML by a string of bytes: what they give is well formed, unlike XML with a byte changed.

A parser refuses nearly all of the latter, and fuzzing would never get behind it.
"""

import copy
import re
from xml.etree import ElementTree

__all__ = ["edited"]

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
