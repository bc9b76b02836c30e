"""The little glossary of rivers, read once."""

import pytest

from glossator.eval.tuning.written import Shelf

from .rivers import shelf_of


@pytest.fixture(scope="session")
def rivers(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return shelf_of("rivers", tmp_path_factory.mktemp("rivers"))
