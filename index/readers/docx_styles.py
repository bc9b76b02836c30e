"""What the styles of a Word document say: headings, lists, bold and hidden text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Look", "Style", "Styles", "child_of", "tag_of", "value"]

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|table of contents|contents|index)\b", re.IGNORECASE)
_ON = (None, "", "1", "true", "on")
_MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph is by its style.

    Attributes:
        name: the style's id.
        heading: the level of a heading, 0 for the document's title, or ``None``.
        contents: whether it stands in a table of contents.
        list_id: the numbering that it belongs to, or ``None``.
        list_level: from 0.
    """

    name: str
    heading: int | None = None
    contents: bool = False
    list_id: str | None = None
    list_level: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What a run looks like."""

    bold: bool = False
    hidden: bool = False


def tag_of(element: Any) -> str:
    """Return an element's name without namespace; nothing for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str = "val") -> str | None:
    """Return an attribute, whatever its namespace (transitional and strict differ)."""
    for key, found in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(found)
    return None


def child_of(element: Any, *path: str) -> Any | None:
    """Return the first child of a name, its first child of the next name, and so on."""
    for name in path:
        element = next((one for one in element if tag_of(one) == name), None)
        if element is None:
            return None
    return element


class Styles:
    """Reads the styles of one document, each once.

    Args:
        part: the document's main part.
    """

    def __init__(self, part: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._default = ""
        for style in _styles(part):
            name = value(style, "styleId") or ""
            self._styles[name] = style
            if value(style, "type") == "paragraph" and value(style, "default") in _ON[2:]:
                self._default = name
        self._formats = _number_formats(part)
        self._bold: dict[str, bool] = {}

    def of(self, paragraph: Any) -> Style:
        """Return what a paragraph is."""
        properties = child_of(paragraph, "pPr")
        named = child_of(properties, "pStyle") if properties is not None else None
        name = (value(named) if named is not None else None) or self._default
        chain = list(self._chain(name))
        own = [
            one
            for one in (properties, *(child_of(style, "pPr") for style in chain))
            if one is not None
        ]
        titles = [
            value(child_of(style, "name")) or ""
            for style in chain
            if child_of(style, "name") is not None
        ]
        heading = _heading(titles)
        if heading is None and not any(_CONTENTS.match(title) for title in titles):
            heading = _outline(own)
        contents = any(_CONTENTS.match(title) for title in titles[:1])
        list_id, level = _numbering(own)
        return Style(name, heading, contents, list_id, level)

    def run(self, run: Any, paragraph_style: str) -> Look:
        """Return what a run looks like: by itself, else by its style, else by the paragraph's."""
        properties = child_of(run, "rPr")
        named = child_of(properties, "rStyle") if properties is not None else None
        hidden = properties is not None and _is_on(child_of(properties, "vanish")) is True
        bold = _is_on(child_of(properties, "b")) if properties is not None else None
        if bold is None and named is not None and self._is_bold(value(named) or ""):
            bold = True
        if bold is None:
            bold = self._is_bold(paragraph_style)
        return Look(bold, hidden)

    def is_numbered(self, list_id: str, level: int) -> bool:
        """Tell whether the items of a list are counted, not bulleted."""
        return self._formats.get((list_id, level), "bullet") not in ("bullet", "none")

    def _chain(self, name: str) -> Iterator[Any]:
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            based = child_of(style, "basedOn")
            name = (value(based) if based is not None else None) or ""

    def _is_bold(self, name: str) -> bool:
        if name not in self._bold:
            marks = (child_of(style, "rPr", "b") for style in self._chain(name))
            said = next((on for mark in marks if (on := _is_on(mark)) is not None), None)
            self._bold[name] = bool(said)
        return self._bold[name]


def _is_on(element: Any | None) -> bool | None:
    return None if element is None else value(element) in _ON


def _styles(part: Any) -> Iterator[Any]:
    try:
        root = part.styles.element
    except (KeyError, AttributeError):  # a document may come without styles
        return
    yield from (one for one in root if tag_of(one) == "style")


def _heading(titles: list[str]) -> int | None:
    for title in titles:
        match = _HEADING.match(title)
        if match:
            return int(match[1])
        if title.lower() == "title":
            return 0
    return None


def _outline(properties: list[Any]) -> int | None:
    for one in properties:
        outline = child_of(one, "outlineLvl")
        if outline is not None:
            level = value(outline) or ""
            return int(level) + 1 if level in "012345678" and level else None
    return None


def _numbering(properties: list[Any]) -> tuple[str | None, int]:
    for one in properties:
        numbering = child_of(one, "numPr")
        if numbering is not None:
            name, level = child_of(numbering, "numId"), child_of(numbering, "ilvl")
            digits = (value(level) or "0") if level is not None else "0"
            found = value(name) if name is not None else None
            return (found if found != "0" else None), int(digits) if digits in "012345678" else 0
    return None, 0


def _number_formats(part: Any) -> dict[tuple[str, int], str]:
    """Return how the levels of each numbering are shown."""
    related = (one.target_part for one in part.rels.values() if not one.is_external)
    numbering = next((one for one in related if "numbering" in str(one.partname)), None)
    root = getattr(numbering, "element", None)
    if root is None:
        return {}
    shown: dict[str, dict[int, str]] = {}
    for one in root:
        if tag_of(one) == "abstractNum":
            levels = shown.setdefault(value(one, "abstractNumId") or "", {})
            for level in one:
                form = child_of(level, "numFmt") if tag_of(level) == "lvl" else None
                number = value(level, "ilvl") or ""
                if form is not None and number.isdigit() and len(number) < 2:
                    levels[int(number)] = value(form) or ""
    formats: dict[tuple[str, int], str] = {}
    for one in root:
        abstract = child_of(one, "abstractNumId") if tag_of(one) == "num" else None
        if abstract is not None:
            for at, form in shown.get(value(abstract) or "", {}).items():
                formats[value(one, "numId") or "", at] = form
    return formats
