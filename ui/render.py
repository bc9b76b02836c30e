"""Answers and hits as text for a terminal. Text of documents is made harmless first."""

import textwrap
import unicodedata
from collections.abc import Sequence

from ..rag.records import Answer, Citation, Hit, Reason

__all__ = ["answer_text", "explanation_text", "hits_text", "visible"]

_BOLD, _DIM, _RED, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[0m"
_INVISIBLE = frozenset(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F, 0x061C, 0xFEFF]
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
    return "".join(map(_show, text))


def _show(char: str) -> str:
    code = ord(char)
    if char in "\n\t\r":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    hidden = code in _INVISIBLE or 0xE0000 <= code <= 0xE007F
    if hidden or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp"):
        return f"<U+{code:04X}>"
    return char


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
    where = f"{citation.title} — {citation.source}, {citation.locator or f'line {citation.line}'}"
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
