"""What of a text is running text: no code, no link, no heading of a marked-up page.

The rest is blanked, one character for one, so that every offset stays that of the text.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Literal

__all__ = ["BLANK", "Format", "running_text"]

Format = Literal["text", "markdown", "html"]
#: What stands in place of a character that is no running text; no name goes across it.
BLANK = "\0"

_ADDRESS = re.compile(
    r"\b[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s<>\"]+|\bwww\.[^\s<>\"]+"
    r"|\b(?:mailto|doi|urn):[^\s<>\"]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)
_MAY_BE_ADDRESS = re.compile(r"://|www\.|@|mailto:|doi:|urn:")
_REST = re.compile(r"[^\s<>\"]*")
#: An address is known by so many characters before its sign and behind it.
_BEFORE_SIGN, _BEHIND_SIGN = 64, 256
#: Elements whose text is code, a link or another control, a heading, or no text.
_CLOSED = frozenset(
    """
    a abbr button code dfn head h1 h2 h3 h4 h5 h6 iframe kbd label math noscript object option pre
    samp script select style summary svg template textarea title tt var
    """.split()  # noqa: SIM905 - a list of thirty quoted words is harder to read
)


def running_text(text: str, format: Format) -> str:  # noqa: A002
    """Return a text of the same length with ``BLANK`` for what is no running text.

    Args:
        text: any text.
        format: how it is marked up.

    Raises:
        MissingPartError: if it is Markdown and markdown-it-py isn't installed.
    """
    if format == "html":
        return _kept(text, _Html(text).parts())
    if format == "markdown":
        from .markdown_text import markdown_parts

        text = _kept(text, markdown_parts(text))
    return _kept(text, _without_addresses(text, 0, len(text)))


def _without_addresses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts between addresses, which are looked for around what only they hold."""
    at = start
    for sign in _MAY_BE_ADDRESS.finditer(text, start, end):
        if sign.start() < at:
            continue
        window = max(at, sign.start() - _BEFORE_SIGN), min(end, sign.end() + _BEHIND_SIGN)
        found = _ADDRESS.search(text, *window)
        if found and found.start() <= sign.start() < found.end():
            yield at, found.start()
            rest = _REST.match(text, found.end(), end)
            at = rest.end() if rest else found.end()
    yield at, end


def _kept(text: str, parts: Iterable[tuple[int, int]]) -> str:
    """Blank all but some parts, which are in order."""
    pieces = []
    at = 0
    for start, end in parts:
        pieces += [BLANK * (start - at), text[start:end]]
        at = end
    return "".join([*pieces, BLANK * (len(text) - at)])


class _Html(HTMLParser):
    """Finds the text of a page that stands in no closed element."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._open: list[str] = []
        self._parts: list[tuple[int, int]] = []

    def parts(self) -> list[tuple[int, int]]:
        """Return the parts of running text, in order."""
        self.feed(self._text)
        self.close()
        return [part for found in self._parts for part in _without_addresses(self._text, *found)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element that closes off its text; the body ends a head left open."""
        if tag == "body":
            self._open.clear()
        elif tag in _CLOSED:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element that is closed as in XML: HTML knows that of SVG and MathML only."""
        if not self._open and tag not in ("svg", "math"):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those within it that were left open."""
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Keep text that stands in no closed element."""
        if not self._open:
            line, column = self.getpos()
            start = self._starts[line - 1] + column
            self._parts.append((start, start + len(data)))
