"""No code holds a term, heading or sentence of the source glossaries: readers must be general."""

import re
from pathlib import Path

import pytest

from glossator.index.reading import read_paths

ROOT = Path(__file__).resolve().parent.parent


def code() -> dict[Path, str]:
    places = [p for part in ("index", "rag", "ui", "eval") for p in (ROOT / part).rglob("*")]
    return {
        place: " ".join(place.read_text(encoding="utf-8").casefold().split())
        for place in places
        if place.suffix in (".py", ".js", ".css", ".html")
    }


@pytest.mark.shared
def test_no_code_holds_a_term_of_several_words(seeds: Path) -> None:
    names = {
        name.casefold()
        for reading in read_paths([seeds]).readings
        for entry in reading.entries
        for name in entry.names
        if len(name.split()) > 1 or "-" in name
    }
    found = [
        f"{place.relative_to(ROOT)}: {name}"
        for place, text in code().items()
        for name in sorted(names)
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]
    assert found == []


@pytest.mark.shared
def test_no_code_holds_a_sentence(seeds: Path) -> None:
    lines = {
        " ".join(sentence.casefold().split())
        for place in seeds.iterdir()
        for sentence in re.split(r"[.\n]", place.read_text(encoding="utf-8"))
        if len(sentence.strip()) >= 30
    }
    texts = code()
    found = [
        f"{place.relative_to(ROOT)}: {line}"
        for place, text in texts.items()
        for line in lines
        if line in text
    ]
    assert found == []
