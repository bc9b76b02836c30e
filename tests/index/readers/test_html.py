"""HTML pages: each way to write a glossary on one, and what of a page is no glossary."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.readers import html
from glossator.index.reading import read_bytes, read_paths
from glossator.index.records import LineUse, Reading
from glossator.index.text import decode
from tests.index.readers.soundness import unsound


def read(page: str, path: str = "pots.html") -> Reading:
    return read_bytes(page.encode(), path, "html")


def brief(reading: Reading) -> list[tuple[str, tuple[str, ...], str]]:
    return [(entry.term, entry.aliases, entry.definition) for entry in reading.entries]


def codes(reading: Reading) -> list[str]:
    return [remark.code for remark in reading.remarks if remark.code != "shape"]


PAGE = """<!DOCTYPE html>
<html lang="fr"><head><title>Pots | The Shop</title>
<script>document.write("<dl><dt>No</dt><dd>no</dd></dl>")</script><style>dl {}</style></head>
<body><header class="banner"><h2>The Shop</h2></header>
<nav><ul><li><a href="/">Home</a></li><li><a href="/pots">Pots</a></li></ul></nav>
<main><h1>Words of the pottery</h1>
<p><a href="#U">U</a> | <a href="#V">V</a> | <a href="#T">T</a></p>
<dl>
<dt id="urn">Urn<a class="headerlink" href="#urn" title="Permalink">¶</a></dt>
<dt>Samovar</dt>
<dd><p>A pot with
a <a href="#tap">spout</a>.<sup id="r1"><a href="#n1">[1]</a></sup></p>
<ul><li>of copper</li><li>of tin<ol start="3"><li>bright</li><li>dull</li></ol></li></ul>
<script>track()</script></dd>
<dt><dfn title="Faucet" id="tap">Tap</dfn> <a href="#tap">🔗</a></dt>
<dd>Lets&nbsp;water out &mdash; slowly.</dd>
<dd lang="de">Zweiter Sinn, 10<sup>3</sup> m<sup>2</sup> H<sub>2</sub>O &lt;b&gt;.</dd>
<dt>Empty</dt>
</dl></main>
<aside>Buy pots!</aside>
<footer><dl><dt>Address</dt><dd>The street of the potters, next to the kiln</dd></dl></footer>
</body></html>
"""


def test_a_saved_page_gives_its_list_and_nothing_of_what_stands_around() -> None:
    reading = read(PAGE)
    assert brief(reading) == [
        ("Urn", ("Samovar",), "A pot with a spout.\n- of copper\n- of tin\n  3. bright\n  4. dull"),
        (
            "Tap",
            ("Faucet",),
            "Lets water out — slowly.\n\nZweiter Sinn, 10³ m² H2O <b>.",
        ),
    ]
    assert reading.document.title == "Words of the pottery"
    assert codes(reading) == ["no-definition"]
    urn, tap = reading.entries
    assert (urn.line, urn.locator, urn.language, urn.references) == (9, "#urn", "fr", ("Tap",))
    assert (tap.line, tap.locator) == (15, "#tap")
    assert unsound(reading) == []


def test_every_line_of_a_page_is_accounted_for_by_what_stands_on_it() -> None:
    lines = [(span.first, span.last, span.use, span.rule) for span in read(PAGE).lines]
    assert lines == [
        (1, 3, LineUse.PAGE, "page-head"),
        (4, 5, LineUse.PAGE, "navigation"),
        (6, 6, LineUse.PAGE, "page-text"),
        (7, 7, LineUse.PAGE, "navigation"),
        (8, 8, LineUse.PAGE, "page-text"),
        (9, 14, LineUse.ENTRY, "pots-html#urn"),
        (15, 17, LineUse.ENTRY, "pots-html#tap"),
        (18, 19, LineUse.REPORT, "no-definition"),
        (20, 22, LineUse.PAGE, "navigation"),
    ]


def test_terms_and_texts_in_groups_unclosed_or_without_names_are_pairs_all_the_same() -> None:
    assert brief(read("<dl><div><dt>Urn</dt><dd>A pot.</dd></div></dl>")) == [("Urn", (), "A pot.")]
    assert brief(read("<dl><dt>Urn<dd>A pot.<p>Big.<dt>Vat<dd>A tub.</dl>")) == [
        ("Urn", (), "A pot.\n\nBig."),
        ("Vat", (), "A tub."),
    ]
    assert codes(read("<dl><dd>A pot.</dd><dt>Vat</dt><dd>A tub.</dd></dl>")) == ["no-term"]


def test_a_list_that_is_called_a_glossary_goes_before_and_lists_of_values_are_left() -> None:
    page = """<dl class="glossary"><dt>Urn</dt><dd>Pot</dd></dl>
