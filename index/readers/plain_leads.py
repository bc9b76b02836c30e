"""Entries of plain text whose term a sign marks: ``term: text``, ``term - text``, ``$ term``."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .layout import Line
from .plain_items import Item, Page, below, is_term

__all__ = ["LEADS", "find_dollar", "find_leads"]

#: Signs between term and definition, and how surely they make a glossary.
LEADS = {
    "jargon": (r":(?P<term>[^\s:][^:]*):(?:\s+(?P<text>\S.*))?$", 0.9),
    "colon": (r"(?P<term>[^\s:：=][^:：]*?)\s*(?::(?=\s|$)|：)\s*(?P<text>\S.*)?$", 0.8),
    "dash": (r"(?P<term>\S.*?)(?:\s+(?:-{1,3}|[–—―])\s+|[—―])(?P<text>\S.*)$", 0.78),
    "equals": (r"(?P<term>[^\s=][^=]*?)\s+(?:=>?|→|⇒|≡|:=)\s+(?P<text>\S.*)$", 0.72),
    "columns": (r"(?P<term>\S(?:.*?\S)?)(?:\s{3,}|\t+)(?P<text>\S.*)$", 0.6),
}
_BULLET = re.compile(r"(?:[-*+•·‣▪o]|\d{1,4}[.)])[ \t]+(?=\S)")
_DOLLAR = re.compile(r"\$\s+(?P<term>\S.*)$")
_INNER = ("references", "aliases", "short", "long", "status", "notes")
_HEAD_CHARS = 300  # a term and its sign stand within so many


def find_dollar(page: Page) -> list[Item]:
    """Read ``$ term`` with a deeper indented definition, as RFC 2828 and RFC 4949 have it."""
    lines = page.lines
    marks = {at: mark for at in page.kept if (mark := _DOLLAR.match(lines[at].body))}
    if not marks:
        return []
    base = Counter(lines[at].indent for at in marks).most_common(1)[0][0]
    found: list[Item] = []
    now: list[int] = []
    head = -1
    for at in (*page.kept, -1):
        ends = at < 0 or (not lines[at].blank and lines[at].indent <= base)
        if ends and head >= 0:
            term = (lines[head].first + marks[head].start("term"), lines[head].end)
            found.append(below((term,), head, now, lines))
            head, now = -1, []
        if at in marks and lines[at].indent == base:
            head = at
        elif head >= 0 and at >= 0 and not lines[at].blank:
            now.append(at)
    return found


@dataclass(frozen=True, slots=True)
class _Lead:
    """A line that may start an entry: where its term stands, and its text if there is any."""

    term: tuple[int, int]
    text: int | None
    upper: bool


def find_leads(page: Page, pattern: re.Pattern[str], name: str) -> list[Item]:
    """Read lines of a term, a sign and a definition, and the lines that go on with it."""
    lines = page.lines
    leads = _candidates(page, pattern)
    if not leads:
        return []
    base = max(lines[at].indent for at in leads)
    heads = _heads(page, leads, name)
    found: list[Item] = []
    head, body, gap, guessed = -1, list[int](), False, False
    for at in page.kept:
        line = lines[at]
        if line.blank:
            gap = True
            continue
        goes_on = head >= 0 and not (gap and at in page.sections)
        if at in heads:
            if head >= 0:
                found.append(_led(lines, head, leads[head], body, guessed))
            head, body, guessed = at, [], False
        elif goes_on and (line.indent > base or not gap or _is_running(line)):
            guessed = guessed or (gap and line.indent <= base and name != "jargon")
            body.append(at)
        elif head >= 0:
            found.append(_led(lines, head, leads[head], body, guessed))
            head = -1
        gap = False
    if head >= 0:
        found.append(_led(lines, head, leads[head], body, guessed))
    return found


def _heads(page: Page, leads: dict[int, _Lead], name: str) -> set[int]:
    """Return the candidates that start entries.

    Where nearly all start a paragraph, only those do. Where nearly all start with a capital, a
    small letter is a line that goes on. A line of an entry's own (``Note: …``) starts none.
    """
    apart = sum(at in page.fresh for at in leads) >= 0.7 * len(leads)
    upper = sum(lead.upper for lead in leads.values()) >= 0.8 * len(leads)
    found: set[int] = set()
    for at, lead in leads.items():
        fresh = at in page.fresh
        inner = ("references",) if fresh else _INNER
        own = bool(found) and name not in ("columns", "jargon") and page.roles.get(at) in inner
        if (fresh or (not apart and (lead.upper or not upper))) and not own:
            found.add(at)
    return found


def _candidates(page: Page, pattern: re.Pattern[str]) -> dict[int, _Lead]:
    """Find the lines that may start an entry, at the indentation of most of them or less."""
    lines = page.lines
    found = {at: lead for at in page.kept if (lead := _lead(lines[at], pattern))}
    counts = Counter(lines[at].indent for at in found)
    base = max(counts, key=lambda indent: (counts[indent], -indent), default=0)
    return {at: lead for at, lead in found.items() if base - 1 <= lines[at].indent <= base}


def _led(lines: Sequence[Line], head: int, lead: _Lead, body: Sequence[int], guessed: bool) -> Item:
    if lead.text is not None:
        start, rows = lead.text, (head, *body)
    elif body:
        start, rows = lines[body[0]].first, tuple(body)
    else:
        return Item((lead.term,), lines[head].end, lines[head].end, head, head)
    return Item((lead.term,), start, lines[rows[-1]].end, head, rows[-1], rows, guessed=guessed)


def _lead(line: Line, pattern: re.Pattern[str]) -> _Lead | None:
    """Match a line that may start an entry: its term is short and no sentence."""
    body = line.body[:_HEAD_CHARS]
    bullet = _BULLET.match(body)
    at = bullet.end() if bullet else 0
    lead = pattern.match(body[at:]) if body else None
    if not lead or not is_term(lead["term"]):
        return None
    at += line.first
    text = at + lead.start("text") if lead["text"] else None
    term = (at + lead.start("term"), at + lead.end("term"))
    return _Lead(term, text, not lead["term"][0].islower())


def _is_running(line: Line) -> bool:
    """Tell whether a line looks like running text and not like a heading."""
    return len(line.text) > 50 or line.text[-1] in ".!?;:,"
