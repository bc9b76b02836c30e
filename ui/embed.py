"""The script for other people's pages: one file, joined from the parts in ``web/embed``.

It comes as it is to any page that asks, with an ETag and packed: it holds nothing of anyone. What
it asks the API then, the API's own rules let in or not.
"""

import gzip
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

__all__ = ["PATH", "script", "serve_script"]

#: Where a server has it.
PATH = "/glossator.js"

Message = MutableMapping[str, Any]

_PARTS = ("words", "parts", "text", "terms", "tip", "chat", "widget")
_SHEETS = {"STYLE": "widget.css", "MARKS": "marks.css"}
_HEAD = "/* Glossator's widget for any page; Apache-2.0. Source, with comments: ui/web/embed. */\n"
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_BLANKS = re.compile(r"\s*([{};,])\s*|(?<=:)\s+")
#: No string of the script holds such a thing.
_JS_COMMENT = re.compile(r"(?:^|\s)\s*//(?: .*)?$", re.MULTILINE)
#: A page may keep it for an hour; then it is asked for anew, mostly to hear "not modified".
_HEADERS = (
    (b"cache-control", b"public, max-age=3600"),
    (b"access-control-allow-origin", b"*"),  # for pages that name its hash (integrity)
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"vary", b"accept-encoding"),
)


@cache
def script() -> bytes:
    """Return the script: its parts in one scope of their own, without comments and indentation."""
    sheets = (
        f"const {name} = {json.dumps(_sheet(_read(file)), ensure_ascii=False)};\n"
        for name, file in _SHEETS.items()
    )
    parts = (_lean(_read(f"{name}.js")) for name in _PARTS)
    return f'{_HEAD}(() => {{\n"use strict";\n{"".join((*sheets, *parts))}}})();\n'.encode()


def _read(name: str) -> str:
    return (files(__package__) / "web" / "embed" / name).read_text(encoding="utf-8")


def _sheet(text: str) -> str:
    return _CSS_BLANKS.sub(r"\1", _CSS_COMMENT.sub("", text)).strip()


def _lean(text: str) -> str:
    """Leave out comments, empty lines and indentation; no string spans lines here."""
    lines = (line.strip() for line in _JS_COMMENT.sub("", text).splitlines())
    return "".join(f"{line}\n" for line in lines if line)


async def serve_script(
    scope: Message,
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Answer a request for the script, as an ASGI application."""
    status, headers, body = _answer(scope["method"], dict(scope["headers"]), scope["path"])
    length = [] if status == 304 else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    sent = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": sent})


def _answer(
    method: str, asked: dict[bytes, bytes], path: str
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    plain = [(b"content-type", b"text/plain; charset=utf-8")]
    if path != PATH:
        return 404, plain, f"There is nothing here. The script is {PATH}.".encode()
    if method not in ("GET", "HEAD"):
        return 405, [*plain, (b"allow", b"GET, HEAD")], b"The script can only be read: use GET."
    packed = re.search(
        rb"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", asked.get(b"accept-encoding", b"")
    )
    body, tag = _packed() if packed else _plain()
    headers = [(b"etag", tag), *_HEADERS]
    held = re.split(rb"\s*,\s*", asked.get(b"if-none-match", b"").strip())
    if b"*" in held or tag in {one.removeprefix(b"W/") for one in held}:
        return 304, headers, b""
    headers.append((b"content-type", b"text/javascript; charset=utf-8"))
    if packed:
        headers.append((b"content-encoding", b"gzip"))
    return 200, headers, body


@cache
def _plain() -> tuple[bytes, bytes]:
    return script(), _tag(script())


@cache
def _packed() -> tuple[bytes, bytes]:
    body = gzip.compress(script(), 9, mtime=0)
    return body, _tag(body)


def _tag(body: bytes) -> bytes:
    return f'"{sha256(body).hexdigest()[:32]}"'.encode()
