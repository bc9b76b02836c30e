r"""LaTeX's lists and environments that define terms: ``\item[Term] …``, ``\begin{term}[Name]``.

Read where no command of a glossaries package defines entries. A list is one whose items have
names in brackets, as ``description`` has; an environment is one that says what it is by its
name (definition, vocabulary, term …) and has a name in brackets.
"""

import re
from dataclasses import dataclass

__all__ = ["Found", "list_items"]

_TOKEN = re.compile(
    r"(?P<comment>(?<!\\)%[^\n]*)|\\(?P<edge>begin|end)[ \t]*\{(?P<name>[A-Za-z]+\*?)\}"
    r"|\\item(?![A-Za-z])[ \t]*(?P<item>\[)?"
)
_DEFINES = re.compile(
    r"def(?:n|inition)?s?|vocab\w*|\w*term|terme|gloss\w*|concept|begriff|entry|lexeme|woord",
    re.IGNORECASE,
)
_VERBATIM = ("verbatim", "lstlisting", "minted", "comment", "Verbatim")


@dataclass(frozen=True, slots=True)
class Found:
    """What defines an entry, as places in the raw file."""

    start: int
    end: int
    label: str
    term: tuple[int, int]
    definition: tuple[int, int]
    aliases: tuple[tuple[int, int], ...] = ()
    see: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    """An entry on its way: where it starts, its term, its text, how many environments are open."""

    start: int
    term: tuple[int, int]
    body: int
    depth: int


def list_items(raw: str, pairs: dict[int, int]) -> list[Found]:
    """Find the named items of the outermost lists, and environments that define a term."""
    found: list[Found] = []
    opened: list[str] = []  # environments
    now: _Open | None = None
    hidden = ""
    for token in _TOKEN.finditer(raw):
        if token["comment"] or (hidden and token["name"] != hidden):
            continue
        ends = now and len(opened) <= now.depth and token["edge"] != "begin"
        if now and ends:
            found.append(_made(raw, now, token.start()))
            now = None
        if token["edge"] == "begin":
            opened.append(token["name"])
            hidden = token["name"] if token["name"] in _VERBATIM else ""
            if now is None and _DEFINES.fullmatch(token["name"]):
                now = _begun(raw, token.start(), token.end(), len(opened), pairs)
        elif token["edge"] == "end":
            hidden = ""
            if token["name"] in opened:
                del opened[len(opened) - 1 - opened[::-1].index(token["name"]) :]
        elif now is None and token["item"]:
            now = _begun(raw, token.start(), token.start("item"), len(opened), pairs)
    return found


def _begun(raw: str, start: int, at: int, depth: int, pairs: dict[int, int]) -> _Open | None:
    name = _bracketed(raw, at, pairs)
    return _Open(start, name[0], name[1], depth) if name else None


def _bracketed(raw: str, at: int, pairs: dict[int, int]) -> tuple[tuple[int, int], int] | None:
    """Return the place of a name in brackets that starts here, and where the text behind starts."""
    while raw[at : at + 1] in (" ", "\t", "\n"):
        at += 1
    if raw[at : at + 1] != "[":
        return None
    start = at = at + 1
    while at < len(raw) and raw[at] != "]":
        if raw[at] == "\n" and raw[at - 1] == "\n":
            return None
        at = pairs.get(at, at) + 1 if raw[at] != "\\" else at + 2
    if at >= len(raw) or not any(map(str.isalnum, raw[start:at])):
        return None
    if start in pairs and pairs[start] == at - 1:  # [{Name}]
        return (start + 1, at - 1), at + 1
    return (start, at), at + 1


def _made(raw: str, now: _Open, end: int) -> Found:
    stop = now.start + len(raw[now.start : end].rstrip())
    return Found(now.start, max(stop, now.term[1]), "", now.term, (now.body, max(now.body, stop)))
