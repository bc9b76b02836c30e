"""The text of DocBook and DITA: their elements as HTML's, which the same code makes text of."""

from .tree import Node

__all__ = ["as_html", "shown_name", "target_of"]

_TAGS = {
    **dict.fromkeys(("para", "simpara", "p", "title", "shortdesc", "bridgehead"), "p"),
    **dict.fromkeys(("itemizedlist", "simplelist", "ul", "sl", "procedure", "steps"), "ul"),
    **dict.fromkeys(("orderedlist", "ol"), "ol"),
    **dict.fromkeys(("listitem", "li", "sli", "member", "step"), "li"),
    **dict.fromkeys(("programlisting", "screen", "literallayout", "codeblock", "lines"), "pre"),
    **dict.fromkeys(("blockquote", "lq", "formalpara", "note", "tip", "warning", "caution"), "div"),
    **dict.fromkeys(("important", "example", "informalexample", "section", "sidebar"), "div"),
    **dict.fromkeys(("variablelist", "dl", "parml"), "dl"),
    **dict.fromkeys(("varlistentry", "dlentry", "plentry"), "div"),
    **dict.fromkeys(("table", "informaltable", "simpletable"), "table"),
    **dict.fromkeys(("row", "strow", "tr"), "tr"),
    **dict.fromkeys(("entry", "stentry", "td"), "td"),
    **dict.fromkeys(("quote", "q"), "q"),
    "dt": "dt",
    "pt": "dt",
    "dd": "dd",
    "pd": "dd",
    "superscript": "sup",
    "sup": "sup",
}
_LEFT_OUT = {
    *("indexterm", "remark", "footnote", "footnoteref", "anchor", "draft-comment", "comment"),
    *("required-cleanup", "data", "glosssee", "glossseealso", "image", "mediaobject", "fn"),
    *("inlinemediaobject", "imageobject", "info", "prolog", "metadata", "revhistory", "object"),
    *("subjectset", "keywordset", "beginpage", "alt", "media", "foreign", "unknown"),
}
_LINKS = {
    *("link", "ulink", "xref", "olink", "glossterm", "firstterm", "term", "abbreviated-form"),
    *("keyword", "termref"),
}


def as_html(node: Node, names: dict[str, str]) -> Node:
    """Return an element as HTML: what is no text left out, empty references named.

    Args:
        node: an element of DocBook or DITA.
        names: the term of each entry by what it may be called.
    """
    return _made(node, names, "div", 0)


def _made(node: Node, names: dict[str, str], tag: str, depth: int) -> Node:
    attributes = {key: node.get(key) for key in ("id", "lang") if node.get(key)}
    if node.tag in _LINKS and tag not in ("dt", "p"):
        target = target_of(node)
        tag = "a"
        attributes["href"] = (
            f"#{target}" if target in names else node.get("href") or node.get("url")
        )
    made = Node(tag, attributes, node.line)
    if tag == "a" and not node.text.strip():
        made.children.append(names.get(target_of(node), ""))
        return made
    for child in node.children:
        if isinstance(child, str):
            made.children.append(child)
        elif child.tag not in _LEFT_OUT:
            made.children.append(_made(child, names, _tag(child, node), depth + 1))
    return made


def _tag(node: Node, parent: Node) -> str:
    if parent.tag == "varlistentry":
        return {"term": "dt", "listitem": "dd"}.get(node.tag, "dd")
    if node.tag in ("tgroup", "thead", "tbody", "tfoot"):
        return "tbody"
    return _TAGS.get(node.tag, "span")


def target_of(node: Node) -> str:
    """Return the id or key that a reference names, without file and topic."""
    for name in ("linkend", "otherterm", "keyref", "baseform", "href"):
        if node.get(name):
            fragment = node.get(name).rpartition("#")[2]
            return fragment.rpartition("/")[2].removesuffix(".dita").removesuffix(".xml")
    return ""


def shown_name(node: Node) -> str:
    """Return the term of an entry, index terms and remarks left out."""
    term = next((one for one in node.elements if one.tag == "glossterm"), None)
    if term is None:
        return ""
    pieces: list[str] = []
    stack: list[Node | str] = [term]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            pieces.append(one)
        elif one.tag not in _LEFT_OUT:
            stack += reversed(one.children)
    return " ".join("".join(pieces).split())
