"""A question cut into words, each marked for what it does there."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..index.lexicon import Lexicon
from ..index.names import MARKS, SOLID, fold, singular, squash, stem_words
from .english import FRAME, FUNCTION

__all__ = ["Token", "as_meant", "tokenize", "without_noise"]

_FRAME_WORDS = sorted(word for word in FRAME | FUNCTION if len(word) > 2)
_STOPPED = r"(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)"  # e.g., U.S.
_SHORTENED = r"(?:['’](?i:s|t|d|m|ll|re|ve)(?!\w))?"  # elsewhere an apostrophe parts words
_ASCII_TOKEN = re.compile(rf"{_STOPPED}|[A-Za-z0-9]+{_SHORTENED}[+#]*")


@lru_cache(maxsize=1)
def _any_token() -> re.Pattern[str]:
    """Compile a word of any script, which takes some milliseconds, where it is needed."""
    solid = rf"(?=[^\W_])[{SOLID}][{MARKS}]*"
    letters = rf"[^\W_{SOLID}](?:[^\W_{SOLID}]|[{MARKS}])*{_SHORTENED}[+#]*"
    return re.compile(f"{_STOPPED}|{solid}|{letters}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the question.

    Attributes:
        start: where it stands.
        end: where it ends.
        written: as written.
        plain: case-folded, without apostrophes.
        key: squashed, as names are looked up.
        functional: whether it is a function word.
        framing: whether it is that, or a word of asking, or a misspelled one of these.
        meant: the word of asking that it misspells, or ``""``.
    """

    start: int
    end: int
    written: str
    plain: str
    key: str
    functional: bool
    framing: bool
    meant: str = ""


def tokenize(question: str, small: Collection[str] = FUNCTION) -> list[Token]:
    """Cut a question into words; abbreviations with stops ("e.g.") stay whole.

    Args:
        question: what to cut.
        small: the function words of its language.
    """
    pattern = _ASCII_TOKEN if question.isascii() else _any_token()
    return [_token(m.start(), m.end(), m.group(), small) for m in pattern.finditer(question)]


def _token(start: int, end: int, written: str, small: Collection[str]) -> Token:
    plain = re.sub(r"['’]", "", written.casefold())
    functional = plain in small and not (written.isupper() and len(written) > 1)
    framing = functional or plain in FRAME or singular(plain) in FRAME
    return Token(start, end, written, plain, squash(written), functional, framing)


def without_noise(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """Mark misspelled words of asking ("waht", "teh"), which no entry knows."""
    unknown = [t for t in tokens if not t.framing and 3 <= len(t.plain) <= 12 and t.plain.isalpha()]
    if not unknown:
        return list(tokens)
    known = lexicon.frequencies({s for t in unknown for s in stem_words(t.written)})
    suspects = [t for t in unknown if not any(known.get(s) for s in stem_words(t.written))]
    vocabulary = lexicon.vocabulary() if suspects else ()
    meant = {t.start: _meant(t, vocabulary) for t in suspects}
    return [
        replace(token, meant=meant[token.start], framing=True) if meant.get(token.start) else token
        for token in tokens
    ]


def as_meant(question: str, tokens: Sequence[Token]) -> str:
    """Return the question with its words of asking spelled right."""
    for token in reversed(tokens):
        if token.meant:
            question = question[: token.start] + token.meant + question[token.end :]
    return question


def _meant(token: Token, vocabulary: Sequence[str]) -> str:
    """Return the word of asking that a word is one edit from, if every name's is farther.

    Of several, one with the same letters, then the first of the alphabet. Another first letter
    is no such edit, nor is any other letter in a word of four: it makes another word ("cost",
    "mast"; "most") rather.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if token.written.isupper():
        return ""
    found = process.extract(
        token.plain, _FRAME_WORDS, scorer=OSA.distance, score_cutoff=1, limit=None
    )
    near = [word for word, _, _ in found if not _is_another_word(token.plain, word)]
    if not near:
        return ""
    nearer = process.extractOne(fold(token.plain), vocabulary, scorer=OSA.distance, score_cutoff=1)
    letters = sorted(token.plain)
    return "" if nearer else min(near, key=lambda word: (sorted(word) != letters, word))


def _is_another_word(one: str, two: str) -> bool:
    """Tell whether words one edit apart differ by another letter, where that makes other words."""
    replaced = len(one) == len(two) and sorted(one) != sorted(two)
    return replaced and (len(one) <= 4 or one[1:] == two[1:])
