"""Inline markup of Markdown: what is cut, and where links lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.readers.layout import merged
from glossator.index.readers.md_inline import Inline, label_key, scan
from glossator.index.readers.md_tags import Tags
from glossator.index.text import strip

ADDRESSES = {label_key("ref"): "https://example.org/ref"}


def scanned(text: str) -> Inline:
    found = Inline()
    scan(text, 0, len(text), ADDRESSES, Tags.of(text), found)
    return found


def plain(text: str) -> str:
    return strip(text, merged(scanned(text).cuts)).text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a **bold** and *it* __so__", "a bold and it so"),
        ("snake_case and a*b*c", "snake_case and a*b*c"),
        ("`code *x*` and `` a`b ``", "code *x* and a`b"),
        (r"\*no\* \_x\_", "*no* _x_"),
        ("[label](https://x.org/a_b_c) here", "label here"),
        ('[a](<b c> "title") [d](e(f)g)', "a d"),
        ("[this][ref], [ref][], [Ref] and [other]", "this, ref, Ref and [other]"),
        ("![alt](x.png) text", " text"),
        ("[![alt](x.png)](https://x.org) text", " text"),
        ("[`Hive`] and [`a`, `b`]", "Hive and [a, b]"),
        ("[a [b](c) d](e)", "[a b d](e)"),
        ("f[x](t) and x[i](j)", "f[x](t) and x[i](j)"),
        ("<https://x.org> and <a@b.org>", "https://x.org and a@b.org"),
        ("see[^1] and [^note]", "see and "),
        ("[[Hive|the hive]] and [[Bee]], [[0, 1]]", "the hive and Bee, [[0, 1]]"),
        ("{term}`bees <bee>` and {doc}`x`", "bees and x"),
        ("~~old~~ ==new== a == b", "old new a == b"),
        ("Head {#id .c}", "Head"),
        ("Text{: .class} more", "Text more"),
        ("$a_1 * b_1$ at $5 or $6", "$a_1 * b_1$ at $5 or $6"),
        ("R&amp;D &mdash; &lt;b&gt; &#58; &bogus; &nbsp;.", "R&D — <b> : &bogus; \xa0."),
        ("`&amp;`", "&amp;"),
    ],
)
def test_markup_goes_and_everything_else_stays(text: str, left: str) -> None:
    assert plain(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('<span id="x">word</span> <a name="y"></a>end', "word end"),
        ("one<br>two<br/> three", "one two three"),
        ("H<sub>2</sub>O", "H2O"),
        ('<Tip>mind</Tip> <Video id="x"/> end', "mind  end"),
        ("Vec<T> and <T> and <your name>", "Vec<T> and <T> and <your name>"),
        ("a < b and c > d", "a < b and c > d"),
    ],
)
def test_tags_go_and_what_only_looks_like_one_stays(text: str, left: str) -> None:
    assert plain(text) == left


def test_links_anchors_and_names_are_found() -> None:
    text = '[a](#b) [[Hive|h]] {term}`bees <bee>` <span id="s"> [c][ref]'
    found = scanned(text)
    assert [(text[link.start : link.end], link.url, link.target) for link in found.links] == [
        ("a", "#b", None),
        ("h", None, "Hive"),
        ("bees", None, "bee"),
        ("c", "https://example.org/ref", None),
    ]
    assert [anchor.name for anchor in found.anchors] == ["s"]


@given(st.text("ab *_`[]()<>!\\{}|&;:#$~=\n", max_size=80))
def test_any_text_is_cut_without_error_and_gains_nothing(text: str) -> None:
    left = plain(text)
    assert len(left) <= len(text)
