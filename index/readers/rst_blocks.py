"""The lines of a reStructuredText file: directives, comments, literal blocks, titles, text.

Written after the reStructuredText Markup Specification of docutils, "Body Elements" and
"Explicit Markup Blocks". What a reader of the page would not see is cut; the rest stays.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ..text import Cut
from .layout import Line

__all__ = ["Blocks", "Glossary", "Kind", "Title", "find_blocks"]

_EXPLICIT = re.compile(r"\.\.(?:[ \t]+|$)")
_DIRECTIVE = re.compile(r"(?P<name>[A-Za-z][\w.+:-]*?)[ ]?::(?:[ \t]+(?P<args>.*))?$")
_LABEL = re.compile(r"_(?:`(?P<quoted>[^`]+)`|(?P<plain>(?:\\.|[^:\\]|:(?!\s|$))+)):(?:\s|$)")
_NOTE = re.compile(r"\[(?:\d+|#[\w-]*|\*|[^\W_][\w.+-]*)\](?:[ \t]+|$)")
_SUBSTITUTION = re.compile(r"\|[^|]+\|[ \t]+[\w.+:-]+::")
_OPTION = re.compile(r":[^:\s][^:]*:(?:\s|$)")
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*$")
_BORDER = re.compile(r"(?:[+][-=+]+[+]|=+(?:[ ]+=+)+|-+(?:[ ]+-+)+)$")
_LINE_BLOCK = re.compile(r"\|[ \t]+(?=\S)")
_ITEM = re.compile(r"(?:[-*+•‣⁃]|\(?(?:\d{1,4}|[A-Za-z]|#)[.)])(?:[ \t]+|$)")
_AUTO_ITEM = re.compile(r"\(?#[.)][ \t]+")
_DOCTEST = re.compile(r">>>[ \t]+\S")
_SAID = {  # directives whose name a reader of the page sees: how much of it to leave out
    **dict.fromkeys(
        ("note", "tip", "hint", "important", "warning", "caution", "danger", "attention", "error"),
        0,
    ),
    **dict.fromkeys(("versionadded", "versionchanged", "versionremoved"), len("version")),
    **dict.fromkeys(("deprecated", "seealso", "deprecated-removed"), 0),
}
_SEES = re.compile(r"see\b", re.IGNORECASE)  # "see also: See also …" says it twice
_HIDDEN = {  # with all that is indented below them
    *("bibliography", "codeauthor", "contents", "currentmodule", "date"),
    *("default-domain", "default-role", "digraph", "footbibliography", "footer"),
    *("graphviz", "graph", "header", "highlight", "highlightlang", "image", "include", "index"),
    *("inheritance-diagram", "literalinclude", "meta", "mermaid", "module", "moduleauthor", "plot"),
    *("program", "raw", "role", "sectionauthor", "sectnum", "section-numbering"),
    *("tabularcolumns", "target-notes", "title", "toctree", "todo", "todolist", "uml", "unicode"),
}
_LITERAL = {
    *("code", "code-block", "sourcecode", "parsed-literal", "math", "doctest", "testcode"),
    *("testsetup", "testoutput", "prompt", "ipython", "productionlist", "highlight-block"),
}
_WITHOUT_ARGS = {  # what stands behind the name is no text
    *(_LITERAL - {"math"}),
    *("class", "container", "cssclass", "figure", "grid", "ifconfig", "list-table", "only"),
    *("rst-class", "sidebar-class", "tab-set", "table-class"),
}


class Kind(StrEnum):
    """What a line is."""

    BLANK = "blank"
    TEXT = "text"
    TITLE = "title"
    LITERAL = "literal"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Title:
    """A section's title: the index of its line, and the style of its adornment."""

    at: int
    style: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """A glossary directive: the indexes of its line, its content's first line and behind it."""

    at: int
    first: int
    end: int
    base: int


@dataclass(slots=True)
class Blocks:
    """What was found in a file; lists run along its lines.

    Attributes:
        kinds: what each line is.
        rules: for hidden lines what hides them: ``comment``, a directive's name …
        cuts: of marks, hidden lines and options; those of inline markup not.
        labels: ``.. _label:`` by the index of its line.
        titles: in order.
        glossaries: the glossary directives, in order.
        deprecated: indexes of lines with a ``deprecated`` directive.
    """

    kinds: list[Kind]
    rules: dict[int, str] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    labels: list[tuple[int, str]] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    glossaries: list[Glossary] = field(default_factory=list)
    deprecated: set[int] = field(default_factory=set)


