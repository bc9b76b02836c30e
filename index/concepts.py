"""Which entries, across glossaries, define one thing.

Every merge has a rule that explains it, and no rule may put two senses of one name in one
document together: there, one name with different definitions means several things.

    same name              two documents give the same term
    also known as          a document says so: in a heading's parenthesis or in its prose
    same name and kind     "Stanley" is "a knife", so it is another's "Stanley Knife"
    same definition        the definitions are the same, or nearly, and the names share a word

Entries that their document itself tells apart by ids (flag ``identified``) stay apart.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from .names import is_acronym, squash, stem_words, words
from .records import Concept, Entry
from .references import claim

__all__ = ["content_stems", "first_clause", "genus", "group"]

#: Share of content words that two definitions must have in common to be one definition:
#: Jaccard for any two names that share a word, and for a name that only adds a word which the
#: other's definition uses ("claw hammer", "hammer") the share of the shorter one.
SAME_DEFINITION = 0.7
SAME_WITH_LONGER_NAME = 0.5
_BLOCK = 60  # names' words that more entries share than this say nothing about likeness

_STOP_WORDS = """
a an and are as at be been being by can could do does for from had has have if in into is it
its may might more most not of on one or other over such than that the their them then there
these they this those through to two under used using was were when where which while who
will with within without would also often refer refers commonly typically usually various
during each entire single full complete
"""
_STOP = frozenset(_STOP_WORDS.split())
_GENUS_END = re.compile(
    r"\b(that|which|who|whose|where|when|used|using|designed|in|for|of|with|to|by|on|from)\b|[,;:.(]"
)

_CLAUSE_END = re.compile(r"\b(?:that|which|who|where|when|used|using|designed)\b|[,;:.(]")


def content_stems(text: str) -> frozenset[str]:
    """Return the stems of a text's content words: what two definitions are compared by."""
    return frozenset(stem_words(" ".join(word for word in words(text) if word not in _STOP)))


def _first_sentence(entry: Entry) -> str:
    match = re.search(r"[.!?](\s|$)", entry.definition)
    return entry.definition[: match.start() if match else 400]


def genus(entry: Entry) -> frozenset[str]:
    """Return the stems of the kind that a definition names: "A popular optimizer that …"."""
    text = re.sub(r"^.{0,80}?\b(is|are)\b(?= (an?|the|one)\b)", "", _first_sentence(entry))
    match = _GENUS_END.search(text, 2)
    return frozenset(stem_words(text[: match.start()] if match else text))


def first_clause(entry: Entry) -> frozenset[str]:
    """Return the stems of a definition up to its first relative clause or comma."""
    text = re.sub(r"^.{0,80}?\b(is|are)\b(?= (an?|the|one)\b)", "", _first_sentence(entry))
    match = _CLAUSE_END.search(text, 2)
    return frozenset(stem_words(text[: match.start()] if match else text))


def _alike(one: Entry, two: Entry) -> float:
    a, b = content_stems(one.definition), content_stems(two.definition)
    return len(a & b) / len(a | b) if a and b else 0.0


def _covers(one: Entry, two: Entry) -> float:
    a, b = content_stems(_first_sentence(one)), content_stems(_first_sentence(two))
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


