"""The command line: a thin shell over the library; the only module that prints.

Questions and answers go to standard output and nothing else does. Errors are one line on
standard error. Exit codes: 0 answered, all is well · 1 abstained, faults or differences found ·
2 wrong usage or input · 3 a damaged index or quote · 70 a fault of ours.
"""

import argparse
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from . import agents, annotating, diffing, evalcli, exporting, linting
from .options import add_command, offer_of, titles_of, with_index, with_offer, with_reading

if TYPE_CHECKING:
    from ..index.reading import Readings
    from ..rag.glossator import Glossator
    from ..rag.records import Settings

__all__ = ["main"]

OK, ABSTAINED, USAGE, DAMAGED, OURS = 0, 1, 2, 3, 70
_UNREAD_SHOWN = 5
_EPILOG = """\
Without --index (or GLOSSATOR_INDEX) the embedded deep-learning glossary is asked.
Exit codes: 0 answered, all is well; 1 abstained, or faults found by 'lint', or differences by
'diff'; 2 wrong usage or input; 3 a damaged index or quote; 70 a fault of Glossator's own.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Args:
        arguments: without the program's name; ``sys.argv`` if ``None``.
    """
    # One thread: OpenBLAS starts a pool at import otherwise (0.1 s of CPU), and int8 results
    # must not depend on how work is split. Set before NumPy is imported, never overruled.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `glossator … | head` ends quietly
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = _parser()
    options = parser.parse_args(arguments)
    from ..index.errors import GlossaryError

    try:
        code = int(options.run(options))
        if sys.stdout is not None:
            sys.stdout.flush()  # a full disk is found here, not after the exit code is fixed
        return code
    except GlossaryError as error:
        return _complain(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _complain("stopped", 130)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _complain(f"{where}{error.strerror or error}", USAGE)
    except Exception as error:  # a fault of ours: say so, and how to report it
        if os.environ.get("GLOSSATOR_DEBUG"):
            raise
        return _complain(
            f"a fault of Glossator's own: {type(error).__name__}: {error}. Please report it with "
            "the command you ran; GLOSSATOR_DEBUG=1 shows where it happened.",
            OURS,
        )


def _complain(message: str, code: int) -> int:
    from .render import visible

    print(f"glossator: {visible(message)}", file=sys.stderr)
    return code


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        from .render import visible

        self.exit(USAGE, f"{self.prog}: {visible(message)}. See '{self.prog} --help'.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="glossator",
        description="Ask glossaries questions; get the matching entries quoted and cited.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (
        _add_ask,
        _add_search,
        _add_index,
        _add_parse,
        _add_verify,
        _add_serve,
        exporting.add,
        linting.add,
        diffing.add,
        evalcli.add,
    ):
        add(commands)
    annotating.add(commands, _open)
    agents.add(commands, _open, lambda fault: _complain(fault, OK))
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"glossator {version('glossator')}")
        except PackageNotFoundError:
            print("glossator (not installed)")
        parser.exit(OK)


def _add_ask(commands: Any) -> None:
    parser = add_command(commands, "ask", _ask, "answer a question by quoting and citing entries")
    parser.add_argument("question", nargs="?", help="the question, in plain words")
    with_index(parser)
    parser.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    parser.add_argument("--explain", action="store_true", help="say how it was read and found")
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
    parser.add_argument("--batch", metavar="FILE", help="questions, one JSON object a line")
    parser.add_argument("--out", metavar="FILE", help="where --batch writes (default: output)")


def _add_search(commands: Any) -> None:
    parser = add_command(commands, "search", _search, "list the entries nearest to some words")
    parser.add_argument("query", help="words or a question")
    with_index(parser)
    parser.add_argument("-k", type=int, default=10, metavar="N", help="how many (default 10)")
    parser.add_argument("--json", action="store_true", help="print one JSON object a hit")


def _add_index(commands: Any) -> None:
    parser = add_command(commands, "index", _index, "read glossaries and write an index directory")
    parser.add_argument("paths", nargs="+", metavar="FILE_OR_DIR")
    parser.add_argument("--out", required=True, metavar="DIR", help="the index directory")
    with_reading(parser)
    parser.add_argument(
        "--model",
        metavar="NAME_OR_PATH",
        help="a sentence-transformers model instead of the bundled encoder",
    )


