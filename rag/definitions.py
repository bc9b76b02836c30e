"""What a glossary says of an entry in one quote: the sentence that defines it."""

from collections.abc import Collection, Iterable
from typing import Any

from ..index.cache import BatchCache
from ..index.errors import DamagedIndexError
from ..index.lexicon import Lexicon
from ..index.records import Entry
from .passages import strays
from .records import Citation

__all__ = ["Definitions"]

_KEPT = 16384


class Definitions:
    """Quotes the first sentence of entries; threads may share it.

    Args:
        lexicon: of an index.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._quotes = BatchCache(self._read, _KEPT)
        self._speakers = BatchCache(self._read_speakers, _KEPT)

    def speakers(self, rows: Iterable[int]) -> dict[int, int]:
        """Return for each of some entry rows the row of the entry that speaks for it.

        That is the entry itself, or the one to which it only refers.
        """
        return self._speakers.get(rows)

    def cite(self, rows: Iterable[int]) -> tuple[Citation, ...]:
        """Return a citation for each of some entry rows, numbered from 1.

        Raises:
            DamagedIndexError: if a definition is no part of its document.
        """
        wanted = list(rows)
        found = self._quotes.get(wanted)
        return tuple(Citation(n, *found[row]) for n, row in enumerate(wanted, 1))

    def _read_speakers(self, rows: Collection[int]) -> dict[int, int]:
        goes_to = {
            row: entry.see_also[0]
            for row, entry in zip(rows, self._lexicon.entries(rows), strict=True)
            if "redirect" in entry.flags and entry.see_also
        }
        found = self._lexicon.rows_of(goes_to.values())
        return {row: found.get(goes_to.get(row, ""), row) for row in rows}

    def _read(self, rows: Collection[int]) -> dict[int, tuple[Any, ...]]:
        lexicon = self._lexicon
        concepts = lexicon.concepts(rows)
        spans: dict[int, tuple[int, int]] = {}
        for chunk in lexicon.chunks_of(rows):
            spans.setdefault(chunk.entry_row, (chunk.start, chunk.end))
        return {
            row: self._quote(
                entry, concepts[row].id if row in concepts else entry.id, spans.get(row)
            )
            for row, entry in zip(rows, lexicon.entries(rows), strict=True)
        }

    def _quote(self, entry: Entry, concept: str, span: tuple[int, int] | None) -> tuple[Any, ...]:
        """Return all but the number of a citation."""
        lexicon = self._lexicon
        document = next(one for one in lexicon.documents() if one.id == entry.document)
        start, end = span or (entry.start, entry.end)
        quote = lexicon.text(document.id, start, end)
        if not quote.strip() or strays(entry, start, quote):
            raise DamagedIndexError(
                f"{document.path}: the text at {start}–{end} is no part of the entry "
                f"'{entry.term}', as which it would be quoted. Rebuild the index: glossator index "
                "… --out DIR"
            )
        return (
            entry.term,
            concept,
            entry.id,
            document.path,
            document.title,
            lexicon.line_of(document.id, start),
            entry.locator,
            quote,
            start,
            end,
            document.text_sha256,
        )
