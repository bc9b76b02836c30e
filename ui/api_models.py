"""What the HTTP API takes and gives, field by field: what comes is checked, both documented."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "AnnotateRequest",
    "AnnotationReply",
    "AnswerReply",
    "AskRequest",
    "BatchReply",
    "BatchRequest",
    "EntriesQuery",
    "EntriesReply",
    "EntryReply",
    "HealthReply",
    "ProblemReply",
    "ReadyReply",
    "SearchQuery",
    "SearchReply",
    "VerifyReply",
    "VerifyRequest",
]

MAX_BATCH = 100
MAX_HISTORY = 100
MAX_HITS = 1_000
MAX_PAGE = 500
MAX_CITATIONS = 1_000

#: A question of 2,000 characters fits; a longer one is an abstention (`too_long`), not an error.
Question = Annotated[
    str,
    Field(
        description="In plain words. Over 2,000 characters it is answered with an abstention.",
        examples=["what is dropout?"],
    ),
]


class _Taken(BaseModel):
    """A body: types as they are, no unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True)


class _Sent(BaseModel):
    """A query string: numbers come as text; no unknown fields."""

    model_config = ConfigDict(extra="forbid")


class AskRequest(_Taken):
    """A question, as ``glossator ask`` takes it."""

    question: Question
    history: Annotated[
        list[str],
        Field(
            max_length=MAX_HISTORY,
            description="The asker's earlier questions, oldest first.",
            examples=[[], ["what is dropout?"]],
        ),
    ] = []
    source: Annotated[
        str | None,
        Field(description="Ask one document only: its path, title or id.", examples=[None]),
    ] = None
    id: Annotated[
        str, Field(max_length=200, description="Repeated in the answer.", examples=["q1"])
    ] = ""
    threshold: Annotated[
        float | None,
        Field(
            ge=0,
            le=1,
            allow_inf_nan=False,
            description="Refuse answers that are less likely right than this.",
            examples=[None],
        ),
    ] = None


class BatchRequest(_Taken):
    """Several questions, answered from one version of the index."""

    questions: Annotated[list[AskRequest], Field(min_length=1, max_length=MAX_BATCH)]


class SearchQuery(_Sent):
    """Words to look for."""

    q: Annotated[
        str, Field(max_length=2000, description="A question or some words.", examples=["neurons"])
    ]
    k: Annotated[int, Field(ge=1, le=MAX_HITS, description="How many at most.")] = 10


class EntriesQuery(_Sent):
    """Which entries to list."""

    name: Annotated[
        str | None,
        Field(
            max_length=500,
            description="Only entries that bear this name; case, hyphens and plurals don't count.",
            examples=["drop-out"],
        ),
    ] = None
    start: Annotated[int, Field(ge=0, le=10**9, description="How many to pass over.")] = 0
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE, description="How many at most.")] = 100


class AnnotateRequest(_Taken):
    """A text whose defined terms are wanted."""

    text: Annotated[str, Field(examples=["Dropout keeps neurons from overfitting."])]
    format: Annotated[
        Literal["text", "markdown", "html"],
        Field(description="Code, links and headings of Markdown and HTML are passed over."),
    ] = "text"
    which: Annotated[
        Literal["first", "all"], Field(description="The first mention of each concept, or all.")
    ] = "first"


class CitationRecord(BaseModel):
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


class VerifyRequest(_Taken):
    """Citations to hold against the stored documents, as answers give them."""

    citations: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MAX_CITATIONS)]


class VerifyReply(BaseModel):
    """What doesn't hold; nothing where all is well."""

    verified: bool
    faults: list[str]


class WhyRecord(BaseModel):
    """Why an entry was found: its rank in each channel, and what matched."""

    entry_id: str
    channels: dict[str, int]
    matched: str


class AnswerReply(BaseModel):
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


class BatchReply(BaseModel):
    """The answers, in the order of the questions."""

    answers: list[AnswerReply]


class HitRecord(BaseModel):
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


class SearchReply(BaseModel):
    """Hits, best first, one an entry."""

    query: str
    hits: list[HitRecord]


class NamedRecord(BaseModel):
    """Another entry, by id and term."""

    id: str
    term: str


class EntryReply(BaseModel):
    """One entry, whole."""

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


class ListedRecord(BaseModel):
    """An entry in a list; ``url`` has all of it."""

    id: str
    term: str
    aliases: list[str]
    concept: str
    source: str
    url: str


class EntriesReply(BaseModel):
    """Entries in the order of their ids; ``next`` is the address of the following ones."""

    total: int
    start: int
    entries: list[ListedRecord]
    next: str | None


class OccurrenceRecord(BaseModel):
    """A defined term: ``text[start:end]``, in code points."""

    start: int
    end: int
    text: str
    name: str
    n: int
    others: list[int]


class AnnotationReply(BaseModel):
    """The defined terms of a text, and what defines them."""

    format: Literal["text", "markdown", "html"]
    occurrences: list[OccurrenceRecord]
    citations: list[CitationRecord]


class HealthReply(BaseModel):
    """The server runs."""

    status: Literal["ok"]


class IndexRecord(BaseModel):
    """The version of the index that is asked."""

    version: str
    created: str
    encoder: str
    documents: int
    entries: int
    concepts: int


class ReadyReply(BaseModel):
    """Questions are answered."""

    status: Literal["ready"]
    index: IndexRecord


class FaultRecord(BaseModel):
    """A field that can't be used."""

    model_config = ConfigDict(populate_by_name=True)

    field: str
    where: Annotated[str, Field(alias="in")]
    message: str


class ProblemReply(BaseModel):
    """RFC 9457: what was found, what was expected, what to do."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FaultRecord] | None = None
