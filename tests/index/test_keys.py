"""References by id from one file to another."""

import json
from pathlib import Path

from glossator.index.reading import read_paths


def write(folder: Path, name: str, records: object) -> None:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")


def references(folder: Path) -> dict[str, tuple[str, ...]]:
    readings = read_paths([folder]).readings
    return {entry.term: entry.references for reading in readings for entry in reading.entries}


def test_ids_of_the_file_beside_become_terms_of_the_same_language(tmp_path: Path) -> None:
    kettle = {"id": "k", "term": "Kettle", "definition": "A pot.", "related": ["u-2", "Vat"]}
    urn = {"id": "u-2", "term": "Great Urn", "definition": "A jug.", "related": ["k"]}
    write(tmp_path, "terms/a.json", [kettle])
    write(tmp_path, "terms/b.json", [urn])
    write(tmp_path, "i18n/fr.json", {"u-2": {"term": "Grande urne", "definition": "Une cruche."}})
    found = references(tmp_path)
    assert found["Kettle"] == ("Great Urn", "Vat")
    assert found["Great Urn"] == ("Kettle",)


def test_a_term_of_the_own_file_is_no_id_of_another(tmp_path: Path) -> None:
    pot = {"id": "p", "term": "Pot", "definition": "A vessel.", "related": ["urn"]}
    own = {"id": "x", "term": "urn", "definition": "A jug."}
    other = {"id": "urn", "term": "Ballot urn", "definition": "A box for votes."}
    write(tmp_path, "a.json", [pot, own])
    write(tmp_path, "b.json", [other])
    assert references(tmp_path)["Pot"] == ("urn",)


def test_files_without_ids_keep_their_references(tmp_path: Path) -> None:
    write(tmp_path, "a.json", [{"id": "urn", "term": "Great Urn", "definition": "A jug."}])
    (tmp_path / "b.csv").write_text("Term,Definition,See also\nPot,A vessel.,urn\n")
    assert references(tmp_path)["Pot"] == ("urn",)
