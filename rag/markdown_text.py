"""The running text of a Markdown file: paragraphs without code, links, markup and formulas."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ..index.errors import MissingPartError

__all__ = ["markdown_parts"]

_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n(?:.*\n)*?(?:\1|\.\.\.)[ \t]*(?:\n|\Z)")
_SPECIAL = re.compile(r"[\\`<$\[{]|!\[|\*\[|(?:\A|\n)[ \t]*(?::{3,}|(?:!!!|\?\?\?|===)[ \t])")
#: A line that opens or closes a box.
_BOX = re.compile(r"(?:\A|\n)[ \t]*(?::{3,}|(?:!!!|\?\?\?|===)[ \t])[^\n]*")
_TICKS = re.compile("`+")
_TAG = re.compile(r"<[/?!]?[A-Za-z][^<>]*>")
_OPENING = re.compile(
    r"<(a|abbr|button|code|dfn|kbd|pre|samp|script|style|svg|var)\b", re.IGNORECASE
)
#: What is closed by a sign of its own, wherever that stands in the block.
_PAIRED = tuple(
    (opening, re.compile(rf"{re.escape(opening)}.*?{re.escape(closing)}", re.DOTALL))
    for opening, closing in (
        ("<!--", "-->"),
        ("$$", "$$"),
        ("\\(", "\\)"),
        ("\\[", "\\]"),
        ("{{", "}}"),
        ("{%", "%}"),
    )
)
_FORMULA = re.compile(r"\$(?=[^\s$])[^$\n]*?(?<=[^\s\\])\$(?!\d)")
_BRACES = re.compile(r"\{[:.#%][^{}\n]*\}")
_BRACKET = re.compile(r"\\.|[\[\]`]", re.DOTALL)
_TARGET = re.compile(r"\((?:[^()\\]|\\.|\([^()\\]*\))*\)|\[[^\[\]]*\]", re.DOTALL)


def markdown_parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a Markdown file that are running text, in order.

    Blocks are CommonMark's, with GitHub's tables. Whatever stands between brackets is passed
    over, for it may be a link.

    Raises:
        MissingPartError: if markdown-it-py isn't installed.
    """
    front = _FRONT.match(text)
    source = re.sub(r"[^\n]", " ", front[0]) + text[front.end() :] if front else text
    # each line end is one character, and none is what markdown-it would change
    source = source.replace("\r\n", " \n").replace("\r", "\n").replace("\0", "\ufffd")
    starts = [0, *(match.end() for match in re.finditer("\n", source)), len(source)]
    done = 0
    for token, heading in _inlines(source):
        first, last = token.map
        start, end = max(done, starts[first]), starts[min(last, len(starts) - 1)]
        if start < end and not heading:
            yield from _Block(source, start, end).parts()
        done = max(done, end)


def _inlines(source: str) -> Iterator[tuple[Any, bool]]:
    """Yield the tokens that hold text, each with whether it is a heading's."""
    heading = False
    for token in _parser().parse(source):
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type == "inline" and token.map:
            yield token, heading


@lru_cache(maxsize=1)
def _parser() -> Any:
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        raise MissingPartError(
            "Markdown is read by markdown-it-py: pip install 'glossator[formats]'"
        ) from None
    # the text of a block is scanned here, with offsets, which markdown-it's own rules don't give
    return MarkdownIt("commonmark").enable("table").disable("inline")


class _Block:
    """One block's text, scanned once: what nothing closes is not looked for again."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._unclosed: set[object] = set()
        self._brackets: dict[int, int] | None = None

    def parts(self) -> Iterator[tuple[int, int]]:
        """Yield the parts that are no code, link, tag or formula, in order."""
        at = self._start
        # a line's own marks are looked for behind the end of the line before
        special = _SPECIAL.search(self._text, max(0, at - 1), self._end)
        while special:
            first = max(special.start(), at)
            if at < first:
                yield at, first
            at = max(at, self._passed(special.start()))
            special = _SPECIAL.search(self._text, at, self._end)
        if at < self._end:
            yield at, self._end

    def _passed(self, at: int) -> int:
        """Return where what begins at a special character ends, the character at least."""
        text, end = self._text, self._end
        for opening, whole in _PAIRED:
            if text.startswith(opening, at) and opening not in self._unclosed:
                if match := whole.match(text, at, end):
                    return match.end()
                self._unclosed.add(opening)
        for pattern in (_FORMULA, _BRACES):
            if match := pattern.match(text, at, end):
                return match.end()
        if box := _BOX.match(text, at, end):
            return box.end()
        char = text[at]
        if char == "\\":
            return min(at + 2, end)
        if char == "`":
            return self._code_end(at)
        if char == "<":
            return self._tag_end(at)
        return self._link_end(at + (char in "!*")) if char in "[!*" else at + 1

    def _code_end(self, at: int) -> int:
        """Return where a code span ends; backticks that nothing closes are only themselves."""
        ticks = _TICKS.match(self._text, at, self._end)
        length = len(ticks[0]) if ticks else 1
        if length not in self._unclosed:
            for close in _TICKS.finditer(self._text, at + length, self._end):
                if len(close[0]) == length:
                    return close.end()
            self._unclosed.add(length)
        return at + length

    def _tag_end(self, at: int) -> int:
        """Return where a tag, an address in brackets or an element that is code or a link ends."""
        tag = _TAG.match(self._text, at, self._end)
        if not tag:
            return at + 1
        opening = _OPENING.match(self._text, at, self._end)
        if opening:
            closing = re.compile(rf"</{opening[1]}\s*>", re.IGNORECASE)
            close = closing.search(self._text, tag.end(), self._end)
            return close.end() if close else self._end
        return tag.end()

    def _link_end(self, at: int) -> int:
        """Return where a bracket ends, with the target of a link behind it."""
        if self._brackets is None:
            self._brackets = dict(self._pairs())
        close = self._brackets.get(at)
        if close is None:
            return at + 1
        target = _TARGET.match(self._text, close, self._end)
        return target.end() if target else close

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Yield where brackets open, and where each of those is closed."""
        opened: list[int] = []
        at = self._start
        while match := _BRACKET.search(self._text, at, self._end):
            at = match.end()
            if match[0] == "[":
                opened.append(match.start())
            elif match[0] == "]" and opened:
                yield opened.pop(), at
            elif match[0] == "`":
                at = self._code_end(match.start())
