"""The plots of a report page, with what they show in words and as tables."""

import math
from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from xml.etree.ElementTree import Element

from .catalogue import EVERYTHING
from .markup import element
from .plots import Line, plot_reliability, plot_risk_coverage, risk_at
from .report_tables import scrolling
from .results import Evaluation, RunResult
from .selective import Bin
from .wording import figure, percent

__all__ = ["plot_figures"]

_STEPS = tuple(step / 10 for step in range(1, 11))


def plot_figures(evaluation: Evaluation, run: RunResult) -> Iterator[Element]:
    """Yield the plots of a run over all questions, where it has them."""
    lines = _lines((run, *(one for one in evaluation.runs if one is not run)))
    if lines:
        yield _risk_coverage(lines, run)
    for reliability in run.reliability:
        if reliability.slice == EVERYTHING and reliability.bins:
            yield _reliability(reliability.bins, run)


def _lines(runs: Sequence[RunResult]) -> dict[str, Line]:
    """Return the curves by the names of their runs, each with a letter of its own."""
    curves = {
        run.name: curve
        for run in runs
        for curve in run.curves
        if curve.slice == EVERYTHING and curve.coverage
    }
    return {
        name: Line(letter, curve.coverage, curve.risk)
        for letter, (name, curve) in zip(ascii_lowercase, curves.items(), strict=False)
    }


def _risk_coverage(lines: dict[str, Line], run: RunResult) -> Element:
    reached = run.measure(EVERYTHING, "coverage_risk_1")
    mark = None
    says = [
        f"{name} answers at most {percent(line.coverage[-1])} of all questions, "
        f"{percent(line.risk[-1])} of those answers are wrong."
        for name, line in lines.items()
    ]
    if reached is not None and reached.value > 0 and run.name in lines:
        mark = (reached.value, risk_at(lines[run.name], reached.value))
        says.insert(0, f"{run.name} answers {percent(reached.value)} at a risk of at most 1 %.")
    legend = [
        element(
            "li",
            element("b", line.letter),
            f" {name}: {percent(line.risk[-1])} wrong at {percent(line.coverage[-1])} coverage",
        )
        for name, line in lines.items()
    ]
    rows = [
        element(
            "tr",
            element("th", percent(step), scope="row"),
            (element("td", _risk(risk_at(line, step))) for line in lines.values()),
        )
        for step in _STEPS
    ]
    heads = [element("th", name, scope="col") for name in lines]
    return element(
        "figure",
        element("h3", "Risk over coverage"),
        plot_risk_coverage(tuple(lines.values()), " ".join(says), mark),
        element(
            "figcaption",
            "The surest questions are answered first; the further a line gets before it rises, "
            "the better. The scale of the risk is a square root, so that small risks can be told "
            "apart. A dot marks the coverage at 1\u00a0% risk."
            if mark
            else "",
        ),
        element("ul", legend, class_="legend"),
        _data("Risk at each coverage", "Coverage", heads, rows, "risk-table"),
    )


def _risk(value: float) -> str:
    return "not answered" if math.isnan(value) else figure(value)


def _reliability(bins: Sequence[Bin], run: RunResult) -> Element:
    error = run.measure(EVERYTHING, "ece")
    lead = "" if error is None else f"The mean distance from the line is {figure(error.value)}. "
    says = lead + " ".join(
        f"At a confidence of {figure(group.confidence)}, {percent(group.accuracy)} of "
        f"{group.n:,} were right."
        for group in bins
    )
    rows = [
        element(
            "tr",
            element("th", figure(group.confidence), scope="row"),
            element("td", figure(group.accuracy)),
            element("td", f"{group.n:,}"),
        )
        for group in bins
    ]
    heads = [element("th", head, scope="col") for head in ("Right", "n")]
    return element(
        "figure",
        element("h3", "Reliability of the confidence"),
        plot_reliability(bins, says),
        element(
            "figcaption",
            lead,
            "A dot below the line was surer than it had reason to be; above it, too modest. Bins "
            "hold about equally many; whiskers are exact 95\u00a0% intervals that take the "
            "questions as independent.",
        ),
        _data("Right answers at each confidence", "Confidence", heads, rows, "reliability-table"),
    )


def _data(
    caption: str, first: str, heads: Sequence[Element], rows: Sequence[Element], name: str
) -> Element:
    table = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", element("th", first, scope="col"), heads)),
        element("tbody", rows),
    )
    return element("details", element("summary", "As a table"), scrolling(table, name))
