"""All rules over what was read."""

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import InputError
from ..files import find_files, load_all
from ..options import Options
from ..reading import Readings, read_paths
from ..sources import as_source
from . import acronyms, alike, definitions, ignores, letters, names, order, pointers, tongues
from .catalogue import Code, Severity
from .findings import Finding, ground_of
from .told import told

__all__ = ["Linted", "lint", "lint_paths"]

_RULES = (
    told,
    names.repeated_terms,
    names.shared_names,
    alike.same_definitions,
    pointers.circles,
    pointers.dangling,
    definitions.broken_off,
    definitions.repeating,
    acronyms.undefined,
    order.breaks,
    letters.lookalikes,
    letters.hidden,
    tongues.mixed,
)
_NO_OPTIONS = Options()


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found.

    Attributes:
        findings: by path, line and code.
        files: how many were read.
        entries: how many they hold.
        ignored: how many findings were left out, by marks in the files or by ``ignore``.
        places: where the files lie, by their paths; for a member of an archive the archive.
    """

    findings: tuple[Finding, ...]
    files: int
    entries: int
    ignored: int = 0
    places: Mapping[str, Path] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(found.severity is severity for found in self.findings)


def lint(found: Readings, *, together: bool = False) -> tuple[Finding, ...]:
    """Find the defects of what was read.

    Args:
        found: files, read.
        together: whether they are one glossary; else each file is one, and files with one entry
            each are one with those of their folder.

    Returns:
        Findings by path, line and code; marks in the files are not looked at.
    """
    ground = ground_of(found, together=together)
    every = {one for rule in _RULES for one in rule(ground)}
    return _sorted(every)


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        sorted(findings, key=lambda one: (one.place.path, one.place.line, one.code, one.message))
    )


def lint_paths(
    paths: Iterable[str | os.PathLike[str]],
    format: str = "auto",  # noqa: A002 - the option's name on the command line too
    *,
    options: Options = _NO_OPTIONS,
    titles: Mapping[str, str] | None = None,
    ignore: Collection[Code] = (),
    together: bool = False,
) -> Linted:
    """Read files, folders and archives, and find their defects.

    Args:
        paths: see :func:`glossator.index.reading.read_paths`, as for the next three.
        format: a reader's name.
        options: of reading.
        titles: of documents.
        ignore: codes whose findings are left out.
        together: see :func:`lint`.

    Raises:
        InputError: if a path can't be read, or there is no entry in any of the files.
        MissingPartError: if a named file's reader needs a library that isn't installed.
    """
    given = [Path(path) for path in paths]
    found = read_paths(given, format=format, titles=titles, options=options)
    every = lint(found, together=together)
    wanted = [one for one in every if one.code not in ignore]
    texts, places = _as_they_lie(given, options)
    kept, ignored = ignores.apply(wanted, found.readings, texts)
    left = _sorted(one for one in kept if one.code not in ignore)
    entries = sum(len(reading.entries) for reading in found.readings)
    ignored += len(every) - len(wanted)
    return Linted(left, len(found.readings), entries, ignored, places)


def _as_they_lie(paths: Iterable[Path], options: Options) -> tuple[dict[str, str], dict[str, Path]]:
    """Return the texts of the files that have one, comments and all, and where the files are."""
    texts: dict[str, str] = {}
    places: dict[str, Path] = {}
    for file, raw in load_all(find_files(paths, [], options.max_bytes), options.max_bytes):
        places[file.path] = file.place
        if isinstance(raw, InputError):
            continue  # a finding says so
        try:
            texts[file.path] = as_source(raw, file.path, options).text
        except InputError:
            continue
    return texts, places
