"""Lines of a PDF page: pieces on one baseline, with signs that were set higher or lower."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .html_words import raised
from .pdf_pages import Piece, Style

__all__ = ["Row", "main_base", "main_style", "rows_of", "segments", "spaced", "text_of_pieces"]

_JITTER = 0.22  # of the size: how far baselines of one line may lie apart
_SMALL = 0.86  # of the size beside it: a raised or lowered sign
_SHIFT = 0.7  # of the size: how far such a sign is raised or lowered
_BESIDE = 0.45  # of the size: how near it stands
_BLANK = 0.2  # of the size: a gap that is a blank


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces of one baseline, from left to right.

    Attributes:
        base: the baseline.
        pieces: at least one.
    """

    base: float
    pieces: tuple[Piece, ...]

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(piece.right for piece in self.pieces)

    @property
    def style(self) -> Style:
        """The style of most of its text."""
        return main_style(self.pieces)

    @property
    def text(self) -> str:
        """Its text."""
        return text_of_pieces(self.pieces)


def main_style(pieces: Iterable[Piece]) -> Style:
    """Return the style of most characters; of equal ones the first."""
    counts: Counter[Style] = Counter()
    for piece in pieces:
        counts[piece.style] += len(piece.text)
    return counts.most_common(1)[0][0]


def text_of_pieces(pieces: Sequence[Piece]) -> str:
    """Return the text of pieces that stand side by side, white space single."""
    return " ".join("".join(spaced(pieces)).split())


def spaced(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield the text of each piece, with a blank in front where there is a gap before it."""
    before: Piece | None = None
    for piece in pieces:
        gap = piece.left - before.right if before else 0.0
        size = max(piece.style.size, 1.0)
        own = piece.text.startswith(" ")
        text = piece.text.lstrip()
        blank = before is not None and (gap > _BLANK * size or (own and gap > -0.3 * size))
        yield f" {text}" if blank else text
        before = piece


def rows_of(pieces: Iterable[Piece]) -> list[Row]:
    """Put level pieces into rows, from top to bottom; raised digits read as raised (10³)."""
    rows: list[list[Piece]] = []
    for piece in sorted((one for one in pieces if one.level), key=lambda one: (one.base, one.left)):
        size = max(piece.style.size, rows[-1][0].style.size if rows else 0.0)
        if rows and piece.base - rows[-1][0].base <= _JITTER * size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda one: one.left)
    return [_row(row) for row in _with_shifted(rows)]


def _row(pieces: list[Piece]) -> Row:
    pieces.sort(key=lambda one: one.left)
    return Row(main_base(pieces), tuple(pieces))


def main_base(pieces: Sequence[Piece]) -> float:
    """Return the baseline of the largest text."""
    return max(pieces, key=lambda one: (one.style.size, len(one.text))).base


def _with_shifted(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Move signs that are smaller, and higher or lower, to the row of what they stand beside."""
    bases = [row[0].base for row in rows]
    sizes = [max(piece.style.size for piece in row) for row in rows]
    lefts = [[piece.left for piece in row] for row in rows]
    moved: list[list[Piece]] = [[] for _ in rows]
    for at, row in enumerate(rows):
        for piece in [one for one in row if len(one.text) <= 12]:
            for other in (at + 1, at - 1, at + 2, at - 2):
                if not 0 <= other < len(rows) or piece.style.size > _SMALL * sizes[other]:
                    continue
                shift = bases[other] - bases[at]
                beside = _beside(rows[other], lefts[other], piece, sizes[other])
                if abs(shift) <= _SHIFT * sizes[other] and beside:
                    up = raised(piece.text.strip()) if shift > 0 and beside == "left" else ""
                    moved[other].append(replace(piece, text=up or piece.text))
                    row.remove(piece)
                    break
    found = [[*row, *more] for row, more in zip(rows, moved, strict=True)]
    return [row for row in found if row]


def _beside(row: Sequence[Piece], lefts: Sequence[float], piece: Piece, size: float) -> str:
    """Return which side of a sign a row has text on, near enough; nothing if none."""
    after = bisect_left(lefts, piece.left - 0.01)
    for at in (after - 1, after):
        if not 0 <= at < len(row):
            continue
        other = row[at]
        if other.left <= piece.left and abs(piece.left - other.right) <= _BESIDE * size:
            return "left"
        if other.left > piece.left and abs(other.left - piece.right) <= _BESIDE * size:
            return "right"
    return ""


def segments(row: Row, gap: float) -> Iterator[tuple[Piece, ...]]:
    """Split a row where pieces stand further apart than so many times their size."""
    now: list[Piece] = []
    right = 0.0
    for piece in row.pieces:
        if now and piece.left - right > gap * max(piece.style.size, 1.0):
            yield tuple(now)
            now = []
        right = max(right, piece.right) if now else piece.right
        now.append(piece)
    yield tuple(now)