class _Sets:
    """Union-find that refuses to join two senses of one name, or two ids, of one document."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = {entry.id: entry for entry in entries}
        self.parent = {entry.id: entry.id for entry in entries}
        self.members: dict[str, list[str]] = {entry.id: [entry.id] for entry in entries}
        self.rules: dict[str, str] = {}

    def find(self, item: str) -> str:
        while self.parent[item] != item:
            item = self.parent[item]
        return item

    def join(self, one: Entry, two: Entry, rule: str) -> None:
        a, b = self.find(one.id), self.find(two.id)
        if a == b or self._clash(a, b):
            return
        if len(self.members[a]) < len(self.members[b]):
            a, b = b, a
        self.rules.setdefault(one.id, rule)
        self.rules.setdefault(two.id, rule)
        self.parent[b] = a
        self.members[a] += self.members.pop(b)

    def _clash(self, a: str, b: str) -> bool:
        for left in (self.entries[item] for item in self.members[a]):
            for right in (self.entries[item] for item in self.members[b]):
                if _told_apart(left, right):
                    return True
                if (
                    left.document == right.document
                    and squash(left.term) == squash(right.term)
                    and _alike(left, right) < SAME_DEFINITION
                ):
                    return True
        return False


def group(entries: Sequence[Entry]) -> tuple[Concept, ...]:
    """Group entries into concepts.

    Args:
        entries: of all documents that are indexed together, documents in order.

    Returns:
        Concepts in the order of their first entries; every entry is in exactly one.
    """
    sets = _Sets(entries)
    by_term: dict[str, list[Entry]] = defaultdict(list)
    by_alias: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_term[squash(entry.term)].append(entry)
        for key in {squash(alias) for alias in entry.aliases}:
            by_alias[key].append(entry)
    for one, two, rule in _pairs(entries, by_term, by_alias):
        sets.join(one, two, rule)
    order = {entry.id: at for at, entry in enumerate(entries)}
    groups = [sorted(ids, key=order.__getitem__) for ids in sets.members.values()]
    groups.sort(key=lambda ids: order[ids[0]])
    return tuple(_concept([sets.entries[item] for item in ids], sets.rules) for ids in groups)


def _told_apart(one: Entry, two: Entry) -> bool:
    """Tell whether the source itself says that two of its entries are different things.

    A vocabulary gives each concept an id of its own, and often defines opposites or siblings in
    the same words ("Citizen", "Non-Citizen").
    """
    told = one.document == two.document and one.locator != two.locator
    return told and "identified" in one.flags and "identified" in two.flags


def _pairs(
    entries: Sequence[Entry], by_term: dict[str, list[Entry]], by_alias: dict[str, list[Entry]]
) -> Iterator[tuple[Entry, Entry, str]]:
    """Yield pairs that a rule calls one thing, surest rules first."""
    yield from _same_name(by_term)
    yield from _same_definition(entries)
    yield from _stated(by_term, by_alias)
    yield from _longer_names(entries, by_term)


def _same_name(by_term: dict[str, list[Entry]]) -> Iterator[tuple[Entry, Entry, str]]:
    for same in by_term.values():
        documents = [entry.document for entry in same]
        for at, two in enumerate(same):
            for one in same[:at]:
                if one.document == two.document:
                    if _alike(one, two) >= SAME_DEFINITION:
                        yield one, two, "same name, same definition"
                elif documents.count(one.document) == documents.count(two.document) == 1:
                    yield one, two, "same name"
                elif _alike(one, two) >= SAME_WITH_LONGER_NAME:
                    yield one, two, "same name, like definition"


def _stated(
    by_term: dict[str, list[Entry]], by_alias: dict[str, list[Entry]]
) -> Iterator[tuple[Entry, Entry, str]]:
    """Pairs that a document's own "also known as" joins."""
    for key, claimants in by_alias.items():
        for two in by_term.get(key, ()):
            for one in _strongest(claimants, key, two):
                alias = next(name for name in one.aliases if squash(name) == key)
                stated = alias in one.said
                if one.document == two.document and not stated:
                    # a printed synonym may be another sense in the same document (WordNet)
                    if _covers(one, two) >= SAME_WITH_LONGER_NAME:
                        yield one, two, f"document says also known as '{alias}'"
                elif one.document != two.document or stated:
                    yield one, two, f"document says also known as '{alias}'"
        said = [entry for entry in claimants if any(squash(name) == key for name in entry.said)]
        for two in said[1:]:
            name = next(name for name in two.said if squash(name) == key)
            if not is_acronym(name) and claim(two, key) == claim(said[0], key):
                yield said[0], two, f"documents say also known as '{name}'"


def _strongest(claimants: Sequence[Entry], key: str, owner: Entry) -> Iterator[Entry]:
    """Of the entries that claim a name which is ``owner``'s term, those that may be its like.

    Within a document only the strongest claim counts; where several claim it as strongly, the
    one whose head word ("device" in "zipper device") is the kind that the owner's definition
    names.
    """
    by_document: dict[str, list[Entry]] = defaultdict(list)
    for entry in claimants:
        if entry.id != owner.id:
            by_document[entry.document].append(entry)
    for rivals in by_document.values():
        best = min(claim(entry, key) for entry in rivals)
        rivals = [entry for entry in rivals if claim(entry, key) == best]
        if len(rivals) > 1:
            kind = genus(owner)
            rivals = [entry for entry in rivals if kind.intersection(stem_words(entry.term)[-1:])]
        if len(rivals) == 1:
            yield rivals[0]


def _longer_names(
    entries: Sequence[Entry], by_term: dict[str, list[Entry]]
) -> Iterator[tuple[Entry, Entry, str]]:
    """Pairs of which one name only adds a word that the other's definition holds."""
    for long in entries:
        parts = words(long.term)
        if not 2 <= len(parts) <= 6:
            continue
        for short in by_term.get(squash(" ".join(parts[:-1])), ()):
            if set(stem_words(parts[-1])) <= genus(short):
                yield short, long, f"same name and kind ('{parts[-1]}')"
        for short in by_term.get(squash(" ".join(parts[1:])), ()):
            added = set(stem_words(parts[0]))
            if added <= content_stems(_first_sentence(short)) and (
                _covers(short, long) >= SAME_WITH_LONGER_NAME
            ):
                yield short, long, "same definition, one name longer"


def _same_definition(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry, str]]:
    by_stem: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for stem in set(stem_words(entry.term)):
            by_stem[stem].append(entry)
    for block in by_stem.values():
        if len(block) > _BLOCK:
            continue
        for at, two in enumerate(block):
            for one in block[:at]:
                if squash(one.term) != squash(two.term) and _alike(one, two) >= SAME_DEFINITION:
                    yield one, two, "same definition"


def _concept(entries: Sequence[Entry], rules: dict[str, str]) -> Concept:
    counts: dict[str, int] = defaultdict(int)
    for entry in entries:
        counts[squash(entry.term)] += 1
    name = max(entries, key=lambda entry: counts[squash(entry.term)]).term
    names = _unique(name for entry in entries for name in entry.names)
    ids = tuple(entry.id for entry in entries)
    return Concept(ids[0], name, names, ids, tuple((i, rules[i]) for i in ids if i in rules))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(squash(name), name)
    return tuple(seen.values())
