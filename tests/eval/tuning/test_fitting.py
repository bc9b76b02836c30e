"""What is fitted to questions over a little glossary, and what of them has a say."""

import json
from collections import Counter
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip(
    "sklearn", reason="scikit-learn is not installed: pip install 'glossator[tuning]'"
)

from glossator.eval.records import QuestionType
from glossator.eval.tuning.data import TuningData, is_kept_back
from glossator.eval.tuning.fitting import (
    KNOTS,
    LEFT,
    LEFT_OUT,
    UNANSWERABLE_SHARE,
    Seen,
    as_question,
    fit_confidence,
    fit_kinds,
    hearing,
    observe,
    observe_all,
    write,
)
from glossator.eval.tuning.samples import HELD_OUT
from glossator.eval.tuning.written import Shelf, Written
from glossator.index.build import build_memory
from glossator.index.encoder import bundled
from glossator.rag import Glossator
from glossator.rag.features import NO_FEATURES, Features
from glossator.rag.kinds import KINDS, KindModel, as_model, sounds_like
from glossator.rag.replies import ReplyModel, replies

from .rivers import ENTRIES, data_of, question, shelf_of, written

#: A question of each kind that the little glossary has none of.
MORE = (
    question("compare", "what is the difference between a weir and a lock?", "Weir"),
    question("list", "which places to cross are there?", "Ford"),
    question("relation", "what is a spring the opposite of?", "Spring"),
)


def seen(*, right: bool, answered: bool = True, answerable: bool = True, **features: float) -> Seen:
    return Seen("x", "x", answerable, answered, right, 0.5, replace(NO_FEATURES, **features))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> TuningData:
    folder = tmp_path_factory.mktemp("shelves")
    names = ("rivers", HELD_OUT[0])
    asked = [one for name in names for one in (*written(name), *MORE)]
    asked = [one if one.glossary in names else replace(one, glossary="rivers") for one in asked]
    return data_of([shelf_of(name, folder) for name in names], asked)


# --- written questions as the evaluation asks them ---


def test_a_written_question_keeps_its_kind_its_entry_and_its_sentence(rivers: Shelf) -> None:
    one = as_question(question("reverse", "a low wall in a stream", "Weir"), rivers, "r-1")
    assert (one.id, one.type, one.tags) == ("r-1", QuestionType.REVERSE, ("reverse",))
    assert one.gold_terms == (("Weir",),)
    assert one.gold_quotes == (("A low wall across a river.",),)
    assert one.answerable


@pytest.mark.parametrize(
    ("kind", "term", "expected"),
    [
        ("nofact", "Towpath", QuestionType.UNANSWERABLE_NEAR),
        ("absent", "", QuestionType.UNANSWERABLE_NEAR),
        ("far", "", QuestionType.UNANSWERABLE_FAR),
    ],
)
def test_what_the_glossary_does_not_hold_has_no_gold(
    rivers: Shelf, kind: str, term: str, expected: QuestionType
) -> None:
    one = as_question(question(kind, "how wide is it?", term), rivers, "r-1")
    assert (one.type, one.answerable) == (expected, False)
    assert (one.gold_terms, one.gold_quotes) == ((), ())


# --- observing ---


@pytest.fixture(scope="module")
def observed(rivers: Shelf) -> dict[str, Seen]:
    asked = [as_question(one, rivers, str(n)) for n, one in enumerate(written())]
    encoder = bundled()
    with Glossator(build_memory(rivers.readings, encoder), encoder) as glossary:
        found = observe(glossary, asked)
    assert len(found) == len(asked)
    return dict(zip((one.question for one in asked), found, strict=True))


def test_an_answer_is_right_where_it_serves_and_never_where_there_is_none(
    observed: dict[str, Seen],
) -> None:
    assert observed["what is a weir?"].right
    assert observed["a basin that carries barges up or down a level"].right
    for text in ("how wide is a towpath?", "what is a culvert?", "how do I boil an egg?"):
        assert not observed[text].answerable
        assert not observed[text].right
    assert all(one.answered for one in observed.values())


