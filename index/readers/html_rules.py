"""What of an HTML page is not its content: rules on elements, by their names, roles and classes.

The words in classes are those of the tools that make pages (Sphinx, MkDocs, Docusaurus, MediaWiki,
AsciiDoctor, WordPress and the like), never words of a glossary.
"""

import re
from collections import Counter

from .tree import Node

__all__ = [
    "NEVER",
    "Chrome",
    "badges",
    "is_footnote",
    "is_hidden",
    "is_permalink",
    "leads_up",
]

#: Elements whose text is never shown as text of the page.
NEVER = {
    *("script", "style", "template", "noscript", "iframe", "object", "embed", "canvas", "audio"),
    *("video", "svg", "map", "select", "option", "input", "textarea", "head", "title", "meta"),
    *("link", "rp", "rt", "datalist", "progress", "meter", "del", "frameset", "noframes", "img"),
}
_BLOCKS = {"div", "p", "dd", "ul", "ol", "dl", "section", "article", "table", "td", "li", "details"}
_CHROME_TAGS = {"nav", "footer", "aside", "header"}
_CHROME_ROLES = {
    *("navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"),
    *("dialog", "alertdialog", "alert", "doc-toc", "doc-endnotes", "toolbar"),
}
# Certain by themselves; the words of the second set only where most of the text is links.
_CHROME_WORDS = {
    *("breadcrumb", "breadcrumbs", "navbar", "navbox", "toc", "toctree", "tableofcontents"),
    *("editsection", "catlinks", "printfooter", "hatnote", "cookie", "cookies", "skiplink"),
    *("sitesub", "jump", "reflist", "headermenu", "gdpr", "noprint", "sharedaddy", "addtoany"),
}
_LINKS_WORDS = {
    *("nav", "navigation", "menu", "sidebar", "footer", "header", "pagination", "pager", "social"),
    *("share", "related", "search", "banner", "index", "letters", "alphabet", "a-z", "az", "skip"),
}
_SIGNS = {"", "¶", "#", "§", "∞", "↩", "↑", "^", "⬆", "⇧", "«", "»", "¤", "🔗", "⚓", "†", "*"}
_LINK_WORDS = {
    *("link", "permalink", "permanent link", "edit", "edit source", "anchor", "copy link", "top"),
    *("direct link", "link to this heading", "link to this term", "back to top", "to top"),
}
_UP = {"#", "#top", "#_top", "#toc", "#contents", "#content", "#page-top", "#header", "#index"}
_NOTE = re.compile(r"\[?(?:\d{1,3}|[a-z]|(?:note|nb|n) \d+|[^\[\]]{0,30}needed[^\[\]]{0,20})\]?$")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufe0f\ufe0e\ufeff]")
_OUT_OF_SIGHT = {
    *("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader"),
    *("header-section-number", "section-number", "secno", "chapter-number"),
    *("mw-jump-link", "noprint", "offscreen", "assistive-text"),
}
_BADGE_WORDS = {"badge", "badges", "tag", "tags", "chip", "pill", "letter", "icon", "category"}
_PART = re.compile(r"[^a-z]+")


class Chrome:
    """Tells navigation and other chrome of one page from its content.

    Args:
        root: the page.
    """

    def __init__(self, root: Node) -> None:
        self._sizes = _sizes(root)
        self._all = max(1, self._sizes[id(root)][0])

    def __call__(self, node: Node, inside: bool) -> bool:
        """Tell whether an element is chrome.

        Args:
            node: the element.
            inside: whether it stands in the page's main part (an article, a definition).
        """
        if node.tag in ("html", "body", "main", "article", "dl", "dt", "dd"):
            return False
        if node.tag == "nav":
            return True
        text, linked = self._sizes[id(node)]
        if text > self._all / 2:  # a wrapper with an unlucky name
            return False
        if node.tag in _CHROME_TAGS and not inside:
            return True
        if node.get("role").lower() in _CHROME_ROLES:
            return True
        words = set(_PART.split(f"{node.get('class')} {node.get('id')}".lower()))
        if words & _CHROME_WORDS:
            return True
        return bool(words & _LINKS_WORDS) and linked >= 0.5 * text


