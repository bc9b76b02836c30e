"""A map of the glossary: names laid out by meaning, references as lines, every point a link."""

import html
import threading
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..index.opened import Index
from ..index.records import Entry
from .browse import name_key, rows_of
from .layout import Places, lay_out
from .markup import address, choice, plain

__all__ = ["MAX_POINTS", "Maps"]

#: A larger glossary shows so many names: those most referred to, or in most glossaries.
MAX_POINTS = 300
#: To find them, so many entries are looked through, spread evenly.
LOOKED_AT = 6000
MAX_LABEL = 28
#: Sizes in pixels of the map as it is read: a label's line, a letter, the room before the text.
LINE = 26.0
LETTER = 7.0
WIDE_LETTER = 14.0
INDENT = 13.0
MARGIN = 12.0
#: While the whole map is seen at once, so many names are written, so much larger.
LEADING = 12
ENLARGED = 3.4


@dataclass(frozen=True, slots=True)
class _Point:
    """A name on the map: what a click on it opens, its entries, what speaks for showing it."""

    name: str
    entry_id: str
    rows: tuple[int, ...]
    weight: int

    @property
    def label(self) -> str:
        """The name, cut to what a label has room for."""
        return self.name if len(self.name) <= MAX_LABEL else self.name[: MAX_LABEL - 1] + "…"


class Maps:
    """Maps of an index, made when first asked for and kept; threads may share it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._made: dict[str, str] = {}
        self._guard = threading.Lock()

    def svg(self, document: str, titles: Mapping[str, str]) -> str:
        """Return the map of one glossary, or of all for ``""``, as HTML.

        Args:
            document: a glossary's id.
            titles: of all glossaries, by id.
        """
        with self._guard:
            if document not in self._made:
                self._made[document] = _drawn(self._index, document, titles)
            return self._made[document]


def _drawn(index: Index, document: str, titles: Mapping[str, str]) -> str:
    entries = _looked_at(index, document)
    found = _points(index, document, entries)
    points = sorted(found[:MAX_POINTS], key=lambda point: (name_key(point.name), point.entry_id))
    links = _links(points, entries)
    boxes = np.array([[_width(point.label), LINE] for point in points]).reshape(-1, 2)
    places = lay_out(_vectors(index, points), links, boxes)
    held = len(rows_of(index.lexicon, document))
    note = f"{len(points):,} {'name' if len(points) == 1 else 'names'}"
    if len(found) > MAX_POINTS or held > LOOKED_AT:
        note = f"{len(points):,} names, the most referred to, of {held:,} entries"
    return _toolbar(document, titles, note) + _svg(points, links, boxes, places)


def _looked_at(index: Index, document: str) -> dict[int, Entry]:
    """Return entries by row: all, or an even share and what it refers to most."""
    lexicon = index.lexicon
    rows = rows_of(lexicon, document)
    step = -(-len(rows) // LOOKED_AT) or 1
    taken = rows[::step]
    entries = dict(zip(taken, lexicon.entries(taken), strict=True))
    if step > 1:
        targets = Counter(target for entry in entries.values() for target in entry.see_also)
        best = [target for target, _ in targets.most_common(2 * MAX_POINTS)]
        more = [row for row in lexicon.rows_of(best).values() if row in rows]
        entries.update(zip(more, lexicon.entries(more), strict=True))
    return entries


def _points(index: Index, document: str, entries: Mapping[int, Entry]) -> list[_Point]:
    """Return a point for each concept, or each entry of one glossary; the weightiest first."""
    concepts = {} if document else index.lexicon.concepts(entries)
    cited = Counter(target for entry in entries.values() for target in entry.see_also)
    rows_by: dict[str, list[int]] = {}
    for row, entry in sorted(entries.items()):
        home = concepts[row].id if row in concepts else entry.id
        rows_by.setdefault(home, []).append(row)
    found = []
    for home, rows in rows_by.items():
        first = entries[rows[0]]
        name = concepts[rows[0]].name if rows[0] in concepts else first.term
        weight = sum(cited[entries[row].id] + 1 for row in rows)
        found.append(_Point(name, home, tuple(rows), weight))
    return sorted(found, key=lambda point: (-point.weight, point.entry_id))


def _links(points: Sequence[_Point], entries: Mapping[int, Entry]) -> NDArray[np.int64]:
    """Return the pairs of points of which one refers to the other, once each, in order."""
    owner = {entries[row].id: at for at, point in enumerate(points) for row in point.rows}
    pairs = {
        (min(at, owner[target]), max(at, owner[target]))
        for at, point in enumerate(points)
        for row in point.rows
        for target in entries[row].see_also
        if owner.get(target, at) != at
    }
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def _vectors(index: Index, points: Sequence[_Point]) -> NDArray[np.float32]:
    """Return the mean vector of each point's chunks, as a unit row."""
    owner = {row: at for at, point in enumerate(points) for row in point.rows}
    chunks = index.lexicon.chunks_of(owner)
    sums = np.zeros((len(points), index.vectors.dim), dtype=np.float32)
    at = [owner[chunk.entry_row] for chunk in chunks]
    np.add.at(sums, at, index.vectors.rows([chunk.row for chunk in chunks]))
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    unit: NDArray[np.float32] = sums / np.maximum(lengths, 1e-9)
    return unit


