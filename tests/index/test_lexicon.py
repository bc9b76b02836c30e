"""What is written into a lexicon is what comes back, in a stated order; queries are text."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.index.build import Records
from glossator.index.database import Database
from glossator.index.errors import DamagedIndexError, InputError
from glossator.index.lexicon import Lexicon
from glossator.index.lexicon_rows import BLOCK_CHARS, Named, StoredChunk
from glossator.index.lexicon_write import build_lexicon, write_lexicon
from glossator.index.manifest import Counts
from glossator.index.names import squash, stem_words
from glossator.index.records import Chunk
from tests.index.fakes import SAILS, glossary, rich_glossary


def chunks_of(records: Records) -> list[Chunk]:
    """One chunk an entry."""
    entries = sorted(records.entries, key=lambda entry: entry.id)
    return [Chunk(one.id, one.start, one.end, f"{one.term}: {one.definition}") for one in entries]


def lexicon_of(records: Records) -> Lexicon:
    parts = (records.documents, records.entries, records.concepts, chunks_of(records))
    return Lexicon(Database.copies_of(build_lexicon(*parts), "test"))


def written(records: Records, path: Path) -> Path:
    parts = (records.documents, records.entries, records.concepts, chunks_of(records))
    write_lexicon(path, *parts)
    return path


@pytest.fixture
def sails() -> Lexicon:
    return lexicon_of(glossary())


def test_every_field_of_every_record_comes_back() -> None:
    records = rich_glossary()
    lexicon = lexicon_of(records)
    vessel, sloop = records.entries
    assert lexicon.entries([0, 1]) == [sloop, vessel]  # rows are in the order of ids
    assert lexicon.entry(sloop.id) == sloop
    assert lexicon.document("boats.md") == records.documents[0]
    assert lexicon.concepts([1, 0]) == {0: records.concepts[0], 1: records.concepts[0]}
    assert lexicon.counts == Counts(documents=1, entries=2, concepts=1, chunks=2)


def test_documents_are_listed_without_their_text() -> None:
    (listed,) = lexicon_of(rich_glossary()).documents()
    assert (listed.id, listed.title, listed.path) == ("boats.md", "Boats", "folder/boats.md")
    assert (listed.sha256, listed.entries, listed.chars) == ("ab" * 32, 2, 76)
    assert len(listed.text_sha256) == 64


def test_what_is_not_there_is_none_or_names_what_is(sails: Lexicon) -> None:
    assert sails.entry("sails-txt#mast") is None
    assert sails.row_of("sails-txt#mast") is None
    assert sails.rows_of(["sails-txt#mast", "sails-txt#knot"]) == {"sails-txt#knot": 3}
    assert sails.named(["mast"]) == {}
    with pytest.raises(IndexError, match="no entry at row 6"):
        sails.entries([6])
    with pytest.raises(IndexError, match="no chunk at row -1"):
        sails.chunks([-1])
    with pytest.raises(KeyError):
        sails.document("other")


def test_text_is_the_same_slice_over_block_borders() -> None:
    definition = "".join(chr(0x3B1 + at % 24) for at in range(2 * BLOCK_CHARS + 100))
    records = glossary([("Long", (), definition), ("Short", (), "x")])
    lexicon, text = lexicon_of(records), records.documents[0].text
    for start in (0, 5, BLOCK_CHARS - 1, BLOCK_CHARS, BLOCK_CHARS + 1, 2 * BLOCK_CHARS):
        for end in (start, start + 1, BLOCK_CHARS, 2 * BLOCK_CHARS + 1, len(text), len(text) + 9):
            assert lexicon.text("sails-txt", start, end) == text[start:end]
    assert lexicon.entries([0])[0].definition == definition


def test_lines_are_those_of_the_document(sails: Lexicon) -> None:
    document = sails.document("sails-txt")
    for offset in range(len(document.text)):
        assert sails.line_of("sails-txt", offset) == document.line_of(offset)


def test_names_are_found_folded_terms_before_aliases_before_sections() -> None:
    items = [("Rig", (), "a"), ("Mast", ("rig", "Rigs"), "b"), ("RIG", (), "c")]
    records = rich_glossary()
    assert lexicon_of(glossary(items)).named(["rig"]) == {
        "rig": [Named(1, "Rig", "term"), Named(2, "RIG", "term"), Named(0, "rig", "alias")]
    }
    rig = records.entries[1].sections[0]
    assert lexicon_of(records).named([squash("Rigs"), squash("one master")]) == {
        "rig": [Named(0, "Rig", "section", rig.start, rig.end)],
        "onemaster": [Named(0, "One-master", "alias")],
    }


def test_the_vocabulary_is_the_folded_words_of_names(sails: Lexicon) -> None:
    assert sails.vocabulary() == (
        "about", "boom", "c++", "coming", "comingabout", "foresail", "jib", "kn", "knot", "tack",
    )  # fmt: skip


def test_frequencies_count_entries_not_occurrences(sails: Lexicon) -> None:
    # "boat" stands in four entries, twice in none of them; "sail" in two, "mainsail" is another
    assert sails.frequencies(["boat", "sail", "mast", "unheard"]) == {
        "boat": 4,
        "sail": 2,
        "mast": 1,
    }


def test_bm25_puts_the_term_before_the_text(sails: Lexicon) -> None:
    found = sails.bm25(stem_words("knots of a sail"), 10)
    terms = [entry.term for entry in sails.entries([row for row, _ in found])]
    assert terms == ["Knot", "Tack", "Jib"]
    assert all(score > 0 for _, score in found)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))


def test_a_plus_and_a_letter_are_part_of_a_word(sails: Lexicon) -> None:
    (row, _), *_ = sails.bm25(["c++"], 5)
    assert sails.entries([row])[0].term == "C++"
    assert sails.bm25(["c"], 5) == []


def test_words_in_more_than_half_of_the_entries_weigh_nothing(sails: Lexicon) -> None:
    assert sails.frequencies(["boat"]) == {"boat": 4}  # of 6
    assert sails.bm25(["boat"], 5) == []
    assert sails.bm25(["boat", "knot"], 5) == sails.bm25(["knot"], 5)


def test_equal_scores_keep_the_order_of_ids() -> None:
    items = [(f"{name} buoy", (), "A float.") for name in ("red", "can", "nun")]
    items += [(f"Other {at}", (), "Something else.") for at in range(9)]
    lexicon = lexicon_of(glossary(items))
    found = lexicon.bm25(["buoy"], 2)
    assert [lexicon.entries([row])[0].term for row, _ in found] == ["can buoy", "nun buoy"]
    assert found[0][1] == found[1][1]


def test_a_query_reads_only_so_many_rows_the_rarest_words_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    items = [(f"Buoy {at}", (), "A float." if at % 3 else "A rare float.") for at in range(9)]
    items += [(f"Other {at}", (), "Something else.") for at in range(20)]
    lexicon = lexicon_of(glossary(items))
    assert lexicon.frequencies(["rare", "float"]) == {"rare": 3, "float": 9}
    assert len(lexicon.bm25(["float", "rare"], 20)) == 9
    monkeypatch.setattr("glossator.index.lexicon.MAX_POSTINGS", 11)
    assert len(lexicon.bm25(["float", "rare"], 20)) == 3
    assert len(lexicon.bm25(["float"], 20)) == 9  # the rarest word always counts


@pytest.mark.parametrize(
    "stems",
    [
        ['"'], ["knot*"], ["NEAR(knot sail)"], ["knot' OR 1=1 --"], ["'; DROP TABLE entries"],
        ["term:knot"], ["^knot"], ["kn ot"], ["AND"], ["OR", "NOT"], ["\0"], [""], ["(", ")"],
        ["\ud800"], ["knot\0sail"], ["-"], ["{term}:knot"],
    ],
)  # fmt: skip
def test_no_query_is_syntax(sails: Lexicon, stems: list[str]) -> None:
    assert sails.bm25(stems, 5) == []
    assert sails.bm25([*stems, "knot"], 5) == sails.bm25(["knot"], 5)
    assert sails.named(stems) == {}
    assert sails.entry(stems[0]) is None


_SAILS = lexicon_of(glossary())
_WHOLE = st.characters(codec="utf-8")  # without halves of characters


@given(st.lists(st.text(max_size=8), max_size=80), st.integers(0, 10))
def test_any_query_gives_ranked_rows(stems: list[str], k: int) -> None:
    found = _SAILS.bm25(stems, k)
    assert len(found) <= k
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    _SAILS.named(stems)


def test_a_hundred_thousand_words_are_no_trouble(sails: Lexicon) -> None:
    assert sails.bm25([f"word{at}" for at in range(100_000)] + ["knot"], 5)
    items = [(f"word{at}", (), " ".join(f"word{n}" for n in range(200))) for at in range(5)]
    assert lexicon_of(glossary([*SAILS, *items])).bm25([f"word{n}" for n in range(200)], 3)


def test_chunk_rows_are_vector_rows_in_the_order_of_entries(sails: Lexicon) -> None:
    entries = sails.entries(range(6))
    expected = [StoredChunk(row, row, one.start, one.end) for row, one in enumerate(entries)]
    assert sails.chunks([4, 1]) == [expected[4], expected[1]]
    assert sails.chunks_of([5, 0]) == [expected[0], expected[5]]
    assert sorted(sails.chunk_hashes().values()) == list(range(6))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.text(_WHOLE, min_size=1, max_size=12),
            st.lists(st.text(_WHOLE, max_size=8), max_size=3),
            st.text(_WHOLE, max_size=40),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda item: item[0],
    )
)
def test_any_text_survives_writing_and_reading(
    tmp_path_factory: pytest.TempPathFactory, items: list[tuple[str, list[str], str]]
) -> None:
    records = glossary((term, tuple(aliases), text) for term, aliases, text in items)
    if len({entry.id for entry in records.entries}) < len(items):
        return  # two terms with the same slug: the reader's duty
    lexicon = Lexicon.open(written(records, tmp_path_factory.mktemp("any") / "lexicon"))
    assert lexicon.document("sails-txt") == records.documents[0]
    for entry in records.entries:
        assert lexicon.entry(entry.id) == entry
        for name in entry.names:
            if key := squash(name):
                rows = {named.row for named in lexicon.named([key])[key]}
                assert lexicon.row_of(entry.id) in rows
    lexicon.close()


def test_the_same_records_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    one = written(glossary(), tmp_path / "one").read_bytes()
    program = (
        "import sys; sys.path.insert(0, '.');"
        "from pathlib import Path; from tests.index.fakes import glossary;"
        "from tests.index.test_lexicon import written; written(glossary(), Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        path = tmp_path / seed
        root = Path(__file__).resolve().parents[2]
        run = [sys.executable, "-c", program, str(path)]
        subprocess.run(run, env={"PYTHONHASHSEED": seed}, cwd=root, check=True)
        assert path.read_bytes() == one


def test_the_order_in_which_entries_come_does_not_matter(tmp_path: Path) -> None:
    records = glossary()
    turned = Records(records.documents, records.entries[::-1], records.concepts)
    one, two = written(records, tmp_path / "one"), written(turned, tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()


def test_half_a_character_is_refused_with_its_owner() -> None:
    for where, items in (
        ("sails.txt", [("Jib", (), "A sail \ud800.")]),
        ("sails-txt#jib", [("Jib", ("f\udfff",), "A sail.")]),
    ):
        records = glossary(items)
        with pytest.raises(InputError, match=rf"'{where}': holds half a character .*U\+D"):
            build_lexicon(records.documents, records.entries, (), ())


def test_records_that_contradict_each_other_are_refused() -> None:
    records = glossary()
    parts = (records.documents, records.entries, records.concepts)
    with pytest.raises(ValueError, match="share an id"):
        build_lexicon(records.documents, records.entries * 2, (), ())
    with pytest.raises(ValueError, match="does not stand in the order"):
        build_lexicon(*parts, chunks_of(records)[::-1])
    other = glossary([("Jib", (), "Another text, quite as long as the one before.")])
    with pytest.raises(ValueError, match="not the slice"):
        build_lexicon(other.documents, records.entries[:1], (), ())


def test_a_file_that_is_no_lexicon_is_damage(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndexError, match="missing"):
        Lexicon.open(tmp_path / "missing")
    (tmp_path / "text").write_text("no database at all" * 100)
    with pytest.raises(DamagedIndexError, match=r"text: can't be read.*glossator verify"):
        Lexicon.open(tmp_path / "text")
    sqlite3.connect(tmp_path / "empty").close()
    with pytest.raises(DamagedIndexError, match="no such table"):
        Lexicon.open(tmp_path / "empty")


def test_paths_may_hold_anything(tmp_path: Path) -> None:
    folder = tmp_path / "a b?c#d%20é\n"
    folder.mkdir()
    assert Lexicon.open(written(glossary(), folder / "lexicon")).counts.entries == 6


def test_eight_threads_get_what_one_gets(tmp_path: Path) -> None:
    lexicon = Lexicon.open(written(glossary(), tmp_path / "lexicon"))
    expected = (lexicon.bm25(["sail", "knot"], 5), lexicon.entries(range(6)))
    found: list[object] = []

    def ask() -> None:
        for _ in range(30):
            found.append((lexicon.bm25(["sail", "knot"], 5), lexicon.entries(range(6))))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 240
    lexicon.close()
    with pytest.raises(ValueError, match="was closed"):
        lexicon.bm25(["sail"], 1)
