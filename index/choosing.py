"""Which reader fits a file: by what it holds, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .archives import is_archive, is_zip, open_zip
from .errors import InputError, MissingPartError
from .readers import names, reader
from .readers.base import Reader, Sniff, numbered_lines
from .text import Source

__all__ = ["Choice", "choose"]

_LEAST_SCORE = 0.2
_SURE_SCORE = 0.9  # from which on it is read, though a reader could not look
_SAMPLE_CHARS = 200_000  # of a file's start, to tell its shape by
_SAMPLE_LINE_CHARS = 4_000
_PARTS = (0.25, 0.5, 0.75)  # of a long file: where to look, if its start fits no reader
_WELL = 0.4  # how surely a part further down must fit, for the start didn't
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The reader whose shape fits best.

    Attributes:
        reader: it.
        why: the reason, for a person.
        faults: what went wrong in readers of other packages.
        missing: what readers need that could not look for want of it.
    """

    reader: Reader
    why: str
    faults: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tried:
    name: str
    sniff: Sniff


@dataclass(slots=True)
class _Tries:
    """What all readers said of a file, and which could say nothing."""

    tried: list[_Tried] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def best(self) -> _Tried:
        """The surest reader; of equal ones the first."""
        return max(self.tried, key=lambda one: one.sniff.score)


def choose(source: Source) -> Choice:
    """Choose the reader whose shape fits best.

    A long file is told by its start; where that fits none, by parts further down.

    Raises:
        InputError: if none fits; the message says what the nearest ones missed.
        MissingPartError: if none fits well, and one could not look for want of a library.
    """
    sample = _sample(source)
    tries = _try_all(sample)
    by = ""
    if sample is not source:
        by = f", by its first {_SAMPLE_CHARS:,} of {len(source.text):,} characters"
        if tries.best.sniff.score < _LEAST_SCORE:  # a long introduction stands before it
            tries, by = _further_down(source, tries)
    best = tries.best
    if tries.missing and best.sniff.score < _SURE_SCORE:
        raise MissingPartError(f"{source.path}: {tries.missing[0]}")
    if best.sniff.score < _LEAST_SCORE:
        raise InputError(_none_fits(source, tries.tried))
    why = f"{best.sniff.why}{by}"
    return Choice(reader(best.name), why, tuple(tries.faults), tuple(tries.missing))


def _further_down(source: Source, tries: _Tries) -> tuple[_Tries, str]:
    """Look at other parts of a file whose start fits no reader: the one that fits best, if well."""
    found: list[tuple[_Tries, str]] = []
    for part in _PARTS:
        start = source.text.find("\n", int(part * len(source.text))) + 1
        if start:  # no more than a sample is copied, however long the file
            piece = source.text[start : start + 2 * _SAMPLE_CHARS]
            by = f", by {_SAMPLE_CHARS:,} characters from {start:,} on"
            found.append((_try_all(_sample(replace(source, text=piece))), by))
    best = max(found, key=lambda one: one[0].best.sniff.score, default=(tries, ""))
    return best if best[0].best.sniff.score >= _WELL else (tries, "")


def _try_all(source: Source) -> _Tries:
    made = _Tries()
    for name in names():
        try:
            made.tried.append(_Tried(name, reader(name).sniff(source)))
        except InputError as error:  # a plugin's; others may read the file
            made.faults.append(str(error))
            continue
        except MissingPartError as error:
            made.missing.append(str(error))
            continue
        if made.tried[-1].sniff.score == 1.0:  # none can beat it
            break
    return made


def _sample(source: Source) -> Source:
    """Return the first lines of a long file, long ones cut short: enough to see its shape."""
    if len(source.text) <= _SAMPLE_CHARS:
        return source
    lines: list[str] = []
    left = _SAMPLE_CHARS
    for _, _, line in numbered_lines(source.text):
        lines.append(line[:_SAMPLE_LINE_CHARS])
        left -= len(lines[-1]) + 1
        if left < 0:
            break
    return replace(source, text="\n".join(lines))


def _none_fits(source: Source, tried: Sequence[_Tried]) -> str:
    if source.raw.startswith(b"\xd0\xcf\x11\xe0"):
        return (
            f"{source.path}: is an older or an encrypted Office file. Expected .xlsx, .docx or "
            ".ods without a password; save it as one of these."
        )
    if is_zip(source.raw):
        with open_zip(source.raw, source.path, source.options.max_bytes) as opened:
            if is_archive(opened):
                return (
                    f"{source.path}: is an archive of files where one file was expected. Unpack "
                    "it, and give the files or their folder."
                )
    ranked = sorted(tried, key=lambda one: -one.sniff.score)  # of equal ones the first tried
    why = "; ".join(f"{one.name} ({one.sniff.why})" for one in ranked[:_NEAREST])
    rest = ", ".join(one.name for one in ranked[_NEAREST:])
    others = f"; nor {rest}" if rest else ""
    return (
        f"{source.path}: looks like no format that is known: not {why}{others}. Name the format, "
        "or lay the file out like one of these."
    )
