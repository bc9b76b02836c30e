"""Where a term ends that is glued to its definition."""

import pytest

from glossator.index.readers.split import Certainty, split_glued


@pytest.mark.parametrize(
    ("term", "definition", "certainty"),
    [
        ("Raised Bed", "A raised bed is a box.", Certainty.REPEATED),
        ("Trowel", "Trowels are small.", Certainty.REPEATED),
        ("RTC (Rotary Tiller Cart)", "RTC is a cart.", Certainty.REPEATED),
        ("Rotary Tiller Cart (RTC)", "RTC is a cart.", Certainty.REPEATED),
        ("RTC", "RTC is a cart.", Certainty.REPEATED),
        ("compost", "compost is rot.", Certainty.REPEATED),
        ("Left/Right Handle", "Left (Right) handle is a grip.", Certainty.REPEATED),
        ("Frost", "In winter, a frost kills. It comes at night.", Certainty.MENTIONED),
        ("Mulch", "Straw that keeps water in.", Certainty.CAPITAL),
    ],
)
def test_a_term_ends_where_its_definition_begins_without_a_blank(
    term: str, definition: str, certainty: Certainty
) -> None:
    found = split_glued(term + definition)
    assert found is not None
    offset, head, how = found
    assert (offset, head.printed, how) == (len(term), term, certainty)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A raised bed is a box.",
        "Read on, it was posted on Monday, at 5 pm",
        "Sold by McTool and HoeWorks near you.",
        "Bed. TheSecond sentence is glued.",
    ],
)
def test_text_that_is_not_glued_at_its_start_is_not_split(text: str) -> None:
    assert split_glued(text) is None
