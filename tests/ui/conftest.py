"""The program run in this process, away from its user's settings, on small glossaries."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from glossator.rag import Glossator
from glossator.ui.cli import main
from tests.ui.program import Ran

SAILS = """\
Term\tDefinition
Boom\tA spar along the foot of the mainsail. It swings across when the boat gybes.
Jib (Foresail)\tA triangular sail set ahead of the mast.
Keel\tThe fin beneath the hull that keeps a boat from drifting sideways.
Sheet\tThe rope that trims a sail.
"""
ROPES = """\
Notes on Ropes

1. Halyard

  • A rope that hoists a sail up the mast.

2. Painter

  • A rope at the bow by which a small boat is tied up.

3. Sheet

  • A rope by which the angle of a sail is set.
"""


@pytest.fixture(autouse=True)
def apart(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the user's settings out, and what the program sets for its process."""
    for name in ("GLOSSATOR_INDEX", "GLOSSATOR_DEBUG", "NO_COLOR", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        monkeypatch.setenv(name, "1")
    handler = signal.getsignal(signal.SIGPIPE)
    yield
    signal.signal(signal.SIGPIPE, handler)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's cache folder; the first question to the embedded glossary fills it."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the program in this process, which is faster than one of its own."""

    def act(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return act


@pytest.fixture(scope="session")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two small glossaries of our own."""
    folder = tmp_path_factory.mktemp("boats")
    (folder / "sails.tsv").write_text(SAILS, encoding="utf-8")
    (folder / "ropes.txt").write_text(ROPES, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def boats_index(boats: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of them, to be read only."""
    folder = tmp_path_factory.mktemp("indexed") / "boats.index"
    Glossator.build([boats], folder).close()
    return folder
