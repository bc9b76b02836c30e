"""Feedback: what people say becomes questions that an evaluation reads."""

import json
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.eval.questions import check_gold, load_questions
from glossator.eval.records import QuestionType
from glossator.index.errors import InputError
from glossator.index.names import squash
from glossator.rag import Glossator
from glossator.ui.feedback import MAX_FILE_BYTES, Feedback, Verdict


@pytest.fixture(scope="module")
def own(own_index: Path) -> Iterator[Glossator]:
    with Glossator.open(own_index) as glossary:
        yield glossary


@pytest.fixture
def feedback(tmp_path: Path) -> Feedback:
    return Feedback(tmp_path / "feedback.jsonl")


def test_a_right_answer_becomes_a_question_with_the_cited_concepts(
    own: Glossator, feedback: Feedback
) -> None:
    assert feedback.note(own, "How do dropout and DropConnect differ?", [], Verdict.RIGHT)
    (question,) = load_questions([feedback.path])
    assert question.type is QuestionType.COMPARE
    assert [names[0] for names in question.gold_terms] == ["Dropout", "DropConnect"]
    assert question.answerable
    assert question.tags == ("feedback", "right")
    assert question.note == "answered from Dropout, DropConnect; said to be right"


def test_a_wrong_answer_with_the_entry_expected_becomes_a_question(
    own: Glossator, feedback: Feedback
) -> None:
    assert feedback.note(own, "what is dropout?", [], Verdict.WRONG, "drop connect")
    (question,) = load_questions([feedback.path])
    assert question.gold_terms[0][0] == "DropConnect"
    assert "said to be wrong" in question.note


def test_a_wrong_answer_without_one_is_left_for_a_person(
    own: Glossator, feedback: Feedback
) -> None:
    assert not feedback.note(own, "what is dropout?", [], Verdict.WRONG)
    assert not feedback.path.exists()
    with pytest.raises(InputError, match="without gold_terms"):
        load_questions([feedback.unfinished])
    row = json.loads(feedback.unfinished.read_text())
    row["gold_terms"] = ["DropConnect"]
    feedback.unfinished.write_text(json.dumps(row))
    assert load_questions([feedback.unfinished])[0].gold_terms == (("DropConnect",),)


def test_what_should_have_been_refused_has_no_answer(own: Glossator, feedback: Feedback) -> None:
    assert feedback.note(own, "what is dropout?", [], Verdict.REFUSE, "ignored")
    assert feedback.note(own, "who won the football match in 1966?", [], Verdict.RIGHT)
    near, far = load_questions([feedback.path])
    assert (near.type, near.answerable, near.gold_terms) == (
        QuestionType.UNANSWERABLE_NEAR,
        False,
        (),
    )
    assert far.type in (QuestionType.UNANSWERABLE_FAR, QuestionType.UNANSWERABLE_NEAR)
    assert far.note.startswith("refused: ")


def test_a_follow_up_keeps_its_history(own: Glossator, feedback: Feedback) -> None:
    feedback.note(own, "what is its purpose?", ["what is dropout?", " "], Verdict.RIGHT)
    (question,) = load_questions([feedback.path])
    assert question.type is QuestionType.FOLLOWUP
    assert question.history == ("what is dropout?",)


def test_the_gold_stands_in_the_glossary(own: Glossator, feedback: Feedback) -> None:
    for asked in ("what is an epoch?", "what is SGD?", "what is batch norm?"):
        feedback.note(own, asked, [], Verdict.RIGHT)
    named = own.index.lexicon.named
    faults = check_gold(
        load_questions([feedback.path]),
        lambda name: bool(named({squash(name)})),
        lambda quote, sources: False,
    )
    assert faults == ()


@pytest.mark.parametrize(
    ("question", "expected", "complaint"),
    [
        ("what is dropout?", "no such thing", "no entry is called 'no such thing'"),
        ("  ", "", "needs a question"),
        ("x" * 2001, "", "2,000 characters"),
    ],
)
def test_what_can_t_be_used_is_refused_and_not_written(
    own: Glossator, feedback: Feedback, question: str, expected: str, complaint: str
) -> None:
    with pytest.raises(InputError, match=complaint):
        feedback.note(own, question, [], Verdict.WRONG, expected)
    assert not feedback.path.exists()
    assert not feedback.unfinished.exists()


def test_many_at_once_write_whole_lines(own: Glossator, feedback: Feedback) -> None:
    other = Feedback(feedback.path)  # as a second server would
    feedback.path.write_text("")

    def say(to: Feedback) -> None:
        for _ in range(15):
            to.note(own, "what is dropout?", ["half \ud83d"], Verdict.RIGHT)

    threads = [threading.Thread(target=say, args=(to,)) for to in (feedback, other) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(load_questions([feedback.path])) == 60


def test_a_line_without_its_end_is_ended_first(own: Glossator, feedback: Feedback) -> None:
    feedback.note(own, "what is dropout?", [], Verdict.RIGHT)
    feedback.path.write_text(feedback.path.read_text().rstrip("\n"))
    feedback.note(own, "what is dropout?", [], Verdict.REFUSE)
    assert len(load_questions([feedback.path])) == 2
    assert stat.filemode(feedback.path.stat().st_mode) == "-rw-------"


def test_a_full_file_takes_no_more(own: Glossator, feedback: Feedback) -> None:
    with feedback.path.open("wb") as file:
        os.truncate(file.fileno(), MAX_FILE_BYTES + 1)
    with pytest.raises(InputError, match="the file is full"):
        feedback.note(own, "what is dropout?", [], Verdict.RIGHT)


@pytest.mark.parametrize("name", ["x.csv", "missing/x.jsonl", "folder"])
def test_a_file_that_can_t_be_written_is_refused_at_once(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=r"Expected|--feedback"):
        Feedback(tmp_path / name)
