"""The chat page: the only module that imports gradio.

One ``gr.HTML`` is an empty frame. Each event answers with one turn, as JSON, that our own script
appends; so nothing that a document or a user wrote ever passes a template, and the chat's
history stays in the browser: the server keeps nothing of anyone.
"""

import functools
import gc
import importlib.util
import inspect
import os
import signal
import socket
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from importlib.resources import files
from typing import Any

from ..index.errors import InputError, MissingPartError
from ..rag.glossator import Glossator
from ..rag.live import Live, mark_of
from . import page
from .accounts import Sessions
from .browse import shell
from .desk import Desk
from .examples import examples
from .markup import clean
from .offer import Offer, access_of, behind, desk_of
from .serving import Site
from .views import Views
from .workers import Workers

__all__ = ["application", "check", "serve"]

#: So many earlier questions are read for a follow-up.
MAX_HISTORY = 20
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_ANY = frozenset({"0.0.0.0", "::"})
_SCRIPT = "text/javascript"
_WEB = {
    "page.js": _SCRIPT,
    "chat.js": _SCRIPT,
    "views.js": _SCRIPT,
    "desk.js": _SCRIPT,
    "look.css": "text/css",
    "views.css": "text/css",
    "desk.css": "text/css",
    "icon.svg": "image/svg+xml",
}


def check() -> None:
    """Raise MissingPartError where the page can't be served."""
    for name in ("gradio", "fastapi", "uvicorn", "prometheus_client"):
        if importlib.util.find_spec(name) is None:
            raise MissingPartError(
                f"the chat page needs {name}, which is not installed: pip install 'glossator[ui]'"
            )


def serve(
    glossary: Glossator,
    host: str,
    port: int,
    say: Callable[[str], None],
    offer: Offer,
    report: Callable[[str], object] = lambda fault: None,
) -> None:
    """Serve the chat page and what programs ask until SIGINT or SIGTERM.

    Args:
        glossary: what is asked.
        host: the address to listen on.
        port: 0 to 65535; 0 takes any free one.
        say: told the page's address once it can be visited.
        offer: what there is beside answers, and for whom.
        report: told of faults, and of new versions of the index that can't be used.

    Raises:
        MissingPartError: if the extra ``ui`` is not installed.
        InputError: if the address can't be listened on, or a file or folder can't be used.
    """
    check()
    listening = _listen(host, port)
    with (
        listening,
        Live(glossary, failed=report) as live,
        desk_of(live, offer) as desk,
        Workers() as workers,
    ):
        hosts = offer.names if host in _ANY else _LOCAL | offer.names | {host.lower()}
        sessions = Sessions()
        with live.lending() as first:
            chat = behind(application(first, desk), hosts, offer, sessions)
        from .parts import parts_of

        access = access_of(offer, hosts, sessions)
        app = Site(chat, parts_of(live, workers, access, report))
        import uvicorn

        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=30,  # a program that thinks between two questions stays connected
            timeout_graceful_shutdown=1,  # pages hold streams open; all else has ended by then
        )
        server = uvicorn.Server(config)
        server.capture_signals = nullcontext  # its own would cut off what is under way

        def stop(*_: object) -> None:
            app.stop(lambda: setattr(server, "should_exit", True))

        before = {sign: signal.signal(sign, stop) for sign in (signal.SIGINT, signal.SIGTERM)}
        listening.listen(128)  # a visit waits from now on instead of being refused
        named = f"[{host}]" if ":" in host else host
        # what is loaded now stays: looking through it for garbage, 240,000 objects, takes 125 ms,
        # for which every answer would wait now and then
        gc.collect()
        gc.freeze()
        say(f"http://{named}:{listening.getsockname()[1]}/")
        try:
            server.run(sockets=[listening])
        finally:
            gc.unfreeze()
            for sign, handler in before.items():
                signal.signal(sign, handler)


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address, and doesn't listen yet."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, proto)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
        except BaseException:
            bound.close()
            raise
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"{host}, port {port}: {why}. Choose another with --host and --port (0: any free port)"
        ) from None
    return bound


def application(glossary: Glossator, desk: Desk) -> Any:
    """Return the page and its API as an ASGI application.

    Args:
        glossary: the server's own, as the page shows it before it hears of another version.
        desk: lends what a user asks: that, or the user's own as well.
    """
    # read by gradio: nothing is told or looked up elsewhere, no question kept in the browser
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    import fastapi

    gradio = _gradio()
    app = fastapi.FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for name, kind in _WEB.items():
        text = files(__package__).joinpath("web", name).read_text(encoding="utf-8")
        answer = functools.partial(fastapi.Response, text, media_type=kind)
        app.add_api_route(f"/web/{name}", _constant(answer), response_model=None)
    for name in ("hello", "entry", "browse", "map"):
        app.add_api_route(f"/view/{name}", _viewed(fastapi, desk, name), response_model=None)
    app.mount("/desk", desk.app())
    gradio.mount_gradio_app(
        app,
        _blocks(gradio, glossary, desk).queue(max_size=64),
        path="/",
        footer_links=[],
        allowed_paths=[],
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        theme=gradio.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
    )
    return app


