"""AsciiDoc: labelled lists, their blocks, and references by id."""

import random
import re
import time
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.readers import asciidoc
from glossator.index.reading import read_bytes
from glossator.index.records import Entry, Reading
from glossator.index.text import decode
from tests.index.readers.accounts import check_reading, mutated
from tests.stopwatch import cpu_seconds

MARKUP = re.compile(r"<<|>>|\[\[|`|::|;;|linkgit:|^\+$|^--$|\]\]", re.MULTILINE)


def read(text: str) -> Reading:
    return read_bytes(text.encode(), "pots.adoc", "asciidoc")


def only(text: str) -> Entry:
    (entry,) = read(text).entries
    return entry


def codes(reading: Reading) -> list[str]:
    return [remark.code for remark in reading.remarks]


def score(text: str) -> float:
    return asciidoc.sniff(decode(text.encode(), "pots.adoc")).score


def test_a_term_may_have_its_text_behind_below_or_after_a_gap() -> None:
    reading = read("urn:: A pot.\nvat::\n  A tub\n  of wood.\npan ::\n\n  Flat.\n")
    found = [(entry.term, entry.definition) for entry in reading.entries]
    assert found == [("urn", "A pot."), ("vat", "A tub\nof wood."), ("pan", "Flat.")]
    assert [entry.line for entry in reading.entries] == [1, 2, 5]


def test_terms_that_stand_together_share_the_definition() -> None:
    assert only("urn::\nsamovar::\n  A pot.\n").names == ("urn", "samovar")


def test_a_term_alone_before_a_gap_is_reported_and_names_nothing_else() -> None:
    reading = read("lonely::\n\nurn::\n  A pot.\n")
    assert [entry.names for entry in reading.entries] == [("urn",)]
    assert codes(reading) == ["no-definition"]


def test_references_are_read_by_id_whatever_their_label() -> None:
    reading = read(
        "[[def_kettle]]kettle:: Whistles, like <<def_urn,big urns>> and <<def_vat>>.\n"
        "[#def_urn]\nurn:: A xref:def_kettle[hot pot]; see <<_intro,above>>.\n"
        "[[def_vat,the vat]]\nvat:: Not <<def_gone,the gone one>>.\n\n[[_intro]]\n== Intro\n"
    )
    assert [entry.references for entry in reading.entries] == [
        ("urn", "vat"),
        ("kettle",),
        ("the gone one",),
    ]
    assert reading.entries[0].definition == "Whistles, like big urns and def_vat."
    assert reading.entries[1].definition == "A hot pot; see above."


def test_inline_markup_goes_and_its_text_stays() -> None:
    entry = only(
        'urn:: A *big* _round_ `pot` with **t**ap, "`quoted`", #marked#, [.x]#role#, H~2~O, 2^n^, '
        "((index)), (((hidden,index))), `+raw+` and +plain+, \\*kept*, x_y_z, 2 * 3 * 4, "
        "a&mdash;b.\n"
    )
    assert entry.definition == (
        'A big round pot with tap, "quoted", marked, role, H2O, 2n, index, , raw and plain, '
        "*kept*, x_y_z, 2 * 3 * 4, a—b."
    )


def test_macros_show_their_text_or_what_they_lead_to() -> None:
    entry = only(
        "urn:: See https://pots.org[the site^], link:x.html[x,window=_blank], "
        "https://a.org/b_c_d, kbd:[Ctrl+C], linkpot:pot-fill[1], menu:File[Save], stem:[x^2], "
        "image:a.png[A] mailto:a@b.c[me].\n"
    )
    assert entry.definition == (
        "See the site, x, https://a.org/b_c_d, Ctrl+C, pot-fill, File Save, x^2, me."
    )


def test_footnotes_pictures_includes_and_attributes_are_reported() -> None:
    reading = read(
        ":product: Kiln\n\nurn:: A {product} potfootnote:[Not that.] of{nbsp}clay.\n"
        "include::more.adoc[]\n"
    )
    assert reading.entries[0].definition == "A {product} pot of clay."
    assert codes(reading) == ["attribute", "left-out", "include"]


def test_attached_blocks_belong_to_the_entry_and_code_keeps_every_character() -> None:
    entry = only(
        "urn::\n  A pot.\n+\nMore of it.\n+\n[source,c]\n----\nvat::\n  `x` <<y>>\n\n  z\n"
        "----\n+\n--\ntop;; Up.\n\nlow;;\n  Down.\n--\n+\n.Title\n|===\n|a |b\n|===\n"
    )
    assert entry.definition == (
        "A pot.\n\nMore of it.\n\nvat::\n  `x` <<y>>\n\n  z\n\ntop Up.\n\nlow\nDown.\n\n"
        "Title\n\na \nb"
    )
    assert [section.head for section in entry.sections] == ["top", "low"]


def test_lists_inside_a_definition_keep_bullets_and_lose_dots() -> None:
    entry = only("urn::\n  Kinds:\n  * big\n  ** bigger\n  * [x] done\n  . one\n  .. two\n")
    assert entry.definition == "Kinds:\n* big\n* bigger\n* done\n\none\n\ntwo"


def test_text_in_comments_is_no_text() -> None:
    reading = read(
        "// tag::a[]\nurn::\n// Ein Topf.\n  A pot\n//mitten\n  of clay.\n\n////\n"
        "vat:: Kein Fass.\n////\n"
    )
    assert [entry.definition for entry in reading.entries] == ["A pot\nof clay."]
    assert codes(reading) == []


