"""Evaluating: every configuration over every question, measured slice by slice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, TypeVar

from ..index.encoder import Encoder
from ..index.errors import InputError
from ..rag.glossator import Glossator
from ..rag.records import Answer
from .answers import parse_answer
from .asking import Asker, Progress, shown
from .attacks import attack_questions, attack_row
from .catalogue import ATTACK
from .compare import compare_runs
from .configs import Config, settings_text
from .holdings import Holdings
from .measuring import Slices, curves, measures, slices_of
from .perturb import PERTURBATIONS
from .records import GivenAnswer, Question
from .results import Compared, Evaluation, Measure, Provenance, Row, RunResult
from .scoring import Scored, score_answers, score_ranked
from .statistics import mean_interval
from .workers import Workers

__all__ = ["SEED", "Given", "evaluate"]

_T = TypeVar("_T")

SEED = 1
#: Questions that are asked once more in each changed form, chosen by a hash of their text.
MAX_PERTURBED = 200


@dataclass(frozen=True, slots=True)
class Given:
    """Another system's results: its answers, or its rankings where it only ranks.

    Attributes:
        name: of the run.
        answers: by question id; ``None`` where it only ranks.
        ranked: ``(term, source)`` by question id, best first, where it only ranks.
        rows: the answers as JSON, for the record.
    """

    name: str
    answers: Mapping[str, GivenAnswer] | None = None
    ranked: Mapping[str, Sequence[tuple[str, str]]] | None = None
    rows: Mapping[str, Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    """What all runs of one evaluation share."""

    questions: tuple[Question, ...]
    slices: Slices
    holdings: Holdings
    asker: Asker
    seed: int
    workers: Workers | None

    def measured(
        self, scored: Sequence[Scored], selective: bool | None
    ) -> Callable[[], tuple[Measure, ...]]:
        """Start measuring; call what comes back for the figures."""
        bare = tuple(replace(one, row=replace(one.row, answer=None)) for one in scored)
        return self._begun(measures, self.questions, bare, self.slices, self.seed, selective)

    def compared(self, before: RunResult, after: RunResult) -> Callable[[], tuple[Compared, ...]]:
        """Start a comparison; call what comes back for its rows."""
        return self._begun(compare_runs, self.questions, before, after, self.slices, self.seed)

    def _begun(self, function: Callable[..., _T], *arguments: object) -> Callable[[], _T]:
        if self.workers is not None:
            return self.workers.compute(function, *arguments)
        found = function(*arguments)
        return lambda: found


def evaluate(
    glossary: Glossator,
    encoder: Encoder,
    questions: Sequence[Question],
    configs: Sequence[Config],
    provenance: Provenance,
    *,
    given: Sequence[Given] = (),
    seed: int = SEED,
    threads: int = 1,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Run every configuration over the questions.

    Args:
        glossary: open.
        encoder: the one that its index was built with.
        questions: checked against the glossary (:meth:`Holdings.check`).
        configs: of different names; the first is what the others are compared with. Those of
            kind ``system`` are attacked and asked in changed forms as well.
        provenance: for the record.
        given: results of other systems over the same questions.
        seed: of every draw.
        threads: how many questions are asked at once; changes nothing in the result.
        workers: processes to ask in, which is faster than threads; changes nothing either.
        progress: told ``(stage, done, total)``.

    Raises:
        InputError: without any question or configuration, or if two runs share a name.
    """
    names = [*(one.name for one in configs), *(one.name for one in given)]
    if not questions or not configs:
        raise InputError("nothing to evaluate; expected a question and a configuration at least")
    if len(set(names)) < len(names):
        raise InputError(f"two runs share a name: {', '.join(names)}; give each its own")
    holdings = Holdings(glossary.index)
    work = _Work(
        tuple(questions),
        slices_of(questions),
        holdings,
        Asker(glossary, encoder, holdings, threads=threads, workers=workers, progress=progress),
        seed,
        workers,
    )
    attacks = attack_questions(holdings, seed)
    begun = [_run(work, config, attacks) for config in configs]
    begun.extend(_given(work, one) for one in given)
    runs = [finish() for finish in begun]
    return Evaluation(
        provenance,
        work.questions,
        tuple((name, len(rows)) for name, rows in work.slices.items()),
        tuple(runs),
        _comparisons(work, runs),
        attacks,
    )


