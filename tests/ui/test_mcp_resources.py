"""Entries and glossaries by their addresses."""

import re
from collections.abc import Iterator

import pytest

from glossator.rag import Glossator
from glossator.ui import mcp_resources as resources

TERMS = ["Größe", "神经网络", "C++", "and/or", "a b#c?d%20e", "naïve café", "😀 smile", "Größe"]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Glossator]:
    """A glossary whose terms and file name need encoding in an address."""
    path = tmp_path_factory.mktemp("many") / "Maß & Ziel.tsv"
    lines = [f"{term}\tWhat is said of it, number {n}." for n, term in enumerate(TERMS)]
    path.write_text("\n".join(["Term\tDefinition", *lines, ""]), encoding="utf-8")
    with Glossator.build([path]) as glossary:
        yield glossary


def test_every_entry_is_read_at_its_address_whatever_its_term(many: Glossator) -> None:
    entries = many.index.lexicon.entries(range(many.index.lexicon.counts.entries))
    assert sorted(entry.term for entry in entries) == sorted(TERMS)
    addresses = [resources.uri_of(entry.id) for entry in entries]
    assert len(set(addresses)) == len(TERMS)
    for entry, address in zip(entries, addresses, strict=True):
        assert re.fullmatch(r"glossary://[\w.~%-]+/[\w.~%-]+", address, re.ASCII)
        found = resources.read(address, many)
        assert (found["id"], found["definition"]) == (entry.id, entry.definition)
        assert found["uri"] == address


def test_a_glossary_lists_its_terms_with_their_addresses(many: Glossator) -> None:
    (shelf,) = resources.shelves(many)
    assert (shelf.source, shelf.entries) == ("Maß & Ziel.tsv", len(TERMS))
    listed = resources.read(shelf.uri, many)
    assert sorted(one["term"] for one in listed["terms"]) == sorted(TERMS)
    assert all(resources.read(one["uri"], many)["term"] == one["term"] for one in listed["terms"])


def test_a_long_list_is_cut_and_says_by_how_much(
    many: Glossator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "MAX_TERMS", 3)
    (shelf,) = resources.shelves(many)
    listed = resources.read(shelf.uri, many)
    assert (len(listed["terms"]), listed["left_out"]) == (3, len(TERMS) - 3)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "glossary:",
        "glossary://",
        "glossary://x/",
        "GLOSSARY://x/y",
        "glossary://%zz/%",
        "a" * 9000,
    ],
)
def test_what_is_no_address_is_refused_in_few_words(address: str, many: Glossator) -> None:
    with pytest.raises(resources.UnknownResourceError) as error:
        resources.read(address, many)
    assert len(str(error.value)) < 400
