"""httpx that waits as long as a busy machine takes; its own default is five seconds."""

from functools import partial
from typing import Any

import httpx

__all__ = ["get", "options", "post", "request"]

TIMEOUT_S = 60.0


def _waiting(act: Any) -> Any:
    return partial(act, timeout=TIMEOUT_S)


get, options, post, request = map(_waiting, (httpx.get, httpx.options, httpx.post, httpx.request))
