"""Text of others as HTML: escaped, nothing hidden, its lines as written."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

__all__ = ["Mark", "address", "chips", "choice", "clean", "plain", "prose", "shown"]

#: What a browser obeys or hides: controls but line ends and tabs, bidi marks, characters
#: without width, tags. They are shown by their code, so none reaches the page.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
#: A line end inside a sentence, where the file was wrapped: between two lines of running text.
_WRAPPED = re.compile(r"(?<=[^\n:][^\n:])\n(?=[^\s\d|•◦▪‣·*#>-])")
#: A shorter line was ended on purpose.
_WRAPPED_CHARS = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text that is marked: ``text[start:end]``.

    Attributes:
        start: its first code point.
        end: one past its last.
        opening: the tag that opens it, of our own making: it is not escaped.
    """

    start: int
    end: int
    opening: str = "<mark>"

    @property
    def closing(self) -> str:
        """The tag that closes it."""
        return f"</{self.opening[1:].split()[0].rstrip('>')}>"


def clean(text: str) -> str:
    """Replace halves of characters, which JSON may carry and UTF-8 can't."""
    return text.encode("utf-8", "replace").decode("utf-8")


def shown(text: str) -> str:
    """Escape text for HTML; characters that can't be seen stand there by their code."""
    return _UNSEEN.sub(
        lambda found: f'<span class="code" data-code="U+{ord(found[0]):04X}"></span>',
        html.escape(clean(text)),
    )


def plain(text: str) -> str:
    """Write characters that can't be seen by their code, for what takes no markup."""
    return _UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", clean(text))


def address(**fields: str) -> str:
    """Return a link within the page, escaped for an attribute: ``?entry=…``."""
    pairs = (f"{name}={quote(clean(value), safe='')}" for name, value in fields.items() if value)
    return html.escape("?" + "&".join(pairs))


def chips(label: str, terms: Iterable[str]) -> str:
    """Return terms as buttons that ask for them, or nothing where there are none."""
    buttons = "".join(
        f'<button type="button" class="chip serif" dir="auto" data-q="{html.escape(plain(term))}">'
        f"{shown(term)}</button>"
        for term in terms
    )
    return f'<div class="chips"><span class="soft">{label}</span>{buttons}</div>' if buttons else ""


def choice(element_id: str, titles: Mapping[str, str], chosen: str = "") -> str:
    """Return the choice of one glossary or all, or nothing where there is one.

    Args:
        element_id: the element's.
        titles: of the glossaries, by id.
        chosen: the id of the one that is shown; ``""`` for all.
    """
    if len(titles) < 2:
        return ""
    options = "".join(
        f'<option value="{html.escape(plain(one))}"{" selected" if one == chosen else ""}>'
        f"{html.escape(plain(title))}</option>"
        for one, title in {"": f"All {len(titles):,} glossaries", **titles}.items()
    )
    return f'<select id="{element_id}" aria-label="Glossary">{options}</select>'


def prose(text: str, marks: Iterable[Mark] = ()) -> str:
    """Return running text as HTML, for an element that keeps white space.

    Line ends stay, as formulas, code and lists need them; those where the file was merely
    wrapped are shown as blanks. The text itself, as read or copied, is unchanged.

    Args:
        text: what is shown.
        marks: in ascending order, not overlapping.
    """
    parts = []
    at = 0
    wraps = {found.start() for found in _WRAPPED.finditer(text) if _is_long(text, found.start())}
    for mark in marks:
        start, end = max(mark.start, at), min(mark.end, len(text))
        if start >= end:
            continue
        parts += [_lines(text, at, start, wraps), mark.opening]
        parts += [_lines(text, start, end, wraps), mark.closing]
        at = end
    return "".join([*parts, _lines(text, at, len(text), wraps)])


def _is_long(text: str, end: int) -> bool:
    return end - (text.rfind("\n", 0, end) + 1) >= _WRAPPED_CHARS


def _lines(text: str, start: int, end: int, wraps: set[int]) -> str:
    parts = []
    for wrap in sorted(at for at in wraps if start <= at < end):
        parts += [shown(text[start:wrap]), '<span class="wrap">\n</span>']
        start = wrap + 1
    return "".join([*parts, shown(text[start:end])])
