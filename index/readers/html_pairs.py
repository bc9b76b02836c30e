"""Which elements of a page are terms and which say what they mean.

``dl`` (https://html.spec.whatwg.org/multipage/grouping-content.html#the-dl-element),
schema.org's ``DefinedTerm``, and what the classes of a site's own elements say.
"""

import re
from collections.abc import Iterator

from .html_rules import NEVER
from .tree import Node

__all__ = ["is_pair_list", "pair_children"]

_TERM = {"term", "headword", "lemma", "dt", "word"}
_DEFINITION = {"definition", "def", "description", "desc", "meaning", "explanation", "dd", "gloss"}
#: Classes of other names that stand between a term and its definition.
_NAMES = {
    *("reading", "yomi", "yomigana", "furigana", "kana", "romaji", "translation", "abbr"),
    *("abbreviation", "acronym"),
}
_MAX_NAME = 80
_HEADS = {"name", "title", "head", "heading", "header", "label", "link", "text", "anchor"}
_PART = re.compile(r"[^a-z]+")


def is_pair_list(node: Node) -> bool:
    """Tell whether an element that is no ``dl`` has a term and its definition as children."""
    if node.tag not in ("div", "li", "section", "article", "p", "span", "ul"):
        return False
    kinds = [kind for child in node.elements if (kind := _kind(child))]
    return kinds[:1] == ["term"] and "definition" in kinds


def _kind(node: Node) -> str:
    prop = node.get("itemprop")
    if prop in ("name", "description"):
        return "term" if prop == "name" else "definition"
    if node.tag in ("a", "table", "ul", "ol") or not node.classes:
        return ""
    words = [_PART.split(word.strip("-_")) for word in node.classes]
    if any(_DEFINITION & set(parts) for parts in words):
        return "definition"
    return "term" if any(map(_says_term, words)) else ""


def _says_term(parts: list[str]) -> bool:
    """Tell "item__term" and "term-name" from "term-path", which is a part of a term's card."""
    return parts[-1] in _TERM or (bool(_TERM & set(parts)) and parts[-1] in _HEADS)


def pair_children(node: Node) -> Iterator[tuple[Node, bool]]:
    """Yield the elements of a list of pairs, and whether each is a term.

    In a ``dl`` those in ``div`` groups and wrongly nested ones are found too; elsewhere what
    stands behind a term without being called a definition belongs to it.
    """
    if node.tag == "dl":
        yield from ((child, child.tag == "dt") for child in _of_list(node))
        return
    begun = defined = False
    for child in node.elements:
        kind = _kind(child)
        begun = begun or kind == "term"
        defined = kind == "definition" or (defined and kind != "term")
        if begun and not (kind == "" and _leads_away(child)):
            yield child, kind == "term" or (not defined and _is_name(child))


def _is_name(node: Node) -> bool:
    parts = {part for word in node.classes for part in _PART.split(word)}
    return bool(parts & _NAMES) and len(node.text.strip()) <= _MAX_NAME


def _leads_away(node: Node) -> bool:
    """Tell whether all that an element shows are links to other pages."""
    links = [node] if node.tag == "a" else list(node.find("a"))
    if not links or any(one.get("href").startswith("#") for one in links):
        return False
    shown = sum(len("".join(one.text.split())) for one in links)
    return shown >= len("".join(node.text.split()))


def _of_list(node: Node) -> Iterator[Node]:
    stack = list(reversed(list(node.elements)))
    while stack:
        child = stack.pop()
        if child.tag in ("dt", "dd"):
            inner = [one for one in child.elements if one.tag in ("dt", "dd")]
            if inner:  # <dt>term<dd>… where the parser closed nothing
                child.children = [
                    one for one in child.children if getattr(one, "tag", "") not in ("dt", "dd")
                ]
                stack += reversed(inner)
            yield child
        elif child.tag not in NEVER and child.tag != "dl":
            stack += reversed(list(child.elements))
