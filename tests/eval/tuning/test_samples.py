"""Glossaries in formats of their own, read from little ones of ours."""

import csv
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from glossator.eval.tuning.samples import HELD_OUT, SAMPLES, Row, rows, write_lines
from glossator.index.reading import read_paths
from glossator.rag import InputError

ADOC = """\
[[def_weir]]weir::
\tA low wall across a <<def_river,river>>. It raises
\tthe `water` above it.
+
A second paragraph about link:weirs.html[old weirs] and _gates_.

sluice::
[[def_sluice_note]]
\tA gate in a <<def_weir,weir>>
\tthat lets water through.

[[def_empty]]penstock::
[[def_lock]]lock chamber::
\tA basin with gates at both ends.
"""
WEIR = """\
---
title: Weir
full_link:
short_description: >
  A low wall.
aka:
- Low-head dam
-
tags: [river]
---
 A low wall across a {{< glossary_tooltip text="river" term_id="river" >}}.

<!--more-->

It raises the [water](/water/) above it, and is **not** a *dam*.
"""
SLUICE = """\
---
title: Sluice
full_link:
aka: Floodgate
---
A gate that lets water through. {{% note %}}
"""
LIST = "---\ntitle: All words\nlayout: list\n---\n\nThe page itself.\n"
HEADINGS = """\
# Glossary

Words of rivers.

## W

### weir

A `low wall` across a river.

```py
### not a heading
```

It raises [the water](https://example.org/water).

### empty

## See also

### sluice (or **floodgate**)

A gate.
"""
RST = """\
Rivers
======

Text that stands before.

.. glossary::

    weir
    weirs
        A low wall across a :term:`river <rivers>`.
        It raises the water.

        See :doc:`dams`.

    sluice
        A ``gate`` in a :term:`weir`.

Other Words
===========

    quoted
        No entry: it stands outside.

.. glossary::

    lock
        A basin with gates.
"""


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_labelled_lists_lose_anchors_and_macros_and_keep_paragraphs(tmp_path: Path) -> None:
    put(tmp_path, "git/glossary-content.adoc", ADOC)
    assert rows("git", tmp_path) == [
        Row(
            "weir",
            "A low wall across a river. It raises the water above it.\n\n"
            "A second paragraph about old weirs and gates.",
        ),
        Row("sluice", "A gate in a weir that lets water through."),
        Row("lock chamber", "A basin with gates at both ends."),
    ]


def test_front_matter_gives_title_and_other_names_and_the_lists_page_is_no_entry(
    tmp_path: Path,
) -> None:
    for name, text in (("weir", WEIR), ("sluice", SLUICE), ("index", LIST)):
        put(tmp_path, f"kubernetes/en/{name}.md", text)
    assert rows("kubernetes", tmp_path) == [
        Row("Sluice", "A gate that lets water through.", ("Floodgate",)),
        Row(
            "Weir",
            "A low wall across a river.\n\nIt raises the water above it, and is not a dam.",
            ("Low-head dam",),
        ),
    ]


def test_headings_of_the_third_level_are_entries_and_code_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "transformers/glossary.md", HEADINGS)
    assert rows("transformers", tmp_path) == [
        Row("weir", "A low wall across a river.\n\nIt raises the water."),
        Row("sluice (or floodgate)", "A gate."),
    ]


def test_several_terms_of_one_block_are_other_names_and_roles_show_their_text(
    tmp_path: Path,
) -> None:
    put(tmp_path, "scikit-learn/glossary.rst", RST)
    found = rows("scikit-learn", tmp_path)
    assert [(row.term, row.aliases) for row in found] == [
        ("weir", ("weirs",)),
        ("sluice", ()),
        ("lock", ()),
    ]
    weir, sluice, lock = (" ".join(row.definition.split()) for row in found)
    assert weir == "A low wall across a river. It raises the water. See dams."
    assert (sluice, lock) == ("A gate in a weir.", "A basin with gates.")


def test_json_lists_are_read_file_after_file(tmp_path: Path) -> None:
    weir = {"term": "Weir", "definition": "A wall.", "aliases": ["Dam"], "depth": 3}
    put(tmp_path, "solana-json/terms/b.json", json.dumps([weir]))
    sluice = {"term": "Sluice", "definition": "A gate."}
    put(tmp_path, "solana-json/terms/a.json", json.dumps([sluice, {"term": "X", "definition": ""}]))
    assert rows("solana-json", tmp_path) == [
        Row("Sluice", "A gate."),
        Row("Weir", "A wall.", ("Dam",)),
    ]


def test_a_csv_gives_the_definition_with_one_stop_and_its_note(tmp_path: Path) -> None:
    folder = tmp_path / "w3c-dpv"
    folder.mkdir()
    with (folder / "dpv.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["term", "label", "definition", "scopenote"])
        table.writerow(["weir", "Weir", "A low wall, across a river", ""])
        table.writerow(["lock", "Lock", "A basin with gates.", "Boats pass\nthrough it."])
        table.writerow(["none", "Nothing", "", ""])
        table.writerow(["note", "Noted", "", "Only a note."])
    assert rows("w3c-dpv", tmp_path) == [
        Row("Weir", "A low wall, across a river."),
        Row("Lock", "A basin with gates.\n\nBoats pass through it."),
        Row("Noted", "Only a note."),
    ]


def test_a_sheet_is_read_by_the_names_of_its_columns_and_gaps_are_left_out(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Nr", "English_descr", "German", "English_word"])
    sheet.append([1, "A low wall across\na river.", "Wehr", "Weir"])
    sheet.append([2, None, "Nichts", "Nothing"])
    sheet.append([3, "A gate.", "Schieber", None])
    sheet.append([4, "Gates at both ends.", "Schleuse", "Lock"])
    (tmp_path / "engineering-xlsx").mkdir()
    book.save(tmp_path / "engineering-xlsx" / "glossary.xlsx")
    assert rows("engineering-xlsx", tmp_path) == [
        Row("Weir", "A low wall across a river."),
        Row("Lock", "Gates at both ends."),
    ]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder; expected the sample glossary 'git'"):
        rows("git", tmp_path)


def test_rows_are_written_as_the_reader_of_json_lines_takes_them(tmp_path: Path) -> None:
    path = tmp_path / "rivers.jsonl"
    write_lines([Row("Weïr", "A low wall.\n\nIt's wet."), Row("Lock", "A basin.", ("Sas",))], path)
    (reading,) = read_paths([path]).readings
    assert [entry.term for entry in reading.entries] == ["Weïr", "Lock"]
    assert [entry.aliases for entry in reading.entries] == [(), ("Sas",)]
    assert "It's wet." in reading.document.text


def test_what_is_held_out_is_there_to_be_measured_on() -> None:
    assert set(HELD_OUT) < set(SAMPLES)


@pytest.mark.shared
@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_glossary_gives_terms_and_prose_without_markup(
    name: str, shared: Path
) -> None:
    found = rows(name, shared / "glossaries")
    assert len(found) > 50
    for row in found:
        assert row.term == row.term.strip() != ""
        assert len(row.definition) > 5
        for mark in ("{{", "[[", "<!--", ":term:", "```"):
            assert mark not in row.term + row.definition
