"""The HTTP API: what the library answers, as JSON.

    POST /v1/ask           {question, history, source, id, threshold}  → the Answer of `ask --json`
    POST /v1/ask/batch     {questions: […]}                            → {answers: […]}
    GET  /v1/search        ?q=…&k=10                                   → {query, hits}
    GET  /v1/entries       ?name=…&start=0&limit=100                   → {total, entries, next}
    GET  /v1/entries/{id}                                              → one entry, with an ETag
    POST /v1/annotate      {text, format, which}                       → {occurrences, citations}
    POST /v1/verify        {quote, entry} or {text} or {citations}     → whether it holds
    GET  /v1/openapi.json                                              what all of that looks like
    GET  /healthz /readyz /metrics                                     for whoever watches

Every answer is made in a thread, from one version of the index; nothing is kept of anyone.
"""

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import fastapi

from ..index.errors import InputError, MissingPartError
from ..rag.answerer import DEFAULTS
from ..rag.entries import FullEntry, full_entries, named_entries
from ..rag.glossator import Glossator
from ..rag.live import Live, mark_of
from ..rag.verify import faults
from . import api_replies as replies
from . import api_requests as requests
from .api_examples import EXAMPLES
from .api_http import documented, handle, reply, tagged, with_problems
from .metrics import KIND, Metrics
from .problems import Problem, ProblemError
from .render import json_line
from .workers import Workers

__all__ = ["BODY_BYTES", "Api", "address_of", "template_of"]

#: Bodies that may be larger than a question's.
BODY_BYTES = {"/v1/annotate": 2 << 20, "/v1/ask/batch": 1 << 20, "/v1/verify": 2 << 20}
#: Longer texts, and more citations, are left to the thread that keeps no question waiting.
_SHORT_TEXT = 20_000
_FEW = 30
_ABOUT = (
    "Answers questions by quoting and citing the entries of glossaries, word for word. It composes "
    "no sentence of its own: where the glossaries hold no answer, it says so and names the nearest "
    "terms."
)
_ENTRY = "/v1/entries/{entry_id}"
_PLAIN = frozenset(
    {
        *("/v1/ask", "/v1/ask/batch", "/v1/search", "/v1/entries", "/v1/annotate", "/v1/verify"),
        *("/v1/openapi.json", "/healthz", "/readyz", "/metrics"),
    }
)


def address_of(entry_id: str) -> str:
    """Return the path of an entry, whatever its id holds."""
    return _ENTRY.format(entry_id=quote(entry_id, safe=""))


def template_of(path: str) -> str:
    """Return a request's path as OpenAPI names it, ``"other"`` for one that there isn't."""
    if path.startswith("/v1/entries/"):
        return _ENTRY
    return path if path in _PLAIN else "other"


