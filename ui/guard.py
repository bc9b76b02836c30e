"""What stands before the page's server: which requests pass, and what every answer carries.

Gradio alone takes requests of any size and for any host, and offers routes for files, uploads,
proxies and logins. Here only those pass that the page and its API need.
"""

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

__all__ = ["MAX_BODY_BYTES", "Guard", "again", "whole"]

#: A question and its history fit well within it.
MAX_BODY_BYTES = 256 * 1024

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_PASS = re.compile(
    r"/(?:(?:web/[a-z]+\.[a-z]+|favicon\.ico|manifest\.json|theme\.css|config|robots\.txt"
    r"|view/(?:hello|entry|browse|map)|gradio_api/(?:info|openapi\.json|startup-events|theme\.css|heartbeat/\w+"
    r"|(?:run|api|call)/\w+|call/\w+/\w+|queue/(?:join|data)))/?)?"
    r"|/(?:assets|static)/[\w./@-]+",
    re.ASCII,
)
_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{}' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-src 'none'; frame-ancestors 'none'; "
    "object-src 'none'; base-uri 'self'"
)
_TOO_LARGE = (413, "the request is too large")
_HEAD = (
    '<link rel="icon" href="/web/icon.svg" type="image/svg+xml">'
    '<link rel="stylesheet" href="/web/look.css"><link rel="stylesheet" href="/web/views.css">'
    '<link rel="stylesheet" href="/web/desk.css"><script src="/web/desk.js"></script>'
    '<script src="/web/chat.js"></script><script src="/web/views.js"></script>'
    '<script src="/web/page.js"></script>'
)
#: Tags of the frame that advertise it; they name hosts that nothing here is to name.
_ADVERTS = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*')


class Guard:
    """ASGI middleware: hosts, paths and sizes of requests; headers and nonce of answers.

    Args:
        app: the application behind.
        hosts: names under which the page may be asked, without port; empty for any.
        passes: further paths that pass, with the bytes that each body may have.
    """

    def __init__(
        self, app: App, hosts: frozenset[str], passes: Mapping[str, int] | None = None
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._passes = passes or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        nonce = secrets.token_urlsafe(16)
        refused = self._refusal(scope["path"], headers)
        most = self._passes.get(scope["path"], MAX_BODY_BYTES)
        body = b"" if refused else await whole(receive, most)
        if refused or body is None:
            await _refuse(_Sender(send, nonce, page=False), *(refused or _TOO_LARGE))
            return
        page = scope["path"] == "/"
        if page:  # the nonce is written into it, so it must come as it is
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        await self._app(scope, again(body, receive), _Sender(send, nonce, page))

    def _refusal(self, path: str, headers: dict[bytes, bytes]) -> tuple[int, str] | None:
        host = headers.get(b"host", b"").decode("latin-1")
        name = re.sub(r":\d+$", "", host).strip("[]").lower()
        if self._hosts and name not in self._hosts:
            return 400, "unknown host"
        origin = headers.get(b"origin", b"").decode("latin-1")
        if origin and origin.partition("://")[2] != host:
            return 403, "asked by a page of another origin"
        if path not in self._passes and (not _PASS.fullmatch(path) or ".." in path):
            return 404, "not found"
        size = headers.get(b"content-length", b"0")
        if not size.isdigit() or int(size) > self._passes.get(path, MAX_BODY_BYTES):
            return _TOO_LARGE
        return None


async def whole(receive: Receive, most: int) -> bytes | None:
    """Read a body to its end, said size or not; ``None`` where it is too large."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > most:
            return None
        if not message.get("more_body"):  # also where the asker has gone
            return bytes(body)


def again(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read to its end, then whatever comes."""
    unread = True

    async def give() -> Message:
        nonlocal unread
        if unread:
            unread = False
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return give


async def _refuse(send: Send, status: int, reason: str) -> None:
    text = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": text})
    await send({"type": "http.response.body", "body": reason.encode()})


class _Sender:
    """Sends an answer on, with our headers; the page with the nonce at each of its scripts."""

    def __init__(self, send: Send, nonce: str, page: bool) -> None:
        self._send = send
        self._nonce = nonce
        self._page = page
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = {
                b"content-security-policy": _POLICY.format(self._nonce).encode(),
                b"x-content-type-options": b"nosniff",
                b"referrer-policy": b"no-referrer",
            }
            kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in ours]
            message = {**message, "headers": [*kept, *ours.items()]}
            if self._page:
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send_page()
            return
        await self._send(message)

    async def _send_page(self) -> None:
        assert self._start is not None
        body = _ADVERTS.sub(b"", self._body.replace(b"</head>", _HEAD.encode() + b"</head>", 1))
        body = body.replace(b"<script", f'<script nonce="{self._nonce}"'.encode())
        headers = [pair for pair in self._start["headers"] if pair[0].lower() != b"content-length"]
        size = (b"content-length", str(len(body)).encode())
        await self._send({**self._start, "headers": [*headers, size]})
        await self._send({"type": "http.response.body", "body": body})
