"""How much is served at once, how often, how slowly, and for whose pages.

Gradio's queue is not used for questions: they are answered in milliseconds, so what has to be
bounded is how many requests are under way, and for how long one may take to arrive.
"""

import asyncio
import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

__all__ = ["Limiter", "Rate", "network"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: What stays open for as long as a page does.
_STREAMS = ("/gradio_api/heartbeat/", "/gradio_api/queue/data")
_BUSY = "Many people are asking just now. Try again in a moment."


def network(address: str) -> str:
    """Return what one person commands: an address, or an IPv6 network of 64 bits."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6:
        return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return address


class Rate:
    """Lets something happen so many times in a while, for each key.

    Args:
        most: how often.
        window_s: in how long.
        keys: so many keys are remembered; the oldest is forgotten first.
        clock: gives the time in seconds.
    """

    def __init__(
        self,
        most: int,
        window_s: float,
        keys: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._window_s, self._keys, self._clock = most, window_s, keys, clock
        self._guard = threading.Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Tell whether it may happen once more, and count it if so."""
        now = self._clock()
        with self._guard:
            times = self._times.setdefault(key, deque())
            self._times.move_to_end(key)
            while len(self._times) > self._keys:
                self._times.popitem(last=False)
            while times and now - times[0] >= self._window_s:
                times.popleft()
            if len(times) >= self._most:
                return False
            times.append(now)
            return True


class Limiter:
    """ASGI middleware: requests at once, their pace, and the pages that they come from.

    Args:
        app: what stands behind.
        at_once: requests under way; more are told to come again.
        streams: connections that pages hold open.
        arrives_s: a request's body is waited for so long; then its sender is taken for gone.
    """

    def __init__(
        self, app: App, at_once: int = 200, streams: int = 2_000, arrives_s: float = 30.0
    ) -> None:
        self._app = app
        self._most = {False: at_once, True: streams}
        self._now = {False: 0, True: 0}
        self._arrives_s = arrives_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _by_another_site(scope):
            await _refuse(send, 403, "asked by a page of another site")
            return
        stays = scope["path"].startswith(_STREAMS)
        if self._now[stays] >= self._most[stays]:
            await _refuse(send, 503, _BUSY)
            return
        self._now[stays] += 1
        try:
            await self._app(scope, self._hurried(receive), send)
        finally:
            self._now[stays] -= 1

    def _hurried(self, receive: Receive) -> Receive:
        """Wait for a body until a moment, and after it for as long as it takes."""
        ends = time.monotonic() + self._arrives_s
        whole = False

        async def give() -> Message:
            nonlocal whole
            if whole:
                return await receive()
            try:
                left = max(0.0, ends - time.monotonic())
                message = await asyncio.wait_for(receive(), left)
            except TimeoutError:
                return {"type": "http.disconnect"}
            whole = not message.get("more_body")
            return message

        return give


def _by_another_site(scope: Scope) -> bool:
    """Tell whether a browser says that another site's page started this; links are welcome."""
    headers = dict(scope["headers"])
    if headers.get(b"sec-fetch-site") != b"cross-site":
        return False
    link = headers.get(b"sec-fetch-mode") == b"navigate" and scope["method"] == "GET"
    return not (link and scope["path"] in ("/", "/login"))


async def _refuse(send: Send, status: int, reason: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    if status == 503:
        headers.append((b"retry-after", b"2"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": reason.encode()})