def _gradio() -> Any:
    """Import gradio without what half of its import goes to.

    It writes type stubs beside its sources anew, for each of its components and on every start;
    a component whose source can't be found is left alone. 2.4 s of CPU become 1.3.
    """
    find = inspect.getfile

    def hiding(thing: Any) -> str:
        if isinstance(thing, type) and thing.__module__.startswith("gradio."):
            raise OSError(f"{thing}: hidden, see {__name__}")
        return find(thing)

    inspect.getfile = hiding  # type: ignore[assignment]
    try:
        import gradio
    finally:
        inspect.getfile = find
    return gradio


def _constant(answer: Callable[[], Any]) -> Callable[[], Any]:
    async def respond() -> Any:
        return answer()

    return respond


def _viewed(fastapi: Any, desk: Desk, name: str) -> Callable[..., Any]:
    """Return what answers a request for a part of the page, kept by no cache."""

    def respond(request: Any) -> Any:
        fields = {key: clean(value) for key, value in request.query_params.items()}
        with desk.lending(request.scope) as lent:
            views = lent.made.get("views") or lent.made.setdefault("views", Views(lent.glossary))
            made = getattr(views, name)(fields)
        return fastapi.responses.JSONResponse(made, headers={"cache-control": "no-store"})

    respond.__annotations__["request"] = fastapi.Request  # known only now that it is imported
    return respond


def _blocks(gradio: Any, glossary: Glossator, desk: Desk) -> Any:
    """Return the page's frame, its one event, and the function that other programs call."""

    def on_ask(event: Any, request: Any) -> dict[str, Any]:
        sent = event._data if isinstance(event._data, Mapping) else {}
        question, history = _checked(gradio, sent.get("q"), sent.get("history"))
        with desk.lending(request.request.scope) as lent:
            made = page.turn(lent.glossary.ask(question, history=history))
        return {
            "seq": sent.get("seq") if isinstance(sent.get("seq"), int) else 0,
            "html": made.html,
            "spoken": made.spoken,
            "quotes": made.quotes,
            "address": made.address,
        }

    # known only now that it is imported
    on_ask.__annotations__ |= {"event": gradio.EventData, "request": gradio.Request}

    def ask(question: str, history: list[str] | None = None, request: Any = None) -> dict[str, Any]:
        """Answer a question by quoting entries; history: earlier questions, oldest first."""
        question, history = _checked(gradio, question, history)
        with desk.lending(request.request.scope) as lent:
            return lent.glossary.ask(question, history=history).to_dict()

    ask.__annotations__["request"] = gradio.Request

    documents = glossary.index.lexicon.documents()
    start = {
        "seq": 0,
        "version": mark_of(glossary),
        "about": page.about(documents),
        "html": page.welcome(documents, examples(glossary)),
        "browse": shell(documents),
        "feedback": desk.takes_feedback,
    }
    frame = files(__package__).joinpath("web", "frame.html").read_text(encoding="utf-8")
    with gradio.Blocks(title="Glossator", analytics_enabled=False, fill_width=True) as blocks:
        shown = gradio.HTML(
            start,
            html_template=frame,
            apply_default_css=False,
            elem_id="glossator",
            js_on_load="glossator(element, props, watch, (data) => trigger('ask', data))",
        )
        shown.ask(
            on_ask,
            None,
            shown,
            queue=False,
            show_progress="hidden",
            trigger_mode="multiple",  # "once" drops what is asked as an answer comes in
            api_visibility="private",
        )
        gradio.api(ask, api_name="ask", queue=False)
    return blocks


def _checked(gradio: Any, question: object, history: object) -> tuple[str, list[str]]:
    """Return a question and its history, or tell the asker what was expected."""
    earlier = [] if history is None else history
    if not isinstance(question, str) or not isinstance(earlier, list):
        raise gradio.Error("expected a question and a list of earlier ones", print_exception=False)
    if not all(isinstance(text, str) for text in earlier):
        raise gradio.Error("earlier questions must be text", print_exception=False)
    return clean(question), [clean(text) for text in earlier[-MAX_HISTORY:]]
