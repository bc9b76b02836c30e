"""Every name from A to Z, and those that fit what is being typed."""

import html
import threading
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..index.lexicon import Lexicon
from ..index.lexicon_rows import StoredDocument
from ..index.names import fold, squash
from ..index.records import Concept
from ..rag.query import understand
from .markup import address, chips, choice, plain, shown

__all__ = ["MAX_LISTED", "Item", "Listing", "Wanted", "listed", "name_key", "rows_of", "shell"]

#: A longer glossary is shown letter by letter, so many names at a time.
MAX_LISTED = 600
#: So many names that fit a filter are shown.
MAX_FITTING = 100
MAX_FILTER_CHARS = 100
#: A filter of fewer letters is not taken for a misspelling.
MIN_GUESSED = 4
_BATCH = 2000
_NO_LETTER = "#"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list: a concept, or an entry where one glossary is listed.

    Attributes:
        name: what most call it.
        aliases: its other names.
        entry_id: what a click opens.
        documents: the glossaries that define it.
        rows: its entries.
        letter: the heading under which it stands.
        folded: its names for a filter, without case, a line each.
    """

    name: str
    aliases: tuple[str, ...]
    entry_id: str
    documents: tuple[str, ...]
    rows: tuple[int, ...]
    letter: str
    folded: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be listed.

    Attributes:
        document: the id of one glossary; ``""`` for all.
        find: what names are to hold; ``""`` for all.
        letter: the letter to show.
        start: how many of its names to pass over.
    """

    document: str = ""
    find: str = ""
    letter: str = ""
    start: int = 0


class Listing:
    """The names of a glossary in order, read when first asked for; threads may share it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._items: dict[str, tuple[Item, ...]] = {}
        self._guard = threading.Lock()

    def items(self, document: str = "") -> tuple[Item, ...]:
        """Return the concepts of all glossaries, or the entries of one, from A to Z."""
        with self._guard:
            if document not in self._items:
                found = _entries(self._lexicon, document) if document else _concepts(self._lexicon)
                self._items[document] = tuple(item for _, item in sorted(found))
            return self._items[document]

    def fitting(self, find: str, document: str = "") -> tuple[Item, ...]:
        """Return the items that a filter fits, best first.

        A name that is the filter goes before one that begins with it, a term before an
        alias, the start of a word before its inside. Where no name begins with it, it is looked
        up as a question's words are, typing errors included.
        """
        items = self.items(document)
        typed = " ".join(find.casefold().split())
        bearers = self._lexicon.named([squash(find)]) if squash(find) else {}
        exact = {one.row for found in bearers.values() for one in found if one.kind != "part"}
        ranked = [
            (0 if exact and exact.intersection(item.rows) else _fit(item.folded, typed), item)
            for item in items
            if typed in item.folded or (exact and exact.intersection(item.rows))
        ]
        found = [(rank, item) for rank, item in ranked if rank is not None]
        if not any(rank < 3 for rank, _ in found):
            guessed = self._guessed(find, items)
            found = [(2, item) for item in guessed] + [p for p in found if p[1] not in guessed]
        return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))

    def _guessed(self, find: str, items: Sequence[Item]) -> list[Item]:
        """Read a filter as misspelled: as a question is read, else as the start of a word."""
        meant = {row for m in understand(find, self._lexicon).mentions for row in m.rows}
        found = [item for item in items if meant.intersection(item.rows)]
        starts = () if found else _misspelled_starts(fold(find), self._lexicon.vocabulary())
        return found or [item for item in items if any(word in item.folded for word in starts)]


def _misspelled_starts(typed: str, vocabulary: Sequence[str]) -> tuple[str, ...]:
    """Return the words that begin almost as typed, nearest first: one edit, two from 8 letters."""
    if len(typed) < MIN_GUESSED:
        return ()
    heads = [word[: len(typed)] for word in vocabulary]
    limit = 1 if len(typed) < 2 * MIN_GUESSED else 2
    near = process.extract(typed, heads, scorer=OSA.distance, score_cutoff=limit, limit=8)
    return tuple(vocabulary[at] for _, _, at in near)


def _fit(folded: str, typed: str) -> int | None:
    """Say how well a filter fits names; lower is better."""
    names = folded.split("\n")
    if names[0].startswith(typed):
        return 1
    if any(alias.startswith(typed) for alias in names[1:]):
        return 2
    if any(before + typed in name for name in names for before in " -(/"):
        return 3
    return 4 if any(typed in name for name in names) else None


def name_key(name: str) -> tuple[int, str, str]:
    """Return what names are sorted by: A to Z, then other scripts, digits and symbols last."""
    letter = letter_of(name)
    kind = 3 if letter == _NO_LETTER else 2 if len(letter) > 1 else int(letter > "Z")
    return kind, letter, _bare(name)


def _bare(name: str) -> str:
    """Return a name as it is sorted: without case, accents and punctuation."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in parts if not _accent(c)).split())


