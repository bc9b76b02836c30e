"""What holds for every reader: its shapes are read whole, and no input breaks it."""

import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from glossator.eval.benchmarks.readers import MOST, growth
from glossator.eval.benchmarks.shapes import SHAPES, items, pack
from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.readers import READERS
from glossator.index.readers.pdf_pages import run_apart, run_here, run_in
from glossator.index.reading import read_bytes, read_paths
from tests.index.readers.bad_inputs import bad_inputs, members
from tests.index.readers.soundness import outcome

FINDS = Path(__file__).parent / "finds"
SECRET = "the secret of the kiln"
SLOWEST_S = 20.0


@contextmanager
def pdf_here() -> Iterator[None]:
    """Read PDF in this process, a hundred times as fast, and without its limits."""
    run_in(run_here)
    try:
        yield
    finally:
        run_in(run_apart)


def shapes() -> list[str]:
    return [name for name, shape in SHAPES.items() if shape.reader in READERS]


# --- shapes ---


def test_every_reader_has_a_shape_that_is_measured_and_fuzzed() -> None:
    assert set(READERS) <= {shape.reader for shape in SHAPES.values()}


@pytest.mark.parametrize("name", shapes())
def test_every_shape_is_recognised_and_read_whole(name: str) -> None:
    shape = SHAPES[name]
    reading = read_bytes(shape.make(40), f"words.{shape.suffix}")
    assert reading.format == shape.reader
    assert sorted(entry.term for entry in reading.entries) == sorted(i.term for i in items(40))
    meanings = {item.term: item.meaning for item in items(40)}
    for entry in reading.entries:
        said = " ".join(entry.definition.split())
        assert said.startswith(meanings[entry.term]), entry.term
        assert set(entry.aliases) <= {item.alias for item in items(40)}
    assert "unread" not in {remark.code for remark in reading.remarks}


@pytest.mark.parametrize("name", shapes())
def test_ten_times_the_entries_take_at_most_twelve_times_as_long(name: str) -> None:
    ratios: list[float] = []
    for attempt in range(1, 4):  # a shared machine may spoil one or two
        with pdf_here():  # starting a process would hide how the rest grows
            ratios.append(growth(SHAPES[name], 150 * attempt, 2).ratio)
        if ratios[-1] <= MOST:
            return
    pytest.fail(f"{name}: {', '.join(f'{ratio:.1f}' for ratio in ratios)} times as long")


# --- bad input ---


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that no input may get at; and no network."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a reader looked for the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    place = tmp_path / "secret.txt"
    place.write_text(SECRET)
    return place


@pytest.mark.parametrize("name", ["auto", *READERS])
def test_no_bad_input_breaks_a_reader_or_gets_at_anything(name: str, secret: Path) -> None:
    slow: list[str] = []
    for what, raw in bad_inputs(secret):
        began = time.process_time()
        try:
            found = outcome(raw, name)
        except AssertionError as error:
            raise AssertionError(f"{what}: {error}") from error
        except Exception as error:
            raise AssertionError(f"{what}: {type(error).__name__}: {error}") from error
        took = time.process_time() - began
        if took > SLOWEST_S:
            slow.append(f"{what}: {took:.0f} s")
        shown = str(found) if isinstance(found, InputError) else found.document.text
        assert SECRET not in shown, what
        assert len(shown) < 10_000_000, what
    assert slow == []
    assert not Path("/tmp/urn").exists()


# --- any input ---

ALPHABET = st.sampled_from(
    [
        *"aA1 \n\t:;,.|-=*_`#<>[](){}\"'\\/%&$@!~^+?\r\f\0é–\u200b\ud800",
        *(
            "\n\n",
            "::",
            "<!--",
            "-->",
            "```",
            "---\n",
            "| a | b |\n",
            "Urn",
            "A pot.",
            "{{<",
            ">}}",
        ),
        *("\n   ", ".. glossary::\n", "</", "<dt>", "<dd>", "<p>", '"term": ', '"definition": '),
        *("- term: ", "&amp;", "&#0;", "\\begin{", "$ urn\n", "RFC 9999", "<<", "[[", "{{", "}}"),
    ]
)
TEXTS = st.lists(ALPHABET, max_size=60).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw=st.one_of(TEXTS, st.binary(max_size=200)))
@example(raw=b"x")
def test_any_input_is_read_or_refused(name: str, raw: bytes) -> None:
    outcome(raw, name)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw=TEXTS)
