"""The source glossaries with markup: every entry, every line, in any words and order."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from glossator.index.reading import read_bytes
from glossator.index.records import Entry, LineUse, Reading
from tests.index.nonce import Nonce, nonce_of
from tests.index.nonce_marked import Block, Copy, written


@pytest.fixture(scope="module")
def glued(seeds: Path) -> tuple[str, Reading]:
    return both(seeds, "001")


@pytest.fixture(scope="module")
def headings(seeds: Path) -> tuple[str, Reading]:
    return both(seeds, "003")


def both(seeds: Path, prefix: str) -> tuple[str, Reading]:
    path = next(seeds.glob(f"{prefix}*.txt"))
    raw = path.read_bytes()
    return raw.decode(), read_bytes(raw, path.name)


def only(reading: Reading, term: str) -> Entry:
    (found,) = (entry for entry in reading.entries if entry.term == term)
    return found


def rules(reading: Reading) -> list[tuple[int, int, str]]:
    return [(line.first, line.last, line.rule) for line in reading.lines if line.use != "entry"]


def flagged(reading: Reading) -> dict[str, tuple[str, ...]]:
    return {entry.term: entry.flags for entry in reading.entries if entry.flags}


# --- 001: two copies and the aids ---


def test_the_forum_page_holds_24_entries_from_the_clean_copy(glued: tuple[str, Reading]) -> None:
    raw, reading = glued
    assert (reading.format, len(reading.entries)) == ("glued", 24)
    assert reading.document.title == "Deep Learning Vocabulary"
    assert [entry.line for entry in reading.entries] == list(range(59, 155, 4))
    lines = raw.split("\n")
    assert all(lines[entry.line + 1] == entry.definition for entry in reading.entries)
    assert rules(reading) == [
        (1, 3, "title"),
        (5, 5, "intro"),
        (7, 53, "glued-copy"),
        (55, 55, "section-head"),
        (57, 57, "glued-copy"),
        (155, 155, "section-head"),
    ]


def test_heads_of_the_forum_page_give_aliases(glued: tuple[str, Reading]) -> None:
    found = {entry.term: entry.aliases for entry in glued[1].entries if entry.aliases}
    assert found == {
        "Convolutional Neural Network": ("CNN",),
        "LSTM": ("Long Short-Term Memory",),
        "ReLU": ("Rectified Linear Unit",),
        "Stochastic Gradient Descent": ("SGD",),
        "Variational Autoencoder": ("VAE",),
        "Xavier/Glorot Initialization": ("Xavier Initialization", "Glorot Initialization"),
    }


def test_each_of_the_24_terms_has_its_aid_and_the_last_is_cut_off(
    glued: tuple[str, Reading],
) -> None:
    raw, reading = glued
    document = reading.document
    aids = raw.split("\n")[156].split("**")
    pairs = zip(aids[1::2], aids[2::2], strict=True)
    heads = {head: aid.removeprefix(":").strip() for head, aid in pairs}
    assert len(heads) == 24
    for entry in reading.entries:
        assert entry.mnemonic is not None
        place = entry.mnemonic
        assert document.text[place.start : place.end] == heads[entry.heading]
        assert document.line_of(place.start) == 157
    assert flagged(reading) == {"Xavier/Glorot Initialization": ("truncated",)}
    assert [(remark.code, remark.line) for remark in reading.remarks] == [("truncated", 157)]


# --- 003: numbered headings ---


def test_the_65_headings_number_70_entries(headings: tuple[str, Reading]) -> None:
    _, reading = headings
    assert reading.format == "headings"
    assert [entry.number for entry in reading.entries] == [str(n) for n in range(1, 71)]
    assert len({entry.line for entry in reading.entries}) == 65
    assert rules(reading) == [(1, 14, "intro")]
    assert flagged(reading) == dict.fromkeys(
        ("Artificial neuron", "Layer", "Activation Function"), ("list-missing",)
    )
    found = [(remark.code, remark.line) for remark in reading.remarks]
    assert found == [("list-missing", 40), ("list-missing", 76), ("list-missing", 116)]


@pytest.mark.parametrize(
    ("term", "aliases", "said"),
    [
        ("Perceptron neuron", ("Perceptron",), ("Perceptron",)),
        ("Rectified Linear Unit Neuron", ("ReLU Neuron", "ReLU"), ()),
        ("Hidden Layer", ("Hidden Layers",), ()),
        (
            "Neural Network",
            ("NN", "Artificial Neural Network", "ANN"),
            ("Artificial Neural Network", "ANN"),
        ),
        ("Activation Function", ("Transfer Function",), ("Transfer Function",)),
        ("Sigmoid function", ("logistic function",), ("logistic function",)),
        ("Hyperbolic tangent function", ("tanh function", "tanh"), ()),
        ("Forward Propagation", ("Forward Pass", "Inference"), ("Forward Pass", "Inference")),
        (
            "Multilayer Perceptron",
            ("MLP", "Regular Neural Network", "RNN"),
            ("Regular Neural Network", "RNN"),
        ),
        ("Recurrent Neural Network", ("RNN",), ()),
        ("Sequence-to-sequence models", ("seq2seq models", "seq2seq"), ()),
        ("Attention", ("Attention Mechanism",), ()),
        ("Gradient Descent", ("Batch Gradient Descent",), ("Batch Gradient Descent",)),
        ("ADAM", ("Adaptive Moment Estimation",), ()),
    ],
)
def test_heads_and_prose_give_aliases(
    headings: tuple[str, Reading], term: str, aliases: tuple[str, ...], said: tuple[str, ...]
) -> None:
    entry = only(headings[1], term)
    assert (entry.aliases, entry.said) == (aliases, said)


# the line and the first words of each passage, and the lines of what is shared
JOINT = {
    "Weights": (106, (104, 108)),
    "Biases": (106, (104, 108)),
    "Connections": (106, (104, 108)),
    "Pooling": (251, ()),
    "Average Pooling": (253, ()),
    "Max Pooling": (255, ()),
    "Stochastic Gradient Descent": (581, (577, 591)),
    "Mini-Batch gradient descent": (587, (577, 591)),
}


@pytest.mark.parametrize("term", JOINT)
def test_entries_under_a_joint_heading_have_a_passage_each(
    headings: tuple[str, Reading], term: str
) -> None:
    document = headings[1].document
    entry = only(headings[1], term)
    line, more = JOINT[term]
    assert document.line_of(entry.start) == line
    assert entry.definition.removeprefix("- ").startswith((term, "SGD", "Mini-Batch Gradient"))
    assert tuple(document.line_of(span.start) for span in entry.more) == more


@pytest.mark.parametrize(
    ("parent", "line", "child"),
    [
        ("Layer", 90, "Output Layer"),
        ("Activation Function", 177, "Radial Basis Function"),
        ("Convolutional Neural Network", 247, "Convolutional Layer"),
    ],
)
def test_a_category_s_closing_paragraph_is_its_own(
    headings: tuple[str, Reading], parent: str, line: int, child: str
) -> None:
    document = headings[1].document
    (span,) = only(headings[1], parent).more
    assert document.line_of(span.start) == document.line_of(span.end - 1) == line
    assert document.line_of(only(headings[1], child).end) == line - 2


def test_no_other_entry_has_text_elsewhere(headings: tuple[str, Reading]) -> None:
    with_more = [entry for entry in headings[1].entries if entry.more]
    assert len(with_more) == 3 + 5


def test_run_in_heads_are_parts_and_no_references(headings: tuple[str, Reading]) -> None:
    reading = headings[1]
    transformer = only(reading, "Transformer model")
    assert len(transformer.sections) == 7
    assert sum(len(entry.sections) for entry in reading.entries) == 72
    heads = {part.head for part in transformer.sections}
    assert not heads & set(transformer.references)


def test_bold_words_are_references_as_printed(headings: tuple[str, Reading]) -> None:
    reading = headings[1]
    assert sum(len(entry.references) for entry in reading.entries) == 521
    assert "weighted" in only(reading, "Perceptron neuron").references
    assert only(reading, "Zero-sum game").references == ("GANs",)


def test_blanks_are_back_and_formulas_whole(headings: tuple[str, Reading]) -> None:
    text = headings[1].document.text
    assert text.count("*") == 1
    assert "K * |V|" in text
    assert "  " not in text
    assert "the connections between" in text
    assert "e^-x" in text


# --- any words, any order ---


def all_names(reading: Reading) -> Nonce:
    return nonce_of(name for entry in reading.entries for name in (entry.heading, *entry.aliases))


def family_blocks(reading: Reading, lines: int) -> list[Block]:
    """Blocks of the headings; a category moves with the entries up to its closing paragraph."""
    document = reading.document
    heads = sorted({entry.line for entry in reading.entries})
    kept = set(heads)
    for entry in reading.entries:
        for span in entry.more:
            kept -= set(range(entry.line + 1, document.line_of(span.start)))
    starts = sorted(kept)
    ends = [*(start - 2 for start in starts[1:]), lines]
    blocks = [Block(first, last, "entry") for first, last in zip(starts, ends, strict=True)]
    return [Block(1, starts[0] - 2, None, page=True), *blocks]


def assert_read_alike(copy: Copy, reading: Reading, nonce: Nonce) -> None:
    again = read_bytes(copy.text.encode(), "copy.txt")
    assert again.format == reading.format
    found = {entry.start: entry for entry in again.entries}
    assert len(found) == len(again.entries) == len(reading.entries)
    for entry in reading.entries:
        twin = found[copy.moved(entry.start)]
        assert twin.end == copy.moved(entry.end - 1) + 1
        assert twin.line == copy.line(entry.line)
        assert twin.definition == nonce.terms(entry.definition)
        assert (twin.number, twin.flags) == (entry.number, entry.flags)
        assert sorted(moved(copy, entry)) == sorted(
            (span.start, span.end) for span in (*twin.more, twin.mnemonic, *twin.sections) if span
        )
        assert twin.references == tuple(nonce.terms(name) for name in entry.references)
        assert len(twin.aliases) == len(entry.aliases)
    assert not {entry.term for entry in again.entries} & {entry.term for entry in reading.entries}
    assert all(line.use is not LineUse.REPORT for line in again.lines)
    assert sorted(remark.code for remark in again.remarks) == sorted(
        remark.code for remark in reading.remarks
    )


def moved(copy: Copy, entry: Entry) -> Sequence[tuple[int, int]]:
    spans = (*entry.more, entry.mnemonic, *entry.sections)
    return [(copy.moved(span.start), copy.moved(span.end - 1) + 1) for span in spans if span]


@pytest.mark.parametrize("order", [1, 2, 3])
def test_the_headings_in_nonce_words_and_another_order_are_read_alike(
    headings: tuple[str, Reading], order: int
) -> None:
    raw, reading = headings
    nonce = all_names(reading)
    blocks = family_blocks(reading, raw.count("\n") + 1)
    assert_read_alike(written(raw, reading, nonce, blocks, order), reading, nonce)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_the_forum_page_in_nonce_words_and_another_order_is_read_alike(
    glued: tuple[str, Reading], order: int
) -> None:
    raw, reading = glued
    nonce = all_names(reading)
    blocks = [Block(line, line, None, page=True) for line in (1, 3, 5)]
    blocks += [Block(line, line, "glued") for line in range(7, 55, 2)]
    blocks += [Block(55, 55, None, page=True), Block(57, 57, None)]
    blocks += [Block(line, line + 2, "clean") for line in range(59, 155, 4)]
    blocks += [Block(155, 155, None, page=True), Block(157, 157, None)]
    assert_read_alike(written(raw, reading, nonce, blocks, order), reading, nonce)
