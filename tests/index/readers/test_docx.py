"""Word documents: each way to write a glossary in one, and what of a document is no text."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.reading import read_bytes
from glossator.index.records import LineUse, Reading
from tests.index.readers.soundness import unsound

Runs = list[tuple[str, bool]]


def saved(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def read(document: Any) -> Reading:
    return read_bytes(saved(document), "pots.docx")


def add(document: Any, runs: Runs, style: str | None = None) -> Any:
    """Add a paragraph of texts, each bold or not; a line end is a soft break, a tab a tab."""
    paragraph = document.add_paragraph(style=style)
    for text, bold in runs:
        run = paragraph.add_run(text)
        run.bold = bold or None
    return paragraph


def brief(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.term, entry.definition) for entry in reading.entries]


def codes(reading: Reading) -> list[str]:
    return [remark.code for remark in reading.remarks if remark.code != "shape"]


def element(tag: str, /, *children: Any, text: str | None = None, **attributes: str) -> Any:
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    for child in children:
        made.append(child)
    if text is not None:
        made.text = text
    return made


def run_of(text: str, tag: str = "t") -> Any:
    return element("r", element(tag, text=text))


def test_bold_terms_with_colon_dash_tab_or_soft_break_are_entries() -> None:
    document = docx.Document()
    document.add_heading("Pots of the North", 0)
    document.add_paragraph("Words that potters use.")
    add(document, [("U", True), ("rn", True), (": a pot with a tap.", False)])
    add(document, [("It is large.", False)])
    add(document, [("Vat ", True), ("(", False), ("VT", True), (") – a tub.", False)])
    add(document, [("of wood", False)], "List Bullet")
    add(document, [("of tin", False)], "List Number")
    add(document, [("Jug", True), ("\nIt pours.\n", False), ("Mug", True), ("\nA cup.", False)])
    add(document, [("Cup", True), ("\tSmall vessel.", False)])
    add(document, [("Dish:", True), (" flat.", False)])
    reading = read(document)
    assert reading.format == "docx"
    assert brief(reading) == [
        ("Urn", "a pot with a tap.\n\nIt is large."),
        ("Vat", "a tub.\n- of wood\n1. of tin"),
        ("Jug", "It pours."),
        ("Mug", "A cup."),
        ("Cup", "Small vessel."),
        ("Dish", "flat."),
    ]
    assert reading.entries[1].aliases == ("VT",)
    assert reading.document.title == "Pots of the North"
    assert [entry.locator for entry in reading.entries][:2] == ["paragraph 3", "paragraph 5"]
    assert codes(reading) == []
    uses = [(span.first, span.last, span.use) for span in reading.lines]
    assert uses[0] == (1, 2, LineUse.PAGE)
    assert uses[1] == (3, 4, LineUse.ENTRY)
    assert unsound(reading) == []


def test_headings_with_text_below_are_entries() -> None:
    document = docx.Document()
    for letter, words in (("A", ("Ant", "Ape")), ("B", ("Bee",))):
        document.add_heading(letter, 1)
        for word in words:
            document.add_heading(word, 2)
            document.add_paragraph(f"The {word.lower()}.")
            document.add_paragraph("It lives.")
    assert brief(read(document)) == [
        ("Ant", "The ant.\n\nIt lives."),
        ("Ape", "The ape.\n\nIt lives."),
        ("Bee", "The bee.\n\nIt lives."),
    ]


def test_tables_are_read_by_their_header_row_with_merged_cells() -> None:
    document = docx.Document()
    rows = [
        ("Term", "Abbreviation", "Definition"),
        ("U", "", ""),
        ("Urn", "UR", "A pot"),
        ("Vat", "", "A tub.\nLarge."),
        ("", "", "A tax."),
    ]
    table = document.add_table(rows=len(rows), cols=3)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(3, 0).merge(table.cell(4, 0))
    reading = read(document)
    assert brief(reading) == [("Urn", "A pot"), ("Vat", "A tub.\nLarge.\n\nA tax.")]
    assert reading.entries[0].aliases == ("UR",)
    assert reading.entries[0].locator == "table 1, row 3"
    assert codes(reading) == ["columns"]
    columns = {"term": ("3",), "definition": ("1",)}
    other = read_bytes(saved(document), "x.docx", options=Options(columns=columns))
    assert other.entries[0].term == "A pot"


def test_lines_of_term_and_definition_without_bold_are_read() -> None:
    document = docx.Document()
    for text in ("Urn: a pot", "Vat – a tub", "Jug - it pours", "and pours"):
        document.add_paragraph(text)
    assert brief(read(document)) == [
        ("Urn", "a pot"),
        ("Vat", "a tub"),
        ("Jug", "it pours\n\nand pours"),
    ]


def test_bold_comes_from_styles_too_and_can_be_taken_back() -> None:
    document = docx.Document()
    strong = document.styles.add_style("Entry word", 2)
    strong.font.bold = True
    loud = document.styles.add_style("Loud", 1)
    loud.font.bold = True
    for word, text in (("Urn", " a pot"), ("Vat", " a tub")):
        paragraph = document.add_paragraph()
        paragraph.add_run(word, style="Entry word")
        paragraph.add_run(f":{text}")
    paragraph = document.add_paragraph(style="Loud")
    paragraph.add_run("Jug")
    paragraph.add_run(": it pours").bold = False
    assert brief(read(document)) == [("Urn", "a pot"), ("Vat", "a tub"), ("Jug", "it pours")]


def test_comments_deletions_field_codes_and_hidden_text_are_no_text() -> None:
    document = docx.Document()
    paragraph = add(document, [("Urn", True), (": a pot", False)])
    root = paragraph._p
    root.append(element("del", run_of(" of tin", "delText")))
    root.append(element("ins", run_of(" of gold")))
    root.append(element("r", element("fldChar", fldCharType="begin")))
    root.append(run_of(" PAGEREF x ", "instrText"))
    root.append(element("r", element("commentReference", id="0")))
    paragraph.add_run(" secret").font.hidden = True
    paragraph.add_run(" with a tap.")
    add(document, [("Vat", True), (": a tub.", False)])
    reading = read(document)
    assert brief(reading)[0] == ("Urn", "a pot of gold with a tap.")
    assert codes(reading) == ["hidden-text"]


def test_content_controls_text_boxes_and_links_are_read_a_table_of_contents_is_not() -> None:
    document = docx.Document()
    contents = element(
        "sdt",
        element("sdtPr", element("docPartObj", element("docPartGallery", val="Table of Contents"))),
        element("sdtContent", element("p", run_of("Urn: page 3"))),
    )
    paragraph = add(document, [("Urn", True), (": like a ", False)])
    paragraph._p.append(element("hyperlink", run_of("big tub"), anchor="vat"))
    paragraph = add(document, [("Vat", True), (": a tub.", False)])
    paragraph._p.insert(0, element("bookmarkStart", id="1", name="vat"))
    inside = add(document, [("Jug", True), (": it pours.", False)])
    control = element("sdt", element("sdtContent", inside._p))
    document.element.body.insert(0, contents)
    document.element.body.insert(2, control)
    reading = read(document)
    assert brief(reading) == [
        ("Urn", "like a big tub"),
        ("Jug", "it pours."),
        ("Vat", "a tub."),
    ]
    assert reading.entries[0].references == ("Vat",)
    assert reading.lines[0].rule == "contents"


def repacked(raw: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """Pack a document again, its parts changed, left out or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in more.items():
            new.writestr(name, part)
    return made.getvalue()


