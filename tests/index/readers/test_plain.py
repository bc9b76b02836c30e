"""Plain text: signs between term and definition, indented blocks, RFC style with its pages."""

import random
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.readers import plain
from glossator.index.reading import read_bytes
from glossator.index.records import Reading
from glossator.index.text import decode
from tests.index.readers.accounts import check_reading, mutated
from tests.stopwatch import cpu_seconds

PAGE_END = "\n\n\nPotter                       Informational                     [Page {}]\n\f\n"
PAGE_START = "RFC 9999             Pottery Glossary, Version 2             August 2007\n\n\n"
RFC = (
    "Network Working Group                                          J. Potter\n"
    "Request for Comments: 9999                                   August 2007\n\n"
    "                 Pottery Glossary, Version 2\n\n1.  Introduction\n\n"
    '   Entries marked "D" are deprecated.\n\n4.  Definitions\n\n'
    "   $ *-urn property\n      (N) A rule for urns.\n\n"
    "   $ alpha clay (AC)\n      1. (I) A clay for the work of pot-\n"
    "      makers and for kitchen-\n      ware, called potware. (See: kettle, urn. "
    "Compare: big vat.)\n\n"
    "      2. (O) Another sense that goes on over the page and\n"
    + PAGE_END.format(12)
    + PAGE_START
    + "      then stops here. Kitchenware is potware.\n\n      Tutorial: More about it.\n"
    + PAGE_END.format(13)
    + PAGE_START
    + "   $ big urn\n      (D) Do not use it.\n\n   $ kettle\n      (I) See: urn.\n\n"
    "   $ urn\n      (I) A pot with a tap.\n\n5.  Security Considerations\n\n   None.\n"
)


def read(text: str) -> Reading:
    return read_bytes(text.encode(), "pots.txt", "plain")


def pairs(text: str) -> list[tuple[str, str]]:
    return [(entry.term, entry.definition) for entry in read(text).entries]


def score(text: str) -> float:
    return plain.sniff(decode(text.encode(), "pots.txt")).score


WANTED = [("Urn", "A pot with a tap."), ("Vat", "A tub of\nwood."), ("Pan", "Flat and wide.")]


@pytest.mark.parametrize(
    "text",
    [
        "Urn: A pot with a tap.\nVat: A tub of\nwood.\nPan: Flat and wide.\n",
        "Urn: A pot with a tap.\n\nVat: A tub of\n  wood.\n\nPan: Flat and wide.\n",
        "Urn - A pot with a tap.\nVat - A tub of\n  wood.\nPan - Flat and wide.\n",
        "- Urn – A pot with a tap.\n- Vat – A tub of\n  wood.\n- Pan – Flat and wide.\n",
        "1. Urn — A pot with a tap.\n2. Vat — A tub of\n   wood.\n3. Pan — Flat and wide.\n",
        "Urn = A pot with a tap.\nVat = A tub of\n  wood.\nPan = Flat and wide.\n",
        "Urn    A pot with a tap.\nVat    A tub of\n       wood.\nPan    Flat and wide.\n",
        ":Urn: A pot with a tap.\n\n:Vat: A tub of\nwood.\n\n:Pan: Flat and wide.\n",
        "Urn\n    A pot with a tap.\n\nVat\n    A tub of\n    wood.\n\nPan\n    Flat and wide.\n",
        "Urn\n\n    A pot with a tap.\n\nVat\n\n    A tub of\n    wood.\n\nPan\n\n"
        "    Flat and wide.\n",
        "Urn:\n    A pot with a tap.\nVat:\n    A tub of\n    wood.\nPan:\n    Flat and wide.\n",
        "Urn\nA pot with a tap.\n\nVat\nA tub of\nwood.\n\nPan\nFlat and wide.\n",
        "Urn\n\nA pot with a tap.\n\nVat\n\nA tub of\nwood.\n\nPan\n\nFlat and wide.\n",
        "Term: Urn\nDefinition: A pot with a tap.\n\nTerm: Vat\nDefinition: A tub of\n  wood.\n\n"
        "Term: Pan\nDefinition: Flat and wide.\n",
        "   $ Urn\n      A pot with a tap.\n\n   $ Vat\n      A tub of\n      wood.\n\n   $ Pan\n"
        "      Flat and wide.\n",
    ],
)
def test_every_shape_gives_the_same_entries(text: str) -> None:
    assert pairs(text) == WANTED
    assert score(text) > 0.2
    check_reading(read(text), text)


def test_letters_and_text_around_are_page_text() -> None:
    reading = read(
        "Pots of the North\n\nA list of words.\n\nK\n\nKettle: Whistles.\n\nU\n=====\n\n"
        "Urn: A pot with a tap.\n\nVat: A tub.\n\nThe end\n"
    )
    assert [entry.term for entry in reading.entries] == ["Kettle", "Urn", "Vat"]
    assert reading.document.title == "Pots of the North"
    rules = [(line.first, line.rule) for line in reading.lines if line.use == "page"]
    assert rules == [(1, "intro"), (9, "section-heading"), (16, "outro")]


def test_labelled_lines_say_what_they_say() -> None:
    reading = read(
        "Term: Urn\nDefinition: A pot.\nSynonyms: samovar; tea pot\nSee also: Kettle, Gone\n"
        "Status: Deprecated\nLanguage: en\nExample: This one.\n\nTerm: Kettle\n"
        "Definition: Whistles.\n"
    )
    urn = reading.entries[0]
    assert (urn.aliases, urn.references) == (("samovar", "tea pot"), ("Kettle", "Gone"))
    assert (urn.status, urn.language, urn.definition) == ("deprecated", "en", "A pot.")
    assert [remark.code for remark in reading.remarks] == ["fields-ignored"]


