"""Where entries say something, word for word."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ..index.lexicon import Lexicon
from ..index.names import stem_words
from ..index.records import Entry, Span
from .records import Citation
from .wording import SOLID, Wording, find_all, seen, wording

__all__ = ["Entries", "Place"]

#: So many words of a quote, around the rarest one, are looked up; every word is compared then.
_LOOKED_UP = 12
_NEAREST = 24
#: So many entries that have its stems are looked at: only one or two common words are in more.
_LOOKED_AT = 2_000
_BATCH = 1000
_SOLID_RUN = re.compile(f"[{SOLID}]+")
_GRAM = 3
_RUNS = 32


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span of an entry: ``document.text[start:end]``."""

    row: int
    start: int
    end: int


class Entries:
    """The wording of entries; threads may share it.

    Args:
        lexicon: of an index.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.near = lru_cache(maxsize=64)(self._near)
        self.parts = lru_cache(maxsize=1024)(self._parts)
        self._of_document = {one.id: one for one in lexicon.documents()}

    def entry(self, row: int) -> Entry:
        """Return the entry of a row."""
        return self.lexicon.entries([row])[0]

    def _parts(self, row: int, listed: bool) -> tuple[Wording, ...]:
        """Return the wording of each part of an entry; spans are those of its document."""
        entry = self.entry(row)
        spans = [Span(entry.start, entry.end), *entry.more, *filter(None, [entry.mnemonic])]
        return tuple(self._wording(entry.document, span, listed) for span in spans)

    def _wording(self, document: str, span: Span, listed: bool) -> Wording:
        before = min(span.start, 1)  # a mark is read by what stands before it
        text = self.lexicon.text(document, span.start - before, span.end)
        read = wording(text, before, listed=listed)
        shift = span.start - before
        return Wording(read.keys, tuple((s + shift, e + shift) for s, e in read.spans))

    def saying(
        self, quote: str, keys: Sequence[str], own: Collection[int] = (), enough: int = 10
    ) -> list[Place]:
        """Return where some wording stands, in the order of the rows.

        Args:
            quote: the text whose wording it is.
            keys: its words and marks.
            own: rows to look at first.
            enough: so many places will do.
        """
        rows = self._holding(quote)
        first = [row for row in rows if row in own]
        others = (row for row in rows if row not in own)
        return self.within([*first, *islice(others, _LOOKED_AT)], keys, enough)

    def within(self, rows: Iterable[int], keys: Sequence[str], enough: int = 10) -> list[Place]:
        """Return where some wording stands in some entries: so many places at most."""
        found = (place for row in rows for place in self._places(row, keys))
        return list(islice(found, enough))

    def _places(self, row: int, keys: Sequence[str]) -> Iterator[Place]:
        told = set()
        for listed in (True, False):
            for part in self.parts(row, listed):
                for at in find_all(keys, part.keys):
                    place = Place(row, part.spans[at][0], part.spans[at + len(keys) - 1][1])
                    if place not in told:
                        told.add(place)
                        yield place

    def _holding(self, quote: str) -> list[int]:
        """Return the rows of entries that may say it: all that do, and perhaps others."""
        if solid := max(_SOLID_RUN.findall(quote), key=len, default=""):
            return [row for row, text in self._texts() if solid in text]
        stems = stem_words(seen(quote))
        if len(stems) > _LOOKED_UP:
            counted = self.lexicon.frequencies(stems)
            rarest = min(range(len(stems)), key=lambda at: counted.get(stems[at], 0))
            first = max(0, min(rarest - _LOOKED_UP // 2, len(stems) - _LOOKED_UP))
            stems = stems[first : first + _LOOKED_UP]
        return self.lexicon.holding(stems)

    def _near(self, quote: str) -> list[int]:
        """Return the rows of the entries that share most of a quote's words, best first."""
        if runs := _SOLID_RUN.findall(quote):
            grams = {run[at : at + _GRAM] for run in runs for at in range(len(run))}
            shared = Counter({row: sum(g in text for g in grams) for row, text in self._texts()})
            return [row for row, count in shared.most_common(_NEAREST) if count]
        stems = stem_words(seen(quote))
        weights = (0.0, 0.0, 1.0)  # what the entry says, not what it is called
        ranked = [row for row, _ in self.lexicon.bm25(stems, _NEAREST, weights)]
        counted = self.lexicon.frequencies(stems)
        windows = {tuple(stems[at : at + _GRAM]) for at in range(len(stems) - _GRAM + 1)}
        rarest = sorted(windows, key=lambda run: (min(counted.get(one, 0) for one in run), run))
        shared = Counter(row for run in rarest[:_RUNS] for row in self.lexicon.holding(run))
        return list(dict.fromkeys([*(row for row, _ in shared.most_common(_NEAREST)), *ranked]))

    def rarity(self, keys: Sequence[str]) -> list[float]:
        """Weigh words by how rare they are, ``log(1 + N / (1 + df))``; marks weigh nothing."""
        stems = [stem_words(key) for key in keys]
        counted = self.lexicon.frequencies({stem for each in stems for stem in each})
        n = self.lexicon.counts.entries
        return [
            max((math.log(1 + n / (1 + counted.get(stem, 0))) for stem in each), default=0.0)
            for each in stems
        ]

    def _texts(self) -> Iterator[tuple[int, str]]:
        """Yield what each entry says: for scripts in which the index knows no words."""
        count = self.lexicon.counts.entries
        for begin in range(0, count, _BATCH):
            rows = range(begin, min(begin + _BATCH, count))
            for row, entry in zip(rows, self.lexicon.entries(rows), strict=True):
                spans = [*entry.more, *filter(None, [entry.mnemonic])]
                more = (self.lexicon.text(entry.document, span.start, span.end) for span in spans)
                yield row, "\n".join((entry.definition, *more))

    def cite(self, places: Sequence[Place]) -> tuple[Citation, ...]:
        """Return the citations of some places, numbered from 1."""
        lexicon = self.lexicon
        rows = [place.row for place in places]
        concepts = lexicon.concepts(rows)
        cited = []
        for n, (place, entry) in enumerate(zip(places, lexicon.entries(rows), strict=True), 1):
            document = self._of_document[entry.document]
            cited.append(
                Citation(
                    n,
                    entry.term,
                    concepts[place.row].id if place.row in concepts else entry.id,
                    entry.id,
                    document.path,
                    document.title,
                    lexicon.line_of(document.id, place.start),
                    entry.locator,
                    lexicon.text(document.id, place.start, place.end),
                    place.start,
                    place.end,
                    document.text_sha256,
                )
            )
        return tuple(cited)
