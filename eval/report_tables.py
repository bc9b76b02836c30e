"""The figures of a report page: headline, runs side by side, tables by slice."""

import math
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from .catalogue import ATTACK, EVERYTHING, INVARIANTS, METRICS, Better, Metric
from .markup import Child, element
from .records import QuestionType
from .results import Evaluation, RunResult
from .statistics import Interval
from .wording import counted, ends, figure, method_mark, percent

__all__ = [
    "NEAR",
    "TABLES",
    "headline",
    "invariants_of",
    "runs_table",
    "scrolling",
    "slice_tables",
]

NEAR = QuestionType.UNANSWERABLE_NEAR.value

#: The tables by slice: a title, and the metrics that are its columns.
TABLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Outcomes",
        ("right", "coverage", "risk", "false_answers", "false_refusals", "no_answer"),
    ),
    ("Ranking", ("success_1", "recall_5", "recall_10", "rr_10", "ndcg_10")),
    (
        "What is answered",
        ("entry_accuracy", "all_cited", "gold_quotes", "crag", "answer_chars"),
    ),
    ("Words, as in SQuAD 2.0", ("exact_match", "token_f1", "has_answer_f1")),
    (
        "Citations",
        ("verbatim", "resolved", "citation_recall", "citation_precision", "relevance"),
    ),
    (
        "Confidence",
        ("coverage_risk_1", "coverage_risk_5", "aurc", "excess_aurc", "auroc", "ece", "brier"),
    ),
    (
        "Robustness",
        ("flips_typo", "flips_paraphrase", "flips_case", "flips_unicode", "safe"),
    ),
)
#: The runs side by side: ``(slice, metric)``.
_SIDE_BY_SIDE = (
    (EVERYTHING, "coverage_risk_1"),
    (NEAR, "false_answers"),
    (EVERYTHING, "right"),
    (EVERYTHING, "coverage"),
    (EVERYTHING, "risk"),
    (EVERYTHING, "success_1"),
    (EVERYTHING, "crag"),
)


def invariants_of(run: RunResult) -> tuple[tuple[Metric, Interval], ...]:
    """Return the figures that are 1.0 or a fault: over all questions, or over attacks."""
    return tuple(
        (METRICS[name], found)
        for name in INVARIANTS
        if (found := run.measure(EVERYTHING, name) or run.measure(ATTACK, name)) is not None
    )


def headline(run: RunResult) -> Element:
    """Show the two figures that matter, and those that must be 1.0."""
    coverage = run.measure(EVERYTHING, "coverage_risk_1")
    near = run.measure(NEAR, "false_answers")
    cards = [
        _card(
            "Coverage at ≤ 1\u00a0% risk",
            coverage,
            "of all questions can be answered, the surest first, with at most one answer in a "
            "hundred wrong.",
        ),
        _card(
            "False answers on near misses",
            near,
            "of the questions that only look answerable got an answer all the same.",
            counts=True,
        ),
    ]
    invariants = [element("li", _invariant(*one)) for one in invariants_of(run)]
    return element(
        "div",
        element("div", cards, class_="cards"),
        element("ul", invariants, class_="plain") if invariants else None,
    )


def _card(title: str, interval: Interval | None, says: str, *, counts: bool = False) -> Element:
    if interval is None or math.isnan(interval.value):
        return element(
            "div",
            element("h3", title),
            element("p", "not measured", class_="big"),
            element("p", "These questions, or this run, have nothing to measure it on."),
        )
    sure = f"95\u00a0% interval {percent(interval.low)} to {percent(interval.high)}, "
    hits = f"{round(interval.value * interval.n):,}\u00a0of\u00a0" if counts else "n\u00a0=\u00a0"
    return element(
        "div",
        element("h3", title),
        element("p", percent(interval.value), class_="big"),
        element("p", says),
        element("p", sure, f"{hits}{interval.n:,}.", class_="soft"),
    )


def _invariant(metric: Metric, interval: Interval) -> list[Child]:
    hits = f"{metric.title}: {round(interval.value * interval.n):,} of {interval.n:,}"
    told: Child = f"{hits}, as it must be. "
    if interval.value != 1:
        told = element("strong", f"{hits}, a fault: it must be all. ")
    return [told, element("small", metric.says)]


def scrolling(table: Element, name: str) -> Element:
    """Let a wide table scroll by itself, by keyboard too; its caption gets the id and names it."""
    caption = table.find("caption")
    if caption is not None:
        caption.set("id", name)
    return element("div", table, class_="scroll", role="region", tabindex=0, aria_labelledby=name)


def runs_table(evaluation: Evaluation) -> Element:
    """Set the runs side by side over all questions."""
    columns = [
        (where, METRICS[name], where == NEAR)
        for where, name in _SIDE_BY_SIDE
        if any(run.measure(where, name) for run in evaluation.runs)
    ]
    asked = len(evaluation.questions)
    heads = [_head(metric, ", near misses" if near else "") for _, metric, near in columns]
    rows = [
        element(
            "tr",
            element("th", run.name, element("small", run.says), scope="row"),
            (_cell(run.measure(where, metric.name), metric, asked) for where, metric, _ in columns),
        )
        for run in evaluation.runs
    ]
    caption = f"All runs, {counted(asked, 'question')}"
    return scrolling(_table(caption, "Run", heads, rows), "runs-table")


def slice_tables(evaluation: Evaluation, run: RunResult) -> Iterable[Element]:
    """Yield a run's tables, a slice a row; columns and slices without any figure are left out."""
    for number, (title, names) in enumerate(TABLES):
        shown = [METRICS[name] for name in names if run.measure(EVERYTHING, name)]
        rows = []
        for slice_name, n in evaluation.slices:
            found = [run.measure(slice_name, metric.name) for metric in shown]
            if any(found):
                label = "All questions" if slice_name == EVERYTHING else slice_name
                head = element("th", label, element("small", counted(n, "question")), scope="row")
                cells = [_cell(one, metric, n) for one, metric in zip(found, shown, strict=True)]
                rows.append(element("tr", head, cells))
        if shown and rows:
            heads = [_head(metric) for metric in shown]
            yield scrolling(_table(title, "Slice", heads, rows), f"slices-{number}")
            yield _glossed(shown)


def _table(caption: str, first: str, heads: Sequence[Element], rows: Sequence[Element]) -> Element:
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", element("th", first, scope="col"), heads)),
        element("tbody", rows),
    )


_BETTER = {Better.LOWER: "lower is better", Better.NEITHER: "neither is better"}


def _head(metric: Metric, where: str = "") -> Element:
    way = _BETTER.get(metric.better)
    small = element("small", way) if way else None
    title = metric.title.replace(" %", "\u00a0%")
    return element("th", title + where, small, scope="col")


def _cell(interval: Interval | None, metric: Metric, asked: int) -> Element:
    """Write a figure with its interval; with its n where that is not the number asked."""
    if interval is None:
        return element("td", "–")
    mark = method_mark(interval)
    return element(
        "td",
        figure(interval.value, metric.unit),
        element("small", ends(interval, metric.unit), element("i", mark) if mark else None),
        element("small", f"n\u00a0=\u00a0{interval.n:,}") if interval.n != asked else None,
    )


def _glossed(metrics: Sequence[Metric]) -> Element:
    terms = ((element("dt", one.title), element("dd", one.says)) for one in metrics)
    listed = [item for pair in terms for item in pair]
    summary = element("summary", "What these figures say")
    return element("details", summary, element("dl", listed), class_="says")
