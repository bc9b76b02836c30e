"""XML as the tree that JSON and YAML are read as: elements are keys, those of a name a list.

What holds text beside elements, or only elements that HTML has for text, is one text; an
attribute is a key like the elements inside. ``xml:lang`` tells a text's language.
"""

import re
from collections.abc import Iterator

from ..safexml import XML_LANG, Element, unwrap
from .nodes import MAX_DEPTH, Node, Pair, Tree
from .roles import named as named_key

__all__ = ["tree_of"]

_INLINE = {
    *("a", "abbr", "acronym", "b", "big", "br", "cite", "code", "em", "emphasis", "font", "i"),
    *("kbd", "mark", "q", "quote", "s", "samp", "small", "span", "strong", "sub", "sup", "tt"),
    *("u", "var", "link", "xref", "eref", "ulink", "ref", "hi", "it", "bf", "rm", "sc", "vspace"),
}
_BLOCKS = {
    *("p", "para", "div", "ul", "ol", "li", "list", "blockquote", "pre", "simpara", "itemizedlist"),
    *("orderedlist", "listitem", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "tr"),
}
_TEXT_TAGS = _INLINE | _BLOCKS
_ITEMS = {"li", "listitem", "tr", "br"}
_APART = {*_BLOCKS, "vspace"} - _ITEMS
_LINE, _PARAGRAPH = "\x1e", "\x1f"  # no characters of XML
_EDGES = re.compile(rf" *[{_LINE}{_PARAGRAPH}][ {_LINE}{_PARAGRAPH}]*")
_LANGUAGES = ("lang", "language", "locale")


def tree_of(root: Element) -> Tree:
    """Return the tree of a parsed document (:func:`~glossator.index.safexml.parse`)."""
    node = _node(root, 0)
    if node.scalar:
        return Tree([], fields=True)
    pair = Pair(root.tag, root.line, node)
    return Tree([Node(root.line, node.last, pairs=[pair])], fields=True)


def _node(element: Element, depth: int) -> Node:
    last = max(element.line, element.last)
    attributes = list(_attributes(element))
    children = list(element.children)
    if depth >= MAX_DEPTH or _is_text(element, children):
        text = _shown(element)
        named = [pair for pair in attributes if pair.key not in _LANGUAGES or not text]
        if not named:
            return Node(element.line, last, text=text)
        called = any(_names_term(pair.key) for pair in named)
        key = "definition" if called else "text"
        own = [Pair(key, element.line, Node(element.line, last, text=text))] if text else []
        return Node(element.line, last, pairs=[*attributes, *own])
    return Node(element.line, last, pairs=[*attributes, *_pairs(children, depth)])


def _attributes(element: Element) -> Iterator[Pair]:
    for name, value in element.attributes.items():
        key = "lang" if name == XML_LANG else name
        if value.strip() and not key.startswith("{"):
            text = value.strip().removesuffix(":") if key == "hangText" else value  # RFC 7749
            yield Pair(key, element.line, Node(element.line, element.line, text=text))


def _names_term(key: str) -> bool:
    """Tell whether an attribute names what the element's own text defines."""
    name = named_key(key)
    return name.role == "term" and name.rank < 2


def _pairs(children: list[Element], depth: int) -> Iterator[Pair]:
    """Yield a pair for each name; those that differ in language alone are one by language."""
    by_tag: dict[str, list[Element]] = {}
    for child in children:
        by_tag.setdefault(child.tag, []).append(child)
    for tag, found in by_tag.items():
        first, last = found[0].line, max(max(one.line, one.last) for one in found)
        nodes = [_node(one, depth + 1) for one in found]
        tags = [_language(one) for one in found]
        if all(tags) and all(node.scalar for node in nodes) and len(set(tags)) == len(tags):
            by_language = [
                Pair(name, one.line, node)
                for name, one, node in zip(tags, found, nodes, strict=True)
                if name
            ]
            yield Pair(tag, first, Node(first, last, pairs=by_language))
        elif len(nodes) == 1:
            yield Pair(tag, first, nodes[0])
        else:
            yield Pair(tag, first, Node(first, last, items=nodes))


def _language(element: Element) -> str | None:
    names = (XML_LANG, *_LANGUAGES)
    return next((element.attributes[name] for name in names if name in element.attributes), None)


def _is_text(element: Element, children: list[Element]) -> bool:
    """Tell an element that holds a text, marked up or not, from one that holds fields."""
    if not children:
        return True
    if any(isinstance(item, str) and item.strip() for item in element.items):
        return True
    return all(one is element or one.tag.lower() in _TEXT_TAGS for one in element.walk())


def _shown(element: Element) -> str:
    """Return the text of an element and of those inside, a line or paragraph for each block.

    Where marks stand inside, white space is layout, as in HTML; a text without any keeps the
    line ends that indents don't explain.
    """
    if not any(True for _ in element.children):
        text = "".join(item for item in element.items if isinstance(item, str))
        return unwrap(text, element.indent or 1)
    pieces: list[str] = []
    stack: list[Element | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            pieces.append(item if item in (_LINE, _PARAGRAPH) else re.sub(r"\s+", " ", item))
            continue
        tag = item.tag.lower()
        edge = _LINE if tag in _ITEMS else _PARAGRAPH if tag in _APART else ""
        if item is not element and edge:
            stack.append(edge)
            pieces.append(edge)
        stack += reversed(item.items)
    return _EDGES.sub(_line_ends, "".join(pieces)).strip()


def _line_ends(found: re.Match[str]) -> str:
    return "\n\n" if _PARAGRAPH in found[0] else "\n"
