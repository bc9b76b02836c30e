"""A text's defined terms as HTML with definitions to hover over, or as Markdown links.

The text itself is never changed but for the markup put around its terms. What glossaries say is
escaped; without scripts and styles each term is still a link to its definition.
"""

import html
import re
from collections.abc import Callable
from importlib.resources import files
from urllib.parse import quote

from ..index.errors import InputError
from ..index.text import slug
from ..rag.annotate import Annotated, Occurrence
from ..rag.records import Citation
from .markup import clean, plain

__all__ = ["FIELDS", "Link", "as_html", "as_markdown", "link_by", "page_assets", "with_notes"]

#: Where a citation's term leads.
Link = Callable[[Citation], str]
#: What the template of a link may name.
FIELDS = ("anchor", "term", "source", "entry", "n")
_FIELD = re.compile(r"\{([^{}]*)\}")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|$~])")
_BODY_END = re.compile(r"</body\s*>(?!.*</body)", re.IGNORECASE | re.DOTALL)
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Text with its terms</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }}
body {{ font: 1.05rem/1.6 system-ui, sans-serif; }}
h1 {{ font-size: 1rem; font-weight: 400; border-bottom: 1px solid; }}
.glossator-text {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<header><h1>Text with its terms</h1></header>
<main class="glossator-text" dir="auto">{text}</main>
</body>
</html>
"""


def link_by(template: str) -> Link:
    """Make links by a template such as ``glossary.md#{anchor}``.

    Raises:
        InputError: if it names a field that there is not.
    """
    unknown = [name for name in _FIELD.findall(template) if name not in FIELDS]
    if unknown:
        raise InputError(
            f"--link {template}: knows no '{{{unknown[0]}}}'; expected of "
            f"{', '.join(f'{{{name}}}' for name in FIELDS)}"
        )

    def link(citation: Citation) -> str:
        values = {
            "anchor": slug(citation.term),
            "term": citation.term,
            "source": citation.source,
            "entry": citation.entry_id,
            "n": str(citation.n),
        }
        return _FIELD.sub(lambda field: quote(clean(values[field[1]]), safe="/"), template)

    return link


def as_markdown(found: Annotated, link: Link | None = None) -> str:
    """Return the text with its terms as Markdown links.

    Args:
        found: of a text that is Markdown, or plain.
        link: where terms lead; to definitions below the text if ``None``.

    Raises:
        InputError: if the text is HTML.
    """
    if found.format == "html":
        raise InputError("HTML is written as HTML: expected --to html or json")
    by_n = {one.n: one for one in found.citations}

    def mark(one: Occurrence, written: str) -> str:
        target = link(by_n[one.n]) if link else f"#glossator-{one.n}"
        title = " ".join(plain(by_n[one.n].quote).split()).replace("\\", "\\\\")
        return f'[{written}](<{target}> "{html.escape(title)}")'

    text = _marked(found, str, mark)
    if link or not found.citations:
        return text
    notes = (
        f'- <a id="glossator-{one.n}"></a>**{_flat(one.term)}**: {_flat(one.quote)} '
        f"({_flat(one.title)}, line {one.line})\n"
        for one in found.citations
    )
    return f"{text.rstrip()}\n\n---\n\n{''.join(notes)}"


def as_html(found: Annotated, link: Link | None = None) -> str:
    """Return a page with the text, its terms linked to their definitions and described by them.

    An HTML text stays the page or fragment that it is; plain text gets a page of its own.

    Args:
        found: of a text that is HTML, or plain.
        link: where terms lead; to definitions below the text if ``None``.

    Raises:
        InputError: if the text is Markdown.
    """
    if found.format == "markdown":
        raise InputError(
            "Markdown is written as Markdown: expected --to markdown or json, or the page's HTML"
        )
    if found.format == "html":
        return with_notes(found, link) if found.occurrences else found.text
    return with_notes(found, link, lambda body: _PAGE.format(text=body))


def with_notes(
    found: Annotated, link: Link | None = None, page: Callable[[str], str] = lambda body: body
) -> str:
    """Return HTML with its terms marked, and definitions, style and script where its body ends."""
    is_html = found.format == "html"
    wrap = (lambda text: text) if is_html else (lambda text: html.escape(clean(text)))
    by_n = {one.n: one for one in found.citations}

    def mark(one: Occurrence, written: str) -> str:
        target = link(by_n[one.n]) if link else f"#glossator-{one.n}"
        says = " ".join(f"glossator-{n}-says" for n in (one.n, *one.others))
        return (
            f'<a class="glossator-term" href="{html.escape(target)}" '
            f'aria-describedby="{says}">{written}</a>'
        )

    body = page(_marked(found, wrap, mark))
    extra = _notes(found) + page_assets()
    end = _BODY_END.search(body)
    return body[: end.start()] + extra + body[end.start() :] if end else body + extra


def page_assets() -> str:
    """Return the style and the script that show definitions beside their terms."""
    web = files(__package__) / "web"
    style = (web / "annotate.css").read_text(encoding="utf-8")
    script = (web / "annotate.js").read_text(encoding="utf-8")
    return f"<style>\n{style}</style>\n<script>\n{script}</script>\n"


def _marked(
    found: Annotated, wrap: Callable[[str], str], mark: Callable[[Occurrence, str], str]
) -> str:
    """Return the text with something of one's own made of each term."""
    parts = []
    at = 0
    for one in found.occurrences:
        parts += [wrap(found.text[at : one.start]), mark(one, wrap(one.text))]
        at = one.end
    return "".join([*parts, wrap(found.text[at:])])


def _notes(found: Annotated) -> str:
    rows = "".join(
        f'<dt id="glossator-{one.n}" dir="auto">{_shown(one.term)}</dt>\n'
        f'<dd><p id="glossator-{one.n}-says" dir="auto">{_shown(one.quote)}</p>'
        f'<p class="glossator-from">{_shown(one.title)}, line {one.line}</p></dd>\n'
        for one in found.citations
    )
    if not rows:
        return ""
    return (
        f'\n<aside class="glossator-notes" aria-label="Terms in this text">\n<dl>\n{rows}</dl>\n'
        "</aside>\n"
    )


def _shown(text: str) -> str:
    return html.escape(plain(text))


def _flat(text: str) -> str:
    """Escape text for a line of Markdown."""
    return _MARKDOWN.sub(r"\\\1", " ".join(plain(text).split()).replace("&", "&amp;"))
