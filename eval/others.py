"""Results of other systems: a file of answers, or a TREC run over entry ids."""

import json
from collections.abc import Sequence
from pathlib import Path

from ..index.errors import InputError
from .answers import load_answers
from .faults import read_json_lines
from .holdings import Holdings
from .interchange import read_run
from .ranking import pessimistic_ranking
from .records import Question
from .runs import Given

__all__ = ["given_answers", "given_run"]


def given_answers(name: str, path: Path) -> Given:
    """Read another system's answers, one JSON object a line.

    Raises:
        InputError: naming each fault with file and line.
    """
    answers = load_answers(path)
    rows, _ = read_json_lines(path)
    shown = {
        row["id"]: {key: value for key, value in row.items() if key != "elapsed_ms"}
        for _, row in rows
    }
    return Given(name, answers=answers, rows=shown)


def given_run(name: str, path: Path, questions: Sequence[Question], holdings: Holdings) -> Given:
    """Read another retriever's TREC run; its documents are ids of entries or of concepts.

    Of a concept the first one counts, as our own rankings hold each concept once. Equal scores
    are ranked against the system: the irrelevant first.

    Raises:
        InputError: for a line that can't be read, or a document that is neither.
    """
    run = read_run(path)
    unknown = sorted({one for found in run.values() for one in found if not holdings.entry(one)})
    if unknown:
        raise InputError(
            f"{path}: document {json.dumps(unknown[0], ensure_ascii=False)} (one of {len(unknown)})"
            " is no entry of the index; expected entry ids, as 'glossator search --json' gives them"
        )
    qrels = holdings.qrels(questions)
    ranked = {}
    for query, scores in run.items():
        ranking: dict[str, tuple[str, str]] = {}
        for document in pessimistic_ranking(scores, qrels.get(query, {})):
            entry = holdings.entry(document)
            if entry is not None:
                ranking.setdefault(entry.concept, (entry.term, entry.source))
        ranked[query] = tuple(ranking.values())
    return Given(name, ranked=ranked)
