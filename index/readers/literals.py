"""Texts of RDF and TBX that hold HTML: without the markup."""

import re
from html import unescape
from html.parser import HTMLParser

__all__ = ["without_markup"]

_TAGS = (
    "a|abbr|b|blockquote|br|cite|code|dd|del|dfn|div|dl|dt|em|h[1-6]|hr|i|img|ins|kbd|li|ol|p|pre|q|"
    "s|samp|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|var"
)
_OPENED = re.compile(rf"<({_TAGS})(?:\s[^<>]*)?>", re.IGNORECASE)
_CLOSED = re.compile(rf"</({_TAGS})\s*>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|hr|p)\s*/>|<br\s*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|quot|apos|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_BLOCKS = {
    *("p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "pre"),
    *("blockquote", "h1", "h2", "h3", "h4", "h5", "h6"),
}
_SILENT = {"script", "style", "template"}


def without_markup(text: str, marked: bool = False) -> str:
    """Return a text without HTML tags, blocks on lines of their own.

    Args:
        text: any text.
        marked: whether it is said to be HTML or XML; else only what surely is HTML is read so.
    """
    if "<" in text and (marked or _is_marked(text)):
        reader = _Text()
        reader.feed(text)
        reader.close()
        return reader.text()
    if "&" in text:
        return unescape(text) if marked else _ENTITY.sub(lambda found: unescape(found[0]), text)
    return text


def _is_marked(text: str) -> bool:
    """Tell whether an element is opened and closed, or there is a break.

    "The <p> element" alone is no markup.
    """
    opened = {name.lower() for name in _OPENED.findall(text)}
    closed = {name.lower() for name in _CLOSED.findall(text)}
    return bool(opened & closed) or bool(_BREAK.search(text))


class _Text(HTMLParser):
    """Keeps the text between tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self._pieces.append("\n")
        if tag in ("li", "dd"):
            self._pieces.append("- ")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self._pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._pieces.append(data)

    def text(self) -> str:
        joined = "".join(self._pieces)
        lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in joined.split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
