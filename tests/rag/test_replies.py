"""Whether a sentence looks like the reply to a question, over subjects nothing was fitted to."""

import json

import numpy as np
import pytest

from glossator.data import path as shipped
from glossator.index.encoder import bundled
from glossator.rag.replies import FILE, as_model, interplay, replies, reply_model

#: A question for a fact, a sentence that holds it, and one of the same thing that doesn't.
ASKED = (
    (
        "who designed the first pound lock?",
        "Pound lock — The first pound lock was designed by the engineer Qiao Weiyue.",
        "Pound lock — A pound lock has gates at both ends of its chamber.",
    ),
    (
        "when were chain ferries introduced?",
        "Chain ferry — Chain ferries came into use on the upper river in 1866.",
        "Chain ferry — A chain ferry pulls itself along a chain that lies on the river bed.",
    ),
    (
        "what is a sluice gate made of?",
        "Sluice gate — It is made of oak planks or of steel plates.",
        "Sluice gate — A sluice gate controls how much water passes.",
    ),
    (
        "how deep is the water of a ford?",
        "Ford — The water of a ford is seldom deeper than a person's knee.",
        "Ford — Many towns grew beside a ford.",
    ),
)


def test_the_classifier_that_ships_belongs_to_the_encoder_that_ships() -> None:
    encoder = bundled()
    assert reply_model().encoder == encoder.sha256
    assert reply_model().weights.shape == (4 * encoder.dim + 1,)
    assert json.loads((shipped("models") / FILE).read_bytes())["pairs"] > 1000


@pytest.mark.parametrize(("question", "reply", "other"), ASKED)
def test_a_sentence_that_holds_the_fact_looks_more_like_a_reply(
    question: str, reply: str, other: str
) -> None:
    asked, held, beside = bundled().encode([question, reply, other])
    assert 0 < replies(asked, beside) < replies(asked, held) < 1


def test_how_two_vectors_go_together_is_both_product_difference_and_cosine() -> None:
    one, two = np.array([1, 0], np.float32), np.array([0.6, 0.8], np.float32)
    expected = [5, 0, 3, 4, 6, 0, 1.2, 2.4, 0.6]
    assert interplay(one, two) == pytest.approx(np.array(expected, np.float32), rel=1e-6)


def test_log_odds_are_the_bias_and_what_each_part_weighs() -> None:
    model = as_model({"encoder": "x", "bias": -1.0, "weights": [0, 0, 0, 0, 0, 0, 0, 0, 5]})
    one, two = np.array([1, 0], np.float32), np.array([0.6, 0.8], np.float32)
    assert model(one, two) == pytest.approx(1 / (1 + np.exp(-2)))
