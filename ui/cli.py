"""The command line: a thin shell over the library.

Questions and answers go to standard output and nothing else does. Errors are one line on
standard error. Exit codes: 0 answered, all is well · 1 abstained, faults or differences found ·
2 wrong usage or input · 3 a damaged index or quote · 70 a fault of ours · 130 and 143 stopped.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from . import (
    agents,
    annotating,
    asking,
    completing,
    diffing,
    evalcli,
    exporting,
    linting,
    verifying,
)
from .looking import look
from .options import (
    add_command,
    offer_of,
    titles_of,
    with_index,
    with_offer,
    with_quiet,
    with_reading,
)
from .placing import place, write
from .saying import Progress, complain, hush, say
from .signals import TerminatedError, heeded, outlive_readers

if TYPE_CHECKING:
    from ..index.reading import Readings
    from ..rag.glossator import Glossator

__all__ = ["main"]

OK, ABSTAINED, USAGE, OURS, INTERRUPTED, TERMINATED = 0, 1, 2, 70, 130, 143
_UNREAD_SHOWN = 5
_EPILOG = """\
Without --index (or GLOSSATOR_INDEX) the embedded deep-learning glossary is asked.
Exit codes: 0 answered, all is well; 1 abstained, or faults found by 'lint', or differences by
'diff', or 'verify' found no quote in a text; 2 wrong usage or input; 3 a damaged index or quote;
70 a fault of Glossator's own; 130 and 143 stopped.
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
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        with heeded():
            options = _parser().parse_args(arguments)
            hush(getattr(options, "quiet", False))
            return _run(options)
    except KeyboardInterrupt:
        return _failed("stopped", INTERRUPTED)
    except TerminatedError:
        return _failed("stopped", TERMINATED)
    finally:
        hush(False)


def _run(options: argparse.Namespace) -> int:
    from ..index.errors import GlossaryError

    try:
        code = int(options.run(options))
        if sys.stdout is not None:
            sys.stdout.flush()  # a full disk is found here, not after the exit code is fixed
        return code
    except GlossaryError as error:
        return _failed(str(error), error.exit_code)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _failed(f"{where}{error.strerror or error}", USAGE)
    except Exception as error:  # a fault of ours: say so, and how to report it
        if os.environ.get("GLOSSATOR_DEBUG"):
            raise
        return _failed(
            f"a fault of Glossator's own: {type(error).__name__}: {error}. Please report it with "
            "the command you ran; GLOSSATOR_DEBUG=1 shows where it happened.",
            OURS,
        )


def _failed(message: str, code: int) -> int:
    complain(message)
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
    with_quiet(parser)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    asking.add(commands, _open)
    for add in (_add_search, _add_index, _add_parse):
        add(commands)
    verifying.add(commands, _open)
    for add in (
        _add_serve,
        exporting.add,
        linting.add,
        diffing.add,
        evalcli.add,
    ):
        add(commands)
    annotating.add(commands, _open)
    agents.add(commands, _open, complain)
    completing.add(commands, _parser)
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"glossator {version('glossator')}")
        except PackageNotFoundError:
            print("glossator (not installed)")
        parser.exit(OK)


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

    with Progress() as progress:
        glossary = Glossator.open(
            options.index, encoder=load(options.model), progress=progress.show
        )
    for note in glossary.index.notes:
        say(f"glossator: {note}")
    return glossary


def _search(options: argparse.Namespace) -> int:
    from .render import hits_text, json_line

    with _open(options) as glossary:
        hits = glossary.search(options.query, options.k)
    if options.json:
        for hit in hits:
            print(json_line(hit.to_dict()))
    else:
        print(hits_text(hits, **look()), end="")
    return OK if hits else ABSTAINED


def _index(options: argparse.Namespace) -> int:
    from ..index.build import build
    from ..index.encoder import load
    from .parsed import chosen_lines, remarks_of

    found = _read(options)
    encoder = load(options.model)
    with Progress() as progress:
        index = build(found.readings, encoder, Path(options.out), progress=progress.show)
    with index:
        counts = index.lexicon.counts
        for line in chosen_lines(found):
            say(line)
        say(
            f"{counts.entries} entries, {counts.concepts} concepts, "
            f"{counts.documents} documents → {index.path}"
        )
    remarks = remarks_of(found)
    if remarks:
        say(f"{len(remarks)} remarks; 'glossator parse … --report FILE' lists them")
    return OK


def _read(options: argparse.Namespace) -> "Readings":
    """Read files and folders; files in a folder that can't be read are named."""
    from ..index.options import options_of
    from ..index.reading import read_paths

    paths = [Path(path) for path in options.paths]
    said = options_of(options.columns, options.language, options.max_bytes)
    found = read_paths(paths, format=options.format, titles=titles_of(options), options=said)
    for remark in found.unread[:_UNREAD_SHOWN]:
        say(f"glossator: {remark.message}")
    if len(found.unread) > _UNREAD_SHOWN:
        say(f"glossator: {len(found.unread) - _UNREAD_SHOWN} more files can't be read")
    return found


def _parse(options: argparse.Namespace) -> int:
    from .parsed import entry_lines, report, resolve, summary

    out = place(options.report)
    parsed = resolve(_read(options))
    if out is not None:
        write(out, json.dumps(report(parsed), ensure_ascii=False, indent=1) + "\n")
    for line in entry_lines(parsed, as_json=options.json):
        print(line)
    for line in summary(parsed):
        say(line)
    return OK


def _serve(options: argparse.Namespace) -> int:
    from .chat import check, serve

    check()
    outlive_readers()
    offer = offer_of(options)
    with _open(options) as glossary:
        serve(
            glossary,
            options.host,
            options.port,
            lambda url: say(f"Ask at {url}"),
            offer,
            complain,
        )
    return OK


if __name__ == "__main__":
    sys.exit(main())
