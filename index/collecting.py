"""Python's collector of cycles, paused while large trees are built.

It goes through all that is alive again and again while millions of objects are made that will
stay: reading a term base of 5,000 concepts took 0.72 s with it and 0.40 s without, and ten times
the input 18 times the time instead of ten.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["paused"]


@contextmanager
def paused() -> Iterator[None]:
    """Pause the collector; what is no cycle is freed as ever. Threads may overlap."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
