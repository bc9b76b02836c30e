"""What stands before the parts that programs ask: hosts, origins, the token, sizes, faults."""

import asyncio
import hmac
import re
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from .accounts import Sessions
from .guard import MAX_BODY_BYTES, again, whole
from .problems import Problem, send_problem
from .signin import signed_in

__all__ = ["Access", "Gate"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

ANY_ORIGIN = "*"
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
_METHODS = b"GET, POST, DELETE, OPTIONS"
_ALLOWED = b"authorization, content-type, if-none-match, mcp-session-id, mcp-protocol-version"
_EXPOSED = b"etag, retry-after, mcp-session-id"
_FAULT = Problem(
    500,
    "A fault of Glossator's own, not of the request. Its operator finds more in the server's "
    "standard error.",
)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask.

    Attributes:
        hosts: names under which the server may be asked, without port; empty for any.
        origins: of pages elsewhere that may ask from a browser; ``"*"`` for any.
        token: what ``Authorization: Bearer`` has to give; ``""`` where none is needed.
        sessions: of those who are signed in, who need no token; ``None`` where nobody has to.
    """

    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    token: str = field(default="", repr=False)
    sessions: Sessions | None = None

    def wants_proof(self) -> bool:
        """Tell whether not everybody may ask."""
        return bool(self.token) or self.sessions is not None


class Gate:
    """ASGI middleware for one part of the server.

    Args:
        app: the part.
        access: who may ask it.
        open_paths: what is given without a token.
        body_bytes: bodies that may be larger than a question's, by path.
        arrives_s: a request's body is waited for so long.
        saw: told path, method, status and seconds of each request.
        report: told of faults.
    """

    def __init__(
        self,
        app: App,
        access: Access,
        *,
        open_paths: frozenset[str] = frozenset(),
        body_bytes: Mapping[str, int] | None = None,
        arrives_s: float = 30.0,
        report: Callable[[str], object] = lambda fault: None,
        saw: Callable[[str, str, int, float], object] = lambda path, method, status, seconds: None,
    ) -> None:
        self._app = app
        self._access = access
        self._open = open_paths
        self._body_bytes = body_bytes or {}
        self._arrives_s = arrives_s
        self._report = report
        self._saw = saw
        self._token = sha256(access.token.encode()).digest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        began = time.perf_counter()
        sender = _Sender(send)
        try:
            await self._serve(scope, receive, sender)
        finally:
            seconds = time.perf_counter() - began
            self._saw(scope["path"], scope["method"], sender.status, seconds)

    async def _serve(self, scope: Scope, receive: Receive, sender: "_Sender") -> None:
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"").decode("latin-1")
        own = not origin or origin.partition("://")[2] == headers.get(b"host", b"").decode(
            "latin-1"
        )
        allowed = own or bool(self._access.origins & {origin, ANY_ORIGIN})
        sender.origin = origin if allowed and not own else ""
        problem = self._refusal(scope, headers, allowed, origin)
        if problem is None and scope["method"] == "OPTIONS" and not own:
            await _preflight(sender)
            return
        body = b""
        if problem is None:
            most = self._body_bytes.get(scope["path"], MAX_BODY_BYTES)
            problem, body = await self._body(receive, headers, most)
        if problem is not None:
            await send_problem(sender, problem)
            return
        try:
            await self._app(scope, again(body, receive), sender)
        except Exception as error:
            self._report(f"{scope['method']} {scope['path']}: {type(error).__name__}: {error}")
            if not sender.status:
                await send_problem(sender, _FAULT)

    def _refusal(
        self, scope: Scope, headers: Mapping[bytes, bytes], allowed: bool, origin: str
    ) -> Problem | None:
        host = headers.get(b"host", b"").decode("latin-1")
        name = re.sub(r":\d+$", "", host).strip("[]").lower()
        if self._access.hosts and name not in self._access.hosts:
            return Problem(400, f"The host '{name[:100]}' is unknown here. Serve it with --name.")
        if not allowed:
            return Problem(
                403, f"Pages of {origin[:100]} may not ask here. Let them in with --cors."
            )
        if scope["method"] == "OPTIONS" and origin:
            return None  # a browser asks, without the token, whether it may ask
        if self._access.wants_proof() and scope["path"] not in self._open:
            problem = self._unauthorised(scope, headers.get(b"authorization", b""))
            if problem is not None:
                return problem
        return None

    def _unauthorised(self, scope: Scope, given: bytes) -> Problem | None:
        sessions = self._access.sessions
        if sessions is not None and signed_in(scope, sessions) is not None:
            return None
        scheme, _, token = given.partition(b" ")
        if scheme.lower() != b"bearer":
            detail, says = "A token is needed: Authorization: Bearer …", "Bearer"
            if not self._access.token:
                detail = "Sign in first, at /login; for programs the operator can set a --token."
        elif not self._access.token or not hmac.compare_digest(
            sha256(token.strip()).digest(), self._token
        ):
            detail = "That token is wrong. Ask the server's operator for the one in use."
            says = 'Bearer error="invalid_token"'
        else:
            return None
        return Problem(401, detail, headers={"www-authenticate": says})

    async def _body(
        self, receive: Receive, headers: Mapping[bytes, bytes], most: int
    ) -> tuple[Problem | None, bytes]:
        size = headers.get(b"content-length", b"0")
        too_large = Problem(413, f"The body is too large: expected {most:,} bytes at most.")
        if not size.isdigit() or int(size) > most:
            return too_large, b""
        try:
            body = await asyncio.wait_for(whole(receive, most), self._arrives_s)
        except TimeoutError:
            return Problem(408, f"The body took longer than {self._arrives_s:g} s to come."), b""
        return (too_large, b"") if body is None else (None, body)


async def _preflight(send: Send) -> None:
    headers = [
        (b"access-control-allow-methods", _METHODS),
        (b"access-control-allow-headers", _ALLOWED),
        (b"access-control-max-age", b"600"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


class _Sender:
    """Sends an answer on, with our headers."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.origin = ""
        self.status = 0  # none yet

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            said = {key.lower() for key, _ in message.get("headers", ())}
            ours = [pair for pair in _HEADERS if pair[0] not in said]
            if self.origin:
                ours += [
                    (b"access-control-allow-origin", self.origin.encode("latin-1")),
                    (b"access-control-expose-headers", _EXPOSED),
                    (b"cross-origin-resource-policy", b"cross-origin"),
                ]
            ours.append((b"vary", b"origin"))
            message = {**message, "headers": [*message.get("headers", ()), *ours]}
        await self._send(message)
