"""The examples of a page of the manual, run as a reader would run them."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.ui.program import ROOT

__all__ = ["example", "ran"]


def example(page: str, mark: str) -> str:
    """Return the one Python example of a page of ``docs/`` that holds a mark."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    (found,) = (
        code for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if mark in code
    )
    return str(found)


def ran(code: str, folder: Path, cache: Path) -> str:
    """Run an example in a process of its own, and return what it prints.

    Args:
        code: the example.
        folder: where it runs.
        cache: the user's cache folder.
    """
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    env = {"PATH": path, "XDG_CACHE_HOME": str(cache), "HAYSTACK_TELEMETRY_ENABLED": "False"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
