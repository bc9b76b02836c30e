"""The program among others: pipes, signals, JSON lines, quiet, and completion in real shells."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.ui.program import ROOT, Ran, command, rows, spawn, write
from tests.ui.served import served

Run = Callable[..., Ran]
JIB = {"id": "a", "question": "what is a jib?"}
SHEET = {"id": "b", "question": "what is a sheet?"}


def line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def started(*arguments: str | Path, **streams: Any) -> "subprocess.Popen[bytes]":
    """Start the program; what isn't given is a pipe."""
    pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(command(*arguments), **{**pipes, **streams})


def fed(*arguments: str | Path, by: bytes) -> Ran:
    done = subprocess.run(
        command(*arguments), input=by, capture_output=True, check=False, timeout=120
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


# JSON lines


@pytest.mark.parametrize("given", [("-",), ("--batch", "-")])
def test_each_question_on_a_pipe_is_answered_before_the_next_is_asked(
    given: tuple[str, ...], boats_index: Path
) -> None:
    with started("ask", *given, "--index", boats_index) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for asked in (JIB, SHEET, JIB):
            child.stdin.write(line(asked))
            child.stdin.flush()
            answer = json.loads(child.stdout.readline())  # a program that waits for more hangs here
            assert (answer["id"], answer["question"]) == (asked["id"], asked["question"])
        child.stdin.close()
        assert child.wait(60) == 0


def test_a_stream_gives_what_a_file_gives(boats_index: Path, tmp_path: Path) -> None:
    history = {"question": "and its price?", "history": ["what is a jib?"]}
    questions = write(tmp_path / "questions.jsonl", JIB, history, SHEET)
    of_file = rows(spawn("ask", "--batch", questions, "--index", boats_index).out)
    of_stream = rows(fed("ask", "-", "--index", boats_index, by=questions.read_bytes()).out)
    for one in (*of_file, *of_stream):
        one["elapsed_ms"] = 0
    assert of_stream == of_file
    assert [one["id"] for one in of_stream] == ["a", "2", "b"]


def test_a_broken_line_of_a_stream_is_named_once_what_came_before_is_answered(
    boats_index: Path,
) -> None:
    ran = fed("ask", "-", "--index", boats_index, by=line(JIB) + b"\n{oops\n" + line(SHEET))
    assert ran.code == 2
    assert [one["id"] for one in rows(ran.out)] == ["a"]
    assert ran.err.startswith("glossator: standard input, line 3: no JSON (")


def test_a_stream_may_go_to_a_file_and_may_be_empty(boats_index: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers.jsonl"
    ran = fed("ask", "-", "--index", boats_index, "--out", out, by=line(JIB))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert rows(out.read_text())[0]["id"] == "a"
    ran = fed("ask", "-", "--index", boats_index, by=b"")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_programs_in_a_row_pass_answers_on(boats_index: Path) -> None:
    ask = " ".join(command("ask", "-", "--index", boats_index))
    verify = " ".join(command("verify", "/dev/stdin", "--index", boats_index))
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{ask} | {verify}"],
        input=line(JIB) + line(SHEET),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.endswith(b"quotes: all good\n")


# pipes and signals


def test_it_ends_without_a_word_when_nobody_reads_on(boats_index: Path) -> None:
    with started("ask", "-", "--index", boats_index) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdin.write(line(JIB))
        child.stdin.flush()
        child.stdout.readline()
        child.stdout.close()
        child.stdin.write(line(SHEET))
        child.stdin.close()
        assert child.wait(60) == -signal.SIGPIPE  # 141 in a shell, as of any other filter
        assert child.stderr.read() == b""


def test_head_ends_help_without_a_word() -> None:
    pipe = f"{' '.join(command('ask', '--help'))} | head -n 1"
    done = subprocess.run(["bash", "-c", pipe], capture_output=True, check=False, timeout=60)
    assert done.stdout.startswith(b"usage: glossator ask")
    assert done.stderr == b""


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_it_with_one_line_and_the_code_of_the_signal(
    sign: signal.Signals, code: int, boats_index: Path
) -> None:
    with started("ask", "-", "--index", boats_index) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdin.write(line(JIB))
        child.stdin.flush()
        assert json.loads(child.stdout.readline())["id"] == "a"  # it is at work, and waits
        child.send_signal(sign)
        assert child.wait(60) == code
        assert child.stdout.read() == b""
        assert child.stderr.read() == b"glossator: stopped\n"


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_batch_leaves_the_old_file_and_nothing_beside_it(
    sign: signal.Signals, boats_index: Path, tmp_path: Path
) -> None:
    out = tmp_path / "answers.jsonl"
    out.write_text("old\n")
    with started("ask", "-", "--index", boats_index, "--out", out, "-q") as child:
        assert child.stdin is not None
        for _ in range(50):
            child.stdin.write(line(JIB))
        child.stdin.flush()
        waits_at(child.pid)
        child.send_signal(sign)
        assert child.wait(60) == 128 + sign
    assert out.read_text() == "old\n"
    assert [one.name for one in tmp_path.iterdir()] == ["answers.jsonl"]


def waits_at(pid: int) -> None:
    """Wait until a process handles SIGTERM: until then it would just die."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if in_mask(pid, "SigCgt", signal.SIGTERM):
            return
        time.sleep(0.01)
    raise AssertionError("the program never came to its work")


def test_what_a_program_did_with_signals_is_put_back(boats_index: Path) -> None:
    program = (
        "import signal, sys; from glossator.ui.cli import main\n"
        "before = [signal.getsignal(s) for s in (signal.SIGTERM, signal.SIGPIPE)]\n"
        f"main(['ask', 'what is a jib?', '-q', '--index', {str(boats_index)!r}])\n"
        "assert before == [signal.getsignal(s) for s in (signal.SIGTERM, signal.SIGPIPE)]\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_full_disk_is_said_and_is_no_success(boats_index: Path) -> None:
    with (
        Path("/dev/full").open("wb") as full,
        started("ask", "-", "--index", boats_index, stdout=full) as child,
    ):
        _, err = child.communicate(line(JIB), timeout=60)
    assert child.returncode == 2
    assert err == b"glossator: No space left on device\n"


def test_a_server_is_not_ended_by_a_reader_who_is_gone(boats_index: Path, tmp_path: Path) -> None:
    pytest.importorskip("gradio", reason="needs the extra 'ui'")
    with served(boats_index, tmp_path / "heard.txt") as server:
        assert in_mask(server.process.pid, "SigIgn", signal.SIGPIPE)
        os.kill(server.process.pid, signal.SIGPIPE)
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=60) as answer:
            assert answer.status == 200


def in_mask(pid: int, mask: str, sign: signal.Signals) -> bool:
    """Tell whether Linux counts a signal to a mask of a process: ``SigIgn``, ``SigCgt``."""
    status = Path(f"/proc/{pid}/status").read_text()
    return bool(int(status.split(f"{mask}:\t", 1)[1].split()[0], 16) >> (sign - 1) & 1)


# quiet


def test_quiet_leaves_results_and_errors(boats: Path, boats_index: Path, tmp_path: Path) -> None:
    loud = spawn("index", boats, "--out", tmp_path / "one")
    quiet = spawn("index", boats, "--out", tmp_path / "two", "--quiet")
    before = spawn("-q", "index", boats, "--out", tmp_path / "three")
    assert (loud.code, quiet.code, before.code) == (0, 0, 0)
    assert "entries" in loud.err
    assert (quiet.err, before.err) == ("", "")
    assert spawn("lint", boats, "-q").err == ""
    assert spawn("verify", "--index", tmp_path / "two", "-q").err == ""
    shown = spawn("search", "rope", "--index", boats_index).out
    assert spawn("search", "rope", "--index", boats_index, "-q").out == shown
    wrong = spawn("ask", "what is a jib?", "--index", tmp_path / "none", "--quiet")
    assert wrong.code == 2
    assert wrong.err.startswith("glossator: ")


def test_quiet_drops_notes_of_what_was_mended(boats: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    for _ in range(2):
        assert spawn("index", boats, "--out", folder, "-q").code == 0
    newest = max(folder.glob("v*"))
    (newest / "vectors.npy").write_bytes(b"damaged")
    loud = spawn("ask", "what is a jib?", "--index", folder)
    quiet = spawn("ask", "what is a jib?", "--index", folder, "-q")
    assert newest.name in loud.err
    assert (quiet.code, quiet.err, quiet.out) == (0, "", loud.out)


# completion


def needs(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    return found


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a program ``glossator`` in it, and files to complete."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "glossator"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m glossator.ui.cli "$@"\n')
    program.chmod(0o755)
    (folder / "work").mkdir()
    (folder / "work" / "terms.tsv").write_text("")
    (folder / "work" / "terms-folder").mkdir()
    return folder


def completed(shell: str, script: Path, words: Sequence[str], folder: Path) -> set[str]:
    """Return what a shell offers for the last of some words."""
    env = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(folder)}
    typed = " ".join(words)
    if shell == "bash":
        listed = " ".join(f"'{word}'" for word in words)
        code = (
            f"source {script}; COMP_WORDS=({listed}); COMP_CWORD={len(words) - 1};"
            f"COMP_LINE='{typed}'; COMP_POINT={len(typed)};"
            "$(complete -p glossator | sed 's/.*-F \\([^ ]*\\) .*/\\1/');"
            'printf "%s\\n" "${COMPREPLY[@]}"'
        )
        argv = ["bash", "--norc", "-c", code]
    elif shell == "fish":
        argv = ["fish", "--no-config", "-c", f"source {script}; complete -C '{typed}'"]
    else:
        argv = [sys.executable, "-c", _IN_ZSH, str(script), typed]
    done = subprocess.run(
        argv, env=env, cwd=folder / "work", capture_output=True, text=True, check=False, timeout=60
    )
    return {one.split("\t")[0].strip() for one in done.stdout.splitlines() if one.strip()}


#: zsh completes on a terminal only: type there, and read what it lists until it falls silent.
_IN_ZSH = r"""
import os, pty, re, select, sys, time
script, typed = sys.argv[1:]
folder = os.path.dirname(script)
with open(os.path.join(folder, ".zshrc"), "w") as rc:
    rc.write(f"fpath=({folder} $fpath)\nautoload -Uz compinit && compinit -u -D\nLISTMAX=1000\n"
             "unsetopt zle_bracketed_paste prompt_cr prompt_sp beep\nPS1='READY> '\n"
             "bindkey '^X' list-choices\nstty cols 300\n")
pid, ours = pty.fork()
if pid == 0:
    os.environ.update(TERM="dumb", ZDOTDIR=folder)
    os.execvp("zsh", ["zsh", "-d", "-i"])
def read(enough, seconds):
    shown, end = "", time.monotonic() + seconds
    while not enough(shown) and time.monotonic() < end:
        if not select.select([ours], [], [], 1.0)[0]:
            if shown.count("\n") > 0:
                break
        else:
            shown += os.read(ours, 65536).decode(errors="replace")
    return shown
read(lambda shown: "READY> " in shown, 30)
os.write(ours, typed.encode() + b"\x18")
for found in re.findall(r"(?:^|\s)([\w./-]+)(?=\s|$)", read(lambda shown: False, 10)):
    print(found)
os.kill(pid, 9)
"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The completion of each shell, as the command prints it."""
    folder = tmp_path_factory.mktemp("completion")
    names = {"bash": "glossator.bash", "zsh": "_glossator", "fish": "glossator.fish"}
    found = {}
    for shell, name in names.items():
        ran = spawn("completion", shell)
        assert (ran.code, ran.err) == (0, "")
        found[shell] = folder / name
        found[shell].write_text(ran.out)
    return found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("words", "offered", "not_offered"),
    [
        (["glossator", ""], {"ask", "search", "serve", "completion"}, {"--json"}),
        (["glossator", "se"], {"search", "serve"}, {"ask"}),
        (["glossator", "ask", "--"], {"--json", "--index", "--batch", "--quiet"}, {"--port"}),
        (["glossator", "completion", ""], {"bash", "zsh", "fish"}, {"ask"}),
        (["glossator", "ask", "--batch", "ter"], {"terms.tsv"}, {"--json"}),
        (["glossator", "ask", "--index", "ter"], {"terms-folder"}, {"terms.tsv"}),
    ],
)
def test_a_shell_completes_commands_options_files_and_folders(
    shell: str,
    words: list[str],
    offered: set[str],
    not_offered: set[str],
    scripts: dict[str, Path],
    bin_folder: Path,
) -> None:
    needs(shell)
    found = {one.rstrip("/") for one in completed(shell, scripts[shell], words, bin_folder)}
    assert offered <= found
    assert not not_offered & found


def test_another_shell_is_refused_with_those_it_knows() -> None:
    ran = spawn("completion", "ksh")
    assert ran.code == 2
    assert "bash" in ran.fault
    assert "zsh" in ran.fault


def test_completing_loads_nothing_heavy() -> None:
    program = (
        "import sys; from glossator.ui.cli import main; main(['completion', 'bash']);"
        "print({'numpy', 'faiss', 'onnxruntime', 'gradio', 'mcp'} & set(sys.modules),"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr == "set()\n"
