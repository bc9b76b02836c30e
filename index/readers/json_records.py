"""JSON: lists or maps of records, definitions by name, several languages, JSON lines of any keys.

The format is RFC 8259 (https://www.rfc-editor.org/rfc/rfc8259); entries carry a JSON pointer
(RFC 6901) as locator. Lines of ``term`` and ``definition`` go to the reader ``jsonlines``.
"""

import re

from ..errors import InputError
from ..text import Source
from .base import Draft, Sniff
from .json_nodes import JsonFault, parse_json
from .record_reader import draft_of, sniff_tree

__all__ = ["COLUMNS", "NAME", "read", "sniff"]

NAME = "json_records"
COLUMNS = True  # heeds Options.columns

_START = re.compile(
    r"\s*+(?://[^\n]*+\s*+|/\*(?:[^*]|\*(?!/))*+\*/\s*+)*+(?:\{\s*[\"}/]|\[\s*[\[{\"\]/])"
)
_SKOS = re.compile(r"\"(?:skos:)?prefLabel\"|skos/core|\"sarif|\"\$schema\"\s*:\s*\"[^\"]*sarif")


def sniff(source: Source) -> Sniff:
    """Score by the records in the file's first lines."""
    if not _START.match(source.text[:5000]):
        return Sniff(0.0, "doesn't start like JSON")
    sniffed = sniff_tree(parse_json(source.text, partial=True), "JSON", source)
    if _SKOS.search(source.text[:20_000]):
        return Sniff(min(0.3, sniffed.score), "JSON of another family")
    return sniffed


def read(source: Source) -> Draft:
    """Read the whole file; one that is no JSON is refused, with the place."""
    try:
        tree = parse_json(source.text)
    except JsonFault as fault:
        raise InputError(f"{source.path}: is no JSON: {fault}. Mend the file there.") from None
    return draft_of(tree, source)
