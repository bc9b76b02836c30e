"""WordNet's glosses and lemmas: pairs that teach an encoder what words mean."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ...index.errors import InputError

__all__ = ["HELD_OUT_SHARE", "Synset", "is_held_out", "load_synsets"]

#: In percent: lemmas that no training pair holds, nor any gloss of theirs.
HELD_OUT_SHARE = 5


@dataclass(frozen=True, slots=True)
class Synset:
    """A set of words that mean one thing, and what they mean."""

    id: str
    lemmas: tuple[str, ...]
    gloss: str
    examples: tuple[str, ...]


def load_synsets(path: Path) -> Iterator[Synset]:
    """Yield the synsets of a ``wordnet.jsonl.gz`` in the order of the file.

    Raises:
        InputError: if the file isn't there or holds something else.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                lemmas = (row["term"], *row["aliases"])
                yield Synset(row["id"], lemmas, row["definition"], tuple(row["examples"]))
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: {error!r}; expected WordNet as JSON lines with id, term, aliases, "
            "definition, examples"
        ) from None


def is_held_out(synset: Synset) -> bool:
    """Tell whether a synset has a lemma that is kept out of training, by a hash of the lemma."""
    return any(
        sha256(lemma.casefold().encode()).digest()[0] * 100 < HELD_OUT_SHARE * 256
        for lemma in synset.lemmas
    )
