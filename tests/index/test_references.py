"""Names to entries: by their names first, and last by the file that holds an entry alone."""

from glossator.index.references import link
from tests.index.test_concepts import entry


def test_the_name_of_a_file_with_one_entry_means_that_entry() -> None:
    home = entry("Hive", "Where bees live.", document="a", references=("userns", "wood-frame"))
    named = entry("User name", "A name.", document="b")
    framed = entry("Frame", "Wood.", document="c")
    paths = {"a": "hive.md", "b": "userns.md", "c": "wood_frame/index.md"}
    (first, *_), remarks = link([home, named, framed], paths)
    assert first.see_also == (named.id, framed.id)
    assert remarks == []


def test_the_name_of_a_file_with_many_entries_means_none_of_them() -> None:
    home = entry("Hive", "Where bees live.", document="a", references=("words",))
    others = [entry("Bee", "An insect.", document="b"), entry("Wax", "Of bees.", document="b")]
    (first, *_), _ = link([home, *others], {"a": "hive.md", "b": "words.md"})
    assert (first.see_also, first.dangling) == ((), ("words",))


def test_a_term_goes_before_a_file_s_name() -> None:
    home = entry("Hive", "Where bees live.", document="a", references=("bee",))
    named = entry("Bee", "An insect.", document="b")
    filed = entry("Wasp", "Another.", document="c")
    (first, *_), _ = link([home, named, filed], {"a": "hive.md", "b": "x.md", "c": "bee.md"})
    assert first.see_also == (named.id,)
