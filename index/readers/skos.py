"""Vocabularies in RDF: SKOS, and what RDFS, OWL, OBO and schema.org name and describe.

Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD (:mod:`~glossator.index.rdf`). A concept
gives an entry for each language in which it has a definition: ``skos:prefLabel`` is the term,
``altLabel`` and ``hiddenLabel`` are aliases, scope notes and examples stand beside the
definition, ``broader``, ``narrower``, ``related`` and their kin are references, the IRI is the
locator. A concept without a definition is a name that entries refer to, and is reported. SKOS
Reference: https://www.w3.org/TR/skos-reference/.
"""

import json
import re
from collections import Counter
from typing import Any

from ..collecting import paused
from ..rdf import Graph, contexts_of, parse_rdf, without_remote
from ..safexml import parse
from ..text import Source
from .around import claim_around
from .base import Draft, Sniff
from .languages import main_language, render
from .rdf_places import Places, json_places, turtle_places, xml_places
from .rdf_terms import SKOS
from .rendering import Rendering, shown
from .skos_concepts import Found, find_concepts, title_of

__all__ = ["NAME", "read", "sniff"]

NAME = "skos"

_SPACES = re.compile(
    r"www\.w3\.org/2004/02/skos/|www\.w3\.org/2000/01/rdf-schema#|www\.w3\.org/2002/07/owl#|"
    r"schema\.org\b|purl\.obolibrary\.org/obo/"
)
_XML = re.compile(
    r"<(?:\w[\w.-]*:)?RDF\b|<[\w.-]+:[\w.-]+\b[^>]*http://www\.w3\.org/1999/02/22-rdf"
)
_DIRECTIVE = re.compile(
    r"@(?:prefix[ \t]+[\w.-]*:|base)[ \t]*<|(?:prefix[ \t]+[\w.-]*:|base)[ \t]*<", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"(?:<[a-zA-Z][\w+.-]*:[^<>\s]*>|_:\w\S*)[ \t]*(?:$|a[ \t]|<|[\w.-]*:[\w.-]*[ \t])"
)
_TERM = re.compile(
    r'<[^<>\s]*>|_:[\w.-]*\w|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^<>\s]*>)?|(?P<end>\.)(?=\s|$)'
)
_GRAPH = re.compile(
    r"^[ \t]*(?:GRAPH[ \t]+)?(?:<[^<>\s]*>|[\w.-]*:[\w.-]*)?[ \t]*\{", re.MULTILINE | re.IGNORECASE
)
_JSON_KEY = re.compile(r'"(?:@context|@graph|@id|@type)"\s*:')
# what keys are taken to mean where a context stands on the web: names of SKOS and schema.org
_INSTEAD: dict[str, Any] = {
    "skos": SKOS,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dct": "http://purl.org/dc/terms/",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "id": "@id",
    "uri": "@id",
    "type": "@type",
    "Concept": f"{SKOS}Concept",
    "ConceptScheme": f"{SKOS}ConceptScheme",
    **{
        name: f"{SKOS}{name}"
        for name in (
            *("prefLabel", "altLabel", "hiddenLabel", "definition", "scopeNote", "note"),
            *("example", "notation"),
        )
    },
    **{
        name: {"@id": f"{SKOS}{name}", "@type": "@id"}
        for name in ("broader", "narrower", "related", "inScheme", "topConceptOf")
    },
    **{
        name: f"https://schema.org/{name}"
        for name in (
            *("DefinedTerm", "DefinedTermSet", "name", "alternateName", "description"),
            *("termCode", "hasDefinedTerm", "inDefinedTermSet"),
        )
    },
}
_SAID = 6  # of what was left out, so many are named
_HEAD_LINES, _HEAD_CHARS = 400, 20_000  # within these a file shows its syntax


def sniff(source: Source) -> Sniff:
    """Score by the syntax of the first statements and the namespaces they name."""
    text = source.text
    syntax = _syntax(text)
    if syntax is None:
        return Sniff(0.0, "no RDF: neither Turtle, N-Triples, RDF/XML nor JSON-LD")
    name = _SYNTAX_NAMES[syntax]
    if SKOS in text or (syntax == "json-ld" and re.search(r'"(?:skos:)?(?:pref|alt)Label"', text)):
        return Sniff(1.0, f"{name} that names SKOS")
    if _SPACES.search(text):
        return Sniff(0.9, f"{name} of a vocabulary")
    return Sniff(0.3, f"{name}, without a vocabulary's namespace")


