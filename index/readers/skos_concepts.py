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
from .rdf_terms import (
    ALIASES,
    DC,
    DCT,
    DEFINITIONS,
    DEPRECATED,
    DESCRIPTIONS,
    EXPORTED,
    GROUPS,
    HIERARCHY,
    KNOWN,
    LABELS,
    LANGUAGE,
    NOTES,
    NUMBERS,
    OTHER_RELATIONS,
    RDF,
    RDFS,
    RELATIONS,
    SCHEMA,
    SKOS,
    STATUSES,
    TITLED,
    TITLES,
    TYPE,
    XL,
)

__all__ = ["Found", "find_concepts", "title_of"]


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
            EXPORTED in graph.iris(subject, f"{DCT}conformsTo") for subject in graph.subjects
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
            named = any(label in properties for label in (*LABELS, *ALIASES))
            types = set(self._graph.iris(subject, TYPE))
            if (
                named
                and any(one in properties for one in DESCRIPTIONS)
                and not (types & {*TITLED, *GROUPS})
            ):
                yield subject

    def _concept_kinds(self) -> set[str]:
        """Return ``skos:Concept``, ``schema:DefinedTerm`` and the classes that the file derives."""
        kinds = {f"{SKOS}Concept", *(f"{one}DefinedTerm" for one in SCHEMA)}
        below: dict[str, list[str]] = {}
        for subject in self._graph.subjects:
            for above in self._graph.iris(subject, f"{RDFS}subClassOf"):
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
        types = set(self._graph.iris(subject, TYPE))
        if types & kinds:
            return True
        if types & GROUPS:
            return False
        related = any(relation in properties for relation in RELATIONS)
        return related or (f"{SKOS}definition" in properties and f"{SKOS}prefLabel" in properties)

    # one concept

    def concept(self, subject: str) -> Concept:
        """Read a concept."""
        properties = self._graph.subjects[subject]
        places = self._places.get(subject) or [(1, 1)]
        shown = f"line {places[0][0]}" if subject.startswith("_:") else subject.removeprefix(BASE)
        made = Concept(subject, shown, places)
        for predicate in properties.keys() - KNOWN:
            self.ignored[predicate] += 1
        declared = next((one.text for one in self._texts(subject, LANGUAGE)), None)
        self._names(subject, made, declared)
        self._definitions(subject, made, declared)
        for note in (one for kind in NOTES for one in self._texts(subject, kind)):
            made.part(self._language(note, declared)).notes.append(self._clean(note))
        made.number = next(
            (one.text for kind in NUMBERS for one in self._texts(subject, kind)), None
        )
        made.status = self._status(subject)
        made.related = list(self._related(subject))
        return made

    def _names(self, subject: str, made: Concept, declared: str | None) -> None:
        """Take labels; in each language the first is the term, others are aliases."""
        for kind in (*LABELS, *ALIASES):
            if kind in TITLES and any(part.names for part in made.parts):
                continue
            for label in self._texts(subject, kind):
                part = made.part(self._language(label, declared))
                name = " ".join(self._clean(label).split())
                if name and name not in part.names:
                    part.labelled = part.labelled or kind in LABELS
                    part.names.append(name)

    def _definitions(self, subject: str, made: Concept, declared: str | None) -> None:
        """Take definitions; where there is none, descriptions, else these are notes."""
        for definition in (one for kind in DEFINITIONS for one in self._texts(subject, kind)):
            if text := self._clean(definition):
                made.part(self._language(definition, declared)).definitions.append(text)
        defined = any(part.definitions for part in made.parts)
        taken: str | None = None
        for kind in DESCRIPTIONS:
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
            for inner in (f"{XL}literalForm", f"{RDF}value", f"{RDFS}label"):
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
        for kind in STATUSES:
            for value in self._graph.values(subject, kind):
                if isinstance(value, Literal):
                    return value.text.strip() or None
                return _local(value)
        outdated = (one.text.lower() for one in self._texts(subject, DEPRECATED))
        return "deprecated" if any(one in ("true", "1") for one in outdated) else None

    def _related(self, subject: str) -> Iterator[str]:
        found = False
        for kind in (*RELATIONS, *OTHER_RELATIONS):
            for target in self._graph.iris(subject, kind):
                found = found or kind in RELATIONS
                yield target
        if not found:
            for kind in HIERARCHY:
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
        labels = (one.text.strip() for kind in LABELS for one in self._texts(subject, kind))
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
    for kind in TITLED:
        subjects = [one for one in graph.subjects if kind in graph.iris(one, TYPE)]
        if len(subjects) != 1:
            continue
        for label in (f"{DCT}title", f"{DC}title", *LABELS):
            found = [one for one in graph.values(subjects[0], label) if isinstance(one, Literal)]
            if found:
                return min(found, key=lambda one: language_tag(one.language) != main).text
    return None
