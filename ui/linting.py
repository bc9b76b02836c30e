"""``glossator lint``: defects of glossaries. Prints, as ``cli.py`` does.

Findings go to standard output, what there is to say about the run to standard error. Exit code 1
where there is an error; with ``--strict`` where there is a warning too. Notes are for a look.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .options import add_command, titles_of, with_reading
from .saying import say

if TYPE_CHECKING:
    from ..index.lint import Code, Finding, Linted, Place

__all__ = ["add"]

OK, FAULTS = 0, 1


def add(commands: Any) -> None:
    """Add the command to the subparsers of the command line."""
    about = "find what is wrong with glossaries, with file and line"
    parser = add_command(commands, "lint", _lint, about)
    parser.add_argument("paths", nargs="*", metavar="FILE_OR_DIR")
    with_reading(parser)
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print one JSON object a finding")
    shape.add_argument(
        "--sarif", action="store_true", help="print a SARIF 2.1.0 log, for code hosts"
    )
    parser.add_argument(
        "--strict", action="store_true", help="exit with 1 on warnings too, not on errors alone"
    )
    parser.add_argument(
        "--ignore",
        metavar="CODE,…",
        action="append",
        default=[],
        help="leave out findings with this code; repeat it",
    )
    parser.add_argument(
        "--together",
        action="store_true",
        help="take all files for one glossary, not each for one of its own",
    )
    parser.add_argument("--codes", action="store_true", help="list the codes and exit")


def _lint(options: argparse.Namespace) -> int:
    from ..index.errors import InputError
    from ..index.lint import Severity, lint_paths
    from ..index.options import options_of

    if options.codes:
        return _list_codes()
    if not options.paths:
        raise InputError("lint takes files or folders: glossator lint FILE_OR_DIR...")
    done = lint_paths(
        [Path(path) for path in options.paths],
        options.format,
        options=options_of(options.columns, options.language, options.max_bytes),
        titles=titles_of(options),
        ignore=_codes(options.ignore),
        together=options.together,
    )
    _print(done, options)
    say(_summary(done))
    bad = done.count(Severity.ERROR) + (done.count(Severity.WARNING) if options.strict else 0)
    return FAULTS if bad else OK


def _print(done: "Linted", options: argparse.Namespace) -> None:
    from .render import json_line

    if options.sarif:
        print(_sarif(done))
        return
    for found in done.findings:
        print(json_line(_record(found)) if options.json else _line(found))


def _sarif(done: "Linted") -> str:
    import json
    from importlib.metadata import PackageNotFoundError, version

    from ..index.lint.sarif import sarif

    try:
        own = version("glossator")
    except PackageNotFoundError:
        own = "0.0.0"
    return json.dumps(sarif(done, own, Path.cwd()), ensure_ascii=True, indent=1)


def _list_codes() -> int:
    from ..index.lint import RULES

    width = max(map(len, RULES))
    for code, rule in RULES.items():
        print(f"{code:{width}}  {rule.severity:7}  {rule.about} {rule.advice}")
    return OK


def _codes(given: list[str]) -> "frozenset[Code]":
    from ..index.errors import InputError
    from ..index.lint import Code

    found = set()
    for name in (part.strip() for text in given for part in text.split(",")):
        try:
            found.add(Code(name))
        except ValueError:
            known = ", ".join(code.value for code in Code)
            raise InputError(f"--ignore {name}: no such code. Expected one of: {known}") from None
    return frozenset(found)


def _line(found: "Finding") -> str:
    from .render import visible

    also = [_where(place) for place in found.related[:3]]
    if len(found.related) > 3:
        also.append(f"{len(found.related) - 3} more")
    text = f"{_where(found.place)}: {found.severity} {found.code}: {found.sentence}"
    if found.locator and not found.locator.startswith("line"):
        text += f" [{found.locator}]"
    return visible(text + (f" (see {', '.join(also)})" if also else ""))


def _where(place: "Place") -> str:
    return f"{place.path}:{place.line}" if place.line else place.path


def _record(found: "Finding") -> dict[str, Any]:
    return {
        "code": found.code.value,
        "severity": found.severity.value,
        "source": found.place.path,
        "line": found.place.line,
        "locator": found.locator,
        "term": found.place.term,
        "entry_id": found.entry,
        "message": found.message,
        "advice": found.advice,
        "related": [
            {"source": place.path, "line": place.line, "term": place.term}
            for place in found.related
        ],
    }


def _summary(done: "Linted") -> str:
    from ..index.lint import Severity

    counts = [(done.count(severity), severity.value) for severity in Severity]
    listed = ", ".join(f"{count} {name}{'s' * (count != 1)}" for count, name in counts if count)
    ignored = f"; {done.ignored} ignored" if done.ignored else ""
    files = f"{done.files} file{'s' * (done.files != 1)}"
    entries = f"{done.entries:,} entr{'ies' if done.entries != 1 else 'y'}"
    return f"{entries} in {files}: {listed or 'nothing found'}{ignored}"
