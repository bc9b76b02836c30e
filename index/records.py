"""The records that the indexing steps pass on: documents, entries, concepts, chunks.

All offsets are code points in ``Document.text`` and half open, so that
``document.text[span.start:span.end]`` is the text a span names.
"""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Chunk",
    "Concept",
    "Document",
    "Entry",
    "LineRange",
    "LineUse",
    "Reading",
    "Remark",
    "Section",
    "Span",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range ``[start, end)`` of code points in one document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a definition under a run-in head, such as ``**Encoder**: …``.

    Attributes:
        head: the run-in head, without markup or colon.
        start: where the section's text starts, behind the head.
        end: where it ends.
    """

    head: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One source file, as read.

    Attributes:
        id: stable over rebuilds; made from ``path``.
        title: the document's own title; the file name where it has none.
        path: the path below the argument that was given: a file name, or ``folder/file``.
        sha256: of the raw bytes, in hex.
        text: the text that quotes are slices of. For text formats it is the decoded file
            without markup characters, and with a blank put back where glued markup swallowed
            one.
        runs: the map back to the decoded file, for text formats: ``(text_start, raw_start,
            length)`` for each run of characters copied unchanged, ascending and not overlapping
            in both.
            Characters of ``text`` outside every run were put in by the reader: blanks, or the
            character that a reference in the file names (``&mdash;``).
            Empty for formats whose text is a rendering (JSON): their entries carry a locator.
        line_starts: ``line_starts[i]`` is the offset in ``text`` at which line ``i + 1`` of the
            file begins (not falling; a line without text of its own starts where the next does).
    """

    id: str
    title: str
    path: str
    sha256: str
    text: str
    runs: tuple[tuple[int, int, int], ...] = ()
    line_starts: tuple[int, ...] = (0,)

    def line_of(self, offset: int) -> int:
        """Return the line of the file, counted from 1, on which a text offset stands."""
        return max(1, bisect_right(self.line_starts, offset))


@dataclass(frozen=True, slots=True)
class Entry:
    """One glossary item: a term and its definition in one document.

    Attributes:
        id: ``"<document id>#<slug of the term>"``, with ``-2``, ``-3`` … where the slug repeats;
            stable over rebuilds.
        document: the id of its document.
        number: as printed (``"17"``), or ``None``.
        term: the headword as printed, without numbering, markup, and a parenthesis that only
            holds other names.
        heading: the whole headword as printed, parentheses included.
        aliases: other names that the document itself gives, in order of appearance.
        said: those of the aliases that prose states ("also known as …", "another term for …").
        definition: ``document.text[start:end]``.
        start: where the definition starts.
        end: where it ends.
        line: the line of the file, from 1, on which the definition's head stands.
        locator: a cell, pointer or IRI in formats that have no lines; else ``None``.
        sections: parts of the definition under run-in heads.
        more: spans outside ``[start, end)`` that belong to the entry too: a paragraph shared by
            the entries of a joint heading, or a closing paragraph that stands after a child.
        mnemonic: where the document's memory aid for the term stands, or ``None``.
        references: names that the definition marks as references (bold, links), as printed,
            inflected forms included, without repeats.
        see_also: ids of the entries that references resolve to.
        dangling: references that resolve to no entry.
        status: ``"preferred"``, ``"deprecated"`` or another word of the format's own; or ``None``.
        language: a BCP 47 tag, or ``None`` where the source doesn't say.
        flags: ``truncated``, ``redirect``, ``no-definition``, ``list-missing`` …; ``identified``
            where an id of the source's tells it from the other entries; sorted.
    """

    id: str
    document: str
    number: str | None
    term: str
    heading: str
    aliases: tuple[str, ...]
    said: tuple[str, ...]
    definition: str
    start: int
    end: int
    line: int
    locator: str | None = None
    sections: tuple[Section, ...] = ()
    more: tuple[Span, ...] = ()
    mnemonic: Span | None = None
    references: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    dangling: tuple[str, ...] = ()
    status: str | None = None
    language: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The term, then its aliases."""
        return (self.term, *self.aliases)


@dataclass(frozen=True, slots=True)
class Concept:
    """The entries, across documents, that define one thing.

    Attributes:
        id: the id of its first entry: stable while that entry stands.
        name: the name most of its entries use for it.
        names: every term and alias of its entries, without repeats (after folding).
        entries: ids, in order of documents and position.
        rules: why each entry is in, where there are several: ``(entry id, rule)``.
    """

    id: str
    name: str
    names: tuple[str, ...]
    entries: tuple[str, ...]
    rules: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is embedded: one or a few whole sentences of one entry.

    Attributes:
        entry: the entry's id.
        start: where its text starts in the document.
        end: where it ends.
        text: the text to embed: the slice headed by the entry's term, white space single.
    """

    entry: str
    start: int
    end: int
    text: str


class LineUse(StrEnum):
    """What became of a line of a source file."""

    ENTRY = "entry"
    PAGE = "page"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class LineRange:
    """A run of lines of one file that share one use.

    Attributes:
        first: first line, from 1.
        last: last line, included.
        use: entry text, page text that is no entry, or reported.
        rule: for page text the rule that says so (``"table-header"``); for reported lines the
            remark's code; for entries the entry's id.
    """

    first: int
    last: int
    use: LineUse
    rule: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a source file that its owner should know.

    Attributes:
        path: the document's path.
        line: from 1; 0 where no line can be named.
        code: a stable word: ``no-definition``, ``truncated``, ``list-missing``, ``unread`` …
        message: what was found, what was expected, what to do.
    """

    path: str
    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one file.

    Attributes:
        document: the file's text.
        entries: in the order of the text; references not yet resolved.
        lines: what became of each line; together they cover every line that is not blank.
        remarks: for the report.
        format: the reader's name.
        why: the reason the reader was chosen, for a person.
        keys: ids that its entries have in the source, each with the entry's term, for
            references from other files.
    """

    document: Document
    entries: tuple[Entry, ...]
    lines: tuple[LineRange, ...]
    remarks: tuple[Remark, ...]
    format: str
    why: str
    keys: tuple[tuple[str, str], ...] = ()
