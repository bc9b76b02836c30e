"""What a command does when it is stopped, or when nobody reads on."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

__all__ = ["TerminatedError", "heeded", "outlive_readers"]


class TerminatedError(BaseException):
    """The process was asked to end (SIGTERM); like KeyboardInterrupt, no fault."""


def _terminate(number: int, frame: object) -> NoReturn:
    raise TerminatedError


@contextmanager
def heeded() -> Iterator[None]:
    """End quietly where nobody reads on; tidy up where SIGTERM comes, as at Ctrl-C.

    ``glossator … | head`` is ended by SIGPIPE, as other filters are. What was before is put
    back, for ``main`` may be called by a program.
    """
    wanted: dict[int, Any] = {signal.SIGTERM: _terminate}
    if hasattr(signal, "SIGPIPE"):
        wanted[signal.SIGPIPE] = signal.SIG_DFL
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, act) for number, act in wanted.items()}
    try:
        yield
    finally:
        for number, act in before.items():
            signal.signal(number, act)


def outlive_readers() -> None:
    """Go on where a reader is gone: a server must not end because one of its visitors does."""
    if hasattr(signal, "SIGPIPE") and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
