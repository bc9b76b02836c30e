"""``glossator export`` as a user runs it: what goes where, the check, and errors."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.program import Ran, rows

Run = Callable[..., Ran]


@pytest.mark.parametrize(
    ("to", "first"),
    [
        ("csv", "term,definition,aliases,"),
        ("json", '{"glossator": 1, "titles": {'),
        ("skos", "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."),
        ("tbx", '<?xml version="1.0" encoding="UTF-8"?>'),
    ],
)
def test_an_index_is_written_to_standard_output_and_nothing_else_is(
    to: str, first: str, run: Run, boats_index: Path
) -> None:
    ran = run("export", "--index", boats_index, "--to", to)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(first)
    assert "trims a sail" in ran.out


def test_a_file_is_read_back_where_that_is_asked_for(
    run: Run, boats_index: Path, tmp_path: Path
) -> None:
    out = tmp_path / "boats.ttl"
    ran = run("export", "--index", boats_index, "--to", "skos", "--out", out, "--check")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        f"7 entries → {out}",
        f"{out}: read back, nothing is unsound and nothing was lost",
    ]
    ran = run("parse", out, "--json")
    assert len(rows(ran.out)) == 7


def test_a_folder_gets_a_file_for_each_document(
    run: Run, boats_index: Path, tmp_path: Path
) -> None:
    ran = run("export", "--index", boats_index, "--to", "json", "--out", f"{tmp_path / 'out'}/")
    assert ran.code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "ropes.json",
        "sails.json",
    ]
    found = json.loads((tmp_path / "out" / "ropes.json").read_text(encoding="utf-8"))
    assert found["titles"] == {"ropes.txt": "Notes on Ropes"}
    again = run("export", "--index", boats_index, "--to", "json", "--out", tmp_path / "out")
    assert again.code == 0


def test_one_document_may_be_named(run: Run, boats_index: Path) -> None:
    ran = run("export", "--index", boats_index, "--to", "csv", "--source", "Notes on Ropes")
    table = list(csv.DictReader(io.StringIO(ran.out)))
    assert {row["source"] for row in table} == {"ropes.txt"}
    ran = run("export", "--index", boats_index, "--to", "csv", "--source", "kites")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("glossator: source 'kites': no such document. Expected a path or")


def test_without_an_index_the_embedded_glossary_is_written(run: Run) -> None:
    ran = run("export", "--to", "json")
    assert ran.code == 0
    assert len(json.loads(ran.out)["entries"]) == 250


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--to", "xls"), "invalid choice: 'xls'"),
        ((), "the following arguments are required: --to"),
        (("--to", "csv", "--out", "no/such/place.csv"), "there is no folder"),
        (("--to", "csv", "--index", "no-index"), "no-index"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    arguments: tuple[str, ...], complaint: str, run: Run
) -> None:
    ran = run("export", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err
    assert len(ran.err.splitlines()) == 1
