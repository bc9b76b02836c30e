from dataclasses import replace
from pathlib import Path

import pytest

from glossator.index.concepts import group
from glossator.index.reading import read_paths
from glossator.index.records import Entry
from glossator.index.references import link

TOOL = "A hand tool with a heavy head, used to drive nails."


def entry(
    term: str,
    definition: str,
    *,
    document: str = "a",
    aliases: tuple[str, ...] = (),
    said: tuple[str, ...] = (),
    references: tuple[str, ...] = (),
    number: int = 1,
) -> Entry:
    return Entry(
        id=f"{document}#{term.casefold().replace(' ', '-')}-{number}",
        document=document,
        number=None,
        term=term,
        heading=term,
        aliases=aliases,
        said=said,
        definition=definition,
        start=0,
        end=len(definition),
        line=1,
        references=references,
    )


def together(*entries: Entry) -> set[frozenset[str]]:
    return {frozenset(concept.entries) for concept in group(entries)}


def test_the_same_name_in_two_documents_is_one_concept_whatever_its_spelling() -> None:
    one = entry("Claw-Hammers", TOOL)
    two = entry("claw hammer", "It pulls nails too.", document="b")
    (concept,) = group([one, two])
    assert concept.entries == (one.id, two.id)
    assert concept.names == ("Claw-Hammers",)
    assert dict(concept.rules) == {one.id: "same name", two.id: "same name"}


def test_one_name_with_different_definitions_in_one_document_is_several_senses() -> None:
    bird = entry("Crane", "A tall bird that wades.", number=1)
    machine = entry("Crane", "A machine that lifts loads by a cable.", number=2)
    assert together(bird, machine) == {frozenset([bird.id]), frozenset([machine.id])}


def test_another_document_does_not_join_two_senses() -> None:
    bird = entry("Crane", "A tall bird that wades in shallow water.", number=1)
    machine = entry("Crane", "A machine that lifts loads by a cable.", number=2)
    other = entry("Crane", "A machine that lifts heavy loads by a cable.", document="b")
    assert together(bird, machine, other) == {
        frozenset([bird.id]),
        frozenset([machine.id, other.id]),
    }


def test_an_alias_that_prose_states_joins_two_names() -> None:
    one = entry("Spanner", TOOL, aliases=("wrench",), said=("wrench",))
    two = entry("Wrench", "Turns bolts.", document="b")
    (concept,) = group([one, two])
    assert concept.rules[0][1] == "document says also known as 'wrench'"


def test_an_acronym_that_two_entries_of_a_document_claim_joins_nothing() -> None:
    ring = entry("Big Ring Boat", "A boat of rings.", aliases=("BRB",))
    rope = entry("Rope Ladder", "A ladder. Also a bad rope bridge.", aliases=("BRB",))
    other = entry("Bent Rod Brace", "A brace.", document="b", aliases=("BRB",))
    assert len(together(ring, rope, other)) == 3


def test_of_two_claims_the_one_whose_head_is_the_kind_that_is_defined_wins() -> None:
    term = entry("Zip", "A popular fastening device that slides.", document="b")
    device = entry("Zipper device", "It slides along teeth.", aliases=("Zip",))
    sound = entry("Zipper sound", "It is heard when the teeth slide.", aliases=("Zip",))
    assert together(term, device, sound) == {
        frozenset([term.id, device.id]),
        frozenset([sound.id]),
    }


def test_a_name_may_add_the_kind_that_the_other_definition_states() -> None:
    short = entry("Stanley", "A popular knife that has blades to snap off.")
    long = entry("Stanley Knife", "A cutting tool.", document="b")
    other = entry("Stanley Cup", "A trophy.", document="b")
    assert together(short, long, other) == {frozenset([short.id, long.id]), frozenset([other.id])}


def test_nearly_equal_definitions_join_names_that_share_a_word() -> None:
    one = entry("Pipe bending", "Shaping a metal tube by force so that it follows a curve.")
    two = entry("Tube bending", "Shaping a metal tube by force so that it follows a given curve.")
    far = entry("Forging", "Shaping a metal tube by force so that it follows a curve.")
    assert together(one, two, far) == {frozenset([one.id, two.id]), frozenset([far.id])}


