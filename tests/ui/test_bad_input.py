"""Bad input, end to end: one clear line, the right exit code, and no time without bound."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from glossator.index.build import write_index
from glossator.index.manifest import FORMAT
from tests.index.fakes import FakeEncoder, glossary, only_version, reseal
from tests.ui.conftest import SAILS
from tests.ui.program import ROOT, Ran, rows, spawn, write

Run = Callable[..., Ran]
LONG_S = 15.0  # far more than any of these takes, far less than what has no bound


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "x.tsv: is empty. Expected terms with definitions"),
        (b" \n\t\r\n", "x.tsv: is empty. Expected terms with definitions"),
        (b"Term\tDefinition\n", "x.tsv: no glossary entry was found. Expected files with terms"),
        ((ROOT / "data" / "models" / "model.onnx").read_bytes(), "x.tsv: holds binary data"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "x.tsv: holds binary data"),
        (b"\xff\xfeT\0e\0r\0\0\xd8", "x.tsv: starts like UTF-16, but byte 8 is not"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\x03cut", "x.tsv: "),
        (b"Just a sentence that defines nothing.\n", "x.tsv: looks like no format that is known"),
        (b"Term\tDefinition\nKeel\t\nJib\t\n", "x.tsv: no glossary entry was found"),
        (b"\tA fin.\n\tA sail of three corners.\n", "x.tsv: "),
    ],
)
def test_a_file_that_is_no_glossary_is_refused_by_name(
    content: bytes, complaint: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "x.tsv"
    path.write_bytes(content)
    for arguments in (("parse", path), ("index", path, "--out", tmp_path / "x.index")):
        ran = run(*arguments)
        assert ran.code == 2
        assert complaint in ran.fault
    assert list(tmp_path.iterdir()) == [path]


def test_a_path_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    for arguments, complaint in [
        (("parse", gone), f"{gone}: does not exist"),
        (("index", gone, "--out", tmp_path / "x"), f"{gone}: does not exist"),
        (("ask", "--batch", gone), f"{gone}: No such file or directory"),
        (("verify", gone), f"{gone}: No such file or directory"),
        (("ask", "x", "--index", gone), f"{gone}: holds no index"),
        (("search", "x", "--index", gone), f"{gone}: holds no index"),
        (("verify", "--index", gone), f"{gone}: holds no index"),
    ]:
        ran = run(*arguments)
        assert ran.code == 2
        assert complaint in ran.fault
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig", "latin-1"])
def test_other_encodings_are_read_and_quoted(encoding: str, run: Run, tmp_path: Path) -> None:
    path, index = tmp_path / "x.tsv", tmp_path / "x.index"
    definition = "A façade of a boat, naïve and gay, “ñ” aside."
    definition = definition.replace("“ñ”", "ñ") if encoding == "latin-1" else definition
    path.write_bytes(f"{SAILS}Décor\t{definition}\n".encode(encoding))
    indexed = run("index", path, "--out", index)
    assert indexed.code == 0
    assert ("1 remarks" in indexed.err) == (encoding == "latin-1")  # guessed, and said so
    ran = run("ask", "what is a décor?", "--index", index, "--json")
    (citation,) = rows(ran.out)[0]["citations"]
    assert (citation["quote"], citation["line"]) == (definition, 6)
    (tmp_path / "answers.jsonl").write_text(ran.out, encoding="utf-8")
    answers = (tmp_path / "answers.jsonl", "--index", index, "--sources", tmp_path)
    assert run("verify", *answers).code == 0


@pytest.mark.parametrize(
    ("row", "code", "message"),
    [
        ("Mast\t", "no-definition", "'Mast' has no definition"),
        ("\tA spar that carries sails.", "no-term", "A definition without a term"),
        ("Mast\t   \t ", "no-definition", "'Mast' has no definition"),
    ],
)
def test_half_an_entry_is_reported_with_its_line_and_the_rest_is_read(
    row: str, code: str, message: str, run: Run, tmp_path: Path
) -> None:
    path, out = tmp_path / "x.tsv", tmp_path / "report.json"
    path.write_text(f"{SAILS}{row}\nHull\tThe body of a boat, below the deck.\n", encoding="utf-8")
    ran = run("parse", path, "--report", out)
    assert (ran.code, len(ran.out.splitlines())) == (0, 5)
    assert ran.err.endswith(f"5 entries in 1 file; 1 {code}\n")
    (remark,) = json.loads(out.read_text("utf-8"))["remarks"]
    assert (remark["source"], remark["line"], remark["code"]) == ("x.tsv", 6, code)
    assert remark["message"].startswith(message)
    indexed = run("index", path, "--out", tmp_path / "x.index")
    assert (indexed.code, indexed.out) == (0, "")
    assert "1 remarks; 'glossator parse … --report FILE' lists them" in indexed.err
    assert run("ask", "what is a hull?", "--index", tmp_path / "x.index").code == 0


def test_one_term_with_two_definitions_is_two_senses(run: Run, tmp_path: Path) -> None:
    path, index = tmp_path / "x.tsv", tmp_path / "x.index"
    path.write_text(f"{SAILS}Keel\tTo turn over so that the bottom shows.\n", encoding="utf-8")
    found = rows(run("parse", path, "--json").out)
    keels = [one for one in found if one["term"] == "Keel"]
    assert len({one["entry_id"] for one in keels}) == len({one["concept"] for one in keels}) == 2
    run("index", path, "--out", index)
    (answer,) = rows(run("ask", "what is a keel?", "--index", index, "--json").out)
    quoted = {citation["entry_id"] for citation in answer["citations"]}
    ranked = [tuple(one) for one in answer["ranked"]]
    assert ranked[:2] == [("Keel", "x.tsv"), ("Keel", "x.tsv")]
    assert len(quoted) == 2 or answer["senses"]  # the other is quoted or pointed at
    hits = rows(run("search", "keel", "-k", "2", "--index", index, "--json").out)
    assert {hit["entry_id"] for hit in hits} == {one["entry_id"] for one in keels}


def test_a_definition_of_ten_megabytes_is_reported_in_bounded_time(
    run: Run, tmp_path: Path
) -> None:
    path, index = tmp_path / "x.tsv", tmp_path / "x.index"
    endless = "A long sentence about a long boat goes on and on. " * 200_000
    path.write_text(f"{SAILS}Ark\t{endless}\n", encoding="utf-8")
    began = time.monotonic()
    indexed = run("index", path, "--out", index)
    asked = run("ask", "what is a keel?", "--index", index)
    ran = run("ask", "what is an ark?", "--index", index)
    parsed = run("parse", path, "--report", tmp_path / "report.json")
    assert time.monotonic() - began < LONG_S
    assert [one.code for one in (indexed, asked, ran, parsed)] == [0, 0, 1, 0]
    assert "1 remarks" in indexed.err
    (remark,) = json.loads((tmp_path / "report.json").read_text("utf-8"))["remarks"]
    assert remark["line"] == 6
    assert "'Ark': a definition of 9,999,999 characters, not indexed" in remark["message"]


# folders that can't be written


@pytest.fixture
def read_only(tmp_path: Path) -> Path:
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o555)
    return folder


def test_a_folder_that_can_t_be_written_is_named(
    read_only: Path, boats: Path, boats_index: Path, tmp_path: Path
) -> None:
    batch = write(tmp_path / "q.jsonl", {"question": "what is a jib?"})
    for arguments in (
        ("index", boats, "--out", read_only),
        ("index", boats, "--out", read_only / "new"),
        ("parse", boats, "--report", read_only / "report.json"),
        ("ask", "--batch", batch, "--out", read_only / "a.jsonl", "--index", boats_index),
    ):
        ran = spawn(*arguments, anyone=True)
        assert ran.code == 2
        assert str(read_only) in ran.fault
        assert "can't" in ran.fault
    assert list(read_only.iterdir()) == []


def test_an_index_that_can_only_be_read_answers_and_verifies(
    boats: Path, boats_index: Path, tmp_path: Path
) -> None:
    index = tmp_path / "x.index"
    shutil.copytree(boats_index, index)
    for path in (index, *index.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    asked = spawn("ask", "what is a sheet?", "--index", index, anyone=True)
    verified = spawn("verify", "--index", index, anyone=True)
    refused = spawn("index", boats, "--out", index, anyone=True)
    for path in (index, *index.rglob("*")):
        path.chmod(0o755)
    assert (asked.code, asked.err) == (0, "")
    assert verified == Ran(0, "", "the index: all good\n")
    assert refused.code == 2
    assert "can't be written" in refused.fault


def test_a_file_that_can_t_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text(SAILS)
    path.chmod(0)
    ran = spawn("parse", path, anyone=True)
    assert ran.code == 2
    assert "x.tsv: can't be read (Permission denied)" in ran.fault
    ran = spawn("ask", "--batch", path, anyone=True)
    assert ran.code == 2
    assert ran.fault == f"{path}: Permission denied"


# indexes that are not for this program


def test_an_index_of_another_encoder_names_both_and_the_remedy(run: Run, tmp_path: Path) -> None:
    index = tmp_path / "x.index"
    write_index(glossary(), FakeEncoder(), index)
    for arguments in (("ask", "what is a jib?"), ("search", "jib")):
        ran = run(*arguments, "--index", index)
        assert ran.code == 2
        assert f"{index}: built with encoder 'fake'" in ran.fault
        assert "glossator-MiniLM-L6-int8" in ran.fault
        assert "glossator index … --out" in ran.fault
    assert run("verify", "--index", index).code == 0


def test_an_index_of_another_format_names_both_and_the_remedy(
    run: Run, boats_index: Path, tmp_path: Path
) -> None:
    index = tmp_path / "x.index"
    shutil.copytree(boats_index, index)
    reseal(index, lambda fields: fields.update(format=99))
    for arguments in (("ask", "what is a jib?"), ("search", "jib"), ("verify",)):
        ran = run(*arguments, "--index", index)
        assert ran.code == 2
        assert f"index format 99, but this program reads format {FORMAT}" in ran.fault
        assert "glossator index … --out" in ran.fault


def test_a_folder_of_other_things_is_no_index_and_is_not_overwritten(
    run: Run, boats: Path, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    ran = run("index", boats, "--out", tmp_path)
    assert ran.code == 2
    assert "holds other files, such as 'letter.txt'" in ran.fault
    ran = run("ask", "x", "--index", tmp_path)
    assert ran.code == 2
    assert "holds no index" in ran.fault
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_unfinished_index_holds_none(run: Run, boats_index: Path, tmp_path: Path) -> None:
    """A first build that was killed leaves only what is still being written."""
    index = tmp_path / "x.index"
    shutil.copytree(only_version(boats_index), index / ".v000001.new")
    ran = run("ask", "x", "--index", index)
    assert ran.code == 2
    assert "holds no index" in ran.fault


# questions


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "?!…", "--", "“”", "\u200b", "🤔"])
def test_a_question_without_words_is_an_abstention(
    question: str, run: Run, boats_index: Path
) -> None:
    ran = run("ask", "--index", boats_index, "--", question)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("There were no words in that question. Ask what a term means")
    (answer,) = rows(run("ask", "--index", boats_index, "--json", "--", question).out)
    assert (answer["reason"], answer["question"]) == ("empty", question)


def test_a_question_of_100000_characters_is_an_abstention(
    run: Run, boats_index: Path, tmp_path: Path
) -> None:
    endless = ("what is a keel and why? " * 5000)[:100_000]
    began = time.monotonic()
    ran = run("ask", endless, "--index", boats_index)
    assert ran.code == 1
    assert ran.out == "That question is too long: ask it in up to 2,000 characters.\n"
    batch = write(
        tmp_path / "q.jsonl",
        {"question": endless},
        {"question": "what is a jib?", "history": [endless]},
        {"question": "and what is it for?", "history": ["what is a keel?", endless]},
    )
    answers = rows(run("ask", "--batch", batch, "--index", boats_index).out)
    assert [one["reason"] for one in answers] == ["too_long", None, None]
    assert len(answers[0]["question"]) < 1000
    ran = run("search", endless, "--index", boats_index)
    assert ran.code == 2
    assert "the query has 100,000 characters; expected 2,000 at most" in ran.fault
    assert time.monotonic() - began < LONG_S


@pytest.mark.parametrize(
    "unit", ["keel ", "a", "?", "(", "\u0301", "é\u200d", "what is ", "of the ", "keel-", "不 "]
)
def test_any_question_of_2000_characters_is_answered_quickly(
    unit: str, run: Run, boats_index: Path
) -> None:
    question = (unit * 2000)[:2000]
    began = time.monotonic()
    ran = run("ask", question, "--index", boats_index, "--json")
    assert ran.code in (0, 1)
    assert rows(ran.out)[0]["question"] == question
    assert time.monotonic() - began < LONG_S
