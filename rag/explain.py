"""Why a question was read as it was, and what makes its answer more or less sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..index.encoder import Encoder
from ..index.opened import Index
from .answerer import DEFAULTS, MAX_QUESTION_CHARS, examine
from .confidence import confidence, held, models
from .records import Intent, Settings

__all__ = ["Explanation", "explain"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one question was understood.

    Attributes:
        standalone: the question with what it refers back to filled in.
        names: the names it uses, with the edits that were needed.
        intents: what it may ask, surest first.
        sounds: the probability of each kind of question, likeliest first; empty without the
            bundled encoder.
        facts: the kinds of fact it wants.
        unread: stems of content words that no name covers.
        bias: log odds of being right before anything is known of the answer.
        pulls: what each feature of the answer adds to them, strongest first; zeros left out.
        confidence: the probability that comes of it.
        threshold: of the person's own; below it the question is refused. Or ``None``.
        held_bias: log odds of the glossary's holding an answer at all, to begin with.
        held_pulls: what each feature adds to those.
        held: the probability that comes of it.
        least_held: below it the question is refused where there is no threshold.
    """

    standalone: str
    names: tuple[str, ...]
    intents: tuple[Intent, ...]
    sounds: Mapping[str, float]
    facts: tuple[str, ...]
    unread: tuple[str, ...]
    bias: float
    pulls: Mapping[str, float]
    confidence: float
    threshold: float | None
    held_bias: float
    held_pulls: Mapping[str, float]
    held: float
    least_held: float


def explain(
    index: Index,
    encoder: Encoder,
    question: str,
    *,
    history: Sequence[str] = (),
    settings: Settings = DEFAULTS,
) -> Explanation:
    """Examine a question and say what was made of it; takes what ``answer`` takes.

    Of a question that is too long to be answered nothing is read.
    """
    asked = question if len(question) <= MAX_QUESTION_CHARS else ""
    found = examine(index, encoder, asked, history, settings=settings)
    query = found.case.query
    fitted = models()
    sure = confidence(found.features, settings.slope, settings.shift) if found.draft else 0.0
    return Explanation(
        standalone=found.text,
        names=tuple(map(str, query.mentions)),
        intents=query.intents,
        sounds=dict(sorted(query.kinds.items(), key=lambda kind: -kind[1])),
        facts=tuple(kind for kind, _ in query.facts),
        unread=query.rest,
        bias=fitted.right.bias,
        pulls=_strongest(fitted.right.pulls(found.features)),
        confidence=sure,
        threshold=settings.threshold,
        held_bias=fitted.held.bias,
        held_pulls=_strongest(fitted.held.pulls(found.features)),
        held=held(found.features) if found.draft else 0.0,
        least_held=fitted.least_held,
    )


def _strongest(pulls: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(((n, p) for n, p in pulls.items() if p), key=lambda pull: -abs(pull[1])))
