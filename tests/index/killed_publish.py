"""Publish a version in children that are killed at one step each; print what opens afterwards.

A step is a block written, a file or folder synced, a rename, SQLite's writing: each is cut
short before and after. Run by test_store.py; the argument is an index directory to copy.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from glossator.index import build, disk
from glossator.index.opened import open_index
from tests.index.fakes import FakeEncoder, glossary

NEW = glossary([("Starboard", (), "The right side of a boat.")])


class Killer:
    """Counts steps and ends the process, without any clean-up, at one of them."""

    def __init__(self, last: int) -> None:
        self.left = last

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*args: Any) -> Any:
            self.step()
            result = act(*args)
            self.step()
            return result

        return acted

    def write_file(self, path: Path, blocks: Iterable[bytes | memoryview]) -> None:
        def halves() -> Iterator[memoryview]:
            for block in blocks:
                half = len(block) // 2
                self.step()
                yield memoryview(block)[:half]
                self.step()
                yield memoryview(block)[half:]

        with path.open("xb", buffering=0) as file:  # each block is on its way before the next
            for half in halves():
                file.write(half)
            self.step()
            os.fsync(file.fileno())
        self.step()


def publish_and_die(folder: Path, last: int) -> None:
    killer = Killer(last)
    disk.write_file = killer.write_file
    for module, name in (
        (disk, "sync_file"),
        (disk, "sync_folder"),
        (disk, "hash_file"),
        (disk, "rename"),
        (disk, "replace_file"),
        (build, "write_lexicon"),
    ):
        setattr(module, name, killer.around(getattr(module, name)))
    build.write_index(NEW, FakeEncoder(), folder)


def main(source: Path) -> None:
    for last in range(1, 200):
        folder = source.with_name(f"killed-{last}")
        shutil.copytree(source, folder)
        child = os.fork()
        if child == 0:
            try:
                publish_and_die(folder, last)
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        with open_index(folder) as index:
            assert index.notes == (), index.notes
            is_new = index.lexicon.entries([0])[0].term == "Starboard"
            sys.stdout.write("new\n" if is_new else "old\n")
        build.write_index(NEW, FakeEncoder(), folder)  # and the next writer is not in the way
        shutil.rmtree(folder)
        if not os.WIFSIGNALED(status):
            return
    raise SystemExit("the child was killed at each of 200 steps; expected fewer")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
