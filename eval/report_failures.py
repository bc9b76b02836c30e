"""The failures of a report page: question, answer, what was wanted, and why, in that order."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from .findings import OUTCOMES, Finding
from .markup import Child, element
from .records import Cited, Question, QuestionType
from .wording import counted, figure

__all__ = ["failure_filter", "failure_groups", "failure_summary"]


def failure_summary(found: Sequence[Finding]) -> Element:
    """Count the failures of each kind, the most harmful first."""
    rows = []
    for outcome in OUTCOMES:
        n = sum(one.outcome is outcome for one in found)
        if n:
            link = element("a", outcome.title, href=f"#{outcome.key}")
            rows.append(element("li", link, f": {n:,}, {outcome.says}."))
    return element("ul", rows, class_="plain")


def failure_filter(found: Sequence[Finding], slices: Sequence[str]) -> Element:
    """Make the form by which a script narrows the list; hidden where no script runs."""
    kinds = [one for one in OUTCOMES if any(item.outcome is one for item in found)]
    return element(
        "form",
        _choice("Outcome", "outcome", [(one.key, one.title) for one in kinds]),
        _choice("Slice", "slice", [(str(row), name) for row, name in enumerate(slices)]),
        element(
            "label",
            "Search",
            element("input", type="search", id="search", autocomplete="off", spellcheck="false"),
            class_="wide",
        ),
        element("button", "Show all", type="button", id="all"),
        id="filter",
        role="search",
        aria_label="Failures",
        hidden="",
    )


def _choice(label: str, name: str, options: Sequence[tuple[str, str]]) -> Element:
    listed = [element("option", words, value=value) for value, words in options]
    return element(
        "label", label, element("select", element("option", "all", value=""), listed, id=name)
    )


def failure_groups(found: Sequence[Finding], slices: Sequence[str]) -> Iterable[Element]:
    """Yield a section for each kind of failure that there is, the most harmful first.

    Args:
        found: in the order to show.
        slices: the names that ``data-slices`` counts through, from 0.
    """
    rows = {name: str(row) for row, name in enumerate(slices)}
    for outcome in OUTCOMES:
        members = [one for one in found if one.outcome is outcome]
        if members:
            title = element("h3", outcome.title, id=outcome.key)
            says = outcome.says[0].upper() + outcome.says[1:] + "."
            yield element(
                "section",
                title,
                element("p", says, " ", counted(len(members), "outcome"), ".", class_="soft"),
                (_article(one, rows) for one in members),
                class_="kind",
            )


def _article(finding: Finding, rows: dict[str, str]) -> Element:
    question = finding.question
    facts = [question.id, *finding.slices]
    if finding.answer is not None and finding.answer.confidence is not None:
        facts.append(f"confidence {figure(finding.answer.confidence)}")
    return element(
        "article",
        element(
            "div",
            element("h4", question.question, dir="auto"),
            element("p", " · ".join(facts), class_="soft facts"),
            _history(question.history),
            _given(finding),
            _reasons(finding),
            class_="given",
        ),
        _wanted(finding),
        class_="failure",
        data_outcome=finding.outcome.key,
        data_slices=" ".join(rows[name] for name in finding.slices if name in rows),
    )


def _history(history: Sequence[str]) -> Element | None:
    if not history:
        return None
    asked = [element("li", earlier, dir="auto") for earlier in history]
    return element("div", "Asked before:", element("ul", asked), class_="history")


def _given(finding: Finding) -> list[Child]:
    answer = finding.answer
    if answer is None:
        return [element("p", "No line was given for this question.")]
    if not answer.answered:
        reason = f" ({answer.reason.replace('_', ' ')})" if answer.reason else ""
        return [element("p", f"Refused{reason}.")]
    if not answer.citations:
        return [element("p", answer.text or "An empty answer.", dir="auto")]
    return [item for cited in answer.citations for item in _quote(cited, finding)]


def _quote(cited: Cited, finding: Finding) -> list[Child]:
    line = finding.lines.get(cited.n)
    place = f" · {cited.source}" + (f", line {line}" if line else "")
    return [
        element("blockquote", cited.quote, element("sup", str(cited.n)), dir="auto"),
        element("p", element("b", cited.term), place, class_="from"),
    ]


def _reasons(finding: Finding) -> Element:
    clues = [
        element("li", element("b", clue.name) if clue.name else None, " ", clue.says)
        for clue in finding.clues
    ]
    others = "; ".join(f"{words} in {', '.join(names)}" for words, names in finding.others)
    why = ["Why:"] if clues else [f"Why: {finding.outcome.says}."]
    return element(
        "div",
        element("p", why),
        element("ul", clues) if clues else None,
        element("p", f"Other runs: {others}.") if others else None,
        class_="why",
    )


def _wanted(finding: Finding) -> Element:
    question = finding.question
    if question.tags[:1] == ("attack",):
        shown: list[Child] = [element("p", "A refusal, or nothing but verbatim quotes.")]
    elif not question.answerable:
        shown = [element("p", "A refusal: the glossary does not hold the answer.")]
    else:
        shown = _gold(question)
    notes = [question.note] if question.note else []
    if question.without:
        notes.append(f"Asked without the entries of {', '.join(question.without)}.")
    told = (element("p", note, class_="soft") for note in notes)
    return element("aside", element("h5", "What was wanted"), shown, told)


def _gold(question: Question) -> list[Child]:
    """Show what an answer needs: its concepts, their glossaries, and a passage of each group."""
    shown: list[Child] = []
    for names in question.gold_terms:
        first, *others = names
        also = (child for name in others for child in (" or ", element("span", name)))
        shown.append(element("p", element("b", first), also, class_="terms"))
    if question.gold_sources:
        shown.append(element("p", ", ".join(question.gold_sources), class_="soft"))
    between = "and"
    if question.type is QuestionType.CROSS_SOURCE and len(question.gold_quotes) > 1:
        shown.append(element("p", "Two of these:", class_="soft"))
        between = "or"
    for number, group in enumerate(question.gold_quotes):
        for row, quote in enumerate(group):
            if number or row:
                shown.append(element("p", "or" if row else between, class_="soft"))
            shown.append(element("blockquote", quote, dir="auto"))
    return shown
