"""All that is tuned on and measured with, found and read; with digests for the report."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...data import path as shipped
from ...index.errors import InputError
from ...rag import Glossator
from ..holdings import Holdings
from ..questions import load_questions
from ..splits import load_split
from .samples import HELD_OUT
from .written import OWN, Shelf, Written, load_shelves, load_written

__all__ = ["KEPT_BACK_SHARE", "Sources", "TuningData", "is_kept_back", "load"]

#: In percent: concepts of every glossary whose questions only confidence is fitted to, since the
#: cosines of questions that an encoder was tuned on are too high.
KEPT_BACK_SHARE = 15


@dataclass(frozen=True, slots=True)
class Sources:
    """Where everything lies.

    Attributes:
        samples: the folder of the sample glossaries.
        wordnet: ``wordnet.jsonl.gz``.
        written: the folder of what was written for tuning, ``data/tuning``.
    """

    samples: Path
    wordnet: Path
    written: Path


@dataclass(frozen=True, slots=True)
class TuningData:
    """What was read.

    Attributes:
        shelves: glossaries by name.
        questions: those written for tuning, of all kinds.
        barred: concepts of our own glossary that development or test questions are about.
        descriptions: ``(word, description)``, of words that no training pair holds.
        similar: ``(similarity from 0 to 5, sentence, sentence)``.
        digests: sha256 of each file that was read, by name.
    """

    shelves: Mapping[str, Shelf]
    questions: tuple[Written, ...]
    barred: frozenset[str]
    descriptions: tuple[tuple[str, str], ...]
    similar: tuple[tuple[float, str, str], ...]
    digests: Mapping[str, str]

    def trainable(self) -> list[Written]:
        """Return the questions that an encoder may be tuned on."""
        return [
            one
            for one in self.questions
            if one.glossary not in HELD_OUT and not any(map(is_kept_back, self.concepts(one)))
        ]

    def concepts(self, one: Written) -> list[str]:
        """Return the concepts that a question's gold names."""
        shelf = self.shelves[one.glossary]
        found = (shelf.concept_of(term) for term, _ in one.gold)
        return [concept for concept in found if concept]


def is_kept_back(concept: str) -> bool:
    """Tell whether a concept's questions are kept for fitting confidence, by a hash of its id."""
    return sha256(concept.encode()).digest()[0] * 100 < KEPT_BACK_SHARE * 256


def load(sources: Sources) -> TuningData:
    """Read everything.

    Raises:
        InputError: where something is missing or damaged, or a question is about what is barred.
    """
    shelves = load_shelves(sources.samples, sources.written / "practice.jsonl")
    questions = tuple(load_written([sources.written / "questions.jsonl"], shelves))
    barred = _barred()
    shelf = shelves[OWN]
    for one in questions:
        for term, _ in one.gold if one.glossary == OWN else ():
            if shelf.concept_of(term) in barred:
                raise InputError(f"'{one.question}' is about '{term}', which is held out")
    described = _lines(sources.written / "descriptions.jsonl", ("word", "description"))
    similar = _lines(sources.written / "similar.jsonl", ("similarity", "one", "other"))
    return TuningData(
        shelves,
        questions,
        frozenset(barred),
        tuple((str(word), str(text)) for word, text in described),
        tuple((float(score), str(one), str(other)) for score, one, other in similar),
        _digests(sources),
    )


def _barred() -> set[str]:
    """Return our own concepts that a development or test question names, as shelves name them."""
    split = load_split(shipped("qa") / "split.json")
    with Glossator.open() as glossary:
        holdings = Holdings(glossary.index)
    return {
        f"{OWN}/{concept}"
        for question in load_questions([shipped("qa") / "questions.jsonl"])
        if split[question.id] != "train"
        for names in (*question.gold_terms, question.without)
        for concept in holdings.concepts_of(names)
    }


def _lines(path: Path, keys: tuple[str, ...]) -> list[tuple[Any, ...]]:
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return [tuple(row[key] for key in keys) for row in rows]
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path}: {error!r}; expected objects with {', '.join(keys)}") from None


def _digests(sources: Sources) -> dict[str, str]:
    folders = [sources.written, sources.samples, shipped("glossaries")]
    files: Iterable[Path] = (p for folder in folders for p in sorted(folder.rglob("*")))
    found = {
        f"{path.parent.name}/{path.name}": sha256(path.read_bytes()).hexdigest()
        for path in (*files, sources.wordnet)
        if path.is_file()
    }
    return dict(sorted(found.items()))
