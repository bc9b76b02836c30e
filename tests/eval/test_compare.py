"""Two runs compared, by hand, and the table of it held against a golden file."""

from dataclasses import replace

import pytest

from glossator.eval.compare import compare_evaluations, compare_runs
from glossator.eval.measuring import slices_of
from glossator.eval.summary import compared_text
from glossator.rag import InputError
from tests.ui.program import check_golden

from .pairs import ASKED, BETTER, WORSE, evaluation, run


def test_a_slice_that_changed_for_all_entries_is_significant_and_others_are_not() -> None:
    found = {
        one.slice: one
        for one in compare_runs(
            ASKED, run("a", WORSE), run("b", BETTER), slices_of(ASKED), 1, ["right"]
        )
    }
    assert list(found) == ["ALL", "define", "typo"]
    # all 12 entries changed the one way: 2 of the 2^12 exchanges are as far out
    assert found["define"].comparison.p == pytest.approx(2 / 2**12)
    assert found["define"].comparison.p_holm == pytest.approx(3 * 2 / 2**12)
    assert found["define"].comparison.difference == 1.0
    assert (found["define"].before_value, found["define"].after_value) == (0.0, 1.0)
    assert found["typo"].comparison.p_holm == 1.0
    assert found["ALL"].comparison.difference == 0.5


def test_a_question_that_only_one_run_scored_does_not_count() -> None:
    partial = run("b", BETTER)
    rows = (replace(partial.rows[0], scores={}), *partial.rows[1:])
    found = compare_runs(
        ASKED,
        run("a", WORSE),
        replace(partial, rows=rows),
        slices_of(ASKED),
        1,
        ["right"],
    )
    assert [one.comparison.n for one in found] == [23, 11, 12]


def test_evaluations_are_compared_over_the_questions_they_share() -> None:
    before, after = evaluation("x", WORSE), evaluation("y", BETTER)
    changed = replace(ASKED[0], question="what else?")
    after = replace(after, questions=(changed, *ASKED[1:]))
    found = compare_evaluations(before, after, seed=1, metrics=["right"])
    assert {one.before for one in found} == {"before"}
    assert next(one for one in found if one.slice == "ALL").comparison.n == 23


def test_evaluations_of_other_questions_cannot_be_compared() -> None:
    other = replace(evaluation("y", BETTER), questions=tuple(replace(q, id="x") for q in ASKED))
    with pytest.raises(InputError, match="no question in common"):
        compare_evaluations(evaluation("x", WORSE), other, seed=1)


def test_the_table_of_a_comparison() -> None:
    found = compare_evaluations(
        evaluation("x", WORSE), evaluation("y", BETTER), seed=1, metrics=["right"]
    )
    check_golden("compare.txt", compared_text(found))


def test_nothing_to_compare_is_said() -> None:
    assert compared_text([]) == "nothing to compare\n"
