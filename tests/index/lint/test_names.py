"""Terms that stand twice, and names of two entries."""

from tests.index.lint.tables import codes, found, markdown, table, terms


def test_a_term_that_stands_twice_with_one_definition_is_a_duplicate() -> None:
    assert codes(
        found(table("Urn: A pot with a tap.", "Vat: A tub.", "urns: A pot with a tap!"))
    ) == [(4, "duplicate-entry")]


def test_a_term_with_different_definitions_names_all_of_them() -> None:
    (one, two) = found(table("Urn: A pot with a tap.", "Urn: A vase for ashes.", "Urn: A till."))
    assert (one.code.value, two.code.value) == ("conflicting-definitions",) * 2
    assert [place.line for place in two.related] == [2, 3]
    assert "3 times" in two.message


def test_a_long_definition_of_which_a_word_was_mended_is_a_duplicate() -> None:
    long = "Pot kettle stove handle spout brass copper lid boils water quickly {} morning coffee"
    findings = found(table(f"Urn: {long.format('every')}.", f"Urn: {long.format('each')}."))
    assert codes(findings) == [(3, "duplicate-entry")]


def test_terms_of_different_files_are_apart_unless_taken_together() -> None:
    files = {
        "a.tsv": table("Urn: A pot.", "Vat: A tub."),
        "b.tsv": table("Urn: A vase.", "Pan: Flat."),
    }
    assert found(files) == ()
    assert terms(found(files, together=True), "conflicting-definitions") == ["Urn"]


def test_a_pointer_beside_a_definition_is_no_conflict() -> None:
    findings = found(table("Urn: A pot.", "Samovar: See Urn.", "Urn: See also Vat.", "Vat: A tub."))
    assert "conflicting-definitions" not in [code for _, code in codes(findings)]


def test_capitals_tell_short_names_apart() -> None:
    assert (
        found(table("HEAD: The tip.", "Head: The top of a beer.", "N: North.", "n: A count.")) == ()
    )


def test_another_name_that_is_a_term_is_found_and_a_redirect_s_is_not() -> None:
    own = found(markdown("Urn (Samovar): A pot.", "Samovar: A Russian pot."))
    assert codes(own) == [(3, "alias-is-term")]
    assert own[0].related[0].line == 7
    assert found(markdown("Urn (Samovar): A pot.", "Samovar: See Urn.")) == ()


def test_another_name_of_two_entries_is_found_once() -> None:
    findings = found(markdown("Skillet (Pan): Flat.", "Saucepan (Pan): Deep.", "Wok: Round."))
    assert codes(findings) == [(7, "alias-shared")]
