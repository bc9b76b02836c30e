"""Example questions are answered, and the same for the same index."""

from pathlib import Path

import pytest

from glossator.rag import Glossator
from glossator.ui.examples import examples


def test_each_example_is_answered_and_differs(own: Glossator) -> None:
    found = examples(own)
    assert len(found) == len(set(found)) == 4
    assert found == examples(own)
    for question in found:
        assert own.ask(question).answered


def test_a_glossary_of_one_entry_has_one_example(tmp_path: Path) -> None:
    (tmp_path / "forge.tsv").write_text(
        "Term\tDefinition\nAnvil\tA block of steel on which metal is shaped by blows.\n"
    )
    with Glossator.build([tmp_path / "forge.tsv"]) as glossary:
        assert examples(glossary) == ("What does anvil mean?",)


@pytest.mark.parametrize("term", ["<b>Anvil</b>", "Anvil\u202e", "{{Anvil}}", "A" * 40])
def test_a_term_of_odd_characters_makes_no_example(tmp_path: Path, term: str) -> None:
    (tmp_path / "forge.tsv").write_text(
        f"Term\tDefinition\n{term}\tA block of steel on which metal is shaped by blows.\n"
    )
    with Glossator.build([tmp_path / "forge.tsv"]) as glossary:
        assert examples(glossary) == ()
