"""How well an encoder finds by meaning alone, and how much it still knows of language at large."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .data import TuningData, is_kept_back
from .samples import HELD_OUT
from .wordnet import Synset
from .written import Shelf, Written

__all__ = ["FACTS", "Ranks", "measure", "rank_entries", "rank_words", "similarity", "table"]

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

#: Kinds of written questions that ask one entry for something.
FACTS = ("fact", "yesno", "relation")


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where what was looked for came, for some questions; 1 is first.

    Attributes:
        name: what was asked.
        places: a rank for each question.
    """

    name: str
    places: tuple[int, ...]

    def within(self, depth: int) -> float:
        """Return the share of questions with a rank up to ``depth``."""
        return float(np.mean([place <= depth for place in self.places]))

    @property
    def median(self) -> float:
        """The median rank."""
        return float(np.median(self.places))

    def to_dict(self) -> dict[str, float]:
        """Return the figures that a report holds."""
        figures = {f"@{depth}": round(self.within(depth), 4) for depth in (1, 10, 100)}
        return {"n": len(self.places), **figures, "median": self.median}


def measure(encode: Encode, data: TuningData, synsets: Sequence[Synset]) -> list[Ranks]:
    """Ask everything that no encoder is tuned on.

    Args:
        encode: texts to unit vectors.
        data: glossaries and questions.
        synsets: the glossary of the reverse-dictionary test; empty: left out.
    """
    found = []
    for kinds in (("reverse",), FACTS):
        places: list[int] = []
        for name in HELD_OUT:
            asked = [q for q in data.questions if q.glossary == name and q.kind in kinds]
            ranks = rank_entries(encode, data.shelves[name], asked)
            found.append(Ranks(f"{name}: {kinds[0]}", ranks))
            places += ranks
        found.append(Ranks(f"unseen glossaries: {kinds[0]}", tuple(places)))
    places = []
    for name, shelf in data.shelves.items():
        asked = [
            q
            for q in data.questions
            if q.glossary == name and q.kind == "reverse" and name not in HELD_OUT
            if all(map(is_kept_back, data.concepts(q)))
        ]
        places += rank_entries(encode, shelf, asked) if asked else ()
    found.append(Ranks("unseen entries: reverse", tuple(places)))
    if synsets:
        found.append(Ranks("reverse dictionary", rank_words(encode, synsets, data.descriptions)))
    return found


def rank_entries(encode: Encode, shelf: Shelf, questions: Sequence[Written]) -> tuple[int, ...]:
    """Rank the concepts of a glossary by their nearest passage; the best gold one counts."""
    concepts = {passage.concept: 0 for passage in shelf.passages}
    at = {concept: place for place, concept in enumerate(concepts)}
    owner = np.array([at[passage.concept] for passage in shelf.passages])
    vectors = encode([passage.text for passage in shelf.passages])
    places = []
    for one, vector in zip(questions, encode([q.question for q in questions]), strict=True):
        best = np.full(len(at), -np.inf, np.float32)
        np.maximum.at(best, owner, vectors @ vector)
        gold = max(best[at[shelf.concept_of(term)]] for term, _ in one.gold)
        places.append(int((best > gold).sum()) + 1)
    return tuple(places)


def rank_words(
    encode: Encode, synsets: Sequence[Synset], described: Iterable[tuple[str, str]]
) -> tuple[int, ...]:
    """Rank single words for descriptions of them, by their nearest gloss (Hill et al. 2016)."""
    texts, owners = [], []
    words: dict[str, int] = {}
    for synset in synsets:
        single = [lemma for lemma in synset.lemmas if " " not in lemma]
        if single:
            texts.append(f"{synset.lemmas[0]} — {synset.gloss}")
            owners.append([words.setdefault(lemma.casefold(), len(words)) for lemma in single])
    vectors = encode(texts)
    line = np.repeat(np.arange(len(texts)), [len(own) for own in owners])
    word = np.array([one for own in owners for one in own])
    pairs = [(text, words[name]) for name, text in described if name in words]
    places = []
    for vector, target in zip(encode([text for text, _ in pairs]), pairs, strict=True):
        best = np.full(len(words), -np.inf, np.float32)
        np.maximum.at(best, word, (vectors @ vector)[line])
        places.append(int((best > best[target[1]]).sum()) + 1)
    return tuple(places)


def similarity(encode: Encode, pairs: Sequence[tuple[float, str, str]]) -> float:
    """Return Spearman's correlation of cosines with people's judgements, in [-1, 1]."""
    from scipy.stats import spearmanr

    one = encode([pair[1] for pair in pairs])
    other = encode([pair[2] for pair in pairs])
    return float(spearmanr(np.sum(one * other, axis=1), [pair[0] for pair in pairs]).statistic)


def table(rows: Mapping[str, tuple[Iterable[Ranks], float]]) -> str:
    """Return encoders side by side as a Markdown table: recall@1 / recall@10, similarity."""
    lines: list[str] = []
    for name, (found, alike) in rows.items():
        kept = [one for one in found if one.places]
        if not lines:
            heads = " | ".join(f"{one.name} ({len(one.places)})" for one in kept)
            lines += [f"| encoder | {heads} | similarity |", "|---" * (len(kept) + 2) + "|"]
        cells = " | ".join(f"{one.within(1):.3f} / {one.within(10):.3f}" for one in kept)
        lines.append(f"| {name} | {cells} | {alike:.3f} |")
    return "\n".join(lines)
