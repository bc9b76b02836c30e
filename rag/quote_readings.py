"""The ways to read a quote: with and without what is set around words rather than said."""

import re
from collections.abc import Callable, Iterator

from .wording import ELLIPSIS, Wording, wording

__all__ = ["bare", "is_stopped", "is_word", "plain_text", "readings"]

_EMPHASIS = re.compile(r"(?<![\w*_`])(\*{1,3}|_{1,3}|`)(?=\S)((?:(?!\1).)+?)(?<=\S)\1(?![\w*_`])")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\([^()\s]*\)")
_LEAD = re.compile(r"\s*(?:\*\*|__)?([^\n:—–]{1,90}?)(?:\*\*|__)?\s*(?::|\s[—–-]\s)(?:\*\*|__)?")
_EDGES = frozenset((ELLIPSIS, '"'))
_STOPS = frozenset(".,;:")


def is_word(key: str) -> bool:
    """Tell a word from a mark."""
    return key[0].isalnum()


def readings(quote: str, is_name: Callable[[str], bool]) -> Iterator[tuple[str, Wording]]:
    """Yield the ways to read a quote, the plainest first; spans are those of the quote.

    Without emphasis, list bullets, an ellipsis or stop at the edge; last without the name of an
    entry before a colon or dash.

    Args:
        quote: the quote.
        is_name: tells whether a text is the name of an entry.
    """
    seen = set()
    for text in (quote, plain_text(quote)):
        for listed in (True, False):
            read = wording(text, listed=listed)
            for one in (read, _trimmed(read)):
                if any(map(is_word, one.keys)) and one.keys not in seen:
                    seen.add(one.keys)
                    yield text, one
    lead = _LEAD.match(quote)
    if lead and is_name(lead[1].strip(" *_")):
        rest = " " * lead.end() + quote[lead.end() :]
        read = _trimmed(wording(plain_text(rest)))
        if any(map(is_word, read.keys)) and read.keys not in seen:
            yield rest, read


def plain_text(quote: str) -> str:
    """Blank Markdown's emphasis and links, one character for one, so that offsets stay."""

    def blank(found: re.Match[str]) -> str:
        start, end = found.start(2) - found.start(), found.end(2) - found.start()
        return " " * start + found[2] + " " * (len(found[0]) - end)

    quote = _LINK.sub(
        lambda found: f" {found[1]}" + " " * (len(found[0]) - len(found[1]) - 1), quote
    )
    for _ in range(3):  # strong inside emphasis
        quote = _EMPHASIS.sub(blank, quote)
    return quote


def bare(read: Wording) -> Wording:
    """Leave out ellipses and quote marks at the edges."""
    first, last = 0, len(read)
    while first < last and read.keys[first] in _EDGES:
        first += 1
    while first < last and read.keys[last - 1] in _EDGES:
        last -= 1
    return read.cut(first, last)


def _trimmed(read: Wording) -> Wording:
    """Leave out ellipses, quote marks, and stops at the end, which some set inside the quote."""
    core = bare(read)
    while core.keys and core.keys[-1] in _STOPS:
        core = bare(core.cut(0, len(core) - 1))
    return core


def is_stopped(text: str, read: Wording) -> bool:
    """Tell whether a text has a stop at its end that was left out of what was read of it."""
    keys = bare(wording(text)).keys
    return keys[-1] in _STOPS and read.keys[-1] not in _STOPS
