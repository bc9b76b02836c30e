"""What differs between texts is marked word by word."""

import pytest

from glossator.ui.differing import differing


def marked(text: str, *others: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in differing(text, others)]


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("A rope that hoists a sail.", "A rope that hoists a sail.", []),
        ("A rope that hoists a sail.", "A rope that does not hoist a sail.", []),
        ("A rope that does not hoist sails.", "A rope that does hoist a sail.", ["not"]),
        ("At a rate of 0.5 for all.", "At a rate of 0.2 for all.", ["0.5"]),
        ("The mast is before the sail.", "The sail is before the mast.", ["mast", "sail"]),
        ("HOISTS a Sail", "hoists a sail!", []),
    ],
)
def test_in_versions_of_one_text_every_word_counts(
    text: str, other: str, expected: list[str]
) -> None:
    assert marked(text, other) == expected


def test_texts_worded_apart_differ_in_content_words_alone_wherever_they_stand() -> None:
    one = "Ropes by which a sail is hoisted up the wooden mast."
    two = "It hoists sails: a line, run through blocks on the masts, made of hemp or rope."
    assert marked(one, two) == ["wooden"]
    assert marked(two, one) == ["line", "run", "blocks", "made", "hemp"]


def test_neighbours_share_a_mark_and_several_others_count_together() -> None:
    assert marked("the big red boat sails", "a boat that sails away fast today") == ["big red"]
    text = "big red boat"
    assert marked(text, "a small boat is far out at sea", "red as wine it shines") == ["big"]
