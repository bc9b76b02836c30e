"""What a reader made of its input, as lines, as JSON and as a report."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..index.concepts import group
from ..index.reading import Readings
from ..index.records import Document, Entry
from ..index.references import link

__all__ = ["entry_lines", "report", "summary"]


def entry_lines(found: Readings, *, as_json: bool) -> Iterator[str]:
    """Yield a line for each entry: a JSON object, or text for a person."""
    entries, concepts, rules = _linked(found)
    documents = {reading.document.id: reading.document for reading in found.readings}
    terms = {entry.id: entry.term for entry in entries}
    for entry in entries:
        document = documents[entry.document]
        if as_json:
            record = _record(entry, document, terms)
            record["concept"] = concepts[entry.id]
            record["merged_by"] = rules.get(entry.id)
            yield json.dumps(record, ensure_ascii=False)
        else:
            from .render import visible

            also = f" ({', '.join(entry.aliases)})" if entry.aliases else ""
            start = " ".join(entry.definition.split())
            short = start if len(start) <= 100 else start[:99] + "…"
            yield visible(f"{document.path}:{entry.line}: {entry.term}{also} — {short}")


def _linked(found: Readings) -> tuple[tuple[Entry, ...], dict[str, str], dict[str, str]]:
    entries = [entry for reading in found.readings for entry in reading.entries]
    paths = {reading.document.id: reading.document.path for reading in found.readings}
    linked, _ = link(entries, paths)
    concepts: dict[str, str] = {}
    rules: dict[str, str] = {}
    for concept in group(linked):
        concepts |= dict.fromkeys(concept.entries, concept.id)
        rules |= dict(concept.rules)
    return linked, concepts, rules


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


def report(found: Readings) -> dict[str, Any]:
    """Return what became of every line of every file, and all remarks, as JSON values."""
    entries = [entry for reading in found.readings for entry in reading.entries]
    paths = {reading.document.id: reading.document.path for reading in found.readings}
    _, dangling = link(entries, paths)
    remarks = [*found.remarks, *dangling]
    files = []
    for reading in found.readings:
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
            for r in remarks
        ],
    }


def summary(found: Readings) -> Iterator[str]:
    """Yield lines for a person: files, entries, remarks by code."""
    for reading in found.readings:
        entries = f"{len(reading.entries)} entries"
        yield f"{reading.document.path}: {entries}, read as {reading.format} ({reading.why})"
    total = sum(len(reading.entries) for reading in found.readings)
    codes = Counter(remark.code for remark in found.remarks)
    listed = ", ".join(f"{count} {code}" for code, count in sorted(codes.items()))
    yield f"{total} entries in {len(found.readings)} files" + (f"; {listed}" if listed else "")
