"""How the time to read a glossary grows with its size, for every shape that readers read.

    python -m glossator.eval.benchmarks.readers                 every shape
    python -m glossator.eval.benchmarks.readers "HTML list"     one of them

CPU seconds of choosing the reader and reading, those of processes that it starts included; ten
times the entries may cost twelve times the time at most. The exit code is 1 where one costs more.
As in ``timeit`` the garbage collector rests meanwhile: its rounds come in steps, and at some sizes
add a quarter.
"""

import argparse
import gc
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

from ...index.readers import READERS
from ...index.reading import read_bytes
from .shapes import SHAPES, Shape

__all__ = ["MOST", "Growth", "growth", "main"]

TIMES = 10
MOST = 12.0


@dataclass(frozen=True, slots=True)
class Growth:
    """CPU seconds of the small and of the large glossary, the least of several rounds."""

    small_s: float
    large_s: float

    @property
    def ratio(self) -> float:
        """How many times the time ten times the entries take."""
        return self.large_s / self.small_s


def growth(shape: Shape, entries: int, rounds: int) -> Growth:
    """Measure reading ``entries`` entries and ten times as many.

    Raises:
        AssertionError: if not every entry was found, or another reader was chosen.
    """
    _read(shape, 9)  # what it imports is loaded
    small = min(_read(shape, entries) for _ in range(rounds))
    large = min(_read(shape, entries * TIMES) for _ in range(rounds))
    return Growth(small, large)


def _read(shape: Shape, entries: int) -> float:
    raw = shape.make(entries)
    gc.collect()
    gc.disable()
    try:
        began = _seconds()
        reading = read_bytes(raw, f"words.{shape.suffix}")
        seconds = _seconds() - began
    finally:
        gc.enable()
    found = (reading.format, len(reading.entries))
    assert found == (shape.reader, entries), (
        f"{shape.reader}: {len(reading.entries)} of {entries} entries, read as {reading.format}"
    )
    return seconds


def _seconds() -> float:
    """Return the CPU seconds of this process, and of those that it started and that ended."""
    if resource is None:  # Windows
        return time.process_time()
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="by default all of them")
    parser.add_argument("--entries", type=int, default=500, help="of the small one (default 500)")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.shapes) - set(SHAPES))
    if unknown:
        parser.error(f"no shape {unknown[0]!r}; expected one of: {', '.join(SHAPES)}")
    print(f"| shape | reader | {given.entries:,} entries | {given.entries * TIMES:,} | ratio |")
    print("|---|---|---|---|---|")
    worst = 0.0
    for name in given.shapes or SHAPES:
        shape = SHAPES[name]
        if shape.reader not in READERS:
            continue
        found = growth(shape, given.entries, given.rounds)
        worst = max(worst, found.ratio)
        print(
            f"| {name} | {shape.reader} | {found.small_s * 1000:.0f} ms | "
            f"{found.large_s * 1000:.0f} ms | {found.ratio:.1f} |",
            flush=True,
        )
    print(f"\nThe highest ratio is {worst:.1f}; at most {MOST:.0f} is linear.")
    return 1 if worst > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
