"""One entry, whole: the quote in its place, its names and references, what others say of it."""

import html
from collections.abc import Iterable
from dataclasses import dataclass

from ..index.lexicon import Lexicon
from ..index.lexicon_rows import StoredDocument
from ..index.records import Concept, Entry, Span
from ..rag.glossator import Glossator
from .differing import differing
from .markup import Mark, address, chips, plain, prose, shown
from .why import why

__all__ = ["Shown", "entry_page", "no_entry"]

#: A concept of more entries shows so many.
MAX_OTHERS = 12
_QUOTED = '<mark class="quoted" tabindex="-1">'


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of the page: its HTML, and its name as plain text for the window's title."""

    html: str
    title: str


def no_entry(entry_id: str) -> Shown:
    """Return what is shown for an address that names no entry."""
    named = shown(entry_id[:200])
    return Shown(
        '<h2 tabindex="-1">No such entry</h2><p>These glossaries hold no entry '
        f'<span class="serif" dir="auto">{named}</span>. It may have been renamed, or be in a '
        f'glossary that isn’t loaded. <a href="{address(view="browse")}">Browse what there is</a>, '
        "or ask for it below.</p>",
        "No such entry",
    )


def entry_page(
    glossary: Glossator, entry_id: str, quoted: Span | None = None, question: str = ""
) -> Shown | None:
    """Render an entry, or return ``None`` where there is none.

    Args:
        glossary: where it stands.
        entry_id: the entry.
        quoted: what to mark in it, as offsets in its document's text.
        question: the standalone question that found it, to say why; ``""`` for none.
    """
    lexicon = glossary.index.lexicon
    entry = lexicon.entry(entry_id)
    if entry is None:
        return None
    documents = {document.id: document for document in lexicon.documents()}
    matched = why(glossary, entry, question)
    parts = [
        f'<h2 class="serif" dir="auto" tabindex="-1">{shown(entry.term)}</h2>',
        _from(entry, documents[entry.document]),
        _names(entry),
        _body(lexicon, entry, quoted),
        _references(lexicon, entry),
        f"<details><summary>Why this matched</summary>{matched}</details>" if matched else "",
        chips("Ask about it", [entry.term]),
        _elsewhere(lexicon, entry, documents),
    ]
    return Shown("".join(parts), plain(entry.term))


def _from(entry: Entry, document: StoredDocument) -> str:
    place = entry.locator or f"line {entry.line}"
    number = f" · no. {shown(entry.number)}" if entry.number else ""
    status = f" · {shown(entry.status)}" if entry.status else ""
    return (
        f'<p class="from"><span><cite class="serif" dir="auto">{shown(document.title)}</cite> '
        f'<span title="{html.escape(plain(document.path))}">· {shown(place)}</span>'
        f"{number}{status}</span></p>"
    )


def _names(entry: Entry) -> str:
    if not entry.aliases:
        return ""
    listed = ", ".join(
        f'<span class="serif" dir="auto">{shown(alias)}</span>' for alias in entry.aliases
    )
    return f'<p class="soft">Also called {listed}</p>'


def _spans(entry: Entry) -> list[Span]:
    """Return the parts of an entry's text but the memory aid, in the order of the document."""
    parts = {(span.start, span.end) for span in (Span(entry.start, entry.end), *entry.more)}
    return [Span(start, end) for start, end in sorted(parts) if start < end]


def _body(lexicon: Lexicon, entry: Entry, quoted: Span | None) -> str:
    parts = [_part(lexicon, entry, span, quoted) for span in _spans(entry)]
    if entry.mnemonic is not None:
        aid = _part(lexicon, entry, entry.mnemonic, quoted)
        parts.append(f'<p class="soft aid">To remember it</p>{aid}')
    return "".join(parts) or '<p class="soft">It has no text of its own.</p>'


def _part(lexicon: Lexicon, entry: Entry, span: Span, quoted: Span | None) -> str:
    text = lexicon.text(entry.document, span.start, span.end)
    marks = []
    if quoted is not None and quoted.start < span.end and span.start < quoted.end:
        start = max(quoted.start, span.start) - span.start
        marks.append(Mark(start, min(quoted.end, span.end) - span.start, _QUOTED))
    return f'<div class="text serif" dir="auto">{prose(text, marks)}</div>'


def _link(entry: Entry) -> str:
    return f'<a class="serif" dir="auto" href="{address(entry=entry.id)}">{shown(entry.term)}</a>'


def _references(lexicon: Lexicon, entry: Entry) -> str:
    """Return links to what the entry refers to; names that no entry defines stand without."""
    targets = (lexicon.entry(target) for target in entry.see_also)
    links = [_link(target) for target in targets if target is not None]
    found = f'<p class="see"><span class="soft">See</span> {_listed(links)}</p>' if links else ""
    names = [f'<span class="serif" dir="auto">{shown(name)}</span>' for name in entry.dangling]
    lost = f'<p class="soft">Named, but no entry: {_listed(names)}</p>' if names else ""
    return found + lost


def _listed(items: Iterable[str]) -> str:
    return " · ".join(items)


def _elsewhere(lexicon: Lexicon, entry: Entry, documents: dict[str, StoredDocument]) -> str:
    """Return the other entries of the concept beside this one, with what differs marked."""
    row = lexicon.row_of(entry.id)
    concept = lexicon.concepts([row]).get(row) if row is not None else None
    others = [other for other in _members(lexicon, concept) if other.id != entry.id]
    if concept is None or not others:
        return ""
    rules = dict(concept.rules)
    texts = {one.id: _text(lexicon, one) for one in (entry, *others[:MAX_OTHERS])}
    mine = differing(texts[entry.id], [texts[other.id] for other in others[:MAX_OTHERS]])
    columns = [_column(entry, texts[entry.id], mine, documents, "here")]
    columns += [
        _column(
            other,
            texts[other.id],
            differing(texts[other.id], [texts[entry.id]]),
            documents,
            rules.get(other.id, ""),
        )
        for other in others[:MAX_OTHERS]
    ]
    more = len(others) - MAX_OTHERS
    left = f'<p class="soft">and {more:,} more</p>' if more > 0 else ""
    where = "elsewhere" if {o.document for o in others} == {entry.document} else "other glossaries"
    return (
        f'<section class="others"><h3>In {where}</h3><p class="soft">'
        f'<mark class="own">Underlined</mark>: words that the other side doesn’t have.</p>'
        f'<div class="columns">{"".join(columns)}</div>{left}</section>'
    )


def _members(lexicon: Lexicon, concept: Concept | None) -> list[Entry]:
    found = (lexicon.entry(item) for item in (concept.entries if concept else ()))
    return [entry for entry in found if entry is not None]


def _text(lexicon: Lexicon, entry: Entry) -> str:
    parts = (lexicon.text(entry.document, span.start, span.end) for span in _spans(entry))
    return "\n\n".join(parts)


def _column(
    entry: Entry,
    text: str,
    marks: Iterable[Mark],
    documents: dict[str, StoredDocument],
    rule: str,
) -> str:
    """Return one side; ``rule`` says how it came to be of the concept, "here" that it is shown."""
    here = rule == "here"
    head = f'<span class="serif" dir="auto">{shown(entry.term)}</span>' if here else _link(entry)
    joined = "" if here or not rule else f'<p class="soft">One concept by: {shown(rule)}</p>'
    return (
        f'<div class="column{" here" if here else ""}"><h4>{head}</h4>'
        f"{_from(entry, documents[entry.document])}"
        f'<div class="text serif" dir="auto">{prose(text, marks)}</div>{joined}</div>'
    )
