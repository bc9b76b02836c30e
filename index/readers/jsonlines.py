"""JSON lines (also as ``.gz``): one object an entry.

Read keys: ``term``, ``definition``, ``aliases``, ``id``, ``language``, ``status``,
``see_also``. A document's text is a rendering, a block for each entry: the term's line, the
definition, a blank line. Entries carry the line of the file as locator.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from ..records import LineRange, LineUse, Remark
from ..text import Source, StrippedText
from .base import Draft, DraftEntry, Sniff, numbered_lines
from .heads import head_of_value
from .roles import named

__all__ = ["NAME", "read", "sniff"]

NAME = "jsonlines"

_KEYS = {"term", "definition", "aliases", "id", "language", "status", "see_also"}
_TEXTS = ("term", "definition", "language", "status")
_SAMPLE_LINES = 20


@dataclass(slots=True)
class _Rendering:
    """The text as it grows, and what was found so far."""

    path: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    line_starts: list[int] = field(default_factory=list)
    entries: list[DraftEntry] = field(default_factory=list)
    bad: list[LineRange] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    other_keys: dict[str, int] = field(default_factory=dict)  # key: line of its first use

    def report(self, line: int, code: str, message: str) -> None:
        self.bad.append(LineRange(line, line, LineUse.REPORT, code))
        self.remarks.append(Remark(self.path, line, code, message))


def sniff(source: Source) -> Sniff:
    """Score by the first lines: how many are objects with a term."""
    lines = (line for _, _, line in numbered_lines(source.text) if line and not line.isspace())
    sample = list(islice(lines, _SAMPLE_LINES))
    objects = [_load(line) for line in sample]
    terms = sum(1 for found in objects if isinstance(found, dict) and "term" in found)
    share = terms / len(sample) if sample else 0.0
    others = {key for found in objects if isinstance(found, dict) for key in found} - _KEYS
    told = [key for key in sorted(others) if (name := named(key)).role and name.exact]
    why = f"{terms} of the first {len(sample)} lines are JSON objects with a term"
    if told and terms:  # "related", "meaning": json_records reads these too
        return Sniff(0.9 * share, f"{why}, and '{told[0]}' beside it")
    return Sniff(share, why)


def read(source: Source) -> Draft:
    """Read each line for itself; a bad one is reported and costs no other."""
    made = _Rendering(source.path)
    names: dict[str, str] = {}  # id: term, for "see_also" by id
    for line, _, content in numbered_lines(source.text):
        made.line_starts.append(made.length)
        if not content or content.isspace():
            continue
        found = _load(content)
        if isinstance(found, dict):
            _add(made, line, found)
            if isinstance(found.get("id"), str):
                names[found["id"]] = _text(found, "term")
        else:
            made.report(
                line,
                "bad-json",
                f"{found}. Expected one JSON object with 'term' and 'definition'; mend the line.",
            )
    if made.other_keys:
        made.remarks.append(_ignored(made))
    return Draft(
        StrippedText("".join(made.pieces), (), tuple(made.line_starts)),
        tuple(_by_name(made.entries, names)),
        tuple(made.bad),
        tuple(made.remarks),
    )


def _load(line: str) -> dict[str, Any] | str:
    """Parse one line: an object, or what is wrong with it."""
    try:
        found = json.loads(line)
        if "\\u" in line:
            json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except RecursionError:
        return "JSON nested too deeply"
    except UnicodeEncodeError:
        return "JSON with half a surrogate pair, which is no character"
    except ValueError as error:
        return f"No JSON ({error})"
    return found if isinstance(found, dict) else f"A JSON {type(found).__name__}, no object"


def _add(made: _Rendering, line: int, found: dict[str, Any]) -> None:
    for key in found.keys() - _KEYS - made.other_keys.keys():
        made.other_keys[key] = line
    wrong = [key for key in _TEXTS if not _is_text_or_none(found.get(key))]
    wrong += [key for key in ("aliases", "see_also") if _names(found.get(key)) is None]
    if wrong:
        made.report(
            line,
            "bad-value",
            f"'{wrong[0]}' is {json.dumps(found[wrong[0]])[:60]}. Expected "
            f"{'a list of texts' if wrong[0] in ('aliases', 'see_also') else 'a text'}.",
        )
        return
    term, definition = _text(found, "term"), _plain(found.get("definition") or "")
    start = made.length + len(term) + 1
    made.pieces.append(f"{term}\n{definition}\n\n")
    made.length = start + len(definition) + 2
    made.entries.append(
        DraftEntry(
            head=head_of_value(term),
            start=start,
            end=start + len(definition),
            first=line,
            last=line,
            aliases=_names(found.get("aliases")) or (),
            locator=f"line {line}",
            references=_names(found.get("see_also")) or (),
            status=found.get("status") or None,
            language=found.get("language") or None,
        )
    )


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return _single(value) if isinstance(value, str) else ""


def _single(text: str) -> str:
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    if "\r" in text or "\0" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return text


def _is_text_or_none(value: object) -> bool:
    return value is None or isinstance(value, str)


def _names(value: object) -> tuple[str, ...] | None:
    """Return a list of names, or ``None`` if it is none; a single text is one name."""
    if not value:
        return ()
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return None
    return tuple(name for item in value if (name := _single(item)))


def _by_name(entries: list[DraftEntry], names: dict[str, str]) -> Iterator[DraftEntry]:
    """Put the terms for references that are ids of the same file."""
    for entry in entries:
        if any(name in names for name in entry.references):
            terms = tuple(names.get(name, name) for name in entry.references)
            yield replace(entry, references=terms)
        else:
            yield entry


def _ignored(made: _Rendering) -> Remark:
    keys = sorted(made.other_keys, key=lambda key: (made.other_keys[key], key))
    shown = ", ".join(f"'{key}'" for key in keys[:10]) + (" …" if len(keys) > 10 else "")
    return Remark(
        made.path,
        made.other_keys[keys[0]],
        "keys-ignored",
        f"Keys not read: {shown}. Expected {', '.join(sorted(_KEYS))}; rename a key to have it "
        "read.",
    )
