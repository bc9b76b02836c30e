"""Concepts in several languages to entries: one for each language that has a definition.

What SKOS and TBX share: names, definitions and notes come by language, and a name may stand
where no definition does. Names of a language without a definition become aliases of the
concept's main entry, so that they are found; a concept without any definition is a name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .rendering import Rendering

__all__ = ["NAMED", "Concept", "Part", "language_tag", "main_language", "render"]

#: Stands before what ``Concept.related`` holds where it is a name and no key.
NAMED = "\0"
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(slots=True)
class Part:
    """What a concept has in one language.

    Attributes:
        language: a BCP 47 tag, or ``None`` where the source names none.
        names: the preferred one first.
        definitions: the first is the definition; the others are kept as notes.
        notes: scope notes, examples.
        status: of the first name.
        labelled: whether the first name is a label, and not only another name.
    """

    language: str | None
    names: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    status: str | None = None
    labelled: bool = False


@dataclass(slots=True)
class Concept:
    """A concept as it stands in a file.

    Attributes:
        key: its id in the file.
        locator: see ``Entry``.
        places: line ranges; the first is where it begins.
        parts: one for each language, in the order of the file.
        related: keys of the concepts that it refers to; names with :data:`NAMED` before.
        number: as printed.
        status: where the file gives it for the concept.
    """

    key: str
    locator: str
    places: list[tuple[int, int]]
    parts: list[Part] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    number: str | None = None
    status: str | None = None

    def part(self, language: str | None) -> Part:
        """Return the part of a language; a new one where there is none."""
        for part in self.parts:
            if part.language == language:
                return part
        self.parts.append(Part(language))
        return self.parts[-1]

    def name(self, language: str | None) -> str | None:
        """Return its name in a language, else in one that is akin, else in any."""
        named = [part for part in self.parts if part.names]
        near = min(
            named,
            key=lambda part: (_distance(part.language, language), not part.labelled),
            default=None,
        )
        return near.names[0] if near else None


def language_tag(tag: str | None, *, as_stated: bool = False) -> str | None:
    """Return a tag in the usual case (``pt-BR``, ``zh-Hans``); ``None`` for ``und`` and none."""
    if not tag or tag.lower() in ("und", "zxx", "mul"):
        return None
    if as_stated or not _TAG.fullmatch(tag):
        return tag
    first, *rest = tag.split("-")
    cased = [part.upper() if len(part) == 2 else part.lower() for part in rest]
    cased = [part.title() if len(part) == 4 and part.isalpha() else part for part in cased]
    return "-".join((first.lower(), *cased))


def _distance(tag: str | None, wanted: str | None) -> int:
    """Say how far a language is from the one that is wanted: 0 the same, 1 akin, 2 another."""
    return 0 if tag == wanted else 1 if _akin(tag, wanted) else 2


def _akin(one: str | None, other: str | None) -> bool:
    """Tell whether two tags are of one language: ``en`` and ``en-US``."""
    return (one or "").split("-")[0].lower() == (other or "").split("-")[0].lower()


def main_language(concepts: Iterable[Concept], asked: str | None) -> str | None:
    """Return the language of most definitions (of names, where there is no definition)."""
    if asked:
        return language_tag(asked)
    defined: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for concept in concepts:
        for part in concept.parts:
            if part.language is not None:
                defined[part.language] += bool(part.definitions)
                named[part.language] += bool(part.names)
    return max(defined, key=lambda tag: (defined[tag], named[tag]), default=None)


def render(
    concepts: Sequence[Concept], made: Rendering, *, main: str | None, as_stated: bool = False
) -> None:
    """Add the entries of concepts, in order of lines; those without a definition are reported.

    Args:
        concepts: of one file.
        made: gets entries and reports.
        main: the file's main language; it goes before others where something has none.
        as_stated: whether names are taken as they stand (a file that we exported); else a
            parenthesis that holds other names becomes aliases.
    """
    known = {concept.key: concept for concept in concepts}
    for concept in concepts:
        _merge_untold(concept, main)
    for concept in sorted(concepts, key=lambda concept: concept.places[0]):
        defined = [part for part in concept.parts if part.definitions]
        if not defined:
            _report(concept, made)
            continue
        home = min(defined, key=lambda part: _distance(part.language, main))
        for part in concept.parts:
            if not part.definitions:
                home.names.extend(name for name in part.names if name not in home.names)
                home.notes.extend(part.notes)
        for part in defined:
            _add(concept, part, list(_references(concept, part, known)), made, as_stated)


def _merge_untold(concept: Concept, main: str | None) -> None:
    """Put together what a language lacks and what is given without one, or in one akin.

    A definition without a tag beside labels with tags is that of the main language; a
    definition in ``en`` goes with a label in ``en-US``.
    """
    for part in sorted(concept.parts, key=lambda part: _distance(part.language, main)):
        if part.labelled == bool(part.definitions):
            continue
        near = [other for other in concept.parts if _completes(part, other)]
        if not near or part not in concept.parts:
            continue
        wanted = part.language or main
        other = min(near, key=lambda one: _distance(one.language, wanted))
        other.names = [*part.names, *other.names] if part.labelled else [*other.names, *part.names]
        other.labelled = True
        other.definitions.extend(part.definitions)
        other.notes.extend(part.notes)
        other.language = other.language or part.language
        other.status = other.status or part.status
        concept.parts = [one for one in concept.parts if one is not part]


def _completes(part: Part, other: Part) -> bool:
    """Tell whether another part has just what one lacks, and no other language."""
    if part is other or part.labelled == other.labelled:
        return False
    if bool(part.definitions) == bool(other.definitions):
        return False
    untold = part.language is None or other.language is None
    return untold or _akin(part.language, other.language)


def _add(
    concept: Concept,
    part: Part,
    references: Sequence[str],
    made: Rendering,
    as_stated: bool,
) -> None:
    term, *aliases = part.names or [concept.name(part.language) or ""]
    definition, *others = dict.fromkeys(text.strip() for text in part.definitions)
    notes = [note for one in part.notes if (note := one.strip()) and note != definition]
    (first, last), *also = concept.places
    made.add(
        term,
        definition,
        line=first,
        last=last,
        also=also,
        locator=concept.locator,
        aliases=aliases,
        references=references,
        status=part.status or concept.status,
        language=part.language,
        heading=term if as_stated else None,
        flags=() if as_stated else ("identified",),
        number=concept.number,
        notes=dict.fromkeys((*others, *notes)),
    )


def _references(concept: Concept, part: Part, known: dict[str, Concept]) -> Iterator[str]:
    """Yield the names, in this part's language, of the concepts that are referred to."""
    for key in dict.fromkeys(concept.related):
        target = known.get(key)
        name = target.name(part.language) if target else key.removeprefix(NAMED)
        if name and target is not concept:
            yield name


def _report(concept: Concept, made: Rendering) -> None:
    """Report a concept that can't be quoted: a name alone, or nothing at all."""
    name = concept.name(None)
    first, last = concept.places[0]
    if name:
        made.report(
            first,
            "no-definition",
            f"'{name}' has no definition: it is known as a name that entries may refer to, and is "
            "never an answer. Add a definition to have it quoted.",
            last,
        )
    else:
        made.report(
            first,
            "no-term",
            f"{concept.locator} has neither a label nor a definition. Add both, or delete it.",
            last,
        )