def _sizes(root: Node) -> dict[int, tuple[int, int]]:
    """Return for each element how many characters it shows, and how many of them in links."""
    sizes: dict[int, tuple[int, int]] = {}
    for node in reversed(list(root.walk())):  # children before parents
        text = linked = 0
        if node.tag not in NEVER:
            for child in node.children:
                if isinstance(child, str):
                    text += len(child) - child.count(" ") - child.count("\n")
                else:
                    of_text, of_linked = sizes[id(child)]
                    text, linked = text + of_text, linked + of_linked
        sizes[id(node)] = (text, text if node.tag == "a" else linked)
    return sizes


def is_hidden(node: Node, before: Node | None) -> bool:
    """Tell whether an element is kept out of sight for good.

    A block behind a heading or a button is the closed panel of an accordion, and is content.

    Args:
        node: the element.
        before: the element before it, below the same parent.
    """
    if node.classes & _OUT_OF_SIGHT:
        return True
    style = node.get("style").replace(" ", "").lower()
    hidden = (
        "hidden" in node.attributes
        or node.get("aria-hidden").lower() == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )
    if not hidden or any(True for _ in node.find("math")):
        return False
    if node.tag not in _BLOCKS:
        return True
    if node.tag in ("dd", "td", "li", "dl"):
        return False
    heads = {"h1", "h2", "h3", "h4", "h5", "h6", "button", "summary", "dt"}
    opens = before is not None and (
        before.tag in heads or any(True for _ in before.find(*heads, "a"))
    )
    return not opens


def badges(root: Node) -> frozenset[int]:
    """Return the ids of signs beside names: categories that come again, a term's own letter.

    One counts where its classes say so and something else stands beside it; of signs that share
    a class all count, if some of their texts come again.
    """
    found: list[tuple[Node, str, str]] = []
    for parent in root.walk():
        signs = [(child, word) for child in parent.elements if (word := _badge_word(child))]
        said = sum(len(one.text.strip()) for one, _ in signs)
        if signs and len(parent.text.strip()) > said + len(signs) - 1:
            found += [(one, " ".join(one.text.split()), word) for one, word in signs]
    texts: dict[str, set[str]] = {}
    for _, text, word in found:
        texts.setdefault(word, set()).add(text)
    counts = Counter(word for _, _, word in found)
    return frozenset(
        id(node) for node, text, word in found if len(text) < 2 or len(texts[word]) < counts[word]
    )


def _badge_word(node: Node) -> str:
    """Return the class that makes an element a sign, or an empty text."""
    if node.tag not in ("span", "small", "sup", "i", "b", "em", "strong", "div"):
        return ""
    words = (word for word in sorted(node.classes) if set(_PART.split(word)) & _BADGE_WORDS)
    return next(words, "")


def is_permalink(node: Node) -> bool:
    """Tell whether a link is the sign that shows the address of the place where it stands."""
    text = _INVISIBLE.sub("", node.text).strip().strip("[]").strip().casefold()
    if text in _SIGNS:
        return True
    return text in _LINK_WORDS and ("#" in node.get("href") or "edit" in node.get("href"))


def is_footnote(node: Node) -> bool:
    """Tell whether a raised sign leads to a note: it is no text of the definition."""
    if node.tag != "sup" or not (node.get("id") or any(True for _ in node.find("a"))):
        return False
    return bool(_NOTE.match(" ".join(node.text.split()).casefold()))


def leads_up(addresses: list[str | None], text: str) -> bool:
    """Tell whether a paragraph of links only leads about the page: "Back to top", "A B C"."""
    if not addresses or not all(addresses):
        return False
    if all(one in _UP for one in addresses):
        return True
    names = text.replace("|", " ").replace("·", " ").split()
    return len(addresses) > 2 and max(map(len, names), default=0) <= 3
