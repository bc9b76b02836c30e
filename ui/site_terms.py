"""An MkDocs hook that links a site's terms to its glossary.

A file named under ``hooks:`` in ``mkdocs.yml`` holds four lines:

    from glossator.ui.site_terms import SiteTerms

    terms = SiteTerms(["docs/glossary.md"], page="glossary.md")
    on_config, on_page_content, on_page_context = terms.hooks
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape, unescape
from pathlib import Path
from typing import Any

from ..index.names import squash
from ..index.text import slug
from ..rag.annotate import Which
from ..rag.glossator import Glossator
from ..rag.records import Citation
from .annotated import with_notes

__all__ = ["SiteTerms"]

_NAMED = re.compile(r"<dt>(.*?)</dt>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class SiteTerms:
    """Marks the terms of each page: hover for the definition, follow for the glossary's page.

    A page whose front matter says ``glossator: false`` is left as it is.

    Args:
        glossary: files or folders with glossaries, or one index directory; relative to
            ``mkdocs.yml``.
        page: the site's page to which terms lead, such as ``glossary.md``; without it, or where
            that page has no such term, they lead to definitions at the end of their own page.
        which: the ``"first"`` mention of each concept on a page, or ``"all"``.
    """

    def __init__(
        self, glossary: Sequence[str | Path], page: str | None = None, which: Which = "first"
    ) -> None:
        self._paths = [Path(path) for path in glossary]
        self._page = page
        self._which = which
        self._opened: Glossator | None = None
        self._address = ""
        self._anchors: dict[str, str] = {}

    @property
    def hooks(self) -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
        """What MkDocs calls: ``on_config``, ``on_page_content`` and ``on_page_context``."""
        return self.on_config, self.on_page_content, self.on_page_context

    def on_config(self, config: Any) -> None:
        """Read the glossaries, anew for each build."""
        if self._opened is not None:
            self._opened.close()
        home = Path(config.config_file_path or ".").resolve().parent
        paths = [home / path for path in self._paths]
        if len(paths) == 1 and (paths[0] / "CURRENT").is_file():
            self._opened = Glossator.open(paths[0])
        else:
            self._opened = Glossator.build(paths)
        self._address, self._anchors = "", {}

    def on_page_content(self, html: str, page: Any, **_: Any) -> str:
        """Learn where the terms stand on the glossary's page; name those that have no anchor."""
        if page.file.src_uri != self._page:
            return html
        self._address = page.url
        for title, anchor in _headings(page.toc):
            for name in (title, title.partition(" (")[0]):
                self._anchors.setdefault(squash(name), anchor)

        def named(match: re.Match[str]) -> str:
            term = unescape(_TAG.sub("", match[1])).strip()
            anchor = f"term-{slug(term)}"
            if self._anchors.setdefault(squash(term), anchor) != anchor:
                return match[0]
            return f'<dt id="{escape(anchor)}">{match[1]}</dt>'

        return _NAMED.sub(named, html)

    def on_page_context(self, context: dict[str, Any], page: Any, **_: Any) -> dict[str, Any]:
        """Mark a page's terms, once the glossary's page is known."""
        wanted = page.file.src_uri != self._page and page.meta.get("glossator") is not False
        if self._opened is None or not wanted or not page.content:
            return context
        found = self._opened.annotate(page.content, format="html", which=self._which)
        if found.occurrences:
            page.content = with_notes(found, lambda citation: self._target(citation, page.url))
        return context

    def _target(self, citation: Citation, url: str) -> str:
        anchor = self._anchors.get(squash(citation.term))
        if anchor is None:
            return f"#glossator-{citation.n}"
        return f"{_relative(self._address, url)}#{anchor}"


def _headings(toc: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for item in toc:
        yield unescape(item.title), item.id
        yield from _headings(item.children)


def _relative(target: str, url: str) -> str:
    """Return the address of one page as another one links to it."""
    here = url if url.endswith("/") else posixpath.dirname(url)
    path = posixpath.relpath(target or ".", here or ".")
    return f"{path}/" if target.endswith("/") or target in ("", ".") else path
