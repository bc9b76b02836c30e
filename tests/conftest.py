"""Fixtures that several tests share, and the rule that CI skips nothing."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.rag import Glossator

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("GLOSSATOR_SHARED", ROOT.parent / "shared"))


def pytest_configure() -> None:
    """Let the programs that tests start hear Ctrl-C: a shell's background jobs ignore it."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the source glossaries, which are never committed."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip(f"no source glossaries at {SHARED}: set GLOSSATOR_SHARED")
    return SHARED


@pytest.fixture(scope="session")
def seeds(shared: Path) -> Path:
    return shared / "seeds"


@pytest.fixture(scope="session")
def seeds_index(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the four source glossaries, built once with the bundled encoder."""
    folder = tmp_path_factory.mktemp("seeds") / "index"
    Glossator.build([seeds], folder).close()
    return folder


@pytest.fixture(scope="session")
def own_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of our own glossary, built once with the bundled encoder."""
    folder = tmp_path_factory.mktemp("own") / "index"
    Glossator.build([ROOT / "data" / "glossaries"], folder).close()
    return folder


@pytest.fixture(scope="session")
def own(own_index: Path) -> Iterator[Glossator]:
    with Glossator.open(own_index) as glossary:
        yield glossary


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With GLOSSATOR_NO_SKIPS=1 (CI) a skipped test fails the run: nothing may be absent there."""
    if os.environ.get("GLOSSATOR_NO_SKIPS") != "1" or exitstatus != 0:
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