<dl><dt>Version</dt><dd>2</dd><dt>Date</dt><dd><a href="/d">May 1</a></dd></dl>
<dl class="field-list"><dt>Parameters</dt><dd>x – the size of the pot in litres</dd></dl>
<dl><dt>Vat</dt><dd>A large tub for water.
<dl class="glossary"><dt>Bung</dt><dd>A stopper.</dd></dl></dd></dl>"""
    reading = read(page)
    assert brief(reading) == [
        ("Urn", (), "Pot"),
        ("Vat", (), "A large tub for water.\n\nBung\nA stopper."),
        ("Bung", (), "A stopper."),
    ]


def test_the_names_of_abbreviations_are_aliases() -> None:
    page = """<dl class="glossary">
<dt><abbr title="Under Rim Nozzle">URN</abbr></dt><dd>A nozzle.</dd>
<dt><acronym title="Very Antique Tub">VAT</acronym> (Very Antique Tub)</dt><dd>A tub.</dd>
<dt>tub-ish (also tubby)</dt><dd>Like a tub.</dd></dl>"""
    assert [(e.term, e.aliases) for e in read(page).entries] == [
        ("URN", ("Under Rim Nozzle",)),
        ("VAT", ("Very Antique Tub",)),
        ("tub-ish", ("tubby",)),
    ]


TABLE = """<table><caption>Pots</caption>
<thead><tr><th>Term</th><th>Synonyms</th><th>Definition</th><th>Colour</th></tr></thead>
<tr><td colspan="4">U</td></tr>
<tr id="urn"><td>Urn (U)</td><td>samovar, boiler</td><td>A pot with <b>a tap</b>.</td>
<td>red</td></tr>
<tr><td rowspan="2">Vat</td><td>tub</td><td>A large tub.</td><td></td></tr>
<tr><td></td><td>Also a tax.</td><td></td></tr>
<tr><td>Jug</td><td></td><td>See <a href="#urn">urns</a>.</td><td></td></tr>
<tr><th>Term</th><th>Synonyms</th><th>Definition</th><th>Colour</th></tr>
<tr><td>Mug</td><td></td><td></td><td></td></tr>
</table>"""


def test_the_columns_of_a_table_are_found_by_their_headers_and_said() -> None:
    reading = read(TABLE)
    assert brief(reading) == [
        ("Urn", ("U", "samovar", "boiler"), "A pot with a tap."),
        ("Vat", ("tub",), "A large tub.\n\nAlso a tax."),
        ("Jug", (), "See urns."),
    ]
    assert reading.entries[2].references == ("Urn",)
    assert [e.locator for e in reading.entries] == [f"table 1, row {n}" for n in (3, 4, 6)]
    assert codes(reading) == ["columns", "no-definition"]
    said = next(remark.message for remark in reading.remarks if remark.code == "columns")
    assert "term: 'Term'" in said
    assert "aliases: 'Synonyms'" in said
    assert "Not read: 'Colour'" in said


def test_a_table_without_headers_is_read_by_the_size_of_its_texts() -> None:
    page = """<table><tr><td>1</td><td>Urn</td><td>A pot with a tap.</td></tr>
<tr><td>2</td><td>Vat</td><td>A large tub for water.</td></tr></table>"""
    assert brief(read(page)) == [
        ("Urn", (), "A pot with a tap."),
        ("Vat", (), "A large tub for water."),
    ]


def test_a_second_table_goes_on_with_the_columns_of_the_first() -> None:
    page = """<table><tr><th>Acronym</th><th>Meaning</th></tr>
