"""Inline markup of reStructuredText as cuts, with the names that roles and links refer to.

Written after "Inline markup recognition rules" of the reStructuredText Markup Specification
(docutils.sourceforge.io/docs/ref/rst/restructuredtext.html) and Sphinx's roles
(www.sphinx-doc.org, "Cross-referencing"). Only white space may stand in for what is cut, so
what a role would look up elsewhere (a section's title for its label) stays as it is written.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ..text import Cut

__all__ = ["Reference", "find_inline"]

_BEFORE = r"(?<![^\s'\"(\[{<\-/:‘“’«¡¿–—|])"  # what may stand before a start-string, or nothing
_AFTER = r"(?=[\s'\")\]}>\-/\\.,;:!?’”»–—|]|$|\Z)"
_ROLE = r"[A-Za-z][A-Za-z0-9]*(?:[-._+:][A-Za-z0-9]+)*"
_NAME = r"[^\W_]+(?:[-._+:][^\W_]+)*"
_TOKEN = re.compile(
    "|".join(
        (
            r"\\(?P<escaped>[^\n]|\n)",
            rf"{_BEFORE}``(?=\S)(?P<literal>(?:[^`]|`(?!`))*(?:[^\s`]|`(?=``)))``{_AFTER}",
            rf"{_BEFORE}:(?P<role>{_ROLE}):`(?P<said>[^`]*)`(?!_)",
            rf"{_BEFORE}`(?=[^\s`])(?P<text>(?:\\.|[^`\\])*)`(?:(?P<link>__?)|:(?P<suffix>{_ROLE}):)?"
            rf"{_AFTER}",
            rf"{_BEFORE}_`(?=\S)(?P<target>[^`]+)`{_AFTER}",
            rf"{_BEFORE}\*\*(?=\S)(?P<strong>(?:\\.|[^\\*]|\*(?!\*))*?[^\s\\])\*\*{_AFTER}",
            rf"{_BEFORE}\*(?=[^\s*])(?P<emphasis>(?:\\.|[^\\*])*?[^\s\\*])\*{_AFTER}",
            rf"{_BEFORE}\|(?=[^\s|])(?P<substitution>[^|\n]*[^\s|])\|(?P<sublink>__?)?{_AFTER}",
            rf"{_BEFORE}\[(?P<note>\d+|\#(?:{_NAME})?|\*)\]_{_AFTER}",
            rf"{_BEFORE}\[(?P<cited>{_NAME})\]_{_AFTER}",
            rf"(?<=[^\W_])(?P<mark>__?)(?![\w`]){_AFTER}",
        )
    ),
    re.DOTALL,
)
_LAST_WORD = re.compile(rf"{_NAME}$")
_REACH = 100  # characters; a name that is longer is linked to in backquotes
_TITLED = re.compile(r"(?P<title>.*?\S)?\s*(?<!\\)<(?P<target>[^<>]*)>$", re.DOTALL)
_HIDDEN_ROLES = {"raw", "raw-html", "raw-latex", "html", "index-hidden"}
_VERBATIM = {"math", "code", "literal"}
_NO_NAME = {"sup", "sub", "superscript", "subscript", "term", "ref", "kbd", "samp", "abbr", "index"}
_LABELS = {"ref", "numref", "any"}
_NUMBER = re.compile(r"#?\d[\w.#-]*")
_BRACES = {"file", "samp"}
_SHOWN = ("literal", "target", "strong", "emphasis", "substitution")


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that a text refers to.

    Attributes:
        name: the name or label as the file writes it, white space single.
        kind: ``term`` for a term of a glossary, ``label`` for a label, ``link`` for the name of
            a hyperlink: a label or a title.
        start: where the shown text starts in the raw file.
        end: where it ends.
    """

    name: str
    kind: str
    start: int
    end: int


def find_inline(
    raw: str, start: int, end: int, labels: Collection[str] = ()
) -> tuple[list[Cut], list[Reference]]:
    """Find the inline markup of one paragraph.

    Args:
        raw: the file.
        start: where the paragraph starts.
        end: where it ends.
        labels: case-folded names that ``name_`` may refer to; others with an underscore behind
            are plain words, such as the names of attributes.
    """
    cuts: list[Cut] = []
    references: list[Reference] = []
    for token in _TOKEN.finditer(raw, start, end):
        if token["role"] is not None:
            _role(token, "said", token["role"], cuts, references)
        elif token["suffix"] is not None:
            _role(token, "text", token["suffix"], cuts, references)
        elif token["text"] is not None:
            _link(token, cuts, references)
        elif token["mark"] is not None:
            word = _LAST_WORD.search(raw[max(start, token.start() - _REACH) : token.start()])
            if word and word[0].casefold() in labels:
                cuts.append(Cut(*token.span("mark")))
                begin = token.start() - len(word[0])
                references.append(Reference(word[0], "link", begin, token.start()))
        else:
            cuts += _plain(token, start)
    return cuts, references


