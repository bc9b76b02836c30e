"""Figures of slices: which questions count, and what their mean is."""

from glossator.eval.grounding import Share
from glossator.eval.measuring import curves, measures, outcomes_of, slices_of
from glossator.eval.records import QuestionType
from glossator.eval.results import Measure, Row
from glossator.eval.scoring import Scored

from .small import ask, outcome

QUESTIONS = [
    ask("a", "Keel", type=QuestionType.TYPO, tags=("late",)),
    ask("b", "Keel", tags=("early", "late")),
    ask("c", "Boom"),
    ask("d"),
]


def find(found: tuple[Measure, ...], name: str, metric: str) -> tuple[float, int]:
    (one,) = [item.interval for item in found if (item.slice, item.metric) == (name, metric)]
    return one.value, one.n


def test_slices_are_all_then_types_then_tags() -> None:
    assert slices_of(QUESTIONS) == {
        "ALL": (0, 1, 2, 3),
        "define": (1, 2),
        "typo": (0,),
        "unanswerable-far": (3,),
        "#early": (1,),
        "#late": (0, 1),
    }
    assert slices_of([]) == {"ALL": ()}


def test_a_mean_is_over_the_questions_that_have_the_score() -> None:
    extra = Scored(Row("d", None, {"false_answers": 1.0}, ""), {}, True, False, False, 0.6)
    scored = [outcome("a", 0.9), outcome("b", 0.8, right=False), outcome("c", 0.7), extra]
    found = measures(QUESTIONS, scored, slices_of(QUESTIONS), 1)
    assert find(found, "ALL", "right") == (2 / 3, 3)
    assert find(found, "#late", "right") == (0.5, 2)
    assert find(found, "ALL", "false_answers") == (1.0, 1)
    assert find(found, "unanswerable-far", "false_answers") == (1.0, 1)
    assert not [one for one in found if one.slice == "typo" and one.metric == "false_answers"]


def test_citations_are_counted_one_by_one_not_answer_by_answer() -> None:
    def cites(name: str, hits: int, cases: int) -> Scored:
        row = Row(name, None, {"relevance": hits / cases}, "")
        return Scored(row, {"relevance": Share(hits, cases)}, True, False, True, 1.0)

    scored = [cites("a", 1, 1), cites("b", 0, 3), outcome("c", 0.1), outcome("d", 0.1)]
    found = measures(QUESTIONS, scored, slices_of(QUESTIONS), 1)
    assert find(found, "ALL", "relevance") == (0.25, 4)


def test_figures_over_the_confidence_need_twenty_questions() -> None:
    many = [ask(str(number), f"Term {number}") for number in range(30)]
    scored = [outcome(str(number), number / 30, right=number > 5) for number in range(30)]
    slices = slices_of(many)
    of_all = measures(many, scored, slices, 1, False)
    of_each = measures(many, scored, slices, 1, True)
    none = measures(many, scored, slices, 1, None)
    assert find(of_each, "define", "auroc") == (1.0, 30)
    assert [one.slice for one in of_all if one.metric == "auroc"] == ["ALL"]
    assert not [one for one in none if one.metric == "auroc"]
    few = measures(many[:19], scored[:19], slices_of(many[:19]), 1)
    assert not [one for one in few if one.metric == "auroc"]
    (curve, _), (diagram, _) = curves(many, scored, slices)
    assert curve.coverage[-1] == 1.0
    assert curve.risk[-1] == 0.2
    assert sum(one.n for one in diagram.bins) == 30


def test_outcomes_are_in_the_order_of_the_questions() -> None:
    scored = [
        outcome("a", 0.9),
        outcome("b", 0.2, answered=False),
        outcome("c", 0.5, right=False),
        outcome("d", 0.1, answered=False),
    ]
    found = outcomes_of(QUESTIONS, scored)
    assert found.answered.tolist() == [True, False, True, False]
    assert found.refused.tolist() == [False, True, False, True]
    assert found.right.tolist() == [True, False, False, False]
    assert found.answerable.tolist() == [True, True, True, False]
