"""WordNet's rows, and which lemmas are kept out of training."""

import gzip
import json
from pathlib import Path

import pytest

from glossator.eval.tuning.wordnet import HELD_OUT_SHARE, Synset, is_held_out, load_synsets
from glossator.rag import InputError

ROWS = (
    {"id": "n1", "term": "weir", "aliases": ["dam"], "definition": "a wall", "examples": ["no"]},
    {"id": "n2", "term": "ford", "aliases": [], "definition": "a shallow place", "examples": []},
)


def put(path: Path, *rows: object) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(f"{json.dumps(row)}\n" for row in rows)
    return path


def synset(*lemmas: str) -> Synset:
    return Synset("x", lemmas, "what it means", ())


def test_synsets_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    assert list(load_synsets(put(tmp_path / "w.gz", *ROWS))) == [
        Synset("n1", ("weir", "dam"), "a wall", ("no",)),
        Synset("n2", ("ford",), "a shallow place", ()),
    ]


def test_a_file_that_is_missing_or_damaged_is_named(tmp_path: Path) -> None:
    plain = tmp_path / "plain.gz"
    plain.write_text("{}\n")
    cut = tmp_path / "cut.gz"
    cut.write_bytes(put(tmp_path / "w.gz", *ROWS * 99).read_bytes()[:60])
    other = put(tmp_path / "other.gz", {"id": "n1"})
    listed = put(tmp_path / "listed.gz", ["n1"])
    for path in (tmp_path / "none.gz", plain, cut, other, listed):
        with pytest.raises(InputError, match=rf"{path.name}: .*expected WordNet as JSON lines"):
            list(load_synsets(path))


def test_one_held_out_lemma_holds_its_synset_out_in_any_case() -> None:
    words = [f"word{n}" for n in range(400)]
    held = [word for word in words if is_held_out(synset(word))]
    free = [word for word in words if not is_held_out(synset(word))]
    assert held
    assert free
    assert is_held_out(synset(free[0], held[0], free[1]))
    assert is_held_out(synset(held[0].upper()))
    assert not is_held_out(synset(*free))


def test_the_share_that_is_held_out_is_the_one_that_is_stated() -> None:
    held = sum(is_held_out(synset(f"word{n}")) for n in range(4000))
    assert 100 * held / 4000 == pytest.approx(HELD_OUT_SHARE, abs=1)