def _width(label: str) -> float:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in label)
    return INDENT + LETTER + wide * WIDE_LETTER + (len(label) - wide) * LETTER


def _leading(points: Sequence[_Point], boxes: NDArray[np.float64], places: Places) -> set[int]:
    """Choose the weightiest names that have room for large letters."""
    chosen: list[int] = []
    ends = places[:, 0] + boxes[:, 0] * (ENLARGED - 0.5)
    room = [at for at in range(len(points)) if ends[at] <= (places + boxes / 2)[:, 0].max()]
    for at in sorted(room, key=lambda at: (-points[at].weight, at)):
        reach = ENLARGED * (boxes[at] + boxes[chosen]) / 2
        if not (np.abs(places[chosen] - places[at]) < reach).all(axis=1).any():
            chosen.append(at)
        if len(chosen) == LEADING:
            break
    return set(chosen)


def _svg(
    points: Sequence[_Point], links: NDArray[np.int64], boxes: NDArray[np.float64], places: Places
) -> str:
    left = places - boxes / 2 + MARGIN
    dots = np.column_stack([left[:, 0] + INDENT / 2, left[:, 1] + LINE / 2]).round(1)
    width, height = ((places + boxes / 2).max(axis=0) + 2 * MARGIN).round().astype(int)
    leading = _leading(points, boxes, places)
    lines = "".join(
        f'<line data-ends="{one} {two}" x1="{dots[one][0]}" y1="{dots[one][1]}" '
        f'x2="{dots[two][0]}" y2="{dots[two][1]}"/>'
        for one, two in links
    )
    drawn = "".join(
        f'<a href="{address(entry=point.entry_id)}" aria-label="{html.escape(plain(point.name))}" '
        f'data-at="{at}" tabindex="{-1 if at else 0}"'
        f"{' class=lead' if at in leading else ''}>"
        f'<circle cx="{dots[at][0]}" cy="{dots[at][1]}" r="3.5"/>'
        f'<text x="{dots[at][0] + INDENT / 2 + 1:.1f}" y="{dots[at][1] + 4.5:.1f}">'
        f"{_text(point)}</text></a>"
        for at, point in enumerate(points)
    )
    return (
        '<div class="chart" tabindex="0" role="group" aria-label="Map of the names; arrow keys '
        f'go from name to name"><svg viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><g class="lines" aria-hidden="true">{lines}</g>{drawn}</svg></div>'
    )


def _text(point: _Point) -> str:
    """Return a label; SVG takes no HTML, so what can't be seen is written by its code."""
    return html.escape(plain(point.label))


def _toolbar(document: str, titles: Mapping[str, str], note: str) -> str:
    chosen = choice("gl-map-in", titles, document)
    return (
        f'<h2>What stands near what</h2><p class="soft">{note}. What is alike stands together; '
        'a line is a reference.</p><div class="filter maptools">'
        f'{chosen}<button type="button" id="gl-zoom" class="chip">See it whole</button></div>'
    )
