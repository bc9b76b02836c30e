"""What became of a quote that somebody else set: the records of checking. Immutable."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from .records import Citation

__all__ = ["Difference", "DifferenceKind", "QuoteCheck", "Verdict"]


class Verdict(StrEnum):
    """What a quote is, held against the glossary.

    ``verbatim``: an entry says it, word for word. ``elsewhere``: so does an entry, but not the one
    that it is attributed to. ``altered``: an entry says something near. ``absent``: none does.
    """

    VERBATIM = "verbatim"
    ELSEWHERE = "elsewhere"
    ALTERED = "altered"
    ABSENT = "absent"


class DifferenceKind(StrEnum):
    """How a piece of a quote differs from what the entry says."""

    CHANGED = "changed"
    ADDED = "added"
    LEFT_OUT = "left out"
    CASE = "case"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Difference:
    """A piece in which a quote differs from the entry: ``quote[start:end] == said``.

    Attributes:
        kind: changed, added, left out, only in upper or lower case, or joined on from another
            entry (or another place of the same).
        said: what the quote says there; ``""`` where something is left out.
        held: what the entry says there; ``""`` where something was added.
        start: where the piece stands in the quote.
        end: one past its last code point.
    """

    kind: DifferenceKind
    said: str
    held: str
    start: int
    end: int

    def __str__(self) -> str:
        if self.kind is DifferenceKind.ADDED:
            return f"“{self.said}” is added"
        if self.kind is DifferenceKind.LEFT_OUT:
            return f"“{self.held}” is left out"
        if self.kind is DifferenceKind.JOINED:
            return f"“{self.said}” stands elsewhere"
        return f"“{self.said}” stands for “{self.held}”"


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """A quote, and what the glossary says of it.

    Attributes:
        quote: as given.
        verdict: verbatim, elsewhere, altered or absent.
        citations: where the quote stands, the place that it is attributed to first; of an altered
            quote the passage that it was made from, so that it can be mended.
        differences: of an altered quote, in the order of its text.
        attributed: the entry, name or mark that it was attributed to, or ``None``.
    """

    quote: str
    verdict: Verdict
    citations: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()
    attributed: str | None = None

    @property
    def holds(self) -> bool:
        """Whether the quote may be shown as one."""
        return self.verdict is Verdict.VERBATIM

    @property
    def summary(self) -> str:
        """The verdict in a few words, for a person."""
        first = self.citations[0] if self.citations else None
        place = f"{first.term} ({first.source}, line {first.line})" if first else ""
        if self.verdict is Verdict.VERBATIM:
            return f"verbatim: {place}"
        if self.verdict is Verdict.ELSEWHERE:
            return f"from another entry: {place}, not {self.attributed}"
        if self.verdict is Verdict.ALTERED:
            return f"altered: {'; '.join(map(str, self.differences))}: {place}"
        return "absent: no entry says this"

    def to_dict(self) -> dict[str, Any]:
        """Return the check as JSON values."""
        return {
            "quote": self.quote,
            "verdict": self.verdict.value,
            "holds": self.holds,
            "summary": self.summary,
            "attributed": self.attributed,
            "citations": [asdict(one) for one in self.citations],
            "differences": [{**asdict(one), "kind": one.kind.value} for one in self.differences],
        }
