"""Sample glossaries are read by the readers that everybody's are read by."""

from pathlib import Path

import pytest

from glossator.eval.tuning.samples import HELD_OUT, SAMPLES, read_sample
from glossator.rag import InputError


def test_those_held_out_are_samples() -> None:
    assert set(HELD_OUT) < set(SAMPLES)


def test_a_sample_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "git").mkdir()
    text = "[[def_weir]]weir::\n\tA low wall across a river.\n\nlock::\n\tA basin with gates.\n"
    (tmp_path / "git" / "glossary-content.adoc").write_text(text, "utf-8")
    (reading,) = read_sample("git", tmp_path)
    assert [(entry.term, entry.definition) for entry in reading.entries] == [
        ("weir", "A low wall across a river."),
        ("lock", "A basin with gates."),
    ]


def test_a_sample_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"git.*expected the sample glossary 'git'"):
        read_sample("git", tmp_path)


@pytest.mark.shared
def test_of_a_workbook_in_several_languages_only_the_english_is_taken(shared: Path) -> None:
    (reading,) = read_sample("engineering-xlsx", shared / "glossaries")
    assert {entry.language for entry in reading.entries} == {"en"}
    assert len(reading.entries) == 824
