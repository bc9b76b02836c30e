"""Trees of HTML and XML: lines, entities, and input that was made to do harm."""

import sys

import pytest

from glossator.index.errors import InputError, MissingPartError
from glossator.index.readers.tree import MAX_DEPTH, parse_html, parse_xml
from glossator.index.text import decode


def test_each_element_has_the_line_of_its_start_however_far_down() -> None:
    rows = "<tr><td>a</td>\n<td>b</td></tr>\n" * 40_000
    root = parse_html(f"<table>\n{rows}</table>", "x")
    lines = [node.line for node in root.find("td")]
    assert (lines[0], lines[1], lines[-1]) == (2, 3, 80_001)  # libxml2 stops at 65,535


def test_a_page_keeps_text_that_looks_like_tags() -> None:
    root = parse_html('<title>a <b> c</title><p title="x <y">1 <b>2', "x")
    assert next(root.find("title")).text == "a <b> c"
    assert next(root.find("p")).get("title") == "x <y"


def test_elements_nested_too_deep_lose_no_text_and_those_beyond_all_use_are_refused() -> None:
    root = parse_html("<div>" * 1000 + "deep<i>er</i> still" + "</div>" * 1000, "x")
    assert root.text == "deeper still"

    def depth(tag: str) -> int:
        node, steps = root, 0
        while node.tag != tag and (inner := next(node.elements, None)):
            node, steps = inner, steps + 1
        return steps

    assert depth("i") <= MAX_DEPTH
    with pytest.raises(InputError, match="x: has elements nested thousands deep"):
        parse_html("<div>" * 50_000, "x")


@pytest.mark.parametrize("page", ["", " ", "<!-- -->", "<", "<<<>>>", "</p>", "\x01<p>\x02"])
def test_any_text_is_a_page(page: str) -> None:
    assert parse_html(page, "x").tag == "html"


def test_xml_has_its_own_entities_and_the_names_of_html_s_characters() -> None:
    text = (
        '<!DOCTYPE a PUBLIC "-//x" "http://localhost:9/x.dtd" [<!ENTITY who "the potter">]>\n'
        '<a xml:id="i" xml:lang="en">&who;&nbsp;&mdash; &amp;&lt; <![CDATA[&nbsp;<b>]]></a>'
    )
    root = parse_xml(text, "x")
    assert root.text == "the potter\xa0— &< &nbsp;<b>"
    assert root.attributes == {"id": "i", "lang": "en"}
    assert root.line == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<a><b></a>", r"x.xml: is no well-formed XML \(line 1: .*mismatch"),
        ("", "is no well-formed XML"),
        ("<a>\n&gone;</a>", r"line 2: Entity 'gone' not defined"),
        (
            '<!DOCTYPE a [\n<!ENTITY e SYSTEM "/etc/hostname">]><a>&e;</a>',
            "line 2 declares the external entity 'e'.*nothing outside a file is ever read",
        ),
        (
            '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://localhost:9/x"> %p;]><a/>',
            "external entity 'p'",
        ),
        ("<a>" * 100_000, "Excessive depth"),
    ],
)
def test_xml_that_is_broken_or_reaches_out_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_xml(text, "x.xml")


def test_entities_that_multiply_are_refused() -> None:
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "ha!">{steps}]><a>&e9;</a>'
    with pytest.raises(InputError, match="amplification"):
        parse_xml(bomb, "x.xml")


def test_a_comment_about_an_external_entity_is_none() -> None:
    assert parse_xml('<!-- <!ENTITY e SYSTEM "x"> --><a>b</a>', "x").text == "b"


def test_without_lxml_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(MissingPartError, match=r"pip install \"glossator\[formats\]\""):
        parse_html("<p>", "x")


@pytest.mark.parametrize(
    ("codec", "declared", "word"),
    [
        ("shift_jis", "Shift_JIS", "用語"),
        ("cp1251", "windows-1251", "Слово"),
        ("koi8_r", "KOI8-R", "Слово"),
        ("cp1252", "iso-8859-1", "“é”"),
    ],
)
def test_a_page_that_is_not_utf_8_is_read_in_the_encoding_it_declares(
    codec: str, declared: str, word: str
) -> None:
    page = f'<meta http-equiv="content-type" content="text/html; charset={declared}"><p>{word}'
    source = decode(page.encode(codec), "x.html")
    assert source.text.endswith(word)
    assert not source.guessed
    xml = f'<?xml version="1.0" encoding="{declared}"?><a>{word}</a>'
    assert decode(xml.encode(codec), "x").text.endswith(f"{word}</a>")


@pytest.mark.parametrize("declared", ["klingon", "utf-16", "base64", "utf-8", "euc-jp"])
def test_a_declared_encoding_that_does_not_fit_is_a_guess_as_before(declared: str) -> None:
    source = decode(f"<meta charset={declared}><p>“é”".encode("cp1252"), "x")
    assert (source.encoding, source.guessed, source.text[-3:]) == ("cp1252", True, "“é”")
