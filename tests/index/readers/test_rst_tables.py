"""reStructuredText whose entries are rows of tables: list tables, simple tables, grid tables."""

from glossator.index.reading import read_bytes
from glossator.index.records import LineUse, Reading
from tests.index.readers.soundness import unsound


def read(text: str) -> Reading:
    reading = read_bytes(text.encode(), "words.rst")
    assert unsound(reading) == []
    return reading


def defined(reading: Reading) -> dict[str, str]:
    return {entry.term: entry.definition for entry in reading.entries}


LIST = """\
Acronyms
========

.. list-table:: Ours
   :header-rows: 1
   :widths: 20 80

   * - Acronym
     - Meaning
     - Since
   * - HP
     - Hot pot, see :term:`TK`.

       * It **whistles**.
     - 2001
   * - TK
     - Tea
       kettle
     -
"""


def test_rows_of_list_tables_are_entries() -> None:
    reading = read(LIST)
    assert defined(reading) == {
        "HP": "Hot pot, see TK.\n\n* It whistles.",
        "TK": "Tea\nkettle",
    }
    assert reading.entries[0].references == ("TK",)
    assert reading.document.title == "Acronyms"
    assert [line for line in reading.lines if line.use is LineUse.REPORT] == []


DRAWN = """\
Glossary
========

====== ============================ =====
Term   Definition                   Since
====== ============================ =====
Kettle A pot with a ``spout``,      2001
       and a lid.
Lid    It closes a pot.             2002
====== ============================ =====

+--------+-------+------------------+
| Name   | Since | Description      |
+========+=======+==================+
| Hob    | 2003  | It heats from    |
|        |       | below.           |
+--------+-------+------------------+
| Gas    | 2004  | Heats from       |
| stove  |       | below, too.      |
+--------+-------+------------------+

See :ref:`more`.
"""


def test_cells_of_drawn_tables_go_on_below_without_what_stands_beside_them() -> None:
    assert defined(read(DRAWN)) == {
        "Kettle": "A pot with a spout,\nand a lid.",
        "Lid": "It closes a pot.",
        "Hob": "It heats from\nbelow.",
        "Gas stove": "Heats from\nbelow, too.",
    }
