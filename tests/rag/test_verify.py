"""Quotes are held against the stored text and against the raw files, without the reader's help."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.eval.benchmarks.shapes import SHAPES
from glossator.index.chunks import chunk
from glossator.index.lexicon import Lexicon
from glossator.index.readers import READERS
from glossator.index.reading import read_bytes
from glossator.index.records import Document, Entry
from glossator.index.sources import as_source
from glossator.index.text import Cut, decode, strip
from glossator.rag import Glossator, InputError
from glossator.rag.raw_spans import holds_raw
from glossator.rag.verify import faults, read_answers
from tests.rag.subjects import BAKING, SAILING

RAW = "A jib is not a square sail. It is set ahead of the mast. It has three corners."


def document(raw: str, *cuts: Cut) -> Document:
    """Make the document that a reader would make that leaves some ranges out."""
    stripped = strip(raw, cuts)
    return Document("d", "D", "d.md", "0" * 64, stripped.text, stripped.runs)


def cut(raw: str, part: str, put: str = "") -> Cut:
    start = raw.index(part)
    return Cut(start, start + len(part), put)


def holds(one: Document, raw: str) -> bool:
    return holds_raw(one, raw, 0, len(one.text))


def spans(entry: Entry, one: Document) -> list[tuple[int, int]]:
    """The definition and each of its sentences."""
    found = [(part.start, part.end) for part in chunk(entry, one)]
    return [(entry.start, entry.end), *found] if found else []


# --- the walk over the raw file ---


@pytest.mark.parametrize("name", [*SAILING, *BAKING])
def test_every_definition_and_sentence_of_every_shape_holds(name: str) -> None:
    text = {**SAILING, **BAKING}[name]
    reading = read_bytes(text.encode(), name)
    raw = decode(text.encode(), name).text
    assert len(reading.entries) > 3
    for entry in reading.entries:
        for start, end in spans(entry, reading.document):
            assert holds_raw(reading.document, raw, start, end), entry.term


def test_the_text_as_it_stands_holds() -> None:
    assert holds(document(RAW), RAW)
    assert holds_raw(document(RAW), RAW, 2, 27)


def test_a_changed_word_is_caught() -> None:
    honest = document(RAW)
    lying = replace(honest, text=honest.text.replace("three", "seven"))
    assert not holds(lying, RAW)
    assert holds_raw(lying, RAW, 0, 27)  # its other sentences still hold


def test_a_dropped_negation_is_caught() -> None:
    lying = document(RAW, cut(RAW, "not "))
    assert lying.text.startswith("A jib is a square sail.")
    assert not holds(lying, RAW)


def test_two_sentences_joined_over_a_third_are_caught() -> None:
    lying = document(RAW, cut(RAW, "It is set ahead of the mast. "))
    assert not holds(lying, RAW)


def test_an_added_word_is_caught() -> None:
    honest = document(RAW)
    text = honest.text.replace("It has", "It often has")
    at = text.index("often ")
    runs = ((0, 0, at), (at + 6, at, len(RAW) - at))
    assert not holds(replace(honest, text=text, runs=runs), RAW)


@pytest.mark.parametrize("shift", [-1, 1, 30])
def test_wrong_offsets_are_caught(shift: int) -> None:
    honest = document(RAW)
    shifted = replace(honest, runs=((0, shift, len(RAW)),))
    assert not holds_raw(shifted, RAW, 28, 56)


def test_words_that_stand_elsewhere_in_the_file_do_not_count() -> None:
    honest = document(RAW)
    lying = replace(honest, text=RAW.replace("square", "mast. "))  # "mast." stands further on
    assert not holds(lying, RAW)


def test_a_span_that_comes_from_nowhere_does_not_hold() -> None:
    assert not holds_raw(document(RAW, Cut(0, 10, " " * 10)), RAW, 0, 5)


@pytest.mark.parametrize(
    ("raw", "parts", "text"),
    [
        ("the **jib** is set", ("**", "**"), "the jib is set"),
        ("the _jib_ is set", ("_", "_"), "the jib is set"),
        ("the `jib` is set", ("`", "`"), "the jib is set"),
        ("5 \\* 3 is 15", ("\\",), "5 * 3 is 15"),
        ("a [jib](sails/jib.md) is set", ("[", "](sails/jib.md)"), "a jib is set"),
        ("a [jib](a.md)a", ("[", "](a.md)"), "a jiba"),  # the address is no text, though it fits
        ("a [jib](w.org/Jib_(sail)) is", ("[", "](w.org/Jib_(sail))"), "a jib is"),
        ('a [jib](a.md "The Jib") is set', ("[", '](a.md "The Jib")'), "a jib is set"),
        ("a ![jib](a.png) is set", ("![", "](a.png)"), "a jib is set"),
        ("so\n> a jib is set", ("> ",), "so\na jib is set"),
        ("so\n>> a jib is set", (">> ",), "so\na jib is set"),
        ("so\n### A jib ##\nis set", ("### ", " ##"), "so\nA jib\nis set"),
        ("a jib  \n  is set", ("  \n  ",), "a jibis set"),
        ("[jib](is/set)", (), "[jib](is/set)"),  # kept by the reader: a formula, say
    ],
)
def test_markup_and_white_space_are_ignored(raw: str, parts: tuple[str, ...], text: str) -> None:
    cuts: list[Cut] = []
    for part in parts:
        start = raw.index(part, cuts[-1].end if cuts else 0)
        cuts.append(Cut(start, start + len(part)))
    one = document(raw, *cuts)
    assert one.text == text
    assert holds(one, raw)


def test_a_blank_that_was_put_back_is_ignored() -> None:
    raw = "the**jib**is set"
    one = document(raw, Cut(3, 5, " "), Cut(8, 10, " "))
    assert one.text == "the jib is set"
    assert holds(one, raw)


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("about ~5 knots", "~"),
        ("speed = 5", "= "),
        ("5 > 3 knots", "> "),
        ("write C# code", "#"),
        ("write C#\nor not", "#"),
        ("a | b", "| "),
        ("is it !ready", "!"),
        ("it [not] floats", "[not] "),
        ("f[x](y) grows", "[x]"),
        ("a - b", "- "),
        ("it is (not) so", "(not) "),
    ],
)
def test_signs_that_may_carry_meaning_are_not_ignored(raw: str, part: str) -> None:
    assert not holds(document(raw, cut(raw, part)), raw)


_INLINE = (
    "jib|a sail|. | |, |**jib**|[a b](c.d)|`code`|5 > 3|~5|\\\\*|![i](p.q)|*it*|x_1|a*b|C#|[1]"
    '|[sail](x/y "T")|f[x](y)|é|**|_|`|](|= |\u00a0'
)
_LINES = ("\n", "\n\n", "\n> ", "\n# ", "\n- ", "\n1. ", "\n**Part**: ", " #\n")
PIECES = st.sampled_from([*_INLINE.split("|"), *_LINES])


@settings(deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=25))
def test_whatever_markdown_is_read_its_quotes_hold(pieces: list[str]) -> None:
    raw = f"# T\n\n**1. One**\n\n{''.join(pieces)}\n\n**2. Two**\n\nIt is another.\n"
    reading = read_bytes(raw.encode(), "t.md", "headings")
    for entry in reading.entries:
        for start, end in spans(entry, reading.document):
            assert holds_raw(reading.document, raw, start, end)


@settings(deadline=None)
@given(st.text("abc .", min_size=1, max_size=30), st.integers(0, 29), st.sampled_from("xyz"))
def test_any_changed_or_dropped_letter_is_caught(raw: str, at: int, char: str) -> None:
    at %= len(raw)
    lying = replace(document(raw), text=raw[:at] + char + raw[at + 1 :])
    assert not holds(lying, raw)
    dropped = document(raw, Cut(at, at + 1))
    inside = 0 < at < len(raw) - 1  # at the ends the span is only shorter
    if inside and not raw[at].isspace() and dropped.text:
        assert not holds(dropped, raw)


# --- the faults of answers ---


@pytest.fixture(scope="module")
def lexicon(sailing: Glossator) -> Lexicon:
    return sailing.index.lexicon


@pytest.fixture
def answer(sailing: Glossator) -> dict[str, Any]:
    found = sailing.ask("difference between tacking and gybing").to_dict()
    assert len(found["citations"]) == 3
    return found


def test_good_answers_have_no_faults(
    sailing: Glossator, lexicon: Lexicon, sailing_folder: Path
) -> None:
    questions = ("what is a jib?", "which knots are there?", "memory aid for port", "hull speed?")
    answers = [(n, sailing.ask(question).to_dict()) for n, question in enumerate(questions)]
    assert list(faults(answers, lexicon)) == []
    assert list(faults(answers, lexicon, sailing_folder)) == []
    assert list(faults(answers, lexicon, sailing_folder.parent)) == []  # a folder above


def drop_not(citation: dict[str, Any]) -> None:
    citation["quote"] = citation["quote"].replace("Unlike gybing, it", "It")


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (drop_not, "is not the quote 'It stops"),
        (lambda c: c.update(quote=c["quote"] + " "), "is not the quote"),
        (lambda c: c.update(start=c["start"] + 1), "is not the quote"),
        (lambda c: c.update(start=c["start"] - 1, end=c["end"] - 1), "is not the quote"),
        (lambda c: c.update(end=10**9), "lies outside the document's"),
        (lambda c: c.update(start=-5), "lies outside the document's"),
        (lambda c: c.update(start=c["end"]), "lies outside the document's"),
        (lambda c: c.update(start="7"), "a citation needs 'start', 'end' and 'quote'"),
        (lambda c: c.pop("quote"), "a citation needs 'start', 'end' and 'quote'"),
        (lambda c: c.update(text_sha256="0" * 64), "its sha256 differs"),
        (lambda c: c.update(source="other.md"), "the index has no document 'other.md'"),
        (lambda c: c.update(source="cards.md"), "[1]: cards.md: "),
    ],
)
def test_a_spoiled_citation_is_named_with_its_line_and_mark(
    lexicon: Lexicon,
    answer: dict[str, Any],
    spoil: Callable[[dict[str, Any]], object],
    fault: str,
) -> None:
    spoil(answer["citations"][0])
    (found,) = faults([(7, answer)], lexicon)
    assert found.startswith("line 7, [1]: ")
    assert fault in found


def test_two_quotes_that_are_joined_are_caught(lexicon: Lexicon, answer: dict[str, Any]) -> None:
    first, second, _ = answer["citations"]
    second.update(quote=f"{second['quote']} {first['quote']}", end=first["end"])
    (found,) = faults([(1, answer)], lexicon)
    assert "[2]" in found


def test_a_changed_source_file_is_said(
    lexicon: Lexicon, answer: dict[str, Any], sailing_folder: Path, tmp_path: Path
) -> None:
    folder = copytree(sailing_folder, tmp_path / "sailing")
    path = folder / "learning.md"
    path.write_text(path.read_text("utf-8").replace("1660", "1760"), encoding="utf-8")
    found = list(faults([(1, answer)], lexicon, folder))
    assert len(found) == 3
    assert all("the source file changed since it was indexed" in line for line in found)
    path.unlink()
    (first, *_) = faults([(1, answer)], lexicon, folder)
    assert "holds no such source file" in first


def test_a_raw_file_that_says_something_else_is_caught_though_the_index_agrees(
    tmp_path: Path,
) -> None:
    """An index whose text and map leave a word out: only the raw file can tell."""
    path = tmp_path / "sail.md"
    path.write_text("**1. Jib**\n\nIt is never square.\n\n**2. Boom**\n\nA spar.\n")
    reading = read_bytes(path.read_bytes(), "sail.md", "headings")
    raw = path.read_text()
    at = reading.document.text.index("never ")
    short = reading.document.text.replace("never ", "")
    start = raw.index("never ")
    runs = ((at - 6, start - 6, 6), (at, start + 6, 7))
    lying = replace(reading.document, text=short, runs=runs)
    assert lying.text[at - 6 : at + 7] == "It is square."
    assert not holds_raw(lying, raw, at - 6, at + 7)
    assert holds_raw(lying, raw, at, at + 7)


# --- files of answers ---


def test_answers_are_read_with_their_line_numbers(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    first: dict[str, Any] = {"citations": []}
    second = {"citations": [{"quote": "a\u2028b\u0085c"}]}
    lines = [json.dumps(first), "", json.dumps(second, ensure_ascii=False), ""]
    path.write_bytes(b"\xef\xbb\xbf" + "\n".join(lines).encode())
    assert list(read_answers(path)) == [(1, first), (3, second)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "line 1: no JSON"),
        (b'{"citations": []}\n\xff', "line 2: no JSON"),
        (b"[" * 100_000, "line 1: no JSON"),
        (b"[]", "line 1: no answer.*'glossator ask --json'"),
        (b'{"id": 1}', "line 1: no answer"),
        (b'{"citations": ["x"]}', "line 1: no answer"),
    ],
)
def test_what_is_no_answer_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        list(read_answers(path))


def test_a_missing_file_of_answers_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl: No such file.*file of answers"):
        list(read_answers(tmp_path / "none.jsonl"))


def test_quotes_from_an_archive_are_held_against_its_members(tmp_path: Path) -> None:
    archive = tmp_path / "below" / "boats.zip"
    archive.parent.mkdir()

    def pack(text: str) -> None:
        with ZipFile(archive, "w") as packed:
            packed.writestr("en/sails.tsv", text)

    pack("Term\tMeaning\nJib\tA sail with three corners.\nBoom\tA spar.\n")
    with Glossator.build([archive]) as glossary:
        cited = glossary.ask("what is a jib?").to_dict()
        assert cited["citations"][0]["source"] == "boats.zip/en/sails.tsv"
        held = glossary.index.lexicon
        assert list(faults([(1, cited)], held, tmp_path)) == []
        pack("Term\tMeaning\nJib\tA sail with four corners.\nBoom\tA spar.\n")
        assert "changed since it was indexed" in next(faults([(1, cited)], held, tmp_path))
        archive.write_bytes(archive.read_bytes()[:-9])
        assert "damaged" in next(faults([(1, cited)], held, tmp_path))


@pytest.mark.parametrize("name", [name for name in SHAPES if SHAPES[name].reader in READERS])
def test_every_quote_of_every_text_format_holds(name: str) -> None:
    shape = SHAPES[name]
    source = as_source(shape.make(12), f"words.{shape.suffix}")
    reading = read_bytes(source.raw, source.path)
    for entry in reading.entries if reading.document.runs else ():
        for start, end in spans(entry, reading.document):
            assert holds_raw(reading.document, source.text, start, end), entry.term


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ('run {{< tip text="jib" >}} now', '{{< tip text="'),
        ("a <!-- no sail --> jib", "<!-- no sail --> "),
        ("a <b class='x'>jib", "<b class='x'>"),
        ("see [jib](/a_(b)#c) now", "](/a_(b)#c)"),
        ("see :ref:`jib <x>`", ":ref:`"),
        ("see `jib <http://x>`_ now", " <http://x>`_"),
        ("a :class:`~boats.sails.Jib`", ":class:`~boats.sails."),
        ("see <<def_jib,jib>>", "<<def_jib,"),
        ("see linkgit:git-jib[1] now", "[1]"),
        ("jib\n// no text\nboom", "// no text\n"),
        ("jib\n\n.. index:: sail\n   pair: a\n\nboom", ".. index:: sail\n   pair: a\n"),
        ('say ""jib"" now', '"'),
        ("a jib\n\nRigger    Informational    [Page 3]\n\f\nRFC 1  Sails  2026\n\nis", "\nRigger"),
    ],
)
def test_marks_of_each_format_may_be_left_out(raw: str, part: str) -> None:
    if part == "\nRigger":
        part = raw[raw.index(part) : raw.index("is")]
    assert holds(document(raw, cut(raw, part)), raw)


def test_a_character_that_a_reference_names_may_be_put_in_and_no_other() -> None:
    raw = "jib &mdash; boom"
    one = document(raw, Cut(4, 11, "—"))
    assert one.text == "jib — boom"
    assert holds(one, raw)
    assert not holds(replace(one, text="jib – boom"), raw)


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("a // b c", "// b"),
        ("it is {{not}} so", "not"),
        ("it is `not` so", "not"),
        ("5:3 wins", ":"),
        ('about 5" long', '"'),
        ("a <not b", "<not "),
        ("see <<not,it>> so", "it"),
        ("a..b", ".."),
        ("is not [Page 3] of it", "not "),
    ],
)
def test_words_between_marks_are_not(raw: str, part: str) -> None:
    assert not holds(document(raw, cut(raw, part)), raw)