def test_any_input_is_read_by_some_reader_or_refused(raw: bytes) -> None:
    outcome(raw, "auto")


@pytest.mark.parametrize("name", shapes())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), count=st.integers(1, 5), part=TEXTS)
def test_any_change_to_a_good_file_is_read_or_refused(
    name: str, seed: int, count: int, part: bytes
) -> None:
    shape = SHAPES[name]
    with pdf_here():
        outcome(changed(shape.make(4), random.Random(seed), count, part), shape.reader)
        outcome(changed(shape.make(4), random.Random(seed), count, part), "auto")


def changed(raw: bytes, chance: random.Random, count: int, part: bytes) -> bytes:
    """Cut, double, move or overwrite pieces; in a package of a member's text."""
    if raw.startswith(b"PK"):
        files = members(raw)
        name = chance.choice(sorted(files))
        text = changed(files[name].encode(), chance, count, part)
        return pack({**files, name: text.decode("utf-8", "replace")})
    for _ in range(count):
        start, end = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
        end = min(end, start + chance.choice([1, 5, 80, 10_000]))
        piece = chance.choice([b"", raw[start:end] * 2, part, raw[start:end][::-1]])
        raw = raw[:start] + piece + raw[end:]
    return raw


@pytest.mark.parametrize("place", sorted(FINDS.rglob("*.bin")), ids=lambda place: str(place.name))
def test_what_fuzzing_found_is_read_or_refused(place: Path) -> None:
    outcome(place.read_bytes(), place.parent.name)
    outcome(place.read_bytes(), "auto")


def test_columns_and_language_break_no_reader() -> None:
    said = Options({"term": ("Term",), "definition": ("no such column",)}, "de")
    for name in shapes():
        outcome(SHAPES[name].make(3), SHAPES[name].reader, said)


def test_a_large_file_is_refused_with_the_option(tmp_path: Path) -> None:
    place = tmp_path / "pots.tsv"
    with place.open("wb") as file:
        file.write(b"Urn\tA pot.\n")
        file.truncate(200 * 10**6)
    with pytest.raises(
        InputError, match=r"has 200,000,000 bytes.*at most 134,217,728.*--max-bytes"
    ):
        read_paths([place])


WITHOUT_LIBRARIES = """
import sys
from importlib.abc import MetaPathFinder

LIBRARIES = {"docutils", "docx", "lxml", "markdown_it", "mdit_py_plugins", "odf", "openpyxl"}
LIBRARIES |= {"pandas", "pypdfium2", "python_calamine", "rdflib", "yaml"}

class Refuse(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in LIBRARIES:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)

sys.meta_path.insert(0, Refuse())
from glossator.eval.benchmarks.shapes import SHAPES
from glossator.index.errors import MissingPartError
from glossator.index.readers import READERS
from glossator.index.reading import read_bytes

for name, shape in SHAPES.items():
    if shape.reader not in READERS:
        continue
    try:
        reading = read_bytes(shape.make(20), f"words.{shape.suffix}")
        assert (reading.format, len(reading.entries)) == (shape.reader, 20), name
    except MissingPartError as error:
        assert 'pip install "glossator[formats]"' in str(error), error
        print(name)
"""


def test_without_the_libraries_of_formats_the_rest_is_read_and_the_remedy_named() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_LIBRARIES], capture_output=True, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stderr
    assert set(ran.stdout.splitlines()) < set(shapes())
    assert {"Turtle", "YAML", "Excel", "PDF", "HTML list"} <= set(ran.stdout.splitlines())
