"""Marks that say which findings are meant so."""

from pathlib import Path

import pytest

from glossator.index.lint import lint_paths
from tests.index.lint.tables import codes

SAME = "A pot with a tap for coffee."


def linted(folder: Path, text: str, name: str) -> tuple[list[tuple[int, str]], int]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    done = lint_paths([path])
    return codes(done.findings), done.ignored


MARKED = {
    "a.md": f"# Pot glossary\n\n## Urn\n\n{SAME}\n\n<!-- {{}} -->\n\n## Samovar\n\n{SAME}\n",
    "b.md": f"# Pot glossary\n\n## Urn\n\n{SAME}\n\n## Samovar\n\n{SAME} <!-- {{}} -->\n",
    "c.rst": (
        f"Pots\n====\n\n.. glossary::\n\n   urn\n      {SAME}\n\n"
        f"   .. {{}}\n\n   samovar\n      {SAME}\n"
    ),
    "d.adoc": f"= Pots\n\nurn::\n  {SAME}\n\n// {{}}\nsamovar::\n  {SAME}\n",
    "e.html": (
        f"<title>Pots</title><dl>\n<dt>urn</dt><dd>{SAME}</dd>\n<!-- {{}} -->\n"
        f"<dt>samovar</dt>\n<dd>{SAME}</dd></dl>"
    ),
    "f.yaml": (
        f"- term: urn\n  definition: {SAME}\n# {{}}\n- term: samovar\n  definition: {SAME}\n"
    ),
}


@pytest.mark.parametrize("name", MARKED)
def test_a_mark_in_a_comment_ignores_what_it_names_at_its_entry(name: str, tmp_path: Path) -> None:
    text = MARKED[name]
    mark = "glossator-lint: ignore same-definition -- two makers"
    assert linted(tmp_path, text.format(mark), name) == ([], 1)
    assert linted(tmp_path, text.format("glossator-lint: ignore"), name) == ([], 1)
    left, ignored = linted(tmp_path, text.format("glossator-lint: ignore list-missing"), name)
    assert sorted(code for _, code in left) == ["same-definition", "unused-ignore"]
    assert ignored == 0


def test_a_mark_is_for_one_entry_and_one_for_the_file_for_all(tmp_path: Path) -> None:
    text = "# Pot glossary\n\n<!-- glossator-lint: {} same-definition -->\n"
    text += "".join(f"\n## {term}\n\n{SAME}\n" for term in ("Urn", "Pot", "Jar"))
    assert [code for _, code in linted(tmp_path, text.format("ignore"), "a.md")[0]] == [
        "unused-ignore", "same-definition", "same-definition",
    ]  # fmt: skip
    assert linted(tmp_path, text.format("ignore-file"), "b.md") == ([], 2)


def test_a_mark_in_a_format_without_comments_is_no_text_that_was_lost(tmp_path: Path) -> None:
    text = f"Term\tDefinition\nUrn\t{SAME}\n# glossator-lint: ignore same-definition\nPot\t{SAME}\n"
    assert linted(tmp_path, text, "a.tsv") == ([], 1)


def test_a_code_that_is_unknown_ignores_nothing_and_is_told(tmp_path: Path) -> None:
    text = MARKED["b.md"].format("glossator-lint: ignore same-defs")
    assert [code for _, code in linted(tmp_path, text, "a.md")[0]] == [
        "same-definition",
        "bad-ignore",
    ]
