"""Names folded for comparison: what the index stores and what a question is matched by.

Folding makes a copy for search; text that is quoted is never folded.
"""

import re
import threading
import unicodedata
from functools import lru_cache

__all__ = ["acronym_of", "fold", "is_acronym", "singular", "squash", "stem_words", "words"]

_WORD = re.compile(r"[^\W_]+[+#]*")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_ISE = re.compile(r"is(ation|ations|e|ed|es|er|ers|ing|able)$")


def words(text: str) -> list[str]:
    """Split text into words, case-folded and in NFKC, apostrophes dropped, ``c++`` kept whole."""
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _WORD.findall(plain)


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


_local = threading.local()  # a Snowball stemmer keeps state: one for each thread


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    if not hasattr(_local, "stemmer"):
        import Stemmer

        _local.stemmer = Stemmer.Stemmer("english")
    return str(_local.stemmer.stemWord(word))


def stem_words(text: str) -> list[str]:
    """Split text into folded words cut to their Snowball stems: ``sharpened`` → ``sharpen``."""
    return [_stem(_fold_word(word)) for word in words(text)]
