"""The comparisons of a report page: what differs, by how much, and whether chance explains it."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from .catalogue import EVERYTHING, METRICS
from .findings import outcome_of
from .markup import element
from .report_tables import scrolling
from .results import Compared, Evaluation, RunResult
from .wording import counted, difference, figure, p_value, verdict

__all__ = ["comparison_sections", "pairs", "summary"]

_WORDS = ("better", "worse", "higher", "lower")


def pairs(comparisons: Iterable[Compared]) -> dict[tuple[str, str], list[Compared]]:
    """Group comparisons by the two runs that they compare, in their order."""
    grouped: dict[tuple[str, str], list[Compared]] = {}
    for one in comparisons:
        grouped.setdefault((one.before, one.after), []).append(one)
    return grouped


def summary(compared: Sequence[Compared]) -> str:
    """Say over all metrics and slices how often the second run is better, and how often worse."""
    verdicts = [verdict(one) for one in compared]
    said = [f"{word} in {n:,}" for word in _WORDS if (n := verdicts.count(word))]
    tests = counted(len(compared), "comparison")
    if not said:
        return f"no difference shown in {tests}"
    return f"{', '.join(said)} of {tests}, no difference shown in the others"


def comparison_sections(evaluation: Evaluation) -> Iterable[Element]:
    """Yield a part for each pair of runs; open, with its questions, where none is a baseline."""
    kinds = {run.name: run.kind for run in evaluation.runs}
    for number, ((before, after), compared) in enumerate(pairs(evaluation.comparisons).items()):
        shown = "baseline" not in (kinds.get(before), kinds.get(after))
        yield element(
            "details",
            element(
                "summary", element("b", f"{after} against {before}"), f": {summary(compared)}."
            ),
            _table(before, after, compared, f"comparison-{number}"),
            _moved(evaluation, before, after) if shown else None,
            **({"open": ""} if shown else {}),
        )


def _table(before: str, after: str, compared: Sequence[Compared], name: str) -> Element:
    heads = (
        "Slice",
        before,
        after,
        "Difference, 95\u00a0% interval",
        "p, Holm",
        "n",
    )
    bodies = []
    for metric in dict.fromkeys(one.metric for one in compared):
        title = METRICS[metric].title if metric in METRICS else metric
        bodies.append(
            element(
                "tbody",
                element("tr", element("th", title, colspan=len(heads) + 1, scope="rowgroup")),
                (_row(one) for one in compared if one.metric == metric),
            )
        )
    table = element(
        "table",
        element("caption", f"{after} against {before}", class_="unseen"),
        element(
            "thead",
            element(
                "tr",
                (element("th", head, scope="col") for head in heads),
                element("th", f"{after} is", scope="col", class_="words"),
            ),
        ),
        bodies,
        class_="flat",
    )
    return scrolling(table, name)


def _row(one: Compared) -> Element:
    unit = METRICS[one.metric].unit if one.metric in METRICS else "rate"
    found = one.comparison
    low, high = difference(found.low, unit), difference(found.high, unit)
    told = verdict(one)
    return element(
        "tr",
        element("th", "All questions" if one.slice == EVERYTHING else one.slice, scope="row"),
        element("td", figure(one.before_value, unit)),
        element("td", figure(one.after_value, unit)),
        element(
            "td", difference(found.difference, unit), " ", element("small", f"[{low},\u00a0{high}]")
        ),
        element("td", p_value(found.p_holm)),
        element("td", f"{found.n:,}"),
        element("td", element("b", told) if told in _WORDS else told, class_="words"),
    )


def _moved(evaluation: Evaluation, before: str, after: str) -> Element | None:
    """List the questions whose outcome differs between two runs that answer."""
    known = {run.name: run for run in evaluation.runs}
    if before not in known or after not in known:
        return None
    first, second = _outcomes(known[before]), _outcomes(known[after])
    rows = []
    for question in evaluation.questions:
        was, now = first.get(question.id), second.get(question.id)
        if was is not None and now is not None and was != now:
            asked = element("span", question.question, dir="auto")
            rows.append(element("li", asked, f": {was}, now {now}"))
    if not rows:
        return None
    title = f"{counted(len(rows), 'question')} with another outcome"
    return element("details", element("summary", title), element("ul", rows))


def _outcomes(run: RunResult) -> dict[str, str]:
    words = {}
    for row in run.rows:
        if row.grade:
            outcome = outcome_of(row)
            words[row.id] = outcome.title.lower() if outcome else "right"
    return words