def _add_parse(commands: Any) -> None:
    parser = add_command(commands, "parse", _parse, "show what is read from glossaries, by entry")
    parser.add_argument("paths", nargs="+", metavar="FILE_OR_DIR")
    with_reading(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object an entry")
    parser.add_argument(
        "--report", metavar="REPORT.json", help="write what became of every line, and remarks"
    )


def _add_verify(commands: Any) -> None:
    parser = add_command(
        commands, "verify", _verify, "check an index, or the quotes of answers against it"
    )
    parser.add_argument("answers", nargs="?", metavar="ANSWERS.jsonl")
    with_index(parser)
    parser.add_argument(
        "--sources", metavar="DIR", help="hold quotes against the source files in DIR too"
    )


def _add_serve(commands: Any) -> None:
    parser = add_command(commands, "serve", _serve, "serve a chat page, and the HTTP API")
    with_index(parser)
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)"
    )
    parser.add_argument(
        "--port", type=int, default=7860, help="the port; 0 for any free one (default 7860)"
    )
    with_offer(parser)


def _open(options: argparse.Namespace) -> "Glossator":
    from ..index.encoder import load
    from ..rag.glossator import Glossator

    with _Progress() as progress:
        glossary = Glossator.open(
            options.index, encoder=load(options.model), progress=progress.show
        )
    for note in glossary.index.notes:
        _complain(note, OK)
    return glossary


class _Progress:
    """A progress bar on standard error, for stages that take a while; none where no one looks."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._stage = ""

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, stage: str, done: int, total: int) -> None:
        from tqdm import tqdm

        if stage != self._stage:
            if self._bar is not None:
                self._bar.close()
            self._stage = stage
            self._bar = tqdm(
                total=total, desc=stage, unit="", file=sys.stderr, disable=None, leave=False
            )
        self._bar.total = total
        self._bar.update(done - self._bar.n)


def _look() -> dict[str, Any]:
    colour = sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return {"width": shutil.get_terminal_size((80, 24)).columns, "colour": colour}


def _ask(options: argparse.Namespace) -> int:
    from ..index.errors import InputError

    if (options.question is None) == (options.batch is None):
        raise InputError("ask takes a question, or --batch FILE: exactly one of them")
    if options.batch is not None:
        return _ask_batch(options)
    if options.out is not None:
        raise InputError("--out is where --batch writes; one answer goes to standard output")
    from .render import answer_text, explanation_text, json_line

    with _open(options) as glossary:
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
        look = _look()
        print(answer_text(answer, **look), end="")
        if explained is not None:
            print(explanation_text(answer, explained, width=look["width"]), end="")
    return OK if answer.answered else ABSTAINED


def _ask_batch(options: argparse.Namespace) -> int:
    from ..index.errors import InputError
    from .render import json_line

    if options.history or options.explain:
        raise InputError("--history and --explain go with one question, not with --batch")
    out = _place(options.out)
    questions = list(_questions(Path(options.batch)))
    with _open(options) as glossary:
        settings = _settings(options, glossary)
        answers = (
            glossary.ask(
                text,
                history=history,
                source=options.source,
                question_id=name,
                settings=settings,
            )
            for name, text, history in questions
        )
        lines = (json_line(answer.to_dict()) for answer in answers)
        if out is None:
            for line in lines:
                print(line)
        else:
            _write(out, "".join(f"{line}\n" for line in lines))
    return OK


def _settings(options: argparse.Namespace, glossary: "Glossator") -> "Settings":
    """Return the settings that the options name: a calibration's, then the threshold on top."""
    from ..index.errors import InputError
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


def _place(name: str | None) -> Path | None:
    """Return where a file is to be written, once that is sure to be possible."""
    from ..index.errors import InputError

    if name is None:
        return None
    path = Path(name).resolve()  # a link stays one, /dev/stdout too
    if path.exists() and not path.is_file():
        raise InputError(f"{name}: is no file. Expected a new name, or a file to replace.")
    if not path.parent.is_dir():
        raise InputError(f"{name}: there is no folder '{path.parent}'. Make it, or choose another.")
    if not os.access(path.parent, os.W_OK):
        raise InputError(f"{name}: can't write in '{path.parent}'. Choose another folder.")
    return path


