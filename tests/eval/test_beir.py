"""Our retriever behind the interfaces of BEIR and MTEB."""

import numpy as np
import pytest

from glossator.eval.beir import Encoding, Retriever
from glossator.index.encoder import bundled
from glossator.rag import InputError

CORPUS = {
    "d 1": {"title": "Keel", "text": "A fin under the hull of a boat."},
    "d2": {"title": "", "text": "A spar along the foot of the mainsail."},
    "d3": {"title": "Keel", "text": "A barge of the river Tyne."},
    "empty": {"title": "", "text": " "},
}


def test_a_corpus_is_searched_by_name_and_by_meaning() -> None:
    queries = {"q1": "what is a keel?", "q2": "spar along the foot", "q3": ""}
    found = Retriever().search(CORPUS, queries, 2, "cos_sim", extra=True)
    assert set(found["q1"]) == {"d 1", "d3"}
    assert max(found["q2"], key=lambda name: found["q2"][name]) == "d2"
    assert all(len(scores) <= 2 for scores in found.values())
    assert all(0 <= score <= 1 for scores in found.values() for score in scores.values())


def test_a_corpus_without_text_is_refused() -> None:
    with pytest.raises(InputError, match="the corpus has no text"):
        Retriever().search({"a": {"text": ""}}, {}, 1)


def test_texts_are_encoded_as_the_encoder_does() -> None:
    encoding, encoder = Encoding(), bundled()
    expected = encoder.encode(["Keel A fin under the hull of a boat."])
    assert np.array_equal(encoding.encode_corpus([CORPUS["d 1"]], batch_size=8), expected)
    assert np.array_equal(encoding.encode_queries(["a", "b"], 8), encoder.encode(["a", "b"]))
    assert np.array_equal(encoding.encode(["a"], task_name="x"), encoder.encode(["a"]))
