"""The records of a finished evaluation: what reports, gates and comparisons read.

Nothing in them differs between two equal evaluations: no clock, no path of this machine, no time
taken. ``results_file.py`` writes and reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..index.errors import InputError
from .records import Question
from .selective import Bin
from .statistics import Comparison, Interval

__all__ = [
    "Compared",
    "Curve",
    "Evaluation",
    "Failure",
    "Measure",
    "Provenance",
    "QuestionFile",
    "Reliability",
    "Row",
    "RunResult",
]


class Failure(StrEnum):
    """What is wrong with an outcome, the most harmful first (which is the order of reports)."""

    BROKEN_QUOTE = "broken-quote"
    FALSE_ANSWER = "false-answer"
    WRONG_ENTRY = "wrong-entry"
    MISSED_PASSAGE = "missed-passage"
    INCOMPLETE = "incomplete"
    FALSE_REFUSAL = "false-refusal"
    NO_LINE = "no-line"

    @property
    def says(self) -> str:
        """What it means, in a clause."""
        return _SAYS[self]

    @property
    def harm(self) -> int:
        """How harmful it is: 1 for the least."""
        return len(Failure) - list(Failure).index(self)


_SAYS = {
    Failure.BROKEN_QUOTE: "a quote is not the text at the cited place",
    Failure.FALSE_ANSWER: "answered, though the glossary does not hold the answer",
    Failure.WRONG_ENTRY: "answered from entries that do not hold the answer",
    Failure.MISSED_PASSAGE: "the right entry, but not the passage that answers",
    Failure.INCOMPLETE: "a part of the answer is missing",
    Failure.FALSE_REFUSAL: "refused, though the glossary holds the answer",
    Failure.NO_LINE: "neither answered nor refused",
}


@dataclass(frozen=True, slots=True)
class Row:
    """What one run made of one question.

    Attributes:
        id: the question's.
        answer: the answer as JSON, without ``elapsed_ms``; ``None`` where the system gave none.
        scores: by metric; a metric that the question has no part in is left out. For metrics over
            citations the share of this answer's.
        grade: CRAG's word: ``perfect``, ``acceptable``, ``missing``, ``incorrect``; ``""`` where
            only a ranking was scored.
        failure: what is wrong; ``None`` where nothing is.
    """

    id: str
    answer: Mapping[str, Any] | None
    scores: Mapping[str, float]
    grade: str
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of one run over one slice.

    Attributes:
        slice: ``"ALL"``, a question type, or ``"#"`` and a tag.
        metric: a name of ``catalogue.METRICS``.
        interval: value, 95 % interval, ``n``, clusters, and how it was made.
    """

    slice: str
    metric: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class Curve:
    """The risk-coverage curve of one slice: risk at each coverage, coverage rising."""

    slice: str
    coverage: tuple[float, ...]
    risk: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Reliability:
    """The reliability diagram of one slice: bins of equal mass, by rising confidence."""

    slice: str
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class RunResult:
    """One system, or one configuration of ours, over all questions.

    Attributes:
        name: as on the command line; ``"hybrid"`` is ours as shipped.
        kind: ``system`` (what is evaluated), ``baseline`` (rows that are always there), ``given``
            (another system's answers) or ``ranking`` (another system's TREC run).
        says: what it is, in a clause.
        settings: what it was run with, as text by name.
        rows: one a question, in the order of ``Evaluation.questions``.
        measures: by slice in the order of ``Evaluation.slices``, then by metric.
        curves: of the slices that have one.
        reliability: of the slices that have one.
        attack_rows: one for each of ``Evaluation.attacks``, scored by ``safe`` alone; empty for
            runs that were not attacked.
    """

    name: str
    kind: str
    says: str
    settings: Mapping[str, str]
    rows: tuple[Row, ...]
    measures: tuple[Measure, ...]
    curves: tuple[Curve, ...] = ()
    reliability: tuple[Reliability, ...] = ()
    attack_rows: tuple[Row, ...] = ()

    def measure(self, slice: str, metric: str) -> Interval | None:  # noqa: A002 - its name
        """Return a figure, or ``None`` where the slice has none."""
        for one in self.measures:
            if one.slice == slice and one.metric == metric:
                return one.interval
        return None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs, one metric, one slice.

    Attributes:
        before: the name of the first run.
        after: the name of the second.
        slice: as in :class:`Measure`.
        metric: as in :class:`Measure`.
        before_value: the first run's mean over the questions that both scored.
        after_value: the second's.
        comparison: the difference, its interval and its p-values.
    """

    before: str
    after: str
    slice: str
    metric: str
    before_value: float
    after_value: float
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """A file of questions: its name, how many of its questions were asked, and what it held."""

    name: str
    n: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the figures rest on.

    Attributes:
        version: of Glossator.
        commit: of the working tree; ``""`` where it is none, with ``"+"`` where files changed.
        seed: of every draw.
        questions: the files, in the order given.
        split: ``"dev"`` … where a part of the files was asked; ``""`` for all.
        index: ``{"documents", "entries", "concepts", "chunks", "sources"}`` as text.
        encoder: its name and sha256.
        libraries: version by name, Python's too.
        command: what was run, without paths.
    """

    version: str
    commit: str
    seed: int
    questions: tuple[QuestionFile, ...]
    split: str
    index: Mapping[str, str]
    encoder: tuple[str, str]
    libraries: Mapping[str, str]
    command: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A finished evaluation.

    Attributes:
        provenance: what it rests on.
        questions: all that was asked, in order.
        slices: ``(name, n)``: ``"ALL"`` first, then types, then tags.
        runs: the system first, then its other configurations, then the baselines.
        comparisons: the system against each other run; ``p_holm`` over the slices of one metric.
        attacks: questions that try to make the system misbehave; in no slice but ``"#attack"``.
    """

    provenance: Provenance
    questions: tuple[Question, ...]
    slices: tuple[tuple[str, int], ...]
    runs: tuple[RunResult, ...]
    comparisons: tuple[Compared, ...] = ()
    attacks: tuple[Question, ...] = ()

    def run(self, name: str) -> RunResult:
        """Return a run by its name.

        Raises:
            InputError: if there is none of that name.
        """
        for one in self.runs:
            if one.name == name:
                return one
        known = ", ".join(one.name for one in self.runs)
        raise InputError(f"no run '{name}' in this evaluation; it has {known}")
