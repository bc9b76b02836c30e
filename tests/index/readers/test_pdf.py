"""PDF: each way to set a glossary in one, what of a page is no text, and files made to break it."""

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossator.eval.benchmarks.pdf_files import (
    BOLD,
    ITALIC,
    MONO,
    ROMAN,
    Text,
    content,
    pdf,
    pdf_of,
)
from glossator.eval.benchmarks.shapes import SHAPES
from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.readers import pdf_pages
from glossator.index.readers.pdf_lines import spaced
from glossator.index.readers.pdf_pages import Limits, open_pages, run_apart, run_here, run_in
from glossator.index.readers.pdf_text import text_of_pages
from glossator.index.reading import read_bytes
from glossator.index.records import LineUse, Reading
from glossator.rag import Glossator
from glossator.rag.verify import faults
from tests.index.readers.soundness import unsound
from tests.stopwatch import cpu_seconds

Runs = tuple[tuple[str, str], ...]
WORDS = ("Amphora", "Basin", "Crock", "Dish", "Ewer", "Flask", "Goblet", "Jug", "Kettle", "Ladle")


def line(left: float, down: float, *runs: tuple[str, str], size: float = 9) -> Text:
    return Text(left, down, runs, size)


def entries(
    start: float = 80,
    style: str = BOLD,
    sign: str = ": ",
    words: tuple[str, ...] = WORDS,
    left: float = 60,
) -> list[Text]:
    """Set entries of two lines, the second deeper."""
    made = []
    for at, word in enumerate(words):
        down = start + 24 * at
        made.append(line(left, down, (style, word), (ROMAN, f"{sign}A vessel that holds wine and")))
        made.append(line(left + 12, down + 12, (ROMAN, f"stands on shelf {at} of the long room.")))
    return made


def meaning(at: int) -> str:
    return f"A vessel that holds wine and stands on shelf {at} of the long room."


def read(raw: bytes) -> Reading:
    reading = read_bytes(raw, "pots.pdf")
    assert reading.format == "pdf"
    assert unsound(reading) == []
    return reading


def brief(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.term, entry.definition) for entry in reading.entries]


def codes(reading: Reading) -> list[str]:
    return [one.code for one in reading.remarks if one.code not in ("shape", "layout", "columns")]


def said(reading: Reading, code: str) -> str:
    return next(one.message for one in reading.remarks if one.code == code)


EXPECTED = [(word, meaning(at)) for at, word in enumerate(WORDS)]


# --- how terms are shown ---


def test_bold_terms_with_deeper_lines_below_are_entries_and_a_page_is_the_locator() -> None:
    title = line(60, 50, (BOLD, "Pots of the North"), size=18)
    reading = read(pdf_of([[title, *entries()]]))
    assert brief(reading) == EXPECTED
    assert {entry.locator for entry in reading.entries} == {"page 1"}
    assert reading.document.title == "Pots of the North"
    assert reading.why == "a PDF"
    assert codes(reading) == []
    assert said(reading, "layout") == (
        "20 of 20 lines (100%) fit the layout that was found: terms in bold, at the edge of the "
        "column, with deeper lines below."
    )
    for entry in reading.entries:
        assert reading.document.text[entry.start : entry.end] == entry.definition


@pytest.mark.parametrize(
    ("style", "sign", "how"),
    [
        (BOLD, " \u2013 ", "terms in bold"),
        (BOLD, "  ", "terms in bold"),
        (ITALIC, ". ", "terms in a style of their own (italic)"),
        (MONO, ": ", "terms in a style of their own (font Courier)"),
        (ROMAN, ": ", "terms told by a sign behind them"),
    ],
)
def test_terms_are_told_by_style_or_by_a_sign(style: str, sign: str, how: str) -> None:
    reading = read(pdf_of([entries(style=style, sign=sign)]))
    assert brief(reading) == EXPECTED
    assert how in said(reading, "layout")


def test_coloured_terms_are_entries() -> None:
    lines = []
    for at, word in enumerate(WORDS):
        lines.append(Text(60, 80 + 20 * at, ((ROMAN, word),), before="0.7 0 0 rg"))
        text = ((ROMAN, f"is {meaning(at)}"),)
        lines.append(Text(120, 80 + 20 * at, text, before="0 g"))
    shown = content(lines).replace(b"ET\nBT 0 g 120", b"ET\nBT 0 g 104")
    reading = read(pdf([shown]))
    assert [entry.term for entry in reading.entries] == list(WORDS)


