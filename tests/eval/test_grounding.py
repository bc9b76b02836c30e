"""Whether an answer stands on its citations: cases worked out by hand."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.eval.grounding import (
    Share,
    citation_precision,
    citation_recall,
    relevant_share,
    resolved_share,
    span_supports,
    statements_of,
    verbatim_share,
)
from glossator.eval.matching import SourceNames
from glossator.eval.records import Cited, GivenAnswer, Question, QuestionType

TEXT = "Keel: the lowest beam of a ship.\nMast: a pole that bears the sails.\n"
SOURCES = SourceNames([("ships.md", "On Ships")])
TEXTS = {"ships.md": TEXT}
HASH = sha256(TEXT.encode()).hexdigest()
BEAM = "the lowest beam of a ship."
POLE = "a pole that bears the sails."


def cite(n: int, quote: str, term: str = "Keel") -> Cited:
    start = max(0, TEXT.find(quote))
    return Cited(n, term, "ships.md", quote, "", start, start + len(quote), HASH)


def answer(text: str, *quotes: str, answered: bool = True) -> GivenAnswer:
    citations = tuple(cite(number, quote) for number, quote in enumerate(quotes, 1))
    return GivenAnswer("q", answered, text, citations=citations)


@pytest.mark.parametrize(
    ("cited", "resolved", "verbatim"),
    [
        (cite(1, BEAM), 1, 1),
        (replace(cite(1, BEAM), quote="The lowest beam of a ship."), 1, 0),
        (replace(cite(1, BEAM), start=7, end=33), 1, 0),
        (replace(cite(1, BEAM), text_sha256="0" * 64), 0, 0),
        (replace(cite(1, BEAM), source="boats.md"), 0, 0),
        (replace(cite(1, BEAM), end=len(TEXT) + 1), 0, 0),
        (replace(cite(1, ""), start=5, end=5), 0, 0),
        (replace(cite(1, BEAM), start=-3, end=10), 0, 0),
        (replace(cite(1, BEAM), start=None), 0, 0),
    ],
)
def test_a_citation_resolves_and_is_verbatim(cited: Cited, resolved: int, verbatim: int) -> None:
    given_answer = GivenAnswer("q", True, "", citations=(cited,))
    assert resolved_share(given_answer, TEXTS, SOURCES) == Share(resolved, 1)
    assert verbatim_share(given_answer, TEXTS, SOURCES) == Share(verbatim, 1)


def test_text_is_split_at_the_marks_and_marks_inside_quotes_are_the_sources_own() -> None:
    quoted = "as shown in [7] before"
    found = statements_of(
        answer(f"Keel — {BEAM} [1][2]\nMast — {quoted} [3] and so on", "a", "b", quoted)
    )
    assert [item.marks for item in found] == [(1, 2), (3,), ()]
    assert [item.text.strip() for item in found] == [
        f"Keel — {BEAM}",
        f"Mast — {quoted}",
        "and so on",
    ]


@pytest.mark.parametrize(
    ("statement", "quotes", "supported"),
    [
        (BEAM, [BEAM], True),
        (f"Keel — {BEAM}", [BEAM], True),
        (f"In the first glossary: “{BEAM}”", [BEAM], True),
        (f"Keel — {BEAM} Mast — {POLE}", [BEAM, POLE], True),
        (f"Keel — {BEAM} Mast — {POLE}", [BEAM], False),
        (f"{BEAM} It is heavy.", [BEAM], False),
        (f"It is heavy. {BEAM}", [BEAM], False),
        ("the lowest\nbeam of a **ship**.", [BEAM], True),
        ("Keel — the lowest beam of a ship", [BEAM], True),  # a quote cut short
        ("the lowest", [BEAM], False),  # too short to tell
        ("— “”", [BEAM], False),
        (BEAM, [], False),
        (BEAM, [""], False),
        (f"{'word ' * 30}: {BEAM}", [BEAM], False),  # too much to be a lead-in
    ],
)
def test_quotes_support_a_statement(statement: str, quotes: list[str], supported: bool) -> None:
    assert span_supports(quotes, statement) is supported


def test_recall_and_precision_of_a_clean_answer_are_whole() -> None:
    clean = answer(f"Keel — {BEAM} [1]\nMast — {POLE} [2]", BEAM, POLE)
    assert citation_recall(clean) == Share(2, 2)
    assert citation_precision(clean) == Share(2, 2)


def test_a_citation_that_adds_nothing_costs_precision() -> None:
    padded = answer(f"Keel — {BEAM} [1][2]", BEAM, POLE)
    assert citation_recall(padded) == Share(1, 1)
    assert citation_precision(padded) == Share(1, 2)


def test_two_citations_that_support_only_together_both_count() -> None:
    joint = answer(f"Keel — {BEAM} {POLE} [1][2]", BEAM, POLE)
    assert citation_recall(joint) == Share(1, 1)
    assert citation_precision(joint) == Share(2, 2)


def test_an_unsupported_statement_makes_all_its_citations_imprecise() -> None:
    wrong = answer(f"Keel — {BEAM} It floats. [1] Masts float as well.", BEAM)
    assert citation_recall(wrong) == Share(0, 2)
    assert citation_precision(wrong) == Share(0, 1)


def test_a_mark_without_citation_and_a_citation_without_mark_are_cases_without_a_hit() -> None:
    loose = answer(f"Keel — {BEAM} [1][9]", BEAM, POLE)
    assert citation_recall(loose) == Share(1, 1)
    assert citation_precision(loose) == Share(1, 3)


def test_an_answer_without_marks_is_one_statement_under_all_citations() -> None:
    assert citation_precision(answer(BEAM, BEAM, POLE)) == Share(1, 2)
    assert citation_recall(answer("Something else entirely.", BEAM)) == Share(0, 1)
    assert citation_recall(answer("", BEAM)) == Share(0, 0)


def test_a_refusal_has_no_cases() -> None:
    refusal = answer(f"Keel — {BEAM} [1]", BEAM, answered=False)
    assert citation_recall(refusal) == citation_precision(refusal) == Share(0, 0)
    assert verbatim_share(refusal, TEXTS, SOURCES) == Share(0, 0)


def test_another_judge_of_support_can_be_put_in() -> None:
    assert citation_recall(answer("x [1]", BEAM), lambda quotes, text: True) == Share(1, 1)


def test_relevance_asks_for_the_gold_entry_and_not_only_for_support() -> None:
    question = Question(
        "q", QuestionType.DEFINE, "?", gold_terms=(("Keel",),), gold_sources=("ships.md",)
    )
    cited = (cite(1, BEAM), cite(2, POLE, term="Mast"), replace(cite(3, BEAM), source="x.md"))
    assert relevant_share(question, GivenAnswer("q", True, "", citations=cited), SOURCES) == Share(
        1, 3
    )
    nothing = Question("q", QuestionType.UNANSWERABLE_NEAR, "?", answerable=False)
    assert relevant_share(nothing, GivenAnswer("q", True, "", citations=cited), SOURCES) == Share(
        0, 3
    )


@given(
    st.lists(st.sampled_from([BEAM, POLE, "Keel —", "it floats", "[1]", "[2]", "\n"]), max_size=9)
)
def test_a_wrong_citation_put_in_never_raises_a_rate(parts: list[str]) -> None:
    before = answer(" ".join(parts), BEAM, POLE)
    wrong = Cited(3, "Hull", "nowhere.md", "made up by nobody at all")
    after = replace(before, citations=(*before.citations, wrong))
    for measure in (citation_precision, citation_recall):
        old, new = measure(before), measure(after)
        assert new.hits * max(1, old.cases) <= old.hits * max(1, new.cases)
