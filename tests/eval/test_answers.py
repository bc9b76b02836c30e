"""Answers of any system: little is needed, and what is there must be readable."""

import json
from pathlib import Path
from typing import Any

import pytest

from glossator.eval.answers import load_answers, parse_answer
from glossator.eval.records import Cited, GivenAnswer
from glossator.index.errors import InputError


def test_the_least_an_answer_can_be() -> None:
    assert parse_answer({"id": "q1", "answered": False}) == GivenAnswer("q1", False, "")


def test_citations_without_marks_are_numbered_in_their_order() -> None:
    answer = parse_answer(
        {
            "id": "q1",
            "answered": True,
            "text": "low",
            "confidence": 1,
            "citations": [{"term": "Keel", "source": "ships.md", "quote": "low"}, {"n": 7}],
            "ranked": [["Keel", "ships.md"], ["Mast"], "Rudder"],
            "elapsed_ms": 3.1,
        }
    )
    assert answer.citations == (Cited(1, "Keel", "ships.md", "low"), Cited(7, "", "", ""))
    assert answer.ranked == (("Keel", "ships.md"), ("Mast", ""), ("Rudder", ""))
    assert answer.confidence == 1.0


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"id": 3}, "'id' is 3; expected a text"),
        ({"answered": "yes"}, "'answered' is \"yes\"; expected true or false"),
        ({"confidence": 1.2}, "'confidence' is 1.2; expected a number in [0, 1]"),
        ({"confidence": True}, "'confidence' is true"),
        ({"citations": {}}, "'citations' is {}; expected a list"),
        ({"citations": ["Keel"]}, 'citation 1 is "Keel"; expected an object'),
        ({"citations": [{"start": "3"}]}, "'start' of citation 1 is \"3\""),
        ({"ranked": [3]}, "'ranked' holds 3; expected [term, source]"),
    ],
)
def test_what_cannot_be_read_is_named_with_file_and_line(
    tmp_path: Path, change: dict[str, Any], complaint: str
) -> None:
    path = tmp_path / "a.jsonl"
    row = {"id": "q1", "answered": True, "text": "x"}
    path.write_text(json.dumps({**row, "id": "q0"}) + "\n" + json.dumps({**row, **change}) + "\n")
    with pytest.raises(InputError) as error:
        load_answers(path)
    assert str(error.value).startswith(f"{path}:2: ")
    assert complaint in str(error.value)


def test_two_answers_to_one_question_are_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "q1", "answered": false}\n' * 2)
    with pytest.raises(InputError, match=r"a.jsonl:2: id 'q1' stands twice"):
        load_answers(path)
