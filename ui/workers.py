"""Threads that answer, so that the event loop never waits for an answer."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from .problems import STOPPING, Problem, ProblemError

__all__ = ["Workers"]

_T = TypeVar("_T")


class Workers:
    """A bounded queue before a few threads, and another for what takes long.

    Two threads: Python runs one at a time, but the encoder and SQLite work beside it. On two
    cores, 240 questions a second against 305 with one, 188 with four and 122 with eight, measured
    one after the other; with one, a slow question holds up all others.

    Args:
        threads: that answer questions at once; one more does what is long: batches, whole texts.
        waiting: so many more may wait; then one is told to come again.
        limit_s: how long anyone waits for an answer, the queue included.
        long_waiting: so many long ones may wait.
        long_s: how long anyone waits for one.
    """

    def __init__(
        self,
        threads: int = 2,
        waiting: int = 128,
        limit_s: float = 20.0,
        *,
        long_waiting: int = 16,
        long_s: float = 60.0,
    ) -> None:
        self._queues = {
            False: _Queue("glossator-answer", threads, waiting, limit_s),
            True: _Queue("glossator-long", 1, long_waiting, long_s),
        }

    @property
    def now(self) -> int:
        """How many are worked on or wait."""
        return sum(queue.now for queue in self._queues.values())

    async def run(self, act: Callable[[], _T], *, takes_long: bool = False) -> _T:
        """Run a function in a thread.

        Args:
            act: the function.
            takes_long: whether it would hold up questions.

        Raises:
            ProblemError: 429 where too many wait, 503 where it took too long.
        """
        return await self._queues[takes_long].run(act)

    def close(self) -> None:
        """End the threads once they are idle; who waits is not served any more."""
        for queue in self._queues.values():
            queue.pool.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class _Queue:
    """Threads, and how many wait for them."""

    def __init__(self, name: str, threads: int, waiting: int, limit_s: float) -> None:
        self.pool = ThreadPoolExecutor(threads, name)
        self.now = 0
        self._most = threads + waiting
        self._limit_s = limit_s
        self._guard = threading.Lock()

    async def run(self, act: Callable[[], _T]) -> _T:
        with self._guard:
            if self.now >= self._most:
                raise ProblemError(_BUSY)
            self.now += 1
        try:
            future = self.pool.submit(act)
        except RuntimeError:  # shut down
            self._ended()
            raise ProblemError(STOPPING) from None
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
            self.now -= 1


_BUSY = Problem(
    429,
    "Too many requests wait for an answer. Try again in a second.",
    headers={"retry-after": "1"},
)
