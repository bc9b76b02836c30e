"""What the adapters share: their size, and what they say where their framework is absent."""

import subprocess
import sys
from pathlib import Path

import pytest

from glossator.rag import Glossator
from glossator.ui.adapters.passages import passages
from tests.ui.program import ROOT

ADAPTERS = {
    "langchain": "langchain_core",
    "llamaindex": "llama_index",
    "haystack": "haystack",
}


@pytest.mark.parametrize("name", ADAPTERS)
def test_an_adapter_has_less_than_80_lines(name: str) -> None:
    path = ROOT / "ui" / "adapters" / f"{name}.py"
    assert len(path.read_text(encoding="utf-8").splitlines()) < 80


@pytest.mark.parametrize(("name", "framework"), ADAPTERS.items())
def test_without_its_framework_an_adapter_says_what_to_install(name: str, framework: str) -> None:
    program = (
        f"import sys; sys.modules['{framework}'] = None\n"
        "from glossator.rag import MissingPartError\n"
        f"try:\n    import glossator.ui.adapters.{name}\n"
        "except MissingPartError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith(f"is not installed: pip install 'glossator[{name}]'\n")


def test_a_whole_entry_without_a_text_of_its_own_stays_the_passage_found(tmp_path: Path) -> None:
    path = tmp_path / "boats.jsonl"
    path.write_text(
        '{"term": "Sheet", "definition": "A rope that trims a sail. It runs aft."}\n'
        '{"term": "Jib sheet", "definition": "", "see_also": ["Sheet"]}\n',
        encoding="utf-8",
    )
    with Glossator.build([path]) as boats:
        for one in passages(boats, "jib sheet", 5, whole=True):
            text = boats.index.lexicon.document("boats-jsonl").text
            assert text[one.metadata["start"] : one.metadata["end"]] == one.text


def test_a_search_that_finds_nothing_gives_none(own: Glossator) -> None:
    assert list(passages(own, "???", 5, whole=False)) == []
