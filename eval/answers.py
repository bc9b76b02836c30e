"""Answers of any system, read from JSON lines: ours, or another retriever's that is compared."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .faults import Fault, raise_faults, read_json_lines
from .question_rows import shown
from .records import Cited, GivenAnswer

__all__ = ["load_answers", "parse_answer"]


def parse_answer(row: Mapping[str, Any]) -> GivenAnswer:
    """Make an answer of a JSON object; fields that no score needs are passed over.

    Raises:
        ValueError: if a field that is there can't be read; says which, and what was expected.
    """
    confidence = row.get("confidence")
    if confidence is not None and not (_is_number(confidence) and 0 <= confidence <= 1):
        raise ValueError(f"'confidence' is {shown(confidence)}; expected a number in [0, 1]")
    if not isinstance(row.get("answered"), bool):
        raise ValueError(f"'answered' is {shown(row.get('answered'))}; expected true or false")
    return GivenAnswer(
        id=_text(row, "id", required=True),
        answered=row["answered"],
        text=_text(row, "text"),
        confidence=None if confidence is None else float(confidence),
        citations=tuple(
            _parse_cited(item, number) for number, item in enumerate(_items(row, "citations"), 1)
        ),
        ranked=tuple(_parse_ranked(item) for item in _items(row, "ranked")),
        reason=_text(row, "reason"),
    )


def _parse_cited(row: Any, number: int) -> Cited:
    if not isinstance(row, Mapping):
        raise ValueError(f"citation {number} is {shown(row)}; expected an object")
    return Cited(
        n=number if row.get("n") is None else _whole(row, "n", number),
        term=_text(row, "term"),
        source=_text(row, "source"),
        quote=_text(row, "quote"),
        entry_id=_text(row, "entry_id"),
        start=None if row.get("start") is None else _whole(row, "start", number),
        end=None if row.get("end") is None else _whole(row, "end", number),
        text_sha256=_text(row, "text_sha256"),
    )


def _parse_ranked(item: Any) -> tuple[str, str]:
    if isinstance(item, str):
        return item, ""
    if isinstance(item, list) and 1 <= len(item) <= 2 and all(isinstance(x, str) for x in item):
        return item[0], item[1] if len(item) == 2 else ""
    raise ValueError(f"'ranked' holds {shown(item)}; expected [term, source]")


def _text(row: Mapping[str, Any], name: str, *, required: bool = False) -> str:
    value = row.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or (required and not value):
        raise ValueError(f"'{name}' is {shown(value)}; expected a text")
    return value


def _items(row: Mapping[str, Any], name: str) -> list[Any]:
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f"'{name}' is {shown(value)}; expected a list")
    return value


def _whole(row: Mapping[str, Any], name: str, number: int) -> int:
    value = row[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(
            f"'{name}' of citation {number} is {shown(value)}; expected a whole number"
        )
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def load_answers(path: Path) -> dict[str, GivenAnswer]:
    """Read a file of answers.

    Returns:
        The answers by the id of their question, in the file's order.

    Raises:
        InputError: naming each fault with file and line: a broken line, a field that can't be
            read, an id that stands twice.
    """
    rows, faults = read_json_lines(path)
    answers: dict[str, GivenAnswer] = {}
    for line, row in rows:
        try:
            answer = parse_answer(row)
        except ValueError as error:
            faults.append(Fault(str(path), line, str(error)))
            continue
        if answer.id in answers:
            faults.append(Fault(str(path), line, f"id '{answer.id}' stands twice"))
        answers[answer.id] = answer
    raise_faults(sorted(faults))
    return answers
