"""Items of a Markdown file made into drafts: names, references, sections, flags."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..names import acronym_of, fold, is_acronym
from ..records import Remark, Section, Span
from .base import DraftEntry
from .heads import Head, parse_head
from .markup import MarkKind
from .md_anchors import find_anchors, sibling, spoken
from .md_calls import Macro
from .md_inline import Link
from .md_items import Item, Part
from .md_page import MdPage

__all__ = ["drafts_of", "head_of", "references_in"]

_COMMA = re.compile(r"\s*[,;]\s+")
_MAX_NAMES = 5
_MAX_WORDS = 5
_DEPRECATED = re.compile(r"\b(deprecated|obsolete|withdrawn)\b", re.IGNORECASE)
_REDIRECT_WORDS = 3  # of a definition that are no name, at most: "See X and Y"
_REDIRECT_LEAD = 2  # of them before the first name
_REDIRECT_CHARS = 24
_REDIRECT_LENGTH = 25
_WIDE = str.maketrans({"（": " (", "）": ")"})
_EMPHASIS = (MarkKind.BOLD, MarkKind.ITALIC)
_LEAD = re.compile(r"([^.;:,()\n]{3,100}?)(?:\s+[-–—]+\s|[.;:,]|\s*\Z)")
_SMALL = 4  # letters: "of", "and", "the" may stand small in a name
_LISTED = re.compile(r"\s*[,;\n]\s*")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the entries of a file are called, and where links to them lead."""

    names: Mapping[str, str]  # folded: as printed
    anchors: Mapping[str, int]
    terms: Sequence[str]


def drafts_of(page: MdPage, items: Sequence[Item]) -> tuple[list[DraftEntry], list[Remark]]:
    """Make drafts of the items of a file, in their order, with what should be said of them."""
    heads, remarks = _heads(page, items)
    names: dict[str, str] = {}
    for head in heads:
        for name in (head.term, *head.aliases):
            names.setdefault(fold(name), head.term)
    known = _Known(names, find_anchors(page, items), [head.term for head in heads])
    drafts = [_draft(page, item, head, known) for item, head in zip(items, heads, strict=True)]
    return drafts, remarks


# --- names ---


def _heads(page: MdPage, items: Sequence[Item]) -> tuple[list[Head], list[Remark]]:
    printed = [[page.name(*head) for head in item.heads] for item in items]
    firsts = Counter(
        fold(_COMMA.split(names[0])[0]) for names in printed if names and "," in names[0]
    )
    taken = Counter(fold(names[0]) for names in printed if names)
    heads: list[Head] = []
    parted: list[tuple[int, str]] = []
    for item, names in zip(items, printed, strict=True):
        parts = _parted(names[0]) if names and item.split else names[:1]
        if len(parts) > 1 and (firsts[fold(parts[0])] > 1 or taken[fold(parts[0])]):
            parts = names[:1]  # "beam, fixed", "beam, hung": kinds of a beam
        if len(parts) > 1:
            parted.append((item.line, names[0]))
        more = [part for alias in item.aliases for part in _listed(page.name(*alias))]
        heads.append(head_of([*parts, *names[1:], *more], names[0] if names else ""))
    return heads, list(_told(page, parted))


def head_of(names: Sequence[str], printed: str) -> Head:
    """Make one head of several printed names, the term first."""
    found = [parse_head(_unadorned(name).translate(_WIDE)) for name in names if name.strip()]
    if not found:
        return Head(printed, "")
    first = found[0]
    more = [name for head in found[1:] for name in (head.term, *head.aliases)]
    return Head(printed, first.term, (*first.aliases, *more), first.said, first.number)


def _unadorned(name: str) -> str:
    """Leave out a picture that stands before a name: an emoji and a blank."""
    first, blank, rest = name.partition(" ")
    adorns = blank and all(unicodedata.category(char) in ("So", "Mn", "Cf") for char in first)
    return rest.strip() if adorns and first and any(map(str.isalnum, rest)) else name


def _parted(name: str) -> list[str]:
    """Split "term, synonym" into names; an inverted one ("Learning, supervised") stays whole."""
    parts = _COMMA.split(name)
    fits = 1 < len(parts) <= _MAX_NAMES and "(" not in name
    if not fits or any(not part or len(part.split()) > _MAX_WORDS for part in parts):
        return [name]
    inverted = parts[0][0].isupper() and any(part[0].islower() for part in parts[1:])
    return [name] if inverted else parts


def _listed(names: str) -> list[str]:
    return [part for part in _LISTED.split(names) if any(map(str.isalnum, part))]


def _told(page: MdPage, parted: Sequence[tuple[int, str]]) -> Iterator[Remark]:
    if parted:
        shown = "; ".join(f"'{name}'" for _, name in parted[:3])
        yield Remark(
            page.source.path,
            parted[0][0],
            "names-split",
            f"Names with commas read as a term and its synonyms, {len(parted)} of them: {shown}. "
            "Write synonyms in a column of their own if that is wrong.",
        )


# --- drafts ---