<tr><td>URN</td><td>Under Rim Nozzle</td></tr></table><h3>V</h3>
<table><tr><td>VAT</td><td>Tub</td></tr></table>"""
    assert [e.term for e in read(page).entries] == ["URN", "VAT"]


def test_columns_that_somebody_names_are_taken() -> None:
    page = """<table><tr><th>A</th><th>B</th><th>C</th></tr>
<tr><td>A round pot with a tap</td><td>Urn</td><td>samovar</td></tr></table>"""
    for names in (("B", "A", "C"), ("2", "1", "3")):
        columns = dict(zip(("term", "definition", "aliases"), ((n,) for n in names), strict=True))
        options = Options(columns=columns)
        reading = read_bytes(page.encode(), "x.html", "html", options=options)
        assert brief(reading) == [("Urn", ("samovar",), "A round pot with a tap")]


def test_a_table_with_definitions_in_several_languages_gives_an_entry_for_each() -> None:
    page = """<table><tr><th>Term (EN)</th><th>Term (DE)</th><th>Definition (EN)</th>
<th>Definition (DE)</th></tr>
<tr><td>Urn</td><td>Urne</td><td>A pot.</td><td>Ein Topf.</td></tr>
<tr><td>Vat</td><td>Bottich</td><td>A tub.</td><td>Eine Wanne.</td></tr></table>"""
    assert [(e.term, e.language, e.definition) for e in read(page).entries] == [
        ("Urn", "en", "A pot."),
        ("Urne", "de", "Ein Topf."),
        ("Vat", "en", "A tub."),
        ("Bottich", "de", "Eine Wanne."),
    ]
    page = """<table><tr><th>English</th><th>Deutsch</th><th>Definition</th></tr>
<tr><td>Urn</td><td>Urne</td><td>A pot.</td></tr></table>"""
    assert brief(read(page)) == [("Urn", ("Urne",), "A pot.")]


def test_a_letter_above_terms_is_no_name_of_the_first() -> None:
    page = """<dl class="glossary"><dt>U</dt><dt>Urn</dt><dd>A pot.</dd>
<dt>V</dt><dt>v</dt><dd>A letter.</dd></dl>"""
    assert [(e.term, e.aliases) for e in read(page).entries] == [("Urn", ()), ("V", ("v",))]


def test_a_table_that_lays_out_the_page_is_transparent() -> None:
    page = """<table><tr><td>Menu</td><td><dl><dt>Urn</dt><dd>A pot with a tap.</dd></dl></td>
</tr></table>"""
    assert brief(read(page)) == [("Urn", (), "A pot with a tap.")]


def test_terms_that_paragraphs_define_are_entries() -> None:
    page = """<h2>Pots</h2>
<p>An <dfn id="urn">urn</dfn> is a pot with a <a href="#tap">tap</a>.</p><p>They are old.</p>
<p>The <dfn data-lt="faucet|cock" id="tap">tap</dfn>, or <dfn>spigot</dfn>, lets out:</p>
<ul><li>water</li></ul>
<p>A <dfn>vat</dfn> holds much, a <dfn>tub</dfn> less.</p><p><dfn>Jug</dfn>: it pours.</p>"""
    reading = read(page)
    assert brief(reading) == [
        ("urn", (), "An urn is a pot with a tap."),
        ("tap", ("faucet", "cock", "spigot"), "The tap, or spigot, lets out:\n- water"),
        ("vat", (), "A vat holds much, a tub less."),
        ("tub", (), "A vat holds much, a tub less."),
        ("Jug", (), "it pours."),
    ]
    assert reading.entries[0].references == ("tap",)


def test_bold_terms_at_the_start_of_paragraphs_and_items_are_entries() -> None:
    page = """<div><p><b>Urn:</b> a pot.</p><p>It is old.</p>
