r"""CSV (RFC 4180, https://www.rfc-editor.org/rfc/rfc4180): a row for each entry.

A cell that a spreadsheet would run as a formula gets an apostrophe before it, which
spreadsheets take as "this is text" (https://owasp.org/www-community/attacks/CSV_Injection); a cell
that begins with apostrophes and then such a character gets one more, so that reading can
take away just what was put. Names in one cell are joined by ``"; "``, with ``\;`` for a semicolon
and ``\\`` for a backslash of a name's own.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping

from .records import Item

__all__ = ["HEADER", "armed", "defused", "join", "split", "write"]

HEADER = (
    *("term", "definition", "aliases", "see_also", "dangling", "language", "status", "number"),
    *("notes", "source"),
)
_FORMULA = re.compile("'*[=+\\-@\\t\\r\\n|%＝＋－＠]")


def write(items: Iterable[Item], titles: Mapping[str, str]) -> Iterator[str]:
    r"""Yield the header and a row for each item, with ``\r\n`` as RFC 4180 has it."""
    del titles  # a table has no place for them
    yield _line(HEADER)
    for item in items:
        yield _line(
            (
                item.term,
                item.definition,
                join(item.aliases),
                join(link.name for link in item.links if link.target),
                join(link.name for link in item.links if not link.target),
                item.language or "",
                item.status or "",
                item.number or "",
                "\n\n".join(item.notes),
                item.source,
            )
        )


def _line(cells: Iterable[str]) -> str:
    row = io.StringIO()
    csv.writer(row, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return row.getvalue()


def defused(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def armed(cell: str) -> str:
    """Take away the apostrophe that :func:`defused` put."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def join(names: Iterable[str]) -> str:
    """Write names into one cell."""
    return "; ".join(name.replace("\\", "\\\\").replace(";", "\\;") for name in names)


def split(cell: str) -> tuple[str, ...]:
    """Read what :func:`join` wrote."""
    names = re.findall(r"((?:\\.|[^;\\]|\\$)+)(?:;|$)", cell, re.DOTALL)
    plain = (re.sub(r"\\(.)", r"\1", name, flags=re.DOTALL).strip() for name in names)
    return tuple(name for name in plain if name)
