"""``glossator ask``: one question, a file of them, or a stream of them on standard input."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..index.errors import InputError
from .looking import look
from .options import add_command, with_index

if TYPE_CHECKING:
    from ..rag.glossator import Glossator
    from ..rag.records import Settings

    Opened = Callable[[argparse.Namespace], Glossator]

__all__ = ["add"]

OK, ABSTAINED = 0, 1
#: What stands for standard input.
STREAM = "-"


def add(commands: Any, opened: "Opened") -> None:
    """Add the command to the subparsers of the command line.

    Args:
        commands: the subparsers.
        opened: opens the glossary that the options name.
    """
    about = "answer a question by quoting and citing entries"
    parser = add_command(commands, "ask", lambda options: _ask(options, opened), about)
    parser.add_argument(
        "question",
        nargs="?",
        help="the question, in plain words; - answers JSON lines from standard input as they come",
    )
    with_index(parser)
    parser.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    parser.add_argument("--explain", action="store_true", help="say how it was read and found")
    parser.add_argument(
        "--prompt",
        action="store_true",
        help="print a prompt for a language model instead: evidence, and the rule to quote it",
    )
    parser.add_argument("--source", metavar="NAME", help="ask one document only, by path or title")
    parser.add_argument(
        "--history",
        metavar="TEXT",
        action="append",
        default=[],
        help="an earlier question, oldest first; repeat it",
    )
    parser.add_argument(
        "--threshold",
        type=float,
        metavar="SHARE",
        help="refuse answers that are less likely right than this, from 0 to 1",
    )
    parser.add_argument(
        "--calibration", metavar="FILE", help="what 'eval calibrate' fitted to this glossary"
    )
    parser.add_argument(
        "--batch", metavar="FILE", help="questions, one JSON object a line; - for standard input"
    )
    parser.add_argument("--out", metavar="FILE", help="where --batch writes (default: output)")


def _ask(options: argparse.Namespace, opened: "Opened") -> int:
    if (options.question is None) == (options.batch is None):
        raise InputError("ask takes a question, or --batch FILE: exactly one of them")
    if options.batch is not None or options.question == STREAM:
        return _ask_many(options, opened)
    if options.out is not None:
        raise InputError("--out is where --batch writes; one answer goes to standard output")
    if options.prompt:
        return _prompt(options, opened)
    from .render import answer_text, explanation_text, json_line

    with opened(options) as glossary:
        settings = _settings(options, glossary)
        answer = glossary.ask(
            options.question,
            history=options.history,
            source=options.source,
            settings=settings,
        )
        explained = (
            glossary.explain(options.question, history=options.history, settings=settings)
            if options.explain
            else None
        )
    if options.json:
        print(json_line(answer.to_dict()))
    else:
        shown = look()
        print(answer_text(answer, **shown), end="")
        if explained is not None:
            print(explanation_text(answer, explained, width=shown["width"]), end="")
    return OK if answer.answered else ABSTAINED


def _prompt(options: argparse.Namespace, opened: "Opened") -> int:
    """Print what a language model needs to answer by quoting."""
    from .render import json_line, visible

    if options.explain or options.threshold is not None or options.calibration is not None:
        raise InputError(
            "--prompt refuses nothing and explains nothing: leave out --explain, --threshold and "
            "--calibration"
        )
    with opened(options) as glossary:
        grounding = glossary.grounding_prompt(
            options.question, history=options.history, source=options.source
        )
    if options.json:
        print(json_line(grounding.to_dict()))
    else:
        for line in grounding.prompt.splitlines():
            print(visible(line))
    return OK if grounding.answered else ABSTAINED


def _ask_many(options: argparse.Namespace, opened: "Opened") -> int:
    """Answer JSON lines: of a file once all of it is sound, of a stream as they come."""
    from .placing import place, write
    from .render import json_line

    if options.history or options.explain:
        raise InputError("--history and --explain go with one question, not with --batch")
    if options.prompt:
        raise InputError("--prompt goes with one question, not with --batch")
    out = place(options.out)
    streaming = STREAM in (options.batch, options.question)
    questions: Iterable[_Question]
    if streaming:
        questions = _questions(sys.stdin.buffer, "standard input")
    else:
        questions = list(_questions(_lines(Path(options.batch)), options.batch))
    with opened(options) as glossary:
        settings = _settings(options, glossary)
        answers = (
            glossary.ask(
                text, history=history, source=options.source, question_id=name, settings=settings
            )
            for name, text, history in questions
        )
        lines = (json_line(answer.to_dict()) for answer in answers)
        if out is None:
            for line in lines:
                print(line, flush=streaming)  # who asks on a pipe waits for each
        else:
            write(out, "".join(f"{line}\n" for line in lines))
    return OK


def _settings(options: argparse.Namespace, glossary: "Glossator") -> "Settings":
    """Return the settings that the options name: a calibration's, then the threshold on top."""
    from ..rag.calibration import load_settings
    from ..rag.records import Settings

    settings = Settings()
    if options.calibration is not None:
        settings = load_settings(Path(options.calibration), glossary.encoder.sha256)
    if options.threshold is None:
        return settings
    if not 0 <= options.threshold <= 1:
        raise InputError(f"--threshold {options.threshold:g}; expected a share from 0 to 1")
    return replace(settings, threshold=options.threshold)


_Question = tuple[str, str, list[str]]


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().split(b"\n")


def _questions(lines: Iterable[bytes], name: str) -> Iterator[_Question]:
    """Yield id, question and history of each line; broken lines are named, none is skipped."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            value = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise InputError(f"{where}: no JSON ({error})") from None
        if not isinstance(value, dict) or not isinstance(value.get("question"), str):
            raise InputError(f'{where}: expected {{"id": …, "question": "…", "history": […]}}')
        history = value.get("history") or []
        if not isinstance(history, list) or not all(isinstance(text, str) for text in history):
            raise InputError(f"{where}: 'history' must be a list of earlier questions")
        yield str(value.get("id", number)), value["question"], history
