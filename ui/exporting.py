"""``glossator export``: an index as CSV, JSON, SKOS or TBX. Prints, as ``cli.py`` does.

What was asked for goes to standard output, or to a file, or to a folder with a file for each
document; what there is to say goes to standard error.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .options import add_command
from .saying import complain, say

if TYPE_CHECKING:
    from ..index.exchange import Item
    from ..index.lexicon import Lexicon

__all__ = ["add"]

OK, DAMAGED = 0, 3
_FORMATS = ("csv", "json", "skos", "tbx")  # as index/exchange has them; loaded when needed
_ENDINGS = {"csv": ".csv", "json": ".json", "skos": ".ttl", "tbx": ".tbx"}
_FAULTS_SHOWN = 10


def add(commands: Any) -> None:
    """Add the command to the subparsers of the command line."""
    about = "write an index as CSV, JSON, SKOS or TBX, which can be read back"
    parser = add_command(commands, "export", _export, about)
    parser.add_argument(
        "--index",
        metavar="DIR",
        default=os.environ.get("GLOSSATOR_INDEX") or None,
        help="an index directory (default: GLOSSATOR_INDEX, else the embedded glossary)",
    )
    parser.add_argument("--to", required=True, choices=_FORMATS, help="the format")
    parser.add_argument(
        "--out",
        metavar="FILE_OR_DIR",
        help="where it goes (default: output); a folder, or a name that ends in a slash, gets a "
        "file for each document",
    )
    parser.add_argument("--source", metavar="NAME", help="one document only, by path or title")
    parser.add_argument(
        "--check",
        action="store_true",
        help="read back what was written, and say what is unsound or was lost",
    )


def _export(options: argparse.Namespace) -> int:
    from ..index.exchange import collect, titles, write

    out, folder = _places(options.out)
    with _lexicon(options.index) as lexicon:
        items = collect(lexicon, options.source)
        named = titles(lexicon, options.source)
    faults: list[str] = []
    for where, part, its in _files(items, named, out, _ENDINGS[options.to], each=folder):
        text = "".join(write(part, its, options.to))
        _put(where, text)
        _tell(part, options.to, where)
        if options.check:
            faults += _checked(text, options.to, part, where)
    for fault in faults[:_FAULTS_SHOWN]:
        complain(fault)
    if len(faults) > _FAULTS_SHOWN:
        complain(f"{len(faults) - _FAULTS_SHOWN} more faults")
    return DAMAGED if faults else OK


def _places(name: str | None) -> tuple[Path | None, bool]:
    """Return where the export goes, and whether that is a folder; say so where it can't be."""
    from ..index.errors import InputError

    if name is None:
        return None, False
    path = Path(name).resolve()
    folder = path.is_dir() or name.endswith("/")
    if folder:
        try:
            path.mkdir(exist_ok=True)
        except OSError as error:
            raise InputError(f"{name}: can't be made ({error.strerror}).") from None
    elif not path.parent.is_dir():
        raise InputError(f"{name}: there is no folder '{path.parent}'. Make it, or choose another.")
    return path, folder


@contextmanager
def _lexicon(folder: str | None) -> "Iterator[Lexicon]":
    """Open an index for its entries alone, whichever encoder made it."""
    if folder is not None:
        from ..index.opened import open_index

        with open_index(Path(folder)) as index:
            for note in index.notes:
                say(note)
            yield index.lexicon
        return
    from ..index.embedded import open_embedded
    from ..index.encoder import bundled

    with open_embedded(bundled(), None) as index:
        yield index.lexicon


def _files(
    items: "tuple[Item, ...]", titles: dict[str, str], out: Path | None, ending: str, *, each: bool
) -> "Iterator[tuple[Path | None, tuple[Item, ...], dict[str, str]]]":
    """Yield where each file goes, its items, and the titles of its documents."""
    from ..index.exchange import by_source

    if not each or out is None:
        yield out, items, titles
        return
    taken: set[str] = set()
    for path, part in by_source(items).items():
        whole = path.replace("/", "__")
        short = whole.rsplit(".", 1)[0] or whole
        name = whole if short in taken else short  # "pots.md" and "pots.txt"
        taken.add(name)
        yield out / f"{name}{ending}", part, {path: titles[path]}


def _put(where: Path | None, text: str) -> None:
    from ..index.disk import replace_file
    from ..index.errors import InputError

    if where is None:
        sys.stdout.write(text)
        return
    try:
        replace_file(where, text.encode())
    except OSError as error:
        raise InputError(f"{where}: can't be written ({error.strerror}).") from error


def _tell(items: "tuple[Item, ...]", to: str, where: Path | None) -> None:
    if to == "tbx":
        from ..index.exchange.as_tbx import lost_characters

        lost = lost_characters(items)
        if lost:
            say(f"{lost} control characters, which XML can't hold, were written as U+FFFD")
    if where is not None:
        say(f"{len(items)} entries → {where}")


def _checked(text: str, to: str, items: "tuple[Item, ...]", where: Path | None) -> list[str]:
    from ..index.exchange.check import faults

    found = [f"{where or 'export'}: {fault}" for fault in faults(text, to, items)]
    if not found:
        say(f"{where or 'export'}: read back, nothing is unsound and nothing was lost")
    return found
