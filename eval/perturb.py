"""Changes to a question that should change no answer: typing errors, rewording, case, Unicode.

Deterministic: the same text and seed give the same change, on every machine. A text that a
change can't be made to comes back as it was.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping

__all__ = ["PERTURBATIONS", "change_case", "change_unicode", "make_typo", "paraphrase"]

_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_COMMON = frozenset(
    (
        "about",
        "between",
        "could",
        "define",
        "describe",
        "difference",
        "does",
        "explain",
        "glossary",
        "meaning",
        "means",
        "please",
        "should",
        "tells",
        "their",
        "there",
        "these",
        "thing",
        "things",
        "those",
        "using",
        "versus",
        "which",
        "would",
    )
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _random(kind: str, text: str, seed: int) -> random.Random:
    # bytes seed through SHA-512: the same anywhere; JSON may carry half a character
    return random.Random(f"{kind} {seed} {text}".encode("utf-8", "surrogatepass"))


def make_typo(text: str, seed: int) -> str:
    """Make one typing error inside a word of five or more letters, never in its first letter.

    Two letters swapped, one left out, doubled, or replaced by its neighbour on the keyboard: the
    four errors of Damerau (1964). Words of the question's frame are spared where others are long
    enough, for a typo in "explain" tries nothing.
    """
    rng = _random("typo", text, seed)
    words = list(_LONG_WORD.finditer(text))
    words = [word for word in words if word[0].casefold() not in _COMMON] or words
    if not words:
        return text
    word = rng.choice(words)
    letters = word[0]
    edits = sorted({edit for at in range(1, len(letters)) for edit in _edits(letters, at)})
    edits = [edit for edit in edits if edit != letters]
    return text[: word.start()] + rng.choice(edits) + text[word.end() :]


def _edits(word: str, at: int) -> list[str]:
    before, letter, after = word[:at], word[at], word[at + 1 :]
    edits = [before + after, before + letter + letter + after]
    if after:
        edits.append(before + after[0] + letter + after[1:])
    for row in _ROWS:
        place = row.find(letter)
        if place >= 0:
            edits.extend(before + near + after for near in row[max(0, place - 1) : place + 2])
    return edits


_SUBJECT = r"(?P<subject>[^?!.]+?)\s*[?.!]*"
_FRAMES = tuple(
    re.compile(pattern + r"\s*$", re.IGNORECASE)
    for pattern in (
        rf"^\s*what (?:is|are) (?:the meaning of )?{_SUBJECT}",
        rf"^\s*what'?s {_SUBJECT}",
        rf"^\s*(?:please )?(?:define|explain|describe) {_SUBJECT}",
        rf"^\s*(?:can|could) you (?:please )?(?:define|explain|describe) {_SUBJECT}",
        rf"^\s*what do(?:es)? {_SUBJECT} (?:mean|stand for)\??",
        rf"^\s*tell me about {_SUBJECT}",
    )
)
# subjects that don't stand alone: "what is it called when …", "what is the difference between …"
_UNMOVED = re.compile(r"(it|called|this|that|(the|a) (difference|name|term|word))\b", re.IGNORECASE)
_ASKED = (
    "could you explain {}?",
    "I'd like to know about {}.",
    "please describe {}",
    "tell me about {}",
    "{}: what is meant by that?",
    "what is meant by {}?",
)
_WRAPPED = (
    "Quick question: {}",
    "I was wondering, {}",
    "{} Please help.",
    "Could you tell me: {}",
    "Hi, {} Thanks!",
)


def paraphrase(text: str, seed: int) -> str:
    """Put the question into another frame of words, its subject untouched.

    "What is X?" becomes "could you explain X?" and the like; a question of another shape is
    wrapped ("Quick question: …"). Words of the subject are not replaced: that takes a person, and
    questions of that kind are in the set itself.
    """
    if not text.strip():
        return text
    rng = _random("paraphrase", text, seed)
    for frame in _FRAMES:
        match = frame.match(text)
        if match and not _UNMOVED.match(match["subject"]):
            forms = [form.format(match["subject"]) for form in _ASKED]
            return rng.choice([form for form in forms if form.casefold() != text.casefold()])
    return rng.choice(_WRAPPED).format(text.strip())


def change_case(text: str, seed: int) -> str:
    """Write the question in capitals, small letters, title case, or with the case turned round."""
    forms = {text.upper(), text.lower(), text.title(), text.swapcase()} - {text}
    return _random("case", text, seed).choice(sorted(forms)) if forms else text


def change_unicode(text: str, seed: int) -> str:
    """Write the same characters another way.

    Decomposed (NFD), full-width letters, no-break blanks, typographic hyphens and apostrophes, or a
    zero-width blank at either end: what copying from a web page or a PDF brings along.
    """
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    forms = {
        unicodedata.normalize("NFD", text),
        wide,
        text.replace(" ", "\u00a0"),
        text.replace("-", "\u2011").replace("'", "\u2019"),
        f"\u200b{text}\ufeff",
    } - {text}
    return _random("unicode", text, seed).choice(sorted(forms)) if text else text


#: Every change, by the name that reports use.
PERTURBATIONS: Mapping[str, Callable[[str, int], str]] = {
    "typo": make_typo,
    "paraphrase": paraphrase,
    "case": change_case,
    "unicode": change_unicode,
}
