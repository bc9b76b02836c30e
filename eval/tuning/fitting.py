"""Fits what decides how a question is read and whether it is answered.

Two small models over questions written for tuning: the classifier of ``rag/kinds.py`` and the
logistic of ``rag/confidence.py``. For the second one every answer is one to a question that
the encoder was not tuned on, and answers that must not be given are there in three forms:
questions that nothing answers, facts that an entry doesn't hold, and questions whose entry was
taken out.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...data import path as shipped
from ...index.build import build_memory
from ...index.encoder import Encoder
from ...rag import Glossator, Settings, kinds, replies
from ...rag.answerer import examine, respond
from ...rag.features import Features
from ...rag.kinds import KINDS
from ..answers import parse_answer
from ..correctness import all_cited, quote_share
from ..holdings import Holdings
from ..matching import SourceNames, clusters_of
from ..parts import part_of
from ..questions import load_questions
from ..records import Question, QuestionType
from ..splits import load_split, select
from .data import TuningData, is_kept_back
from .samples import HELD_OUT
from .written import OWN, Shelf, Written

__all__ = [
    "Seen",
    "as_question",
    "fit_confidence",
    "fit_kinds",
    "hearing",
    "observe",
    "observe_all",
    "write",
]

#: Inverse strength of the ridge penalty of each model.
KINDS_STRENGTH = 10.0
CONFIDENCE_STRENGTH = 1.0
#: Of the curve by which a feature enters.
KNOTS = 5
#: What a question that describes an entry that was taken out counts.
LEFT_OUT_COUNTS = 0.2
#: What share of the questions that people ask has no answer, as far as the fit is concerned.
UNANSWERABLE_SHARE = 0.2
#: Of the answerable questions so many may be refused.
FALSE_REFUSALS = 0.03
LEFT = "left-out"
_ALWAYS = Settings(threshold=0.0)
_TYPES = {
    "reverse": QuestionType.REVERSE,
    "fact": QuestionType.ATTRIBUTE,
    "define": QuestionType.DEFINE,
    "yesno": QuestionType.ATTRIBUTE,
    "compare": QuestionType.COMPARE,
    "list": QuestionType.LIST,
    "relation": QuestionType.RELATION,
    "nofact": QuestionType.UNANSWERABLE_NEAR,
    "absent": QuestionType.UNANSWERABLE_NEAR,
    "far": QuestionType.UNANSWERABLE_FAR,
}
_KIND_OF = {
    QuestionType.DEFINE: "define",
    QuestionType.TYPO: "define",
    QuestionType.REVERSE: "reverse",
    QuestionType.ATTRIBUTE: "fact",
    QuestionType.RELATION: "relation",
    QuestionType.COMPARE: "compare",
    QuestionType.LIST: "list",
    QuestionType.UNANSWERABLE_FAR: "far",
}
#: Of each glossary so many concepts are taken out, one at a time.
LEFT_OUT = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of one question when it was answered whatever the confidence.

    Attributes:
        kind: what was asked: a written question's kind, ``left-out``, or a question's type.
        concept: what it is about, so that questions about one thing can be held together.
        answerable: whether the glossary holds an answer.
        answered: whether anything could be quoted.
        right: whether what was quoted serves.
        confidence: of the answer, in [0, 1].
        features: what speaks for it.
    """

    kind: str
    concept: str
    answerable: bool
    answered: bool
    right: bool
    confidence: float
    features: Features


def as_question(one: Written, shelf: Shelf, name: str) -> Question:
    """Return a written question as the evaluation asks it."""
    found = [shelf.find(term, sentence) for term, sentence in one.gold if sentence]
    quotes = tuple((passage.sentence,) for passage in found if passage)
    answerable = one.kind not in ("nofact", "absent", "far")
    return Question(
        id=name,
        type=_TYPES[one.kind],
        question=one.question,
        gold_terms=tuple((term,) for term, _ in one.gold) if answerable else (),
        gold_quotes=quotes,
        answerable=answerable,
        tags=(one.kind,),
    )


