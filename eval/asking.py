"""Asking many questions: answers that runs share are computed once, in any number of threads."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from ..index.encoder import Encoder
from ..rag.glossator import Glossator
from ..rag.records import Answer, Intent, Reason, Settings
from .configs import Config
from .holdings import Holdings
from .parts import part_of
from .records import Question
from .workers import Workers, ask_one

__all__ = ["Asker", "Progress", "refusal", "shown"]

Progress = Callable[[str, int, int], None]
#: Confidences in answers are rounded; nearer to the threshold than this, the question is asked.
_ROUNDING = 1e-4


class Asker:
    """Asks one open glossary, and parts of it where a question wants an entry gone.

    Args:
        glossary: open.
        encoder: the one that its index was built with.
        holdings: of its index.
        threads: how many questions are asked at once; changes no answer.
        workers: processes to ask the whole glossary in place of threads.
        progress: told ``(run, done, total)``.
    """

    def __init__(
        self,
        glossary: Glossator,
        encoder: Encoder,
        holdings: Holdings,
        *,
        threads: int = 1,
        workers: Workers | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._glossary = glossary
        self._encoder = encoder
        self._holdings = holdings
        self._threads = threads
        self._workers = workers
        self._progress = progress or (lambda stage, done, total: None)
        self._found: dict[tuple[Question, Settings], Answer] = {}

    def ask(self, questions: Sequence[Question], config: Config) -> tuple[Answer, ...]:
        """Answer questions as a run is configured, in their order."""
        if config.oracle:
            return self._with_gold(questions, config)
        if config.refuses:
            answers = self.ask(questions, replace(config, refuses=False))
            return tuple(refusal(answer) for answer in answers)
        return self._asked(questions, config)

    def _asked(self, questions: Sequence[Question], config: Config) -> tuple[Answer, ...]:
        """Ask each question for its candidate once, and again where that is not sure enough.

        Runs that differ in the threshold alone share the candidates.
        """
        wanted, eager = config.settings, replace(config.settings, threshold=0.0)
        candidates = self._known(questions, eager, config.name)
        unsure = [
            question
            for question, answer in zip(questions, candidates, strict=True)
            if answer.answered and answer.confidence < wanted.threshold + _ROUNDING
        ]
        again = dict(zip(unsure, self._known(unsure, wanted, config.name), strict=True))
        return tuple(
            again.get(question, answer)
            for question, answer in zip(questions, candidates, strict=True)
        )

    def _known(
        self, questions: Sequence[Question], settings: Settings, stage: str
    ) -> tuple[Answer, ...]:
        """Ask what was not asked with these settings before."""
        new = [one for one in dict.fromkeys(questions) if (one, settings) not in self._found]
        for question, answer in zip(new, self._each(new, settings, stage), strict=True):
            self._found[question, settings] = answer
        return tuple(self._found[question, settings] for question in questions)

    def _each(
        self, questions: Sequence[Question], settings: Settings, stage: str
    ) -> tuple[Answer, ...]:
        """Ask the whole glossary first, then each part that questions with an entry gone need."""
        answers: dict[Question, Answer] = {}
        groups: dict[frozenset[str], list[Question]] = {}
        for question in questions:
            groups.setdefault(self._holdings.concepts_of(question.without), []).append(question)
        for gone in sorted(groups, key=sorted):
            members = groups[gone]
            kept = [one.id for one in self._holdings.entries if one.concept not in gone]
            if gone and not kept:
                found = [_nothing(question) for question in members]
            elif gone:
                with self._part(kept) as part:
                    found = [ask_one(part, question, settings) for question in members]
            else:
                found = self._mapped(members, settings, stage)
            answers.update(zip(members, found, strict=True))
            self._progress(stage, len(answers), len(questions))
        return tuple(answers[question] for question in questions)

    def _mapped(
        self, questions: Sequence[Question], settings: Settings, stage: str
    ) -> list[Answer]:
        def ask(question: Question) -> Answer:
            return ask_one(self._glossary, question, settings)

        total = len(questions)
        if self._workers is not None:
            return self._told(self._workers.ask(questions, settings), total, stage)
        if self._threads <= 1:
            return self._told(map(ask, questions), total, stage)
        with ThreadPoolExecutor(self._threads) as pool:
            return self._told(pool.map(ask, questions), total, stage)

    def _told(self, answers: Iterable[Answer], total: int, stage: str) -> list[Answer]:
        found = []
        for answer in answers:
            found.append(answer)
            self._progress(stage, len(found), total)
        return found

    def _part(self, entry_ids: Iterable[str]) -> Glossator:
        return Glossator(part_of(self._glossary.index, frozenset(entry_ids)), self._encoder)

    def _with_gold(self, questions: Sequence[Question], config: Config) -> tuple[Answer, ...]:
        """Ask a glossary that holds only what the gold names; refuse what has no gold."""
        answers = []
        for done, question in enumerate(questions, 1):
            ids = self._gold_entries(question)
            if ids:
                with self._part(ids) as part:
                    answers.append(ask_one(part, question, config.settings))
            else:
                answers.append(_nothing(question))
            self._progress(config.name, done, len(questions))
        return tuple(answers)

    def _gold_entries(self, question: Question) -> list[str]:
        concepts = frozenset(
            one for names in question.gold_terms for one in self._holdings.concepts_of(names)
        )
        return [
            entry.id
            for entry in self._holdings.entries
            if entry.concept in concepts
            and (not question.gold_sources or entry.source in question.gold_sources)
        ]


def _nothing(question: Question) -> Answer:
    """Return the refusal of a glossary without any entry."""
    text = question.question
    return Answer(question.id, text, text, False, Intent.NONE, "", 0.0, Reason.NO_SUCH_TERM)


def refusal(answer: Answer) -> Answer:
    """Return an answer as a refusal that found the same."""
    return replace(answer, answered=False, text="", citations=())


def shown(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON for the record: without its question and how long it took.

    Of the reasons why entries were found, those of the cited ones stay.
    """
    left_out = ("question", "elapsed_ms")
    cited = {citation.entry_id for citation in answer.citations}
    values: dict[str, Any] = answer.to_dict()
    values["why"] = [reason for reason in values["why"] if reason["entry_id"] in cited]
    return {name: value for name, value in values.items() if name not in left_out}
