"""Question files: what is read, and every fault named with file and line."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.eval.question_rows import parse_question, to_dict
from glossator.eval.questions import (
    check_gold,
    load_questions,
    read_questions,
    write_questions,
)
from glossator.eval.records import Question, QuestionType
from glossator.index.errors import InputError

ROW: dict[str, Any] = {
    "id": "q1",
    "type": "define",
    "question": "What is a keel?",
    "gold_terms": [["Keel", "Ship's keel"]],
    "gold_sources": ["ships.md"],
    "gold_quotes": ["the lowest beam of a ship"],
}


def written(folder: Path, *rows: object, name: str = "q.jsonl") -> Path:
    path = folder / name
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def complaints(path: Path) -> list[str]:
    return [str(fault).removeprefix(f"{path}:") for fault in read_questions(path)[1]]


def test_a_row_becomes_a_question_that_knows_its_line(tmp_path: Path) -> None:
    (question,) = load_questions([written(tmp_path, "", ROW)])
    assert question == Question(
        id="q1",
        type=QuestionType.DEFINE,
        question="What is a keel?",
        gold_terms=(("Keel", "Ship's keel"),),
        gold_sources=("ships.md",),
        gold_quotes=(("the lowest beam of a ship",),),
    )
    assert (question.path, question.line) == (str(tmp_path / "q.jsonl"), 2)


def test_nested_quotes_stay_groups_and_flat_terms_are_a_concept_each() -> None:
    row = {**ROW, "gold_terms": ["Keel", "Mast"], "gold_quotes": [["low", "lowest"], ["high"]]}
    question, faults = parse_question(row)
    assert faults == ()
    assert question.gold_terms == (("Keel",), ("Mast",))
    assert question.gold_quotes == (("low", "lowest"), ("high",))


def test_an_empty_question_is_one_to_be_refused() -> None:
    row = {"id": "e", "type": "unanswerable-far", "question": "", "answerable": False}
    question, faults = parse_question(row)
    assert (question.question, faults) == ("", ())


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"type": "riddle"}, "unknown type 'riddle'; known are define, typo"),
        ({"type": None}, "'type' is missing; expected a text"),
        ({"id": ""}, "'id' is \"\"; expected a text"),
        ({"id": 7}, "'id' is 7; expected a text"),
        ({"gold_term": [["Keel"]]}, "unknown field 'gold_term'"),
        ({"gold_terms": []}, "answerable without gold_terms"),
        ({"gold_terms": [[]]}, "'gold_terms' is [[]]; expected lists of texts"),
        ({"gold_quotes": [["a"], "b"]}, "'gold_quotes' is"),
        ({"history": "earlier"}, "'history' is \"earlier\"; expected a list of texts"),
        ({"answerable": "no"}, "'answerable' is \"no\"; expected true or false"),
        ({"answerable": False}, "unanswerable, but with gold"),
        ({"type": "unanswerable-near"}, "but answerable"),
    ],
)
def test_a_bad_field_is_named_with_file_and_line(
    tmp_path: Path, change: dict[str, Any], complaint: str
) -> None:
    (found,) = complaints(written(tmp_path, {**ROW, "id": "fine"}, {**ROW, **change}))
    assert found.startswith("2: ")
    assert complaint in found


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"id": "q2", ', "not JSON"),
        ('["q2"]', "found list, expected one JSON object a line"),
        ('{"id": "q2", "id": "q3"}', "the field 'id' stands twice"),
        ('{"id": NaN}', "NaN is no JSON value"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_broken_line_is_named_and_the_others_are_read(
    tmp_path: Path, line: str, complaint: str
) -> None:
    path = written(tmp_path, ROW, line, {**ROW, "id": "q9"})
    questions, faults = read_questions(path)
    assert [question.id for question in questions] == ["q1", "q9"]
    (fault,) = faults
    assert fault.line == 2
    assert complaint in fault.message


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(json.dumps(ROW).encode() + b"\n{\xff}\n")
    assert complaints(path) == ["2: byte 2 is not UTF-8; save the file as UTF-8"]


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    row = json.dumps({**ROW, "note": "one\u2028two"}, ensure_ascii=False)
    path.write_bytes(b"\xef\xbb\xbf" + row.encode() + b"\r\n")
    (question,) = load_questions([path])
    assert question.note == "one\u2028two"


def test_an_id_that_stands_twice_names_both_places(tmp_path: Path) -> None:
    one = written(tmp_path, ROW)
    two = written(tmp_path, {**ROW, "id": "q0"}, ROW, name="more.jsonl")
    with pytest.raises(
        InputError, match=r"more.jsonl:2: id 'q1' stands twice; first at .*q.jsonl:1"
    ):
        load_questions([one, two])


@pytest.mark.parametrize("name", ["q.jsonl", "q.csv"])
def test_an_empty_file_is_a_fault(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("\n \n", encoding="utf-8")
    with pytest.raises(InputError, match="the file is empty"):
        load_questions([path])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent.jsonl: can't be read"):
        load_questions([tmp_path / "absent.jsonl"])


def test_all_faults_of_all_files_come_in_one_error(tmp_path: Path) -> None:
    one = written(tmp_path, "{", *({"id": f"x{number}"} for number in range(30)))
    with pytest.raises(InputError, match=r"(?s)q.jsonl:1: not JSON.*:2: .*more faults"):
        load_questions([one])


def test_csv_gives_the_same_questions_as_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text(
        "id,type,question,gold_terms,gold_quotes,history,answerable\n"
        '1,compare,"keel, mast?","Keel | Ship\'s keel\nMast","[[""low""], [""high""]]",,\n'
        "\n"
        "2,followup,and that?,Keel,lowest beam,What is a keel?,true\n"
        "3,unanswerable-far,weather?,,,,no\n",
        encoding="utf-8",
    )
    one, two, three = load_questions([path])
    assert one.gold_terms == (("Keel", "Ship's keel"), ("Mast",))
    assert one.gold_quotes == (("low",), ("high",))
    assert (two.history, two.gold_quotes) == (("What is a keel?",), (("lowest beam",),))
    assert [one.line, two.line, three.line] == [2, 5, 6]
    assert [one.answerable, two.answerable, three.answerable] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("id,type\n1,define\n2,define,3\n", r"q.csv:3: not CSV"),
        ("id,type,id\n1,define,2\n", r"q.csv:1: columns id, type, id; .* none twice"),
        ('id,type\n1,"define\n', r"q.csv:2: not CSV"),
        ("id,type,question\n", r"q.csv: no questions"),
        ("id,type,question\n1,define,NA\n2,riddle,\n", r"(?s)q.csv:2: .*q.csv:3: .*'riddle'"),
        ('id,type,question,history\n1,define,x,"[""a"\n', r"q.csv:2: question '1': 'history'"),
    ],
)
def test_a_fault_of_a_csv_file_names_the_line(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "q.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        load_questions([path])


def test_a_csv_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_bytes(b"id,type\n1,define\n2,d\xe9fine\n")
    with pytest.raises(InputError, match=r"q.csv:3: not UTF-8"):
        load_questions([path])


def test_gold_that_the_glossary_does_not_hold_is_named(tmp_path: Path) -> None:
    row = {**ROW, "gold_terms": [["Keel", "Kel"], ["Rudder"]], "gold_quotes": [["low"], ["fast"]]}
    questions = load_questions([written(tmp_path, ROW | {"id": "q0"}, row)])
    faults = check_gold(
        questions,
        is_term={"Keel", "Mast"}.__contains__,
        stands_in=lambda quote, sources: (
            sources == ("ships.md",) and quote in "the lowest beam of a ship"
        ),
        sources=["ships.md"],
    )
    assert [(fault.line, fault.message.split(";")[0]) for fault in faults] == [
        (2, "question 'q1': gold term \"Rudder\" is no entry"),
        (2, "question 'q1': gold quote \"fast\" stands in none of its sources"),
    ]
    (fault,) = check_gold(questions[:1], lambda _: True, lambda *_: True, sources=["boats.md"])
    assert 'gold source "ships.md" is no document; known are boats.md' in fault.message


TEXTS = st.text(min_size=1).filter(str.strip)


@given(
    terms=st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=3),
    quotes=st.lists(st.lists(TEXTS, min_size=1, max_size=3), max_size=3),
    texts=st.lists(TEXTS, max_size=3),
    kind=st.sampled_from([kind for kind in QuestionType if not kind.startswith("un")]),
)
def test_what_is_written_is_read_back(
    terms: list[list[str]], quotes: list[list[str]], texts: list[str], kind: QuestionType
) -> None:
    question = Question(
        id=terms[0][0],
        type=kind,
        question="".join(texts),
        history=tuple(texts),
        gold_terms=tuple(map(tuple, terms)),
        gold_quotes=tuple(map(tuple, quotes)),
        tags=tuple(texts),
    )
    row = json.loads(json.dumps(to_dict(question), ensure_ascii=True))
    assert parse_question(row) == (question, ())


def test_a_written_file_is_read_back(tmp_path: Path) -> None:
    questions = load_questions([written(tmp_path, ROW, {**ROW, "id": "q2", "tags": ["feedback"]})])
    write_questions(questions, tmp_path / "again.jsonl")
    assert load_questions([tmp_path / "again.jsonl"]) == questions


@pytest.mark.shared
def test_the_development_questions_are_read_whole(shared: Path) -> None:
    questions = load_questions([shared / "dev-questions" / "questions_dev.jsonl"])
    assert len(questions) == 169
    assert sum(question.answerable for question in questions) == 143
