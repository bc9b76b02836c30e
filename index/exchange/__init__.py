"""An index written as CSV, JSON, SKOS or TBX, for other programs and to be read back.

Each format is a module with ``write(items, titles) -> Iterator[str]``; ``records.py`` takes the
items out of an index, ``check.py`` holds what was written against them.
"""

from collections.abc import Iterable, Iterator, Mapping

from ..errors import InputError
from . import as_csv, as_json, as_skos, as_tbx
from .records import Item, Link, by_source, collect, titles

__all__ = ["FORMATS", "Item", "Link", "by_source", "collect", "titles", "write"]

_WRITERS = {
    "csv": as_csv.write,
    "json": as_json.write,
    "skos": as_skos.write,
    "tbx": as_tbx.write,
}
#: What an index can be exported to.
FORMATS = tuple(_WRITERS)


def write(items: Iterable[Item], titles: Mapping[str, str], to: str) -> Iterator[str]:
    """Yield a file in pieces.

    Args:
        items: see :func:`collect`.
        titles: of the documents, by path.
        to: one of :data:`FORMATS`.

    Raises:
        InputError: if the format isn't known.
    """
    if to not in _WRITERS:
        raise InputError(f"format '{to}' is not known. Expected one of: {', '.join(FORMATS)}.")
    return _WRITERS[to](items, titles)
