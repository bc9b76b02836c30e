"""RDF in, plain records out: the only module that imports rdflib.

Turtle (https://www.w3.org/TR/turtle/), TriG, N-Triples, N-Quads, RDF/XML
(https://www.w3.org/TR/rdf-syntax-grammar/) and JSON-LD (https://www.w3.org/TR/json-ld11/). rdflib
parses; nothing is fetched: contexts of JSON-LD that stand on the web are taken out before.
"""

import json
import logging
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from .errors import InputError, MissingPartError

__all__ = ["BASE", "Graph", "Literal", "contexts_of", "object_iri", "parse_rdf", "without_remote"]

#: What relative IRIs are resolved against; taken off again where IRIs are shown.
BASE = "file:///document"
#: Syntaxes that may hold several graphs; all are read as one.
_SEVERAL = {"trig", "nquads", "json-ld"}
_GUARD = threading.Lock()  # rdflib's logger is set while a file is parsed


@dataclass(frozen=True, slots=True)
class Literal:
    """A text of an RDF graph.

    Attributes:
        text: as it stands.
        language: its tag, in lower case as rdflib gives it, or ``None``.
        markup: whether the graph says that it is HTML or XML.
    """

    text: str
    language: str | None = None
    markup: bool = False


@dataclass(slots=True)
class Graph:
    """Statements by subject and predicate, in the order of the file.

    IRIs are plain texts; blank nodes begin with ``_:``.
    """

    subjects: dict[str, dict[str, list[str | Literal]]] = field(default_factory=dict)

    def add(self, subject: str, predicate: str, value: str | Literal) -> None:
        """Add a statement."""
        self.subjects.setdefault(subject, {}).setdefault(predicate, []).append(value)

    def values(self, subject: str, predicate: str) -> list[str | Literal]:
        """Return the values of a property, in order."""
        return self.subjects.get(subject, {}).get(predicate, [])

    def iris(self, subject: str, predicate: str) -> Iterator[str]:
        """Yield those values of a property that are no literals."""
        return (value for value in self.values(subject, predicate) if isinstance(value, str))


def parse_rdf(text: str, syntax: str, path: str) -> Graph:
    """Parse a file of RDF.

    Args:
        text: the decoded file. RDF/XML must have gone through :mod:`~glossator.index.safexml`
            before, JSON-LD must hold no remote context.
        syntax: ``turtle``, ``trig``, ``nt``, ``nquads``, ``xml`` or ``json-ld``.
        path: for messages.

    Raises:
        InputError: if it is not of that syntax.
        MissingPartError: if rdflib is not installed.
    """
    try:
        import rdflib
    except ImportError:
        raise MissingPartError(
            f"{path}: reading RDF needs rdflib. Expected it installed: "
            'pip install "glossator[formats]"'
        ) from None
    with _quiet():
        several = syntax in _SEVERAL
        made = rdflib.Dataset(default_union=True) if several else rdflib.Graph("SimpleMemory")
        try:
            made.parse(data=text, format=syntax, publicID=BASE)
            return _plain(made, rdflib)
        except RecursionError:
            raise InputError(
                f"{path}: nested too deeply to be read as {syntax}. Expected a glossary; take the "
                "nesting out."
            ) from None
        except Exception as error:  # rdflib's parsers raise many kinds, some Python's own
            raise InputError(
                f"{path}: {_place(error)}can't be read as {syntax} ({_reason(error)}). Mend the "
                "file there, or name its format."
            ) from None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib's remarks on odd IRIs, literals and its own deprecations to itself."""
    logger = logging.getLogger("rdflib")
    with _GUARD, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        level = logger.level
        logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            logger.setLevel(level)


def _place(error: Exception) -> str:
    """Return where a parser stopped, as ``"line 7: "``, where it says so."""
    lines = getattr(error, "lines", None)
    if isinstance(lines, int):
        return f"line {lines + 1}: "
    number = getattr(error, "getLineNumber", None) or getattr(error, "lineno", None)
    number = number() if callable(number) else number
    return f"line {number}: " if isinstance(number, int) else ""


def _reason(error: Exception) -> str:
    why = getattr(error, "_why", None) or str(error) or type(error).__name__
    return " ".join(str(why).split())[:200]