def observe(glossary: Glossator, questions: Sequence[Question]) -> list[Seen]:
    """Answer questions whatever the confidence, in their order."""
    listed = glossary.index.lexicon.documents()
    sources = SourceNames([(document.path, document.title) for document in listed])
    clusters = clusters_of(questions)
    found = []
    for question, cluster in zip(questions, clusters, strict=True):
        seen = examine(glossary.index, glossary.encoder, question.question, question.history)
        answer = respond(question.question, seen, _ALWAYS)
        given = parse_answer({**answer.to_dict(), "id": question.id})
        kind = next((tag for tag in question.tags if tag in _TYPES or tag == LEFT), question.type)
        found.append(
            Seen(
                str(kind),
                cluster,
                question.answerable,
                answer.answered,
                question.answerable and _serves(question, given, sources),
                answer.confidence,
                seen.features,
            )
        )
    return found


def _serves(question: Question, given: Any, sources: SourceNames) -> bool:
    """Tell whether an answer serves its asker: half of what was asked, or all the right entries.

    Refusing is about answers that mislead; a list with a member missing is no such answer.
    """
    return max(quote_share(question, given) or 0.0, all_cited(question, given, sources)) >= 0.5


def observe_all(
    data: TuningData, encoder: Encoder, names: Iterable[str], *, unseen: bool = True
) -> list[Seen]:
    """Observe the written questions of some glossaries, and some with their entry taken out.

    Args:
        data: what was written.
        encoder: the one to be shipped.
        names: of the glossaries.
        unseen: leave out questions that the encoder was tuned on.
    """
    found: list[Seen] = []
    for name in names:
        shelf = data.shelves[name]
        written = [one for one in data.questions if one.glossary == name]
        if unseen and name not in HELD_OUT:
            written = [one for one in written if all(map(is_kept_back, data.concepts(one)))]
        asked = [as_question(one, shelf, f"{name}-{n}") for n, one in enumerate(written)]
        if name == OWN:
            split = load_split(shipped("qa") / "split.json")
            ours = load_questions([shipped("qa") / "questions.jsonl"])
            asked += [one for one in select(ours, split, "train") if not one.without]
        with Glossator(build_memory(shelf.readings, encoder), encoder) as glossary:
            found += observe(glossary, asked)
            found += _without(glossary, asked)
    return found


def _without(glossary: Glossator, asked: Sequence[Question]) -> list[Seen]:
    """Observe questions about one concept, asked of the glossary without it."""
    holdings = Holdings(glossary.index)
    about: dict[str, list[Question]] = {}
    for question in asked:
        concepts = {c for names in question.gold_terms for c in holdings.concepts_of(names)}
        if question.answerable and len(concepts) == 1:
            about.setdefault(concepts.pop(), []).append(question)
    found: list[Seen] = []
    for concept in sorted(about)[:LEFT_OUT]:
        kept = [entry.id for entry in holdings.entries if entry.concept != concept]
        gone = [
            replace(one, answerable=False, gold_terms=(), gold_quotes=(), tags=(LEFT,))
            for one in about[concept]
        ]
        part = part_of(glossary.index, kept)
        with Glossator(part, glossary.encoder) as rest:
            found += observe(rest, gone)
    return found


def fit_kinds(data: TuningData, encoder: Encoder, without: str = "") -> dict[str, Any]:
    """Fit the classifier of questions to what was written over glossaries that are not held out.

    Args:
        data: what was written.
        encoder: whose vectors it reads.
        without: a glossary whose questions are left out.

    Returns:
        what ``kinds.json`` holds.
    """
    from sklearn.linear_model import LogisticRegression

    split = load_split(shipped("qa") / "split.json")
    trained = select(load_questions([shipped("qa") / "questions.jsonl"]), split, "train")
    written = [q for q in data.questions if _classifies(q) and q.glossary != without]
    ours = [q for q in trained if q.type in _KIND_OF and not q.history and without != OWN]
    asked = [(q.question, q.kind) for q in written]
    asked += [(q.question, _KIND_OF[q.type]) for q in ours]
    vectors = encoder.encode([question for question, _ in asked])
    model: Any = LogisticRegression(C=KINDS_STRENGTH, max_iter=500)
    model.fit(vectors, [kind for _, kind in asked])
    order = [list(model.classes_).index(kind) for kind in KINDS]
    return {
        "encoder": encoder.sha256,
        "questions": len(asked),
        "bias": [round(float(value), 4) for value in model.intercept_[order]],
        "weights": [[round(float(value), 3) for value in row] for row in model.coef_[order]],
    }


