"""Entries of a flow put into a rendering: references, locators, and what became of each line."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from ..names import squash
from .flow import links, text_of
from .found import Found
from .heads import Head, parse_head
from .rendering import Rendering
from .shapes import Shape

__all__ = ["render"]


def render(
    made: Rendering,
    shape: Shape,
    marks: Sequence[tuple[int, str]],
    content: str,
    files: Iterable[str] = ("",),
) -> None:
    """Add the entries, claim every line, and say what was found and how.

    Args:
        made: gets all of it.
        shape: the entries.
        marks: ``(line, rule)`` where each piece of the file starts; a piece without a rule is
            an entry's, or text beside the entries. Lines do not fall.
        content: its lines.
        files: what links may call the file itself.
    """
    lines = [line for line, _ in marks]
    heads = [parse_head(entry.term) for entry in shape.entries]
    ids: dict[str, str] = {}
    for entry, head in zip(shape.entries, heads, strict=True):
        ids.update(dict.fromkeys(entry.ids, head.term))
    for entry, head in zip(shape.entries, heads, strict=True):
        for one in entry.inner:
            ids.setdefault(one, head.term)
    names = {squash(name) for entry in shape.entries for name in (entry.term, *entry.names)}
    owned: list[tuple[int, int]] = []
    for entry, head in zip(shape.entries, heads, strict=True):
        after = bisect_right(lines, entry.last)
        last = lines[after] - 1 if after < len(lines) else entry.last
        owned += [(entry.line, last), *entry.also]
        _add(made, entry, head, last, references(entry, head.term, ids, names, set(files)))
    _pages(made, marks, owned, content)
    for code, message in shape.notes:
        made.remark(0, code, message)


def _add(made: Rendering, entry: Found, head: Head, last: int, named: Sequence[str]) -> None:
    anchor = next((f"#{one}" for one in entry.ids), None)
    made.add(
        head.term,
        text_of(entry.body),
        line=entry.line,
        last=last,
        locator=entry.locator or anchor,
        aliases=(*head.aliases, *(name for one in entry.names for name in _names(one))),
        references=(*named, *entry.references),
        status=entry.status,
        language=entry.language,
        flags=entry.flags,
        heading=head.printed,
        number=entry.number or head.number,
        notes=entry.notes,
        also=entry.also,
    )


def _names(name: str) -> tuple[str, ...]:
    head = parse_head(name)
    return (head.term, *head.aliases)


def references(
    entry: Found, term: str, ids: dict[str, str], names: set[str], files: set[str]
) -> list[str]:
    """Return what an entry's links refer to: the terms they lead to.

    A link to a place of this file that is no entry (a picture, a chapter) is none; one to
    another file is, if its label is a name of this glossary. What the source itself marks as a
    reference is one in any case, by its label.
    """
    found: dict[str, None] = {}
    for address, label, marked in links(entry.body):
        file, _, fragment = address.partition("#")
        own = file.rsplit("/", 1)[-1] in files and bool(fragment)
        if own and unquote(fragment) in ids:
            found[ids[unquote(fragment)]] = None
        elif label and (marked or squash(label) in names):
            found[label] = None
    found.pop(term, None)
    return list(found)


def _pages(
    made: Rendering,
    marks: Sequence[tuple[int, str]],
    owned: Sequence[tuple[int, int]],
    content: str,
) -> None:
    """Claim each line that is no entry's as page text, by the rule of the piece it stands in."""
    count = content.count("\n") + 1
    steps = [0] * (count + 2)  # how many entries begin on a line, less those that ended before
    for first, last in owned:
        steps[min(first, count + 1)] += 1
        steps[min(last, count) + 1] -= 1
    rule, at, first, depth = "page-text", 0, 1, 0
    before: str | None = None
    for line in range(1, count + 2):
        while at < len(marks) and marks[at][0] <= line:
            rule = marks[at][1] or "page-text"
            at += 1
        depth += steps[line]
        now = None if depth > 0 or line > count else rule
        if now != before:
            if before:
                made.page(first, line - 1, before)
            first, before = line, now
