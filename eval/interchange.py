"""The field's own files: TREC qrels and runs, BEIR folders, in and out.

Qrels are ``{query id: {document id: grade}}``, runs ``{query id: {document id: score}}``.
TREC's columns are split at white space, so blanks inside ids are written as ``%20`` (and ``%``
as ``%25``), and read back.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from .faults import Fault, raise_faults, read_json_lines, text_lines

__all__ = [
    "BeirFolder",
    "Qrels",
    "Run",
    "read_beir",
    "read_qrels",
    "read_run",
    "run_of",
    "write_beir",
    "write_qrels",
    "write_run",
]

Qrels = dict[str, dict[str, int]]
Run = dict[str, dict[str, float]]
_Number = TypeVar("_Number", int, float)


@dataclass(frozen=True, slots=True)
class BeirFolder:
    """A retrieval data set as BEIR lays it out (Thakur et al. 2021).

    Attributes:
        corpus: ``{document id: (title, text)}``.
        queries: ``{query id: text}``.
        qrels: ``{split: qrels}``, one file of ``qrels/`` each.
    """

    corpus: Mapping[str, tuple[str, str]]
    queries: Mapping[str, str]
    qrels: Mapping[str, Qrels]


def run_of(rankings: Mapping[str, Sequence[str]]) -> Run:
    """Give ranked ids falling scores: the length of the ranking for the first, 1 for the last."""
    return {
        query: {document: float(len(ranking) - row) for row, document in enumerate(ranking)}
        for query, ranking in rankings.items()
    }


def read_qrels(path: Path) -> Qrels:
    """Read a TREC qrels file: query, iteration, document, grade.

    Raises:
        InputError: naming each fault with file and line.
    """
    qrels: Qrels = {}
    rows, faults = _columns(path, "query iteration document grade")
    for line, (query, _, document, grade) in rows:
        try:
            value = int(grade)
        except ValueError:
            faults.append(Fault(str(path), line, f"grade '{grade}'; expected a whole number"))
            continue
        _put(qrels, query, document, value, path, line, faults)
    raise_faults(sorted(faults))
    return qrels


def read_run(path: Path) -> Run:
    """Read a TREC run file: query, ``Q0``, document, rank, score, tag.

    As in trec_eval the score alone ranks; the rank column is not used.

    Raises:
        InputError: naming each fault with file and line.
    """
    run: Run = {}
    rows, faults = _columns(path, "query Q0 document rank score tag")
    for line, (query, _, document, _, score, _) in rows:
        try:
            value = float(score)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            faults.append(Fault(str(path), line, f"score '{score}'; expected a number"))
            continue
        _put(run, query, document, value, path, line, faults)
    raise_faults(sorted(faults))
    return run


def _columns(path: Path, names: str) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
    lines, faults = text_lines(path)
    width = len(names.split())
    rows: list[tuple[int, list[str]]] = []
    for number, line in lines:
        columns = [unquote(column) for column in line.split()]
        if len(columns) == width:
            rows.append((number, columns))
        else:
            found = f"{len(columns)} columns; expected {width}: {names}"
            faults.append(Fault(str(path), number, found))
    if not lines and not faults:
        faults.append(Fault(str(path), 0, f"the file is empty; expected lines of {names}"))
    return rows, faults


def _put(
    table: dict[str, dict[str, _Number]],
    query: str,
    document: str,
    value: _Number,
    path: Path,
    line: int,
    faults: list[Fault],
) -> None:
    row = table.setdefault(query, {})
    if document in row:
        message = f"document '{document}' stands twice for query '{query}'"
        faults.append(Fault(str(path), line, message))
    row[document] = value


def _column(identity: str) -> str:
    return "".join(
        "".join(f"%{byte:02X}" for byte in char.encode()) if char.isspace() or char == "%" else char
        for char in identity
    )


def write_qrels(qrels: Mapping[str, Mapping[str, int]], path: Path) -> None:
    """Write a TREC qrels file, in the order given."""
    _write(
        path,
        (
            f"{_column(query)} 0 {_column(document)} {grade}"
            for query, grades in qrels.items()
            for document, grade in grades.items()
        ),
    )


def write_run(run: Mapping[str, Mapping[str, float]], path: Path, tag: str = "glossator") -> None:
    """Write a TREC run file: queries in the order given, documents by score, ties by id."""
    _write(
        path,
        (
            f"{_column(query)} Q0 {_column(document)} {rank} {score!r} {_column(tag)}"
            for query, scores in run.items()
            for rank, (document, score) in enumerate(
                sorted(scores.items(), key=lambda item: (-item[1], item[0])), 1
            )
        ),
    )


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8", newline="\n")


def read_beir(folder: Path) -> BeirFolder:
    """Read ``corpus.jsonl``, ``queries.jsonl`` and each ``qrels/*.tsv`` of a folder.

    Raises:
        InputError: naming each fault with file and line; a judgement of a query or document
            that is not there is one.
    """
    faults: list[Fault] = []
    corpus = {
        identity: (title, text)
        for identity, (title, text) in _records(folder / "corpus.jsonl", ("title", "text"), faults)
    }
    queries = {
        identity: text
        for identity, (text,) in _records(folder / "queries.jsonl", ("text",), faults)
    }
    qrels: dict[str, Qrels] = {}
    for path in sorted((folder / "qrels").glob("*.tsv")):
        qrels[path.stem] = _read_judgements(path, corpus, queries, faults)
    if not qrels:
        faults.append(Fault(str(folder / "qrels"), 0, "no .tsv file; expected one for each split"))
    raise_faults(sorted(faults))
    return BeirFolder(corpus, queries, qrels)


def _records(
    path: Path, names: tuple[str, ...], faults: list[Fault]
) -> list[tuple[str, tuple[str, ...]]]:
    rows, bad = read_json_lines(path)
    faults.extend(bad)
    seen: set[str] = set()
    records: list[tuple[str, tuple[str, ...]]] = []
    for line, row in rows:
        values = tuple(row.get(name, "") for name in ("_id", *names))
        if not row.get("_id") or not all(isinstance(value, str) for value in values):
            found = f"expected texts _id, {', '.join(names)}"
            faults.append(Fault(str(path), line, found))
        elif values[0] in seen:
            faults.append(Fault(str(path), line, f"_id '{values[0]}' stands twice"))
        else:
            seen.add(values[0])
            records.append((values[0], values[1:]))
    return records


def _read_judgements(
    path: Path,
    corpus: Mapping[str, object],
    queries: Mapping[str, object],
    faults: list[Fault],
) -> Qrels:
    lines, bad = text_lines(path)
    faults.extend(bad)
    qrels: Qrels = {}
    for number, line in lines:
        cells = line.split("\t")
        if number == 1 and cells[:2] == ["query-id", "corpus-id"]:
            continue
        if len(cells) != 3 or not cells[2].strip().lstrip("-").isdecimal():
            message = "expected query-id, corpus-id and a whole number, parted by tabs"
            faults.append(Fault(str(path), number, message))
            continue
        query, document = cells[0], cells[1]
        for kind, identity, known in (("query", query, queries), ("document", document, corpus)):
            if identity not in known:
                faults.append(Fault(str(path), number, f"no {kind} has the id '{identity}'"))
        _put(qrels, query, document, int(cells[2]), path, number, faults)
    return qrels


def write_beir(data: BeirFolder, folder: Path) -> None:
    """Write a BEIR folder, its queries and documents in the order given.

    Raises:
        ValueError: if an id holds a tab or line break, which the qrels files can't carry.
    """
    for identity in (*data.corpus, *data.queries):
        if any(char in identity for char in "\t\r\n"):
            raise ValueError(f"id {identity!r} holds a tab or line break; BEIR's qrels can't")
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    _write(
        folder / "corpus.jsonl",
        (
            json.dumps({"_id": identity, "title": title, "text": text}, ensure_ascii=False)
            for identity, (title, text) in data.corpus.items()
        ),
    )
    _write(
        folder / "queries.jsonl",
        (
            json.dumps({"_id": identity, "text": text}, ensure_ascii=False)
            for identity, text in data.queries.items()
        ),
    )
    for split, qrels in data.qrels.items():
        rows = (
            f"{query}\t{document}\t{grade}"
            for query, grades in qrels.items()
            for document, grade in grades.items()
        )
        _write(folder / "qrels" / f"{split}.tsv", ("query-id\tcorpus-id\tscore", *rows))
