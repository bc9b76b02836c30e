"""Errors of the HTTP API: RFC 9457 problem details that say what to do, and name the field."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from .render import json_line

__all__ = ["JSON", "PROBLEM", "STOPPING", "Problem", "ProblemError", "invalid", "send_problem"]

JSON = "application/json"
PROBLEM = "application/problem+json"

Headers = Sequence[tuple[bytes, bytes]]
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong with a request.

    Attributes:
        status: the HTTP status.
        detail: what was found, what was expected, what to do.
        errors: for each wrong field its name, where it was sent (body, query …), and what is wrong.
        headers: that the status calls for.
    """

    status: int
    detail: str
    errors: tuple[Mapping[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> bytes:
        """Return the JSON of it."""
        said: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            said["errors"] = [dict(one) for one in self.errors]
        return json_line(said).encode()


class ProblemError(Exception):
    """A problem, raised where it is found."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


#: Of a server that ends.
STOPPING = Problem(503, "The server is stopping. Try again soon.", headers={"retry-after": "5"})


async def send_problem(send: Send, problem: Problem, extra: Headers = ()) -> None:
    """Answer a request with a problem."""
    body = problem.body()
    headers = [
        (b"content-type", PROBLEM.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *((key.encode(), value.encode("latin-1")) for key, value in problem.headers.items()),
        *extra,
    ]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def invalid(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """Return the problem of a request whose fields can't be used, as pydantic lists them."""
    found = list(errors)
    if any(one.get("type") == "json_invalid" for one in found):
        why = found[0].get("ctx", {}).get("error", "")
        return Problem(400, f"The body is no JSON: {why}. Expected one JSON object in UTF-8.")
    named = tuple(_named(one) for one in found[:20])
    first = "; ".join(f"{one['field']}: {one['message']}" for one in named[:3])
    return Problem(422, first, named)


def _named(error: Mapping[str, Any]) -> dict[str, str]:
    place, *path = [str(part) for part in error.get("loc", ("body",))]
    name = ".".join(path) or place
    if error.get("type") == "extra_forbidden":
        message = "there is no such field; leave it out, or see /v1/openapi.json for its name"
    else:
        said = str(error.get("msg", "is wrong")).removeprefix("Value error, ")
        message = f"{said}; found {_short(error.get('input'))}"
    return {"field": name[:200], "in": place, "message": message}


def _short(value: Any) -> str:
    try:
        said = json.dumps(value, ensure_ascii=False, default=lambda one: type(one).__name__)
    except (ValueError, RecursionError):
        return "something that can't be shown"
    return said if len(said) <= 80 else said[:77] + "…"
