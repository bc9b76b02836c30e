"""Entries of plain text as places and line numbers, and what single lines look like."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .layout import Line
from .roles import named

__all__ = [
    "Fields",
    "Item",
    "Page",
    "below",
    "is_head",
    "is_rule",
    "is_term",
    "label_of",
    "place_of",
    "read_lines",
    "with_field",
]

_SECTION = re.compile(
    r"(?:[-=~*#\s]*(?:[^\W\d_]|\d)[-=~*#.:\s]*|[\[(]?[^\W\d_]\s*[-–—]\s*[^\W\d_][\])]?"
    r"|(?:0-9|#))$"
)
_NUMBERED = re.compile(r"(?:\d+\.)+\d*\s+\S.{0,70}[^.!?:;,]$")
_RULE = re.compile(r"[-=~*_#.+\s]{3,}$")
_SENTENCE = re.compile(r"[.!?]\s+[A-ZÀ-Þ]")
_MAX_TERM = 90
_MAX_WORDS = 10
_LABEL = re.compile(r"(?P<key>[^\W\d_][\w ]{1,30}?)\s*[:：](?:\s+|$)(?P<value>.*)$")
_NOTES = {
    *("note", "notes", "example", "examples", "e.g", "i.e", "source", "sources", "usage", "remark"),
    *("remarks", "tutorial", "warning", "caution", "tip", "hint", "etymology", "pronunciation"),
    *("deprecated usage", "derivation", "category", "context", "origin", "http", "https"),
}


@dataclass(frozen=True, slots=True)
class Fields:
    """What labelled lines of an entry say; ``ignored`` are labels that say nothing to us."""

    aliases: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    status: str | None = None
    language: str | None = None
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: places in the raw file, and indexes of lines.

    Attributes:
        terms: where its terms stand.
        start: where its definition starts.
        end: where it ends.
        first: the line of the first term.
        last: the last line that belongs to it.
        body: indexes of the lines with its text, in order.
        fields: what labelled lines say.
        guessed: whether its last paragraph was taken for its own without a sign.
    """

    terms: tuple[tuple[int, int], ...]
    start: int
    end: int
    first: int
    last: int
    body: tuple[int, ...] = ()
    fields: Fields = Fields()
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A file's lines without paging, and what single ones are.

    Attributes:
        lines: all lines.
        kept: indexes of those that are no paging.
        sections: those that head a part: a letter, a numbered title, a rule.
        fresh: those that start a paragraph, or stand below a heading.
        roles: labelled lines (``See also: …``), with what they hold.
    """

    lines: Sequence[Line]
    kept: Sequence[int]
    sections: frozenset[int]
    fresh: frozenset[int]
    roles: Mapping[int, str]


def read_lines(lines: Sequence[Line], kept: Sequence[int]) -> Page:
    """Look at each line once."""
    sections, fresh, roles = set[int](), set[int](), dict[int, str]()
    before = True
    for nth, at in enumerate(kept):
        line = lines[at]
        if line.blank:
            before = True
            continue
        behind = nth + 1 == len(kept) or lines[kept[nth + 1]].blank
        if _is_section(line, before and behind):
            sections.add(at)
        if before:
            fresh.add(at)
        if label := label_of(line):
            roles[at] = label[0]
        before = at in sections
    return Page(lines, kept, frozenset(sections), frozenset(fresh), roles)


def _is_section(line: Line, alone: bool) -> bool:
    """Tell whether a line is a letter or number that heads a part, or a rule."""
    if len(line.text) > 100:
        return False
    text = line.text.strip()
    return is_rule(line) or bool(_SECTION.match(text) or (alone and _NUMBERED.match(text)))


def label_of(line: Line) -> tuple[str, str, int] | None:
    """Read a labelled line inside an entry (``See also: …``): role, value, where it starts."""
    label = _LABEL.match(line.body)
    if not label or len(label["key"].split()) > 4:
        return None
    role = named(label["key"])
    known = role.role if role.exact else None
    if known is None and label["key"].strip().lower() in _NOTES:
        known = "notes"
    return (known, label["value"], line.first + label.start("value")) if known else None


def with_field(fields: Fields, role: str, value: str) -> Fields:
    """Add what a labelled line says."""
    names = tuple(part.strip(" .") for part in re.split(r"[,;|]", value) if part.strip(" ."))
    if role in ("aliases", "short", "long"):
        return replace(fields, aliases=(*fields.aliases, *names))
    if role == "references":
        return replace(fields, references=(*fields.references, *names))
    if role == "status":
        return replace(fields, status=value.strip().lower() or None)
    if role == "language":
        return replace(fields, language=value.strip() or None)
    return replace(fields, ignored=(*fields.ignored, role))


def is_term(text: str) -> bool:
    """Tell whether a text is short, no sentence, and has letters or digits: it may be a term."""
    short = len(text) <= _MAX_TERM and len(text.split()) <= _MAX_WORDS
    plain = "\t" not in text and not _SENTENCE.search(text)
    return short and plain and any(char.isalnum() for char in text)


def is_rule(line: Line) -> bool:
    """Tell whether a line is made of dashes and the like."""
    return bool(_RULE.match(line.text))


def place_of(line: Line) -> tuple[int, int]:
    """Return where a line's text stands in the raw file."""
    return line.first, line.end


def is_head(line: Line) -> bool:
    """Tell whether a line may be a term that stands alone."""
    text = line.body.rstrip(":")
    return is_term(text) and text[-1:] not in ".!?;," and not is_rule(line)


def below(
    terms: tuple[tuple[int, int], ...], first: int, body: Sequence[int], lines: Sequence[Line]
) -> Item:
    """Make an item whose definition stands on the lines below its terms."""
    if not body:
        return Item(terms, terms[-1][1], terms[-1][1], first, first)
    start, end = lines[body[0]].first, lines[body[-1]].end
    return Item(terms, start, end, first, body[-1], tuple(body))
