"""What is loaded, and what of it may be trained on."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from glossator.data import path as shipped
from glossator.eval.questions import load_questions
from glossator.eval.splits import load_split
from glossator.eval.tuning.data import (
    KEPT_BACK_SHARE,
    Sources,
    TuningData,
    is_kept_back,
    load,
)
from glossator.eval.tuning.samples import HELD_OUT
from glossator.eval.tuning.written import OWN, Shelf
from glossator.rag import InputError

from .rivers import data_of, shelf_of, written


def test_a_concept_is_kept_back_by_its_id_alone_in_the_stated_share() -> None:
    kept = [is_kept_back(f"rivers/{n}") for n in range(4000)]
    assert 100 * sum(kept) / 4000 == pytest.approx(KEPT_BACK_SHARE, abs=2)
    assert kept == [is_kept_back(f"rivers/{n}") for n in range(4000)]


def test_held_out_glossaries_and_kept_back_concepts_are_not_trained_on(tmp_path: Path) -> None:
    shelves = [shelf_of(name, tmp_path) for name in ("rivers", HELD_OUT[0])]
    asked = [one for shelf in shelves for one in written(shelf.name)]
    data = data_of(shelves, asked)
    trained = data.trainable()
    concepts = {one.question: data.concepts(one) for one in asked if one.glossary == "rivers"}
    assert {one.question for one in trained} == {
        text for text, found in concepts.items() if not any(map(is_kept_back, found))
    }
    assert all(one.glossary == "rivers" for one in trained)


def test_a_question_names_the_concepts_of_its_gold(rivers: Shelf) -> None:
    data = data_of([rivers], written())
    for one in data.questions:
        assert data.concepts(one) == [rivers.concept_of(term) for term, _ in one.gold]


@pytest.fixture(scope="module")
def sources(shared: Path) -> Sources:
    wordnet = shared / "wordnet" / "wordnet.jsonl.gz"
    return Sources(shared / "glossaries", wordnet, shipped("tuning"))


@pytest.fixture(scope="module")
def everything(sources: Sources) -> TuningData:
    return load(sources)


@pytest.mark.shared
def test_all_that_was_written_is_read_without_an_error(everything: TuningData) -> None:
    rows = (shipped("tuning") / "questions.jsonl").read_text("utf-8").splitlines()
    assert len(everything.questions) == len(rows)
    assert {one.glossary for one in everything.questions} == set(everything.shelves)
    assert len(everything.descriptions) == len(everything.similar) == 300
    assert all(0 <= score <= 5 for score, _, _ in everything.similar)
    assert len(everything.digests["tuning/questions.jsonl"]) == 64


@pytest.mark.shared
def test_no_trainable_question_names_what_is_held_out_barred_or_kept_back(
    everything: TuningData,
) -> None:
    trained = everything.trainable()
    assert len(trained) > 10_000
    assert everything.barred
    for one in trained:
        assert one.glossary not in HELD_OUT
        for concept in everything.concepts(one):
            assert concept not in everything.barred
            assert not is_kept_back(concept)


@pytest.mark.shared
def test_every_development_and_test_question_bars_its_entries(everything: TuningData) -> None:
    split = load_split(shipped("qa") / "split.json")
    shelf = everything.shelves[OWN]
    for question in load_questions([shipped("qa") / "questions.jsonl"]):
        if split[question.id] != "train":
            for names in question.gold_terms:
                found = {shelf.concept_of(name) for name in names} - {""}
                assert found <= everything.barred, question.question


@pytest.mark.shared
def test_no_question_that_is_trained_on_is_one_that_is_measured_with(
    everything: TuningData,
) -> None:
    split = load_split(shipped("qa") / "split.json")
    measured = {
        question.question.casefold()
        for question in load_questions([shipped("qa") / "questions.jsonl"])
        if split[question.id] != "train" and question.answerable
    }
    assert not measured & {one.question.casefold() for one in everything.trainable()}


@pytest.mark.shared
def test_about_a_seventh_of_the_concepts_of_every_glossary_is_kept_back(
    everything: TuningData,
) -> None:
    kept: Counter[str] = Counter()
    for name, shelf in everything.shelves.items():
        concepts = {one.concept for one in shelf.passages}
        share = 100 * sum(map(is_kept_back, concepts)) / len(concepts)
        tolerance = 3 * 36 / len(concepts) ** 0.5  # three standard errors
        assert share == pytest.approx(KEPT_BACK_SHARE, abs=tolerance), name
        kept[name] = sum(map(is_kept_back, concepts))
    assert min(kept.values()) > 0


@pytest.mark.shared
def test_a_question_about_what_is_barred_is_refused(
    everything: TuningData, sources: Sources, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(sources.written, tmp_path / "tuning"))
    shelf = everything.shelves[OWN]
    barred = next(one for one in shelf.passages if one.concept in everything.barred)
    row = {"glossary": OWN, "kind": "define", "question": "what is it?"}
    row |= {"gold": [[barred.term, barred.digest]]}  # type: ignore[dict-item]
    (folder / "questions.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"'what is it.' is about .* which is held out"):
        load(Sources(sources.samples, sources.wordnet, folder))


@pytest.mark.shared
@pytest.mark.parametrize("name", ["descriptions.jsonl", "similar.jsonl"])
def test_a_damaged_file_says_what_was_expected(name: str, sources: Sources, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sources.written, tmp_path / "tuning"))
    (folder / "questions.jsonl").write_text(
        '{"glossary": "own", "kind": "far", "question": "?", "gold": []}\n'
    )
    (folder / name).write_text('{"word": 3}\n')
    with pytest.raises(InputError, match=rf"{name}: KeyError.*expected objects with"):
        load(Sources(sources.samples, sources.wordnet, folder))
