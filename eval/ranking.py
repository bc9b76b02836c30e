"""Ranking metrics over whole runs, through ir_measures (the only module that imports it).

``metrics.py`` has the same measures for one question, as plain functions.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ..index.errors import InputError, MissingPartError
from .interchange import run_of

__all__ = ["MEASURES", "pessimistic_ranking", "score_rankings"]

#: Names as ir_measures parses them; any grade above 0 is relevant, nDCG's gain is the grade.
MEASURES = ("Success@1", "R@5", "R@10", "R@50", "RR@10", "nDCG@10")


def _ir_measures() -> Any:
    try:
        import ir_measures
    except ImportError as error:
        raise MissingPartError(
            "ranking metrics need ir_measures: pip install 'glossator[eval]'"
        ) from error
    return ir_measures


def pessimistic_ranking(scores: Mapping[str, float], grades: Mapping[str, int]) -> tuple[str, ...]:
    """Rank documents by score, the least relevant first among equals, then by id.

    The tools of the field break ties each their own way (trec_eval by falling id, MS MARCO's
    script by rising id), so that a run of constant scores can look good by its ids alone. Here
    a tie is never worth anything.
    """
    return tuple(sorted(scores, key=lambda name: (-scores[name], grades.get(name, 0), name)))


def _relevant(grades: Mapping[str, int]) -> bool:
    return any(grade > 0 for grade in grades.values())


def score_rankings(
    qrels: Mapping[str, Mapping[str, int]],
    rankings: Mapping[str, Sequence[str]],
    measures: Sequence[str] = MEASURES,
) -> dict[str, dict[str, float]]:
    """Score the ranking of every judged query.

    Args:
        qrels: ``{query: {document: grade}}``; a query without a grade above 0 has no score and
            is left out.
        rankings: ``{query: documents}``, best first. A judged query without a ranking (a
            refusal, a missing answer) scores 0.
        measures: names that ir_measures knows.

    Returns:
        ``{query: {measure: value}}`` in the order of the qrels, values in [0, 1].

    Raises:
        InputError: for a measure that ir_measures does not know, or a document ranked twice.
    """
    tool = _ir_measures()
    names: dict[Any, str] = {}
    for name in measures:
        try:
            names[tool.parse_measure(name)] = name
        except (NameError, ValueError, SyntaxError, KeyError) as error:
            known = ", ".join(MEASURES)
            raise InputError(f"measure '{name}' is unknown; try one of {known}") from error
    judged = {query: dict(grades) for query, grades in qrels.items() if _relevant(grades)}
    scores = {query: dict.fromkeys(measures, 0.0) for query in judged}
    for query, ranking in rankings.items():
        if len(set(ranking)) < len(ranking):
            raise InputError(f"query '{query}': a document is ranked twice; rank each once")
    run = run_of({query: ranking for query, ranking in rankings.items() if query in judged})
    if judged and any(run.values()):
        for row in tool.iter_calc(list(names), judged, run):
            scores[row.query_id][names[row.measure]] = float(row.value)
    return scores
