import math
from xml.etree.ElementTree import Element

from glossator.eval.plots import Line, plot_reliability, plot_risk_coverage, risk_at
from glossator.eval.selective import Bin

LINE = Line("a", (0.25, 0.5, 1.0), (0.0, 0.01, 0.25))


def points(svg: Element, row: int = 0) -> list[tuple[float, float]]:
    words = svg.findall("polyline")[row].attrib["points"].split()
    return [(float(x), float(y)) for x, y in (word.split(",") for word in words)]


def test_risks_stand_on_a_square_root_scale() -> None:
    # the plane is 284 wide from 56, 212 high up from 224; the root of .01 is .1, of .25 is .5
    assert points(plot_risk_coverage([LINE], "", None)) == [
        (127.0, 224.0),
        (198.0, 202.8),
        (340.0, 118.0),
    ]


def test_a_dot_marks_the_point_that_is_named() -> None:
    drawn = plot_risk_coverage([LINE], "", (0.5, 0.01)).findall("circle")
    assert [(dot.get("cx"), dot.get("cy"), dot.get("class")) for dot in drawn] == [
        ("198", "202.8", "mark")
    ]


def test_lines_differ_by_dashes_and_letters_that_do_not_overlap() -> None:
    drawn = plot_risk_coverage([LINE, Line("b", LINE.coverage, LINE.risk)], "", None)
    first, second = drawn.findall("polyline")
    assert first.get("stroke-dasharray") != second.get("stroke-dasharray")
    heights = {
        text.text: float(text.get("y", ""))
        for text in drawn.findall("text")
        if text.text in ("a", "b")
    }
    assert abs(heights["a"] - heights["b"]) >= 11


def test_a_drawing_has_a_title_and_a_description() -> None:
    drawn = plot_risk_coverage([LINE], "What it shows.", None)
    assert drawn.get("role") == "img"
    assert drawn.findtext("title") == "Risk over coverage"
    assert drawn.findtext("desc") == "What it shows."
    assert drawn.get("aria-labelledby") == "risk-coverage-title"


def test_the_risk_at_a_coverage_is_that_of_the_first_point_that_reaches_it() -> None:
    assert [risk_at(LINE, share) for share in (0.1, 0.25, 0.3, 1.0)] == [0.0, 0.0, 0.01, 0.25]
    assert math.isnan(risk_at(Line("a", (0.5,), (0.1,)), 0.6))


def test_reliability_dots_stand_at_confidence_and_accuracy_with_exact_whiskers() -> None:
    drawn = plot_reliability([Bin(5, 0.5, 1.0)], "")
    (dot,) = drawn.findall("circle")
    assert (dot.get("cx"), dot.get("cy"), dot.get("r")) == ("198", "12", "6")
    (whisker,) = [line for line in drawn.findall("line") if line.get("class") == "whisker"]
    # 5 of 5: Clopper-Pearson from .025 ** (1/5) = .478 up to 1
    assert (whisker.get("y1"), whisker.get("y2")) == ("122.6", "12")
