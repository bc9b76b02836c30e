"""Entries of plain text whose definition stands below the term, indented or not."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .layout import Line
from .plain_items import Item, below, is_head, is_section, place_of

__all__ = ["find_blocks", "find_hanging"]


def find_hanging(lines: Sequence[Line], kept: Sequence[int]) -> list[Item]:
    """Read terms with a deeper indented definition below."""
    shown = [at for at in kept if not lines[at].blank]
    joints = [
        (one, two - one > 1 and any(lines[n].blank for n in range(one, two)))
        for one, two in pairwise(shown)
        if lines[two].indent > lines[one].indent and is_head(lines[one])
    ]
    if not joints:
        return []
    (base, spaced), _ = Counter((lines[at].indent, gap) for at, gap in joints).most_common(1)[0]
    heads = {at for at, gap in joints if lines[at].indent == base and gap == spaced}
    found: list[Item] = []
    terms: list[int] = []
    body: list[int] = []
    before = -1
    for at in (*shown, -1):
        line = lines[at] if at >= 0 else None
        if line and line.indent > base:
            body += [at] if terms else []
            before = at
            continue
        if terms and body:
            found.append(below(tuple(place_of(lines[n]) for n in terms), terms[0], body, lines))
            terms, body = [], []
        stacked = terms and before == terms[-1] and at == before + 1
        terms = terms if stacked else []
        if line and is_head(line) and (at in heads or (not spaced and _leads_to(shown, at, heads))):
            terms.append(at)
        else:
            terms = []
        before = at
    return found


def _leads_to(shown: Sequence[int], at: int, heads: set[int]) -> bool:
    """Tell whether a term stands right above another one that has a definition."""
    return any(at + step in heads for step in (1, 2, 3))


def find_blocks(lines: Sequence[Line], kept: Sequence[int]) -> list[Item]:
    """Read blocks of a short first line and text, or short blocks above blocks of text."""
    blocks: list[list[int]] = [[]]
    for at in kept:
        if not lines[at].blank:
            blocks[-1].append(at)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block and not all(is_section(lines[n]) for n in block)]
    for block in blocks:
        if len(block) > 1 and is_section(lines[block[0]]):
            del block[0]
    joint = [block for block in blocks if len(block) > 1 and _is_title(lines, block)]
    alone = [block for block in blocks if len(block) == 1 and is_head(lines[block[0]])]
    alone = [block for block in alone if len(lines[block[0]].text) <= 60]
    if len(joint) >= 0.6 * len(blocks):
        return [below((place_of(lines[block[0]]),), block[0], block[1:], lines) for block in joint]
    starts = {block[0] for block in alone}
    found: list[Item] = []
    for one, two in pairwise(blocks):
        if one[0] in starts and two[0] not in starts:
            found.append(below((place_of(lines[one[0]]),), one[0], two, lines))
    regular = len(found) >= 0.8 * len(alone) and len(found) >= 0.35 * len(blocks)
    return found if regular else []


def _is_title(lines: Sequence[Line], block: Sequence[int]) -> bool:
    first, second = lines[block[0]], lines[block[1]]
    if not is_head(first) or len(first.text) > 60 or first.indent != second.indent:
        return False
    return len(first.body.split()) <= 8 and sum(len(lines[n].text) for n in block[1:]) > len(
        first.text
    )
