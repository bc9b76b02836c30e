"""The commands as a user runs them: what is printed where, and the exit code."""

import json
import math
import os
import re
import shlex
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.program import ROOT, Ran, command, rows, spawn, write

Run = Callable[..., Ran]
SHEET = """\
Sheet
  [1] “A rope by which the angle of a sail is set.”
      Notes on Ropes — ropes.txt, line 13
"""
NO_KITE = "what is the capital of France?"


def on_a_terminal(*arguments: str | Path, stream: str, **env: str) -> str:
    """Run the program with standard output or error on a terminal, and return what is shown."""
    ours, its = os.openpty()
    termios.tcsetwinsize(its, (24, 80))
    streams: dict[str, int] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    streams[stream] = its
    child = subprocess.Popen(command(*arguments), env={**os.environ, **env}, **streams)  # type: ignore[call-overload]
    os.close(its)
    shown = b""
    try:
        while block := os.read(ours, 1 << 16):
            shown += block
    except OSError:  # how Linux says that the other end was closed
        pass
    os.close(ours)
    assert child.wait(60) == 0
    return shown.decode().replace("\r\n", "\n")


def without_time(text: str) -> str:
    return re.sub(r'"elapsed_ms": [0-9.]+', '"elapsed_ms": 0', text)


# ask


def test_an_answer_is_quoted_and_cited(run: Run, boats_index: Path) -> None:
    ran = run("ask", "what is a sheet?", "--index", boats_index)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(SHEET)
    assert "“The rope that trims a sail.”\n      sails.tsv, line 5\n" in ran.out


def test_having_no_answer_is_exit_code_1_and_no_error(run: Run, boats_index: Path) -> None:
    ran = run("ask", NO_KITE, "--index", boats_index)
    assert (ran.code, ran.err) == (1, "")
    assert "[1]" not in ran.out
    said = " ".join(ran.out.split())
    assert said.startswith("That is outside what this glossary covers. It has 7 entries, from ")
    assert "Nearest terms: " in said
    ran = run("ask", NO_KITE, "--index", boats_index, "--json")
    (answer,) = rows(ran.out)
    assert (ran.code, answer["answered"], answer["citations"]) == (1, False, [])
    assert answer["reason"] in ("off_topic", "no_such_term")


def test_json_is_one_answer_on_one_line_whose_quote_is_a_slice(
    run: Run, boats: Path, boats_index: Path
) -> None:
    ran = run("ask", "what is a keel?", "--index", boats_index, "--json")
    assert (ran.code, ran.err) == (0, "")
    (answer,) = rows(ran.out)
    (citation,) = answer["citations"]
    text = (boats / "sails.tsv").read_text(encoding="utf-8")
    assert citation["quote"] == text[citation["start"] : citation["end"]]
    assert (citation["term"], citation["source"], citation["line"]) == ("Keel", "sails.tsv", 4)
    assert answer["text"] == f"Keel — “{citation['quote']}” [1]"
    assert list(answer) == [
        "id", "question", "standalone_question", "answered", "intent", "text", "confidence",
        "reason", "citations", "ranked", "why", "senses", "related", "suggestions", "elapsed_ms",
    ]  # fmt: skip


def test_an_explanation_follows_the_answer(run: Run, boats_index: Path) -> None:
    plain = run("ask", "what is a sheet?", "--index", boats_index)
    ran = run("ask", "what is a sheet?", "--index", boats_index, "--explain")
    assert ran.code == 0
    assert ran.out.startswith(plain.out)
    added = ran.out.removeprefix(plain.out)
    assert added.startswith("Asked: what is a sheet?\nRead as: define; answered as define\n")
    for head in ("Sounds like: define 0.", "Names: term 'Sheet'", "Held: 0.", "Right: 0."):
        assert f"\n{head}" in added
    assert "ropes-txt#sheet: term 'Sheet' (name #1" in added
    refused = run("ask", NO_KITE, "--index", boats_index, "--explain")
    assert refused.code == 1
    assert f"Asked: {NO_KITE}\n" in refused.out