def _write(path: Path, text: str) -> None:
    from ..index.disk import write_text
    from ..index.errors import InputError

    try:
        write_text(path, text)
    except OSError as error:
        raise InputError(f"{path}: can't be written ({error.strerror}).") from error


def _questions(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield id, question and history of each line; broken lines are named, none is skipped."""
    from ..index.errors import InputError

    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
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


def _search(options: argparse.Namespace) -> int:
    from .render import hits_text, json_line

    with _open(options) as glossary:
        hits = glossary.search(options.query, options.k)
    if options.json:
        for hit in hits:
            print(json_line(hit.to_dict()))
    else:
        print(hits_text(hits, **_look()), end="")
    return OK if hits else ABSTAINED


def _index(options: argparse.Namespace) -> int:
    from ..index.build import build
    from ..index.encoder import load
    from .parsed import chosen_lines, remarks_of

    found = _read(options)
    encoder = load(options.model)
    with _Progress() as progress:
        index = build(found.readings, encoder, Path(options.out), progress=progress.show)
    with index:
        counts = index.lexicon.counts
        for line in chosen_lines(found):
            _say(line)
        _say(
            f"{counts.entries} entries, {counts.concepts} concepts, "
            f"{counts.documents} documents → {index.path}"
        )
    remarks = remarks_of(found)
    if remarks:
        _say(f"{len(remarks)} remarks; 'glossator parse … --report FILE' lists them")
    return OK


def _read(options: argparse.Namespace) -> "Readings":
    """Read files and folders; files in a folder that can't be read are named."""
    from ..index.options import options_of
    from ..index.reading import read_paths

    paths = [Path(path) for path in options.paths]
    said = options_of(options.columns, options.language, options.max_bytes)
    found = read_paths(paths, format=options.format, titles=titles_of(options), options=said)
    for remark in found.unread[:_UNREAD_SHOWN]:
        _complain(remark.message, OK)
    if len(found.unread) > _UNREAD_SHOWN:
        _complain(f"{len(found.unread) - _UNREAD_SHOWN} more files can't be read", OK)
    return found


def _say(message: str) -> None:
    from .render import visible

    print(visible(message), file=sys.stderr)


def _parse(options: argparse.Namespace) -> int:
    from .parsed import entry_lines, report, resolve, summary

    out = _place(options.report)
    parsed = resolve(_read(options))
    if out is not None:
        _write(out, json.dumps(report(parsed), ensure_ascii=False, indent=1) + "\n")
    for line in entry_lines(parsed, as_json=options.json):
        print(line)
    for line in summary(parsed):
        _say(line)
    return OK


def _verify(options: argparse.Namespace) -> int:
    from ..index.errors import InputError
    from ..index.verify import verify
    from .render import visible

    if options.answers is None:
        if options.index is None:
            raise InputError("verify needs --index DIR, or a file of answers")
        if options.sources is not None:
            raise InputError("--sources is for the quotes of answers: name ANSWERS.jsonl too")
        faults = list(verify(Path(options.index)))
        checked = "the index"
    else:
        from ..rag.verify import faults as quote_faults
        from ..rag.verify import read_answers

        answers = list(read_answers(Path(options.answers)))
        checked = f"{sum(len(a['citations']) for _, a in answers)} quotes"
        sources = Path(options.sources) if options.sources else None
        with _open(options) as glossary:
            faults = list(quote_faults(answers, glossary.index.lexicon, sources))
    for fault in faults:
        print(visible(fault))
    _say(f"{checked}: {f'{len(faults)} faults' if faults else 'all good'}")
    return DAMAGED if faults else OK


def _serve(options: argparse.Namespace) -> int:
    from .chat import check, serve

    check()
    offer = offer_of(options)
    with _open(options) as glossary:
        serve(
            glossary,
            options.host,
            options.port,
            lambda url: _say(f"Ask at {url}"),
            offer,
            lambda fault: _complain(fault, OK),
        )
    return OK


if __name__ == "__main__":
    sys.exit(main())
