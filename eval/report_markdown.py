"""The report of an evaluation as Markdown, short enough for a pull request.

Every text that questions and glossaries hold stands in a code span: there it can name no one,
close nothing and load nothing.
"""

import re
from collections.abc import Container, Iterable, Sequence

from .catalogue import EVERYTHING, METRICS
from .findings import OUTCOMES, Finding, findings
from .report_comparison import pairs, summary
from .report_tables import NEAR, invariants_of
from .results import Compared, Evaluation, RunResult
from .statistics import Interval
from .wording import counted, difference, ends, figure, p_value, percent, verdict

__all__ = ["code", "compared_markdown", "report_markdown"]

#: Control characters, and those that turn the direction of the text around them.
_STEERING = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_COLUMNS = ("right", "coverage", "risk", "false_answers", "false_refusals", "success_1")


def report_markdown(evaluation: Evaluation, max_failures: int = 20) -> str:
    """Return the report's Markdown: headline, runs, slices, comparisons, worst failures.

    Args:
        evaluation: the first run is reported.
        max_failures: how many failures are shown; the rest are counted.
    """
    run = evaluation.runs[0]
    found = findings(evaluation, run)
    parts = [
        f"## Evaluation of {code(run.name)}",
        _headline(run),
        _counts(found, run),
        "### Runs",
        _runs(evaluation),
        "### Slices",
        _slices(evaluation, run),
        "### Compared" if evaluation.comparisons else "",
        compared_markdown(
            evaluation.comparisons, [one.name for one in evaluation.runs if one.kind == "baseline"]
        ),
        *_failures(found, max_failures),
        _provenance(evaluation),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def code(text: str) -> str:
    """Put a text into a code span, on one line, so that nothing in it is markup."""
    plain = _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    plain = re.sub(r"\s+", " ", plain).strip() or " "
    longest = max(map(len, re.findall("`+", plain)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {plain} {fence}" if longest else f"`{plain}`"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    aligned = ["---", *["---:"] * (len(heads) - 1)]
    lines = [heads, aligned, *rows]
    # in a table a bar parts cells even inside a code span
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    )


def _headline(run: RunResult) -> str:
    coverage = run.measure(EVERYTHING, "coverage_risk_1")
    near = run.measure(NEAR, "false_answers")
    lines = [
        f"- **Coverage at ≤ 1 % risk: {_percent(coverage)}**",
        f"- **False answers on near misses: {_percent(near)}**",
    ]
    for metric, one in invariants_of(run):
        hits = f"{metric.title}: {round(one.value * one.n):,} of {one.n:,}"
        lines.append(f"- {hits}" if one.value == 1 else f"- **{hits}, a fault: it must be all**")
    return "\n".join(lines)


def _percent(interval: Interval | None) -> str:
    if interval is None:
        return "not measured"
    low, high = percent(interval.low), percent(interval.high)
    return f"{percent(interval.value)} ({low} to {high}, n = {interval.n:,})"


def _counts(found: Sequence[Finding], run: RunResult) -> str:
    asked = counted(len(run.rows), "question")
    if run.attack_rows:
        asked += f" and {counted(len(run.attack_rows), 'attack')}"
    counts = {outcome: sum(one.outcome is outcome for one in found) for outcome in OUTCOMES}
    told = [f"{outcome.title.lower()} {n:,}" for outcome, n in counts.items() if n]
    return f"Of {asked}: {', '.join(told)}." if told else f"No failures in {asked}."


def _cell(interval: Interval | None, metric: str) -> str:
    if interval is None:
        return "–"
    unit = METRICS[metric].unit
    return f"{figure(interval.value, unit)} {ends(interval, unit)} n={interval.n:,}".replace(
        "  ", " "
    )


def _runs(evaluation: Evaluation) -> str:
    names = ("coverage_risk_1", *_COLUMNS)
    return _table(
        ("run", *(METRICS[name].title for name in names)),
        (
            (code(run.name), *(_cell(run.measure(EVERYTHING, name), name) for name in names))
            for run in evaluation.runs
        ),
    )


def _slices(evaluation: Evaluation, run: RunResult) -> str:
    return _table(
        ("slice", "questions", *(METRICS[name].title for name in _COLUMNS)),
        (
            (
                code(slice_name),
                f"{n:,}",
                *(_cell(run.measure(slice_name, name), name) for name in _COLUMNS),
            )
            for slice_name, n in evaluation.slices
        ),
    )


def compared_markdown(comparisons: Sequence[Compared], brief: Container[str] = ()) -> str:
    """Return comparisons as Markdown: a line a pair of runs, then what is more than chance.

    Args:
        comparisons: of any pairs of runs.
        brief: names of runs for which the line is enough.
    """
    lines = [
        f"- {code(after)} against {code(before)}: {summary(compared)}"
        for (before, after), compared in pairs(comparisons).items()
    ]
    shown = [
        one
        for one in comparisons
        if verdict(one) != "no difference shown"
        and one.before not in brief
        and one.after not in brief
    ]
    if shown:
        heads = ("run", "against", "slice", "metric", "value", "against", "difference", "p (Holm)")
        table = _table((*heads, "n", "verdict"), map(_difference, shown))
        lines += ["", _folded(counted(len(shown), "difference"), table)]
    return "\n".join(lines)


def _difference(one: Compared) -> Sequence[str]:
    metric, found = METRICS[one.metric], one.comparison
    low, high = difference(found.low, metric.unit), difference(found.high, metric.unit)
    return (
        code(one.after),
        code(one.before),
        code(one.slice),
        metric.title,
        figure(one.after_value, metric.unit),
        figure(one.before_value, metric.unit),
        f"{difference(found.difference, metric.unit)} [{low}, {high}]",
        p_value(found.p_holm),
        f"{found.n:,}",
        verdict(one),
    )


def _failures(found: Sequence[Finding], max_failures: int) -> Iterable[str]:
    if not found:
        return
    lines = [_failure(one) for one in found[:max_failures]]
    if len(found) > max_failures:
        lines.append(f"- … and {len(found) - max_failures:,} more in `report.html`")
    yield _folded("The most harmful failures", "\n".join(lines))


def _failure(finding: Finding) -> str:
    question, answer = finding.question, finding.answer
    lines = [f"- **{finding.outcome.title}** {code(question.id)}: {code(question.question)}"]
    if answer is not None and answer.answered:
        sure = "" if answer.confidence is None else f" (confidence {figure(answer.confidence)})"
        quotes = [f"{code(cited.term)} {code(cited.quote)}" for cited in answer.citations]
        lines.append(f"  - answered{sure}: {'; '.join(quotes) or code(answer.text)}")
    if question.answerable:
        terms = " and ".join(" or ".join(map(code, names)) for names in question.gold_terms)
        quotes = [" or ".join(map(code, group)) for group in question.gold_quotes]
        lines.append(f"  - wanted: {terms}{': ' if quotes else ''}{'; '.join(quotes)}")
    return "\n".join(lines)


def _folded(title: str, text: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"


def _provenance(evaluation: Evaluation) -> str:
    origin = evaluation.provenance
    lines = [
        f"- Glossator {code(origin.version)}"
        + (f", commit {code(origin.commit)}" if origin.commit else ""),
        f"- seed {origin.seed}" + (f", split {code(origin.split)}" if origin.split else ""),
        *(
            f"- {code(one.name)}: {one.n:,} asked, sha256 `{one.sha256}`"
            for one in origin.questions
        ),
        f"- encoder {code(origin.encoder[0])}, sha256 {code(origin.encoder[1])}",
        "- " + ", ".join(code(f"{name}: {value}") for name, value in origin.index.items()),
        "- " + ", ".join(f"{name} {code(value)}" for name, value in origin.libraries.items()),
    ]
    return _folded("What the figures rest on", "\n".join(line for line in lines if line != "- "))