@pytest.mark.parametrize("source", ["ropes.txt", "Notes on Ropes", "ropes-txt"])
def test_one_source_can_be_asked_by_path_title_or_id(
    source: str, run: Run, boats_index: Path
) -> None:
    ran = run("ask", "what is a sheet?", "--index", boats_index, "--source", source)
    assert ran.code == 0
    assert ran.out.startswith(SHEET)
    assert "sails.tsv" not in ran.out


@pytest.mark.parametrize("question", ["what is a sheet?", "", "?!"])
def test_an_unknown_source_names_the_known_ones(question: str, run: Run, boats_index: Path) -> None:
    ran = run("ask", question, "--index", boats_index, "--source", "knots.txt")
    assert ran.code == 2
    assert "no source 'knots.txt'" in ran.fault
    assert "'ropes.txt', 'sails.tsv'" in ran.fault


def test_history_is_read_oldest_first(run: Run, boats_index: Path) -> None:
    asked = ["ask", "and what does it do?", "--index", boats_index, "--json"]
    jib, keel = ["--history", "what is a jib?"], ["--history", "what is a keel?"]
    (later,) = rows(run(*asked, *jib, *keel).out)
    (earlier,) = rows(run(*asked, *keel, *jib).out)
    assert "keel" in later["standalone_question"].casefold()
    assert "jib" in earlier["standalone_question"].casefold()
    assert later["question"] == earlier["question"] == "and what does it do?"


