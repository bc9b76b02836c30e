"""References between entries: which entry a marked name means.

A definition marks names (bold words, links); a reader keeps them as printed in
``Entry.references``. Here each is resolved to an entry, inflected forms included, or
reported as dangling.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .names import acronym_of, fold, is_acronym, squash, stem_words
from .records import Entry, Remark

__all__ = ["claim", "link"]

_JOINTS = re.compile(r",|;|/|\band\b|\bor\b")


def claim(entry: Entry, key: str) -> int:
    """Say how strongly an entry claims a squashed name; lower is stronger.

    0: its term · 1: an acronym of its own term, or a name that its text states as another
    name for the term · 2: another alias, such as the acronym of an alias. So "ATM" means the
    asynchronous transfer mode even where an entry "sometimes also called an automated till
    machine (ATM)" claims it too. 9: no claim.
    """
    if squash(entry.term) == key:
        return 0
    for alias in entry.aliases:
        if squash(alias) != key:
            continue
        if not is_acronym(alias):
            return 1
        return 1 if squash(alias) == squash(acronym_of(entry.term)) else 2
    return 9


class _Names:
    """Entries by squashed name, by the stems of their names, by parts of their names, by file."""

    def __init__(self, entries: Sequence[Entry], paths: Mapping[str, str]) -> None:
        self.by_key: dict[str, list[Entry]] = defaultdict(list)
        self.by_stems: dict[str, list[Entry]] = defaultdict(list)
        self.by_short: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self.by_file: dict[str, list[Entry]] = defaultdict(list)
        alone = Counter(entry.document for entry in entries)
        for entry in entries:
            for parts in {tuple(stem_words(name)) for name in entry.names}:
                if len(parts) > 1:  # the head word is often left out: "a Stanley [knife]"
                    self.by_short[entry.document, " ".join(parts[:-1])].append(entry)
            for key in {squash(name) for name in entry.names}:
                self.by_key[key].append(entry)
            for stems in {" ".join(stem_words(name)) for name in entry.names}:
                self.by_stems[stems].append(entry)
            if alone[entry.document] == 1:
                self.by_file[squash(_file_name(paths[entry.document]))].append(entry)

    def find(self, name: str, home: Entry) -> Entry | None:
        """Return the entry a name means when it stands in ``home``, or ``None``.

        Exact names go before stems, the entry's own document before others, a stronger
        claim before a weaker one, the same capitals before others, then the smaller id. Then come
        loose readings, which only count where one entry of the same document fits, and last the
        names of files that hold one entry each, by which their links name them.
        """
        key = squash(name)
        stems = stem_words(name)
        found = self.by_key.get(key) or self.by_stems.get(" ".join(stems)) or []
        found = found or self._loosely(stems, home) or self.by_file.get(key, [])
        others = [entry for entry in found if entry.id != home.id]
        if not others:
            return None
        return min(
            others,
            key=lambda e: (e.document != home.document, claim(e, key), name not in e.names, e.id),
        )

    def _loosely(self, stems: Sequence[str], home: Entry) -> list[Entry]:
        """Read a name with its head word left out, or with a word more in the middle."""
        found = self.by_short.get((home.document, " ".join(stems)), [])
        if not found and len(stems) > 2:
            found = [
                entry
                for at in range(1, len(stems) - 1)
                for entry in self.by_stems.get(" ".join((*stems[:at], *stems[at + 1 :])), [])
                if entry.document == home.document
            ]
        return found if len({entry.id for entry in found}) == 1 else []

    def names_itself(self, name: str, home: Entry) -> bool:
        """Tell whether a name means the entry it stands in; ``HEAD`` in ``head`` may be another."""
        key = squash(name)
        if name not in home.names and any(
            name in entry.names and entry.document == home.document
            for entry in self.by_key.get(key, ())
        ):
            return False
        return key in {squash(own) for own in home.names}


def _file_name(path: str) -> str:
    """Return the name by which links call a file: ``hive`` for hive.md and hive/index.md."""
    *folders, name = path.split("/")
    stem = name.partition(".")[0]
    return folders[-1] if folders and stem in ("index", "_index", "readme", "README") else stem


def _readings(name: str) -> Iterable[tuple[str, ...]]:
    """Yield the ways to read a reference, best first: whole, in parts, without parentheses."""
    yield (name,)
    bare = re.sub(r"\([^()]*\)", " ", name)
    if fold(bare) != fold(name):
        yield (bare,)
        yield from ((inner,) for inner in re.findall(r"\(([^()]*)\)", name))
    parts = tuple(part.strip() for part in _JOINTS.split(bare) if part.strip())
    if len(parts) > 1:
        yield parts


def _resolve(name: str, home: Entry, names: _Names) -> tuple[str, ...]:
    for reading in _readings(name):
        found = [names.find(part, home) for part in reading]
        targets = tuple(entry.id for entry in found if entry is not None)
        if len(targets) == len(reading) or (len(reading) > 1 and targets):
            return targets
    return ()


def link(entries: Sequence[Entry], paths: dict[str, str]) -> tuple[tuple[Entry, ...], list[Remark]]:
    """Resolve the references of all entries.

    Args:
        entries: of all documents that are indexed together.
        paths: document id to path, for the remarks.

    Returns:
        The entries with ``see_also`` and ``dangling`` set, in the same order, and a remark
        for each dangling reference.
    """
    names = _Names(entries, paths)
    linked: list[Entry] = []
    remarks: list[Remark] = []
    for entry in entries:
        targets: dict[str, None] = {}
        dangling: dict[str, None] = {}
        for name in entry.references:
            if names.names_itself(name, entry):
                continue
            found = _resolve(name, entry, names)
            targets.update(dict.fromkeys(found))
            if not found:
                dangling[name] = None
        linked.append(replace(entry, see_also=tuple(targets), dangling=tuple(dangling)))
        remarks.extend(
            Remark(
                paths[entry.document],
                entry.line,
                "dangling-reference",
                f"'{entry.term}' refers to '{name}', which no entry defines",
            )
            for name in dangling
        )
    return tuple(linked), remarks
