"""Does a source file say what a quote says? Read without the reader's help.

A document's map says which characters were copied from the file. Each copied run must equal the
file's own characters, and what was left out between two of them must be markup of one of the
text formats, or white space: a word that a reader dropped or changed is found.
"""

import html
import re
from collections.abc import Iterator

from ..index.records import Document

__all__ = ["holds_raw"]

#: What may be left out, one piece after the other; the first that matches is taken.
_MARKUP = re.compile(
    "|".join(
        (
            r"\s+",
            # comments: HTML, AsciiDoc (a line, a block), reStructuredText with what is indented
            r"<!--.*?-->",
            r"^////+$.*?^////+$",
            r"^//[^\n]*$",
            r"^[ \t]*\.\.(?:[ \t][^\n]*)?(?:\n[ \t]*\n?[ \t]+[^\n]*)*",
            # macros and shortcodes, whole, or what stands around an argument that is shown
            r"\{\{[^{}]*?\}\}",
            r"[\"'|,)][^{}\n]*\}\}",
            r"\{[#%][^{}]*?[#%]\}",
            r"\}\}",
            # tags of HTML
            r"</?[A-Za-z][^<>]*>",
            # links: Markdown, reStructuredText, AsciiDoc
            r"\]\((?:[^()\n]|\([^()\n]*\))*\)",
            r"\]\[[^\[\]\n]*\]",
            r"\[\d*\]",
            r"!?\[\^?",
            r"\]",
            r":[A-Za-z][\w:+.-]*:`(?:~(?:[\w-]+\.)*|!?)",
            r"\s*<[^<>`]+>`_{0,2}",
            r"(?<!`)`_{1,2}(?![\w`])",
            r"<<(?:[^<>,\n]*,)?",
            r">>",
            r"\[\[[^\[\]\n]*\]\]",
            r"linkgit:|(?:link|xref|mailto|image|footnote|anchor|https?|pass|kbd|btn):[^\s\[\]]*\[",
            # lines of AsciiDoc that are no text, and rules, fences, marks at the start of a line
            r"^(?:ifdef|ifndef|ifeval|endif|include|toc|image)::[^\n]*$",
            r"^\[[^\[\]\n]*\]$",
            r"^(?:\+|--|[-=._*+~^]{4,})$",
            r"^[ \t]*(?:```+|~~~+)[^\n`]*$",
            r"\{[\w-]+\}",
            r"(?::{1,4}|;;)(?=\s|$)",
            r"^[ \t]*(?:>[ \t]*)+",
            r"^[ \t]*(?:>[ \t]*)*\#{1,6}(?=[ \t])",
            r"(?<=[ \t])\#+[ \t]*$",
            # marks within a line: emphasis, code, doubled quotes, substitutions
            r"[*_`\\]",
            r"~~",
            r"(?<=\")\"|\"(?=\")",
            r"\|(?=\w)|(?<=\w)\|(?!\w)",
            # paging, and a word that was broken at a line's end
            r"[^\n]*\[Page [\divxlc]+\]\s*\f?\s*[^\n]*$",
            r"\f\s*[^\n]*$",
            r"-(?=\n)",
        )
    ),
    re.MULTILINE | re.DOTALL,
)

_CLOSES = re.compile(r"[{}\n]")


def holds_raw(document: Document, raw: str, start: int, end: int) -> bool:
    """Tell whether a raw file says what a span of the document says, in the same place."""
    text, at, place = document.text, start, -1
    for text_start, raw_start, length in _inside(document, start, end):
        put = text[at:text_start]
        if place < 0:
            if put.strip():
                return False
        elif raw_start < place or not _left_out(raw, place, raw_start, put):
            return False
        at, place = text_start + length, raw_start + length
        if raw[raw_start:place] != text[text_start:at]:
            return False
    return place >= 0 and not text[at:end].strip()


def _inside(document: Document, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of a span, the first and the last cut to it."""
    for text_start, raw_start, length in document.runs:
        first, last = max(start, text_start), min(end, text_start + length)
        if first < last:
            yield first, raw_start + first - text_start, last - first


def _left_out(raw: str, start: int, end: int, put: str) -> bool:
    """Tell whether a gap holds only markup, or the reference to the character that was put in."""
    if put.strip():
        return html.unescape(raw[start:end]).strip() == put.strip()
    while start < end:
        if raw.startswith("{{", start) and not _CLOSES.search(raw, start + 2, end):
            return True  # a macro up to an argument that is shown
        found = _MARKUP.match(raw, start)
        if found is not None and raw[end : found.end()].strip():
            found = _MARKUP.match(raw, start, end)  # a shorter piece, up to what was copied
        if found is None or found.end() == start:
            return False
        start = found.end()
    return True
