"""Defined terms in any text: where they stand, and what the glossary says of each.

The longest name counts. Every offset is one of the text as it was given, and every definition a
quote with its citation, as in an answer.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from ..index.errors import InputError
from ..index.lexicon import Lexicon
from .definitions import Definitions
from .records import Citation
from .running_text import Format, running_text
from .term_finder import find_terms
from .term_names import TermNames

__all__ = ["MAX_TEXT_CHARS", "Annotated", "Annotator", "Occurrence", "Which"]

#: The longest text that is annotated in one go.
MAX_TEXT_CHARS = 10_000_000
Which = Literal["first", "all"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A defined term in a text: ``text[start:end]``.

    Attributes:
        start: its first code point.
        end: one past its last.
        text: as the text writes it.
        name: as the glossary writes it.
        n: the citation that defines it.
        others: citations of other meanings of the same name.
    """

    start: int
    end: int
    text: str
    name: str
    n: int
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text's defined terms.

    Attributes:
        text: as given.
        format: what it was read as.
        occurrences: in order, not overlapping.
        citations: what defines them, one for each concept; ``n`` counts from 1.
    """

    text: str
    format: Format
    occurrences: tuple[Occurrence, ...]
    citations: tuple[Citation, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the occurrences and citations as JSON values; the text is not repeated."""
        return {
            "format": self.format,
            "occurrences": [
                {**asdict(one), "others": list(one.others)} for one in self.occurrences
            ],
            "citations": [asdict(one) for one in self.citations],
        }


class Annotator:
    """Finds the defined terms of texts; threads may share it.

    Args:
        lexicon: of an index; its names are read once.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names = TermNames(lexicon)
        self._definitions = Definitions(lexicon)

    def annotate(
        self,
        text: str,
        *,
        format: Format = "text",  # noqa: A002 - the option's name on the command line too
        which: Which = "first",
    ) -> Annotated:
        """Find the defined terms of a text.

        Args:
            text: any text.
            format: ``"text"``, ``"markdown"`` or ``"html"``: code, links and headings of the latter
                two, and addresses, are passed over.
            which: the ``"first"`` mention of each concept, or ``"all"``.

        Raises:
            InputError: if the text is too long, or an option is none of these.
            MissingPartError: if Markdown is given and markdown-it-py isn't installed.
            DamagedIndexError: if a definition is no part of its document.
        """
        _check(text, format, which)
        found = list(find_terms(running_text(text, format), self._names))
        speaker_of = self._definitions.speakers(
            {named.row for one in found for named in one.bearers}
        )
        concepts = self._lexicon.concepts(speaker_of.values())
        speakers: dict[str, int] = {}  # of each concept, in order of first mention
        numbers: dict[str, int] = {}
        seen: set[str] = set()
        occurrences = []
        for one in found:
            meant: dict[str, tuple[str, int]] = {}
            for named in one.bearers:
                row = speaker_of[named.row]
                concept = concepts[row].id if row in concepts else str(row)
                meant.setdefault(concept, (named.name, row))
            first, *others = meant
            if which == "first" and first in seen:
                continue
            seen.add(first)
            for concept, (_, row) in meant.items():
                speakers.setdefault(concept, row)
                numbers.setdefault(concept, len(numbers) + 1)
            occurrences.append(
                Occurrence(
                    one.start,
                    one.end,
                    text[one.start : one.end],
                    meant[first][0],
                    numbers[first],
                    tuple(numbers[other] for other in others),
                )
            )
        cited = self._definitions.cite(speakers.values())
        return Annotated(text, format, tuple(occurrences), cited)


def _check(text: str, format: Format, which: Which) -> None:  # noqa: A002
    for name, given, known in (("format", format, Format), ("which", which, Which)):
        if given not in get_args(known):
            raise InputError(f"{name} is {given!r}; expected one of {', '.join(get_args(known))}")
    if not isinstance(text, str):
        raise InputError(f"the text is of type {type(text).__name__}; expected a string")
    if len(text) > MAX_TEXT_CHARS:
        raise InputError(
            f"the text has {len(text):,} characters; expected {MAX_TEXT_CHARS:,} at most: cut it"
        )
