"""What the elements above a text say of it: bold, a term, a link, a language."""

from dataclasses import dataclass, replace

from .html_words import is_bold, names_of
from .tree import Node

__all__ = ["Look", "look_of"]


@dataclass(frozen=True, slots=True)
class Look:
    """What the elements above say of a text."""

    strong: bool = False
    term: bool = False
    code: bool = False
    href: str | None = None
    marked: bool = False
    names: tuple[str, ...] = ()
    language: str | None = None
    depth: int = 0  # of lists
    inside: bool = False  # the main part of the page
    head: bool = False  # a heading or dt: a button there is its text


def look_of(node: Node, look: Look) -> Look:
    """Return what an inline element adds to the look of its text."""
    if node.tag in ("b", "strong") or is_bold(node):
        return replace(look, strong=True)
    if node.tag == "dfn":
        return replace(look, strong=True, term=True, names=names_of(node))
    if node.tag in ("abbr", "acronym"):
        return replace(look, names=names_of(node))
    if node.tag == "a" and node.get("href"):
        return replace(look, href=node.get("href"))
    return replace(look, marked=True) if "std-term" in node.classes else look
