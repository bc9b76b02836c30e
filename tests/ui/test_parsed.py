"""What ``parse`` says of its input: an entry a line, and a report on every line."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from glossator.index.reading import read_paths
from glossator.ui.parsed import entry_lines, remarks_of, report, resolve, summary
from tests.ui.program import ROOT, Ran, rows

OWN = ROOT / "data" / "glossaries"
#: The fields that design and docs/formats.md name, in their order.
FIELDS = [
    "source", "entry_id", "number", "term", "aliases", "definition", "start", "end", "more",
    "line", "locator", "see_also", "dangling", "mnemonic", "status", "language", "flags",
    "concept", "merged_by",
]  # fmt: skip
TABLE = """\
# Words of the Harbour

Term\tDefinition
Quay\tA wall along which ships lie to load and unload.
Pier (Jetty)\tA platform on piles that reaches out over the water.
Bollard\t
\tA post without a name.
Somebody wrote a whole sentence between two rows.
Berth\tA place where one ship lies.
"""
HEADINGS = """\
# More Words

**1. Berth**

A berth is a place along a **quay** where one ship lies. See also the **dry dock**.

**2. Pier**

A pier is a platform on piles that reaches out over the water.
"""


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    (tmp_path / "below").mkdir()
    (tmp_path / "harbour.tsv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "below" / "more.md").write_text(HEADINGS, encoding="utf-8")
    return tmp_path


def entries(*paths: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Parse files and return their entries by source and term."""
    found = rows("\n".join(entry_lines(resolve(read_paths(paths)), as_json=True)))
    return {(one["source"], one["term"]): one for one in found}


def test_every_entry_has_the_fields_of_the_contract(harbour: Path) -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    for one in entries(harbour).values():
        assert list(one) == FIELDS
    assert all(f"`{field}`" in page for field in FIELDS)


def test_an_entry_says_what_it_is_and_where_it_stands(harbour: Path) -> None:
    found = entries(harbour)
    text = read_paths([harbour / "harbour.tsv"]).readings[0].document.text
    pier = found["harbour.tsv", "Pier"]
    assert pier["aliases"] == ["Jetty"]
    assert pier["definition"] == "A platform on piles that reaches out over the water."
    assert text[pier["start"] : pier["end"]] == pier["definition"]
    assert (pier["line"], pier["number"], pier["locator"]) == (5, None, None)
    berth = found["below/more.md", "Berth"]
    assert (berth["number"], berth["see_also"], berth["dangling"]) == ("1", ["Quay"], ["dry dock"])


def test_entries_that_define_one_thing_have_one_concept_and_a_rule(harbour: Path) -> None:
    found = entries(harbour)
    here, there = found["harbour.tsv", "Pier"], found["below/more.md", "Pier"]
    assert here["concept"] == there["concept"]
    assert {here["merged_by"], there["merged_by"]} == {"same name"}
    quay = found["harbour.tsv", "Quay"]
    assert (quay["concept"], quay["merged_by"]) == (quay["entry_id"], None)


def test_a_line_for_a_person_is_short_and_harmless(tmp_path: Path) -> None:
    long = "A post \x1b[31mred\u202e of iron. " + "It stands on a quay. " * 20
    (tmp_path / "x.tsv").write_text(f"Term\tDefinition\nQuay\tA wall.\nPost\t{long}\n")
    first, second = entry_lines(resolve(read_paths([tmp_path])), as_json=False)
    assert first == "x.tsv:2: Quay — A wall."
    assert second.startswith("x.tsv:3: Post — A post ␛[31mred<U+202E> of iron. It stands")
    assert second.endswith("…")


def test_the_report_has_every_remark_and_what_became_of_every_line(harbour: Path) -> None:
    made = report(resolve(read_paths([harbour])))
    remarks = [(one["source"], one["line"], one["code"]) for one in made["remarks"]]
    assert remarks == [
        ("below/more.md", 3, "dangling-reference"),
        ("harbour.tsv", 6, "no-definition"),
        ("harbour.tsv", 7, "no-term"),
        ("harbour.tsv", 8, "unread"),
    ]
    assert all(one["message"].endswith((".", "defines")) for one in made["remarks"])
    more, table = made["files"]
    assert (more["source"], more["title"], more["format"]) == (
        "below/more.md", "More Words", "headings",
    )  # fmt: skip
    assert (table["entries"], table["unaccounted"]) == (3, 1)
    assert [(part["first"], part["use"], part["rule"]) for part in table["lines"]] == [
        (1, "page", "title"),
        (3, "page", "table-header"),
        (4, "entry", "harbour-tsv#quay"),
        (5, "entry", "harbour-tsv#pier"),
        (6, "report", "no-definition"),
        (7, "report", "no-term"),
        (8, "report", "unread"),
        (9, "entry", "harbour-tsv#berth"),
    ]


def test_files_that_can_t_be_read_and_lines_are_remarked_on_in_order(harbour: Path) -> None:
    (harbour / "image.png").write_bytes(b"\x89PNG\0\0\0")
    found = read_paths([harbour])
    assert [(one.path, one.line) for one in remarks_of(found)] == [
        ("harbour.tsv", 6), ("harbour.tsv", 7), ("harbour.tsv", 8), ("image.png", 0),
    ]  # fmt: skip


def test_the_summary_counts_entries_and_remarks_by_code(harbour: Path) -> None:
    first, second, total = summary(resolve(read_paths([harbour])))
    assert first.startswith("below/more.md: 2 entries, read as headings (")
    assert second.startswith("harbour.tsv: 3 entries, read as table (")
    assert total == (
        "5 entries in 2 files; 1 dangling-reference, 1 no-definition, 1 no-term, 1 unread"
    )


def unaccounted(paths: Sequence[Path]) -> list[str]:
    """Return each line that is not blank and that the report leaves out or calls unread."""
    lost = []
    found = read_paths(paths)
    for file in report(resolve(found))["files"]:
        assert file["unaccounted"] == 0
        (place,) = [path for path in paths if path.name == file["source"]]
        uses = [
            (line, part["rule"])
            for part in file["lines"]
            for line in range(part["first"], part["last"] + 1)
        ]
        assert len({line for line, _ in uses}) == len(uses)  # one use a line
        known = {line for line, rule in uses if rule and rule != "unread"}
        lines = place.read_text(encoding="utf-8").split("\n")
        lost += [
            f"{place.name}:{at}"
            for at, line in enumerate(lines, 1)
            if line.strip() and at not in known
        ]
    return lost


def test_every_line_of_our_own_glossaries_is_accounted_for() -> None:
    assert unaccounted(sorted(OWN.iterdir())) == []


@pytest.mark.shared
def test_every_line_of_the_source_glossaries_is_accounted_for(seeds: Path) -> None:
    assert unaccounted(sorted(seeds.glob("*.txt"))) == []


@pytest.mark.shared
def test_the_source_glossaries_give_237_entries(
    seeds: Path, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    out = tmp_path / "report.json"
    ran = run("parse", *sorted(seeds.glob("*.txt")), "--json", "--report", out)
    assert ran.code == 0
    found = rows(ran.out)
    counts: dict[str, int] = {}
    for one in found:
        counts[one["source"][:3]] = counts.get(one["source"][:3], 0) + 1
    assert counts == {"000": 43, "001": 24, "002": 100, "003": 70}
    assert sum(one["mnemonic"] is not None for one in found) == 24
    assert all(one["merged_by"] for one in found if one["concept"] != one["entry_id"])
    assert 160 <= len({one["concept"] for one in found}) <= 180
