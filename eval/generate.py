"""Questions made from a glossary's structure alone, for those who have none written yet.

No language model: a term, an alias, an acronym, a definition or a reference put into a frame of
words. Such questions say whether a glossary's entries can be found by what they state; they
flatter whoever is asked, so they are tagged ``synthetic`` and reported apart from written ones.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..index.chunks import sentences
from ..index.errors import InputError
from ..index.names import is_acronym, words
from .holdings import HeldEntry, Holdings
from .perturb import make_typo
from .records import Question, QuestionType

__all__ = ["KINDS", "SYNTHETIC", "generate"]

SYNTHETIC = "synthetic"
_MIN_WORDS = 6  # of a definition that is to be told by itself
_MAX_CHARS = 400

_ASK = {
    "define": ("What is {}?", "Define {}.", "{}", "Can you explain {} to me?"),
    "alias": ("What does {} mean?", "What is {}?", "Explain {}."),
    "acronym": ("What does {} stand for?", "What is {}?", "{}?"),
    "definition": (
        "What do you call this: {}",
        "Which term is meant by: {}",
        "What is it called? {}",
    ),
    "see-also": ("How is {} related to {}?", "What has {} to do with {}?"),
    "compare": ("What is the difference between {} and {}?", "{} vs {}", "Compare {} with {}."),
}


@dataclass(frozen=True, slots=True)
class _Concept:
    """A concept's entries, its names (terms first), and what only it is called."""

    id: str
    entries: tuple[HeldEntry, ...]
    names: tuple[str, ...]
    own: tuple[str, ...]

    @property
    def term(self) -> str:
        return self.own[0]


def generate(
    holdings: Holdings,
    kinds: Iterable[str] | None = None,
    *,
    limit: int | None = None,
    seed: int = 1,
) -> tuple[Question, ...]:
    """Make questions of a glossary.

    A name that two concepts share asks for neither, so it makes no question.

    Args:
        holdings: of the index.
        kinds: names of :data:`KINDS`; all, if ``None``.
        limit: how many questions of each kind, drawn evenly; all, if ``None``.
        seed: of the draws of frames, typing errors and questions.

    Returns:
        By kind, then by concept. Ids are stable while concepts keep theirs.

    Raises:
        InputError: for an unknown kind, or if the glossary gives no question of any.
    """
    chosen = list(dict.fromkeys(KINDS if kinds is None else kinds))
    unknown = [kind for kind in chosen if kind not in KINDS]
    if unknown:
        raise InputError(f"kind '{unknown[0]}' is unknown; known are {', '.join(KINDS)}")
    concepts = _concepts(holdings)
    found: list[Question] = []
    for kind in chosen:
        made = list(KINDS[kind](concepts, random.Random(f"{kind} {seed}")))
        if limit is not None and len(made) > limit:
            rows = random.Random(f"draw {kind} {seed}").sample(range(len(made)), limit)
            made = [made[row] for row in sorted(rows)]
        found.extend(made)
    if not found:
        raise InputError(
            f"no question of the kinds {', '.join(chosen)} can be made of these "
            f"{len(holdings.entries)} entries; expected terms, aliases or references"
        )
    return tuple(found)


def _concepts(holdings: Holdings) -> tuple[_Concept, ...]:
    members: dict[str, list[HeldEntry]] = {}
    for entry in holdings.entries:
        members.setdefault(entry.concept, []).append(entry)
    found = []
    for concept, entries in sorted(members.items()):
        terms = [entry.term for entry in entries]
        names = tuple(dict.fromkeys([*terms, *(name for one in entries for name in one.names)]))
        own = tuple(name for name in names if holdings.concepts_of([name]) == {concept})
        if own:
            found.append(_Concept(concept, tuple(entries), names, own))
    return tuple(found)


def _make(
    kind: QuestionType, tag: str, text: str, concepts: Sequence[_Concept], mark: str = ""
) -> Question:
    return Question(
        id=":".join(filter(None, (tag, *(one.id for one in concepts), mark))),
        type=kind,
        question=text,
        gold_terms=tuple(one.names for one in concepts),
        tags=(SYNTHETIC, tag),
    )


def _define(concepts: Sequence[_Concept], rng: random.Random) -> Iterator[Question]:
    for one in concepts:
        text = rng.choice(_ASK["define"]).format(one.term)
        yield _make(QuestionType.DEFINE, "made-define", text, [one])


