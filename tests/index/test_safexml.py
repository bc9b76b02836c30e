"""XML as a tree: lines, texts, layout, and what is refused."""

import pytest

from glossator.index.errors import InputError
from glossator.index.safexml import parse, text_of, unwrap

PAGE = """<?xml version="1.0"?>
<pots xmlns="urn:pots" xmlns:x="urn:x" xml:lang="en">
  <pan x:size="3"
       name="flat">A pan
    of <b>iron</b>,

    wide.</pan><lid/>
</pots>
"""


def test_elements_carry_names_attributes_and_the_lines_of_both_tags() -> None:
    root, missing = parse(PAGE, "pots.xml")
    pan, lid = root.children
    assert (root.space, root.tag, root.line, root.last) == ("urn:pots", "pots", 2, 8)
    assert (pan.tag, pan.line, pan.last, pan.indent) == ("pan", 3, 7, 2)
    assert pan.attributes == {"{urn:x}size": "3", "name": "flat"}
    assert (lid.tag, lid.line, lid.last) == ("lid", 7, 7)
    assert [element.tag for element in root.walk()] == ["pots", "pan", "b", "lid"]
    assert missing == ()


def test_a_text_that_the_layout_broke_is_put_on_one_line_by_paragraph() -> None:
    root, _ = parse(PAGE, "pots.xml")
    pan = next(root.children)
    assert text_of(pan) == "A pan of iron,\n\nwide."
    assert text_of(pan, without={"b"}) == "A pan of ,\n\nwide."


@pytest.mark.parametrize(
    ("text", "indent", "shown"),
    [
        ("one\n  two", 2, "one two"),
        ("one\n\ttwo", 4, "one two"),
        ("one\n two", 2, "one\n two"),
        ("one\n  two", 0, "one\n  two"),
        ("one\n  two\nthree", 2, "one\n  two\nthree"),
        ("  one  \n", 2, "one"),
        ("one\n   \n  two", 2, "one\n\ntwo"),
    ],
)
def test_only_what_is_indented_like_its_file_is_unwrapped(
    text: str, indent: int, shown: str
) -> None:
    assert unwrap(text, indent) == shown


def test_names_for_short_plain_texts_may_be_declared() -> None:
    root, _ = parse('<!DOCTYPE a [<!ENTITY owl "http://x#">]><a b="&owl;c">&owl;</a>', "x")
    assert (root.attributes["b"], text_of(root)) == ("http://x#c", "http://x#")


def test_entities_of_html_are_known_where_a_dtd_stands_elsewhere() -> None:
    root, missing = parse('<!DOCTYPE a SYSTEM "a.dtd">\n<a>caf&eacute; &pots;</a>', "x")
    assert (text_of(root), missing) == ("café", ((2, "pots"),))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "x: line 1, column 1: no well-formed XML"),
        ("<a>\n<b></a>", "x: line 2, column 6: no well-formed XML"),
        ("<a>\0</a>", "no well-formed XML"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "external entity 'b'"),
        ('<!DOCTYPE a [<!ENTITY b PUBLIC "-//X" "http://x/">]><a>&b;</a>', "external entity 'b'"),
        ('<!DOCTYPE a [<!ENTITY % b SYSTEM "x">%b;]><a/>', "external entity 'b'"),
        ('<!DOCTYPE a [<!ENTITY b "&c;"><!ENTITY c "&b;">]><a>&b;</a>', "entity 'b', made of"),
        ("<a>" * 301, "elements nested more than 300 deep"),
    ],
)
def test_what_is_broken_or_could_do_harm_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parse(text, "x")


def test_lines_are_counted_beyond_those_that_other_parsers_count() -> None:
    root, _ = parse("<a>" + "\n" * 70_000 + "<b/></a>", "x")
    assert next(root.children).line == 70_001
