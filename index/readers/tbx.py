"""TermBase eXchange: versions 2 and 3, data categories as attributes (DCA) or as tags (DCT).

ISO 30042:2019 (https://www.tbxinfo.net/, TBX-Core, Min and Basic) and its forerunner of 2008
(``martif``), with the dialects that term bases export. A concept gives an entry for each language
in which it has a definition; its preferred term is the term, other terms are aliases, references
to concepts are references. A concept without a definition is a name, and is reported.
"""

import re
from collections import Counter
from collections.abc import Iterator, Set

from ..collecting import paused
from ..safexml import XML_LANG, Element, parse, text_of
from ..text import Source
from .around import claim_around
from .base import Draft, Sniff
from .languages import NAMED, Concept, Part, language_tag, main_language, render
from .literals import without_markup
from .rendering import Rendering, plain, shown

__all__ = ["EXPORTED", "NAME", "read", "sniff"]

NAME = "tbx"
#: What ``encodingDesc`` says of a file that ``glossator export`` wrote.
EXPORTED = "glossator export"

_ROOT = re.compile(r"<(?:[\w.-]+:)?(martif|tbx|TBX)[\s>]")
_CONCEPTS = {"conceptEntry", "termEntry"}
_LANGUAGES = {"langSec", "langSet", "langGroup"}  # the last in TBX-Min before it was TBX
_TERMS = {"termSec", "tig", "ntig", "termGroup"}
_GROUPS = {
    *("descripGrp", "adminGrp", "termGrp", "termNoteGrp", "refObjectGrp"),
    *("descripNote", "termCompGrp"),
}
_TYPED = {
    *("descrip", "admin", "adminNote", "termNote", "descripNote", "ref", "xref", "transac"),
    *("transacNote", "termCompList", "date", "hi"),
}
_DEFINITION = "definition"
_NOTES = {"note", "explanation", "example", "definitionNote"}
_STATUSES = {"administrativeStatus", "normativeAuthorization", "termStatus"}
_NATIVE = {"bpt", "ept", "it", "ph", "ut"}  # codes of a layout program, no text
_RELATION = re.compile(
    r"crossReference$|(?:related|associated|antonym|broader|narrower|super|sub|co)\w*Concept"
)
_RANKS = {"preferred": 0, "standardized": 0, "admitted": 2, "superseded": 3, "deprecated": 4}
_SAID = 6


def sniff(source: Source) -> Sniff:
    """Score by the root element."""
    head = source.text[:20_000]
    root = _ROOT.search(head) if head.lstrip()[:1] == "<" else None
    if root is None or re.search(r"<html[\s>]", head[: root.start()], re.IGNORECASE):
        return Sniff(0.0, "no TBX: neither <tbx> nor <martif>")
    if any(f"<{name}" in source.text for name in _CONCEPTS):
        return Sniff(1.0, f"TBX (<{root[1]}>) with concept entries")
    return Sniff(0.8, f"TBX (<{root[1]}>)")


def read(source: Source) -> Draft:
    """Read a term base.

    Raises:
        InputError: if it is no well-formed XML, or declares entities that could do harm.
    """
    with paused():
        return _read(source)


def _read(source: Source) -> Draft:
    made = Rendering(source.path)
    root, missing = parse(source.text, source.path)
    for line, name in missing:
        made.remark(line, "entity", f"'&{name};' is defined nowhere in the file; left out.")
    base = _Base(root)
    main = main_language(base.concepts, source.options.language)
    render(base.concepts, made, main=main, as_stated=base.exported)
    ranges = (place for concept in base.concepts for place in concept.places)
    claim_around(made, ranges, source.text, "no-concept")
    _say_left_out(base, made)
    return made.draft(base.title)


