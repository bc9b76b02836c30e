"""``glossator diff`` as a user runs it: lines, JSON, exit codes, errors."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.program import Ran, rows

Run = Callable[..., Ran]

OLD = """\
Term\tDefinition
Cup\tA small vessel with a handle, for tea.
Pan\tA flat iron dish with a long handle for frying.
Urn\tA pot with a tap that sits on a table all day long, all through the night and has tea hot.
"""
NEW = """\
Term\tDefinition
Skillet\tA flat iron dish with a long handle for frying.
Urn\tA pot with a spigot that sits on a table all day long, all through the night and has tea warm.
Vat\tA large tub.
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "old.tsv", tmp_path / "new.tsv"
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_changes_are_lines_with_words_marked(run: Run, files: tuple[Path, Path]) -> None:
    ran = run("diff", *files)
    assert ran.out == (
        "- Cup (old.tsv:2): A small vessel with a handle, for tea.\n"
        "> Pan → Skillet (old.tsv:3 → new.tsv:2)\n"
        "~ Urn (old.tsv:4 → new.tsv:3)\n"
        "    definition: A pot with a [-tap-] {+spigot+} that sits on a table all … through "
        "the night and has tea [-hot.-] {+warm.+}\n"
        "+ Vat (new.tsv:4): A large tub.\n"
    )
    assert ran.err == "1 added, 1 removed, 1 changed, 1 renamed, 0 unchanged\n"
    assert ran.code == 1


def test_the_same_glossary_twice_is_no_difference(run: Run, files: tuple[Path, Path]) -> None:
    ran = run("diff", files[0], files[0])
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "0 added, 0 removed, 0 changed, 0 renamed, 3 unchanged\n"


def test_json_has_an_object_for_each_change(run: Run, files: tuple[Path, Path]) -> None:
    ran = run("diff", *files, "--json")
    removed, renamed, changed, added = rows(ran.out)
    assert (removed["change"], removed["new"], removed["old"]["term"]) == ("removed", None, "Cup")
    assert (added["change"], added["old"], added["new"]["line"]) == ("added", None, 4)
    assert renamed["fields"] == ["term"]
    assert changed["fields"] == ["definition"]
    assert changed["words"][:3] == [["=", "A pot with a"], ["-", "tap"], ["+", "spigot"]]
    assert changed["old"] == {
        "source": "old.tsv",
        "line": 4,
        "locator": None,
        "entry_id": "old-tsv#urn",
        "term": "Urn",
        "definition": OLD.splitlines()[3].split("\t")[1],
        "aliases": [],
        "references": [],
        "status": None,
        "language": None,
    }
    assert ran.code == 1


def test_folders_and_other_formats_are_compared(
    run: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "terms"
    folder.mkdir()
    for line in OLD.splitlines()[1:]:
        term, text = line.split("\t")
        page = f"---\ntitle: {term}\n---\n\n{text}\n"
        (folder / f"{term}.md").write_text(page, encoding="utf-8")
    assert run("diff", files[0], folder).code == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("x.tsv",), "required: NEW"),
        (("x.tsv", "y.tsv"), "x.tsv: does not exist"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    arguments: tuple[str, ...], complaint: str, run: Run
) -> None:
    ran = run("diff", *arguments)
    assert ran.code == 2
    assert complaint in ran.fault
