"""Two runs over the same 24 questions, for tests that compare."""

from dataclasses import replace

from glossator.eval.records import QuestionType
from glossator.eval.results import Evaluation, Provenance, Row, RunResult

from .small import ask

_TERMS = [f"Term {number}" for number in range(12)]
#: Two questions each about twelve entries.
ASKED = tuple(
    replace(ask(f"what is {term}?", term, type=kind), id=f"{kind}-{term}")
    for term in _TERMS
    for kind in (QuestionType.DEFINE, QuestionType.TYPO)
)
WORSE = [0.0] * 24
BETTER = [1.0, 0.0] * 12  # every definition right, no typing error


def run(name: str, right: list[float]) -> RunResult:
    """Make a run of the scores of all questions."""
    rows = tuple(
        Row(question.id, None, {"right": value}, "")
        for question, value in zip(ASKED, right, strict=True)
    )
    return RunResult(name, "system", "", {}, rows, ())


def evaluation(name: str, right: list[float]) -> Evaluation:
    """Make an evaluation of one such run."""
    origin = Provenance("1", "", 1, (), "", {}, ("", ""), {})
    return Evaluation(origin, ASKED, (("ALL", len(ASKED)),), (run(name, right),))
