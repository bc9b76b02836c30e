"""Renderings: a block of text for each entry, with lines, keys and reports."""

from hypothesis import given
from hypothesis import strategies as st

from glossator.index.readers.base import Draft
from glossator.index.readers.finish import finish
from glossator.index.readers.rendering import Rendering, shown
from glossator.index.records import LineUse, Reading
from glossator.index.text import Source


def reading(draft: Draft, text: str) -> Reading:
    source = Source("pots.x", "0" * 64, text, "utf-8")
    return finish(draft, source, document="pots", title=None, name="x", why="asked for")


def test_an_entry_is_a_block_and_its_definition_a_slice() -> None:
    made = Rendering("pots.x")
    made.add("Kettle (Boiler)", " Heats\r\nwater. ", line=3, locator="/a/b[1]", aliases=["Pot", ""])
    draft = made.draft("Pots")
    (entry,) = reading(draft, "a\n\nkettle").entries
    assert draft.stripped.text == "Kettle (Boiler)\nHeats\nwater.\n\n"
    assert (entry.term, entry.aliases) == ("Kettle", ("Boiler", "Pot"))
    assert entry.definition == "Heats\nwater." == draft.stripped.text[entry.start : entry.end]
    assert (entry.line, entry.locator, draft.title) == (3, "/a/b[1]", "Pots")


def test_a_heading_keeps_the_term_as_it_stands() -> None:
    made = Rendering("pots.x")
    made.add("Kettle (K)", "Heats.", line=1, heading="1. Kettle (K)", number="1")
    (entry,) = reading(made.draft(), "kettle").entries
    assert (entry.term, entry.aliases, entry.heading) == ("Kettle (K)", (), "1. Kettle (K)")
    assert entry.number == "1"


def test_notes_stand_behind_the_definition_as_spans_of_their_own() -> None:
    made = Rendering("pots.x")
    made.add("Pan", "Fries.", line=1, notes=[" Flat.\r\nWide. ", " "])
    made.add("Pot", "Boils.", line=2)
    draft = made.draft()
    pan, pot = reading(draft, "pan\npot").entries
    text = draft.stripped.text
    assert text == "Pan\nFries.\n\nFlat.\nWide.\n\nPot\nBoils.\n\n"
    assert [text[span.start : span.end] for span in pan.more] == ["Flat.\nWide."]
    assert (pan.definition, pot.definition, pot.more) == ("Fries.", "Boils.", ())
    assert text[pot.start : pot.end] == "Boils."


def test_references_by_key_become_terms_wherever_the_key_stands() -> None:
    made = Rendering("pots.x")
    made.add("Kettle", "Heats.", line=1, key="k1", references=["k2", "k3", "Lid", "k2"])
    made.add("Pan", "Fries.", line=2, key="k2")
    made.name("k3", "Hob")
    first, _ = reading(made.draft(), "kettle\npan").entries
    assert first.references == ("Pan", "Hob", "Lid")


def test_lines_are_entries_pages_or_reports() -> None:
    made = Rendering("pots.x")
    made.page(1, 1, "header")
    made.add("Kettle", "Heats.", line=2, last=3, also=[(6, 6)])
    made.report(4, "bad-row", "Found a row of one cell. Expected two; mend it.", last=5)
    made.remark(0, "columns", "Read 'Name' as term.")
    found = reading(made.draft(), "a\nb\nc\nd\ne\nf\ng")
    assert [(use.first, use.last, use.use, use.rule) for use in found.lines] == [
        (1, 1, LineUse.PAGE, "header"),
        (2, 3, LineUse.ENTRY, "pots#kettle"),
        (4, 5, LineUse.REPORT, "bad-row"),
        (6, 6, LineUse.ENTRY, "pots#kettle"),
        (7, 7, LineUse.REPORT, "unread"),
    ]
    assert [(remark.line, remark.code) for remark in found.remarks] == [
        (0, "columns"),
        (4, "bad-row"),
        (7, "unread"),
    ]


def test_an_entry_without_a_definition_is_reported() -> None:
    made = Rendering("pots.x")
    made.add("Kettle", " ", line=1)
    made.add("", "Heats.", line=2)
    found = reading(made.draft(), "kettle\nheats")
    assert found.entries == ()
    assert [remark.code for remark in found.remarks] == ["no-definition", "no-term"]


def test_lines_of_a_binary_file_are_those_of_its_content() -> None:
    made = Rendering("pots.x", content="Name\tMeaning\nKettle\tHeats.\n\nnote")
    made.page(1, 1, "table-header")
    made.add("Kettle", "Heats.", line=2, locator="Sheet1!A2")
    found = reading(made.draft(), "")
    assert [(use.first, use.rule) for use in found.lines] == [
        (1, "table-header"),
        (2, "pots#kettle"),
        (4, "unread"),
    ]


def test_half_a_surrogate_pair_and_nul_are_replaced() -> None:
    made = Rendering("pots.x")
    made.add("Ket\ud800tle", "He\0ats.", line=1)
    text = made.draft().stripped.text
    assert text == "Ket\ufffdtle\nHe\ufffdats.\n\n"


def test_a_long_list_of_names_is_counted() -> None:
    assert shown(["a", "b\nc", "d"], 2) == "'a', 'b c' and 1 more"


@given(st.lists(st.tuples(st.text(), st.text(), st.integers(1, 30))))
def test_every_definition_is_a_slice_and_in_order_its_line_is_found(
    rows: list[tuple[str, str, int]],
) -> None:
    made = Rendering("pots.x")
    for term, definition, line in rows:
        made.add(term, definition, line=line, heading=term)
    found = reading(made.draft(), "x\n" * 30)
    starts = found.document.line_starts
    assert list(starts) == sorted(starts)
    for entry in found.entries:
        assert found.document.text[entry.start : entry.end] == entry.definition
    if [line for *_, line in rows] == sorted({line for *_, line in rows}):
        for entry in found.entries:
            assert found.document.line_of(entry.start) == entry.line
