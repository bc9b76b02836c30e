"""The records of asking: hits, citations and the answer. Immutable; ``to_dict`` gives JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

__all__ = ["CHANNELS", "Answer", "Citation", "Hit", "Intent", "Reason", "Settings", "Why"]

#: The ways in which an entry can be found.
CHANNELS = frozenset({"name", "lexical", "dense"})


class Intent(StrEnum):
    """What a question asks for."""

    DEFINE = "define"
    ATTRIBUTE = "attribute"
    COMPARE = "compare"
    LIST = "list"
    REVERSE = "reverse"
    CROSS_SOURCE = "cross-source"
    MNEMONIC = "mnemonic"
    RELATION = "relation"
    YES_NO = "yes-no"
    EXPAND = "expand"
    NONE = "none"


class Reason(StrEnum):
    """Why a question is not answered."""

    NO_SUCH_TERM = "no_such_term"
    FACT_NOT_HELD = "fact_not_held"
    OFF_TOPIC = "off_topic"
    EMPTY = "empty"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be changed about answering, for evaluation and for a user's own glossary.

    Attributes:
        channels: which of ``CHANNELS`` are asked.
        threshold: answers whose confidence is below it are abstentions, in [0, 1]; 0 answers
            whenever anything is found, above 1 never. ``None`` abstains where the glossary
            probably holds no answer.
        slope: what the log odds of being right are multiplied by, where they were fitted to a
            glossary.
        shift: what is added to them there.
    """

    channels: frozenset[str] = CHANNELS
    threshold: float | None = None
    slope: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands: ``document.text[start:end] == quote``.

    Attributes:
        n: the mark in the answer's text, from 1.
        term: the entry's term.
        concept: the id of its concept.
        entry_id: the entry.
        source: the document's path below the argument it was indexed from.
        title: the document's title.
        line: the line of the file on which the quote starts, from 1.
        locator: a cell, pointer or IRI in formats without lines.
        quote: the quoted text.
        start: its first code point in the document's text.
        end: one past its last.
        text_sha256: of the document's text in UTF-8, in hex.
    """

    n: int
    term: str
    concept: str
    entry_id: str
    source: str
    title: str
    line: int
    locator: str | None
    quote: str
    start: int
    end: int
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why an entry was found: its rank in each channel, and what matched."""

    entry_id: str
    channels: Mapping[str, int]
    matched: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry found by a search.

    Attributes:
        rank: from 1.
        score: higher is better; in [0, 1].
        term: the entry's term.
        aliases: its other names.
        entry_id: the entry.
        concept: the id of its concept.
        source: the document's path.
        line: of the passage that matched best.
        start: where that passage starts in the document's text.
        end: where it ends.
        text: the passage.
        channels: the entry's rank in each channel that found it.
    """

    rank: int
    score: float
    term: str
    aliases: tuple[str, ...]
    entry_id: str
    concept: str
    source: str
    line: int
    start: int
    end: int
    text: str
    channels: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Return the hit as JSON values."""
        return _json(asdict(self))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets: quotes with citations, or an abstention with the nearest terms.

    Attributes:
        id: the question's id in a batch; ``""`` otherwise.
        question: as asked.
        standalone_question: with what it refers back to filled in from the history.
        answered: false for an abstention.
        intent: what the question was taken to ask.
        text: plain text: short lead-ins, quotes, ``[n]`` marks; every other word is quoted.
        confidence: how likely the answer is right, in [0, 1]; on an abstention, the best candidate.
        reason: why there is no answer; ``None`` where there is one.
        citations: in the order of their marks.
        ranked: up to 10 ``(term, source)``, best first, one for each concept.
        why: for the cited and ranked entries.
        senses: other meanings of the same name.
        related: names for a next question.
        suggestions: on an abstention, the nearest terms.
        elapsed_ms: wall time of the call.
    """

    id: str
    question: str
    standalone_question: str
    answered: bool
    intent: Intent
    text: str
    confidence: float
    reason: Reason | None = None
    citations: tuple[Citation, ...] = ()
    ranked: tuple[tuple[str, str], ...] = ()
    why: tuple[Why, ...] = ()
    senses: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    elapsed_ms: float = field(default=0.0, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON values, in the order that docs/formats.md gives."""
        return _json(asdict(self))


def _json(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain(value) for key, value in record.items()}


def _plain(value: Any) -> Any:
    """Turn tuples into lists and enum members into strings, all the way down."""
    if isinstance(value, Mapping):
        return _json(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value