def test_the_embedded_glossary_is_asked_by_default_and_indexed_once(tmp_path: Path) -> None:
    """The cache folder gets the index and nothing else, such as another library's files."""
    env = {"XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    first = spawn("ask", "what is dropout?", "--json", env=env)
    assert (first.code, first.err) == (0, "")
    (answer,) = rows(first.out)
    assert answer["citations"][0]["term"] == "Dropout"
    assert [path.name for path in tmp_path.iterdir()] == ["glossator"]
    before = sorted(tmp_path.rglob("*"))
    second = spawn("ask", "what is dropout?", "--json", env=env)
    assert without_time(second.out) == without_time(first.out)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("denied", ["read-only", "a file"])
def test_without_a_cache_folder_the_embedded_index_is_built_in_memory(
    denied: str, run: Run, tmp_path: Path
) -> None:
    place = tmp_path / "cache"
    if denied == "read-only":
        place.mkdir(mode=0o555)
    else:
        place.write_text("not a folder")
    ran = spawn("ask", "what is dropout?", env={"XDG_CACHE_HOME": str(place)}, anyone=True)
    assert ran.err == ""
    assert ran == run("ask", "what is dropout?")
    assert list(tmp_path.rglob("*")) == [place]


def test_the_index_may_be_named_by_the_environment(
    run: Run, boats_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLOSSATOR_INDEX", str(boats_index))
    assert run("ask", "what is a sheet?").out.startswith(SHEET)
    assert run("search", "sheet", "-k", "1").out.startswith("1. Sheet")
    assert run("verify").code == 0
    monkeypatch.setenv("GLOSSATOR_INDEX", "")
    assert run("ask", "what is dropout?").out.startswith("Dropout\n")


def test_a_word_that_is_no_text_is_asked_all_the_same(run: Run, boats_index: Path) -> None:
    """Bytes of the command line that are no UTF-8 come as halves of surrogate pairs."""
    ran = run("ask", "what is a keel \udcff?", "--index", boats_index, "--json")
    assert ran.code == 0
    assert rows(ran.out)[0]["question"] == "what is a keel \udcff?"


# ask --threshold and --calibration


def test_from_a_threshold_of_0_anything_found_is_an_answer_and_from_1_nothing(
    run: Run, boats_index: Path
) -> None:
    for question in ("what is a sheet?", NO_KITE):
        ran = run("ask", question, "--index", boats_index, "--threshold", "0")
        assert (ran.code, ran.err) == (0, "")
        assert "[1] “" in ran.out
        ran = run("ask", question, "--index", boats_index, "--threshold", "1")
        assert (ran.code, ran.err) == (1, "")
        assert "[1]" not in ran.out


def test_an_answer_as_sure_as_the_threshold_is_given(run: Run, boats_index: Path) -> None:
    asked = ("ask", "what is a sheet?", "--index", boats_index, "--json", "--threshold")
    (answer,) = rows(run(*asked, "0").out)
    sure = answer["confidence"]
    assert run(*asked, str(sure)).code == 0
    assert run(*asked, str(sure + 0.0001)).code == 1


@pytest.mark.parametrize("share", ["-0.01", "1.01", "15", "nan", "inf", "-inf"])
def test_a_threshold_that_is_no_share_is_refused(share: str, run: Run, boats_index: Path) -> None:
    ran = run("ask", "what is a sheet?", "--index", boats_index, f"--threshold={share}")
    assert ran.code == 2
    assert ran.fault == f"--threshold {float(share):g}; expected a share from 0 to 1"


def test_a_threshold_that_is_no_number_is_refused(run: Run, boats_index: Path) -> None:
    ran = run("ask", "what is a sheet?", "--index", boats_index, "--threshold", "high")
    assert ran.code == 2
    assert "argument --threshold: invalid float value: 'high'" in ran.fault


@pytest.fixture(scope="module")
def fitted(boats_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("fitted") / "calibration.json"
    ran = spawn("eval", "calibrate", "--index", boats_index, "--risk", "0.5", "--out", out)
    assert ran.code == 0, ran.err
    return out


def test_what_calibrate_fitted_decides_and_a_threshold_goes_before_it(
    run: Run, boats_index: Path, fitted: Path
) -> None:
    scale = json.loads(fitted.read_text("utf-8"))
    asked = ("ask", "what is a sheet?", "--index", boats_index, "--json")
    (plain,) = rows(run(*asked).out)
    (scaled,) = rows(run(*asked, "--calibration", fitted, "--threshold", "0").out)
    odds = math.log(plain["confidence"] / (1 - plain["confidence"]))
    expected = 1 / (1 + math.exp(-(scale["slope"] * odds + scale["shift"])))
    assert scaled["confidence"] == pytest.approx(expected, abs=0.002)
    assert scaled["citations"] == plain["citations"]
    ran = run(*asked, "--calibration", fitted)
    assert ran.code == (0 if scaled["confidence"] >= scale["threshold"] else 1)
    assert run(*asked, "--calibration", fitted, "--threshold", "1").code == 1


def test_a_batch_and_an_explanation_use_the_calibration_too(
    run: Run, boats_index: Path, fitted: Path, questions: Path
) -> None:
    with_it = ("--index", boats_index, "--calibration", fitted)
    (single,) = rows(run("ask", "what is a jib?", "--json", *with_it).out)
    batch = rows(run("ask", "--batch", questions, *with_it).out)
    assert batch[1]["confidence"] == single["confidence"]
    assert not any(
        row["answered"]
        for row in rows(
            run("ask", "--batch", questions, "--index", boats_index, "--threshold", "1").out
        )
    )
    explained = run("ask", "what is a jib?", "--explain", *with_it).out
    threshold = json.loads(fitted.read_text("utf-8"))["threshold"]
    assert f"Right: {single['confidence']:.2f}; refused below {threshold:.2f}" in explained


def test_a_calibration_of_another_encoder_is_refused(
    run: Run, boats_index: Path, fitted: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**json.loads(fitted.read_text("utf-8")), "encoder": "ab" * 32}))
    ran = run("ask", "what is a sheet?", "--index", boats_index, "--calibration", other)
    assert ran.code == 2
    assert f"{other}: fitted with encoder abababababab" in ran.fault
    assert "glossator eval calibrate" in ran.fault


@pytest.mark.parametrize("content", ["", "{}", "[1]", "no json", '{"threshold": 0.5}'])
def test_a_broken_calibration_is_refused(
    content: str, run: Run, boats_index: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(content)
    ran = run("ask", "what is a sheet?", "--index", boats_index, "--calibration", broken)
    assert ran.code == 2
    assert str(broken) in ran.fault
    assert "expected what 'glossator eval calibrate --out FILE' writes" in ran.fault


def test_a_calibration_that_is_not_there_is_refused(run: Run, boats_index: Path) -> None:
    ran = run("ask", "what is a sheet?", "--index", boats_index, "--calibration", "none.json")
    assert ran.code == 2
    assert ran.fault == "none.json: can't be read (No such file or directory)"


# ask --batch


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write(
        tmp_path / "questions.jsonl",
        {"id": "b", "question": "what is a keel?"},
        {"id": 7, "question": "what is a jib?", "history": []},
        {"question": "and what does it do?", "history": ["what is a keel?"]},
        {"id": "", "question": NO_KITE, "history": None, "answer": "ignored"},
        {"id": "é\u2028\x85", "question": "what is a sheet?\u2028\x85"},
    )


def test_a_batch_keeps_order_and_ids_and_is_no_failure_where_some_abstain(
    run: Run, questions: Path, boats_index: Path
) -> None:
    ran = run("ask", "--batch", questions, "--index", boats_index)
    assert (ran.code, ran.err) == (0, "")
    answers = rows(ran.out)
    assert [one["id"] for one in answers] == ["b", "7", "3", "", "é\u2028\x85"]
    assert [one["question"] for one in answers][:2] == ["what is a keel?", "what is a jib?"]
    assert [one["answered"] for one in answers] == [True, True, True, False, True]


def test_a_batch_gives_the_bytes_of_single_questions(
    run: Run, questions: Path, boats_index: Path, tmp_path: Path
) -> None:
    batch = run("ask", "--batch", questions, "--index", boats_index).out.splitlines()
    assert len(batch) == 5
    for line, asked in zip(batch, rows(questions.read_text("utf-8")), strict=True):
        history = [part for text in asked.get("history") or [] for part in ("--history", text)]
        single = run("ask", asked["question"], *history, "--index", boats_index, "--json").out
        name = json.dumps(json.loads(line)["id"])
        single = single.replace('{"id": ""', f'{{"id": {name}', 1)
        assert json.loads(without_time(single)) == json.loads(without_time(line))
        if asked.get("id") == "":
            assert without_time(single) == without_time(line) + "\n"


def test_a_batch_may_be_written_to_a_file(
    run: Run, questions: Path, boats_index: Path, tmp_path: Path
) -> None:
    out = tmp_path / "answers.jsonl"
    printed = run("ask", "--batch", questions, "--index", boats_index)
    out.write_text("old")
    ran = run("ask", "--batch", questions, "--index", boats_index, "--out", out)
    assert ran == Ran(0, "", "")
    assert without_time(out.read_text("utf-8")) == without_time(printed.out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.jsonl", "questions.jsonl"]


def test_a_batch_may_be_narrowed_to_a_source(run: Run, questions: Path, boats_index: Path) -> None:
    ran = run("ask", "--batch", questions, "--index", boats_index, "--source", "sails.tsv")
    cited = [citation for answer in rows(ran.out) for citation in answer["citations"]]
    assert {citation["source"] for citation in cited} == {"sails.tsv"}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"{", "line 2: no JSON"),
        (b"\xff\xfe", "line 2: no JSON"),
        (b"[" * 100_000, "line 2: no JSON"),
        (b'["what is a jib?"]', 'line 2: expected {"id"'),
        (b'{"id": "x"}', 'line 2: expected {"id"'),
        (b'{"question": 5}', 'line 2: expected {"id"'),
        (b'{"question": "x", "history": "y"}', "line 2: 'history' must be a list"),
        (b'{"question": "x", "history": [1]}', "line 2: 'history' must be a list"),
        (b'{"question": "x", "history": {"a": 1}}', "line 2: 'history' must be a list"),
    ],
)
def test_a_broken_line_of_a_batch_is_named_and_nothing_written(
    line: bytes, complaint: str, run: Run, boats_index: Path, tmp_path: Path
) -> None:
    batch, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    batch.write_bytes(b'{"question": "what is a jib?"}\n' + line + b"\n")
    out.write_text("old")
    ran = run("ask", "--batch", batch, "--out", out, "--index", boats_index)
    assert ran.code == 2
    assert f"{batch}, {complaint}" in ran.fault
    assert out.read_text() == "old"


