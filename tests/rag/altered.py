"""Ten ways to alter a quote, by rule, and ten that alter nothing.

Each rule takes the words of a true quote and gives altered ones, or None where it has nothing to
take hold of. Nothing here shares code with what it tests.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

__all__ = ["ALTERED", "SAME"]

_NEGATION = re.compile(r"\b(?:not|never|no|none|nobody|nothing|without|cannot|hardly)\b\s*", re.I)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def word_changed(words: str, other: str) -> str | None:
    """Put "zeppelin", which no entry knows, for the longest word."""
    longest = max(re.findall(r"[^\W\d_]+", words), key=len)
    return words.replace(longest, "zeppelin", 1)


def negation_dropped(words: str, other: str) -> str | None:
    altered = _NEGATION.sub(
        lambda found: "can " if found[0].strip().lower() == "cannot" else "", words, count=1
    )
    return altered if altered != words else None


def negated(words: str, other: str) -> str | None:
    altered = re.sub(r"\b(is|are|can|may|has|have)\b(?! not)", r"\1 not", words, count=1)
    return altered if altered != words else None


def joined(words: str, other: str) -> str | None:
    return f"{words.rstrip('.')}. {other}"


def number_changed(words: str, other: str) -> str | None:
    found = _NUMBER.search(words)
    if found is None:
        return None
    digit = str((int(found[0][-1]) + 1) % 10)
    return words[: found.end() - 1] + digit + words[found.end() :]


def order_changed(words: str, other: str) -> str | None:
    parts = words.split(" ")
    for at in range(len(parts) - 2, 0, -1):
        one, two = parts[at], parts[at + 1]
        if one.isalpha() and two.isalpha() and one.lower() != two.lower():
            return " ".join((*parts[:at], two, one, *parts[at + 2 :]))
    return None


def word_inserted(words: str, other: str) -> str | None:
    parts = words.split(" ")
    at = len(parts) // 2
    return " ".join((*parts[:at], "sometimes", *parts[at:]))


def hidden(words: str, other: str) -> str | None:
    parts = words.split(" ")
    third = len(parts) // 3
    return " ".join((*parts[:third], "…", *parts[-third:])) if third > 1 else None


def word_left_out(words: str, other: str) -> str | None:
    parts = words.split(" ")
    at = len(parts) // 2
    one, two = parts[at], parts[at + 1] if at + 1 < len(parts) else ""
    return " ".join((*parts[:at], *parts[at + 1 :])) if one.isalpha() and one != two else None


def ending_changed(words: str, other: str) -> str | None:
    """Add an s to a word amid the quote, or take it away."""
    found = list(re.finditer(r"(?<= )([a-z]{5,})(?= )", words))
    if not found:
        return None
    word = found[len(found) // 2]
    changed = word[0][:-1] if word[0].endswith("s") else f"{word[0]}s"
    return words[: word.start()] + changed + words[word.end() :]


ALTERED: Sequence[Callable[[str, str], str | None]] = (
    word_changed,
    negation_dropped,
    negated,
    joined,
    number_changed,
    order_changed,
    word_inserted,
    hidden,
    word_left_out,
    ending_changed,
)


def curly(words: str) -> str:
    words = re.sub(r'(?<!\w)"(?=\S)', "“", words).replace('"', "”")
    return re.sub(r"(?<=\w)'(?=\w)", "’", words)


def wrapped(words: str) -> str:
    return re.sub(r"((?:\S+ ){5}\S+) ", r"\1\n    ", words)


def emphasised(words: str) -> str:
    return re.sub(r"(?<= )([a-z]{5,})(?= )", r"**\1**", words, count=2)


def dashed(words: str) -> str:
    return words.replace(" - ", " – ").replace("—", "-").replace("-", "\u2011", 1)


def marked(words: str) -> str:
    return f"“{words}”"


def hyphenated_softly(words: str) -> str:
    return re.sub(r"([a-z]{4})([a-z]{4})", "\\1\u00ad\\2", words)


def ligatured(words: str) -> str:
    return words.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ").replace("ff", "ﬀ")


def cut_openly(words: str) -> str:
    return f"… {words.rstrip('.')} …"


def decomposed(words: str) -> str:
    return unicodedata.normalize("NFD", words)


def hard_spaced(words: str) -> str:
    return words.replace(" ", "\u00a0", 3).replace(" ", "\u2009 ", 1)


SAME: Sequence[Callable[[str], str]] = (
    curly,
    wrapped,
    emphasised,
    dashed,
    marked,
    hyphenated_softly,
    ligatured,
    cut_openly,
    decomposed,
    hard_spaced,
)
