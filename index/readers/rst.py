"""Reader of reStructuredText: ``.. glossary::`` directives, or definition lists without one.

Read after Sphinx's glossary directive (www.sphinx-doc.org, "Glossary"): term lines, one or
several, and a deeper indented definition; ``..`` lines between terms are comments; a term's
classifiers (``term : key``) are no part of it. Without the directive a definition list of the
reStructuredText Markup Specification is read, else a list of fields, or sections of one term.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..records import LineRange, Section, Span
from ..text import Cut, Source, StrippedText, strip
from .base import Draft, DraftEntry, Sniff, page
from .layout import Line, dedented, lines_of, merged
from .markup import text_span
from .rst_blocks import Blocks, Kind, find_blocks, paragraphs
from .rst_inline import Reference, find_inline
from .rst_lists import Item, find_items, sub_items
from .usage import head_of, is_redirect, opening_status

__all__ = ["NAME", "read", "sniff"]

NAME = "rst"

_GLOSSARY = re.compile(r"^[ \t]*\.\.[ \t]+(?:[\w-]+:)?glossary[ ]?::", re.MULTILINE | re.IGNORECASE)
_SIGNS = re.compile(
    r"^[ \t]*\.\. (?:[\w:-]+::|_[^:\n]+:)|:[a-z][\w:.+-]*:`[^`\n]+`|(?<!`)``[^`\n]+``(?!`)"
    r"|\w`_{1,2}(?!\w)|^[ \t]*(?:=+(?:[ ]+=+)+|\+(?:[-=]+\+)+)[ \t]*$",
    re.MULTILINE,
)
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,}|~{3,}|\*{3,}|\^{3,}|#{3,})$", re.MULTILINE)
_CLASSIFIER = re.compile(r"[ ]+:[ ]+")


@dataclass(frozen=True, slots=True)
class _Marks:
    """The references of a file in the order of their places, and what they may mean."""

    references: tuple[Reference, ...]
    labelled: dict[str, str]  # label: the term of the entry that it stands before
    titled: dict[str, str]  # title of an entry that is a section: its term


def sniff(source: Source) -> Sniff:
    """Score by a glossary directive with terms below; else by directives, roles and lists."""
    text = source.text
    directive = _GLOSSARY.search(text)
    signs = 1 if directive else len(_SIGNS.findall(text[:50_000]))
    if not directive and (not signs or len(_SIGNS.findall(text)) < 2 or "](" in text[:50_000]):
        return Sniff(0.0, "no directive or role of reStructuredText")
    lines = lines_of(text)
    blocks = find_blocks(lines)
    shape, items = find_items(lines, blocks)
    if not items:
        return Sniff(0.0, "neither a glossary directive nor a definition list with terms")
    if shape == "glossary":
        return Sniff(1.0, f"{len(blocks.glossaries)} glossary directives hold {len(items)} entries")
    if re.search(r"^(?:#{1,6} |```)", text, re.MULTILINE) and not _UNDERLINE.search(text):
        return Sniff(0.1, "headings or fences of Markdown")
    score = {"tables": 0.92, "definition-list": 0.9, "fields": 0.8, "run-ins": 0.7}.get(shape, 0.6)
    return Sniff(
        score if len(items) > 2 else 0.5 * score,
        f"markup of reStructuredText, and {len(items)} entries as {shape.replace('-', ' ')}",
    )


def read(source: Source) -> Draft:
    """Read the entries; what hidden directives and comments hold is page text."""
    lines = lines_of(source.text)
    blocks = find_blocks(lines)
    shape, items = find_items(lines, blocks)
    terms = frozenset(at for item in items for at in item.terms)
    labels = frozenset(label.casefold() for _, label in blocks.labels)
    titles = {lines[title.at].body.casefold() for title in blocks.titles}
    cuts = list(blocks.cuts)
    references: list[Reference] = []
    for start, end in paragraphs(lines, blocks, terms):
        found, names = find_inline(source.text, start, end, labels | titles)
        cuts += found
        references += names
    nested = {item: tuple(sub_items(lines, blocks, item)) for item in items}
    cuts += _layout_cuts(lines, blocks, items)
    stripped = strip(source.text, merged(cuts))
    own = [_name_of(lines, item, stripped) for item in items] if shape == "sections" else []
    marks = _Marks(
        tuple(references),
        _labelled(lines, blocks, items, stripped),
        {_key(term): term for term in own},
    )
    entries = _entries(lines, blocks, items, nested, stripped, marks)
    return Draft(
        stripped,
        tuple(entries),
        tuple(_pages(lines, blocks, items)),
        (),
        _title(lines, blocks, stripped, shape),
    )


# --- entries ---


def _layout_cuts(lines: Sequence[Line], blocks: Blocks, items: Iterable[Item]) -> Iterator[Cut]:
    """Cut the indentation that definitions share, and the classifiers of terms."""
    for item in items:
        yield from item.cuts
        for at in item.terms:
            classifier = _CLASSIFIER.search(lines[at].body) if item.classified else None
            if classifier:
                yield Cut(lines[at].first + classifier.start(), lines[at].end)
        shown = (Kind.TEXT, Kind.LITERAL)
        bodies = [at for at in range(item.first, item.end) if blocks.kinds[at] in shown]
        bodies = [at for at in bodies if at != item.lead]
        base = min((lines[at].indent for at in bodies), default=0)
        for at in bodies:
            cut = dedented(lines[at], base)
            if cut:
                yield cut


def _entries(
    lines: Sequence[Line],
    blocks: Blocks,
    items: Sequence[Item],
    nested: dict[Item, tuple[tuple[int, int], ...]],
    stripped: StrippedText,
    marks: _Marks,
) -> Iterator[DraftEntry]:
    at = 0
    for item in items:
        printed = [
            item.printed or stripped.text[slice(*_text(stripped, *_term(lines, item, n)))]
            for n in item.terms
        ]
        names = [head_of(" ".join(name.split())) for name in printed]
        head, status = names[0]
        span = _body(lines, item, stripped)
        here: list[Reference] = []
        first, last = item.raw(lines)
        while at < len(marks.references) and marks.references[at].start < last:
            if marks.references[at].start >= first:
                here.append(marks.references[at])
            at += 1
        known = [(ref, name) for ref in here if (name := _name(ref, marks)) is not None]
        spots = [text_span(stripped, ref.start, ref.end) for ref, _ in known]
        definition = stripped.text[span.start : span.end]
        deprecated = any(n in blocks.deprecated for n in range(item.first, item.end))
        yield DraftEntry(
            head,
            span.start,
            span.end,
            first=lines[item.terms[0]].number,
            last=lines[max(item.end - 1, item.terms[-1])].number,
            aliases=(
                *(each for other, _ in names[1:] for each in (other.term, *other.aliases)),
                *item.aliases,
            ),
            sections=tuple(_sections(lines, nested[item], stripped)),
            references=tuple(name for _, name in known),
            status=status or ("deprecated" if deprecated else opening_status(definition)),
            flags=("redirect",) if is_redirect(stripped.text, span.start, span.end, spots) else (),
        )


def _term(lines: Sequence[Line], item: Item, at: int) -> tuple[int, int]:
    """Return where a term's text stands in the raw file."""
    if item.lead == at and item.head:
        return item.head
    return lines[at].first, lines[at].end


