"""Paragraphs and items that begin with, or hold, a marked term: ``<b>Term</b>: …``, ``<dfn>``."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..names import fold, words
from .flow import Block, Kind, Para, Run, all_ids, from_offset, tidy
from .found import Found

__all__ = ["line_entries", "run_in_entries"]

_MAX_CHARS = 120
_MAX_WORDS = 12
_MAX_TERMS = 8  # a paragraph that marks more lists terms and defines none
_SEPARATOR = re.compile(
    r"\s*((?:\([^()]{1,120}\)|\[[^\[\]]{1,60}\])\s*)*"
    r"(?:[:：]|[–—―=→]|(?<=\s)-(?=\s)|\s-(?=\s)|\.(?=\s)|\n|\t)\s*"
)
_LINE = re.compile(
    r"([^\n:：–—\t]{1,80}?)(?:\s*[:：](?=\s)|\s*[–—―](?=\s)|\s-(?=\s)|\s*[\n\t])\s*(?=\S)"
)
_NAME = r"[“„«\"‘]\s*([^“”„«»\"‘’\n]{1,80}?)\s*[”“»\"’]"
#: How contracts define: “Deed” or “Bond” means …
_QUOTED = re.compile(
    rf"\s*{_NAME}(?:(?:\s*,\s*|\s+)(?:(?:or|and|/)\s+)?{_NAME})*"
    r"(?:\s*\([^()]{1,80}\))?\s*[,:]?\s*(?=(?:shall\s+|will\s+)?(?:means?|includes?|refers?\s+to|"
    r"(?:has|have)\s+the\s+meaning|is\s+defined|bedeutet|bezeichnet|signifie|désigne|significa|"
    r"betekent)\b)",
    re.IGNORECASE,
)
_EACH = re.compile(_NAME)
_ASIDE = re.compile(r"\s*(?:\([^()]{1,120}\)\s*)+")
_CLOSING = re.compile(r"\s*[:：.–—―=-]\s*$")
_JOINT = re.compile(
    r"\s*(?:,|/|;|\bor\b|\band\b|&)?\s*(?:\bor\b|\balso\b|\baka\b)?\s*$", re.IGNORECASE
)
#: Headings of lists that lead to other pages.
_LEADING = {
    *("related", "see also", "reference", "further reading", "external link", "resource", "link"),
    *("next step", "learn more", "related page", "related link", "related topic", "read more"),
}
_OTHER_NAME = re.compile(
    r"[\s,;(/“\"]*(?:(?:or|also|sometimes|often|called|known|as|aka|a\.k\.a\.|abbreviated|simply|"
    r"the|an?|to|referred|termed|named)[\s,(“\"]*)*$",
    re.IGNORECASE,
)
#: Words that head a part of a definition and are no terms.
_LABELS = {
    *("note", "example", "see also", "see", "synonym", "source", "warning", "tip", "usage", "hint"),
    *("related term", "related", "caution", "important", "reference", "etymology", "antonym"),
}


@dataclass(frozen=True, slots=True)
class _Head:
    """A marked term at the start of a paragraph, or inside of it."""

    term: str
    names: tuple[str, ...]
    rest: Para | None  # the definition's first paragraph; None where the head stands alone
    loose: bool = False  # marked inside a sentence: what follows may be about something else


def run_in_entries(blocks: Iterable[Block]) -> list[Found]:
    """Find the entries that marked terms head.

    What follows up to the next marked term or heading belongs to the entry. A head that comes
    again and again ("Note", "Example") is a label inside a definition.
    """
    split = [part for block in _without_link_lists(blocks) for part in _parts(block)]
    heads = [_heads(block) if isinstance(block, Para) else [] for block in split]
    counts = Counter(fold(head.term) for some in heads for head in some)
    for some in heads:
        some[:] = [one for one in some if counts[fold(one.term)] < 3 and not _is_label(one.term)]
    entries: list[Found] = []
    bodies: list[list[Block]] = []
    takes = False  # whether the last entry takes what follows
    for block, some in zip(split, heads, strict=True):
        if some:
            assert isinstance(block, Para)
            entries += [_entry(head, block) for head in some]
            bodies += [[head.rest] if head.rest else [] for head in some]
            takes = len(some) == 1 and (not some[0].loose or block.text.endswith(":"))
        elif _is_heading(block) or (takes and _beside(block, bodies[-1])):
            takes = False
        elif takes:
            bodies[-1].append(block)
    return [_whole(entry, body) for entry, body in zip(entries, bodies, strict=True)]


def _whole(entry: Found, body: Sequence[Block]) -> Found:
    more = body[1:] if body and body[0].line == entry.line else body
    last = max([entry.last, *(block.last for block in body)])
    return replace(entry, body=tuple(body), last=last, inner=all_ids(more))


def line_entries(blocks: Sequence[Block]) -> list[Found]:
    """Find paragraphs and items of the form "term: definition", where most have it.

    What follows such a paragraph up to the next belongs to it, a heading apart.
    """
    entries: list[Found] = []
    bodies: list[list[Block]] = []
    count = 0
    takes = False
    for block in (line for one in _without_link_lists(blocks) for line in _lines(one)):
        match = _LINE.match(block.text) if isinstance(block, Para) else None
        if isinstance(block, Para) and block.kind in (Kind.TEXT, Kind.ITEM):
            count += 1
            if match and _is_term(match[1]) and not _is_label(match[1]):
                entries.append(_entry(_Head(match[1].strip(), (), None), block))
                bodies.append([_unlabelled(from_offset(block, match.end()))])
                takes = True
                continue
        takes = takes and not _is_heading(block) and not _beside(block, bodies[-1])
        if takes:
            bodies[-1].append(block)
    if len(entries) < 3 or 2 * len(entries) < count:
        return []
    return [_whole(entry, body) for entry, body in zip(entries, bodies, strict=True)]


def _without_link_lists(blocks: Iterable[Block]) -> Iterator[Block]:
    """Leave out "Guide - all the details" below "Related": a link with a word on what it shows."""
    away = False
    for block in blocks:
        if _is_heading(block):
            away = isinstance(block, Para) and fold(block.text) in _LEADING
        if not (away and isinstance(block, Para) and _begins_with_link(block)):
            yield block


def _begins_with_link(para: Para) -> bool:
    first = next((run for run in para.runs if run.text.strip()), None)
    return bool(first and first.href and not first.href.startswith("#"))


def _lines(block: Block) -> Iterator[Block]:
    """Split a paragraph whose every line has the form of an entry."""
    if not isinstance(block, Para) or block.kind is Kind.CODE or "\n" not in block.text:
        yield block
        return
    lines = block.text.split("\n")
    if not all(_LINE.match(line) for line in lines):
        yield block
        return
    parts: list[list[Run]] = [[]]
    for run in block.runs:
        if run.text == "\n":
            parts.append([])
        else:
            parts[-1].append(run)
    yield from (_part(block, part, block.ids if not at else ()) for at, part in enumerate(parts))


def _part(para: Para, runs: Sequence[Run], ids: tuple[str, ...]) -> Para:
    """Return some runs of a paragraph as one of their own."""
    lines = [run.line for run in runs if run.line and run.text.strip()] or [para.line]
    return replace(para, runs=tidy(runs), ids=ids, line=lines[0], last=max(lines))


def soft_parts(para: Para) -> Iterator[Para]:
    """Split a paragraph at the line breaks behind which a marked term begins."""
    parts: list[list[Run]] = [[]]
    for run in para.runs:
        if run.strong and parts[-1] and parts[-1][-1].text.endswith("\n"):
            parts.append([])
        parts[-1].append(run)
    if len(parts) == 1:
        yield para
        return
    for at, part in enumerate(parts):
        yield _part(para, part, para.ids if at == 0 else ())


def _parts(block: Block) -> Iterator[Block]:
    if isinstance(block, Para) and block.kind in (Kind.TEXT, Kind.ITEM):
        yield from soft_parts(block)
    else:
        yield block


def _is_heading(block: Block) -> bool:
    return isinstance(block, Para) and block.kind is Kind.HEADING


def _beside(block: Block, body: Sequence[Block]) -> bool:
    """Tell whether an item stands beside an entry that is an item itself."""
    if not isinstance(block, Para) or block.kind is not Kind.ITEM or not body:
        return False
    first = body[0]
    own = first.level if isinstance(first, Para) else 0
    return bool(own) and block.level <= own


def _is_label(term: str) -> bool:
    return fold(term) in _LABELS


def _entry(head: _Head, para: Para) -> Found:
    return Found(
        term=head.term,
        names=head.names,
        body=(),
        line=para.line,
        last=para.last,
        ids=para.ids,
        language=para.language,
    )


def _heads(para: Para) -> list[_Head]:
    if para.kind not in (Kind.TEXT, Kind.ITEM) or not para.runs:
        return []
    lead = _lead(para)
    if lead:
        return [lead]
    return list(_marked(para))


def _lead(para: Para) -> _Head | None:
    """Read the marked term at the start of a paragraph; one in quote marks that is defined."""
    quoted = _QUOTED.match(para.text)
    if quoted:
        first, *others = _EACH.findall(quoted[0])
        return _Head(first, tuple(others), _unlabelled(from_offset(para, quoted.end())))
    end = at = 0
    for run in para.runs:
        joint = end and not run.strong and len(run.text) < 10 and _JOINT.match(run.text)
        if not run.strong and not joint:
            break
        at += len(run.text)
        end = at if run.strong else end
    text = para.text
    # A line break inside the bold text ends the head: what follows is bold by mistake.
    term = text[:end].strip()
    if not _is_term(term):
        return None
    names = tuple(name for run in para.runs if run.term for name in run.names)
    rest = text[end:]
    closed = _CLOSING.search(term)
    if closed and rest.strip():
        return _Head(term[: closed.start()].strip(), names, _unlabelled(from_offset(para, end)))
    separator = _SEPARATOR.match(rest)
    if separator and rest[separator.end() :].strip():
        aside = separator[1] or ""
        head = f"{term} {aside}".strip()
        return _Head(head, names, _unlabelled(from_offset(para, end + separator.end())))
    aside_only = _ASIDE.match(rest)
    behind = end + (aside_only.end() if aside_only else 0)
    if not text[behind:].strip(" :–—-.\n"):
        head = " ".join(text[:behind].split())
        return _Head(_CLOSING.sub("", head).strip(), names, None)
    apart = any(char.isspace() for char in text[behind - 1 : behind + 1])
    if apart and text[behind:].lstrip()[:1].isupper():
        return _Head(" ".join(text[:behind].split()), names, _unlabelled(from_offset(para, behind)))
    defined = para.runs[0].term or re.match(r"\s*(?:is|are|was|were|means?|refers?)\b", rest)
    return _Head(term, names, _unlabelled(para), loose=True) if defined else None


def _marked(para: Para) -> Iterator[_Head]:
    """Yield the terms that a paragraph defines inside its sentences (``dfn``)."""
    at = 0
    groups: list[tuple[list[str], int]] = []  # names of one thing, and where the last ends
    text = para.text
    for run in _terms(para.runs):
        name = run.text.strip()
        start = at
        at += len(run.text)
        if not run.term or not _is_term(name):
            continue
        if groups and _OTHER_NAME.match(text[groups[-1][1] : start]):
            groups[-1][0].extend((name, *run.names))
            groups[-1] = (groups[-1][0], at)
        else:
            groups.append(([name, *run.names], at))
    for names, _ in groups if len(groups) <= _MAX_TERMS else ():
        yield _Head(names[0], tuple(names[1:]), _unlabelled(para), loose=True)


def _terms(runs: Sequence[Run]) -> Iterator[Run]:
    """Join runs of one term: ``<dfn>a <i>b</i></dfn>``."""
    held: Run | None = None
    for run in runs:
        if held and run.term and held.term:
            held = replace(held, text=held.text + run.text)
            continue
        if held:
            yield held
        held = run
    if held:
        yield held


def _unlabelled(para: Para) -> Para:
    """Return an item as text; its level still tells which items stand beside it."""
    return replace(para, kind=Kind.TEXT, label="")


def _is_term(text: str) -> bool:
    bare = text.strip()
    return 0 < len(bare) <= _MAX_CHARS and len(bare.split()) <= _MAX_WORDS and bool(words(bare))
