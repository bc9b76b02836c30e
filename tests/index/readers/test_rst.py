"""reStructuredText: glossary directives, and lists without one."""

import random
import re
import time
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.readers import rst
from glossator.index.reading import read_bytes
from glossator.index.records import Entry, Reading
from glossator.index.text import decode
from tests.index.readers.accounts import check_reading, mutated
from tests.stopwatch import cpu_seconds

MARKUP = re.compile(r":[a-z]+:`|`|\*\*[a-z]|`_|^\s*\.\. \w", re.MULTILINE)


def read(text: str) -> Reading:
    return read_bytes(text.encode(), "pots.rst", "rst")


def glossary(content: str) -> Reading:
    body = "".join(f"   {line}\n" if line else "\n" for line in content.split("\n"))
    return read(f"Pots\n====\n\n.. glossary::\n\n{body}")


def only(reading: Reading) -> Entry:
    (entry,) = reading.entries
    return entry


def score(text: str) -> float:
    return rst.sniff(decode(text.encode(), "pots.rst")).score


def test_several_term_lines_name_one_entry() -> None:
    entry = only(glossary("urn\nsamovar\n  A pot with a tap.\n\n  For tea.\n"))
    assert (entry.term, entry.aliases, entry.line) == ("urn", ("samovar",), 6)
    assert entry.definition == "A pot with a tap.\n\nFor tea."


def test_a_term_that_nothing_defines_is_reported_and_names_nothing_else() -> None:
    reading = glossary("lonely\n\nurn\n  A pot.\n")
    assert [entry.names for entry in reading.entries] == [("urn",)]
    assert [remark.code for remark in reading.remarks] == ["no-definition"]


def test_terms_of_signs_and_underscores_are_kept_whole() -> None:
    reading = glossary(
        "``>>>``\n  The prompt.\n\n...\n  Three dots.\n\n``__slots__``\n  Slots.\n\n"
        "*args*\n  Them.\n"
    )
    assert [entry.term for entry in reading.entries] == [">>>", "...", "__slots__", "args"]


def test_a_classifier_is_no_part_of_the_term() -> None:
    assert only(glossary("urn : U\n  A pot.\n")).names == ("urn",)


def test_indexes_targets_and_comments_between_terms_are_page_text() -> None:
    reading = glossary(
        "..\n   Keep the order.\n\n.. index:: pots\n   single: urn\n\n.. _the-urn:\n\nurn\n"
        "  .. index::\n     single: tea\n\n  A pot.\n\n  .. Ein Topf mit Hahn.\n\n  Big.\n"
    )
    assert only(reading).definition == "A pot.\n\nBig."
    rules = {line.rule for line in reading.lines if line.use == "page"}
    assert {"comment", "index", "target", "glossary-directive", "title"} <= rules
    assert reading.remarks == ()


def test_roles_show_their_title_and_refer_to_their_target() -> None:
    entry = only(
        glossary(
            "urn\n  A :term:`hot\n  pot <Kettle>` or a :term:`tub`; :py:func:`~clay.fire.bake`, "
            ":class:`!Kiln`, :file:`/usr/{name}`, :pep:`8`, :rfc:`793`, :sup:`2`.\n"
        )
    )
    assert entry.definition == ("A hot\npot or a tub; bake, Kiln, /usr/name, pep 8, rfc 793, 2.")
    assert entry.references == ("Kettle", "tub")


def test_inline_marks_go_and_formulas_stay() -> None:
    entry = only(
        glossary(
            "urn\n  **Big** *round* ``x ** y`` |prod| `text`_ `site <http://x.org>`__ word_ [#]_ "
            "[Cit]_, 2 * 3 * 4, a_b, it's \\*so\\* and \\\n  on.\n"
        )
    )
    assert entry.definition == (
        "Big round x ** y prod text site word_ [Cit], 2 * 3 * 4, a_b, it's *so* and on."
    )
    assert entry.references == ()


def test_a_reference_to_a_label_means_the_entry_that_the_label_stands_before() -> None:
    reading = glossary(
        ".. _hot-pot:\n\nkettle\n  Whistles.\n\nurn\n  See :ref:`the kettle <hot-pot>` and "
        ":ref:`pots`, or hot-pot_.\n"
    )
    assert reading.entries[1].references == ("kettle",)
    assert reading.entries[1].definition == "See the kettle and pots, or hot-pot."


def test_nested_blocks_stay_text_and_code_keeps_every_character() -> None:
    entry = only(
        glossary(
            "urn\n  Made so::\n\n      fire(*clay*)\n\n  .. code-block:: python\n     :linenos:\n\n"
            "     x = `a`\n\n  .. note::\n\n     Mind *this*.\n\n  * one\n  * two\n"
        )
    )
    assert entry.definition == (
        "Made so:\n\n    fire(*clay*)\n\n   x = `a`\n\nnote:\n\n   Mind this.\n\n* one\n* two"
    )


def test_definition_lists_inside_a_definition_are_its_sections() -> None:
    entry = only(
        glossary("urn\n  Kinds:\n\n  big urn\n    Holds a lot.\n  small urn\n    Little.\n")
    )
    assert [section.head for section in entry.sections] == ["big urn", "small urn"]
    text = glossary("urn\n  Kinds:\n\n  big urn\n    Holds a lot.\n").document.text
    assert "Holds a lot." in text