<p><strong>Vat</strong> (V) – a tub.</p><p><b>Note:</b> vats leak.</p>
<p><b>Jug.</b> It pours.<br><b>Mug</b>: a cup.<br><br>
<b>Bowl</b> - round.</p>
<ul><li><span style="font-weight: bold">Cup</span> Small vessel.</li>
<li><strong>Dish</strong>: flat.<ul><li>wide</li></ul></li></ul>
<p><b>Pan</b></p><p>To fry in.</p></div>"""
    assert [(term, text) for term, _, text in brief(read(page))] == [
        ("Urn", "a pot.\n\nIt is old."),
        ("Vat (V)", "a tub.\n\nNote: vats leak."),
        ("Jug", "It pours."),
        ("Mug", "a cup."),
        ("Bowl", "round."),
        ("Cup", "Small vessel."),
        ("Dish", "flat.\n- wide"),
        ("Pan", "To fry in."),
    ]


def test_headings_with_text_below_are_entries_letters_and_link_lists_are_not() -> None:
    page = """<!doctype html><h1>Our words</h1><p>Welcome.</p><h2>A</h2>
<h3 id="ant">Ant<a class="anchor" href="#ant"></a></h3><p>An insect.</p><p>Small.</p>
<h4>Use</h4><p>None.</p>
<h3><span class="section-number">1.2</span> Ape</h3><p>Eats <a href="#ant">ants</a>.</p>
<p><a href="#top">Back to top</a></p>
<h2>B</h2><h3>Bee</h3><p>Makes honey.</p>
<h2>References</h2><ul><li><a href="http://a.example">A book</a></li></ul>"""
    reading = read(page)
    assert brief(reading) == [
        ("Ant", (), "An insect.\n\nSmall.\n\nUse\n\nNone."),
        ("Ape", (), "Eats ants."),
        ("Bee", (), "Makes honey."),
    ]
    assert reading.entries[1].references == ("Ant",)
    assert reading.document.title == "Our words"


def test_an_entry_ends_with_the_card_or_section_that_its_heading_begins() -> None:
    page = """<!doctype html><title>Cards</title>
<div class="card"><h3>Urn</h3><p>A pot.</p></div>
<div class="card"><h3>Vat</h3><p>A tub.</p></div><p>Last change: in May.</p>"""
    reading = read(page)
    assert [text for _, _, text in brief(reading)] == ["A pot.", "A tub."]
    assert reading.document.title == "Cards"


def test_a_card_has_an_icon_a_long_name_badges_and_a_link_that_are_no_definition() -> None:
    cards = "".join(
        f"<article><span>🏺</span><h4>{term}</h4><small>{full}</small><div>Basics</div>"
        f"<p>The {term} is old&mldr;</p><a href='/{term}'>Read more</a></article>"
        for term, full in (("UP", "Under Pot"), ("OV", "Open Vat"), ("Jug", "Clay thing"))
    )
    page = f"<!doctype html><section><h2>Part <i>one</i></h2><p>These are old.</p>{cards}</section>"
    reading = read(page)
    assert brief(reading) == [
        ("UP", ("Under Pot",), "The UP is old…"),
        ("OV", ("Open Vat",), "The OV is old…"),
        ("Jug", (), "Clay thing\n\nThe Jug is old…"),
    ]
    text = reading.document.text
    assert [text[s.start : s.end] for s in reading.entries[0].more] == ["Basics"]


def test_readings_above_characters_are_left_out() -> None:
    page = """<!doctype html><h3><ruby>壺<rp>(</rp><rt>つぼ</rt><rp>)</rp></ruby></h3>
<p>器です。</p><h3>鉢</h3><p>深い器です。</p>"""
    assert [(term, text) for term, _, text in brief(read(page))] == [
        ("壺", "器です。"),
        ("鉢", "深い器です。"),
    ]


def test_closed_panels_of_an_accordion_are_read() -> None:
    page = """<!doctype html><h1>Words</h1>
