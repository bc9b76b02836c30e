"""Our answers as the records that ragas and DeepEval read, for those who want a model to judge.

Neither is needed here, nor imported: a record is a dictionary with the fields of ragas'
``SingleTurnSample`` or DeepEval's ``LLMTestCase``.
"""

from collections.abc import Mapping
from typing import Any

from .records import Question
from .results import Evaluation, Row, RunResult

__all__ = ["deepeval_records", "ragas_records"]


def _given(question: Question, row: Row) -> tuple[str, list[str], str, list[str]]:
    """Return the answer, the passages it cites, the reference, and its passages."""
    answer: Mapping[str, Any] = row.answer or {}
    contexts = [str(cited["quote"]) for cited in answer.get("citations", ())]
    gold = [quote for group in question.gold_quotes for quote in group]
    reference = " ".join(group[0] for group in question.gold_quotes)
    return str(answer.get("text") or ""), contexts, reference, gold


def ragas_records(evaluation: Evaluation, run: RunResult) -> list[dict[str, Any]]:
    """Return one record a question in the shape of ragas' ``SingleTurnSample``."""
    records = []
    for question, row in zip(evaluation.questions, run.rows, strict=True):
        response, contexts, reference, gold = _given(question, row)
        records.append(
            {
                "user_input": question.question,
                "response": response,
                "retrieved_contexts": contexts,
                "reference": reference,
                "reference_contexts": gold,
            }
        )
    return records


def deepeval_records(evaluation: Evaluation, run: RunResult) -> list[dict[str, Any]]:
    """Return one record a question in the shape of DeepEval's ``LLMTestCase``."""
    records = []
    for question, row in zip(evaluation.questions, run.rows, strict=True):
        response, contexts, reference, gold = _given(question, row)
        records.append(
            {
                "name": question.id,
                "input": question.question,
                "actual_output": response,
                "expected_output": reference,
                "retrieval_context": contexts,
                "context": gold,
            }
        )
    return records
