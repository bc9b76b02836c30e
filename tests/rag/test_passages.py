"""Which sentences are chosen: the defining one, those that answer, those that name another."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from glossator.index.opened import Index
from glossator.index.records import Entry, Section, Span
from glossator.rag import Glossator
from glossator.rag.passages import (
    Passage,
    answering,
    complete,
    defining,
    join,
    naming,
    strays,
)
from glossator.rag.query import understand
from glossator.rag.retriever import retrieve
from tests.index.fakes import FakeEncoder, glossary
from tests.rag.subjects import indexed

BOATS = (
    ("Keel", (), "A keel keeps a yacht upright. A keel is a fin of lead under the hull."),
    (
        "Spinnaker",
        ("kite",),
        "In 1866 the yacht Sphinx showed one in the Solent. Sailors were amazed by its size. "
        "A spinnaker (often of nylon) is a large light sail for running before the wind.",
    ),
    (
        "Drogue",
        (),
        "It was found by whalers. They used a tub. It held the boat back. Others followed them. "
        "A drogue is a bag that is towed astern.",
    ),
    ("Mainsail", (), "Hauled up by a halyard, it drives the boat. The mainsail is the main one."),
    ("Halyard", (), "A rope that hoists a sail, as the mainsails of a ketch."),
    ("Blank", (), ""),
)


@pytest.fixture(scope="module")
def boats() -> Iterator[Index]:
    with indexed(glossary(BOATS, "boats.txt")) as index:
        yield index


def entry_named(index: Index, term: str) -> tuple[int, Entry]:
    for row, entry in enumerate(index.lexicon.entries(range(index.lexicon.counts.entries))):
        if entry.term == term:
            return row, entry
    raise LookupError(term)


def text_of(index: Index, passage: Passage) -> str:
    return index.lexicon.text(passage.entry.document, passage.start, passage.end)


def answers(index: Index, question: str, terms: Sequence[str]) -> list[Passage]:
    query = understand(question, index.lexicon)
    members = dict(entry_named(index, term) for term in terms)
    return answering(index, members, query, retrieve(index, FakeEncoder(), query))


# --- the sentence that defines ---


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("Keel", "A keel keeps a yacht upright."),  # speaks of it: the first stays
        (
            "Spinnaker",
            "A spinnaker (often of nylon) is a large light sail for running before the wind.",
        ),
        ("Drogue", "It was found by whalers."),  # the fifth comes too late to be the defining one
        ("Mainsail", "The mainsail is the main one."),
        ("Halyard", "A rope that hoists a sail, as the mainsails of a ketch."),
        ("Blank", ""),
    ],
)
def test_the_defining_sentence_is_the_first_unless_a_later_one_says_what_it_is(
    boats: Index, term: str, expected: str
) -> None:
    assert text_of(boats, defining(boats, *entry_named(boats, term))) == expected


def test_a_memory_aid_never_defines(sailing: Glossator) -> None:
    row, entry = entry_named(sailing.index, "Starboard")
    assert entry.mnemonic is not None
    found = defining(sailing.index, row, entry)
    assert text_of(sailing.index, found).startswith("Starboard is the right-hand side")


# --- the sentences that answer ---


def test_a_sentence_scores_by_cosine_coverage_and_fact(boats: Index) -> None:
    question = "in which year was the spinnaker amazing?"
    query = understand(question, boats.lexicon)
    assert [kind for kind, _ in query.facts] == ["person or year"]
    assert query.rest == ("year", "amaz")
    evidence = retrieve(boats, FakeEncoder(), query)
    row, entry = entry_named(boats, "Spinnaker")
    found = answering(boats, {row: entry}, query, evidence)
    vectors = boats.vectors.rows([chunk.row for chunk in boats.lexicon.chunks_of([row])])
    cosines = [float(cosine) for cosine in vectors @ evidence.vector]
    # "amaz" stands in one of 6 entries, "year" in none: log(1 + 6/2) and log(1 + 6/1)
    covered = 1.3862944 / (1.3862944 + 1.9459101)
    # of the words of the question the entry's own name, as rare as "amaz", counts for each
    total = 2 * 1.3862944 + 1.9459101
    name, both = 1.3862944 / total, 2 * 1.3862944 / total
    by_start = sorted(found, key=lambda passage: passage.start)
    assert [p.coverage for p in by_start] == pytest.approx([0, covered, 0])
    assert [p.holds_fact for p in by_start] == [True, False, False]
    assert [p.score for p in by_start] == pytest.approx(
        [cosines[0] + 0.5 * name + 0.15, cosines[1] + 0.5 * both, cosines[2] + 0.5 * name],
        abs=1e-6,
    )
    assert found == sorted(found, key=lambda p: -p.score)
    # as a description: words weigh 0.1, and the defining sentence has 0.04 in advance
    described = answering(boats, {row: entry}, replace(query, kinds={"reverse": 1.0}), evidence)
    assert [p.score for p in sorted(described, key=lambda p: p.start)] == pytest.approx(
        [
            cosines[0] + 0.1 * name + 0.15 + 0.04,
            cosines[1] + 0.1 * both,
            cosines[2] + 0.1 * name,
        ],
        abs=1e-6,
    )


def test_without_a_kind_of_fact_none_is_held(boats: Index) -> None:
    assert {p.holds_fact for p in answers(boats, "spinnaker Solent", ["Spinnaker"])} == {None}


def test_the_words_of_a_name_are_not_looked_for_beside_others(boats: Index) -> None:
    best = answers(boats, "which spinnaker runs before the wind", ["Spinnaker", "Keel"])[0]
    assert text_of(boats, best).endswith("for running before the wind.")
    assert best.coverage == 1.0  # "run" and "wind"; not "spinnaker"


def test_a_run_in_head_counts_as_words_of_its_sentences() -> None:
    text = "Reach: It goes across the wind. Its sheets are half out. Run: It goes before it."
    records = glossary([("Course", (), text)])
    (entry,) = records.entries
    reach, run = (entry.start + entry.definition.index(head) for head in ("It goes", "Run: "))
    section = Section("Reach", reach, run)
    with indexed(replace(records, entries=(replace(entry, sections=(section,)),))) as index:
        found = answers(index, "course: reach", ["Course"])
        assert {text_of(index, p): p.coverage for p in found} == {
            "Reach: It goes across the wind.": 0.5,  # "reach", but not "course"
            "Its sheets are half out.": 0.5,  # by its head
            "Run: It goes before it.": 0.0,
        }


def test_sentences_that_score_alike_keep_the_order_of_the_text() -> None:
    twice = [("Cleat", (), "It holds every rope. It holds every rope."), ("Bitt", (), "A post.")]
    with indexed(glossary(twice)) as index:
        found = answers(index, "it holds every rope", ["Cleat"])
        assert found[0].score == found[1].score
        assert found[0].start < found[1].start


def test_entries_without_text_have_no_sentences(boats: Index) -> None:
    assert answers(boats, "blank", ["Blank"]) == []


# --- naming, completing, joining ---


@pytest.mark.parametrize(
    ("term", "names", "expected"),
    [
        ("Halyard", ("mainsail",), "A rope that hoists a sail, as the mainsails of a ketch."),
        ("Mainsail", ("Halyards",), "Hauled up by a halyard, it drives the boat."),
        ("Keel", ("yacht upright", "rope"), "A keel keeps a yacht upright."),
        ("Keel", ("upright yacht",), None),  # the words of a name stand together
        ("Halyard", ("main",), None),
        ("Blank", ("rope",), None),
    ],
)
def test_the_first_sentence_that_names_another(
    boats: Index, term: str, names: tuple[str, ...], expected: str | None
) -> None:
    found = naming(boats, *entry_named(boats, term), names)
    assert (text_of(boats, found) if found else None) == expected


def test_a_sentence_that_announces_a_formula_is_led_on_to_it(sailing: Glossator) -> None:
    index = sailing.index
    row, entry = entry_named(index, "Hull Speed")
    first, announcing, *_ = index.lexicon.chunks_of([row])
    passage = Passage(row, entry, announcing.start, announcing.end)
    assert text_of(index, passage).endswith("the length of the waterline:")
    assert text_of(index, complete(index, passage)).endswith("waterline:\n\nv = 1.34 * sqrt(L)")
    other = Passage(row, entry, first.start, first.end)
    assert complete(index, other) == other


def test_a_colon_at_the_end_of_the_text_leads_nowhere() -> None:
    with indexed(glossary([("Rig", (), "It is one of these:")])) as index:
        row, entry = entry_named(index, "Rig")
        passage = Passage(row, entry, entry.start, entry.end)
        assert complete(index, passage) == passage


def sentences(index: Index, term: str) -> list[Passage]:
    row, entry = entry_named(index, term)
    chunks = index.lexicon.chunks_of([row])
    return [Passage(row, entry, chunk.start, chunk.end) for chunk in chunks]


def test_neighbours_are_joined_in_either_order(boats: Index) -> None:
    one, two, three = sentences(boats, "Spinnaker")
    (joined,) = join(boats, [two, one])
    assert (joined.start, joined.end) == (one.start, two.end)
    assert text_of(boats, joined) == f"{text_of(boats, one)} {text_of(boats, two)}"
    assert join(boats, [one, three]) == [one, three]


def test_passages_of_two_entries_are_never_joined(boats: Index) -> None:
    (halyard,) = sentences(boats, "Halyard")
    keel = sentences(boats, "Keel")
    found = join(boats, [keel[1], halyard, keel[0]])
    assert [passage.entry.term for passage in found] == ["Keel", "Halyard"]
    assert (found[0].start, found[0].end) == (keel[0].start, keel[1].end)


def test_a_passage_inside_another_adds_nothing(boats: Index) -> None:
    one, two, _ = sentences(boats, "Spinnaker")
    whole = Passage(one.row, one.entry, one.start, two.end)
    assert join(boats, [whole, two]) == [whole]


JOINED = """# Spars

