"""The program as its users run it, glossaries to run it on, and what it printed before."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

__all__ = ["GOLDEN", "ROOT", "Ran", "check_golden", "command", "rows", "spawn", "write"]

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"

#: What keeps root from reading and writing where permissions forbid it: without these two
#: capabilities, it is an owner like any other.
_AS_ANYONE = """
import ctypes, os, sys
if os.getuid() == 0:
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        if ctypes.CDLL(None).prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
            sys.exit("can't give up capabilities here")
os.execv(sys.argv[1], sys.argv[1:])
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the program left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def fault(self) -> str:
        """What a run that printed one line of complaint and nothing else complained of."""
        assert self.out == ""
        assert self.err.startswith("glossator")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1, self.err
        return self.err.split(": ", 1)[1].rstrip("\n")


def command(*arguments: str | Path, anyone: bool = False) -> list[str]:
    """Return the command line of the program.

    Args:
        arguments: its own.
        anyone: whether permissions shall bind it even where the tests run as root.
    """
    own = [sys.executable, "-m", "glossator.ui.cli", *map(str, arguments)]
    return [sys.executable, "-c", _AS_ANYONE, *own] if anyone else own


def spawn(
    *arguments: str | Path,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
    anyone: bool = False,
) -> Ran:
    """Run the program as a process of its own.

    Args:
        arguments: its own.
        env: what is changed in the environment.
        folder: where it runs.
        anyone: as for :func:`command`.
    """
    done = subprocess.run(
        command(*arguments, anyone=anyone),
        env={**os.environ, **(env or {})},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    if anyone and done.stderr.startswith(b"can't give up capabilities"):
        pytest.skip("root can't be denied anything here")
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def rows(text: str) -> list[dict[str, Any]]:
    """Return the objects of JSON lines."""
    return [json.loads(line) for line in text.split("\n") if line]


def write(path: Path, *objects: object) -> Path:
    """Write JSON lines."""
    text = "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in objects)
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    return path


def check_golden(name: str, text: str) -> None:
    """Hold a text against a golden file; with UPDATE_GOLDEN=1 write the file, to be reviewed."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
