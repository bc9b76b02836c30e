"""What changed between two versions of a glossary: entries added, removed, changed, renamed.

Works on what readers yield, so the two versions may even be in different formats. White space and
markup don't count: only terms, texts, other names, references, status and language do.
"""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from .concepts import content_stems
from .names import squash
from .reading import Readings
from .records import Document, Entry

__all__ = ["Change", "Diff", "Kind", "Version", "compare", "word_changes"]

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
_SAME_TEXT = 0.7  # share of words that a renamed entry's definition keeps
_SAME_NAME = 0.4  # the same where the old name lives on as another name, or was only respelled
_RESPELLED = 80  # of 100, rapidfuzz
_FEWEST_WORDS = 3
_MOST_PAIRS = 10**8  # of words: they take a bit of memory each
_CROWD = 50  # entries that share a word; more say nothing


class Kind(StrEnum):
    """What became of an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Version:
    """An entry in one of the two versions.

    Attributes:
        entry: it.
        path: its document's path.
        text: its definition with all that belongs to it, white space single.
    """

    entry: Entry
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A difference.

    Attributes:
        kind: what became of the entry.
        old: as it was; ``None`` where it was added.
        new: as it is; ``None`` where it was removed.
        fields: what differs of an entry that stands in both: ``term``, ``definition``,
            ``aliases``, ``references``, ``status``, ``language``.
    """

    kind: Kind
    old: Version | None
    new: Version | None
    fields: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """The definition's words: see :func:`word_changes`; empty where it didn't change."""
        if self.old is None or self.new is None or "definition" not in self.fields:
            return ()
        return tuple(word_changes(self.old.text, self.new.text))


@dataclass(frozen=True, slots=True)
class Diff:
    """All differences.

    Attributes:
        changes: in the order of the new version, removed entries behind what they followed.
        unchanged: how many entries are as they were.
    """

    changes: tuple[Change, ...]
    unchanged: int

    def count(self, kind: Kind) -> int:
        """Return how many changes are of a kind."""
        return sum(change.kind is kind for change in self.changes)


def compare(old: Readings, new: Readings) -> Diff:
    """Compare two versions of a glossary.

    Entries are the same by their terms, spellings folded, within a language; where a term stands
    several times, by their definitions, files and order. What is left over on both sides is one
    renamed entry where the definition stayed, or some of it did and the name is a respelling, or
    the old name is now another name.
    """
    before, after = _versions(old), _versions(new)
    pairs = _same_term(before, after)
    taken = {one for one, _ in pairs}, {two for _, two in pairs}
    gone = [at for at in range(len(before)) if at not in taken[0]]
    come = [at for at in range(len(after)) if at not in taken[1]]
    renamed = _renamed(before, after, gone, come)
    pairs += renamed
    changes: list[tuple[tuple[float, ...], Change]] = []
    at_new = dict(pairs)
    moved = dict(renamed)
    for one, two in pairs:
        fields = tuple(_fields(before[one], after[two]))
        if fields or one in moved:
            kind = Kind.RENAMED if one in moved else Kind.CHANGED
            changes.append(((two, 0), Change(kind, before[one], after[two], fields)))
    for two in set(come) - set(moved.values()):
        changes.append(((two, 0), Change(Kind.ADDED, None, after[two])))
    place = -1
    for one, version in enumerate(before):
        place = at_new.get(one, place)
        if one not in at_new:
            changes.append(((place, 1, one), Change(Kind.REMOVED, version, None)))
    ordered = tuple(change for _, change in sorted(changes, key=lambda item: item[0]))
    same = len(pairs) - sum(change.old is not None and change.new is not None for change in ordered)
    return Diff(ordered, same)