def test_terms_on_lines_of_their_own_bold_or_larger_or_neither_are_entries() -> None:
    for style, size in ((BOLD, 9), (ROMAN, 13), (ROMAN, 9)):
        lines = []
        for at, word in enumerate(WORDS):
            lines.append(line(60, 80 + 44 * at, (style, word), size=size))
            text = meaning(at)
            lines.append(line(84, 92 + 44 * at, (ROMAN, text[:40].rsplit(" ", 1)[0])))
            lines.append(line(84, 104 + 44 * at, (ROMAN, text[:40].rsplit(" ", 1)[1] + text[40:])))
        assert brief(read(pdf_of([lines]))) == EXPECTED, (style, size)


def test_a_dictionary_needs_no_sign_behind_its_terms_and_keeps_short_forms_as_aliases() -> None:
    lines = entries(sign=" a vessel, or ")
    lines[0] = line(60, 80, (BOLD, "Amphora"), (ROMAN, " (AMP) a vessel, or two handles and"))
    reading = read(pdf_of([lines]))
    assert [entry.term for entry in reading.entries] == list(WORDS)
    assert reading.entries[0].aliases == ("AMP",)
    assert reading.entries[1].definition.startswith("a vessel, or A vessel that holds")


def test_bold_words_inside_a_definition_begin_no_entry() -> None:
    lines = entries()
    lines[1] = line(72, 92, (BOLD, "never"), (ROMAN, " stands on the floor of the long room."))
    reading = read(pdf_of([lines]))
    assert [entry.term for entry in reading.entries] == list(WORDS)
    assert reading.entries[0].definition.endswith("and never stands on the floor of the long room.")


def test_letters_head_parts_of_the_alphabet_and_are_no_entries() -> None:
    lines = []
    for at, word in enumerate(WORDS):
        lines.append(line(60, 80 + 40 * at, (BOLD, word[0])))
        lines.append(line(60, 94 + 40 * at, (BOLD, word), (ROMAN, f": {meaning(at)}")))
    assert brief(read(pdf_of([lines]))) == EXPECTED


def test_raised_digits_are_raised() -> None:
    lines = entries()
    lines[1] = line(72, 92, (ROMAN, "holds 10"))
    small = line(72 + 34.5, 88.5, (ROMAN, "3"), size=6)
    behind = line(72 + 40.5, 92, (ROMAN, "cups."))
    reading = read(pdf_of([[*lines[:2], small, behind, *lines[2:]]]))
    assert reading.entries[0].definition.endswith("holds 10\u00b3 cups.")


# --- columns and tables ---


def test_two_columns_are_read_one_after_the_other_below_a_title_that_crosses_both() -> None:
    title = line(
        60, 50, (BOLD, "Pots of the North, and what they were used for in the old days"), size=16
    )
    left = entries(words=WORDS[:5])
    right = [Text(one.left + 260, one.down, one.runs) for one in entries(words=WORDS[5:])]
    mixed = [one for pair in zip(left, right, strict=True) for one in pair]
    reading = read(pdf_of([[title, *mixed]]))
    assert [entry.term for entry in reading.entries] == list(WORDS)
    assert [entry.definition for entry in reading.entries[:5]] == [meaning(at) for at in range(5)]
    assert [entry.definition for entry in reading.entries[5:]] == [meaning(at) for at in range(5)]


def rows(start: int = 0, count: int = 10, down: float = 100) -> list[Text]:
    made = []
    for at in range(start, start + count):
        made.append(line(60, down, (ROMAN, WORDS[at])))
        made.append(line(140, down, (ROMAN, WORDS[at][:2].upper())))
        made.append(line(220, down, (ROMAN, "A vessel that holds wine and stands on")))
        made.append(line(220, down + 11, (ROMAN, f"shelf {at} of the long room.")))
        down += 30
    return made


