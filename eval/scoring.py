"""One answer against one question: its scores, its grade, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .correctness import all_cited, entry_accuracy, gold_text, is_right, quote_share
from .grounding import (
    Share,
    citation_precision,
    citation_recall,
    is_verbatim,
    relevant_share,
    resolved_share,
    stands_in,
)
from .holdings import Holdings
from .matching import concept_ranks, gold_keys, name_keys
from .metrics import (
    Grade,
    answer_chars,
    capped_recall_at,
    crag_score,
    exact_match,
    grade_outcome,
    token_f1,
)
from .ranking import score_rankings
from .records import Cited, GivenAnswer, Question
from .results import Failure, Row

__all__ = ["Scored", "score_answers", "score_ranked", "verbatim_share_of"]

_RANKED = {"Success@1": "success_1", "RR@10": "rr_10", "nDCG@10": "ndcg_10"}
_PLACES = 10


@dataclass(frozen=True, slots=True)
class Scored:
    """A question's row with what sums over questions need besides.

    Attributes:
        row: for the results.
        shares: counts behind the scores over citations, by metric.
        answered: an answer was given.
        refused: a refusal was given.
        right: the answer given is right.
        confidence: in [0, 1]; 0 where none was given.
    """

    row: Row
    shares: Mapping[str, Share]
    answered: bool
    refused: bool
    right: bool
    confidence: float


def score_answers(
    questions: Sequence[Question],
    answers: Mapping[str, GivenAnswer],
    shown: Mapping[str, Mapping[str, Any]],
    holdings: Holdings,
) -> tuple[Scored, ...]:
    """Score one system's answers.

    Args:
        questions: all that were asked.
        answers: by question id; a question without one was neither answered nor refused.
        shown: the answers as JSON, for the rows.
        holdings: of the index that was asked.

    Returns:
        One a question, in their order.
    """
    ranked = {name: answer.ranked for name, answer in answers.items()}
    ranking = _rankings(questions, ranked)
    return tuple(
        _scored(question, answers.get(question.id), shown.get(question.id), ranking, holdings)
        for question in questions
    )


def score_ranked(
    questions: Sequence[Question], ranked: Mapping[str, Sequence[tuple[str, str]]]
) -> tuple[Scored, ...]:
    """Score a system that only ranks: ``{question id: (term, source), best first}``."""
    ranking = _rankings(questions, ranked)
    return tuple(
        Scored(
            Row(question.id, None, ranking.get(question.id, {}), ""),
            {},
            answered=question.id in ranked,
            refused=False,
            right=False,
            confidence=0.0,
        )
        for question in questions
    )


def _rankings(
    questions: Sequence[Question], ranked: Mapping[str, Sequence[tuple[str, str]]]
) -> dict[str, dict[str, float]]:
    """Score the rankings of the answerable questions; a gold concept is what is relevant."""
    answerable = [question for question in questions if question.answerable]
    terms = {one.id: [term for term, _ in ranked.get(one.id, ())] for one in answerable}
    qrels = {one.id: {f"g{n}": 1 for n in range(len(one.gold_terms))} for one in answerable}
    runs = {one.id: _concept_ranking(one, terms[one.id]) for one in answerable}
    found = score_rankings(qrels, runs, tuple(_RANKED))
    scores: dict[str, dict[str, float]] = {}
    for question in answerable:
        ranks = concept_ranks(question, terms[question.id][:_PLACES])
        by_tool = found[question.id]
        scores[question.id] = {
            "success_1": by_tool["Success@1"],
            "recall_5": capped_recall_at(ranks, 5),
            "recall_10": capped_recall_at(ranks, 10),
            "rr_10": by_tool["RR@10"],
            "ndcg_10": by_tool["nDCG@10"],
        }
    return scores


def _concept_ranking(question: Question, terms: Sequence[str]) -> list[str]:
    """Turn ranked terms into ranked ids: ``g0`` for the first gold concept, ``x3`` for others.

    A concept counts where it is first named; a heading may name two.
    """
    golds = gold_keys(question)
    ranking: list[str] = []
    for rank, term in enumerate(terms[:_PLACES], 1):
        keys = name_keys(term)
        named = [f"g{n}" for n, gold in enumerate(golds) if gold & keys]
        ranking.extend(one for one in named or [f"x{rank}"] if one not in ranking)
    return ranking


def _scored(
    question: Question,
    answer: GivenAnswer | None,
    shown: Mapping[str, Any] | None,
    ranking: Mapping[str, Mapping[str, float]],
    holdings: Holdings,
) -> Scored:
    answered = answer is not None and answer.answered
    shares = _shares(question, answer, holdings) if answer is not None and answered else {}
    right = is_right(question, answer, holdings.sources)
    scores = dict(ranking.get(question.id, {}))
    scores |= _answer_scores(question, answer, right, holdings)
    scores |= {name: share.hits / share.cases for name, share in shares.items() if share.cases}
    grade = grade_outcome(question.answerable, answer, right, _partly(question, answer, holdings))
    scores["crag"] = crag_score([grade])
    row = Row(
        question.id,
        shown,
        scores,
        grade.value,
        _failure(question, answer, scores, grade),
    )
    return Scored(
        row,
        shares,
        answered,
        answer is not None and not answered,
        right and answered,
        (answer.confidence or 0.0) if answer is not None else 0.0,
    )


def _answer_scores(
    question: Question, answer: GivenAnswer | None, right: bool, holdings: Holdings
) -> dict[str, float]:
    prediction, golds = gold_text(question, answer)
    answered = answer is not None and answer.answered
    refused = answer is not None and not answer.answered
    scores = {"right": float(right), "coverage": float(answered)}
    if not question.answerable or golds:
        # no line at all is no empty answer: it matches nothing
        scores["exact_match"] = exact_match(prediction, golds) if answer is not None else 0.0
        scores["token_f1"] = token_f1(prediction, golds) if answer is not None else 0.0
    if question.answerable:
        scores["entry_accuracy"] = entry_accuracy(question, answer, holdings.sources)
        scores["all_cited"] = all_cited(question, answer, holdings.sources)
        share = quote_share(question, answer)
        if share is not None:
            scores["gold_quotes"] = share
        if golds:
            scores["has_answer_f1"] = scores["token_f1"]
        scores["false_refusals"] = float(refused)
    else:
        scores["false_answers"] = float(answered)
        scores["no_answer"] = float(refused)
    if answer is not None and answered:
        scores["risk"] = float(not (right and question.answerable))
        scores["answer_chars"] = float(answer_chars(answer))
    return scores


def _shares(question: Question, answer: GivenAnswer, holdings: Holdings) -> dict[str, Share]:
    texts, sources = holdings.texts, holdings.sources
    return {
        "verbatim": verbatim_share_of(answer.citations, holdings),
        "resolved": resolved_share(answer, texts, sources),
        "citation_recall": citation_recall(answer),
        "citation_precision": citation_precision(answer),
        "relevance": relevant_share(question, answer, sources),
    }


def verbatim_share_of(citations: Sequence[Cited], holdings: Holdings) -> Share:
    """Count the citations whose quote is the cited text.

    Where no place is claimed (other systems), the quote has to stand in the named document.
    """
    texts, sources = holdings.texts, holdings.sources
    hits = sum(
        is_verbatim(one, texts, sources)
        if one.start is not None
        else stands_in(one, texts, sources)
        for one in citations
    )
    return Share(hits, len(citations))


def _partly(question: Question, answer: GivenAnswer | None, holdings: Holdings) -> bool:
    """Tell whether an answer holds a part of what it must, from a gold entry."""
    if answer is None or not entry_accuracy(question, answer, holdings.sources):
        return False
    share = quote_share(question, answer)
    return share is None or share > 0


def _failure(
    question: Question, answer: GivenAnswer | None, scores: Mapping[str, float], grade: Grade
) -> Failure | None:
    if answer is None:
        return Failure.NO_LINE
    if scores.get("verbatim", 1.0) < 1.0:
        return Failure.BROKEN_QUOTE
    if grade is Grade.PERFECT:
        return None
    if not question.answerable:
        return Failure.FALSE_ANSWER
    if not answer.answered:
        return Failure.FALSE_REFUSAL
    if grade is Grade.ACCEPTABLE:
        return Failure.INCOMPLETE
    return Failure.MISSED_PASSAGE if scores["entry_accuracy"] else Failure.WRONG_ENTRY
