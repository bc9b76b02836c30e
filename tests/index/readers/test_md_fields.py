"""Markdown whose entries stand under headings as labelled fields, or as terms that run in."""

from glossator.index.reading import read_bytes
from glossator.index.records import Reading
from tests.index.readers.soundness import unsound


def read(text: str) -> Reading:
    reading = read_bytes(text.encode(), "glossary.md")
    assert unsound(reading) == []
    return reading


def defined(reading: Reading) -> dict[str, str]:
    return {entry.term: entry.definition for entry in reading.entries}


FIELDS = """\
# Glossary

**Last updated:** today

## Kettle

- **Definition:** A pot with a spout.
- **Where used:** In the kitchen.
- **Synonyms:** boiler, hot pot
- **Related terms:** [Lid](#lid)

## Lid

- **Definition:** What closes a [kettle](#kettle).
- **Where used:** On top.
"""


def test_labels_that_recur_under_headings_are_fields_and_no_terms() -> None:
    reading = read(FIELDS)
    assert defined(reading) == {
        "Kettle": "A pot with a spout.",
        "Lid": "What closes a kettle.",
    }
    kettle, lid = reading.entries
    assert kettle.aliases == ("boiler", "hot pot")
    assert (kettle.references, lid.references) == (("Lid",), ("Kettle",))
    text = reading.document.text
    assert [text[span.start : span.end] for span in lid.more] == ["- Where used: On top."]
    assert not [remark for remark in reading.remarks if remark.code == "unread"]


def test_a_closing_line_that_names_related_entries_is_no_part_of_the_definition() -> None:
    reading = read(
        "# Glossary\n\n## Kettle\n\nA pot with a spout.\n\n**See also:** [Lid](#lid)\n\n"
        "## Lid\n\nIt closes a kettle.\n\n**Example:** A round one.\n\n## Hob\n\nIt heats.\n"
    )
    assert defined(reading)["Kettle"] == "A pot with a spout."
    assert reading.entries[0].references == ("Lid",)
    assert defined(reading)["Lid"] == "It closes a kettle.\n\nExample: A round one."


TOPICS = """\
# Glossary

## Pots

**Kettle:** A pot with a spout.

**Lid**. It closes a pot.

## Heat

**Hob**. It heats from below.

**Stove**
A hob with a door below.
- *Example*: The black one.
- *Related*: Hob

**Grill (barbecue)**
It heats from above.

---

*Last changed in May*
"""


def test_bold_terms_below_topics_are_entries_and_the_topics_are_none() -> None:
    reading = read(TOPICS)
    assert defined(reading) == {
        "Kettle": "A pot with a spout.",
        "Lid": "It closes a pot.",
        "Hob": "It heats from below.",
        "Stove": "A hob with a door below.\n- Example: The black one.\n- Related: Hob",
        "Grill (barbecue)": "It heats from above.",
    }
    assert reading.lines[-1].rule == "aside"


def test_a_list_of_terms_below_a_note_is_no_part_of_the_note() -> None:
    reading = read(
        "# Glossary\n\n**Note:** these are ours.\n\n- **Kettle**: A pot.\n- **Lid**: It closes.\n"
        "- **Hob**: It heats.\n"
    )
    assert list(defined(reading))[-3:] == ["Kettle", "Lid", "Hob"]
