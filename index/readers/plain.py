"""Reader of plain text: ``term: definition``, ``term - definition``, indented blocks, RFC style.

Also ``Term:`` and ``Definition:`` on lines of their own, columns, a short line above its
paragraph. Paging is left out (see ``paging.py``), words broken at line ends are joined, and
labelled lines (``See also: …``, ``Synonyms: …``) say what they say. What was guessed stands in
the report.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ..names import fold
from ..records import LineRange, Remark, Span
from ..text import Cut, Source, StrippedText, strip
from .base import Draft, DraftEntry, Sniff, own_title, page
from .layout import Line, dedented, lines_of, merged
from .markup import text_span
from .paging import Paging, find_paging, joined_words
from .plain_items import Fields, Item, Page, label_of, read_lines, with_field
from .plain_shapes import Shape, find_shape
from .usage import head_of, is_redirect, opening_status

__all__ = ["NAME", "read", "sniff"]

NAME = "plain"

_OTHER = re.compile(
    r"\s*(?:[<{\[]\s*[\"<{\[!?/\w]|@prefix|%PDF|\\\w|---\s*\n|PK\x03"
    r"|- [\w-]+:[^\n]*\n {2,}[\w-]+:\s)"
)
_MARKUP = re.compile(r"^#{1,6} \S|\*\*\S[^*\n]*\*\*|^```|\]\(https?:|^\|.*\|$", re.MULTILINE)
_CODE = re.compile(
    r"[;{}][ \t]*$|\)[ \t]*:[ \t]*$|^[ \t]*(?:import|from|def|return|const|let|var|function|public|"
    r"private|static|elif|else:|#include|#define)\b|\$[({]\w",
    re.MULTILINE,
)
_SETTINGS = re.compile(r"^\[[\w.-]+\]\n(?:[#;].*\n)*[\w.-]+ ?[=:]", re.MULTILINE)
_BRACED = re.compile(r"\{([^{}\n]{1,80}(?:\n[^{}\n]{1,80})?)\}")
_SEE = re.compile(
    r"\b(?P<lead>[Ss]ee(?:\s+also)?|[Cc]ompare|[Cc]f\.)(?P<colon>:)?\s+"
    r"(?P<names>(?:[^.()\n:;!?]|\.(?=\S)|\([^()\n]*\)|\n(?!\s*\n))+)"
)
_LEGEND = re.compile(r"[\"“(]([A-Z])[\"”)][^\n]{0,60}\bdeprecated\b", re.IGNORECASE)
_SENSE = re.compile(r"^[ \t]*(?:\d{1,2}[a-z]?\.\s+)?\(([A-Z])\)\s", re.MULTILINE)
_MARK = re.compile(r"\s*(?:\d{1,2}[a-z]?\.\s+)?(?:\([A-Z]\)\s+)?")
_SHOWN = 5


def sniff(source: Source) -> Sniff:
    """Score by the shape that fits best; below every format that has signs of its own."""
    if _OTHER.match(source.text):
        return Sniff(0.0, "starts like data or markup")
    rows = source.text.count("\n") + 1
    if len(_CODE.findall(source.text)) > 0.08 * rows or _SETTINGS.search(source.text):
        return Sniff(0.0, "looks like a program or settings")
    lines = lines_of(source.text)
    shape = find_shape(read_lines(lines, _kept(lines, find_paging(source.text, lines))), least=3)
    if not shape.items:
        return Sniff(0.0, "no three terms with definitions in one of the shapes of plain text")
    marked = len(_MARKUP.findall(source.text[:50_000]))
    score = shape.score * min(1.0, len(shape.items) / 5) * (0.25 if marked > 2 else 1.0)
    return Sniff(score, f"{len(shape.items)} terms and definitions in the shape '{shape.name}'")


def read(source: Source) -> Draft:
    """Read the entries of the shape that fits best; what stands around them is page text."""
    lines = lines_of(source.text)
    paging = find_paging(source.text, lines)
    kept = _kept(lines, paging)
    whole = read_lines(lines, kept)
    shape = find_shape(whole)
    names = _names(source.text, shape.items)
    joins = list(joined_words(source.text, lines, _lines_in_row(kept, shape.items)))
    braces = _braces(source.text, shape.items, names)
    cuts = [*paging.cuts(lines), *(cut for cut, _ in joins), *braces, *_indents(lines, shape.items)]
    cuts += (Cut(at, at + 1) for at, char in enumerate(source.text) if char in "\f\u00ad")
    stripped = strip(source.text, merged(cuts))
    deprecated = {mark.upper() for mark in _LEGEND.findall(source.text)}
    entries = [
        _entry(source.text, lines, item, stripped, names, deprecated) for item in shape.items
    ]
    first = shape.items[0].first + 1 if shape.items else 1
    return Draft(
        stripped,
        tuple(entries),
        tuple(_pages(whole, paging, shape)),
        tuple(_remarks(source, lines, shape, [word for _, word in joins])),
        _title(source, lines[: first - 1], first),
    )


def _kept(lines: Sequence[Line], paging: Paging) -> list[int]:
    return [at for at in range(len(lines)) if at not in paging.hidden]


def _names(raw: str, items: Iterable[Item]) -> set[str]:
    found: set[str] = set()
    for item in items:
        for start, end in item.terms:
            head, _ = head_of(raw[start:end])
            found.update(fold(name) for name in (head.term, *head.aliases))
    return found


# --- text ---


def _lines_in_row(kept: Sequence[int], items: Iterable[Item]) -> Iterator[tuple[int, int]]:
    """Yield pairs of neighbouring lines of one definition; pages may lie between."""
    place = {at: nth for nth, at in enumerate(kept)}
    for item in items:
        for one, two in pairwise(item.body):
            if place[two] == place[one] + 1:
                yield one, two


def _indents(lines: Sequence[Line], items: Iterable[Item]) -> Iterator[Cut]:
    """Cut the indentation that the lines of a definition share."""
    for item in items:
        below = [at for at in item.body if lines[at].start >= item.start or at != item.body[0]]
        base = min((lines[at].indent for at in below), default=0)
        cuts = [dedented(lines[at], base) for at in below]
        yield from (cut for cut in cuts if cut)


def _braces(raw: str, items: Sequence[Item], names: set[str]) -> list[Cut]:
    """Cut the braces around names of entries, as the Jargon File marks its references."""
    found: list[Cut] = []
    for item in items:
        for brace in _BRACED.finditer(raw, item.start, item.end):
            if fold(brace[1]) in names:
                found += [Cut(brace.start(), brace.start() + 1), Cut(brace.end() - 1, brace.end())]
    return found


# --- entries ---


def _entry(
    raw: str,
    lines: Sequence[Line],
    item: Item,
    stripped: StrippedText,
    names: set[str],
    deprecated: set[str],
) -> DraftEntry:
    heads = [head_of(raw[start:end].rstrip(": \t")) for start, end in item.terms]
    (head, status), *others = heads
    span = text_span(stripped, item.start, item.end)
    text = stripped.text[span.start : span.end]
    fields = item.fields if item.fields != Fields() else _fields(lines, item)
    pointed = list(_pointed(text, names))
    found = _BRACED.finditer(raw, item.start, item.end)
    braced = [brace for brace in found if fold(brace[1]) in names]
    listed = (*fields.references, *(name for name, _ in pointed))
    listed = (*listed, *(" ".join(brace[1].split()) for brace in braced))
    senses = set(_SENSE.findall(text))
    if senses and senses <= deprecated:
        status = "deprecated"
    mark = _MARK.match(text)
    begin = span.start + (mark.end() if mark else 0)
    spots = [Span(span.start + spot.start, span.start + spot.end) for _, spot in pointed]
    spots += [text_span(stripped, *brace.span(1)) for brace in braced]
    return DraftEntry(
        head,
        span.start,
        span.end,
        first=lines[item.first].number,
        last=lines[item.last].number,
        aliases=(*(n for each, _ in others for n in (each.term, *each.aliases)), *fields.aliases),
        references=listed,
        status=status or fields.status or opening_status(stripped.text[begin : span.end]),
        language=fields.language,
        flags=("redirect",) if is_redirect(stripped.text, begin, span.end, spots) else (),
    )


def _fields(lines: Sequence[Line], item: Item) -> Fields:
    """Read the labelled lines of a definition."""
    fields = Fields()
    role = ""
    for at in item.body:
        label = label_of(lines[at]) if at != item.first else None
        if label:
            role = label[0]
            fields = with_field(fields, role, label[1]) if role != "references" else fields
    return fields


def _pointed(text: str, names: set[str]) -> Iterator[tuple[str, Span]]:
    """Yield the names behind ``See``: those of entries, and any behind ``See also:``."""
    for see in _SEE.finditer(text):
        at = see.start("names")
        for part in re.split(r"(,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+)", see["names"]):
            name = " ".join(re.sub(r"\([^()]*\)", " ", part).split()).strip("\"'“”‘’*. ")
            sure = bool(see["colon"]) and 0 < len(name.split()) <= 6 and name not in ("and", "or")
            if name and not part.startswith(",") and (fold(name) in names or sure):
                lead = len(part) - len(part.lstrip())
                yield name, Span(at + lead, at + len(part.rstrip()))
            at += len(part)


# --- the page around ---


def _pages(whole: Page, paging: Paging, shape: Shape) -> Iterator[LineRange]:
    """Claim paging, headings, and text before the first and after the last entry."""
    lines = whole.lines
    for at in paging.marks:
        yield page(lines[at].number, lines[at].number, "paging")
    if not shape.items:
        return
    first, last = shape.items[0].first, shape.items[-1].last
    owned = {at for item in shape.items for at in range(item.first, item.last + 1)}
    for at, line in enumerate(lines):
        if line.blank or at in paging.hidden or at in owned:
            continue
        if at < first:
            yield page(line.number, line.number, "intro")
        elif at > last:
            yield page(line.number, line.number, "outro")
        elif at in whole.sections:
            yield page(line.number, line.number, "section-heading")


def _title(source: Source, above: Sequence[Line], first: int) -> str | None:
    """Return the first line that stands centred, as in an RFC; else what heads any text."""
    spread = any(re.search(r"\S {3,}\S", line.text) for line in above[:8])
    for line in above if spread else ():
        if line.indent > 7 and not re.search(r"\S {3,}\S", line.text):
            return line.body
    return own_title(source, first)


def _remarks(
    source: Source, lines: Sequence[Line], shape: Shape, words: Sequence[str]
) -> Iterator[Remark]:
    guessed = [item for item in shape.items if item.guessed]
    for item in guessed[:1] if 3 * len(guessed) > len(shape.items) else guessed:
        more = f" (so in {len(guessed)} entries)" if len(guessed) > 1 else ""
        yield Remark(
            source.path,
            lines[item.first].number,
            "taken-along",
            f"A paragraph below '{source.text[slice(*item.terms[0])]}' was taken for its own, "
            f"for no term and no heading stands before it{more}. Indent it to say so.",
        )
    ignored = sorted({role for item in shape.items for role in item.fields.ignored})
    if ignored:
        yield Remark(
            source.path,
            lines[shape.items[0].first].number,
            "fields-ignored",
            f"Labelled lines not read: {', '.join(ignored)}. Expected a term, a definition, "
            "synonyms, references, status or language.",
        )
    if words:
        shown = ", ".join(f"'{word}'" for word in words[:_SHOWN]) + (" …" if words[_SHOWN:] else "")
        yield Remark(
            source.path,
            0,
            "words-joined",
            f"{len(words)} words that line ends broke were joined: {shown}. Check them against the "
            "file.",
        )
