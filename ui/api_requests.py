"""What the HTTP API takes, field by field; what comes is held against it."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = [
    "AnnotateRequest",
    "AskRequest",
    "BatchRequest",
    "EntriesQuery",
    "SearchQuery",
    "VerifyRequest",
]

MAX_BATCH = 100
MAX_HISTORY = 100
MAX_HITS = 1_000
MAX_PAGE = 500
MAX_CITATIONS = 1_000


class _Body(BaseModel):
    """A body: types as they are, no unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True)


class _Query(BaseModel):
    """A query string: numbers come as text; no unknown fields."""

    model_config = ConfigDict(extra="forbid")


class AskRequest(_Body):
    """A question, as ``glossator ask`` takes it."""

    question: Annotated[
        str,
        Field(
            description="In plain words. Over 2,000 characters it gets an abstention (`too_long`).",
            examples=["what is dropout?"],
        ),
    ]
    history: Annotated[
        list[str],
        Field(
            max_length=MAX_HISTORY,
            description="The asker's earlier questions, oldest first.",
            examples=[["what is an epoch?"]],
        ),
    ] = []
    source: Annotated[
        str | None,
        Field(description="Ask one document only: its path, title or id."),
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
        ),
    ] = None


class BatchRequest(_Body):
    """Several questions, answered from one version of the index."""

    questions: Annotated[
        list[AskRequest],
        Field(
            min_length=1,
            max_length=MAX_BATCH,
            examples=[[{"id": "q1", "question": "what is dropout?"}]],
        ),
    ]


class SearchQuery(_Query):
    """Words to look for."""

    q: Annotated[
        str,
        Field(
            max_length=2000,
            description="A question or some words.",
            examples=["random neurons off"],
        ),
    ]
    k: Annotated[int, Field(ge=1, le=MAX_HITS, description="How many at most.")] = 10


class EntriesQuery(_Query):
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


class AnnotateRequest(_Body):
    """A text whose defined terms are wanted."""

    text: Annotated[str, Field(examples=["Dropout keeps neurons from overfitting."])]
    format: Annotated[
        Literal["text", "markdown", "html"],
        Field(description="Code, links and headings of Markdown and HTML are passed over."),
    ] = "text"
    which: Annotated[
        Literal["first", "all"], Field(description="The first mention of each concept, or all.")
    ] = "first"


class VerifyRequest(_Body):
    """One of three: a quote, a text that quotes, or citations as answers give them."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": [one]} for one in ("quote", "text", "citations")],
            "dependentRequired": {"entry": ["quote"]},
            "examples": [{"quote": "At prediction time all of them work.", "entry": "dropout"}],
        }
    )

    quote: Annotated[
        str,
        Field(
            min_length=1,
            max_length=100_000,
            pattern=r"\w",
            description="Words that are said to stand in the glossary.",
        ),
    ] = ""
    entry: Annotated[
        str,
        Field(min_length=1, description="With `quote`: the id, term or alias it is said to be of."),
    ] = ""
    text: Annotated[
        str, Field(min_length=1, description="An answer that somebody wrote, with quotes in it.")
    ] = ""
    citations: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MAX_CITATIONS)] = []

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        given = self.model_fields_set & {"quote", "text", "citations"}
        if len(given) != 1:
            found = " and ".join(sorted(given)) or "none of them"
            raise ValueError(f"expected one of 'quote', 'text' and 'citations'; found {found}")
        if "entry" in self.model_fields_set and "quote" not in given:
            raise ValueError("'entry' goes with 'quote' alone")
        return self
