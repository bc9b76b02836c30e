"""The concepts of an RDF graph: labels, definitions, notes, relations, status.

SKOS (https://www.w3.org/TR/skos-reference/) with SKOS-XL labels
(https://www.w3.org/TR/skos-reference/skos-xl.html) and notes that are resources; where a graph
has no concept of SKOS, what RDFS, OWL, OBO and schema.org name and describe.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..rdf import BASE, Graph, Literal
from ..safexml import unwrap
from .languages import NAMED, Concept, language_tag
from .literals import without_markup
from .rdf_places import Places

__all__ = ["EXPORTED", "SKOS", "Found", "find_concepts", "title_of"]

SKOS = "http://www.w3.org/2004/02/skos/core#"
#: A concept scheme that conforms to this was written by ``glossator export``.
EXPORTED = "urn:glossator:export"
_XL = "http://www.w3.org/2008/05/skos-xl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_DCT = "http://purl.org/dc/terms/"
_DC = "http://purl.org/dc/elements/1.1/"
_OBO = "http://purl.obolibrary.org/obo/"
_OIO = "http://www.geneontology.org/formats/oboInOwl#"
_STATUS = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"
_SCHEMA = ("http://schema.org/", "https://schema.org/")
_TYPE = f"{_RDF}type"

_LABELS = (
    *(f"{SKOS}prefLabel", f"{_XL}prefLabel", f"{_RDFS}label"),
    *(f"{one}name" for one in _SCHEMA),
    *(f"{_DCT}title", f"{_DC}title"),
)
_ALIASES = (
    *(f"{SKOS}altLabel", f"{_XL}altLabel", f"{SKOS}hiddenLabel", f"{_XL}hiddenLabel"),
    *(f"{one}alternateName" for one in _SCHEMA),
    *(f"{_DCT}alternative", f"{_OBO}IAO_0000118", f"{_OIO}hasExactSynonym"),
)
_DEFINITIONS = (f"{SKOS}definition",)
_TITLES = _LABELS[-2:]  # name a concept only where nothing else does
# taken for a definition where a concept has none, and said so
_DESCRIPTIONS = (
    *(f"{_OBO}IAO_0000115", f"{_RDFS}comment", f"{_DCT}description", f"{_DC}description"),
    *(f"{one}description" for one in _SCHEMA),
)
_NOTES = (f"{SKOS}scopeNote", f"{SKOS}note", f"{SKOS}example")
_RELATIONS = tuple(
    f"{SKOS}{name}"
    for name in (
        *("broader", "narrower", "related", "broaderTransitive", "narrowerTransitive"),
        *("broadMatch", "narrowMatch", "relatedMatch", "semanticRelation"),
    )
)
_OTHER_RELATIONS = (f"{_DCT}isReplacedBy", f"{_DCT}replaces", f"{_RDFS}seeAlso")
_HIERARCHY = (f"{_RDFS}subClassOf", f"{_RDFS}subPropertyOf")
_NUMBERS = (f"{SKOS}notation", *(f"{one}termCode" for one in _SCHEMA))
_STATUSES = (
    _STATUS,
    "http://www.w3.org/ns/adms#status",
    "http://purl.org/ontology/bibo/status",
    "http://publications.europa.eu/ontology/euvoc#status",
    f"{_OBO}IAO_0000114",
)
_DEPRECATED = f"{_OWL}deprecated"
_LANGUAGE = f"{_DCT}language"
_KNOWN = {
    *(*_LABELS, *_ALIASES, *_DEFINITIONS, *_DESCRIPTIONS, *_NOTES, *_RELATIONS),
    *(*_OTHER_RELATIONS, *_HIERARCHY, *_NUMBERS, *_STATUSES, _DEPRECATED, _LANGUAGE, _TYPE),
    *(f"{SKOS}inScheme", f"{SKOS}topConceptOf", f"{_RDFS}isDefinedBy", f"{_DCT}conformsTo"),
}
_GROUPS = {f"{SKOS}{name}" for name in ("ConceptScheme", "Collection", "OrderedCollection")}
_TITLED = (f"{_OWL}Ontology", f"{SKOS}ConceptScheme", *(f"{one}DefinedTermSet" for one in _SCHEMA))


@dataclass(frozen=True, slots=True)
class Found:
    """What a graph holds.

    Attributes:
        concepts: with at least a label, a definition or a relation of their own.
        exported: whether we wrote the file, so that names and texts stand as they are.
        ignored: how often each property of concepts was left out, by IRI.
        described: how many concepts have no ``skos:definition``, by what was taken instead.
        elsewhere: IRIs that concepts refer to and the file does not name, with counts.
        others: how many subjects are no concepts.
    """

    concepts: tuple[Concept, ...]
    exported: bool
    ignored: Counter[str]
    described: Counter[str]
    elsewhere: Counter[str]
    others: int


def find_concepts(graph: Graph, places: Places, *, wrapped: bool) -> Found:
    """Find the concepts of a graph.

    Args:
        graph: of one file.
        places: where its subjects stand.
        wrapped: whether line breaks with indents may be the layout of the file, as in XML.
    """
    reader = _Reader(graph, places, wrapped)
    chosen = list(reader.chosen())
    blank = [one for one in chosen if one.startswith("_:")]
    unnamed = places.get("", [])
    if len(blank) == len(unnamed):  # then they are these, in order
        places.update(zip(blank, ([place] for place in unnamed), strict=True))
    concepts = tuple(reader.concept(subject) for subject in chosen)
    reader.leave_out_elsewhere(concepts)
    parts = reader.parts | set(chosen)
    others = sum(1 for one in graph.subjects if one not in parts)
    return Found(
        concepts, reader.exported, reader.ignored, reader.described, reader.elsewhere, others
    )


class _Reader:
    """Reads concepts one by one, and keeps count of what it leaves out."""

    def __init__(self, graph: Graph, places: Places, wrapped: bool) -> None:
        self._indent = 2 if wrapped else 0
        self._graph = graph
        self._places = places
        self.exported = any(
            EXPORTED in graph.iris(subject, f"{_DCT}conformsTo") for subject in graph.subjects
        )
        self.ignored: Counter[str] = Counter()
        self.described: Counter[str] = Counter()
        self.elsewhere: Counter[str] = Counter()
        self.parts: set[str] = set()  # resources that are a concept's label or note

    # which subjects are concepts

    def chosen(self) -> Iterator[str]:
        """Yield the subjects that are concepts: SKOS's own, else what is named and described."""
        kinds = self._concept_kinds()
        own = [one for one in self._graph.subjects if self._is_concept(one, kinds)]
        if own:
            yield from own
            return
        for subject, properties in self._graph.subjects.items():
            named = any(label in properties for label in (*_LABELS, *_ALIASES))
            types = set(self._graph.iris(subject, _TYPE))
            if (
                named
                and any(one in properties for one in _DESCRIPTIONS)
                and not (types & {*_TITLED, *_GROUPS})
            ):
                yield subject

    def _concept_kinds(self) -> set[str]:
        """Return ``skos:Concept``, ``schema:DefinedTerm`` and the classes that the file derives."""
        kinds = {f"{SKOS}Concept", *(f"{one}DefinedTerm" for one in _SCHEMA)}
        below: dict[str, list[str]] = {}
        for subject in self._graph.subjects:
            for above in self._graph.iris(subject, f"{_RDFS}subClassOf"):
                below.setdefault(above, []).append(subject)
        waiting = [*kinds]
        while waiting:
            for subject in below.get(waiting.pop(), ()):
                if subject not in kinds:
                    kinds.add(subject)
                    waiting.append(subject)
        return kinds

    def _is_concept(self, subject: str, kinds: set[str]) -> bool:
        properties = self._graph.subjects[subject]
        types = set(self._graph.iris(subject, _TYPE))
        if types & kinds:
            return True
        if types & _GROUPS:
            return False
        related = any(relation in properties for relation in _RELATIONS)
        return related or (f"{SKOS}definition" in properties and f"{SKOS}prefLabel" in properties)

    # one concept

    def concept(self, subject: str) -> Concept:
        """Read a concept."""
        properties = self._graph.subjects[subject]
        places = self._places.get(subject) or [(1, 1)]
        shown = f"line {places[0][0]}" if subject.startswith("_:") else subject.removeprefix(BASE)
        made = Concept(subject, shown, places)
        for predicate in properties.keys() - _KNOWN:
            self.ignored[predicate] += 1
        declared = next((one.text for one in self._texts(subject, _LANGUAGE)), None)
        self._names(subject, made, declared)
        self._definitions(subject, made, declared)
        for note in (one for kind in _NOTES for one in self._texts(subject, kind)):
            made.part(self._language(note, declared)).notes.append(self._clean(note))
        made.number = next(
            (one.text for kind in _NUMBERS for one in self._texts(subject, kind)), None
        )
        made.status = self._status(subject)
        made.related = list(self._related(subject))
        return made

    def _names(self, subject: str, made: Concept, declared: str | None) -> None:
        """Take labels; in each language the first is the term, others are aliases."""
        for kind in (*_LABELS, *_ALIASES):
            if kind in _TITLES and any(part.names for part in made.parts):
                continue
            for label in self._texts(subject, kind):
                part = made.part(self._language(label, declared))
                name = " ".join(self._clean(label).split())
                if name and name not in part.names:
                    part.labelled = part.labelled or kind in _LABELS
                    part.names.append(name)

    def _definitions(self, subject: str, made: Concept, declared: str | None) -> None:
        """Take definitions; where there is none, descriptions, else these are notes."""
        for definition in (one for kind in _DEFINITIONS for one in self._texts(subject, kind)):
            if text := self._clean(definition):
                made.part(self._language(definition, declared)).definitions.append(text)
        defined = any(part.definitions for part in made.parts)
        taken: str | None = None
        for kind in _DESCRIPTIONS:
            for description in self._texts(subject, kind):
                part = made.part(self._language(description, declared))
                text = self._clean(description)
                if defined or taken not in (None, kind):
                    part.notes.append(text)
                elif text:
                    part.definitions.append(text)
                    taken = kind
        if taken:
            self.described[taken] += 1

    def _texts(self, subject: str, predicate: str) -> Iterator[Literal]:
        """Yield the literals of a property, those of a label or note that is a resource too."""
        for value in self._graph.values(subject, predicate):
            if isinstance(value, Literal):
                yield value
                continue
            for inner in (f"{_XL}literalForm", f"{_RDF}value", f"{_RDFS}label"):
                found = [
                    one for one in self._graph.values(value, inner) if isinstance(one, Literal)
                ]
                if found:
                    self.parts.add(value)
                    yield from found
                    break

    def _language(self, literal: Literal, declared: str | None) -> str | None:
        """Return a literal's language; we write names that are no tags with ``dct:language``."""
        if self.exported:
            return declared
        return language_tag(literal.language)

    def _clean(self, literal: Literal) -> str:
        text = literal.text.replace("\r\n", "\n").replace("\r", "\n")
        if self.exported:
            return text.strip()
        return without_markup(unwrap(text, self._indent), literal.markup)

    def _status(self, subject: str) -> str | None:
        for kind in _STATUSES:
            for value in self._graph.values(subject, kind):
                if isinstance(value, Literal):
                    return value.text.strip() or None
                return _local(value)
        outdated = (one.text.lower() for one in self._texts(subject, _DEPRECATED))
        return "deprecated" if any(one in ("true", "1") for one in outdated) else None

    def _related(self, subject: str) -> Iterator[str]:
        found = False
        for kind in (*_RELATIONS, *_OTHER_RELATIONS):
            for target in self._graph.iris(subject, kind):
                found = found or kind in _RELATIONS
                yield target
        if not found:
            for kind in _HIERARCHY:
                yield from self._graph.iris(subject, kind)

    def leave_out_elsewhere(self, concepts: Iterable[Concept]) -> None:
        """Drop references to what the file doesn't name; put names for what is no concept."""
        known = {concept.key for concept in concepts}
        for concept in concepts:
            kept = []
            for target in concept.related:
                name = None if target in known else self._label(target)
                if target in known or name:
                    kept.append(f"{NAMED}{name}" if name else target)
                elif not target.startswith("_:"):
                    self.elsewhere[target] += 1
            concept.related = kept

    def _label(self, subject: str) -> str | None:
        labels = (one.text.strip() for kind in _LABELS for one in self._texts(subject, kind))
        return next((label for label in labels if label), None)


def _local(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


def title_of(graph: Graph, main: str | None) -> str | None:
    """Return the title of the vocabulary: of the one ontology, concept scheme or term set.

    Args:
        graph: of one file.
        main: the language to prefer.
    """
    for kind in _TITLED:
        subjects = [one for one in graph.subjects if kind in graph.iris(one, _TYPE)]
        if len(subjects) != 1:
            continue
        for label in (f"{_DCT}title", f"{_DC}title", *_LABELS):
            found = [one for one in graph.values(subjects[0], label) if isinstance(one, Literal)]
            if found:
                return min(found, key=lambda one: language_tag(one.language) != main).text
    return None
