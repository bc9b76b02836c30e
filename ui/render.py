"""Answers and hits as text for a terminal. Text of documents is made harmless first."""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from ..rag.explain import Explanation
from ..rag.records import Answer, Citation, Hit

__all__ = ["answer_text", "explanation_text", "hits_text", "json_line", "leads", "visible"]

#: Kinds of question that it sounds less like are not shown.
_HEARD = 0.1
_BOLD, _DIM, _RED, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[0m"
#: What a terminal obeys or doesn't show: controls, halves of characters, separators, bidi marks,
#: characters without width, Hangul fillers, tags. Joiners stay where scripts and emoji need them:
#: behind anything but ASCII.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
    "|(?<![^\x00-\x7f])[\u200c\u200d]+"
)


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


def _decided(share: float, least: float, decides: bool) -> str:
    rule = f"; refused below {least:.2f}" if decides else ""
    return f"{share:.2f}{rule}"


def _odds(bias: float, pulls: Mapping[str, float]) -> str:
    return ", ".join(
        [f"{bias:+.2f} to begin with", *(f"{name} {pull:+.2f}" for name, pull in pulls.items())]
    )


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
        page.block(answer.text)
        return page.text()
    before = leads(answer)
    last = None
    for citation in answer.citations:
        lead = before.get(citation.n, citation.term)
        if lead != last:
            page.gap()
            page.block(lead, code=_BOLD)
        last = lead
        _quote(page, citation)
    page.gap()
    if answer.senses:
        page.block("Also a name of: " + " · ".join(answer.senses), indent="  ")
    if answer.related:
        page.block("See also: " + " · ".join(answer.related), indent="  ", code=_DIM)
    return page.text()


def leads(answer: Answer) -> dict[int, str]:
    """Return what stands before each quote in the answer's text, by the quote's mark."""
    lines = [line.partition(" — “") for line in answer.text.split("\n")]
    return {
        citation.n: lead
        for citation in answer.citations
        for lead, _, quotes in lines
        if f"[{citation.n}]" in quotes
    }


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


def explanation_text(answer: Answer, explained: Explanation, *, width: int = 80) -> str:
    """Return how a question was read and why each entry was found, for ``--explain``."""
    page = _Page(width, colour=False)
    page.gap()
    page.block(f"Asked: {answer.standalone_question}")
    sounds = [f"{kind} {share:.2f}" for kind, share in explained.sounds.items() if share >= _HEARD]
    facts = {
        "Read as": ", ".join(explained.intents) + f"; answered as {answer.intent.value}",
        "Sounds like": ", ".join(sounds),
        "Names": "; ".join(explained.names),
        "Other words": ", ".join(explained.unread),
        "Wants": ", ".join(explained.facts),
        "Held": _decided(explained.held, explained.least_held, explained.threshold is None),
        "Held, log odds": _odds(explained.held_bias, explained.held_pulls),
        "Right": _decided(
            explained.confidence, explained.threshold or 0.0, explained.threshold is not None
        ),
        "Right, log odds": _odds(explained.bias, explained.pulls),
    }
    for name, text in facts.items():
        if text:
            page.block(f"{name}: {text}", indent="  ")
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
