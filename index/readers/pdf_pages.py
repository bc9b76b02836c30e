"""The pages of a PDF as pieces of text with place and style; starts ``pdf_worker.py`` to get them.

The worker's time and memory are limited, so that no file can hang, fill or end the program that
reads it. A piece is text of one style on one baseline without a gap; units are points.
"""

import importlib.util
import json
import math
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..errors import InputError, MissingPartError
from .rendering import plain

__all__ = [
    "Piece",
    "Printed",
    "PrintedPage",
    "Style",
    "open_pages",
    "run_apart",
    "run_here",
    "run_in",
]

_LEAD = 1024  # bytes: so many may stand before a PDF's first ones, says Adobe's viewer
_MAX_PAGES = 20_000
_MAX_CHARS = 10_000_000  # some four thousand pages of text
_MEMORY = 2**30  # bytes, and four times the file
_SECONDS = 30  # of computing, and one for each of so many bytes:
_BYTES_A_SECOND = 30_000
_MOST_SECONDS = 600
_BOLD = re.compile(
    r"bold|black|heavy|semibold|demi(?!ti)|[-,_ ]bd\b|^(?:cm|sf|ec)(?:s?s)?bx|^lmb|-b$|-bi$",
    re.IGNORECASE,
)
_GARBLED = 0.5  # of all characters


@dataclass(frozen=True, slots=True)
class Style:
    """What text looks like.

    Attributes:
        font: its name.
        size: in points.
        bold: by its name, weight, or way of painting.
        italic: likewise.
        colour: red, green and blue as one number.
    """

    font: str
    size: float
    bold: bool
    italic: bool
    colour: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one style on one baseline.

    Attributes:
        left: where it begins.
        right: where it ends.
        base: its baseline, growing down the page; not a number for text that isn't level.
        style: what it looks like.
        text: with a blank in front where one stands before it.
        seen: whether it is painted; text recognition puts unseen text under a picture.
    """

    left: float
    right: float
    base: float
    style: Style
    text: str
    seen: bool = True

    @property
    def level(self) -> bool:
        """Whether it stands in a line."""
        return not math.isnan(self.base)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page.

    Attributes:
        number: from 1.
        label: as the document itself calls it ("iv"); often empty.
        height: in points.
        pieces: in the order of the file.
        pictures: whether it has no text, but shows something.
        broken: whether it could not be opened.
    """

    number: int
    label: str
    height: float
    pieces: tuple[Piece, ...]
    pictures: bool = False
    broken: bool = False

    @property
    def name(self) -> str:
        """How to find it: ``page 4``, or ``page iv (the 4th of the file)``."""
        label = " ".join(self.label.split())[:40]
        if not label or label == str(self.number):
            return f"page {self.number}"
        return f"page {label} (number {self.number} of the file)"


