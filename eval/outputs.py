"""The files that an evaluation leaves: results, answers, TREC files, records for other judges."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..index.disk import write_text
from .holdings import Holdings
from .interchange import run_of, write_qrels, write_run
from .judges import deepeval_records, ragas_records
from .results import Evaluation, RunResult
from .results_file import to_json

__all__ = ["write_outputs"]


def write_outputs(evaluation: Evaluation, holdings: Holdings, folder: Path) -> tuple[Path, ...]:
    """Write what an evaluation found; files of its first run stand beside ``results.json``.

    Args:
        evaluation: finished.
        holdings: of the index that was asked.
        folder: made where it isn't there; files of these names are replaced.

    Returns:
        The files: ``results.json`` (all of it), ``answers.jsonl``, ``run.trec`` and
        ``qrels.trec`` over entry ids, ``ragas.jsonl``, ``deepeval.jsonl``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run = evaluation.runs[0]
    results = folder / "results.json"
    write_text(results, to_json(evaluation))
    answers = _lines(folder / "answers.jsonl", (dict(row.answer or {}) for row in run.rows))
    trec, qrels = folder / "run.trec", folder / "qrels.trec"
    write_run(run_of(_rankings(run, holdings)), trec)
    write_qrels(holdings.qrels(evaluation.questions), qrels)
    ragas = _lines(folder / "ragas.jsonl", ragas_records(evaluation, run))
    deepeval = _lines(folder / "deepeval.jsonl", deepeval_records(evaluation, run))
    return results, answers, trec, qrels, ragas, deepeval


def _lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    write_text(path, "".join(lines))
    return path


def _rankings(run: RunResult, holdings: Holdings) -> dict[str, list[str]]:
    found = {}
    for row in run.rows:
        ranked = (row.answer or {}).get("ranked", ())
        ids = (holdings.entry_id(term, source) for term, source in ranked)
        found[row.id] = list(dict.fromkeys(one for one in ids if one))
    return found
