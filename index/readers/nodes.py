"""JSON and YAML as one tree: scalars as they are written, every key kept, each with its lines.

Numbers and dates stay text ("1.10", "No", "2020-01-02"): what a glossary prints is quoted, not
what a program would make of it. A key that stands twice stands twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["MAX_DEPTH", "Node", "Pair", "Tree", "escaped", "scalars"]

MAX_DEPTH = 60  # of lists and maps in each other; records of glossaries need ten


@dataclass(slots=True)
class Pair:
    """A key with its value, and the line on which the key stands."""

    key: str
    line: int
    value: "Node"


@dataclass(slots=True)
class Node:
    """A value: a scalar has ``text`` (``None`` for null), a list ``items``, a map ``pairs``.

    Attributes:
        line: the first line, from 1.
        last: the last line, included.
    """

    line: int
    last: int
    text: str | None = None
    items: "list[Node] | None" = None
    pairs: list[Pair] | None = None

    @property
    def scalar(self) -> bool:
        """Whether it is neither list nor map."""
        return self.items is None and self.pairs is None

    def get(self, fits: Callable[[str], bool]) -> "Node | None":
        """Return the first value of a map whose key fits."""
        return next((pair.value for pair in self.pairs or () if fits(pair.key)), None)


@dataclass(slots=True)
class Tree:
    """What a file holds.

    Attributes:
        roots: its values: one, or several in a row (JSON lines, YAML documents).
        faults: ``(line, code, message)``.
        fields: keys are always fields and never names, as elements of XML are.
    """

    roots: list[Node] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    fields: bool = False


def scalars(node: Node) -> list[str]:
    """Return the texts of a scalar, or of a list of scalars; blank ones are left out."""
    nodes = [node] if node.items is None else node.items
    return [one.text for one in nodes if one.scalar and one.text and one.text.strip()]


def escaped(key: str) -> str:
    """Return a key as a JSON pointer writes it (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