@dataclass(slots=True)
class Printed:
    """What a PDF holds.

    Attributes:
        pages: all of them.
        title: of the document's own data, or ``None``.
        language: likewise, a BCP 47 tag.
        scripts: how many it holds.
        files: how many other files it holds.
        copying: whether its author lets one copy text.
        unmapped: characters whose font doesn't say what they are; they read as U+FFFD.
    """

    pages: list[PrintedPage] = field(default_factory=list)
    title: str | None = None
    language: str | None = None
    scripts: int = 0
    files: int = 0
    copying: bool = True
    unmapped: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What the worker may take: bytes of memory, seconds of computing, pages, characters."""

    memory: int
    seconds: int
    pages: int = _MAX_PAGES
    chars: int = _MAX_CHARS


def open_pages(raw: bytes, path: str) -> Printed:
    """Read the pages of a PDF.

    Raises:
        InputError: if it is none, damaged, encrypted, beyond the limits, or has no text.
        MissingPartError: if pypdfium2 isn't installed.
    """
    if b"%PDF-" not in raw[:_LEAD]:
        raise InputError(f"{path}: is no PDF, which begins with '%PDF-'. Name another format.")
    seconds = min(_MOST_SECONDS, _SECONDS + len(raw) // _BYTES_A_SECOND)
    made = Printed()
    styles: list[Style] = []
    for value in _RUN[0](raw, path, Limits(_MEMORY + 4 * len(raw), seconds)):
        if "error" in value:
            raise _refused(path, value)
        if "pieces" in value:
            styles += [_style(one) for one in value["styles"]]
            made.pages.append(_page(value, len(made.pages) + 1, styles))
            made.unmapped += value["unmapped"]
        else:
            made.title = value["title"].strip() or None
            made.language = value["language"].strip() or None
            made.scripts, made.files = max(0, value["scripts"]), max(0, value["files"])
            made.copying = value["copying"]
    _check(made, path)
    return made


def _style(one: list[Any]) -> Style:
    font, size, heavy, slanted, colour = one
    return Style(font, size, heavy or bool(_BOLD.search(font)), slanted, colour)


def _page(value: dict[str, Any], number: int, styles: list[Style]) -> PrintedPage:
    pieces = tuple(
        Piece(left, right, base, styles[style], plain(text), seen)
        for left, right, base, style, text, seen in value["pieces"]
    )
    broken = bool(value.get("broken"))
    return PrintedPage(number, value["label"], value["height"], pieces, value["pictures"], broken)


def _check(made: Printed, path: str) -> None:
    """Refuse what has no text that could be read."""
    chars = sum(len(piece.text.strip()) for page in made.pages for piece in page.pieces)
    if not made.pages:
        raise InputError(f"{path}: is a PDF without pages. Expected one with text; check the file.")
    if not chars:
        count = "1 page" if len(made.pages) == 1 else f"{len(made.pages):,} pages"
        what = ", but with pictures: a scan" if any(page.pictures for page in made.pages) else ""
        raise InputError(
            f"{path}: is a PDF of {count} without text{what}. Expected text that can be "
            "selected: run text recognition over it (ocrmypdf does that), or give the document "
            "that it was made of."
        )
    if made.unmapped > _GARBLED * chars:
        raise InputError(
            f"{path}: is a PDF whose fonts don't say which characters they show ({made.unmapped:,} "
            f"of {chars:,}). Expected text that can be copied: run text recognition over it "
            "(ocrmypdf --force-ocr), or give the document that it was made of."
        )


def _refused(path: str, value: dict[str, Any]) -> InputError:
    if value["error"] == "password":
        return InputError(
            f"{path}: is a PDF that opens with a password only. Expected one that is not "
            "encrypted; save it without a password."
        )
    if value["error"] == "pages":
        return InputError(
            f"{path}: is a PDF of {value['pages']:,} pages. Expected at most {_MAX_PAGES:,}; split "
            "it."
        )
    if value["error"] == "chars":
        return InputError(
            f"{path}: is a PDF with more text than {_MAX_CHARS:,} characters. Expected a glossary; "
            "split it, or give its pages alone."
        )
    return InputError(
        f"{path}: is a PDF that is damaged, or is none but for its first bytes. Expected a whole "
        "one; open it in a viewer and print it to a new PDF, or fetch it again."
    )


# --- the worker ---


def run_apart(raw: bytes, path: str, limits: Limits) -> Iterator[dict[str, Any]]:
    """Yield what the worker says of a file, in a process of its own.

    Raises:
        InputError: if it breaks, or goes beyond the limits.
        MissingPartError: if pypdfium2 isn't installed.
    """
    _check_installed()
    given = (limits.memory, limits.seconds, limits.pages, limits.chars)
    command = [sys.executable or "python3", "-m", "glossator.index.readers.pdf_worker"]
    command += map(str, given)
    # it finds what we find, wherever that was installed, and nothing of the folder it runs in
    places = os.pathsep.join(os.path.abspath(place) for place in sys.path if place)  # noqa: PTH100
    environment = {**os.environ, "PYTHONPATH": places, "PYTHONSAFEPATH": "1"}
    try:
        ran = subprocess.run(
            command,
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=4 * limits.seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(path, limits) from None
    except OSError as error:
        raise InputError(
            f"{path}: is a PDF, which is read in a process of its own, and none could be started "
            f"({error.strerror}). Free some memory, or allow processes, and try again."
        ) from None
    if ran.returncode:
        if ran.returncode in (-getattr(signal, "SIGXCPU", 24), -getattr(signal, "SIGKILL", 9)):
            raise _too_slow(path, limits)
        raise InputError(
            f"{path}: is a PDF that broke the program that reads it, or took more than "
            f"{limits.memory // 2**20:,} MiB of memory. Expected an ordinary one; open it in a "
            "viewer and print it to a new PDF."
        )
    for line in ran.stdout.splitlines():
        yield json.loads(line)


def _too_slow(path: str, limits: Limits) -> InputError:
    return InputError(
        f"{path}: is a PDF that took more than {limits.seconds} s to read. Expected an ordinary "
        "one; split it, or open it in a viewer and print it to a new PDF."
    )


def _check_installed() -> None:
    try:
        found = importlib.util.find_spec("pypdfium2")
    except ImportError:
        found = None
    if found is None:
        raise MissingPartError(
            'Reading PDF needs pypdfium2. Install it: pip install "glossator[formats]"'
        )


def run_here(raw: bytes, path: str, limits: Limits) -> Iterator[dict[str, Any]]:
    """Do the same in this process, without its limits: for measuring and fuzzing only."""
    from .pdf_worker import pages

    for value in pages(raw, limits.pages, limits.chars):
        yield json.loads(json.dumps(value))


_Way = Callable[[bytes, str, Limits], Iterator[dict[str, Any]]]
_RUN: list[_Way] = [run_apart]


def run_in(way: _Way) -> None:
    """Say how the worker is run from now on: :func:`run_apart`, or :func:`run_here`."""
    _RUN[0] = way
