"""What a server offers to programs, beside the page: the HTTP API, and whatever is added here."""

from collections.abc import Callable

from ..rag.live import Live
from . import agents
from .api import BODY_BYTES, Api, template_of
from .embed import PATH as SCRIPT
from .embed import serve_script
from .gate import Access, Gate
from .metrics import Metrics
from .serving import Part
from .workers import Workers

__all__ = ["parts_of"]

#: Given without a token: whether the server is well.
_OPEN = frozenset({"/healthz", "/readyz"})


def parts_of(
    live: Live, workers: Workers, access: Access, report: Callable[[str], object]
) -> tuple[Part, ...]:
    """Return the parts of a server beside its page.

    Args:
        live: lends the index; a part that asks it does so in ``workers``.
        workers: the threads that answer.
        access: who may ask; each part stands behind a :class:`Gate` that holds it.
        report: told of faults.
    """
    metrics = Metrics(live, workers)

    def saw(path: str, method: str, status: int, seconds: float) -> None:
        metrics.saw(template_of(path), method, status, seconds)

    api = Gate(
        Api(live, workers, metrics, needs_token=bool(access.token)).app(),
        access,
        open_paths=_OPEN,
        body_bytes=BODY_BYTES,
        report=report,
        saw=saw,
    )
    return (
        Part(("/v1", "/healthz", "/readyz", "/metrics"), api),
        Part((SCRIPT,), serve_script),  # the same for everybody: no gate
        *_for_agents(live, workers, access, report),
    )


def _for_agents(
    live: Live, workers: Workers, access: Access, report: Callable[[str], object]
) -> tuple[Part, ...]:
    """Return the MCP server, where its SDK is installed."""
    if not agents.installed():
        return ()
    size = {agents.PATH: agents.MAX_BODY_BYTES}
    app = agents.beside(live.lending, workers.run, report)
    return (Part((agents.PATH,), Gate(app, access, body_bytes=size, report=report)),)
