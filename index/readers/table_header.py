"""The header of a table: which row it is, and what its cells promise."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from .roles import NO_ROLE, Named, named

__all__ = ["Rows", "cell_of", "find_header", "header_key", "header_names", "size"]

Rows = Sequence[Sequence[str]]

_LETTER = re.compile(r"[a-z]{1,2}|\d{1,5}")  # a column by its letter or number
_HEADER_ROWS = 40  # a header stands among so many rows
_SAMPLE_ROWS = 300
_WIDE = 5  # a row of so many terse cells is a header, even where some cells below are as terse


def find_header(rows: Rows, asked: Mapping[str, Sequence[str]]) -> tuple[int | None, bool, bool]:
    """Find the header row: by asked-for names, by known words, or a terse row above prose.

    Returns:
        Its index, whether the row above belongs to it, whether its words are known.
    """
    names = {header_key(name) for names in asked.values() for name in names}
    wanted = {name for name in names if not _LETTER.fullmatch(name)}
    first = True
    best: tuple[int, int] | None = None
    for at, row in enumerate(rows[:_HEADER_ROWS]):
        if wanted and wanted & {header_key(cell) for cell in row if cell}:
            return at, _languages_above(rows, at), True
        if sum(map(bool, row)) < 2:
            continue
        worth = _header_worth([named(cell) for cell in row], sentence=first)
        if worth and (best is None or worth > best[1]):
            best = (at, worth)
        first = False
    if best:
        return best[0], _languages_above(rows, best[0]), True
    top = next((at for at, row in enumerate(rows[:_HEADER_ROWS]) if sum(map(bool, row)) > 1), None)
    if top is not None and names & {header_key(cell) for cell in rows[top] if cell}:
        return top, False, True
    return _terse(rows), False, False


def _header_worth(names: Sequence[Named], *, sentence: bool) -> int:
    """Return how many columns a row names, or 0 if it can't be a header."""
    found = [name for name in names if (name.exact or sentence) and name.rank < 9]
    roles = {name.role for name in found}
    languages = {name.language for name in found if name.role is None}
    a_name = bool(roles & {"term", "short", "long"}) or len(languages) > 1
    explained = "definition" in roles or ("long" in roles and len(roles) > 1)
    if "translations" in roles and (languages or a_name):
        return len(found)  # "English, Translation"
    if (a_name and explained) or (explained and len(found) > 2) or len(languages) > 1:
        return len(found)
    return len(found) if "term" in roles and len(found) > 1 and sentence else 0


def _languages_above(rows: Rows, header: int) -> bool:
    """Tell whether the row above a header names languages for its columns."""
    if header == 0:
        return False
    below = [*rows[header], *[""] * len(rows[header - 1])]
    above = [
        named(cell)
        for cell, under in zip(rows[header - 1], below, strict=False)
        if cell and cell != under  # a merged cell stands in both rows
    ]
    return len(above) > 1 and all(name.role is None and name.language for name in above)


def header_names(rows: Rows, header: int, above: bool, width: int) -> list[Named]:
    """Say what each column's header promises; languages above go on to the right."""
    names = [named(cell) for cell in rows[header]]
    names += [NO_ROLE] * (width - len(names))
    if above:
        language: str | None = None
        for at, name in enumerate(names):
            over = rows[header - 1][at] if at < len(rows[header - 1]) else ""
            language = named(over).language if over else language
            if name.role in ("term", "definition", "aliases", "short", "long"):
                names[at] = replace(name, language=name.language or language)
    return names


def _terse(rows: Rows) -> int | None:
    """Return the first row of several cells if it is terse where the rows below hold prose."""
    full = [at for at, row in enumerate(rows[:_SAMPLE_ROWS]) if sum(map(bool, row)) > 1]
    if len(full) < 4:
        return None
    head, below = rows[full[0]], [rows[at] for at in full[1:]]
    longest = max(range(len(head)), key=lambda at: sum(size(cell_of(row, at)) for row in below))
    sizes = [size(cell_of(row, longest)) for row in below]
    words = [len(cell.split()) for cell in head]
    wide = len(head) >= _WIDE
    short = max(words) <= (8 if wide else 4) and sum(words) <= 3 * len(head)
    short = short and not any(cell.endswith((".", "!")) for cell in head)
    apart = not any(set(filter(None, head)) & set(row) for row in below)
    least = sorted(sizes)[len(sizes) // 2] if wide else min(sizes)
    if short and apart and least > 0 and size(head[longest]) * 2 < sum(sizes) / len(sizes):
        return full[0] if size(head[longest]) < least else None
    return None


def size(text: str) -> int:
    """Return how much a text says, in characters of an alphabet; one of CJK counts three."""
    if text.isascii():
        return len(text)
    return sum(3 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def cell_of(row: Sequence[str], at: int) -> str:
    """Return a row's cell; empty where the row is shorter."""
    return row[at] if at < len(row) else ""


def header_key(text: str) -> str:
    """Return a header as it is compared: white space single, case folded."""
    return " ".join(text.split()).casefold()
