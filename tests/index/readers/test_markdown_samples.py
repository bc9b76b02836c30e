"""Real Markdown glossaries: counts of entries, names, aliases and references; nothing but prose."""

import re
from collections import Counter
from pathlib import Path

import pytest

from glossator.index.reading import Readings, read_paths
from glossator.index.records import Entry, LineUse
from glossator.index.references import link

pytestmark = pytest.mark.shared

MARKUP = re.compile(
    r"\{\{[<%]|[>%]\}\}|<!--|-->|\]\(|\*\*|^#{1,6} |^```|^---$|&[a-z]+;|&#\d+;|"
    r"</?(?:a|br|p|div|span|Tip|Youtube)\b|glossary_tooltip|term_id",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def kubernetes(shared: Path) -> Readings:
    return read_paths([shared / "glossaries" / "kubernetes" / "en"])


def entries_of(readings: Readings) -> list[Entry]:
    return [entry for reading in readings.readings for entry in reading.entries]


def linked(readings: Readings) -> tuple[Entry, ...]:
    paths = {reading.document.id: reading.document.path for reading in readings.readings}
    return link(entries_of(readings), paths)[0]


def unclaimed(readings: Readings) -> list[str]:
    return [
        f"{reading.document.path}: {part.first} to {part.last}"
        for reading in readings.readings
        for part in reading.lines
        if part.use is LineUse.REPORT
    ]


def test_a_folder_of_one_file_an_entry(kubernetes: Readings) -> None:
    assert Counter(reading.format for reading in kubernetes.readings) == {"markdown": 128}
    entries = entries_of(kubernetes)
    assert len(entries) == 127
    assert sum(len(entry.names) for entry in entries) == 147
    assert unclaimed(kubernetes) == []
    assert Counter(r.code for reading in kubernetes.readings for r in reading.remarks) == {
        "macro-id": 25,
        "no-entries": 1,  # the index page
    }
    assert Counter(flag for entry in entries for flag in entry.flags) == {"disambiguation": 3}


def test_each_reference_of_the_folder_resolves(kubernetes: Readings) -> None:
    entries = linked(kubernetes)
    assert [entry.dangling for entry in entries if entry.dangling] == []
    assert sum(len(entry.references) for entry in entries) == 172
    assert sum(len(entry.see_also) for entry in entries) == 168


@pytest.mark.parametrize(
    ("name", "aliases", "references"), [("glossary.md", 16, 19), ("glossary.es.md", 13, 19)]
)
def test_one_file_for_all(shared: Path, name: str, aliases: int, references: int) -> None:
    readings = read_paths([shared / "glossaries" / "transformers" / name])
    (reading,) = readings.readings
    assert (reading.format, len(reading.entries)) == ("markdown", 51)
    assert reading.document.title in ("Glossary", "Glosario")
    assert sum(len(entry.aliases) for entry in reading.entries) == aliases
    entries = linked(readings)
    assert sum(len(entry.see_also) for entry in entries) == references
    assert [entry.dangling for entry in entries if entry.dangling] == []
    assert {e.term for e in entries if e.flags == ("redirect",)} == {
        "autoencoding models",
        "autoregressive models",
    }
    assert unclaimed(readings) == []


def test_no_markup_macro_or_comment_is_in_a_definition(shared: Path, kubernetes: Readings) -> None:
    found = [*entries_of(kubernetes)]
    for name in ("glossary.md", "glossary.es.md"):
        found += entries_of(read_paths([shared / "glossaries" / "transformers" / name]))
    assert len(found) == 229
    marked = [e.term for e in found if MARKUP.search(e.definition)]
    assert marked == []
