"""RDF in, plain records out: the only module that imports rdflib.

Turtle (https://www.w3.org/TR/turtle/), TriG, N-Triples, N-Quads, RDF/XML
(https://www.w3.org/TR/rdf-syntax-grammar/) and JSON-LD (https://www.w3.org/TR/json-ld11/). rdflib
parses; nothing is fetched: contexts of JSON-LD that stand on the web are taken out before.
"""

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from .errors import InputError, MissingPartError

__all__ = ["BASE", "Graph", "Literal", "parse_rdf"]

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
    made = rdflib.Dataset(default_union=True) if syntax in _SEVERAL else rdflib.Graph()
    try:
        with _quiet():
            made.parse(data=text, format=syntax, publicID=BASE)
    except RecursionError:
        raise InputError(
            f"{path}: nested too deeply to be read as {syntax}. Expected a glossary; take the "
            "nesting out."
        ) from None
    except Exception as error:  # rdflib's parsers raise many kinds, some of them Python's own
        raise InputError(
            f"{path}: {_place(error)}can't be read as {syntax} ({_reason(error)}). Mend the file "
            "there, or name its format."
        ) from None
    return _plain(made, rdflib)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib's remarks on odd IRIs and literals off standard error."""
    logger = logging.getLogger("rdflib")
    with _GUARD:
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
    graph = Graph()
    marked = {rdflib.RDF.HTML, rdflib.RDF.XMLLiteral}
    for subject, predicate, value in made.triples((None, None, None)):
        found = (
            Literal(str(value), value.language, value.datatype in marked)
            if isinstance(value, rdflib.Literal)
            else _name(value, rdflib)
        )
        graph.add(_name(subject, rdflib), str(predicate), found)
    return graph


def _name(node: Any, rdflib: Any) -> str:
    return f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)


def without_remote(text: str, path: str, instead: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Put a context of our own for contexts that stand on the web, which are never fetched.

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
    remote: dict[str, None] = {}
    waiting = [found]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "@context" in item:
                item["@context"] = _local(item["@context"], instead, remote)
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return json.dumps(found), tuple(remote)


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
