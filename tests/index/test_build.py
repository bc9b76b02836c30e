"""From readings to an open index: reuse of vectors, same bytes, progress, an index in memory."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from glossator.index.build import Records, build, build_memory, records_of, write_index
from glossator.index.chunks import chunk
from glossator.index.errors import IndexDirectoryError, InputError, StaleIndexError
from glossator.index.manifest import EncoderMark
from glossator.index.opened import Index, open_index
from glossator.index.records import Reading
from glossator.index.vectors import NPY
from tests.index.fakes import SAILS, FakeEncoder, flip_byte, glossary, only_version

FILES = ("lexicon.sqlite", "vectors.npy", "vectors.faiss")


def readings(records: Records) -> list[Reading]:
    return [Reading(records.documents[0], records.entries, (), (), "numbered", "a test")]


def texts(records: Records) -> list[str]:
    (document,) = records.documents
    return [part.text for entry in records.entries for part in chunk(entry, document)]


def answers(index: Index) -> object:
    """All that an index says, to compare two."""
    lexicon, count = index.lexicon, index.lexicon.counts
    queries = FakeEncoder().encode(["sail of a boat", "spar", "mile"])
    found = [index.vectors.search(query, count.chunks) for query in queries]
    return (
        count,
        lexicon.documents(),
        [lexicon.document(document.id) for document in lexicon.documents()],
        lexicon.entries(range(count.entries)),
        lexicon.concepts(range(count.entries)),
        lexicon.named(["jib", "tack", "foresail", "kn"]),
        lexicon.vocabulary(),
        lexicon.bm25(["sail", "boat", "spar"], 5),
        lexicon.chunks(range(count.chunks)),
        [(rows.tolist(), cosines.tolist()) for rows, cosines in found],
        replace(index.manifest, created="", files=()),
    )


def test_readings_become_an_open_index(tmp_path: Path) -> None:
    with build(readings(glossary()), FakeEncoder(), tmp_path / "index") as index:
        assert index.path == tmp_path / "index"
        assert index.notes == ()
        assert index.lexicon.counts.entries == 6
        (jib,) = index.lexicon.named(["foresail"])["foresail"]
        assert index.lexicon.entries([jib.row])[0].term == "Jib"


def test_every_chunk_is_found_by_its_own_text(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    records = glossary()
    with build(readings(records), encoder, tmp_path) as index:
        assert len(index.vectors) == index.lexicon.counts.chunks == len(texts(records))
        for row, stored in enumerate(index.lexicon.chunks(range(len(index.vectors)))):
            (entry,) = index.lexicon.entries([stored.entry_row])
            parts = {(part.start, part.end): part for part in chunk(entry, records.documents[0])}
            text = parts[stored.start, stored.end].text
            rows, cosines = index.vectors.search(encoder.encode([text])[0], 1)
            assert rows.tolist() == [row]
            assert cosines[0] == pytest.approx(1.0)


def test_an_index_in_memory_says_the_same(tmp_path: Path) -> None:
    with build(readings(glossary()), FakeEncoder(), tmp_path) as on_disk:
        expected = answers(on_disk)
    with build_memory(readings(glossary()), FakeEncoder()) as in_memory:
        assert answers(in_memory) == expected
        assert in_memory.path is None


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_index(glossary(), FakeEncoder(), tmp_path / name)
    for name in FILES:
        one, two = (only_version(tmp_path / folder) / name for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_unchanged_chunks_are_not_encoded_again(tmp_path: Path) -> None:
    first, second, fresh = FakeEncoder(), FakeEncoder(), FakeEncoder()
    write_index(glossary(), first, tmp_path / "index")
    assert sorted(first.seen) == sorted(texts(glossary()))
    changed = glossary([*SAILS[:-1], ("Cleat", (), "A fitting that holds a rope.")])
    version = write_index(changed, second, tmp_path / "index")
    assert second.seen == texts(changed)[-1:]
    write_index(changed, fresh, tmp_path / "fresh")
    for name in FILES:  # and are the same, bit for bit
        assert (version / name).read_bytes() == (
            only_version(tmp_path / "fresh") / name
        ).read_bytes()


def test_another_encoder_encodes_all_again(tmp_path: Path) -> None:
    other = FakeEncoder("other", dim=8)
    write_index(glossary(), FakeEncoder(), tmp_path)
    write_index(glossary(), other, tmp_path)
    assert sorted(other.seen) == sorted(texts(glossary()))
    with open_index(tmp_path) as index:
        assert index.vectors.dim == 8


def test_damaged_vectors_are_not_used_again(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    write_index(glossary(), FakeEncoder(), tmp_path)
    flip_byte(only_version(tmp_path) / NPY, -1)
    write_index(glossary(), encoder, tmp_path)
    assert sorted(encoder.seen) == sorted(texts(glossary()))


def test_many_chunks_are_encoded_in_blocks(tmp_path: Path) -> None:
    many = glossary((f"Term {at}", (), f"It is number {at}.") for at in range(300))
    write_index(many, FakeEncoder(), tmp_path)
    half = glossary((f"Term {at}", (), f"It is number {at}.") for at in range(0, 600, 2))
    encoder = FakeEncoder()
    write_index(half, encoder, tmp_path)
    assert len(encoder.seen) == 150  # 300, 302 … 598
    with open_index(tmp_path) as index, build_memory(readings(half), FakeEncoder()) as fresh:
        rows = range(index.lexicon.counts.chunks)
        assert (index.vectors.rows(rows) == fresh.vectors.rows(rows)).all()


def test_progress_counts_every_stage_to_its_end(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    write_index(glossary(), FakeEncoder(), tmp_path, progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["chunks", "entries", "vectors"]
    for stage in ("chunks", "entries", "vectors"):
        steps = [(done, total) for name, done, total in told if name == stage]
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1] > 0


def test_references_and_concepts_are_resolved() -> None:
    one = glossary([("Jib", (), "A sail.")], "one.txt")
    two = glossary([("Jib", (), "Some sail."), ("Sheet", (), "It trims a jib.")], "two.txt")
    marked = replace(two.entries[1], references=("jib", "winch"))
    both = [*readings(one), *readings(replace(two, entries=(two.entries[0], marked)))]
    records = records_of(both)
    assert [entry.id for entry in records.entries] == [
        "one-txt#jib", "two-txt#jib", "two-txt#sheet",
    ]  # fmt: skip
    assert records.entries[2].see_also == ("two-txt#jib",)
    assert records.entries[2].dangling == ("winch",)
    assert [concept.entries for concept in records.concepts] == [
        ("one-txt#jib", "two-txt#jib"),
        ("two-txt#sheet",),
    ]


def test_nothing_to_index_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no entry in sails\.txt.*glossator parse"):
        build(readings(glossary([])), FakeEncoder(), tmp_path / "index")
    with pytest.raises(InputError, match="no entry in no file"):
        build([], FakeEncoder(), tmp_path / "index")
    assert not (tmp_path / "index").exists()


class Broken(FakeEncoder):
    """Spoils what the fake encoder gives."""

    def __init__(self, factor: float) -> None:
        super().__init__()
        self.factor = factor

    def encode(self, texts: Iterable[str]) -> NDArray[np.float32]:
        vectors = super().encode(texts)
        vectors[-1] *= self.factor
        return vectors


@pytest.mark.parametrize("factor", [0.0, 2.0, np.nan, np.inf])
def test_vectors_that_are_no_unit_vectors_name_the_encoder(tmp_path: Path, factor: float) -> None:
    with pytest.raises(InputError, match=r"'fake' gave no unit vector .* 'sails-txt#tack-2'"):
        write_index(glossary(), Broken(factor), tmp_path)
    with pytest.raises(IndexDirectoryError, match="holds no index"):
        open_index(tmp_path)


def test_an_index_of_another_encoder_names_both_and_the_remedy(tmp_path: Path) -> None:
    write_index(glossary(), FakeEncoder(), tmp_path)
    open_index(tmp_path, EncoderMark("same by another name", FakeEncoder().sha256, 16)).close()
    with pytest.raises(
        StaleIndexError, match=r"'fake' \(.*'bge' \(.*glossator index.*--model fake"
    ):
        open_index(tmp_path, EncoderMark("bge", "0" * 64, 16))
