"""JSON: one object with the titles of documents and an object for each entry."""

import json
from collections.abc import Iterable, Iterator, Mapping

from .records import Item

__all__ = ["FORMAT", "MARK", "write"]

#: The first key of a file that we wrote, and the version of its layout.
MARK, FORMAT = "glossator", 1


def write(items: Iterable[Item], titles: Mapping[str, str]) -> Iterator[str]:
    """Yield the file in pieces, an entry a line."""
    yield f'{{"{MARK}": {FORMAT}, "titles": {_json(dict(titles))},\n "entries": ['
    between = "\n"
    for item in items:
        yield f"{between}{_json(_record(item))}"
        between = ",\n"
    yield "\n]}\n"


def _record(item: Item) -> dict[str, object]:
    fields: dict[str, object] = {
        "term": item.term,
        "aliases": item.aliases,
        "definition": item.definition,
        "notes": item.notes,
        "see_also": [link.name for link in item.links if link.target],
        "dangling": [link.name for link in item.links if not link.target],
        "language": item.language,
        "status": item.status,
        "number": item.number,
        "flags": item.flags,
        "source": item.source,
        "id": item.id,
        "concept": item.concept,
    }
    return {name: value for name, value in fields.items() if value}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
