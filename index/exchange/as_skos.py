"""SKOS in Turtle: a concept for each entry, a concept scheme for each document.

References are ``skos:related``; a name that no entry defines is a concept without a definition.
Entries of one concept in several documents are ``skos:exactMatch``. Written in the order of the
entries, names too, which a graph library would sort. https://www.w3.org/TR/skos-reference/,
https://www.w3.org/TR/turtle/.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from .records import Item

__all__ = ["BASE", "EXPORTED", "write"]

#: Before the ids of entries, which makes IRIs of them (RFC 8141 has the shape of URNs).
BASE = "urn:glossator:"
#: What each concept scheme conforms to; tells the reader that names and texts stand as they are.
EXPORTED = "urn:glossator:export"
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_ESCAPED = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_ODD = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_HEAD = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#> .
"""


def write(items: Iterable[Item], titles: Mapping[str, str]) -> Iterator[str]:
    """Yield the file in pieces, a statement each."""
    yield _HEAD
    schemes = {path: f"<{BASE}scheme/{at}>" for at, path in enumerate(titles, 1)}
    for path, title in titles.items():
        yield _statement(
            schemes[path],
            "skos:ConceptScheme",
            [
                ("dct:title", [_text(title)]),
                ("dct:source", [_text(path)]),
                ("dct:conformsTo", [f"<{EXPORTED}>"]),
            ],
        )
    names: dict[tuple[str, str | None], str] = {}  # that no entry defines
    first: dict[str, str] = {}  # of each concept, the entry that was written first
    for item in items:
        yield _statement(_iri(item.id), "skos:Concept", _properties(item, schemes, names, first))
    for (name, language), iri in names.items():
        label = [("skos:prefLabel", [_text(name, language)]), *_declared(language)]
        yield _statement(iri, "skos:Concept", label)


_Property = tuple[str, list[str]]


def _properties(
    item: Item,
    schemes: Mapping[str, str],
    names: dict[tuple[str, str | None], str],
    first: dict[str, str],
) -> list[_Property]:
    """Return an item's properties; names that no entry defines are gathered in ``names``."""
    related = []
    for link in item.links:
        if link.target is not None:
            related.append(_iri(link.target))
        else:
            new = f"<{BASE}name/{len(names) + 1}>"
            related.append(names.setdefault((link.name, item.language), new))
    same = first.setdefault(item.concept, _iri(item.id))
    language = item.language
    properties = [
        ("skos:inScheme", [schemes[item.source]]),
        ("skos:prefLabel", [_text(item.term, language)]),
        ("skos:altLabel", [_text(name, language) for name in item.aliases]),
        ("skos:definition", [_text(item.definition, language)]),
        ("skos:scopeNote", [_text(note, language) for note in item.notes]),
        ("skos:related", related),
        ("skos:exactMatch", [same] if same != _iri(item.id) else []),
        ("skos:notation", [_text(item.number)] if item.number else []),
        ("vs:term_status", [_text(item.status)] if item.status else []),
        ("owl:deprecated", ["true"] if item.status == "deprecated" else []),
        *_declared(language),
    ]
    return [(name, values) for name, values in properties if values]


def _declared(language: str | None) -> list[_Property]:
    """Write the language as it stands: tags of literals lose their case, and odd ones are none."""
    return [("dct:language", [_text(language)])] if language else []


def _statement(subject: str, kind: str, properties: Iterable[_Property]) -> str:
    lines = [f"{name} {', '.join(dict.fromkeys(values))}" for name, values in properties]
    return "\n" + " ;\n    ".join([f"{subject} a {kind}", *lines]) + " .\n"


def _iri(entry_id: str) -> str:
    """Return an entry's IRI: its id with ``/`` for ``#``, and percent signs for what IRIs lack."""
    document, _, name = entry_id.partition("#")
    return f"<{BASE}{quote(document, safe='')}/{quote(name, safe='')}>"


def _text(text: str, language: str | None = None) -> str:
    """Write a literal on one line, with its language where that is a tag."""
    escaped = _ODD.sub(lambda found: _ESCAPED.get(found[0], f"\\u{ord(found[0]):04X}"), text)
    return f'"{escaped}"@{language}' if language and _TAG.fullmatch(language) else f'"{escaped}"'
