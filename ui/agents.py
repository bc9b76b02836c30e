"""``glossator mcp``, and the same beside the page: what needs the MCP SDK loads it only then."""

import argparse
import importlib.util
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..index.errors import MissingPartError
from .options import add_command, with_index

if TYPE_CHECKING:
    from ..rag.glossator import Glossator
    from .mcp import Lending, Report, Run
    from .serving import App

__all__ = ["MAX_BODY_BYTES", "PATH", "add", "beside", "check", "installed"]

OK = 0
#: Where it is beside the page.
PATH = "/mcp"
#: The largest request over HTTP: a text to annotate and what JSON adds to it.
MAX_BODY_BYTES = 2 << 20


def add(
    commands: Any, opened: "Callable[[argparse.Namespace], Glossator]", report: "Report"
) -> None:
    """Add the command to the subparsers of the command line.

    Args:
        commands: the subparsers.
        opened: opens the glossary that the options name.
        report: told of faults, and of new versions of the index that can't be used.
    """
    about = "serve an agent by MCP on standard input and output"
    parser = add_command(commands, "mcp", lambda options: _mcp(options, opened, report), about)
    with_index(parser)


def beside(lending: "Lending", run: "Run", report: "Report") -> "App":
    """Return the MCP server as an ASGI application, which is made when it is first asked.

    Args:
        lending: as for :func:`glossator.ui.mcp.application`.
        run: as for that.
        report: as for that.
    """
    made: App | None = None

    def make() -> "App":
        from .mcp import application

        return application(lending, run, report)

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        import asyncio  # a fifth of what a cold question takes, for those who ask none of this

        nonlocal made
        if made is None:
            made = await asyncio.to_thread(make)
        await made(scope, receive, send)

    return answer


def installed() -> bool:
    """Tell whether the MCP SDK is installed."""
    return importlib.util.find_spec("mcp") is not None


def check() -> None:
    """Raise MissingPartError where it isn't."""
    if not installed():
        raise MissingPartError(
            "MCP needs its SDK, which is not installed: pip install 'glossator[mcp]'"
        )


def _mcp(
    options: argparse.Namespace,
    opened: "Callable[[argparse.Namespace], Glossator]",
    report: "Report",
) -> int:
    check()
    from ..rag.live import Live
    from .mcp import serve_stdio

    with Live(opened(options), failed=report) as live:
        # a thread that reads standard input can't be called off: let signals end the process
        ends = (signal.SIGINT, signal.SIGTERM)
        before = {sign: signal.signal(sign, signal.SIG_DFL) for sign in ends}
        try:
            serve_stdio(live.lending, report)
        finally:
            for sign, handler in before.items():
                signal.signal(sign, handler)
    return OK
