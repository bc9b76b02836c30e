"""The face of the package: open, build, ask, search, close; several at once, from threads."""

import json
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from glossator.index.build import build_memory
from glossator.index.chunks import chunk
from glossator.index.encoder import bundled
from glossator.index.reading import read_bytes
from glossator.rag import (
    GlossaryError,
    Glossator,
    IndexDirectoryError,
    InputError,
    Settings,
    StaleIndexError,
)
from tests.index.fakes import FakeEncoder
from tests.rag.subjects import BAKING, SAILING, write

CRUMB = "Crumb — “The inside of a loaf, as opposed to its crust.” [1]"


@pytest.fixture
def baking_files(tmp_path: Path) -> Iterable[Path]:
    return write(tmp_path / "baking", BAKING)


# --- open, build, close ---


def test_an_index_is_built_opened_again_and_closed(
    baking_files: list[Path], tmp_path: Path
) -> None:
    with Glossator.build(baking_files, tmp_path / "index") as built:
        assert built.ask("what is crumb?").text == CRUMB
        assert built.index.path == tmp_path / "index"
    with Glossator.open(tmp_path / "index") as opened:
        assert opened.ask("what is crumb?").text == CRUMB
    with Glossator.open(str(tmp_path / "index")) as opened:
        assert opened.search("crumb")[0].term == "Crumb"