def test_blank_lines_a_byte_order_mark_and_an_empty_batch_are_fine(
    run: Run, boats_index: Path, tmp_path: Path
) -> None:
    batch = tmp_path / "q.jsonl"
    batch.write_bytes(b'\xef\xbb\xbf{"question": "jib"}\r\n\r\n\n{"question": "keel"}')
    answers = rows(run("ask", "--batch", batch, "--index", boats_index).out)
    assert [(one["id"], one["question"]) for one in answers] == [("1", "jib"), ("4", "keel")]
    batch.write_bytes(b"")
    assert run("ask", "--batch", batch, "--index", boats_index) == Ran(0, "", "")


def test_a_killed_batch_leaves_the_file_as_it_was(boats_index: Path, tmp_path: Path) -> None:
    batch = write(tmp_path / "q.jsonl", *[{"question": "what is a sheet?"}] * 3000)
    out = tmp_path / "a.jsonl"
    out.write_text("old")
    child = subprocess.Popen(command("ask", "--batch", batch, "--out", out, "--index", boats_index))
    time.sleep(0.7)
    child.send_signal(signal.SIGKILL)
    assert child.wait(60) == -signal.SIGKILL
    assert out.read_text() == "old"


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("nowhere/a.jsonl", "there is no folder"),
        (".", "is no file"),
        ("file.txt/a.jsonl", "there is no folder"),
    ],
)
def test_where_nothing_can_be_written_is_said_before_anything_is_asked(
    name: str, complaint: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "file.txt").write_text("")
    ran = run("ask", "--batch", tmp_path / "missing.jsonl", "--out", tmp_path / name)
    assert ran.code == 2
    assert complaint in ran.fault


