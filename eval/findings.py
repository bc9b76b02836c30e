"""What went wrong in a run, most harmful first, and why, as far as the records tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .answers import parse_answer
from .matching import concept_ranks
from .records import GivenAnswer, Question
from .results import Evaluation, Failure, Row, RunResult
from .wording import counted, ordinal

__all__ = ["OUTCOMES", "Clue", "Finding", "Outcome", "findings", "outcome_of"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A kind of outcome that a report lists.

    Attributes:
        key: ``"false-answer"``.
        title: ``"False answer"``.
        says: what it means, in a clause.
    """

    key: str
    title: str
    says: str


_WRONG_CITATION = Outcome(
    "wrong-citation",
    "Wrong citation",
    "right, but a citation is of an entry that does not hold the answer",
)
#: The most harmful first.
OUTCOMES: tuple[Outcome, ...] = (
    *(
        Outcome(kind.value, kind.value.replace("-", " ").capitalize(), kind.says)
        for kind in Failure
    ),
    _WRONG_CITATION,
)
_BY_KEY = {outcome.key: outcome for outcome in OUTCOMES}


@dataclass(frozen=True, slots=True)
class Clue:
    """A reason in words: what it is about, as the glossary names it, and what is the case."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One outcome that is not as it should be.

    Attributes:
        outcome: of what kind.
        question: with its gold.
        answer: what was given; ``None`` where nothing was.
        lines: the line of each citation, by its mark, where the system names one.
        slices: the question's.
        clues: why, as far as the records tell.
        others: how other runs fared: an outcome in words and the runs' names.
    """

    outcome: Outcome
    question: Question
    answer: GivenAnswer | None
    lines: Mapping[int, int]
    slices: tuple[str, ...]
    clues: tuple[Clue, ...]
    others: tuple[tuple[str, tuple[str, ...]], ...]


def outcome_of(row: Row) -> Outcome | None:
    """Return what is wrong with a row; ``None`` where nothing is, or only a ranking was scored."""
    if row.failure is not None:
        return _BY_KEY[row.failure.value]
    return _WRONG_CITATION if row.scores.get("relevance", 1.0) < 1 else None


def findings(evaluation: Evaluation, run: RunResult) -> tuple[Finding, ...]:
    """Return every outcome of a run that is not right: by harm, the surest first, then by id."""
    fared: dict[str, dict[str, list[str]]] = {}
    for other in evaluation.runs:
        if other is run or not any(row.answer and row.answer["answered"] for row in other.rows):
            continue  # a run that refuses everything says nothing about a question
        for row in other.rows:
            if row.grade:
                outcome = outcome_of(row)
                words = outcome.title.lower() if outcome else "right"
                fared.setdefault(row.id, {}).setdefault(words, []).append(other.name)
    asked = {one.id: one for one in (*evaluation.questions, *evaluation.attacks)}
    found = [
        _finding(outcome, asked[row.id], row, fared.get(row.id, {}))
        for row in (*run.rows, *run.attack_rows)
        if (outcome := outcome_of(row)) is not None
    ]
    return tuple(sorted(found, key=_harm))


def _harm(finding: Finding) -> tuple[int, float, str]:
    sure = finding.answer.confidence if finding.answer else None
    return OUTCOMES.index(finding.outcome), -(sure or 0.0), finding.question.id


def _finding(
    outcome: Outcome, question: Question, row: Row, fared: Mapping[str, Sequence[str]]
) -> Finding:
    answer = None if row.answer is None else parse_answer({**row.answer, "id": row.id})
    return Finding(
        outcome,
        question,
        answer,
        _lines(row.answer or {}),
        _slices_of(question),
        (*_gold_clues(question, answer, row), *_match_clues(row.answer or {}, answer)),
        tuple((words, tuple(names)) for words, names in sorted(fared.items())),
    )


def _slices_of(question: Question) -> tuple[str, ...]:
    return (question.type.value, *(f"#{tag}" for tag in question.tags))


def _lines(answer: Mapping[str, Any]) -> dict[int, int]:
    cited = enumerate(answer.get("citations") or (), 1)
    return {
        item.get("n") or n: item["line"]
        for n, item in cited
        if isinstance(item.get("line"), int) and item["line"] > 0
    }


def _gold_clues(question: Question, answer: GivenAnswer | None, row: Row) -> list[Clue]:
    """Say where the gold entries stood in what was found, and how much of the gold is held."""
    clues = []
    if answer is not None and question.answerable:
        ranks = concept_ranks(question, [term for term, _ in answer.ranked])
        for names, rank in zip(question.gold_terms, ranks, strict=True):
            if rank is not None:
                clues.append(Clue(names[0], f"stands {ordinal(rank)} of what was found"))
            elif answer.ranked:
                listed = counted(len(answer.ranked), "entry that was", "entries that were")
                clues.append(Clue(names[0], f"is not among the {listed} found"))
    share = row.scores.get("gold_quotes")
    if answer is not None and answer.answered and share is not None and 0 < share < 1:
        clues.append(Clue("", f"{share:.0%} of the passages that it needs are quoted"))
    return clues


def _match_clues(raw: Mapping[str, Any], answer: GivenAnswer | None) -> list[Clue]:
    """Say how the cited entries were found, where the system tells."""
    told = {
        item["entry_id"]: item
        for item in raw.get("why") or ()
        if isinstance(item, Mapping) and isinstance(item.get("entry_id"), str)
    }
    clues = []
    for cited in answer.citations if answer is not None else ():
        item = told.pop(cited.entry_id, None)
        if item is None:
            continue
        channels = item.get("channels") or {}
        places = [f"{ordinal(rank)} by {name}" for name, rank in channels.items()]
        matched = item.get("matched")
        reasons = [f"found by {matched}"] if matched else []
        clues.append(Clue(cited.term, "; ".join([*reasons, ", ".join(places)]).strip("; ")))
    return clues
