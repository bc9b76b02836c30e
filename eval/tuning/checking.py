"""How well the probability of being right holds, where nothing was fitted to.

Asked are the questions written over glossaries that are held out, the development questions
over our own, questions generated from both, and all of them with their entry taken out.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...data import path as shipped
from ...index.build import build_memory
from ...index.encoder import Encoder
from ...rag import Glossator, Settings
from ...rag.confidence import is_refused
from ..generate import generate
from ..holdings import Holdings
from ..questions import load_questions
from ..selective import Outcomes, auroc, expected_calibration_error, reliability_bins
from ..splits import load_split, select
from ..statistics import statistic_interval
from .data import TuningData
from .fitting import LEFT, Seen, observe, observe_all
from .samples import HELD_OUT

__all__ = ["calibration_report", "outcomes_of"]

#: Generated questions of each kind and glossary.
GENERATED = 40
_MADE = ("define", "alias", "typo", "definition", "compare")


def calibration_report(data: TuningData, encoder: Encoder, seed: int) -> str:
    """Return, as Markdown, how the probabilities hold and what is refused at the threshold."""
    groups = {
        "written, glossaries never seen": observe_all(data, encoder, HELD_OUT),
        "development questions, our own": _development(),
        "generated": _generated(data, encoder, seed),
    }
    everything = [one for group in groups.values() for one in group]
    kept = [one for one in everything if one.kind != LEFT]
    lines = [
        "| questions | n | right | ECE, 10 equal-mass bins (95 %) | AUROC |",
        "|---|---|---|---|---|",
        *(_row(name, group, seed) for name, group in groups.items()),
        _row("all", everything, seed),
        _row("all but those whose entry was taken out", kept, seed),
        "",
        "| confidence | answers | mean confidence | right |",
        "|---|---|---|---|",
    ]
    for place, bar in enumerate(reliability_bins(outcomes_of(everything)), 1):
        lines.append(f"| bin {place} | {bar.n} | {bar.confidence:.2f} | {bar.accuracy:.2f} |")
    lines += [
        "",
        "Without a threshold of the person's own:",
        "",
        "| kind | n | refused |",
        "|---|---|---|",
    ]
    for kind in sorted({one.kind for one in everything}):
        asked = [one for one in everything if one.kind == kind]
        lines.append(f"| {kind} | {len(asked)} | {_refused(asked):.3f} |")
    return "\n".join(lines)


def outcomes_of(seen: Sequence[Seen]) -> Outcomes:
    """Return what the measures of selective answering take."""
    answered = np.array([one.answered for one in seen])
    return Outcomes(
        confidence=np.array([one.confidence for one in seen]),
        answered=answered,
        refused=~answered,
        right=np.array([one.right for one in seen]),
        answerable=np.array([one.answerable for one in seen]),
    )


def _row(name: str, seen: Sequence[Seen], seed: int) -> str:
    outcomes = outcomes_of(seen)

    def error(rows: NDArray[np.intp]) -> float:
        return expected_calibration_error(outcomes.take(rows))

    found = statistic_interval(error, [one.concept for one in seen], seed=seed, n_resamples=499)
    right = float(np.mean([one.right for one in seen]))
    ends = f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f})"
    return f"| {name} | {len(seen)} | {right:.2f} | {ends} | {auroc(outcomes):.3f} |"


def _refused(seen: Sequence[Seen]) -> float:
    settings = Settings()
    refused = (is_refused(one.features, one.confidence, settings) for one in seen if one.answered)
    return 1 - sum(not one for one in refused) / len(seen)


def _development() -> list[Seen]:
    split = load_split(shipped("qa") / "split.json")
    ours = load_questions([shipped("qa") / "questions.jsonl"])
    with Glossator.open() as glossary:
        return observe(glossary, [one for one in select(ours, split, "dev") if not one.without])


def _generated(data: TuningData, encoder: Encoder, seed: int) -> list[Seen]:
    """Ask what can be made of glossaries that are held out, each also with its entry gone."""
    found: list[Seen] = []
    for name in HELD_OUT:
        shelf = data.shelves[name]
        with Glossator(build_memory(shelf.readings, encoder), encoder) as glossary:
            made = generate(Holdings(glossary.index), _MADE, limit=GENERATED, seed=seed)
            found += observe(glossary, made)
    return found
