"""``glossator lint`` as a user runs it: lines, JSON, SARIF, exit codes, options, errors."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.program import ROOT, Ran, rows

Run = Callable[..., Ran]

GOOD = "Urn\tA pot with a tap.\nVat\tA large tub.\nWok\tA round pan.\n"
WARNED = "Pan\tA pot with a tap.\nUrn\tA pot with a tap.\n"
BAD = "Urn\tA pot with a tap.\nUrn\tA vase for ashes.\n"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def make(text: str) -> Path:
        path = tmp_path / "kitchen.tsv"
        path.write_text(f"Term\tDefinition\n{text}", encoding="utf-8")
        return path

    return make


@pytest.mark.parametrize(
    ("text", "plain", "strict"),
    [(GOOD, 0, 0), (WARNED, 0, 1), (BAD, 1, 1), (f"{GOOD}Yam\tBoiled by ZQX.\n", 0, 0)],
)
def test_exit_codes(
    text: str, plain: int, strict: int, run: Run, file: Callable[[str], Path]
) -> None:
    assert run("lint", file(text)).code == plain
    assert run("lint", file(text), "--strict").code == strict


def test_a_finding_is_a_line_and_the_summary_goes_to_standard_error(
    run: Run, file: Callable[[str], Path]
) -> None:
    ran = run("lint", file(BAD))
    assert ran.out == (
        "kitchen.tsv:3: error conflicting-definitions: 'Urn' is defined twice, differently. Merge "
        "them, or tell the senses apart in their terms or by numbers in one entry. "
        "(see kitchen.tsv:2)\n"
    )
    assert ran.err == "2 entries in 1 file: 1 error\n"
    assert run("lint", file(GOOD)).err == "3 entries in 1 file: nothing found\n"


def test_json_has_an_object_for_each_finding(run: Run, file: Callable[[str], Path]) -> None:
    (one,) = rows(run("lint", file(BAD), "--json").out)
    assert one.pop("advice").startswith("Merge them")
    assert one == {
        "code": "conflicting-definitions",
        "severity": "error",
        "source": "kitchen.tsv",
        "line": 3,
        "locator": None,
        "term": "Urn",
        "entry_id": "kitchen-tsv#urn-2",
        "message": "'Urn' is defined twice, differently",
        "related": [{"source": "kitchen.tsv", "line": 2, "term": "Urn"}],
    }


def test_sarif_is_one_log_with_addresses_below_the_folder(
    run: Run, file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file(BAD).parent)
    ran = run("lint", "kitchen.tsv", "--sarif")
    log = json.loads(ran.out)
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "kitchen.tsv"
    assert ran.code == 1


def test_codes_that_are_ignored_count_for_nothing(run: Run, file: Callable[[str], Path]) -> None:
    ran = run("lint", file(BAD), "--ignore", "conflicting-definitions,alias-shared")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "2 entries in 1 file: nothing found; 1 ignored\n"


def test_files_taken_together_are_one_glossary(run: Run, tmp_path: Path) -> None:
    for name, text in (("a.tsv", GOOD), ("b.tsv", BAD.replace("\tA pot", "\tA jar"))):
        (tmp_path / name).write_text(f"Term\tDefinition\n{text}", encoding="utf-8")
    alone, together = run("lint", tmp_path), run("lint", tmp_path, "--together")
    assert len(alone.out.splitlines()) < len(together.out.splitlines())
    assert "a.tsv:2" in together.out


def test_codes_are_listed(run: Run) -> None:
    ran = run("lint", "--codes")
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 26
    assert ran.out.startswith("acronym-undefined ")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "lint takes files or folders"),
        (("x.tsv",), "x.tsv: does not exist"),
        (("x.tsv", "--ignore", "no-such"), "--ignore no-such: no such code. Expected one of: acro"),
        (("x.tsv", "--json", "--sarif"), "not allowed with argument --json"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    arguments: tuple[str, ...], complaint: str, run: Run
) -> None:
    ran = run("lint", *arguments)
    assert ran.code == 2
    assert complaint in ran.fault


def test_control_characters_of_a_glossary_are_made_visible(
    run: Run, file: Callable[[str], Path]
) -> None:
    ran = run("lint", file("U\x1b[31mrn\tA pot with a tap.\nVat\tA tub.\n"))
    assert "\x1b" not in ran.out
    assert "invisible-character" in ran.out


def test_our_own_glossary_has_no_errors(run: Run) -> None:
    found = rows(run("lint", ROOT / "data" / "glossaries", "--json").out)
    assert [one for one in found if one["severity"] == "error"] == []


@pytest.mark.shared
def test_the_defects_of_the_source_glossaries_are_found(run: Run) -> None:
    shared = Path(os.environ.get("GLOSSATOR_SHARED", ROOT.parent / "shared")) / "seeds"
    if not shared.is_dir():
        pytest.skip("the source glossaries are absent; GLOSSATOR_SHARED names their folder")
    found = rows(run("lint", shared, "--json").out)
    counts: dict[str, int] = {}
    for one in found:
        counts[one["code"]] = counts.get(one["code"], 0) + 1
    assert counts.pop("dangling-reference") > 40  # bold words without an entry
    assert counts.pop("acronym-undefined") < 10
    assert counts == {
        "alias-is-term": 2,
        "alias-shared": 5,
        "alphabet-break": 1,
        "list-missing": 3,
        "near-identical": 1,
        "same-definition": 1,
        "truncated-definition": 1,
    }
