"""Where links inside a Markdown file lead: to the entry whose heading or anchor they name."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from .md_items import Item
from .md_page import MdPage
from .md_slugs import heading_anchor

__all__ = ["find_anchors", "sibling", "spoken"]

_OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_INDEX = ("index", "_index", "readme")


def find_anchors(page: MdPage, items: Sequence[Item]) -> Mapping[str, int]:
    """Map anchors, without ``#`` and case folded, to the index of the item they stand at."""
    found: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for at, item in enumerate(items):
        for head in item.heads:
            made = heading_anchor(page.name(*head))
            nth = counts[made]
            counts[made] += 1
            found.setdefault(f"{made}-{nth}" if nth else made, at)
    starts = [item.heads[0][0] if item.heads else item.body[0].start for item in items]
    at = 0
    for anchor in page.anchors:
        while at < len(items) and starts[at] <= anchor.at:
            at += 1
        alone = not _line_text(page, anchor.at)
        owner = at if alone or not at else at - 1
        if owner < len(items):
            found.setdefault(anchor.name.casefold(), owner)
    return found


def _line_text(page: MdPage, offset: int) -> str:
    line = page.line(offset)
    return page.text(page.starts[line - 1], page.starts[line] - 1)


def sibling(url: str) -> str | None:
    """Return the name of the page beside this one that a link leads to, or ``None``.

    ``/hive/``, ``hive.md``, ``../hive/index.md`` and ``…/glossary/hive`` lead to a page on a
    hive; addresses elsewhere and paths into other folders don't.
    """
    if _OUTSIDE.match(url):
        return None
    path, _, fragment = unquote(url).partition("#")
    path = path.partition("?")[0]
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    if parts and parts[-1].rsplit(".", 1)[0].casefold() in _INDEX:
        parts.pop()
    named = next((at for at, part in enumerate(parts) if "gloss" in part.casefold()), None)
    if named is not None:
        parts = parts[named + 1 :]
        if not parts and fragment:
            return fragment.removeprefix("term-")
    if len(parts) != 1:
        return None
    stem = re.sub(r"\.(?:md|mdx|markdown|html?)$", "", parts[0], flags=re.IGNORECASE)
    return stem or None


def spoken(slug: str) -> str:
    """Return a page's name as words: ``bee-hive`` is bee hive, ``Block/CSS`` is Block (CSS)."""
    head, _, qualifier = slug.partition("/")
    words = " ".join(re.split(r"[-_\s]+", head)).strip()
    return f"{words} ({' '.join(re.split(r'[-_/]+', qualifier))})" if qualifier else words
