"""How a PDF shows its terms: which styles mark them, where their lines begin, what hangs."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .pdf_lines import main_style, text_of_pieces
from .pdf_pages import Piece, Style
from .pdf_text import Text, TextLine
from .shape_headings import LETTERS

__all__ = ["Looks", "ends_short", "looks_of", "same_strip", "says_end"]

_LARGER = 1.12  # times the size of most text: a heading
_LEAST = 3  # lines that begin in a style, for it to mark terms
_TOGETHER = 0.6  # of them begin at the same indent
_DEEPER = 0.5  # of the size: an indent
_SHORT = 0.12  # of the column's width stays free: a line that something ended
_MAX_TERM = 90
_MAX_HEADING = 160
_END = re.compile(r"[.!?…。:;][\"'”’)\]]*$|[)\]”]$")
_STOP = re.compile(r"[.!?。][\"'”’)\]]*$")
_SENTENCE = re.compile(r"[.!?…。;,][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Looks:
    """How terms, headings and paragraphs are shown.

    Attributes:
        body: the style of most text.
        terms: styles that mark terms beside bold, if any does: italic, colour, size, font.
        bold: whether bold marks terms.
        head: the indent of lines that begin with a term, in points.
        hangs: whether lines that go on are deeper indented than those that begin.
        first_deeper: whether lines that begin a paragraph are deeper indented than the others.
        leading: the usual distance of lines.
        by_indent: whether terms are told by their indent alone: short lines above deeper ones.
    """

    body: Style
    terms: frozenset[Style]
    bold: bool
    head: float
    hangs: bool
    first_deeper: bool
    leading: float
    by_indent: bool = False

    @property
    def em(self) -> float:
        """The size of most text."""
        return max(self.body.size, 1.0)

    def marks(self, style: Style) -> bool:
        """Tell whether text of a style is a term, where it begins a line."""
        return (self.bold and style.bold and not self.body.bold) or style in self.terms

    def is_deep(self, line: TextLine) -> bool:
        """Tell whether a line is deeper indented than those that begin."""
        return line.indent > self.head + _DEEPER * self.em

    def at_head(self, line: TextLine) -> bool:
        """Tell whether a line begins where terms do."""
        return abs(line.indent - self.head) <= _DEEPER * self.em

    def is_heading(self, line: TextLine) -> bool:
        """Tell whether a line heads a part: larger than most text, or a letter by itself."""
        if line.cells and sum(map(bool, line.cells)) > 1:
            return False
        text = line.text
        larger = all(piece.style.size >= _LARGER * self.em for piece in line.pieces)
        if larger and len(text) <= _MAX_HEADING and not _SENTENCE.search(text):
            return True
        return bool(LETTERS.match(text)) and main_style(line.pieces) != self.body

    def is_marked(self, line: TextLine) -> bool:
        """Tell whether all of a line is in a term's style."""
        return all(self.marks(piece.style) for piece in line.pieces)


def looks_of(text: Text) -> Looks:
    """Find out how a text shows its terms."""
    body = text.body
    lines = [line for line in text.lines if not line.rule and not line.cells]
    leading = _leading([line for line in text.lines if not line.rule], body)
    bare = Looks(body, frozenset(), True, 0.0, False, False, leading)
    hangs, first_deeper = _indents(lines, bare)
    bold, bold_head = _leads(lines, bare, lambda style: style.bold and not body.bold)
    terms: frozenset[Style] = frozenset()
    head = bold_head
    if bold < _LEAST:
        terms, head = _term_style(lines, bare)
    if bold >= _LEAST or terms:
        led = Looks(body, terms, True, head, False, False, leading)
        deeper, level, outer = _below(lines, led)
        hangs, first_deeper = deeper > max(level, outer), outer > max(level, deeper)
        return Looks(body, terms, True, head, hangs, first_deeper, leading)
    by_indent = hangs and _alone(lines, bare)
    return Looks(body, terms, True, 0.0, hangs, first_deeper, leading, by_indent)


def same_strip(one: TextLine, two: TextLine) -> bool:
    """Tell whether one line stands above another in the same strip of a page."""
    return one.strip == two.strip and one.page == two.page


def ends_short(line: TextLine) -> bool:
    """Tell whether a line ends well before its column does."""
    return line.room > _SHORT * line.width


def says_end(text: str) -> bool:
    """Tell whether a text ends as a sentence or a head does."""
    return bool(_END.search(text))


def _leading(lines: Sequence[TextLine], body: Style) -> float:
    counts: Counter[int] = Counter()
    for one, two in pairwise(lines):
        if same_strip(one, two) and two.base > one.base:
            counts[round((two.base - one.base) * 2)] += 1
    near = {step: count for step, count in counts.items() if step > body.size}
    if not near:
        return 1.2 * body.size
    most = max(near.values())
    return min(step for step, count in near.items() if 2 * count >= most) / 2


