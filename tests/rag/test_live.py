"""An index that is rebuilt while it is asked: no error, no answer of two versions."""

import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from glossator.rag import Glossator
from glossator.rag.live import Live, mark_of
from glossator.rag.records import Answer

VERSIONS = 50


def write(source: Path, version: int) -> None:
    """Write a glossary in which every definition names the version, and some lines move it."""
    filler = "".join(f"Spar {n}\tA pole of kind {n}.\n" for n in range(version))
    source.write_text(
        f"Term\tDefinition\n{filler}"
        f"Halyard\tA rope that hoists a sail, version {version}.\n"
        f"Painter\tA rope that ties up a boat, version {version}.\n",
        encoding="utf-8",
    )


@pytest.fixture
def rebuild(tmp_path: Path) -> Callable[[int], Path]:
    source = tmp_path / "ropes.tsv"

    def act(version: int) -> Path:
        write(source, version)
        Glossator.build([source], tmp_path / "index").close()
        return tmp_path / "index"

    return act


def versions_in(answer: Answer) -> set[str]:
    """Return the versions that an answer's quotes name; its text and offsets must agree."""
    return {quote.quote.rpartition("version ")[2].rstrip(".") for quote in answer.citations}


def test_eight_threads_ask_during_fifty_rebuilds_and_no_answer_mixes_two(
    rebuild: Callable[[int], Path],
) -> None:
    folder = rebuild(0)
    faults: list[str] = []
    seen: Counter[str] = Counter()
    ended = threading.Event()

    def ask(live: Live) -> None:
        try:
            while not ended.wait(0.02):  # who rebuilds gets a turn too
                with live.lending() as glossary:
                    answers = [
                        glossary.ask("what is the difference between a halyard and a painter?"),
                        glossary.ask("what is a halyard?"),
                    ]
                    lexicon = glossary.index.lexicon
                    texts = {one.path: one.text_sha256 for one in lexicon.documents()}
                found = set().union(*map(versions_in, answers))
                if len(found) != 1 or any(
                    texts[cited.source] != cited.text_sha256
                    for answer in answers
                    for cited in answer.citations
                ):
                    faults.append(f"{found}: {answers}")
                seen.update(found)
        except Exception as error:
            faults.append(repr(error))

    with Live(Glossator.open(folder), every_s=0.02, failed=faults.append) as live:
        threads = [threading.Thread(target=ask, args=[live]) for _ in range(8)]
        for thread in threads:
            thread.start()
        for version in range(1, VERSIONS + 1):
            rebuild(version)
        live.refresh()
        with live.lending() as newest:
            last = versions_in(newest.ask("what is a halyard?"))
        ended.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert last == {str(VERSIONS)}
    assert len(seen) > VERSIONS / 2  # new versions were asked, not only the first and the last


def test_who_is_lent_a_version_keeps_it_until_it_is_given_back(
    rebuild: Callable[[int], Path],
) -> None:
    with Live(Glossator.open(rebuild(1)), every_s=None) as live:
        with live.lending() as before:
            for version in (2, 3, 4, 5):  # more than are kept on disk unless somebody holds one
                rebuild(version)
                assert live.refresh()
            assert versions_in(before.ask("what is a painter?")) == {"1"}
        with pytest.raises(ValueError, match="was closed"):
            before.index.lexicon.frequencies(["never-asked-before"])
        with live.lending() as after:
            assert versions_in(after.ask("what is a painter?")) == {"5"}


def test_the_version_in_use_is_not_opened_again(rebuild: Callable[[int], Path]) -> None:
    with Live(Glossator.open(rebuild(1)), every_s=None) as live:
        mark = live.mark
        assert not live.refresh()
        rebuild(2)
        assert live.refresh()
        assert not live.refresh()
        assert live.mark != mark


def test_a_damaged_new_version_is_told_once_and_the_one_in_use_stays(
    rebuild: Callable[[int], Path],
) -> None:
    said: list[str] = []
    with Live(Glossator.open(rebuild(1)), every_s=None, failed=said.append) as live:
        folder = rebuild(2)
        (lexicon,) = folder.glob("v000002/lexicon.sqlite")
        lexicon.write_bytes(b"not a database")
        assert not live.refresh()
        assert not live.refresh()
        assert len(said) == 1
        assert "v000002 is damaged: lexicon.sqlite has 14 bytes" in said[0]
        with live.lending() as glossary:
            assert versions_in(glossary.ask("what is a painter?")) == {"1"}
        rebuild(3)
        assert live.refresh()


def test_whoever_wants_to_know_is_told_of_a_new_version(rebuild: Callable[[int], Path]) -> None:
    told: list[str] = []
    changed = threading.Event()

    def note(glossary: Glossator) -> None:
        told.append(mark_of(glossary))
        changed.set()

    with Live(Glossator.open(rebuild(1)), every_s=0.01, changed=note) as live:
        rebuild(2)
        assert changed.wait(10)
        assert told == [live.mark]


def test_an_index_in_memory_stays_as_it_is(tmp_path: Path) -> None:
    write(tmp_path / "ropes.tsv", 1)
    with Live(Glossator.build([tmp_path / "ropes.tsv"])) as live:
        assert not live.refresh()
        with live.lending() as glossary:
            assert glossary.ask("what is a painter?").answered