def test_what_is_seen_is_what_answering_saw(rivers: Shelf, observed: dict[str, Seen]) -> None:
    encoder = bundled()
    with Glossator(build_memory(rivers.readings, encoder), encoder) as glossary:
        for text, one in observed.items():
            explained = glossary.explain(text)
            assert one.confidence == pytest.approx(explained.confidence, abs=5e-5)
            assert all(0 <= value <= 1 for value in astuple(one.features))
    assert observed["what is a weir?"].kind == "define"
    assert observed["what is a culvert?"].kind == "absent"
    assert observed["what is a weir?"].features.whole == 1


def test_questions_about_one_thing_are_held_together(observed: dict[str, Seen]) -> None:
    weir = observed["what is a weir?"].concept
    assert (
        weir == observed["what do you call a low wall that makes the water behind it rise"].concept
    )
    assert weir != observed["what is a spring?"].concept


def test_of_a_tuned_on_glossary_only_what_was_kept_back_is_asked(data: TuningData) -> None:
    shelf = data.shelves["rivers"]
    found = observe_all(data, bundled(), ["rivers"])
    kept = [
        one
        for one in data.questions
        if one.glossary == "rivers" and all(is_kept_back(shelf.concept_of(t)) for t, _ in one.gold)
    ]
    assert len([one for one in found if one.kind != LEFT]) == len(kept)
    every = observe_all(data, bundled(), ["rivers"], unseen=False)
    assert len([one for one in every if one.kind != LEFT]) == sum(
        one.glossary == "rivers" for one in data.questions
    )


def test_of_a_held_out_glossary_all_is_asked_and_again_without_its_entry(data: TuningData) -> None:
    name = HELD_OUT[0]
    found = observe_all(data, bundled(), [name])
    asked = [one for one in data.questions if one.glossary == name]
    assert len([one for one in found if one.kind != LEFT]) == len(asked)
    gone = [one for one in found if one.kind == LEFT]
    answerable = [one for one in asked if one.kind not in ("nofact", "absent", "far")]
    assert len(gone) == len(answerable)
    assert len(ENTRIES) <= LEFT_OUT
    assert not any(one.right or one.answerable for one in gone)
    with_entry = [one.confidence for one in found if one.kind in ("define", "reverse")]
    assert np.mean([one.confidence for one in gone]) < np.mean(with_entry)


# --- fitting ---


@pytest.fixture(scope="module")
def kinds(data: TuningData) -> dict[str, Any]:
    return dict(fit_kinds(data, bundled()))


def test_the_classifier_belongs_to_its_encoder_and_has_a_row_for_each_kind(
    kinds: dict[str, Any],
) -> None:
    assert kinds["encoder"] == bundled().sha256
    assert np.shape(kinds["bias"]) == (len(KINDS),)
    assert np.shape(kinds["weights"]) == (len(KINDS), bundled().dim)


def test_the_classifier_hears_what_it_was_fitted_to(
    kinds: dict[str, Any], data: TuningData
) -> None:
    model = KindModel(
        "", np.array(kinds["bias"], np.float32), np.array(kinds["weights"], np.float32)
    )
    asked = [one for one in data.questions if one.glossary == "rivers" and one.kind in KINDS]
    heard = [model(vector) for vector in bundled().encode([one.question for one in asked])]
    likeliest = [max(shares, key=shares.__getitem__) for shares in heard]
    right = sum(kind == one.kind for kind, one in zip(likeliest, asked, strict=True))
    assert right >= 0.8 * len(asked), list(zip(likeliest, asked, strict=True))


def test_held_out_glossaries_have_no_say_in_how_questions_sound(
    kinds: dict[str, Any], data: TuningData
) -> None:
    wrong = [
        Written(HELD_OUT[0], "far", "what is a weir?", ()),
        Written(HELD_OUT[0], "list", "who invented the lock?", ()),
    ]
    more = replace(data, questions=(*data.questions, *wrong))
    assert fit_kinds(more, bundled()) == kinds


