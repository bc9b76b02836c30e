"""HTML and JSX tags inside Markdown: which are tags, and what goes with them."""

import re
from dataclasses import dataclass

from ..text import Cut

__all__ = ["Anchor", "Tags"]

_TAG = re.compile(
    r"""<(?P<close>/)?(?P<name>[A-Za-z][\w:.-]*)
    (?P<attrs>(?:\s(?:[^<>"'{}]|"[^"<>]{0,1000}"|'[^'<>]{0,1000}'|\{[^{}]{0,1000}\})*)?)
    (?P<empty>/)?\s*>""",
    re.VERBOSE,
)
_ID = re.compile(r"""\b(?:id|name)\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
_CLOSING = re.compile(r"</([A-Za-z][\w:.-]*)\s*>")
_KNOWN = frozenset(
    """a abbr acronym address area article aside audio b bdi bdo big blockquote body br button
    caption center cite code col colgroup data dd del details dfn dialog div dl dt em embed
    figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img
    input ins kbd label legend li link main map mark menu meta meter nav noscript object ol
    option p param picture pre progress q rp rt ruby s samp script section select small source
    span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead
    time title tr tt u ul var video wbr""".split()  # noqa: SIM905 - a list of these reads badly
)
_BLOCKS = frozenset(
    """blockquote br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section table
    tbody td th thead tr ul summary details""".split()  # noqa: SIM905 - as above
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that links can lead to: an ``id`` in the raw file."""

    at: int
    name: str


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of a file.

    Attributes:
        closed: names, case folded, that a closing tag has.
    """

    closed: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Tags":
        """Find which tags a file closes."""
        return cls(frozenset(name.casefold() for name in _CLOSING.findall(text)))

    def take(self, text: str, begin: int, end: int, cuts: list[Cut], anchors: list[Anchor]) -> int:
        """Cut the tag that starts at ``begin``; return where it ends, 0 if it is none.

        A tag is HTML's own, or one that closes itself, has attributes, or is closed somewhere:
        ``<Tip>``. Others are text: ``Vec<T>``, ``<your name>``.
        """
        tag = _TAG.match(text, begin, end)
        if not tag or not self._is_tag(text, tag):
            return 0
        anchors.extend(Anchor(begin, named[1]) for named in _ID.finditer(tag["attrs"] or ""))
        apart = tag["name"].casefold() in _BLOCKS
        beside = text[begin - 1 : begin].isspace() or text[tag.end() : tag.end() + 1].isspace()
        inside = begin > 0 and tag.end() < len(text)
        cuts.append(Cut(begin, tag.end(), " " if apart and inside and not beside else ""))
        return tag.end()

    def _is_tag(self, text: str, tag: re.Match[str]) -> bool:
        name = tag["name"].casefold()
        if name in _KNOWN:
            return True
        if tag["close"]:
            return True
        if tag.start() and text[tag.start() - 1].isalnum():
            return False
        return bool(tag["empty"] or "=" in tag["attrs"]) or name in self.closed
