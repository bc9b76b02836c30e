"""One row of a question file, checked field by field, and back."""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from .faults import Fault
from .records import Question, QuestionType

__all__ = ["from_cells", "parse_question", "shown", "to_dict"]

_FIELDS = tuple(item.name for item in fields(Question) if item.compare)
_GROUPED = {"gold_terms", "gold_quotes"}
_LISTED = {"history", "gold_sources", "tags", "without"}


class _Row:
    """One row under validation: typed access to its fields, with the faults collected."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.row = row
        self.faults: list[str] = []
        for name in row:
            if name not in _FIELDS:
                self.faults.append(f"unknown field '{name}'; known are {', '.join(_FIELDS)}")

    def text(self, name: str, *, required: bool = False) -> str:
        value = self.row.get(name)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or (required and not value.strip()):
            self.faults.append(f"'{name}' is {shown(value)}; expected a text")
            return ""
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.row.get(name)
        if value is None:
            return ()
        if not _is_texts(value):
            self.faults.append(f"'{name}' is {shown(value)}; expected a list of texts")
            return ()
        return tuple(value)

    def groups(self, name: str) -> tuple[tuple[str, ...], ...]:
        value = self.row.get(name)
        if value is None:
            return ()
        if isinstance(value, list) and value and all(_is_texts(item) and item for item in value):
            return tuple(tuple(item) for item in value)
        if _is_texts(value):
            if not value:
                return ()
            # a flat list: one concept a name, but one group of quotes (any will do)
            return tuple((item,) for item in value) if name == "gold_terms" else (tuple(value),)
        self.faults.append(f"'{name}' is {shown(value)}; expected lists of texts, none empty")
        return ()

    def flag(self, name: str, default: bool) -> bool:
        value = self.row.get(name, default)
        if not isinstance(value, bool):
            self.faults.append(f"'{name}' is {shown(value)}; expected true or false")
            return default
        return value

    def type(self) -> QuestionType:
        name = self.text("type", required=True)
        try:
            return QuestionType(name)
        except ValueError:
            if name:
                known = ", ".join(QuestionType)
                self.faults.append(f"unknown type '{name}'; known are {known}")
            return QuestionType.DEFINE


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(x, str) and x.strip() for x in value)


def shown(value: object) -> str:
    """Return a value for a message: as JSON, cut to 60 characters."""
    return "missing" if value is None else json.dumps(value, ensure_ascii=False)[:60]


def parse_question(
    row: Mapping[str, Any], path: str = "", line: int = 0
) -> tuple[Question, tuple[Fault, ...]]:
    """Make a question of a JSON object, with every fault of it; use it only without faults."""
    read = _Row(row)
    question = Question(
        id=read.text("id", required=True),
        type=read.type(),
        question=read.text("question"),  # an empty question is a question too: to be refused
        history=read.texts("history"),
        gold_terms=read.groups("gold_terms"),
        gold_sources=read.texts("gold_sources"),
        gold_quotes=read.groups("gold_quotes"),
        answerable=read.flag("answerable", True),
        tags=read.texts("tags"),
        note=read.text("note"),
        without=read.texts("without"),
        path=path,
        line=line,
    )
    if "question" not in row:
        read.faults.append("'question' is missing; expected a text")
    if not read.faults:
        read.faults.extend(_gold_faults(question))
    name = f"question '{question.id}': " if question.id else ""
    return question, tuple(Fault(path, line, name + message) for message in read.faults)


def _gold_faults(question: Question) -> list[str]:
    if question.answerable and not question.gold_terms:
        return ["answerable without gold_terms; name the entry or set answerable to false"]
    if not question.answerable and (
        question.gold_terms or question.gold_sources or question.gold_quotes
    ):
        return ["unanswerable, but with gold; drop the gold or set answerable to true"]
    unanswerable = question.type.startswith("unanswerable")
    if unanswerable and question.answerable:
        return [f"type '{question.type}', but answerable; set answerable to false"]
    return []


def from_cells(row: Mapping[str, str]) -> dict[str, Any]:
    """Turn the cells of a CSV row into JSON values.

    A cell that starts with ``[`` is JSON; else each line of it is one item. In ``gold_terms``
    and ``gold_quotes`` `` | `` separates alternatives.
    """
    values: dict[str, Any] = {}
    for name, cell in row.items():
        cell = cell.strip()
        if name in _GROUPED | _LISTED:
            if cell.startswith("["):
                try:
                    values[name] = json.loads(cell)
                except ValueError:
                    values[name] = cell  # reported as no list
                continue
            items = [item.strip() for item in cell.splitlines() if item.strip()]
            values[name] = (
                [[part.strip() for part in item.split(" | ")] for item in items]
                if name in _GROUPED
                else items
            )
        elif name == "answerable":
            words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
            values[name] = words.get(cell.casefold(), cell) if cell else True
        else:
            values[name] = cell
    return values


def to_dict(question: Question) -> dict[str, Any]:
    """Return a question as JSON values; :func:`parse_question` makes the same one of them."""
    quotes = question.gold_quotes
    without = {"without": list(question.without)} if question.without else {}
    return {
        "id": question.id,
        "type": question.type.value,
        "question": question.question,
        "history": list(question.history),
        "gold_terms": [list(names) for names in question.gold_terms],
        "gold_sources": list(question.gold_sources),
        "gold_quotes": list(quotes[0]) if len(quotes) == 1 else [list(group) for group in quotes],
        "answerable": question.answerable,
        "tags": list(question.tags),
        "note": question.note,
        **without,
    }
