"""Asking, here or in processes: it is Python's own work, which threads can't share."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from types import TracebackType
from typing import Self, TypeVar

from ..index.encoder import Encoder, load
from ..index.errors import StaleIndexError
from ..index.manifest import Manifest
from ..rag.glossator import Glossator
from ..rag.records import Answer, Settings
from .parts import part_of
from .records import Question

__all__ = ["Opener", "Task", "Teller", "Workers", "open_glossary"]

#: Opens a glossary with its encoder; a function of a module, or a ``partial`` of one, so that a
#: process can run it.
Opener = Callable[[], tuple[Glossator, Encoder]]

_T = TypeVar("_T")
_CHUNK = 16


def open_glossary(index: str | None, model: str | None) -> tuple[Glossator, Encoder]:
    """Open an index directory (``None``: the embedded glossary) with an encoder by name."""
    encoder = load(model)
    return Glossator.open(index, encoder=encoder), encoder


@dataclass(frozen=True, slots=True)
class Task:
    """A question to ask.

    Attributes:
        question: what is asked.
        settings: what it is asked with.
        kept: ids of the entries that the glossary is to hold; ``None`` for all.
    """

    question: Question
    settings: Settings
    kept: tuple[str, ...] | None = None


class Teller:
    """Asks a glossary, or a part of it; the last part stays open, for tasks come in its order.

    Threads may share one for tasks over the whole glossary.

    Args:
        glossary: open.
        encoder: the one that its index was built with.
    """

    def __init__(self, glossary: Glossator, encoder: Encoder) -> None:
        self.glossary = glossary
        self._encoder = encoder
        self._part: tuple[tuple[str, ...], Glossator] | None = None

    def ask(self, task: Task) -> Answer:
        """Return the answer of a task."""
        glossary = self.glossary if task.kept is None else self._open(task.kept)
        return glossary.ask(
            task.question.question,
            history=task.question.history,
            question_id=task.question.id,
            settings=task.settings,
        )

    def _open(self, kept: tuple[str, ...]) -> Glossator:
        if self._part is None or self._part[0] != kept:
            self.close()
            part = Glossator(part_of(self.glossary.index, kept), self._encoder)
            self._part = kept, part
        return self._part[1]

    def close(self) -> None:
        """Close the part that is open, if any; the glossary stays open."""
        if self._part is not None:
            self._part[1].close()
            self._part = None


_teller: Teller | None = None  # of a worker


def _open(opener: Opener) -> None:
    global _teller
    _teller = Teller(*opener())


def _ask(work: tuple[Task, Manifest]) -> Answer:
    task, manifest = work
    if _teller is None or _content(_teller.glossary.index.manifest) != _content(manifest):
        raise StaleIndexError(
            "the index was published anew while it was evaluated; run the evaluation again"
        )
    return _teller.ask(task)


def _content(manifest: Manifest) -> tuple[object, ...]:
    return manifest.sources, manifest.encoder, manifest.counts, manifest.chunking


class Workers:
    """A pool of processes, each with the glossary opened for itself.

    Args:
        opener: opens the same glossary in every process.
        manifest: of the index that is evaluated; a process that opens another one says so.
        count: how many processes.
    """

    def __init__(self, opener: Opener, manifest: Manifest, count: int) -> None:
        self._manifest = manifest
        self._pool = ProcessPoolExecutor(
            count, mp_context=get_context("spawn"), initializer=_open, initargs=(opener,)
        )

    def ask(self, tasks: Sequence[Task]) -> Iterator[Answer]:
        """Yield the answers in the order of the tasks."""
        work = ((task, self._manifest) for task in tasks)
        return self._pool.map(_ask, work, chunksize=_CHUNK)

    def compute(self, function: Callable[..., _T], *arguments: object) -> Callable[[], _T]:
        """Start a function of a module in a process; call what comes back to wait for it."""
        return self._pool.submit(function, *arguments).result

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
