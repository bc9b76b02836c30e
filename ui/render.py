"""Answers and hits as text for a terminal. Text of documents is made harmless first."""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from ..rag.records import Answer, Citation, Hit, Reason

__all__ = ["answer_text", "explanation_text", "hits_text", "json_line", "visible"]

_BOLD, _DIM, _RED, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[0m"
#: What a terminal obeys or doesn't show: controls, halves of characters, separators, bidi marks,
#: characters without width, Hangul fillers, tags. Joiners stay where scripts and emoji need them:
#: behind anything but ASCII.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
    "|(?<![^\x00-\x7f])[\u200c\u200d]+"
)
_REASONS = {
    Reason.NO_SUCH_TERM: "The glossaries have no entry for that.",
    Reason.FACT_NOT_HELD: "The glossaries name it, but don't say that.",
    Reason.OFF_TOPIC: "That is outside what the glossaries cover.",
    Reason.EMPTY: "Ask a question: there were no words in it.",
    Reason.TOO_LONG: "That question is too long: ask it in up to 2,000 characters.",
}


def visible(text: str) -> str:
    """Show control, bidi and zero-width characters instead of sending them to a terminal.

    Line ends and tabs become blanks; ``ESC`` becomes ``␛``; a right-to-left override becomes
    ``<U+202E>``. Everything else stays.
    """
    return _UNSEEN.sub(lambda found: "".join(map(_show, found[0])), text)


def _show(char: str) -> str:
    code = ord(char)
    if char in "\n\t\r":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def json_line(value: Mapping[str, Any]) -> str:
    r"""Return JSON on one line, in which ``\uXXXX`` stands for what :func:`visible` changes."""
    line = json.dumps(value, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: _escaped(found[0]), line)


def _escaped(text: str) -> str:
    return json.dumps(text)[1:-1].replace("\x7f", "\\u007f")


class _Page:
    """Lines of a terminal page, wrapped to a width, with colour only where it is wanted."""

    def __init__(self, width: int, colour: bool) -> None:
        self.width = max(30, min(width, 88))
        self.colour = colour
        self.lines: list[str] = []

    def style(self, text: str, code: str) -> str:
        return f"{code}{text}{_RESET}" if self.colour else text

    def block(self, text: str, first: str = "", indent: str = "", code: str = "") -> None:
        wrapped = textwrap.wrap(
            " ".join(visible(text).split()),
            self.width,
            initial_indent=first,
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
        self.lines += [self.style(line, code) if code else line for line in wrapped]

    def gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def answer_text(answer: Answer, *, width: int = 80, colour: bool = False) -> str:
    """Return an answer as a page for a terminal, ending in a line end.

    Args:
        answer: an answer or abstention.
        width: columns; at most 88 are used.
        colour: whether to use ANSI colours; right only where a terminal reads it.
    """
    page = _Page(width, colour)
    if not answer.answered:
        page.block(_REASONS[answer.reason or Reason.NO_SUCH_TERM])
        if answer.suggestions:
            page.block("Nearest terms: " + " · ".join(answer.suggestions))
        return page.text()
    last = None
    for citation in answer.citations:
        if citation.term != last:
            page.gap()
            page.block(citation.term, code=_BOLD)
        last = citation.term
        _quote(page, citation)
    page.gap()
    if answer.senses:
        page.block("Also a name of: " + " · ".join(answer.senses), indent="  ")
    if answer.related:
        page.block("See also: " + " · ".join(answer.related), indent="  ", code=_DIM)
    return page.text()


def _quote(page: _Page, citation: Citation) -> None:
    mark = f"  [{citation.n}] "
    page.block(f"“{citation.quote}”", first=mark, indent=" " * len(mark))
    if page.colour:
        page.lines = [
            line.replace(mark, f"  {page.style(mark.strip(), _RED)} ", 1)
            if line.startswith(mark)
            else line
            for line in page.lines
        ]
    title = "" if citation.title == citation.source else f"{citation.title} — "
    where = f"{title}{citation.source}, {citation.locator or f'line {citation.line}'}"
    page.block(where, first=" " * len(mark), indent=" " * len(mark), code=_DIM)


def explanation_text(answer: Answer, *, width: int = 80) -> str:
    """Return how a question was read and why each entry was found, for ``--explain``."""
    page = _Page(width, colour=False)
    page.gap()
    page.block(f"Asked: {answer.standalone_question}")
    page.block(f"Read as: {answer.intent.value}; confidence {answer.confidence:.2f}")
    for why in answer.why:
        ranks = ", ".join(f"{channel} #{rank}" for channel, rank in why.channels.items())
        page.block(f"{why.entry_id}: {why.matched} ({ranks})", first="  ", indent="    ")
    return page.text()


def hits_text(hits: Sequence[Hit], *, width: int = 80, colour: bool = False) -> str:
    """Return hits as a page for a terminal: rank, term, where it stands, the best passage."""
    page = _Page(width, colour)
    for hit in hits:
        page.block(f"{hit.rank}. {hit.term}  ({hit.score:.2f})", code=_BOLD)
        page.block(hit.text, first="   ", indent="   ")
        page.block(f"{hit.source}, line {hit.line}", first="   ", indent="   ", code=_DIM)
    return page.text() if page.lines else "Nothing found.\n"