HEADER = [line(60, 70, (BOLD, "Term")), line(140, 70, (BOLD, "Abbreviation")),
          line(220, 70, (BOLD, "Definition"))]  # fmt: skip


def test_a_table_is_read_by_its_header_which_pages_repeat() -> None:
    reading = read(pdf_of([[*HEADER, *rows(0, 5)], [*HEADER, *rows(5, 5)]]))
    assert brief(reading) == EXPECTED
    assert reading.entries[0].aliases == ("AM",)
    assert [entry.locator for entry in reading.entries][4:6] == ["page 1", "page 2"]
    assert "term: 'Term'; short: 'Abbreviation'; definition: 'Definition'" in said(
        reading, "columns"
    )
    columns = {"term": ("2",), "definition": ("3",)}
    other = read_bytes(pdf_of([[*HEADER, *rows()]]), "pots.pdf", options=Options(columns=columns))
    assert [entry.term for entry in other.entries][:2] == ["AM", "BA"]
    assert codes(other) == []


def test_terms_of_several_lines_in_narrow_cells_are_whole() -> None:
    lines = [line(60, 70, (BOLD, "Term")), line(150, 70, (BOLD, "Definition"))]
    for at, word in enumerate(WORDS[:6]):
        down = 90 + 39 * at
        for row, part in enumerate((word, "with two", "handles")[: 1 + at % 3]):
            lines.append(line(60, down + 13 * row, (ROMAN, part)))
        lines.append(line(150, down, (ROMAN, "A vessel that holds wine and stands on a shelf")))
        lines.append(line(150, down + 13, (ROMAN, "of the long room.")))
        if at % 3 == 0:
            lines.append(line(150, down + 26, (ROMAN, "It is grey.")))
    assert [entry.term for entry in read(pdf_of([lines])).entries] == [
        *("Amphora", "Basin with two", "Crock with two handles"),
        *("Dish", "Ewer with two", "Flask with two handles"),
    ]


def test_a_row_that_a_page_ends_in_goes_on() -> None:
    first = rows(0, 5)[:-1]
    second = [line(220, 92, (ROMAN, "shelf 4 of the long room.")), *rows(5, 5, down=120)]
    reading = read(pdf_of([[*HEADER, *first], [*HEADER, *second]]))
    assert brief(reading) == EXPECTED


# --- pages ---


def paged(edge: Callable[[int], list[Text]], pages: int = 5) -> bytes:
    each = len(WORDS) // pages
    made = []
    for at in range(pages):
        lines = entries(words=WORDS)[2 * each * at : 2 * each * (at + 1)]
        moved = [Text(one.left, one.down - 24 * each * at, one.runs) for one in lines]
        made.append([*edge(at), *moved])
    return pdf_of(made)


@pytest.mark.parametrize(
    "edge",
    [
        lambda at: [line(60, 40, (ROMAN, "The Potter's Guide")),
                    line(300, 760, (ROMAN, f"{at + 1}"))],
        lambda at: [line(60, 40, (ROMAN, f"Guide of 1990 {at + 1}")),
                    line(60, 760, (ROMAN, f"Page {at + 1} of 5"))],
        lambda at: [line(60, 40, (ITALIC, f"{WORDS[2 * at]} to {WORDS[2 * at + 1]}"), size=8)],
    ],
)  # fmt: skip
def test_running_heads_feet_and_guide_words_are_page_text(
    edge: Callable[[int], list[Text]],
) -> None:
    reading = read(paged(edge))
    assert brief(reading) == EXPECTED
    assert [entry.locator for entry in reading.entries][::2] == [f"page {n}" for n in range(1, 6)]
    rules = [span.rule for span in reading.lines if span.use is LineUse.PAGE]
    assert rules
    assert set(rules) == {"paging"}


def test_an_entry_goes_on_over_the_end_of_a_page() -> None:
    lines = entries()
    head = line(60, 40, (ROMAN, "The Potter's Guide"))
    second = [Text(one.left, one.down - 70, one.runs) for one in lines[7:]]
    reading = read(pdf_of([[head, *lines[:7]], [head, *second]]))
    assert brief(reading) == EXPECTED


