"""Quotes that others set, held against the glossary: verbatim, elsewhere, altered or absent."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ..index.errors import InputError
from ..index.lexicon import Lexicon
from ..index.names import squash
from ..index.records import Span
from .quote_nearest import nearest
from .quote_places import Entries, Place
from .verdicts import Difference, DifferenceKind, QuoteCheck, Verdict
from .wording import ELLIPSIS, Wording, wording

__all__ = ["MAX_QUOTE_CHARS", "QuoteChecker"]

#: The longest quote that is checked: entries are shorter.
MAX_QUOTE_CHARS = 100_000
#: So many places are cited of a quote that stands in many.
_CITED = 10
#: A quote is joined of pieces of so many words at least, and so many pieces at most.
_JOINED = 3
_PIECES = 8
_EMPHASIS = re.compile(r"(?<![\w*_`])(\*{1,3}|_{1,3}|`)(?=\S)((?:(?!\1).)+?)(?<=\S)\1(?![\w*_`])")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\([^()\s]*\)")
_LEAD = re.compile(r"\s*(?:\*\*|__)?([^\n:—–]{1,90}?)(?:\*\*|__)?\s*(?::|\s[—–-]\s)(?:\*\*|__)?")
_EDGES = frozenset((ELLIPSIS, '"'))
#: A quote that has so much of one passage is that passage, altered, and not joined of several.
_MOSTLY = 0.8
_STOPS = frozenset(".,;:")
#: What turns the words behind it into their opposite: a quote that begins behind it is cut short.
_NOT = re.compile(
    r"(?:\b(?:not|no|never|neither|nor|without|cannot|hardly|scarcely|nicht|kein\w{0,2}|"
    r"no longer|not yet|not (?:a|an|the)|\w+n['’ʼ]t)\s+|[^\W_]+[-‐‑])$",
    re.IGNORECASE,
)
_BEFORE = 40


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
        return self.hold(quote, rows, entry)

    def rows_of(self, entry: str) -> list[int]:
        """Return the rows of the entry of an id, else of those that bear a name."""
        row = self._lexicon.row_of(entry)
        if row is not None:
            return [row]
        key = squash(entry)
        named = self._lexicon.named([key]).get(key, []) if key else []
        return [one.row for one in named if one.kind in ("term", "alias")]

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
        readings = list(self._readings(quote))
        for text, read in readings:
            places = self._entries.saying(text, read.keys)
            if not places:
                continue
            if _is_stopped(text, read):
                places = [one for one in places if not self._is_asked(one)]
            cut = {one: self._cut_off(one) for one in places}
            whole = [one for one in places if not cut[one] or _NOT.search(before)]
            if places and not whole:
                return self._cut(quote, places[0], cut[places[0]], attributed)
            if not whole:
                continue
            own = [one for one in whole if rows is None or one.row in rows]
            verdict = Verdict.VERBATIM if own else Verdict.ELSEWHERE
            ordered = [*own, *(one for one in whole if one not in own)][:_CITED]
            return QuoteCheck(quote, verdict, self._entries.cite(ordered), (), attributed)
        return self._altered(quote, readings, rows or (), attributed)

    def _readings(self, quote: str) -> Iterator[tuple[str, Wording]]:
        """Yield the ways to read a quote, the plainest first; spans are those of the quote."""
        seen = set()
        for text in (quote, _plain(quote)):
            for listed in (True, False):
                read = wording(text, listed=listed)
                for one in (read, _trimmed(read)):
                    if any(map(_is_word, one.keys)) and one.keys not in seen:
                        seen.add(one.keys)
                        yield text, one
        lead = _LEAD.match(quote)
        if lead and self.rows_of(_plain(lead[1])):
            rest = " " * lead.end() + quote[lead.end() :]
            read = _trimmed(wording(_plain(rest)))
            if any(map(_is_word, read.keys)) and read.keys not in seen:
                yield rest, read

    def _is_asked(self, place: Place) -> bool:
        """Tell whether a place is followed by a mark that a stop must not replace."""
        document = self._entries.entry(place.row).document
        return self._lexicon.text(document, place.end, place.end + 3).lstrip(" ")[:1] in ("?", "!")

    def _cut_off(self, place: Place) -> str:
        """Return the negation, or the first part of a compound, right before a place, or ``""``."""
        entry = self._entries.entry(place.row)
        spans = [Span(entry.start, entry.end), *entry.more, *filter(None, [entry.mnemonic])]
        first = max(one.start for one in spans if one.start <= place.start)
        begin = max(first, place.start - _BEFORE)
        found = _NOT.search(self._lexicon.text(entry.document, begin, place.start))
        return found[0] if found else ""

    def _cut(self, quote: str, place: Place, off: str, attributed: str | None) -> QuoteCheck:
        whole = Place(place.row, place.start - len(off), place.end)
        cited = self._entries.cite([whole])
        difference = Difference(DifferenceKind.LEFT_OUT, "", off.strip(), 0, 0)
        return QuoteCheck(quote, Verdict.ALTERED, cited, (difference,), attributed)

    def _altered(
        self,
        quote: str,
        readings: Sequence[tuple[str, Wording]],
        rows: Iterable[int],
        attributed: str | None,
    ) -> QuoteCheck:
        """Find what an altered quote was made from, if it was made from anything."""
        absent = QuoteCheck(quote, Verdict.ABSENT, attributed=attributed)
        if not readings:
            return absent
        plain = _plain(quote)
        said = _bare(wording(plain, listed=False))
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
        """Take a quote to pieces that entries say word for word; none if some of it is nowhere.

        Each piece is as long as can be. A piece of an entry that had one already is preferred
        from there.
        """
        places: list[Place] = []
        pieces: list[Wording] = []
        at = 0
        while at < len(said) and len(pieces) < _PIECES:
            if said.keys[at] == ELLIPSIS or not _is_word(said.keys[at]):
                at += 1
                continue
            size, found = self._longest(quote, said.cut(at, len(said)))
            piece = said.cut(at, at + size)
            if sum(map(_is_word, piece.keys)) < _JOINED:
                return [], []
            had = {place.row for place in places}
            places.append(next((one for one in found if one.row in had), found[0]))
            pieces.append(piece)
            at += size
        return (places, pieces) if at >= len(said) else ([], [])

    def _longest(self, quote: str, said: Wording) -> tuple[int, list[Place]]:
        """Return how much of some wording, from its start, entries say on end, and where."""
        low, high = 0, len(said)
        best: list[Place] = []
        while low < high:
            middle = (low + high + 1) // 2
            text = quote[said.spans[0][0] : said.spans[middle - 1][1]]
            found = self._entries.saying(text, said.keys[:middle])
            if found:
                low, best = middle, found
            else:
                high = middle - 1
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


def _is_word(key: str) -> bool:
    return key[0].isalnum()


def _plain(quote: str) -> str:
    """Blank Markdown's emphasis and links, one character for one, so that offsets stay."""

    def blank(found: re.Match[str]) -> str:
        start, end = found.start(2) - found.start(), found.end(2) - found.start()
        return " " * start + found[2] + " " * (len(found[0]) - end)

    quote = _LINK.sub(
        lambda found: f" {found[1]}" + " " * (len(found[0]) - len(found[1]) - 1), quote
    )
    for _ in range(3):  # strong inside emphasis
        quote = _EMPHASIS.sub(blank, quote)
    return quote


def _bare(read: Wording) -> Wording:
    """Leave out ellipses and quote marks at the edges."""
    first, last = 0, len(read)
    while first < last and read.keys[first] in _EDGES:
        first += 1
    while first < last and read.keys[last - 1] in _EDGES:
        last -= 1
    return read.cut(first, last)


def _trimmed(read: Wording) -> Wording:
    """Leave out ellipses, quote marks, and stops at the end, which some set inside the quote."""
    bare = _bare(read)
    while bare.keys and bare.keys[-1] in _STOPS:
        bare = _bare(bare.cut(0, len(bare) - 1))
    return bare


def _is_stopped(text: str, read: Wording) -> bool:
    """Tell whether a text has a stop at its end that was left out of what was read of it."""
    keys = _bare(wording(text)).keys
    return keys[-1] in _STOPS and read.keys[-1] not in _STOPS
