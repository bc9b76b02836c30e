"""HTML as a tree of elements, so that no text can become markup.

The standard library's serializer escapes every text and attribute; nothing here joins strings.
The two texts it leaves as they are, of ``script`` and ``style``, are files of ours.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

__all__ = ["Child", "element", "to_html"]

#: What an element may hold; ``None`` is left out.
Child = Element | str | None


def element(tag: str, *children: Child | Iterable[Child], **attributes: str | int) -> Element:
    """Make an element.

    Args:
        tag: its name.
        children: texts and elements in order, or iterables of them.
        attributes: ``class_`` stands for ``class``, ``data_n`` for ``data-n``. A value of
            ``""`` is kept: ``hidden=""``.
    """
    names = {name.rstrip("_").replace("_", "-"): str(item) for name, item in attributes.items()}
    made = Element(tag, names)
    for child in children:
        _append(made, child)
    return made


def _append(parent: Element, child: Child | Iterable[Child]) -> None:
    if child is None:
        return
    if isinstance(child, Element):
        parent.append(child)
    elif isinstance(child, str):
        if len(parent):
            last = parent[-1]
            last.tail = (last.tail or "") + child
        else:
            parent.text = (parent.text or "") + child
    else:
        for item in child:
            _append(parent, item)


def to_html(page: Element) -> str:
    """Return a whole page, from its doctype to a final line break."""
    return "<!doctype html>\n" + tostring(page, encoding="unicode", method="html") + "\n"
