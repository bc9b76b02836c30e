"""Headings with text below, bare lines with text below, and a page that is one entry."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ..names import fold, words
from .flow import Block, Kind, Pairs, Para, Table, all_ids, links, paragraphs, text_of
from .found import Found

__all__ = ["LETTERS", "bare_entries", "heading_entries", "one_entry"]

_MAX_HEAD = 120
_MAX_BARE = 60
_MAX_BARE_WORDS = 7
_LEAST_BARE = 8  # so many bare lines in order of the alphabet are no accident
#: A heading of one letter, or of a range of letters or digits.
_LETTER = r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]"  # a Chinese character is a word
LETTERS = re.compile(rf"{_LETTER}$|\d(?:\s*[-–—]\s*\d)?$|#$|{_LETTER}\s*[-–—/]\s*{_LETTER}$")


def heading_entries(blocks: Sequence[Block]) -> list[Found]:
    """Find the entries that headings of one level head: the level that has most of them.

    Headings of deeper levels belong to the definition; a heading of one letter heads a part of
    the alphabet; text that is mostly links is no definition ("References").
    """
    headings = (block for block in blocks if isinstance(block, Para))
    levels = sorted({block.level for block in headings if _is_heading(block)})
    best: list[Found] = []
    for level in levels:
        found = _at_level(blocks, level)
        if len(found) > len(best):
            best = found
    return best if len(best) > 1 else []


def _is_heading(block: Block) -> bool:
    return isinstance(block, Para) and block.kind is Kind.HEADING


def _at_level(blocks: Sequence[Block], level: int) -> list[Found]:
    entries: list[Found] = []
    head: Para | None = None
    body: list[Block] = []

    def end() -> None:
        # Directly below a heading that is a term stands text, not a heading of the next level.
        text = body and not _is_heading(body[0])
        if head and text and not LETTERS.match(head.text) and not _leads_away(body):
            entries.append(_headed(head, body))

    for block in blocks:
        if isinstance(block, Para) and block.kind is Kind.HEADING and block.level <= level:
            end()
            head = block if block.level == level and len(block.text) <= _MAX_HEAD else None
            body = []
        elif head and not _ends(block, head):
            body.append(block)
        elif head:
            end()
            head, body = None, []
    end()
    return entries


def _ends(block: Block, head: Para) -> bool:
    return isinstance(block, Para) and block.kind is Kind.END and block.level <= head.level


def _headed(head: Para, body: Sequence[Block]) -> Found:
    names = tuple(name for run in head.runs for name in run.names)
    body = _without_link_lists(body)
    return Found(
        term=head.text,
        names=names,
        body=tuple(body),
        line=head.line,
        last=max(head.last, *(block.last for block in body)),
        ids=head.ids,
        inner=all_ids(body),
        language=next((p.language for p in body if isinstance(p, Para)), head.language),
    )


def _without_link_lists(body: Sequence[Block]) -> list[Block]:
    """Leave out the parts at the end that only lead elsewhere: "See also", "References"."""
    kept = list(body)
    while True:
        at = next((at for at in reversed(range(1, len(kept))) if _is_heading(kept[at])), None)
        if at is None or not (len(kept) == at + 1 or _leads_away(kept[at + 1 :])):
            return kept
        del kept[at:]


def _leads_away(body: Sequence[Block]) -> bool:
    size = sum(len(para.text) for para in paragraphs(body))
    return sum(len(label) for _, label, _ in links(body)) > 0.7 * size


def one_entry(blocks: Sequence[Block]) -> list[Found]:
    """Read a page of one entry: its first heading, and the text below it up to the next parts."""
    at = next((at for at, block in enumerate(blocks) if _is_heading(block)), None)
    if at is None:
        return []
    head = blocks[at]
    assert isinstance(head, Para)
    body: list[Block] = []
    for block in blocks[at + 1 :]:
        if isinstance(block, Para) and block.kind is Kind.HEADING and block.level <= head.level:
            break
        if _ends(block, head):
            break
        if _is_heading(block) and not body:
            return []
        body.append(block)
    if not body or not words(head.text) or _leads_away(body):
        return []
    return [_headed(head, body)]


def bare_entries(blocks: Sequence[Block]) -> list[Found]:
    """Find short lines without a full stop, each with a paragraph below, in alphabetical order.

    Several such lines in a row are the names of one thing. A line behind a colon belongs to the
    text before it.
    """
    entries: list[Found] = []
    heads: list[Para] = []
    body: list[Block] = []

    def end() -> None:
        if heads and body:
            lines = [line for para in heads for line in para.text.split("\n") if line.strip()]
            entries.append(
                Found(
                    term=lines[0],
                    names=tuple(dict.fromkeys(lines[1:])),
                    body=tuple(body),
                    line=heads[0].line,
                    last=body[-1].last,
                    ids=all_ids(heads),
                    inner=all_ids(body),
                    language=heads[0].language,
                )
            )

    before = ""
    for block in blocks:
        if isinstance(block, Para) and _is_bare(block) and not before.endswith((":", "：")):
            if body:
                end()
                heads, body = [], []
            heads.append(block)
        elif isinstance(block, Pairs | Table) or _is_heading(block):
            end()
            heads, body = [], []
        elif heads:
            body.append(block)
        before = text_of([block])[-1:]
    end()
    return entries if _in_order(entries) else []


def _is_bare(para: Para) -> bool:
    text = para.text
    if para.kind is not Kind.TEXT or len(text) > _MAX_BARE or not words(text):
        return False
    return len(text.split()) <= _MAX_BARE_WORDS and text.rstrip()[-1] not in ".:;,!?…。：؟"


def _in_order(entries: Sequence[Found]) -> bool:
    """Tell whether terms go by the alphabet, and are different."""
    keys = [fold(one.term) for one in entries]
    if len(keys) < _LEAST_BARE or Counter(keys).most_common(1)[0][1] > 2:
        return False
    steps = [one[:1] <= two[:1] for one, two in pairwise(keys)]
    return sum(steps) >= 0.85 * len(steps)
