"""Page headers and footers of paged text, and words that its line ends break.

The layout is that of RFC 7994 ("Requirements for Plain-Text RFCs") and its forerunner, RFC 2223:
58 lines a page, a footer with ``[Page 12]``, a form feed, a header that repeats. Other paged text
is read by what repeats at its form feeds. A page that ends within a paragraph leaves no gap.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..text import Cut
from .layout import Line

__all__ = ["Paging", "broken_word", "find_paging", "joined_words", "known_words"]

_FOOTER = re.compile(
    r"(?:^|.*\s)\[?(?:page|seite|página|pagina|страница|p\.)\s*(?:\d{1,4}|[ivxlc]{1,8})\]?"
    r"(?:\s*(?:of|von|de|di|van|/)\s*\d{1,4})?$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-–—\s]*(?:\d{1,4}|[ivxlc]{1,8})[-–—\s]*$")
_SPREAD = re.compile(r"\S {2,}\S.*\S {2,}\S")
_NEAR = 6  # lines between a page's last text and the next page's first
_BROKEN = re.compile(r"(?<![-\w])([^\W\d_]{2,}(?:-[^\W\d_]+)*)-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ITEM = re.compile(r"(?:[-*+•o]|\(?(?:\d{1,3}|[a-z])[.)])\s")


@dataclass(frozen=True, slots=True)
class Paging:
    """What belongs to the pages and not to the text.

    Attributes:
        hidden: indexes of the lines that are left out: headers, footers, blank lines around.
        marks: those of them that hold text.
    """

    hidden: frozenset[int] = frozenset()
    marks: tuple[int, ...] = ()

    def cuts(self, lines: Sequence[Line]) -> Iterator[Cut]:
        """Leave the lines out whole."""
        for at in sorted(self.hidden):
            behind = lines[at + 1].start if at + 1 < len(lines) else lines[at].end
            yield Cut(lines[at].start, behind)


def find_paging(raw: str, lines: Sequence[Line]) -> Paging:
    """Find headers and footers; linear in the number of lines."""
    feeds = set(_feeds(raw, lines))
    feet = [at for at, line in enumerate(lines) if _is_footer(line)]
    if not feeds and len(feet) < 2:
        return Paging()
    breaks = sorted(feeds | {at + 1 for at in feet})
    heads = {at: head for at in breaks if (head := _next_text(lines, at)) is not None}
    tails = {at: tail for at in feeds if (tail := _last_text(lines, at)) is not None}
    counts = Counter(_shape(lines[at]) for at in {*heads.values(), *tails.values()})
    marks = set(feet)
    for at in {*heads.values(), *tails.values()}:
        text = lines[at].text.strip()
        if counts[_shape(lines[at])] > 1 or _NUMBER.match(text) or _SPREAD.search(text):
            marks.add(at)
    hidden = set(marks)
    behind = -1
    for at in sorted(marks | feeds):
        if at >= behind:
            around, behind = _around(lines, at, marks)
            hidden |= around
    return Paging(frozenset(hidden), tuple(sorted(marks)))


def joined_words(
    raw: str, lines: Sequence[Line], pairs: Iterator[tuple[int, int]]
) -> Iterator[tuple[Cut, str]]:
    """Yield cuts that join words which a line end breaks, with the word that comes out.

    The hyphen goes where the joined word stands elsewhere in the file and the hyphenated one
    does not; else it stays and only the line end goes.

    Args:
        raw: the file.
        lines: its lines.
        pairs: indexes of lines of one paragraph, one after the other.
    """
    known: Counter[str] | None = None
    for one, two in pairs:
        first, second = lines[one], lines[two]
        if not _BROKEN.search(first.text):
            continue
        known = known_words(raw) if known is None else known
        found = broken_word(first.text, second.body, known)
        if found:
            yield Cut(first.end - found[0], second.first), found[1]


def known_words(text: str) -> Counter[str]:
    """Count the words of a text, letters small."""
    return Counter(word.casefold() for word in _WORD.findall(text))


def broken_word(first: str, second: str, known: Counter[str]) -> tuple[bool, str] | None:
    """Tell whether a word goes on from one line to the next: whether its hyphen goes, and it.

    The hyphen goes where the joined word stands elsewhere and the hyphenated one does not.
    """
    broken = _BROKEN.search(first)
    rest = _WORD.match(second)
    if not broken or not rest:
        return None
    whole = (broken[1] + rest[0]).casefold()
    hyphened = f"{broken[1]}-{rest[0]}".casefold()
    drop = known[whole] > 0 and not known[hyphened] and rest[0][0].islower()
    return drop, whole if drop else hyphened


def _is_footer(line: Line) -> bool:
    return 0 < len(line.text) < 100 and bool(_FOOTER.match(line.text))


def _feeds(raw: str, lines: Sequence[Line]) -> Iterator[int]:
    """Yield the line of each form feed: the one that starts the new page."""
    line, at = 0, raw.find("\f")
    while at >= 0:
        while line + 1 < len(lines) and lines[line + 1].start <= at:
            line += 1
        yield line
        at = raw.find("\f", at + 1)


def _next_text(lines: Sequence[Line], at: int) -> int | None:
    for each in range(at, min(at + _NEAR, len(lines))):
        if not lines[each].blank:
            return each
    return None


def _last_text(lines: Sequence[Line], at: int) -> int | None:
    for each in range(at - 1, max(at - _NEAR, -1), -1):
        if not lines[each].blank:
            return each
    return None


def _shape(line: Line) -> str:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", " ".join(line.text.split()))


def _around(lines: Sequence[Line], at: int, marks: set[int]) -> tuple[set[int], int]:
    """Return the blank lines around a mark that go, and the first line behind all of them.

    One stays where a paragraph ends with the page.
    """
    first, last = at, at
    while first > 0 and (lines[first - 1].blank or first - 1 in marks):
        first -= 1
    while last + 1 < len(lines) and (lines[last + 1].blank or last + 1 in marks):
        last += 1
    blank = {each for each in range(first, last + 1) if lines[each].blank}
    above = lines[first - 1] if first else None
    below = lines[last + 1] if last + 1 < len(lines) else None
    if blank and above and below and not (below.blank or _goes_on(above, below)):
        blank.remove(min(blank))
    return blank, last + 1


def _goes_on(above: Line, below: Line) -> bool:
    """Tell whether a paragraph goes on over a page's end."""
    item = _ITEM.match(above.body)
    inside = above.indent + (item.end() if item else 0)
    if below.indent not in (above.indent, inside) or _ITEM.match(below.body):
        return False
    return above.text[-1] not in '.!?:;)\u201d"' or below.body[0].islower()
