"""The anchors that generators of pages make of headings."""

import re

__all__ = ["heading_anchor"]

_DROPPED = re.compile(r"[^\w\- ]")


def heading_anchor(heading: str) -> str:
    """Return a heading's anchor as GitHub makes it: lower case, no punctuation, hyphens."""
    return _DROPPED.sub("", heading.strip().casefold()).replace(" ", "-")
