"""The classifier of questions: probabilities, one encoder's own, and what it was fitted for."""

import json
from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from glossator.data import path as shipped
from glossator.index.encoder import bundled
from glossator.rag.kinds import FILE, KINDS, KindModel, kind_model, sounds_like

#: Three questions of each kind, over subjects that nothing was fitted to.
HEARD = {
    "define": ("what is a weir?", "define meander", "what does towpath mean"),
    "reverse": (
        "what do you call the place where a river meets the sea",
        "the track along the bank that horses walked on",
        "a wall across a stream that makes the water behind it rise",
    ),
    "fact": (
        "who invented the pound lock?",
        "in which year was the pound lock introduced?",
        "how wide is a towpath?",
    ),
    "yesno": (
        "is a weir always made of stone?",
        "does a lock need electricity to work?",
        "can a barge pass through a sluice?",
    ),
    "relation": (
        "what is the opposite of upstream?",
        "what is a delta made of?",
        "which structure replaced the flash lock?",
    ),
    "compare": (
        "what is the difference between a lock and a weir?",
        "ford vs bridge",
        "how does a brook differ from a river?",
    ),
    "list": ("which kinds of locks are there?", "list all types of dams", "what bridges exist?"),
    "far": ("how do I boil an egg?", "who won the world cup?", "hello, how are you today?"),
}


def heard(question: str) -> dict[str, float]:
    encoder = bundled()
    (vector,) = encoder.encode([question])
    return dict(sounds_like(vector, encoder.sha256))


def test_the_classifier_that_ships_belongs_to_the_encoder_that_ships() -> None:
    encoder = bundled()
    assert kind_model().encoder == encoder.sha256
    assert kind_model().weights.shape == (len(KINDS), encoder.dim)
    assert kind_model().bias.shape == (len(KINDS),)
    row = json.loads((shipped("models") / FILE).read_bytes())
    assert row["questions"] > 1000


@pytest.mark.parametrize("question", ["what is a weir?", "", "xyzzy", "水", "a " * 500])
def test_every_question_sounds_like_something_with_probabilities(question: str) -> None:
    found = heard(question)
    assert tuple(found) == KINDS
    assert sum(found.values()) == pytest.approx(1, abs=1e-5)
    assert min(found.values()) >= 0


@pytest.mark.parametrize("kind", KINDS)
def test_most_questions_of_a_kind_sound_like_it(kind: str) -> None:
    likeliest = Counter(max(found, key=found.__getitem__) for found in map(heard, HEARD[kind]))
    assert likeliest[kind] >= 2, likeliest


@pytest.mark.parametrize("sha256", ["", "0" * 64])
def test_an_encoder_that_it_does_not_know_hears_nothing(sha256: str) -> None:
    assert sounds_like(np.ones(384, np.float32), sha256) == {}


def test_without_weights_the_bias_decides_and_with_them_the_vector() -> None:
    bias = np.log(np.arange(1, len(KINDS) + 1)).astype(np.float32)
    weights = np.zeros((len(KINDS), 2), np.float32)
    weights[KINDS.index("define")] = (50, 0)
    model = KindModel("x", bias, weights)
    total = sum(range(1, len(KINDS) + 1))
    assert list(model(unit(0, 1)).values()) == pytest.approx([n / total for n in range(1, 9)])
    assert model(unit(1, 0))["define"] == pytest.approx(1)


def test_large_scores_do_not_overflow() -> None:
    model = KindModel("x", np.zeros(8, np.float32), np.full((8, 1), 3e38, np.float32))
    assert sum(model(np.ones(1, np.float32)).values()) == pytest.approx(1)


def unit(*values: float) -> NDArray[np.float32]:
    return np.array(values, np.float32)