def _accent(char: str) -> bool:
    return unicodedata.combining(char) > 0


def letter_of(name: str) -> str:
    """Return the heading under which a name stands.

    That is its first letter without accents; ``#`` for digits and symbols; for scripts without
    capitals, which may have thousands of signs, the script's name.
    """
    first = _bare(name)[:1]
    if not first.isalpha():
        return _NO_LETTER
    if first.upper() != first:
        return first.upper()[:1]
    script = unicodedata.name(first, _NO_LETTER).split()[0]
    return script.capitalize() if len(script) > 3 else script


#: What an item is sorted by: its name, then its entry's id.
_Key = tuple[tuple[int, str, str], str]


def _item(
    name: str,
    aliases: tuple[str, ...],
    entry_id: str,
    documents: tuple[str, ...],
    rows: tuple[int, ...],
) -> tuple[_Key, Item]:
    key = name_key(name)
    folded = "\n".join(" ".join(one.casefold().split()) for one in (name, *aliases))
    return (key, entry_id), Item(name, aliases, entry_id, documents, rows, key[1], folded)


def _concepts(lexicon: Lexicon) -> Iterator[tuple[_Key, Item]]:
    found: dict[str, tuple[Concept, list[str], list[int]]] = {}
    for first in range(0, lexicon.counts.entries, _BATCH):
        rows = range(first, min(first + _BATCH, lexicon.counts.entries))
        concepts = lexicon.concepts(rows)
        for row, entry in zip(rows, lexicon.entries(rows), strict=True):
            concept = concepts.get(row)
            if concept is None:
                yield _item(entry.term, entry.aliases, entry.id, (entry.document,), (row,))
                continue
            _, documents, members = found.setdefault(concept.id, (concept, [], []))
            documents.append(entry.document)
            members.append(row)
    for concept, documents, members in found.values():
        aliases = tuple(name for name in concept.names if name != concept.name)
        held = tuple(dict.fromkeys(documents))
        yield _item(concept.name, aliases, concept.id, held, tuple(members))


def rows_of(lexicon: Lexicon, document: str) -> range:
    """Return the rows of one glossary's entries, or of all for ``""``; rows are in order of ids."""
    rows = range(lexicon.counts.entries)
    if not document:
        return rows

    def entry_id(row: int) -> str:
        return lexicon.entries([row])[0].id

    first = bisect_left(rows, f"{document}#", key=entry_id)
    return range(first, bisect_left(rows, f"{document}$", lo=first, key=entry_id))


def _entries(lexicon: Lexicon, document: str) -> Iterator[tuple[_Key, Item]]:
    rows = rows_of(lexicon, document)
    for first in range(rows.start, rows.stop, _BATCH):
        batch = range(first, min(first + _BATCH, rows.stop))
        for row, entry in zip(batch, lexicon.entries(batch), strict=True):
            yield _item(entry.term, entry.aliases, entry.id, (document,), (row,))


# as HTML


