"""Agents that speak MCP by the official client, to a server of any kind."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from mcp import Client
from mcp.client.stdio import StdioServerParameters

__all__ = ["on_pipes", "talk"]


def on_pipes(index: Path) -> Any:
    """Return what the client needs to run ``glossator mcp`` on an index."""
    own = ["-m", "glossator.ui.cli", "mcp", "--index", str(index)]
    # of its own accord the client hands on hardly anything of the environment
    return StdioServerParameters(command=sys.executable, args=own, env=dict(os.environ))


def talk(server: Any, act: Callable[[Any], Awaitable[Any]], mode: str = "auto") -> Any:
    """Connect a client, and return what comes of a conversation.

    Args:
        server: an address, what :func:`on_pipes` gives, or a server in this process.
        act: takes the connected client.
        mode: ``"legacy"`` for the handshake that older agents begin with.
    """

    async def talking() -> Any:
        async with Client(server, mode=mode) as client:
            return await act(client)

    return asyncio.run(talking())