def test_entries_that_their_source_tells_apart_by_ids_stay_apart() -> None:
    apart = [
        replace(entry(term, "Someone of a given country."), locator=term, flags=("identified",))
        for term in ("Citizen", "Non-Citizen")
    ]
    elsewhere = entry("Citizen", "Someone of a given country.", document="b")
    assert together(*apart, elsewhere) == {
        frozenset([apart[0].id, elsewhere.id]),
        frozenset([apart[1].id]),
    }


def test_a_narrower_thing_is_another_concept() -> None:
    wide = entry("Saw", "A tool with a toothed blade that cuts wood.")
    narrow = entry("Band Saw", "A powered tool whose blade is an endless band.", document="b")
    assert len(together(wide, narrow)) == 2


def test_references_resolve_through_inflection_parts_and_omitted_heads() -> None:
    home = entry("Joint", "x", references=("bolted", "nails and screws", "dowelling", "paint"))
    bolt = entry("Bolts", "x")
    nail = entry("Nail", "x")
    screw = entry("Screws", "x")
    dowel = entry("Dowelling machine", "x")
    linked, remarks = link([home, bolt, nail, screw, dowel], {"a": "a.txt"})
    assert linked[0].see_also == (bolt.id, nail.id, screw.id, dowel.id)
    assert linked[0].dangling == ("paint",)
    assert [(remark.path, remark.code) for remark in remarks] == [("a.txt", "dangling-reference")]


def test_a_name_that_two_entries_claim_means_the_one_whose_own_initials_it_is() -> None:
    home = entry("Yard", "x", references=("RNB",))
    borrowed = entry("Plain Boat", "x", aliases=("Regular Nice Boat", "RNB"))
    own = entry("River Night Boat", "x", aliases=("RNB",))
    linked, _ = link([home, borrowed, own], {"a": "a.txt"})
    assert linked[0].see_also == (own.id,)


@pytest.mark.shared
def test_the_seeds_give_about_170_concepts_and_the_known_pairs(seeds: Path) -> None:
    readings = read_paths([seeds]).readings
    entries, _ = link(
        [e for reading in readings for e in reading.entries],
        {reading.document.id: reading.document.path for reading in readings},
    )
    concepts = group(entries)
    assert 165 <= len(concepts) <= 175
    of = {item: concept.id for concept in concepts for item in concept.entries}

    def concept(name: str, number: str) -> str:
        return of[next(e.id for e in entries if e.document[:3] == number and e.term == name)]

    same = [
        [("Epochs", "000"), ("Training epoch", "000"), ("Epoch", "001"), ("Epoch", "002")],
        [("Vanishing Gradient", "002"), ("Gradient Vanishing", "002")],
        [("Clipping", "002"), ("Gradient Clipping", "002")],
        [("Parameter Sharing", "002"), ("Weight Sharing", "002")],
        [("Cost Function", "002"), ("Objective Function", "002")],
        [("Dense Layer", "002"), ("Fully Connected Layer", "002"),
         ("Fully Connected Layer", "003")],
        [("Sensitivity", "002"), ("True Positive Rate", "002")],
        [("GAN", "002"), ("Generative adversarial networks", "000"),
         ("Generative Adversarial Network", "003")],
    ]  # fmt: skip
    assert [len({concept(*name) for name in names}) for names in same] == [1] * len(same)
    different = [
        ("Rectified Linear Unit Neuron", "003", "Rectified Linear Unit function", "003"),
        ("Generator", "000", "Generative models", "003"),
        ("Diffusion", "000", "Diffusion model", "000"),
        ("Forward process", "000", "Forward Propagation", "003"),
        ("Multilayer Perceptron", "003", "Recurrent Neural Network", "003"),
        ("Entropy", "002", "Cross-Entropy Loss", "002"),
        ("Global Average Pooling", "002", "Average Pooling", "003"),
    ]
    assert [concept(a, b) != concept(c, d) for a, b, c, d in different] == [True] * len(different)


@pytest.mark.shared
def test_most_references_of_the_article_resolve(seeds: Path) -> None:
    readings = read_paths([seeds]).readings
    entries, _ = link(
        [e for reading in readings for e in reading.entries],
        {reading.document.id: reading.document.path for reading in readings},
    )
    marked = sum(len(entry.references) for entry in entries)
    dangling = sum(len(entry.dangling) for entry in entries)
    assert 155 <= dangling <= 180
    assert marked - dangling >= 321
