"""The only module that imports pandas: CSV in, data frames out for those in a notebook."""

import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..index.errors import InputError, MissingPartError
from .faults import Fault, read_bytes
from .results import Evaluation

__all__ = ["figures_frame", "read_rows", "rows_frame", "to_frame"]


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise MissingPartError(
            "CSV files and data frames need pandas: pip install 'glossator[eval]'"
        ) from error
    return pandas


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Read a CSV file (TSV where the name ends in ``.tsv``), every cell as text.

    Returns:
        ``(line, row)`` pairs; the line is that on which the row starts, counted from 1, also
        where cells hold line breaks. Rows without any text are left out.

    Raises:
        InputError: if the file is empty, not UTF-8, or a row has too many cells.
    """
    pandas = _pandas()
    raw = read_bytes(path)
    try:
        text = raw.decode("utf-8-sig")
        if not text.strip():
            raise InputError(f"{path}: the file is empty; expected a line of column names")
        frame = pandas.read_csv(
            io.StringIO(text, newline=""),
            sep="\t" if path.suffix.lower() == ".tsv" else ",",
            header=None,  # pandas renames a repeated column name in silence: it is read as a row
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
        )
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = Fault(str(path), line, "not UTF-8; save the file as UTF-8")
        raise InputError(str(fault)) from error
    except ValueError as error:  # the parser's errors descend from it
        fault = Fault(str(path), _line_of(str(error)), f"not CSV: {error}".strip())
        raise InputError(str(fault)) from error
    (_, names), *rows = _numbered(frame)
    if len(set(names)) < len(names) or not all(names):
        found = f"columns {', '.join(names)}; expected a name each, none twice"
        raise InputError(str(Fault(str(path), 1, found)))
    return [
        (line, dict(zip(names, cells, strict=True)))
        for line, cells in rows
        if any(cell.strip() for cell in cells)
    ]


def _numbered(frame: Any) -> list[tuple[int, list[str]]]:
    """Return the cells of each row with the line on which it starts."""
    rows: list[tuple[int, list[str]]] = []
    line = 1
    for row in frame.itertuples(index=False, name=None):
        cells = [str(cell) for cell in row]
        rows.append((line, cells))
        line += 1 + sum(cell.count("\n") for cell in cells)
    return rows


def _line_of(message: str) -> int:
    """Return the line that a parser's message names; it counts rows from 0, lines from 1."""
    match = re.search(r"\b(line|row) (\d+)", message)
    if not match:
        return 0
    return int(match[2]) + (match[1] == "row")


def to_frame(rows: Iterable[Mapping[str, object]]) -> Any:
    """Return records (questions, scores of questions, rows of a report) as a ``DataFrame``."""
    return _pandas().DataFrame.from_records([dict(row) for row in rows])


def figures_frame(evaluation: Evaluation) -> Any:
    """Return every figure of an evaluation: run, slice, metric, value, ends, n, method."""
    return to_frame(
        {
            "run": run.name,
            "slice": one.slice,
            "metric": one.metric,
            "value": one.interval.value,
            "low": one.interval.low,
            "high": one.interval.high,
            "n": one.interval.n,
            "method": one.interval.method,
        }
        for run in evaluation.runs
        for one in run.measures
    )


def rows_frame(evaluation: Evaluation, run: str) -> Any:
    """Return one run question by question: the question, the answer, every score, the failure.

    Raises:
        InputError: if the evaluation has no run of that name.
    """
    pairs = zip(evaluation.questions, evaluation.run(run).rows, strict=True)
    return to_frame(
        {
            "id": question.id,
            "type": question.type.value,
            "question": question.question,
            "answered": bool(row.answer and row.answer.get("answered")),
            "answer": str((row.answer or {}).get("text", "")),
            "confidence": (row.answer or {}).get("confidence"),
            "grade": row.grade,
            "failure": row.failure.value if row.failure else None,
            **row.scores,
        }
        for question, row in pairs
    )
