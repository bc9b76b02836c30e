"""Markdown's glossary directive: terms with indented definitions, options, labels, roles."""

from glossator.index.reading import read_bytes
from glossator.index.records import LineUse
from tests.index.readers.soundness import unsound

DIRECTIVE = """\
# Words

What we say. See also {doc}`other`.

```{glossary}
:sorted:

kettle
  A pot with a **spout**,
  and a lid.

  * It whistles.

boiler
hot pot : B
 Another {term}`kettle`.
(the-lid)=
lid
: It closes a pot.
```
"""


def test_a_directive_holds_terms_and_indented_definitions() -> None:
    reading = read_bytes(DIRECTIVE.encode(), "words.md")
    assert unsound(reading) == []
    assert [(entry.term, entry.aliases, entry.definition) for entry in reading.entries] == [
        ("kettle", (), "A pot with a spout,\nand a lid.\n\n* It whistles."),
        ("boiler", ("hot pot",), "Another kettle."),
        ("lid", (), "It closes a pot."),
    ]
    assert reading.entries[1].references == ("kettle",)
    assert [line for line in reading.lines if line.use is LineUse.REPORT] == []


def test_a_colon_directive_may_hold_labels_between_its_terms() -> None:
    text = ":::{glossary}\nKettle\n: A pot.\n\n(lid)=\nLid\n: It closes a {term}`Kettle`.\n:::\n"
    reading = read_bytes(text.encode(), "words.md")
    assert unsound(reading) == []
    assert {entry.term: entry.definition for entry in reading.entries} == {
        "Kettle": "A pot.",
        "Lid": "It closes a Kettle.",
    }
    assert [line for line in reading.lines if line.use is LineUse.REPORT] == []
