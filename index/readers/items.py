"""The items of a numbered list: which lines are heads, and which of those under them they own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..names import fold
from ..records import LineRange
from .base import numbered_lines, page

__all__ = [
    "BULLET",
    "Item",
    "Line",
    "cut_bodies",
    "find_items",
    "is_section",
    "lines_with_text",
    "without_contents",
]

_HEAD = re.compile(r"([ \t]*)(\d{1,5})[.)][ \t]+(?=\S)")
BULLET = re.compile(r"([ \t]*)[-*+•◦▪‣·●○–][ \t]+(?=\S)")
_JOINT = re.compile(r"(?:\*\*|__)?\s*(?:[:：](?:\*\*|__)?\s+|\s[–—-]\s+)(?=\S)")
_MAX_HEAD_CHARS = 120


@dataclass(frozen=True, slots=True)
class Line:
    """A line with text; offsets in the raw file."""

    number: int
    start: int
    end: int
    text: str
    after_blank: bool

    @property
    def indented(self) -> bool:
        """Whether it starts with a blank."""
        return self.text[:1] in " \t"


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered head and the lines under it.

    Attributes:
        head: the head's line.
        value: its number.
        term_at: where the term starts in the raw file, behind the number.
        joint: where the head's line goes on with a definition, ``(term_end, start)``, or ``None``.
        body: the lines up to the next head.
    """

    head: Line
    value: int
    term_at: int
    joint: tuple[int, int] | None
    body: tuple[Line, ...] = ()

    @property
    def depth(self) -> int:
        """How far the head is indented."""
        return len(self.head.text) - len(self.head.text.lstrip())

    @property
    def last(self) -> int:
        """The number of its last line."""
        return self.body[-1].number if self.body else self.head.number

    @property
    def bulleted(self) -> bool:
        """Whether a bullet stands under the head."""
        return bool(self.body) and BULLET.match(self.body[0].text) is not None

    @property
    def defined(self) -> bool:
        """Whether anything stands under or behind the head."""
        return bool(self.body) or self.joint is not None


def lines_with_text(text: str) -> Iterator[Line]:
    """Yield the lines that are not blank."""
    blank = True
    for number, at, content in numbered_lines(text):
        if content.strip():
            yield Line(number, at, at + len(content), content, blank)
        blank = not content.strip()


# --- which numbered lines are heads ---


def find_items(lines: Sequence[Line]) -> list[Item]:
    """Find the heads and give each the lines up to the next.

    A numbered line is a head if it is short, no more indented than the first, and its number
    goes on from the last head; or starts again at 1 behind a blank line; or the last head has
    the same shape, whatever the numbers.
    """
    heads: list[Item] = []
    rows: list[int] = []
    for at, line in enumerate(lines):
        match = _HEAD.match(line.text)
        item = _item(line, match) if match else None
        if item is None or (heads and item.depth > heads[0].depth):
            continue
        last = heads[-1].value if heads else item.value - 1
        alike = bool(rows) and (
            (_has_bullet(lines, at) and _has_bullet(lines, rows[-1]))
            or (item.joint is not None and heads[-1].joint is not None)
        )
        if last < item.value <= last + 10 or (item.value == 1 and line.after_blank) or alike:
            heads.append(item)
            rows.append(at)
    ends = [*rows[1:], len(lines)] if rows else []
    return _settle(
        [
            replace(head, body=tuple(lines[row + 1 : end]))
            for head, row, end in zip(heads, rows, ends, strict=True)
        ]
    )


def _has_bullet(lines: Sequence[Line], at: int) -> bool:
    return at + 1 < len(lines) and BULLET.match(lines[at + 1].text) is not None


def _settle(items: list[Item]) -> list[Item]:
    """Read "7. Push - pull train" as one term where most terms have their text below."""
    joined = sum(item.joint is not None for item in items)
    if 2 * joined > len(items):
        return items
    return [replace(item, joint=None) if item.body else item for item in items]


def _item(line: Line, match: re.Match[str]) -> Item | None:
    """Read a numbered line as a head: a short name, or a name, a joint and a definition."""
    rest = line.text[match.end() :].rstrip()
    term_at = line.start + match.end()
    joint = _JOINT.search(rest[: _MAX_HEAD_CHARS + 4])
    if joint and joint.start() > 0 and " " in rest[joint.end() :]:
        ends = (term_at + joint.start(), term_at + joint.end())
        return Item(line, int(match[2]), term_at, ends)
    sentence = re.search(r"[.!?;,]$", rest) and len(rest.split()) > 3
    if len(rest) > _MAX_HEAD_CHARS or sentence:
        return None
    return Item(line, int(match[2]), term_at, None)


def without_contents(items: list[Item]) -> tuple[list[Item], list[LineRange]]:
    """Take out a table of contents: heads with nothing under them that come again with text."""
    defined = {fold(item.head.text) for item in items if item.defined}
    kept: list[Item] = []
    contents: list[LineRange] = []
    for item in items:
        if not item.defined and fold(item.head.text) in defined:
            contents.append(page(item.head.number, item.head.number, "contents"))
        else:
            kept.append(item)
    return kept, contents


# --- which of the lines under a head are its definition ---


def cut_bodies(items: list[Item]) -> list[Item]:
    """End each body where its shape ends; what is left over is page text or reported.

    Under bullets, an unindented paragraph behind a blank line is the entry's only where most
    entries have one. Under no bullets, the last entry has no more paragraphs than the others.
    """
    items = [replace(item, body=_without_sections(item.body)) for item in items]
    bulleted = [item for item in items[:-1] if item.bulleted]
    loose = sum(_bullets_end(item) < len(item.body) for item in bulleted)
    most = max((len(_paragraphs(item)) for item in items[:-1] if not item.bulleted), default=0)
    cut: list[Item] = []
    for at, item in enumerate(items):
        end = len(item.body)
        if item.bulleted and 2 * loose <= len(bulleted):
            end = _bullets_end(item)
        elif not item.bulleted and at == len(items) - 1 and most:
            end = sum(map(len, _paragraphs(item)[:most])) - 1
        cut.append(replace(item, body=item.body[:end]))
    return cut


def _without_sections(body: tuple[Line, ...]) -> tuple[Line, ...]:
    """Leave out a heading that stands above the next head: "## M", "M"."""
    while body and body[-1].after_blank and is_section(body[-1]):
        body = body[:-1]
    return body


def is_section(line: Line) -> bool:
    """Tell whether a line outside of entries is a heading: "## M", or a letter alone."""
    return line.text.startswith("#") or len(line.text.strip()) <= 2


def _bullets_end(item: Item) -> int:
    """Count the lines up to the first paragraph that is neither bullet nor continues one."""
    for at, line in enumerate(item.body):
        if line.after_blank and not line.indented and not BULLET.match(line.text):
            return at
    return len(item.body)


def _paragraphs(item: Item) -> list[list[Line]]:
    """Group the lines, the head's included, as blank lines part them."""
    paragraphs = [[item.head]]
    for line in item.body:
        if line.after_blank:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs
