"""Whether a release may go out: nothing significantly worse than before, no invariant broken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .catalogue import ATTACK, EVERYTHING, INVARIANTS
from .compare import compare_evaluations, main_run
from .results import Compared, Evaluation

__all__ = ["GATED", "Verdict", "broken_invariants", "judge", "slim"]

#: What may not get worse in any slice.
GATED = ("right", "success_1")
#: Below this ``p_holm`` a difference counts as one.
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found.

    Attributes:
        compared: every comparison that was made.
        worse: those that are significantly worse.
        broken: a line for each invariant that is not 1.0, with what broke it.
        shared: how many questions both evaluations asked.
        new: questions that only the new one asked.
        gone: questions that only the baseline asked.
    """

    compared: tuple[Compared, ...]
    worse: tuple[Compared, ...]
    broken: tuple[str, ...]
    shared: int
    new: int
    gone: int

    @property
    def passed(self) -> bool:
        """Whether the release may go out."""
        return not self.worse and not self.broken


def judge(baseline: Evaluation, current: Evaluation, *, seed: int) -> Verdict:
    """Hold an evaluation against an earlier one.

    A slice is worse where its mean fell and the paired permutation test says so at 5 %,
    corrected over the slices of its metric. An invariant needs no test: one fault is too many.

    Raises:
        InputError: if the two have no question in common.
    """
    names = ("baseline", "now")
    compared = compare_evaluations(baseline, current, names=names, seed=seed, metrics=GATED)
    worse = tuple(
        one
        for one in compared
        if one.comparison.difference < 0 and one.comparison.p_holm < SIGNIFICANT
    )
    before, after = set(baseline.questions), set(current.questions)
    counts = len(before & after), len(after - before), len(before - after)
    return Verdict(compared, worse, broken_invariants(current), *counts)


def broken_invariants(evaluation: Evaluation) -> tuple[str, ...]:
    """Return a line for each invariant that the main run breaks; one never measured is broken."""
    run = main_run(evaluation)
    lines = []
    for metric in INVARIANTS:
        slice_name = ATTACK if metric == "safe" else EVERYTHING
        interval = run.measure(slice_name, metric)
        if interval is None:
            lines.append(f"{metric}: not measured; expected 1.0")
        elif interval.value < 1.0:
            rows: Sequence[str] = [
                row.id for row in (*run.rows, *run.attack_rows) if row.scores.get(metric, 1.0) < 1.0
            ]
            named = ", ".join(rows[:10]) + (" …" if len(rows) > 10 else "")
            lines.append(f"{metric}: {interval.value:.4f} of {interval.n}; expected 1.0 ({named})")
    return tuple(lines)


def slim(evaluation: Evaluation) -> Evaluation:
    """Return what a baseline needs: the main run's scores, without answers, curves, other runs."""
    run = main_run(evaluation)
    rows = tuple(replace(row, answer=None) for row in run.rows)
    bare = replace(run, rows=rows, curves=(), reliability=(), attack_rows=())
    return replace(evaluation, runs=(bare,), comparisons=(), attacks=())
