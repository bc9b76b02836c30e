"""A finished evaluation as JSON and back; the same evaluation gives the same bytes."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from ..index.errors import InputError
from .faults import read_bytes
from .question_rows import parse_question, to_dict
from .records import Question
from .results import (
    Compared,
    Curve,
    Evaluation,
    Failure,
    Measure,
    Provenance,
    QuestionFile,
    Reliability,
    Row,
    RunResult,
)
from .selective import Bin
from .statistics import Comparison, Interval

__all__ = ["FORMAT", "from_json", "load_evaluation", "to_json"]

#: Of the JSON; it changes when the fields of the records do.
FORMAT = 1

_T = TypeVar("_T")


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
