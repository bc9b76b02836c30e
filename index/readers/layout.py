"""Lines with their indentation, and cuts that may touch: what readers of text formats share."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..text import Cut
from .base import numbered_lines

__all__ = ["Line", "dedented", "line_at", "lines_of", "merged"]

_TAB = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the raw file.

    Attributes:
        number: from 1.
        start: the offset of its first character.
        text: without its line end and the white space before that.
        indent: the column, from 0, of its first character that is not white space; tabs
            reach to columns of eight.
    """

    number: int
    start: int
    text: str
    indent: int

    @property
    def blank(self) -> bool:
        """Whether it holds white space only."""
        return not self.text

    @property
    def first(self) -> int:
        """The offset of the first character that is not white space."""
        return self.start + len(self.text) - len(self.body)

    @property
    def end(self) -> int:
        """The offset behind the last character that is not white space."""
        return self.start + len(self.text)

    @property
    def body(self) -> str:
        """The text without its indentation."""
        return self.text.lstrip()


def lines_of(text: str) -> tuple[Line, ...]:
    """Return all lines of a text."""
    return tuple(
        Line(number, at, bare, _indent(bare))
        for number, at, line in numbered_lines(text)
        for bare in (line.rstrip(),)
    )


def dedented(line: Line, columns: int) -> Cut | None:
    """Cut up to so many columns of a line's indentation; ``None`` if there is none to cut."""
    column = at = 0
    for char in line.text[: len(line.text) - len(line.body)]:
        if column >= columns:
            break
        column += _TAB - column % _TAB if char == "\t" else 1
        at += 1
    return Cut(line.start, line.start + at) if at else None


def line_at(lines: Sequence[Line], offset: int) -> int:
    """Return the number of the line on which an offset of the raw file stands."""
    return max(1, bisect_right(lines, offset, key=lambda line: line.start))


def merged(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """Join cuts that overlap, so that a text can be stripped by them; the first's blanks stay."""
    found: list[Cut] = []
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        if found and cut.start < found[-1].end:
            if cut.end > found[-1].end:
                put = found[-1].put or cut.put
                found[-1] = Cut(found[-1].start, cut.end, put if put.isspace() else "")
        elif cut.end > cut.start or cut.put:
            found.append(cut)
    return tuple(found)


def _indent(line: str) -> int:
    lead = line[: len(line) - len(line.lstrip())]
    return len(lead.expandtabs(_TAB)) if "\t" in lead else len(lead)
