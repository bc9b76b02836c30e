r"""Reader of LaTeX: ``\newglossaryentry`` and ``\newacronym`` of the glossaries package, and kin.

Written after the user manual of the package glossaries (ctan.org/pkg/glossaries) and those of
glossaries-extra (``\newabbreviation``), acronym (``\acro``) and nomencl (``\nomenclature``). An
acronym's long form is its definition and one of its names. ``\gls{label}`` shows the label here,
for only LaTeX could put the name in; the reference goes to the entry of that label.
"""

import re
from collections.abc import Iterator, Sequence

from ..records import LineRange, LineUse, Remark, Span
from ..text import Cut, Source, StrippedText, strip
from .base import Draft, DraftEntry, Sniff, page
from .latex_lists import Found, list_items
from .latex_text import Links, braces, text_cuts
from .layout import Line, line_at, lines_of, merged
from .markup import text_span
from .usage import head_of, is_redirect, opening_status

__all__ = ["NAME", "read", "sniff"]

NAME = "latex"

_ENTRY = re.compile(
    r"\\(?P<command>(?:long)?(?:new|provide)glossaryentry|longprovideglossaryentry|newacronym|"
    r"newabbreviation|newdualentry|acrodef|acro|nomenclature)\*?(?![A-Za-z])"
)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_INDENT = re.compile(r"\n[ \t]+")
_OPTION = re.compile(r"\s*\[(?P<inside>[^\[\]]*)\]")
_GAP = re.compile(r"(?:\s|(?<!\\)%[^\n]*\n)*")
_KEY = re.compile(r"(?:[\s,]|(?<!\\)%[^\n]*\n)*(?P<key>[A-Za-z][\w ]*?)\s*(?:=\s*|(?=[,\s]|$))")
_NAMED = re.compile(r"\\item[ \t]*\[|\\begin\{[A-Za-z]+\}[ \t\n]*\[")
_CALLED = re.compile(
    r"gloss|glosá|lexi[ck]|léxi|vocab|terminolog|terms|definition|acronym|abbrev|abréviat|abkürz|"
    r"abreviatur|nomenclat|begriff|notation|symbol",
    re.IGNORECASE,
)
_EXTRA = re.compile(r"\\acroextra[ \t]*\{")
_FEW = 2  # items: fewer are no glossary
_TITLE = re.compile(r"\\(?:title|chapter|section)\*?\{([^{}\\]+)\}")


def sniff(source: Source) -> Sniff:
    """Score by the commands that define entries."""
    text = source.text
    found = len(_ENTRY.findall(_COMMENT.sub("", text)))
    if found and re.search(r"\\(?:new|provide|long|acro|nomen)", text):
        return Sniff(0.98 if found > 1 else 0.9, f"{found} commands of LaTeX define entries")
    items = list_items(text, braces(text)) if _NAMED.search(text) else []
    if sum(bool(text[slice(*one.definition)].strip()) for one in items) < _FEW:
        return Sniff(0.0, "no command of LaTeX that defines an entry")
    held = sum(text.count("\n", one.start, one.end) + 1 for one in items)
    lines = sum(1 for line in _COMMENT.sub("", text).split("\n") if line.strip())
    title = _TITLE.search(text)
    called = bool(title and _CALLED.search(title[1]))
    score = 0.95 if called else min(0.9, held / max(1, lines) + 0.2)
    return Sniff(score, f"{len(items)} items or environments of LaTeX that name a term")


def read(source: Source) -> Draft:
    """Read the commands; all other lines are page text."""
    raw = source.text
    pairs = braces(raw)
    found, broken = _commands(raw, pairs)
    if not found:
        found = list_items(raw, pairs)
    links = Links()
    cuts = []
    for one in found:
        for start, end in (one.term, one.definition, *one.aliases):
            cuts += list(text_cuts(raw, start, end, pairs, links))
            cuts += (Cut(gap.start() + 1, gap.end()) for gap in _INDENT.finditer(raw, start, end))
    stripped = strip(raw, merged(cuts))
    links.labels.sort(key=lambda link: link[1])
    names = {one.label: head_of(_shown(stripped, one.term))[0].term for one in found if one.label}
    entries = tuple(_entries(raw, found, stripped, names, links))
    title = _TITLE.search(raw)
    used = {n for entry in entries for n in range(entry.first, entry.last + 1)}
    lines = lines_of(raw)
    at_fault = {line_at(lines, at) for at in broken}
    reports = (LineRange(n, n, LineUse.REPORT, "bad-command") for n in sorted(at_fault - used))
    taken = used | at_fault
    pages = tuple(
        page(line.number, line.number, "comment" if line.body.startswith("%") else "latex")
        for line in lines
        if not line.blank and line.number not in taken
    )
    remarks = tuple(_remarks(source, lines, broken, links))
    return Draft(
        stripped, entries, (*pages, *reports), remarks, title[1].strip() if title else None
    )


def _commands(raw: str, pairs: dict[int, int]) -> tuple[list[Found], list[int]]:
    """Find the commands that define entries, and the places of those that are broken."""
    hidden = iter([*(match.span() for match in _COMMENT.finditer(raw)), (len(raw), len(raw))])
    comment = next(hidden)
    found: list[Found] = []
    broken: list[int] = []
    for command in _ENTRY.finditer(raw):
        while comment[1] <= command.start() and comment[0] < len(raw):
            comment = next(hidden)
        if command.start() >= comment[0] or (found and command.start() < found[-1].end):
            continue
        one = _command(raw, command, pairs)
        if one:
            found.append(one)
        else:
            broken.append(command.start())
    return found, broken