def _other_names(concepts: Sequence[_Concept], *, short: bool) -> Iterator[tuple[_Concept, str]]:
    for one in concepts:
        headings = {entry.term for entry in one.entries}
        for name in one.own:
            aside = name not in headings and "(" not in name and len(name) < 80
            if aside and is_acronym(name) is short:
                yield one, name


def _alias(concepts: Sequence[_Concept], rng: random.Random) -> Iterator[Question]:
    for one, name in _other_names(concepts, short=False):
        text = rng.choice(_ASK["alias"]).format(name)
        yield _make(QuestionType.ALIAS, "made-alias", text, [one], name)


def _acronym(concepts: Sequence[_Concept], rng: random.Random) -> Iterator[Question]:
    for one, name in _other_names(concepts, short=True):
        text = rng.choice(_ASK["acronym"]).format(name)
        yield _make(QuestionType.ACRONYM, "made-acronym", text, [one], name)


def _typo(concepts: Sequence[_Concept], rng: random.Random) -> Iterator[Question]:
    taken = {name.casefold() for one in concepts for name in one.names}
    for one in concepts:
        wrong = make_typo(one.term, rng.randrange(1 << 30))
        if wrong.casefold() not in taken:  # "tokenize" may be another's name, not an error
            text = rng.choice(_ASK["define"]).format(wrong)
            yield _make(QuestionType.TYPO, "made-typo", text, [one])


def _definition(concepts: Sequence[_Concept], rng: random.Random) -> Iterator[Question]:
    """Ask for the term of a definition's first sentence, with its names cut out."""
    for one in concepts:
        text = _first_sentence(rng.choice(one.entries).definition)
        for name in sorted(one.names, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", text, flags=re.IGNORECASE)
        text = " ".join(text.split())
        if len(words(text)) >= _MIN_WORDS and len(text) <= _MAX_CHARS:
            asked = rng.choice(_ASK["definition"]).format(text)
            yield _make(QuestionType.REVERSE, "made-definition", asked, [one])


def _first_sentence(text: str) -> str:
    found = sentences(text, 0, len(text))
    return text[found[0].start : found[0].end] if found else ""


def _references(concepts: Sequence[_Concept]) -> dict[str, set[str]]:
    """Map each concept to those that its entries refer to."""
    of = {entry.id: one.id for one in concepts for entry in one.entries}
    return {
        one.id: {of[target] for entry in one.entries for target in entry.see_also if target in of}
        - {one.id}
        for one in concepts
    }


def _see_also(concepts: Sequence[_Concept], rng: random.Random) -> Iterator[Question]:
    by_id = {one.id: one for one in concepts}
    for first, others in _references(concepts).items():
        for second in sorted(others):
            pair = [by_id[first], by_id[second]]
            text = rng.choice(_ASK["see-also"]).format(*(one.term for one in pair))
            yield _make(QuestionType.SEE_ALSO, "made-see-also", text, pair)


def _compare(concepts: Sequence[_Concept], rng: random.Random) -> Iterator[Question]:
    """Compare each concept with the next whose term ends in the same word: kinds of one thing."""
    kinds: dict[str, list[_Concept]] = {}
    for one in concepts:
        parts = words(one.term)
        if len(parts) > 1:
            kinds.setdefault(parts[-1], []).append(one)
    for members in kinds.values():
        for pair in pairwise(members):
            text = rng.choice(_ASK["compare"]).format(*(one.term for one in pair))
            yield _make(QuestionType.COMPARE, "made-compare", text, pair)


def _left_out(concepts: Sequence[_Concept], rng: random.Random) -> Iterator[Question]:
    """Ask for a concept with its entries taken out: the right answer is a refusal."""
    for one in concepts:
        text = rng.choice(_ASK["define"]).format(one.term)
        yield Question(
            id=f"left-out:{one.id}",
            type=QuestionType.UNANSWERABLE_NEAR,
            question=text,
            answerable=False,
            tags=(SYNTHETIC, "left-out"),
            without=one.names,
        )


_Maker = Callable[[Sequence[_Concept], random.Random], Iterator[Question]]

#: What can be made, by name.
KINDS: Mapping[str, _Maker] = {
    "define": _define,
    "alias": _alias,
    "acronym": _acronym,
    "typo": _typo,
    "definition": _definition,
    "see-also": _see_also,
    "compare": _compare,
    "left-out": _left_out,
}
