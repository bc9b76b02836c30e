"""Small parts of a Word document: wrappers, text boxes, readings above characters, symbols."""

from collections.abc import Iterable, Iterator
from typing import Any

from .docx_styles import tag_of
from .flow import Run

__all__ = [
    "MAX_DEPTH",
    "WRAPPERS",
    "base_texts",
    "inside",
    "symbol",
    "text_boxes",
    "with_tabs",
]

#: Elements that only hold others: content controls, insertions, simple fields.
WRAPPERS = {
    "sdt",
    "sdtContent",
    "customXml",
    "smartTag",
    "ins",
    "moveTo",
    "fldSimple",
    "bdo",
    "dir",
}
MAX_DEPTH = 60


def inside(element: Any, name: str, depth: int = 0) -> Iterator[Any]:
    """Yield rows or cells, those inside of content controls too."""
    for child in element:
        tag = tag_of(child)
        if tag == name:
            yield child
        elif tag in WRAPPERS and depth < MAX_DEPTH:
            yield from inside(child, name, depth + 1)


def text_boxes(element: Any) -> Iterable[Any]:
    """Return the text boxes that hang at a paragraph; of two copies for two programs, the first."""
    boxes = list(element.iter("{*}txbxContent"))
    return [box for box in boxes if not _is_fallback(box)] or boxes


def _is_fallback(box: Any) -> bool:
    return any(tag_of(one) == "Fallback" for one in box.iterancestors())


def with_tabs(text: str, bold: bool, href: str | None) -> Iterator[Run]:
    """Yield the pieces of a text, and its tabs as runs of their own."""
    for at, part in enumerate(text.split("\t")):
        if at:
            yield Run("\t")
        yield Run(part, bold, href=href)


def base_texts(ruby: Any) -> Iterator[Any]:
    """Yield the texts below the readings."""
    for part in ruby:
        if tag_of(part) == "rubyBase":
            yield from part.iter("{*}t")


def symbol(code: str | None) -> str:
    """Return a character of a symbol font; those of no known meaning stay a replacement sign."""
    try:
        number = int(code or "", 16)
    except ValueError:
        return ""
    return chr(number) if 31 < number < 0xD800 else "\ufffd"
