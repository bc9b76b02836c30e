"""Every deliberate error of the package, as one tree.

    GlossaryError
    ├── InputError               a file, question or option can't be used        exit code 2
    ├── IndexDirectoryError      an index directory can't be used                exit code 2
    │   ├── StaleIndexError      of another format or encoder: rebuild it        exit code 2
    │   ├── LockedIndexError     another process is writing it                   exit code 2
    │   └── DamagedIndexError    not what the manifest or document says          exit code 3
    └── MissingPartError         an optional dependency is not installed         exit code 2

A message says what was found, what was expected and what to do. Having no answer is no
error: it is an :class:`~glossator.rag.records.Answer` whose ``answered`` is false.
"""

__all__ = [
    "DamagedIndexError",
    "GlossaryError",
    "IndexDirectoryError",
    "InputError",
    "LockedIndexError",
    "MissingPartError",
    "StaleIndexError",
]


class GlossaryError(Exception):
    """The root of every error that the package raises on purpose."""

    exit_code = 2


class InputError(GlossaryError):
    """A source file, a question or an option can't be used as given."""


class IndexDirectoryError(GlossaryError):
    """An index directory can't be used."""


class StaleIndexError(IndexDirectoryError):
    """An index was built with another encoder or index format than this run uses."""


class LockedIndexError(IndexDirectoryError):
    """Another process is writing the index directory."""


class DamagedIndexError(IndexDirectoryError):
    """Bytes of an index, or a quote, are not what the manifest or the document says."""

    exit_code = 3


class MissingPartError(GlossaryError):
    """An optional dependency is needed and not installed."""