def test_a_paragraph_that_nothing_attaches_is_reported() -> None:
    reading = read("urn:: A pot.\n\nStray words.\n\nvat:: A tub.\n\n== More\n\nSome text.\n")
    assert [entry.definition for entry in reading.entries] == ["A pot.", "A tub."]
    assert codes(reading) == ["unread"]
    assert {"section-heading", "section-text"} <= {line.rule for line in reading.lines}


def test_the_title_and_the_page_around() -> None:
    reading = read(
        "= Pots _and_ Pans\nJane Potter\n:toc:\n\nHello.\n\n[glossary]\n== A\nurn:: A pot.\n"
    )
    assert reading.document.title == "Pots and Pans"
    assert {"title", "intro", "attribute", "block-attributes"} == {
        line.rule for line in reading.lines if line.use == "page"
    }


def test_titles_with_underlines_are_told_from_blocks() -> None:
    reading = read(
        "Pots\n====\n\nA to K\n------\n\nurn:: A pot.\n+\n----\nx\n----\n\nL to Z\n------\n"
    )
    assert reading.document.title == "Pots"
    assert reading.entries[0].definition == "A pot.\n\nx"


def test_heads_with_status_markup_commas_and_colons_inside() -> None:
    reading = read(
        "*urn* (deprecated):: A pot.\nkettle pot, hot kettle, KP:: B.\nsalt, pepper and more:: C.\n"
        "std::pot:: D.\npan (also pans):: E.\n`fill(x)`:: F.\nvat:: Obsolete for: <<tub>>.\n"
    )
    heads = [(entry.term, entry.aliases, entry.status) for entry in reading.entries]
    assert heads[:5] == [
        ("urn", (), "deprecated"),
        ("kettle pot", ("hot kettle", "KP"), None),
        ("salt, pepper and more", (), None),
        ("std::pot", (), None),
        ("pan", ("pans",), None),
    ]
    assert reading.entries[5].term == "fill(x)"
    assert (reading.entries[6].status, reading.entries[6].flags) == ("obsolete", ("redirect",))


def test_shape_is_told_from_other_text() -> None:
    assert score("[[a]]urn::\n  A pot.\n\n[[b]]vat::\n  A tub.\n") > 0.9
    assert score("urn:: A pot.\nvat:: A tub.\npan:: Flat.\n") > 0.8
    assert score("An urn is a pot with a tap.\n") == 0.0
    assert score("classifiers = [\n" + '  "Pots :: Big",\n' * 3 + "]\n\n" + "x = 1\n\n" * 80) < 0.2
    assert score(".. note:: x\n\nurn:: A pot.\nvat:: A tub.\n") == 0.0


def test_time_is_linear() -> None:
    times = []
    for entries in (300, 3000):
        text = "[[x]]urn::\n  A <<x,pot>> `with` *a* tap.\n+\n--\n* one\n--\n\n" * entries
        assert len(read(text).entries) == entries
        times.append(cpu_seconds(partial(read, text)))
    assert times[1] < 20 * times[0]


UNCLOSED = [
    *("`", "``", "*", "**", "_", "#+", "+", "[", "[[a", "<<a", "a:b[", "((", "{", "\\", "^", "~"),
    *("a_", "*a", "a*b_", "https://a[", "[.a]", "&a", "<<a,b", "(((", "+++"),
]


@pytest.mark.parametrize("mark", UNCLOSED)
def test_marks_that_nothing_closes_take_linear_time(mark: str) -> None:
    start = time.perf_counter()
    read("urn::\n  " + mark * 30_000 + "\n")
    assert time.perf_counter() - start < 5


@pytest.mark.shared
def test_the_sample_has_92_entries_without_markup(shared: Path) -> None:
    path = shared / "glossaries" / "git" / "glossary-content.adoc"
    reading = read_bytes(path.read_bytes(), path.name)
    raw = path.read_text(encoding="utf-8")
    assert (reading.format, len(reading.entries), codes(reading)) == ("asciidoc", 92, ["attribute"])
    assert all(not MARKUP.search(entry.definition) for entry in reading.entries)
    ids = re.findall(r"^\[\[(def_[^\]]+)\]\]", raw, re.MULTILINE)
    by_id = dict(zip(ids, reading.entries, strict=True))
    for part in re.split(r"(?m)^(?=\[\[def_)", raw)[1:]:
        entry = by_id[part[2 : part.index("]]")]]
        meant = {by_id[name].term for name in re.findall(r"<<(def_[^,>]+),", part)}
        assert set(entry.references) == meant
    assert sum("redirect" in entry.flags for entry in reading.entries) == 3
    check_reading(reading, raw)


PIECES = [
    *("urn::\n", "vat:: A tub.\n", "  A pot.\n", "\n", "+\n", "--\n", "----\n", "====\n", "|===\n"),
    *("////\n", "// x\n", "[[a]]\n", "[[a]]", "[x]\n", "top;;\n", "`", "*", "_", "<<a,", ">>", "]"),
    *("a:b[", "{a}", "#", "= T\n", "T\n-\n", ":a: b\n", "include::x[]\n", "* a\n", ". a\n", "\t"),
    *(" ", "\\", "&amp;", "é", "\u2028"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_gives_slices_and_accounts_for_every_line(text: str) -> None:
    check_reading(read(f"x\n{text}"), f"x\n{text}")


@given(st.integers(0, 10_000))
def test_damaged_text_is_read_or_reported(seed: int) -> None:
    whole = "[[a]]urn::\nvat:: A <<a,pot>> `x`.\n+\n----\nb\n----\n// c\n\n|===\n|a\n|===\n"
    text = mutated(whole * 3, random.Random(seed))
    check_reading(read(text), text)