def test_kinds_that_the_classifier_does_not_know_are_left_out(
    kinds: dict[str, Any], data: TuningData
) -> None:
    more = (question("absent", "what is a culvert?", ""), question("nofact", "how wide?", "Weir"))
    assert fit_kinds(replace(data, questions=(*data.questions, *more)), bundled()) == kinds


ASKED = [seen(right=True, dense=0.9, far=0.1)] * 40 + [seen(right=False, dense=0.2, far=0.8)] * 40
LOST = [seen(right=False, answerable=False, unnamed=1.0)] * 20


def test_what_tells_right_from_wrong_and_held_from_not_bends_its_curve() -> None:
    found = fit_confidence([*ASKED, *LOST], ASKED)
    assert found["answers"] == 100
    right, held = found["right"]["curves"], found["held"]["curves"]
    assert list(right) == list(held) == list(Features.__dataclass_fields__)
    assert {len(curve) for curve in right.values()} == {KNOTS}
    assert right["dense"][-1] > 0.1  # half a knot's worth
    assert min(right["far"]) < -0.5
    assert held["unnamed"][-1] < -1
    assert set(held["mentioned"]) == {0.0}


def test_what_has_no_answer_weighs_its_share_however_many_there_are() -> None:
    few = fit_confidence([seen(right=True)] * 30 + LOST, ASKED)
    many = fit_confidence([seen(right=True)] * 30 + LOST * 10, ASKED)
    plain = seen(right=False, answerable=False)
    alone = fit_confidence([seen(right=True)] * 40 + [plain] * 7, ASKED)
    assert few["right"]["bias"] == pytest.approx(many["right"]["bias"], abs=0.02)
    share = 1 / (1 + np.exp(-alone["held"]["bias"]))
    assert share == pytest.approx(1 - UNANSWERABLE_SHARE, abs=0.01)


def test_all_but_a_few_answerable_questions_reach_the_bound() -> None:
    low = [seen(right=True, unnamed=1.0)] * 2
    found = fit_confidence([*ASKED, *LOST], [*ASKED, *ASKED, *low])
    lower = fit_confidence([*ASKED, *LOST], low * 10)
    assert found["least_held"] > lower["least_held"]


def test_questions_that_nothing_was_quoted_for_have_no_say() -> None:
    silent = [seen(right=False, answered=False, dense=1.0)] * 50
    whole = fit_confidence([*ASKED, *LOST, *silent], [*ASKED, *silent])
    assert whole == fit_confidence([*ASKED, *LOST], ASKED)


def test_other_classifiers_are_heard_for_a_while(kinds: dict[str, Any]) -> None:
    vector = bundled().encode(["what is a weir?"])[0]
    before = sounds_like(vector, bundled().sha256), replies(vector, vector)
    other = ReplyModel(bundled().sha256, 0.0, np.zeros(4 * len(vector) + 1, np.float32))
    with hearing(as_model(kinds), other):
        assert sounds_like(vector, bundled().sha256) != before[0]
        assert replies(vector, vector) == 0.5
    assert (sounds_like(vector, bundled().sha256), replies(vector, vector)) == before


def test_a_glossary_that_is_left_out_has_no_say_in_how_questions_sound(
    kinds: dict[str, Any], data: TuningData
) -> None:
    canals = [replace(one, glossary="canals") for one in data.questions[:5]]
    more = replace(data, questions=(*data.questions, *canals))
    assert fit_kinds(more, bundled(), without="canals") == kinds
    assert fit_kinds(more, bundled()) != kinds


def test_what_is_written_is_one_line_of_json(tmp_path: Path) -> None:
    values = fit_confidence([*ASKED, *LOST], ASKED)
    write(tmp_path, "confidence.json", values)
    text = (tmp_path / "confidence.json").read_text("utf-8")
    assert json.loads(text) == values
    assert text.count("\n") == 1


def test_the_little_glossary_has_questions_of_every_kind(data: TuningData) -> None:
    count = Counter(one.kind for one in data.questions if one.glossary == "rivers")
    assert set(count) == {*KINDS, "nofact", "absent"}
