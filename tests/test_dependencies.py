"""Every dependency is explained in docs/dependencies.md and pinned in constraints.txt."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")


def requirements(listed: list[str]) -> Iterator[Requirement]:
    """Yield what is required of others: not our own extras."""
    for requirement in map(Requirement, listed):
        if canonicalize_name(requirement.name) != PROJECT["name"]:
            yield requirement


def names(listed: list[str]) -> set[str]:
    return {canonicalize_name(requirement.name) for requirement in requirements(listed)}


CORE: list[str] = PROJECT["dependencies"]
ALL = list(requirements([*CORE, *(one for extra in EXTRAS.values() for one in extra)]))


def pins() -> dict[str, str]:
    """Return the version that constraints.txt pins of each distribution."""
    found: dict[str, str] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, equals, version = line.partition("==")
            assert equals, line
            assert re.fullmatch(r"[\w.!+-]+", version), line
            assert canonicalize_name(name) not in found, line
            found[canonicalize_name(name)] = version
    return found


def rows() -> dict[str, set[str]]:
    """Return the distributions of the page's tables by extra; ``""`` for the core."""
    found: dict[str, set[str]] = {}
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or set(cells[0]) <= set("-") or "package" in cells[:2]:
            continue
        extra, listed = ("", cells[0]) if len(cells) == 2 else (cells[0].strip("`"), cells[1])
        found.setdefault(extra, set()).update(
            canonicalize_name(name.strip(" `")) for name in listed.split(",")
        )
    return found


def test_every_core_dependency_has_its_row_and_no_other_stands_there() -> None:
    assert rows()[""] == names(CORE)


@pytest.mark.parametrize("extra", EXTRAS)
def test_every_dependency_of_an_extra_has_its_row_and_no_other_stands_there(extra: str) -> None:
    assert rows().get(extra, set()) == names(EXTRAS[extra])


def test_every_row_says_what_is_saved() -> None:
    for line in PAGE.splitlines():
        if line.startswith("|"):
            assert all(cell.strip() for cell in line.strip("|").split("|")), line


@pytest.mark.parametrize("requirement", ALL, ids=lambda one: one.name)
def test_every_dependency_is_pinned_to_a_version_that_it_admits(requirement: Requirement) -> None:
    version = pins().get(canonicalize_name(requirement.name))
    assert version is not None, f"constraints.txt pins no {requirement.name}"
    assert requirement.specifier.contains(version, prereleases=True)


def test_the_extra_all_holds_every_extra_for_users() -> None:
    (everything,) = map(Requirement, EXTRAS["all"])
    assert everything.extras == set(EXTRAS) - {"all", "dev", "fuzz", "tuning"}