# search


def test_hits_are_ranked_and_shown_or_given_as_json(run: Run, boats_index: Path) -> None:
    ran = run("search", "rope that hoists a sail", "-k", "3", "--index", boats_index)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("1. Halyard (")
    ran = run("search", "rope that hoists a sail", "-k", "3", "--index", boats_index, "--json")
    hits = rows(ran.out)
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert list(hits[0]) == [
        "rank", "score", "term", "aliases", "entry_id", "concept", "source", "line", "start",
        "end", "text", "channels",
    ]  # fmt: skip
    assert (hits[0]["term"], hits[0]["source"]) == ("Halyard", "ropes.txt")
    assert hits[0]["text"] == "A rope that hoists a sail up the mast."


def test_more_hits_than_entries_are_all_entries_once(run: Run, boats_index: Path) -> None:
    hits = rows(run("search", "rope", "-k", "99999", "--index", boats_index, "--json").out)
    assert len({hit["entry_id"] for hit in hits}) == len(hits) == 7


@pytest.mark.parametrize("query", ["", " \t", "?!…"])
def test_a_search_for_no_words_finds_nothing(query: str, run: Run, boats_index: Path) -> None:
    assert run("search", query, "--index", boats_index) == Ran(1, "Nothing found.\n", "")
    assert run("search", query, "--index", boats_index, "--json") == Ran(1, "", "")


# index


SAILS_READ = "sails.tsv: 4 entries, read as table (5 of 5 lines have cells with tabs between)\n"
ROPES_READ = "ropes.txt: 3 entries, read as numbered (3 numbered terms, 1 to 3)\n"
CHOSEN = SAILS_READ + ROPES_READ


