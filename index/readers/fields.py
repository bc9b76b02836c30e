"""Labelled fields inside an entry: "Definition: …", "Synonyms: …", "See also: …"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..names import fold, is_acronym
from .flow import Block, Kind, Para, from_offset, text_of
from .found import Found
from .roles import named
from .said import is_short_form, split_names

__all__ = ["with_fields"]

_LABEL = re.compile(r"\s*([^\n:：]{2,40}?)\s*[:：]\s*")
_OFTEN = 3  # what so many entries have is no part of what they say
_NAMES = ("aliases", "short", "long")


def with_fields(entries: Sequence[Found]) -> list[Found]:
    """Read the labelled fields of entries: names, references; the definition loses its label.

    A field is a paragraph that begins with a label in bold, or with one that names its role
    exactly. In entries that label their definition, what stands under another label that
    several of them have ("Source: …") is kept beside the definition.
    """
    entries = [_with_long_name(entry) for entry in _without_tags(entries)]
    labels = [[_label(block) for block in entry.body] for entry in entries]
    counts = Counter(fold(name) for some in labels for name, _ in some if name)
    return [_read(entry, some, counts) for entry, some in zip(entries, labels, strict=True)]


def _without_tags(entries: Sequence[Found]) -> list[Found]:
    """Take out what several entries have word for word: badges ("Basics"), "Read more"."""
    shorts = [[_short(block) for block in entry.body] for entry in entries]
    counts = Counter(text for some in shorts for text in set(some) if text)
    made: list[Found] = []
    for entry, some in zip(entries, shorts, strict=True):
        tags = [bool(text) and counts[text] >= _OFTEN for text in some]
        if any(tags) and not all(tags):
            body = tuple(one for one, tag in zip(entry.body, tags, strict=True) if not tag)
            notes = [one for one, tag in zip(entry.body, tags, strict=True) if tag]
            said = (text_of([one]) for one in notes if not _leads(one))
            made.append(replace(entry, body=body, notes=(*entry.notes, *said)))
        else:
            made.append(entry)
    return made


def _short(block: Block) -> str:
    if not isinstance(block, Para) or block.kind is not Kind.TEXT or len(block.text) > 40:
        return ""
    text = block.text.strip()
    ends = text[-1:] in ".:;!?。：" or len(text.split()) > 4
    return "" if ends else text.casefold()


def _leads(block: Block) -> bool:
    return isinstance(block, Para) and all(run.href for run in block.runs if run.text.strip())


def _with_long_name(entry: Found) -> Found:
    """Take a line of its own that spells out an acronym, above the text, for another name."""
    first = entry.body[0] if len(entry.body) > 1 else None
    if not isinstance(first, Para) or first.kind is not Kind.TEXT or len(first.text) > 80:
        return entry
    text = first.text.strip("() \n")
    if text[-1:] in ".:;!?" or not (is_acronym(entry.term) and is_short_form(entry.term, text)):
        return entry
    return replace(entry, names=(*entry.names, text), body=entry.body[1:])


def _label(block: Block) -> tuple[str, int]:
    """Return a paragraph's label, and where its text begins; an empty one if it has none."""
    if not isinstance(block, Para) or block.kind in (Kind.HEADING, Kind.CODE, Kind.END):
        return "", 0
    match = _LABEL.match(block.text)
    if not match or not block.text[match.end() :].strip():
        return "", 0
    role = named(match[1])
    exact = role.role in (*_NAMES, "references") and role.exact and role.rank == 0
    return (match[1], match.end()) if block.runs[0].strong or exact else ("", 0)


def _read(entry: Found, labels: Sequence[tuple[str, int]], counts: Counter[str]) -> Found:
    if not any(name for name, _ in labels):
        return entry
    roles = [named(name).role if name else None for name, _ in labels]
    defined = "definition" in roles
    body: list[Block] = []
    names: list[str] = []
    references: list[str] = []
    notes: list[str] = []
    for block, role, (label, at) in zip(entry.body, roles, labels, strict=True):
        text = block.text[at:].strip() if isinstance(block, Para) else ""
        if role in _NAMES:
            names += split_names(text.rstrip("."))
        elif role == "references" and named(label).rank == 0:
            references += split_names(text.rstrip("."))
        elif role == "definition" and isinstance(block, Para):
            body.append(from_offset(block, at))
        elif label and defined and counts[fold(label)] > 2:
            notes.append(text_of([block]))
        else:
            body.append(block)
    if not any(text_of([block]) for block in body):
        return entry  # nothing but fields: they are all that it says
    return replace(
        entry,
        body=tuple(body),
        names=(*entry.names, *names),
        references=(*entry.references, *references),
        notes=(*entry.notes, *notes),
    )
