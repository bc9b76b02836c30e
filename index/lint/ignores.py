"""Marks in the text of a file by which its owner says which findings are meant so.

    <!-- glossator-lint: ignore alias-shared, same-definition -- the reason -->
    <!-- glossator-lint: ignore-file alphabet-break -->

A mark on a line of its own is for what comes next, up to the end of the next entry; one behind
text is for the entry of its line. Without a code it ignores all. It may stand in whatever a
format has for comments; this module looks at the file's text, not at what readers make of it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..records import LineUse, Reading
from .catalogue import Code
from .findings import Finding, Place

__all__ = ["Mark", "apply", "find_marks"]

_CODE = r"[a-z]+(?:-[a-z]+)*"
_MARK = re.compile(
    r"glossator-lint:[ \t]*ignore(?P<file>-file)?(?![\w-])[ \t]*"
    rf"(?P<codes>{_CODE}(?:[ \t]*,[ \t]*{_CODE})*)?"
)
_LONGEST_OPENING = 40  # characters
_OPENING = re.compile(r"\W*(?:comment|note|_comment)?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in a file.

    Attributes:
        line: where it stands, from 1.
        alone: whether the line holds nothing before it but the start of a comment.
        whole: whether it is for the whole file.
        codes: that it ignores; empty for all.
        unknown: what it names and is no code.
    """

    line: int
    alone: bool
    whole: bool
    codes: frozenset[Code]
    unknown: tuple[str, ...] = ()


def find_marks(text: str) -> Iterator[Mark]:
    """Find the marks in a file's text."""
    if "glossator-lint:" not in text:
        return
    known = {code.value for code in Code}
    for number, line in enumerate(text.split("\n"), 1):
        for found in _MARK.finditer(line):
            named = [name.strip() for name in (found["codes"] or "").split(",") if name.strip()]
            yield Mark(
                number,
                _opens(line[: found.start()]),
                bool(found["file"]),
                frozenset(Code(name) for name in named if name in known),
                tuple(name for name in named if name not in known),
            )


def _opens(before: str) -> bool:
    """Tell whether what stands before a mark is the start of a comment and nothing else."""
    text = before.strip()
    return len(text) <= _LONGEST_OPENING and bool(_OPENING.fullmatch(text))


def apply(
    findings: Sequence[Finding], readings: Sequence[Reading], texts: Mapping[str, str]
) -> tuple[list[Finding], int]:
    """Leave out what marks ignore, and say which marks are wrong or of no use.

    Args:
        findings: of all files.
        readings: of the files.
        texts: each file's text as it lies, by path; files without text may be absent.

    Returns:
        The findings that are left, and how many were ignored.
    """
    scopes: dict[str, list[_Scope]] = {}
    added: list[Finding] = []
    own_lines: dict[str, set[int]] = {}
    for reading in readings:
        path = reading.document.path
        marks = list(find_marks(texts.get(path, "")))
        if not marks:
            continue
        places = _Places(reading)
        scopes[path] = [_Scope(mark, *places.of(mark)) for mark in marks]
        own_lines[path] = {mark.line for mark in marks if mark.alone}
        added += [_bad(path, mark) for mark in marks if mark.unknown]
    kept: list[Finding] = []
    used: set[tuple[str, int]] = set()
    ignored = 0
    for found in findings:
        path = found.place.path
        if found.code is Code.UNREAD_TEXT and found.place.line in own_lines.get(path, ()):
            continue  # the mark itself, in a format that has no comments
        by = [scope for scope in scopes.get(path, ()) if scope.covers(found)]
        used.update((path, scope.mark.line) for scope in by)
        if by:
            ignored += 1
        else:
            kept.append(found)
    for path, inside in scopes.items():
        for scope in inside:
            if (path, scope.mark.line) not in used and not scope.mark.unknown:
                added.append(_unused(path, scope.mark))
    return [*kept, *added], ignored


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a mark is for: the entry, and lines from the mark's to the last of it."""

    mark: Mark
    entry: str | None
    last: int

    def covers(self, found: Finding) -> bool:
        mark = self.mark
        if (mark.codes or mark.unknown) and found.code not in mark.codes:
            return False
        if mark.whole:
            return True
        if found.entry is not None:
            return found.entry == self.entry
        return mark.line <= found.place.line <= self.last


class _Places:
    """The entries of a file by their lines."""

    def __init__(self, reading: Reading) -> None:
        self._ranges = [one for one in reading.lines if one.use is LineUse.ENTRY]
        self._lasts = [one.last for one in self._ranges]
        ends: dict[str, int] = {}
        for one in self._ranges:
            ends[one.rule] = one.last
        self._ends = ends

    def of(self, mark: Mark) -> tuple[str | None, int]:
        """Return the entry that a mark is for, and the last line that it is for."""
        line = mark.line + 1 if mark.alone else mark.line
        at = bisect_right(self._lasts, line - 1)
        if at == len(self._ranges):
            return None, line
        found = self._ranges[at]
        if not mark.alone and found.first > line:
            return None, line
        return found.rule, self._ends[found.rule]


def _bad(path: str, mark: Mark) -> Finding:
    named = ", ".join(f"'{name}'" for name in mark.unknown)
    message = f"The mark names {named}, which {'is' if len(mark.unknown) == 1 else 'are'} no code"
    return Finding(Code.BAD_IGNORE, message, Place(path, mark.line))


def _unused(path: str, mark: Mark) -> Finding:
    named = ", ".join(sorted(mark.codes)) or "any code"
    return Finding(Code.UNUSED_IGNORE, f"No finding to ignore ({named})", Place(path, mark.line))
