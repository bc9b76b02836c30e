"""Which asterisks and underscores are emphasis, and which belong to the text.

Markdown's own rules are too strict for pages that lost blanks (``raised beds **are``, with
the blank inside the mark) and too loose for formulas (``x**2 + y**2``): so runs are
paired here, block by block, in one pass from left to right.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Pair", "find_pairs"]

_BEFORE_ITALIC = frozenset("([{\"'“‘—–-/,.;:!?)")
_OPERATOR = re.compile(r"\s[-+*/^]\s")
_RELATION = re.compile(r"\s[=+*/^|<>]+\s|[=^|<>\\]")
_WORD = re.compile(r"[^\W\d_]{2}")
_DUNDER = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Pair:
    """An opening and a closing run of one kind; the emphasised text stands between.

    Attributes:
        start: where the opening run starts in the raw text.
        inner_start: where the emphasised text starts.
        inner_end: where it ends.
        end: where the closing run ends.
        bold: whether the runs are double.
    """

    start: int
    inner_start: int
    inner_end: int
    end: int
    bold: bool


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int


def find_pairs(raw: str, runs: Sequence[tuple[int, int]], start: int, end: int) -> list[Pair]:
    """Pair the runs of one block.

    Args:
        raw: the decoded file.
        runs: ``(start, end)`` of the runs of ``*`` or ``_`` in the block, ascending; those in
            code and addresses left out.
        start: where the block starts.
        end: where it ends.

    Returns:
        the pairs, by position; pairs of double asterisks never cross each other.
    """
    stars = [_Run(*run) for run in runs if raw[run[0]] == "*"]
    lows = [_Run(*run) for run in runs if raw[run[0]] == "_"]
    pairs = list(_pair_bold(raw, _double(stars), start, end))
    taken = {run for pair in pairs for run in (pair.start, pair.end - 1)}
    singles = [run for run in stars if run.end - run.start == 1]
    pairs += _pair_italic(raw, singles + _outer(stars, taken), start, end)
    for width in (1, 2):
        same = [run for run in lows if run.end - run.start == width]
        pairs += _pair_italic(raw, same, start, end)
    return sorted(pairs, key=lambda pair: (pair.start, pair.end))


def _double(stars: Sequence[_Run]) -> list[_Run]:
    """Cut runs into pairs of asterisks: four are a closing and an opening pair."""
    found: list[_Run] = []
    for run in stars:
        if run.end - run.start in (2, 3):
            closing = run.end - run.start == 3 and len(found) % 2 == 1
            at = run.start + closing
            found.append(_Run(at, at + 2))
        elif run.end - run.start == 4 and len(found) % 2 == 1:
            found += [_Run(run.start, run.start + 2), _Run(run.start + 2, run.end)]
    return found


def _outer(stars: Sequence[_Run], taken: set[int]) -> list[_Run]:
    """The third asterisk of runs whose other two are a bold mark."""
    found = []
    for run in stars:
        if run.end - run.start == 3:
            if run.start in taken:
                found.append(_Run(run.end - 1, run.end))
            elif run.end - 1 in taken:
                found.append(_Run(run.start, run.start + 1))
    return found


def _pair_bold(raw: str, runs: Sequence[_Run], start: int, end: int) -> Iterator[Pair]:
    opened: _Run | None = None
    for at, run in enumerate(runs):
        before = raw[run.start - 1] if run.start > start else " "
        after = raw[run.end] if run.end < end else " "
        opens = not after.isspace()
        ends_line = run.end >= end or after == "\n"
        if before.isspace() and after.isspace() and (opened is None or not ends_line):
            continue
        if opened is None:
            opened = run if opens else None
            continue
        inner = raw[opened.end : run.start]
        starts_anew = before.isspace() and at + 1 < len(runs)
        if (
            not inner.strip()
            or (opens and starts_anew and _only_closes(raw, runs[at + 1], end))
            or _is_formula(raw, opened.start, inner, start)
        ):
            opened = run if opens else None
            continue
        yield Pair(opened.start, opened.end, run.start, run.end, bold=True)
        opened = None


def _only_closes(raw: str, run: _Run, end: int) -> bool:
    after = raw[run.end] if run.end < end else " "
    return not raw[run.start - 1].isspace() and not after.isalnum() and after not in "*(“‘"


def _is_formula(raw: str, at: int, inner: str, start: int) -> bool:
    """Tell ``x**2 + y**2`` from ``the**roots**between``."""
    before = raw[at - 1] if at > start else " "
    if not (before.isalnum() or before in ")]}"):
        return False
    if not _WORD.search(inner) or _OPERATOR.search(inner):
        return True
    alone = at - 2 < start or not raw[at - 2].isalnum()
    return inner[0].isdigit() or (alone and len(inner.split(None, 1)[0]) == 1)


def _pair_italic(raw: str, runs: Sequence[_Run], start: int, end: int) -> Iterator[Pair]:
    """Pair runs that stand at the edges of words: never those inside ``x_1`` or ``a*b*c``."""
    opened: _Run | None = None
    for run in sorted(runs, key=lambda run: run.start):
        before = raw[run.start - 1] if run.start > start else " "
        after = raw[run.end] if run.end < end else " "
        closes = not before.isspace() and not after.isalnum() and after != "_"
        if opened is not None and closes and run.start > opened.end:
            inner = raw[opened.end : run.start]
            double = run.end - run.start == 2
            formula = not any(map(str.isalpha, inner)) or _RELATION.search(inner)
            if not formula and not (double and _DUNDER.fullmatch(inner)):
                yield Pair(opened.start, opened.end, run.start, run.end, bold=double)
                opened = None
                continue
        edge = before.isspace() or before in _BEFORE_ITALIC or before == "*"
        if edge and (after.isalnum() or after in "\"'“‘(*["):
            opened = run
