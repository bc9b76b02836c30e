"""The sentences of an answer that somebody wrote, the quotes in them, and whom they are said of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ..index.chunks import sentences

__all__ = ["Part", "Quoted", "parts"]

_CLOSES = {"“": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』"}
_SINGLE = {"‘": "’", "‚": "‘’", "'": "'"}
_MARKS = re.compile("[“„‟«»‹「『‘‚'\"]")
_BLOCK = re.compile(r"(?:^[ \t]{0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_ANGLE = re.compile(r"^[ \t]{0,3}>[> \t]*", re.MULTILINE)
_FENCE = re.compile(
    r"^[ \t]{0,3}(```+|~~~+)[^\n]*\n.*?(?:^[ \t]{0,3}\1[`~]*[ \t]*$|\Z)", re.M | re.S
)
_CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![ \t]*(?:\n|\Z)))*")
#: Marks behind a quote: [1], [1, 2], [id][id], with a stop between.
_CITES = re.compile(r"[ \t]*[.,;:!?]?(?:\s?[ \t]*\[[^\[\]\n]{1,300}\](?!\())+")
_BRACKET = re.compile(r"\[([^\[\]\n]+)\]")
_NAMED = re.compile(r"[ \t]*\(([^()\n]{1,90})\)")
_LEAD = re.compile(
    r"(?:^|[\n.!?][ \t]*)(?:[-*+•#>\s]|\d{1,3}[.)]\s)*(?:\*\*|__)?([^\n:—–“„\"]{1,90}?)(?:\*\*|__)?"
    r"(?:\s*:|\s+[—–-])(?:\*\*|__)?\s*$"
)
_ACCORDING = re.compile(
    r"\b(?:according to|entry (?:for|on|of)|definition of|under|entry)\s+"
    r"(?:the (?:entry|definition|term)\s+(?:for|on|of)?\s*)?[‘'“\"]?([^\n:,“\"”’]{1,90}?)[’'”\"]?"
    r"\s*(?:says?|reads?|states?)?"
    r"\s*[,:]?\s*$",
    re.IGNORECASE,
)
#: Where a sentence ends that sentencex lets go on: a line that ends in a closing mark, and marks of
#: citations behind a stop.
_ENDS = re.compile(
    r"(?<=[\])”\"»’」])[ \t]*\n\s*"
    r"|(?:(?<=[.!?])|(?<=[.!?][”\"»’]))(?:\s?\[[^\[\]\n]{1,300}\])+(?P<gap>\s+)"
)
_CLOSERS = {mark: re.compile(f"(?<=\\S)[{ends}](?![^\\W_])") for mark, ends in _SINGLE.items()}
#: So many marks that look like the end of a quote in single marks are tried.
_TRIED = 6
_SINGLE_CHARS = 2_000
_LEAD_CHARS = 160


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote in a text.

    Attributes:
        text: the quote's words, without the marks around it and those that set off a block.
        start: where they begin; ``text`` is as long as ``end - start``.
        end: where they end.
        reach: where what belongs to it ends: closing mark, marks of citations.
        before: what stands before it.
        cites: what is named behind it in brackets.
        leads: names that it may be attributed to by what stands before or behind it.
        longer: other ends that it may have, for single quote marks, which apostrophes look like.
    """

    text: str
    start: int
    end: int
    reach: int
    before: str = ""
    cites: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    longer: tuple[int, ...] = ()

    def until(self, end: int, text: str) -> "Quoted":
        """Return it with another end."""
        return replace(self, text=text[self.start : end], end=end)


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence of a text, and the quotes in it."""

    start: int
    end: int
    quotes: tuple[Quoted, ...]


def parts(text: str) -> Iterator[Part]:
    """Yield the sentences of a text; one goes on where a quote does.

    Quotes stand in quote marks of any shape, or are blocks set off by ``>``. Code, fenced or
    with a string in it, is passed over.
    """
    plain = _FENCE.sub(lambda found: _blank(found[0]), text)
    plain = _CODE.sub(_blank_strings, plain)
    found = _quotes(plain)
    bare = _ANGLE.sub(lambda angle: " " * len(angle[0]), plain)
    pending: list[tuple[int, int]] = []
    for span in _spans(bare):
        if pending and _held_together(pending[-1][1], span[0], found):
            pending[-1] = (pending[-1][0], max(span[1], pending[-1][1]))
        else:
            pending.append(span)
    for start, end in pending:
        inside = tuple(one for one in found if start <= one.start < end)
        yield Part(start, max([end, *(one.reach for one in inside)]), inside)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a text; a line that ends in a closing mark ends one too."""
    for sentence in sentences(text, 0, len(text)):
        start = sentence.start
        for found in _ENDS.finditer(text, sentence.start, sentence.end):
            gap = "gap" if found["gap"] else 0
            yield start, found.start(gap)
            start = found.end()
        if start < sentence.end:
            yield start, sentence.end


def _blank(text: str) -> str:
    return "".join("\n" if char == "\n" else " " for char in text)


def _blank_strings(code: re.Match[str]) -> str:
    """Blank code that holds a string: ``name="x"``; not words that are only set as code."""
    return _blank(code[0]) if re.search(r"[=(\[{,:]\s?[\"']", code[0]) else code[0]


