"""What must hold of whatever a reader makes of whatever bytes: used by tests and by fuzzing."""

from itertools import pairwise

from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.reading import read_bytes
from glossator.index.records import Entry, LineUse, Reading

__all__ = ["outcome", "unsound"]


def outcome(raw: bytes, name: str, options: Options | None = None) -> Reading | InputError:
    """Read bytes as a format, or ``"auto"``; only InputError may be raised, and it says enough."""
    try:
        found: Reading | InputError = read_bytes(raw, "pots.x", name, options=options or Options())
    except InputError as error:
        found = error
    if isinstance(found, Reading):
        assert unsound(found) == []
    else:
        assert str(found).startswith("pots.x"), f"an error that names no file: {found}"
        assert len(str(found)) < 3_000, "an endless error"
    return found


def unsound(reading: Reading) -> list[str]:
    """Return what is wrong with a reading; nothing, if it keeps its promises."""
    document = reading.document
    found = [] if _is_text(document.text) else ["the text holds half a surrogate pair"]
    for entry in reading.entries:
        found += [f"'{entry.term[:40]}': {fault}" for fault in _entry_faults(entry, document.text)]
    ids = [entry.id for entry in reading.entries]
    if len(set(ids)) < len(ids):
        found.append("two entries have one id")
    starts = document.line_starts
    if any(a > b for a, b in pairwise(starts)) or starts[:1] != (0,):
        found.append("line starts fall, or don't begin at 0")
    last = 0
    for part in reading.lines:
        if not (last < part.first <= part.last and part.rule):
            found.append(f"lines {part.first} to {part.last} overlap, or no rule claims them")
        last = part.last
    reported = {part.rule for part in reading.lines if part.use is LineUse.REPORT}
    said = {remark.code for remark in reading.remarks}
    found += [f"lines are reported as '{rule}' without a remark" for rule in reported - said]
    for remark in reading.remarks:
        if remark.line < 0 or not (remark.code and remark.message and _is_text(remark.message)):
            found.append(f"a remark of no use: {remark}")
    at, raw_at = 0, 0
    for text_start, raw_start, length in document.runs:
        if text_start < at or raw_start < raw_at or length < 1:
            found.append("the map to the file goes back")
            break
        at, raw_at = text_start + length, raw_start + length
    return found


def _entry_faults(entry: Entry, text: str) -> list[str]:
    faults = []
    if not entry.term.strip() or "\n" in entry.term:
        faults.append("no term, or one of several lines")
    if text[entry.start : entry.end] != entry.definition or not entry.definition.strip():
        faults.append("its definition is no slice, or blank")
    if entry.definition != entry.definition.strip():
        faults.append("its definition has white space around it")
    spans = [*entry.more, *([entry.mnemonic] if entry.mnemonic else [])]
    if any(not 0 <= span.start < span.end <= len(text) for span in spans):
        faults.append("a span lies outside the text")
    if entry.line < 1:
        faults.append("no line")
    names = (*entry.aliases, *entry.references)
    if not all(name.strip() and _is_text(name) for name in (entry.term, *names)):
        faults.append("a blank name, or half a surrogate pair in one")
    return faults


def _is_text(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)
