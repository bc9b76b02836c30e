"""What an agent can do with a glossary: each tool's name, arguments, result and what it is for.

The descriptions are read by language models, which choose tools and arguments by them alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ..index.errors import InputError
from ..rag.annotate import Occurrence
from ..rag.entries import FullEntry, full_entries, named_entries
from ..rag.glossator import Glossator
from ..rag.records import Answer, Citation, Hit
from ..rag.verdicts import Difference, Verdict
from .mcp_resources import uri_of

__all__ = ["TOOLS", "Tool", "called", "takes_long"]

MAX_HITS = 100
MAX_TEXT_CHARS = 1_000_000
#: Longer texts hold up questions.
_SHORT_TEXT = 20_000
#: Of what was found wrong, so much is shown.
_SHOWN = 60


class _Arguments(BaseModel):
    """Arguments as published: no others, and of these types alone."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Ask(_Arguments):
    question: str = Field(
        description="One question in plain words, as a person would ask it; up to 2,000 characters."
    )
    history: list[str] = Field(
        default=[],
        max_length=100,
        description="Earlier questions of the same conversation, oldest first, so that a follow-up "
        "such as 'and its formula?' is understood.",
    )
    source: str | None = Field(
        default=None,
        description="Ask one glossary only: its file name or title, as 'source' and 'title' of "
        "citations give it. Leave it out to ask all.",
    )


class _Search(_Arguments):
    query: str = Field(description="Some words, or a description of what the term may mean.")
    k: int = Field(default=10, ge=1, le=MAX_HITS, description="How many entries at most.")


class _Define(_Arguments):
    term: str = Field(
        min_length=1,
        max_length=2000,
        description="One term, acronym or other name, or the id of an entry ('entry_id' of a "
        "citation). Case, hyphens and plurals don't matter.",
    )


class _Annotate(_Arguments):
    text: str = Field(max_length=MAX_TEXT_CHARS, description="Any text.")
    format: Literal["text", "markdown", "html"] = Field(
        default="text",
        description="How it is marked up: code, links and headings of Markdown and HTML are "
        "passed over.",
    )
    which: Literal["first", "all"] = Field(
        default="first", description="The first mention of each concept, or all mentions."
    )


class _VerifyQuote(_Arguments):
    quote: str = Field(
        max_length=100_000, description="The words, without the quotation marks around them."
    )
    entry: str | None = Field(
        default=None,
        description="The entry that they are said to be from: its id, term or another name of it. "
        "Leave it out to hold them against all.",
    )


@dataclass(frozen=True, slots=True)
class _Hits:
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Addressed(FullEntry):
    uri: str


