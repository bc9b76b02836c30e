"""Drafts made into readings: titles, ids, line accounting, faults."""

import pytest

from glossator.index.readers.base import Draft, DraftEntry, numbered_lines, own_title, page
from glossator.index.readers.finish import MAX_DEFINITION_CHARS, finish
from glossator.index.readers.heads import parse_head
from glossator.index.reading import read_bytes
from glossator.index.records import LineRange, LineUse, Reading
from glossator.index.text import Source, decode, strip

TEXT = "Pots\n\nUrn\n A pot. \n\nVat\nA tub.\nThe end\n"


def source(text: str = TEXT) -> Source:
    return decode(text.encode(), "shelf/pots.txt")


def entry(text: str, head: str, body: str, first: int, last: int) -> DraftEntry:
    start = text.index(body)
    return DraftEntry(parse_head(head), start, start + len(body), first, last)


def make(*entries: DraftEntry, text: str = TEXT, pages: tuple[LineRange, ...] = ()) -> Reading:
    draft = Draft(strip(text, ()), entries, pages)
    return finish(draft, source(text), document="pots", title=None, name="test", why="asked")


URN = entry(TEXT, "Urn", " A pot. ", 3, 4)
VAT = entry(TEXT, "Vat", "A tub.", 6, 7)


def test_a_definition_is_trimmed_and_stays_a_slice() -> None:
    (urn,) = make(URN).entries
    assert (urn.id, urn.definition, urn.start, urn.end) == ("pots#urn", "A pot.", 11, 17)
    assert (urn.line, urn.heading, urn.document) == (3, "Urn", "pots")


def test_lines_that_nobody_claims_are_reported_with_their_numbers() -> None:
    reading = make(URN, VAT, pages=(page(1, 1, "title"),))
    assert reading.lines == (
        LineRange(1, 1, LineUse.PAGE, "title"),
        LineRange(3, 4, LineUse.ENTRY, "pots#urn"),
        LineRange(6, 7, LineUse.ENTRY, "pots#vat"),
        LineRange(8, 8, LineUse.REPORT, "unread"),
    )
    (remark,) = reading.remarks
    assert (remark.path, remark.line, remark.code) == ("shelf/pots.txt", 8, "unread")


def test_a_page_claim_inside_an_entry_wins_and_the_first_entry_keeps_a_shared_line() -> None:
    wide = DraftEntry(VAT.head, VAT.start, VAT.end, 3, 8)
    reading = make(URN, wide, pages=(page(7, 7, "advert"),))
    assert [(span.first, span.last, span.rule) for span in reading.lines] == [
        (1, 1, "unread"),
        (3, 4, "pots#urn"),
        (6, 6, "pots#vat"),
        (7, 7, "advert"),
        (8, 8, "pots#vat"),
    ]


def test_further_lines_of_an_entry_are_its_own() -> None:
    twice = DraftEntry(VAT.head, VAT.start, VAT.end, 6, 7, also=((1, 1), (8, 99)))
    reading = make(URN, twice)
    assert [span.rule for span in reading.lines] == ["pots#vat", "pots#urn", "pots#vat"]
    assert reading.remarks == ()


def test_aliases_of_head_source_and_prose_come_once_each() -> None:
    text = "Big Urn (BU)\nA big urn, also known as a Samovar, is a pot. Big urn (or BU).\n"
    start = text.index("A big")
    draft = DraftEntry(
        parse_head("Big Urn (BU)"), start, len(text), 1, 2, aliases=("samovar", "Tank", "big urn")
    )
    (made,) = make(draft, text=text).entries
    assert made.aliases == ("BU", "samovar", "Tank")
    assert made.said == ("samovar",)


def test_a_capital_letter_is_another_name_than_the_small_one() -> None:
    text = "y\nA target.\n"
    start = text.index("A target")
    draft = DraftEntry(
        parse_head("y"), start, len(text), 1, 2, aliases=("Y", "y", "Target", "TARGET")
    )
    (made,) = make(draft, text=text).entries
    assert made.aliases == ("Y", "Target")


