"""One server, several parts: each request goes to the part that serves its path.

The chat page takes what no part claims. A further part (an MCP server, a script for other
sites) is one more :class:`Part` in :func:`glossator.ui.parts.parts_of`.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Any

from .problems import STOPPING, send_problem

__all__ = ["App", "Part", "Site"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the server.

    Attributes:
        paths: what it serves: each path and everything below it.
        app: gets requests with their whole path.
        running: entered before the first request and left after the last; ``None`` where
            nothing needs that.
    """

    paths: tuple[str, ...]
    app: App
    running: Callable[[], AbstractAsyncContextManager[object]] | None = None

    def serves(self, path: str) -> bool:
        """Tell whether a path is this part's."""
        return any(path == one or path.startswith(f"{one}/") for one in self.paths)


class Site:
    """An ASGI application made of parts, that ends when what is under way is done.

    Args:
        page: serves what no part claims.
        parts: the first one that serves a path gets it.
        drains_s: what is under way has so long to end once the server is to stop.
    """

    def __init__(self, page: App, parts: Sequence[Part], drains_s: float = 10.0) -> None:
        self._page = page
        self._parts = tuple(parts)
        self._drains_s = drains_s
        self._now = 0
        self._stopping = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._draining: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or start and stop the parts."""
        if scope["type"] == "lifespan":
            self._loop = asyncio.get_running_loop()
            async with AsyncExitStack() as stack:
                for part in self._parts:
                    if part.running is not None:
                        await stack.enter_async_context(part.running())
                await self._page(scope, receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            await self._page(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._stopping:
            await send_problem(send, STOPPING, ((b"connection", b"close"),))
            return
        app = next((part.app for part in self._parts if part.serves(scope["path"])), self._page)
        counted = True
        self._now += 1

        async def watched(message: Message) -> None:
            nonlocal counted
            if counted and _goes_on(scope, message):
                counted = False  # it lasts as long as a page is open: nobody waits for its end
                self._now -= 1
            await send(message)

        try:
            await app(scope, receive, watched)
        finally:
            self._now -= counted

    def stop(self, ended: Callable[[], object]) -> None:
        """Take no more requests, and say so when those under way are answered.

        Called by a signal's handler; the second time nothing is waited for.
        """
        if self._stopping or self._loop is None:
            ended()
            return
        self._stopping = True
        self._loop.call_soon_threadsafe(self._drain, ended)

    def _drain(self, ended: Callable[[], object]) -> None:
        async def drain() -> None:
            ends = time.monotonic() + self._drains_s
            while self._now and time.monotonic() < ends:
                await asyncio.sleep(0.02)
            ended()

        self._draining = asyncio.ensure_future(drain())


def _goes_on(scope: Scope, message: Message) -> bool:
    """Tell whether an answer is a stream of events that somebody listens to."""
    if message["type"] != "http.response.start" or scope["method"] != "GET":
        return False
    kinds = [value for key, value in message.get("headers", ()) if key.lower() == b"content-type"]
    return any(kind.startswith(b"text/event-stream") for kind in kinds)
