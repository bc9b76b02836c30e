"""Files of questions: JSONL and CSV in, JSONL out, checks with file and line.

Files that the chat page's feedback writes have the same shape, tagged ``feedback``.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..index.disk import write_text
from .faults import Fault, raise_faults, read_json_lines
from .question_rows import from_cells, parse_question, shown, to_dict
from .records import Question

__all__ = ["check_gold", "load_questions", "read_questions", "write_questions"]


def read_questions(path: Path) -> tuple[tuple[Question, ...], tuple[Fault, ...]]:
    """Read one file of questions: CSV or TSV by its name, else JSON lines.

    Returns:
        The questions without faults, in the file's order, and every fault.
    """
    faults: list[Fault] = []
    rows: Sequence[tuple[int, Mapping[str, Any]]]
    if path.suffix.lower() in (".csv", ".tsv"):
        from .frames import read_rows

        rows = [(line, from_cells(row)) for line, row in read_rows(path)]
        if not rows:
            faults.append(Fault(str(path), 0, "no questions; expected a row each"))
    else:
        rows, faults = read_json_lines(path)
    questions: list[Question] = []
    for line, row in rows:
        question, found = parse_question(row, str(path), line)
        faults.extend(found)
        if not found:
            questions.append(question)
    return tuple(questions), tuple(sorted(faults))


def load_questions(paths: Iterable[Path]) -> tuple[Question, ...]:
    """Read files of questions and refuse them all if any holds a fault.

    Raises:
        InputError: naming each fault with file and line; an id that two questions share is one.
    """
    questions: list[Question] = []
    faults: list[Fault] = []
    first: dict[str, Question] = {}
    for path in paths:
        found, bad = read_questions(path)
        faults.extend(bad)
        for question in found:
            earlier = first.setdefault(question.id, question)
            if earlier is not question:
                message = f"id '{question.id}' stands twice; first at {earlier.path}:{earlier.line}"
                faults.append(Fault(question.path, question.line, message))
        questions.extend(found)
    raise_faults(faults)
    return tuple(questions)


def check_gold(
    questions: Iterable[Question],
    is_term: Callable[[str], bool],
    stands_in: Callable[[str, tuple[str, ...]], bool],
    sources: Iterable[str] | None = None,
) -> tuple[Fault, ...]:
    """Hold the gold against a glossary.

    Args:
        questions: as loaded.
        is_term: tells whether a name is a term or alias of an entry. One known name a concept
            will do, since alternatives also hold spellings that only other systems print.
        stands_in: tells whether a quote stands in one of the named sources (all, where none
            is named).
        sources: the documents that exist; ``None`` leaves gold sources unchecked.

    Returns:
        A fault for each concept without an entry, and each source and quote that isn't there.
    """
    faults: list[Fault] = []
    known = None if sources is None else frozenset(sources)
    for question in questions:
        messages = [
            f"gold term {shown(names[0])} is no entry; expected a term of the glossary"
            for names in question.gold_terms
            if not any(is_term(name) for name in names)
        ]
        messages += [
            f"gold source {shown(source)} is no document; known are {', '.join(sorted(known))}"
            for source in question.gold_sources
            if known is not None and source not in known
        ]
        messages += [
            f"gold quote {shown(quote)} stands in none of its sources; copy it word for word"
            for group in question.gold_quotes
            for quote in group
            if not stands_in(quote, question.gold_sources)
        ]
        faults.extend(
            Fault(question.path, question.line, f"question '{question.id}': {message}")
            for message in messages
        )
    return tuple(faults)


def write_questions(questions: Iterable[Question], path: Path) -> None:
    """Write questions as JSON lines, in the order given."""
    lines = (json.dumps(to_dict(question), ensure_ascii=False) + "\n" for question in questions)
    write_text(path, "".join(lines))