def _text(stripped: StrippedText, start: int, end: int) -> tuple[int, int]:
    return stripped.to_text(start), stripped.to_text(end)


def _body(lines: Sequence[Line], item: Item, stripped: StrippedText) -> Span:
    start, end = item.raw(lines)
    return text_span(stripped, start, end)


def _sections(
    lines: Sequence[Line], nested: Iterable[tuple[int, int]], stripped: StrippedText
) -> Iterator[Section]:
    """Make sections of the definition lists inside a definition."""
    for term, end in nested:
        head = text_span(stripped, lines[term].first, lines[term].end)
        body = text_span(stripped, lines[term].end, lines[end - 1].end)
        name = " ".join(stripped.text[head.start : head.end].split())
        if name and body.end > body.start:
            yield Section(name, body.start, body.end)


def _labelled(
    lines: Sequence[Line], blocks: Blocks, items: Iterable[Item], stripped: StrippedText
) -> dict[str, str]:
    """Say which entries labels stand before."""
    terms = {item.terms[0]: item for item in items}
    labels = dict[int, list[str]]()
    for at, label in blocks.labels:
        labels.setdefault(at, []).append(label)
    found: dict[str, str] = {}
    waiting: list[str] = []
    for at in range(len(lines)):
        waiting += labels.get(at, [])
        if at in terms:
            found.update(dict.fromkeys(map(_key, waiting), _name_of(lines, terms[at], stripped)))
        if blocks.kinds[at] in (Kind.TEXT, Kind.LITERAL, Kind.TITLE):
            waiting = []
    return found


def _name_of(lines: Sequence[Line], item: Item, stripped: StrippedText) -> str:
    start, end = _text(stripped, *_term(lines, item, item.terms[0]))
    return head_of(" ".join(stripped.text[start:end].split()))[0].term


def _name(reference: Reference, marks: _Marks) -> str | None:
    """Return the name that a reference means; ``None`` for links to what is no entry."""
    if reference.kind == "term":
        return reference.name
    key = _key(reference.name)
    return marks.labelled.get(key) or (marks.titled.get(key) if reference.kind == "link" else None)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


# --- the page around ---


def _pages(lines: Sequence[Line], blocks: Blocks, items: Sequence[Item]) -> Iterator[LineRange]:
    first = items[0].terms[0] if items else len(lines)
    inside = {at for glossary in blocks.glossaries for at in range(glossary.first, glossary.end)}
    owned = {at for item in items for at in range(item.terms[0], item.end)}
    for at, line in enumerate(lines):
        kind = blocks.kinds[at]
        if kind is Kind.HIDDEN:
            yield page(line.number, line.number, blocks.rules[at])
        elif kind is Kind.BLANK or at in owned or at in inside:
            continue
        elif kind is Kind.TITLE:
            yield page(line.number, line.number, "title" if at < first else "section-heading")
        else:
            yield page(line.number, line.number, "intro" if at < first else "section-text")


def _title(lines: Sequence[Line], blocks: Blocks, stripped: StrippedText, shape: str) -> str | None:
    at = next((title.at for title in blocks.titles), None)
    if at is None or (shape == "sections" and len(blocks.titles) < 2):
        return None
    start, end = _text(stripped, lines[at].first, lines[at].end)
    return " ".join(stripped.text[start:end].split()) or None
