"""The lines of a file that stand around what was read of it."""

from collections.abc import Iterable

from .rendering import Rendering

__all__ = ["claim_around"]


def claim_around(made: Rendering, ranges: Iterable[tuple[int, int]], text: str, rule: str) -> None:
    """Claim as page text the lines that no range covers.

    Args:
        made: gets the claims.
        ranges: lines that are read or reported, first and last included.
        text: the file.
        rule: why the others are no entries.
    """
    free = 1
    for first, last in sorted(ranges):
        if first > free:
            made.page(free, first - 1, rule)
        free = max(free, last + 1)
    lines = text.count("\n") + 1
    if free <= lines:
        made.page(free, lines, rule)