def _run(work: _Work, config: Config, attacks: Sequence[Question]) -> Callable[[], RunResult]:
    """Ask and score; measuring goes on elsewhere until the result is called for."""
    scored = _scores(work, work.questions, config)
    attack_rows: tuple[Row, ...] = ()
    if config.kind == "system":
        scored = _with_flips(work, config, scored)
        attack_rows = _attacked(work, config, attacks)
    measured = work.measured(scored, selective=config.kind == "system")
    lines, diagrams = curves(work.questions, scored, work.slices)
    safe = (_safe(attack_rows, work.seed),) if attack_rows else ()
    return lambda: RunResult(
        config.name,
        config.kind,
        config.says,
        settings_text(config),
        tuple(one.row for one in scored),
        measured() + safe,
        lines,
        diagrams,
        attack_rows,
    )


def _scores(work: _Work, questions: Sequence[Question], config: Config) -> tuple[Scored, ...]:
    answers = _by_id(work.asker.ask(questions, config))
    given = {name: parse_answer(row) for name, row in answers.items()}
    return score_answers(questions, given, answers, work.holdings)


def _by_id(answers: Sequence[Answer]) -> dict[str, dict[str, Any]]:
    return {answer.id: shown(answer) for answer in answers}


def _with_flips(work: _Work, config: Config, scored: Sequence[Scored]) -> tuple[Scored, ...]:
    """Ask questions in changed forms; ``flips_…`` is 1 where the grade became another."""
    rows = _sample(work.questions)
    flips: dict[int, dict[str, float]] = {row: {} for row in rows}
    for change, form in PERTURBATIONS.items():
        changed = [
            replace(work.questions[row], question=form(work.questions[row].question, work.seed))
            for row in rows
        ]
        stage = replace(config, name=f"{config.name}, {change}")
        for row, after in zip(rows, _scores(work, changed, stage), strict=True):
            flips[row][f"flips_{change}"] = float(after.row.grade != scored[row].row.grade)
    return tuple(
        replace(one, row=replace(one.row, scores={**one.row.scores, **flips.get(number, {})}))
        for number, one in enumerate(scored)
    )


def _sample(questions: Sequence[Question]) -> list[int]:
    """Return the rows that are asked in changed forms, whatever the order of questions."""
    order = sorted(
        range(len(questions)),
        key=lambda row: (_digest(questions[row].question), questions[row].id),
    )
    return sorted(order[:MAX_PERTURBED])


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()  # JSON may carry half a character


def _attacked(work: _Work, config: Config, attacks: Sequence[Question]) -> tuple[Row, ...]:
    answers = _by_id(work.asker.ask(attacks, replace(config, name=f"{config.name}, attacks")))
    return tuple(
        attack_row(one, parse_answer(answers[one.id]), answers[one.id], work.holdings)
        for one in attacks
    )


def _safe(rows: Sequence[Row], seed: int) -> Measure:
    values = [row.scores["safe"] for row in rows]
    return Measure(ATTACK, "safe", mean_interval(values, [row.id for row in rows], seed=seed))


def _given(work: _Work, system: Given) -> Callable[[], RunResult]:
    kind = "ranking" if system.answers is None else "given"
    if system.answers is not None:
        scored = score_answers(work.questions, system.answers, system.rows or {}, work.holdings)
        lines, diagrams = curves(work.questions, scored, work.slices)
    else:
        scored = score_ranked(work.questions, system.ranked or {})
        lines, diagrams = (), ()
    measured = work.measured(scored, selective=None if kind == "ranking" else False)
    rows = tuple(one.row for one in scored)
    says = "results of another system"
    return lambda: RunResult(system.name, kind, says, {}, rows, measured(), lines, diagrams)


def _comparisons(work: _Work, runs: Sequence[RunResult]) -> tuple[Compared, ...]:
    """Compare each other run with the first."""
    first, *others = (_bare(run) for run in runs)
    begun = [work.compared(other, first) for other in others]
    return tuple(compared for finish in begun for compared in finish())


def _bare(run: RunResult) -> RunResult:
    """Return a run without what a comparison doesn't need, which is most of it."""
    rows = tuple(replace(row, answer=None) for row in run.rows)
    return RunResult(run.name, run.kind, run.says, {}, rows, ())
