"""What people say of answers, as lines that ``glossator eval`` reads as questions.

The question is asked again here, so that a line holds what the glossary says and nothing that a
browser made up. A verdict that settles what is right becomes a question with its gold; "wrong"
without an expected entry can't, and goes to a second file, for a person to finish.
"""

import json
import os
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from fcntl import LOCK_EX, flock
from pathlib import Path

from ..eval.question_rows import parse_question, to_dict
from ..eval.records import Question, QuestionType
from ..index.errors import InputError
from ..index.lexicon import Lexicon
from ..index.names import squash
from ..rag.answerer import MAX_QUESTION_CHARS
from ..rag.glossator import Glossator
from ..rag.records import Answer, Intent, Reason
from .markup import clean

__all__ = ["TAG", "Feedback", "Verdict", "question_of"]

TAG = "feedback"
#: Beyond it nothing more is taken: some 50,000 verdicts, which someone should read first.
MAX_FILE_BYTES = 32 * 2**20
_HISTORY = 20
_TYPES: Mapping[Intent, QuestionType] = {
    Intent.ATTRIBUTE: QuestionType.ATTRIBUTE,
    Intent.COMPARE: QuestionType.COMPARE,
    Intent.LIST: QuestionType.LIST,
    Intent.REVERSE: QuestionType.REVERSE,
    Intent.CROSS_SOURCE: QuestionType.CROSS_SOURCE,
    Intent.MNEMONIC: QuestionType.MNEMONIC,
    Intent.RELATION: QuestionType.RELATION,
    Intent.YES_NO: QuestionType.ATTRIBUTE,
    Intent.EXPAND: QuestionType.ACRONYM,
}


class Verdict(StrEnum):
    """What someone says of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    REFUSE = "refuse"  # it should have been refused


class Feedback:
    """Appends verdicts to a file. Threads and other servers may do so at once.

    Args:
        path: the file; made when the first verdict comes, readable by its owner alone.

    Raises:
        InputError: if it can't be written.
    """

    def __init__(self, path: Path) -> None:
        if path.suffix.lower() in (".csv", ".tsv"):
            raise InputError(
                f"{path}: feedback is written as JSON lines. Expected a name that ends on .jsonl"
            )
        self.path = path
        #: Where a person finds what is to be finished.
        self.unfinished = path.with_name(f"{path.stem}.unfinished.jsonl")
        self._guard = threading.Lock()
        for place in (path, self.unfinished):
            if place.exists() and not place.is_file():
                raise InputError(f"{place}: is no file. Name another with --feedback.")
        folder = path.absolute().parent
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise InputError(
                f"{path}: the folder '{folder}' is missing or can't be written. Make it, or name "
                "another file with --feedback."
            )
        if path.exists() and not os.access(path, os.W_OK):
            raise InputError(f"{path}: can't be written. Name another file with --feedback.")

    def note(
        self,
        glossary: Glossator,
        question: str,
        history: Sequence[str],
        verdict: Verdict,
        expected: str = "",
    ) -> bool:
        """Write one verdict.

        Args:
            glossary: what was asked: the server's own.
            question: as it was asked.
            history: the earlier questions, oldest first.
            verdict: of the answer.
            expected: where it is wrong, the name of the entry that is right, or ``""``.

        Returns:
            Whether it is a question now; else a person has to finish it.

        Raises:
            InputError: if it can't be used: no question, no such entry, or the file is full.
        """
        if not question.strip() or len(question) > MAX_QUESTION_CHARS:
            raise InputError(
                f"a verdict needs a question of {MAX_QUESTION_CHARS:,} characters at most"
            )
        earlier = [clean(text) for text in history[-_HISTORY:] if text.strip()]
        answer = glossary.ask(clean(question), history=earlier)
        named = clean(expected) if verdict is Verdict.WRONG else ""
        made = question_of(answer, earlier, verdict, named, glossary.index.lexicon)
        _, faults = parse_question(to_dict(made))
        path = self.unfinished if faults else self.path
        self._append(path, json.dumps(to_dict(made), ensure_ascii=False) + "\n")
        return not faults

    def _append(self, path: Path, line: str) -> None:
        """Write a whole line at the end, after one that someone left unfinished too."""
        try:
            with self._guard, open(os.open(path, _FLAGS, 0o600), "r+b") as file:  # noqa: PTH123
                flock(file, LOCK_EX)
                end = file.seek(0, os.SEEK_END)
                if end > MAX_FILE_BYTES:
                    raise InputError("no more feedback is taken: the file is full")
                if end:
                    file.seek(end - 1)
                    line = line if file.read(1) == b"\n" else "\n" + line
                file.write(line.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise InputError(f"the verdict can't be written ({error.strerror})") from None


_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)


def question_of(
    answer: Answer, history: Sequence[str], verdict: Verdict, expected: str, lexicon: Lexicon
) -> Question:
    """Return what a verdict says is right, as a question.

    Raises:
        InputError: if no entry bears the expected name.
    """
    gold: tuple[tuple[str, ...], ...] = ()
    if expected.strip():
        gold = (_names(expected, lexicon),)
    elif verdict is Verdict.RIGHT:
        gold = _cited(answer, lexicon)
    question = Question(
        id=f"{TAG}-{secrets.token_hex(6)}",
        type=QuestionType.FOLLOWUP if _leans(answer) else _TYPES.get(answer.intent, _DEFINE),
        question=answer.question,
        history=tuple(history),
        gold_terms=gold,
        tags=(TAG, verdict.value),
        note=_said(answer, verdict),
    )
    refused = verdict is Verdict.REFUSE or (verdict is Verdict.RIGHT and not answer.answered)
    if refused and not expected.strip():
        far = answer.reason is Reason.OFF_TOPIC
        kind = QuestionType.UNANSWERABLE_FAR if far else QuestionType.UNANSWERABLE_NEAR
        return replace(question, type=kind, answerable=False, gold_terms=())
    return question


_DEFINE = QuestionType.DEFINE


def _leans(answer: Answer) -> bool:
    return answer.standalone_question != answer.question


def _cited(answer: Answer, lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    concepts = dict.fromkeys(citation.concept for citation in answer.citations)
    return tuple(_of_concept(concept, lexicon) for concept in concepts)


def _of_concept(concept_id: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names of a concept; its id is that of its first entry."""
    row = lexicon.row_of(concept_id)
    found = {} if row is None else lexicon.concepts([row])
    return found[row].names if row in found else ()


def _names(expected: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names of the concept that bears a name."""
    key = squash(expected)
    bearers = lexicon.named({key}).get(key, [])
    rows = [one.row for one in bearers if one.kind in ("term", "alias")]
    concepts = lexicon.concepts(rows[:1])
    if not concepts:
        raise InputError(f"no entry is called '{expected[:80]}'. Write its term as it stands there")
    (concept,) = concepts.values()
    return concept.names


def _said(answer: Answer, verdict: Verdict) -> str:
    """Say for a person what was answered."""
    terms = ", ".join(dict.fromkeys(citation.term for citation in answer.citations))
    given = f"answered from {terms}" if answer.answered else f"refused: {answer.reason}"
    return f"{given}; said to be {_WORDS[verdict]}"


_WORDS = {
    Verdict.RIGHT: "right",
    Verdict.WRONG: "wrong",
    Verdict.REFUSE: "something to be refused",
}