def shell(documents: Sequence[StoredDocument]) -> str:
    """Return what stands above the list: the filter, and the choice of a glossary."""
    chosen = choice("gl-in", {document.id: document.title for document in documents})
    return (
        '<div class="filter" role="search"><input id="gl-find" type="search" autocomplete="off" '
        'spellcheck="false" aria-label="Filter the names" placeholder="Filter the names…" '
        f'maxlength="{MAX_FILTER_CHARS}">{chosen}</div><div id="gl-list"></div>'
    )


def listed(listing: Listing, wanted: Wanted, titles: dict[str, str]) -> tuple[str, str]:
    """Return a list of names as HTML, and what it holds in a few words.

    Args:
        listing: the names.
        wanted: which of them.
        titles: of the glossaries, by id.
    """
    if wanted.find.strip():
        return _filtered(listing, wanted, titles)
    items = listing.items(wanted.document)
    letters = list(dict.fromkeys(item.letter for item in items))
    whole = len(items) <= MAX_LISTED
    letter = wanted.letter if wanted.letter in letters else letters[0] if letters else ""
    fit = items if whole else [item for item in items if item.letter == letter]
    start = 0 if whole else min(max(0, wanted.start), len(fit))
    part = fit[start : start + MAX_LISTED]
    groups = "".join(
        f'<h2 data-letter="{html.escape(plain(head))}">{shown(head)}</h2>{_list(group, titles)}'
        for head, group in groupby(part, key=lambda item: item.letter)
    )
    more = _more(wanted, letter, start, len(fit)) if len(part) < len(fit) else ""
    return _letters(letters, "" if whole else letter, wanted) + groups + more, _count(len(items))


def _filtered(listing: Listing, wanted: Wanted, titles: dict[str, str]) -> tuple[str, str]:
    find = wanted.find.strip()[:MAX_FILTER_CHARS]
    found = listing.fitting(find, wanted.document)
    if not found:
        asked = chips("Ask instead", [find])
        return f'<p class="lead">No name is like that.</p>{asked}', "no name"
    count = _count(len(found))
    said = f"the first {MAX_FITTING} of {count}" if len(found) > MAX_FITTING else count
    return f'<p class="soft">{said.capitalize()}</p>{_list(found[:MAX_FITTING], titles)}', said


def _count(number: int) -> str:
    return f"{number:,} {'name' if number == 1 else 'names'}"


def _letters(letters: Sequence[str], current: str, wanted: Wanted) -> str:
    links = []
    for letter in letters:
        here = ' aria-current="true"' if letter == current else ""
        to = address(**{"view": "browse", "in": wanted.document, "letter": letter})
        links.append(f'<a href="{to}"{here}>{shown(letter)}</a>')
    return f'<nav class="letters" aria-label="A to Z">{"".join(links)}</nav>'


def _more(wanted: Wanted, letter: str, start: int, total: int) -> str:
    links = []
    for label, at in (("Before", start - MAX_LISTED), ("Further", start + MAX_LISTED)):
        if -MAX_LISTED < at < total:
            fields = {"view": "browse", "in": wanted.document, "letter": letter}
            fields["from"] = str(max(0, at))
            links.append(f'<a href="{address(**fields)}">{label}</a>')
    end = min(start + MAX_LISTED, total)
    return f'<p class="further soft">{start + 1:,} to {end:,} of {total:,} {" ".join(links)}</p>'


def _list(items: Iterable[Item], titles: dict[str, str]) -> str:
    return f'<ul class="names">{"".join(_line(item, titles) for item in items)}</ul>'


def _line(item: Item, titles: dict[str, str]) -> str:
    also = ""
    if item.aliases:
        names = ", ".join(shown(alias) for alias in item.aliases[:4])
        also = f' <span class="soft serif" dir="auto">{names}</span>'
    held = ""
    if len(titles) > 1:
        many = len(item.documents)
        held = f"{many} glossaries" if many > 1 else shown(titles[item.documents[0]])
        held = f'<span class="soft held">{held}</span>'
    return (
        f'<li><span><a class="serif" dir="auto" href="{address(entry=item.entry_id)}">'
        f"{shown(item.name)}</a>{also}</span>{held}</li>"
    )
