"""What the linter works on and what it yields."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..reading import Readings
from ..records import Document, Entry, Reading, Remark
from ..references import link
from .catalogue import RULES, Code, Severity

__all__ = ["Finding", "Glossary", "Ground", "Place", "finding", "ground_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a document's path, a line from 1 (0: the file), the term there."""

    path: str
    line: int
    term: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect.

    Attributes:
        code: its kind.
        message: what was found, for a person.
        place: where.
        entry: the id of the entry that has it, or ``None``.
        locator: the entry's.
        related: the other places that it concerns.
    """

    code: Code
    message: str
    place: Place
    entry: str | None = None
    locator: str | None = None
    related: tuple[Place, ...] = ()

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return RULES[self.code].severity

    @property
    def advice(self) -> str:
        """What to do."""
        return RULES[self.code].advice

    @property
    def sentence(self) -> str:
        """What was found and what to do; a reader's remark says both itself."""
        return self.message if self.message.endswith(".") else f"{self.message}. {self.advice}"


@dataclass(frozen=True, slots=True)
class Glossary:
    """The entries of one glossary and one language, in order.

    Attributes:
        entries: they.
        ordered: whether the order means anything: all stand in one file.
        language: the tag that all of them have, or ``None``.
    """

    entries: tuple[Entry, ...]
    ordered: bool
    language: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """All that was read.

    Attributes:
        readings: of the files.
        remarks: on the files and their lines.
        entries: of all files, with their references resolved.
        glossaries: the entries, apart by glossary and language.
        documents: by id.
    """

    readings: tuple[Reading, ...]
    remarks: tuple[Remark, ...]
    entries: tuple[Entry, ...]
    glossaries: tuple[Glossary, ...]
    documents: dict[str, Document] = field(repr=False)

    def place(self, entry: Entry, offset: int | None = None) -> Place:
        """Return where an entry stands, or the text at an offset of it."""
        document = self.documents[entry.document]
        line = entry.line
        if offset is not None and document.runs:
            line = document.line_of(offset)
        return Place(document.path, line, entry.term)


def finding(
    ground: Ground,
    code: Code,
    entry: Entry,
    message: str,
    *others: Entry,
    offset: int | None = None,
) -> Finding:
    """Make a finding on an entry, which concerns others too."""
    place = ground.place(entry, offset)
    related = tuple(ground.place(other) for other in others)
    return Finding(code, message, place, entry.id, entry.locator, related)


def ground_of(found: Readings, *, together: bool = False) -> Ground:
    """Resolve references over all files and tell glossaries apart.

    A file is a glossary; files with one entry each are one with those of their folder.

    Args:
        found: what was read.
        together: whether all files are one glossary.
    """
    documents = {reading.document.id: reading.document for reading in found.readings}
    paths = {name: document.path for name, document in documents.items()}
    entries, _ = link([entry for reading in found.readings for entry in reading.entries], paths)
    remarks = (*found.remarks, *(one for reading in found.readings for one in reading.remarks))
    glossaries = tuple(_glossaries(entries, found.readings, together))
    return Ground(found.readings, tuple(remarks), entries, glossaries, documents)


def _glossaries(
    entries: Sequence[Entry], readings: Sequence[Reading], together: bool
) -> list[Glossary]:
    homes = {}
    for reading in readings:
        path = reading.document.path
        alone = len(reading.entries) == 1
        homes[reading.document.id] = f"{path.rpartition('/')[0]}/" if alone else path
    groups: dict[tuple[str, str | None], list[Entry]] = defaultdict(list)
    for entry in entries:
        tag = entry.language.partition("-")[0].casefold() if entry.language else None
        groups["" if together else homes[entry.document], tag].append(entry)
    return [
        Glossary(tuple(group), len({entry.document for entry in group}) == 1, tag)
        for (_, tag), group in groups.items()
    ]
