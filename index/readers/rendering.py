"""The text of formats that have no running text of their own: a block for each entry.

A block is the term's line, the definition, a blank line. Where text comes from HTML, XML,
JSON, YAML, a workbook or a word processor's file, quotes are slices of this rendering, and
each entry's locator says where it stands in the source.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..records import LineRange, LineUse, Remark, Span
from ..text import StrippedText
from .base import Draft, DraftEntry, page
from .heads import Head, head_of_value

__all__ = ["Rendering", "plain", "shown", "single"]

_ODD = re.compile("[\0\ud800-\udfff]")


class Rendering:
    """The text as it grows, and what was found so far.

    Args:
        path: the source's path, for remarks.
        content: for a binary file its content as lines; see :class:`Draft`.
    """

    def __init__(self, path: str, content: str | None = None) -> None:
        self.path = path
        self._content = content
        self._pieces: list[str] = []
        self._length = 0
        self._entries: list[DraftEntry] = []
        self._starts: list[int] = []  # where each entry's block begins
        self._keys: dict[str, str] = {}  # id: term
        self._pages: list[LineRange] = []
        self._remarks: list[Remark] = []

    def __len__(self) -> int:
        """The number of entries so far."""
        return len(self._entries)

    def add(
        self,
        term: str,
        definition: str,
        *,
        line: int,
        last: int | None = None,
        also: Iterable[tuple[int, int]] = (),
        locator: str | None = None,
        aliases: Iterable[str] = (),
        references: Iterable[str] = (),
        status: str | None = None,
        language: str | None = None,
        flags: Iterable[str] = (),
        heading: str | None = None,
        number: str | None = None,
        key: str | None = None,
        notes: Iterable[str] = (),
    ) -> None:
        """Add an entry; one without term or definition is reported when the draft is finished.

        Args:
            term: the name; where no ``heading`` is given, other names in a parenthesis, behind
                a dash or "also" become aliases (``head_of_value``).
            definition: plain text, without markup; line ends stay.
            line: the line of the source, from 1, on which the entry begins.
            last: the last line, included; ``line`` if absent.
            also: further ranges of lines that belong to the entry.
            locator: a cell, XPath, pointer or IRI.
            aliases: other names; repeats and the term itself are left out.
            references: names, or keys of other entries of this file, whose terms are put instead.
            status: a word of the format's own.
            language: a BCP 47 tag.
            flags: see ``Entry``.
            heading: the whole head as printed; the term is then taken as it stands.
            number: as printed.
            key: the entry's id in the source, for references.
            notes: paragraphs beside the definition, such as a scope note; each becomes a span of
                ``Entry.more``.
        """
        term, definition = single(term), plain(definition).strip()
        printed = single(heading) if heading is not None else None
        head = head_of_value(term) if printed is None else Head(printed or term, term)
        start = self._length + len(term) + 1
        self._starts.append(self._length)
        self._pieces.append(f"{term}\n{definition}\n\n")
        self._length = start + len(definition) + 2
        more = tuple(self._note(note) for one in notes if (note := plain(one).strip()))
        if key:
            self._keys.setdefault(key, head.term)
        self._entries.append(
            DraftEntry(
                head=head,
                start=start,
                end=start + len(definition),
                first=line,
                last=max(line, last or line),
                number=number,
                aliases=tuple(name for one in aliases if (name := single(one))),
                locator=locator,
                references=tuple(name for one in references if (name := single(one))),
                status=status or None,
                language=language or None,
                flags=tuple(flags),
                also=tuple(also),
                more=more,
            )
        )

    def _note(self, note: str) -> Span:
        span = Span(self._length, self._length + len(note))
        self._pieces.append(f"{note}\n\n")
        self._length = span.end + 2
        return span

    def name(self, key: str, term: str) -> None:
        """Say what a key is called that no entry of this file has, for references to it."""
        self._keys.setdefault(key, single(term))

    def page(self, first: int, last: int, rule: str) -> None:
        """Claim lines (from 1, both included) as page text by a named rule."""
        self._pages.append(page(first, last, rule))

    def report(self, line: int, code: str, message: str, last: int | None = None) -> None:
        """Report lines that can't be read: what was found, what was expected, what to do."""
        self._pages.append(LineRange(line, max(line, last or line), LineUse.REPORT, code))
        self.remark(line, code, message)

    def remark(self, line: int, code: str, message: str) -> None:
        """Say something of the file that claims no line; line 0 for the whole file."""
        self._remarks.append(Remark(self.path, line, code, plain(message)))

    def draft(self, title: str | None = None) -> Draft:
        """Return all that was found."""
        text = "".join(self._pieces)
        return Draft(
            StrippedText(text, (), self._line_starts()),
            tuple(self._named()),
            tuple(self._pages),
            tuple(self._remarks),
            single(title) or None if title else None,
            self._content,
            tuple(self._keys.items()),
        )

    def _named(self) -> Iterator[DraftEntry]:
        for entry in self._entries:
            if any(one in self._keys for one in entry.references):
                terms = (self._keys.get(one, one) for one in entry.references)
                yield replace(entry, references=tuple(dict.fromkeys(terms)))
            else:
                yield entry

    def _line_starts(self) -> tuple[int, ...]:
        """Return where each line begins; one without text of its own begins where the next does.

        A line's text is the block of the entry that begins on it; blocks out of order begin at
        the least of those that follow, so that starts never fall.
        """
        first: dict[int, int] = {}
        for entry, start in zip(self._entries, self._starts, strict=True):
            first.setdefault(entry.first, start)
        starts = [self._length] * max(first, default=1)
        least = self._length
        for line in range(len(starts), 0, -1):
            least = min(least, first.get(line, least))
            starts[line - 1] = least
        if starts:
            starts[0] = 0
        return tuple(starts)


def plain(text: str) -> str:
    r"""Return text with ``\n`` line ends, and U+FFFD for NUL and half surrogate pairs."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ODD.sub("\ufffd", text)


def single(text: str) -> str:
    """Return text on one line, white space single."""
    return " ".join(plain(text).split())


def shown(names: Sequence[str], most: int = 10) -> str:
    """Return names in quotes for a remark, the rest counted."""
    listed = ", ".join(f"'{single(name)[:60]}'" for name in names[:most])
    return listed + (f" and {len(names) - most} more" if len(names) > most else "")
