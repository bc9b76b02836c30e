"""Verifying finds what hashes can't: files that are whole, but hold what they should not."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from glossator.index import disk
from glossator.index import verify as module
from glossator.index.build import write_index
from glossator.index.checks import LEXICON
from glossator.index.vectors import FAISS, NPY, write_vectors
from glossator.index.verify import verify
from tests.index.fakes import FakeEncoder, glossary, only_version, reseal, rich_glossary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_index(rich_glossary(), FakeEncoder(), tmp_path)
    return tmp_path


def change(folder: Path, sql: str) -> None:
    connection = sqlite3.connect(only_version(folder) / LEXICON)
    connection.execute(sql)
    connection.commit()
    connection.close()
    reseal(folder)


def test_a_whole_index_has_no_faults(folder: Path) -> None:
    assert verify(folder) == ()


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE blocks SET text = 'x' || substr(text, 2)", "the text of folder/boats.md is not"),
        ("UPDATE documents SET path = 'other.md'", "its documents are not the sources"),
        ("UPDATE entries SET end = 900 WHERE row = 1", "Span(start=68, end=900) lies outside"),
        ("UPDATE entries SET start = 80 WHERE row = 1", "lies outside its document"),
        ("UPDATE chunks SET start = 0 WHERE entry = 1", "lies outside its entry boats.md#vessel"),
        ("DELETE FROM search_docsize WHERE id = 1", "search_docsize has 1 rows"),
        ("DELETE FROM search_data WHERE id > 10", "malformed"),
        ("UPDATE words SET df = 2 WHERE stem = 'mast'", "'mast' stands in 2 entries by one of"),
        ("DELETE FROM words WHERE stem = 'mast'", "'mast' stands in 1 entries by one of"),
        ("DELETE FROM entries WHERE row = 0", "entries has 1 rows up to 1; expected rows 0 to 1"),
        ("UPDATE chunks SET entry = 7 WHERE row = 0", "chunks name entry 7, which does not exist"),
        ("UPDATE entries SET concept = NULL", "entries name concept None, which does not exist"),
    ],
)
def test_records_that_lie_are_named(folder: Path, sql: str, fault: str) -> None:
    change(folder, sql)
    found = verify(folder)
    assert any(fault in line and LEXICON in line for line in found), found


def test_vectors_that_lie_are_named(folder: Path) -> None:
    version = only_version(folder)
    count = np.load(version / NPY).shape[0]
    (version / NPY).unlink()
    (version / FAISS).unlink()
    write_vectors(version, [np.full((count, 16), 1.0, dtype=np.float32)], count, 16)
    reseal(folder)
    assert verify(folder) == (f"v000001/{NPY}: rows 0 to {count} are not all unit vectors",)


def test_a_cache_of_other_vectors_is_named(folder: Path) -> None:
    version = only_version(folder)
    content = bytearray((version / FAISS).read_bytes())
    content[-1] ^= 1
    (version / FAISS).write_bytes(content)
    reseal(folder)
    (fault,) = verify(folder)
    assert fault.startswith(f"v000001/{FAISS}: rows 0 to ")


def test_a_fault_is_named_once_with_its_version(folder: Path) -> None:
    (only_version(folder) / NPY).unlink()
    assert verify(folder) == (f"v000001/{NPY} is missing",)
    (only_version(folder) / "manifest.json").unlink()
    (fault,) = verify(folder)
    assert fault.startswith("v000001/manifest.json: ")


def test_current_is_checked_first(folder: Path) -> None:
    (folder / "CURRENT").unlink()
    assert verify(folder) == ("CURRENT is missing.",)
    (folder / "CURRENT").write_bytes(disk.seal({"version": "../elsewhere", "manifest": ""}))
    assert verify(folder) == ("CURRENT names no version.",)


def test_many_entries_are_checked_in_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_STEP", 10)
    many = glossary((f"Term {at}", (), f"It is number {at}.") for at in range(25))
    write_index(many, FakeEncoder(), tmp_path)
    assert verify(tmp_path) == ()
    change(tmp_path, "UPDATE entries SET line = 1, end = 10000000 WHERE row = 21")
    assert len(verify(tmp_path)) == 1