class _Base:
    """A term base as it is read: its concepts, and what of them is left out.

    Attributes:
        exported: whether we wrote the file, so that names and texts stand as they are.
        title: of the header.
        concepts: in the order of the file.
        ignored: how often each data category was left out.
        elsewhere: how often references lead to no concept of the file, by target.
    """

    def __init__(self, root: Element) -> None:
        self.ignored: Counter[str] = Counter()
        self.elsewhere: Counter[str] = Counter()
        self.exported = any(
            EXPORTED in text_of(element) for element in _below(root, {"encodingDesc"})
        )
        titles = (text_of(element) for element in _below(root, {"title"}, _CONCEPTS))
        self.title = next((title for title in titles if title), None)
        elements = list(_below(root, _CONCEPTS))
        self._keys = {
            inner.attributes[name]: str(at)
            for at, element in reversed(list(enumerate(elements)))
            for inner in element.walk()
            for name in ("id", "{http://www.w3.org/XML/1998/namespace}id")
            if name in inner.attributes
        }
        self.concepts: list[Concept] = []
        for at, element in enumerate(elements):
            self._concept(element, str(at))

    def _concept(self, element: Element, key: str) -> None:
        """Read a concept; terms with definitions of their own become concepts beside it."""
        name = element.attributes.get("id") or f"number {int(key) + 1}"
        made = Concept(key, f"concept {name}", [(element.line, element.last)])
        self.concepts.append(made)
        for item in _flat(element):
            if item.tag not in _LANGUAGES:
                self._take(item, made, made.part(self._tag(item)))
        shared = any(part.definitions for part in made.parts)
        for item in _flat(element):
            if item.tag in _LANGUAGES:
                self._language(item, made, shared)

    def _language(self, element: Element, made: Concept, shared: bool) -> None:
        part = made.part(self._tag(element))
        terms: list[Part] = []
        for item in _flat(element):
            if item.tag in _TERMS:
                terms.append(self._term(item, made, part.language))
            else:
                self._take(item, made, made.part(self._tag(item) or part.language))
        if not self.exported:
            terms.sort(key=lambda term: _RANKS.get(term.status or "", 1))
        for term in terms:
            defined = term.definitions and (shared or part.definitions)
            if defined and term.names and term.definitions != part.definitions:
                places, locator = list(made.places), f"{made.locator}, term {term.names[0]}"
                key = f"{made.key}/{len(self.concepts)}"
                term.labelled = True
                self.concepts.append(Concept(key, locator, places, [term]))
                continue
            if not part.names:
                part.status = part.status or term.status
            part.names.extend(name for name in term.names if name not in part.names)
            part.labelled = bool(part.names)
            part.definitions.extend(
                text for text in term.definitions if text not in part.definitions
            )
            part.notes.extend(term.notes)
            part.language = part.language or term.language

    def _term(self, element: Element, made: Concept, language: str | None) -> Part:
        """Read a term with what is said of it alone."""
        term = Part(language)
        for item in _flat(element):
            if item.tag == "term":
                term.names.extend(name for name in (self._text(item),) if name)
            elif _category(item) in _STATUSES:
                term.status = term.status or _status(text_of(item))
            elif self.exported and item.tag == "note":
                self._said(text_of(item), made, term)
            else:
                self._take(item, made, term)
        return term

    def _said(self, note: str, made: Concept, term: Part) -> None:
        """Read a note in which we wrote what TBX-Basic has no place for."""
        kind, _, value = note.partition(": ")
        if kind == "number":
            made.number = value
        elif kind == "status":
            term.status = value
        elif kind == "language":
            term.language = value

    def _tag(self, element: Element) -> str | None:
        given = element.attributes.get(XML_LANG) or element.attributes.get("lang")
        return language_tag(given, as_stated=self.exported)

    def _take(self, element: Element, made: Concept, part: Part) -> None:
        """Take one item of information, in whichever style it is given."""
        category = _category(element)
        target = element.attributes.get("target")
        if category == _DEFINITION:
            part.definitions.append(self._text(element))
            self._refer_within(element, made)
        elif category in _NOTES:
            part.notes.append(self._text(element))
        elif self._is_reference(element, category, target):
            self._refer(element, target, made)
        else:
            self.ignored[category] += 1

    def _is_reference(self, element: Element, category: str, target: str | None) -> bool:
        """Tell references from what else has a target: people, pictures."""
        named = element.tag in ("ref", "xref") or _RELATION.match(category)
        return bool(named) or self._key(target) is not None

    def _refer_within(self, element: Element, made: Concept) -> None:
        for inner in element.walk():
            if inner is not element and inner.attributes.get("target"):
                self._refer(inner, inner.attributes["target"], made)

    def _refer(self, element: Element, target: str | None, made: Concept) -> None:
        key = self._key(target)
        name = " ".join(text_of(element).split())
        if key is not None:
            made.related.append(key)
        elif name and element.tag != "xref" and "://" not in name:
            made.related.append(f"{NAMED}{name}")
        else:
            self.elsewhere[target or name] += 1

    def _key(self, target: str | None) -> str | None:
        """Return the concept that an id belongs to: its own, or one of its terms'."""
        return self._keys.get((target or "").strip().removeprefix("#"))

    def _text(self, element: Element) -> str:
        text = plain(text_of(element, _NATIVE))
        return text if self.exported else without_markup(text)


def _below(root: Element, tags: Set[str], without: Set[str] = frozenset()) -> Iterator[Element]:
    """Yield elements of some names, none within another, and none within those ``without``."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag in tags:
            yield element
        elif element.tag not in without:
            waiting.extend(reversed(list(element.children)))


def _flat(element: Element) -> Iterator[Element]:
    """Yield the children, those of groups in place of the group."""
    for child in element.children:
        if child.tag in _GROUPS:
            yield from _flat(child)
        else:
            yield child


def _category(element: Element) -> str:
    """Return the data category: the type of a DCA element, the name of a DCT element."""
    return element.attributes.get("type", element.tag) if element.tag in _TYPED else element.tag


def _status(value: str) -> str | None:
    """Return ``preferred`` for ``preferredTerm-admn-sts`` and ``preferredTerm``."""
    return value.strip().removesuffix("-admn-sts").removesuffix("Term") or None


def _say_left_out(base: _Base, made: Rendering) -> None:
    if base.elsewhere:
        made.remark(
            0,
            "elsewhere",
            f"{sum(base.elsewhere.values())} references lead to nothing in the file and were left "
            f"out: {shown(sorted(base.elsewhere), _SAID)}.",
        )
    if base.ignored:
        most = sorted(base.ignored.items(), key=lambda item: (-item[1], item[0]))
        listed = ", ".join(f"{name} ({count})" for name, count in most[: 2 * _SAID])
        made.remark(0, "categories-ignored", f"Data categories that were not read: {listed}.")