def _held_together(end: int, start: int, quotes: Sequence[Quoted]) -> bool:
    return any(one.start < start and end < one.reach and start < one.reach for one in quotes)


def _quotes(text: str) -> list[Quoted]:
    """Return the quotes of a text, in order, none inside another."""
    found = []
    rest = text
    for block in _BLOCK.finditer(text):
        inner = _ANGLE.sub(lambda angle: " " * len(angle[0]), block[0])
        found += list(_block_quotes(text, inner, block.start()))
        rest = rest[: block.start()] + _blank(block[0]) + rest[block.end() :]
    for paragraph in _PARAGRAPH.finditer(rest):
        found += list(_inline(rest, paragraph.start(), paragraph.end()))
    return sorted(found, key=lambda one: one.start)


def _block_quotes(text: str, inner: str, shift: int) -> Iterator[Quoted]:
    """Yield the paragraphs of a block, or what stands in quote marks in one that begins so."""
    whole = " " * shift + inner
    for paragraph in _PARAGRAPH.finditer(inner):
        start, end = shift + paragraph.start(), shift + paragraph.end()
        body = whole[start:end]
        if body.lstrip("*_ ")[:1] in ("—", "–"):
            continue  # who said it
        inline = list(_inline(whole, start, end)) if body.lstrip("*_ ")[0] in '“„«»‹「『"' else []
        if inline:
            yield from inline
            continue
        source = re.search(r"\n[ \t]*[*_]{0,2}[—–][^\n]*\s*\Z", body)
        if source:
            end = start + source.start()
        cites = tuple(_cited(whole, start, shift + paragraph.end()))
        marks = re.search(rf"(?:{_CITES.pattern})[ \t.]*\Z", whole[start:end])
        close = start + marks.start() + _stop(marks[0]) if marks else end
        yield Quoted(
            whole[start:close], start, close, shift + paragraph.end(), _behind(text, start), cites
        )


def _stop(marks: str) -> int:
    """Return how much of what precedes marks is the quote's own stop."""
    return len(marks) - len(marks.lstrip(" \t.,;:!?")) if marks.lstrip()[:1] in ".!?" else 0


def _cited(text: str, start: int, end: int) -> Iterator[str]:
    for found in _BRACKET.finditer(text, start, end):
        for one in re.split(r"[,;]\s*", found[1]):
            if one.strip():
                yield one.strip()


def _behind(text: str, start: int) -> str:
    return text[max(0, start - _LEAD_CHARS) : start]


def _inline(text: str, start: int, end: int) -> Iterator[Quoted]:
    """Yield the quotes in quote marks of a paragraph."""
    at = start
    while mark := _MARKS.search(text, at, end):
        at = mark.end()
        if not _opens(text, mark.start(), start, end):
            continue
        ends = list(_ends(text, mark.start(), end))
        if not ends:
            continue
        close, *longer = ends
        if not text[at:close].strip():
            continue
        yield _quoted(text, mark.end(), close, end, mark.start(), tuple(longer))
        at = min(close + 1, end)


def _opens(text: str, at: int, start: int, end: int) -> bool:
    """Tell whether a mark may open a quote."""
    if at + 1 >= end or (text[at + 1].isspace() and text[at] not in "«„»"):
        return False
    before = text[at - 1] if at > start else " "
    if text[at] in "\"'‘‚":
        return (not before.isalnum() and before not in ".,;:!?’”'\"") or text[at] == "‚"
    return text[at] != "»" or before.isspace()


def _ends(text: str, at: int, end: int) -> Iterator[int]:
    """Yield where a quote that is opened may be closed, the likeliest first."""
    mark = text[at]
    if mark in _SINGLE:
        for found in islice(
            _CLOSERS[mark].finditer(text, at + 1, min(end, at + _SINGLE_CHARS)), _TRIED
        ):
            yield found.start()
        return
    depth = 1
    for place in range(at + 1, end):
        char = text[place]
        if mark == '"' and char == '"':
            depth += 1 if _opens(text, place, at + 1, end) and text[place - 1] != "\n" else -1
        elif char in _CLOSES.get(mark, ""):
            depth -= 1
        elif char == mark:
            depth += 1
        if depth == 0:
            yield place
            return
    later = text.find('"', at + 1, end) if mark == '"' else -1
    yield later if later >= 0 else end  # never closed: it goes on to the paragraph's end


def _quoted(
    text: str, start: int, end: int, last: int, mark: int, longer: tuple[int, ...]
) -> Quoted:
    reach = min(end + 1, last)
    leads = []
    if named := _NAMED.match(text, reach, last):
        leads.append(named[1])
        reach = named.end()
    cites: tuple[str, ...] = ()
    behind = _CITES.match(text, reach, last)
    if behind:
        cites = tuple(_cited(text, reach, behind.end()))
        reach = behind.end()
    before = _behind(text, mark)
    for pattern in (_LEAD, _ACCORDING):
        if found := pattern.search(before):
            leads.append(found[1])
    return Quoted(text[start:end], start, end, reach, before, cites, tuple(leads), longer)