_SYNTAX_NAMES = {
    "turtle": "Turtle",
    "trig": "TriG",
    "nt": "N-Triples",
    "nquads": "N-Quads",
    "xml": "RDF/XML",
    "json-ld": "JSON-LD",
}


def _syntax(text: str) -> str | None:
    """Tell the syntax by how the file begins; ``None`` where it is no RDF."""
    lines = (line.strip() for line in text.split("\n", _HEAD_LINES)[:_HEAD_LINES])
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if first.startswith(("{", "[")):
        return "json-ld" if _JSON_KEY.search(text) else None
    if _DIRECTIVE.match(first):
        return "trig" if _GRAPH.search(text) else "turtle"
    if _SUBJECT.match(first):
        return _by_parts(first)
    if first.startswith("<"):
        return "xml" if _XML.search(text[:_HEAD_CHARS]) else None
    return None


def _by_parts(line: str) -> str:
    """Tell N-Triples and N-Quads, a statement on each line, from Turtle, by one line."""
    terms = [term["end"] for term in _TERM.finditer(line)]
    end = terms.index(".") if "." in terms else 0
    return {3: "nt", 4: "nquads"}.get(end, "turtle")


def read(source: Source) -> Draft:
    """Read a file of RDF.

    Raises:
        InputError: if it is none, declares entities that could do harm, or is nested too deeply.
        MissingPartError: if rdflib is not installed.
    """
    with paused():
        return _read(source)


def _read(source: Source) -> Draft:
    made = Rendering(source.path)
    syntax = _syntax(source.text) or "turtle"
    graph, places = _parsed(source, syntax, made)
    found = find_concepts(graph, places, wrapped=syntax == "xml")
    main = main_language(found.concepts, source.options.language)
    render(found.concepts, made, main=main, as_stated=found.exported)
    ranges = (place for concept in found.concepts for place in concept.places)
    claim_around(made, ranges, source.text, "no-concept")
    _say_left_out(found, made)
    return made.draft(title_of(graph, main))


def _parsed(source: Source, syntax: str, made: Rendering) -> tuple[Graph, Places]:
    """Parse the file, and find where its subjects stand."""
    if syntax == "xml":
        root, missing = parse(source.text, source.path)
        for line, name in missing:
            made.remark(line, "entity", f"'&{name};' is defined nowhere in the file; left out.")
        return parse_rdf(source.text, syntax, source.path), xml_places(root)
    if syntax == "json-ld":
        text, remote = without_remote(source.text, source.path, _INSTEAD)
        if remote:
            made.remark(
                1,
                "remote-context",
                f"The context {shown(remote, 3)} stands on the web and was not fetched: nothing "
                "is. Keys were taken for SKOS's and schema.org's names; put the context into the "
                "file to have its own meanings.",
            )
        graph = parse_rdf(text, syntax, source.path)
        return graph, json_places(source.text, contexts_of(json.loads(text)))
    return parse_rdf(source.text, syntax, source.path), turtle_places(source.text)


def _say_left_out(found: Found, made: Rendering) -> None:
    """Say what the file holds that no entry does."""
    if found.described:
        made.remark(
            0,
            "described",
            "Without a skos:definition, these were taken for one: "
            f"{_listed(found.described)}. Check that they define.",
        )
    if found.elsewhere:
        made.remark(
            0,
            "elsewhere",
            f"References to what the file doesn't name were left out: {_listed(found.elsewhere)}.",
        )
    if found.ignored:
        made.remark(
            0, "properties-ignored", f"Properties that were not read: {_listed(found.ignored)}."
        )
    if found.others:
        made.remark(
            0,
            "not-concepts",
            f"{found.others} subjects are no concepts (schemes, people, files) and were not read.",
        )


def _listed(counts: Counter[str]) -> str:
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    listed = ", ".join(f"{iri} ({count})" for iri, count in most[:_SAID])
    return listed + (f" and {len(most) - _SAID} more" if len(most) > _SAID else "")
