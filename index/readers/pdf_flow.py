"""Lines of a PDF as a flow: paragraphs, headings and tables, for the shapes of ``shapes.py``.

A paragraph begins below a gap, at a line in a term's style where terms begin, or where the indent
says so. Words that a line's end breaks are joined as in plain text (``paging.py``).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..names import is_acronym
from .flow import Block, Cell, Kind, Para, Row, Run, Table, tidy
from .paging import broken_word, known_words
from .pdf_lines import spaced, text_of_pieces
from .pdf_looks import Looks, ends_short, same_strip, says_end
from .pdf_text import TextLine
from .shape_headings import LETTERS

__all__ = ["Flow", "flow_of"]

_GAP = 1.3  # times the usual distance of lines: a new paragraph
_ITEM = re.compile(r"([•·‣▪●○◦■–—*-]|\(?\d{1,3}[.)]|[a-z]\))\s+(?=\S)")
_LEADERS = re.compile(r"(?:\s?\.){5,}\s*\d+\s*$")
_FLUSH = 0.25  # of the column's width stays free: without indents, a paragraph's last line
_DEEPEST = 9
_DEEPER = 0.5  # of the size: an indent
_SHORT_FORM = re.compile(r"\s*\(([^()]{1,20})\)")
_SEPARATED = re.compile(r"\s*(?:[:：.–—―=→-]|\()")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")


@dataclass(slots=True)
class Flow:
    """A PDF's flow.

    Attributes:
        blocks: in reading order; lines are those of the text.
        marks: ``(line, rule)`` for each line.
        joined: words that line ends broke, as they were joined.
        headings: numbers of lines that are headings.
    """

    blocks: list[Block] = field(default_factory=list)
    marks: list[tuple[int, str]] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)


def flow_of(lines: Sequence[TextLine], looks: Looks) -> Flow:
    """Make a flow of lines."""
    made = Flow()
    words = known_words("\n".join(line.text for line in lines))
    sizes = sorted(
        {_size(line) for line in lines if not line.rule and looks.is_heading(line)}, reverse=True
    )
    levels = {size: min(at + 1, _DEEPEST) for at, size in enumerate(sizes)}
    groups: list[list[TextLine]] = []
    for line in lines:
        rule = line.rule or ("contents" if _LEADERS.search(line.text) else "")
        made.marks.append((line.number, rule))
        if rule:
            continue
        if not groups or _starts(groups[-1][-1], line, looks):
            groups.append([])
        groups[-1].append(line)
    led = sum(_is_led(group, looks) for group in groups)
    texts = sum(not looks.is_heading(group[0]) for group in groups)
    builder = _Builder(looks, levels, words, made, sure=led >= 0.5 * texts)
    for group in groups:
        made.blocks += builder.blocks(group)
    return made


def _is_led(group: Sequence[TextLine], looks: Looks) -> bool:
    """Tell whether a paragraph begins with a term."""
    first = group[0]
    return looks.marks(first.pieces[0].style) and looks.at_head(first)


# --- where paragraphs begin ---


def _starts(before: TextLine, line: TextLine, looks: Looks) -> bool:
    """Tell whether a line begins something new."""
    if before.cells or line.cells:
        other = before.strip != line.strip and len(before.cells) != len(line.cells)
        return not (before.cells and line.cells) or other
    if looks.is_heading(line) or looks.is_heading(before):
        return not _wraps(before, line, looks)
    if same_strip(before, line) and line.base - before.base > _GAP * looks.leading:
        return True
    if looks.marks(line.pieces[0].style):
        return _leads(before, line, looks)
    if looks.is_marked(before) or _ITEM.match(line.text):
        return True
    if looks.hangs:
        ended = looks.is_deep(before) or looks.by_indent or _ended(before)
        return ended and not looks.is_deep(line)
    if looks.first_deeper:
        begins = _DEEPER * looks.em < line.indent - before.indent
        return begins or (looks.at_head(line) and looks.at_head(before) and ends_short(before))
    return before.room > _FLUSH * before.width and says_end(before.text)


def _wraps(before: TextLine, line: TextLine, looks: Looks) -> bool:
    """Tell whether a heading goes on from the line above."""
    near = same_strip(before, line) and line.base - before.base <= 1.35 * _size(line)
    alike = looks.is_heading(line) and looks.is_heading(before) and _size(before) == _size(line)
    return near and alike and not (LETTERS.match(line.text) or LETTERS.match(before.text))


def _leads(before: TextLine, line: TextLine, looks: Looks) -> bool:
    """Tell whether a line in a term's style begins with a term, and not inside a sentence."""
    if looks.at_head(line):
        return looks.hangs or looks.first_deeper or _ended(before)
    return looks.is_marked(line) and not looks.is_marked(before) and _ended(before)


def _ended(line: TextLine) -> bool:
    return says_end(line.text) or ends_short(line)


def _size(line: TextLine) -> float:
    return max(piece.style.size for piece in line.pieces)


# --- blocks ---