@dataclass(frozen=True, slots=True)
class _Defined:
    entries: tuple[_Addressed, ...]
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Annotated:
    format: Literal["text", "markdown", "html"]
    occurrences: tuple[Occurrence, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class _Checked:
    quote: str
    verdict: Verdict
    holds: bool
    summary: str
    attributed: str | None
    citations: tuple[Citation, ...]
    differences: tuple[Difference, ...]


def _ask(glossary: Glossator, given: Any) -> dict[str, Any]:
    return glossary.ask(given.question, history=given.history, source=given.source).to_dict()


def _search(glossary: Glossator, given: Any) -> dict[str, Any]:
    return {"hits": [hit.to_dict() for hit in glossary.search(given.query, given.k)]}


def _define(glossary: Glossator, given: Any) -> dict[str, Any]:
    lexicon = glossary.index.lexicon
    row = lexicon.row_of(given.term)
    found = full_entries(lexicon, [row]) if row is not None else named_entries(lexicon, given.term)
    near = [] if found else [hit.term for hit in glossary.search(given.term, 5)]
    return {
        "entries": [{**one.to_dict(), "uri": uri_of(one.id)} for one in found],
        "suggestions": list(dict.fromkeys(near)),
    }


def _annotate(glossary: Glossator, given: Any) -> dict[str, Any]:
    return glossary.annotate(given.text, format=given.format, which=given.which).to_dict()


def _verify_quote(glossary: Glossator, given: Any) -> dict[str, Any]:
    return glossary.verify_quote(given.quote, entry=given.entry).to_dict()


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing that an agent can have done.

    Attributes:
        name: what it is called by.
        title: what people are shown.
        description: when to use it, and how to read what it returns.
        arguments: what it takes.
        result: what its result holds.
        run: takes the glossary and checked arguments, returns the result as JSON values.
    """

    name: str
    title: str
    description: str
    arguments: type[_Arguments]
    result: type
    run: Callable[[Glossator, Any], dict[str, Any]]

    def input_schema(self) -> dict[str, Any]:
        """Return the JSON schema of the arguments, without titles that only repeat names."""
        schema: dict[str, Any] = self.arguments.model_json_schema()
        for part in (schema, *schema["properties"].values()):
            part.pop("title", None)
        return schema

    def output_schema(self) -> dict[str, Any]:
        """Return the JSON schema of the result."""
        schema: dict[str, Any] = TypeAdapter(self.result).json_schema(mode="serialization")
        return schema


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            "ask",
            "Ask the glossaries",
            "Answer one question from the glossaries by quoting their entries word for word, each "
            "quote with its citation. Use it first: for what a term means, how terms differ, what "
            "belongs to a group, what an abbreviation stands for, what a thing described is "
            "called. 'text' is the whole answer; 'citations' hold each quote with its source and "
            "line, in the order of the [n] marks. Hand quotes on unchanged and name their source. "
            "Where 'answered' is false the glossaries don't hold the answer ('reason' says why, "
            "'suggestions' are the nearest terms): say that, instead of answering in their name.",
            _Ask,
            Answer,
            _ask,
        ),
        Tool(
            "search",
            "Search the entries",
            "List the entries nearest to some words, best first, each with the passage that "
            "matched best and its score (0 to 1, higher is better). Use it to explore what the "
            "glossaries hold, or where 'ask' found no answer; a hit is what is near, not "
            "necessarily an answer.",
            _Search,
            _Hits,
            _search,
        ),
        Tool(
            "define",
            "Look a term up",
            "Get all entries that bear a name, whole and verbatim, from every glossary, with their "
            "other names, what they refer to and where they stand. Use it where you know the term "
            "and want the full text, or each glossary's own wording. 'entries' is empty where no "
            "entry bears the name; 'suggestions' then are the nearest terms.",
            _Define,
            _Defined,
            _define,
        ),
        Tool(
            "annotate",
            "Find defined terms in a text",
            "Find the terms in a text that the glossaries define. 'occurrences' say where each "
            "stands (text[start:end], in code points) and by 'n' which of the 'citations' "
            "defines it. Use it to explain a text, to link its terms, or to learn which of its "
            "words have a defined meaning here.",
            _Annotate,
            _Annotated,
            _annotate,
        ),
        Tool(
            "verify_quote",
            "Hold a quote against the glossaries",
            "Say whether some words stand in the glossaries exactly so. Use it before you show "
            "words as a quote that you have not just copied from a citation. 'holds' is true where "
            "they may be shown as one; else 'verdict' is 'altered' ('differences' say in what, "
            "'citations' what the entry says instead: correct your quote to that), 'elsewhere' "
            "(another entry says it than the one named) or 'absent' (no entry says it: don't "
            "quote). Blanks and the shape of quotation marks don't count.",
            _VerifyQuote,
            _Checked,
            _verify_quote,
        ),
    )
}


def called(tool: Tool, arguments: Mapping[str, Any], glossary: Glossator) -> dict[str, Any]:
    """Check arguments and run a tool.

    Args:
        tool: which.
        arguments: as they came.
        glossary: what is asked.

    Raises:
        InputError: if they aren't what the tool takes; the message says which and what is.
        GlossaryError: what the glossary raises.
    """
    try:
        given = tool.arguments.model_validate(arguments)
    except ValidationError as error:
        raise InputError(_complaint(tool, error)) from None
    return tool.run(glossary, given)


def takes_long(arguments: Mapping[str, Any]) -> bool:
    """Tell whether a call would hold up questions."""
    return any(isinstance(one, str) and len(one) > _SHORT_TEXT for one in arguments.values())


def _complaint(tool: Tool, error: ValidationError) -> str:
    """Say of each argument that can't be used what it is and what was expected."""
    known = ", ".join(f"'{name}'" for name in tool.arguments.model_fields)
    faults = []
    for fault in error.errors(include_url=False, include_context=False):
        name = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "missing":
            faults.append(f"'{name}' is missing")
        elif fault["type"] == "extra_forbidden":
            faults.append(f"'{name}' is unknown")
        else:
            said = fault["msg"]
            expected = said.removeprefix("Input should be ")
            why = f"expected {expected}" if expected != said else said[0].lower() + said[1:]
            faults.append(f"'{name}' is {_shown(fault['input'])}; {why}")
    return f"{tool.name}: {'; '.join(faults)}. It takes {known}, as its input schema says"


def _shown(value: object) -> str:
    if isinstance(value, str | list | dict) and len(value) > _SHOWN:
        return f"a {type(value).__name__} of length {len(value):,}"
    return repr(value)
