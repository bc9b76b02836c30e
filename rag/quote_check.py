"""Quotes that others set, held against the glossary: verbatim, elsewhere, altered or absent."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ..index.errors import InputError
from ..index.lexicon import Lexicon
from ..index.names import squash
from ..index.records import Span
from .quote_nearest import nearest
from .quote_places import Entries, Place
from .quote_readings import bare, is_stopped, is_word, plain_text, readings
from .verdicts import Difference, DifferenceKind, QuoteCheck, Verdict
from .wording import Wording, wording

__all__ = ["MAX_QUOTE_CHARS", "QuoteChecker"]

#: The longest quote that is checked: entries are shorter.
MAX_QUOTE_CHARS = 100_000
#: So many places are cited of a quote that stands in many.
_CITED = 10
_LOOKED_AT = 50
#: A quote is joined of pieces of so many words at least, and so many pieces at most.
_JOINED = 3
_PIECES = 8
_TRIED = 48
#: An altered quote is compared with entries up to so many words.
_COMPARED = 600
#: A quote that has so much of one passage is that passage, altered, and not joined of several.
_MOSTLY = 0.8
#: What turns the words behind it into their opposite: a quote that begins behind it is cut short.
_NO = (
    r"not|no|none|never|nobody|nothing|neither|nor|without|cannot|hardly|scarcely|nicht|kein\w{0,2}|"
    r"no longer|not yet|not (?:a|an|the)|\w+n['’ʼ]t"
)
_NOT = re.compile(rf"(?:\b(?:{_NO})\s+|[^\W_]+[-‐‑])$", re.IGNORECASE)
_NOT_BEHIND = re.compile(rf"\s+(?:{_NO})\b", re.IGNORECASE)
_AROUND = 40


class QuoteChecker:
    """Holds quotes against the entries of a glossary; threads may share it.

    Args:
        lexicon: of an index.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._entries = Entries(lexicon)

    def verify_quote(self, quote: str, *, entry: str | None = None) -> QuoteCheck:
        """Say whether a quote is word for word what an entry says.

        The shape of quote marks and dashes, white space, bullets, Markdown's emphasis and an
        ellipsis or stop at the edge are no alterations. A changed word, number, mark or capital
        is, and so is what an ellipsis leaves out, and a quote cut off right behind a "not".

        Args:
            quote: the words, without the quote marks around them.
            entry: the id, term or alias of the entry that it is said to be from, if any.

        Raises:
            InputError: if the quote is empty or too long, or there is no such entry.
        """
        _check(quote)
        rows = None if entry is None else self.rows_of(entry)
        if rows is not None and not rows:
            raise InputError(
                f"no entry '{entry}'. Expected an entry's id, term or alias; 'glossator search' "
                "finds them"
            )
        return replace(self.hold(quote, rows, entry), end=len(quote))

    def rows_of(self, entry: str) -> list[int]:
        """Return the rows of the entry of an id, else of those that bear a name."""
        row = self._lexicon.row_of(entry)
        if row is not None:
            return [row]
        key = squash(entry)
        named = self._lexicon.named([key]).get(key, []) if key else []
        return [one.row for one in named if one.kind in ("term", "alias")]

    def same_concept(self, rows: Sequence[int]) -> list[int]:
        """Return some rows and those of the other entries that define the same."""
        concepts = self._lexicon.concepts(rows).values()
        ids = dict.fromkeys(entry for concept in concepts for entry in concept.entries)
        return list(dict.fromkeys([*rows, *self._lexicon.rows_of(ids).values()]))

    def hold(
        self,
        quote: str,
        rows: Sequence[int] | None = None,
        attributed: str | None = None,
        before: str = "",
    ) -> QuoteCheck:
        """Check a quote.

        Args:
            quote: the words.
            rows: of the entries that it is attributed to; ``None`` if it is to none.
            attributed: what it is attributed to, as written.
            before: what stands before the quote where it was set.
        """
        read_as = list(readings(quote, self._is_named))
        for text, read in read_as:
            places = self._said(text, read, rows or ())
            if is_stopped(text, read):
                places = [one for one in places if not self._is_asked(one)]
            full = {one: self._full(one, _NOT.search(before)) for one in places}
            whole = [one for one in places if full[one] == one]
            if places and not whole:
                return self._cut(quote, places[0], full[places[0]], attributed)
            if not whole:
                continue
            own = [one for one in whole if rows is None or one.row in rows]
            verdict = Verdict.VERBATIM if own else Verdict.ELSEWHERE
            ordered = [*own, *(one for one in whole if one not in own)][:_CITED]
            return QuoteCheck(quote, verdict, self._entries.cite(ordered), (), attributed)
        return self._altered(quote, rows or (), attributed)

    def _said(self, text: str, read: Wording, rows: Sequence[int]) -> list[Place]:
        """Return where entries say something, also such as index their words otherwise."""
        found = self._entries.saying(text, read.keys, rows, _LOOKED_AT)
        return found or self._entries.within(self._entries.near(text), read.keys)

    def _is_named(self, name: str) -> bool:
        return bool(self.rows_of(name))

    def _is_asked(self, place: Place) -> bool:
        """Tell whether a place is followed by a mark that a stop must not replace."""
        document = self._entries.entry(place.row).document
        return self._lexicon.text(document, place.end, place.end + 3).lstrip(" ")[:1] in ("?", "!")

    def _full(self, place: Place, had: object) -> Place:
        """Take in the negation, or first part of a compound, that a place cuts off at its edges.

        Args:
            place: where a quote stands.
            had: whether a negation stands before the quote where it was set.
        """
        entry = self._entries.entry(place.row)
        text = self._lexicon.text
        spans = [Span(entry.start, entry.end), *entry.more, *filter(None, [entry.mnemonic])]
        part = next(one for one in spans if one.start <= place.start < one.end)
        first, last = max(part.start, place.start - _AROUND), min(part.end, place.end + _AROUND)
        before = None if had else _NOT.search(text(entry.document, first, place.start))
        rest = text(entry.document, place.end - 1, last)
        behind = _NOT_BEHIND.match(rest, 1) if rest[0].isalnum() else None
        return Place(
            place.row,
            place.start - (len(before[0]) if before else 0),
            place.end + (behind.end() - 1 if behind else 0),
        )

    def _cut(self, quote: str, place: Place, full: Place, attributed: str | None) -> QuoteCheck:
        document = self._entries.entry(place.row).document
        size = len(quote)
        pieces = ((full.start, place.start, 0), (place.end, full.end, size))
        differences = tuple(
            Difference(
                DifferenceKind.LEFT_OUT,
                "",
                self._lexicon.text(document, start, end).strip(),
                at,
                at,
            )
            for start, end, at in pieces
            if start < end
        )
        cited = self._entries.cite([full])
        return QuoteCheck(quote, Verdict.ALTERED, cited, differences, attributed)

    def _altered(
        self,
        quote: str,
        rows: Iterable[int],
        attributed: str | None,
    ) -> QuoteCheck:
        """Find what an altered quote was made from, if it was made from anything."""
        absent = QuoteCheck(quote, Verdict.ABSENT, attributed=attributed)
        plain = plain_text(quote)
        said = bare(wording(plain, listed=False)).cut(0, _COMPARED)
        near = nearest(plain, said, self._entries, [*rows, *self._entries.near(plain)])
        if not near or near[0].share < _MOSTLY:
            places, pieces = self._joined(plain, said)
            if len({place.row for place in places}) > 1:
                return self._joined_check(quote, places, pieces, attributed)
        if not near:
            return absent
        cited = self._entries.cite([near[0].place])
        return QuoteCheck(quote, Verdict.ALTERED, cited, near[0].differences, attributed)

    def _joined_check(
        self,
        quote: str,
        places: Sequence[Place],
        pieces: Sequence[Wording],
        attributed: str | None,
    ) -> QuoteCheck:
        spans = [(one.spans[0][0], one.spans[-1][1]) for one in pieces[1:]]
        differences = tuple(
            Difference(DifferenceKind.JOINED, quote[start:end], "", start, end)
            for start, end in spans
        )
        cited = self._entries.cite(places)
        return QuoteCheck(quote, Verdict.ALTERED, cited, differences, attributed)

    def _joined(self, quote: str, said: Wording) -> tuple[list[Place], list[Wording]]:
        """Take a quote to pieces that entries say word for word; none if much of it is nowhere.

        Each piece is as long as can be. A piece of an entry that had one already is preferred
        from there.
        """
        places: list[Place] = []
        pieces: list[Wording] = []
        at = tried = 0
        while at < len(said) and len(pieces) < _PIECES and tried < _TRIED:
            tried += 1
            had = {place.row for place in places}
            size, found = self._longest(quote, said.cut(at, len(said)), had)
            piece = said.cut(at, at + size)
            if found is None or sum(map(is_word, piece.keys)) < _JOINED:
                at += 1  # what joins them
                continue
            places.append(found)
            pieces.append(piece)
            at += size
        covered = sum(is_word(key) for piece in pieces for key in piece.keys)
        enough = covered >= _MOSTLY * sum(map(is_word, said.keys))
        return (places, pieces) if enough else ([], [])

    def _longest(self, quote: str, said: Wording, had: Collection[int]) -> tuple[int, Place | None]:
        """Return how much of some wording, from its start, an entry says on end, and where."""
        low, high = 0, len(said)
        best: Place | None = None
        middle = min(high, _JOINED)  # fewer words stand together anywhere
        while low < high:
            text = quote[said.spans[0][0] : said.spans[middle - 1][1]]
            found = self._entries.saying(text, said.keys[:middle], had, 1)
            if found:
                low, best = middle, found[0]
            elif best is None:
                break
            else:
                high = middle - 1
            middle = (low + high + 1) // 2
        return low, best


def _check(quote: str) -> None:
    if not isinstance(quote, str):
        raise InputError(f"the quote is of type {type(quote).__name__}; expected a string")
    if not quote.strip():
        raise InputError("the quote is empty; expected the words of one")
    if len(quote) > MAX_QUOTE_CHARS:
        raise InputError(
            f"the quote has {len(quote):,} characters; expected {MAX_QUOTE_CHARS:,} at most"
        )
