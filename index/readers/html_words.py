"""Small readings of HTML elements: formulas, raised signs, other names, languages."""

import re

from .html_rules import NEVER
from .tree import Node

__all__ = ["is_bold", "language_of", "math_text", "names_of", "raised"]

_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$")


def is_bold(node: Node) -> bool:
    """Tell whether an element's own style makes its text bold, as word processors write it."""
    return bool(_BOLD.search(node.get("style")))


def raised(text: str) -> str:
    """Return digits as raised characters, so that ten to the third is not 103; else nothing."""
    bare = text.strip()
    if not re.fullmatch(r"[-+−]?[\d+\-−=()]*\d[\d+\-−=()]*|n", bare) or len(bare) > 12:
        return ""
    return bare.translate(_RAISED)


def names_of(node: Node) -> tuple[str, ...]:
    """Return the names that a ``dfn`` or ``abbr`` brings along: its title, ``data-lt``."""
    given = node.get("data-lt").split("|") if node.get("data-lt") else []
    if node.get("title"):
        given.append(node.get("title"))
    for inner in node.find("abbr", "acronym"):
        given.append(inner.get("title"))
    return tuple(name for one in given if (name := " ".join(one.split())))


def language_of(root: Node) -> str | None:
    """Return the language that the page says it is in."""
    for node in (root, *(one for one in root.elements if one.tag in ("html", "body"))):
        if _TAG.match(node.get("lang")):
            return node.get("lang")
    return None


def math_text(node: Node) -> str:
    """Return a MathML formula (https://www.w3.org/TR/mathml-core/) on one line."""
    left_out = {"annotation", "annotation-xml", *NEVER}
    shown = [
        " ".join(one.split()) if isinstance(one, str) else math_text(one)
        for one in node.children
        if isinstance(one, str) or one.tag not in left_out
    ]
    shown = [one for one in shown if one]
    tag = node.tag
    if tag == "mfrac" and len(shown) == 2:
        return f"{_grouped(shown[0])}/{_grouped(shown[1])}"
    if tag in ("msup", "mover") and len(shown) == 2:
        return f"{shown[0]}{raised(shown[1]) or '^' + _grouped(shown[1])}"
    if tag in ("msub", "munder") and len(shown) == 2:
        return f"{shown[0]}_{_grouped(shown[1])}"
    if tag in ("msubsup", "munderover") and len(shown) == 3:
        return f"{shown[0]}_{_grouped(shown[1])}^{_grouped(shown[2])}"
    if tag == "msqrt":
        return f"√({''.join(shown)})"
    return "".join(shown)


def _grouped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"
