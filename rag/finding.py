"""From a standalone question to the entries that may answer it, best first."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from ..index.encoder import Encoder
from ..index.opened import Index
from .fusion import Candidate, fuse
from .kinds import is_bundled, sounds_like
from .query import Query, settle, understand
from .records import CHANNELS
from .retriever import DEPTH, Evidence, retrieve

__all__ = ["Found", "find"]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question.

    Attributes:
        query: the question, understood.
        evidence: what each channel says.
        candidates: entries, best first.
    """

    query: Query
    evidence: Evidence
    candidates: tuple[Candidate, ...]


def find(
    index: Index,
    encoder: Encoder,
    question: str,
    depth: int = DEPTH,
    channels: Collection[str] = CHANNELS,
) -> Found:
    """Understand a question, ask the channels, and fuse what they say.

    Args:
        index: what is asked.
        encoder: the one that the index was built with.
        question: standalone.
        depth: how many entries each channel brings at most.
        channels: which to ask, see :func:`~glossator.rag.retriever.retrieve`.
    """
    query = understand(question, index.lexicon)
    evidence = retrieve(index, encoder, query, depth, channels)
    worded = query.foreign and is_bundled(encoder.sha256)
    heard = {} if worded else sounds_like(evidence.vector, encoder.sha256)
    query = replace(settle(query, heard), worded=worded)
    described = query.kinds.get("reverse", 0.0)
    return Found(query, evidence, tuple(fuse(evidence, described, worded=worded)))
