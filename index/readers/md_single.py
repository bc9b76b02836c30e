"""Markdown files that are one entry each, and those beside them that are none.

The title in the front matter is the term, the text below it the definition, or, where there is
none, the description in the front matter. Index pages, templates and listings hold no entry.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..names import fold, words
from ..records import LineRange, Remark, Span
from .base import DraftEntry
from .base import page as page_lines
from .heads import Head
from .md_blocks import Block, Kind
from .md_entries import drafts_of, head_of
from .md_front import Front, Value
from .md_headed import item_of
from .md_items import beside, names_glossary
from .md_page import MdPage

__all__ = ["Single", "read_single"]

_ENTRY_KEYS = re.compile(
    r"aka|also.?known.?as|synonyms?|acronyms?|abbreviations?|abbr|short.?desc\w*|long.?desc\w*|"
    r"short.?definition|definition|term|headword|hover.?text|gloss\w*|see.?also",
    re.IGNORECASE,
)
_PAGE_TYPE = ("page-type", "page_type", "type", "layout")
_LONG = 20_000  # characters: more is a chapter
_ADDRESS = re.compile(r"^/|^https?:|/$")
_NAMES = re.compile(r"\s*[,;]\s+")
_TRUE = ("true", "yes", "1")


@dataclass(frozen=True, slots=True)
class Single:
    """A file that is one entry, or none.

    Attributes:
        score: how surely.
        why: the reason.
        draft: the entry; ``None`` for an index page, a template, a listing.
        pages: lines that are page text.
        remarks: for the report.
        sure: whether nothing else can be meant, whatever its headings look like.
    """

    score: float
    why: str
    draft: DraftEntry | None
    pages: tuple[LineRange, ...] = ()
    remarks: tuple[Remark, ...] = ()
    sure: bool = False


def read_single(page: MdPage) -> Single | None:
    """Read a file with front matter as one entry; ``None`` if it has no front matter or title."""
    front = page.front
    if front is None:
        return None
    path = page.source.path
    title = _title(front)
    signs = [key for key in front.fields if _ENTRY_KEYS.fullmatch(key)]
    in_glossary = names_glossary("/".join(path.split("/")[:-1])) or any(
        names_glossary(value.text) for _, values in front.of("id") for value in values[:1]
    )
    none = _no_entry(page, front, title)
    if none:
        return Single(0.5, none, None, (_whole(page, "index"),), _broken(page, front))
    if title is None:
        return None
    drafted = _drafted(page, front, title)
    if drafted is None:
        return Single(
            0.5, "front matter and no text", None, (_whole(page, "index"),), _broken(page, front)
        )
    draft, pages = drafted
    score = 0.92 if signs else 0.8 if in_glossary else 0.45
    size = sum(block.end - block.start for block in page.blocks)
    if not signs and not in_glossary and (size > _LONG or beside(page)):
        score = 0.15
    elif not signs and names_glossary(title.text):
        score = 0.3
    why = f"front matter with a title and {', '.join(signs[:3]) or 'text below it'}"
    sure = bool(signs) or (in_glossary and not names_glossary(title.text))
    return Single(score, why, draft, tuple(pages), _broken(page, front), sure)


def _title(front: Front) -> Value | None:
    return next((values[0] for _, values in front.of("term")), None)


def _no_entry(page: MdPage, front: Front, title: Value | None) -> str | None:
    """Return why a file is no entry: an index page, a template, a listing."""
    stem = page.source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if stem.startswith("_"):
        return f"the file's name '{stem}' is that of an index page or a template"
    if "template" in stem.casefold() or (title and fold(title.text).endswith("template")):
        return "a template for entries"
    types = [value.text for key in _PAGE_TYPE for value in front.fields.get(key, ())]
    if any(re.search(r"landing|listing|index|list\b", one, re.IGNORECASE) for one in types):
        return f"a page of the kind '{types[0]}'"
    described = any(values for values in front.described.values())
    texts = any(page.text(block.start, block.end) for block in page.blocks)
    if not texts and not described:
        return "front matter and no text"
    return None


def _whole(page: MdPage, rule: str) -> LineRange:
    return page_lines(1, len(page.starts) - 1, rule)


def _broken(page: MdPage, front: Front) -> tuple[Remark, ...]:
    if not front.broken:
        return ()
    message = (
        f"The front matter is no valid YAML ({front.broken}); its fields were read line by line. "
        "Put values that hold a colon or a quote mark in quotes."
    )
    return (Remark(page.source.path, 1, "front-matter", message),)


# --- the entry ---


def _drafted(page: MdPage, front: Front, title: Value) -> tuple[DraftEntry, list[LineRange]] | None:
    head = _head(front, title)
    item, pages = item_of(page, None, _body(page, title), set())
    described = _described(page, front)
    if item.body:
        drafts, _ = drafts_of(page, [item])
        draft = drafts[0]
        own = words(page.stripped.text[draft.start : draft.end])
        more = [span for span in described if not _says(own, words(_slice(page, span)))]
    elif described:
        draft = DraftEntry(head, described[0].start, described[0].end, 1, 1)
        more = described[1:]
    else:
        return None
    names = {fold(name) for name in (head.term, head.printed, *head.aliases)}
    references = dict.fromkeys(
        name for name in (*draft.references, *_references(front)) if fold(name) not in names
    )
    return (
        replace(
            draft,
            head=head,
            first=1,
            last=len(page.starts) - 1,
            more=(*draft.more, *more),
            references=tuple(references),
            status=_status(page, front),
            language=next((v[0].text for _, v in front.of("language")), None),
            flags=_flags(page, front, title, draft),
            also=(),
        ),
        pages,
    )


def _says(text: Sequence[str], description: Sequence[str]) -> bool:
    """Tell whether the start of a text says what a description says, a word or two apart."""
    start = set(text[: 2 * len(description) + 20])
    held = sum(1 for word in description if word in start)
    return held >= 0.85 * len(description)


def _head(front: Front, title: Value) -> Head:
    """Make the head of the title, the surer names in the front matter, and the aliases there."""
    names = [title.text]
    names += (value.text for _, values in front.of("term")[1:] for value in values[:1])
    for role in ("aliases", "short", "long"):
        for _, values in front.of(role):
            for value in values:
                if not _ADDRESS.search(value.text):  # Hugo's and Jekyll's aliases are addresses
                    names += _NAMES.split(value.text)
    return head_of(names, title.text)


def _body(page: MdPage, title: Value) -> Sequence[Block]:
    """Return the blocks of the definition: a first heading that repeats the title is none."""
    blocks = page.blocks
    first = blocks[0] if blocks else None
    if first and first.kind is Kind.HEADING and first.level == 1:
        return blocks[1:]
    return blocks


def _described(page: MdPage, front: Front) -> list[Span]:
    spans: list[Span] = []
    said: set[str] = set()
    for values in front.described.values():
        for value in values[:1]:
            span = page.span(value.start, value.end)
            text = fold(_slice(page, span))
            if value.plain and span.start < span.end and text not in said:
                said.add(text)
                spans.append(span)
    return spans


def _slice(page: MdPage, span: Span) -> str:
    return page.stripped.text[span.start : span.end]


def _references(front: Front) -> Iterator[str]:
    for _, values in front.of("references"):
        for value in values:
            if not _ADDRESS.search(value.text) and any(map(str.isalpha, value.text)):
                yield value.text


def _status(page: MdPage, front: Front) -> str | None:
    for key, values in front.of("status"):
        flag = values[0].text.casefold()
        if fold(key) in ("deprecated", "obsolete"):
            if flag in _TRUE:
                return fold(key)
        elif flag:
            return values[0].text
    headers = (macro.name.casefold() for macro in page.macros if not macro.closes)
    return "deprecated" if any(name.startswith("deprecated_header") for name in headers) else None


def _flags(page: MdPage, front: Front, title: Value, draft: DraftEntry) -> tuple[str, ...]:
    types = [value.text for key in _PAGE_TYPE for value in front.fields.get(key, ())]
    types += [value.text for value in front.fields.get("tags", ())]
    calls = [macro.name for macro in page.macros if macro.name]
    signs = (title.text, *types, *calls)
    found = (
        {"disambiguation"} if any("disambiguation" in one.casefold() for one in signs) else set()
    )
    return tuple(sorted({*draft.flags, *found}))