@dataclass(slots=True)
class _Builder:
    """Makes blocks of groups of lines.

    Attributes:
        looks: how the text shows its terms.
        levels: of headings, by their size.
        words: those of the text, for words that line ends break.
        made: gets the words that were joined.
        sure: whether most paragraphs begin with a term: then its style alone parts it from the
            text behind it.
    """

    looks: Looks
    levels: dict[float, int]
    words: Counter[str]
    made: Flow
    sure: bool

    def blocks(self, group: Sequence[TextLine]) -> Iterator[Block]:
        """Yield what a group of lines is: one block, or none."""
        first, last, looks = group[0], group[-1], self.looks
        if first.cells:
            yield self._table(group)
            return
        kind, level, label = Kind.TEXT, 0, ""
        runs = list(self._runs(group))
        if looks.is_heading(first):
            kind, level = Kind.HEADING, self.levels[_size(first)]
            self.made.headings.update(line.number for line in group)
        elif (item := _ITEM.match(first.text)) and not looks.marks(first.pieces[0].style):
            kind, level, label = Kind.ITEM, 1, _label(item[1])
            runs = _without(runs, item[1])
        elif self.sure and _is_led(group, looks):
            runs = _parted(runs)
        done = tidy(runs)
        if done:
            yield Para(kind, done, first.number, last.number, level, label)

    def _runs(self, group: Sequence[TextLine]) -> Iterator[Run]:
        """Yield the text of a paragraph's lines as runs, words that lines break joined."""
        looks = self.looks
        alone = looks.by_indent and not looks.is_deep(group[0]) and len(group) > 1
        for at, line in enumerate(group):
            after = group[at + 1] if at + 1 < len(group) else None
            strong = alone and at == 0
            parts = [
                Run(text, strong or looks.marks(piece.style), line=line.number)
                for piece, text in zip(line.pieces, spaced(line.pieces), strict=True)
            ]
            blank, cut = self._joint(line, after)
            if cut:
                parts[-1] = Run(parts[-1].text[:-cut], parts[-1].strong, line=line.number)
            yield from parts
            if strong:
                yield Run("\n")
            elif blank:
                yield Run(" ")

    def _joint(self, line: TextLine, after: TextLine | None) -> tuple[bool, int]:
        """Return whether a blank stands at a line's end, and how many characters go there."""
        if after is None:
            return False, 0
        one, two = line.text, after.text
        if one.endswith("\u00ad"):
            return False, 1
        found = broken_word(one, two, self.words)
        if found is None:
            return not (_is_wide(one[-1:]) and _is_wide(two[:1])), 0
        self.made.joined.append(found[1])
        return False, int(found[0])

    def _table(self, group: Sequence[TextLine]) -> Table:
        rows = [[group[0]]]
        for line, after in zip(group[1:], [*group[2:], None], strict=False):
            if _new_row(rows[-1], line, after, self.looks):
                rows.append([line])
            else:
                rows[-1].append(line)
        built = tuple(map(self._row, rows))
        return Table(built, group[0].number, group[-1].number)

    def _row(self, lines: Sequence[TextLine]) -> Row:
        cells: list[Cell | None] = []
        for column in range(len(lines[0].cells)):
            parts = [
                TextLine(line.number, line.page, line.strip, line.cells[column])
                for line in lines
                if line.cells[column]
            ]
            runs = tidy(self._runs(parts)) if parts else ()
            first, last = (parts[0].number, parts[-1].number) if parts else (0, 0)
            cells.append(Cell((Para(Kind.TEXT, runs, first, last),) if runs else ()))
        return Row(tuple(cells), lines[0].number, lines[-1].number)


def _new_row(row: Sequence[TextLine], line: TextLine, after: TextLine | None, looks: Looks) -> bool:
    """Tell whether a row begins: its first cell has text that doesn't go on from the row above.

    It goes on where lines are near and the row's text had not ended, or where the line brings no
    other cell and neither does the next one bring the first's text alone.
    """
    before = row[-1]
    if not line.cells[0]:
        return False
    if not same_strip(before, line) or not before.cells[0]:
        return True
    if line.base - before.base > _GAP * looks.leading:
        return True
    beside = [text_of_pieces(cell) for one in row for cell in one.cells[1:] if cell]
    if not beside:
        return False
    if not any(line.cells[1:]):
        return after is not None and not after.cells[0]
    small = line.text[:1].islower() and not row[0].text[:1].islower()
    return not small and says_end(beside[-1])


def _parted(runs: Sequence[Run]) -> list[Run]:
    """Put a tab behind the term that a paragraph begins with, and behind a short form of it."""
    end = next((at for at, run in enumerate(runs) if run.text.strip() and not run.strong), None)
    if not end:
        return list(runs)
    rest = runs[end]
    short = _SHORT_FORM.match(rest.text)
    at = short.end() if short and is_acronym(short[1]) else 0
    if _SEPARATED.match(rest.text, at):
        return list(runs)
    parts = [Run(rest.text[:at], line=rest.line), Run("\t"), Run(rest.text[at:], line=rest.line)]
    return [*runs[:end], *(one for one in parts if one.text), *runs[end + 1 :]]


def _label(sign: str) -> str:
    return f"{sign} " if sign[-1] in ".)" else "- "


def _without(runs: Sequence[Run], sign: str) -> list[Run]:
    """Take an item's sign from the start of its text."""
    left = len(sign)
    kept: list[Run] = []
    for run in runs:
        text = run.text
        if left and text.strip():
            lead = len(text) - len(text.lstrip())
            taken = min(left, len(text) - lead)
            text, left = text[lead + taken :], left - taken
        if text:
            kept.append(Run(text, run.strong, line=run.line))
    return kept


def _is_wide(char: str) -> bool:
    """Tell whether a character is of a script that is written without blanks."""
    return bool(_WIDE.match(char))
