"""The words and marks of a text, as far as they are wording: typography and layout fall away.

What two printings of one text may differ in is no alteration of a quote: the shape of quote marks,
apostrophes and dashes, white space and line ends, ligatures, soft hyphens, how an accent is
composed. Everything else is: a word, a number, a mark, upper and lower case.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["ELLIPSIS", "SOLID", "Wording", "find_all", "seen", "wording"]

#: Scripts that set no blanks between words: each character counts by itself.
SOLID = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
ELLIPSIS = "..."
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_UNSEEN_RUN = re.compile(f"[{_UNSEEN}]+")
_PIECE = rf"(?:[^\W_{SOLID}][{_UNSEEN}\u0300-\u036f]*)+"
_TOKEN = re.compile(
    rf"\d+(?:[.,:]\d+)+(?![^\W_])"  # 3.14, 1,000: a blank inside makes other numbers of them
    rf"|{_PIECE}(?:['’ʼ]{_PIECE})*"  # don't
    rf"|[{SOLID}]"
    r"|\[\s?(?:…|\.{3,})\s?\]|…|\.(?:\s?\.){2,}"
    r"|``|''|,,(?=\w)"
    r"|(?<=\w)-{2,3}(?![\w-])|(?<=[^\W_])-{2,3}(?=[^\W_])|(?<=\s)-{2,3}(?=\s)"
    rf"|[^\w\s{_UNSEEN}]|_"
)
_SAME = {
    **dict.fromkeys("“”„‟«»‹›″「」『』＂", '"'),
    **dict.fromkeys("‘’‚‛′ʼ`´＇", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}
_TABLE = str.maketrans(_SAME)
_DOUBLE = frozenset(("``", "''", ",,"))
_BULLET = re.compile(r"^[ \t]*(?:>[ \t]*)*(?:(?:[-*+•◦▪‣·–])(?=\s)[ \t]*)", re.MULTILINE)
_BREAK = "\x1f"


@dataclass(frozen=True, slots=True)
class Wording:
    """The wording of a span of a text.

    Attributes:
        keys: words and marks, equal where two texts say the same.
        spans: where each stands in the text.
    """

    keys: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.keys)

    def cut(self, start: int, end: int) -> "Wording":
        """Return some of it."""
        return Wording(self.keys[start:end], self.spans[start:end])


def wording(text: str, start: int = 0, end: int | None = None, *, listed: bool = True) -> Wording:
    """Read the wording of ``text[start:end]``.

    Args:
        text: any text.
        start: where to begin.
        end: where to end; the text's end if ``None``.
        listed: whether the bullets of lists count; they are layout in a text that is set anew.
    """
    last = len(text) if end is None else end
    bullets = [] if listed else [found.span() for found in _BULLET.finditer(text, start, last)]
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(text, start, last):
        while bullets and bullets[0][1] <= token.start():
            bullets.pop(0)
        if bullets and bullets[0][0] <= token.start():
            continue
        key = _key(token[0], keys[-1] if keys and spans[-1][1] == token.start() else "")
        if key:
            keys.append(key)
            spans.append(token.span())
    return Wording(tuple(keys), tuple(spans))


def seen(text: str) -> str:
    """Return a text without the characters that can't be seen: soft hyphens, joiners …."""
    return _UNSEEN_RUN.sub("", text)


def _key(token: str, before: str) -> str:
    """Return what a word or mark is compared by.

    A single quote mark is a double one, for a quote inside a quote is set in the other kind; but
    behind a single letter it is a prime: f'(x).
    """
    if token.isascii() and token.isalnum():
        return token
    if token in _DOUBLE:
        return '"'
    if len(token) > 1 and not token.strip("-"):
        return "-"
    if len(token) > 2 and not token.strip(".…[] \t\n"):
        return ELLIPSIS
    if token == "…":
        return ELLIPSIS
    key = unicodedata.normalize("NFC", token).translate(_TABLE)
    if key == "'" and not (len(before) == 1 and before.isalpha()):
        return '"'
    return key


def find_all(keys: Sequence[str], within: Sequence[str]) -> Iterator[int]:
    """Yield each place at which some keys stand side by side among others."""
    if not keys:
        return
    wanted = _BREAK + _BREAK.join(keys) + _BREAK
    text = _BREAK + _BREAK.join(within) + _BREAK
    at = text.find(wanted)
    while at >= 0:
        yield text.count(_BREAK, 0, at)
        at = text.find(wanted, at + 1)
