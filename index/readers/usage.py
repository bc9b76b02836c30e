"""What a head or a short definition says of a term's standing: a status, other names, "see …"."""

import re
from collections.abc import Iterable

from ..names import words
from ..records import Span
from .heads import Head, parse_head
from .said import is_short_form

__all__ = ["head_of", "is_redirect", "opening_status"]

_STATUS = (
    r"deprecated|obsolete|obsoleted|archaic|superseded|withdrawn|retired|removed|rejected|"
    r"discouraged|preferred|admitted|draft|proposed|provisional|experimental"
)
_MARKED = re.compile(rf"\s*(?:\((?P<a>{_STATUS})\)|\[(?P<b>{_STATUS})\])\s*", re.IGNORECASE)
_OPENING = re.compile(
    r"\W{0,3}(?P<word>deprecated|obsolete|archaic|superseded|withdrawn)\b"
    r"(?=\s*(?:[.:;,)\]]|for\b|by\b|in\b|as\b|since\b|term\b|name\b|synonym\b|\d|$))",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\(\s*also:?\s+(?!known\b|called\b|referred\b)([^()]+)\)", re.IGNORECASE)
_SAYS_SEE = re.compile(
    r"(?:(?:please\s+)?(?:see|refer\s+to|same\s+as|cf\.?|compare|→|⇒|=>|->)(?:\s+(?:also|under|entry"
    r"|the|definition|term|for|of))*|(?:a\s+)?(?:synonyms?|another\s+(?:name|term)|obsolete|alias|"
    r"an\s+alias|abbreviation|short(?:hand)?)\s+(?:for|of|to))?[\s:]*",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"[\s,;.:/&|()\[\]\"'“”‘’]+|\b(?:and|or|also|see|the|entry|entries|term)\b")


def head_of(printed: str) -> tuple[Head, str | None]:
    """Read a head with its status: ``Urn (deprecated)``, and names that commas join.

    Commas join names of one thing only where each is a short form of the first or shares a
    word with it: ``kettle pot, hot kettle, KP``; ``salt, pepper and more`` stays.
    """
    status = None
    mark = _MARKED.search(printed)
    if mark and (mark.start() > 0 or mark.end() < len(printed)):
        status = (mark["a"] or mark["b"]).lower()
        printed = f"{printed[: mark.start()]} {printed[mark.end() :]}".strip()
    also = [name for found in _ALSO.findall(printed) for name in found.split(",")]
    bare = _ALSO.sub(" ", printed).strip() if also else printed
    parts = _joined(bare)
    head = parse_head(parts[0])
    names = (*head.aliases, *(part for name in parts[1:] for part in _all(name)))
    names = (*names, *(name.strip() for name in also if name.strip()))
    return Head(" ".join(printed.split()), head.term, names, head.said, head.number), status


def opening_status(definition: str) -> str | None:
    """Return the status that a definition opens with: ``Deprecated: …``, ``Obsolete for …``."""
    found = _OPENING.match(definition)
    return found["word"].lower() if found else None


def is_redirect(text: str, start: int, end: int, references: Iterable[Span]) -> bool:
    """Tell whether ``text[start:end]`` only names other entries, as ``See Kettle.`` does.

    Args:
        text: the document's text.
        start: where the definition starts.
        end: where it ends.
        references: the parts of it that name other entries.
    """
    spans = sorted((span.start, span.end) for span in references)
    if not spans or end - start > 300:
        return False
    rest, at = [], start
    for first, last in spans:
        rest.append(text[at : max(at, first)])
        at = max(at, last)
    rest.append(text[at:end])
    lead = _SAYS_SEE.match(rest[0].lstrip())
    rest[0] = rest[0].lstrip()[lead.end() if lead else 0 :]
    return not _JOINTS.sub("", "".join(rest))


def _joined(printed: str) -> list[str]:
    parts = [part.strip() for part in printed.split(",")]
    if len(parts) < 2 or "(" in printed or not all(words(part) for part in parts):
        return [printed]
    first = set(words(parts[0]))
    related = all(
        first & set(words(part)) or any(is_short_form(part, other) for other in parts)
        for part in parts[1:]
    )
    joined = re.search(r"\s(?:and|or)\s", printed)
    return parts if related and not joined else [printed]


def _all(printed: str) -> tuple[str, ...]:
    head = parse_head(printed)
    return (head.term, *head.aliases)
