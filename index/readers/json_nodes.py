"""JSON (RFC 8259) to nodes with lines: strings by the standard library, nesting by a loop.

The standard library's parser doesn't say where a value stands, and recurses: it is used where a
record is one line (JSON lines). Comments and commas before a closing bracket, as JSON5 and
editors allow, are read over.
"""

import json
import json.decoder
import re
from collections.abc import Callable
from dataclasses import dataclass

from .nodes import MAX_DEPTH, Node, Pair, Tree

__all__ = ["JsonFault", "parse_json"]

_GAP = re.compile(r"(?:[ \t\r\n\ufeff]+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)*")
_BARE = re.compile(r"-?(?:\d[\d.eE+\-]*|Infinity|NaN)|true|false|null|NaN")
_string: Callable[[str, int, bool], tuple[str, int]] = vars(json.decoder)["scanstring"]
_CLOSING = {"{": "}", "[": "]"}


def _decoder(line: int) -> json.JSONDecoder:
    """Return a parser to nodes that all stand on one line, numbers as they are written."""

    def node(value: object) -> Node:
        if isinstance(value, Node):
            return value
        if isinstance(value, list):
            return Node(line, line, items=[node(one) for one in value])
        if isinstance(value, bool):
            return Node(line, line, "true" if value else "false")
        return Node(line, line, None if value is None else str(value))

    def pairs(found: list[tuple[str, object]]) -> Node:
        return Node(line, line, pairs=[Pair(key, line, node(value)) for key, value in found])

    return json.JSONDecoder(
        object_pairs_hook=pairs, parse_int=str, parse_float=str, parse_constant=str, strict=False
    )


class JsonFault(ValueError):
    """A file is no JSON; ``line`` and ``column`` say where it stops being any."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(f"line {line}, column {column}: {reason}")
        self.line = line


@dataclass(slots=True)
class _Open:
    """A list or map that is not closed yet."""

    node: Node
    bracket: str
    key: str | None = None
    key_line: int = 0


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.seen = 0  # line ends are counted up to here
        self.roots: list[Node] = []
        self.open: list[_Open] = []

    def here(self) -> int:
        self.line += self.text.count("\n", self.seen, self.at)
        self.seen = max(self.seen, self.at)
        return self.line

    def gap(self) -> str:
        """Skip to the next character that counts, and return it; empty at the end."""
        found = _GAP.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def fault(self, reason: str) -> JsonFault:
        line = self.here()
        return JsonFault(line, self.at - self.text.rfind("\n", 0, self.at), reason)

    def string(self) -> str:
        start = self.at
        try:
            value, self.at = _string(self.text, start + 1, False)
        except ValueError as error:
            raise self.fault(str(error).split(":")[0]) from None
        return value

    def run(self) -> None:
        while char := self.gap():
            if char == "{" and not self.open and self.whole_line():
                continue
            if self.open and self.open[-1].bracket == "{" and self.open[-1].key is None:
                self.key(char)
            elif self.open and char in "]}":
                self.close(char)
            else:
                self.value(char)
        if self.open:
            raise self.fault(f"the file ends before '{_CLOSING[self.open[-1].bracket]}'")

    def whole_line(self) -> bool:
        """Read a record that ends with its line by the standard library, which is much faster."""
        end = self.text.find("\n", self.at)
        written = self.text[self.at : end if end >= 0 else len(self.text)]
        if written.count("{") + written.count("[") > MAX_DEPTH:
            return False
        line = self.here()
        try:
            found = _decoder(line).decode(written)
        except (ValueError, RecursionError):
            return False  # it goes on behind the line, or isn't plain JSON
        self.roots.append(found)
        self.at += len(written)
        return True

    def key(self, char: str) -> None:
        if char == "}":
            self.close(char)
            return
        if char != '"':
            raise self.fault(f"expected a key in quote marks, found {char!r}")
        top = self.open[-1]
        line, key = self.here(), self.string()
        if self.gap() != ":":
            raise self.fault("expected ':' behind a key")
        self.at += 1
        top.key, top.key_line = key, line

    def value(self, char: str) -> None:
        line = self.here()
        if char in "{[":
            if len(self.open) >= MAX_DEPTH:
                raise self.fault(f"nested more than {MAX_DEPTH} deep, which no glossary is")
            node = Node(line, line, items=[]) if char == "[" else Node(line, line, pairs=[])
            self.add(node)
            self.open.append(_Open(node, char))
            self.at += 1
            return
        if char == '"':
            text: str | None = self.string()
        else:
            bare = _BARE.match(self.text, self.at)
            if not bare:
                raise self.fault(f"expected a value, found {char!r}")
            self.at = bare.end()
            text = None if bare[0] == "null" else bare[0]
        self.add(Node(line, self.here(), text))
        self.behind()

    def add(self, node: Node) -> None:
        if not self.open:
            self.roots.append(node)
            return
        top = self.open[-1]
        if top.node.pairs is not None:
            top.node.pairs.append(Pair(top.key or "", top.key_line, node))
            top.key = None
        elif top.node.items is not None:
            top.node.items.append(node)

    def close(self, char: str) -> None:
        top = self.open.pop()
        if _CLOSING[top.bracket] != char:
            raise self.fault(f"expected '{_CLOSING[top.bracket]}', found '{char}'")
        self.at += 1
        top.node.last = self.here()
        self.behind()

    def behind(self) -> None:
        """Step over the comma behind a value; without one the list or map must end."""
        if not self.open:
            return
        char = self.gap()
        if char == ",":
            self.at += 1
        elif char not in ("]", "}", ""):
            raise self.fault(f"expected ',' or '{_CLOSING[self.open[-1].bracket]}', found {char!r}")


def parse_json(text: str, *, partial: bool = False) -> Tree:
    """Parse one JSON value, or several in a row (JSON lines).

    Args:
        text: the decoded file.
        partial: keep what stands before the first fault instead of raising, as for a file's
            first lines.

    Raises:
        JsonFault: if it is no JSON, and not ``partial``.
    """
    parser = _Parser(text)
    try:
        parser.run()
    except JsonFault:
        if not partial:
            raise
        for opened in parser.open:
            opened.node.last = parser.line
    return Tree(parser.roots)