def _plain(token: re.Match[str], start: int) -> Iterator[Cut]:
    """Cut what brings no name: escapes, literals, emphasis, footnote marks."""
    if token["escaped"] is not None:
        yield Cut(token.start(), token.end() if token["escaped"].isspace() else token.start() + 1)
    elif token["note"] is not None:
        blank = token.start() > start and token.string[token.start() - 1] == " "
        yield Cut(token.start() - blank, token.end())
    elif token["cited"] is not None:
        yield Cut(token.end() - 1, token.end())
    else:
        shown = next(name for name in _SHOWN if token[name] is not None)
        yield from _around(token, *token.span(shown))
        if shown in ("strong", "emphasis"):
            yield from _escapes(token.string, *token.span(shown))


def _around(token: re.Match[str], start: int, end: int) -> tuple[Cut, Cut]:
    """Cut what stands before and behind the shown text of a token."""
    return Cut(token.start(), start), Cut(end, token.end())


def _escapes(raw: str, start: int, end: int) -> Iterator[Cut]:
    for escape in re.compile(r"\\(.)", re.DOTALL).finditer(raw, start, end):
        yield Cut(escape.start(), escape.end() if escape[1].isspace() else escape.start() + 1)


def _titled(token: re.Match[str], group: str) -> tuple[int, int, str, bool]:
    """Split ``title <target>``: where the shown text stands, the target, whether it has a title."""
    start, end = token.span(group)
    inside = token[group]
    found = _TITLED.match(inside) if inside.endswith(">") else None
    if not found:
        return start, end, " ".join(inside.split()), False
    target = " ".join(found["target"].split())
    if found["title"] is None:
        return start + found.start("target"), start + found.end("target"), target, False
    return start, start + found.end("title"), target, True


def _role(
    token: re.Match[str], group: str, full: str, cuts: list[Cut], references: list[Reference]
) -> None:
    """Cut a role and what it hides of its text: an address, ``!``, the path behind ``~``."""
    role = full.rsplit(":", 1)[-1].lower()
    raw = token.string
    start, end = token.span(group)
    if role in _HIDDEN_ROLES or not token[group].strip():
        cuts.append(Cut(*token.span()))
        return
    if role in _VERBATIM:
        cuts += _around(token, start, end)
        return
    start, end, target, titled = _titled(token, group)
    if not titled and group == "said" and role not in _NO_NAME and _NUMBER.fullmatch(target):
        cuts.append(Cut(token.start(), token.start() + 1))  # :pep:`8` reads "pep 8"
        cuts.append(Cut(start - 2, start, " "))
        cuts.append(Cut(end, token.end()))
        return
    if not titled:
        start += _prefix(raw[start:end], role)
    cuts += _around(token, start, end)
    cuts += _escapes(raw, start, end)
    if role in _BRACES:
        cuts += (Cut(at, at + 1) for at in range(start, end) if raw[at] in "{}")
    if (role == "term" or role in _LABELS) and not target.startswith("!"):
        kind = "term" if role == "term" else "label"
        references.append(Reference(target.lstrip("~"), kind, start, end))


def _prefix(shown: str, role: str) -> int:
    """Return how much of a role's text is a sign to the processor."""
    if shown[:1] == "!" and len(shown) > 1:
        return 1
    if re.match(r"~[\w.]", shown):
        return len(shown) - len(re.split(r"[.\s]", shown[1:].rstrip("."))[-1])
    return 1 if re.match(r"\.\w", shown) and role not in _BRACES else 0


def _link(token: re.Match[str], cuts: list[Cut], references: list[Reference]) -> None:
    """Cut a hyperlink with its address, or text in the default role."""
    start, end = token.span("text")
    target = token["text"]
    if token["link"]:
        start, end, target, _ = _titled(token, "text")
        references.append(Reference(target.rstrip("_"), "link", start, end))
    cuts += _around(token, start, end)
    cuts += _escapes(token.string, start, end)
