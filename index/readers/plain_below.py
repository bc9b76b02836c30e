"""Entries of plain text whose definition stands below the term, indented or not."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .layout import Line
from .plain_items import Item, Page, below, is_head, place_of

__all__ = ["find_blocks", "find_hanging"]


def find_hanging(page: Page) -> list[Item]:
    """Read terms, one or several, with a deeper indented definition below."""
    lines = page.lines
    shown = [at for at in page.kept if not lines[at].blank]
    joints = {
        one: two in page.fresh
        for one, two in pairwise(shown)
        if lines[two].indent > lines[one].indent and is_head(lines[one])
    }
    if not joints:
        return []
    counts = Counter((lines[at].indent, gap) for at, gap in joints.items())
    (base, spaced), _ = counts.most_common(1)[0]
    heads = {at for at, gap in joints.items() if (lines[at].indent, gap) == (base, spaced)}
    stacked = _stacked(page, shown, heads)
    found: list[Item] = []
    terms: list[int] = []
    body: list[int] = []
    for at in (*shown, -1):
        if at >= 0 and lines[at].indent > base:
            body += [at] if terms else []
            continue
        if terms and (body or at not in stacked):
            found += [below(tuple(place_of(lines[n]) for n in terms), terms[0], body, lines)]
            terms, body = [], []
        if at in heads or at in stacked:
            terms.append(at)
    return [item for item in found if item.end > item.start]


def _stacked(page: Page, shown: Sequence[int], heads: set[int]) -> set[int]:
    """Return the terms that stand right above others, and the last of each such stack."""
    found: set[int] = set()
    for one, two in pairwise(reversed(shown)):
        above = one in heads or one in found
        level = page.lines[one].indent == page.lines[two].indent
        if above and level and one not in page.fresh and is_head(page.lines[two]):
            found |= {one, two}
    return found


def find_blocks(page: Page) -> list[Item]:
    """Read blocks of a short first line and text, or short blocks above blocks of text."""
    lines = page.lines
    blocks: list[list[int]] = [[]]
    for at in page.kept:
        if not lines[at].blank:
            blocks[-1].append(at)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block and not page.sections.issuperset(block)]
    for block in blocks:
        if len(block) > 1 and block[0] in page.sections:
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
