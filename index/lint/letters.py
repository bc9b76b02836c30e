"""Letters that look like those of another script, and characters that can't be seen.

The look-alikes are those of Unicode's confusables that common fonts draw alike
(https://www.unicode.org/reports/tr39/).
"""

import re
import unicodedata
from collections.abc import Iterator

from ..records import Entry
from .catalogue import Code
from .findings import Finding, Ground, finding

__all__ = ["hidden", "lookalikes"]

#: Cyrillic, Greek and Armenian letters that look like the Latin letter in the other line.
_ALIKE = dict(
    zip(
        "аеорсухіјѕһԁԛԝАВЕЅІЈКМНОРСТХУԚԜοΑΒΕΖΗΙΚΜΝΟΡΤΥΧօ",
        "aeopcyxijshdqwABESIJKMHOPCTXYQWoABEZHIKMNOPTYXo",
        strict=True,
    )
)
_WORD = re.compile(r"[^\W\d_]+")
_ANY = re.compile(f"[{''.join(_ALIKE)}]")
_HIDDEN = re.compile(
    "[\u200b\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f]"
)


def lookalikes(ground: Ground) -> Iterator[Finding]:
    """Yield words with letters that only look Latin, in a Latin word or among Latin ones."""
    for entry in ground.entries:
        for text, start in _texts(entry):
            found = next(_disguised(text), None) if _ANY.search(text) else None
            if found is None:
                continue
            odd = next(char for char in found[0] if char in _ALIKE)
            name = unicodedata.name(odd).lower()
            message = (
                f"'{found[0]}' in '{entry.term}' holds '{odd}' (U+{ord(odd):04X}, {name}), which "
                f"only looks like '{_ALIKE[odd]}'"
            )
            offset = None if start is None else start + found.start()
            yield finding(ground, Code.LOOKALIKE_LETTERS, entry, message, offset=offset)
            break


def _texts(entry: Entry) -> Iterator[tuple[str, int | None]]:
    yield from ((name, None) for name in entry.names)
    yield entry.definition, entry.start


def _disguised(text: str) -> Iterator[re.Match[str]]:
    latin = len(re.findall("[A-Za-z]", text)) > 0.7 * sum(map(str.isalpha, text))
    for found in _WORD.finditer(text):
        alike = sum(char in _ALIKE for char in found[0])
        if not alike:
            continue
        plain = sum(char.isascii() for char in found[0])
        # one letter alone is a symbol of a formula; a word of look-alikes alone, among Latin
        # words, is no word of theirs
        inside = plain and alike + plain == len(found[0])
        if inside or (latin and alike == len(found[0]) > 2):
            yield found


def hidden(ground: Ground) -> Iterator[Finding]:
    """Yield entries with characters that can't be seen: soft hyphens, zero widths, controls."""
    for entry in ground.entries:
        for text, start in _texts(entry):
            places = list(_HIDDEN.finditer(text))
            if not places:
                continue
            char = places[0][0]
            name = unicodedata.name(char, "a control character").lower()
            often = f", {len(places)} times" if len(places) > 1 else ""
            message = f"'{entry.term}' holds U+{ord(char):04X} ({name}){often}"
            offset = None if start is None else start + places[0].start()
            yield finding(ground, Code.INVISIBLE_CHARACTER, entry, message, offset=offset)
            break
