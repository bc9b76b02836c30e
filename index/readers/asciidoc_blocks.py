"""The lines of an AsciiDoc file: blocks, attributes, comments, and the items of labelled lists.

Written after the AsciiDoc Language documentation (docs.asciidoctor.org, "Description Lists",
"Delimited Blocks", "Comments"). A labelled list goes on over blank lines as it does there: a
paragraph belongs to an item if it follows at once, is indented, or is attached by ``+``.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ..text import Cut
from .layout import Line

__all__ = ["CELL", "Blocks", "Kind", "Label", "find_blocks"]

_VERBATIM = re.compile(r"(?:-{4,}|\.{4,}|\+{4,}|/{4,}|```.*)$")
_CONTAINER = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--)$")
_TABLE = re.compile(r"[|,:!]={3,}$")
_ATTRIBUTE = re.compile(r":!?\w[\w-]*!?:(?:\s|$)")
_BLOCK_LINE = re.compile(r"\[(?:\[[^\[\]]+\]|(?:[^\[\]\"]++|\"[^\"]*+\"|\")*+)\]$")
_DIRECTIVE = re.compile(r"(?P<name>ifdef|ifndef|ifeval|endif|include)::(?P<to>[^\[]*)\[.*\]$")
_BLOCK_MACRO = re.compile(r"[a-z][\w-]*::[^\s\[]*\[.*\]$")
_BLOCK_TITLE = re.compile(r"\.(?=[^\s.])")
_HEADING = re.compile(r"(?:={1,6}|\#{1,6})[ \t]+(?=[^\s=])")
_UNDERLINE = re.compile(r"([=\-~^+])\1{2,}$")
_BULLET = re.compile(
    r"(?P<mark>\*{1,5}|-|•|\.{1,5}|\d{1,4}\.|[a-zA-Z]\.|<\d+>|<\.>)[ \t]+"
    r"(?P<box>\[[ x*]\][ \t]+)?(?=\S)"
)
_LABEL = re.compile(
    r"(?P<anchors>(?:\[\[[^\]]+\]\]|\[#[^\]]+\]|anchor:[^\s\[]+\[[^\]]*\])*)"
    r"(?P<term>\S.*?)(?P<mark>:{2,4}|;;)(?:[ \t]+(?P<rest>\S.*))?$"
)
CELL = re.compile(r"(?:^|(?<=\s))(?:\d+(?:\.\d+)?[+*])?[<^>.]*[a-z]?\|")
_SPACE = re.compile(r"\{(?:empty|nbsp|sp|blank)\}(?:[ \t]\+)?")
_JOINING = {"comment", "ifdef", "ifndef", "ifeval", "endif", "include", "attribute"}
_ID = re.compile(r"\[\[([^\],]+)|\[#([^\],.%]+)|\bid=\"?([^\],\"]+)|anchor:([^\s\[]+)\[")


class Kind(StrEnum):
    """What a line is."""

    BLANK = "blank"
    TEXT = "text"
    TITLE = "title"
    VERBATIM = "verbatim"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Label:
    """A line that starts an item of a labelled list, with places in the raw file.

    Attributes:
        term: where its term stands.
        mark: ``::``, ``:::``, ``::::`` or ``;;``: the level of its list.
        rest: where its text on the same line starts; the line's end if there is none.
        filled: whether there is any.
        ids: its anchors.
    """

    term: tuple[int, int]
    mark: str
    rest: int
    filled: bool
    ids: tuple[str, ...]


@dataclass(slots=True)
class Blocks:
    """What was found in a file; lists run along its lines.

    Attributes:
        kinds: what each line is.
        depths: how many containers are open around each line.
        rules: for hidden lines what hides them.
        labels: items of labelled lists by the index of their line.
        cuts: of marks and hidden lines; those of inline markup not.
        ids: anchors on lines of their own, by index of the line.
        includes: included files, by index of the line.
        tables: indexes of lines inside tables.
    """

    kinds: list[Kind]
    depths: list[int]
    rules: dict[int, str] = field(default_factory=dict)
    labels: dict[int, Label] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    ids: dict[int, tuple[str, ...]] = field(default_factory=dict)
    includes: dict[int, str] = field(default_factory=dict)
    tables: set[int] = field(default_factory=set)


def find_blocks(lines: Sequence[Line]) -> Blocks:
    """Say of each line what it is; linear in the number of lines."""
    found = Blocks([Kind.BLANK if line.blank else Kind.TEXT for line in lines], [0] * len(lines))
    closing = _places(lines)
    open_blocks: list[str] = []
    at = 0
    while at < len(lines):
        text = lines[at].text
        found.depths[at] = len(open_blocks)
        if text in open_blocks:
            del open_blocks[open_blocks.index(text) :]
            found.depths[at] = len(open_blocks)
            _hide(lines, at, "block-end", found)
        elif _VERBATIM.match(text) and not _is_underline(lines, at):
            at = _verbatim(lines, at, closing, found)
            continue
        elif _is_title(lines, at):
            found.kinds[at] = found.kinds[at + 1] = Kind.TITLE
            found.cuts.append(Cut(lines[at + 1].start, lines[at + 1].end))
            at += 2
            continue
        elif (_CONTAINER.match(text) or _TABLE.match(text)) and _later(closing, text, at):
            open_blocks.append(text)
            _hide(lines, at, "block-start", found)
        elif not lines[at].blank:
            if open_blocks and _TABLE.match(open_blocks[-1]):
                found.tables.add(at)
            _line(lines, at, found)
        at += 1
    return found


def _places(lines: Sequence[Line]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line.text[:1] in ("-", ".", "+", "/", "`", "=", "*", "_", "|", ",", ":", "!"):
            key = "```" if line.text == "```" else line.text
            found.setdefault(key, []).append(at)
    return found


def _later(places: dict[str, list[int]], text: str, at: int) -> int | None:
    """Return where a delimiter stands next."""
    known = places.get("```" if text.startswith("```") else text, [])
    nth = bisect_right(known, at)
    return known[nth] if nth < len(known) else None


def _hide(lines: Sequence[Line], at: int, rule: str, found: Blocks) -> None:
    """Cut a line; its line end too where the text around goes on, or is parted already."""
    found.kinds[at] = Kind.HIDDEN
    found.rules[at] = rule
    joins = rule in _JOINING or at == 0 or found.kinds[at - 1] in (Kind.BLANK, Kind.HIDDEN)
    behind = at + 1 < len(lines) and joins
    found.cuts.append(Cut(lines[at].start, lines[at + 1].start if behind else lines[at].end))


def _verbatim(lines: Sequence[Line], at: int, places: dict[str, list[int]], found: Blocks) -> int:
    """Read a block whose lines are no markup; comments are hidden."""
    text = lines[at].text
    end = _later(places, text, at)
    comment = text.startswith("/")
    _hide(lines, at, "comment" if comment else "block-start", found)
    if end is None:
        return at + 1
    for inside in range(at + 1, end):
        found.depths[inside] = found.depths[at]
        if comment and not lines[inside].blank:
            _hide(lines, inside, "comment", found)
        elif not lines[inside].blank:
            found.kinds[inside] = Kind.VERBATIM
    found.depths[end] = found.depths[at]
    _hide(lines, end, "comment" if comment else "block-end", found)
    return end + 1


def _is_underline(lines: Sequence[Line], at: int) -> bool:
    return at > 0 and _is_title(lines, at - 1)


def _is_title(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line is a title with an underline of its length."""
    line = lines[at]
    if line.blank or line.indent or at + 1 >= len(lines) or not line.text[0].isalnum():
        return False
    under = lines[at + 1].text
    first = at == 0 or lines[at - 1].blank or lines[at - 1].text.startswith(("[", "//"))
    return first and bool(_UNDERLINE.match(under)) and abs(len(under) - len(line.text)) <= 1


