"""Hold quotes against documents: the stored text, and the source files themselves."""

import glob
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..index.archives import is_zip, members, open_zip, read_member
from ..index.disk import hash_bytes
from ..index.errors import GlossaryError, InputError
from ..index.lexicon import Lexicon
from ..index.options import Options
from ..index.records import Document
from ..index.sources import as_source
from .passages import strays
from .raw_spans import holds_raw

__all__ = ["faults", "read_answers"]

_WIDE = Options(max_bytes=2**31)  # what was indexed was within the limit of its time


def read_answers(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the answers of a JSON-lines file with their line numbers.

    Raises:
        InputError: for a missing file, a broken line, or a line that is no answer.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}. Expected a file of answers.") from None
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}, line {number}: no JSON ({error})") from None
        cited = value.get("citations") if isinstance(value, dict) else None
        if not isinstance(cited, list) or not all(isinstance(one, dict) for one in cited):
            raise InputError(
                f"{path}, line {number}: no answer. Expected an object with 'citations', as "
                "'glossator ask --json' and 'ask --batch' write them."
            )
        yield number, value


def faults(
    answers: Iterable[tuple[int, dict[str, Any]]], lexicon: Lexicon, sources: Path | None = None
) -> Iterator[str]:
    """Yield a line for each quote that doesn't hold.

    Args:
        answers: line numbers and answers, as :func:`read_answers` gives them.
        lexicon: of the index that the answers came from.
        sources: a folder with the source files, to hold the quotes against these too.
    """
    listed = {document.path: document for document in lexicon.documents()}
    raws: dict[str, str | GlossaryError] = {}
    for number, answer in answers:
        for citation in answer["citations"]:
            where = f"line {number}, [{citation.get('n')}]"
            path = str(citation.get("source"))
            if path not in listed:
                yield f"{where}: the index has no document '{path}'"
                continue
            document = lexicon.document(listed[path].id)
            fault = _stored_fault(citation, document, listed[path].text_sha256)
            if fault is None:
                fault = _place_fault(citation, document, lexicon)
            if fault is None and sources is not None:
                fault = _raw_fault(citation, document, sources, raws)
            if fault is not None:
                yield f"{where}: {path}: {fault}"


def _stored_fault(citation: dict[str, Any], document: Document, text_sha256: str) -> str | None:
    start, end, quote = citation.get("start"), citation.get("end"), citation.get("quote")
    if not isinstance(start, int) or not isinstance(end, int) or not isinstance(quote, str):
        return "a citation needs 'start', 'end' and 'quote'"
    if not 0 <= start < end <= len(document.text):
        return f"{start}–{end} lies outside the document's {len(document.text)} characters"
    if document.text[start:end] != quote:
        return f"the text at {start}–{end} is not the quote {quote[:60]!r}"
    if citation.get("text_sha256") != text_sha256:
        return "the document's text is not the one that was quoted (its sha256 differs)"
    return None


def _place_fault(citation: dict[str, Any], document: Document, lexicon: Lexicon) -> str | None:
    """Say whether a quote is not that entry's, under that term, on that line."""
    entry = lexicon.entry(str(citation.get("entry_id")))
    if entry is None or entry.document != document.id:
        return f"it has no entry '{citation.get('entry_id')}'"
    start, end = citation["start"], citation["end"]
    if strays(entry, start, citation["quote"]):
        return f"the quote at {start}–{end} is no part of the entry '{entry.term}'"
    if citation.get("term") != entry.term:
        return f"the entry's term is '{entry.term}', not '{citation.get('term')}'"
    line = document.line_of(start)
    if citation.get("line") != line:
        return f"the quote starts on line {line}, not on line {citation.get('line')}"
    return None


def _raw_fault(
    citation: dict[str, Any],
    document: Document,
    sources: Path,
    raws: dict[str, str | GlossaryError],
) -> str | None:
    if document.path not in raws:
        raws[document.path] = _read_raw(document, sources)
    raw = raws[document.path]
    if isinstance(raw, GlossaryError):
        return str(raw)
    if not document.runs:  # a rendering (JSON lines): the file's hash is what can be held
        return None
    if not holds_raw(document, raw, citation["start"], citation["end"]):
        return f"the source file does not say {citation['quote'][:60]!r} there"
    return None


def _read_raw(document: Document, sources: Path) -> str | GlossaryError:
    fault = f"{sources} holds no such source file"
    try:
        for raw in _raws(document.path, sources):
            if hash_bytes(raw) == document.sha256:
                return as_source(raw, document.path, _WIDE).text
            fault = "the source file changed since it was indexed (its sha256 differs)"
    except InputError as error:
        return error
    return InputError(fault)


def _raws(path: str, sources: Path) -> Iterator[bytes]:
    """Yield what may be a document's source file: files of its path, and members of archives."""
    for place in _places(path, sources):
        yield _bytes(place)
    parts = path.split("/")
    for at in range(len(parts) - 1, 0, -1):
        for place in _places("/".join(parts[:at]), sources):
            raw, name = _bytes(place), "/".join(parts[at:])
            if is_zip(raw):
                with open_zip(raw, str(place), _WIDE.max_bytes) as opened:
                    for member in members(opened):
                        if member.name == name:
                            yield read_member(opened, member, path)


def _bytes(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as error:
        raise InputError(f"can't read {place}: {error.strerror}") from None


def _places(path: str, sources: Path) -> Iterator[Path]:
    """Yield where a source file may lie: in the folder itself, or below one that was indexed."""
    if (sources / path).is_file():
        yield sources / path
    ending = Path(path).parts
    for place in sorted(sources.rglob(glob.escape(ending[-1]))):
        if place.parts[-len(ending) :] == ending and place.is_file() and place != sources / path:
            yield place
