"""The HTTP API: what the library answers, as JSON; the only module that imports fastapi's parts.

    POST /v1/ask           {question, history, source, id, threshold}  → the Answer of `ask --json`
    POST /v1/ask/batch     {questions: […]}                            → {answers: […]}
    GET  /v1/search        ?q=…&k=10                                   → {query, hits}
    GET  /v1/entries       ?name=…&start=0&limit=100                   → {total, entries, next}
    GET  /v1/entries/{id}                                              → one entry, with an ETag
    POST /v1/annotate      {text, format, which}                       → {occurrences, citations}
    POST /v1/verify        {citations}                                 → {verified, faults}
    GET  /v1/openapi.json                                              what all of that looks like
    GET  /healthz /readyz                                              for whoever watches

Every answer is made in a thread, from one version of the index; nothing is kept of anyone.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import fastapi
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ..index.errors import InputError, MissingPartError
from ..rag.answerer import DEFAULTS
from ..rag.entries import FullEntry, full_entries, named_entries
from ..rag.glossator import Glossator
from ..rag.live import Live
from ..rag.verify import faults
from . import api_models as models
from .problems import JSON, PROBLEM, Problem, ProblemError, invalid
from .render import json_line
from .workers import Workers

__all__ = ["BODY_BYTES", "Api", "address_of"]

#: Longer texts, and more citations, are left to the thread that keeps questions waiting for none.
_SHORT_TEXT = 20_000
_FEW = 30
#: Bodies that may be larger than a question's.
BODY_BYTES = {"/v1/annotate": 2 << 20, "/v1/ask/batch": 1 << 20, "/v1/verify": 2 << 20}
_ABOUT = (
    "Answers questions by quoting and citing the entries of glossaries, word for word. It composes "
    "no sentence of its own: where the glossaries hold no answer, it says so and names the nearest "
    "terms."
)
_SAID = {
    304: "What the asker has already, by its ETag.",
    400: "The body is no JSON, or the host is unknown.",
    401: "A bearer token is needed, or this one is wrong.",
    403: "Asked by a page of an origin that is not let in.",
    404: "There is no such thing.",
    405: "The path takes other methods.",
    413: "The body is too large.",
    415: "The body is not said to be JSON.",
    422: "A field can't be used; `errors` names it.",
    429: "Too many requests wait. Try again after `Retry-After` seconds.",
    501: "A library that this needs is not installed on the server.",
    503: "The answer took too long, or the server is stopping.",
}


def address_of(entry_id: str) -> str:
    """Return the path of an entry, whatever its id holds."""
    return f"/v1/entries/{quote(entry_id, safe='')}"


class Api:
    """The endpoints, over whatever version of an index is the newest.

    Args:
        live: lends the index.
        workers: the threads that answer.
    """

    def __init__(self, live: Live, workers: Workers) -> None:
        self._live = live
        self._workers = workers

    def app(self) -> Any:
        """Return the endpoints as an ASGI application."""
        app = fastapi.FastAPI(
            title="Glossator",
            description=_ABOUT,
            version=_version(),
            openapi_url="/v1/openapi.json",
            docs_url=None,  # pages that fetch their scripts from elsewhere
            redoc_url=None,
            redirect_slashes=False,
        )
        for method, path, act, reply, also in (
            ("POST", "/v1/ask", self.ask, models.AnswerReply, (404,)),
            ("POST", "/v1/ask/batch", self.batch, models.BatchReply, (404,)),
            ("GET", "/v1/search", self.search, models.SearchReply, ()),
            ("GET", "/v1/entries", self.entries, models.EntriesReply, (304,)),
            ("GET", "/v1/entries/{entry_id:path}", self.entry, models.EntryReply, (304, 404)),
            ("POST", "/v1/annotate", self.annotate, models.AnnotationReply, (501,)),
            ("POST", "/v1/verify", self.verify, models.VerifyReply, ()),
            ("GET", "/healthz", self.healthz, models.HealthReply, ()),
            ("GET", "/readyz", self.readyz, models.ReadyReply, ()),
        ):
            always = (400, 413, 415) if method == "POST" else (400,)
            if path.startswith("/v1"):
                always = (*always, 401, 403, 422, 429, 503)
            app.add_api_route(
                path,
                act,
                methods=[method],
                response_model=None,
                responses=_documented(reply, sorted({*always, *also})),
                operation_id=act.__name__,
                summary=str(act.__doc__).partition(".")[0],
            )
        app.add_exception_handler(RequestValidationError, _on_invalid)
        app.add_exception_handler(HTTPException, _on_http)
        app.add_exception_handler(ProblemError, _on_problem)
        return app

    # one for each endpoint

    async def ask(self, asked: models.AskRequest) -> Any:
        """Answer a question by quoting and citing entries."""
        return _reply(await self._made(lambda glossary: _answer(glossary, asked)))

    async def batch(self, asked: models.BatchRequest) -> Any:
        """Answer several questions, all from one version of the index."""

        def act(glossary: Glossator) -> dict[str, Any]:
            pairs = enumerate(asked.questions)
            return {"answers": [_answer(glossary, one, f"questions.{n}.") for n, one in pairs]}

        return _reply(await self._made(act, takes_long=True))

    async def search(self, wanted: Annotated[models.SearchQuery, fastapi.Query()]) -> Any:
        """Find entries, best first."""

        def act(glossary: Glossator) -> dict[str, Any]:
            hits = glossary.search(wanted.q, wanted.k)
            return {"query": wanted.q, "hits": [hit.to_dict() for hit in hits]}

        return _reply(await self._made(act))

    async def entries(
        self, request: fastapi.Request, wanted: Annotated[models.EntriesQuery, fastapi.Query()]
    ) -> Any:
        """List entries in the order of their ids."""
        return _tagged(request, await self._made(lambda glossary: _listed(glossary, wanted)))

    async def entry(self, request: fastapi.Request, entry_id: str) -> Any:
        """Give one entry, whole."""

        def act(glossary: Glossator) -> dict[str, Any]:
            lexicon = glossary.index.lexicon
            row = lexicon.row_of(entry_id)
            if row is None:
                raise ProblemError(
                    Problem(
                        404,
                        f"No entry has the id '{entry_id[:200]}'. An id stands in every citation "
                        "('entry_id'), and /v1/entries?name=… finds it; write it into the address "
                        "percent-encoded, '#' as %23.",
                        ({"field": "entry_id", "in": "path", "message": "no such entry"},),
                    )
                )
            (full,) = full_entries(lexicon, [row])
            return {**full.to_dict(), "url": address_of(full.id)}

        return _tagged(request, await self._made(act))

    async def annotate(self, sent: models.AnnotateRequest) -> Any:
        """Find the defined terms of a text."""

        def act(glossary: Glossator) -> dict[str, Any]:
            return glossary.annotate(sent.text, format=sent.format, which=sent.which).to_dict()

        return _reply(await self._made(act, takes_long=len(sent.text) > _SHORT_TEXT))

    async def verify(self, sent: models.VerifyRequest) -> Any:
        """Hold citations against the stored documents."""

        def act(glossary: Glossator) -> dict[str, Any]:
            answer = {"citations": sent.citations}
            found = list(faults([(1, answer)], glossary.index.lexicon))
            return {"verified": not found, "faults": [one.partition(", ")[2] for one in found]}

        return _reply(await self._made(act, takes_long=len(sent.citations) > _FEW))

    async def healthz(self) -> Any:
        """Tell that the server runs."""
        return _reply({"status": "ok"})

    async def readyz(self) -> Any:
        """Tell that questions are answered, and from which index."""
        with self._live.lending() as glossary:
            manifest = glossary.index.manifest
            index = {
                "version": self._live.mark[:12],
                "created": manifest.created,
                "encoder": manifest.encoder.name,
                "documents": manifest.counts.documents,
                "entries": manifest.counts.entries,
                "concepts": manifest.counts.concepts,
            }
        return _reply({"status": "ready", "index": index})

    async def _made(
        self, act: Callable[[Glossator], dict[str, Any]], *, takes_long: bool = False
    ) -> bytes:
        """Make a reply in a thread, from one version of the index; it comes as JSON."""

        def work() -> bytes:
            with self._live.lending() as glossary:
                return json_line(act(glossary)).encode()

        try:
            return await self._workers.run(work, takes_long=takes_long)
        except InputError as error:
            raise ProblemError(Problem(422, str(error))) from error
        except MissingPartError as error:
            raise ProblemError(Problem(501, str(error))) from error


def _answer(glossary: Glossator, asked: models.AskRequest, place: str = "") -> dict[str, Any]:
    settings = DEFAULTS
    if asked.threshold is not None:
        settings = replace(settings, threshold=asked.threshold)
    try:
        return glossary.ask(
            asked.question,
            history=asked.history,
            source=asked.source,
            question_id=asked.id,
            settings=settings,
        ).to_dict()
    except InputError as error:
        wrong = {"field": f"{place}source", "in": "body", "message": "no such source"}
        raise ProblemError(Problem(404, str(error), (wrong,))) from error


def _listed(glossary: Glossator, wanted: models.EntriesQuery) -> dict[str, Any]:
    lexicon = glossary.index.lexicon
    if wanted.name is None:
        total = lexicon.counts.entries
        end = min(wanted.start + wanted.limit, total)
        page = full_entries(lexicon, range(min(wanted.start, total), end))
    else:
        found = named_entries(lexicon, wanted.name)
        total, end = len(found), min(wanted.start + wanted.limit, len(found))
        page = found[wanted.start : end]
    fields: dict[str, str | int] = {"start": end, "limit": wanted.limit}
    if wanted.name is not None:
        fields = {"name": wanted.name, **fields}
    return {
        "total": total,
        "start": wanted.start,
        "entries": [_line(entry) for entry in page],
        "next": f"/v1/entries?{urlencode(fields)}" if end < total and page else None,
    }


def _line(entry: FullEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "term": entry.term,
        "aliases": list(entry.aliases),
        "concept": entry.concept,
        "source": entry.source,
        "url": address_of(entry.id),
    }


def _reply(made: bytes | Mapping[str, Any]) -> Any:
    body = made if isinstance(made, bytes) else json_line(made).encode()
    return fastapi.Response(body, media_type=JSON, headers={"cache-control": "no-store"})


def _tagged(request: Any, body: bytes) -> Any:
    """Answer with an ETag, or with nothing where the asker has just that already."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}  # kept, but asked for anew each time
    held = re.split(r"\s*,\s*", request.headers.get("if-none-match", "").strip())
    if "*" in held or tag in {one.removeprefix("W/") for one in held}:
        return fastapi.Response(None, 304, headers=headers)
    return fastapi.Response(body, media_type=JSON, headers=headers)