def word_changes(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield runs of words: ``("=", …)`` in both, ``("-", …)`` in the old, ``("+", …)`` in the new.

    A run that was replaced comes as ``-`` and then ``+``. Of Chinese, Japanese and Korean each
    character is a word. Texts of tens of thousands of words are one run each.
    """
    a, b = list(_TOKEN.finditer(old)), list(_TOKEN.finditer(new))
    if len(a) * len(b) > _MOST_PAIRS:
        yield from (("-", old), ("+", new))
        return
    waiting: dict[str, list[re.Match[str]]] = {"-": [], "+": []}
    for step in Indel.opcodes([one[0] for one in a], [one[0] for one in b]):
        if step.tag == "equal":
            yield from _flush(waiting, old, new)
            yield "=", _run(a[step.src_start : step.src_end], old)
        else:
            waiting["-"] += a[step.src_start : step.src_end]
            waiting["+"] += b[step.dest_start : step.dest_end]
    yield from _flush(waiting, old, new)


def _flush(
    waiting: dict[str, list[re.Match[str]]], old: str, new: str
) -> Iterator[tuple[str, str]]:
    for sign, text in (("-", old), ("+", new)):
        if waiting[sign]:
            yield sign, _run(waiting[sign], text)
            waiting[sign] = []


def _run(tokens: Sequence[re.Match[str]], text: str) -> str:
    return text[tokens[0].start() : tokens[-1].end()]


def _versions(found: Readings) -> list[Version]:
    return [
        Version(entry, reading.document.path, _text(entry, reading.document))
        for reading in found.readings
        for entry in reading.entries
    ]


def _text(entry: Entry, document: Document) -> str:
    spans = [(entry.start, entry.end), *((span.start, span.end) for span in entry.more)]
    return " ".join(" ".join(document.text[start:end] for start, end in sorted(spans)).split())


def _key(version: Version) -> tuple[str, str]:
    entry = version.entry
    tag = entry.language.partition("-")[0].casefold() if entry.language else ""
    name = entry.term if len(entry.term) == 1 else squash(entry.term)
    return tag, name + ("^" if entry.term.isupper() and len(entry.term) > 1 else "")


def _same_term(before: Sequence[Version], after: Sequence[Version]) -> list[tuple[int, int]]:
    """Pair entries of one term: equal ones first, then those of one file, then by order."""
    keys = [_key(version) for version in before], [_key(version) for version in after]
    pairs = _pair(before, after, keys[0], keys[1])
    # a term that was "GPS" and is "Gps", or that has a language now
    left = {one for one, _ in pairs}, {two for _, two in pairs}
    loose = [
        [None if at in left[side] else key[1].rstrip("^") for at, key in enumerate(keys[side])]
        for side in (0, 1)
    ]
    return pairs + _pair(before, after, loose[0], loose[1])


def _pair(
    before: Sequence[Version],
    after: Sequence[Version],
    old_keys: Sequence[object],
    new_keys: Sequence[object],
) -> list[tuple[int, int]]:
    by_key: dict[object, list[int]] = defaultdict(list)
    for two, key in enumerate(new_keys):
        if key is not None:
            by_key[key].append(two)
    same: dict[object, list[int]] = defaultdict(list)
    for one, key in enumerate(old_keys):
        if key is not None and key in by_key:
            same[key].append(one)
    pairs: list[tuple[int, int]] = []
    for key, ones in same.items():
        pairs += _closest(before, after, ones, by_key[key])
    return pairs


def _closest(
    before: Sequence[Version], after: Sequence[Version], ones: list[int], twos: list[int]
) -> Iterator[tuple[int, int]]:
    """Pair the entries of one term: by text and file, by text, by file, and at last by order."""
    left: dict[int, None] = dict.fromkeys(ones)
    free: dict[int, None] = dict.fromkeys(twos)
    for by in (_by_both, _by_text, _by_path, _by_nothing):
        waiting: dict[object, deque[int]] = defaultdict(deque)
        for two in free:
            waiting[by(after[two])].append(two)
        for one in list(left):
            same = waiting[by(before[one])]
            if same:
                two = same.popleft()
                del left[one], free[two]
                yield one, two


def _by_both(version: Version) -> object:
    return version.text, version.path


def _by_text(version: Version) -> object:
    return version.text


def _by_path(version: Version) -> object:
    return version.path


def _by_nothing(version: Version) -> object:
    return None


def _fields(old: Version, new: Version) -> Iterator[str]:
    one, two = old.entry, new.entry
    if one.term != two.term:
        yield "term"
    if old.text != new.text:
        yield "definition"
    if set(one.aliases) != set(two.aliases):
        yield "aliases"
    if set(one.references) != set(two.references):
        yield "references"
    if one.status != two.status:
        yield "status"
    if one.language != two.language:
        yield "language"


# --- renamed ---


@dataclass(slots=True)
class _Added:
    """Entries that only the new version has, by the words of their definitions and by names."""

    by_stem: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def _renamed(
    before: Sequence[Version], after: Sequence[Version], gone: Iterable[int], come: Sequence[int]
) -> list[tuple[int, int]]:
    added = _Added()
    for two in come:
        for stem in content_stems(after[two].text):
            added.by_stem[stem].append(two)
        for name in after[two].entry.names:
            added.by_name[squash(name)].append(two)
    scored: list[tuple[float, int, int]] = []
    for one in gone:
        for two in _candidates(before[one], added):
            score = _renaming(before[one], after[two])
            if score:
                scored.append((-score, one, two))
    pairs: list[tuple[int, int]] = []
    used: set[int] = set()
    found: set[int] = set()
    for _, one, two in sorted(scored):
        if one not in used and two not in found:
            used.add(one)
            found.add(two)
            pairs.append((one, two))
    return pairs


def _candidates(old: Version, added: _Added) -> list[int]:
    votes: Counter[int] = Counter()
    for stem in content_stems(old.text):
        sharing = added.by_stem.get(stem, [])
        if len(sharing) <= _CROWD:
            votes.update(sharing)
    best = {two for two, _ in votes.most_common(10)}
    for name in old.entry.names:
        best.update(added.by_name.get(squash(name), [])[:10])
    return sorted(best)


def _renaming(old: Version, new: Version) -> float:
    """Return how surely one entry became the other; 0 for not."""
    if (old.entry.language or new.entry.language) != (new.entry.language or old.entry.language):
        return 0.0
    a, b = old.text.casefold().split(), new.text.casefold().split()
    alike = float(Indel.normalized_similarity(a, b))
    names = {squash(name) for name in new.entry.names}
    kept = squash(old.entry.term) in names or squash(new.entry.term) in {
        squash(name) for name in old.entry.names
    }
    respelled = ratio(old.entry.term.casefold(), new.entry.term.casefold()) >= _RESPELLED
    if (kept or respelled) and alike >= _SAME_NAME:
        return 1.0 + alike
    if min(len(a), len(b)) >= _FEWEST_WORDS and alike >= _SAME_TEXT:
        return alike
    return 0.0
