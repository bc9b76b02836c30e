"""Entries as programs get them."""

from glossator.rag import Glossator
from glossator.rag.entries import Named, full_entries, named_entries


def test_every_definition_and_memory_aid_stands_in_its_document(own: Glossator) -> None:
    lexicon = own.index.lexicon
    documents = {one.path: lexicon.document(one.id) for one in lexicon.documents()}
    for entry in full_entries(lexicon, range(lexicon.counts.entries)):
        text = documents[entry.source].text
        assert text[entry.start : entry.end] == entry.definition
        assert entry.mnemonic is None or entry.mnemonic in text


def test_an_entry_is_found_by_id_term_or_alias_however_it_is_written(own: Glossator) -> None:
    by_id = own.entry("memory-cards-md#dropout")
    assert by_id is not None
    assert (by_id.term, by_id.line, by_id.title) == ("Dropout", 109, "Deep Learning Memory Cards")
    assert by_id.others == (
        Named("modern-deep-learning-md#dropout", "Dropout"),
        Named("training-and-architectures-txt#dropout", "Dropout"),
    )
    for name in ("Dropout", "drop-out", "DROPOUTS"):
        found = own.entry(name)
        assert found is not None
        assert found.term == "Dropout"
    for name in ("no such term", "", "?!", "memory-cards-md#", "\x00", "\ud800"):
        assert own.entry(name) is None


def test_of_several_entries_of_a_name_those_whose_term_it_is_go_first(own: Glossator) -> None:
    found = named_entries(own.index.lexicon, "unit")
    assert found
    terms = [entry.term.casefold() == "unit" for entry in found]
    assert terms == sorted(terms, reverse=True)


def test_an_entry_as_json_holds_plain_values(own: Glossator) -> None:
    entry = own.entry("dropout")
    assert entry is not None
    made = entry.to_dict()
    assert made["others"][0] == {
        "id": "modern-deep-learning-md#dropout",
        "term": "Dropout",
    }
    assert made["aliases"] == []
    assert list(made) == list(entry.__dataclass_fields__)