@contextmanager
def hearing(heard: kinds.KindModel, replied: replies.ReplyModel) -> Iterator[None]:
    """Let other classifiers than the shipped ones say what questions and sentences sound like."""
    shipped_ones = kinds.kind_model, replies.reply_model
    try:
        kinds.kind_model = lambda: heard  # type: ignore[assignment]
        replies.reply_model = lambda: replied  # type: ignore[assignment]
        yield
    finally:
        kinds.kind_model, replies.reply_model = shipped_ones


def _classifies(one: Written) -> bool:
    return one.kind in KINDS and one.glossary not in HELD_OUT


def fit_confidence(seen: Sequence[Seen], others: Sequence[Seen]) -> dict[str, Any]:
    """Fit which answers serve, and which questions have an answer, by the features of a draft.

    Questions for which nothing could be quoted have no say. Those whose entry was taken out and
    that only describe it count a share of :data:`LEFT_OUT_COUNTS`: people describe what they have
    met, and a glossary of its field mostly holds that.

    Args:
        seen: what became of the questions to fit to.
        others: what became of questions over other glossaries, for the bound of refusing.

    Returns:
        what ``confidence.json`` holds.
    """
    answered = [one for one in seen if one.answered]
    held = _logistic(answered, [one.answerable for one in answered])
    return {
        "answers": len(answered),
        "right": _curves(_logistic(answered, [one.right for one in answered])),
        "held": _curves(held),
        "least_held": _least_held(held, others),
    }


def _curves(model: Any) -> dict[str, Any]:
    names = [field.name for field in fields(Features)]
    heights = model.coef_[0].reshape(len(names), KNOTS - 1)
    return {
        "bias": round(float(model.intercept_[0]), 3),
        "curves": {
            name: [0.0, *(round(float(height), 3) for height in row)]
            for name, row in zip(names, heights, strict=True)
        },
    }


def _logistic(seen: Sequence[Seen], target: Sequence[bool]) -> Any:
    from sklearn.linear_model import LogisticRegression

    model: Any = LogisticRegression(C=CONFIDENCE_STRENGTH, max_iter=5000)
    return model.fit(_pieces(seen), target, sample_weight=_weights(seen))


def _pieces(seen: Sequence[Seen]) -> NDArray[np.float64]:
    """Return how much each knot but the first has of each feature, shape ``(n, features * 4)``.

    A feature at a knot is 1 there and 0 at the others; between two it is shared out.
    """
    rows = np.array([astuple(one.features) for one in seen])
    knots = np.linspace(0, 1, KNOTS)[1:]
    near = np.maximum(0, 1 - np.abs(rows[:, :, None] - knots) * (KNOTS - 1))
    return np.asarray(near.reshape(len(rows), -1), np.float64)


def _weights(seen: Sequence[Seen]) -> NDArray[np.float64]:
    """Weigh what can't be answered to its share, and what is only described less in it."""
    answerable = np.array([one.answerable for one in seen])
    described = [one.kind == LEFT and one.features.described > 0.5 for one in seen]
    weights: NDArray[np.float64] = np.where(described, LEFT_OUT_COUNTS, 1.0)
    share = UNANSWERABLE_SHARE / (1 - UNANSWERABLE_SHARE)
    weights[~answerable] *= share * weights[answerable].sum() / weights[~answerable].sum()
    return np.asarray(weights, np.float64)


def _least_held(model: Any, seen: Sequence[Seen]) -> float:
    """Return the probability that all but :data:`FALSE_REFUSALS` of answerable questions reach."""
    asked = [one for one in seen if one.answered and one.answerable]
    shares = sorted(model.predict_proba(_pieces(asked))[:, 1].tolist())
    return round(float(shares[int(FALSE_REFUSALS * len(shares))]), 3)


def write(folder: Path, name: str, values: Mapping[str, Any]) -> None:
    """Write a small model where the package finds it."""
    (folder / name).write_text(json.dumps(values) + "\n", "utf-8")
