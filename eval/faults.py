"""Faults of input files, each with file and line, and the reading of JSON lines.

Readers collect every fault of a file before they give up, so that one run names them all.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from ..index.errors import InputError

__all__ = ["Fault", "raise_faults", "read_bytes", "read_json_lines", "text_lines"]

_SHOWN = 20


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something in an input file that can't be used.

    Attributes:
        path: the file, as it was given.
        line: from 1; 0 where the whole file is meant.
        message: what was found, what was expected, what to do.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.message}"


def raise_faults(faults: Sequence[Fault]) -> None:
    """Raise one error that names every fault (the first 20 in full); do nothing without any.

    Raises:
        InputError: if there is a fault.
    """
    if not faults:
        return
    lines = [str(fault) for fault in faults[:_SHOWN]]
    if len(faults) > _SHOWN:
        lines.append(f"… and {len(faults) - _SHOWN} more faults")
    raise InputError("\n".join(lines))


def read_bytes(path: Path) -> bytes:
    """Read a whole file.

    Raises:
        InputError: if it can't be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror}). Check the path") from error


def text_lines(path: Path) -> tuple[list[tuple[int, str]], list[Fault]]:
    """Read the lines of a UTF-8 file that are not blank, with their numbers from 1.

    Only a line feed ends a line: U+2028 and its like may stand inside a JSON string.

    Returns:
        ``(number, line)`` pairs, and a fault for each line that is not UTF-8.
    """
    lines: list[tuple[int, str]] = []
    faults: list[Fault] = []
    for number, raw in enumerate(read_bytes(path).split(b"\n"), 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            found = f"byte {error.start + 1} is not UTF-8; save the file as UTF-8"
            faults.append(Fault(str(path), number, found))
            continue
        if line.strip():
            lines.append((number, line.rstrip("\r")))
    return lines, faults


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _no_repeats(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, value in pairs:
        if key in row:
            raise ValueError(f"the field '{key}' stands twice")
        row[key] = value
    return row


def read_json_lines(path: Path) -> tuple[list[tuple[int, dict[str, Any]]], list[Fault]]:
    """Read a file of one JSON object a line; blank lines are skipped.

    Returns:
        ``(number, object)`` pairs, and a fault for each line that is none. A file without any
        line is a fault too.
    """
    lines, faults = text_lines(path)
    rows: list[tuple[int, dict[str, Any]]] = []
    for number, line in lines:
        try:
            row = json.loads(line, parse_constant=_no_constant, object_pairs_hook=_no_repeats)
        except (ValueError, RecursionError) as error:
            faults.append(Fault(str(path), number, f"not JSON: {error}"))
            continue
        if isinstance(row, dict):
            rows.append((number, row))
        else:
            found = f"found {type(row).__name__}, expected one JSON object a line"
            faults.append(Fault(str(path), number, found))
    if not lines and not faults:
        faults.append(Fault(str(path), 0, "the file is empty; expected one JSON object a line"))
    return rows, sorted(faults)
