"""The entries in a flow: which of its shapes is the glossary, and what its entries are.

A page shows a glossary as pairs (``dl``), as tables, as paragraphs that begin with a marked
term, as headings with text below, or as bare lines with a paragraph below. The shape that makes
most entries is taken; what the source itself calls a glossary goes before. The others stay page
text, and a remark says so.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ..names import fold
from .fields import with_fields
from .flow import Block, Pairs, Para, all_ids, links, paragraphs, text_of
from .found import Found
from .shape_headings import LETTERS, bare_entries, heading_entries, one_entry
from .shape_runins import line_entries, run_in_entries
from .shape_tables import table_entries

__all__ = ["Shape", "find_entries"]

_WEIGHTS = {
    "pairs": 1.0,
    "tables": 1.0,
    "run-ins": 0.9,
    "lines": 0.75,
    "headings": 0.8,
    "bare": 0.6,
}
_SHOWN = {
    "pairs": "definition lists",
    "tables": "tables",
    "run-ins": "paragraphs that begin with a marked term",
    "lines": "paragraphs of a term, a colon or dash, and its definition",
    "headings": "headings with text below",
    "bare": "lines of their own with a paragraph below",
    "page": "the page as a whole: its heading and its text",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The entries of a flow.

    Attributes:
        entries: in the order of the flow.
        notes: remarks ``(code, message)`` on how they were found and what was left.
    """

    entries: tuple[Found, ...]
    notes: tuple[tuple[str, str], ...]


def find_entries(
    blocks: Sequence[Block], columns: Mapping[str, tuple[str, ...]] | None = None
) -> Shape:
    """Find the entries of a flow.

    Args:
        blocks: the flow.
        columns: which column of a table holds what, where somebody said so.
    """
    lists = list(_lists(blocks))
    tables, notes = table_entries(blocks, columns or {})
    found = {
        "pairs": _pairs(lists),
        "tables": tables,
        "run-ins": run_in_entries(blocks),
        "lines": line_entries(blocks),
        "headings": heading_entries(blocks),
        "bare": bare_entries(blocks),
    }
    if any(one.named for one in lists) and found["pairs"]:
        best = "pairs"
    elif columns and tables:
        best = "tables"
    else:
        best = max(found, key=lambda name: _weight(name, found[name]))
    entries = found[best]
    if not entries:
        best, entries = "pairs", _pairs(lists, any_text=True)
    if len(entries) < 2:
        whole = one_entry(blocks) if not entries or best in ("headings", "bare") else []
        if whole:
            best, entries = "page", whole
    if best == "pairs":
        entries = _with_bare(entries, found["bare"])
    entries = with_fields(entries)
    said = [("shape", _said(best, entries, found))] if entries else []
    if best == "tables":
        said += notes
    return Shape(tuple(entries), tuple(said))


def _weight(name: str, entries: Sequence[Found]) -> float:
    """Count entries with text; what repeats the same few heads is a record's fields."""
    heads = [fold(one.term) for one in entries if one.term]
    if not heads:
        return 0.0
    filled = sum(1 for one in entries if one.body)
    return _WEIGHTS[name] * filled * (len(set(heads)) / len(heads)) ** 2


def _said(best: str, entries: Sequence[Found], found: Mapping[str, Sequence[Found]]) -> str:
    others = [
        f"{len(some)} {_SHOWN[name]}"
        for name, some in found.items()
        if name != best and len(some) > 2 and not _inside(some, entries)
    ]
    message = f"{len(entries)} entries were found in {_SHOWN[best]}."
    if others:
        message += f" Taken for page text: {', '.join(others)}."
    return message


def _inside(some: Sequence[Found], entries: Sequence[Found]) -> bool:
    """Tell whether most of what another shape would find stands in entries anyway."""
    starts = [one.line for one in entries]
    ends = list(accumulate((one.last for one in entries), max))
    inside = (bisect_right(starts, one.line) - 1 for one in some)
    covered = sum(at >= 0 and ends[at] >= one.line for at, one in zip(inside, some, strict=True))
    return covered > len(some) / 2


# --- pairs ---


def _lists(blocks: Iterable[Block]) -> Iterable[Pairs]:
    """Yield the lists of a flow, and those inside of others that are called glossaries."""
    stack = [(block, True) for block in reversed(list(blocks))]
    while stack:
        block, top = stack.pop()
        if isinstance(block, Pairs):
            if top or block.named:
                yield block
            inner = [one for pair in block.pairs for body in pair.bodies for one in body]
            stack += [(one, False) for one in reversed(inner)]


def _pairs(lists: Sequence[Pairs], any_text: bool = False) -> list[Found]:
    """Return the pairs of lists that a page calls a glossary, or that hold prose."""
    entries: list[Found] = []
    for one in lists:
        if one.fields or not (one.named or any_text or _is_prose(one)):
            continue
        for pair in one.pairs:
            terms = _without_letter([para.text for para in pair.terms])
            names = [name for para in pair.terms for run in para.runs for name in run.names]
            body = tuple(block for part in pair.bodies for block in part)
            languages = [para.language for para in (*paragraphs(body), *pair.terms)]
            entries.append(
                Found(
                    term=terms[0] if terms else "",
                    names=(*terms[1:], *names),
                    body=body,
                    line=pair.line,
                    last=pair.last,
                    ids=_shortest_first(pair.terms),
                    inner=all_ids(body),
                    language=next((tag for tag in languages if tag), None),
                )
            )
    return entries


def _shortest_first(terms: Sequence[Para]) -> tuple[str, ...]:
    """Return what links may call the terms; of the first term's names the shortest leads."""
    ids = all_ids(terms)
    own = sorted(terms[0].ids, key=len) if terms else []
    return tuple(dict.fromkeys((*own, *ids)))


def _without_letter(terms: list[str]) -> list[str]:
    """Leave out a letter that heads the terms of its part of the alphabet."""
    letter = terms[0] if len(terms) > 1 and LETTERS.match(terms[0]) else ""
    heads = letter and all(len(one) > 1 and fold(one)[:1] == fold(letter)[:1] for one in terms[1:])
    return terms[1:] if heads else terms


def _is_prose(one: Pairs) -> bool:
    """Tell whether most of a list's texts are sentences or phrases, not values and links."""
    prose = 0
    for pair in one.pairs:
        text = " ".join(text_of(body) for body in pair.bodies)
        linked = sum(len(label) for body in pair.bodies for _, label, _ in links(body))
        wordy = len(text.split()) > 2 or (len(text) > 8 and not text.isascii())
        prose += wordy and linked < 0.8 * len(text)
    return 2 * prose >= len(one.pairs)


def _with_bare(entries: Sequence[Found], bare: Sequence[Found]) -> list[Found]:
    """Put in the entries that lost their list: bare lines between lists, in their alphabet."""
    if not entries:
        return list(bare)
    first, last = entries[0].line, entries[-1].last
    names = {fold(one.term) for one in entries}
    between = [one for one in bare if first < one.line < last and fold(one.term) not in names]
    lost = [replace(one, flags=("no-list",)) for one in between]
    return sorted([*entries, *lost], key=lambda one: one.line)