def _documented(reply: Any, statuses: list[int]) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of an endpoint's replies."""
    said: dict[int | str, dict[str, Any]] = {200: {"model": reply}}
    problem = {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemReply"}}}
    for status in statuses:
        said[status] = {"description": _SAID.get(status, HTTPStatus(status).phrase)}
        if status >= 400:
            said[status]["content"] = problem
    return said


async def _on_invalid(request: Any, error: Any) -> Any:
    return _refused(invalid(error.errors()))


async def _on_http(request: Any, error: Any) -> Any:
    path, takes = request.url.path, (error.headers or {}).get("Allow")
    says = {
        404: f"There is no '{path[:200]}' here. /v1/openapi.json lists what there is.",
        405: f"'{path[:200]}' takes no {request.method}. Expected {takes}.",
        400: "The body can't be read as JSON. Expected one JSON object in UTF-8.",
    }
    detail = says.get(error.status_code, str(error.detail))
    return _refused(Problem(error.status_code, detail, headers=error.headers or {}))


async def _on_problem(request: Any, error: Any) -> Any:
    return _refused(error.problem)


def _refused(problem: Problem) -> Any:
    headers = {"cache-control": "no-store", **problem.headers}
    return fastapi.Response(problem.body(), problem.status, headers, PROBLEM)


def _version() -> str:
    try:
        return version("glossator")
    except PackageNotFoundError:
        return "0"