<h3><button aria-expanded="false">Urn</button></h3><div hidden><p>A pot.</p></div>
<h3><button>Vat</button></h3><div style="display: none"><p>A tub.</p></div>
<div style="display:none"><h3>Cookies</h3><p>We use them.</p></div>"""
    assert [(term, text) for term, _, text in brief(read(page))] == [
        ("Urn", "A pot."),
        ("Vat", "A tub."),
    ]


def test_labelled_fields_give_names_and_references_and_are_no_definition() -> None:
    def card(term: str, more: str) -> str:
        return (
            f"<li><h3>{term}</h3><p><strong>Definition:</strong> A {term.lower()} is a pot.</p>"
            f"<p><strong>Source:</strong> The book</p>{more}</li>"
        )

    page = (
        "<!doctype html><ul>"
        + card("Urn", "<p><b>Synonyms:</b> samovar; boiler</p>")
        + card("Vat", "<p>See also: urn</p>")
        + card("Jug", "")
        + "</ul>"
    )
    reading = read(page)
    assert brief(reading) == [
        ("Urn", ("samovar", "boiler"), "A urn is a pot."),
        ("Vat", (), "A vat is a pot."),
        ("Jug", (), "A jug is a pot."),
    ]
    urn, vat, _ = reading.entries
    assert vat.references == ("urn",)
    assert [reading.document.text[s.start : s.end] for s in urn.more] == ["Source: The book"]


def test_pairs_by_class_and_by_schema_org_are_read() -> None:
    by_class = """<section><div class="glossary-item"><span class="glossary-term">Urn</span>
<div class="glossary-definition"><p>A pot with a tap.</p></div></div></section>"""
    assert brief(read(by_class)) == [("Urn", (), "A pot with a tap.")]
    schema = """<div itemscope itemtype="https://schema.org/DefinedTerm"><h3 itemprop="name">Vat
</h3><p itemprop="description">A tub.</p></div>"""
    assert brief(read(schema)) == [("Vat", (), "A tub.")]


def test_lines_of_term_and_definition_are_read_where_most_paragraphs_are_such() -> None:
    page = """<!doctype html><h1>Words</h1><p>Urn: a pot</p><p>Vat – a tub</p><p>It is large.</p>
<ul><li><a href="/jug">Jug</a> - it pours</li></ul>"""
    assert [(term, text) for term, _, text in brief(read(page))] == [
        ("Urn", "a pot"),
        ("Vat", "a tub\n\nIt is large."),
        ("Jug", "it pours"),
    ]


def test_bare_lines_that_go_by_the_alphabet_are_terms() -> None:
    words = ["ant", "ape", "bee", "cat", "cow", "dog", "eel", "fox", "owl"]
    page = "<!doctype html>" + "".join(
        f"<p>{w}</p><p>old {w}</p><p>An animal called:</p><p>{w}, see there</p>" for w in words
    )
    reading = read(page)
    assert brief(reading)[1] == ("ape", ("old ape",), "An animal called:\n\nape, see there")
    assert len(reading.entries) == 9
    shuffled = "<!doctype html>" + "".join(
        f"<p>{w}</p><p>An animal of the wood.</p>" for w in sorted(words, key=lambda w: w[::-1])
    )
    assert read(shuffled).entries == ()


def test_bare_lines_between_lists_are_entries_that_lost_their_list() -> None:
    rows = "".join(f"<p>{c}{c}</p><p>A thing of the letter {c}.</p>\n" for c in "bcdefghijk")
    page = f"""<dl class="glossary"><dt>aa</dt><dd>First.</dd></dl>
{rows}<dl class="glossary"><dt>zz</dt><dd>Last.</dd></dl>"""
    reading = read(page)
    assert len(reading.entries) == 12
    assert [e.flags for e in reading.entries][:2] == [(), ("no-list",)]


def test_a_page_of_one_entry_is_one() -> None:
    page = """<!doctype html><title>Urn | Shop</title><nav><a href="/">Home</a></nav>
<h1>Urn</h1><p>A pot with a tap.</p><h2>See also</h2><ul><li><a href="vat.html">Vat</a></li></ul>"""
    assert brief(read(page)) == [("Urn", (), "A pot with a tap.")]


def test_formulas_come_once_and_as_text() -> None:
    page = """<dl class="glossary"><dt>Area</dt><dd>It is
