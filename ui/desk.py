"""What a page does with a user's glossaries and verdicts: a JSON endpoint for each.

    GET  /desk/state                 what there is and what is on
    POST /desk/read?name=…           a file's bytes: read, shown, not indexed
    GET  /desk/draft?id=…&start=…    more of what was read
    POST /desk/add       {drafts}    have what was read indexed
    POST /desk/drop      {draft}     have it forgotten instead
    POST /desk/switch    {id, on}
    POST /desk/remove    {id}
    POST /desk/forget                leave nothing of the user's
    POST /desk/feedback  {question, history, verdict, expected}

A file comes as the body itself, so that it never lies in a folder for uploads. Bodies are of
kinds that a browser lets no other site send unasked.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import AbstractContextManager
from typing import Any

from ..index.errors import InputError
from ..index.readers import names
from ..rag.live import mark_of
from .browse import shell
from .feedback import Feedback, Verdict
from .limits import Rate, network
from .markup import clean
from .page import about
from .signin import ACCOUNT, cookie, set_cookie
from .uploads import BusyError, Uploads, new_token, owner_of
from .uploads_base import Lent

__all__ = ["COOKIE", "Desk"]

COOKIE = "glossator-own"
_KEPT_S = 90 * 24 * 3600
_BYTES, _JSON = "application/octet-stream", "application/json"
_PAGE = 200
_NOT_HERE = "That is not here any more. Load the page again."
_BUSY = "Others are adding glossaries just now. Try again in a moment."
_TOO_OFTEN = "That was very often. Wait a few minutes."

Scope = MutableMapping[str, Any]
Fields = Mapping[str, Any]


class Desk:
    """Serves one server's users.

    Args:
        uploads: of all users.
        feedback: takes verdicts; ``None`` where none are wanted.
    """

    def __init__(self, uploads: Uploads, feedback: Feedback | None) -> None:
        self._uploads = uploads
        self._feedback = feedback
        self._new = Rate(40, 600.0)
        self._reads = Rate(120, 600.0)
        self._verdicts = Rate(120, 600.0)

    def owner(self, scope: Scope) -> str | None:
        """Return whose a request is, or ``None`` where the sender has nothing here."""
        if COOKIE in scope:  # whoever came without one has one now
            made: str | None = scope[COOKIE]
            return made
        owner = owner_of(cookie(scope["headers"], COOKIE), scope.get(ACCOUNT, ""))
        return owner if self._uploads.has(owner) else None

    def lending(self, scope: Scope) -> AbstractContextManager[Lent]:
        """Lend what the sender of a request asks."""
        return self._uploads.lending(self.owner(scope))

    @property
    def takes_feedback(self) -> bool:
        """Whether verdicts are wanted."""
        return self._feedback is not None

    def app(self) -> Any:
        """Return the endpoints as an ASGI application."""
        from starlette.applications import Starlette
        from starlette.routing import Route

        posts: dict[str, Callable[[Any], Awaitable[Any]]] = {
            "read": self._read,
            "add": self._posted(self._add),
            "drop": self._posted(self._drop),
            "switch": self._posted(self._switch),
            "remove": self._posted(self._remove),
            "forget": self._posted(self._forget),
            "feedback": self._posted(self._verdict),
        }
        gets = {"state": self._got(self._state), "draft": self._got(self._draft)}
        routes = [Route(f"/{name}", act, methods=["POST"]) for name, act in posts.items()]
        routes += [Route(f"/{name}", act, methods=["GET"]) for name, act in gets.items()]
        return Starlette(routes=routes)

    # one for each endpoint: whose, what came; what goes back

    def _state(self, scope: Scope, fields: Fields) -> Any:
        limits = self._uploads.limits
        with self.lending(scope) as lent:
            documents = lent.glossary.index.lexicon.documents()
            served, version = lent.served, mark_of(lent.glossary)
        return {
            **self._uploads.state(self.owner(scope)),
            "about": about(documents),
            "browse": shell(documents),
            "served": served,
            "version": version,
            "account": scope.get(ACCOUNT, ""),
            "feedback": self.takes_feedback,
            "formats": list(names()),
            "limits": {
                "file_bytes": limits.file_bytes,
                "user_entries": limits.user_entries,
                "glossaries": limits.glossaries,
            },
        }

    def _draft(self, scope: Scope, fields: Fields) -> Any:
        start = str(fields.get("start", "0"))
        if not (start.isascii() and start.isdecimal() and len(start) < 9):
            raise InputError("'start' must be the number of an entry")
        return self._uploads.draft(self.owner(scope), _text(fields, "id")).to_dict(
            int(start), _PAGE
        )

    def _add(self, scope: Scope, fields: Fields) -> Any:
        drafts = fields.get("drafts")
        if not isinstance(drafts, list) or not drafts or len(drafts) > 100:
            raise InputError("'drafts' must be a list of ids")
        self._uploads.add(self.owner(scope), [str(one) for one in drafts])
        return self._state(scope, fields)

    def _drop(self, scope: Scope, fields: Fields) -> Any:
        self._uploads.drop(self.owner(scope), _text(fields, "draft"))
        return self._state(scope, fields)

    def _switch(self, scope: Scope, fields: Fields) -> Any:
        on = fields.get("on")
        if not isinstance(on, bool):
            raise InputError("'on' must be true or false")
        self._uploads.switch(scope[COOKIE], _text(fields, "id"), on=on)
        return self._state(scope, fields)

    def _remove(self, scope: Scope, fields: Fields) -> Any:
        self._uploads.remove(self.owner(scope), _text(fields, "id"))
        return self._state(scope, fields)

    def _forget(self, scope: Scope, fields: Fields) -> Any:
        self._uploads.forget(self.owner(scope))
        return self._state(scope, fields)

    def _verdict(self, scope: Scope, fields: Fields) -> Any:
        if self._feedback is None:
            raise KeyError("feedback")
        if not self._verdicts.allows(_from(scope)):
            raise BusyError(_TOO_OFTEN)
        history = fields.get("history", [])
        if not isinstance(history, list) or not all(isinstance(one, str) for one in history):
            raise InputError("'history' must be a list of earlier questions")
        if fields.get("verdict") not in tuple(Verdict):
            raise InputError(f"'verdict' must be one of {', '.join(Verdict)}")
        with self.lending(scope) as lent:
            if not lent.served:
                raise InputError(
                    "Your own glossaries, or your choice of them, were asked; what you say of "
                    "that would hand them on. Feedback is for all of the server's, and no others."
                )
            whole = self._feedback.note(
                lent.glossary,
                _text(fields, "question"),
                history,
                Verdict(fields["verdict"]),
                _text(fields, "expected") if fields.get("expected") else "",
            )
        return {"noted": True, "finished": whole}

    # what they share

    async def _read(self, request: Any) -> Any:
        """Take a file; who has no shelf yet gets one, and the cookie to it."""
        from starlette.concurrency import run_in_threadpool

        fields = request.query_params

        def act() -> Any:
            if not self._reads.allows(_from(request.scope)):
                raise BusyError(_TOO_OFTEN)
            title = str(fields.get("title", ""))[:500]
            wanted = str(fields.get("format") or "auto")
            name = str(fields.get("name", ""))[:500]
            return self._uploads.read(request.scope[COOKIE], raw, name, wanted, title).to_dict(
                0, _PAGE
            )

        if _kind(request) != _BYTES:
            return _answer({"error": f"expected a body of {_BYTES}"}, 415)
        raw = await request.body()
        return await run_in_threadpool(self._answered, request, act)

    def _posted(self, act: Callable[[Scope, Fields], Any]) -> Callable[[Any], Awaitable[Any]]:
        """Return what answers a request whose body is a JSON object."""
        from starlette.concurrency import run_in_threadpool

        async def respond(request: Any) -> Any:
            if _kind(request) != _JSON:
                return _answer({"error": f"expected a body of {_JSON}"}, 415)
            try:
                fields = json.loads(await request.body() or b"{}")
            except (ValueError, RecursionError):
                fields = None
            if not isinstance(fields, dict):
                return _answer({"error": "expected one JSON object"}, 400)
            return await run_in_threadpool(
                self._answered, request, lambda: act(request.scope, fields)
            )

        return respond

    def _got(self, act: Callable[[Scope, Fields], Any]) -> Callable[[Any], Awaitable[Any]]:
        """Return what answers a request without a body."""
        from starlette.concurrency import run_in_threadpool

        async def respond(request: Any) -> Any:
            return await run_in_threadpool(_tried, lambda: act(request.scope, request.query_params))

        return respond

    def _answered(self, request: Any, act: Callable[[], Any]) -> Any:
        """Act for someone who may have nothing here yet; the answer sets the cookie then."""
        scope = request.scope
        owner, mark = self.owner(scope), None
        makes = request.url.path.endswith(("/read", "/switch"))
        if owner is None and makes:
            if not self._new.allows(_from(scope)):
                return _answer({"error": _TOO_OFTEN}, 503)
            token = new_token()
            owner = owner_of(token, scope.get(ACCOUNT, ""))
            assert owner is not None
            self._uploads.make(owner)
            mark = set_cookie(scope, COOKIE, token, _KEPT_S if self._uploads.kept else None)
        scope[COOKIE] = owner
        response = _tried(act)
        if request.url.path.endswith("/forget"):
            mark = set_cookie(scope, COOKIE, "", 0)
        if mark:
            response.headers["set-cookie"] = mark[1].decode("latin-1")
        return response


def _tried(act: Callable[[], Any]) -> Any:
    """Act, and say what came of it."""
    try:
        return _answer(act(), 200)
    except InputError as error:
        return _answer({"error": clean(str(error))}, 400)
    except KeyError:
        return _answer({"error": _NOT_HERE}, 404)
    except BusyError as busy:
        return _answer({"error": str(busy) or _BUSY}, 503)


def _answer(value: Any, status: int) -> Any:
    from starlette.responses import JSONResponse

    return JSONResponse(value, status, headers={"cache-control": "no-store"})


def _kind(request: Any) -> str:
    return str(request.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise InputError(f"'{name}' must be a text")
    return value


def _from(scope: Scope) -> str:
    return network((scope.get("client") or ("",))[0])