def test_what_entries_say_again_and_again_is_no_running_head() -> None:
    pages = []
    for at in range(0, len(WORDS), 2):
        some = entries(words=WORDS[at : at + 2])
        last = [line(72, one.down + 12, (ROMAN, "See the list.")) for one in some[1::2]]
        moved = [some[0], some[1], last[0]]
        moved += [Text(one.left, one.down + 12, one.runs) for one in (some[2], some[3], last[1])]
        pages.append(moved)
    reading = read(pdf_of(pages))
    assert len(reading.entries) == 10
    assert all(entry.definition.endswith("See the list.") for entry in reading.entries)


def test_a_page_is_called_as_the_document_calls_it() -> None:
    labels = "/PageLabels << /Nums [0 << /S /r >> 1 << /S /D /St 12 >>] >>"
    half = entries()
    reading = read(pdf_of([half[:10], half[10:]], catalog=labels))
    names = [entry.locator for entry in reading.entries]
    assert (names[0], names[-1]) == (
        "page i (number 1 of the file)",
        "page 12 (number 2 of the file)",
    )


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int) -> None:
    matrix = {90: "0 1 -1 0 612 0", 180: "-1 0 0 -1 612 792", 270: "0 -1 1 0 0 792"}[turn]
    shown = f"{matrix} cm ".encode() + content(entries())
    reading = read(pdf([shown], page=f"/Rotate {turn}"))
    assert brief(reading) == EXPECTED


def test_text_that_is_not_level_is_page_text_and_said() -> None:
    mark = b"q 0.7 0.7 -0.7 0.7 200 200 cm BT /F2 40 Tf (DRAFT) Tj ET Q "
    reading = read(pdf([mark + content(entries())]))
    assert brief(reading) == EXPECTED
    assert (
        said(reading, "turned-text")
        == "5 characters that don't stand level were left out: 'DRAFT' …"
    )


def test_unseen_text_is_left_out_unless_text_recognition_wrote_it_all() -> None:
    unseen = [Text(60, 700, ((ROMAN, "Buy cheap pots"),), before="3 Tr")]
    reading = read(pdf_of([[*entries(), *unseen]]))
    assert brief(reading) == EXPECTED
    assert codes(reading) == ["hidden-text"]
    everything = [Text(one.left, one.down, one.runs, before="3 Tr") for one in entries()]
    reading = read(pdf_of([everything]))
    assert brief(reading) == EXPECTED
    assert codes(reading) == ["recognised"]


# --- words ---


def test_text_that_runs_from_right_to_left_is_read_in_its_order() -> None:
    letters = "".join(f"<{97 + at:02x}> <{0x5D0 + at:04x}>\n" for at in range(22))
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> "
        f"endcodespacerange 22 beginbfchar\n{letters}endbfchar endcmap end"
    ).encode()
    stream = b"<< /Length %d >>\nstream\n" % len(cmap) + cmap + b"\nendstream"
    lines = []
    for at, term in enumerate(("abc", "bcde", "defg", "efo", "gqa")):
        for row, text in enumerate((f"{term}: jklm nopq rst jklm nopq", "rst opq nm.")):
            left = 500 - 0.6 * 9 * len(text)  # drawn from the left, as all PDFs do
            lines.append(line(left, 80 + 40 * at + 12 * row, (MONO, text[::-1])))
    raw = pdf([content(lines)], more=[stream])
    place = raw.index(b"/BaseFont /Courier ")
    reading = read(raw[:place] + b"/ToUnicode 10 0 R " + raw[place:])

    def hebrew(text: str) -> str:
        return "".join(chr(0x5D0 + ord(char) - 97) if char.isalpha() else char for char in text)

    assert brief(reading) == [
        (hebrew(term), hebrew("jklm nopq rst jklm nopq rst opq nm."))
        for term in ("abc", "bcde", "defg", "efo", "gqa")
    ]


def test_a_broken_word_loses_its_hyphen_only_if_it_stands_elsewhere_without() -> None:
    lines = entries()
    lines[0] = line(60, 80, (BOLD, "Amphora"), (ROMAN, ": A vessel of the long house for pot-"))
    lines[1] = line(72, 92, (ROMAN, "ters and potters, for oil and two-handed and ves-"))
    between = line(72, 104, (ROMAN, "tels of wine."))
    moved = [Text(one.left, one.down + 12, one.runs) for one in lines[2:]]
    reading = read(pdf_of([[*lines[:2], between, *moved]]))
    assert reading.entries[0].definition == (
        "A vessel of the long house for potters and potters, for oil and two-handed and ves-tels "
        "of wine."
    )
    assert said(reading, "words-joined").startswith(
        "2 words that line ends broke were joined: 'potters', 'ves-tels'."
    )