<span style="display:none"><math><semantics><mrow><mfrac><mi>π</mi><mn>4</mn></mfrac>
<msup><mi>d</mi><mn>2</mn></msup></mrow><annotation>\\frac</annotation></semantics></math></span><img
aria-hidden="true" alt="\\frac">, <q>round</q>.</dd></dl>"""
    assert brief(read(page)) == [("Area", (), "It is π/4d², “round”.")]


def test_code_keeps_its_lines_and_a_table_in_a_definition_its_cells() -> None:
    page = """<dl class="glossary"><dt>Pour</dt><dd>Do:<pre><span>if urn:</span>
    pour()
</pre><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table></dd></dl>"""
    assert brief(read(page)) == [("Pour", (), "Do:\n\nif urn:\n    pour()\n\na\tb\n1\t2")]


def test_calls_of_page_generators_and_front_matter_are_no_text() -> None:
    page = """---
title: "Pots: a glossary"
---
<dl>
<dt>Urn</dt>
<dd>A pot {{< hint "x" >}}with {% include a.html %}a tap. See
<a href='{{< relurl "docs/vat" >}}'>vat</a>.</dd>
<dt>Vat</dt>
<dd>A {{ site.size }} tub of wood.</dd>
</dl>"""
    reading = read(page)
    assert reading.document.title == "Pots: a glossary"
    assert [text for _, _, text in brief(reading)] == [
        "A pot with a tap. See vat.",
        "A tub of wood.",
    ]
    assert reading.lines[0] == (reading.lines[0].__class__(1, 3, LineUse.PAGE, "front-matter"))


def test_a_link_to_another_page_is_a_reference_where_its_label_is_a_name() -> None:
    page = """<dl class="glossary"><dt>Urn</dt>
