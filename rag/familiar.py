"""How common a word is in English.

Vocabularies of WordPiece (Wu et al. 2016, arXiv:1609.08144) list words by how often they stood in
the text they were made from, so the tokenizer of the bundled encoder knows.
"""

import math
from functools import lru_cache

from ..data import path as shipped

__all__ = ["rarity"]

#: Ids of words, in the order of their frequency; below are marks and single characters. The
#: commonest hundred are function words, which nobody asks about.
_FIRST, _LAST, _COMMONEST = 1_996, 30_521, 100


@lru_cache(maxsize=1)
def _vocabulary() -> bytes:
    return (shipped("models") / "tokenizer.json").read_bytes().partition(b'"vocab":')[2]


@lru_cache(maxsize=4096)
def rarity(word: str) -> float:
    """Return 0 for a word of every day, 1 for one that is in no vocabulary, by log rank between.

    Args:
        word: as written; case doesn't count.
    """
    # looked up in the file as it lies: parsing all of it would cost a cold start 15 ms
    sought = f'"{word.lower()}":'.encode("utf-8", "replace")
    at = _vocabulary().find(sought)
    if at < 0:
        return 1.0
    digits = _vocabulary()[at + len(sought) : at + len(sought) + 6]
    place = int(digits.partition(b",")[0].rstrip(b"} \n")) - _FIRST
    share = math.log(max(place, _COMMONEST) / _COMMONEST) / math.log((_LAST - _FIRST) / _COMMONEST)
    return min(1.0, share)