def find_blocks(lines: Sequence[Line]) -> Blocks:
    """Say of each line what it is; linear in the number of lines."""
    found = Blocks([Kind.BLANK if line.blank else Kind.TEXT for line in lines])
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.blank:
            at += 1
        elif _EXPLICIT.match(line.body):
            at = _explicit(lines, at, found)
        elif line.body.startswith("__ ") or line.body == "__":
            at = _hide(lines, at, at + 1, "target", found)
        elif title := _title(lines, at, found):
            at = _keep_title(lines, at, title, found)
        elif _BORDER.match(line.body) or (line.indent == 0 and _is_transition(lines, at)):
            at = _hide(lines, at, at + 1, "border", found)
        elif _DOCTEST.match(line.body):
            while at < len(lines) and not lines[at].blank:
                found.kinds[at] = Kind.LITERAL
                at += 1
        else:
            at = _text(lines, at, found)
    return found


def starts_item(line: Line) -> bool:
    """Tell whether a line starts a list item."""
    return bool(_ITEM.match(line.body))


def _block_end(lines: Sequence[Line], at: int, indent: int) -> int:
    """Return the index behind the deeper indented lines, without blank ones at the end."""
    end = last = at + 1
    while end < len(lines) and (lines[end].blank or lines[end].indent > indent):
        end += 1
        last = end if not lines[end - 1].blank else last
    return last


def _hide(lines: Sequence[Line], first: int, end: int, rule: str, found: Blocks) -> int:
    """Cut lines whole, and the blank ones behind them where blank lines stand before as well."""
    for at in range(first, end):
        if found.kinds[at] is not Kind.BLANK:
            found.kinds[at] = Kind.HIDDEN
            found.rules[at] = rule
    stop = end
    parted = first == 0 or found.kinds[first - 1] in (Kind.BLANK, Kind.HIDDEN)
    while parted and stop < len(lines) and lines[stop].blank:
        stop += 1
    behind = lines[stop].start if stop < len(lines) else lines[-1].end
    found.cuts.append(Cut(lines[first].start, behind))
    return end


def _explicit(lines: Sequence[Line], at: int, found: Blocks) -> int:
    line = lines[at]
    mark = _EXPLICIT.match(line.body)
    rest = line.body[mark.end() :] if mark else ""
    directive = _DIRECTIVE.match(rest)
    if directive:
        return _directive(lines, at, directive, found)
    end = _block_end(lines, at, line.indent)
    label = _LABEL.match(rest)
    if label or rest.startswith(("__", "_ ")):
        name = (label["quoted"] or label["plain"].replace("\\", "")) if label else ""
        found.labels += [(at, " ".join(name.split()))] if name else []
        stop = next((each for each in range(at, end) if lines[each].blank), end)
        return _hide(lines, at, stop, "target", found)
    if not rest and (at + 1 == len(lines) or lines[at + 1].blank):
        end = at + 1  # an empty comment takes no block with it
    note = _NOTE.match(rest)
    if note:
        found.cuts.append(Cut(line.first, line.end - len(rest) + note.end()))
        return at + 1
    rule = "substitution" if _SUBSTITUTION.match(rest) else "comment"
    return _hide(lines, at, end, rule, found)


def _directive(lines: Sequence[Line], at: int, directive: re.Match[str], found: Blocks) -> int:
    line = lines[at]
    name = directive["name"].lower()
    end = _block_end(lines, at, line.indent)
    if name in _HIDDEN or name.startswith("auto"):
        return _hide(lines, at, end, name, found)
    content = at + 1
    while content < end and _OPTION.match(lines[content].body):
        content += 1
    if name.rsplit(":", 1)[-1] == "glossary":
        _hide(lines, at, at + 1, "glossary-directive", found)
        indents = [one.indent for one in lines[content:end] if not one.blank]
        found.glossaries.append(Glossary(at, content, end, min(indents, default=0)))
        return _hide_options(lines, at + 1, content, found)
    args = line.end - len(directive["args"] or "")
    kept = bool(directive["args"]) and name not in _WITHOUT_ARGS
    below = next((lines[n].body for n in range(content, end) if not lines[n].blank), "")
    if name in _SAID and not (name == "seealso" and _SEES.match(directive["args"] or below)):
        _say(line, name, found)
        found.deprecated |= {at} if name.startswith("deprecated") else set()
    elif kept:
        found.cuts.append(Cut(line.first, args))
    else:
        _hide(lines, at, at + 1, name, found)
    _hide_options(lines, at + 1, content, found)
    if name in _LITERAL:
        for inside in range(content, end):
            if found.kinds[inside] is Kind.TEXT:
                found.kinds[inside] = Kind.LITERAL
        return end
    return content


