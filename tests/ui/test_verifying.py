"""``glossator verify`` with quotes of others: what it prints, and its exit code."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.program import Ran, command, rows

Run = Callable[..., Ran]
TRUE = "The rope that trims a sail."
ALTERED = "The rope that trims a mast."


def test_a_quote_that_an_entry_says_is_exit_code_0(run: Run, boats_index: Path) -> None:
    ran = run("verify", "--quote", TRUE, "--index", boats_index)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "verbatim: Sheet (sails.tsv, line 5)\n"


def test_an_altered_quote_is_exit_code_3_and_shown_beside_its_passage(
    run: Run, boats_index: Path
) -> None:
    ran = run("verify", "--quote", ALTERED, "--index", boats_index)
    assert ran.code == 3
    assert ran.out == (
        "altered: “mast” stands for “sail”: Sheet (sails.tsv, line 5)\n"
        "  Sheet: “The rope that trims a sail.” — sails.tsv, line 5\n"
    )


def test_a_quote_of_another_entry_is_exit_code_3(run: Run, boats_index: Path) -> None:
    ran = run("verify", "--quote", TRUE, "--entry", "Jib", "--index", boats_index, "--json")
    assert ran.code == 3
    (check,) = rows(ran.out)
    assert (check["verdict"], check["attributed"]) == ("elsewhere", "Jib")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (f"> {TRUE}\n", 0, "1 quotes, 0 that don't hold; 0 sentences without a quote\n"),
        (f"So: “{ALTERED}” And on.", 3, "1 quotes, 1 that don't hold; 1 sentences without"),
        ("I say so myself.", 1, "0 quotes, 0 that don't hold; 1 sentences without a quote\n"),
    ],
)
def test_a_text_is_judged_by_its_quotes(
    text: str, code: int, said: str, run: Run, boats_index: Path, tmp_path: Path
) -> None:
    reply = tmp_path / "reply.md"
    reply.write_text(text, encoding="utf-8")
    ran = run("verify", "--text", reply, "--index", boats_index)
    assert ran.code == code
    assert ran.err.startswith(said)


def test_a_text_comes_on_a_pipe_too_and_goes_out_as_json(boats_index: Path) -> None:
    argv = command("verify", "--text", "-", "--json", "-q", "--index", boats_index)
    done = subprocess.run(
        argv, input=f"“{TRUE}” [Jib]".encode(), capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (3, b"")
    assert json.loads(done.stdout)["sentences"][0]["verdict"] == "elsewhere"


def test_control_characters_of_a_text_never_reach_the_terminal(
    run: Run, boats_index: Path, tmp_path: Path
) -> None:
    reply = tmp_path / "reply.md"
    reply.write_text("“The rope \x1b[31m that \u202e trims a mast.”", encoding="utf-8")
    ran = run("verify", "--text", reply, "--index", boats_index)
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    ran = run(
        "verify", "--quote", "The \x1b]0;x\x07 rope that trims a mast", "--index", boats_index
    )
    assert "\x1b" not in ran.out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--quote", "x", "--text", "y"), "one of ANSWERS.jsonl, --quote and --text at a time"),
        (("--entry", "x"), "--entry says whose --quote is"),
        (("--json",), "--json goes with --quote or --text"),
        (("--quote", "x", "--sources", "."), "--sources is for the quotes of answers"),
        (("--quote", " "), "the quote is empty"),
        (("--quote", "x", "--entry", "Nobody"), "no entry 'Nobody'"),
        (("--text", "no-such-file"), "no-such-file"),
    ],
)
def test_wrong_usage_says_what_to_do(
    arguments: tuple[str, ...], complaint: str, run: Run, boats_index: Path
) -> None:
    ran = run("verify", *arguments, "--index", boats_index)
    assert ran.code == 2
    assert complaint in ran.fault


def test_a_prompt_holds_the_evidence_and_says_whether_it_would_be_answered(
    run: Run, boats_index: Path
) -> None:
    ran = run("ask", "--prompt", "what is a sheet?", "--index", boats_index)
    assert (ran.code, ran.err) == (0, "")
    assert f"    {TRUE}\n" in ran.out
    assert ran.out.endswith("\nQuestion: what is a sheet?\n")
    ran = run("ask", "--prompt", "what is the capital of France?", "--index", boats_index, "--json")
    (grounding,) = rows(ran.out)
    assert (ran.code, grounding["answered"]) == (1, False)
    for wrong in (("--explain",), ("--threshold", "0.5")):
        refused = run("ask", "--prompt", *wrong, "what is a sheet?", "--index", boats_index)
        assert (refused.code, "--prompt" in refused.fault) == (2, True)
