"""Figures in words: how a report writes numbers, intervals, p-values and verdicts."""

import math

from .catalogue import METRICS, Better
from .results import Compared
from .statistics import Interval

__all__ = [
    "ALPHA",
    "counted",
    "difference",
    "ends",
    "figure",
    "method_mark",
    "ordinal",
    "p_value",
    "percent",
    "verdict",
]

#: A difference is called one where its corrected p-value is below.
ALPHA = 0.05
#: No-break space; what stands on both sides of it belongs together.
_NB = "\u00a0"


def figure(value: float, unit: str = "rate") -> str:
    """Write a value: three decimals, or a whole number of characters; ``–`` for nan.

    A rate that is not 1 (or not 0) never looks as if it were.
    """
    if math.isnan(value):
        return "–"
    if unit == "chars":
        return f"{value:,.0f}"
    for bound, shown in ((0, "<0.001"), (1, ">0.999")):
        if unit == "rate" and value != bound and abs(value - bound) < 0.0005:
            return shown
    return f"{value + 0:.3f}".replace("-", "−")


def percent(value: float) -> str:
    """Write a rate as a percentage with one decimal, never rounded to 0 or 100 %."""
    if math.isnan(value):
        return "–"
    shown = f"{100 * value:.1f}"
    if value != 0 and shown == "0.0":
        return f"<0.1{_NB}%"
    if value != 1 and shown == "100.0":
        return f">99.9{_NB}%"
    return f"{shown}{_NB}%".replace(f".0{_NB}", _NB)


def ends(interval: Interval, unit: str = "rate") -> str:
    """Write an interval's ends in brackets; nothing where the data give none."""
    if interval.method == "none" or math.isnan(interval.value):
        return ""
    return f"[{figure(interval.low, unit)},{_NB}{figure(interval.high, unit)}]"


def method_mark(interval: Interval) -> str:
    """Return the mark of an exact interval, which a report explains."""
    return "e" if interval.method == "exact" else ""


def p_value(p: float) -> str:
    """Write a p-value with three decimals."""
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def difference(value: float, unit: str = "rate") -> str:
    """Write a difference with its sign."""
    shown = figure(abs(value), unit)
    if value == 0 or math.isnan(value):
        return shown
    return ("+" if value > 0 else "−") + shown


def verdict(compared: Compared) -> str:
    """Say what the comparison shows of its second run: better, worse, higher, lower or neither."""
    found = compared.comparison
    if not found.p_holm < ALPHA or found.difference == 0:
        return "no difference shown"
    risen = found.difference > 0
    metric = METRICS.get(compared.metric)
    if metric is None or metric.better is Better.NEITHER:
        return "higher" if risen else "lower"
    return "better" if risen == (metric.better is Better.HIGHER) else "worse"


def ordinal(rank: int) -> str:
    """Write ``1st``, ``2nd``, ``11th``."""
    ending = "th" if 10 < rank % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"


def counted(n: int, one: str, many: str = "") -> str:
    """Write a number with its noun: ``1 question``, ``1,204 questions``."""
    return f"{n:,}{_NB}{one if n == 1 else many or one + 's'}"
