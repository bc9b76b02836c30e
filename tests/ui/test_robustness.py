"""Promises 3 and 5, end to end through real processes: crashes and damage never lead to a lie."""

import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.index.fakes import flip_byte, only_version
from tests.ui.program import Ran, command, spawn, write

Run = Callable[..., Ran]
QUESTION = "what is a tide?"
SILENT = (".lock",)  # holds the pid of the last writer, and nothing that is read
FILES = ["CURRENT", ".lock", "manifest.json", "lexicon.sqlite", "vectors.npy", "vectors.faiss"]


def glossary(path: Path, mood: str) -> Path:
    """Write a glossary of 40 entries whose definitions all depend on one word."""
    rows = [{"term": "Tide", "definition": f"The {mood} rise and fall of the sea."}]
    rows += [
        {"term": f"Wave {number}", "definition": f"A {mood} ridge on the water, number {number}."}
        for number in range(39)
    ]
    return write(path, *rows)


def quoted(index: Path) -> str:
    """Ask as a user would; the answer must come without a word on standard error."""
    ran = spawn("ask", QUESTION, "--index", index)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_whenever_indexing_is_killed_the_old_version_answers_or_the_new_one(
    tmp_path: Path,
) -> None:
    """20 builds are killed, at random moments spread over the time that a whole one takes."""
    index = tmp_path / "sea.index"
    slow, quick = (glossary(tmp_path / f"{mood}.jsonl", mood) for mood in ("slow", "quick"))
    answers, whole_s = {}, []
    for source in (quick, slow, quick):
        began = time.monotonic()
        assert spawn("index", source, "--out", index).code == 0
        whole_s.append(time.monotonic() - began)
        answers[source] = quoted(index)
    assert "The slow rise" in answers[slow]
    assert "The quick rise" in answers[quick]
    chance = random.Random(20)
    live, kills = quick, 0
    for at in range(20):
        coming = slow if live is quick else quick
        writer = subprocess.Popen(
            command("index", coming, "--out", index), stderr=subprocess.DEVNULL
        )
        time.sleep((at + chance.random()) / 20 * min(whole_s))
        writer.send_signal(signal.SIGKILL)
        kills += writer.wait(60) == -signal.SIGKILL
        answer = quoted(index)
        assert answer in (answers[live], answers[coming])
        live = coming if answer == answers[coming] else live
    assert kills >= 5  # or the builds were over before
    assert spawn("index", slow, "--out", index).code == 0  # whatever was left behind
    assert quoted(index) == answers[slow]
    assert spawn("verify", "--index", index) == Ran(0, "", "the index: all good\n")


def damaged(whole: Path, folder: Path, name: str, chance: random.Random) -> Path:
    """Copy an index and flip one bit of one file, anywhere in it."""
    shutil.copytree(whole, folder)
    version = only_version(folder)
    path = next(place / name for place in (folder, version) if (place / name).exists())
    flip_byte(path, chance.randrange(path.stat().st_size))
    return folder


def check_nothing_is_wrong_in_silence(name: str, good: str, asked: Ran, verified: Ran) -> None:
    if name in SILENT:
        assert asked == Ran(0, good, "")
        assert verified.code == 0
        return
    assert verified.code == 3
    if asked.code == 0:
        assert asked.out == good
        assert asked.err.startswith("glossator: ")
        assert name in asked.err
    else:
        assert asked.code == 3
        assert "no version of this index is whole" in asked.fault
    if verified.out:
        assert name in verified.out
        assert verified.err.endswith("faults\n")
    else:
        assert name in verified.fault


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_never_gives_a_wrong_answer_in_silence(
    name: str, run: Run, boats_index: Path, tmp_path: Path
) -> None:
    chance = random.Random(name)
    asked = ("ask", "what is a sheet?", "--index")
    good = run(*asked, boats_index).out
    index = damaged(boats_index, tmp_path / "x.index", name, chance)
    check_nothing_is_wrong_in_silence(
        name, good, spawn(*asked, index), spawn("verify", "--index", index)
    )


@pytest.mark.parametrize("name", FILES)
def test_wherever_a_byte_is_flipped_it_is_noticed(
    name: str, run: Run, boats_index: Path, tmp_path: Path
) -> None:
    """As above, at more places, in this process."""
    chance = random.Random(f"{name} again")
    asked = ("ask", "what is a sheet?", "--index")
    good = run(*asked, boats_index).out
    for at in range(5):
        index = damaged(boats_index, tmp_path / f"{at}.index", name, chance)
        check_nothing_is_wrong_in_silence(
            name, good, run(*asked, index), run("verify", "--index", index)
        )


@pytest.mark.parametrize("name", ["CURRENT", *FILES[2:]])
def test_damage_to_the_newest_version_falls_back_and_says_so(
    name: str, run: Run, boats: Path, tmp_path: Path
) -> None:
    index = tmp_path / "x.index"
    run("index", boats / "sails.tsv", "--out", index)
    old = run("ask", "what is a keel?", "--index", index).out
    changed = tmp_path / "sails.tsv"
    changed.write_text((boats / "sails.tsv").read_text().replace("The fin", "The steel fin"))
    run("index", changed, "--out", index)
    new = run("ask", "what is a keel?", "--index", index).out
    assert "The steel fin" in new
    path = index / name if name == "CURRENT" else index / "v000002" / name
    flip_byte(path, path.stat().st_size // 2)
    ran = run("ask", "what is a keel?", "--index", index)
    assert ran.code == 0
    if name in ("CURRENT", "vectors.faiss"):
        assert ran.out == new
    else:
        assert ran.out == old
        assert "Using v000001 instead; rebuild the index when you can." in ran.err
    assert name in ran.err
    assert run("index", changed, "--out", index).code == 0
    assert run("ask", "what is a keel?", "--index", index) == Ran(0, new, "")


def test_answers_can_t_be_verified_against_a_damaged_index_in_silence(
    run: Run, boats_index: Path, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.jsonl"
    answers.write_text(run("ask", "what is a sheet?", "--index", boats_index, "--json").out)
    index = damaged(boats_index, tmp_path / "x.index", "lexicon.sqlite", random.Random(1))
    ran = run("verify", answers, "--index", index)
    assert ran.code == 3
    assert "lexicon.sqlite is not what its sha256" in ran.fault


def test_a_damaged_cache_of_the_embedded_glossary_is_built_again(
    run: Run, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = run("ask", "what is dropout?")
    shutil.copytree(cache, tmp_path / "cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (folder,) = (tmp_path / "cache" / "glossator").iterdir()
    for path in sorted(folder.glob("v*/*")):
        path.write_bytes(b"not what was written")
    assert run("ask", "what is dropout?") == good
    assert run("verify", "--index", folder).code == 0