def test_indexing_says_what_it_made_on_standard_error_only(
    run: Run, boats: Path, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "boats.index"
    ran = run("index", boats / "sails.tsv", boats / "ropes.txt", "--out", out)
    assert ran == Ran(0, "", f"{CHOSEN}7 entries, 6 concepts, 2 documents → {out}\n")
    again = run("index", boats, "--out", out, "--title", "sails.tsv=Words of Sails")
    assert again.code == 0
    asked = run("ask", "what is a keel?", "--index", out)
    assert "Words of Sails — sails.tsv, line 4" in asked.out


def test_remarks_are_counted_and_unreadable_files_named(
    run: Run, boats: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "sails.tsv").write_text((boats / "sails.tsv").read_text() + "Mast\t\n")
    for number in range(7):
        (folder / f"{number}.png").write_bytes(b"\x89PNG\0\0\0")
    ran = run("index", folder, "--out", tmp_path / "x.index")
    lines = ran.err.splitlines()
    assert (ran.code, ran.out) == (0, "")
    assert [line.split(": ")[:2] for line in lines[:5]] == [
        ["glossator", f"{number}.png"] for number in range(5)
    ]
    assert lines[5] == "glossator: 2 more files can't be read"
    assert lines[6].startswith("sails.tsv: 4 entries, read as table (")
    assert lines[8] == "8 remarks; 'glossator parse … --report FILE' lists them"
    assert len(lines) == 9


def test_an_index_below_a_folder_is_not_read_as_a_glossary(
    run: Run, boats: Path, tmp_path: Path
) -> None:
    (tmp_path / "sails.tsv").write_text((boats / "sails.tsv").read_text())
    out = tmp_path / "my.index"
    assert run("index", tmp_path, "--out", out).code == 0
    ran = run("index", tmp_path, "--out", out)
    assert ran.err.splitlines() == [
        SAILS_READ.strip(),
        f"4 entries, 4 concepts, 1 documents → {out}",
        "1 remarks; 'glossator parse … --report FILE' lists them",
    ]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--title", "sails.tsv"), "expected FILE=TITLE"),
        (("--columns", "colour=B"), "expected ROLE=COLUMN"),
        (("--language", "English!"), "expected a BCP 47 tag"),
        (("--max-bytes", "many"), "expected a number of bytes"),
        (("--max-bytes", "10"), "raise the limit with --max-bytes"),
        (("--title", "=Sails"), "expected FILE=TITLE"),
        (("--title", "knots.txt=Knots"), "title for 'knots.txt': no such file"),
        (("--format", "poem"), "format 'poem' is not known"),
    ],
)
def test_a_wrong_option_of_reading_is_named(
    options: tuple[str, str], complaint: str, run: Run, boats: Path, tmp_path: Path
) -> None:
    for arguments in (("index", boats, "--out", tmp_path / "x"), ("parse", boats)):
        ran = run(*arguments, *options)
        assert ran.code == 2
        assert complaint in ran.fault
    assert list(tmp_path.iterdir()) == []


def test_a_progress_bar_is_shown_on_a_terminal_only(boats: Path, tmp_path: Path) -> None:
    shown = on_a_terminal("index", boats, "--out", tmp_path / "x", stream="stderr")
    assert "\rvectors: " in shown
    assert shown.endswith(f"7 entries, 6 concepts, 2 documents → {tmp_path / 'x'}\n")
    elsewhere = spawn("index", boats, "--out", tmp_path / "x")
    made = f"7 entries, 6 concepts, 2 documents → {tmp_path / 'x'}\n"
    assert elsewhere.err == ROPES_READ + SAILS_READ + made


# parse


