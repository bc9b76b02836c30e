"""Written questions: sentences named by digests, held against their glossaries."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.eval.tuning.written import Shelf, digest, load_written
from glossator.rag import InputError

from .rivers import passage, question, shelf_of, written, written_lines


@given(st.text())
def test_a_digest_sees_letters_and_digits_alone(text: str) -> None:
    assert digest(text) == digest(f" *{text}* …") == digest(text.replace(" ", "\n"))
    assert digest(text) != digest(text + "x")
    assert len(digest(text)) == 12


def test_a_digest_does_not_see_case() -> None:
    assert digest("A low WALL.") == digest("a low wall")


def test_a_shelf_holds_each_sentence_headed_by_its_term(rivers: Shelf) -> None:
    found = [one for one in rivers.passages if one.term == "Weir"]
    assert [one.sentence for one in found] == [
        "A low wall across a river.",
        "It raises the water above it.",
    ]
    assert [one.text for one in found] == [f"Weir — {one.sentence}" for one in found]
    assert len({one.concept for one in found}) == 1
    assert found[0].concept.startswith("rivers/")


def test_a_passage_is_found_by_its_term_in_any_spelling_and_its_sentence(rivers: Shelf) -> None:
    weir = passage(rivers, "Weir")
    assert rivers.find("weirs", digest("a low wall across a river")) == weir
    assert rivers.find("Lock", weir.digest) is None
    assert rivers.find("Weir", digest("A low wall.")) is None
    assert rivers.concept_of("WEIR") == weir.concept != rivers.concept_of("Lock")
    assert rivers.concept_of("Culvert") == ""


def test_questions_are_read_as_they_were_written(rivers: Shelf, tmp_path: Path) -> None:
    odd = question("reverse", "a wall\u2028in a river", "Weir")
    path = written_lines(tmp_path / "questions.jsonl", (*written(), odd))
    assert load_written([path], {"rivers": rivers}) == [*written(), odd]


def test_a_sentence_that_is_not_there_is_named_with_its_line(rivers: Shelf, tmp_path: Path) -> None:
    bad = {
        "glossary": "rivers",
        "kind": "fact",
        "question": "?",
        "gold": [["Weir", digest("A tall wall.")]],
    }
    path = written_lines(tmp_path / "q.jsonl", written()[:2])
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(bad) + "\n")
    with pytest.raises(InputError, match=r"q\.jsonl:3: no sentence \w{12} in 'Weir' of rivers"):
        load_written([path], {"rivers": rivers})


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "3",
        '{"glossary": "rivers", "kind": "fact", "question": "?"}',
        '{"glossary": "rivers", "kind": "fact", "question": "?", "gold": ["Weir"]}',
        '{"glossary": "rivers", "kind": "fact", "question": "?", "gold": null}',
    ],
)
def test_a_damaged_row_says_what_was_expected(line: str, rivers: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"q\.jsonl:1: .*expected an object with glossary, kind"):
        load_written([path], {"rivers": rivers})


def test_a_glossary_or_kind_that_nobody_knows_is_refused(rivers: Shelf, tmp_path: Path) -> None:
    path = written_lines(tmp_path / "q.jsonl", [question("far", "?", "", "lakes")])
    with pytest.raises(InputError, match=r"q\.jsonl:1: no glossary is called 'lakes'"):
        load_written([path], {"rivers": rivers})
    path = written_lines(tmp_path / "q.jsonl", [question("riddle", "?", "")])
    with pytest.raises(InputError, match=r"q\.jsonl:1: kind 'riddle'; expected one of .*reverse"):
        load_written([path], {"rivers": rivers})


def test_a_term_that_is_no_entry_is_refused_also_where_no_sentence_is_meant(
    rivers: Shelf, tmp_path: Path
) -> None:
    path = written_lines(tmp_path / "q.jsonl", [question("nofact", "how wide?", "Culvert")])
    with pytest.raises(InputError, match=r"q\.jsonl:1: no entry 'Culvert' in rivers"):
        load_written([path], {"rivers": rivers})


def test_two_shelves_never_share_a_concept(rivers: Shelf, tmp_path: Path) -> None:
    other = shelf_of("brooks", tmp_path)
    ours = {one.concept for one in rivers.passages}
    assert ours.isdisjoint(one.concept for one in other.passages)