def _line(lines: Sequence[Line], at: int, found: Blocks) -> None:
    line = lines[at]
    body, flush = line.body, line.indent == 0
    directive = _DIRECTIVE.match(body) if flush else None
    if body.startswith("//") and flush and not body.startswith("///"):
        _hide(lines, at, "comment", found)
    elif directive:
        _hide(lines, at, directive["name"], found)
        if directive["name"] == "include":
            found.includes[at] = directive["to"]
    elif flush and (_BLOCK_MACRO.match(body) or body in ("'''", "<<<", "---", "***")):
        _hide(lines, at, "block-macro", found)
    elif flush and _ATTRIBUTE.match(body):
        _hide(lines, at, "attribute", found)
    elif flush and _BLOCK_LINE.match(body):
        found.ids[at] = _ids(body)
        _hide(lines, at, "block-attributes", found)
    elif _SPACE.fullmatch(body):
        _hide(lines, at, "space", found)
    elif body == "+":
        _hide(lines, at, "continuation", found)
    elif flush and (heading := _HEADING.match(body)):
        found.kinds[at] = Kind.TITLE
        found.cuts.append(Cut(line.start, line.start + heading.end()))
    else:
        _text(line, at, found)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(next(filter(None, each.groups())).strip() for each in _ID.finditer(text))


def _text(line: Line, at: int, found: Blocks) -> None:
    """Cut the marks at the start of a line of text; note the item that it starts."""
    if at in found.tables:
        for cell in CELL.finditer(line.text):
            put = "\n" if cell.start() > len(line.text) - len(line.body) else ""
            found.cuts.append(Cut(line.start + cell.start(), line.start + cell.end(), put))
        return
    bullet = _BULLET.match(line.body)
    if bullet:
        _cut_bullet(line, bullet, found)
        return
    if _BLOCK_TITLE.match(line.body) and line.indent == 0:
        found.cuts.append(Cut(line.start, line.start + 1))
        return
    label = _LABEL.match(line.body)
    if label and not line.body.startswith((":", "|")):
        first = line.first
        end = first + label.start("term") + len(label["term"].rstrip())
        rest = first + label.start("rest") if label["rest"] else line.end
        found.labels[at] = Label(
            (first + label.start("term"), end),
            label["mark"],
            rest,
            bool(label["rest"]),
            _ids(label["anchors"]),
        )
        found.cuts.append(Cut(first, first + label.start("term")))
        kept = 1 if label["rest"] and label["mark"] != ";;" else 0  # "term: text" on one line
        found.cuts.append(Cut(end, first + label.end("mark") - kept))


def _cut_bullet(line: Line, bullet: re.Match[str], found: Blocks) -> None:
    """Keep ``* `` and ``- `` and numbers; other marks of items become paragraphs."""
    start, mark = line.first, bullet["mark"]
    if mark.startswith((".", "<")):
        found.cuts.append(Cut(start, start + bullet.end(), "\n"))
        return
    if mark.startswith("*"):
        found.cuts.append(Cut(start, start + len(mark) - 1))
    if bullet["box"]:
        found.cuts.append(Cut(start + bullet.start("box"), start + bullet.end("box")))


def is_bullet(line: Line) -> bool:
    """Tell whether a line starts an item of a list."""
    return bool(_BULLET.match(line.body))
