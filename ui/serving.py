"""One server, several parts: each request goes to the part that serves its path.

The chat page takes what no part claims. A further part (an MCP server, a script for other
sites) is one more :class:`Part` in :func:`glossator.ui.parts.parts_of`.
"""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Any

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
    """An ASGI application made of parts.

    Args:
        page: serves what no part claims.
        parts: the first one that serves a path gets it.
    """

    def __init__(self, page: App, parts: Sequence[Part]) -> None:
        self._page = page
        self._parts = tuple(parts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or start and stop the parts."""
        if scope["type"] == "lifespan":
            async with AsyncExitStack() as stack:
                for part in self._parts:
                    if part.running is not None:
                        await stack.enter_async_context(part.running())
                await self._page(scope, receive, send)
            return
        if scope["type"] == "http":
            for part in self._parts:
                if part.serves(scope["path"]):
                    await part.app(scope, receive, send)
                    return
        await self._page(scope, receive, send)
