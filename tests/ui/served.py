"""The chat page, served by the program in a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Served:
    """A running server: its address, its process, and where its standard error goes."""

    url: str
    process: "subprocess.Popen[bytes]"
    heard: Path


@contextmanager
def served(index: Path, heard: Path, *options: str) -> Iterator[Served]:
    """Serve an index on a free port until the block ends."""
    command = [sys.executable, "-m", "glossator.ui.cli", "serve", "--index", str(index)]
    with (
        heard.open("wb") as errors,
        subprocess.Popen(
            [*command, "--port", "0", *options], stdout=subprocess.DEVNULL, stderr=errors
        ) as process,
    ):
        try:
            yield Served(_address(process, heard), process, heard)
            assert process.poll() in (None, 0), f"the server ended with {process.returncode}"
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(10)


def _address(process: "subprocess.Popen[bytes]", heard: Path) -> str:
    """Wait for the line with the address; the process ends it where none comes."""
    while process.poll() is None:
        lines = heard.read_text(encoding="utf-8").splitlines(keepends=True)
        if lines and lines[-1].endswith("\n"):
            return lines[-1].split()[-1].rstrip("/")
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(heard.read_text(encoding="utf-8"))
