"""The parts of the page that are fetched by themselves: the welcome, an entry, names, the map.

Each takes the fields of the page's own address, as sent, and returns JSON values; what they can't
mean is read as if it weren't there.
"""

import re
from collections.abc import Mapping
from typing import Any

from ..index.records import Span
from ..rag.glossator import Glossator
from .browse import MAX_FILTER_CHARS, Listing, Wanted, listed
from .examples import examples
from .map import Maps
from .markup import plain
from .page import welcome
from .panel import entry_page, no_entry

__all__ = ["Views"]

_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class Views:
    """Renders parts of the page for one glossary; threads may share it."""

    def __init__(self, glossary: Glossator) -> None:
        self._glossary = glossary
        self._listing = Listing(glossary.index.lexicon)
        self._maps = Maps(glossary.index)

    def hello(self, fields: Mapping[str, str]) -> dict[str, Any]:
        """Return what a first visit sees, with questions that this glossary answers."""
        documents = self._glossary.index.lexicon.documents()
        return {"html": welcome(documents, examples(self._glossary)), "title": ""}

    def entry(self, fields: Mapping[str, str]) -> dict[str, Any]:
        """Return an entry: ``entry`` its id, ``at`` what to mark, ``q`` the question."""
        entry_id = fields.get("entry", "")
        found = _PLACE.fullmatch(fields.get("at", ""))
        quoted = Span(int(found[1]), int(found[2])) if found else None
        made = entry_page(self._glossary, entry_id, quoted, fields.get("q", ""))
        made = made or no_entry(entry_id)
        return {"html": made.html, "title": made.title}

    def browse(self, fields: Mapping[str, str]) -> dict[str, Any]:
        """Return names: ``in`` a glossary, ``find`` a filter, ``letter`` and ``from`` a page."""
        start = fields.get("from", "")
        wanted = Wanted(
            self._document(fields),
            fields.get("find", "")[:MAX_FILTER_CHARS],
            fields.get("letter", ""),
            int(start) if _NUMBER.fullmatch(start) else 0,
        )
        made, said = listed(self._listing, wanted, self._titles())
        return {"html": made, "said": said, "title": "Browse"}

    def map(self, fields: Mapping[str, str]) -> dict[str, Any]:
        """Return the map: ``in`` a glossary."""
        document = self._document(fields)
        titles = self._titles()
        title = f"Map of {plain(titles[document])}" if document else "Map"
        return {"html": self._maps.svg(document, titles), "title": title}

    def _titles(self) -> dict[str, str]:
        return {one.id: one.title for one in self._glossary.index.lexicon.documents()}

    def _document(self, fields: Mapping[str, str]) -> str:
        document = fields.get("in", "")
        return document if document in self._titles() else ""
