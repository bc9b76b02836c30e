"""What a reader made of its input, as lines, as JSON and as a report."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..index.concepts import group
from ..index.reading import Readings
from ..index.records import Document, Entry, Reading, Remark
from ..index.references import link
from .render import json_line, visible

__all__ = ["Parsed", "chosen_lines", "entry_lines", "remarks_of", "report", "resolve", "summary"]

_SHOWN_CHARS = 100


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read, over all files together.

    Attributes:
        readings: one for each file.
        entries: of all files, with their references resolved.
        remarks: on files, on their lines, and on references that no entry defines, by path
            and line.
    """

    readings: tuple[Reading, ...]
    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...]


def resolve(found: Readings) -> Parsed:
    """Resolve references over all files, and collect the remarks."""
    paths = {reading.document.id: reading.document.path for reading in found.readings}
    read = [entry for reading in found.readings for entry in reading.entries]
    entries, dangling = link(read, paths)
    return Parsed(found.readings, entries, _sorted([*remarks_of(found), *dangling]))


def remarks_of(found: Readings) -> tuple[Remark, ...]:
    """Return the remarks on files and on their lines, by path and line."""
    return _sorted([*found.remarks, *(one for read in found.readings for one in read.remarks)])


def _sorted(remarks: list[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: (remark.path, remark.line)))


def entry_lines(parsed: Parsed, *, as_json: bool) -> Iterator[str]:
    """Yield a line for each entry: a JSON object, or text for a person."""
    documents = {reading.document.id: reading.document for reading in parsed.readings}
    if not as_json:
        yield from (_shown(entry, documents[entry.document].path) for entry in parsed.entries)
        return
    terms = {entry.id: entry.term for entry in parsed.entries}
    concepts: dict[str, str] = {}
    rules: dict[str, str] = {}
    for concept in group(parsed.entries):
        concepts |= dict.fromkeys(concept.entries, concept.id)
        rules |= dict(concept.rules)
    for entry in parsed.entries:
        record = _record(entry, documents[entry.document], terms)
        record["concept"] = concepts[entry.id]
        record["merged_by"] = rules.get(entry.id)
        yield json_line(record)


def _shown(entry: Entry, path: str) -> str:
    also = f" ({', '.join(entry.aliases)})" if entry.aliases else ""
    start = " ".join(entry.definition.split())
    short = start if len(start) <= _SHOWN_CHARS else start[: _SHOWN_CHARS - 1] + "…"
    return visible(f"{path}:{entry.line}: {entry.term}{also} — {short}")


def _record(entry: Entry, document: Document, terms: dict[str, str]) -> dict[str, Any]:
    mnemonic = entry.mnemonic
    return {
        "source": document.path,
        "entry_id": entry.id,
        "number": entry.number,
        "term": entry.term,
        "aliases": list(entry.aliases),
        "definition": entry.definition,
        "start": entry.start,
        "end": entry.end,
        "more": [[span.start, span.end] for span in entry.more],
        "line": entry.line,
        "locator": entry.locator,
        "see_also": [terms[target] for target in entry.see_also],
        "dangling": list(entry.dangling),
        "mnemonic": document.text[mnemonic.start : mnemonic.end] if mnemonic else None,
        "status": entry.status,
        "language": entry.language,
        "flags": list(entry.flags),
    }


def report(parsed: Parsed) -> dict[str, Any]:
    """Return what became of every line of every file, and all remarks, as JSON values."""
    files = []
    for reading in parsed.readings:
        document = reading.document
        files.append(
            {
                "source": document.path,
                "title": document.title,
                "sha256": document.sha256,
                "format": reading.format,
                "why": reading.why,
                "entries": len(reading.entries),
                "unaccounted": sum(
                    part.last - part.first + 1 for part in reading.lines if part.rule == "unread"
                ),
                "lines": [
                    {
                        "first": part.first,
                        "last": part.last,
                        "use": part.use.value,
                        "rule": part.rule,
                    }
                    for part in reading.lines
                ],
            }
        )
    return {
        "files": files,
        "remarks": [
            {"source": r.path, "line": r.line, "code": r.code, "message": r.message}
            for r in parsed.remarks
        ],
    }


def chosen_lines(found: Readings | Parsed, most: int = 10) -> Iterator[str]:
    """Yield a line for each file: how it was read, and why so.

    Of more than ``most`` files those read alike share a line.
    """
    if len(found.readings) <= most:
        for reading in found.readings:
            how = f"read as {reading.format} ({reading.why})"
            yield f"{reading.document.path}: {_counted(len(reading.entries), 'entry')}, {how}"
        return
    alike: dict[str, list[Reading]] = {}
    for reading in found.readings:
        alike.setdefault(reading.format, []).append(reading)
    for name, same in alike.items():
        entries = _counted(sum(len(reading.entries) for reading in same), "entry")
        first = same[0]
        yield (
            f"{_counted(len(same), 'file')}: {entries}, read as {name} "
            f"({first.document.path}: {first.why})"
        )


def _counted(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1] + 'ies' if noun.endswith('y') else noun + 's'}"


def summary(parsed: Parsed) -> Iterator[str]:
    """Yield lines for a person: files, entries, remarks by code."""
    yield from chosen_lines(parsed)
    codes = Counter(remark.code for remark in parsed.remarks)
    listed = ", ".join(f"{count} {code}" for code, count in sorted(codes.items()))
    files = _counted(len(parsed.readings), "file")
    total = f"{_counted(len(parsed.entries), 'entry')} in {files}"
    yield total + (f"; {listed}" if listed else "")
