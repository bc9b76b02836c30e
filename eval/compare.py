"""Two runs over the same questions: is the difference more than chance?"""

from collections.abc import Sequence
from statistics import fmean

from ..index.errors import InputError
from .configs import SYSTEM
from .matching import clusters_of
from .measuring import Slices, slices_of
from .records import Question
from .results import Compared, Evaluation, RunResult
from .statistics import Comparison, compare_paired, correct

__all__ = ["COMPARED", "compare_evaluations", "compare_runs", "main_run"]

#: What is compared: whether outcomes are right, what they are worth, what was found first, and
#: how much of the gold was quoted.
COMPARED = ("right", "crag", "success_1", "gold_quotes")


def compare_runs(
    questions: Sequence[Question],
    before: RunResult,
    after: RunResult,
    slices: Slices,
    seed: int,
    metrics: Sequence[str] = COMPARED,
) -> tuple[Compared, ...]:
    """Test the difference of two runs in each slice.

    Paired: a question counts where both runs have the score. ``p_holm`` is corrected over the
    slices of one metric (Holm 1979).

    Args:
        questions: in the order of both runs' rows.
        before: the first run.
        after: the second; a positive difference says that its mean is higher.
        slices: rows of each slice.
        seed: of tests and intervals.
        metrics: names of scores in the rows.
    """
    clusters = clusters_of(questions)
    found: list[Compared] = []
    for metric in metrics:
        pairs = {
            row: (first.scores[metric], second.scores[metric])
            for row, (first, second) in enumerate(zip(before.rows, after.rows, strict=True))
            if metric in first.scores and metric in second.scores
        }
        tested: dict[str, Comparison] = {}
        means: dict[str, tuple[float, float]] = {}
        for name, rows in slices.items():
            chosen = [row for row in rows if row in pairs]
            if not chosen:
                continue
            ours, theirs = zip(*(pairs[row] for row in chosen), strict=True)
            labels = [clusters[row] for row in chosen]
            tested[name] = compare_paired(ours, theirs, labels, seed=seed)
            means[name] = fmean(ours), fmean(theirs)
        found.extend(
            Compared(before.name, after.name, name, metric, *means[name], comparison)
            for name, comparison in correct(tested).items()
        )
    return tuple(found)


def main_run(evaluation: Evaluation) -> RunResult:
    """Return the run that an evaluation is about: ``hybrid`` where there is one, else the first."""
    names = [run.name for run in evaluation.runs]
    return evaluation.runs[names.index(SYSTEM) if SYSTEM in names else 0]


def compare_evaluations(
    before: Evaluation,
    after: Evaluation,
    *,
    names: tuple[str, str] = ("before", "after"),
    seed: int,
    metrics: Sequence[str] = COMPARED,
) -> tuple[Compared, ...]:
    """Compare the main runs of two evaluations over the questions that both asked.

    Args:
        before: the first.
        after: the second.
        names: what to call them.
        seed: of tests and intervals.
        metrics: as in :func:`compare_runs`.

    Raises:
        InputError: if they have no question in common.
    """
    known = {question: row for row, question in enumerate(before.questions)}
    shared = [(known[one], row) for row, one in enumerate(after.questions) if one in known]
    if not shared:
        raise InputError(
            "the two evaluations asked no question in common; compare runs over the same files"
        )
    questions = [after.questions[row] for _, row in shared]
    first = _rows_of(main_run(before), names[0], [row for row, _ in shared])
    second = _rows_of(main_run(after), names[1], [row for _, row in shared])
    return compare_runs(questions, first, second, slices_of(questions), seed, metrics)


def _rows_of(run: RunResult, name: str, rows: Sequence[int]) -> RunResult:
    chosen = tuple(run.rows[row] for row in rows)
    return RunResult(name, run.kind, run.says, run.settings, chosen, ())