# --- how sure ---


def test_lines_that_fit_nothing_are_counted_and_their_pages_named() -> None:
    lines = entries()
    odd = [line(200 + 60 * at, 330 + 20 * at, (ROMAN, f"Here is {at}")) for at in range(2)]
    moved = [Text(one.left, one.down + 80, one.runs) for one in lines[10:]]
    reading = read(pdf_of([[*lines[:10], *odd, *moved]]))
    share = re.match(r"(\d+) of 22 lines \((\d+)%\) fit", said(reading, "layout"))
    assert share is not None
    assert share[1] == "20"
    assert "Look at what doesn't: page 1." in said(reading, "layout")


def test_a_text_that_is_hardly_a_glossary_is_said_to_be_unsure() -> None:
    lines = []
    for at in range(40):
        left = 60 + 31 * (at * 7 % 5)
        style = BOLD if at % 9 == 0 else ROMAN
        lines.append(line(left, 60 + 16 * at, (style, "Once there"), (ROMAN, f" was a pot {at}.")))
    reading = read(pdf_of([lines]))
    assert "unsure" in codes(reading)
    assert "Only 5 of the 40 lines of text are in entries" in said(reading, "layout")
    scattered = entries()
    for at in range(1, 20, 2):
        one = scattered[at]
        scattered[at] = Text(one.left + 37 * (at % 7), one.down, one.runs)
    reading = read(pdf_of([scattered]))
    assert [entry.term for entry in reading.entries] == list(WORDS)
    assert re.search(r"Only \d+% of the lines fit", said(reading, "unsure"))


# --- what a file may be ---


def refused(raw: bytes, path: str = "pots.pdf") -> str:
    with pytest.raises(InputError) as error:
        read_bytes(raw, path)
    assert str(error.value).startswith(f"{path}: is a PDF")
    return str(error.value)


def test_a_scan_is_refused_with_what_to_do() -> None:
    picture = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 "
    picture += b"/ColorSpace /DeviceGray /Length 1 >>\nstream\n\x77\nendstream"
    shown = b"q 612 0 0 792 0 0 cm /I Do Q"
    resources = "/Resources << /XObject << /I 10 0 R >> >>"
    message = refused(pdf([shown], page=resources, more=[picture]))
    assert "1 page without text, but with pictures: a scan" in message
    assert "run text recognition over it" in message
    some = pdf([content(entries()), b"0 0 m 9 9 l S"])
    assert codes(read(some)) == ["no-text"]
    assert said(read(some), "no-text").startswith("page 2 without text: not read.")


def locked(password: bytes, raw: bytes, permitted: int = -4) -> bytes:
    """Encrypt the one page of a PDF by the standard's first method (ISO 32000-1, 7.6.3)."""
    pad = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    known = (password + pad)[:32]
    owner = rc4(hashlib.md5((b"owner" + pad)[:32]).digest()[:5], known)
    name = bytes(16)
    limits = (permitted & 0xFFFFFFFF).to_bytes(4, "little")
    key = hashlib.md5(known + owner + limits + name).digest()[:5]
    user = rc4(key, pad)
    own = hashlib.md5(key + (9).to_bytes(3, "little") + bytes(2)).digest()[:10]
    start = raw.index(b"stream\n") + 7
    end = raw.index(b"\nendstream")
    raw = raw[:start] + rc4(own, raw[start:end]) + raw[end:]
    entry = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> "
        f"/P {permitted} >> /ID [<{name.hex()}> <{name.hex()}>]"
    )
    return raw.replace(b"/Info 3 0 R", entry.encode())


