"""TREC and BEIR files: what is written is read back, and every fault is named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.eval.interchange import (
    BeirFolder,
    read_beir,
    read_qrels,
    read_run,
    run_of,
    write_beir,
    write_qrels,
    write_run,
)
from glossator.index.errors import InputError


def test_the_files_are_those_that_trec_eval_reads(tmp_path: Path) -> None:
    write_qrels({"q1": {"a b": 2, "50%": 0}}, tmp_path / "qrels")
    assert (tmp_path / "qrels").read_text() == "q1 0 a%20b 2\nq1 0 50%25 0\n"
    write_run({"q1": {"low": 0.5, "b": 2.0, "a": 2.0}}, tmp_path / "run", tag="ours")
    assert (tmp_path / "run").read_text() == (
        "q1 Q0 a 1 2.0 ours\nq1 Q0 b 2 2.0 ours\nq1 Q0 low 3 0.5 ours\n"
    )


def test_a_ranking_becomes_falling_scores() -> None:
    assert run_of({"q": ["b", "a"], "none": []}) == {"q": {"b": 2.0, "a": 1.0}, "none": {}}


IDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(st.dictionaries(IDS, st.dictionaries(IDS, st.integers(0, 3), min_size=1), min_size=1))
def test_any_id_survives_the_qrels_file(
    tmp_path_factory: pytest.TempPathFactory, qrels: dict[str, dict[str, int]]
) -> None:
    path = tmp_path_factory.mktemp("trec") / "qrels"
    write_qrels(qrels, path)
    assert read_qrels(path) == qrels


@given(st.dictionaries(IDS, st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_any_score_survives_the_run_file(
    tmp_path_factory: pytest.TempPathFactory, scores: dict[str, float]
) -> None:
    path = tmp_path_factory.mktemp("trec") / "run"
    write_run({"q": scores}, path)
    assert read_run(path) == {"q": scores}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("q1 0 a 1\nq1 0 b\n", r"f:2: 3 columns; expected 4: query iteration document grade"),
        ("q1 0 a high\n", r"f:1: grade 'high'; expected a whole number"),
        ("q1 0 a 1\nq1 0 a 2\n", r"f:2: document 'a' stands twice for query 'q1'"),
        ("", r"f: the file is empty"),
    ],
)
def test_a_fault_of_a_qrels_file_names_the_line(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "f").write_text(text)
    with pytest.raises(InputError, match=complaint):
        read_qrels(tmp_path / "f")


@pytest.mark.parametrize("score", ["high", "nan", "inf"])
def test_a_score_that_is_no_number_is_named(tmp_path: Path, score: str) -> None:
    (tmp_path / "f").write_text(f"q1 Q0 a 1 {score} x\n")
    with pytest.raises(InputError, match=f"f:1: score '{score}'; expected a number"):
        read_run(tmp_path / "f")


DATA = BeirFolder(
    corpus={"d 1": ("Keel", "the lowest beam"), "d2": ("", "a pole for sails")},
    queries={"q1": "what is a keel?"},
    qrels={"dev": {"q1": {"d2": 0}}, "test": {"q1": {"d 1": 2}}},
)


def test_a_beir_folder_is_read_back(tmp_path: Path) -> None:
    write_beir(DATA, tmp_path)
    assert read_beir(tmp_path) == DATA
    assert (tmp_path / "qrels" / "test.tsv").read_text() == (
        "query-id\tcorpus-id\tscore\nq1\td 1\t2\n"
    )


def test_faults_of_a_beir_folder_are_named(tmp_path: Path) -> None:
    write_beir(DATA, tmp_path)
    with (tmp_path / "corpus.jsonl").open("a") as file:
        file.write('{"_id": "d2", "text": ""}\n{"text": "no id"}\n')
    (tmp_path / "qrels" / "test.tsv").write_text("q1\td2\t1\nq9\td9\t1\nq1\td2\thigh\n")
    with pytest.raises(InputError) as error:
        read_beir(tmp_path)
    assert [line.split("/")[-1] for line in str(error.value).splitlines()] == [
        "corpus.jsonl:3: _id 'd2' stands twice",
        "corpus.jsonl:4: expected texts _id, title, text",
        "test.tsv:2: no document has the id 'd9'",
        "test.tsv:2: no query has the id 'q9'",
        "test.tsv:3: expected query-id, corpus-id and a whole number, parted by tabs",
    ]


def test_a_beir_folder_without_judgements_is_a_fault(tmp_path: Path) -> None:
    write_beir(BeirFolder(DATA.corpus, DATA.queries, {}), tmp_path)
    with pytest.raises(InputError, match=r"qrels: no .tsv file"):
        read_beir(tmp_path)


def test_an_id_that_beir_cannot_carry_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds a tab or line break"):
        write_beir(BeirFolder({"a\tb": ("", "")}, {}, {}), tmp_path)
