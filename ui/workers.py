"""Threads that answer, so that the event loop never waits for an answer."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from .problems import Problem, ProblemError

__all__ = ["Workers"]

_T = TypeVar("_T")


class Workers:
    """A bounded queue before a few threads.

    Args:
        threads: that work at once.
        waiting: so many more may wait; then one is told to come again.
        limit_s: how long anyone waits for an answer, the queue included.
    """

    def __init__(self, threads: int = 4, waiting: int = 128, limit_s: float = 20.0) -> None:
        self._pool = ThreadPoolExecutor(threads, "glossator-answer")
        self._most = threads + waiting
        self._limit_s = limit_s
        self._guard = threading.Lock()
        self._now = 0

    @property
    def now(self) -> int:
        """How many are worked on or wait."""
        return self._now

    async def run(self, act: Callable[[], _T]) -> _T:
        """Run a function in a thread.

        Raises:
            ProblemError: 429 where too many wait, 503 where it took too long.
        """
        with self._guard:
            if self._now >= self._most:
                raise ProblemError(_BUSY)
            self._now += 1
        try:
            future = self._pool.submit(act)
        except RuntimeError:  # shut down
            self._ended()
            raise ProblemError(_ENDING) from None
        future.add_done_callback(self._ended)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._limit_s)
        except TimeoutError:
            raise ProblemError(self._late()) from None

    def _late(self) -> Problem:
        return Problem(
            503,
            f"The answer took longer than {self._limit_s:g} s and was given up. Ask for less at "
            "once, or try again when fewer people ask.",
            headers={"retry-after": "5"},
        )

    def _ended(self, _: "Future[_T] | None" = None) -> None:
        with self._guard:
            self._now -= 1

    def close(self) -> None:
        """End the threads once they are idle; who waits is not served any more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


_BUSY = Problem(
    429,
    "Too many requests wait for an answer. Try again in a second.",
    headers={"retry-after": "1"},
)
_ENDING = Problem(503, "The server is stopping. Try again soon.", headers={"retry-after": "5"})