**1. Mast and 2. Boom**

A mast and a boom hold the sail, each in its way:

**Mast**: The mast stands upright and carries the sail's weight.

**Boom**: The boom runs along the foot of the sail.

Both bend under load, the boom more than the mast.

**3. Gaff**

A gaff is a spar at the head of a four-cornered sail.

**4. Sprit**

A sprit crosses the sail from corner to corner.
"""


def test_a_quote_that_ends_in_a_colon_does_not_run_over_another_entry(tmp_path: Path) -> None:
    (tmp_path / "spars.md").write_text(JOINED, encoding="utf-8")
    with Glossator.build([tmp_path / "spars.md"]) as glossary:
        lexicon = glossary.index.lexicon
        row = next(iter(lexicon.named(["mast"])["mast"])).row
        (entry,) = lexicon.entries([row])
        assert entry.more  # the text that both share
        shared = entry.more[0]
        found = complete(glossary.index, Passage(row, entry, shared.start, shared.end))
        assert lexicon.text(entry.document, found.start, found.end).endswith("each in its way:")


def test_text_between_the_parts_of_an_entry_is_not_its_own() -> None:
    entry = Entry("d#a", "d", None, "A", "A", (), (), "one", 0, 3, 1, more=(Span(8, 11),))
    text = "one two six"
    assert not strays(entry, 0, text[0:3])
    assert not strays(entry, 8, text[8:11])
    assert strays(entry, 0, text)
    assert strays(entry, 2, text[2:5])
    assert not strays(entry, 2, text[2:4])  # a blank belongs to nobody
