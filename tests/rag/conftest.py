"""Glossaries on sailing and baking, read and indexed as a user would, with the bundled encoder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.rag import Glossator
from tests.rag.subjects import BAKING, SAILING, write


@pytest.fixture(scope="session")
def sailing_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources") / "sailing"
    write(folder, SAILING)
    return folder


@pytest.fixture(scope="session")
def sailing(sailing_folder: Path) -> Iterator[Glossator]:
    with Glossator.build([sailing_folder]) as glossary:
        yield glossary


@pytest.fixture(scope="session")
def baking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Glossator]:
    with Glossator.build(write(tmp_path_factory.mktemp("baking"), BAKING)) as glossary:
        yield glossary
