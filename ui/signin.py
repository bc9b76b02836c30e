"""The form to sign in, and the wall behind which everything else stands.

A form rather than HTTP Basic: a browser sends Basic's password with every request, also with
those that another site started, and never forgets it; a session's cookie stays here, ends, and
lets guesses be slowed down without shutting out whoever is in already. The form's address and
fields are those that ``gradio_client`` knows, so ``Client(url, auth=(name, password))`` works.
"""

import html
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs

from .accounts import Accounts, Guesses, Sessions

__all__ = ["ACCOUNT", "SignIn", "cookie", "set_cookie", "signed_in"]

#: Where the scope of a request holds the name of who is signed in.
ACCOUNT = "glossator.account"
_COOKIE = "glossator-in"
_FORM_BYTES = 4096
#: What the form itself needs.
_OPEN = frozenset({"/web/look.css", "/web/desk.css", "/web/icon.svg", "/robots.txt"})

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def cookie(headers: Iterable[tuple[bytes, bytes]], name: str) -> str | None:
    """Return a request's cookie, or ``None``."""
    jar: SimpleCookie = SimpleCookie()
    for key, value in headers:
        if key == b"cookie":
            try:
                jar.load(value.decode("latin-1"))
            except CookieError:
                return None
    found = jar.get(name)
    return found.value if found else None


def signed_in(scope: Scope, sessions: Sessions) -> str | None:
    """Return the name of who sends a request, or ``None`` who is not signed in."""
    return sessions.user(cookie(scope["headers"], _COOKIE))


class SignIn:
    """ASGI middleware: lets in who has signed in, and offers the form to others.

    Args:
        app: what stands behind; told by ``scope[ACCOUNT]`` who asks.
        accounts: who may come in.
    """

    def __init__(
        self,
        app: App,
        accounts: Accounts,
        sessions: Sessions | None = None,
        guesses: Guesses | None = None,
    ) -> None:
        self._app = app
        self._accounts = accounts
        self._sessions = sessions or Sessions()
        self._guesses = guesses or Guesses()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, method = scope["path"], scope["method"]
        token = cookie(scope["headers"], _COOKIE)
        user = self._sessions.user(token)
        if path == "/login":
            if method == "POST":
                await self._enter(scope, receive, send)
            elif user:
                await _redirect(send, "/")
            else:
                await _answer(send, 200, _form(""))
        elif path == "/logout" and method == "POST":
            self._sessions.end(token)
            await _redirect(send, "/login", set_cookie(scope, _COOKIE, "", 0))
        elif user:
            scope[ACCOUNT] = user
            await self._app(scope, receive, send)
        elif path in _OPEN and method in ("GET", "HEAD"):
            await self._app(scope, receive, send)
        elif path == "/" and method in ("GET", "HEAD"):
            await _redirect(send, "/login")
        else:
            await _answer(send, 401, b"sign in first, at /login", "text/plain; charset=utf-8")

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = (scope.get("client") or ("",))[0]
        wait_s = self._guesses.wait_s(address)
        if wait_s > 0:
            seconds = int(wait_s) + 1
            say = _form(f"Too many wrong passwords. Wait {seconds} seconds, then try once more.")
            await _answer(send, 429, say, extra=((b"retry-after", str(seconds).encode()),))
            return
        fields = parse_qs((await _body(receive)).decode("utf-8", "replace"))
        user = fields.get("username", [""])[0]
        if not self._accounts.holds(user, fields.get("password", [""])[0]):
            self._guesses.wrong(address)
            await _answer(send, 401, _form("That name and password don’t go together.", user))
            return
        self._guesses.right(address)
        mark = set_cookie(scope, _COOKIE, self._sessions.begin(user), None)
        if b"text/html" in dict(scope["headers"]).get(b"accept", b""):
            await _redirect(send, "/", mark)
        else:  # a program, which wants no page
            await _answer(send, 200, b"signed in", "text/plain; charset=utf-8", (mark,))


def set_cookie(scope: Scope, name: str, value: str, age_s: int | None) -> tuple[bytes, bytes]:
    """Return the header that sets a cookie which no script reads and no other site sends.

    Args:
        scope: of the request; where it came by https, the cookie goes by nothing else.
        name: the cookie's.
        value: of letters, digits, hyphens and underscores.
        age_s: for how long it is kept; ``None`` for as long as the browser is open.
    """
    parts = [f"{name}={value}", "Path=/", "HttpOnly", "SameSite=Strict"]
    if age_s is not None:
        parts.append(f"Max-Age={age_s}")
    if scope.get("scheme") == "https":
        parts.append("Secure")
    return b"set-cookie", "; ".join(parts).encode("latin-1")


async def _body(receive: Receive) -> bytes:
    body = b""
    while len(body) <= _FORM_BYTES:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body
    return b""


async def _redirect(send: Send, to: str, *extra: tuple[bytes, bytes]) -> None:
    await _answer(send, 303, b"", extra=((b"location", to.encode()), *extra))


async def _answer(
    send: Send,
    status: int,
    body: bytes,
    kind: str = "text/html; charset=utf-8",
    extra: Iterable[tuple[bytes, bytes]] = (),
) -> None:
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *extra,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _form(message: str, user: str = "") -> bytes:
    page = files(__package__).joinpath("web", "login.html").read_text(encoding="utf-8")
    note = f'<p class="no" role="alert">{html.escape(message)}</p>' if message else ""
    return page.replace("{note}", note).replace("{user}", html.escape(user[:64])).encode()