def test_entries_go_to_standard_output_and_the_summary_to_standard_error(
    run: Run, boats: Path, tmp_path: Path
) -> None:
    ran = run("parse", boats)
    assert ran.code == 0
    assert ran.out.splitlines()[4] == "sails.tsv:3: Jib (Foresail) — " + (
        "A triangular sail set ahead of the mast."
    )
    assert ran.err.splitlines()[-1] == "7 entries in 2 files"
    found = rows(run("parse", boats, "--json", "--title", "ropes.txt=Ropes").out)
    assert [one["term"] for one in found] == [
        "Halyard", "Painter", "Sheet", "Boom", "Jib", "Keel", "Sheet",
    ]  # fmt: skip


def test_the_report_is_written_whole_and_over_an_old_one(
    run: Run, boats: Path, tmp_path: Path
) -> None:
    out = tmp_path / "report.json"
    out.write_text("old")
    link = tmp_path / "link.json"
    link.symlink_to(out)
    ran = run("parse", boats, "--report", link, "--title", "ropes.txt=Ropes")
    assert ran.code == 0
    made = json.loads(out.read_text("utf-8"))
    assert [(file["source"], file["title"]) for file in made["files"]] == [
        ("ropes.txt", "Ropes"), ("sails.tsv", "sails.tsv"),
    ]  # fmt: skip
    assert link.is_symlink()


# verify


@pytest.fixture
def answers(run: Run, boats_index: Path, tmp_path: Path) -> Path:
    path = tmp_path / "answers.jsonl"
    path.write_text(run("ask", "what is a sheet?", "--index", boats_index, "--json").out)
    return path


def test_a_whole_index_and_true_quotes_are_all_good(
    run: Run, boats: Path, boats_index: Path, answers: Path
) -> None:
    assert run("verify", "--index", boats_index) == Ran(0, "", "the index: all good\n")
    good = Ran(0, "", "2 quotes: all good\n")
    assert run("verify", answers, "--index", boats_index) == good
    assert run("verify", answers, "--index", boats_index, "--sources", boats) == good
    assert run("verify", answers, "--index", boats_index, "--sources", boats.parent) == good


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("quote", "A rope by which the angle of a sail is lost.", "is not the quote 'A rope by"),
        ("quote", "A rope", "is not the quote 'A rope'"),
        ("quote", None, "needs 'start', 'end' and 'quote'"),
        ("start", 3, "the text at 3–"),
        ("end", 99_999, "lies outside the document's"),
        ("text_sha256", "0" * 64, "its sha256 differs"),
        ("source", "knots.txt", "the index has no document 'knots.txt'"),
        ("source", "sails.tsv", "sails.tsv: "),
    ],
)
def test_an_altered_citation_is_damage_and_named(
    field: str, value: object, fault: str, run: Run, boats_index: Path, answers: Path
) -> None:
    (answer,) = rows(answers.read_text())
    answer["citations"][0][field] = value
    ran = run("verify", write(answers, {"citations": []}, answer), "--index", boats_index)
    assert ran.code == 3
    assert ran.out.startswith("line 2, [1]: ")
    assert fault in ran.out
    assert ran.out.count("\n") == 1
    assert ran.err == "2 quotes: 1 faults\n"


def test_changed_and_missing_sources_are_damage(
    run: Run, boats: Path, boats_index: Path, answers: Path, tmp_path: Path
) -> None:
    (tmp_path / "ropes.txt").write_text((boats / "ropes.txt").read_text().replace("angle", "ankle"))
    ran = run("verify", answers, "--index", boats_index, "--sources", tmp_path)
    assert ran.code == 3
    changed, missing = ran.out.splitlines()
    assert "ropes.txt: the source file changed since it was indexed" in changed
    assert f"sails.tsv: {tmp_path} holds no such source file" in missing


