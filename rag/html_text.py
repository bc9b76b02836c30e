"""The running text of a page: what stands in no code, link, heading, control or script.

The markup is scanned as browsers do, in one pass: Python's own parser gives offsets too, but takes
minutes for a megabyte of tags that nothing closes.
"""

import re
from collections.abc import Iterator

__all__ = ["html_parts"]

#: Elements whose text is code, a link or another control, a heading, or no text.
_CLOSED = frozenset(
    """
    a abbr button code dfn head h1 h2 h3 h4 h5 h6 iframe kbd label math noscript object option pre
    samp script select style summary svg template textarea title tt var
    """.split()  # noqa: SIM905 - a list of thirty quoted words is harder to read
)
#: Elements in which nothing is markup but their own end.
_RAW = frozenset({"script", "style", "textarea", "title", "iframe", "noscript"})
_ENDS = {tag: re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE) for tag in _RAW}
_NEXT = re.compile(r"<(?=[A-Za-z/!?])|&(?:#\w{1,10}|\w{1,32});")
_COMMENT = re.compile(r"<!--(?:>|->|.*?--!?>)", re.DOTALL)
_OTHER = re.compile(r"<(?:[!?]|/(?![A-Za-z]))[^>]*>")
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)((?:[^\"'>]++|\"[^\"]*\"|'[^']*')*+)>")


def html_parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a page or fragment that are running text, in order.

    What follows a comment or tag that nothing ends is none, as in a browser.
    """
    inside: list[str] = []
    at = 0
    while found := _NEXT.search(text, at):
        if not inside and at < found.start():
            yield at, found.start()
        if found[0] != "<":
            at = found.end()
            continue
        if text.startswith("<!--", found.start()):
            markup = _COMMENT.match(text, found.start())
        else:
            markup = _OTHER.match(text, found.start()) or _TAG.match(text, found.start())
        if markup is None:
            return
        at = markup.end()
        if markup.re is _TAG:
            closing, tag, rest = markup[1], markup[2].lower(), markup[3]
            _enter(inside, tag, closing=bool(closing), alone=rest.endswith("/"))
            if tag in _RAW and not closing:
                end = _ENDS[tag].search(text, at)
                if end is None:
                    return
                at = end.start()
    if not inside and at < len(text):
        yield at, len(text)


def _enter(inside: list[str], tag: str, *, closing: bool, alone: bool) -> None:
    """Enter or leave an element that closes off its text; the body ends a head left open.

    One that is closed as in XML is only so where HTML knows that: in SVG and MathML.
    """
    if closing:
        if tag in inside:
            while inside.pop() != tag:
                pass
    elif tag == "body":
        inside.clear()
    elif tag in _CLOSED and not (alone and (tag in ("svg", "math") or inside)):
        inside.append(tag)
