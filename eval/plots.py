"""The two plots of a report, as SVG that takes its colours from the page.

Lines differ by dashes and by a letter at their end, never by colour alone. Sizes are in units of
the drawing, which is 360 wide: a phone shows it at its size, a wide page larger.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from .markup import element
from .selective import Bin
from .statistics import exact_interval
from .wording import percent

__all__ = ["Line", "plot_reliability", "plot_risk_coverage", "risk_at"]

WIDTH, HEIGHT = 360, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 340, 12, 224
#: Points nearer than this to the last one drawn are left out.
_STEP = 0.6
_DASHES = ("none", "7 3", "2 3", "7 3 2 3", "12 4", "1 2", "12 3 2 3 2 3")


@dataclass(frozen=True, slots=True)
class Line:
    """A curve to draw.

    Attributes:
        letter: stands at its end, and in the list beside the plot.
        coverage: rising, in (0, 1].
        risk: at each coverage, in [0, 1].
    """

    letter: str
    coverage: tuple[float, ...]
    risk: tuple[float, ...]


def risk_at(line: Line, coverage: float) -> float:
    """Return the risk at the first point that covers so much; nan where none does."""
    for reached, risk in zip(line.coverage, line.risk, strict=True):
        if reached >= coverage - 1e-9:
            return risk
    return math.nan


def _across(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)


def _up(share: float) -> float:
    return _BOTTOM - share * (_BOTTOM - _TOP)


def _root(share: float) -> float:
    return _up(math.sqrt(share))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _text(words: str, x: float, y: float, anchor: str = "middle") -> Element:
    return element("text", words, x=_number(x), y=_number(y), text_anchor=anchor)


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Element:
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return element("line", class_=class_, **{name: _number(end) for name, end in ends.items()})


def _drawing(
    name: str, title: str, says: str, axes: tuple[str, str], drawn: Sequence[Element]
) -> Element:
    """Frame a drawing with its axes, its title and its description."""
    across, up = axes
    middle = (_TOP + _BOTTOM) / 2
    label = _text(up, 0, 0)
    label.set("transform", f"translate(10 {_number(middle)}) rotate(-90)")
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", says, id=f"{name}-desc"),
        drawn,
        _text(across, (_LEFT + _RIGHT) / 2, HEIGHT - 8),
        label,
        class_="plot",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
    )


def _grid(ticks_up: Sequence[float], root: bool) -> list[Element]:
    up = _root if root else _up
    drawn = []
    for share in ticks_up:
        drawn.append(_line(_LEFT, up(share), _RIGHT, up(share), "grid"))
        drawn.append(_text(percent(share), _LEFT - 5, up(share) + 4, "end"))
    for share in (0, 0.25, 0.5, 0.75, 1):
        drawn.append(_line(_across(share), _BOTTOM, _across(share), _BOTTOM + 4, "grid"))
        drawn.append(_text(percent(share), _across(share), _BOTTOM + 17))
    return drawn


def plot_risk_coverage(
    lines: Sequence[Line], says: str, mark: tuple[float, float] | None
) -> Element:
    """Draw the risk over the coverage, on a square-root scale that parts small risks.

    Args:
        lines: the evaluated system first.
        says: the description, for those who don't see it.
        mark: ``(coverage, risk)`` of the point to mark.
    """
    drawn = _grid((0, 0.01, 0.05, 0.1, 0.25, 0.5, 1), root=True)
    labels: list[tuple[float, float, str]] = []
    for row, line in enumerate(lines):
        points = [
            (_across(coverage), _root(risk))
            for coverage, risk in zip(line.coverage, line.risk, strict=True)
        ]
        path = element(
            "polyline",
            points=" ".join(f"{_number(x)},{_number(y)}" for x, y in _thinned(points)),
            class_="first" if row == 0 else "curve",
            stroke_dasharray=_DASHES[row % len(_DASHES)],
        )
        drawn.append(path)
        labels.append((*points[-1], line.letter))
    drawn += [_text(letter, x + 8, y + 4) for x, y, letter in _parted(labels)]
    if mark is not None:
        x, y = _across(mark[0]), _root(mark[1])
        drawn.append(element("circle", cx=_number(x), cy=_number(y), r="4", class_="mark"))
    axes = ("coverage: share of questions answered", "risk: share of answers that are wrong")
    return _drawing("risk-coverage", "Risk over coverage", says, axes, drawn)


def _thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    kept = [points[0]]
    for point in points[1:]:
        if math.dist(point, kept[-1]) >= _STEP:
            kept.append(point)
    return kept if kept[-1] == points[-1] else [*kept, points[-1]]


def _parted(labels: Sequence[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    """Move letters that would overlap apart, downwards."""
    placed: list[tuple[float, float, str]] = []
    for x, y, letter in sorted(labels):
        while any(abs(x - other) < 9 and abs(y - height) < 11 for other, height, _ in placed):
            y += 2
        placed.append((x, y, letter))
    return placed


def plot_reliability(bins: Sequence[Bin], says: str) -> Element:
    """Draw how often answers are right over how sure they were; exact intervals as whiskers.

    Args:
        bins: of equal mass; the area of a dot grows with its bin.
        says: the description, for those who don't see it.
    """
    drawn = _grid((0, 0.25, 0.5, 0.75, 1), root=False)
    drawn.append(_line(_LEFT, _BOTTOM, _RIGHT, _TOP, "ideal"))
    most = max(group.n for group in bins)
    for group in bins:
        x = _across(group.confidence)
        low, high = exact_interval(group.accuracy * group.n, group.n)
        drawn.append(_line(x, _up(low), x, _up(high), "whisker"))
        radius = _number(2 + 4 * math.sqrt(group.n / most))
        dot = element("circle", cx=_number(x), cy=_number(_up(group.accuracy)), r=radius)
        dot.set("class", "dot")
        drawn.append(dot)
    axes = ("confidence: how sure the answers said they were", "how often they were right")
    return _drawing("reliability", "Reliability of the confidence", says, axes, drawn)
