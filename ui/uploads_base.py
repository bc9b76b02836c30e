"""The server's own glossary, in parts that a user can switch and combine with others."""

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..index.encoder import Encoder
from ..index.lexicon_rows import StoredDocument
from ..index.records import Reading
from ..index.vectors import Vectors
from ..rag.glossator import Glossator
from ..rag.live import Live

__all__ = ["Base", "Bases", "Lent", "Part", "Remembering"]

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
        served: whether it is the server's own, as everybody is lent it.
    """

    glossary: Glossator
    made: dict[str, Any] = field(default_factory=dict)
    served: bool = False


class Base:
    """One version of what everyone asks who brought nothing.

    Attributes:
        glossary: open for as long as it is lent.
        entries: how many it has.
        combines: whether it can be asked together with a user's.
        parts: what can be switched on and off.
        mark: a sha256 of its texts and encoder, in hex: an index made of others is stale.

    Args:
        glossary: open.
        most_entries: a larger one is not read again to be combined with a user's.
    """

    def __init__(self, glossary: Glossator, most_entries: int) -> None:
        self.glossary = glossary
        self.lent = Lent(glossary, served=True)
        self.lexicon = glossary.index.lexicon
        self.entries = self.lexicon.counts.entries
        self.combines = self.entries <= most_entries
        documents = self.lexicon.documents()
        self.parts = self._parts(documents)
        texts = [document.text_sha256 for document in documents]
        self.mark = sha256(" ".join([glossary.encoder.sha256, *texts]).encode()).hexdigest()

    def _parts(self, documents: tuple[StoredDocument, ...]) -> tuple[Part, ...]:
        if self.combines and len(documents) <= _MOST_PARTS:
            return tuple(Part(one.id, one.title, one.path, one.entries) for one in documents)
        title = documents[0].title if len(documents) == 1 else f"{len(documents)} glossaries"
        return (Part(WHOLE, title, "", self.entries),)

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


class Bases:
    """The server's own glossary in whatever version is the newest; threads may share it.

    Args:
        live: lends it.
        most_entries: a larger one is not read again to be combined with a user's.
    """

    def __init__(self, live: Live, most_entries: int) -> None:
        self.live = live
        self._most_entries = most_entries
        self._guard = threading.Lock()
        with live.lending() as glossary:
            self.now = Base(glossary, most_entries)

    @contextmanager
    def lending(self) -> Iterator[Base]:
        """Lend the newest version; it stays open until it is given back."""
        with self.live.lending() as glossary:
            with self._guard:
                base = self.now
                if base.glossary is not glossary:
                    base = Base(glossary, self._most_entries)
                    self.now = base
            yield base


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