def _plain(made: Any, rdflib: Any) -> Graph:
    """Copy a graph; subjects in an order, and blank nodes with names, that no run changes.

    rdflib names blank nodes at random. They are numbered here as they are met; in a graph whose
    subjects come in no order (a data set), those that nothing leads to go by what they hold.
    """
    graph = Graph()
    marked = {rdflib.RDF.HTML, rdflib.RDF.XMLLiteral}
    blank: dict[Any, str] = {}

    def name(node: Any) -> str:
        if isinstance(node, rdflib.BNode):
            return blank.setdefault(node, f"_:{len(blank) + 1}")
        return str(node)

    for subject in _subjects(made, rdflib):
        for _, predicate, value in made.triples((subject, None, None)):
            found = (
                Literal(str(value), value.language, value.datatype in marked)
                if isinstance(value, rdflib.Literal)
                else name(value)
            )
            graph.add(name(subject), str(predicate), found)
    return graph


def _subjects(made: Any, rdflib: Any) -> list[Any]:
    if not isinstance(made, rdflib.Dataset):
        return list(dict.fromkeys(subject for subject, _, _ in made.triples((None, None, None))))
    subjects = set(made.subjects())
    named = sorted(one for one in subjects if not isinstance(one, rdflib.BNode))

    def content(node: Any) -> tuple[tuple[str, str], ...]:
        pairs = made.predicate_objects(node)
        return tuple(
            sorted((str(p), "" if isinstance(o, rdflib.BNode) else str(o)) for p, o in pairs)
        )

    return [*named, *sorted(subjects.difference(named), key=content)]


def without_remote(text: str, path: str, instead: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Put a context of our own for contexts that stand on the web, which are never fetched.

    Objects of a type that have no id get one by their place (:func:`object_iri`).

    Args:
        text: JSON-LD.
        path: for messages.
        instead: the context to put.

    Returns:
        the JSON and the addresses that were taken out.

    Raises:
        InputError: if it is no JSON, or nested too deeply.
    """
    try:
        found = json.loads(text)
    except RecursionError:
        raise InputError(
            f"{path}: JSON nested too deeply. Expected JSON-LD; take the nesting out."
        ) from None
    except ValueError as error:
        raise InputError(f"{path}: no JSON ({error}). Expected JSON-LD; mend the file.") from None
    defined = {**instead, **contexts_of(found)}
    types = _aliases(defined, "@type")
    told = _aliases(defined, "@id") | _aliases(defined, "@value")  # named, or no node at all
    remote: dict[str, None] = {}
    at = 0
    waiting = [(found, False)]
    while waiting:  # in the order of the file
        item, of_context = waiting.pop()
        if isinstance(item, dict):
            at += 1
            if item.keys() & types and not item.keys() & told and not of_context:
                item["@id"] = object_iri(at)
            below = [(value, of_context or key == "@context") for key, value in item.items()]
            waiting.extend(reversed(below))
            if "@context" in item:
                item["@context"] = _local(item["@context"], instead, remote)
        elif isinstance(item, list):
            waiting.extend((value, of_context) for value in reversed(item))
    return json.dumps(found), tuple(remote)


def contexts_of(found: Any) -> dict[str, Any]:
    """Return what all contexts of a JSON-LD file define, taken together."""
    defined: dict[str, Any] = {}
    waiting = [found]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            contexts = item.get("@context")
            for context in contexts if isinstance(contexts, list) else [contexts]:
                if isinstance(context, dict):
                    defined.update(context)
            waiting.extend(value for key, value in item.items() if key != "@context")
    return defined


def _aliases(defined: Mapping[str, Any], keyword: str) -> set[str]:
    return {keyword, *(key for key, value in defined.items() if value == keyword)}


def object_iri(number: int) -> str:
    """Return the IRI of an object of a JSON-LD file that has none of its own.

    Args:
        number: from 1, of the objects in the order in which they begin.
    """
    return f"{BASE}#object-{number}"


def _local(context: Any, instead: dict[str, Any], remote: dict[str, None]) -> Any:
    """Return a context without addresses; ``remote`` gets those that were in it."""
    if isinstance(context, str):
        remote[context] = None
        return instead
    if isinstance(context, list):
        return [_local(part, instead, remote) for part in context]
    if isinstance(context, dict) and "@import" in context:
        remote[str(context["@import"])] = None
        return {**instead, **{key: one for key, one in context.items() if key != "@import"}}
    return context
