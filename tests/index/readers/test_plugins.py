"""Readers of other packages: the documented one is installed and used; faults are theirs."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from glossator.index.errors import InputError
from glossator.index.options import options_of
from glossator.index.readers import Draft, Rendering, Sniff, Source, plugins
from glossator.index.reading import read_bytes, read_paths

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "readers.md").read_text(encoding="utf-8")
CARDS = "Term: Urn\nAlso: Samovar, Tap pot\nMeans: A pot with a tap.\n\nTerm: Vat\nMeans: A tub."


def documented() -> dict[str, str]:
    """Return the files of the page's example by name."""
    return dict(re.findall(r"^`(\S+)`\n\n```\w+\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))


def test_the_documented_reader_has_under_40_lines() -> None:
    files = documented()
    assert sorted(files) == ["glossator_cards.py", "pyproject.toml"]
    assert sum(len(text.splitlines()) for text in files.values()) < 40


def test_the_documented_reader_is_installed_and_reads_its_format(tmp_path: Path) -> None:
    project = tmp_path / "cards"
    project.mkdir()
    for name, text in documented().items():
        (project / name).write_text(text, encoding="utf-8")
    installed = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--no-index", "--target", installed, project], check=True)
    (tmp_path / "pots.txt").write_text(CARDS, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "glossator.ui.cli", "parse", tmp_path / "pots.txt", "--json"],
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    urn, vat = map(json.loads, ran.stdout.splitlines())
    assert (urn["term"], urn["aliases"], urn["line"]) == ("Urn", ["Samovar", "Tap pot"], 1)
    assert (vat["term"], vat["definition"], vat["line"]) == ("Vat", "A tub.", 5)
    assert "read as cards (2 cards begin with 'Term:'" in ran.stderr
    assert "'cards' of the package 'glossator-cards'" in ran.stderr
    assert "unread" not in ran.stderr


# --- what goes wrong in a plugin ---

Install = Callable[..., None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Give a function that puts a plugin where installed ones are found."""

    def put(name: str = "cards", **parts: Any) -> None:
        module = ModuleType("cards_of_a_test")
        vars(module).update({"NAME": name, "sniff": sure, "read": empty, **parts})
        monkeypatch.setitem(sys.modules, "cards_of_a_test", module)
        point = EntryPoint(name, "cards_of_a_test", plugins.GROUP)
        monkeypatch.setattr(plugins, "_found", lambda: {name: point})
        plugins.load.cache_clear()

    yield put
    plugins.load.cache_clear()


def sure(_: Source) -> Sniff:
    return Sniff(0.99, "it is one")


def empty(source: Source) -> Draft:
    return Rendering(source.path).draft()


def broken(_: Source) -> Any:
    raise KeyError("no such card")


@pytest.mark.parametrize(
    ("sniff", "said"),
    [
        (broken, "failed: KeyError"),
        (lambda _: None, "failed: AttributeError"),
        (lambda _: Sniff(2, "so"), "gave a score of 2.0"),
        (lambda _: Sniff(float("nan"), "so"), "gave a score of nan"),
    ],
)
def test_a_reader_that_can_t_tell_is_named_and_costs_no_other(
    install: Install, sniff: Any, said: str
) -> None:
    install(sniff=sniff)
    reading = read_bytes(b"Urn\tA pot.\nVat\tA tub.\n", "pots.tsv")
    assert reading.format == "table"
    assert [remark.code for remark in reading.remarks] == ["plugin-failed"]
    assert f"reader 'cards' of the package 'cards_of_a_test' {said}" in reading.remarks[0].message


def misplaced(_: Source) -> Draft:
    made = Rendering("x")
    made.add("Urn", "A pot.", line=1)
    whole = made.draft()
    return Draft(type(whole.stripped)("Urn", (), (0,)), whole.entries)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (broken, "failed: KeyError"),
        (lambda _: None, "gave a NoneType, no Draft"),
        (misplaced, r"put 'Urn' at 4–10 of a text of 3 characters"),
    ],
)
def test_a_reader_that_fails_is_named_and_costs_one_file_of_a_folder(
    install: Install, tmp_path: Path, read: Any, said: str
) -> None:
    install(read=read, sniff=lambda source: Sniff(float(source.path == "a"), "its name"))
    (tmp_path / "a").write_text(CARDS)
    (tmp_path / "b").write_text("Urn\tA pot.\nVat\tA tub.\n")
    with pytest.raises(InputError, match=rf"reader 'cards' of the package .* {said}"):
        read_paths([tmp_path / "a"])
    found = read_paths([tmp_path])
    assert [reading.format for reading in found.readings] == ["table"]
    assert len(found.unread) == 1


def test_what_is_no_reader_is_named_with_what_to_do(install: Install) -> None:
    install(sniff=None)
    with pytest.raises(InputError, match=r"has no callable.*uninstall"):
        read_bytes(CARDS.encode(), "pots.txt", "cards")


def test_a_package_that_can_t_be_imported_is_named(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install()
    monkeypatch.delitem(sys.modules, "cards_of_a_test")
    with pytest.raises(InputError, match=r"can't be loaded \(ModuleNotFoundError.*uninstall"):
        read_bytes(CARDS.encode(), "pots.txt", "cards")
    reading = read_bytes(b"Urn\tA pot.\nVat\tA tub.\n", "pots.tsv")
    assert [remark.code for remark in reading.remarks] == ["plugin-failed"]


def test_a_reader_can_t_take_the_name_of_one_of_ours(install: Install) -> None:
    install("table")
    reading = read_bytes(b"Urn\tA pot.\nVat\tA tub.\n", "pots.tsv", "table")
    assert [entry.term for entry in reading.entries] == ["Urn", "Vat"]


def test_columns_go_to_readers_that_heed_them(install: Install) -> None:
    said = options_of("term=A")
    install()
    reading = read_bytes(b"x", "pots.txt", "cards", options=said)
    codes = sorted(remark.code for remark in reading.remarks)
    assert codes == ["columns-ignored", "no-entries", "unread"]
    install(read=lambda source: empty(source) if source.options == said else None)
    assert read_bytes(b"x", "pots.txt", "cards", options=said).format == "cards"


def test_an_object_may_be_a_reader_too(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install()
    held = SimpleNamespace(NAME="cards", sniff=sure, read=empty)
    monkeypatch.setattr(sys.modules["cards_of_a_test"], "held", held, raising=False)
    point = EntryPoint("cards", "cards_of_a_test:held", plugins.GROUP)
    monkeypatch.setattr(plugins, "_found", lambda: {"cards": point})
    assert read_bytes(b"x", "pots.txt").format == "cards"
