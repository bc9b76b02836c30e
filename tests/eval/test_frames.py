"""Data frames for those in a notebook."""

from glossator.eval.frames import to_frame
from glossator.eval.question_rows import to_dict
from glossator.eval.records import Question, QuestionType


def test_questions_become_a_frame_with_a_row_each() -> None:
    questions = [Question(name, QuestionType.DEFINE, f"{name}?") for name in ("keel", "mast")]
    frame = to_frame(map(to_dict, questions))
    assert frame["id"].tolist() == ["keel", "mast"]
    assert frame["type"].tolist() == ["define", "define"]
    assert frame["gold_terms"].tolist() == [[], []]
