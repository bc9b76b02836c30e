"""``glossator diff``: what changed between two versions of a glossary. Prints, as ``cli.py`` does.

Changes go to standard output, what there is to say about the run to standard error. Exit code 0
where the versions hold the same, 1 where they differ.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .options import add_command, with_reading
from .saying import say

if TYPE_CHECKING:
    from ..index.diff import Change, Diff, Version
    from ..index.reading import Readings

__all__ = ["add"]

OK, DIFFERENT = 0, 1
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "renamed": ">"}
_SHOWN_CHARS = 100
_AROUND = 6  # words that are shown around a change


def add(commands: Any) -> None:
    """Add the command to the subparsers of the command line."""
    about = "show what changed between two versions of a glossary"
    parser = add_command(commands, "diff", _diff, about)
    parser.add_argument("old", metavar="OLD", help="a file or folder")
    parser.add_argument("new", metavar="NEW", help="the same, later; of any format")
    with_reading(parser, titles=False)
    parser.add_argument("--json", action="store_true", help="print one JSON object a change")


def _diff(options: argparse.Namespace) -> int:
    from ..index.diff import compare
    from .render import json_line, visible

    found = compare(_read(options.old, options), _read(options.new, options))
    for change in found.changes:
        if options.json:
            print(json_line(_record(change)))
            continue
        for line in _lines(change):
            print(visible(line))
    say(_summary(found))
    return DIFFERENT if found.changes else OK


def _read(path: str, options: argparse.Namespace) -> "Readings":
    from ..index.options import options_of
    from ..index.reading import read_paths

    said = options_of(options.columns, options.language, options.max_bytes)
    found = read_paths([Path(path)], format=options.format, options=said)
    for remark in found.unread:
        say(f"glossator: {remark.message}")
    return found


def _lines(change: "Change") -> list[str]:
    """Return a change as lines for a person."""
    sign = _SIGNS[change.kind]
    old, new = change.old, change.new
    if old is None or new is None:
        only = old or new
        assert only is not None  # one of the two is there
        text = only.text
        short = text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"
        return [f"{sign} {only.entry.term} ({_where(only)}): {short}"]
    named = old.entry.term
    if old.entry.term != new.entry.term:
        named += f" → {new.entry.term}"
    lines = [f"{sign} {named} ({_where(old)} → {_where(new)})"]
    if "definition" in change.fields:
        lines.append(f"    definition: {_marked(change.words)}")
    for name in ("aliases", "references"):
        if name in change.fields:
            lines.append(
                f"    {name}: {_listed(getattr(old.entry, name), getattr(new.entry, name))}"
            )
    for name in ("status", "language"):
        if name in change.fields:
            was, now = getattr(old.entry, name), getattr(new.entry, name)
            lines.append(f"    {name}: {was or 'none'} → {now or 'none'}")
    return lines


def _where(version: "Version") -> str:
    return f"{version.path}:{version.entry.line}"


def _marked(runs: tuple[tuple[str, str], ...]) -> str:
    """Mark words as ``git diff --word-diff`` does, with a few around each change."""
    parts = []
    for at, (sign, text) in enumerate(runs):
        if sign == "=":
            parts.append(_context(text, first=at == 0, last=at == len(runs) - 1))
        else:
            parts.append(f"[-{text}-]" if sign == "-" else f"{{+{text}+}}")
    return " ".join(parts)


def _context(text: str, *, first: bool, last: bool) -> str:
    words = text.split()
    head = [] if first else words[:_AROUND]
    tail = [] if last else words[-_AROUND:]
    if len(words) <= len(head) + len(tail) + 1:  # one word takes no more room than dots
        return text
    return " ".join((*head, "…", *tail))


def _listed(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    gone = [f"[-{name}-]" for name in old if name not in new]
    come = [f"{{+{name}+}}" for name in new if name not in old]
    return ", ".join((*gone, *come))


def _record(change: "Change") -> dict[str, Any]:
    return {
        "change": change.kind.value,
        "old": _version(change.old),
        "new": _version(change.new),
        "fields": list(change.fields),
        "words": [list(run) for run in change.words],
    }


def _version(version: "Version | None") -> dict[str, Any] | None:
    if version is None:
        return None
    entry = version.entry
    return {
        "source": version.path,
        "line": entry.line,
        "locator": entry.locator,
        "entry_id": entry.id,
        "term": entry.term,
        "definition": version.text,
        "aliases": list(entry.aliases),
        "references": list(entry.references),
        "status": entry.status,
        "language": entry.language,
    }


def _summary(found: "Diff") -> str:
    from ..index.diff import Kind

    counts = [(found.count(kind), kind.value) for kind in Kind]
    return ", ".join(f"{count} {name}" for count, name in (*counts, (found.unchanged, "unchanged")))
