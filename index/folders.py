"""Glossaries that are a folder of files with one entry each.

Such a file's own title is its term, which names no glossary: a question on "the pod glossary"
would look there alone, and a list of sources would be a list of terms. Each of these documents
gets the title of the folder: that of its index page, else the folder's name.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from .records import Reading

__all__ = ["entitle"]

_FEWEST = 3
_SHARE = 0.6  # of a folder's files with entries: the rest are pages on something else
_INDEX_PAGE = re.compile(r"(?:_?index|readme)\.\w+", re.IGNORECASE)
#: Names of folders that say little without the one above: languages, and what they hold.
_BARE = re.compile(r"[a-z]{2,3}(?:[-_]\w{2,8})*|glossary|terms|entries|docs", re.IGNORECASE)


def entitle(
    readings: Sequence[Reading], above: Mapping[str, Sequence[str]], titled: Mapping[str, str]
) -> tuple[Reading, ...]:
    """Give the documents of one-entry folders the folder's title.

    Args:
        readings: of files.
        above: the names of the folders above each document's file, the nearest last, by
            document path.
        titled: titles that were asked for, by document path; these stay.
    """
    folders: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        folders[reading.document.path.rpartition("/")[0]].append(reading)
    own: dict[str, str] = {}
    for inside in folders.values():
        filled = [reading for reading in inside if reading.entries]
        single = [reading for reading in filled if len(reading.entries) == 1]
        if len(single) >= max(_FEWEST, _SHARE * len(filled)):
            title = _title(inside, above[single[0].document.path])
            own |= {reading.document.path: title for reading in single if title}
    own |= titled
    return tuple(
        _with_title(reading, own.get(reading.document.path, reading.document.title))
        for reading in readings
    )


def _title(inside: Sequence[Reading], above: Sequence[str]) -> str:
    for reading in inside:
        name = reading.document.path.rpartition("/")[2]
        if not reading.entries and _INDEX_PAGE.fullmatch(name) and reading.document.title != name:
            return reading.document.title
    names = [name for name in above if name]
    return "/".join(names[-2:] if names and _BARE.fullmatch(names[-1]) else names[-1:])


def _with_title(reading: Reading, title: str) -> Reading:
    return replace(reading, document=replace(reading.document, title=title))
