"""Trees of HTML and XML: the one module that imports lxml (libxml2 does the parsing).

HTML is read by libxml2's HTML parser (the tokenizer of https://html.spec.whatwg.org, errors
mended as browsers do), XML (https://www.w3.org/TR/xml) strictly. Nothing outside the file is
ever fetched: no network, no DTD, no external entity; entities that the file itself defines are
put in as long as they don't multiply it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.entities import html5
from typing import Any

from ..errors import InputError, MissingPartError

__all__ = ["MAX_DEPTH", "Node", "parse_html", "parse_xml"]

# Deeper elements are hung below their ancestor at this depth: their text is kept, and whoever
# walks the tree by recursion is safe. No page that people wrote is so deep on purpose.
MAX_DEPTH = 100
_LINE = "data-line-of-source"
_START_TAG = re.compile(r"<[a-zA-Z][^\s/>]*")
_MARK = re.compile(rf" {_LINE}=\d+")
_EXTERNAL = re.compile(r"<!ENTITY\s+(?:%\s+)?(\S+)\s+(?:SYSTEM|PUBLIC)\s|<!--(?s:.*?)(?:-->|\Z)")
_OWN = re.compile(r"<!ENTITY\s+([^\s%]\S*)\s")
_NAMED = re.compile(r"<!\[CDATA\[(?s:.*?)(?:\]\]>|\Z)|&([a-zA-Z][a-zA-Z0-9]*);")
_XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}


@dataclass(eq=False)
class Node:
    """An element; comments and processing instructions are left out.

    Attributes:
        tag: its name, without namespace; in lower case in HTML.
        attributes: without namespaces (``xml:lang`` is ``lang``, ``xml:id`` is ``id``).
        line: the line of the file, from 1, on which it starts.
        children: elements and texts, in order.
        namespace: of the name, or ``""``.
    """

    tag: str
    attributes: dict[str, str]
    line: int
    children: "list[Node | str]" = field(default_factory=list)
    namespace: str = ""

    def get(self, name: str) -> str:
        """Return an attribute, or an empty text."""
        return self.attributes.get(name, "")

    @cached_property
    def classes(self) -> frozenset[str]:
        """The words of the class attribute, in lower case."""
        return frozenset(self.get("class").lower().split())

    @property
    def elements(self) -> "Iterator[Node]":
        """The elements among the children."""
        return (child for child in self.children if isinstance(child, Node))

    def walk(self) -> "Iterator[Node]":
        """Yield the element and all below it, in order of the document."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(list(node.elements)))

    def find(self, *tags: str) -> "Iterator[Node]":
        """Yield the elements below that have one of the names, in order of the document."""
        return (node for node in self.walk() if node.tag in tags and node is not self)

    @property
    def text(self) -> str:
        """All text below, as it stands."""
        pieces: list[str] = []
        stack: list[Node | str] = [self]
        while stack:
            one = stack.pop()
            if isinstance(one, str):
                pieces.append(one)
            else:
                stack.extend(reversed(one.children))
        return "".join(pieces)