def _command(raw: str, command: re.Match[str], pairs: dict[int, int]) -> Found | None:
    name = command["command"]
    wanted = {"newdualentry": 4, "acro": 2, "acrodef": 2, "nomenclature": 2}.get(
        name, 3 if name.startswith(("long", "newac", "newab")) else 2
    )
    spans: list[tuple[int, int]] = []
    option: tuple[int, int] | None = None
    at = command.end()
    while len(spans) < wanted:
        extra = _OPTION.match(raw, at)
        if extra:
            option, at = extra.span("inside"), extra.end()
        gap = _GAP.match(raw, at)
        at = gap.end() if gap else at
        if at not in pairs:
            return None
        spans.append((at + 1, pairs[at]))
        at = pairs[at] + 1
    label = raw[slice(*spans[0])].strip()
    if name in ("newacronym", "newabbreviation"):
        long = _keys(raw, *option, pairs).get("description", spans[2]) if option else spans[2]
        return Found(command.start(), at, label, spans[1], long, (spans[2],))
    if name in ("acro", "acrodef"):
        long = _without_extra(raw, spans[1], pairs)
        aliases = (long, spans[0]) if option else (long,)
        return Found(command.start(), at, label, option or spans[0], spans[1], aliases)
    if name == "nomenclature":
        return Found(command.start(), at, label, spans[0], spans[1])
    if name == "newdualentry":
        return Found(command.start(), at, label, spans[1], spans[3], (spans[2],))
    keys = _keys(raw, *spans[1], pairs)
    term = keys.get("name", spans[0])
    definition = spans[2] if len(spans) > 2 else keys.get("description", (at, at))
    also = [keys[key] for key in ("text", "first", "plural", "long", "symbol") if key in keys]
    see = [keys[key] for key in ("see", "seealso") if key in keys]
    return Found(
        command.start(),
        at,
        label,
        term,
        definition,
        tuple(span for span in also if raw[slice(*span)] != raw[slice(*term)]),
        tuple(
            part.strip(" {}")
            for span in see
            for part in re.sub(r"\[[^\]]*\]", "", raw[slice(*span)]).split(",")
            if part.strip(" {}")
        ),
    )


def _without_extra(raw: str, span: tuple[int, int], pairs: dict[int, int]) -> tuple[int, int]:
    """Return the long form without what is only shown in the list of acronyms, before or behind."""
    start, end = span
    extra = _EXTRA.search(raw, start, end)
    if extra and extra.end() - 1 in pairs and not raw[start : extra.start()].strip():
        start = pairs[extra.end() - 1] + 1
        extra = _EXTRA.search(raw, start, end)
    return (start, extra.start()) if extra else (start, end)


def _keys(raw: str, start: int, end: int, pairs: dict[int, int]) -> dict[str, tuple[int, int]]:
    """Read ``key={value}, key=value``; values as places, without the braces around."""
    found: dict[str, tuple[int, int]] = {}
    at = start
    while key := _KEY.match(raw, at, end):
        begin = at = key.end()
        while at < end and raw[at] != ",":
            at = pairs.get(at, at) + 1 if raw[at] != "\\" else at + 2
        stop = begin + len(raw[begin : min(at, end)].rstrip())
        if begin in pairs and pairs[begin] == stop - 1:
            begin, stop = begin + 1, stop - 1
        found.setdefault(key["key"].strip().lower(), (begin, stop))
        at += 1
    return found


def _shown(stripped: StrippedText, span: tuple[int, int]) -> str:
    start, end = stripped.to_text(span[0]), stripped.to_text(span[1])
    return " ".join(stripped.text[start:end].split())


def _entries(
    raw: str,
    found: Sequence[Found],
    stripped: StrippedText,
    names: dict[str, str],
    links: Links,
) -> Iterator[DraftEntry]:
    line = last = 1
    at = counted = 0
    for one in found:
        line = last + raw.count("\n", counted, one.start)
        last = line + raw.count("\n", one.start, one.end)
        counted = one.end
        while at < len(links.labels) and links.labels[at][1] < one.start:
            at += 1
        here = []
        while at < len(links.labels) and links.labels[at][1] < one.end:
            here.append(links.labels[at])
            at += 1
        span = text_span(stripped, *one.definition)
        spots = [Span(*(stripped.to_text(place) for place in link[1:])) for link in here]
        head, status = head_of(_shown(stripped, one.term))
        labels = (*(label for label, _, _ in here), *one.see)
        yield DraftEntry(
            head,
            span.start,
            span.end,
            first=line,
            last=last,
            aliases=tuple(name for span in one.aliases if (name := _shown(stripped, span))),
            locator=one.label or None,
            references=tuple(names.get(label, label) for label in labels),
            status=status or opening_status(stripped.text[span.start : span.end]),
            flags=("redirect",) if is_redirect(stripped.text, span.start, span.end, spots) else (),
        )


def _remarks(
    source: Source, lines: Sequence[Line], broken: Sequence[int], links: Links
) -> Iterator[Remark]:
    for at in broken:
        yield Remark(
            source.path,
            line_at(lines, at),
            "bad-command",
            "A command that defines an entry lacks an argument in braces, or a brace is not "
            "closed. Expected a label and the rest in braces; mend it.",
        )
    for places, code, what in (
        (links.noted, "left-out", "A note, picture or file inside a definition is left out"),
        (links.accents, "accents", "A letter with an accent is written as a command"),
    ):
        if places:
            yield Remark(
                source.path,
                line_at(lines, places[0]),
                code,
                f"{what} ({len(places)} in the file). Write it as plain text in UTF-8 to have it "
                "quoted.",
            )
