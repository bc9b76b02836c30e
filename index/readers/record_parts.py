"""A record of JSON or YAML to entries: one for each language, or sense, that it defines.

Names, definitions and the rest may be texts, lists, or maps by language or part; ids that refer
to other records become their terms.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .finder import Naming, Record, leads_on
from .grid import is_nothing, redirects_to, split_cell
from .inline import unmarked
from .language_tags import language_code, language_name
from .nodes import Node, Pair, escaped, scalars
from .rendering import single

__all__ = ["Part", "Parts", "Said", "parts_of"]

_TRUE = re.compile(r"(?:true|yes|1|deprecated|obsolete)\Z", re.IGNORECASE)
_PLURAL = re.compile(r"(?:definitions|meanings|senses|descriptions|explanations|defs)\Z", re.I)
_TEXT_KEYS = (
    "text",
    "content",
    "value",
    "para",
    "p",
    "@value",
    "html",
    "markdown",
    "#text",
    "ul",
    "ol",
    "li",
)


@dataclass(frozen=True, slots=True)
class Said:
    """A definition: its text without markup, where it stands, what its links point to."""

    text: str
    pointer: str
    line: int
    references: tuple[str, ...] = ()


@dataclass(slots=True)
class Part:
    """What a record says in one language.

    Attributes:
        senses: definitions; each makes an entry.
        notes: what other keys add to the first.
        bare: texts under a language alone: names, or definitions of the record's key.
        lines: the lines of this part alone, or ``None``.
    """

    terms: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    long: list[Said] = field(default_factory=list)
    senses: list[Said] = field(default_factory=list)
    defined: list[tuple[int, list[Said]]] = field(default_factory=list)  # by rank, a key each
    notes: list[str] = field(default_factory=list)
    bare: list[Said] = field(default_factory=list)
    status: str | None = None
    lines: tuple[int, int] | None = None


@dataclass(slots=True)
class Parts:
    """A record, taken apart.

    Attributes:
        loose: ``(key, line, names)`` that are references only if they name entries: under
            "references" a glossary may list its sources.
        leads_to: those of the references that only stand for the record ("see", "synonymOf").
        used: the role that each key was read as.
        ignored: keys that were not read, with their lines.
    """

    by_language: dict[str | None, Part] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    leads_to: list[str] = field(default_factory=list)
    loose: list[tuple[str, int, list[str]]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    status: str | None = None
    number: str | None = None
    used: dict[str, str] = field(default_factory=dict)
    ignored: list[tuple[str, int]] = field(default_factory=list)

    def part(self, language: str | None) -> Part:
        """Return the part of a language, a new one if there is none."""
        return self.by_language.setdefault(language, Part())


def parts_of(record: Record, role_of: Naming) -> Parts:
    """Take a record apart; see the module."""
    found = Parts()
    reader = _Reader(role_of, found)
    if record.node.pairs is None:
        reader.definition("definitions", record.node, record.pointer, record.language)
    else:
        reader.map(record.node, record.pointer, record.language)
    if record.key:
        found.keys.append(record.key)
    _place_bare(found, keyed=record.key is not None)
    for language, part in found.by_language.items():
        _settle(part, found.by_language, language)
    return found


def _place_bare(found: Parts, *, keyed: bool) -> None:
    """Texts under languages alone are names, or definitions where they are prose.

    ``"Urn": {"en": "A pot with a tap.", "fr": "Un pot."}`` defines its key; beside a definition,
    or as short as names are, they are what the thing is called.
    """
    parts = found.by_language.values()
    bare = [said for part in parts for said in part.bare]
    words = sum(len(said.text.split()) for said in bare)
    defined = any(part.defined or part.long for part in parts)
    prose = keyed and not defined and (words > 3 * len(bare) or _ends(bare))
    for part in parts:
        for said in part.bare:
            if prose or len(said.text) > 80 or len(said.text.split()) > 10:
                part.defined.append((1, [said]))
            else:
                part.terms.append(single(said.text))


def _ends(bare: list[Said]) -> bool:
    return bool(bare) and all(said.text.endswith((".", "。")) for said in bare)


def _settle(part: Part, parts: dict[str | None, Part], language: str | None) -> None:
    """Choose between keys that define, and between names.

    The surest key gives the definitions, others add to them. Full forms name what is defined,
    and define what is not; acronyms name what has no name.
    """
    part.defined.sort(key=lambda found: found[0])
    for number, (_, said) in enumerate(part.defined):
        if number == 0:
            part.senses = said
        else:
            texts = [one.text for one in part.senses]
            part.notes += [one.text for one in said if not any(one.text in text for text in texts)]
    if part.long and not part.senses:
        part.senses = part.long
    elif part.long:
        names = [said.text for said in part.long]
        if part.terms:
            part.aliases = [*names, *part.aliases]
        else:
            part.terms = names
    if part.short and not part.terms and (language is None or part.senses):
        others = parts.get(None)
        if language is None or not (others and others.terms):
            part.terms, part.short = part.short[:1], part.short[1:]
    part.aliases += part.short


class _Reader:
    def __init__(self, role_of: Naming, found: Parts) -> None:
        self.role_of = role_of
        self.found = found

    def map(self, node: Node, pointer: str, language: str | None, prefix: str = "") -> None:
        language = self.language(node) or language
        for pair in node.pairs or ():
            self.pair(pair, f"{pointer}/{escaped(pair.key)}", language, prefix)

    def language(self, node: Node) -> str | None:
        """Return the language that a map names for itself: ``"lang": "fr"``."""
        value = node.get(lambda key: self.role_of(key).role == "language")
        text = value.text if value is not None else None
        return (language_code(text) or language_name(text)) if text else None

    def pair(self, pair: Pair, pointer: str, language: str | None, prefix: str) -> None:
        name = self.role_of(pair.key)
        own = name.language or language
        value = pair.value
        if value.scalar and (value.text is None or not value.text.strip()):
            return
        shown = f"{prefix}{pair.key}"
        if name.role is None and name.language and not value.scalar:
            self.in_language(pair, pointer, name.language, shown)
            return
        if name.role is None and name.language:
            self.bare(value, pointer, name.language)
            self.found.used.setdefault(shown, f"term ({name.language})")
            return
        if name.role == "references" and name.rank > 0:
            self.found.loose.append((shown, pair.line, self.targets(value)))
            return
        take = {
            "term": self.term,
            "short": self.short,
            "long": self.long,
            "definition": self.definition,
            "aliases": self.aliases,
            "references": self.references,
            "translations": self.translations,
            "notes": self.notes,
        }.get(name.role or "")
        if take:
            take(pair.key, value, pointer, own)
        elif name.role in ("id", "status", "number", "language", "mnemonic") and value.scalar:
            self.single(name.role, name.rank, single(value.text or ""), own)
        else:
            self.found.ignored.append((shown, pair.line))
            return
        tag = f" ({name.language})" if name.language else ""
        self.found.used.setdefault(shown, f"{name.role}{tag}")

    def in_language(self, pair: Pair, pointer: str, language: str, shown: str) -> None:
        """Read a part under a language's key."""
        value = pair.value
        part = self.found.part(language)
        part.lines = part.lines or (pair.line, value.last)
        if value.pairs is not None:
            self.map(value, pointer, language, f"{shown}.")
        else:
            for at, item in enumerate(value.items or ()):
                if item.pairs is not None:
                    self.map(item, f"{pointer}/{at}", language, f"{shown}.")
                else:
                    self.bare(item, f"{pointer}/{at}", language)

    def bare(self, value: Node, pointer: str, language: str) -> None:
        """Keep a text under a language's key alone: see :func:`_place_bare`."""
        self.found.part(language).bare.append(_said(value.text or "", pointer, value.line))

    def single(self, role: str, rank: int, text: str, language: str | None) -> None:
        if role == "id":
            self.found.keys.append(text)
        elif role == "number":
            self.found.number = text
        elif role == "status":
            status = text if rank == 0 else "deprecated" if _TRUE.match(text) else None
            part = self.found.by_language.get(language) if language else None
            if part is not None and status:
                part.status = status
            elif status and not is_nothing(status):
                self.found.status = status

    def term(self, key: str, value: Node, pointer: str, language: str | None) -> None:
        if value.scalar:
            self.found.part(language).terms.append(_name(value.text or ""))
            return
        for at, item in enumerate(value.items or ()):
            self.designation(item, language) if item.pairs else self.term(
                key, item, f"{pointer}/{at}", language
            )
        if value.pairs is not None:
            if _by_language(value):
                for pair in value.pairs:
                    self.term(key, pair.value, pointer, language_code(pair.key))
            else:
                self.designation(value, language)

    def designation(self, node: Node, language: str | None) -> None:
        """Read a name with what is said of it: ``{"designation": …, "normative_status": …}``."""
        own = self.language(node) or language
        text = node.get(lambda key: self.role_of(key).role == "term")
        text = text or node.get(lambda key: key.casefold() in _TEXT_KEYS)
        status = node.get(lambda key: self.role_of(key).role == "status")
        if text is None or not text.text:
            self.found.ignored.append(("term", node.line))
            return
        part, name = self.found.part(own), _name(text.text)
        if status is None or status.text in (None, "preferred"):
            part.terms.append(name)
            part.status = part.status or (status.text if status else None)
        else:
            part.aliases.append(name)

    def short(self, key: str, value: Node, pointer: str, language: str | None) -> None:
        self.found.part(language).short += self.names(value)

    def long(self, key: str, value: Node, pointer: str, language: str | None) -> None:
        said = [_said(text, pointer, value.line) for text in scalars(value)]
        self.found.part(language).long += said

    def aliases(self, key: str, value: Node, pointer: str, language: str | None) -> None:
        if value.pairs is not None and _by_language(value):
            for pair in value.pairs:
                part = self.found.part(language_code(pair.key))
                part.aliases += self.names(pair.value)
        else:
            self.found.part(language).aliases += self.names(value)

    def names(self, value: Node) -> list[str]:
        if value.scalar:
            return list(split_cell(value.text or ""))
        if value.pairs is not None:
            text = value.get(lambda key: self.role_of(key).role in ("term", "short", "aliases"))
            text = text or value.get(lambda key: key.casefold() in _TEXT_KEYS)
            return self.names(text) if text is not None else []
        names: list[str] = []
        for item in value.items or ():
            names += [_name(item.text)] if item.text else self.names(item)
        return [name for name in names if name]

    def references(self, key: str, value: Node, pointer: str, language: str | None) -> None:
        targets = self.targets(value)
        self.found.references += targets
        if leads_on(key):
            self.found.leads_to += targets

    def targets(self, value: Node) -> list[str]:
        if value.scalar:
            text = (value.text or "").strip()
            linked = unmarked(text)[1]
            return list(linked or split_cell(text))
        if value.pairs is not None:
            for role in ("id", "term"):
                for pair in value.pairs:
                    if self.role_of(pair.key).role == role and pair.value.text:
                        return [pair.value.text.strip().removeprefix("#")]
            inner = value.get(lambda key: key.casefold() in _TEXT_KEYS)
            return self.targets(inner) if inner is not None else []
        found: list[str] = []
        for item in value.items or ():
            found += [item.text.strip().removeprefix("#")] if item.text else self.targets(item)
        return found

    def translations(self, key: str, value: Node, pointer: str, language: str | None) -> None:
        if value.scalar:
            self.found.part(language).aliases += self.names(value)
        if value.pairs is not None:
            for pair in value.pairs:
                tag = language_code(pair.key) or language_name(pair.key)
                where = f"{pointer}/{escaped(pair.key)}"
                if tag and pair.value.scalar:
                    self.bare(pair.value, where, tag)
                elif tag:
                    self.in_language(pair, where, tag, f"{key}.{pair.key}")
                else:
                    self.found.ignored.append((f"{key}.{pair.key}", pair.line))
        for at, item in enumerate(value.items or ()):
            if item.pairs is not None:
                self.map(item, f"{pointer}/{at}", language, f"{key}.")

    def notes(self, key: str, value: Node, pointer: str, language: str | None) -> None:
        for said in self.said(value, pointer):
            self.found.notes.append(said.text)

    def definition(self, key: str, value: Node, pointer: str, language: str | None) -> None:
        if value.pairs is not None and _by_language(value):
            for pair in value.pairs:
                where = f"{pointer}/{escaped(pair.key)}"
                self.definition(key, pair.value, where, language_code(pair.key))
            return
        said = list(self.said(value, pointer))
        if len(said) > 1 and not _PLURAL.search(key) and not self.in_parts(value):
            texts = "\n".join(one.text for one in said)
            references = tuple(name for one in said for name in one.references)
            said = [Said(texts, pointer, said[0].line, references)]
        said = [one for one in said if one.text]
        if said:
            self.found.part(language).defined.append((self.role_of(key).rank, said))

    def in_parts(self, value: Node) -> bool:
        return bool(value.items) and all(item.pairs is not None for item in value.items or ())

    def said(self, value: Node, pointer: str) -> Iterator[Said]:
        """Yield the texts of a definition, with the references that stand beside them."""
        if value.scalar:
            if value.text and not is_nothing(value.text):
                yield _said(value.text, pointer, value.line)
            return
        for at, item in enumerate(value.items or ()):
            yield from self.said(item, f"{pointer}/{at}")
        references: list[str] = []
        texts: list[Said] = []
        alone = self.only_text(value)
        for pair in value.pairs or ():
            where = f"{pointer}/{escaped(pair.key)}"
            name = self.role_of(pair.key)
            if pair is alone or name.role == "definition" or pair.key.casefold() in _TEXT_KEYS:
                texts += self.said(pair.value, where)
            elif name.role == "references" and name.rank == 0:
                references += self.targets(pair.value)
            elif name.role == "notes":
                self.notes(pair.key, pair.value, where, None)
            else:
                self.found.ignored.append((pair.key, pair.line))
        if texts:
            text = "\n\n".join(one.text for one in texts)
            linked = [name for one in texts for name in one.references]
            yield Said(text, texts[0].pointer, texts[0].line, (*linked, *references))

    def only_text(self, value: Node) -> Pair | None:
        """Return the text of a part that no key is named for, if it has just one."""
        texts = [pair for pair in value.pairs or () if pair.value.scalar and pair.value.text]
        free = [pair for pair in texts if self.role_of(pair.key).role is None]
        known = any(
            self.role_of(pair.key).role == "definition" or pair.key.casefold() in _TEXT_KEYS
            for pair in value.pairs or ()
        )
        return free[0] if len(free) == 1 and not known else None


def _by_language(node: Node) -> bool:
    """Tell whether a map gives one value for each language: ``{"en": …, "fr": …}``."""
    return bool(node.pairs) and all(language_code(pair.key) for pair in node.pairs or ())


def _said(text: str, pointer: str, line: int) -> Said:
    plain, references = unmarked(text.strip())
    to = redirects_to(plain)
    return Said(plain, pointer, line, (*references, *((to,) if to else ())))


def _name(text: str) -> str:
    return single(unmarked(text)[0])
