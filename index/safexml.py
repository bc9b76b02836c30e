"""XML as a tree with the lines on which elements begin and end, read so that no file does harm.

Expat, of the standard library, does the parsing: it counts lines without a limit (libxml2, which
reads HTML in readers/tree.py, counts no further than 65,535) and says where an element ends,
which lines of a file of concepts are accounted by. It fetches nothing: a DTD that stands
elsewhere is left there. What a DTD in the file itself may declare is names for short plain
texts (``<!ENTITY owl "http://www.w3.org/2002/07/owl#">``, as ontologies do); external entities,
parameter entities and entities made of entities ("billion laughs") are refused. XML 1.0 (fifth
edition), https://www.w3.org/TR/xml/; Namespaces in XML 1.0, https://www.w3.org/TR/xml-names/.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html.entities import html5
from xml.parsers import expat

from .errors import InputError

__all__ = ["XML_LANG", "Element", "parse", "text_of", "unwrap"]

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MAX_DEPTH = 300
_MAX_ENTITY_CHARS = 300
_PREDEFINED = {"lt", "gt", "amp", "apos", "quot"}


@dataclass(slots=True)
class Element:
    """An element and where it stands.

    Attributes:
        space: its namespace's IRI, or ``""``.
        tag: its local name.
        attributes: by name, those of a namespace as ``{IRI}name``.
        line: the line of its start tag, from 1.
        indent: how far in that line begins, in blanks.
        last: the line of its end tag.
        items: texts and elements, in order.
    """

    space: str
    tag: str
    attributes: dict[str, str]
    line: int
    indent: int
    last: int = 0
    items: "list[Element | str]" = field(default_factory=list)

    @property
    def children(self) -> "Iterator[Element]":
        """The elements right below."""
        return (item for item in self.items if isinstance(item, Element))

    def walk(self) -> "Iterator[Element]":
        """Yield this element and all below, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(list(element.children)))


def parse(
    text: str, path: str, *, partial: bool = False
) -> tuple[Element, tuple[tuple[int, str], ...]]:
    """Parse XML.

    Args:
        text: the decoded file; an encoding that it declares no longer counts.
        path: for messages.
        partial: the text may be cut off: elements that are open at its end are taken as they
            are, and an error ends it.

    Returns:
        the root element, and ``(line, name)`` of each entity that is declared nowhere in the
        file and no HTML entity, so that its text is missing.

    Raises:
        InputError: if it is not well-formed, nested too deeply, or declares entities that could
            do harm.
    """
    built = _Builder(text, path)
    try:
        built.parser.Parse(text.encode("utf-8", "replace"), not partial)
    except expat.ExpatError as error:
        if partial:
            return built.root, tuple(built.missing)
        raise InputError(
            f"{path}: line {error.lineno}, column {error.offset + 1}: no well-formed XML "
            f"({expat.ErrorString(error.code)}). Expected XML 1.0; mend the file at this place."
        ) from None
    return built.root, tuple(built.missing)


class _Builder:
    """Gets expat's events and builds the tree."""

    def __init__(self, text: str, path: str) -> None:
        self._path = path
        self._lines = text.split("\n")
        self._open: list[Element] = []
        self.root = Element("", "", {}, 1, 0)
        self.missing: list[tuple[int, str]] = []
        self.parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._skipped

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _MAX_DEPTH:
            raise InputError(
                f"{self._path}: line {self.parser.CurrentLineNumber}: elements nested more than "
                f"{_MAX_DEPTH} deep. Expected a glossary; take the nesting out."
            )
        space, _, tag = name.rpartition(" ")
        line = self.parser.CurrentLineNumber
        named = {_attribute(key): value for key, value in attributes.items()}
        element = Element(space, tag, named, line, self._indent(line))
        if self._open:
            self._open[-1].items.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _indent(self, line: int) -> int:
        return _indent_of(self._lines[line - 1]) if line <= len(self._lines) else 0

    def _end(self, _name: str) -> None:
        self._open.pop().last = self.parser.CurrentLineNumber

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].items.append(text)

    def _entity(
        self,
        name: str,
        is_parameter: bool,
        value: str | None,
        _base: str | None,
        system: str | None,
        _public: str | None,
        _notation: str | None,
    ) -> None:
        if name in _PREDEFINED and not is_parameter:
            return
        if value is None:
            what = f"the external entity '{name}' ({system})"
            advice = "nothing outside of a file is read or fetched; put its text in"
        elif is_parameter:
            what = f"the parameter entity '{name}'"
            advice = "write what it stands for instead"
        elif "&" in value or len(value) > _MAX_ENTITY_CHARS:
            what = f"the entity '{name}', made of other entities or longer than a name's text"
            advice = f"expected plain text of at most {_MAX_ENTITY_CHARS} characters"
        else:
            return
        raise InputError(
            f"{self._path}: line {self.parser.CurrentLineNumber}: declares {what}. Such files are "
            f"refused, for they can do harm: {advice}."
        )

    def _skipped(self, name: str, is_parameter: bool) -> None:
        """Put the character of an HTML entity whose declaration stands in a DTD elsewhere."""
        known = html5.get(f"{name};")
        if is_parameter or not self._open:
            return
        if known:
            self._open[-1].items.append(known)
        else:
            self.missing.append((self.parser.CurrentLineNumber, name))


def _attribute(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"{{{space}}}{local}" if space else local


def text_of(element: Element, without: Collection[str] = ()) -> str:
    """Return the text of an element, of the elements below too but for those ``without``.

    Lines that only the layout of the file broke are joined; see :func:`unwrap`.
    """
    pieces: list[str] = []
    waiting: list[Element | str] = [element]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            pieces.append(item)
        elif item.tag not in without:
            waiting.extend(reversed(item.items))
    return unwrap("".join(pieces), element.indent)


def unwrap(text: str, indent: int) -> str:
    """Put a text on one line, paragraph by paragraph, if only its file's layout broke it.

    That is so where the file is indented and each further line stands at least as far in as
    the first. Any other white space stays: nothing is joined in a file without indents.
    """
    text = text.strip()
    further = [line for line in text.split("\n")[1:] if line.strip()]
    if not further or not indent:
        return text
    if min(_indent_of(line) for line in further) < indent:
        return text
    paragraphs = re.split(r"\n[ \t]*(?:\n[ \t]*)+", text)
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _indent_of(line: str) -> int:
    return len(line[: len(line) - len(line.lstrip())].expandtabs())
