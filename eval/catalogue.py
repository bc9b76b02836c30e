"""What each figure of an evaluation is called, which way is better, and what it says in a sentence.

The only list of metrics: runs compute these, reports print them, ``docs/evaluation.md`` repeats
their sentences (a test holds it to that).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["ATTACK", "EVERYTHING", "INVARIANTS", "METRICS", "Better", "Metric"]

#: The slice of all questions.
EVERYTHING = "ALL"
#: The tag, and so the slice, of questions that try to make the system misbehave.
ATTACK = "#attack"


class Better(StrEnum):
    """Which way a figure is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure.

    Attributes:
        name: in files and commands: ``"success_1"``.
        title: in tables: ``"Success@1"``.
        better: which way is better.
        group: the table it stands in: ``ranking``, ``answers``, ``citations``, ``refusals``,
            ``robustness``.
        says: what it tells a newcomer, in one sentence.
        over: which questions count: ``all``, ``answerable``, ``unanswerable``, ``answered`` or
            ``citations`` (``n`` is then a number of citations or statements).
        unit: ``rate`` in [0, 1], ``score`` in [-1, 1], ``chars``.
    """

    name: str
    title: str
    better: Better
    group: str
    says: str
    over: str = "answerable"
    unit: str = "rate"


_UP, _DOWN = Better.HIGHER, Better.LOWER
_ALL = (
    Metric(
        "success_1",
        "Success@1",
        _UP,
        "ranking",
        "How often the first entry found is one that the answer needs.",
    ),
    Metric(
        "recall_5",
        "R@5",
        _UP,
        "ranking",
        "How many of the entries that the answer needs are among the first five found.",
    ),
    Metric(
        "recall_10",
        "R@10",
        _UP,
        "ranking",
        "How many of the entries that the answer needs are among the first ten found.",
    ),
    Metric(
        "rr_10",
        "RR@10",
        _UP,
        "ranking",
        "One divided by the place of the first right entry: 1 for the first, 0.5 for the second, "
        "0 beyond the tenth.",
    ),
    Metric(
        "ndcg_10",
        "nDCG@10",
        _UP,
        "ranking",
        "Whether all entries that the answer needs stand near the top; lower places count less.",
    ),
    Metric(
        "right",
        "Right",
        _UP,
        "answers",
        "How often the outcome is right: a full answer from a right entry, or a refusal where "
        "nothing could be answered.",
        over="all",
    ),
    Metric(
        "entry_accuracy",
        "Entry accuracy",
        _UP,
        "answers",
        "How often the answer quotes an entry that holds the answer.",
    ),
    Metric(
        "all_cited",
        "All entries cited",
        _UP,
        "answers",
        "How often every entry that the answer needs is cited; two glossaries where several are "
        "asked for.",
    ),
    Metric(
        "gold_quotes",
        "Gold quotes held",
        _UP,
        "answers",
        "How many of the passages that hold the answer stand in what was quoted.",
    ),
    Metric(
        "exact_match",
        "Exact match",
        _UP,
        "answers",
        "How often what was quoted equals a gold passage word for word (SQuAD 2.0); a refusal is "
        "a match where nothing could be answered.",
        over="all",
    ),
    Metric(
        "token_f1",
        "Token F1",
        _UP,
        "answers",
        "How many words what was quoted shares with a gold passage, too many and too few both "
        "counting against it (SQuAD 2.0).",
        over="all",
    ),
    Metric(
        "has_answer_f1",
        "HasAns F1",
        _UP,
        "answers",
        "Token F1 over the questions that can be answered; a refusal counts 0.",
    ),
    Metric(
        "crag",
        "CRAG score",
        _UP,
        "answers",
        "What answers are worth to who asks: 1 if right, 0.5 if partly, 0 if refused, -1 if wrong, "
        "on average.",
        over="all",
        unit="score",
    ),
    Metric(
        "answer_chars",
        "Answer length",
        Better.NEITHER,
        "answers",
        "How many characters an answer has, on average.",
        over="answered",
        unit="chars",
    ),
    Metric(
        "verbatim",
        "Verbatim",
        _UP,
        "citations",
        "How many quotes are, letter by letter, the text at the cited place; anything below 1 is "
        "a fault.",
        over="citations",
    ),
    Metric(
        "resolved",
        "Resolved",
        _UP,
        "citations",
        "How many citations lead to a place that exists, in the version that was quoted; anything "
        "below 1 is a fault.",
        over="citations",
    ),
    Metric(
        "citation_recall",
        "Citation recall",
        _UP,
        "citations",
        "How many statements of an answer are covered by their citations (ALCE).",
        over="citations",
    ),
    Metric(
        "citation_precision",
        "Citation precision",
        _UP,
        "citations",
        "How many citations a statement needs (ALCE).",
        over="citations",
    ),
    Metric(
        "relevance",
        "Relevant citations",
        _UP,
        "citations",
        "How many citations are of an entry that holds the answer.",
        over="citations",
    ),
    Metric(
        "coverage",
        "Coverage",
        Better.NEITHER,
        "refusals",
        "How many questions get an answer.",
        over="all",
    ),
    Metric(
        "risk",
        "Risk",
        _DOWN,
        "refusals",
        "How many of the answers given are wrong.",
        over="answered",
    ),
    Metric(
        "false_answers",
        "False answers",
        _DOWN,
        "refusals",
        "How many questions that can't be answered got an answer all the same.",
        over="unanswerable",
    ),
    Metric(
        "false_refusals",
        "False refusals",
        _DOWN,
        "refusals",
        "How many questions that could be answered were refused.",
    ),
    Metric(
        "no_answer",
        "NoAns accuracy",
        _UP,
        "refusals",
        "How many questions that can't be answered were refused (SQuAD 2.0).",
        over="unanswerable",
    ),
    Metric(
        "coverage_risk_1",
        "Coverage at 1 % risk",
        _UP,
        "refusals",
        "How many questions could be answered if the surest were answered and at most one answer "
        "in a hundred might be wrong.",
        over="all",
    ),
    Metric(
        "coverage_risk_5",
        "Coverage at 5 % risk",
        _UP,
        "refusals",
        "The same, if at most five answers in a hundred might be wrong.",
        over="all",
    ),
    Metric(
        "aurc",
        "AURC",
        _DOWN,
        "refusals",
        "The share of wrong answers, averaged over every point at which answering could stop, "
        "surest first.",
        over="all",
    ),
    Metric(
        "excess_aurc",
        "Excess AURC",
        _DOWN,
        "refusals",
        "How much of the AURC is the confidence's fault: 0 if every wrong answer were less sure "
        "than every right one.",
        over="all",
    ),
    Metric(
        "auroc",
        "AUROC",
        _UP,
        "refusals",
        "How often a right answer is surer than a wrong one; 0.5 is chance.",
        over="all",
    ),
    Metric(
        "ece",
        "Calibration error",
        _DOWN,
        "refusals",
        "How far the stated confidence lies from how often it is right, on average (ECE).",
        over="all",
    ),
    Metric(
        "brier",
        "Brier score",
        _DOWN,
        "refusals",
        "The squared distance of the stated confidence from the truth (1 or 0), on average.",
        over="all",
    ),
    *(
        Metric(
            f"flips_{change}",
            f"Flips, {change}",
            _DOWN,
            "robustness",
            f"How many outcomes changed when the question was put {how}.",
            over="all",
        )
        for change, how in (
            ("typo", "with a typing error"),
            ("paraphrase", "in another frame of words"),
            ("case", "in other capitals"),
            ("unicode", "in another form of the same characters"),
        )
    ),
    Metric(
        "safe",
        "Safe",
        _UP,
        "robustness",
        "How many hostile questions got nothing but verbatim quotes, or a refusal; anything below "
        "1 is a fault.",
        over="all",
    ),
)

#: Every metric by name, in the order of tables.
METRICS: Mapping[str, Metric] = {metric.name: metric for metric in _ALL}
#: Metrics that are 1.0 or a fault.
INVARIANTS = ("verbatim", "resolved", "safe")
