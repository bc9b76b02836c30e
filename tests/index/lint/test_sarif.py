"""SARIF: what code hosts ask of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from glossator.index.lint import Code, lint_paths
from glossator.index.lint.sarif import sarif
from tests.index.lint.tables import table

ROWS = (
    "Urn: A pot with a tap.",
    "Vat: See Tub.",
    "Urn: A pot with a tap.",
    "Pot: A pot with a tap.",
)


@pytest.fixture
def log(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "my terms").mkdir()
    path = tmp_path / "my terms" / "pots.tsv"
    path.write_text(table(*ROWS), encoding="utf-8")
    made: dict[str, Any] = json.loads(json.dumps(sarif(lint_paths([path]), "1.2.3", tmp_path)))
    return made


def test_a_log_names_the_program_and_every_rule(log: dict[str, Any]) -> None:
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("glossator lint", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == [code.value for code in Code]
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["help"]["text"].endswith(".")
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")


def test_results_have_a_rule_a_level_a_place_and_a_fingerprint_of_their_own(
    log: dict[str, Any],
) -> None:
    (run,) = log["runs"]
    assert len(run["results"]) == 3
    prints = set()
    for result in run["results"]:
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["defaultConfiguration"]["level"] == result["level"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "my%20terms/pots.tsv", "uriBaseId": "SRCROOT"}
        assert place["region"]["startLine"] > 1
        prints.add(result["partialFingerprints"]["glossatorFinding/v1"])
    assert len(prints) == 3
    related = run["results"][1]["relatedLocations"]
    assert related[0]["physicalLocation"]["region"] == {"startLine": 2}


def test_fingerprints_stay_when_lines_move(log: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "my terms" / "pots.tsv"
    path.write_text(table("Bowl: Round and deep.", *ROWS), encoding="utf-8")
    moved = sarif(lint_paths([path]), "1.2.3", tmp_path)

    def prints(one: dict[str, Any]) -> list[str]:
        return [
            result["partialFingerprints"]["glossatorFinding/v1"]
            for result in one["runs"][0]["results"]
        ]

    assert prints(moved) == prints(log)


def test_a_file_outside_the_folder_has_an_absolute_address(tmp_path: Path) -> None:
    path = tmp_path / "pots.tsv"
    path.write_text(table(*ROWS), encoding="utf-8")
    log = sarif(lint_paths([path]), "1", tmp_path / "below")
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": path.as_uri()}
