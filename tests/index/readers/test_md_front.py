"""Front matter: fields with the places of their values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.readers.md_front import read_front

YAML = """\
---
title: "Hive"
aka: [skep, 'bee box']
short_description: >
  A box for bees,
  of wood.
tags:
- tool
- box
empty:
nested: {a: b}
---
Text.
"""


def test_values_and_their_places_are_read() -> None:
    front = read_front(YAML)
    assert front is not None
    assert front.broken is None
    texts = {key: [value.text for value in values] for key, values in front.fields.items()}
    assert texts == {
        "title": ["Hive"],
        "aka": ["skep", "bee box"],
        "short_description": ["A box for bees, of wood."],
        "tags": ["tool", "box"],
        "empty": [],
        "nested": [],
    }
    assert (YAML[front.end :], front.last) == ("Text.\n", 12)
    value = front.fields["short_description"][0]
    assert YAML[value.start : value.end] == "A box for bees,\n  of wood."
    assert [YAML[v.start : v.end] for v in front.fields["aka"]] == ["skep", "bee box"]


def test_keys_promise_roles() -> None:
    front = read_front(YAML)
    assert front is not None
    assert [key for key, _ in front.of("aliases")] == ["aka"]
    assert list(front.described) == ["short_description"]


def test_broken_yaml_is_read_line_by_line_and_says_so() -> None:
    front = read_front("---\ntitle: Skep: a basket\naka:\n- dome\n---\nText.\n")
    assert front is not None
    assert "line 2" in (front.broken or "")
    assert front.fields["title"][0].text == "Skep: a basket"
    assert [value.text for value in front.fields["aka"]] == ["dome"]


def test_toml_is_read() -> None:
    front = read_front('+++\ntitle = "Smoker"\naliases = ["bellows", "puffer"]\n+++\nText.\n')
    assert front is not None
    assert front.fields["title"][0].text == "Smoker"
    assert [value.text for value in front.fields["aliases"]] == ["bellows", "puffer"]


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n",
        "---\n\nA rule above.\n\n---\n",
        "---\nnever closed\n",
        "- a\n---\n",
        "---\n- a\n---\n",
    ],
)
def test_rules_and_lists_are_no_front_matter(text: str) -> None:
    assert read_front(text) is None


@pytest.mark.parametrize(
    "yaml",
    [
        "title: !!python/object/apply:os.system ['true']",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: *a",
        "title: " + "[" * 5000,
        "title: \x07",
    ],
)
def test_objects_bombs_and_odd_bytes_make_nothing_but_text(yaml: str) -> None:
    front = read_front(f"---\n{yaml}\n---\nText.\n")
    texts = [value.text for values in (front.fields if front else {}).values() for value in values]
    assert all(isinstance(text, str) and len(text) < 10_000 for text in texts)


@given(st.text("abc:-=[]{}'\"#&*!|> \n\t+", max_size=80))
def test_any_text_between_rules_is_read_or_none(inside: str) -> None:
    text = f"---\n{inside}\n---\nText.\n"
    front = read_front(text)
    if front:
        for values in front.fields.values():
            assert all(0 <= value.start <= value.end <= front.end for value in values)
