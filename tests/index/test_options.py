"""What a person says about an input."""

import pytest

from glossator.index.errors import InputError
from glossator.index.options import parse_columns


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
