"""The lexicon's read side: SQLite, opened read-only and immutable.

Entries are rows ``0 … n-1`` in the order of their ids, so an order by row is an order by id.
Every list that comes back is in a stated order; equal scores are in order of rows.
"""

import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from .cache import BatchCache
from .database import Database
from .lexicon_rows import (
    BLOCK_CHARS,
    ENTRY_COLUMNS,
    KINDS,
    Named,
    StoredChunk,
    StoredDocument,
    entry_of,
    unpack,
)
from .manifest import Counts
from .names import stem_words
from .records import Concept, Document, Entry

__all__ = ["MAX_POSTINGS", "WEIGHTS", "Lexicon", "Named", "StoredChunk", "StoredDocument"]

#: Weights of the columns term, aliases, body in BM25.
WEIGHTS = (3.0, 2.0, 1.0)
#: A query's words are taken from the rarest on until they stand in so many rows together:
#: FTS5 takes about 0.7 µs a row (120,630 entries: all words 31 ms, so many 4 ms at the median).
MAX_POSTINGS = 10_000
MAX_WORDS = 64
#: How many entries, concepts, chunks … are kept once read; a whole glossary of common size.
CACHED = 4096


class Lexicon:
    """Entries, names, texts and BM25 of one index version; threads may share it.

    Args:
        database: what :mod:`~glossator.index.lexicon_write` wrote.

    Raises:
        DamagedIndexError: if it is something else.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows = database.rows
        self._rows_in = database.rows_in
        # caches belong to the object: one on the method would keep every lexicon alive
        self._block = lru_cache(maxsize=512)(self._read_block)
        self._document = lru_cache(maxsize=8)(self._read_document)
        self._lines = lru_cache(maxsize=32)(self._read_lines)
        self._listed = lru_cache(maxsize=1)(self._read_documents)
        self._vocabulary = lru_cache(maxsize=1)(self._read_vocabulary)
        self._name_words = lru_cache(maxsize=1)(self._read_name_words)
        self._wording = lru_cache(maxsize=CACHED)(self._read_wording)
        self._entries = BatchCache(self._read_entries, CACHED)
        self._row_of = BatchCache(self._read_rows_of, CACHED)
        self._concepts = BatchCache(self._read_concepts, CACHED)
        self._chunks = BatchCache(self._read_chunks, 4 * CACHED)
        self._chunks_of = BatchCache(self._read_chunks_of, CACHED)
        self._named = BatchCache(self._read_named, 4 * CACHED)
        self._df = BatchCache(self._read_df, 4 * CACHED)
        self.counts = Counts(**self._fact("counts"))

    @classmethod
    def open(cls, path: Path) -> "Lexicon":
        """Open a lexicon file; raises what the class does."""
        return cls(Database.open(path))

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def _fact(self, name: str) -> Any:
        ((value,),) = self._rows("SELECT value FROM facts WHERE name = ?", [name])
        return json.loads(value)

    # documents

    def documents(self) -> tuple[StoredDocument, ...]:
        """List the documents, in the order in which they were given."""
        return tuple(document for document, _ in self._listed().values())

    def _read_documents(self) -> dict[str, tuple[StoredDocument, int]]:
        rows = self._rows(
            "SELECT id, title, path, sha256, text_sha256, chars, entries, block"
            " FROM documents ORDER BY row"
        )
        return {row[0]: (StoredDocument(*row[:-1]), row[-1]) for row in rows}

    def document(self, document_id: str) -> Document:
        """Return a document with its text and maps; the last few are kept.

        Raises:
            KeyError: if there is no such document.
        """
        return self._document(document_id)

    def _read_document(self, document_id: str) -> Document:
        stored, _ = self._listed()[document_id]
        flat = unpack(self._rows("SELECT runs FROM documents WHERE id = ?", [document_id])[0][0])
        return Document(
            stored.id,
            stored.title,
            stored.path,
            stored.sha256,
            self.text(document_id, 0, stored.chars),
            tuple(zip(flat[::3], flat[1::3], flat[2::3], strict=True)),
            self._lines(document_id),
        )

    def text(self, document_id: str, start: int, end: int) -> str:
        """Return ``document.text[start:end]`` without reading all of the text.

        Raises:
            KeyError: if there is no such document.
        """
        stored, block = self._listed()[document_id]
        start, end = max(0, start), min(end, stored.chars)
        if start >= end:
            return ""
        first = start // BLOCK_CHARS
        last = (end - 1) // BLOCK_CHARS
        joined = "".join(self._block(block + at) for at in range(first, last + 1))
        return joined[start - first * BLOCK_CHARS : end - first * BLOCK_CHARS]

    def line_of(self, document_id: str, offset: int) -> int:
        """Return the line of the file, from 1, on which an offset in a document's text stands."""
        return max(1, bisect_right(self._lines(document_id), offset))

    def _read_lines(self, document_id: str) -> tuple[int, ...]:
        rows = self._rows("SELECT lines FROM documents WHERE id = ?", [document_id])
        if not rows:
            raise KeyError(document_id)
        return unpack(rows[0][0])

    def _read_block(self, row: int) -> str:
        return str(self._rows("SELECT text FROM blocks WHERE row = ?", [row])[0][0])

    # entries

    def entries(self, rows: Iterable[int]) -> list[Entry]:
        """Return the entries at some rows, in the order asked.

        Raises:
            IndexError: if a row is outside ``0 … n-1``.
        """
        wanted = list(rows)
        found = self._entries.get(wanted)
        try:
            return [found[row] for row in wanted]
        except KeyError as error:
            raise IndexError(
                f"no entry at row {error}; rows end at {self.counts.entries}"
            ) from None

    def _read_entries(self, rows: Collection[int]) -> dict[int, Entry]:
        sql = f"SELECT e.row, {ENTRY_COLUMNS} WHERE e.row IN (?)"
        return {row[0]: self._entry(row[1:]) for row in self._rows_in(sql, rows)}

    def entry(self, entry_id: str) -> Entry | None:
        """Return an entry by its id, or ``None``."""
        rows = self._rows_in(f"SELECT {ENTRY_COLUMNS} WHERE e.id IN (?)", [entry_id])
        return next((self._entry(row) for row in rows), None)

    def row_of(self, entry_id: str) -> int | None:
        """Return an entry's row, or ``None`` where there is no such entry."""
        return self.rows_of([entry_id]).get(entry_id)

    def rows_of(self, entry_ids: Iterable[str]) -> dict[str, int]:
        """Return the rows of some entries by id, for those that exist, in the order asked."""
        return self._row_of.get(entry_ids)

    def _read_rows_of(self, ids: Collection[str]) -> dict[str, int]:
        return dict(self._rows_in("SELECT id, row FROM entries WHERE id IN (?)", ids))

    def _entry(self, row: tuple[Any, ...]) -> Entry:
        _, document, _, _, _, start, end, _, _ = row
        return entry_of(row, self.text(document, start, end))

    def concepts(self, entry_rows: Iterable[int]) -> dict[int, Concept]:
        """Return the concept of each entry row that has one, in order of rows."""
        return dict(sorted(self._concepts.get(entry_rows).items()))

    def _read_concepts(self, entry_rows: Collection[int]) -> dict[int, Concept]:
        of = dict(
            self._rows_in(
                "SELECT row, concept FROM entries WHERE concept IS NOT NULL AND row IN (?)",
                entry_rows,
            )
        )
        found = list(
            self._rows_in(
                "SELECT row, id, name, names, entries, rules FROM concepts WHERE row IN (?)",
                of.values(),
            )
        )
        members = {row[0]: json.loads(row[4]) for row in found}
        ids = dict(
            self._rows_in(
                "SELECT row, id FROM entries WHERE row IN (?)",
                (entry for rows in members.values() for entry in rows),
            )
        )
        concepts = {
            row: Concept(
                concept_id,
                name,
                tuple(json.loads(names)),
                tuple(ids[entry] for entry in members[row]),
                tuple((entry, rule) for entry, rule in json.loads(rules or "[]")),
            )
            for row, concept_id, name, names, _, rules in found
        }
        return {entry: concepts[row] for entry, row in of.items()}

    # names

    def named(self, keys: Collection[str]) -> dict[str, list[Named]]:
        """Find what bears a name.

        Args:
            keys: names after :func:`~glossator.index.names.squash`.

        Returns:
            For each key that is a name: terms before aliases before sections before parts of
            names, then by entry id.
        """
        return self._named.get(keys)

    def _read_named(self, keys: Collection[str]) -> dict[str, list[Named]]:
        found: dict[str, list[Named]] = {}
        sql = "SELECT key, entry, name, kind, start, end FROM names WHERE key IN (?)"
        for key, row, name, kind, start, end in self._rows_in(sql, keys):
            found.setdefault(key, []).append(Named(row, name, KINDS[kind], start, end))
        for bearers in found.values():
            bearers.sort(key=lambda one: (KINDS.index(one.kind), one.row, one.start or 0))
        return found

    def names(self) -> list[tuple[str, int, Named]]:
        """List the terms and aliases of entries that have a definition.

        Returns:
            ``(key, document row, what bears it)``, by key, then as :meth:`named` orders them.
        """
        sql = (
            "SELECT n.key, e.document, n.entry, n.name, n.kind FROM names n"
            " JOIN entries e ON e.row = n.entry WHERE n.kind < ? AND e.start < e.end"
            " ORDER BY n.key, n.kind, n.entry, n.place"
        )
        found = self._rows(sql, [KINDS.index("section")])
        return [(key, of, Named(row, name, KINDS[kind])) for key, of, row, name, kind in found]

    def vocabulary(self) -> tuple[str, ...]:
        """Return the different folded words of all names, sorted; read once."""
        return self._vocabulary()

    def is_name_word(self, word: str) -> bool:
        """Tell whether a folded word stands in a name."""
        return word in self._name_words()

    def _read_name_words(self) -> frozenset[str]:
        return frozenset(self.vocabulary())

    def _read_vocabulary(self) -> tuple[str, ...]:
        return tuple(self._fact("vocabulary"))

    # words

    def frequencies(self, stems: Collection[str]) -> dict[str, int]:
        """Return in how many entries each stem stands, for those that stand in one."""
        return self._df.get(stems)

    def _read_df(self, stems: Collection[str]) -> dict[str, int]:
        return dict(self._rows_in("SELECT stem, df FROM words WHERE stem IN (?)", stems))

    def bm25(
        self,
        stems: Sequence[str],
        k: int,
        weights: tuple[float, float, float] = WEIGHTS,
    ) -> list[tuple[int, float]]:
        """Rank entries by BM25 over term, aliases and text (FTS5: k1 = 1.2, b = 0.75).

        A word in more than half of the entries weighs nothing, and of the others only the
        rarest count once they stand in ``MAX_POSTINGS`` rows together.

        Args:
            stems: from :func:`~glossator.index.names.stem_words`; others are found nowhere.
            k: how many entries to return at most.
            weights: of the columns term, aliases, body.

        Returns:
            ``(entry row, score)``, best first; the score is above 0 and higher is better.
            Equal scores are in order of rows.
        """
        words = self._telling_words(stems)
        if not words or k < 1:
            return []
        query = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
        return self._rows(
            "SELECT rowid, -bm25(search, ?, ?, ?) AS score FROM search WHERE search MATCH ?"
            " ORDER BY score DESC, rowid LIMIT ?",
            [*weights, query, k],
        )

    def holding(self, stems: Sequence[str]) -> list[int]:
        """Return the rows of the entries in whose text some stems stand side by side."""
        if not stems:
            return []
        phrase = " ".join(stems).replace('"', '""')
        sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid"
        return [row for (row,) in self._rows(sql, [f'body : "{phrase}"'])]

    def _telling_words(self, stems: Sequence[str]) -> list[str]:
        by_rarity = sorted((df, stem) for stem, df in self.frequencies(stems).items())
        words: list[str] = []
        postings = 0
        for df, stem in by_rarity[:MAX_WORDS]:
            postings += df
            if 2 * df > self.counts.entries or (words and postings > MAX_POSTINGS):
                break
            words.append(stem)
        return words

    # chunks

    def chunks(self, rows: Iterable[int]) -> list[StoredChunk]:
        """Return the chunks at some rows, in the order asked.

        Raises:
            IndexError: if a row is outside ``0 … n-1``.
        """
        wanted = list(rows)
        found = self._chunks.get(wanted)
        try:
            return [found[row] for row in wanted]
        except KeyError as error:
            raise IndexError(f"no chunk at row {error}; rows end at {self.counts.chunks}") from None

    def _read_chunks(self, rows: Collection[int]) -> dict[int, StoredChunk]:
        sql = "SELECT row, entry, start, end FROM chunks WHERE row IN (?)"
        return {row[0]: StoredChunk(*row) for row in self._rows_in(sql, rows)}

    def chunks_of(self, entry_rows: Iterable[int]) -> list[StoredChunk]:
        """Return the chunks of some entries, in order of rows."""
        found = self._chunks_of.get(entry_rows).values()
        return sorted((chunk for chunks in found for chunk in chunks), key=lambda one: one.row)

    def _read_chunks_of(self, entry_rows: Collection[int]) -> dict[int, list[StoredChunk]]:
        sql = "SELECT row, entry, start, end FROM chunks WHERE entry IN (?) ORDER BY row"
        found: dict[int, list[StoredChunk]] = {}
        for row in self._rows_in(sql, entry_rows):
            found.setdefault(row[1], []).append(StoredChunk(*row))
        return found

    def wording(self, chunk: StoredChunk) -> tuple[str, frozenset[str]]:
        """Return a chunk's text in its document and the stems of its words."""
        return self._wording(chunk)

    def _read_wording(self, chunk: StoredChunk) -> tuple[str, frozenset[str]]:
        (entry,) = self.entries([chunk.entry_row])
        text = self.text(entry.document, chunk.start, chunk.end)
        return text, frozenset(stem_words(text))

    def chunk_hashes(self) -> dict[bytes, int]:
        """Return the sha256 of each chunk's text with the row of its vector."""
        return dict(self._rows("SELECT hash, row FROM chunks ORDER BY row DESC"))
