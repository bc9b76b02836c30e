"""The embedded glossary against what data/README.md says of it, and against the seeds."""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GLOSSARIES = sorted((ROOT / "data" / "glossaries").iterdir())
SEEDS = Path(os.environ.get("GLOSSATOR_SHARED", ROOT.parent / "shared")) / "seeds"
ROW = re.compile(
    r"^\| `(?P<name>[^`]+)` .*\| (?P<count>\d+) \| `(?P<sha256>[0-9a-f]{64})` \|$", re.M
)

names = pytest.mark.parametrize("path", GLOSSARIES, ids=lambda path: path.name)


def stated() -> dict[str, tuple[int, str]]:
    """Read the table: file name → (entries, sha256)."""
    section = (ROOT / "data" / "README.md").read_text("utf-8")
    section = section.split("## glossaries/")[1].split("\n## ")[0]
    return {row["name"]: (int(row["count"]), row["sha256"]) for row in ROW.finditer(section)}


def count_entries(path: Path) -> int:
    """Count by means of its own, so that no reader vouches for itself."""
    text = path.read_text("utf-8")
    if path.suffix == ".tsv":
        return sum("\t" in line and line != "Term\tDefinition" for line in text.split("\n"))
    if path.suffix == ".txt":
        return len(re.findall(r"^\d+\. ", text, re.M))
    numbered = [line for line in text.split("\n") if re.match(r"\*\*\d+\. ", line)]
    if numbered:
        return sum(len(re.findall(r"\d+\. ", line)) for line in numbered)
    return len(re.findall(r"^\*\*[^*]+\*\*$", text.split("**MEMORY AIDS:**")[0], re.M))


def squash(text: str) -> str:
    return "".join(text.replace("*", "").casefold().split())


def sentences(path: Path) -> Iterator[str]:
    """Cut every line that is not a heading into sentences of 40 characters or more."""
    for line in path.read_text("utf-8").split("\n"):
        if re.match(r"#|\d+\. |\*\*[^*]+\*\*$", line):
            continue
        definition = line.split("\t")[-1].removeprefix("  • ")
        yield from (s for s in re.split(r"(?<=[.!?:])\s+", definition) if len(s) >= 40)


def test_the_readme_lists_every_glossary_and_no_other() -> None:
    assert sorted(stated()) == [path.name for path in GLOSSARIES]


@names
def test_the_readme_states_the_sha256_of_a_glossary(path: Path) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == stated()[path.name][1]


@names
def test_the_readme_states_the_number_of_entries(path: Path) -> None:
    assert count_entries(path) == stated()[path.name][0]


def test_numbers_ascend_from_one_without_a_gap() -> None:
    for path in GLOSSARIES:
        found = [
            int(number)
            for line in path.read_text("utf-8").split("\n")
            if re.match(r"(\*\*)?\d+\. ", line)
            for number in re.findall(r"(?:^|\*\*|, | and )(\d+)\. ", line)
        ]
        assert found == list(range(1, len(found) + 1)), path.name


def test_the_glued_copy_of_a_card_is_the_clean_one_and_each_card_has_an_aid() -> None:
    text = (ROOT / "data" / "glossaries" / "memory-cards.md").read_text("utf-8")
    cards, aids = text.split("**MEMORY AIDS:**")
    clean = re.findall(r"^\*\*([^*]+)\*\*\n\n(.+)$", cards, re.M)
    assert all(f"\n{term}{definition}\n" in cards for term, definition in clean)
    assert re.findall(r"\*\*([^*]+)\*\*: ", aids) == [term for term, _ in clean]


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"{SEEDS} is absent; set GLOSSATOR_SHARED")
@names
def test_no_sentence_comes_from_the_seeds(path: Path) -> None:
    ours = list(sentences(path))
    assert len(ours) > 50
    for seed in sorted(SEEDS.iterdir()):
        theirs = squash(seed.read_text("utf-8"))
        assert [sentence for sentence in ours if squash(sentence) in theirs] == []
