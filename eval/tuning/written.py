"""Questions written for tuning: each names its glossary, its entries and the sentences meant.

A row names a sentence by a digest of its letters and digits, so that no text of other people's
glossaries is kept here, and a changed sentence is found out.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ...data import path as shipped
from ...index.build import records_of
from ...index.chunks import chunk
from ...index.errors import InputError
from ...index.names import fold
from ...index.reading import read_paths
from ...index.records import Reading
from .samples import SAMPLES, read_sample

__all__ = [
    "KINDS",
    "OWN",
    "PRACTICE",
    "Passage",
    "Shelf",
    "Written",
    "digest",
    "load_shelves",
    "load_written",
    "shelf_of",
]

OWN, PRACTICE = "own", "practice"
KINDS = (
    "reverse", "fact", "define", "yesno", "compare", "list", "relation", "nofact", "absent", "far",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """What an index embeds of an entry: a sentence headed by the term.

    Attributes:
        concept: which concept of which glossary: passages of one are no negatives for another.
        term: the entry's.
        digest: of the sentence, see :func:`digest`.
        text: what is embedded.
        sentence: what is quoted of it.
    """

    concept: str
    term: str
    digest: str
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Written:
    """A question written for tuning.

    Attributes:
        glossary: the shelf it was written for.
        kind: ``reverse``, ``fact``, ``define``, ``yesno``, ``compare``, ``list``, ``relation``;
            ``nofact`` where the entry is there and the fact is not, ``absent`` where the thing
            is not, ``far`` where it is about something else.
        question: as people type.
        gold: ``(term, digest of the sentence)``; the digest is ``""`` for ``nofact``.
    """

    glossary: str
    kind: str
    question: str
    gold: tuple[tuple[str, str], ...]


class Shelf:
    """One glossary's passages.

    Attributes:
        name: of the glossary.
        readings: what its files hold.
        passages: in the order of the text.
    """

    def __init__(self, name: str, readings: Sequence[Reading], passages: Iterable[Passage]) -> None:
        self.name = name
        self.readings = tuple(readings)
        self.passages = tuple(passages)
        self._found: dict[tuple[str, str], Passage] = {}
        for passage in self.passages:
            self._found.setdefault((fold(passage.term), passage.digest), passage)
        self._concepts = {fold(passage.term): passage.concept for passage in self.passages}

    def find(self, term: str, sentence: str) -> Passage | None:
        """Return the passage of a gold pair, or ``None``."""
        return self._found.get((fold(term), sentence))

    def concept_of(self, term: str) -> str:
        """Return the concept of a term, ``""`` for one that isn't there."""
        return self._concepts.get(fold(term), "")


def digest(sentence: str) -> str:
    """Name a sentence by its letters and digits: 12 hex digits of their sha256."""
    kept = "".join(char for char in sentence.casefold() if char.isalnum())
    return sha256(kept.encode()).hexdigest()[:12]


def load_shelves(samples: Path, practice: Path) -> dict[str, Shelf]:
    """Read our own glossary, the practice glossary, and the sample glossaries.

    Args:
        samples: the folder of the sample glossaries.
        practice: JSON lines with ``term``, ``aliases`` and ``definition``.

    Raises:
        InputError: where one can't be read.
    """
    own = sorted(shipped("glossaries").glob("*.*"))
    found = {
        OWN: shelf_of(OWN, read_paths(own).readings),
        PRACTICE: shelf_of(PRACTICE, read_paths([practice]).readings),
    }
    return found | {name: shelf_of(name, read_sample(name, samples)) for name in SAMPLES}


def shelf_of(name: str, readings: Sequence[Reading]) -> Shelf:
    """Put what was read on a shelf of its own."""
    records = records_of(readings)
    documents = {document.id: document for document in records.documents}
    concept_of = {one: concept.id for concept in records.concepts for one in concept.entries}
    passages = []
    for entry in records.entries:
        document = documents[entry.document]
        for one in chunk(entry, document):
            sentence = document.text[one.start : one.end]
            concept = f"{name}/{concept_of[entry.id]}"
            passages.append(Passage(concept, entry.term, digest(sentence), one.text, sentence))
    return Shelf(name, readings, passages)


def load_written(paths: Iterable[Path], shelves: Mapping[str, Shelf]) -> list[Written]:
    """Read written questions and hold each against its glossary.

    Raises:
        InputError: for a row that is damaged, or names a sentence that isn't there.
    """
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").removesuffix("\n").split("\n"), 1):
            try:
                row = json.loads(line)
                gold = tuple((str(term), str(sentence)) for term, sentence in row["gold"])
                one = Written(row["glossary"], row["kind"], row["question"], gold)
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(
                    f"{path}:{number}: {error!r}; expected an object with glossary, kind, "
                    "question, and gold as pairs of term and digest"
                ) from None
            shelf = shelves.get(one.glossary)
            if shelf is None:
                raise InputError(f"{path}:{number}: no glossary is called '{one.glossary}'")
            if one.kind not in KINDS:
                raise InputError(
                    f"{path}:{number}: kind '{one.kind}'; expected one of {', '.join(KINDS)}"
                )
            for term, sentence in gold:
                if not shelf.concept_of(term):
                    raise InputError(f"{path}:{number}: no entry '{term}' in {one.glossary}")
                if sentence and shelf.find(term, sentence) is None:
                    raise InputError(
                        f"{path}:{number}: no sentence {sentence} in '{term}' of {one.glossary}; "
                        "the glossary was changed, or the row is mistyped"
                    )
            found.append(one)
    return found
