"""Records in the shape that model judges read."""

from glossator.eval.judges import deepeval_records, ragas_records
from glossator.eval.results import Evaluation, Provenance, Row, RunResult

from .small import ask

QUESTION = ask("what is a keel?", "Keel", gold_quotes=(("A fin", "The fin"), ("under the hull",)))
ANSWER = {"text": "Keel — “A fin” [1]", "citations": [{"quote": "A fin"}]}
RUN = RunResult("r", "system", "", {}, (Row("a", ANSWER, {}, ""), Row("b", None, {}, "")), ())
EVALUATION = Evaluation(
    Provenance("", "", 1, (), "", {}, ("", ""), {}), (QUESTION, ask("rust?")), (), (RUN,)
)


def test_ragas_gets_a_single_turn_sample() -> None:
    first, second = ragas_records(EVALUATION, RUN)
    assert first == {
        "user_input": "what is a keel?",
        "response": "Keel — “A fin” [1]",
        "retrieved_contexts": ["A fin"],
        "reference": "A fin under the hull",
        "reference_contexts": ["A fin", "The fin", "under the hull"],
    }
    assert second["response"] == second["reference"] == ""


def test_deepeval_gets_a_test_case() -> None:
    first, _ = deepeval_records(EVALUATION, RUN)
    assert first == {
        "name": "what is a keel?",
        "input": "what is a keel?",
        "actual_output": "Keel — “A fin” [1]",
        "expected_output": "A fin under the hull",
        "retrieval_context": ["A fin"],
        "context": ["A fin", "The fin", "under the hull"],
    }