def test_a_deprecated_directive_or_mark_gives_the_status() -> None:
    reading = glossary(
        "urn\n  A pot.\n\n  .. deprecated:: 2.0\n     Use a kettle.\n\nvat (obsolete)\n"
        "  A tub.\n\npan\n  Deprecated: use a pot.\n\npot\n  Deprecated pots are old.\n"
    )
    found = [(entry.term, entry.status) for entry in reading.entries]
    assert found == [
        ("urn", "deprecated"),
        ("vat", "obsolete"),
        ("pan", "deprecated"),
        ("pot", None),
    ]
    assert reading.entries[0].definition == "A pot.\n\ndeprecated: 2.0\n   Use a kettle."


def test_an_entry_that_only_names_another_is_a_redirect() -> None:
    reading = glossary("urn\n  See :term:`kettle`.\n\nvat\n  See how a :term:`kettle` boils.\n")
    assert [entry.flags for entry in reading.entries] == [("redirect",), ()]


def test_several_directives_with_text_between() -> None:
    reading = read(
        "Pots\n====\n\nHello.\n\n.. glossary::\n   :sorted:\n\n   urn\n      A pot.\n\n"
        "More\n----\n\nSome text.\n\n.. glossary::\n\n  vat\n    A tub.\n"
    )
    assert [entry.term for entry in reading.entries] == ["urn", "vat"]
    assert reading.document.title == "Pots"
    assert {"intro", "section-heading", "section-text"} <= {line.rule for line in reading.lines}


def test_a_directive_shown_as_code_is_no_glossary() -> None:
    shown = "Pots\n====\n\n.. code-block:: rst\n\n   .. glossary::\n\n      urn\n        A pot.\n"
    assert read(shown).entries == ()
    assert score(shown) < 0.2


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        (
            "urn\n    A pot.\n\nvat : big\n    A tub.\n\n    Two.\npan\n    Flat.\n",
            "definition list",
        ),
        (":urn: A pot.\n:vat: A tub.\n\n   Two.\n:pan: Flat.\n", "fields"),
        ("**urn**: A pot.\n\n**vat** -- A tub.\n\nTwo.\n\n**pan**: Flat.\n", "run ins"),
        ("urn\n---\n\nA pot.\n\nvat\n---\n\nA tub.\n\nTwo.\n\npan\n---\n\nFlat.\n", "sections"),
    ],
)
def test_without_the_directive_other_lists_are_read(body: str, shape: str) -> None:
    text = f"Pots\n====\n\nSee :ref:`x` and ``y``.\n\n{body}"
    reading = read_bytes(text.encode(), "pots.rst")
    assert reading.format == "rst"
    assert shape in reading.why
    found = [(entry.term, entry.definition) for entry in reading.entries]
    assert found == [("urn", "A pot."), ("vat", "A tub.\n\nTwo."), ("pan", "Flat.")]


def test_other_text_is_not_taken_for_restructuredtext() -> None:
    assert score("# Pots\n\n``urn``\n: A ``pot``.\n") < 0.2
    assert score("urn: a pot\nvat: a tub\n") == 0.0
    assert score("An urn is a pot with a tap.\n") == 0.0


def test_time_is_linear() -> None:
    times = []
    for entries in (300, 3000):
        text = ".. glossary::\n\n" + "   urn\n     A :term:`pot` ``with`` *a* tap_.\n\n" * entries
        assert len(read(text).entries) == entries
        times.append(cpu_seconds(partial(read, text)))
    assert times[1] < 20 * times[0]


@pytest.mark.parametrize("mark", ["`", "``", "*", "**", "|", "_", ":a:`", "a_ ", "\\", "<", "a."])
def test_marks_that_nothing_closes_take_linear_time(mark: str) -> None:
    start = time.perf_counter()
    read(".. glossary::\n\n   urn\n     " + mark * 50_000 + "\n")
    assert time.perf_counter() - start < 5


@pytest.mark.shared
def test_the_samples_131_entries_have_191_names_and_no_markup(shared: Path) -> None:
    path = shared / "glossaries" / "scikit-learn" / "glossary.rst"
    reading = read_bytes(path.read_bytes(), "glossary.rst")
    assert (reading.format, len(reading.entries), reading.remarks) == ("rst", 131, ())
    assert sum(1 + len(set(entry.aliases) - set(entry.said)) for entry in reading.entries) == 191
    for entry in reading.entries:
        assert not MARKUP.search(entry.definition), entry.term
    raw = path.read_text(encoding="utf-8")
    roles = set(re.findall(r":term:`[^`<]*?(?:<([^`>]*)>)?`", raw))
    referred = {name for entry in reading.entries for name in entry.references}
    assert {" ".join(name.split()) for name in roles if name} <= referred
    assert sum(len(entry.references) for entry in reading.entries) >= 300
    check_reading(reading, raw)


PIECES = [
    *(
        ".. glossary::\n",
        "   urn\n",
        "     A pot.\n",
        "\n",
        ".. note::\n",
        "==\n",
        "urn\n",
        "``",
        "`",
    ),
    *("*", "**", "|", "_", ":term:`", "` ", "<x>`", "::\n", "   .. index:: a\n", "..\n", ">>> a\n"),
    *("\t", " ", "[1]_", "\\", "é", "\u2028", "+--+\n", "- a\n", ":a: b\n", "__ x\n", ".. [1] a\n"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_gives_slices_and_accounts_for_every_line(text: str) -> None:
    check_reading(read(f"x\n{text}"), f"x\n{text}")


@given(st.integers(0, 10_000))
def test_damaged_text_is_read_or_reported(seed: int) -> None:
    whole = ".. glossary::\n\n   urn\n   pot\n     A :term:`hot <x>` ``y``.\n\n     .. note:: z\n"
    text = mutated(whole * 3, random.Random(seed))
    check_reading(read(text), text)
