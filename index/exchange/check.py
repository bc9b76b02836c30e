"""What was exported, read back: whether it is sound by its standard, and nothing was lost."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ..errors import InputError
from ..names import squash
from ..rdf import Graph, Literal, parse_rdf
from ..reading import read_bytes
from ..records import Entry, Reading
from ..safexml import XML_LANG, Element, parse, text_of
from .as_tbx import NAMESPACE, STATUSES
from .records import Item

__all__ = ["faults", "losses", "skos_faults", "tbx_faults"]

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_SHOWN = 60


def faults(text: str, to: str, items: Sequence[Item]) -> Iterator[str]:
    """Yield what is wrong with an exported file, a line each; nothing where all is well.

    Args:
        text: the file.
        to: its format.
        items: what was written.
    """
    if to == "skos":
        yield from skos_faults(text)
    elif to == "tbx":
        yield from tbx_faults(text)
    try:
        reading = read_bytes(text.encode(), f"export.{to}")
    except InputError as error:
        yield f"can't be read back: {error}"
        return
    yield from losses(items, reading)


# --- nothing lost ---


def losses(items: Iterable[Item], reading: Reading) -> Iterator[str]:
    """Yield what of the items didn't come back: by term, with the field that differs."""
    back = Counter(_returned(entry, reading.document.text) for entry in reading.entries)
    for item in items:
        wanted = _sent(item)
        if back[wanted] > 0:
            back[wanted] -= 1
        else:
            near = [one for one, left in back.items() if left > 0 and one[0] == wanted[0]]
            yield f"'{item.term}' lost {_difference(wanted, near)}"


_FIELDS = ("term", "aliases", "definition", "notes", "references", "status", "language", "number")
_Fields = tuple[object, ...]


def _sent(item: Item) -> _Fields:
    return (
        item.term,
        item.aliases,
        item.definition,
        _words(item.notes),
        tuple(sorted({squash(link.name) for link in item.links})),
        item.status,
        item.language,
        item.number,
    )


def _returned(entry: Entry, text: str) -> _Fields:
    return (
        entry.term,
        entry.aliases,
        entry.definition,
        _words(text[span.start : span.end] for span in entry.more),
        tuple(sorted({squash(name) for name in entry.references})),
        entry.status,
        entry.language,
        entry.number,
    )


def _words(notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for note in notes for word in note.split())


def _difference(wanted: _Fields, near: Sequence[_Fields]) -> str:
    if not near:
        return "as a whole"
    best = min(near, key=lambda one: sum(a != b for a, b in zip(one, wanted, strict=True)))
    for name, old, new in zip(_FIELDS, wanted, best, strict=True):
        if old != new:
            return f"its {name}: {str(old)[:_SHOWN]} came back as {str(new)[:_SHOWN]}"
    return "one of several entries that are alike"


# --- SKOS ---


def skos_faults(text: str, syntax: str = "turtle") -> Iterator[str]:
    """Yield violations of SKOS's integrity conditions, and concepts without a label.

    S9, S13, S14, S27, S37 and S46 of https://www.w3.org/TR/skos-reference/.
    """
    graph = parse_rdf(text, syntax, "export")
    kinds = {one: set(graph.iris(one, _TYPE)) for one in graph.subjects}
    for subject, types in kinds.items():
        concept = f"{_SKOS}Concept" in types
        scheme = f"{_SKOS}ConceptScheme" in types
        collection = bool(types & {f"{_SKOS}Collection", f"{_SKOS}OrderedCollection"})
        if concept + scheme + collection > 1:
            yield f"{subject}: is of more than one of Concept, ConceptScheme, Collection (S9, S37)"
        if concept:
            yield from _label_faults(graph, subject)
    yield from _relation_faults(graph)
    for name in ("related", "broader", "narrower", "exactMatch"):
        for subject in graph.subjects:
            for target in graph.iris(subject, f"{_SKOS}{name}"):
                if f"{_SKOS}Concept" not in kinds.get(target, ()):
                    yield f"{subject}: skos:{name} leads to {target}, which is no concept"


def _label_faults(graph: Graph, subject: str) -> Iterator[str]:
    def labels(kind: str) -> list[Literal]:
        values = graph.values(subject, f"{_SKOS}{kind}")
        return [value for value in values if isinstance(value, Literal)]

    preferred = labels("prefLabel")
    if not preferred:
        yield f"{subject}: has no skos:prefLabel"
    for language, count in Counter(one.language for one in preferred).items():
        if count > 1:
            yield f"{subject}: has {count} skos:prefLabel in language {language} (S14)"
    kinds = (preferred, labels("altLabel"), labels("hiddenLabel"))
    for at, one in enumerate(kinds):
        for other in kinds[at + 1 :]:
            for label in set(one) & set(other):
                yield f"{subject}: '{label.text}' is a label of two kinds (S13)"


