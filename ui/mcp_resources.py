"""Glossaries and their entries as addresses: ``glossary://{glossary}/{entry}``.

An entry's address is its id, ``glossary#entry``, with a slash and percent-encoded, so it survives a
rebuild as the id does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote, unquote

from ..index.errors import InputError
from ..rag.entries import full_entries
from ..rag.glossator import Glossator
from .browse import rows_of

__all__ = ["TEMPLATE", "Shelf", "UnknownResourceError", "read", "shelves", "uri_of"]

_SCHEME = "glossary://"
TEMPLATE = f"{_SCHEME}{{glossary}}/{{entry}}"
#: A glossary's list of terms ends here; the rest is found by searching.
MAX_TERMS = 2000
#: So many glossaries are named where an unknown one was asked for.
_NAMED = 5


class UnknownResourceError(InputError):
    """No glossary or entry has the address."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A glossary to be listed.

    Attributes:
        uri: its address.
        source: the document's path.
        title: its title.
        entries: how many it has.
    """

    uri: str
    source: str
    title: str
    entries: int


def uri_of(entry_id: str) -> str:
    """Return an entry's address."""
    document, _, entry = entry_id.partition("#")
    return f"{_SCHEME}{quote(document, safe='')}/{quote(entry, safe='')}"


def shelves(glossary: Glossator) -> Iterator[Shelf]:
    """Yield the glossaries, in the order in which they were indexed."""
    for document in glossary.index.lexicon.documents():
        address = f"{_SCHEME}{quote(document.id, safe='')}"
        yield Shelf(address, document.path, document.title, document.entries)


def read(uri: str, glossary: Glossator) -> dict[str, Any]:
    """Return what stands at an address: an entry, or a glossary's terms with their addresses.

    Raises:
        UnknownResourceError: if nothing does.
    """
    document, _, entry = uri.removeprefix(_SCHEME).partition("/")
    if not uri.startswith(_SCHEME) or "/" in entry:
        raise UnknownResourceError(f"{uri[:200]!r} is no address of an entry; expected {TEMPLATE}")
    if entry:
        return _entry(glossary, uri, f"{unquote(document)}#{unquote(entry)}")
    return _terms(glossary, uri, unquote(document))


def _entry(glossary: Glossator, uri: str, entry_id: str) -> dict[str, Any]:
    lexicon = glossary.index.lexicon
    row = lexicon.row_of(entry_id)
    if row is None:
        raise UnknownResourceError(
            f"{uri[:200]!r}: there is no such entry. Find it with the tool 'define' or 'search'"
        )
    (found,) = full_entries(lexicon, [row])
    return {**found.to_dict(), "uri": uri_of(entry_id)}


def _terms(glossary: Glossator, uri: str, document_id: str) -> dict[str, Any]:
    lexicon = glossary.index.lexicon
    document = next((one for one in lexicon.documents() if one.id == document_id), None)
    if document is None:
        known = ", ".join(shelf.uri for shelf in islice(shelves(glossary), _NAMED))
        raise UnknownResourceError(
            f"{uri[:200]!r}: there is no such glossary; expected one that is listed, such as "
            f"{known}"
        )
    rows = rows_of(lexicon, document_id)
    entries = lexicon.entries(rows[:MAX_TERMS])
    return {
        "uri": uri,
        "source": document.path,
        "title": document.title,
        "entries": document.entries,
        "terms": [{"term": one.term, "uri": uri_of(one.id)} for one in entries],
        "left_out": max(0, len(rows) - MAX_TERMS),
    }
