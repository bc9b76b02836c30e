"""How the HTTP API speaks: replies, their tags, its errors, and what OpenAPI says of them."""

import re
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import fastapi
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from .api_replies import ProblemReply
from .problems import JSON, PROBLEM, Problem, ProblemError, invalid
from .render import json_line

__all__ = ["documented", "handle", "reply", "tagged", "with_problems"]

_REF = "#/components/schemas/{model}"
_PROBLEM = ProblemReply.__name__
_SAID = {
    304: "What the asker has already, by its ETag.",
    400: "The body is no JSON, or the host is unknown.",
    401: "A bearer token is needed, or this one is wrong.",
    403: "Asked by a page of an origin that is not let in.",
    404: "There is no such thing.",
    405: "The path takes other methods.",
    408: "The body took too long to come.",
    413: "The body is too large.",
    415: "The body is not said to be JSON.",
    422: "A field can't be used; `errors` names it.",
    429: "Too many requests wait. Try again after `Retry-After` seconds.",
    501: "A library that this needs is not installed on the server.",
    503: "The answer took too long, or the server is stopping.",
}
_HEADERS = {
    401: ("www-authenticate", "How to prove oneself."),
    405: ("allow", "What the path takes."),
    429: ("retry-after", "Seconds."),
    503: ("retry-after", "Seconds."),
}


def reply(made: bytes | Mapping[str, Any]) -> Any:
    """Answer with JSON that no cache keeps."""
    body = made if isinstance(made, bytes) else json_line(made).encode()
    return fastapi.Response(body, media_type=JSON, headers={"cache-control": "no-store"})


def tagged(request: Any, body: bytes) -> Any:
    """Answer with an ETag, or with nothing where the asker has just that already."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}  # kept, but asked for anew each time
    held = re.split(r"\s*,\s*", request.headers.get("if-none-match", "").strip())
    if "*" in held or tag in {one.removeprefix("W/") for one in held}:
        return fastapi.Response(None, 304, headers=headers)
    return fastapi.Response(body, media_type=JSON, headers=headers)


def documented(
    model: Any, example: Mapping[str, Any] | None, statuses: tuple[int, ...], has_tag: bool
) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of an endpoint's replies.

    Args:
        model: of a reply with status 200.
        example: of one.
        statuses: others than 200.
        has_tag: whether replies have an ETag.
    """
    said: dict[int | str, dict[str, Any]] = {200: {"model": model, "description": "Done."}}
    if example is not None:
        said[200]["content"] = {JSON: {"example": example}}
    if has_tag:
        said[200]["headers"] = _header("etag", "Of what is answered; see If-None-Match.")
    for status in statuses:
        said[status] = {"description": _SAID.get(status, HTTPStatus(status).phrase)}
        if status >= 400:
            said[status]["content"] = {PROBLEM: {"schema": {"$ref": _REF.format(model=_PROBLEM)}}}
        if status in _HEADERS:
            said[status]["headers"] = _header(*_HEADERS[status])
    return said


def _header(name: str, about: str) -> dict[str, Any]:
    return {name: {"description": about, "schema": {"type": "string"}, "required": True}}


def handle(app: Any) -> None:
    """Have every error of an application answered with a problem."""
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(ProblemError, _on_problem)


def with_problems(openapi: dict[str, Any]) -> dict[str, Any]:
    """Return an OpenAPI document with what :func:`documented` refers to."""
    schema = ProblemReply.model_json_schema(ref_template=_REF)
    parts = openapi.setdefault("components", {}).setdefault("schemas", {})
    parts |= {**schema.pop("$defs", {}), _PROBLEM: schema}
    return openapi


async def _on_invalid(request: Any, error: Any) -> Any:
    kind = request.headers.get("content-type", "")
    if request.method == "POST" and kind.partition(";")[0].strip().lower() != JSON:
        found = f"'{kind[:100]}'" if kind else "of no stated type"
        return _refused(Problem(415, f"The body is {found}; expected Content-Type: {JSON}."))
    return _refused(invalid(error.errors()))


async def _on_http(request: Any, error: Any) -> Any:
    path, headers = request.url.path[:200], error.headers or {}
    says = {
        400: "The body can't be read as JSON. Expected one JSON object in UTF-8.",
        404: f"There is no '{path}' here. /v1/openapi.json lists what there is.",
        405: f"'{path}' takes no {request.method}. Expected {headers.get('Allow')}.",
    }
    return _refused(
        Problem(error.status_code, says.get(error.status_code, str(error.detail)), headers=headers)
    )


async def _on_problem(request: Any, error: Any) -> Any:
    return _refused(error.problem)


def _refused(problem: Problem) -> Any:
    headers = {"cache-control": "no-store", **problem.headers}
    return fastapi.Response(problem.body(), problem.status, headers, PROBLEM)
