"""Which of the shapes of plain text fits a file best; the shape of labelled records."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .layout import Line
from .plain_below import find_blocks, find_hanging
from .plain_items import Fields, Item, Page, label_of, with_field
from .plain_leads import LEADS, find_dollar, find_leads

__all__ = ["Shape", "find_shape"]

_META = {  # what is said of a file and not of a word
    *(
        "author",
        "authors",
        "branch",
        "cc",
        "commit",
        "copyright",
        "created",
        "date",
        "email",
        "from",
    ),
    *(
        "homepage",
        "language",
        "licence",
        "license",
        "maintainer",
        "modified",
        "name",
        "note",
        "owner",
    ),
    *("path", "published", "repository", "source", "status", "subject", "summary", "tags", "title"),
    *("to", "updated", "url", "version", "website"),
}
_SIGNED = ("records", "dollar")  # shapes that no other text has by chance


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape, how well it fits, and the entries that it gives."""

    name: str
    score: float
    items: tuple[Item, ...]


def find_shape(page: Page, least: int = 1) -> Shape:
    """Try all shapes and return the one that fits best.

    Args:
        page: the lines of the file.
        least: how many entries with a definition a shape must give.
    """
    found = [Shape("none", 0.0, ())]
    lines = page.lines
    text = sum(1 for at in page.kept if not lines[at].blank and at not in page.sections)
    for name, base, items in _shapes(page):
        filled = [item for item in items if item.end > item.start]
        if len(filled) < least:
            continue
        covered = {at for item in items for at in (item.first, *item.body)}
        if name == "records":  # other fields stand between
            spans = (range(item.first, item.last + 1) for item in items)
            covered = {at for span in spans for at in span if not lines[at].blank}
        share = min(1.0, 1.1 * len(covered) / max(1, text))
        score = base * share * len(filled) / len(items)
        if name not in _SIGNED:
            score *= _likely(lines, items)
        found.append(Shape(name, score, tuple(items)))
    return max(found, key=_rank)


def _rank(shape: Shape) -> tuple[int, float]:
    """Prefer three entries and more, or a shape that no text has by chance; then the score."""
    sure = shape.name in _SIGNED and shape.score > 0.5
    return (3 if sure else min(3, len(shape.items)), shape.score)


def _likely(lines: Sequence[Line], items: Sequence[Item]) -> float:
    """Return how much entries look like a glossary's, and not like logs, settings or talks.

    Terms differ and are made of letters; most definitions have several words.
    """
    terms = [_at(lines, item.first, *item.terms[0]).casefold() for item in items]
    lettered = sum(2 * sum(map(str.isalpha, term)) >= len(term) for term in terms)
    worded = sum(
        len(item.body) > 1
        or (bool(item.body) and len(_at(lines, item.body[0], item.start, item.end).split()) > 1)
        or any(char >= "\u2e80" for char in _at(lines, item.first, item.start, item.end))
        for item in items
    )
    meta = sum(term.strip("`*_") in _META for term in terms)
    parts = (len(set(terms)), max(lettered, len(terms) // 2), worded, len(terms) - 2 * meta)
    score = 1.0
    for part in parts:
        score *= min(1.0, max(0, part) / (0.9 * len(items)))
    return score


def _at(lines: Sequence[Line], line: int, start: int, end: int) -> str:
    """Return a line's text between two places of the raw file."""
    return lines[line].text[max(0, start - lines[line].start) : max(0, end - lines[line].start)]


def _shapes(page: Page) -> Iterator[tuple[str, float, list[Item]]]:
    yield "records", 0.96, _records(page)
    yield "dollar", 0.95, find_dollar(page)
    for name, (pattern, base) in LEADS.items():
        yield name, base, find_leads(page, re.compile(pattern), name)
    yield "hanging", 0.76, find_hanging(page)
    yield "blocks", 0.6, find_blocks(page)


def _records(page: Page) -> list[Item]:
    """Read blocks of labelled lines: ``Term: …``, ``Definition: …``."""
    lines = page.lines
    found: list[Item] = []
    term: tuple[int, int] | None = None
    first, role = -1, ""
    body: list[int] = []
    start = last = -1
    fields = Fields()

    def close() -> None:
        nonlocal term, body, start, fields
        if term is not None:
            end = lines[body[-1]].end if body else max(start, 0)
            found.append(Item((term,), max(start, 0), end, first, last, tuple(body), fields))
        term, body, start, fields = None, [], -1, Fields()

    for at in page.kept:
        line = lines[at]
        label = label_of(line) if at in page.roles else None
        if label and label[0] == "term":
            close()
            term, first, role = (label[2], line.end), at, "term"
        elif label and term is not None:
            role = label[0]
            if role == "definition" and start < 0:
                start = label[2]
                body.append(at)
            else:
                fields = with_field(fields, role, label[1])
        elif role == "definition" and term is not None and not line.blank:
            body.append(at)
            start = line.first if start < 0 else start
        last = at if not line.blank else last
    close()
    return found
