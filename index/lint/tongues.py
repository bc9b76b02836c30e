"""Definitions in another language than their glossary.

A language is told by its script, or by its function words: enough for a remark that a person
looks at, and silent where it isn't sure.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from ..names import words
from ..records import Entry
from .catalogue import Code
from .findings import Finding, Glossary, Ground, finding

__all__ = ["mixed", "tongue_of"]

_FUNCTION_WORDS = {
    "en": "the of and to is that it for with as on by this which are be from or an in its when not "
    "a can at than but between only one used has have into each where",
    "de": "der die das und ist ein eine von zu mit den des im für auf nicht sich dem einer eines "
    "oder auch werden wird als bei zum zur durch",
    "fr": "le la les des et est une un du dans pour que qui sur par avec ou au aux ce cette ne",
    "es": "el la los las y es una un del de que en para por con su como al lo más son esta este",
    "it": "il lo gli di è una un del della che per con si da come al nel sono le dei delle alla",
    "pt": "os é uma um da de que em para por com como ou ao na são dos das pelo pela não mais",
    "nl": "de het een en van dat op te voor met zijn die door niet aan wordt bij als ook naar uit",
    "sv": "och att det som en är av för på med den till inte har ett eller från kan",
    "pl": "jest się że nie jak przez dla lub od jego który która które ich oraz może są być",
}
_SETS = {tag: frozenset(listed.split()) for tag, listed in _FUNCTION_WORDS.items()}
_SCRIPTS = {
    "CYRILLIC": "Cyrillic letters",
    "GREEK": "Greek letters",
    "ARABIC": "Arabic letters",
    "HEBREW": "Hebrew letters",
    "DEVANAGARI": "Devanagari",
    "CJK": "Chinese characters",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "THAI": "Thai letters",
}
_TAGGED = {
    **{tag: {"Cyrillic letters"} for tag in ("ru", "uk", "bg", "sr", "mk", "be", "kk", "mn")},
    "el": {"Greek letters"},
    **{tag: {"Arabic letters"} for tag in ("ar", "fa", "ur")},
    **{tag: {"Hebrew letters"} for tag in ("he", "yi")},
    **{tag: {"Devanagari"} for tag in ("hi", "mr", "ne")},
    "zh": {"Chinese characters"},
    "ja": {"Japanese", "Chinese characters"},
    "ko": {"Korean", "Chinese characters"},
    "th": {"Thai letters"},
}
_FEWEST_WORDS = 6
_FEWEST_HITS = 3
_FEWEST_LETTERS = 12  # fewer are a formula
_MOST_OTHERS = 0.34  # of a glossary's entries: with more, it is meant to be in two languages
_CODE = re.compile(r">>>|[_{}<>=]|\w\(")
_SENTENCE = re.compile(r"[^.!?。！？\n]+")


def tongue_of(text: str) -> str | None:
    """Return a language's tag, or a script's name, if a text is surely in it."""
    letters = [char for char in text[:2000] if char.isalpha()]
    if len(letters) < _FEWEST_LETTERS:
        return None
    if sum(char.isascii() for char in letters) < 0.5 * len(letters):
        script = _script(letters)
        if script:
            return script
    spoken = words(text)
    if len(spoken) < _FEWEST_WORDS:
        return None
    hits = {tag: sum(word in known for word in spoken) for tag, known in _SETS.items()}
    (best, most), (_, second) = Counter(hits).most_common(2)
    sure = most >= max(_FEWEST_HITS, 0.15 * len(spoken)) and most >= 1.5 * second + 1
    return best if sure else None


def _script(letters: list[str]) -> str | None:
    counts = Counter(unicodedata.name(char, "?").partition(" ")[0] for char in letters)
    if counts["HIRAGANA"] + counts["KATAKANA"] > 0.1 * len(letters):
        return "Japanese"
    name, count = counts.most_common(1)[0]
    return _SCRIPTS.get(name) if count > 0.5 * len(letters) else None


def mixed(ground: Ground) -> Iterator[Finding]:
    """Yield definitions, or sentences of them, in another language than the rest."""
    for glossary in ground.glossaries:
        yield from _tagged(ground, glossary) if glossary.language else _untagged(ground, glossary)


def _tagged(ground: Ground, glossary: Glossary) -> Iterator[Finding]:
    tag = str(glossary.language)
    if tag not in _SETS and tag not in _TAGGED:
        return
    expected = _TAGGED.get(tag, {tag})
    for entry in glossary.entries:
        found = tongue_of(entry.definition)
        if found and found not in expected and (found not in _SETS or tag in _SETS):
            message = f"'{entry.term}' is marked as '{tag}', but defined in {_called(found)}"
            yield finding(ground, Code.MIXED_LANGUAGES, entry, message)


def _untagged(ground: Ground, glossary: Glossary) -> Iterator[Finding]:
    found = {entry.id: tongue_of(entry.definition) for entry in glossary.entries}
    counts = Counter(tongue for tongue in found.values() if tongue)
    if not counts:
        return
    main, most = counts.most_common(1)[0]
    others = sum(counts.values()) - most
    if others > _MOST_OTHERS * sum(counts.values()):
        return
    for entry in glossary.entries:
        own = found[entry.id]
        if own and own != main:
            message = (
                f"'{entry.term}' is defined in {_called(own)}, the glossary in {_called(main)}"
            )
            yield finding(ground, Code.MIXED_LANGUAGES, entry, message)
            continue
        odd = _odd_sentence(entry, main)
        if odd:
            message = f"A sentence on '{entry.term}' is in {_called(odd[0])}: '{odd[1]}'"
            offset = entry.start + odd[2]
            yield finding(ground, Code.MIXED_LANGUAGES, entry, message, offset=offset)


def _odd_sentence(entry: Entry, main: str) -> tuple[str, str, int] | None:
    sentences = list(_SENTENCE.finditer(entry.definition))
    if len(sentences) < 2:
        return None
    for sentence in sentences:
        if _CODE.search(sentence[0]):
            continue
        tongue = tongue_of(sentence[0])
        if tongue and tongue != main:
            return tongue, " ".join(sentence[0].split())[:60], sentence.start()
    return None


def _called(tongue: str) -> str:
    return f"'{tongue}'" if tongue in _SETS else tongue