def rc4(key: bytes, text: bytes) -> bytes:
    box = list(range(256))
    at = 0
    for n in range(256):
        at = (at + box[n] + key[n % len(key)]) % 256
        box[n], box[at] = box[at], box[n]
    made = bytearray()
    one = two = 0
    for char in text:
        one = (one + 1) % 256
        two = (two + box[one]) % 256
        box[one], box[two] = box[two], box[one]
        made.append(char ^ box[(box[one] + box[two]) % 256])
    return bytes(made)


def test_a_pdf_with_a_password_is_refused_and_one_without_is_read_though_encrypted() -> None:
    raw = pdf_of([entries()])
    assert "opens with a password only" in refused(locked(b"kiln", raw))
    reading = read(locked(b"", raw))
    assert brief(reading) == EXPECTED
    assert codes(reading) == []
    assert codes(read(locked(b"", raw, permitted=-4 - 16))) == ["copying"]


def test_a_damaged_table_of_places_is_mended_and_a_torso_refused() -> None:
    raw = pdf_of([entries()])
    assert brief(read(raw.replace(b"00000 n", b"00009 n"))) == EXPECTED
    assert brief(read(b"\n\n" + raw)) == EXPECTED
    assert "damaged" in refused(raw[:200])
    with pytest.raises(InputError, match=r"^pots\.txt: is no PDF.*another format"):
        read_bytes(b"Urn: a pot.\n", "pots.txt", "pdf")


def test_scripts_and_files_inside_are_said_and_not_touched() -> None:
    script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    names = f"/JavaScript << /Names [(a) {script}] >> /EmbeddedFiles << /Names [(a) 10 0 R] >>"
    held = [
        b"<< /Type /Filespec /F (a.txt) /EF << /F 11 0 R >> >>",
        b"<< /Type /EmbeddedFile /Length 4 >>\nstream\nUrns\nendstream",
    ]
    reading = read(pdf([content(entries())], catalog=f"/Names << {names} >>", more=held))
    assert brief(reading) == EXPECTED
    assert codes(reading) == ["scripts", "embedded"]


def test_characters_without_meaning_are_counted_and_a_text_of_them_refused() -> None:
    names = " ".join(f"/g{n}x" for n in range(95))
    font = f"/Encoding << /Type /Encoding /Differences [32 {names}] >>".encode()
    raw = pdf_of([entries()])
    first = raw.index(b"/BaseFont /Helvetica ")
    broken = raw[:first] + raw[first:].replace(b"/Encoding /WinAnsiEncoding", font, 1)
    assert "fonts don't say which characters they show" in refused(broken)
    marked = entries(words=(*WORDS,))
    raw = pdf_of([[*marked, line(60, 700, (MONO, "odd"))]])
    last = raw.index(b"/BaseFont /Courier ")
    some = raw[:last] + raw[last:].replace(b"/Encoding /WinAnsiEncoding", font, 1)
    assert said(read(some), "no-unicode").startswith("3 characters have fonts")


def test_the_title_is_the_documents_own_unless_a_program_made_it_up() -> None:
    head = line(60, 50, (BOLD, "Pots of the North"), size=18)
    own = pdf_of([[head, *entries()]], info="/Title (The Potter's Guide)")
    assert read(own).document.title == "The Potter's Guide"
    made_up = pdf_of([[head, *entries()]], info="/Title (pots_final2.docx)")
    assert read(made_up).document.title == "Pots of the North"


def test_the_language_is_the_documents_own() -> None:
    reading = read(pdf_of([entries()], catalog="/Lang (en-GB)"))
    assert {entry.language for entry in reading.entries} == {"en-GB"}


# --- limits ---


def test_too_many_pages_or_characters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = pdf_of([entries()] * 3)
    monkeypatch.setattr(pdf_pages, "_MAX_PAGES", 2)
    monkeypatch.setattr(pdf_pages, "run", None, raising=False)
    few = Limits(2**30, 20, pages=2)
    many = Limits(2**30, 20, chars=100)
    assert list(run_apart(raw, "x", few)) == [{"error": "pages", "pages": 3}]
    assert list(run_apart(raw, "x", many))[-1] == {"error": "chars"}


def test_what_takes_too_long_or_too_much_memory_is_ended(tmp_path: Path) -> None:
    slow = pdf([b"q " * 3_000_000 + content(entries()) * 400])
    with pytest.raises(InputError, match=r"^x: is a PDF that took more than 0 s to read"):
        list(run_apart(slow, "x", Limits(2**30, 0)))
    with pytest.raises(InputError, match=r"more than 64 MiB of memory"):
        list(run_apart(slow, "x", Limits(2**26, 30)))


