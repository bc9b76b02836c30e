"""What is trained on: pairs of a question and the passage that answers it."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .wordnet import Synset, is_held_out
from .written import Passage, Shelf, Written

__all__ = ["Pair", "from_wordnet", "from_written", "with_negatives"]

#: Negatives are taken from the passages of these ranks: nearer ones often answer too.
NEGATIVE_RANKS = range(1, 12)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, a passage that answers it, and passages that don't.

    Attributes:
        anchor: the question, a description or a gloss.
        positive: what should be near.
        concept: whose text the positive is; another pair's positive of the same concept is no
            negative.
        pool: the glossary, for batches of one field.
        negatives: passages of other concepts, near but wrong.
    """

    anchor: str
    positive: str
    concept: str
    pool: str
    negatives: tuple[str, ...] = ()


def from_written(questions: Iterable[Written], shelves: Mapping[str, Shelf]) -> list[Pair]:
    """Return a pair for each passage that a written question names; none for one without gold."""
    pairs = []
    for one in questions:
        for term, sentence in one.gold:
            passage = shelves[one.glossary].find(term, sentence) if sentence else None
            if passage is not None:
                pairs.append(Pair(one.question, passage.text, passage.concept, one.glossary))
    return pairs


def from_wordnet(synsets: Iterable[Synset], count: int, seed: int) -> list[Pair]:
    """Return pairs of a gloss and a lemma, none of a lemma that is held out.

    The lemma stands as an entry's head does, every other time with an example of its use.
    """
    chance = random.Random(seed)
    kept = [one for one in synsets if not is_held_out(one) and one.gloss.count(" ") >= 3]
    chosen = chance.sample(kept, min(count, len(kept)))
    pairs = []
    for one in chosen:
        lemma = chance.choice(one.lemmas)
        text = f"{lemma} — {one.examples[0]}" if one.examples and chance.random() < 0.5 else lemma
        pairs.append(Pair(one.gloss, text, f"wordnet/{one.id}", "wordnet"))
    return pairs


def with_negatives(
    pairs: Sequence[Pair],
    shelves: Mapping[str, Shelf],
    vectors: Mapping[str, NDArray[np.float32]],
    anchors: NDArray[np.float32],
    each: int,
    seed: int,
) -> list[Pair]:
    """Give every pair of a shelf negatives: near passages of other entries.

    Args:
        pairs: as made.
        shelves: the glossaries.
        vectors: for each shelf its passages' vectors, by the encoder before tuning.
        anchors: the anchors' vectors, shape ``(len(pairs), dim)``.
        each: how many negatives a pair gets.
        seed: of the choice among ``NEGATIVE_RANKS``.
    """
    chance = random.Random(seed)
    found = []
    for pair, anchor in zip(pairs, anchors, strict=True):
        if pair.pool not in shelves:
            found.append(pair)
            continue
        passages = shelves[pair.pool].passages
        order = np.argsort(-(vectors[pair.pool] @ anchor), kind="stable")[: 4 * len(NEGATIVE_RANKS)]
        others = _of_other_entries(pair, [passages[at] for at in order])
        near = [others[rank] for rank in NEGATIVE_RANKS if rank < len(others)]
        chosen = chance.sample(near, min(each, len(near)))
        found.append(replace(pair, negatives=tuple(passage.text for passage in chosen)))
    return found


def _of_other_entries(pair: Pair, passages: Iterable[Passage]) -> list[Passage]:
    """Keep the first passage of each other concept."""
    first: dict[str, Passage] = {}
    for passage in passages:
        if passage.concept != pair.concept:
            first.setdefault(passage.concept, passage)
    return list(first.values())
