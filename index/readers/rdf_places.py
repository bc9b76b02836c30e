"""Where the subjects of an RDF file stand: the lines of its statements, by subject.

RDF's parsers keep no lines. These scanners run over text that a parser has taken already, so
they need not find faults; what they can't make out stays without a place.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from ..rdf import BASE, object_iri
from ..safexml import Element

__all__ = ["Places", "json_places", "turtle_places", "xml_places"]

#: Line ranges ``(first, last)`` of statements, by the subject's IRI; those of subjects without one
#: under ``""``, in order.
Places = dict[str, list[tuple[int, int]]]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_TURTLE = re.compile(
    r"""(?P<line>\n)|[ \t\r\f]+|\#[^\n]*
    |(?P<text>\"{3}(?:[^"\\]|\\[\s\S]|"(?!""))*\"{3,5}|'{3}(?:[^'\\]|\\[\s\S]|'(?!''))*'{3,5}
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |<(?P<iri>[^<>"{}|^`\s]*)>
    |(?P<open>[\[({])|(?P<close>[\])}])
    |(?P<word>(?:\\.|[^\s\#"'<>\[\](){},;\\])+)
    |(?P<other>.)""",
    re.VERBOSE,
)
_JSON = re.compile(r'(?P<line>\n)|[ \t\r]+|(?P<text>"(?:[^"\\]|\\.)*")|(?P<mark>[{}\[\]:,])|[^\s]')


class _Statements:
    """Follows the tokens of Turtle: subjects, the lines of their statements, prefixes."""

    def __init__(self) -> None:
        self.places: Places = {}
        self._base = BASE
        self._prefixes: dict[str, str] = {}
        self._line = 1
        self._depth = 0
        self._first = 0  # the line on which the statement began; 0 between statements
        self._subject: str | None = None
        self._directive: list[str] | None = None  # what a prefix or base declaration has so far

    def read(self, text: str) -> Places:
        for token in _TURTLE.finditer(text):
            kind = token.lastgroup
            if kind == "line":
                self._line += 1
            elif kind is not None:
                self._take(kind, token[0], token["iri"])
                if kind == "text":
                    self._line += token[0].count("\n")
        return self.places

    def _take(self, kind: str, token: str, iri: str | None) -> None:
        if self._directive is not None:
            self._declare(kind, token, iri)
        elif kind in ("open", "close"):
            self._nest(token)
        elif kind == "word" and self._first == 0 and _is_directive(token):
            self._directive = [token.lstrip("@").lower()]
        else:
            ends = kind == "word" and self._depth == 0 and token.endswith(".")
            if self._first == 0 and token != ".":
                self._first = self._line
                self._subject = self._named(kind, token[:-1] if ends else token, iri)
            if ends:
                self._end()

    def _nest(self, token: str) -> None:
        if token in "{}":  # TriG: a graph's braces are no part of a statement
            self._end()
            self._depth = 0
            return
        if self._first == 0:
            self._first, self._subject = self._line, None
        self._depth += 1 if token in "[(" else -1

    def _end(self) -> None:
        if self._first:
            self.places.setdefault(self._subject or "", []).append((self._first, self._line))
        self._first, self._subject = 0, None

    def _named(self, kind: str, token: str, iri: str | None) -> str | None:
        if kind == "iri" and iri is not None:
            return _resolved(self._base, _unescaped(iri))
        prefix, colon, local = token.partition(":")
        if kind != "word" or not colon or prefix not in self._prefixes:
            return None
        return self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)

    def _declare(self, kind: str, token: str, iri: str | None) -> None:
        """Take a token of ``@prefix p: <iri> .`` or ``BASE <iri>``; the full stop is passed by."""
        directive = self._directive or []
        if kind != "iri" or iri is None:
            directive.append(token)
            return
        resolved = _resolved(self._base, _unescaped(iri))
        if directive[0] == "base":
            self._base = resolved
        elif len(directive) > 1:
            self._prefixes[directive[1].removesuffix(":")] = resolved
        self._directive = None


def _resolved(base: str, iri: str) -> str:
    """Resolve an IRI; an empty fragment, which ``urljoin`` drops, is kept: ``<#>`` of a prefix."""
    if _ABSOLUTE.match(iri):
        return iri
    joined = urljoin(base, iri)
    return f"{joined}#" if iri.endswith("#") and not joined.endswith("#") else joined


def _is_directive(token: str) -> bool:
    return token.lower() in ("@prefix", "prefix", "@base", "base")


def _unescaped(iri: str) -> str:
    return re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})",
        lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)),
        iri,
    )


def turtle_places(text: str) -> Places:
    """Find the statements of Turtle, TriG, N-Triples and N-Quads."""
    return _Statements().read(text)


def xml_places(root: Element) -> Places:
    """Find the node elements of RDF/XML."""
    places: Places = {}
    waiting = [(root, BASE)]
    while waiting:
        element, base = waiting.pop()
        base = urljoin(base, element.attributes.get(_XML_BASE, ""))
        about = element.attributes.get(f"{{{_RDF}}}about")
        name = element.attributes.get(f"{{{_RDF}}}ID")
        subject = None
        if about is not None:
            subject = urljoin(base, about) if about else base
        elif name is not None:
            subject = f"{base.partition('#')[0]}#{name}"
        elif (element.space, element.tag) == (_SKOS, "Concept"):
            subject = ""
        if subject is not None:
            places.setdefault(subject, []).append((element.line, element.last))
        waiting.extend((child, base) for child in reversed(list(element.children)))
    return places


def json_places(text: str, contexts: Mapping[str, Any]) -> Places:
    """Find the objects of JSON-LD that have an id.

    Args:
        text: the JSON.
        contexts: what its contexts define, taken together.
    """
    keys = {"@id", *(key for key, value in contexts.items() if value == "@id")}
    base = urljoin(BASE, str(contexts.get("@base") or ""))
    places: Places = {}
    for number, found, first, last in _objects(text, keys):
        subject = object_iri(number) if found is None else _expanded(found, contexts, base)
        places.setdefault(subject, []).append((first, last))
    return places


def _objects(text: str, keys: set[str]) -> Iterator[tuple[int, str | None, int, int]]:
    """Yield ``(number, id, first line, last line)`` of each object; numbers as they begin."""
    line, number = 1, 0
    stack: list[tuple[int, int, str | None]] = []
    key: str | None = None  # the text before a colon
    text_before: str | None = None
    for token in _JSON.finditer(text):
        if token["line"]:
            line += 1
        elif token["text"]:
            text_before = token["text"][1:-1]
            if key in keys and stack and stack[-1][2] is None:
                stack[-1] = (*stack[-1][:2], text_before.replace("\\/", "/"))
            key = None
        elif token["mark"] == ":":
            key = text_before
        elif token["mark"]:
            key = None
            if token["mark"] == "{":
                number += 1
                stack.append((number, line, None))
            elif token["mark"] == "}" and stack:
                begun, first, found = stack.pop()
                yield begun, found, first, line


def _expanded(name: str, contexts: Mapping[str, Any], base: str) -> str:
    prefix, colon, local = name.partition(":")
    known = contexts.get(prefix)
    if isinstance(known, dict):
        known = known.get("@id")
    if colon and isinstance(known, str) and not local.startswith("//"):
        return known + local
    return name if name.startswith("_:") else _resolved(base, name)
