"""Fits the weights of ``rag/confidence.py`` to right and wrong answers.

    python -m glossator.eval.fit [--split train]

Logistic regression (scikit-learn, a development dependency) on the features that every answer
has anyway, over our own questions and glossary. Only the train split is fitted to; what the
weights are worth is read off another one.
"""

import argparse
from collections.abc import Sequence
from dataclasses import astuple, fields
from typing import Any

from ..data import path as shipped
from ..rag import Answer, Glossator, Settings
from ..rag.answerer import examine
from ..rag.confidence import Features
from .answers import parse_answer
from .correctness import all_cited, quote_share
from .matching import SourceNames
from .questions import load_questions
from .records import Question
from .splits import load_split, select

__all__ = ["fit", "observe"]

#: Inverse strength of the ridge penalty: weak, since there are far fewer features than answers.
STRENGTH = 3.0
_ALWAYS = Settings(threshold=0.0)


def observe(
    glossary: Glossator, questions: Sequence[Question]
) -> tuple[list[tuple[float, ...]], list[bool]]:
    """Answer questions whatever the confidence.

    Returns:
        For each question that anything can be quoted for, its features in the order of
        :class:`~glossator.rag.confidence.Features`, and whether that answer serves.
    """
    listed = glossary.index.lexicon.documents()
    sources = SourceNames([(document.path, document.title) for document in listed])
    rows, right = [], []
    for question in questions:
        found = examine(glossary.index, glossary.encoder, question.question, question.history)
        if found.draft is None:
            continue
        answer = glossary.ask(
            question.question,
            history=question.history,
            question_id=question.id,
            settings=_ALWAYS,
        )
        rows.append(astuple(found.features))
        right.append(question.answerable and _serves(question, answer, sources))
    return rows, right


def _serves(question: Question, answer: Answer, sources: SourceNames) -> bool:
    """Tell whether an answer serves its asker: half of what was asked, or all the right entries.

    Refusing is about answers that mislead; a list with a member missing is no such answer.
    """
    given = parse_answer(answer.to_dict())
    return max(quote_share(question, given) or 0.0, all_cited(question, given, sources)) >= 0.5


def fit(rows: Sequence[tuple[float, ...]], right: Sequence[bool]) -> tuple[float, Features]:
    """Return the bias and the weights of the logistic that explains which answers are right."""
    from sklearn.linear_model import LogisticRegression

    model: Any = LogisticRegression(C=STRENGTH, max_iter=1000).fit(rows, right)
    return float(model.intercept_[0]), Features(*(float(weight) for weight in model.coef_[0]))


def main() -> None:
    """Print the bias and the weights."""
    parser = argparse.ArgumentParser(prog="python -m glossator.eval.fit")
    parser.add_argument("--split", default="train")
    options = parser.parse_args()
    questions = load_questions([shipped("qa") / "questions.jsonl"])
    chosen = select(questions, load_split(shipped("qa") / "split.json"), options.split)
    with Glossator.open() as glossary:
        rows, right = observe(glossary, chosen)
    bias, weights = fit(rows, right)
    print(f"# {len(rows)} answers to the {options.split} split, {sum(right)} of them serve")
    print(f"BIAS = {bias:.2f}")
    for field, weight in zip(fields(weights), astuple(weights), strict=True):
        print(f"{field.name}={weight:.2f}")


if __name__ == "__main__":
    main()
