"""What of a text is running text: no code, no link, no heading of a marked-up page.

The rest is blanked, one character for one, so that every offset stays that of the text.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from .html_text import html_parts

__all__ = ["BLANK", "Format", "running_text"]

Format = Literal["text", "markdown", "html"]
#: What stands in place of a character that is no running text; no name goes across it.
BLANK = "\0"

#: What tells an address: within one, or at its start.
_SIGN = re.compile(
    r"(?<=[A-Za-z0-9])://(?=[^\s<>\"])|(?<=[\w.+-])@(?=\w)|\b(?:www\.|mailto:|doi:|urn:)(?=\S)"
)
_HOST = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
#: What stands before the sign, read from there to the left.
_SCHEME = re.compile(r"[A-Za-z0-9+.-]{0,20}[A-Za-z](?![A-Za-z0-9_])")
_USER = re.compile(r"[\w.+-]{1,64}")
_LONGEST_BEFORE = 66
_REST = re.compile(r"[^\s<>\"]*")


def running_text(text: str, format: Format) -> str:  # noqa: A002
    """Return a text of the same length with ``BLANK`` for what is no running text.

    Args:
        text: any text.
        format: how it is marked up.

    Raises:
        MissingPartError: if it is Markdown and markdown-it-py isn't installed.
    """
    if format == "html":
        text = _kept(text, html_parts(text))
    elif format == "markdown":
        from .markdown_text import markdown_parts

        text = _kept(text, markdown_parts(text))
    return _kept(text, _without_addresses(text, 0, len(text)))


def _without_addresses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts between addresses."""
    at = start
    for sign in _SIGN.finditer(text, start, end):
        if sign.start() < at:
            continue
        begin = _begin(text, sign.start(), at, end)
        if begin is not None:
            yield at, begin
            rest = _REST.match(text, sign.end(), end)
            at = rest.end() if rest else sign.end()
    yield at, end


def _begin(text: str, sign: int, start: int, end: int) -> int | None:
    """Return where the address begins that a sign may be of, or ``None`` where it is of none."""
    if text[sign] not in "@:":
        return sign
    if text[sign] == "@" and not _HOST.match(text, sign, end):
        return None
    before = text[max(start, sign - _LONGEST_BEFORE) : sign][::-1]
    found = (_USER if text[sign] == "@" else _SCHEME).match(before)
    return sign - found.end() if found else None


def _kept(text: str, parts: Iterable[tuple[int, int]]) -> str:
    """Blank all but some parts, which are in order."""
    pieces = []
    at = 0
    for start, end in parts:
        pieces += [BLANK * (start - at), text[start:end]]
        at = end
    return "".join([*pieces, BLANK * (len(text) - at)])
