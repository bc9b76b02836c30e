"""References by id from one file to another: the ids that records have in JSON, SKOS, tables.

Within a file its reader puts the term for an id. Here files that were read together share
their ids, so that ``"related": ["urn-2"]`` finds the record "urn-2" of the file beside.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .records import Entry, Reading

__all__ = ["share_keys"]


def share_keys(readings: Sequence[Reading]) -> list[Reading]:
    """Put terms for references that are ids of other files.

    Files in the referring file's own language go first, then the others in their order. Only
    files that have ids themselves refer by id; a name that happens to be one elsewhere stays.
    """
    keyed = [reading for reading in readings if reading.keys]
    if len(keyed) < 2:
        return list(readings)
    tables: dict[str | None, dict[str, str]] = {}
    for reading in keyed:
        table = tables.setdefault(_language(reading), {})
        for key, term in reading.keys:
            table.setdefault(key, term)
    return [_shared(reading, tables) if reading.keys else reading for reading in readings]


def _language(reading: Reading) -> str | None:
    counts = Counter(entry.language for entry in reading.entries)
    return counts.most_common(1)[0][0] if counts else None


def _shared(reading: Reading, tables: dict[str | None, dict[str, str]]) -> Reading:
    own = _language(reading)
    order = [tables[own], *(table for language, table in tables.items() if language != own)]
    names = {name for entry in reading.entries for name in entry.names}

    def term(name: str) -> str:
        if name in names:  # of this file: an id's term, put by its reader
            return name
        return next((table[name] for table in order if name in table), name)

    def meant(entry: Entry) -> Entry:
        found = tuple(dict.fromkeys(term(name) for name in entry.references))
        return entry if found == entry.references else replace(entry, references=found)

    return replace(reading, entries=tuple(map(meant, reading.entries)))
