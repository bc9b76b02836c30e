"""The records of a finished evaluation, and their JSON: what reports, gates and comparisons read.

The same evaluation gives the same bytes: no clock, no path of this machine, no time taken.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from ..index.errors import InputError
from .faults import read_bytes
from .question_rows import parse_question, to_dict
from .records import Question
from .selective import Bin
from .statistics import Comparison, Interval

__all__ = [
    "FORMAT",
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
    "from_json",
    "load_evaluation",
    "to_json",
]

#: Of the JSON; it changes when the fields do.
FORMAT = 1

_T = TypeVar("_T")


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


def to_json(evaluation: Evaluation) -> str:
    """Return an evaluation as JSON, one question or figure a line, with a final line break.

    Numbers are written in full (they read back as the same float); nan as ``null``.
    """
    body = _plain(evaluation)
    for name in ("questions", "attacks"):
        body[name] = [to_dict(question) for question in getattr(evaluation, name)]
    return _layout({"format": FORMAT, **body}, 0) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Question):
        return None  # written by question_rows
    if hasattr(value, "__dataclass_fields__"):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and math.isnan(value):
        return None
    return value


def _layout(value: Any, depth: int) -> str:
    """Write the outer levels over several lines, so that two files can be compared by line."""
    if depth < 4 and isinstance(value, dict) and any(_is_long(item) for item in value.values()):
        rows = [f"{_compact(key)}: {_layout(item, depth + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(rows) + "\n}"
    if depth < 4 and isinstance(value, list) and any(_is_long(item) for item in value):
        return "[\n" + ",\n".join(_layout(item, depth + 1) for item in value) + "\n]"
    return _compact(value)


def _is_long(value: Any) -> bool:
    return isinstance(value, dict | list) and bool(value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def from_json(text: str, path: str = "") -> Evaluation:
    """Read what :func:`to_json` wrote.

    Args:
        text: the JSON.
        path: the file, for messages.

    Raises:
        InputError: if it is something else, or of another format.
    """
    where = path or "the evaluation"
    try:
        value = json.loads(text)
    except ValueError as error:
        raise InputError(f"{where}: not JSON ({error}). Expected a results.json") from None
    found = value.get("format") if isinstance(value, dict) else None
    if found != FORMAT:
        raise InputError(
            f"{where}: format {found!r}; expected {FORMAT}. Run it again: glossator eval run"
        )
    try:
        return _evaluation(value, path)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"{where}: no evaluation ({type(error).__name__}: {error}). Run it again: "
            "glossator eval run"
        ) from error


def load_evaluation(path: Path) -> Evaluation:
    """Read ``results.json``, or the one in a folder that ``eval run --out`` wrote.

    Raises:
        InputError: if there is none, or it can't be read.
    """
    file = path / "results.json" if path.is_dir() else path
    try:
        return from_json(read_bytes(file).decode("utf-8"), str(file))
    except UnicodeDecodeError:
        raise InputError(f"{file}: not UTF-8. Expected a results.json") from None


def _evaluation(value: Mapping[str, Any], path: str) -> Evaluation:
    origin = value["provenance"]
    provenance = Provenance(
        **{
            **origin,
            "questions": _each(QuestionFile, origin["questions"]),
            "encoder": tuple(origin["encoder"]),
        }
    )
    return Evaluation(
        provenance,
        _questions(value["questions"], path),
        tuple((name, n) for name, n in value["slices"]),
        tuple(_run(run) for run in value["runs"]),
        tuple(
            Compared(**{**one, "comparison": Comparison(**one["comparison"])})
            for one in value["comparisons"]
        ),
        _questions(value["attacks"], path),
    )


def _questions(rows: Sequence[Mapping[str, Any]], path: str) -> tuple[Question, ...]:
    questions = []
    for line, row in enumerate(rows, 1):
        question, faults = parse_question(row, path, line)
        if faults:
            raise ValueError(faults[0].message)
        questions.append(question)
    return tuple(questions)


def _run(value: Mapping[str, Any]) -> RunResult:
    return RunResult(
        value["name"],
        value["kind"],
        value["says"],
        value["settings"],
        _rows(value["rows"]),
        tuple(
            Measure(one["slice"], one["metric"], _interval(one["interval"]))
            for one in value["measures"]
        ),
        tuple(
            Curve(one["slice"], tuple(one["coverage"]), tuple(one["risk"]))
            for one in value["curves"]
        ),
        tuple(Reliability(one["slice"], _each(Bin, one["bins"])) for one in value["reliability"]),
        _rows(value["attack_rows"]),
    )


def _rows(values: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    return tuple(
        Row(**{**row, "failure": Failure(row["failure"]) if row["failure"] else None})
        for row in values
    )


def _interval(value: Mapping[str, Any]) -> Interval:
    ends = {name: math.nan if value[name] is None else value[name] for name in _ENDS}
    return Interval(**{**value, **ends})


_ENDS = ("value", "low", "high")


def _each(make: Callable[..., _T], values: Sequence[Mapping[str, Any]]) -> tuple[_T, ...]:
    return tuple(make(**value) for value in values)