<dd>Like a <a href="vat.html">vat</a>, <a href="/x">unlike this</a>, see <a href="#n">note</a>,
<a href="pots.html#jug-1">the one that pours</a> and <span class="xref std std-term">gone</span>.
<p id="n">Note.</p></dd>
<dt>Vat</dt><dd>A tub.</dd><dt><a id="jug-1"></a>Jug</dt><dd>It pours.</dd></dl>"""
    assert read(page).entries[0].references == ("vat", "Jug", "gone")


SNIFFED = [
    (PAGE, 1.0),
    ('<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE html PUBLIC "x">', 1.0),
    ("<dl><dt>Urn<dd>A pot.<dt>Vat<dd>A tub.</dl>", 0.9),
    (TABLE, 0.9),
    ("# Pots\n\n<dl><dt>Urn</dt><dd>A pot.</dd></dl>\n", 0.0),
    ("Urn\tA pot.\n", 0.0),
    ("<p>One</p>", 0.0),
    ("", 0.0),
]


@pytest.mark.parametrize(("text", "least"), SNIFFED)
def test_pages_are_told_from_other_text(text: str, least: float) -> None:
    score = html.sniff(decode(text.encode(), "x")).score
    assert score >= least if least else score < 0.2


def test_a_page_without_a_glossary_says_so() -> None:
    reading = read("<!doctype html><p>Hello.</p>")
    assert reading.entries == ()
    assert codes(reading) == ["no-entries"]


def test_what_is_made_to_slow_a_reader_down_does_not() -> None:
    for page in ("<!-- a -->" * 20_000, "{{<" * 50_000, "<p><b>" * 1_500, "<a " * 50_000):
        source = decode(f"{page}<dl>".encode(), "x")
        html.sniff(source)
        html.read(source)


MARKUP = re.compile(r"</?(?:a|b|i|p|em|d[ldt]|[uo]l|li|span|code|div|br)\b[^>]*>|&\w+;|\{\{|¶")
INLINE = st.sampled_from(
    ["A pot", " of", " <b>tin</b>", " &amp; <i>gold</i>", " &lt;", "<br>", "é "]
)
BITS = st.sampled_from(
    [
        *("<dl>", "</dl>", "<dt>Urn", "<dt id=a>Vat</dt>", "<dd>A pot.", "</dd>", "<p>", "</p>"),
        *("<table>", "<tr>", "<td>Jug", "<th>Term", "<td rowspan=3>", "</table>", "<h2>Cup</h2>"),
        *("<b>Mug</b>: a cup", "<dfn>Bowl</dfn> is round", "<ul><li>x", "</ul>", "text\n", "<pre>"),
        *(
            "<!-- ",
            " -->",
            "<script>",
            "</script>",
            "<div hidden>",
            "</div>",
            "<a href='#a'>urn</a>",
        ),
        *("<details><summary>Pan</summary>", "<math><msup>", "<sup>2</sup>", "&#0;", "\x00", "<"),
    ]
)


@given(st.lists(BITS, max_size=40).map("".join))
def test_any_page_is_read_or_refused(page: str) -> None:
    try:
        reading = read(page)
    except InputError:
        return
    assert unsound(reading) == []
    assert not any(MARKUP.search(entry.definition) for entry in reading.entries)


@given(st.lists(st.lists(INLINE, min_size=1, max_size=5).map("".join), min_size=1, max_size=8))
def test_any_definition_comes_back_as_it_is_shown(texts: list[str]) -> None:
    rows = "".join(f"<dt>Term{n}</dt>\n<dd>{text}</dd>\n" for n, text in enumerate(texts))
    reading = read(f'<dl class="glossary">{rows}</dl>')
    plain = [re.sub(r"<br>", "\n", text) for text in texts]
    plain = [re.sub(r"</?[bi]>", "", text) for text in plain]
    plain = [text.replace("&amp;", "&").replace("&lt;", "<") for text in plain]
    expected = [" ".join(text.split()) for text in plain]
    shown = {e.term: " ".join(e.definition.split()) for e in reading.entries}
    assert shown == {f"Term{n}": text for n, text in enumerate(expected) if text}


# --- glossaries of others ---


@pytest.mark.shared
def test_git_s_glossary_as_a_page_of_its_site(shared: Path) -> None:
    (reading,) = read_paths([shared / "glossaries" / "git-html" / "gitglossary.html"]).readings
    assert reading.format == "html"
    assert len(reading.entries) == 91  # and six more pairs in a list inside of one of them
    assert codes(reading) == []
    assert not any(MARKUP.search(entry.definition) for entry in reading.entries)
    links = re.findall(
        r'href="#def_', (shared / "glossaries/git-html/gitglossary.html").read_text()
    )
    referred = sum(len(entry.references) for entry in reading.entries)
    assert 0 < referred < len(links)  # each entry names another once
    assert all(entry.locator and entry.locator.startswith("#") for entry in reading.entries)
    assert unsound(reading) == []


@pytest.mark.shared
def test_scikit_learn_s_glossary_as_a_saved_page(shared: Path) -> None:
    (reading,) = read_paths([shared / "glossaries" / "scikit-learn" / "glossary.html"]).readings
    lists = [entry for entry in reading.entries if "no-list" not in entry.flags]
    assert (len(lists), len(reading.entries)) == (90, 122)
    page = (shared / "glossaries" / "scikit-learn" / "glossary.html").read_text()
    anchors = set(re.findall(r'<dt id="(term-[^"]+)"', page))
    by_id = [entry for entry in lists if (entry.locator or "").startswith("#term-")]
    assert len(anchors) == sum(len(entry.names) for entry in by_id)
    assert {(entry.locator or "")[1:] for entry in by_id} <= anchors
    texts = [entry.definition for entry in reading.entries]
    assert not any(MARKUP.search(text) for text in texts)
    assert not any(
        re.search("Skip to main|Copyright|Show Source|Search the docs", t) for t in texts
    )
    assert unsound(reading) == []


def test_names_behind_also_are_aliases() -> None:
    page = """<html><body><h1>Glossary</h1><ul>
<li><strong>kettle</strong>, <em>also</em> <strong>boiler</strong>, <strong>pot</strong> –
boils water.</li>
<li><strong>urn</strong>, <em>also known as</em> <strong>jug</strong> – holds water.</li>
<li><strong>tap</strong> – lets water out of a <strong>boiler</strong>.</li>
</ul></body></html>"""
    assert brief(read(page)) == [
        ("kettle", ("boiler", "pot"), "boils water."),
        ("urn", ("jug",), "holds water."),
        ("tap", (), "lets water out of a boiler."),
    ]


@pytest.mark.parametrize("heading", ["Related", "See also", "Further reading"])
def test_links_to_other_pages_below_the_entries_are_none(heading: str) -> None:
    page = f"""<html><body><h1>Glossary</h1><h2>Vessels</h2>
