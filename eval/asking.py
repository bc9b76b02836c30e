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
from .records import Question
from .workers import Task, Teller, Workers

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
        self._teller = Teller(glossary, encoder)
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
        if wanted.threshold is None:
            return self._known(questions, wanted, config.name)
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
        """Ask the whole glossary, or what is left of it where a question wants an entry gone."""
        tasks = []
        for question in questions:
            gone = self._holdings.concepts_of(question.without)
            kept = tuple(one.id for one in self._holdings.entries if one.concept not in gone)
            tasks.append(Task(question, settings, kept if gone else None))
        return self._done(tasks, stage)

    def _with_gold(self, questions: Sequence[Question], config: Config) -> tuple[Answer, ...]:
        """Ask a glossary that holds only what the gold names; of nothing it can say nothing."""
        tasks = [Task(one, config.settings, self._gold_entries(one)) for one in questions]
        return self._done(tasks, config.name)

    def _done(self, tasks: Sequence[Task], stage: str) -> tuple[Answer, ...]:
        """Ask all tasks, those of one part of the glossary together; in the tasks' order."""
        order = sorted(
            (row for row, task in enumerate(tasks) if task.kept != ()),
            key=lambda row: (tasks[row].kept or (), row),
        )
        sorted_tasks = [tasks[row] for row in order]
        found = dict(zip(order, self._asked_in_turn(sorted_tasks, stage), strict=True))
        return tuple(
            found[row] if row in found else _nothing(task.question)
            for row, task in enumerate(tasks)
        )

    def _asked_in_turn(self, tasks: Sequence[Task], stage: str) -> list[Answer]:
        whole = sum(task.kept is None for task in tasks)
        if self._workers is not None:
            return self._told(self._workers.ask(tasks), len(tasks), stage)
        if self._threads <= 1 or whole < len(tasks):
            try:
                return self._told(map(self._teller.ask, tasks), len(tasks), stage)
            finally:
                self._teller.close()
        with ThreadPoolExecutor(self._threads) as pool:
            return self._told(pool.map(self._teller.ask, tasks), len(tasks), stage)

    def _told(self, answers: Iterable[Answer], total: int, stage: str) -> list[Answer]:
        found = []
        for answer in answers:
            found.append(answer)
            self._progress(stage, len(found), total)
        return found

    def _gold_entries(self, question: Question) -> tuple[str, ...]:
        concepts = frozenset(
            one for names in question.gold_terms for one in self._holdings.concepts_of(names)
        )
        return tuple(
            entry.id
            for entry in self._holdings.entries
            if entry.concept in concepts
            and (not question.gold_sources or entry.source in question.gold_sources)
        )


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
