"""Questions made from structure: what each kind asks, and that nothing ambiguous is asked."""

import pytest

from glossator.eval.generate import KINDS, generate
from glossator.eval.holdings import Holdings
from glossator.eval.question_rows import parse_question, to_dict
from glossator.eval.records import Question, QuestionType
from glossator.index.encoder import bundled
from glossator.rag import Glossator, InputError

from .small import open_small


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    with open_small(tmp_path_factory.mktemp("small"), bundled()) as glossary:
        return Holdings(glossary.index)


@pytest.fixture(scope="module")
def own_holdings(own: Glossator) -> Holdings:
    return Holdings(own.index)


def of(kind: str, holdings: Holdings) -> tuple[Question, ...]:
    return generate(holdings, [kind])


def test_a_definition_is_asked_of_every_concept(small: Holdings) -> None:
    found = of("define", small)
    assert [one.gold_terms[0][0] for one in found] == [
        "Boom",
        "Gybe",
        "Jib",
        "Keel",
        "Knot",
        "Spinnaker",
        "Storm jib",
    ]
    assert all(one.gold_terms[0][0] in one.question for one in found)
    assert {one.type for one in found} == {QuestionType.DEFINE}


def test_an_acronym_asks_for_its_term(small: Holdings) -> None:
    (knot,) = of("acronym", small)
    assert "KN" in knot.question
    assert "Knot" in knot.gold_terms[0]
    assert knot.type is QuestionType.ACRONYM
    with pytest.raises(InputError, match="no question of the kinds alias"):
        of("alias", small)


def test_a_definition_is_told_without_its_name(small: Holdings) -> None:
    found = {one.gold_terms[0][0]: one.question for one in of("definition", small)}
    assert "A small, strong sail that is set in place of the jib" in found["Storm jib"]
    for term, question in found.items():
        assert term.casefold() not in question.casefold()


def test_a_typing_error_is_no_other_name(own_holdings: Holdings) -> None:
    names = {name.casefold() for one in own_holdings.entries for name in one.names}
    for one in of("typo", own_holdings):
        assert not any(one.question == f"{name}" for name in names)
        assert one.question not in {two.question for two in of("define", own_holdings)}


def test_references_and_kinds_of_one_thing_are_paired(own_holdings: Holdings) -> None:
    assert all(len(one.gold_terms) == 2 for one in of("see-also", own_holdings))
    compared = of("compare", own_holdings)
    assert any("Layer" in one.gold_terms[0][0] for one in compared)
    assert len(compared) < len(own_holdings.entries)  # each with the next, not with all


def test_an_entry_left_out_is_named_by_all_its_names(own_holdings: Holdings) -> None:
    found = {one.id: one for one in of("left-out", own_holdings)}
    assert all(not one.answerable and not one.gold_terms for one in found.values())
    for one in found.values():
        assert own_holdings.concepts_of(one.without) >= {one.id.removeprefix("left-out:")}


def test_what_is_made_is_valid_marked_and_the_same_again(own_holdings: Holdings) -> None:
    found = generate(own_holdings)
    assert found == generate(own_holdings)
    assert len({one.id for one in found}) == len(found) > 800
    assert own_holdings.check(found) == ()
    assert all("synthetic" in one.tags for one in found)
    for one in found:
        again, faults = parse_question(to_dict(one))
        assert (again, faults) == (one, ())


def test_a_name_that_two_concepts_share_asks_for_neither(own_holdings: Holdings) -> None:
    for one in generate(own_holdings, ["define", "alias", "acronym"]):
        (names,) = one.gold_terms
        asked = [name for name in names if name in one.question]
        assert any(len(own_holdings.concepts_of([name])) == 1 for name in asked)


def test_a_limit_draws_from_each_kind_and_another_seed_draws_others(
    own_holdings: Holdings,
) -> None:
    found = generate(own_holdings, limit=5, seed=1)
    assert len(found) == 5 * len(KINDS)
    assert found != generate(own_holdings, limit=5, seed=2)


def test_an_unknown_kind_is_named_with_those_that_are(small: Holdings) -> None:
    with pytest.raises(InputError, match="kind 'rhyme' is unknown; known are define, alias"):
        generate(small, ["rhyme"])
