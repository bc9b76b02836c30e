"""An index of a part of another's entries: one concept left out, or only what a question needs."""

from collections.abc import Collection
from dataclasses import replace
from hashlib import sha256

from ..index.chunks import chunk
from ..index.concepts import group
from ..index.database import Database
from ..index.errors import InputError
from ..index.lexicon import Lexicon
from ..index.lexicon_write import build_lexicon
from ..index.manifest import Counts
from ..index.opened import Index
from ..index.vectors import Vectors

__all__ = ["part_of"]


def part_of(index: Index, entry_ids: Collection[str]) -> Index:
    """Return an index in memory of some of the entries, as if the others had never been written.

    Names, word statistics and concepts are made anew; vectors are taken over, for a vector
    depends on its text alone. Documents keep their text, so citations stay what they were.

    Args:
        index: the whole.
        entry_ids: of the entries to keep.

    Raises:
        InputError: if none of them is in the index.
    """
    lexicon = index.lexicon
    kept = frozenset(entry_ids)
    entries = tuple(
        replace(entry, see_also=tuple(one for one in entry.see_also if one in kept))
        for entry in lexicon.entries(range(lexicon.counts.entries))
        if entry.id in kept
    )
    if not entries:
        raise InputError("no entry is left; expected the ids of some of the index's entries")
    documents = {one.id: lexicon.document(one.id) for one in lexicon.documents()}
    concepts = group(entries)
    chunks = [one for entry in entries for one in chunk(entry, documents[entry.document])]
    rows = lexicon.chunk_hashes()
    matrix = index.vectors.rows([rows[sha256(one.text.encode()).digest()] for one in chunks])
    built = build_lexicon(tuple(documents.values()), entries, concepts, chunks)
    counts = Counts(len(documents), len(entries), len(concepts), len(chunks))
    vectors = Vectors(matrix)
    return Index(
        Lexicon(Database.copies_of(built, "a part of the lexicon")),
        lambda: vectors,
        replace(index.manifest, counts=counts),
        close=built.close,
    )
