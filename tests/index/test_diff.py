"""What changed between two versions: pairs of entries, renamed ones, words."""

import time

from hypothesis import given
from hypothesis import strategies as st

from glossator.index.diff import Diff, compare, word_changes
from glossator.index.reading import Readings, read_bytes

OLD = {
    "Bowl": "Round and deep, for soup.",
    "Cup": "A small vessel with a handle, for tea.",
    "Pan": "A flat iron dish with a long handle for frying.",
    "Urn": "A pot with a tap.",
}


def table(rows: dict[str, str] | list[tuple[str, str]], path: str = "k.tsv") -> Readings:
    pairs = rows.items() if isinstance(rows, dict) else rows
    text = "Term\tDefinition\n" + "".join(f"{term}\t{meant}\n" for term, meant in pairs)
    return Readings((read_bytes(text.encode(), path),))


def told(found: Diff) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            change.kind.value,
            change.old.entry.term if change.old else None,
            change.new.entry.term if change.new else None,
        )
        for change in found.changes
    ]


def test_the_same_entries_in_another_order_and_format_are_no_change() -> None:
    text = "# Kitchen glossary\n\n" + "\n".join(
        f"## {t}\n\n{d}\n" for t, d in reversed(OLD.items())
    )
    found = compare(table(OLD), Readings((read_bytes(text.encode(), "k.md"),)))
    assert (found.changes, found.unchanged) == ((), 4)


def test_entries_are_added_removed_changed_and_renamed() -> None:
    new = {
        "Bowl": "Round and deep, for soup.",
        "Dish": "Flat, and put on the table.",
        "Skillet": OLD["Pan"],
        "Urn": "A pot with a spigot.",
    }
    found = compare(table(OLD), table(new))
    assert told(found) == [
        ("removed", "Cup", None),
        ("added", None, "Dish"),
        ("renamed", "Pan", "Skillet"),
        ("changed", "Urn", "Urn"),
    ]
    assert found.unchanged == 1
    assert found.changes[3].words == (("=", "A pot with a"), ("-", "tap."), ("+", "spigot."))
    assert found.changes[3].fields == ("definition",)
    assert found.changes[2].fields == ("term",)


def test_a_renamed_entry_may_have_changed_a_little_or_more_where_the_old_name_stays() -> None:
    little = compare(table(OLD), table({**OLD, "Pan": "x"} | {"Pan": OLD["Pan"]})).changes
    assert little == ()
    new = {term: text for term, text in OLD.items() if term != "Pan"}
    found = compare(table(OLD), table({**new, "Skillet": OLD["Pan"].replace("iron", "steel")}))
    assert told(found) == [("renamed", "Pan", "Skillet")]
    assert found.changes[0].fields == ("term", "definition")
    other = "A flat steel dish with one handle to hold."
    assert told(compare(table(OLD), table({**new, "Skillet (Pan)": other}))) == [
        ("renamed", "Pan", "Skillet")
    ]
    assert ("removed", "Pan", None) in told(compare(table(OLD), table({**new, "Skillet": other})))


def test_another_definition_under_another_name_is_no_renaming() -> None:
    new = {term: text for term, text in OLD.items() if term != "Pan"}
    found = compare(table(OLD), table({**new, "Whisk": "Beats eggs and cream."}))
    assert told(found) == [("removed", "Pan", None), ("added", None, "Whisk")]


def test_a_respelled_term_is_the_same_entry() -> None:
    found = compare(
        table({"Sea-Port": "For ships.", "Vat": "A tub."}),
        table({"Seaports": "For ships.", "Vat": "A tub."}),
    )
    assert told(found) == [("changed", "Sea-Port", "Seaports")]


def test_senses_of_one_term_are_paired_by_their_text() -> None:
    old = [("Urn", "A pot with a tap."), ("Urn", "A vase for ashes.")]
    new = [("Urn", "A vase for ashes."), ("Urn", "A pot with a spigot.")]
    found = compare(table(old), table(new))
    assert told(found) == [("changed", "Urn", "Urn")]
    assert found.unchanged == 1
    assert told(compare(table(old), table(new[:1]))) == [("removed", "Urn", None)]


def test_other_names_references_status_and_language_are_compared() -> None:
    head = "term,definition,aliases,status,see also\n"
    one = f"{head}Urn,A pot.,Samovar,preferred,Vat\nVat,A tub.,,,\n"
    two = f"{head}Urn,A pot.,Pot; Samovar,deprecated,\nVat,A tub.,,,\n"
    read = [Readings((read_bytes(text.encode(), "k.csv"),)) for text in (one, two)]
    (change,) = compare(*read).changes
    assert change.fields == ("aliases", "references", "status")


def test_white_space_and_markup_are_no_change() -> None:
    one = "# Kitchen glossary\n\n## Urn\n\nA pot with\na **tap**.\n\n## Vat\n\nA tub.\n"
    two = one.replace("with\na **tap**", "with a *tap*").replace("A tub.", "A   tub.")
    read = [Readings((read_bytes(text.encode(), "k.md"),)) for text in (one, two)]
    assert [change.fields for change in compare(*read).changes] in ([], [("references",)])


def test_characters_are_the_words_of_chinese() -> None:
    assert list(word_changes("大型水壶。", "小型水壶。")) == [
        ("-", "大"),
        ("+", "小"),
        ("=", "型水壶。"),
    ]


WORDS = st.lists(st.sampled_from(["ab", "cd", "e", "f.", "g"]))


@given(WORDS, WORDS)
def test_words_give_back_both_texts(old: list[str], new: list[str]) -> None:
    runs = list(word_changes(" ".join(old), " ".join(new)))
    assert " ".join(text for sign, text in runs if sign != "+").split() == old
    assert " ".join(text for sign, text in runs if sign != "-").split() == new


def test_ten_times_the_entries_take_at_most_some_thirty_times_as_long() -> None:
    def seconds(count: int) -> float:
        old = {
            f"Pan {n}": f"A dish of kind {n} with handle {n * 7} for frying." for n in range(count)
        }
        new = {f"Pot {n}x": text for n, text in enumerate(old.values())}
        read = table(old), table(new)
        start = time.perf_counter()
        compare(*read)
        return time.perf_counter() - start

    seconds(10)
    assert seconds(1500) < 30 * max(seconds(150), 0.02)
