"""Names folded for comparison: what the index stores and what a question is matched by.

Folding makes a copy for search; text that is quoted is never folded.
"""

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

__all__ = [
    "MARKS",
    "SOLID",
    "acronym_of",
    "fold",
    "is_acronym",
    "singular",
    "squash",
    "stem_words",
    "words",
]

#: Scripts that set no blanks between words, and Korean, where particles hang on to them: each
#: character is a word by itself. For use in a character class, as is ``MARKS``.
SOLID = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
#: Accents, vowel signs and points that stand behind a letter and are none to Python.
MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57"
    "\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d"
    "\u0d81-\u0d83\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u3099\u309a"
)
_ASCII_WORD = re.compile(r"[a-z0-9]+[+#]*")
#: Of English contractions and possessives; elsewhere an apostrophe parts words ("l'eau").
_APOSTROPHES = re.compile(r"(?<=\w)['’‘ʼ`´](?=(?:s|t|d|m|ll|re|ve)(?!\w))")
_ISE = re.compile(r"is(ation|ations|e|ed|es|er|ers|ing|able)$")


def words(text: str) -> list[str]:
    """Split text into words, case-folded and in NFKC, ``don't`` and ``c++`` kept whole."""
    if text.isascii():
        plain = text.casefold()
        plain = _APOSTROPHES.sub("", plain) if "'" in plain or "`" in plain else plain
        return _ASCII_WORD.findall(plain)
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _any_word().findall(plain)


@lru_cache(maxsize=1)
def _any_word() -> re.Pattern[str]:
    """Compile a word of any script, which takes some milliseconds, where it is needed."""
    solid = rf"(?=[^\W_])[{SOLID}][{MARKS}]*"
    return re.compile(rf"{solid}|[^\W_{SOLID}](?:[^\W_{SOLID}]|[{MARKS}])*[+#]*")


def singular(word: str) -> str:
    """Strip an English plural ending, cautiously: ``losses`` → ``loss``, ``bias`` stays.

    Both sides of every comparison go through it, so a wrong cut ("series" → "sery")
    does no harm as long as two different words don't fall together.
    """
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def _fold_word(word: str) -> str:
    word = singular(word)
    if len(word) > 5:  # British spellings: normalisation, neighbour
        word = _ISE.sub(r"iz\1", word)
        if word.endswith("our"):
            word = word[:-3] + "or"
    return word


def fold(name: str) -> str:
    """Return the form under which two spellings of one name are equal.

    Case, punctuation, hyphens, plural and British spellings fall away:
    ``"Cross-Country Skis"`` → ``"cross country ski"``. A name of symbols only
    (``">>>"``) keeps them.
    """
    folded = " ".join(_fold_word(word) for word in words(name))
    return folded or "".join(unicodedata.normalize("NFKC", name).casefold().split())


def squash(name: str) -> str:
    """Return :func:`fold` without blanks: ``"Sea-Ports"`` and ``"seaport"`` are equal."""
    return fold(name).replace(" ", "")


def is_acronym(name: str) -> bool:
    """Tell whether a name looks like an acronym: ``GPS``, ``e-ID``, ``LEDs``."""
    core = name.strip()
    if " " in core or len(core) > 12:
        return False
    core = core[:-1] if len(core) > 2 and core.endswith("s") else core
    return sum(char.isupper() for char in core) >= 2


def acronym_of(name: str) -> str:
    """Return the initials of a name's words, folded: ``"Sea Rescue Team"`` → ``"srt"``."""
    return "".join(word[0] for word in words(name))


_local = threading.local()  # a Snowball stemmer keeps state: one of each for each thread
#: Which of Snowball's stemmers cuts a word, by the script of its first letter; others: English.
_STEMMERS = (
    ("\u0370", "\u03ff", "greek"),
    ("\u0400", "\u052f", "russian"),
    ("\u0531", "\u058f", "armenian"),
    ("\u0600", "\u06ff", "arabic"),
    ("\u0900", "\u097f", "hindi"),
    ("\u0b80", "\u0bff", "tamil"),
)
_ARABIC_POINTS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_HEBREW_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")


def _stemmer(language: str) -> Any:
    if not hasattr(_local, "stemmers"):
        _local.stemmers = {}
    if language not in _local.stemmers:
        import Stemmer

        _local.stemmers[language] = Stemmer.Stemmer(language)
    return _local.stemmers[language]


def _without_marks(word: str) -> str:
    """Drop what people leave out when they type: accents of Latin letters, points of Semitic."""
    word = _HEBREW_POINTS.sub("", _ARABIC_POINTS.sub("", word))
    letters = unicodedata.normalize("NFD", word)
    if not letters[:1].isascii():  # й is a letter of its own, and so are vowel signs
        return word
    return "".join(char for char in letters if not unicodedata.combining(char))


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    if word.isascii():
        return str(_stemmer("english").stemWord(word))
    word = _without_marks(word) or word
    scripts = (name for first, last, name in _STEMMERS if first <= word[0] <= last)
    return str(_stemmer(next(scripts, "english")).stemWord(word)) or word


def stem_words(text: str) -> list[str]:
    """Split text into folded words cut to their Snowball stems: ``sharpened`` → ``sharpen``.

    A word in another script than the Latin one is cut by the rules of that script's most common
    language, one in Latin letters by those of English, without its accents.
    """
    return [_stem(_fold_word(word)) for word in words(text)]
