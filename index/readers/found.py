"""An entry as a shape found it in a flow, before its text is rendered."""

from dataclasses import dataclass

from .flow import Block

__all__ = ["Found"]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry in a flow.

    Attributes:
        term: as printed; empty where there is none.
        names: other names, as printed.
        body: what the definition is made of.
        line: where the head stands.
        last: where the last text ends.
        ids: what links may call it; the first is its locator.
        inner: what links may call a part of its definition.
        language: a BCP 47 tag, or ``None``.
        references: names that stand in a place of their own ("see also").
        number: as printed.
        status: a word of the source's own.
        flags: see ``Entry``.
        locator: where it stands, where lines don't say it.
        notes: paragraphs beside the definition, as plain text.
        also: further lines that belong to it.
    """

    term: str
    names: tuple[str, ...]
    body: tuple[Block, ...]
    line: int
    last: int
    ids: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    language: str | None = None
    references: tuple[str, ...] = ()
    number: str | None = None
    status: str | None = None
    flags: tuple[str, ...] = ()
    locator: str | None = None
    notes: tuple[str, ...] = ()
    also: tuple[tuple[int, int], ...] = ()