def test_an_index_in_memory_writes_nothing_and_says_the_same(
    baking_files: list[Path], tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    with (
        Glossator.build(baking_files) as memory,
        Glossator.build(baking_files, tmp_path / "index") as disk,
    ):
        assert memory.index.path is None
        for question in (
            "what is crumb?",
            "crumb vs crust",
            "who invented autolyse?",
            "list rests",
        ):
            assert memory.ask(question) == disk.ask(question)
            assert memory.search(question) == disk.search(question)
    assert sorted(path for path in tmp_path.rglob("*") if "index" not in path.parts) == before


def test_titles_and_formats_may_be_given(baking_files: list[Path]) -> None:
    with Glossator.build(baking_files, titles={"baking.txt": "Loaves"}, format="numbered") as one:
        (citation,) = one.ask("what is crumb?").citations
        assert (citation.title, citation.source) == ("Loaves", "baking.txt")
        assert one.ask("what is crumb?", source="Loaves").answered


def test_progress_is_told(baking_files: list[Path]) -> None:
    told: list[tuple[str, int, int]] = []
    Glossator.build(baking_files, progress=lambda *step: told.append(step)).close()
    assert {stage for stage, _, _ in told} == {"chunks", "vectors", "entries"}
    assert all(0 <= done <= total for _, done, total in told)


def test_a_closed_glossary_says_so_and_closes_twice(baking_files: list[Path]) -> None:
    glossary = Glossator.build(baking_files)
    glossary.close()
    glossary.close()
    with pytest.raises(ValueError, match="closed"):
        glossary.ask("what is crumb?")


def test_several_are_open_at_once_and_closing_one_leaves_the_others(
    sailing: Glossator, baking_files: list[Path], tmp_path: Path
) -> None:
    one = Glossator.build(baking_files, tmp_path / "index")
    two = Glossator.open(tmp_path / "index")
    three = Glossator.open(tmp_path / "index")
    assert one.ask("what is crumb?") == two.ask("what is crumb?") == three.ask("what is crumb?")
    assert not one.ask("what is a jib?").answered
    assert sailing.ask("what is a jib?").answered
    one.close()
    assert two.ask("what is crust?").answered
    two.close()
    assert three.ask("what is a poolish?").answered
    three.close()


def test_a_reader_keeps_its_version_while_another_is_published(
    baking_files: list[Path], tmp_path: Path
) -> None:
    with Glossator.build(baking_files, tmp_path / "index") as old:
        more = write(tmp_path / "more", SAILING)
        with Glossator.build([*baking_files, *more], tmp_path / "index") as new:
            assert new.ask("what is a jib?").answered
        assert not old.ask("what is a jib?").answered
        assert old.ask("what is crumb?").text == CRUMB
    with Glossator.open(tmp_path / "index") as now:
        assert now.ask("what is a jib?").answered


def test_one_is_asked_from_many_threads(baking: Glossator) -> None:
    questions = ["what is crumb?", "who invented autolyse?", "crumb vs crust", "levain"] * 8
    alone = [baking.ask(question) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(baking.ask, questions)) == alone
        hits = list(threads.map(baking.search, questions))
    assert hits == [baking.search(question) for question in questions]


def test_a_glossary_opened_in_one_thread_is_asked_and_closed_in_another(
    baking_files: list[Path], tmp_path: Path
) -> None:
    Glossator.build(baking_files, tmp_path / "index").close()
    with ThreadPoolExecutor(1) as thread:
        glossary = thread.submit(Glossator.open, tmp_path / "index").result()
        assert glossary.ask("what is crumb?").text == CRUMB
        thread.submit(glossary.close).result()


@pytest.mark.parametrize("make", ["nothing", "file", "empty folder"])
def test_what_is_no_index_is_named(tmp_path: Path, make: str) -> None:
    path = tmp_path / "index"
    if make == "file":
        path.write_text("no index")
    elif make == "empty folder":
        path.mkdir()
    with pytest.raises(IndexDirectoryError, match=r"index: holds no index.*glossator index"):
        Glossator.open(path)


def test_nothing_to_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.txt: does not exist"):
        Glossator.build([tmp_path / "none.txt"])
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(GlossaryError, match=r"empty\.txt: is empty"):
        Glossator.build([tmp_path / "empty.txt"])


# --- another encoder ---


def test_an_index_of_another_encoder_names_both_and_the_remedy(
    baking_files: list[Path], tmp_path: Path
) -> None:
    Glossator.build(baking_files, tmp_path / "index").close()
    own, other = bundled(), FakeEncoder("sextant", dim=own_dim())
    both = rf"'{re.escape(own.name)}'.*'sextant'.*glossator index.*--model"
    with pytest.raises(StaleIndexError, match=both):
        Glossator.open(tmp_path / "index", encoder=other)
    with (
        Glossator.open(tmp_path / "index") as opened,
        pytest.raises(StaleIndexError, match=both),
    ):
        Glossator(opened.index, other)


def own_dim() -> int:
    return bundled().dim


def test_the_sha256_tells_encoders_apart_not_the_name(baking_files: list[Path]) -> None:
    reading = read_bytes(next(iter(baking_files)).read_bytes(), "baking.txt")
    index = build_memory([reading], FakeEncoder("sextant"))
    renamed = FakeEncoder("sextant")
    renamed.name = "astrolabe"
    assert Glossator(index, renamed).ask("what is crumb?").answered
    namesake = FakeEncoder("quadrant")
    namesake.name = "sextant"
    with pytest.raises(StaleIndexError):
        Glossator(index, namesake)


# --- search ---


@pytest.mark.parametrize("k", [0, -1, -(10**9)])
def test_fewer_than_one_hit_is_an_input_error(sailing: Glossator, k: int) -> None:
    with pytest.raises(InputError, match=f"k is {k}; expected 1 or more"):
        sailing.search("jib", k)


def test_hits_are_ranked_entries_with_the_passage_that_matched(sailing: Glossator) -> None:
    hits = sailing.search("which rope hoists a sail?", 5)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    assert (hits[0].term, hits[0].source) == ("Halyard", "rigging.tsv")
    assert hits[0].text == "A rope that hoists a sail."
    assert hits[0].channels == {"lexical": 1, "dense": 1}
    for hit in hits:
        entry = sailing.index.lexicon.entry(hit.entry_id)
        assert entry is not None
        assert entry.names == (hit.term, *hit.aliases)
        document = sailing.index.lexicon.document(entry.document)
        assert document.text[hit.start : hit.end] == hit.text
        assert hit.line == document.line_of(hit.start)


@pytest.mark.parametrize("query", ["jib", "a rope", "knot for a post", "xyzzy", "what is it?"])
@pytest.mark.parametrize("k", [1, 3, 10**9])
def test_any_number_of_hits_is_the_start_of_all_of_them(
    sailing: Glossator, query: str, k: int
) -> None:
    everything = sailing.search(query, sailing.index.lexicon.counts.entries)
    hits = sailing.search(query, k)
    assert hits == everything[:k]
    assert len({hit.entry_id for hit in everything}) == len(everything)
    scores = [hit.score for hit in everything]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_search_may_find_more_entries_than_a_question_looks_at(tmp_path: Path) -> None:
    rows = [json.dumps({"term": f"Sail {n}", "definition": f"Sail no. {n}."}) for n in range(150)]
    (tmp_path / "sails.jsonl").write_text("\n".join(rows))
    with Glossator.build([tmp_path / "sails.jsonl"]) as glossary:
        assert len(glossary.search("sail 7", 150)) == 150
        assert glossary.search("sail 77", 1)[0].term == "Sail 77"


@pytest.mark.parametrize("query", ["", "  ", "?!", "\u202e"])
def test_a_query_without_a_word_finds_nothing(sailing: Glossator, query: str) -> None:
    assert sailing.search(query) == ()


def test_a_query_longer_than_a_question_may_be_is_an_input_error(sailing: Glossator) -> None:
    with pytest.raises(InputError, match=r"100,000 characters; expected 2,000 at most"):
        sailing.search("x" * 100_000)


def test_a_hit_as_json_has_the_fields_of_the_format(sailing: Glossator) -> None:
    found = sailing.search("foresail", 1)[0].to_dict()
    assert list(found) == [
        "rank", "score", "term", "aliases", "entry_id", "concept", "source", "line", "start",
        "end", "text", "channels",
    ]  # fmt: skip
    assert found["aliases"] == ["Foresail"]
    assert json.loads(json.dumps(found)) == found


# --- from a text to a quote ---


class Plain(FakeEncoder):
    """A fake that doesn't keep what it has seen."""

    def encode(self, texts: Iterable[str]) -> NDArray[np.float32]:
        found = super().encode(texts)
        self.seen.clear()
        return found


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200) | st.lists(
    st.sampled_from(
        ["A jib", " is", " a sail", ". ", "\n", "\n\n- ", "e.g. ", "水。", "=", ":\n", "…"]
    ),
    min_size=1,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_any_definition_survives_reading_chunking_and_quoting(definition: str) -> None:
    row = json.dumps({"term": "Jib", "definition": definition})
    reading = read_bytes(row.encode(), "sails.jsonl", "jsonlines")
    if not reading.entries:
        assert not definition.strip()  # nothing to define it by
        return
    (entry,) = reading.entries
    text = reading.document.text
    kept = re.sub("\r\n?", "\n", definition).replace("\0", "\ufffd")
    assert text[entry.start : entry.end] == entry.definition
    assert entry.definition.strip() == kept.strip()
    pieces = [text[part.start : part.end] for part in chunk(entry, reading.document)]
    letters = [char for char in kept if char.isalpha()]
    assert [char for piece in pieces for char in piece if char.isalpha()] == letters
    encoder = Plain()
    with Glossator(build_memory([reading], encoder), encoder) as glossary:
        answer = glossary.ask("what is a jib?", settings=Settings(threshold=0.0))
        for citation in answer.citations:
            assert text[citation.start : citation.end] == citation.quote
            assert citation.quote in kept
        assert answer.answered
