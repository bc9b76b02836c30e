"""How surely a PDF was read: the share of its lines that fit the layout that was found.

A line fits that begins an entry as most others do (in a term's style, at the same indent, or as a
row of a table), or goes on where an entry's lines go on. What stands between entries and in none,
looks like a term inside of a definition, or stands elsewhere, does not. Lines above the first and
below the last entry, headings, and what belongs to the pages are not counted.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .found import Found
from .pdf_looks import Looks
from .pdf_text import Text, TextLine

__all__ = ["Fit", "fit_of"]

_STEP = 0.5  # of the size: indents that are one
_USUAL = 0.04  # of the lines that go on have the same indent
_INDENTS = 3  # of lines that go on: text, items of lists, quotations
_SURE = 0.85  # of the lines fit, at least
_SEVERAL = 3  # entries
_FEW = 6  # lines that go on, of which one alone may set the rule
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Fit:
    """How many lines fit.

    Attributes:
        fitted: so many.
        total: of so many.
        odd: those that don't.
        layout: how entries look, for a person.
        entries: how many there are.
        held: lines of text that stand in entries.
        text: lines of text in all.
    """

    fitted: int
    total: int
    odd: tuple[TextLine, ...]
    layout: str
    entries: int
    held: int
    text: int

    @property
    def sure(self) -> bool:
        """Whether most lines fit, and the entries are more than a few in a long text."""
        return self.share >= _SURE and (self.entries >= _SEVERAL or not self._small)

    @property
    def _small(self) -> bool:
        return 2 * self.held < self.text

    @property
    def share(self) -> float:
        """The share that fits, in [0, 1]."""
        return self.fitted / self.total

    def said(self, names: Mapping[int, str]) -> str:
        """Say how sure the reading is, for a person."""
        said = (
            f"{self.fitted:,} of {self.total:,} lines ({self.share:.0%}) fit the layout that was "
            f"found: {self.layout}."
        )
        if self._small:
            said += f" Only {self.held:,} of the {self.text:,} lines of text are in entries."
        if not self.odd:
            return said
        pages = list(dict.fromkeys(names[line.page] for line in self.odd))
        shown = ", ".join(pages[:_SHOWN]) + (" …" if len(pages) > _SHOWN else "")
        return f"{said} Look at what doesn't: {shown}."

    def warning(self) -> str:
        """Say that little of the text fits."""
        advice = "Compare the entries with the PDF, or give the document that it was made of."
        if self.share >= _SURE:
            return (
                f"Only {self.held:,} of {self.text:,} lines of text are in entries, and there are "
                f"{self.entries} of these: the PDF may be no glossary, or be laid out in a way "
                f"that is not known. {advice}"
            )
        return (
            f"Only {self.share:.0%} of the lines fit the layout that was found, so entries may be "
            f"cut in the wrong places; the first that doesn't: '{self.odd[0].text[:80]}'. {advice}"
        )


def fit_of(
    text: Text, looks: Looks, headings: Collection[int], entries: Sequence[Found]
) -> Fit | None:
    """Measure how much of a text fits the layout of its entries; ``None`` without entries.

    Args:
        text: the text.
        looks: how it shows its terms.
        headings: numbers of the lines that are headings.
        entries: in the order of the text.
    """
    if not entries:
        return None
    heads = {one.line for one in entries}
    owned = {at for one in entries for at in range(one.line, one.last + 1)}
    first, last = min(heads), max(one.last for one in entries)
    between = [
        line
        for line in text.lines[first - 1 : last]
        if not line.rule and (line.number in heads or line.number not in headings)
    ]
    starts = Counter(_look(line, looks, headings) for line in between if line.number in heads)
    usual = starts.most_common(1)[0][0]
    going = [line for line in between if line.number not in heads and line.number in owned]
    usual_indents = _usual_indents(Counter(_indent(line, looks) for line in going))
    odd: list[TextLine] = []
    for line in between:
        if line.number in heads:
            look = _look(line, looks, headings)
            fits = look[0] == usual[0] and abs(look[1] - usual[1]) <= 1
        elif line.number in owned:
            near = any(abs(_indent(line, looks) - one) <= 1 for one in usual_indents)
            leads = looks.marks(line.pieces[0].style) and looks.at_head(line)
            shallow = looks.hangs and not looks.is_deep(line)
            fits = bool(line.cells) or (near and not (shallow or (leads and usual[0] == "marked")))
        else:
            fits = False
        if not fits:
            odd.append(line)
    texts = [line.number for line in text.lines if not line.rule]
    return Fit(
        len(between) - len(odd),
        len(between),
        tuple(odd),
        _said(usual[0], looks),
        len(entries),
        sum(number in owned for number in texts),
        len(texts),
    )


def _usual_indents(indents: Counter[int]) -> list[int]:
    """Return where the lines of definitions begin, as a rule: at a few indents that many have."""
    found: list[int] = []
    total = sum(indents.values())
    for indent, count in indents.most_common():
        enough = count >= _USUAL * total and (count > 1 or total < _FEW)
        if enough and len(found) < _INDENTS and all(abs(indent - one) > 1 for one in found):
            found.append(indent)
    return found


def _look(line: TextLine, looks: Looks, headings: Collection[int]) -> tuple[str, int]:
    """Return how a line begins an entry, and at which indent, in steps."""
    if line.cells:
        return "row", 0
    if line.number in headings:
        return "heading", _indent(line, looks)
    marked = looks.marks(line.pieces[0].style)
    return "marked" if marked else "plain", _indent(line, looks)


def _indent(line: TextLine, looks: Looks) -> int:
    return round(line.indent / (_STEP * looks.em))


def _said(look: str, looks: Looks) -> str:
    if look == "row":
        return "rows of a table"
    if look == "heading":
        return "terms as headings, in larger text"
    where = "at the indent of terms" if looks.first_deeper else "at the edge of the column"
    hangs = ", with deeper lines below" if looks.hangs else ""
    if look == "plain":
        sign = "on lines of their own" if looks.by_indent else "told by a sign behind them"
        return f"terms {sign}, {where}{hangs}"
    style = next(iter(looks.terms), None)
    how = "in bold" if style is None else f"in a style of their own ({_style(looks)})"
    return f"terms {how}, {where}{hangs}"


def _style(looks: Looks) -> str:
    for style in looks.terms:
        if style.italic and not looks.body.italic:
            return "italic"
        if abs(style.size - looks.body.size) > 0.2:
            return f"{style.size:g} points"
        if style.colour != looks.body.colour:
            return f"colour #{style.colour:06x}"
        return f"font {style.font}" if style.font else "another font"
    return "none"