def _leads(
    lines: Sequence[TextLine], looks: Looks, marks: Callable[[Style], bool]
) -> tuple[int, float]:
    """Count the lines that begin in a style, at the indent that most of them have."""
    indents = [
        line.indent
        for line in lines
        if marks(line.pieces[0].style)
        and not looks.is_heading(line)
        and len(_lead_text(line, marks)) <= _MAX_TERM
    ]
    if not indents:
        return 0, 0.0
    step = _DEEPER * looks.em
    counts = Counter(round(indent / step) for indent in indents)
    most = max(counts, key=lambda at: (counts[at], -at))
    near = [indent for indent in indents if abs(indent - most * step) <= step]
    if len(near) < _TOGETHER * len(indents):
        return 0, 0.0
    return len(near), sorted(near)[len(near) // 2]


def _lead_text(line: TextLine, marks: Callable[[Style], bool]) -> str:
    lead: list[Piece] = []
    for piece in line.pieces:
        if not marks(piece.style):
            break
        lead.append(piece)
    return text_of_pieces(lead)


def _term_style(lines: Sequence[TextLine], looks: Looks) -> tuple[frozenset[Style], float]:
    """Find the style beside bold that begins the most paragraphs, and where."""
    begun = [line for before, line in _with_before(lines) if _begins(before, line, looks)]
    first = Counter(
        line.pieces[0].style
        for line in begun
        if line.pieces[0].style != looks.body
        and line.pieces[0].style.size >= 0.8 * looks.em
        and not looks.is_heading(line)
    )
    best: tuple[int, frozenset[Style], float] = (0, frozenset(), 0.0)
    for style, count in first.most_common(3):
        if count < _LEAST:
            break
        found, head = _leads(begun, looks, style.__eq__)
        if found > best[0]:
            best = (found, frozenset({style}), head)
    return (best[1], best[2]) if best[0] >= _LEAST else (frozenset(), 0.0)


def _with_before(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine | None, TextLine]]:
    before: TextLine | None = None
    for line in lines:
        yield before, line
        before = line


def _begins(before: TextLine | None, line: TextLine, looks: Looks) -> bool:
    """Tell whether a line begins a paragraph, whatever its style."""
    if before is None or looks.is_heading(before):
        return True
    if same_strip(before, line) and line.base - before.base > 1.25 * looks.leading:
        return True
    return ends_short(before) or (says_end(before.text) and not looks.is_deep(line))


def _indents(lines: Sequence[TextLine], looks: Looks) -> tuple[bool, bool]:
    """Tell whether lines hang, or first lines are deeper: paragraphs begin below ended ones."""
    after: dict[bool, list[bool]] = {True: [], False: []}
    for one, two in pairwise(lines):
        if same_strip(one, two) and not looks.is_heading(one) and not looks.is_heading(two):
            ended = ends_short(one) or bool(_STOP.search(one.text))
            after[looks.is_deep(two)].append(ended)
    deep, flush = after[True], after[False]
    if len(deep) < 0.08 * len(lines) or not flush:
        return False, False
    by_deep, by_flush = sum(deep) / len(deep), sum(flush) / len(flush)
    hangs = by_flush > by_deep and by_flush > 0.4
    # a line below a short term is deep, too: terms of their own lines hang
    own = sum(
        looks.is_deep(two) and not looks.is_deep(one) and ends_short(one)
        for one, two in pairwise(lines)
    )
    return hangs or own > 0.5 * len(flush), not hangs and by_deep > 0.6 and own <= 0.5 * len(flush)


def _below(lines: Sequence[TextLine], looks: Looks) -> tuple[int, int, int]:
    """Count the lines below those that begin with a term: deeper, as deep, less deep."""
    counts = [0, 0, 0]
    for one, two in pairwise(lines):
        leads = looks.at_head(one) and looks.marks(one.pieces[0].style)
        if leads and same_strip(one, two) and not looks.is_heading(two):
            if looks.marks(two.pieces[0].style) and looks.at_head(two):
                continue
            by = two.indent - looks.head
            counts[1 if abs(by) <= _DEEPER * looks.em else 0 if by > 0 else 2] += 1
    return counts[0], counts[1], counts[2]


def _alone(lines: Sequence[TextLine], looks: Looks) -> bool:
    """Tell whether most flush lines are short, and stand above deeper ones: terms by indent."""
    flush = [
        (one, two)
        for one, two in pairwise(lines)
        if not looks.is_deep(one) and not looks.is_heading(one)
    ]
    alone = [
        one
        for one, two in flush
        if looks.is_deep(two) and len(one.text) <= _MAX_TERM and not _SENTENCE.search(one.text)
        and ends_short(one)
    ]  # fmt: skip
    return len(alone) >= max(2, 0.6 * len(flush))