@pytest.fixture
def plain() -> bytes:
    document = docx.Document()
    add(document, [("Urn", True), (": a pot.", False)])
    add(document, [("Vat", True), (": a tub.", False)])
    return saved(document)


def test_a_document_with_macros_is_read_and_they_are_not_run(plain: bytes) -> None:
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    reading = read_bytes(repacked(plain, lambda _, part: part.replace(main, macro)), "pots.docm")
    assert [term for term, _ in brief(reading)] == ["Urn", "Vat"]


@pytest.mark.parametrize(
    "change",
    [
        lambda name, part: None if name == "word/document.xml" else part,
        lambda name, part: part[:200] if name == "word/document.xml" else part,
        lambda name, part: b"" if name == "[Content_Types].xml" else part,
        lambda name, part: None if name == "_rels/.rels" else part,
        lambda name, part: b"<a/>" if name == "word/document.xml" else part,
    ],
)
def test_a_damaged_document_is_refused_with_what_to_do(
    plain: bytes, change: Callable[[str, bytes], bytes | None]
) -> None:
    with pytest.raises(InputError, match=r"^x\.docx: .*Expected"):
        read_bytes(repacked(plain, change), "x.docx", "docx")


def test_a_document_without_styles_is_read(plain: bytes) -> None:
    bare = repacked(plain, lambda name, part: None if name == "word/styles.xml" else part)
    bare = repacked(
        bare, lambda name, part: re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", part)
    )
    assert [term for term, _ in brief(read_bytes(bare, "x.docx"))] == ["Urn", "Vat"]


def test_external_entities_and_entities_that_multiply_put_nothing_in(plain: bytes) -> None:
    def change(name: str, part: bytes) -> bytes:
        if name != "word/document.xml":
            return part
        kinds = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY f "ffff">]>'
        part = part.replace(b"<w:document", kinds + b"<w:document", 1)
        return part.replace(b": a pot.", b": a pot&e;&f;.")

    reading = read_bytes(repacked(plain, change), "x.docx")
    assert brief(reading)[0][0] == "Urn"
    assert brief(reading)[0][1] in ("a pot", "a pot.")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.tuples(WORDS, st.booleans()), max_size=4), max_size=8))
def test_any_document_is_read(paragraphs: list[Runs]) -> None:
    document = docx.Document()
    for runs in paragraphs:
        add(document, runs)
    assert unsound(read_bytes(saved(document), "x.docx", "docx")) == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_changed_document_is_read_or_refused(data: st.DataObject) -> None:
    document = docx.Document()
    add(document, [("Urn", True), (": a pot.", False)])
    raw = bytearray(saved(document))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        reading = read_bytes(bytes(raw), "x.docx", "docx")
    except InputError:
        return
    assert unsound(reading) == []
