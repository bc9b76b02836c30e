"""Metrics of one question: of a ranking, of a text, of an outcome. Each a pure function.

Rankings are ids, best first; ``grades`` are a query's judgements, ids to grades, where any grade
above 0 is relevant. Ids that are not judged count as irrelevant.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from .records import GivenAnswer

__all__ = [
    "Grade",
    "answer_chars",
    "capped_recall_at",
    "crag_score",
    "exact_match",
    "grade_outcome",
    "ndcg_at",
    "recall_at",
    "reciprocal_rank_at",
    "squad_tokens",
    "success_at",
    "token_f1",
]


def success_at(ranking: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Return 1 if any of the first ``k`` is relevant, else 0 (trec_eval's ``success_k``)."""
    return float(any(grades.get(name, 0) > 0 for name in ranking[:k]))


def recall_at(ranking: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Return the share of the relevant that stand among the first ``k`` (``recall_k``)."""
    relevant = {name for name, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else 0.0


def capped_recall_at(ranks: Sequence[int | None], k: int) -> float:
    """Return recall over what ``k`` places can hold.

    ``R_cap@k`` of BEIR (Thakur et al. 2021): several concepts can't all stand first,
    so the found are divided by ``min(k, concepts)``.

    Args:
        ranks: for each gold concept the rank (from 1) of the first hit that names it. One hit
            may name two concepts; the value stops at 1.
        k: how many places count.
    """
    found = sum(rank is not None and rank <= k for rank in ranks)
    return min(1.0, found / min(k, len(ranks))) if ranks else 0.0


def reciprocal_rank_at(ranking: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """Return 1 / the rank of the first relevant within ``k``, 0 without one (MRR's summand)."""
    for rank, name in enumerate(ranking[:k], 1):
        if grades.get(name, 0) > 0:
            return 1 / rank
    return 0.0


def ndcg_at(ranking: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """Return the normalised discounted cumulative gain of the first ``k``.

    Järvelin & Kekäläinen (2002), as trec_eval's ``ndcg_cut``: the gain is the grade itself, the
    discount ``1 / log2(rank + 1)``, the ideal ranking is that of all judged documents.
    """
    gains = [max(0, grades.get(name, 0)) for name in ranking[:k]]
    ideal = sorted((max(0, grade) for grade in grades.values()), reverse=True)[:k]
    best = _discounted(ideal)
    return _discounted(gains) / best if best else 0.0


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


# Han, kana and compatibility ideographs: written without blanks, so each counts as a word, as
# in MLQA's evaluation (Lewis et al. 2020).
_UNSPACED = re.compile(
    r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)
_ARTICLES = frozenset(("a", "an", "the"))


def squad_tokens(text: str) -> list[str]:
    """Normalise a text as SQuAD's official script does, for any script of the world.

    Lower case, no punctuation, no English articles, single blanks (Rajpurkar et al. 2016). The
    script knows ASCII only; here letters are case-folded in NFKC, and every character of a
    Unicode punctuation or symbol class goes. On ASCII both give the same words.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(char for char in plain if unicodedata.category(char)[0] not in "PS")
    return [word for word in _UNSPACED.sub(r" \1 ", kept).split() if word not in _ARTICLES]


def exact_match(prediction: str, golds: Iterable[str]) -> float:
    """Return 1 if a gold text equals the prediction after :func:`squad_tokens`, else 0.

    SQuAD 2.0 (Rajpurkar et al. 2018): a question without gold is right with an empty text.
    """
    found = squad_tokens(prediction)
    return float(any(squad_tokens(gold) == found for gold in list(golds) or [""]))


def token_f1(prediction: str, golds: Iterable[str]) -> float:
    """Return the harmonic mean of token precision and recall, the best over the gold texts.

    SQuAD 2.0's ``compute_f1``: where either side has no token, 1 if both have none, else 0.
    """
    found = Counter(squad_tokens(prediction))
    return max(_f1(found, Counter(squad_tokens(gold))) for gold in list(golds) or [""])


def _f1(found: Counter[str], gold: Counter[str]) -> float:
    if not found or not gold:
        return float(found == gold)
    common = (found & gold).total()
    return 2 * common / (found.total() + gold.total())


def answer_chars(answer: GivenAnswer) -> int:
    """Return how much a reader gets: the text, or the different quotes where they are longer."""
    return max(len(answer.text), sum(map(len, {cited.quote for cited in answer.citations})))


class Grade(StrEnum):
    """What an answer is worth to the person who asked (CRAG, Yang et al. 2024)."""

    PERFECT = "perfect"
    ACCEPTABLE = "acceptable"
    MISSING = "missing"
    INCORRECT = "incorrect"


_WORTH = {Grade.PERFECT: 1.0, Grade.ACCEPTABLE: 0.5, Grade.MISSING: 0.0, Grade.INCORRECT: -1.0}


def grade_outcome(
    answerable: bool, answer: GivenAnswer | None, right: bool, partly: bool = False
) -> Grade:
    """Grade one outcome.

    A refusal is perfect where nothing could be answered and missing elsewhere; no line at all
    is missing everywhere. An answer to an unanswerable question is incorrect, whatever it says.

    Args:
        answerable: whether the glossary holds an answer.
        answer: what the system gave; ``None`` where it gave no line.
        right: whether an answer holds all it must; not looked at for a refusal.
        partly: whether it holds some of it, from a right entry.
    """
    if answer is None:
        return Grade.MISSING
    if not answer.answered:
        return Grade.MISSING if answerable else Grade.PERFECT
    if not answerable:
        return Grade.INCORRECT
    return Grade.PERFECT if right else Grade.ACCEPTABLE if partly else Grade.INCORRECT


def crag_score(grades: Iterable[Grade]) -> float:
    """Return CRAG's truthfulness: the mean of 1, 0.5, 0 and -1 over the grades, in [-1, 1].

    Raises:
        ValueError: without any grade.
    """
    worth = [_WORTH[grade] for grade in grades]
    if not worth:
        raise ValueError("no grades; a mean needs one at least")
    return math.fsum(worth) / len(worth)