def parse_html(text: str, path: str) -> Node:
    """Parse an HTML page or a fragment of one, however broken.

    Lines come from a mark that each start tag is given before parsing: libxml2 counts lines of
    HTML no further than 65,535.

    Raises:
        InputError: if elements are nested deeper than the parser follows.
        MissingPartError: if lxml isn't installed.
    """
    etree = _etree()
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(_marked(text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(_wrong(path, "HTML", error)) from None
    for fault in parser.error_log:
        if fault.level >= etree.ErrorLevels.FATAL and "depth" in fault.message.lower():
            raise InputError(
                f"{path}: has elements nested thousands deep. Expected a page as people write it; "
                "check what made the file."
            )
    return Node("html", {}, 1) if root is None else _nodes(root, html=True)


def parse_xml(text: str, path: str) -> Node:
    """Parse an XML document, strictly; names of HTML's characters (``&nbsp;``) are known.

    Raises:
        InputError: if it isn't well formed, names external entities in its text, or its
            entities multiply it.
        MissingPartError: if lxml isn't installed.
    """
    etree = _etree()
    external = next((found for found in _EXTERNAL.finditer(text) if found[1]), None)
    if external:
        raise InputError(
            f"{path}: line {text.count(chr(10), 0, external.start()) + 1} declares the external "
            f"entity '{external[1][:60]}', and nothing outside a file is ever read. Expected one "
            "document; put the text in (xmllint --noent), or delete the declaration."
        )
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities="internal",
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        whole = _with_characters(text.lstrip()).encode("utf-8", "replace")
        root = etree.fromstring(whole, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(_wrong(path, "XML", error)) from None
    return _nodes(root, html=False, skipped=text.count("\n", 0, len(text) - len(text.lstrip())))


def _with_characters(text: str) -> str:
    """Put the characters for names that only the DTDs of DocBook, DITA and XHTML define."""
    own = {*_OWN.findall(text), *_XML_NAMES}

    def put(found: re.Match[str]) -> str:
        name = found[1]
        known = name and name not in own and html5.get(f"{name};")
        return known if known and known not in "&<" else found[0]

    return _NAMED.sub(put, text)


def _etree() -> Any:
    try:
        from lxml import etree
    except ImportError:
        raise MissingPartError(
            'Reading HTML and XML needs lxml. Install it: pip install "glossator[formats]"'
        ) from None
    return etree


def _wrong(path: str, what: str, error: Any) -> str:
    line = f"line {error.lineno}: " if getattr(error, "lineno", None) else ""
    return (
        f"{path}: is no well-formed {what} ({line}{str(error.msg)[:150]}). Expected a whole "
        "document; mend it there, or export it again."
    )


def _marked(text: str) -> str:
    """Give each start tag the number of its line, as an attribute."""
    line, seen = 1, 0

    def mark(tag: re.Match[str]) -> str:
        nonlocal line, seen
        line += text.count("\n", seen, tag.start())
        seen = tag.start()
        return f"{tag[0]} {_LINE}={line}"

    return _START_TAG.sub(mark, text)


def _nodes(root: Any, html: bool, skipped: int = 0) -> Node:
    """Make our own tree of lxml's, without recursion and no deeper than :data:`MAX_DEPTH`."""
    made = _node(root, html, skipped, 1)
    homes = [made]  # the ancestors, and the node itself last
    stack: list[tuple[Any, int]] = []  # what is yet to be read, and the depth of its parent

    def spread(element: Any, depth: int) -> None:
        if element.text:
            _say(homes[-1], element.text)
        for child in reversed(element):
            stack.append((child, depth))

    spread(root, 1)
    while stack:
        element, depth = stack.pop()
        if isinstance(element, str):
            del homes[depth:]
            _say(homes[-1], element)
            continue
        del homes[min(depth, MAX_DEPTH) :]
        if element.tail:
            stack.append((element.tail, min(depth, MAX_DEPTH)))
        if not isinstance(element.tag, str):  # an entity that the file doesn't define
            _say(homes[-1], str(getattr(element, "text", "") or ""))
            continue
        node = _node(element, html, skipped, homes[-1].line)
        homes[-1].children.append(node)
        homes.append(node)
        spread(element, min(depth, MAX_DEPTH - 1) + 1)
    return made


def _node(element: Any, html: bool, skipped: int, before: int) -> Node:
    namespace, _, tag = str(element.tag).rpartition("}")
    attributes = {str(name).rpartition("}")[2]: str(value) for name, value in element.items()}
    if html:
        tag = tag.lower()
        digits = re.match(r"\d+", attributes.pop(_LINE, ""))
        line = int(digits[0]) if digits else before  # an element that the parser put in
        for name, value in attributes.items():
            if _LINE in value:
                attributes[name] = _MARK.sub("", value)
    else:
        line = (element.sourceline or before) + skipped
    return Node(tag, attributes, line, [], namespace.lstrip("{"))


def _say(home: Node, text: str) -> None:
    home.children.append(_MARK.sub("", text) if _LINE in text else text)
