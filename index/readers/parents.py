"""Closing paragraphs of a category that stand at the end of its last child.

A category may promise a list and go on with its members as entries of their own; what it
says at the end then stands under the last of them. Nothing but the words tells: the paragraph
opens with the category's name and not with the child's, and two of three signs agree: it sums
up ("In summary, …"), its category promised a list, and the child names the category at its start.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..names import fold, words
from .runins import is_summary

__all__ = ["Member", "closing_of"]

_ARTICLE = re.compile(r"(?:the|an|a)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """What an entry looks like to the search for closing paragraphs.

    Attributes:
        names: its names, folded.
        paragraphs: the text of each of its paragraphs.
        promises: whether it ends by promising a list that doesn't follow.
    """

    names: tuple[str, ...]
    paragraphs: tuple[str, ...]
    promises: bool


def closing_of(members: Sequence[Member]) -> dict[int, tuple[int, int]]:
    """Find the paragraphs that close an earlier entry.

    Args:
        members: the entries of a document in order.

    Returns:
        for each child its parent and how many paragraphs at the child's end are the parent's.
    """
    owners: dict[str, list[int]] = {}
    for at, member in enumerate(members):
        for name in member.names:
            owners.setdefault(name, []).append(at)
    longest = max((name.count(" ") + 1 for name in owners), default=0)
    found: dict[int, tuple[int, int]] = {}
    for at, member in enumerate(members):
        for count, text in enumerate(reversed(member.paragraphs[1:]), start=1):
            parent = _parent(text, at, members, owners, longest)
            if parent is None or found.get(at, (parent, 0))[0] != parent:
                break
            found[at] = (parent, count)
    return found


def _parent(
    text: str,
    child: int,
    members: Sequence[Member],
    owners: Mapping[str, Sequence[int]],
    longest: int,
) -> int | None:
    summary = is_summary(text)
    subject = text[summary.end() if summary else 0 :][:400]
    article = _ARTICLE.match(subject)
    named = _named(subject[article.end() if article else 0 :], owners, longest)
    earlier = [at for at in named if at < child]
    if not earlier or child in named:
        return None
    parent = earlier[-1]
    opening = f" {fold(members[child].paragraphs[0][:2000])} "
    belongs = any(f" {name} " in opening for name in members[parent].names)
    signs = (summary is not None, members[parent].promises, belongs)
    return parent if sum(signs) > 1 else None


def _named(subject: str, owners: Mapping[str, Sequence[int]], longest: int) -> Sequence[int]:
    """Return the entries whose name the subject opens with, by the longest such name."""
    opening = words(subject)
    for count in range(min(longest, len(opening)), 0, -1):
        name = " ".join(opening[:count])
        for spelling in (name, name.removesuffix("s")):  # folding keeps "schemas" as it is
            if fold(spelling) in owners:
                return owners[fold(spelling)]
    return ()
