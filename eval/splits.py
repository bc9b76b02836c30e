"""Train, dev and test: questions parted by entry, so that no side has seen another's."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from ..index.errors import InputError
from ..index.names import stem_words
from .faults import read_bytes
from .holdings import Holdings
from .matching import name_key, text_key
from .records import Question

__all__ = ["SHARES", "SPLITS", "load_split", "select", "split_questions"]

SPLITS = ("train", "dev", "test")
#: Of the questions, in percent.
SHARES: Mapping[str, int] = {"train": 60, "dev": 20, "test": 20}
#: Questions without gold that share this part of their words are about one thing.
_ALIKE = 0.5
_FRAME = frozenset(stem_words("what is the a an of in does do how who define explain mean and to"))


def split_questions(questions: Sequence[Question], holdings: Holdings) -> dict[str, str]:
    """Assign every question to a split.

    Whatever shares a concept goes to one side: all questions whose gold names it (all concepts of
    a question belong together, and so do concepts that share a name or a definition), and
    unanswerable questions that are alike in their words. Sets of questions with gold are placed
    the largest first, where the shares of their types are furthest from ``SHARES``; others by a
    hash of their first question's words, so that adding questions moves none of them.

    Returns:
        The split of each question by its id, in the order given.
    """
    joined = _Joined()
    for question in questions:
        keys = _keys(question, holdings)
        for key in keys:
            joined.join(f"question {question.id}", key)
    for one, other in _same_things(holdings):
        joined.join(one, other)
    for one, other in _alike(questions):
        joined.join(one, other)
    sets: dict[str, list[Question]] = {}
    for question in questions:
        sets.setdefault(joined.root(f"question {question.id}"), []).append(question)
    split = _place(sets.values(), Counter(question.type for question in questions))
    return {question.id: split[question.id] for question in questions}


class _Joined:
    """Disjoint sets of labels; the least label of a set stands for it, whatever the order."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, label: str) -> str:
        while (parent := self._parent.setdefault(label, label)) != label:
            label = parent
        return label

    def join(self, one: str, other: str) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low


def _keys(question: Question, holdings: Holdings) -> list[str]:
    found = [
        concept for names in question.gold_terms for concept in sorted(holdings.concepts_of(names))
    ]
    return [f"concept {concept}" for concept in found]


def _same_things(holdings: Holdings) -> list[tuple[str, str]]:
    """Pair concepts that share a name or a definition."""
    owners: dict[str, str] = {}
    pairs = []
    for entry in holdings.entries:
        for key in (*map(name_key, entry.names), f"text {text_key(entry.definition)}"):
            first = owners.setdefault(key, entry.concept)
            if first != entry.concept:
                pairs.append((f"concept {first}", f"concept {entry.concept}"))
    return pairs


def _alike(questions: Iterable[Question]) -> list[tuple[str, str]]:
    """Pair questions without gold that share most of their words."""
    words = [
        (question.id, frozenset(stem_words(question.question)) - _FRAME)
        for question in questions
        if not question.answerable
    ]
    return [
        (f"question {one}", f"question {other}")
        for at, (one, mine) in enumerate(words)
        for other, theirs in words[at + 1 :]
        if len(mine & theirs) > _ALIKE * len(mine | theirs)
    ]


def _place(sets: Iterable[list[Question]], types: Mapping[str, int]) -> dict[str, str]:
    placed: dict[str, str] = {}
    counts = {name: Counter[str]() for name in SPLITS}
    order = sorted(sets, key=lambda one: (-len(one), _hash(one[0].question)))
    for members in order:
        if any(question.answerable for question in members):
            kinds = Counter[str](question.type for question in members)
            name = min(SPLITS, key=lambda split: _cost(split, kinds, counts, types))
        else:
            place = _hash(min(question.question for question in members)) % 100
            name = "train" if place < 60 else "dev" if place < 80 else "test"
            kinds = Counter[str](question.type for question in members)
        counts[name].update(kinds)
        placed.update((question.id, name) for question in members)
    return placed


def _hash(text: str) -> int:
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")


def _cost(
    split: str,
    kinds: Mapping[str, int],
    counts: Mapping[str, Counter[str]],
    types: Mapping[str, int],
) -> tuple[float, int]:
    """Return how much worse the shares become if a set goes to a split; ties by the split's place.

    The squared distance from the share that is due, summed over the types, each by its size.
    """
    change = 0.0
    for kind, n in kinds.items():
        due = types[kind] * SHARES[split] / 100
        before, after = counts[split][kind] - due, counts[split][kind] + n - due
        change += (after**2 - before**2) / due
    return change, SPLITS.index(split)


def load_split(path: Path) -> dict[str, str]:
    """Read a split file: ``{question id: split}``.

    Raises:
        InputError: if it is something else.
    """
    try:
        value = json.loads(read_bytes(path))
    except ValueError as error:
        raise InputError(f"{path}: not JSON ({error}). Expected question ids with splits") from None
    if not isinstance(value, dict) or not all(one in SPLITS for one in value.values()):
        raise InputError(f"{path}: expected question ids, each with one of {', '.join(SPLITS)}")
    return value


def select(
    questions: Iterable[Question], split: Mapping[str, str], name: str
) -> tuple[Question, ...]:
    """Return the questions of one split, in their order.

    Raises:
        InputError: for a name that is no split, or a question that the split doesn't hold.
    """
    if name not in SPLITS:
        raise InputError(f"split '{name}' is unknown; known are {', '.join(SPLITS)}")
    kept = []
    for question in questions:
        if question.id not in split:
            raise InputError(
                f"question '{question.id}' is in no split; add it to split.json, to the split of "
                "the questions about its entry"
            )
        if split[question.id] == name:
            kept.append(question)
    return tuple(kept)