def test_an_entry_longer_than_any_glossary_s_is_reported_with_what_to_do() -> None:
    body = "x" * (MAX_DEFINITION_CHARS + 1)
    text = f"Urn\n{body}\n"
    reading = make(entry(text, "Urn", body, 1, 2), text=text)
    assert reading.entries == ()
    assert reading.lines == (LineRange(1, 2, LineUse.REPORT, "too-long"),)
    assert "200,001 characters" in reading.remarks[0].message
    body = body[1:]
    text = f"Urn\n{body}\n"
    assert len(make(entry(text, "Urn", body, 1, 2), text=text).entries) == 1


def test_a_term_longer_than_any_is_reported() -> None:
    text = "Urn" * 200 + "\nA pot.\n"
    reading = make(entry(text, "Urn" * 200, "A pot.", 1, 2), text=text)
    assert [remark.code for remark in reading.remarks] == ["too-long"]


def test_a_guessed_encoding_is_said_with_the_first_line_it_matters_for() -> None:
    raw = "Urn\nA café pot.\n".encode("cp1252")
    guessed = decode(raw, "pots.txt")
    item = DraftEntry(parse_head("Urn"), 4, 15, 1, 2)
    draft = Draft(strip(guessed.text, ()), (item,))
    reading = finish(draft, guessed, document="pots", title=None, name="test", why="")
    assert reading.entries[0].definition == "A café pot."
    assert [(remark.code, remark.line) for remark in reading.remarks] == [("encoding-guessed", 2)]


@pytest.mark.parametrize(
    ("text", "before", "title"),
    [
        ("# Welcome\n\n# Pots of the North\n\n## Kettles\nx\n", 6, "Pots of the North"),
        ("## Kettles ##\n", 2, "Kettles"),
        ("Pots of the North\n\nUrn\n", 3, "Pots of the North"),
        ("**Pots of the North**\n", 2, "Pots of the North"),
        ("Welcome to this long list of pots.\n\nUrn\n", 3, None),
        ("- Urn\n- Vat\n", 2, None),
        ("Urn\nA pot.\n", 1, None),
        ("-----\n", 2, None),
        ("", 1, None),
        ("# Late\n", 1, None),
    ],
)
def test_the_title_is_the_heading_above_the_first_entry(
    text: str, before: int, title: str | None
) -> None:
    assert own_title(source(text), before) == title


def test_without_a_title_of_its_own_a_document_has_the_file_s_name() -> None:
    assert make(URN).document.title == "pots.txt"
    draft = Draft(strip(TEXT, ()), (URN,), title="Pots")
    given = finish(draft, source(), document="d", title="My pots", name="test", why="")
    assert given.document.title == "My pots"


def test_numbered_lines_give_offsets() -> None:
    assert list(numbered_lines("a\n\nbc")) == [(1, 0, "a"), (2, 2, ""), (3, 3, "bc")]
    assert list(numbered_lines("a\n")) == [(1, 0, "a"), (2, 2, "")]


# --- entries that only lead to others ---


def test_a_definition_that_only_names_another_entry_leads_to_it_whatever_the_format() -> None:
    texts = {
        "words.adoc": "= Glossary\n\nboiler:: see Kettle\nkettle:: A pot.\nlid:: See also jug.\n",
        "words.md": "# Glossary\n\n- **Boiler**: See kettle.\n- **Kettle**: A pot.\n",
        "words.tex": "\\newacronym{b}{Boiler}{see kettle}\n\\newacronym{k}{Kettle}{A pot}\n",
    }
    for path, text in texts.items():
        entries = read_bytes(text.encode(), path).entries
        assert [entry.flags for entry in entries][:2] == [("redirect",), ()], path
        assert entries[0].references[-1].casefold() == "kettle", path
        assert entries[-1].references == (), path
