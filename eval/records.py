"""The records of an evaluation: questions with their gold, and the answers that a system gave.

An answer that is scored may come from any system, so it is a record of its own, with as little
as a score needs; ``Answer.to_dict()`` of our own is read like everybody's.
"""

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Cited", "GivenAnswer", "Question", "QuestionType"]


class QuestionType(StrEnum):
    """What a question tries; each is a slice of every table."""

    DEFINE = "define"
    TYPO = "typo"
    REVERSE = "reverse"
    ATTRIBUTE = "attribute"
    COMPARE = "compare"
    LIST = "list"
    RELATION = "relation"
    CROSS_SOURCE = "cross-source"
    MNEMONIC = "mnemonic"
    FOLLOWUP = "followup"
    ALIAS = "alias"
    ACRONYM = "acronym"
    SEE_ALSO = "see-also"
    UNANSWERABLE_NEAR = "unanswerable-near"
    UNANSWERABLE_FAR = "unanswerable-far"


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what a right answer must hold.

    Attributes:
        id: unique in a run.
        type: the slice.
        question: as a person asks it.
        history: earlier questions of the same person, oldest first.
        gold_terms: for each concept that the answer needs, its names: any one of them will do.
        gold_sources: paths of the documents that hold the answer; empty: any.
        gold_quotes: groups of verbatim passages: of each group any one will do. A flat list in
            a file is one group. For ``cross-source`` a group is a source, and two will do.
        answerable: false where the right answer is a refusal; such a question has no gold.
        tags: finer slices: ``low-overlap``, ``synthetic``, ``feedback`` …
        note: for a person; never scored.
        without: names of concepts that are taken out of the glossary before the question is
            asked: the entry is removed, its question kept. Another system has to do so itself.
        path: the file it came from.
        line: its line there, from 1; 0 where it came from no file.
    """

    id: str
    type: QuestionType
    question: str
    history: tuple[str, ...] = ()
    gold_terms: tuple[tuple[str, ...], ...] = ()
    gold_sources: tuple[str, ...] = ()
    gold_quotes: tuple[tuple[str, ...], ...] = ()
    answerable: bool = True
    tags: tuple[str, ...] = ()
    note: str = ""
    without: tuple[str, ...] = ()
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of an answer that is scored.

    Attributes:
        n: the mark ``[n]`` by which the answer's text refers to it.
        term: the entry's term, as the system names it.
        source: the document: a path, a file name or a title.
        quote: the text that is said to stand there.
        entry_id: ``""`` where the system names no entry.
        start: first code point in the document's text; ``None`` where no place is claimed.
        end: one past the last.
        text_sha256: of the document's text in UTF-8, in hex; ``""`` where none is claimed.
    """

    n: int
    term: str
    source: str
    quote: str
    entry_id: str = ""
    start: int | None = None
    end: int | None = None
    text_sha256: str = ""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What a system gave for one question.

    Attributes:
        id: the question's id.
        answered: false for a refusal.
        text: the answer; may be empty where the quotes are all there is.
        confidence: in [0, 1]; on a refusal that of the best candidate. ``None``: not given.
        citations: in the order of the answer.
        ranked: ``(term, source)``, best first; the source may be ``""``.
        reason: why it was refused; ``""`` where it was answered.
    """

    id: str
    answered: bool
    text: str
    confidence: float | None = None
    citations: tuple[Cited, ...] = ()
    ranked: tuple[tuple[str, str], ...] = ()
    reason: str = ""
