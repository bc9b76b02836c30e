"""The gate stops what got worse and what broke, and nothing else."""

from dataclasses import replace

from glossator.eval.gate import broken_invariants, judge, slim
from glossator.eval.results import Evaluation, Measure, Row
from glossator.eval.results_file import from_json, to_json
from glossator.eval.statistics import Interval
from glossator.eval.summary import verdict_text

from .pairs import ASKED, BETTER, WORSE, evaluation

WHOLE = Interval(1.0, 0.9, 1.0, 24, 12, "exact")
KEPT = (
    Measure("ALL", "verbatim", WHOLE),
    Measure("ALL", "resolved", WHOLE),
    Measure("#attack", "safe", WHOLE),
)


def sound(right: list[float]) -> Evaluation:
    """Make an evaluation whose invariants hold."""
    made = evaluation("now", right)
    return replace(made, runs=(replace(made.runs[0], measures=KEPT),))


def test_an_equal_run_passes() -> None:
    verdict = judge(sound(BETTER), sound(BETTER), seed=1)
    assert verdict.passed
    assert (verdict.shared, verdict.new, verdict.gone) == (24, 0, 0)
    assert verdict_text(verdict) == "24 questions compared\npassed\n"


def test_a_better_run_passes() -> None:
    assert judge(sound(WORSE), sound(BETTER), seed=1).passed


def test_a_slice_that_got_significantly_worse_stops_it() -> None:
    verdict = judge(sound(BETTER), sound(WORSE), seed=1)
    assert not verdict.passed
    assert [one.slice for one in verdict.worse] == ["ALL", "define"]
    assert "worse: Right of define fell from 1.000 to 0.000 (n = 12, p = 0.001)" in verdict_text(
        verdict
    )


def test_one_question_that_turned_wrong_is_no_reason() -> None:
    one_less = [0.0, *BETTER[1:]]
    assert judge(sound(BETTER), sound(one_less), seed=1).passed


def test_a_broken_invariant_stops_it_and_names_the_questions() -> None:
    now = sound(BETTER)
    run = now.runs[0]
    rows = (Row(ASKED[0].id, None, {"right": 1.0, "verbatim": 0.5}, ""), *run.rows[1:])
    broken = Measure("ALL", "verbatim", replace(WHOLE, value=0.95))
    now = replace(now, runs=(replace(run, rows=rows, measures=(broken, *KEPT[1:])),))
    verdict = judge(sound(BETTER), now, seed=1)
    assert not verdict.passed
    assert verdict.broken == (f"verbatim: 0.9500 of 24; expected 1.0 ({ASKED[0].id})",)


def test_an_invariant_that_nobody_measured_does_not_hold() -> None:
    assert [line.split(":")[0] for line in broken_invariants(evaluation("now", BETTER))] == [
        "verbatim",
        "resolved",
        "safe",
    ]


def test_questions_that_came_and_went_are_said() -> None:
    old, new = sound(BETTER), sound(BETTER)
    new = replace(new, questions=(replace(ASKED[0], question="new"), *ASKED[1:]))
    verdict = judge(old, new, seed=1)
    assert (verdict.shared, verdict.new, verdict.gone) == (23, 1, 1)
    assert "23 questions compared, 1 new and 1 gone since the baseline" in verdict_text(verdict)


def test_a_baseline_keeps_the_scores_and_little_else() -> None:
    bare = slim(sound(BETTER))
    again = from_json(to_json(bare))
    assert judge(again, sound(BETTER), seed=1).passed
    assert not judge(again, sound(WORSE), seed=1).passed
    assert all(row.answer is None for row in bare.runs[0].rows)
