"""XML of any vocabulary whose elements are records of a term and its definition.

What learning platforms and small programs write: Moodle's export
(https://docs.moodle.org/en/Import_glossary_entries), ``<entry><term>…</term><definition>…``,
``<word name="…">``, the hanging lists of RFC 7749. Elements are understood as keys of JSON are
(see :mod:`.json_records`); a locator is the path of elements, with the place in a list. DocBook,
DITA, TBX and RDF have readers of their own.
"""

import re

from ..safexml import parse
from ..text import Source
from .base import Draft, Sniff
from .record_reader import draft_of, sniff_tree
from .xml_nodes import tree_of

__all__ = ["COLUMNS", "NAME", "read", "sniff"]

NAME = "xml_records"
COLUMNS = True  # heeds Options.columns

_XML = re.compile(
    r"\s*+(?:<\?xml\b|<!--|<!DOCTYPE\s(?!html)|<[A-Za-z_][\w.:-]*[\s>])", re.IGNORECASE
)
_OTHERS = re.compile(
    r"<(?:\w+:)?(?:glossentry|martif|tbx|conceptEntry|termEntry|html|svg|rss|feed|w:document|"
    r"rdf:RDF|RDF)[\s/>]|<!DOCTYPE\s+html|www\.w3\.org/1999/xhtml|"
    r"//DTD DITA |//DTD DocBook|docbook\.org/ns/docbook",
    re.IGNORECASE,
)


def sniff(source: Source) -> Sniff:
    """Score XML by the records in its first lines; vocabularies with readers are left to them."""
    text = source.text
    if not _XML.match(text[:5000]):
        return Sniff(0.0, "doesn't start like XML")
    if _OTHERS.search(text[:20_000]):
        return Sniff(0.0, "XML of another family")
    root, _ = parse(text, source.path, partial=True)
    return sniff_tree(tree_of(root), "XML", source)


def read(source: Source) -> Draft:
    """Read the whole file; one that is no XML, or could do harm, is refused, with the place."""
    root, _ = parse(source.text.lstrip(), source.path)
    return draft_of(tree_of(root), source)
