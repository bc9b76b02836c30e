"""What the HTTP API gives, field by field, for its OpenAPI document."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "AnnotationReply",
    "AnswerReply",
    "BatchReply",
    "EntriesReply",
    "EntryReply",
    "HealthReply",
    "ProblemReply",
    "ReadyReply",
    "SearchReply",
    "VerifyReply",
]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CitationRecord(_Given):
    """A verbatim quote and where it stands: ``document.text[start:end] == quote``."""

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


class WhyRecord(_Given):
    """Why an entry was found: its rank in each channel, and what matched."""

    entry_id: str
    channels: dict[str, int]
    matched: str


class AnswerReply(_Given):
    """Quotes with citations, or an abstention with the nearest terms."""

    id: str
    question: str
    standalone_question: str
    answered: bool
    intent: str
    text: str
    confidence: float
    reason: Literal["no_such_term", "fact_not_held", "off_topic", "empty", "too_long"] | None
    citations: list[CitationRecord]
    ranked: list[tuple[str, str]]
    why: list[WhyRecord]
    senses: list[str]
    related: list[str]
    suggestions: list[str]
    elapsed_ms: float


class BatchReply(_Given):
    """The answers, in the order of the questions."""

    answers: list[AnswerReply]


class HitRecord(_Given):
    """One entry found by a search."""

    rank: int
    score: float
    term: str
    aliases: list[str]
    entry_id: str
    concept: str
    source: str
    line: int
    start: int
    end: int
    text: str
    channels: dict[str, int]


class SearchReply(_Given):
    """Hits, best first, one an entry."""

    query: str
    hits: list[HitRecord]


class NamedRecord(_Given):
    """Another entry, by id and term."""

    id: str
    term: str


class EntryReply(_Given):
    """One entry, whole: ``document.text[start:end] == definition``."""

    id: str
    concept: str
    term: str
    aliases: list[str]
    number: str | None
    definition: str
    source: str
    title: str
    line: int
    locator: str | None
    start: int
    end: int
    text_sha256: str
    mnemonic: str | None
    see_also: list[NamedRecord]
    dangling: list[str]
    status: str | None
    language: str | None
    flags: list[str]
    others: list[NamedRecord]
    url: str


class ListedRecord(_Given):
    """An entry in a list; ``url`` has all of it."""

    id: str
    term: str
    aliases: list[str]
    concept: str
    source: str
    url: str


class EntriesReply(_Given):
    """Entries in the order of their ids; ``next`` is the address of the following ones."""

    total: int
    start: int
    entries: list[ListedRecord]
    next: str | None


class OccurrenceRecord(_Given):
    """A defined term: ``text[start:end]``, in code points."""

    start: int
    end: int
    text: str
    name: str
    n: int
    others: list[int]


class AnnotationReply(_Given):
    """The defined terms of a text, and what defines them."""

    format: Literal["text", "markdown", "html"]
    occurrences: list[OccurrenceRecord]
    citations: list[CitationRecord]


_Verdict = Literal["verbatim", "elsewhere", "altered", "absent"]


class DifferenceRecord(_Given):
    """A piece in which a quote differs from the entry: ``quote[start:end] == said``."""

    kind: Literal["changed", "added", "left out", "case", "joined"]
    said: str
    held: str
    start: int
    end: int


class QuoteReply(_Given):
    """A quote, and what the glossary says of it."""

    quote: str
    verdict: _Verdict
    holds: bool
    summary: str
    attributed: str | None
    start: int
    end: int
    marked: bool
    citations: list[CitationRecord]
    differences: list[DifferenceRecord]


class SentenceRecord(_Given):
    """A sentence that was checked, and the worst verdict of its quotes."""

    text: str
    start: int
    end: int
    verdict: _Verdict | None
    quotes: list[QuoteReply]


class TextReply(_Given):
    """A text, sentence by sentence."""

    holds: bool
    sentences: list[SentenceRecord]


class CitationsReply(_Given):
    """Whether citations hold against the stored documents; a line for each that doesn't."""

    holds: bool
    faults: list[str]


VerifyReply = QuoteReply | TextReply | CitationsReply


class HealthReply(_Given):
    """The server runs."""

    status: Literal["ok"]


class IndexRecord(_Given):
    """The version of the index that is asked."""

    version: str
    created: str
    encoder: str
    documents: int
    entries: int
    concepts: int


class ReadyReply(_Given):
    """Questions are answered."""

    status: Literal["ready"]
    index: IndexRecord


class FaultRecord(_Given):
    """A field that can't be used."""

    field: str
    where: Annotated[str, Field(alias="in", description="body, query or path")]
    message: str


class ProblemReply(_Given):
    """RFC 9457: what was found, what was expected, what to do."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FaultRecord] = []
