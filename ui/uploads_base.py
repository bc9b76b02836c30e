"""The server's own glossary, in parts that a user can switch and combine with others."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..index.encoder import Encoder
from ..index.records import Reading
from ..index.vectors import Vectors
from ..rag.glossator import Glossator

__all__ = ["Base", "Lent", "Part", "Remembering"]

WHOLE = "all"
_MOST_PARTS = 24


@dataclass(frozen=True, slots=True)
class Part:
    """A glossary of the server's: one document, or all of them where there are many."""

    id: str
    title: str
    name: str
    entries: int


@dataclass(frozen=True, slots=True)
class Lent:
    """A glossary to ask, and what was made of it for as long as it is the same.

    Attributes:
        glossary: open for as long as it is lent.
        made: by name, for whoever makes something of it that is worth keeping.
    """

    glossary: Glossator
    made: dict[str, Any] = field(default_factory=dict)


class Base:
    """What everyone asks who brought nothing.

    Args:
        glossary: open; who made it closes it.
        most_entries: a larger one is not read again to be combined with a user's.
    """

    def __init__(self, glossary: Glossator, most_entries: int) -> None:
        self.glossary = glossary
        self.lent = Lent(glossary)
        self.lexicon = glossary.index.lexicon
        self.entries = self.lexicon.counts.entries
        self.combines = self.entries <= most_entries

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What can be switched on and off."""
        documents = self.lexicon.documents()
        if self.combines and len(documents) <= _MOST_PARTS:
            return tuple(Part(one.id, one.title, one.path, one.entries) for one in documents)
        title = documents[0].title if len(documents) == 1 else f"{len(documents)} glossaries"
        return (Part(WHOLE, title, "", self.entries),)

    @cached_property
    def mark(self) -> str:
        """A sha256 of its texts and encoder, in hex: an index that was made of others is stale."""
        texts = [document.text_sha256 for document in self.lexicon.documents()]
        return sha256(" ".join([self.glossary.encoder.sha256, *texts]).encode()).hexdigest()

    @cached_property
    def hashes(self) -> Mapping[bytes, int]:
        """The rows of its vectors, by the sha256 of what was embedded."""
        return self.lexicon.chunk_hashes() if self.combines else {}

    def readings(self, off: Collection[str]) -> list[Reading]:
        """Return what its documents were read as, without the parts that are off."""
        if WHOLE in off:
            return []
        kept = [one.id for one in self.lexicon.documents() if one.id not in off]
        entries = self.lexicon.entries(range(self.entries))
        return [
            Reading(
                self.lexicon.document(document),
                tuple(entry for entry in entries if entry.document == document),
                (),
                (),
                "",
                "",
            )
            for document in kept
        ]


class Remembering:
    """An encoder that looks texts up in vectors of the same encoder before it encodes them.

    Args:
        encoder: what makes the vectors that no index has.
        known: rows by the sha256 of a chunk's text, and the vectors that they stand in.
    """

    def __init__(
        self, encoder: Encoder, known: Iterable[tuple[Mapping[bytes, int], Vectors]]
    ) -> None:
        self.name = encoder.name
        self.dim = encoder.dim
        self.sha256 = encoder.sha256
        self.encoded = 0
        self._encoder = encoder
        self._known = tuple(known)

    def encode(self, texts: Iterable[str]) -> NDArray[np.float32]:
        """Return one row a text, float32, shape ``(n, dim)``, each of unit length."""
        rows = [self._row(text) for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dim), np.float32)

    def _row(self, text: str) -> NDArray[np.float32]:
        digest = sha256(text.encode("utf-8", "replace")).digest()
        for hashes, vectors in self._known:
            if (row := hashes.get(digest)) is not None:
                found: NDArray[np.float32] = vectors.rows([row])[0]
                return found
        self.encoded += 1
        return np.asarray(self._encoder.encode([text])[0], dtype=np.float32)
