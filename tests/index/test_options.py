"""What a person says about an input."""

import pytest

from glossator.index.errors import InputError
from glossator.index.options import MAX_BYTES, Options, options_of, parse_columns


def test_columns_are_pairs_and_a_role_given_again_adds_a_column() -> None:
    assert parse_columns(["term=Name, short,definition=What it is", "alias=B", "synonym=Old"]) == {
        "term": ("Name, short",),
        "definition": ("What it is",),
        "aliases": ("B", "Old"),
    }


@pytest.mark.parametrize("given", ["term", "term=", "colour=B", ""])
def test_a_pair_without_column_or_with_another_role_names_the_roles(given: str) -> None:
    with pytest.raises(InputError, match=r"expected ROLE=COLUMN.*definition"):
        parse_columns([given])


def test_options_are_what_was_said() -> None:
    assert options_of() == Options({}, None, MAX_BYTES)
    said = options_of({"term": "Name", "aliases": ["B", "C"]}, "pt-BR", "2k")
    assert said == Options({"term": ("Name",), "aliases": ("B", "C")}, "pt-BR", 2048)
    assert options_of("term=Name", max_bytes=5).max_bytes == 5


@pytest.mark.parametrize("given", ["", "0", "-1", "1T", "many", "1.5M", 0])
def test_a_size_that_is_none_is_refused(given: str | int) -> None:
    with pytest.raises(InputError, match=r"expected a number of bytes.*500M"):
        options_of(max_bytes=given)


@pytest.mark.parametrize("tag", ["", "English language", "e", "de_"])
def test_a_language_that_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(InputError, match=r"expected a BCP 47 tag such as en"):
        options_of(language=tag)
