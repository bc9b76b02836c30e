"""Definitions that break off, announce what doesn't come, or only repeat their term."""

import re
from collections.abc import Iterator, Sequence

from ..concepts import content_stems
from ..names import words
from ..records import Document, Entry
from .catalogue import Code
from .findings import Finding, Ground, finding
from .pointers import is_pointer

__all__ = ["broken_off", "repeating"]

_NEVER_LAST = """a an the and or including because between than whose
und oder der die das et ou le la les des du y con"""
_SELDOM_LAST = "of with for which that is are as from to by in on mit von avec de para"
_ENDS_OPEN = re.compile(
    rf"(?:\b(?:{'|'.join(_NEVER_LAST.split())}|such\s+as)|[,;(\[–—-]|…|(?<!\.)\.\.\.)\s*$",
    re.IGNORECASE,
)
_ENDS_ODDLY = re.compile(rf"\b(?:{'|'.join(_SELDOM_LAST.split())})\s*$", re.IGNORECASE)
_ENDS = re.compile(r"[.!?。！？][\"'”’)\]]*$")
_SENTENCES = 0.8  # of a file's definitions end as sentences do: one that ends oddly is broken off
_FEWEST = 5
_OPEN, _CLOSE = "([", ")]"
_ANNOUNCES = re.compile(r"[:：]\s*$")
_TAIL = 60


def broken_off(ground: Ground) -> Iterator[Finding]:
    """Yield definitions that end in the middle of a sentence or before an announced list."""
    told: dict[str, set[str]] = {}
    for remark in ground.remarks:
        told.setdefault(remark.path, set()).add(remark.code)
    whole = {one.document.id: _in_sentences(one.entries) for one in ground.readings}
    for entry in ground.entries:
        document = ground.documents[entry.document]
        if told.get(document.path, set()).intersection(entry.flags):
            continue  # the reader has said so
        text = _whole(entry, document)
        tail = " ".join(text[-_TAIL:].split())
        shown = f"'… {tail}'" if len(text) > _TAIL else f"'{tail}'"
        if "list-missing" in entry.flags or _announces(entry, text):
            message = f"'{entry.term}' ends with {shown} and no list follows"
            yield finding(ground, Code.LIST_MISSING, entry, message, offset=entry.end - 1)
        elif "truncated" in entry.flags or _breaks_off(text, whole=whole[entry.document]):
            message = f"The text on '{entry.term}' breaks off: {shown}"
            yield finding(ground, Code.TRUNCATED_DEFINITION, entry, message, offset=entry.end - 1)


def _whole(entry: Entry, document: Document) -> str:
    last = max(entry.more, key=lambda span: span.end, default=None)
    if last is not None and last.end > entry.end:
        return document.text[last.start : last.end].rstrip()
    return entry.definition.rstrip()


def _announces(entry: Entry, text: str) -> bool:
    if "no-list" in entry.flags or not _ANNOUNCES.search(text):
        return False
    return len(words(text)) > 2


def _in_sentences(entries: Sequence[Entry]) -> bool:
    """Tell whether definitions of a file are sentences, with a full stop."""
    ended = sum(bool(_ENDS.search(entry.definition)) for entry in entries)
    return len(entries) >= _FEWEST and ended >= _SENTENCES * len(entries)


def _breaks_off(text: str, *, whole: bool) -> bool:
    if _unclosed(text[-400:]) and not text.endswith((".", "!", "?")):
        return True
    found = _ENDS_OPEN.search(text) or (_ENDS_ODDLY.search(text) if whole else None)
    if not found or len(words(text)) < 3:
        return False
    end = found[0].strip()
    return not (end.isalpha() and end.isupper())  # "vitamin A"


def _unclosed(text: str) -> bool:
    """Tell whether a bracket that opens last is never closed."""
    at = max(text.rfind(char) for char in _OPEN)
    if at < 0 or at == 0:
        return False
    inside = text[at + 1 :]
    return not any(char in inside for char in _CLOSE) and inside[:1].isalnum()


def repeating(ground: Ground) -> Iterator[Finding]:
    """Yield definitions that have no content word which their term doesn't have."""
    for entry in ground.entries:
        if is_pointer(entry) or entry.more:
            continue
        own = content_stems(entry.term)
        said = content_stems(entry.definition)
        if own and (not said or said <= own):
            shown = " ".join(entry.definition.split())[:80]
            message = f"'{entry.term}' is defined by its own words: '{shown}'"
            yield finding(ground, Code.REPEATS_TERM, entry, message)
