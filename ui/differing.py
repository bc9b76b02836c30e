"""What one text says that others don't, word by word."""

import difflib
import re
from collections.abc import Sequence

from ..index.names import fold, stem_words
from ..rag.english import FUNCTION
from .markup import Mark

__all__ = ["differing"]

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’-][^\W_]+)*")
#: From this share of words in the same order on, two texts are versions of one: then every
#: word counts, order and "not" included. Below it they are worded apart, and what they share or
#: don't is content words alone, wherever they stand.
VERSIONS = 0.6
_OPENING = '<mark class="own">'


def differing(text: str, others: Sequence[str]) -> tuple[Mark, ...]:
    """Mark the words of a text that none of some others has; neighbours under one mark.

    Args:
        text: what is marked.
        others: what it is held against.
    """
    words = list(_WORD.finditer(text))
    own = set(range(len(words)))
    keys = [fold(word.group()) for word in words]
    for other in others:
        own &= _missing(keys, [word.group() for word in words], other)
    marks: list[Mark] = []
    for at in sorted(own):
        word = words[at]
        if marks and not text[marks[-1].end : word.start()].strip():
            marks[-1] = Mark(marks[-1].start, word.end(), _OPENING)
        else:
            marks.append(Mark(word.start(), word.end(), _OPENING))
    return tuple(marks)


def _missing(keys: Sequence[str], written: Sequence[str], other: str) -> set[int]:
    """Return the places of the words that another text lacks."""
    theirs = [fold(word.group()) for word in _WORD.finditer(other)]
    matcher = difflib.SequenceMatcher(None, keys, theirs, autojunk=False)
    if matcher.ratio() >= VERSIONS:
        same = {at for block in matcher.get_matching_blocks() for at in _places(block)}
        return set(range(len(keys))) - same
    stems = set(stem_words(other))
    return {
        at
        for at, word in enumerate(written)
        if word.casefold() not in FUNCTION and not stems.issuperset(stem_words(word))
    }


def _places(block: difflib.Match) -> range:
    return range(block.a, block.a + block.size)