def _relation_faults(graph: Graph) -> Iterator[str]:
    above: dict[str, set[str]] = {}
    for subject in graph.subjects:
        for target in graph.iris(subject, f"{_SKOS}broader"):
            above.setdefault(subject, set()).add(target)
        for target in graph.iris(subject, f"{_SKOS}narrower"):
            above.setdefault(target, set()).add(subject)
    for subject in graph.subjects:
        related = set(graph.iris(subject, f"{_SKOS}related"))
        for target in related & _all_above(subject, above):
            yield f"{subject}: skos:related and broader to {target} (S27)"
        exact = set(graph.iris(subject, f"{_SKOS}exactMatch"))
        for kind in ("broadMatch", "narrowMatch", "relatedMatch"):
            for target in exact & set(graph.iris(subject, f"{_SKOS}{kind}")):
                yield f"{subject}: skos:exactMatch and {kind} to {target} (S46)"


def _all_above(subject: str, above: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [subject]
    while waiting:
        for target in above.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


# --- TBX ---

# what each element must hold, in TBX-Core (ISO 30042:2019)
_REQUIRED = {
    "tbx": ("tbxHeader", "text"),
    "tbxHeader": ("fileDesc",),
    "fileDesc": ("sourceDesc",),
    "sourceDesc": ("p",),
    "text": ("body",),
    "body": ("conceptEntry",),
    "conceptEntry": ("langSec",),
    "langSec": ("termSec",),
    "termSec": ("term",),
}
# what may stand in which order (TBX-Core), and which types there are (TBX-Basic)
_BESIDE = {"descrip", "descripGrp", "admin", "adminGrp", "transacGrp", "note", "ref", "xref"}
_ORDER: dict[str, tuple[set[str], ...]] = {
    "tbx": ({"tbxHeader"}, {"text"}),
    "tbxHeader": ({"fileDesc"}, {"encodingDesc"}, {"revisionDesc"}),
    "fileDesc": ({"titleStmt"}, {"publicationStmt"}, {"sourceDesc"}),
    "text": ({"body"}, {"back"}),
    "body": ({"conceptEntry"},),
    "conceptEntry": (_BESIDE, {"langSec"}),
    "langSec": (_BESIDE, {"termSec"}),
    "termSec": ({"term"}, {"termNote", "termNoteGrp"}, _BESIDE),
}
_TYPES = {
    "descrip": {"context", "definition", "subjectField"},
    "admin": {"customerSubset", "projectSubset", "source"},
    "termNote": {
        *("administrativeStatus", "grammaticalGender", "geographicalUsage", "partOfSpeech"),
        *("termLocation", "termType"),
    },
    "ref": {"crossReference"},
    "xref": {"externalCrossReference", "xGraphic"},
}


def tbx_faults(text: str) -> Iterator[str]:
    """Yield where a file is not TBX version 3 in the style DCA: elements, attributes, targets.

    Raises:
        InputError: if it is not well-formed.
    """
    root, _ = parse(text, "export")
    if (root.space, root.tag) != (NAMESPACE, "tbx"):
        yield f"the root is <{root.tag}> of '{root.space}'; expected <tbx> of '{NAMESPACE}'"
    for name in ("type", "style", XML_LANG):
        if not root.attributes.get(name):
            yield f"<tbx> has no attribute {name}"
    ids: set[str] = set()
    targets: list[tuple[int, str]] = []
    for element in root.walk():
        yield from _element_faults(element)
        if (own := element.attributes.get("id")) is not None:
            if own in ids or not _NAME.fullmatch(own):
                yield f"line {element.line}: the id '{own}' is taken, or no name"
            ids.add(own)
        if "target" in element.attributes and element.tag == "ref":
            targets.append((element.line, element.attributes["target"]))
    for line, target in targets:
        if target not in ids:
            yield f"line {line}: leads to '{target}', which is no id"


def _element_faults(element: Element) -> Iterator[str]:
    where = f"line {element.line}: <{element.tag}>"
    inner = [child.tag for child in element.children]
    for name in _REQUIRED.get(element.tag, ()):
        if name not in inner:
            yield f"{where} holds no <{name}>"
    if element.tag == "langSec" and not _TAG.fullmatch(element.attributes.get(XML_LANG, "")):
        yield f"{where} has no xml:lang that is a language tag"
    kind = element.attributes.get("type")
    if element.tag in _TYPES and kind not in _TYPES[element.tag]:
        yield f"{where} is of type '{kind}', which TBX-Basic doesn't have"
    order = _ORDER.get(element.tag)
    if order is not None:
        places = [next((at for at, tags in enumerate(order) if tag in tags), -1) for tag in inner]
        if -1 in places or places != sorted(places):
            yield f"{where} holds {', '.join(inner)}, which is not what may stand there in order"
    status = text_of(element) if kind == "administrativeStatus" else None
    if status is not None and status not in STATUSES.values():
        yield f"{where} is '{status}'; expected one of {', '.join(STATUSES.values())}"
    if element.tag == "term" and not text_of(element):
        yield f"{where} is empty"
