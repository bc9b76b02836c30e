"""Inline markup of Markdown: emphasis, links, code, HTML tags, character references, as cuts.

After CommonMark (https://spec.commonmark.org/0.31.2/#inlines) and GitHub's extensions
(https://github.github.com/gfm/), and, where generators of pages add to them: footnote marks,
attribute lists (``{: #id}``), wiki links (``[[Term|label]]``), roles (``{term}`label```), and
code in brackets that a generator links (``[`Name`]``).
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ..text import Cut
from .emphasis import find_pairs
from .markup import Mark, MarkKind
from .md_tags import Anchor, Tags

__all__ = ["Inline", "Link", "label_key", "scan"]

_TOKEN = re.compile(
    r"""(?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<hard>\\(?=\n))
    |(?P<code>`+)
    |(?P<auto><(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>)
    |(?P<tag></?[A-Za-z])
    |(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    |(?P<math>\$\$[^$]{1,2000}\$\$|(?<![\w$\\])\$(?=\S)[^$\n]{1,300}?(?<=\S)\$(?![\w$]))
    |(?P<wiki>!?\[\[(?P<target>[^\[\]\n|]*[^\W\d_][^\[\]\n|]*)(?:\|(?P<label>[^\[\]\n]+))?\]\](?!\())
    |(?P<foot>\[\^[^\]\s]{1,60}\](?!:))
    |(?P<open>!?\[)
    |(?P<close>\])
    |(?P<role>\{[a-z][\w:.+-]{0,40}\}(?=`))
    |(?P<attrs>\{:[^{}\n]{0,300}\}|(?<=[\s)\]`*_])\{[\#.][\w-][^{}\n]{0,300}\})
    |(?P<strike>~~|==(?=\S)|(?<=\S)==)
    |(?P<url>\bhttps?://[^\s<>)\]*]+)
    |(?P<run>\*+|_+)""",
    re.VERBOSE,
)
_ADDRESS = re.compile(
    r"""\(\s*(?:<(?P<pointed>[^<>\n]*)>|(?P<url>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*))
    (?:\s+(?:"(?:[^"\\]|\\.){0,500}"|'(?:[^'\\]|\\.){0,500}'|\([^()]{0,500}\)))?\s*\)""",
    re.VERBOSE,
)
_PLACE = re.compile(r"[/#:]|\.\w")
_LABEL = re.compile(r"\[(?P<label>[^\[\]]{0,999})\]")
_ROLE_TARGET = re.compile(r"(?P<label>[^<`]*?)\s*<(?P<target>[^<>`]+)>$")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_CODE_ONLY = re.compile(r"(`+)[^`\n]+\1")


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the raw file.

    Attributes:
        start: where its label starts.
        end: where its label ends.
        outer_start: where the whole link starts.
        outer_end: where it ends.
        url: where it leads; ``None`` for a name alone (``[[Term]]``, ``{term}`Term```).
        target: the name that it points to, where it does so by name.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    url: str | None = None
    target: str | None = None


@dataclass(slots=True)
class Inline:
    """What inline markup holds: cuts (which may overlap), marks, links, anchors."""

    cuts: list[Cut] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)


@dataclass(slots=True)
class _Scan:
    """One pass over a paragraph."""

    text: str
    start: int
    end: int
    addresses: Mapping[str, str]
    tags: Tags
    found: Inline
    code: dict[int, int] = field(default_factory=dict)
    runs: list[tuple[int, int]] = field(default_factory=list)
    brackets: list[tuple[int, bool]] = field(default_factory=list)
    struck: dict[str, int] = field(default_factory=dict)


def label_key(label: str) -> str:
    """Return the form under which labels of link definitions are equal (CommonMark 4.7)."""
    return " ".join(label.split()).casefold()


def scan(
    text: str, start: int, end: int, addresses: Mapping[str, str], tags: Tags, found: Inline
) -> None:
    """Scan one paragraph, heading or table cell, and add to what was found.

    Args:
        text: the file with fillers for macros (:func:`glossator.index.readers.md_macros.mask`).
        start: where the range starts.
        end: where it ends.
        addresses: of link definitions, by :func:`label_key`.
        tags: which HTML tags the file closes.
        found: is added to.
    """
    state = _Scan(text, start, end, addresses, tags, found, _partners(text, start, end))
    at = start
    while match := _TOKEN.search(text, at, end):
        at = _take(state, match)
    first = len(found.marks)
    paired: set[int] = set()
    for pair in find_pairs(text, state.runs, start, end):
        kind = MarkKind.BOLD if pair.bold else MarkKind.ITALIC
        paired.update((pair.start, pair.inner_end))
        found.marks.append(Mark(kind, pair.inner_start, pair.inner_end, pair.start, pair.end))
    left = [run for run in state.runs if run[0] not in paired and text[slice(*run)] == "__"]
    for (one, inner), (close, outer) in pairwise(left):  # __so__, which elsewhere may be a name
        if _WORD.fullmatch(text, inner, close) and not text[outer : outer + 1].isalnum():
            found.marks.append(Mark(MarkKind.BOLD, inner, close, one, outer))
    for mark in found.marks[first:]:
        found.cuts += (Cut(mark.outer_start, mark.start), Cut(mark.end, mark.outer_end))


def _partners(text: str, start: int, end: int) -> dict[int, int]:
    """Pair runs of backticks of one length: start of the first, start of the second."""
    runs = [run.span() for run in re.compile("`+").finditer(text, start, end)]
    last: dict[int, int] = {}
    partners: dict[int, int] = {}
    for first, behind in reversed(runs):
        if behind - first in last:
            partners[first] = last[behind - first]
        last[behind - first] = first
    return partners


def _take(state: _Scan, match: re.Match[str]) -> int:
    """Take one token; return where to go on."""
    kind, begin, end = match.lastgroup, match.start(), match.end()
    if kind == "code":
        return _code(state, begin, end)
    if kind == "tag":
        found = state.found
        return state.tags.take(state.text, begin, state.end, found.cuts, found.anchors) or end
    if kind == "role":
        return _role(state, begin, end)
    if kind == "close":
        return _close(state, begin)
    if kind == "open":
        state.brackets.append((begin, match[0][0] == "!"))
    elif kind == "run":
        state.runs.append((begin, end))
    elif kind in ("wiki", "target", "label"):
        _wiki(state, match)
    elif kind == "strike":
        _strike(state, match)
    elif kind:
        state.found.cuts += _mark_cuts(state, kind, match)
    return end


def _mark_cuts(state: _Scan, kind: str, match: re.Match[str]) -> list[Cut]:
    begin, end = match.span()
    if kind in ("escape", "hard"):
        return [Cut(begin, begin + 1)]
    if kind == "auto":
        return [Cut(begin, begin + 1), Cut(end - 1, end)]
    if kind == "entity":
        return _entity(match[0], begin, end)
    if kind == "foot":
        return [Cut(begin, end)]
    if kind == "attrs":
        named = re.search(r"#([\w:.-]+)", match[0])
        if named:
            state.found.anchors.append(Anchor(begin, named[1]))
        while begin > state.start and state.text[begin - 1] in " \t":
            begin -= 1
        return [Cut(begin, end)]
    return []  # a formula, an address: as they are


def _code(state: _Scan, begin: int, end: int) -> int:
    """Cut the marks of a code span; in a table also the escapes of its pipes."""
    close = state.code.get(begin)
    if close is None:
        return end
    behind = close + end - begin
    inner = state.text[end:close]
    pad = inner.startswith(" ") and inner.endswith(" ") and bool(inner.strip())
    state.found.marks.append(Mark(MarkKind.CODE, end + pad, close - pad, begin, behind))
    state.found.cuts += (Cut(begin, end + pad), Cut(close - pad, behind))
    state.found.cuts += (
        Cut(pipe.start(), pipe.start() + 1)
        for pipe in re.compile(r"\\\|").finditer(state.text, end, close)
    )
    return behind


def _entity(printed: str, begin: int, end: int) -> list[Cut]:
    shown = html.unescape(printed)
    if shown == printed:
        return []
    if shown == "&":
        return [Cut(begin + 1, end)]
    return [Cut(begin, end, shown)]


def _wiki(state: _Scan, match: re.Match[str]) -> None:
    """``[[Term]]``, ``[[Term|label]]``; an embedded page (``![[…]]``) is cut."""
    begin, end = match.span()
    if match[0][0] == "!":
        state.found.cuts.append(Cut(begin, end))
        return
    group = "label" if match["label"] else "target"
    first, last = match.span(group)
    target = match["target"].partition("#")[0].strip() or match["target"].strip("# ")
    state.found.cuts += (Cut(begin, first), Cut(last, end))
    state.found.links.append(Link(first, last, begin, end, target=target))


def _role(state: _Scan, begin: int, end: int) -> int:
    """``{term}`label``` and ``{term}`label <target>``` of MyST."""
    tick = re.compile("`+").match(state.text, end, state.end)
    close = state.code.get(end)
    if not tick or close is None:
        return end
    behind = close + tick.end() - end
    inner = state.text[tick.end() : close]
    named = _ROLE_TARGET.fullmatch(inner)
    last = tick.end() + named.end("label") if named else close
    target = (named["target"] if named else inner).strip().lstrip("!~")
    state.found.cuts += (Cut(begin, tick.end()), Cut(last, behind))
    state.found.links.append(Link(tick.end(), last, begin, behind, target=target))
    return behind


def _strike(state: _Scan, match: re.Match[str]) -> None:
    """``~~struck~~`` and ``==highlighted==``."""
    opened = state.struck.pop(match[0], None)
    if opened is None:
        state.struck[match[0]] = match.start()
    elif match.start() > opened + 2:
        state.found.cuts += (Cut(opened, opened + 2), Cut(match.start(), match.end()))


def _close(state: _Scan, at: int) -> int:
    """Take a closing bracket: the end of a link, an image, or nothing."""
    if not state.brackets:
        return at + 1
    begin, image = state.brackets.pop()
    label = begin + 1 + image
    url, end = _destination(state, label, at)
    if url is None and not _CODE_ONLY.fullmatch(state.text, label, at):
        return at + 1
    if image:
        state.found.cuts.append(Cut(begin, end))
    elif state.text[label:at].strip():
        state.found.cuts += (Cut(begin, label), Cut(at, end))
        state.found.links.append(Link(label, at, begin, end, url))
        state.brackets = [opened for opened in state.brackets if opened[1]]  # links don't nest
    return end


def _destination(state: _Scan, label: int, at: int) -> tuple[str | None, int]:
    """Return where a link leads, and where it ends."""
    text = state.text
    address = _ADDRESS.match(text, at + 1, state.end)
    if address:
        url = address["pointed"] or address["url"] or ""
        glued = label >= 2 + state.start and text[label - 2].isalnum()
        if not glued or _PLACE.search(url):  # f[x](t) is a formula
            return url, address.end()
    full = _LABEL.match(text, at + 1, state.end)
    name = label_key(text[label:at][:1000])
    if full:
        url = state.addresses.get(label_key(full["label"]) or name)
        return url, full.end() if url is not None else at + 1
    return state.addresses.get(name), at + 1
