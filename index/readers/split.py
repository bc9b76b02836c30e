"""Where the term ends in a paragraph that glues it to its definition ("FrostIn winter, …")."""

import re
from enum import IntEnum

from ..names import fold, words
from .heads import Head, parse_head

__all__ = ["Certainty", "split_glued"]

_MAX_HEAD = 100
_ARTICLE = re.compile(r"(?:an?|the)\s+", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?](?:\s|$)")


class Certainty(IntEnum):
    """How a split was found, from weak to strong."""

    CAPITAL = 1  # the only capital letter behind a small one
    MENTIONED = 2  # the first sentence mentions the term
    REPEATED = 3  # the definition opens with the term


def split_glued(text: str) -> tuple[int, Head, Certainty] | None:
    """Find where a term is glued to its definition.

    A term ends before a capital letter, or before its own repetition, with no blank between.
    Of several such places the surest counts, then the first.

    Returns:
        the offset at which the definition starts, the term, and how sure that is; ``None``
        where nothing looks glued.
    """
    opening = text[: _MAX_HEAD + 300]
    found: list[tuple[int, int, Head]] = []
    for at in range(2, min(_MAX_HEAD, len(opening))):
        if not _may_split(opening, at):
            continue
        head = parse_head(opening[:at])
        certainty = _certainty(head, opening, at)
        if certainty is not None:
            found.append((-certainty, at, head))
    if not found:
        return None
    best = min(found, key=lambda item: item[:2])
    certainty = Certainty(-best[0])
    if certainty is Certainty.CAPITAL and len(found) > 1:
        return None
    return best[1], best[2], certainty


def _may_split(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    head = text[:at]
    if before.isspace() or not after.isalnum() or not (before.isalnum() or before in ")]"):
        return False
    if head.count("(") != head.count(")") or _SENTENCE.search(head):
        return False
    return after.isupper() or text.startswith(head, at)


def _certainty(head: Head, text: str, at: int) -> Certainty | None:
    rest = text[at:]
    names = {fold(name) for name in (head.printed, head.term, *head.aliases)} - {""}
    opening = fold(rest)
    article = _ARTICLE.match(rest)
    bare = fold(rest[article.end() :]) if article else opening
    if any(f"{said} ".startswith(f"{name} ") for said in (opening, bare) for name in names):
        return Certainty.REPEATED
    sentence = _SENTENCE.search(rest)
    first = f" {fold(rest[: sentence.start()] if sentence else rest)} "
    title = len(words(rest[:20])) > 0 and (rest[1:2].islower() or rest[1:2].isspace())
    if title and any(f" {name} " in first for name in names):
        return Certainty.MENTIONED
    if title and (text[at - 1].islower() or text[at - 1] in ")]"):
        return Certainty.CAPITAL
    return None
