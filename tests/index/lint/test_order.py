"""Breaks of the alphabet."""

from tests.index.lint.tables import found, table, terms

NAMES = ["Bowl", "Cup", "Dish", "Jug", "Mug", "Pan", "Pot", "Urn"]


def rows(*names: str) -> str:
    return table(*(f"{name}: Vessel number {at} of the shelf." for at, name in enumerate(names)))


def test_the_entry_out_of_order_is_found_with_its_place() -> None:
    (one,) = found(rows(*NAMES[1:6], "Bowl", *NAMES[6:]))
    assert one.message == "'Bowl' is out of order: it belongs before 'Cup'"
    (one,) = found(rows("Urn", *NAMES[:7]))
    assert one.message == "'Urn' is out of order: it belongs behind 'Pot'"


def test_order_and_no_order_at_all_are_left_in_peace() -> None:
    assert found(rows(*NAMES)) == ()
    assert found(rows(*NAMES[::-1])) == ()
    assert found(rows("Pan", "Cup", "Urn", "Bowl", "Mug", "Dish", "Pot", "Jug")) == ()
    assert found(rows("Pan", "Cup", "Urn")) == ()


def test_case_accents_blanks_and_hyphens_may_count_or_not() -> None:
    assert found(rows("bowl", "Cup", "Élan vital", "fry pan", "Mug", "Pan")) == ()
    assert found(rows("air pot", "airing", "airpot lid", "bowl", "cup", "dish")) == ()
    assert found(rows("airing", "air pot", "bowl", "cup", "dish", "jug")) == ()


def test_more_than_a_few_breaks_are_another_order() -> None:
    names = [f"{chr(97 + at)}{chr(97 + at)}" for at in range(24)]
    assert found(rows(*names[:3], "zz", *names[3:], "ab")) != ()
    assert found(rows("zz", *names[:3], "yz", *names[3:9], "xz", *names[9:])) == ()


def test_symbols_stand_anywhere() -> None:
    assert (
        terms(found(rows("Bowl", "Cup", ">>>", "Dish", "...", "Jug", "Mug")), "alphabet-break")
        == []
    )


def test_files_of_one_entry_have_no_order() -> None:
    files = {
        f"d/{at}.md": f"---\ntitle: {name}\n---\n\nVessel {at} of the shelf.\n"
        for at, name in enumerate(["Cup", *NAMES[2:], "Bowl"])
    }
    assert found(files) == ()