def test_a_line_of_an_entry_s_own_starts_no_entry() -> None:
    text = "Urn: A pot.\nNote: often big.\nSee also: Vat.\nPan: Flat.\nVat: A tub: of wood.\n"
    reading = read(text)
    assert pairs(text)[0] == ("Urn", "A pot.\nNote: often big.\nSee also: Vat.")
    assert reading.entries[0].references == ("Vat",)


def test_a_paragraph_taken_along_is_said() -> None:
    reading = read(
        "Urn: A pot with a tap.\n\nIt holds a lot of hot water for tea.\n\nVat: A tub.\n\n"
        "Pan: Flat.\n\nPot: Round.\n"
    )
    assert reading.entries[0].definition.endswith("hot water for tea.")
    assert [remark.code for remark in reading.remarks] == ["taken-along"]


def test_names_in_braces_are_references_without_them() -> None:
    reading = read(":urn: A {vat} with {no} tap.\n\n:vat: See {urn}.\n\n:pan: Flat and wide.\n")
    assert reading.entries[0].definition == "A vat with {no} tap."
    assert reading.entries[0].references == ("vat",)
    assert reading.entries[1].flags == ("redirect",)


def test_rfc_style_reads_over_pages() -> None:
    reading = read(RFC)
    assert [entry.term for entry in reading.entries] == [
        "*-urn property",
        "alpha clay",
        "big urn",
        "kettle",
        "urn",
    ]
    clay = reading.entries[1]
    assert clay.definition == (
        "1. (I) A clay for the work of pot-makers and for kitchenware, called potware. (See: "
        "kettle, urn. Compare: big vat.)\n\n2. (O) Another sense that goes on over the page and\n"
        "then stops here. Kitchenware is potware.\n\nTutorial: More about it."
    )
    assert (clay.aliases, clay.references) == (("AC",), ("kettle", "urn", "big vat"))
    assert [entry.status for entry in reading.entries] == [None, None, "deprecated", None, None]
    assert reading.entries[3].flags == ("redirect",)
    assert reading.document.title == "Pottery Glossary, Version 2"
    paging = [line for line in reading.lines if line.rule == "paging"]
    assert sum(line.last - line.first + 1 for line in paging) >= 4
    assert [remark.code for remark in reading.remarks] == ["words-joined"]
    assert "'pot-makers'" in reading.remarks[0].message
    check_reading(reading, RFC)


def test_pages_without_numbers_are_told_by_what_repeats_at_form_feeds() -> None:
    entries = [f"Urn {n}\n    A pot that\n    holds {n} cups.\n\n" for n in "abcdefgh"]
    head = "\fPots of the North     draft 3\n\n"
    text = head.lstrip("\f") + head.join("".join(entries[n : n + 2]) for n in range(0, 8, 2))
    reading = read(text)
    assert [entry.definition for entry in reading.entries] == [
        f"A pot that\nholds {n} cups." for n in "abcdefgh"
    ]


def test_several_terms_above_one_definition() -> None:
    reading = read("urn\nsamovar\n  A pot with a tap.\n\nvat\n  A tub.\n\npan\n  Flat.\n")
    assert [entry.names for entry in reading.entries] == [("urn", "samovar"), ("vat",), ("pan",)]


@pytest.mark.parametrize(
    "text",
    [
        "An urn is a pot with a tap. A vat is a tub.\n\nA kettle whistles when it is hot.\n",
        "2026-01-01 10:00 - was started\n" * 3 + "2026-01-01 10:01 - has ended\n",
        "[server]\nport = 80\nhost = a b\nname = c d\n",
        "def urn():\n    return 1\n\ndef vat():\n    return 2\n\ndef pan():\n    return 3\n",
        "Ann: hello there\nBob: hello you\nAnn: how are you\nBob: very well\n" * 8,
        "author: A B\nlicence: C D\nversion: 1 2\nurl: x y\n",
        '{"urn": "a pot with a tap"}\n',
        "<dl><dt>Urn</dt><dd>A pot</dd></dl>\n",
    ],
)  # fmt: skip
def test_other_text_is_no_glossary(text: str) -> None:
    assert score(text) < 0.2


@pytest.mark.parametrize(
    "entry",
    ["urn {n}: a pot\n", "urn {n}\n  a pot\n\n", "$ urn {n}\n  a pot\n", "urn {n}\na pot it is\n\n",
     "Term: u{n}\nDefinition: a\n\n"],
)  # fmt: skip
def test_time_is_linear(entry: str) -> None:
    times = []
    for entries in (200, 2000):
        text = "".join(entry.format(n=n) for n in range(entries))
        assert len(read(text).entries) == entries
        times.append(cpu_seconds(partial(read, text)))
    assert times[1] < 20 * times[0]


PIECES = [
    *(
        "Urn: A pot.\n",
        "Vat\n",
        "  A tub.\n",
        "\n",
        "$ pan\n",
        "- ",
        "Term: a\n",
        "Definition: b\n",
    ),
    *("[Page 1]\n", "\f", "See also: Urn\n", "pot-\n", "{Urn}", "A\n", "=====\n", "\t", " — ", "é"),
    *("\u00ad", "1. a\n", "(D) ", ":a: b\n", "a   b\n", "\u2028", "：", "Page 2\n", "\x0b", "\x1c"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_gives_slices_and_accounts_for_every_line(text: str) -> None:
    check_reading(read(f"x\n{text}"), f"x\n{text}")


@given(st.integers(0, 10_000))
def test_damaged_text_is_read_or_reported(seed: int) -> None:
    text = mutated(RFC, random.Random(seed))
    check_reading(read(text), text)
