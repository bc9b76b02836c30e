"""Evaluations and comparisons as plain tables, for a terminal."""

from collections.abc import Iterable, Sequence

from .catalogue import ATTACK, EVERYTHING, METRICS
from .compare import main_run
from .gate import SIGNIFICANT, Verdict
from .results import Compared, Evaluation
from .statistics import Interval

__all__ = ["compared_text", "summary", "verdict_text"]

_RUNS = (
    "success_1",
    "recall_10",
    "right",
    "gold_quotes",
    "crag",
    "false_answers",
    "false_refusals",
    "coverage_risk_1",
)
_SLICES = ("success_1", "right", "false_answers", "false_refusals")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay rows out in columns: the first to the left, the others to the right."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )


def _figure(interval: Interval | None) -> str:
    return "–" if interval is None else f"{interval.value:.3f}"


def _ends(interval: Interval | None) -> str:
    if interval is None:
        return "–"
    return f"{interval.value:.3f} [{interval.low:.2f}, {interval.high:.2f}]"


def summary(evaluation: Evaluation) -> str:
    """Return the runs over all questions, then the main run slice by slice with 95 % intervals."""
    runs = table(
        ["run", *(METRICS[name].title for name in _RUNS)],
        (
            [run.name, *(_figure(run.measure(EVERYTHING, metric)) for metric in _RUNS)]
            for run in evaluation.runs
        ),
    )
    run = main_run(evaluation)
    slices = table(
        [run.name, "n", *(METRICS[name].title for name in _SLICES)],
        (
            [name, str(n), *(_ends(run.measure(name, metric)) for metric in _SLICES)]
            for name, n in evaluation.slices
        ),
    )
    kept = [
        f"{METRICS[metric].title} {_figure(run.measure(where, metric))}"
        for metric, where in (("verbatim", EVERYTHING), ("resolved", EVERYTHING), ("safe", ATTACK))
        if run.measure(where, metric) is not None
    ]
    return f"{runs}\n{slices}\n{' · '.join(kept)}\n"


def compared_text(comparisons: Sequence[Compared]) -> str:
    """Return comparisons as a table; ``*`` marks a difference at 5 % after Holm's correction."""
    if not comparisons:
        return "nothing to compare\n"
    first = comparisons[0]
    head = ["metric, slice", "n", first.before, first.after, "difference", "95 % interval", "p", ""]
    return table(
        head,
        (
            [
                f"{METRICS[one.metric].title}, {one.slice}",
                str(one.comparison.n),
                f"{one.before_value:.3f}",
                f"{one.after_value:.3f}",
                f"{one.comparison.difference:+.3f}",
                f"[{one.comparison.low:+.3f}, {one.comparison.high:+.3f}]",
                f"{one.comparison.p_holm:.3f}",
                "*" if one.comparison.p_holm < SIGNIFICANT else "",
            ]
            for one in comparisons
        ),
    )


def verdict_text(verdict: Verdict) -> str:
    """Return what the gate found."""
    lines = [f"{verdict.shared} questions compared"]
    if verdict.new or verdict.gone:
        lines[0] += f", {verdict.new} new and {verdict.gone} gone since the baseline"
    lines.extend(f"broken: {line}" for line in verdict.broken)
    lines.extend(
        f"worse: {METRICS[one.metric].title} of {one.slice} fell from {one.before_value:.3f} to "
        f"{one.after_value:.3f} (n = {one.comparison.n}, p = {one.comparison.p_holm:.3f})"
        for one in verdict.worse
    )
    lines.append("passed" if verdict.passed else "not passed")
    return "\n".join(lines) + "\n"
