"""PDF as a browser prints it: fonts of its own, justified lines, columns, headers on each page."""

import re

import pytest

from glossator.eval.benchmarks.shapes import Item, items
from glossator.index.reading import read_bytes
from tests.chromium import launched
from tests.index.readers.soundness import unsound

COUNT = 36
COLUMNS = "div { columns: 2; text-align: justify; break-after: page }"
HANGING = "p { margin: 0; padding-left: 18pt; text-indent: -18pt }"
CELLS = "td { vertical-align: top; padding: 3pt } td:first-child { width: 90pt }"


def meaning(item: Item) -> str:
    return " ".join([item.meaning] * (1 + item.number % 3))


def in_columns(form: str) -> str:
    made = [form.format(item.term, meaning(item)) for item in items(COUNT)]
    parts = (made[at : at + 12] for at in range(0, COUNT, 12))
    return "".join(f"<div>{''.join(part)}</div>" for part in parts)


def in_a_row(form: str) -> str:
    return "".join(form.format(item.term, meaning(item)) for item in items(COUNT))


@pytest.mark.chromium
@pytest.mark.parametrize(
    ("style", "body"),
    [
        (COLUMNS + HANGING, in_columns("<p><b>{}</b> {}</p>")),
        ("p { margin: 0; text-indent: 16pt }", in_a_row("<p><i>{}</i>. {}</p>")),
        ("dd { margin-left: 20pt }", f"<dl>{in_a_row('<dt>{}</dt><dd>{}</dd>')}</dl>"),
        ("", in_a_row("<h3>{}</h3><p>{}</p>")),
        (
            CELLS,
            "<table><thead><tr><th>Term<th>Definition</thead>"
            f"{in_a_row('<tr><td>{}<td>{}')}</table>",
        ),
    ],
    ids=["columns", "italic", "hanging", "headings", "table"],
)
def test_a_glossary_that_a_browser_prints_is_read_whole(style: str, body: str) -> None:
    page_style = "@page { margin: 2cm } body { font: 11pt serif }"
    with launched() as browser:
        page = browser.new_page()
        page.set_content(
            f"<html lang=en><title>Words</title><style>{page_style}{style}</style>{body}"
        )
        raw = page.pdf(
            display_header_footer=True,
            header_template="<p style='font-size: 8px'>A Hoard of Words</p>",
            footer_template="<p style='font-size: 8px'><span class=pageNumber></span></p>",
        )
    reading = read_bytes(raw, "words.pdf")
    assert unsound(reading) == []
    got = {entry.term: re.sub(r"\s+", " ", entry.definition) for entry in reading.entries}
    assert got == {item.term: meaning(item) for item in items(COUNT)}
    (layout,) = (one.message for one in reading.remarks if one.code == "layout")
    assert "(100%) fit" in layout
