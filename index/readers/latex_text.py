r"""LaTeX's running text as cuts: comments, commands, braces; and where each brace closes.

A command shows its last argument, or nothing where that is a key, a file or a length. Formulas
stay as they are written. Letters that only a command makes (``\"o``) can't be put in: the bare
letter is left, and the caller is told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..text import Cut

__all__ = ["Links", "braces", "text_cuts"]

_STRUCTURE = re.compile(r"\\.|%[^\n]*|[{}]", re.DOTALL)
_LINKS = re.compile(
    r"(?:[gG]ls|GLS)(?:entry)?(?:pl|name|text|first|plural|symbol|desc|long|short|full|xtr\w*)?$|(?:[aA]cr|[aA]c)"
    r"(?:short|long|full|s|l|f|p)?(?:pl)?$|glshyperlink$"
)
_NOTE = re.compile(r"[A-Za-z]{1,4}(?<!foot)note|[a-z]*(?:todo|fixme)[a-z]*|[A-Za-z]{1,4}comment")
_NO_LABEL = re.compile(r"[\\{}]")  # where a brace is missing, text stands where a label would
_LABELLED = {"glslink", "glsdisp", "Glslink", "href", "hyperref", "hyperlink", "textcolor", "color"}
_HIDDEN = {
    *("cite", "citep", "citet", "parencite", "textcite", "autocite", "footcite", "nocite", "label"),
    *("index", "footnote", "footnotetext", "input", "include", "includegraphics", "todo", "vspace"),
    *("hspace", "begin", "end", "glsadd", "glslocalunset", "bibliography", "ref", "pageref"),
}
_NOTED = {"footnote", "footnotetext", "input", "include", "includegraphics"}
_BLANKS = {" ": " ", ",": " ", ";": " ", ":": " ", "~": " ", "\n": " ", "quad": " ", "qquad": " "}
_BREAKS = {"\\": "\n", "newline": "\n", "par": "\n\n", "item": "\n"}
_NAMES = {"LaTeX", "TeX", "LaTeXe", "BibTeX", "XeTeX", "LuaTeX", "textregistered"}
_LETTERS = {"i", "j", "o", "O", "l", "L", "ss", "ae", "oe", "aa", "AA", "AE", "OE", "dh", "th"}
_ACCENTS = set("\"'`^~=.")
_TOKEN = re.compile(
    r"(?P<comment>(?<!\\)%[^\n]*\n?[ \t]*)"
    # no formula holds emphasis, references or citations: a dollar before these is a stray one
    r"|(?P<math>\$\$?(?:[^$\\]|\\(?!emph\b|[gG]ls|cite).?)*\$\$?|\\\((?:[^\\$]|\\(?![()]))*\\\)"
    r"|\\\[(?:[^\\$]|\\(?![\[\]]))*\\\])"
    r"|\\(?P<word>[A-Za-z@]+)(?P<star>\*?)(?P<blank>[ \t]*)"
    r"|\\(?P<sign>[^A-Za-z@])"
    r"|(?P<tie>~)|(?P<brace>[{}])"
)


@dataclass(slots=True)
class Links:
    """What running text held besides words.

    Attributes:
        labels: labels of entries that it refers to, with the place of the label.
        noted: places of footnotes, pictures and included files, which are left out.
        accents: places of letters that a command makes.
    """

    labels: list[tuple[str, int, int]] = field(default_factory=list)
    noted: list[int] = field(default_factory=list)
    accents: list[int] = field(default_factory=list)


def braces(raw: str) -> dict[int, int]:
    """Pair braces outside of comments: where each opens, where it closes."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for token in _STRUCTURE.finditer(raw):
        if token[0] == "{":
            opened.append(token.start())
        elif token[0] == "}" and opened:
            found[opened.pop()] = token.start()
    return found


def text_cuts(raw: str, start: int, end: int, pairs: dict[int, int], links: Links) -> Iterator[Cut]:
    """Yield the cuts of running text between two places; linear in its length."""
    at = start
    while token := _TOKEN.search(raw, at, end):
        at = token.end()
        if token["math"]:
            continue
        if token["word"]:
            cuts, at = _command(raw, token, end, pairs, links)
            yield from cuts
        elif token["sign"]:
            yield from _sign(token, links)
        elif token["tie"]:
            yield Cut(token.start(), token.end(), " ")
        else:
            yield Cut(token.start(), token.end())


def _sign(token: re.Match[str], links: Links) -> Iterator[Cut]:
    sign = token["sign"]
    put = _BLANKS.get(sign) or _BREAKS.get(sign)
    if sign in _ACCENTS:
        links.accents.append(token.start())
        yield Cut(token.start(), token.end())
    elif put:
        yield Cut(token.start(), token.end(), put)
    elif sign.isspace() or sign in "/-@!":
        yield Cut(token.start(), token.end())
    else:  # \& \% \_ \# \$ \{ \}
        yield Cut(token.start(), token.start() + 1)


def _command(
    raw: str, token: re.Match[str], end: int, pairs: dict[int, int], links: Links
) -> tuple[list[Cut], int]:
    """Return a command's cuts, and where to read on: inside of the text that it shows."""
    word, at = token["word"], token.end()
    option = re.compile(r"\[[^\[\]]*\]").match(raw, at, end)
    at = option.end() if option else at
    close = pairs.get(at) if raw[at : at + 1] == "{" else None
    if word in _LETTERS:
        links.accents.append(token.start())
        return [Cut(token.start(), token.start() + 1)], token.end("star")
    if word in _NAMES:
        return [Cut(token.start(), token.start() + 1)], token.end("star")
    if close is None or close >= end:
        put = _BLANKS.get(word) or _BREAKS.get(word) or ""
        return [Cut(token.start(), at, put)], at
    note = word in _NOTED or (word not in _HIDDEN and bool(_NOTE.fullmatch(word)))
    if word in _HIDDEN or note:
        links.noted += [token.start()] if note else []
        before = raw[token.start() - 1 : token.start()] in (" ", "~") and word not in (
            "begin",
            "end",
        )
        return [Cut(token.start() - before, close + 1)], close + 1
    second = close + 1
    if word in _LABELLED and raw[second : second + 1] == "{" and second in pairs:
        if word.lower() in ("glslink", "glsdisp"):
            links.labels.append((raw[at + 1 : close].strip(), second + 1, pairs[second]))
        return [Cut(token.start(), second + 1)], second + 1
    if _LINKS.match(word) and not _NO_LABEL.search(raw, at + 1, close):
        links.labels.append((raw[at + 1 : close].strip(), at + 1, close))
        return [Cut(token.start(), at + 1), Cut(close, close + 1)], close + 1
    return [Cut(token.start(), at + 1)], at + 1