class Api:
    """The endpoints, over whatever version of an index is the newest.

    Args:
        live: lends the index.
        workers: the threads that answer.
        metrics: counts answers.
        needs_token: whether a bearer token is needed, to say so in OpenAPI.
    """

    def __init__(
        self, live: Live, workers: Workers, metrics: Metrics, *, needs_token: bool = False
    ) -> None:
        self._live = live
        self._workers = workers
        self._metrics = metrics
        self._needs_token = needs_token

    def app(self) -> Any:
        """Return the endpoints as an ASGI application."""
        token = [fastapi.Security(fastapi.security.HTTPBearer(auto_error=False))]
        app = fastapi.FastAPI(
            title="Glossator",
            description=_ABOUT,
            version=_version(),
            openapi_url="/v1/openapi.json",
            docs_url=None,  # pages that fetch their scripts from elsewhere
            redoc_url=None,
            redirect_slashes=False,
        )
        for method, path, act, model, also in (
            ("POST", "/v1/ask", self.ask, replies.AnswerReply, (404,)),
            ("POST", "/v1/ask/batch", self.batch, replies.BatchReply, (404,)),
            ("GET", "/v1/search", self.search, replies.SearchReply, ()),
            ("GET", "/v1/entries", self.entries, replies.EntriesReply, (304,)),
            ("GET", "/v1/entries/{entry_id:path}", self.entry, replies.EntryReply, (304, 404)),
            ("POST", "/v1/annotate", self.annotate, replies.AnnotationReply, (501,)),
            ("POST", "/v1/verify", self.verify, replies.VerifyReply, (404,)),
            ("GET", "/healthz", self.healthz, replies.HealthReply, ()),
            ("GET", "/readyz", self.readyz, replies.ReadyReply, ()),
            ("GET", "/metrics", self.metrics, None, (401,)),
        ):
            under = path.startswith("/v1")
            statuses = {400, 403, *also, *((408, 413, 415) if method == "POST" else ())}
            statuses |= {401, 422, 429, 503} if under else set()
            app.add_api_route(
                path,
                act,
                methods=[method],
                response_model=None,
                response_class=fastapi.responses.PlainTextResponse
                if model is None
                else fastapi.responses.JSONResponse,
                responses=documented(
                    model, EXAMPLES.get(act.__name__), tuple(sorted(statuses)), 304 in also
                ),
                dependencies=token if self._needs_token and (under or model is None) else [],
                operation_id=act.__name__,
                summary=str(act.__doc__).partition(".")[0],
            )
        handle(app)
        generate = app.openapi
        app.openapi = lambda: with_problems(generate())
        return app

    # one for each endpoint

    async def ask(self, asked: requests.AskRequest) -> Any:
        """Answer a question by quoting and citing entries."""
        return reply(await self._made(lambda glossary: self._answer(glossary, asked)))

    async def batch(self, asked: requests.BatchRequest) -> Any:
        """Answer several questions, all from one version of the index."""

        def act(glossary: Glossator) -> dict[str, Any]:
            pairs = enumerate(asked.questions)
            answers = [self._answer(glossary, one, f"questions.{n}.") for n, one in pairs]
            return {"answers": answers}

        return reply(await self._made(act, takes_long=True))

    async def search(self, wanted: Annotated[requests.SearchQuery, fastapi.Query()]) -> Any:
        """Find entries, best first."""

        def act(glossary: Glossator) -> dict[str, Any]:
            hits = glossary.search(wanted.q, wanted.k)
            return {"query": wanted.q, "hits": [hit.to_dict() for hit in hits]}

        return reply(await self._made(act))

    async def entries(
        self, request: fastapi.Request, wanted: Annotated[requests.EntriesQuery, fastapi.Query()]
    ) -> Any:
        """List entries in the order of their ids."""
        return tagged(request, await self._made(lambda glossary: _listed(glossary, wanted)))

    async def entry(self, request: fastapi.Request, entry_id: str) -> Any:
        """Give one entry, whole."""

        def act(glossary: Glossator) -> dict[str, Any]:
            lexicon = glossary.index.lexicon
            row = lexicon.row_of(entry_id)
            if row is None:
                raise _missing(
                    "entry_id",
                    "path",
                    f"No entry has the id '{entry_id[:200]}'. An id stands in every citation "
                    "('entry_id'), and /v1/entries?name=… finds it; write it into the address "
                    "percent-encoded, '#' as %23.",
                )
            (full,) = full_entries(lexicon, [row])
            return {**full.to_dict(), "url": address_of(full.id)}

        return tagged(request, await self._made(act))

    async def annotate(self, sent: requests.AnnotateRequest) -> Any:
        """Find the defined terms of a text."""

        def act(glossary: Glossator) -> dict[str, Any]:
            return glossary.annotate(sent.text, format=sent.format, which=sent.which).to_dict()

        return reply(await self._made(act, takes_long=len(sent.text) > _SHORT_TEXT))

    async def verify(self, sent: requests.VerifyRequest) -> Any:
        """Tell whether quotes hold: one, those in a text, or citations of answers."""
        long = len(sent.quote) + len(sent.text) > _SHORT_TEXT or len(sent.citations) > _FEW
        return reply(await self._made(lambda glossary: _verified(glossary, sent), takes_long=long))

    async def healthz(self) -> Any:
        """Tell that the server runs."""
        return reply({"status": "ok"})

    async def readyz(self) -> Any:
        """Tell that questions are answered, and from which index."""
        with self._live.lending() as glossary:
            manifest = glossary.index.manifest
            index = {
                "version": mark_of(glossary)[:12],
                "created": manifest.created,
                "encoder": manifest.encoder.name,
                "documents": manifest.counts.documents,
                "entries": manifest.counts.entries,
                "concepts": manifest.counts.concepts,
            }
        return reply({"status": "ready", "index": index})

    async def metrics(self) -> Any:
        """Give figures of the server, for Prometheus."""
        headers = {"cache-control": "no-store", "content-type": KIND}
        return fastapi.Response(self._metrics.text(), headers=headers)

    # what they share

    def _answer(
        self, glossary: Glossator, asked: requests.AskRequest, place: str = ""
    ) -> dict[str, Any]:
        settings = DEFAULTS
        if asked.threshold is not None:
            settings = replace(settings, threshold=asked.threshold)
        try:
            answer = glossary.ask(
                asked.question,
                history=asked.history,
                source=asked.source,
                question_id=asked.id,
                settings=settings,
            )
        except InputError as error:
            raise _missing(f"{place}source", "body", str(error)) from error
        self._metrics.answered(answer.reason)
        return answer.to_dict()

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


def _verified(glossary: Glossator, sent: requests.VerifyRequest) -> dict[str, Any]:
    if sent.quote:
        try:
            return glossary.verify_quote(sent.quote, entry=sent.entry or None).to_dict()
        except InputError as error:
            raise _missing("entry", "body", str(error)) from error
    if sent.text:
        return glossary.check_answer(sent.text).to_dict()
    found = faults([(1, {"citations": sent.citations})], glossary.index.lexicon)
    lines = [one.partition(", ")[2] for one in found]
    return {"holds": not lines, "faults": lines}


def _missing(field: str, place: str, detail: str) -> ProblemError:
    named = {"field": field, "in": place, "message": "there is no such thing here"}
    return ProblemError(Problem(404, detail, (named,)))


def _listed(glossary: Glossator, wanted: requests.EntriesQuery) -> dict[str, Any]:
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


def _version() -> str:
    try:
        return version("glossator")
    except PackageNotFoundError:
        return "0"
