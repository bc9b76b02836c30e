r"""Inline markup of AsciiDoc as cuts, with the ids that cross-references name.

Written after the AsciiDoc Language documentation (docs.asciidoctor.org, "Text", "Links",
"Macros"): constrained and unconstrained quotes, cross-references, macros of the form
``name:target[text]`` (also those of a project's own), attribute references, escapes.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..text import Cut

__all__ = ["Inline", "Reference", "find_inline"]


def _quoted(name: str, mark: str, inside: str) -> str:
    """Return the pattern of text between single marks, where no word touches them."""
    m = re.escape(mark)
    return rf"(?<![\w{m}\\]){m}(?=[^\s{m}])(?P<{name}>{inside}[^\s{m}]){m}(?![\w{m}])"


_TOKEN = re.compile(
    "|".join(
        (
            r"\\(?P<escaped>[*_`#+^~<({\[]+)",
            r"\+\+\+(?P<pass3>[^+]+)\+\+\+",
            r"(?P<curly>[\"'])`(?P<curved>[^\s`](?:[^`]*[^\s`])?)`(?P=curly)",
            r"``(?P<code2>[^`]+)``",
            _quoted("code", "`", "[^`]*"),
            r"\+\+(?P<pass2>[^\s+][^+]*)\+\+",
            _quoted("pass1", "+", "[^+]*"),
            r"<<(?P<xref>[^<>,]+)(?:,(?P<label>[^<>]*))?>>",
            r"(?P<url>\b(?:https?|ftp|irc)://[^\s\[\]<>]+)(?:\[(?P<urltext>[^\[\]]*)\])?",
            r"(?<![\w:/])(?P<macro>[A-Za-z][\w-]*):(?P<to>(?![:\s])[^\s\[\]`*<>]*)"
            r"\[(?P<inside>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]",
            r"\[\[\[?(?P<anchor>[A-Za-z_:][^\[\]]*)\]?\]\]",
            r"\(\(\((?P<hidden>[^()]+)\)\)\)",
            r"\(\((?P<index>[^()]+)\)\)",
            r"\{(?P<attribute>[\w][\w-]*)\}",
            r"&(?P<entity>\#\d{1,7}|\#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
            r"(?P<roled>\[[.#%\w][^\[\]\n]*\])(?=[#*_`^~])",
            r"\#\#(?P<mark2>[^#]+)\#\#",
            _quoted("mark", "#", "[^#]*"),
            r"\*\*(?P<bold2>[^*]+)\*\*",
            _quoted("bold", "*", "[^*]*"),
            r"__(?P<italic2>[^_]+)__",
            _quoted("italic", "_", r"(?:[^_]|(?<=\w)_(?=\w))*"),
            r"\^(?P<super>[^\s^]+)\^",
            r"(?<![\w~])~(?P<sub>[^\s~/]+)~|(?<=\w)~(?P<sub2>[^\s~]+)~",
            r"(?P<break>[ \t]\+)$",
        )
    ),
    re.MULTILINE,
)
_AROUND = (
    *("pass3", "curved", "code2", "code", "pass2", "pass1", "index", "mark2", "mark", "bold2"),
    *("bold", "italic2", "italic", "super", "sub", "sub2"),
)
_NESTING = {"curved", "index", "mark2", "mark", "bold2", "bold", "italic2", "italic"}
_HIDDEN_MACROS = ("image", "icon", "anchor", "indexterm", "footnote", "footnoteref", "counter2")
_GLUED = ("indexterm", "footnote", "footnoteref")
_PLAIN_MACROS = {
    *("kbd", "btn", "stem", "latexmath", "asciimath", "pass", "indexterm2", "term", "menu"),
}
_BLANKS = {"nbsp": " ", "sp": " ", "empty": "", "blank": "", "zwsp": "", "wj": ""}
_TAIL = re.compile(
    r"(?:\^|,\s*(?:window|role|opts|id|title|rel|subject|xrefstyle)=.*)+$", re.DOTALL
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference: the id that it names, its label, where the shown text stands."""

    target: str
    label: str
    start: int
    end: int


@dataclass(slots=True)
class Inline:
    """What was found in the paragraphs so far.

    Attributes:
        cuts: markup to leave out; some put back blanks or a character that an entity names.
        references: cross-references within the document.
        attributes: references to attributes, whose text stands elsewhere, with their place.
        notes: places of footnotes and pictures, which are left out with their text.
    """

    cuts: list[Cut]
    references: list[Reference]
    attributes: list[tuple[int, str]]
    notes: list[int]


