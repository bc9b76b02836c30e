from dataclasses import replace

from glossator.eval.findings import OUTCOMES, Clue, Finding, findings, outcome_of
from glossator.eval.results import Failure
from tests.eval.report_case import CASE, ROWS


def found() -> dict[str, Finding]:
    return {one.question.id: one for one in findings(CASE, CASE.runs[0])}


def test_the_most_harmful_stand_first_and_among_equals_the_surest() -> None:
    assert list(found()) == ["a2", "q5", "q3", "q2", "q6", "q7", "q8", "q9"]


def test_every_failure_is_an_outcome_and_a_wrong_citation_is_the_least() -> None:
    assert [one.key for one in OUTCOMES] == [*(one.value for one in Failure), "wrong-citation"]


def test_a_right_answer_with_an_irrelevant_citation_is_found() -> None:
    outcomes = [outcome_of(row) for row in ROWS]
    assert outcomes[0] is None
    assert outcomes[8] is not None
    assert outcomes[8].key == "wrong-citation"


def test_clues_say_where_the_gold_stood_and_how_the_cited_entry_was_found() -> None:
    assert found()["q2"].clues == (
        Clue("Halyard", "stands 2nd of what was found"),
        Clue("Sheet", "found by meaning; 1st by dense"),
    )
    port, starboard, share = found()["q6"].clues
    assert port == Clue("Port", "stands 1st of what was found")
    assert starboard.says == "is not among the 1\u00a0entry that was found"
    assert share == Clue("", "50% of the passages that it needs are quoted")


def test_other_runs_that_answer_anything_are_named_by_how_they_fared() -> None:
    assert found()["q3"].others == (("right", ("names",)),)
    assert found()["q2"].others == (("false refusal", ("names",)),)


def test_slices_are_the_type_and_the_tags() -> None:
    assert found()["q2"].slices == ("reverse", "#low-overlap")


def test_a_run_without_failures_has_no_findings() -> None:
    right = replace(CASE.runs[0], rows=ROWS[:1], attack_rows=())
    assert findings(CASE, right) == ()
