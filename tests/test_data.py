"""What data/README.md says of the files in data/, and the embedded glossary against the seeds."""

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GLOSSARIES = sorted((ROOT / "data" / "glossaries").iterdir())
SEEDS = Path(os.environ.get("GLOSSATOR_SHARED", ROOT.parent / "shared")) / "seeds"
ROW = re.compile(
    r"^\| `(?P<name>[^`]+)` .*\| (?P<count>\d+) \| `(?P<sha256>[0-9a-f]{64})` \|$", re.M
)

TUNING = sorted((ROOT / "data" / "tuning").iterdir())

names = pytest.mark.parametrize("path", GLOSSARIES, ids=lambda path: path.name)


def section(folder: str) -> str:
    readme = (ROOT / "data" / "README.md").read_text("utf-8")
    return readme.split(f"## {folder}/")[1].split("\n## ")[0]


def stated(folder: str = "glossaries") -> dict[str, tuple[int, str]]:
    """Read a folder's table: file name → (entries or rows, sha256)."""
    rows = ROW.finditer(section(folder))
    return {row["name"]: (int(row["count"]), row["sha256"]) for row in rows}


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


# --- tuning ---


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_readme_lists_every_file_of_the_tuning_and_no_other() -> None:
    assert sorted(stated("tuning")) == [path.name for path in TUNING]


@pytest.mark.parametrize("path", TUNING, ids=lambda path: path.name)
def test_the_readme_states_rows_and_sha256_of_what_is_tuned_on(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert stated("tuning")[path.name] == (len(rows(path)), digest)


def test_the_readme_states_how_many_questions_of_each_kind_were_written() -> None:
    table = re.findall(r"^\| ([a-z]+) \| [^|]+ \| (\d+) \|$", section("tuning"), re.M)
    asked = Counter(str(row["kind"]) for row in rows(ROOT / "data" / "tuning" / "questions.jsonl"))
    assert {kind: int(count) for kind, count in table} == asked


def test_every_row_of_the_tuning_has_the_keys_that_the_readme_names() -> None:
    for path in TUNING:
        (line,) = (line for line in section("tuning").splitlines() if f"| `{path.name}` |" in line)
        keys = re.findall(r"`(\w+)`", line.split(":", 1)[1].rsplit("|", 3)[0])
        assert {tuple(row) for row in rows(path)} == {tuple(keys)}, path.name


def test_no_question_is_asked_twice_of_one_glossary() -> None:
    asked = rows(ROOT / "data" / "tuning" / "questions.jsonl")
    count = Counter((row["glossary"], " ".join(str(row["question"]).split())) for row in asked)
    assert [pair for pair, times in count.items() if times > 1] == []


def test_gold_is_a_term_and_a_digest_never_a_text() -> None:
    for row in rows(ROOT / "data" / "tuning" / "questions.jsonl"):
        gold = row["gold"]
        assert isinstance(gold, list)
        assert bool(gold) is (row["kind"] not in ("absent", "far")), row
        for term, digest in gold:
            assert len(term) <= 120
            assert re.fullmatch("[0-9a-f]{12}" if row["kind"] != "nofact" else "", digest), row


def test_similarities_lie_between_0_and_5() -> None:
    scores = [float(str(row["similarity"])) for row in rows(ROOT / "data/tuning/similar.jsonl")]
    assert min(scores) == 0.0
    assert max(scores) == 5.0
    assert len(set(scores)) > 10


def test_the_readme_names_the_small_models_that_ship() -> None:
    fitted = {path.name for path in (ROOT / "data" / "models").glob("*.json")} - {
        "model.json",
        "tokenizer.json",
    }
    assert {f"`{name}`" for name in fitted} <= set(re.findall(r"`[^`]+`", section("models")))
    for name in fitted:
        text = section("models").split(f"- `{name}`")[1].split("\n- ")[0]
        row = json.loads((ROOT / "data" / "models" / name).read_bytes())
        assert {f"`{key}`" for key in row} <= set(re.findall(r"`[^`]+`", text))
