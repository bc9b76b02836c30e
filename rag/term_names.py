"""The names of a glossary as they are looked for in running text.

A name is found where its words stand, joined or apart ("seaport", "sea-port"), in the plural, and
with its last word inflected ("gybed", "gybing"). Case counts where it tells: "IT" is no "it".
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..index.lexicon import Lexicon, Named
from ..index.names import is_acronym, squash, words
from .english import FUNCTION

__all__ = ["TermNames", "Word", "lead_of"]

#: Letters up to which a name in capitals is found in capitals only, and a word in capitals is
#: taken for an acronym: "RoPE" is no "rope", but nobody minds "dropconnect".
ACRONYM_LETTERS = 6
#: A name in one word is found in two where each has so many letters: "back propagation".
PART_LETTERS = 3
#: A name in several words is found in one where it has so many letters: "In C" is no "Inc".
JOINED_LETTERS = 6
#: A glossary prints its terms in capitals, whatever they are, where more than half of its names
#: with so many letters are in capitals.
LONG_NAME = 8
_KEPT_WORDS = 65536

#: What may stand between two words of a name, whatever the name has there: one line end at most.
_LIGHT = re.compile(
    r"[^\S\n]*\n?[^\S\n]*|[-‐‑](?:[^\S\n]*\n[^\S\n]*)?|[–/.'’ʼ]|[^\S\n]*&[^\S\n]*|[\u00ad\u200b-\u200d]+"
)
_BETWEEN = re.compile(r"(?<=\w)[\W_]+(?=\w)")
_LEAD = re.compile(r"""[^\w\s"'“”‘’«»()\[\]{}<>*|`–—-]+(?=\w)|--?(?=\w)""")
_SUFFIX = re.compile(r"['’ʼ]s$", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, read once for all its places.

    Attributes:
        key: as names are looked up.
        forms: the keys of words that it may be an inflected form of.
        acts: the keys of what is done by it, which count behind a hyphen: "pre-heat", of which
            the name may be "pre-heating".
        alone: what bears a name that the word is by itself.
        begins: whether it may begin a longer name.
        functional: whether it is a function word.
        letters: how many it has.
        capitals: how many of them are capitals.
    """

    key: str
    forms: tuple[str, ...]
    acts: tuple[str, ...]
    alone: tuple[Named, ...]
    begins: bool
    functional: bool
    letters: int
    capitals: int

    @property
    def shouted(self) -> bool:
        """Whether it is in capitals throughout, a plural's s aside."""
        return self.capitals >= 2 and self.capitals >= self.letters - 1


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a name's spelling a text must share."""

    words: int
    letters: int
    acronym: bool
    lead: str
    gaps: frozenset[str]
    functional: bool


class TermNames:
    """Every term and alias of an index; threads may share it.

    Args:
        lexicon: of the index; read once.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._bearers: dict[str, list[Named]] = {}
        listed = lexicon.names()
        self._shouting = _in_capitals(listed)
        openings: set[str] = set()
        gaps: set[str] = set()
        document_of: dict[int, int] = {}
        for key, document, named in _with_bare_names(listed):
            document_of[named.row] = document
            self._bearers.setdefault(key, []).append(named)
            gaps.update(_shape(named.name).gaps)
            openings.update(words(named.name)[:1])
        self._keys = sorted(self._bearers)
        self._openings = frozenset(openings)
        self._gaps = frozenset(gaps)
        self._document_of = document_of
        self._words: dict[str, Word] = {}
        self.begins = lru_cache(maxsize=_KEPT_WORDS)(self._begins)
        self.passes = lru_cache(maxsize=4096)(self._passes)

    def read(self, written: Sequence[str]) -> list[Word]:
        """Read the words of a text."""
        known = self._words
        if len(known) > _KEPT_WORDS:
            known = self._words = {}
        for one in set(written).difference(known):
            known[one] = self._read(one)
        return [known[one] for one in written]

    def _read(self, written: str) -> Word:
        plain = unicodedata.normalize("NFKC", written).casefold()
        key = squash(written)
        letters = [char for char in written if char.isalpha()]
        capitals = sum(char.isupper() for char in letters)
        bare = re.sub(r"['’ʼ]", "", plain)
        functional = bare in FUNCTION and not (capitals == len(letters) > 1)
        forms = () if functional else _forms(plain)
        if written[:-1].isupper() and written.endswith("s") and len(written) > 2:
            forms += (squash(written[:-1]),)  # several of an acronym that itself ends in S
        alone = [*self.bearers(key), *(one for form in forms for one in self.bearers(form))]
        begins = self._begins(key) and (not functional or bare in self._openings)
        acts = () if functional else _acts(key)
        return Word(key, forms, acts, tuple(alone), begins, functional, len(letters), capitals)

    def bearers(self, key: str) -> Sequence[Named]:
        """Return what bears a name: terms before aliases, then by entry."""
        return self._bearers.get(key, ())

    def _begins(self, key: str) -> bool:
        """Tell whether a name goes on after some words that were squashed together."""
        at = bisect_right(self._keys, key)
        return at < len(self._keys) and self._keys[at].startswith(key)

    def _passes(self, gap: str) -> bool:
        """Tell whether what stands between two words may stand within a name."""
        return _is_light(gap) or gap.strip() in self._gaps

    def fits(
        self, named: Named, found: Sequence[Word], gaps: Sequence[str], before: str, *, loud: bool
    ) -> bool:
        """Tell whether a name that some words spell is meant by them.

        Args:
            named: what bears the name.
            found: the words.
            gaps: what stands between them.
            before: the text before them, some characters of it.
            loud: whether a word beside them is in capitals too.
        """
        shape = _shape(named.name)
        if shape.lead and not before.endswith(shape.lead):
            return False
        if any(not _is_light(gap) and gap.strip() not in shape.gaps for gap in gaps):
            return False
        if len(found) > 1:
            return shape.words > 1 or _is_split(found, gaps)
        if shape.words > 1 and not shape.acronym:
            return len(found[0].key) >= JOINED_LETTERS
        return self._has_case(named, shape, found[0], loud=loud)

    def _has_case(self, named: Named, shape: _Shape, word: Word, *, loud: bool) -> bool:
        """Tell whether one word has the case of a name in one word, where that tells anything."""
        if shape.functional and not shape.acronym:
            return False
        if shape.letters == 1 and len(word.key) == 1:
            return word.capitals == sum(char.isupper() for char in named.name)
        if self._document_of[named.row] in self._shouting:
            return not word.functional
        if shape.acronym:
            return word.capitals >= 2 or bool(shape.lead) or shape.letters > ACRONYM_LETTERS
        return not word.shouted or word.letters > ACRONYM_LETTERS or loud


def _with_bare_names(
    listed: Iterable[tuple[str, int, Named]],
) -> Iterable[tuple[str, int, Named]]:
    """Add to each name that ends in a qualifier ("Bow (archery)") the name without it."""
    added = []
    for key, document, named in listed:
        if any(char.isalnum() for char in key):
            yield key, document, named
        head, bracket, _ = named.name.partition(" (")
        if bracket and named.name.endswith(")") and (bare := squash(head)):
            added.append((bare, document, Named(named.row, head.strip(), named.kind)))
    yield from added


def _in_capitals(listed: Iterable[tuple[str, int, Named]]) -> frozenset[int]:
    """Return the documents that print their terms in capitals, whatever they are."""
    long: dict[int, list[bool]] = {}
    for _, document, named in listed:
        if named.kind == "term" and sum(char.isalpha() for char in named.name) >= LONG_NAME:
            long.setdefault(document, []).append(named.name.isupper())
    return frozenset(of for of, names in long.items() if 2 * sum(names) > len(names))


@lru_cache(maxsize=_KEPT_WORDS)
def _shape(name: str) -> _Shape:
    parts = words(name)
    lead = _LEAD.match(name)
    gaps = {gap.strip() for gap in _BETWEEN.findall(name) if not _is_light(gap)}
    return _Shape(
        len(parts),
        sum(char.isalpha() for char in name),
        is_acronym(name),
        lead[0] if lead else "",
        frozenset(gaps - {""}),
        len(parts) == 1 and parts[0] in FUNCTION,
    )


def lead_of(name: str) -> str:
    """Return what stands before a name's first letter and belongs to it: the dot of ".NET"."""
    return _shape(name).lead


@lru_cache(maxsize=4096)
def _is_light(gap: str) -> bool:
    return bool(_LIGHT.fullmatch(gap)) or all(
        unicodedata.category(char).startswith("M") for char in gap
    )


def _is_split(found: Sequence[Word], gaps: Sequence[str]) -> bool:
    """Tell whether words apart may be one word: "back propagation", never "car go"."""
    if not any(char.isspace() for gap in gaps for char in gap):
        return True
    return all(word.letters >= PART_LETTERS and not word.functional for word in found)


def _forms(plain: str) -> tuple[str, ...]:
    """Return the keys of words that one may be a form of: "gybed" of "gybe" and "gybing"."""
    owner = _SUFFIX.sub("", plain)
    found = [owner] if owner != plain else []
    for ending in ("ing", "ed"):
        stem = plain.removesuffix(ending)
        if stem == plain or len(stem) < 3 or not _VOWEL.search(stem):
            continue
        bases = [stem, f"{stem}e"]
        if ending == "ed" and stem.endswith("i"):
            bases.append(f"{stem[:-1]}y")
        if _DOUBLED.search(stem):
            bases.append(stem[:-1])
        found += bases
        if ending == "ed":
            found.append(f"{stem}ing")
    own = squash(plain)
    return tuple(key for key in dict.fromkeys(map(squash, found)) if key and key != own)


def _acts(key: str) -> tuple[str, ...]:
    if len(key) < 3 or not _VOWEL.search(key) or not key.isalpha() or key.endswith("ing"):
        return ()
    stem = key[:-1] if key.endswith("e") and not key.endswith("ee") else key
    return (f"{stem}ing", f"{stem}{stem[-1]}ing")
