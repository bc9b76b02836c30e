"""Which characters of Markdown are markup, and where a blank is put back."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glossator.index.readers.markup import MarkKind, find_markup, text_span
from glossator.index.text import strip


def plain(raw: str) -> str:
    return strip(raw, find_markup(raw).cuts).text


def marked(raw: str) -> list[tuple[str, str]]:
    return [(mark.kind.value, raw[mark.start : mark.end]) for mark in find_markup(raw).marks]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a **bold** word", "a bold word"),
        ("an *italic* word and _another_", "an italic word and another"),
        ("__Bold__ too", "Bold too"),
        ("***both*** and ***half** of it*", "both and half of it"),
        ("**raised beds **are", "raised beds are"),
        ("**HEAD: **", "HEAD: "),
        ("**unclosed and **closed** words", "**unclosed and closed words"),
        ("`code * x` and ``a ` b``", "code * x and a ` b"),
        (r"escaped \*stars\* and \_lines", "escaped *stars* and _lines"),
        ("see [the label](https://x.org/a_b_(c)_d) here", "see the label here"),
        ("[**soil**](soil.html), wet", "soil, wet"),
        ('![a picture](p.png "title")', "a picture"),
        ("## A head ##\n> a quote\n> > in a quote", "A head\na quote\nin a quote"),
        ("1. **one**\n2. *two*", "1. one\n2. two"),
    ],
)
def test_markup_is_taken_off(raw: str, text: str) -> None:
    assert plain(raw) == text


@pytest.mark.parametrize(
    "raw",
    [
        "n * |S| of them, with |S| the size",
        "e^-t, x_1 + y_2 and snake_case_names",
        "g(t) = min(βt, t)",
        "p_i = e^(z_i / T) / Σ_j e^(z_j / T)",
        "area = x**2 + y**2",
        "2 ** 3 and 3 * 4 * 5, a*b*c",
        "__init__ and _private",
        "* an item\n* another",
        ">>> print(1)",
        "#hashtag and C# and #",
        "x[i](t) and f[0](1)",
        "https://x.org/a_b_c",
        "****",
        "** **",
        "***",
        "```\n**not bold** and `x`\n```",
        "a\\nb",
    ],
)
def test_formulas_names_code_and_list_marks_stay(raw: str) -> None:
    assert plain(raw) == raw


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("the**roots**between**stems**in", "the roots between stems in"),
        ("A**fully grown****tree**, each", "A fully grown tree, each"),
        ("**deep** **soil**, **clay**, and**sand**.", "deep soil, clay, and sand."),
        ("dries.**Digging over**: turn it", "dries. Digging over: turn it"),
        ("the “last frost.”**Thaw**: warm", "the “last frost.” Thaw: warm"),
        ("like**lime**or**marl**(chalk)", "like lime or marl (chalk)"),
        ("**seed**s, **weed**ing, **plant**ed", "seeds, weeding, planted"),
        ("**leaf**'s, **leaf’s**shade, **leaf**-like", "leaf's, leaf’s shade, leaf-like"),
        ("**bed**(s) of **f**(x)", "bed(s) of f(x)"),
        ('a "**quoted**" and (**bracketed**) word', 'a "quoted" and (bracketed) word'),
        ('he said "stop"**Next**', 'he said "stop" Next'),
        ("**R**aised **B**ed", "Raised Bed"),
        ("see[the soil](soil.html)for", "see the soil for"),
        ("**[link](a.html)**text", "link text"),
        ("在**土壤**中", "在土壤中"),
    ],
)
def test_a_blank_is_put_back_where_marks_alone_part_two_words(raw: str, text: str) -> None:
    assert plain(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (
            "- It must lessen the\n**loss of water**. - Then",
            "- It must lessen the loss of water. - Then",
        ),
        ("- The\n**first sowing**means work", "- The first sowing means work"),
        ("- By a\n**rake**, a**hoe**", "- By a rake, a hoe"),
    ],
)
def test_a_line_broken_by_bold_is_joined_with_a_blank(raw: str, text: str) -> None:
    assert plain(raw) == text


@pytest.mark.parametrize(
    "raw",
    [
        "It ends here.\n**next** begins",
        "Soil\n**Soil** is earth",
        "one of the\n**heads**: that follow",
        "a line of the\n**whole bold line**",
        "a hard break  \n**bold** text",
        "the first\n\n**second** paragraph",
    ],
)
def test_other_line_ends_before_bold_stay(raw: str) -> None:
    assert plain(raw) == raw.replace("*", "")


def test_marks_say_what_is_marked() -> None:
    raw = "**soil** and *sand* with `x` on [clay](c.html)"
    assert marked(raw) == [("bold", "soil"), ("italic", "sand"), ("code", "x"), ("link", "clay")]
    assert find_markup(raw).marks[0].kind is MarkKind.BOLD


def test_the_place_of_a_mark_is_found_in_the_text() -> None:
    raw = "the**old roots **of **[trees](t.html)**"
    markup = find_markup(raw)
    stripped = strip(raw, markup.cuts)
    assert stripped.text == "the old roots of trees"
    spans = [text_span(stripped, mark.start, mark.end) for mark in markup.marks]
    found = [stripped.text[span.start : span.end] for span in spans]
    assert found == ["old roots", "trees", "trees"]


MARKUP = st.text(alphabet=st.sampled_from("ab Z1é界.,:()*_`#>-\n|=α^'\"\\"), max_size=60)


def kept(text: str) -> str:
    return "".join(char for char in text if char not in "*_`#>\\" and not char.isspace())


@given(MARKUP)
@example("**a** \n> **b*c*")
@example("x**\n**y z**a")
def test_only_markup_and_blanks_are_cut_and_only_blanks_put_in(raw: str) -> None:
    assert kept(plain(raw)) == kept(raw)


@given(st.text(alphabet=st.sampled_from("ab.[]()!*_`#>/ \n"), max_size=60))
def test_runs_map_back_to_the_raw_text_exactly(raw: str) -> None:
    stripped = strip(raw, find_markup(raw).cuts)
    outside = list(stripped.text)
    for text_start, raw_start, length in stripped.runs:
        assert (
            stripped.text[text_start : text_start + length] == raw[raw_start : raw_start + length]
        )
        outside[text_start : text_start + length] = [""] * length
    assert not "".join(outside).strip()
    assert len(stripped.line_starts) == raw.count("\n") + 1


@given(st.text(max_size=80))
def test_text_without_markup_characters_stays_as_it_is(raw: str) -> None:
    clean = "".join(char for char in raw if char not in "*_`#>[\\\r")
    assert plain(clean) == clean


@pytest.mark.parametrize(
    "piece", ["**a", "a** ", "[a](b", "`a ``b ", "*a _b ", "**a**", "\n**b"], ids=repr
)
def test_many_marks_are_paired_in_linear_time(piece: str) -> None:
    start = time.perf_counter()
    plain(piece * (300_000 // len(piece)))
    assert time.perf_counter() - start < 30
