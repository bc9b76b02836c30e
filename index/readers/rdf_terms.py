"""The properties and classes by which vocabularies name, define and relate what they hold."""

__all__ = [
    "ALIASES",
    "DC",
    "DCT",
    "DEFINITIONS",
    "DEPRECATED",
    "DESCRIPTIONS",
    "EXPORTED",
    "GROUPS",
    "HIERARCHY",
    "KNOWN",
    "LABELS",
    "LANGUAGE",
    "NOTES",
    "NUMBERS",
    "OTHER_RELATIONS",
    "RDF",
    "RDFS",
    "RELATIONS",
    "SCHEMA",
    "SKOS",
    "STATUSES",
    "TITLED",
    "TITLES",
    "TYPE",
    "XL",
]

SKOS = "http://www.w3.org/2004/02/skos/core#"
#: A concept scheme that conforms to this was written by ``glossator export``.
EXPORTED = "urn:glossator:export"
XL = "http://www.w3.org/2008/05/skos-xl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
DCT = "http://purl.org/dc/terms/"
DC = "http://purl.org/dc/elements/1.1/"
OBO = "http://purl.obolibrary.org/obo/"
OIO = "http://www.geneontology.org/formats/oboInOwl#"
STATUS = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"
SCHEMA = ("http://schema.org/", "https://schema.org/")
TYPE = f"{RDF}type"

LABELS = (
    *(f"{SKOS}prefLabel", f"{XL}prefLabel", f"{RDFS}label"),
    *(f"{one}name" for one in SCHEMA),
    *(f"{DCT}title", f"{DC}title"),
)
ALIASES = (
    *(f"{SKOS}altLabel", f"{XL}altLabel", f"{SKOS}hiddenLabel", f"{XL}hiddenLabel"),
    *(f"{one}alternateName" for one in SCHEMA),
    *(f"{DCT}alternative", f"{OBO}IAO_0000118", f"{OIO}hasExactSynonym"),
)
DEFINITIONS = (f"{SKOS}definition",)
TITLES = LABELS[-2:]  # name a concept only where nothing else does
# taken for a definition where a concept has none, and said so
DESCRIPTIONS = (
    *(f"{OBO}IAO_0000115", f"{RDFS}comment", f"{DCT}description", f"{DC}description"),
    *(f"{one}description" for one in SCHEMA),
)
NOTES = (f"{SKOS}scopeNote", f"{SKOS}note", f"{SKOS}example")
RELATIONS = tuple(
    f"{SKOS}{name}"
    for name in (
        *("broader", "narrower", "related", "broaderTransitive", "narrowerTransitive"),
        *("broadMatch", "narrowMatch", "relatedMatch", "semanticRelation"),
    )
)
OTHER_RELATIONS = (f"{DCT}isReplacedBy", f"{DCT}replaces", f"{RDFS}seeAlso")
HIERARCHY = (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf")
NUMBERS = (f"{SKOS}notation", *(f"{one}termCode" for one in SCHEMA))
STATUSES = (
    STATUS,
    "http://www.w3.org/ns/adms#status",
    "http://purl.org/ontology/bibo/status",
    "http://publications.europa.eu/ontology/euvoc#status",
    f"{OBO}IAO_0000114",
)
DEPRECATED = f"{OWL}deprecated"
LANGUAGE = f"{DCT}language"
KNOWN = {
    *(*LABELS, *ALIASES, *DEFINITIONS, *DESCRIPTIONS, *NOTES, *RELATIONS),
    *(*OTHER_RELATIONS, *HIERARCHY, *NUMBERS, *STATUSES, DEPRECATED, LANGUAGE, TYPE),
    *(f"{SKOS}inScheme", f"{SKOS}topConceptOf", f"{RDFS}isDefinedBy", f"{DCT}conformsTo"),
}
GROUPS = {f"{SKOS}{name}" for name in ("ConceptScheme", "Collection", "OrderedCollection")}
TITLED = (f"{OWL}Ontology", f"{SKOS}ConceptScheme", *(f"{one}DefinedTermSet" for one in SCHEMA))
