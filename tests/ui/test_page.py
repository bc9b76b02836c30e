"""Answers as turns of the page: what is said before the quotes, and in whose face."""

import re
from dataclasses import replace

import pytest

from glossator.rag import Answer, Glossator, Intent, Reason
from glossator.ui.page import turn
from tests.ui.test_render import ANSWER, CLEAT, REFUSAL, ROPE, SHEET


def lead(answer: Answer) -> str:
    """What stands before the cards, without its tags."""
    found = re.search(r'<p class="lead">(.*?)</p>', turn(answer).html)
    assert found is not None
    return re.sub("<[^>]*>", "", found[1])


def test_a_refusal_says_what_the_answer_says_and_gives_the_nearest_terms_as_chips(
    own: Glossator,
) -> None:
    answer = own.ask("how tall is Mont Blanc in metres above the sea?")
    said, _, near = answer.text.partition(" Nearest terms: ")
    assert near != ""
    made = turn(answer)
    assert lead(answer) == said
    assert made.spoken == answer.text
    assert '<span class="serif" dir="auto">“Modern Deep Learning”</span>' in made.html
    assert [name in made.html for name in answer.suggestions] == [True] * len(answer.suggestions)


def test_a_fact_that_is_not_held_names_its_entry_in_the_face_of_quotes() -> None:
    text = "There is an entry on M<as>t, but it doesn't say that. Nearest terms: M<as>t, Jib."
    answer = replace(REFUSAL, reason=Reason.FACT_NOT_HELD, text=text, suggestions=("M<as>t", "Jib"))
    html = turn(answer).html
    assert 'There is an entry on <span class="serif" dir="auto">M&lt;as&gt;t</span>, but' in html
    assert lead(answer).endswith("say that.")


def test_a_long_form_stands_before_the_quote(own: Glossator) -> None:
    answer = own.ask("what does LSTM stand for?")
    assert answer.intent is Intent.EXPAND
    assert lead(answer) == "From the entry on LSTM (Long Short-Term Memory)."
    assert 'dir="auto">LSTM (Long Short-Term Memory) <a class="n"' in turn(answer).html


def test_a_source_that_repeats_another_says_so_in_our_face() -> None:
    text = "Sheet — “A rope.” [1]\nSheet, in the same words — “A rope.” [2]"
    answer = replace(ANSWER, intent=Intent.CROSS_SOURCE, text=text, citations=(SHEET, ROPE))
    html = turn(answer).html
    assert html.count('>Sheet<span class="soft plainly">, in the same words</span>') == 1


@pytest.mark.parametrize(
    ("intent", "citations", "said"),
    [
        (Intent.DEFINE, (SHEET,), "Sheet, as the glossary puts it."),
        (Intent.DEFINE, (SHEET, ROPE), "Sheet, as 2 glossaries put it."),
        (Intent.COMPARE, (SHEET, replace(CLEAT, concept="c")), "Sheet and Cleat, side by side."),
        (Intent.LIST, (SHEET, replace(CLEAT, concept="c")), "2 entries fit: Sheet and Cleat."),
        (Intent.REVERSE, (SHEET,), "That is Sheet."),
        (Intent.MNEMONIC, (SHEET,), "A way to remember Sheet."),
        (Intent.YES_NO, (SHEET,), "No plain yes or no: this is what the entry on Sheet says."),
        (Intent.RELATION, (SHEET,), "From the entry on Sheet."),
        (Intent.ATTRIBUTE, (SHEET,), "From the entry on Sheet."),
    ],
)
def test_the_line_before_the_quotes_says_what_was_understood(
    intent: Intent, citations: tuple[object, ...], said: str
) -> None:
    assert lead(replace(ANSWER, intent=intent, citations=citations)) == said  # type: ignore[arg-type]


def test_a_term_that_looks_like_a_lead_stays_whole() -> None:
    term = "Sheet — “a sail” [1]"
    answer = replace(ANSWER, text=f"{term} — “A.” [1]", citations=(replace(SHEET, term=term),))
    assert f'dir="auto">{term} <a class="n"' in turn(answer).html
