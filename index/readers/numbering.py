"""Numbered headings: which number several entries, and which are steps inside one."""

import re
from collections.abc import Sequence

from .heads import Head, parse_head

__all__ = ["is_numbered", "split_heading", "steps"]

_NUMBERED = re.compile(r"\(?(\d{1,4})[.)]\s+\S")
_JOINT = re.compile(r"(?:\s*[,;/&+]\s*|\s+)(?:\w{1,3}\s+)?(?=\(?(\d{1,4})[.)]\s+\S)")


def is_numbered(text: str) -> bool:
    """Tell whether a line opens with a number, as in "12. Name"."""
    return bool(_NUMBERED.match(text))


def split_heading(text: str) -> tuple[tuple[int, ...], tuple[Head, ...]]:
    """Split a heading at the numbers in it that count on from its first."""
    opening = _NUMBERED.match(text)
    numbers = [int(opening[1])] if opening else []
    parts, at = [], 0
    for joint in _JOINT.finditer(text):
        if int(joint[1]) == numbers[-1] + 1:
            parts.append(text[at : joint.start()])
            numbers.append(int(joint[1]))
            at = joint.end()
    parts.append(text[at:])
    return tuple(numbers), tuple(parse_head(part) for part in parts)


def steps(headings: Sequence[tuple[int, ...]]) -> set[int]:
    """Find numbered headings that are steps inside an entry.

    Their numbers stood before, and behind them the count goes on from where it was. Numbers
    that start anew and never go back are a further chapter, which counts its own entries.
    """
    last_at = {number: at for at, numbers in enumerate(headings) for number in numbers}
    nested: set[int] = set()
    seen: set[int] = set()
    highest = at = 0
    while at < len(headings):
        end = at + 1
        if seen.isdisjoint(headings[at]):
            seen.update(headings[at])
            highest = max(highest, *headings[at])
        else:
            while end < len(headings) and headings[end][0] == headings[end - 1][-1] + 1:
                end += 1
            if last_at.get(highest + 1, -1) >= end:
                nested.update(range(at, end))
            else:
                seen, highest, end = set(headings[at]), headings[at][-1], at + 1
        at = end
    return nested
