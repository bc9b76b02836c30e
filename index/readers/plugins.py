"""Readers that other packages bring: entry points of the group ``glossator.readers``.

A plugin is a module (or object) with ``NAME``, ``sniff`` and ``read``, as ``docs/readers.md``
shows. What goes wrong in one is its fault and is said so: it never takes Glossator down.
"""

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from ..errors import InputError
from ..text import Source
from .base import Draft, Reader, Sniff

__all__ = ["GROUP", "load", "plugin_names"]

GROUP = "glossator.readers"


def plugin_names() -> tuple[str, ...]:
    """Return the names of the readers that installed packages bring, sorted."""
    return tuple(sorted(_found()))


@cache
def _found() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


@cache
def load(name: str) -> Reader:
    """Import a plugin.

    Raises:
        InputError: if it can't be imported, or is no reader.
    """
    point = _found()[name]
    package = point.dist.name if point.dist else point.value
    whose = f"the reader '{name}' of the package '{package}'"
    try:
        found = point.load()
    except Exception as error:  # whatever its module does
        raise InputError(
            f"{whose} can't be loaded ({type(error).__name__}: {error}). Mend or uninstall it."
        ) from error
    wrong = [part for part in ("NAME", "sniff", "read") if not hasattr(found, part)]
    if wrong or not callable(found.sniff) or not callable(found.read):
        raise InputError(
            f"{whose} has no {' or '.join(wrong) or 'callable sniff and read'}. Expected a module "
            "with NAME, sniff(source) and read(source); mend or uninstall it."
        )
    return _Guarded(name, whose, found)


class _Guarded:
    """A plugin whose faults become errors that name it."""

    def __init__(self, name: str, whose: str, reader: Any) -> None:
        self.NAME = name
        self._whose = whose
        self._reader = reader

    def sniff(self, source: Source) -> Sniff:
        """Say what the plugin says; raises InputError where it fails."""
        try:
            found = self._reader.sniff(source)
            score, why = float(found.score), f"{found.why} ({self._whose})"
        except Exception as error:  # whatever it does
            raise self._fault(source, f"failed: {type(error).__name__}: {error}") from error
        if not 0 <= score <= 1:
            raise self._fault(source, f"gave a score of {score}, not one of 0 to 1")
        return Sniff(score, why)

    def read(self, source: Source) -> Draft:
        try:
            draft = self._reader.read(source)
        except InputError:
            raise
        except Exception as error:
            raise self._fault(source, f"failed: {type(error).__name__}: {error}") from error
        if not isinstance(draft, Draft):
            raise self._fault(source, f"gave a {type(draft).__name__}, no Draft")
        length = len(draft.stripped.text)
        for entry in draft.entries:
            if not 0 <= entry.start <= entry.end <= length:
                raise self._fault(
                    source,
                    f"put '{entry.head.term}' at {entry.start}–{entry.end} of a text of {length} "
                    "characters",
                )
        return draft

    def _fault(self, source: Source, what: str) -> InputError:
        return InputError(
            f"{source.path}: {self._whose} {what}. Tell its maintainers, or choose another with "
            "--format."
        )
