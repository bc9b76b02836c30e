"""The source glossaries in the shapes that have no markup: every entry, every line, any words."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from glossator.index.reading import read_bytes
from glossator.index.records import Entry, LineUse, Reading
from tests.index.nonce import shuffled_copy

FORMATS = {"000": "table", "002": "numbered"}


@pytest.fixture(params=sorted(FORMATS))
def seed(request: pytest.FixtureRequest, seeds: Path) -> tuple[bytes, Reading]:
    path = next(seeds.glob(f"{request.param}*.txt"))
    reading = read_bytes(path.read_bytes(), path.name)
    assert reading.format == FORMATS[request.param]
    return path.read_bytes(), reading


@pytest.fixture
def table(seeds: Path) -> Reading:
    path = next(seeds.glob("000*.txt"))
    return read_bytes(path.read_bytes(), path.name)


@pytest.fixture
def numbered(seeds: Path) -> Reading:
    path = next(seeds.glob("002*.txt"))
    return read_bytes(path.read_bytes(), path.name)


def only(entries: Sequence[Entry], term: str) -> Entry:
    (found,) = (entry for entry in entries if entry.term == term)
    return found


def page_lines(reading: Reading) -> list[tuple[int, int, str]]:
    return [(line.first, line.last, line.rule) for line in reading.lines if line.use != "entry"]


def test_the_table_holds_43_entries_between_page_text(table: Reading) -> None:
    assert len(table.entries) == 43
    assert page_lines(table) == [
        (3, 3, "title"),
        (5, 5, "intro"),
        (7, 7, "table-header"),
        (37, 37, "table-header"),
        (56, 56, "outro"),
    ]
    assert table.remarks == ()
    assert [entry.line for entry in table.entries] == [*range(8, 36), *range(38, 53)]


def test_a_row_s_parenthesis_gives_the_acronym(table: Reading) -> None:
    institute = only(
        table.entries, "Modified National Institute of Standards and Technology Dataset"
    )
    assert institute.aliases == ("MNIST Dataset", "MNIST")
    assert only(table.entries, "t-distributed stochastic neighbor embedding").aliases == ("t-SNE",)
    assert only(table.entries, "Variational autoencoders").aliases == ("VAEs",)
    assert sum(bool(entry.aliases) for entry in table.entries) == 7


def test_the_numbered_list_holds_entries_1_to_100(numbered: Reading) -> None:
    assert [entry.number for entry in numbered.entries] == [str(n) for n in range(1, 101)]
    assert page_lines(numbered) == [(1, 1, "title"), (3, 3, "intro"), (405, 405, "outro")]
    assert numbered.remarks == ()
    assert [entry.line for entry in numbered.entries] == list(range(5, 405, 4))


def test_parentheses_and_prose_of_the_numbered_list_give_aliases(numbered: Reading) -> None:
    found = {entry.term: (entry.aliases, entry.said) for entry in numbered.entries if entry.aliases}
    assert len(found) == 17
    assert found["Sensitivity"] == (("Recall",), ())
    assert found["GAN"] == (("Generative Adversarial Network",), ())
    assert found["Bag of Words"] == (("BoW",), ())
    assert found["Cost Function"] == (("loss function",), ("loss function",))
    assert found["Objective Function"] == (("loss function",), ("loss function",))
    assert found["True Positive Rate"] == (
        ("TPR", "recall", "sensitivity"),
        ("recall", "sensitivity"),
    )


def test_no_bullet_or_number_is_in_a_definition_and_none_is_cut(numbered: Reading) -> None:
    for entry in numbered.entries:
        assert entry.definition[0].isalpha()
        assert entry.definition.endswith(".")
        assert "•" not in entry.definition


def test_each_definition_is_a_slice_on_its_line(seed: tuple[bytes, Reading]) -> None:
    raw, reading = seed
    lines = raw.decode().split("\n")
    document = reading.document
    for entry in reading.entries:
        assert document.text[entry.start : entry.end] == entry.definition
        line = document.line_of(entry.start)
        assert entry.line <= line <= entry.line + 2
        assert entry.definition in lines[line - 1]


def test_the_map_leads_back_to_the_file(seed: tuple[bytes, Reading]) -> None:
    raw, reading = seed
    assert reading.document.text == raw.decode()
    assert reading.document.runs == ((0, 0, len(raw.decode())),)
    lines = raw.decode().split("\n")
    assert len(reading.document.line_starts) == len(lines)


def test_each_line_with_text_has_one_use(seed: tuple[bytes, Reading]) -> None:
    raw, reading = seed
    lines = raw.decode().split("\n")
    used = [n for span in reading.lines for n in range(span.first, span.last + 1)]
    assert len(used) == len(set(used))
    with_text = {n for n, line in enumerate(lines, 1) if line.strip()}
    assert with_text <= set(used)
    assert all(span.use is not LineUse.REPORT for span in reading.lines)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_a_copy_in_nonce_words_and_another_order_is_read_alike(
    seed: tuple[bytes, Reading], order: int
) -> None:
    raw, reading = seed
    copy, places = shuffled_copy(raw.decode(), reading, order)
    again = read_bytes(copy.encode(), "copy.txt")
    assert again.format == reading.format
    found = [(entry.start, entry.end, entry.definition) for entry in again.entries]
    assert found == [
        (place.start, place.start + len(place.definition), place.definition) for place in places
    ]
    assert not {entry.term for entry in again.entries} & {entry.term for entry in reading.entries}
    assert [span.use for span in again.lines if span.use != "entry"] == [
        span.use for span in reading.lines if span.use != "entry"
    ]
    assert again.remarks == ()
