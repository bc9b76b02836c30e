"""YAML 1.1 (https://yaml.org/spec/1.1) to nodes with lines, from PyYAML's events: nothing is built.

No tag makes an object, for no constructor ever runs. Anchors and aliases are followed, but not
where they would multiply the file, or where one holds itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..errors import MissingPartError
from .nodes import MAX_DEPTH, Node, Pair, Tree

__all__ = ["YamlFault", "parse_yaml"]

_PLAIN_TAGS = "tag:yaml.org,2002:"
_NULLS = {"", "~", "null", "Null", "NULL"}
_TIMES = 10  # aliases may make a file so many times as large


class YamlFault(ValueError):
    """A file is no YAML, or none that is safe; the message says where."""


@dataclass(slots=True)
class _Open:
    node: Node
    anchor: str | None
    weight: int = 1
    merged: list[Pair] = field(default_factory=list)
    key: Node | None = None


@dataclass(slots=True)
class _Builder:
    tree: Tree = field(default_factory=Tree)
    open: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    weight: int = 0  # values with all that aliases repeat
    events: int = 0

    def add(self, node: Node, weight: int) -> None:
        self.weight += weight if not self.open else 0
        if not self.open:
            self.tree.roots.append(node)
            return
        top = self.open[-1]
        top.weight += weight
        if top.weight > _TIMES * self.events + 100_000:
            raise YamlFault(
                f"line {node.line}: aliases make the file more than {_TIMES} times as large, "
                "which only bombs do. Write the values out."
            )
        if top.node.items is not None:
            top.node.items.append(node)
        elif top.key is None:
            top.key = node
        elif top.node.pairs is not None:
            key = top.key
            if key.text == "<<" and not node.scalar:
                for one in node.items or [node]:  # https://yaml.org/type/merge.html
                    top.merged += one.pairs or ()
            else:
                top.node.pairs.append(Pair(_as_key(key), key.line, node))
            top.key = None

    def close(self, event: Any) -> None:
        top = self.open.pop()
        if top.merged and top.node.pairs is not None:
            known = {pair.key for pair in top.node.pairs}
            for pair in top.merged:
                if pair.key not in known:
                    known.add(pair.key)
                    top.node.pairs.append(pair)
        children = [*(top.node.items or ()), *(pair.value for pair in top.node.pairs or ())]
        lines = [child.last for child in children if child.line >= top.node.line]
        flow_end = event.end_mark.line + 1 if event.end_mark.column else event.end_mark.line
        shown = flow_end if event.start_mark.index != event.end_mark.index else top.node.line
        top.node.last = max([top.node.line, shown, *lines])
        if top.anchor:
            self.anchors[top.anchor] = (top.node, top.weight)
        self.add(top.node, top.weight)


def _as_key(node: Node) -> str:
    return node.text or "" if node.scalar else "(a list or map as key)"


def parse_yaml(text: str, *, partial: bool = False) -> Tree:
    """Parse all documents of a YAML file.

    Args:
        text: the decoded file.
        partial: keep what stands before the first fault instead of raising.

    Raises:
        YamlFault: if it is no YAML, or made to fill the memory, and not ``partial``.
        MissingPartError: if PyYAML isn't installed.
    """
    built = _Builder()
    try:
        for event, name in _events(text):
            built.events += 1
            _take(built, event, name)
    except YamlFault:
        if not partial:
            raise
        while built.open:
            top = built.open.pop()
            built.add(top.node, 1)
    return built.tree


def _events(text: str) -> Iterator[tuple[Any, str]]:
    try:
        import yaml
    except ImportError:
        raise MissingPartError(
            'YAML needs pyyaml. Install it: pip install "glossator[formats]"'
        ) from None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            yield event, type(event).__name__
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        reason = getattr(error, "problem", None) or " ".join(str(error).split())
        raise YamlFault(f"{where}{reason}"[:300]) from None
    except RecursionError:
        raise YamlFault("nested too deep, which no glossary is") from None


def _take(built: _Builder, event: Any, name: str) -> None:
    if name == "AliasEvent":
        _alias(built, event)
        return
    if name in ("SequenceEndEvent", "MappingEndEvent"):
        built.close(event)
        return
    if name not in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent"):
        return
    line = event.start_mark.line + 1
    tag = event.tag or "!"
    if tag != "!" and (not tag.startswith(_PLAIN_TAGS) or "python/" in tag):
        built.tree.faults.append((line, "tag-ignored", _tagged(event.tag)))
    if name != "ScalarEvent":
        if len(built.open) >= MAX_DEPTH:
            raise YamlFault(f"line {line}: nested more than {MAX_DEPTH} deep, as no glossary is")
        is_list = name == "SequenceStartEvent"
        node = Node(line, line, items=[]) if is_list else Node(line, line, pairs=[])
        built.open.append(_Open(node, event.anchor))
        return
    top = built.open[-1] if built.open else None
    is_key = top is not None and top.node.pairs is not None and top.key is None
    empty = event.implicit[0] and event.value in _NULLS and not is_key
    end = event.end_mark.line + (1 if event.end_mark.column else 0)
    scalar = Node(line, max(line, end), None if empty else event.value)
    if event.anchor:
        built.anchors[event.anchor] = (scalar, 1)
    built.add(scalar, 1)


def _alias(built: _Builder, event: Any) -> None:
    line = event.start_mark.line + 1
    if event.anchor not in built.anchors:
        raise YamlFault(f"line {line}: the alias '*{event.anchor}' names nothing, or what holds it")
    node, weight = built.anchors[event.anchor]
    built.add(Node(line, line, node.text, node.items, node.pairs), weight)


def _tagged(tag: str) -> str:
    return (
        f"A tag '{tag[:80]}', which would make an object of a program: ignored, the value is read "
        "as text. Delete the tag."
    )
