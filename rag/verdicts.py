"""The records of grounding a language model and of checking what it quotes. Immutable."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from .records import Citation

__all__ = [
    "CheckedAnswer",
    "CheckedSentence",
    "Difference",
    "DifferenceKind",
    "Grounding",
    "QuoteCheck",
    "Verdict",
]


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
        start: where it stands in the text that was checked.
        end: one past its last code point there.
        marked: whether that text sets it as a quote; a sentence may also be one word for word.
    """

    quote: str
    verdict: Verdict
    citations: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()
    attributed: str | None = None
    start: int = 0
    end: int = 0
    marked: bool = True

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
            "start": self.start,
            "end": self.end,
            "marked": self.marked,
            "citations": [asdict(one) for one in self.citations],
            "differences": [{**asdict(one), "kind": one.kind.value} for one in self.differences],
        }


_WORST = (Verdict.ABSENT, Verdict.ALTERED, Verdict.ELSEWHERE, Verdict.VERBATIM)


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of an answer that was checked: ``answer[start:end] == text``.

    Attributes:
        text: the sentence; where a quote goes on over several, these are one.
        start: where it begins in the answer.
        end: where it ends.
        quotes: in order; none where the sentence quotes nothing.
    """

    text: str
    start: int
    end: int
    quotes: tuple[QuoteCheck, ...]

    @property
    def verdict(self) -> Verdict | None:
        """The worst verdict of its quotes; ``None`` where it quotes nothing."""
        found = {one.verdict for one in self.quotes}
        return next((one for one in _WORST if one in found), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the sentence as JSON values."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "verdict": self.verdict.value if self.verdict else None,
            "quotes": [one.to_dict() for one in self.quotes],
        }


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer, sentence by sentence.

    Attributes:
        text: as given.
        sentences: in order.
    """

    text: str
    sentences: tuple[CheckedSentence, ...]

    @property
    def quotes(self) -> tuple[QuoteCheck, ...]:
        """All quotes, in order."""
        return tuple(quote for sentence in self.sentences for quote in sentence.quotes)

    @property
    def faults(self) -> tuple[QuoteCheck, ...]:
        """The quotes that don't hold; a sentence that isn't set as a quote is none."""
        return tuple(one for one in self.quotes if one.marked and not one.holds)

    @property
    def unquoted(self) -> tuple[CheckedSentence, ...]:
        """The sentences that quote nothing: what the writer says without evidence."""
        return tuple(one for one in self.sentences if not one.quotes)

    @property
    def holds(self) -> bool:
        """Whether it quotes the glossary, and every quote holds."""
        return any(one.holds for one in self.quotes) and not self.faults

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON values."""
        return {"holds": self.holds, "sentences": [one.to_dict() for one in self.sentences]}


@dataclass(frozen=True, slots=True)
class Grounding:
    """What a language model needs to answer by quoting.

    Attributes:
        question: standing alone, with what it refers back to filled in.
        prompt: the rule, the evidence with ids, the question; ``str`` gives it too.
        citations: the evidence: each entry's text as one quote, or several where it stands in
            several pieces.
        answered: whether the glossary by itself would answer.
    """

    question: str
    prompt: str
    citations: tuple[Citation, ...]
    answered: bool

    def __str__(self) -> str:
        return self.prompt

    def to_dict(self) -> dict[str, Any]:
        """Return the grounding as JSON values."""
        return {**asdict(self), "citations": [asdict(one) for one in self.citations]}
