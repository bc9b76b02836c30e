"""Folders of one-entry files are one glossary: their documents have its title."""

import zipfile
from pathlib import Path

import pytest

from glossator.index.reading import read_paths
from glossator.rag import Glossator

POTS = {"urn": "A pot with a tap.", "vat": "A tub.", "jug": "A pot with a beak."}


def line(term: str) -> str:
    return f'{{"term": "{term}", "definition": "{POTS.get(term, "A thing.")}"}}\n'


def put(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        place = folder / name.replace("__", "/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return folder


def titles(*paths: Path) -> dict[str, str]:
    found = read_paths(paths, titles={})
    return {reading.document.path: reading.document.title for reading in found.readings}


def test_the_folder_s_name_is_the_title(tmp_path: Path) -> None:
    put(tmp_path / "pots", **{term: line(term) for term in POTS})
    assert set(titles(tmp_path / "pots").values()) == {"pots"}
    assert set(titles(*(tmp_path / "pots" / term for term in POTS)).values()) == {"pots"}


@pytest.mark.parametrize("below", ["en", "pt-BR", "glossary", "terms"])
def test_a_name_that_says_little_goes_with_the_one_above(tmp_path: Path, below: str) -> None:
    put(tmp_path / "pots" / below, **{term: line(term) for term in POTS})
    assert set(titles(tmp_path / "pots").values()) == {f"pots/{below}"}


def test_files_of_many_entries_keep_their_titles(tmp_path: Path) -> None:
    single = {term: line(term) for term in POTS}
    put(tmp_path / "pots", **single, many=line("cup") + line("mug"))
    found = titles(tmp_path / "pots")
    assert (found["urn"], found["many"]) == ("pots", "many")


def test_a_few_single_entries_among_others_are_no_glossary(tmp_path: Path) -> None:
    single = {term: line(term) for term in POTS}
    many = {f"many{n}": line("cup") + line("mug") for n in range(3)}
    put(tmp_path / "pots", **single, **many)
    assert titles(tmp_path / "pots")["urn"] == "urn"
    put(tmp_path / "two", urn=line("urn"), vat=line("vat"))
    assert titles(tmp_path / "two")["urn"] == "urn"


def test_a_title_that_is_asked_for_stays(tmp_path: Path) -> None:
    put(tmp_path / "pots", **{term: line(term) for term in POTS})
    found = read_paths([tmp_path / "pots"], titles={"urn": "Urns"})
    assert [reading.document.title for reading in found.readings] == ["pots", "Urns", "pots"]


def test_an_archive_is_a_folder_of_its_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pots.zip", "w") as packed:
        for term in POTS:
            packed.writestr(term, line(term))
            packed.writestr(f"older/{term}", line(term))
    found = titles(tmp_path / "pots.zip")
    assert (found["pots.zip/urn"], found["pots.zip/older/urn"]) == ("pots", "older")


def test_a_question_may_name_the_folder(tmp_path: Path) -> None:
    put(tmp_path / "kiln", **{term: line(term) for term in POTS})
    put(tmp_path, garden='{"term": "urn", "definition": "A vase on a wall."}\n')
    with Glossator.build([tmp_path]) as glossary:
        asked = glossary.ask("what is an urn in the kiln glossary?")
        assert [one.quote for one in asked.citations] == ["A pot with a tap."]
        refused = glossary.ask("hello")
        assert refused.text.count("kiln") == 1
