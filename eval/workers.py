"""Processes that ask in parallel: asking is Python's own work, which threads can't share."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Self, TypeVar

from ..index.encoder import load
from ..index.errors import StaleIndexError
from ..index.manifest import Manifest
from ..rag.glossator import Glossator
from ..rag.records import Answer, Settings
from .records import Question

__all__ = ["Opener", "Workers", "ask_one", "open_glossary"]

#: Opens a glossary; a function of a module, or a ``partial`` of one, so that a process can run it.
Opener = Callable[[], Glossator]

_T = TypeVar("_T")
_CHUNK = 16
_opened: Glossator | None = None  # in a worker: the glossary that it asks


def open_glossary(index: str | None, model: str | None) -> Glossator:
    """Open an index directory (``None``: the embedded glossary) with an encoder by name."""
    return Glossator.open(index, encoder=load(model))


def ask_one(glossary: Glossator, question: Question, settings: Settings) -> Answer:
    """Ask one question of a set."""
    return glossary.ask(
        question.question, history=question.history, question_id=question.id, settings=settings
    )


def _open(opener: Opener) -> None:
    global _opened
    _opened = opener()


def _ask(work: tuple[Question, Settings, Manifest]) -> Answer:
    question, settings, manifest = work
    if _opened is None or _content(_opened.index.manifest) != _content(manifest):
        raise StaleIndexError(
            "the index was published anew while it was evaluated; run the evaluation again"
        )
    return ask_one(_opened, question, settings)


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

    def ask(self, questions: Sequence[Question], settings: Settings) -> Iterator[Answer]:
        """Yield the answers in the order of the questions."""
        work = ((question, settings, self._manifest) for question in questions)
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