def _draft(page: MdPage, item: Item, head: Head, known: _Known) -> DraftEntry:
    spans = [page.span(part.start, _end(page, part, known)) for part in item.body]
    spans = [span for span in spans if span.start < span.end] or [Span(0, 0)]
    own = {fold(name) for name in (head.term, head.printed, *head.aliases)}
    ranges = [(part.start, part.end) for part in item.body]
    found = list(references_in(page, ranges, known.anchors, known.terms, known.names))
    listed = list(references_in(page, item.references, known.anchors, known.terms, known.names))
    if not listed:
        listed = [(name, name) for cell in item.references for name in _listed(page.name(*cell))]
    names = dict.fromkeys(name for name, _ in (*found, *listed) if fold(name) not in own)
    text = page.stripped.text[spans[0].start : spans[0].end]
    flags = ("redirect",) if _redirects(page, spans, [label for _, label in found]) else ()
    deprecated = _DEPRECATED.search(head.printed) if "(" in head.printed else None
    last = max((part.last for part in item.body), default=item.line)
    return DraftEntry(
        head,
        spans[0].start,
        spans[0].end,
        item.line,
        max(item.line, last) if len(item.body) < 2 else max(item.line, item.body[0].last),
        aliases=_expansion(head.term, text),
        sections=tuple(_sections(page, item, spans[0])),
        more=tuple(spans[1:]),
        references=tuple(names),
        status=item.status or (deprecated[1].casefold() if deprecated else None),
        language=item.language,
        flags=flags,
        also=tuple((part.first, part.last) for part in item.body[1:]),
    )


def _expansion(term: str, definition: str) -> tuple[str, ...]:
    """Return the words that an acronym shortens, where its definition starts with them.

    They stand in capitals before a dash or a full stop: "Computer Numerical Control - Tools …".
    """
    lead = _LEAD.match(definition)
    if not lead or not is_acronym(term) or acronym_of(lead[1]) != term.casefold():
        return ()
    parts = lead[1].split()
    spelled = all(part[0].isupper() or len(part) < _SMALL for part in parts) and len(parts) > 1
    return (" ".join(parts),) if spelled and parts[-1][0].isupper() else ()


def _end(page: MdPage, part: Part, known: _Known) -> int:
    """Return where a part ends: before a closing "Back to top"."""
    links = page.links_in(part.start, part.end)
    last = links[-1] if links else None
    if last is None or last.url is None or last.url[:1] != "#":
        return part.end
    place = last.url[1:].casefold()
    closes = not any(map(str.isalnum, page.text(last.outer_end, part.end)))
    if closes and place in page.places and place not in known.anchors:
        return last.outer_start
    return part.end


def _sections(page: MdPage, item: Item, definition: Span) -> Iterator[Section]:
    """Yield the parts of a definition under headings."""
    ends = [block.start for block in item.headings[1:]]
    stop = item.body[0].end if item.body else 0
    for block, end in zip(item.headings, [*ends, stop], strict=False):
        span = page.span(block.end, end)
        inside = definition.start <= span.start < span.end <= definition.end
        if inside and (span.start, span.end) != (definition.start, definition.end):
            yield Section(page.name(block.start, block.end), span.start, span.end)


def _redirects(page: MdPage, spans: Sequence[Span], labels: Sequence[str]) -> bool:
    """Tell whether a definition only names other entries: "See X and Y"."""
    text = " ".join(page.stripped.text[slice(span.start, span.end)] for span in spans)
    words = text.split()
    if not labels or not 2 <= len(words) <= _REDIRECT_LENGTH:
        return False
    lead = " ".join(words).partition(" ".join(labels[0].split()))[0].split()
    rest = len(words) - sum(len(label.split()) for label in labels)
    wide = sum(1 for char in text if char > "\u2e7f")  # scripts without blanks have few words
    chars = len(text) + 2 * wide - sum(map(len, labels))
    return len(lead) <= _REDIRECT_LEAD and rest <= _REDIRECT_WORDS and chars <= _REDIRECT_CHARS


# --- references ---


def references_in(
    page: MdPage,
    ranges: Sequence[tuple[int, int]],
    anchors: Mapping[str, int],
    terms: Sequence[str],
    names: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """Yield the names that raw ranges refer to, each with the words that the text shows for it.

    Links to an entry of the file or to a page beside it, macros and roles that name one, and
    bold or italic words that are the name of another entry of the file.
    """
    for start, end in ranges:
        found: list[tuple[int, str, str]] = []
        for link in page.links_in(start, end):
            label = page.name(link.start, link.end)
            name = _target(page, link, label, anchors, terms)
            if name:
                found.append((link.start, name, label))
        for macro in page.macros_in(start, end):
            if macro.target:
                found.append((macro.start, *_named(page, macro)))
        for mark in page.marks_in(start, end):
            label = page.name(mark.start, mark.end)
            if mark.kind in _EMPHASIS and label and fold(label) in names:
                found.append((mark.start, names[fold(label)], label))
        yield from ((name, label) for _, name, label in sorted(found))


def _target(
    page: MdPage, link: Link, label: str, anchors: Mapping[str, int], terms: Sequence[str]
) -> str | None:
    """Return the name that a link refers to, ``None`` if it leads to no entry.

    In a file of one entry (whose term is no heading) pages beside it are entries too; in a file
    of many they are chapters.
    """
    if link.target:
        return label if fold(label) == fold(link.target) else link.target
    if not link.url or not any(map(str.isalnum, label)):
        return None
    path, _, fragment = link.url.partition("#")
    if fragment and (not path or sibling(path) == _stem(page)):
        at = anchors.get(fragment.casefold())
        if at is None and fragment.casefold() in page.places:
            return None  # the top of the page, a letter
        if at is None and fragment.startswith("term-"):  # an entry on the page made of all files
            return spoken(fragment.removeprefix("term-"))
        return terms[at] if at is not None else label
    name = sibling(link.url) if page.front and len(terms) == 1 else None
    if name is None:
        return None
    return label if fold(label) == fold(spoken(name)) else spoken(name)


def _stem(page: MdPage) -> str | None:
    return sibling(page.source.path.rsplit("/", 1)[-1])


def _named(page: MdPage, macro: Macro) -> tuple[str, str]:
    label = " ".join(page.raw[slice(*macro.kept[0])].split()) if macro.kept else ""
    target = macro.target or ""
    if "/" in target:
        target = spoken(target)
    return (label if fold(label) == fold(target) else target), label or target
