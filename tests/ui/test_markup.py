"""Text of others becomes HTML that shows it as written and does nothing."""

import html
import re

import pytest

from glossator.ui.markup import Mark, address, chips, choice, clean, plain, prose, shown


def text_of(made: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", made))


def test_markup_is_escaped_and_what_cannot_be_seen_stands_by_its_code() -> None:
    assert shown("<b>\u202e&") == '&lt;b&gt;<span class="code" data-code="U+202E"></span>&amp;'
    assert plain("a\u200bb\x07") == "a<U+200B>b<U+0007>"
    assert clean("half \ud83d") == "half ?"


def test_a_link_holds_what_it_is_given_and_nothing_more() -> None:
    assert address(entry='a"&<b>#é', at="") == "?entry=a%22%26%3Cb%3E%23%C3%A9"
    assert address(view="map", **{"in": "x y"}) == "?view=map&amp;in=x%20y"


def test_a_chip_asks_for_its_term_and_no_terms_make_no_chips() -> None:
    made = chips("See also", ['x" onclick="y'])
    assert 'data-q="x&quot; onclick=&quot;y"' in made
    assert chips("See also", []) == ""


def test_a_choice_is_offered_where_there_are_two() -> None:
    assert choice("id", {"a": "A"}) == ""
    made = choice("id", {"a": "</select><script>", "b": "B"}, "b")
    assert "<script" not in made
    assert '<option value="b" selected>B</option>' in made


def test_marks_lie_where_they_are_said_to_and_the_text_stays() -> None:
    text = "a <b> c & d"
    made = prose(text, [Mark(2, 5, '<mark class="x">'), Mark(8, 99)])
    assert made == 'a <mark class="x">&lt;b&gt;</mark> c <mark>&amp; d</mark>'
    assert text_of(made) == text


def test_marks_that_overlap_or_are_empty_do_not_repeat_text() -> None:
    text = "0123456789"
    made = prose(text, [Mark(1, 5), Mark(3, 7), Mark(6, 6), Mark(20, 30)])
    assert made == "0<mark>1234</mark><mark>56</mark>789"


WRAPPED = "A sentence that was wrapped in its file at some sixty letters\nand goes on here."


@pytest.mark.parametrize(
    ("text", "wraps"),
    [
        (WRAPPED, 1),
        ("Short line\nanother line", 0),  # ended on purpose: a formula, a verse
        (WRAPPED.replace("\n", "\n\n"), 0),  # a paragraph
        (WRAPPED.replace("\n", "\n- "), 0),  # a list
        (WRAPPED.replace("\n", "\n    "), 0),  # code
        (WRAPPED.replace("\n", ":\n"), 0),
    ],
)
def test_only_line_ends_of_wrapped_text_are_shown_as_blanks(text: str, wraps: int) -> None:
    made = prose(text, [Mark(5, len(text) - 5)])
    assert made.count('<span class="wrap">\n</span>') == wraps
    assert text_of(made) == text