def test_packed_sources_are_verified_too(run: Run, boats: Path, tmp_path: Path) -> None:
    import gzip

    source = tmp_path / "sails.tsv.gz"
    source.write_bytes(gzip.compress((boats / "sails.tsv").read_bytes()))
    run("index", source, "--out", tmp_path / "x")
    answers = tmp_path / "answers.jsonl"
    answers.write_text(run("ask", "what is a keel?", "--index", tmp_path / "x", "--json").out)
    ran = run("verify", answers, "--index", tmp_path / "x", "--sources", tmp_path)
    assert ran == Ran(0, "", "1 quotes: all good\n")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "No such file or directory. Expected a file of answers."),
        (b"{}\n", "line 1: no answer. Expected an object with 'citations'"),
        (b'{"citations": []}\n{"citations": [1]}\n', "line 2: no answer"),
        (b"\n{\n", "line 2: no JSON"),
        (b"\xff\xfe\n", "line 1: no JSON"),
    ],
)
def test_a_file_that_holds_no_answers_is_wrong_input(
    content: bytes | None, complaint: str, run: Run, boats_index: Path, tmp_path: Path
) -> None:
    path = tmp_path / "answers.jsonl"
    if content is not None:
        path.write_bytes(content)
    ran = run("verify", path, "--index", boats_index)
    assert ran.code == 2
    assert complaint in ran.fault


def test_quotes_with_any_character_come_back_from_json_lines(run: Run, tmp_path: Path) -> None:
    odd = "A rope\u2028of\x85three\u200b strands \x9b31m laid \u202eright-handed\x7f."
    write(tmp_path / "rope.jsonl", {"term": "Hawser", "definition": odd})
    run("index", tmp_path / "rope.jsonl", "--out", tmp_path / "x")
    ran = run("ask", "what is a hawser?", "--index", tmp_path / "x", "--json")
    assert rows(ran.out)[0]["citations"][0]["quote"] == odd
    assert not set("\u2028\x85\u200b\x9b\u202e\x7f") & set(ran.out)
    (tmp_path / "answers.jsonl").write_text(ran.out)
    assert run("verify", tmp_path / "answers.jsonl", "--index", tmp_path / "x").code == 0


# the terminal and other processes


def test_colour_is_for_terminals_whose_user_wants_it(boats_index: Path) -> None:
    asked = ("ask", "what is a sheet?", "--index", boats_index)
    plain = spawn(*asked).out
    assert "\x1b" not in plain
    shown = on_a_terminal(*asked, stream="stdout", NO_COLOR="")
    assert shown.startswith("\x1b[1mSheet\x1b[0m\n  \x1b[31m[1]\x1b[0m “")
    assert on_a_terminal(*asked, stream="stdout", NO_COLOR="1") == plain


def test_a_reader_that_leaves_early_is_no_error() -> None:
    line = f"{shlex.join(command('parse', ROOT / 'data' / 'glossaries', '--json'))} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=False
    )
    assert done.returncode == 128 + signal.SIGPIPE  # it really was cut short
    assert len(rows(done.stdout)) == 1
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_output_that_can_t_be_written_is_an_error(boats_index: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command("ask", "what is a jib?", "--index", boats_index),
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "glossator: No space left on device\n"


def test_asking_loads_nothing_heavy(boats_index: Path) -> None:
    program = (
        "import sys; from glossator.ui.cli import main; "
        f"code = main(['ask', 'what is a sheet?', '--index', {str(boats_index)!r}]); "
        "heavy = {'torch', 'pandas', 'gradio', 'scipy', 'sklearn', 'transformers', "
        "'sentence_transformers', 'ir_measures', 'matplotlib', 'tqdm', 'glossator.eval'}; "
        "print(code, sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(SHEET)
    assert done.stderr == "0 []\n"


def test_a_fault_of_ours_says_how_to_report_it(
    run: Run, boats_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("a\nb")

    monkeypatch.setattr("glossator.rag.glossator.answer", break_down)
    ran = run("ask", "what is a jib?", "--index", boats_index)
    assert ran.code == 70
    assert "a fault of Glossator's own: RuntimeError: a b. Please report it" in ran.fault
    monkeypatch.setenv("GLOSSATOR_DEBUG", "1")
    with pytest.raises(RuntimeError):
        run("ask", "what is a jib?", "--index", boats_index)
