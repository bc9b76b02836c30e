"""Where a page that was flattened lost the blank beside a mark, and where it broke a line."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..text import Cut

__all__ = ["Delimiter", "cuts_with_blanks"]

_CLOSING = frozenset(",.;:!?)]}”’…%")
_OPENING = frozenset("([“‘")
_QUOTES = frozenset("\"'")
_SUFFIX = re.compile(r"(?:e?s|ed|ing)(?!\w)|\((?:e?s|[^()]{0,2})\)|'s?(?!\w)")


@dataclass(frozen=True, slots=True)
class Delimiter:
    """An opening or a closing mark.

    Attributes:
        start: where it starts in the raw file.
        end: where it ends.
        opens: whether the marked text follows.
        inner: the marked text.
        outer_end: where the whole marked part ends, its closing mark included.
    """

    start: int
    end: int
    opens: bool
    inner: str
    outer_end: int


def cuts_with_blanks(
    raw: str, delimiters: Sequence[Delimiter], start: int, end: int
) -> Iterator[Cut]:
    """Cut the marks of one block out, and put a blank where marks alone part two words.

    A blank is missing between a word (or closing punctuation) and a word; none is put before
    punctuation, an ending such as the plural's ``s``, beside a single marked letter
    (``**R**aised``), or in scripts that use no blanks.
    """
    marks = sorted(delimiters, key=lambda mark: mark.start)
    first = 0
    for at, mark in enumerate(marks):
        if at + 1 < len(marks) and marks[at + 1].start == mark.end:
            continue
        group = marks[first : at + 1]
        first = at + 1
        if group[0].opens and group[0].start > start and raw[group[0].start - 1] == "\n":
            line_break = _break_to_mend(raw, group[0], start, end)
            if line_break is not None:
                yield line_break
        put = " " if _lacks_blank(raw, group, start, end) else ""
        yield Cut(group[0].start, group[0].end, put)
        yield from (Cut(mark.start, mark.end) for mark in group[1:])


def _lacks_blank(raw: str, group: Sequence[Delimiter], start: int, end: int) -> bool:
    left, right = group[0].start, group[-1].end
    if left <= start or right >= end:
        return False
    before, after = raw[left - 1], raw[right]
    if before.isspace() or after.isspace() or _is_wide(before) or _is_wide(after):
        return False
    if before in _QUOTES:  # an opening quote mark stands behind a blank or a bracket
        further = raw[left - 2] if left - 2 >= start else " "
        if further.isspace() or further in _OPENING:
            return False
    elif not (before.isalnum() or before in _CLOSING):
        return False
    if not (after.isalnum() or after in _OPENING or after == '"'):
        return False
    if after == '"' and not (right + 1 < end and raw[right + 1].isalnum()):
        return False
    if not group[-1].opens and _SUFFIX.match(raw, right, end):
        return False
    single = len(group) == 1 and len(group[0].inner) == 1
    return not (single and before.isalpha() and after.isalpha())


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _break_to_mend(raw: str, mark: Delimiter, start: int, end: int) -> Cut | None:
    """Find the line break that only the mark explains: a sentence goes on behind it."""
    line_start = raw.rfind("\n", start, mark.start - 1) + 1 or start
    above = raw[line_start : mark.start - 1]
    inner = mark.inner.strip()
    if above.endswith("  ") or not above.strip() or not inner:
        return None
    text = above.rstrip()
    head = inner.endswith(":") or mark.outer_end >= end or raw[mark.outer_end] in ":\n"
    words = text.split()
    goes_on = text[-1].isalnum() or text[-1] in ",)”’"
    midway = inner[0].islower() or (len(words) > 2 and words[-1][0].islower())
    if head or not goes_on or not midway:
        return None
    return Cut(line_start + len(text), mark.start, " ")
