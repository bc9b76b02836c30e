"""What an index holds, by the scorer's own rules."""

import pytest

from glossator.eval.holdings import Holdings
from glossator.index.encoder import bundled

from .small import ask, open_small


@pytest.fixture(scope="module")
def holdings(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    with open_small(tmp_path_factory.mktemp("small"), bundled()) as glossary:
        return Holdings(glossary.index)


def test_a_name_leads_to_its_concept_whatever_its_case_and_number(holdings: Holdings) -> None:
    (knot,) = holdings.concepts_of(["knots"])
    assert holdings.concepts_of(["kn"]) == {knot}
    assert holdings.concepts_of(["Knot", "Keel"]) == {knot, *holdings.concepts_of(["keel"])}
    assert holdings.concepts_of(["rudder"]) == frozenset()


def test_a_quote_stands_where_its_words_do_markup_and_blanks_aside(holdings: Holdings) -> None:
    quote = "a **fin**  under the\nhull"
    assert not holdings.stands_in(quote, ())  # a capital letter in the document
    assert holdings.stands_in(quote.replace("a ", "A "), ("sailing.tsv",))
    assert not holdings.stands_in("fin under the hull", ("other.tsv",))


def test_gold_that_is_not_there_is_named_with_file_and_line(holdings: Holdings) -> None:
    questions = [
        ask("one", "Rudder", path="q.jsonl", line=3),
        ask("two", "Keel", gold_quotes=(("a wooden fin",),), path="q.jsonl", line=4),
        ask("three", without=("Rudder",), path="q.jsonl", line=5),
        ask("four", without=("Keel",), path="q.jsonl", line=6),
    ]
    found = [str(fault) for fault in holdings.check(questions)]
    assert len(found) == 3
    assert found[0].startswith("q.jsonl:3: question 'one': gold term \"Rudder\" is no entry")
    assert found[1].startswith("q.jsonl:4: question 'two': gold quote \"a wooden fin\"")
    assert found[2].startswith("q.jsonl:5: question 'three': without [\"Rudder\"]")


def test_judgements_are_over_entry_ids(holdings: Holdings) -> None:
    keel = next(entry for entry in holdings.entries if entry.term == "Keel")
    assert holdings.qrels([ask("what is a keel?", "Keel"), ask("what is rust?")]) == {
        "what is a keel?": {keel.id: 2}
    }
    assert holdings.entry_id("Keel", "sailing.tsv") == keel.id
    assert holdings.entry(keel.concept) == keel
    assert holdings.entry("nothing") is None


def test_entries_know_their_definition_and_source(holdings: Holdings) -> None:
    knot = next(entry for entry in holdings.entries if entry.term == "Knot")
    assert knot.names == ("Knot", "KN", "Knot (KN)")
    assert knot.source == "sailing.tsv"
    assert knot.definition == "A speed of one nautical mile an hour, read from the log."
    assert knot.definition in holdings.texts["sailing.tsv"]
