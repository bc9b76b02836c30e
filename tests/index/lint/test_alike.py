"""One definition under two terms."""

import time

from tests.index.lint.tables import codes, found, table, terms

LONG = "A flat iron pan with a long handle for frying {} on the stove at home."


def test_the_same_definition_is_found_whatever_its_case_and_points() -> None:
    findings = found(table("Urn: A pot with a tap.", "Samovar: a pot, with a tap", "Vat: A tub."))
    assert codes(findings) == [(3, "same-definition")]
    assert findings[0].related[0].term == "Urn"


def test_nearly_the_same_definition_is_found_and_says_what_differs() -> None:
    findings = found(table(f"Skillet: {LONG.format('eggs')}", f"Pan: {LONG.format('fish')}"))
    assert codes(findings) == [(3, "near-identical")]
    assert "'fish' against 'eggs'" in findings[0].message


def test_definitions_of_one_pattern_and_of_two_words_are_not_alike() -> None:
    findings = found(
        table("Urn: A pot with a tap.", "Vat: A tub with a lid.", "Wok: Round.", "Bowl: Round.")
    )
    assert findings == ()


def test_pointers_to_one_entry_are_not_alike() -> None:
    assert (
        terms(
            found(table("Urn: A pot.", "Pot: See the Urn.", "Jar: See the Urn.")), "same-definition"
        )
        == []
    )


def test_ten_times_the_entries_take_at_most_some_thirty_times_as_long() -> None:
    def seconds(count: int) -> float:
        rows = [f"Pan{n}: {LONG.format(f'dish{n} and dish{n + 1}')}" for n in range(count)]
        start = time.perf_counter()
        found(table(*rows))
        return time.perf_counter() - start

    seconds(10)
    assert seconds(1000) < 30 * max(seconds(100), 0.02)