def test_where_no_process_can_start_the_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert "read in a process of its own, and none could be started" in refused(pdf_of([entries()]))


@pytest.fixture
def here() -> Iterator[None]:
    """Read in this process, which takes a hundredth of the time."""
    run_in(run_here)
    yield
    run_in(run_apart)


def test_both_ways_to_read_give_the_same() -> None:
    raw = SHAPES["PDF"].make(60)
    limits = Limits(2**30, 30)
    assert json.dumps(list(run_here(raw, "x", limits))) == json.dumps(
        list(run_apart(raw, "x", limits))
    )


@pytest.mark.parametrize("name", ["PDF", "PDF table"])
def test_ten_times_the_pages_take_at_most_twelve_times_as_long(here: None, name: str) -> None:
    small, large = SHAPES[name].make(60), SHAPES[name].make(600)
    read_bytes(small, "x.pdf")
    for _ in range(3):
        least = min(cpu_seconds(lambda: read_bytes(small, "x.pdf")) for _ in range(3))
        most = cpu_seconds(lambda: read_bytes(large, "x.pdf"))
        if most <= 12 * least:
            return
    pytest.fail(f"{most / least:.1f} times as long")


# --- whatever stands on a page ---

PLACED = st.builds(
    Text,
    st.sampled_from([40.0, 60.0, 72.0, 130.0, 320.0, 333.3]),
    st.integers(10, 780).map(float),
    st.lists(
        st.tuples(
            st.sampled_from([ROMAN, BOLD, ITALIC, MONO]),
            st.text("abcAB1 .:-()\\é–3", min_size=1, max_size=12),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    st.sampled_from([0.5, 6, 9, 9.2, 14, 90]),
    st.sampled_from(["", "3 Tr", "1 0 0 rg", "5 Ts", "50 Tz", "4 Tc"]),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pages=st.lists(st.lists(PLACED, max_size=14), min_size=1, max_size=3))
def test_any_page_is_read_and_no_character_lost(here: None, pages: list[list[Text]]) -> None:
    raw = pdf_of(pages)
    if not any(text.strip() for lines in pages for one in lines for _, text in one.runs):
        with pytest.raises(InputError, match="without text"):
            read_bytes(raw, "x.pdf")
        return
    assert unsound(read_bytes(raw, "x.pdf")) == []
    printed = open_pages(raw, "x.pdf")
    lines = text_of_pages(printed.pages).lines
    on_pages = Counter(
        char for page in printed.pages for piece in page.pieces for char in piece.text.strip()
    )
    in_lines = Counter(char for one in lines for char in "".join(spaced(one.pieces)))
    del on_pages[" "], in_lines[" "]
    same = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", "0123456789+-=()n")
    assert Counter("".join(in_lines.elements()).translate(same)) == on_pages


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_changed_file_is_read_or_refused(here: None, data: st.DataObject) -> None:
    raw = bytearray(pdf_of([entries(words=WORDS[:3])]))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(8, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        reading = read_bytes(bytes(raw), "x.pdf", "pdf")
    except InputError:
        return
    assert unsound(reading) == []


# --- quotes ---


def test_quotes_from_a_pdf_hold_until_the_file_changes(tmp_path: Path) -> None:
    place = tmp_path / "pots.pdf"
    place.write_bytes(pdf_of([entries()]))
    with Glossator.build([place]) as glossary:
        answer = glossary.ask("what is a goblet?").to_dict()
        (cited,) = answer["citations"]
        assert (cited["term"], cited["quote"]) == ("Goblet", meaning(6))
        held = glossary.index.lexicon
        assert list(faults([(1, answer)], held, tmp_path)) == []
        again = read_bytes(place.read_bytes(), "pots.pdf")
        assert again.document.text[cited["start"] : cited["end"]] == cited["quote"]
        place.write_bytes(pdf_of([entries(sign=" - ")]))
        assert "changed since it was indexed" in next(faults([(1, answer)], held, tmp_path))
