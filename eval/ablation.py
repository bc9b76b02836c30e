"""What each step of answering is worth: it is taken away, and the questions are asked again.

    python -m glossator.eval.ablation [--questions FILE... --index DIR]

Without options our own development questions are asked. Each row leaves out one step; the last
columns say what that costs.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..data import path as shipped
from ..index.errors import GlossaryError
from ..rag import Glossator, answerer, compose, finding, mentions, passages, query
from ..rag.records import CHANNELS, Settings
from .answers import parse_answer
from .asking import Asker, shown
from .configs import Config
from .holdings import Holdings
from .questions import load_questions
from .records import Question
from .scoring import Scored, score_answers
from .splits import load_split, select

__all__ = ["STEPS", "Step", "ablate", "main", "table"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of answering, and how to do without it.

    Attributes:
        name: what is left out.
        changes: ``(module, attribute, value)``, in force while the questions are asked.
        settings: what changes in the settings.
    """

    name: str
    changes: tuple[tuple[Any, str, Any], ...] = ()
    settings: Mapping[str, Any] | None = None


def _only(*channels: str) -> Mapping[str, Any]:
    return {"channels": frozenset(channels)}


STEPS = (
    Step("nothing: as shipped"),
    Step(
        "finding by name",
        ((query, "find_mentions", lambda question, tokens, lexicon, comparing: []),),
        _only(*CHANNELS - {"name"}),
    ),
    Step("finding by words (BM25)", settings=_only(*CHANNELS - {"lexical"})),
    Step("finding by meaning", settings=_only(*CHANNELS - {"dense"})),
    Step(
        "misspelled names",
        (
            (mentions, "_corrections", lambda tokens, lexicon: {}),
            (mentions, "_whole_phrase", lambda question, tokens, lexicon: []),
        ),
    ),
    Step("filling in from the history", ((answerer, "standalone", lambda asked, *_: asked),)),
    Step("rules for what is asked", ((query, "intents_of", lambda question: ()),)),
    Step("how a question sounds", ((finding, "sounds_like", lambda vector, encoder: {}),)),
    Step("words in sentences", ((passages, "COVERAGE_WEIGHT", 0.0),)),
    Step("the kind of fact asked for", ((passages, "FACT_WEIGHT", 0.0),)),
    Step("meaning in sentences", ((passages, "COSINE_WEIGHT", 0.0),)),
    Step("the entry's own score", ((compose, "PRIOR", 0.0),)),
    Step("a second sentence", ((compose, "CLOSE", -1.0),)),
    Step("refusing", settings={"threshold": 0.0}),
)


@contextmanager
def _in_force(changes: Sequence[tuple[Any, str, Any]]) -> Iterator[None]:
    before = [(module, name, getattr(module, name)) for module, name, _ in changes]
    try:
        for module, name, value in changes:
            setattr(module, name, value)
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def ablate(glossary: Glossator, questions: Sequence[Question]) -> dict[str, Mapping[str, float]]:
    """Ask the questions once for each step that is left out.

    Returns:
        The figures of each step by its name; the first is the whole.
    """
    holdings = Holdings(glossary.index)
    found: dict[str, Mapping[str, float]] = {}
    for step in STEPS:
        config = Config(step.name, "a step left out", replace(Settings(), **(step.settings or {})))
        with _in_force(step.changes):
            asker = Asker(glossary, glossary.encoder, holdings)
            answers = asker.ask(questions, config)
        rows = {answer.id: shown(answer) for answer in answers}
        given = {name: parse_answer(row) for name, row in rows.items()}
        found[step.name] = _figures(questions, score_answers(questions, given, rows, holdings))
    return found


def _figures(questions: Sequence[Question], scored: Sequence[Scored]) -> dict[str, float]:
    pairs = list(zip(questions, scored, strict=True))
    answerable = [one for question, one in pairs if question.answerable]
    others = [one for question, one in pairs if not question.answerable]
    return {
        "first right": float(np.mean([one.row.scores["success_1"] for one in answerable])),
        "answered right": float(np.mean([one.right for one in answerable])),
        "refused wrongly": float(np.mean([not one.answered for one in answerable])),
        "refused rightly": float(np.mean([not one.answered for one in others])),
    }


def table(found: Mapping[str, Mapping[str, float]]) -> str:
    """Return the figures as a Markdown table, the loss of right answers beside them."""
    whole = next(iter(found.values()))
    lines = [f"| left out | {' | '.join(whole)} | costs |", "|---" * (len(whole) + 2) + "|"]
    for name, figures in found.items():
        cells = " | ".join(f"{value:.3f}" for value in figures.values())
        cost = figures["answered right"] - whole["answered right"]
        lines.append(f"| {name} | {cells} | {cost:+.3f} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; returns the exit code."""
    parser = argparse.ArgumentParser("glossator.eval.ablation", description=__doc__)
    parser.add_argument("--questions", type=Path, nargs="+", default=[], metavar="FILE")
    parser.add_argument("--index", metavar="DIR")
    given = parser.parse_args(arguments)
    try:
        if given.questions:
            questions = tuple(load_questions(given.questions))
        else:
            split = load_split(shipped("qa") / "split.json")
            ours = load_questions([shipped("qa") / "questions.jsonl"])
            questions = select(ours, split, "dev")
        with Glossator.open(given.index) as glossary:
            sys.stdout.write(
                f"{len(questions)} questions\n\n{table(ablate(glossary, questions))}\n"
            )
    except (GlossaryError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
