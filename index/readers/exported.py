"""CSV and JSON that ``glossator export`` wrote, read back so that nothing is lost.

Such files are told by their first line. Names stand as they are, apostrophes that guard cells
from being run as formulas are taken away, and notes stand beside the definition. The same for
SKOS and TBX is done by the readers of these formats, which know the mark that we leave.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from ..errors import InputError
from ..exchange.as_csv import HEADER, armed, split
from ..exchange.as_json import FORMAT, MARK
from ..text import Source
from .around import claim_around
from .base import Draft, Sniff
from .rendering import Rendering

__all__ = ["NAME", "read", "sniff"]

NAME = "exported"

_MAX_CELL = 2**24
_JSON_START = re.compile(rf'\s*\{{\s*"{MARK}"\s*:\s*\d+\s*,')
_TEXTS = ("term", "definition", "language", "status", "number")
_LISTS = ("aliases", "notes", "see_also", "dangling", "flags")


def sniff(source: Source) -> Sniff:
    """Score by the first line."""
    if _is_csv(source.text):
        return Sniff(1.0, "CSV with the columns that 'glossator export' writes")
    if _JSON_START.match(source.text[:200]):
        return Sniff(1.0, "JSON that 'glossator export' wrote")
    return Sniff(0.0, "not written by 'glossator export'")


def _is_csv(text: str) -> bool:
    first = text.split("\n", 1)[0].strip()
    return first.replace('"', "").replace("\t", ",").replace(";", ",") == ",".join(HEADER)


def read(source: Source) -> Draft:
    """Read an export.

    Raises:
        InputError: if it is JSON that is damaged.
    """
    made = Rendering(source.path)
    if _JSON_START.match(source.text[:200]):
        title = _read_json(source, made)
    else:
        title = None
        _read_csv(source, made)
    return made.draft(title)


# --- CSV ---


def _read_csv(source: Source, made: Rendering) -> None:
    csv.field_size_limit(max(csv.field_size_limit(), _MAX_CELL))
    first = source.text.split("\n", 1)[0]
    mark = next((mark for mark in ",;\t" if mark in first), ",")  # as spreadsheets save it again
    rows = csv.reader(io.StringIO(source.text, newline=""), delimiter=mark)
    line = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            made.report(
                line + 1,
                "bad-csv",
                f"No CSV ({error}). Mend the quotes of this row.",
                rows.line_num,
            )
            line = rows.line_num
            continue
        if row is None:
            return
        if line == 0:
            made.page(1, rows.line_num, "table-header")
        elif any(cell.strip() for cell in row):
            _add_row(row, line + 1, rows.line_num, made)
        else:
            made.page(line + 1, rows.line_num, "blank-row")
        line = rows.line_num


def _add_row(cells: list[str], line: int, last: int, made: Rendering) -> None:
    row = dict(zip(HEADER, map(armed, cells), strict=False))
    if any(cell.strip() for cell in cells[len(HEADER) :]):
        made.remark(
            line,
            "extra-cells",
            f"{len(cells)} cells where the header has {len(HEADER)}; the others were left out. "
            "Put quotes around a cell that holds a separator.",
        )
    term = row.get("term", "")
    made.add(
        term,
        row.get("definition", ""),
        line=line,
        last=last,
        locator=f"row {line}",
        aliases=split(row.get("aliases", "")),
        references=(*split(row.get("see_also", "")), *split(row.get("dangling", ""))),
        status=row.get("status"),
        language=row.get("language"),
        heading=term,
        number=row.get("number") or None,
        notes=[row.get("notes", "")],
    )


# --- JSON ---


def _read_json(source: Source, made: Rendering) -> str | None:
    try:
        found = json.loads(source.text)
    except RecursionError:
        raise InputError(f"{source.path}: JSON nested too deeply. Export it again.") from None
    except ValueError as error:
        raise InputError(
            f"{source.path}: no JSON ({error}). Expected what 'glossator export' wrote; mend it "
            "there, or export it again."
        ) from None
    if found[MARK] != FORMAT or not isinstance(found.get("entries"), list):
        raise InputError(
            f"{source.path}: version {found[MARK]} of our JSON, with other keys than this release "
            f"knows. Expected version {FORMAT} with 'entries'; read it with a newer release."
        )
    places = list(_places(source.text))
    records = found["entries"]
    known = len(places) == len(records)
    for at, record in enumerate(records):
        line, last = places[at] if known else (1, 1)
        _add_record(record, at, line, last, made)
    claim_around(made, places if known else [], source.text, "json")
    titles = found.get("titles")
    one = isinstance(titles, dict) and len(titles) == 1
    title = next(iter(titles.values())) if one else None
    return title if isinstance(title, str) else None


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of each object of the list of entries, however it is laid out."""
    depth, line, first, begun = 0, 1, 0, False
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"|[{}\n]', text):
        if token[0] == "\n":
            line += 1
        elif token[0] == "{":
            depth += 1
            first = line if depth == 2 else first
        elif token[0] == "}":
            depth -= 1
            if depth == 1 and begun:
                yield first, line
        elif depth == 1 and token[0] == '"entries"':
            begun = True


def _add_record(record: Any, at: int, line: int, last: int, made: Rendering) -> None:
    """Add an entry, or report what is wrong with it."""
    wrong = "" if isinstance(record, dict) else "no object"
    if not wrong:
        texts = (record.get(name, "") for name in _TEXTS)
        lists = (record.get(name, []) for name in _LISTS)
        if not all(isinstance(text, str) for text in texts):
            wrong = f"a value that is no text among {', '.join(_TEXTS)}"
        elif not all(
            isinstance(names, list) and all(isinstance(name, str) for name in names)
            for names in lists
        ):
            wrong = f"a value that is no list of texts among {', '.join(_LISTS)}"
    if wrong:
        made.report(
            line, "bad-value", f"Entry {at + 1} is {wrong}. Mend it, or export it again.", last
        )
        return
    term = record.get("term", "")
    made.add(
        term,
        record.get("definition", ""),
        line=line,
        last=last,
        locator=f"/entries/{at}",
        aliases=record.get("aliases", ()),
        references=(*record.get("see_also", ()), *record.get("dangling", ())),
        status=record.get("status"),
        language=record.get("language"),
        flags=record.get("flags", ()),
        heading=term,
        number=record.get("number"),
        notes=record.get("notes", ()),
    )