<p><strong>Kettle</strong> — Boils water.</p><p><strong>Urn</strong> — Holds water.</p>
<p><strong>Pan</strong> — Fries eggs.</p>
<h2>{heading}</h2><ul><li><a href="/shop.html">The shop</a> — all that we sell.</li>
<li><a href="/kiln.html">The kiln</a> — where pots are made.</li></ul></body></html>"""
    assert [entry.term for entry in read(page).entries] == ["Kettle", "Urn", "Pan"]


def test_readings_are_names_and_links_away_no_text_where_classes_tell_the_parts() -> None:
    item = """<div class="word-item"><p class="word-item__term">{0}</p>
<p class="word-item__reading">{1}</p><p class="word-item__def">{2}</p>
<p class="word-item__more"><a href="/{1}.html">→ More on it</a></p></div>
"""
    items = item.format("やかん", "yakan", "Boils water.") + item.format("壺", "tsubo", "A pot.")
    page = f'<html lang="ja"><body><h1>用語集</h1><div>{items}</div></body></html>'
    assert brief(read(page)) == [
        ("やかん", ("yakan",), "Boils water."),
        ("壺", ("tsubo",), "A pot."),
    ]


def test_signs_beside_a_term_are_no_part_of_it() -> None:
    card = """<div class="card"><div class="term-name"><span class="term-letter">{}</span> {}
<span class="term-tag hot">{}</span></div><div class="term-def">{}</div>
<div class="term-path">pots/{}.md</div></div>
"""
    cards = (
        card.format("K", "Kettle", "Kitchen", "Boils water.", "kettle")
        + card.format("U", "Urn", "Kitchen", "Holds water.", "urn")
        + card.format("C", "Can", "Garden", "Waters plants.", "can")
    )
    reading = read(f"<html><body><main><h1>Glossary</h1>{cards}</main></body></html>")
    assert brief(reading) == [
        ("Kettle", (), "Boils water.\n\npots/kettle.md"),
        ("Urn", (), "Holds water.\n\npots/urn.md"),
        ("Can", (), "Waters plants.\n\npots/can.md"),
    ]


def test_what_a_sign_s_class_marks_is_kept_where_each_differs() -> None:
    page = """<html><body><dl><dt><span class="tag">&lt;a&gt;</span> anchor</dt><dd>It links.</dd>
<dt><span class="tag">&lt;b&gt;</span> bold</dt><dd>It stresses.</dd></dl></body></html>"""
    assert [entry.term for entry in read(page).entries] == ["<a> anchor", "<b> bold"]


def test_what_a_contract_defines_in_quote_marks_is_an_entry() -> None:
    page = """<html><body><h1>Definitions</h1><p>In this deed of the potters:</p>
<p>“<b>Kettle</b>” means a pot with a spout;</p>
<p>"Urn" or "Jug" means a vessel with a tap;</p>
<p>“Kiln” has the meaning given in clause 4.</p>
<p>“Nobody means it”, she said.</p></body></html>"""
    assert brief(read(page)) == [
        ("Kettle", (), "means a pot with a spout;"),
        ("Urn", ("Jug",), "means a vessel with a tap;"),
        ("Kiln", (), "has the meaning given in clause 4.\n\n“Nobody means it”, she said."),
    ]


def test_a_list_of_pairs_below_a_markdown_heading_is_read_with_its_title() -> None:
    pairs = "<dt>Kettle</dt>\n<dd>A pot.</dd>\n<dt>Lid</dt>\n<dd>Tin.</dd>\n"
    text = f"# Our words\n\n<dl>\n{pairs}</dl>\n"
    reading = read_bytes(text.encode(), "words.md")
    assert [(entry.term, entry.definition) for entry in reading.entries] == [
        ("Kettle", "A pot."),
        ("Lid", "Tin."),
    ]
    assert reading.document.title == "Our words"
