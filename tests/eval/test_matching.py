"""When two names, sources or quotes count as the same."""

import random

import pytest

from glossator.eval.matching import (
    SourceNames,
    clusters_of,
    concept_ranks,
    entry_grades,
    name_key,
    name_keys,
    text_key,
)
from glossator.eval.records import Question, QuestionType


def asking(identity: str, *concepts: tuple[str, ...], sources: tuple[str, ...] = ()) -> Question:
    return Question(identity, QuestionType.DEFINE, "?", gold_terms=concepts, gold_sources=sources)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Jib Sheets", "jib-sheet"),
        ("17. Keel (of a ship)", "keel"),
        ("**Keel**s", "keels"),
        ("Sailor’s knot", "Sailors knot"),
        ("ﬁn keel", "Fin Keel"),
        ("Batteries", "battery"),
        ("Boxes", "box"),
        ("C++", "c++"),
    ],
)
def test_names_that_are_the_same(one: str, two: str) -> None:
    assert name_key(one) == name_key(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [("C++", "C#"), ("C++", "C"), ("mass", "mas"), ("bias", "bia"), (">>>", "..."), ("é", "e")],
)
def test_names_that_differ(one: str, two: str) -> None:
    assert name_key(one) != name_key(two)


def test_a_joint_heading_names_each_of_its_parts() -> None:
    assert name_keys("Masts, 16. Booms, and Sails (all)") >= {"mast", "boom", "sail"}
    assert name_keys("") == frozenset()


def test_quotes_are_compared_without_markup_and_white_space() -> None:
    assert text_key("> the **lowest**\n >  beam") == text_key("the lowestbeam")
    assert text_key("e\u0301") == text_key("é")
    assert text_key("Low") != text_key("low")
    assert text_key("a > b") == "a>b"


def test_a_document_is_known_by_path_file_stem_and_title() -> None:
    names = SourceNames([("sea/ships.md", "On Ships"), ("land/carts.md", "On Carts")])
    for name in ("sea/ships.md", "ships.md", "Ships", "On ships!", "C:\\files\\ships.md"):
        assert names.resolve(name) == "sea/ships.md"
    assert names.resolve("planes.md") is None
    assert names.resolve("") is None


def test_a_name_that_two_documents_share_names_neither() -> None:
    names = SourceNames([("a/list.md", "Terms"), ("b/list.md", "Terms"), ("list.md", "Other")])
    assert names.resolve("Terms") is None
    assert names.resolve("a/list.md") == "a/list.md"
    assert names.resolve("list.md") == "list.md"


def test_each_concept_has_the_rank_of_the_first_hit_that_names_it() -> None:
    question = asking("q", ("Mast",), ("Boom", "Spar"), ("Keel",))
    terms = ["Rudder", "Masts and Spars", "Boom", "Mast"]
    assert concept_ranks(question, terms) == (2, 2, None)


def test_an_entry_of_another_source_helps_and_one_of_the_gold_source_defines() -> None:
    question = asking("q", ("Keel",), sources=("a.md",))
    entries = [
        ("a#keel", ("Keel",), "a.md"),
        ("b#fin", ("Fin", "Keels"), "b.md"),
        ("a#mast", ("Mast",), "a.md"),
    ]
    assert entry_grades(question, entries) == {"a#keel": 2, "b#fin": 1}
    assert entry_grades(asking("q", ("Keel",)), entries) == {"a#keel": 2, "b#fin": 2}


def test_questions_about_one_entry_are_one_cluster_in_any_order() -> None:
    questions = [
        asking("q1", ("Keel", "Fin")),
        asking("q2", ("fins", "Blade"), ("Mast",)),
        asking("q3", ("Mast",)),
        asking("q4", ("Blade",)),
        Question("q5", QuestionType.UNANSWERABLE_FAR, "?", answerable=False),
    ]
    expected = ["entry blade", "entry blade", "entry mast", "entry blade", "question q5"]
    assert list(clusters_of(questions)) == expected
    order = list(range(5))
    random.Random(1).shuffle(order)
    shuffled = clusters_of([questions[row] for row in order])
    assert list(shuffled) == [expected[row] for row in order]
