"""Markup inside cells and strings: known marks go, everything else stays."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.readers.inline import marks, unmarked
from glossator.index.text import strip


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>A pot.</p><p>A lid.</p>", "A pot.\n\nA lid."),
        ("One<br/>two", "One\ntwo"),
        ("<ul><li>One</li><li>two</li></ul>", "One\n\ntwo"),
        ("a<!-- not\nthis --> pot", "a pot"),
        ("a<script>if (a < b) x()</script> pot", "a pot"),
        ("A **bold**, *slanted* and ***both*** pot", "A bold, slanted and both pot"),
        ("A `pot` of ``x``", "A pot of x"),
        ('a [pot](#pot), [x](https://x.org/a "t") ![y](z.png)', "a pot, x "),
        ("[[Pot|pots]] and [[Urn]]", "pots and Urn"),
        ("{{pot, pots}} and {{urn}}", "pots and urn"),
        ("fish &amp; chips &lt;3 &#8217;&nbsp;x", "fish & chips <3 ’\xa0x"),
        ("A pot.[^1]", "A pot."),
        ("a\n```py\nx = 1\n```\nb", "a\nx = 1\nb"),
    ],
)
def test_known_marks_go(text: str, plain: str) -> None:
    assert unmarked(text)[0] == plain


@pytest.mark.parametrize(
    "text",
    [
        "Vec<T> and a < b > c",
        "snake_case_name and __init__",
        "2 * 3 * 4",
        "f(x)[0]",
        "AT&T; R&D",
        "a `",
        "[1], [2]",
        "{a, b}",
    ],
)
def test_what_only_looks_like_marks_stays(text: str) -> None:
    assert unmarked(text) == (text, ())


def test_what_stands_in_code_stays() -> None:
    assert unmarked("`Vec<p>` and `&amp;`, <b>bold</b>")[0] == "Vec<p> and &amp;, bold"


def test_links_inside_the_glossary_are_references() -> None:
    text = (
        "[a](#urn), [jug](jug.md), [x](https://x.org), <a href='#vat'>v</a>, {{pan, pans}}, [[lid]]"
    )
    assert unmarked(text)[1] == ("urn", "jug", "vat", "pan", "lid")


@given(st.text(alphabet="<>/ab&;#1[]()*_`{}|!\"'=-\n ", max_size=80))
def test_cuts_never_overlap_and_make_the_same_text(text: str) -> None:
    assert strip(text, marks(text).cuts).text.strip() or not unmarked(text)[0].strip()


@pytest.mark.parametrize("piece", ["<!--", "<script>", "<a href=", "<p ", "[", "![a](", "*a", "&a"])
def test_marks_by_the_thousand_take_no_longer_than_their_length(piece: str) -> None:
    began = time.process_time()
    unmarked(piece * (200_000 // len(piece)))
    assert time.process_time() - began < 5


def test_three_underscores_are_marks_and_names_with_two_are_not() -> None:
    assert unmarked("It ___never___ boils; `a` has __init__.")[0] == (
        "It never boils; a has __init__."
    )