def _hide_options(lines: Sequence[Line], first: int, end: int, found: Blocks) -> int:
    return _hide(lines, first, end, "option", found) if end > first else end


def _say(line: Line, name: str, found: Blocks) -> None:
    """Keep a directive's name before its text: ``note: …``, ``see also: …``, ``added: 3.2``."""
    start = line.first + line.body.lower().index(name)
    found.cuts.append(Cut(line.first, start + _SAID[name]))
    if name == "seealso":
        found.cuts.append(Cut(start + 3, start + 3, " "))
    colons = line.text.index("::", start - line.start) + line.start
    found.cuts.append(Cut(colons + 1, colons + 2))


def _text(lines: Sequence[Line], at: int, found: Blocks) -> int:
    line = lines[at]
    auto, bar = _AUTO_ITEM.match(line.body), _LINE_BLOCK.match(line.body)
    if auto:
        found.cuts.append(Cut(line.first, line.first + auto.end(), "\n"))
    elif bar:
        found.cuts.append(Cut(line.first, line.first + bar.end()))
    elif _OPTION.match(line.body) and not line.body.startswith(":`") and "`" not in line.body[:40]:
        found.cuts.append(Cut(line.first, line.first + 1))
    behind = at + 1
    if not line.body.endswith("::") or (behind < len(lines) and not lines[behind].blank):
        return behind
    alone = line.body == "::" or line.body.endswith(" ::")
    found.cuts.append(Cut(line.end - (2 if alone else 1), line.end))
    item = _ITEM.match(line.body)
    indent = line.indent + (item.end() if item else 0)
    end = _block_end(lines, at, indent)
    for inside in range(behind, end):
        if found.kinds[inside] is Kind.TEXT:
            found.kinds[inside] = Kind.LITERAL
    return max(end, behind)


# --- titles ---


def _title(lines: Sequence[Line], at: int, found: Blocks) -> tuple[int, int] | None:
    """Return the indexes of a title's text and of its last line, if one starts here."""
    line = lines[at]
    first = at == 0 or found.kinds[at - 1] is not Kind.TEXT
    if line.indent or not first or at + 1 >= len(lines) or lines[at + 1].blank:
        return None
    if _ADORNMENT.match(line.text):
        closed = at + 2 < len(lines) and lines[at + 2].text == line.text
        return (at + 1, at + 2) if closed and len(line.text) > 2 else None
    under = _ADORNMENT.match(lines[at + 1].text)
    width = len(lines[at + 1].text)
    return (at, at + 1) if under and width >= min(len(line.text), 4) else None


def _is_transition(lines: Sequence[Line], at: int) -> bool:
    alone = (at == 0 or lines[at - 1].blank) and (at + 1 == len(lines) or lines[at + 1].blank)
    return alone and len(lines[at].text) > 3 and bool(_ADORNMENT.match(lines[at].text))


def _keep_title(lines: Sequence[Line], at: int, title: tuple[int, int], found: Blocks) -> int:
    shown, last = title
    for each in range(at, last + 1):
        found.kinds[each] = Kind.TITLE
        if each != shown:
            found.cuts.append(Cut(lines[each].start, lines[each].end))
    style = lines[last].text[0] + ("=" if shown > at else "")
    found.titles.append(Title(shown, style))
    return last + 1


def paragraphs(
    lines: Sequence[Line], found: Blocks, breaks: frozenset[int] = frozenset()
) -> Iterator[tuple[int, int]]:
    """Yield runs of text lines that inline markup may span, as offsets in the raw file.

    Args:
        lines: all lines.
        found: what they are.
        breaks: indexes of lines that stand for themselves: the terms of a list.
    """
    start = end = -1
    for at, line in enumerate(lines):
        kind = found.kinds[at]
        text = kind is Kind.TEXT or (kind is Kind.TITLE and not _ADORNMENT.match(line.text))
        alone = at in breaks or kind is Kind.TITLE
        if start >= 0 and (not text or alone or starts_item(line) or _EXPLICIT.match(line.body)):
            yield start, end
            start = -1
        if text:
            start, end = (line.start if start < 0 else start), line.end
            if alone:
                yield start, end
                start = -1
    if start >= 0:
        yield start, end