def find_inline(raw: str, start: int, end: int, found: Inline) -> None:
    """Find the inline markup of one paragraph; linear in its length."""
    for token in _TOKEN.finditer(raw, start, end):
        around = next((name for name in _AROUND if token[name] is not None), None)
        if around is not None:
            _between(raw, token, around, found)
        elif token["xref"] is not None:
            _xref(token, token["xref"], "label" if token["label"] else "xref", found)
        elif token["url"] is not None:
            _url(token, found)
        elif token["macro"] is not None:
            _macro(raw, token, found)
        else:
            _other(token, found)


def _between(raw: str, token: re.Match[str], group: str, found: Inline) -> None:
    """Cut the marks around a text, and what is marked inside it."""
    start, end = token.span(group)
    quote = 1 if group == "curved" else 0  # the quotation marks stay
    found.cuts.append(Cut(token.start() + quote, start))
    found.cuts.append(Cut(end, token.end() - quote))
    if group in _NESTING:
        find_inline(raw, start, end, found)
    elif group == "pass3":
        tags = _TAG.finditer(raw, start, end)
        found.cuts += (Cut(*tag.span()) for tag in tags)
    elif group == "code" and token[group][0] == "+" == token[group][-1] and end - start > 2:
        found.cuts += [Cut(start, start + 1), Cut(end - 1, end)]
    else:
        found.attributes += (
            (each.start(), each[1])
            for each in re.compile(r"\{(\w[\w-]*)\}").finditer(raw, start, end)
            if group in ("code", "code2")
        )


def _xref(token: re.Match[str], target: str, group: str, found: Inline) -> None:
    start, end = token.span(group)
    start += len(token[group]) - len(token[group].lstrip())
    found.cuts += [Cut(token.start(), start), Cut(end, token.end())]
    label = " ".join(token[group].split())
    name = target.strip().removeprefix("#")
    found.references.append(Reference(name, label, start, end))
    if group != "xref":
        find_inline(token.string, start, end, found)


def _url(token: re.Match[str], found: Inline) -> None:
    text = token["urltext"]
    if text is None:
        return
    start, end = token.span("urltext")
    end -= len(text) - len(_TAIL.sub("", text))
    if start >= end:
        found.cuts.append(Cut(token.end("url"), token.end()))
    else:
        found.cuts += [Cut(token.start(), start), Cut(end, token.end())]


def _macro(raw: str, token: re.Match[str], found: Inline) -> None:
    """Cut a macro but for its text, or its target where it has none or only a number."""
    name = token["macro"].lower()
    hidden = next((each for each in _HIDDEN_MACROS if name.endswith(each)), None)
    if hidden and (name == hidden or hidden in _GLUED):
        start = token.end("macro") - len(hidden)  # a footnote may touch the word before it
        blank = start > 0 and raw[start - 1] == " "
        found.cuts.append(Cut(start - blank, token.end()))
        found.notes += [start] if hidden in ("footnote", "footnoteref", "image") else []
        return
    start, end = token.span("inside")
    end -= len(token["inside"]) - len(_TAIL.sub("", token["inside"]))
    number = token["inside"].strip().isdigit() and name not in _PLAIN_MACROS
    if token["to"] and name not in _PLAIN_MACROS and (end <= start or number):
        start, end = token.span("to")
    if name == "menu" and token["to"]:
        start, end = token.span("to")
        found.cuts += [
            Cut(token.end("to"), token.end("to") + 1, " "),
            Cut(token.end() - 1, token.end()),
        ]
        found.cuts.append(Cut(token.start(), start))
        return
    if name == "xref":
        target = token["to"].rsplit("#", 1)[-1]
        if "#" not in token["to"] or token["to"].startswith("#"):
            found.references.append(Reference(target, " ".join(raw[start:end].split()), start, end))
    found.cuts += [Cut(token.start(), start), Cut(end, token.end())]


def _other(token: re.Match[str], found: Inline) -> None:
    if token["escaped"] is not None:
        found.cuts.append(Cut(token.start(), token.start() + 1))
    elif token["attribute"] is not None:
        if token["attribute"] in _BLANKS:
            found.cuts.append(Cut(*token.span(), _BLANKS[token["attribute"]]))
        else:
            found.attributes.append((token.start(), token["attribute"]))
    elif token["entity"] is not None:
        char = html.unescape(token[0])
        if char != token[0] and (char.isprintable() or char.isspace()):
            found.cuts.append(Cut(*token.span(), char))
    else:  # anchors, hidden index terms, roles, line breaks
        found.cuts.append(Cut(*token.span()))


def plain(raw: str, start: int, end: int) -> Iterator[Cut]:
    """Yield the cuts of a text whose references don't matter: a term."""
    found = Inline([], [], [], [])
    find_inline(raw, start, end, found)
    yield from found.cuts
