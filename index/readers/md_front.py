"""Front matter: the fields above a Markdown file, with where each value stands.

YAML between ``---`` lines (https://jekyllrb.com/docs/front-matter/), TOML between ``+++``
(https://gohugo.io/content-management/front-matter/). YAML is only composed into nodes: tags are
never resolved, aliases never expanded, nothing is made of it but texts.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..errors import MissingPartError
from .roles import Named, named

__all__ = ["Front", "Value", "read_front"]

_FENCE = re.compile(r"\s*^(---|\+\+\+)[ \t]*\n", re.MULTILINE)
_MAX_CHARS = 60_000
_PAIR = re.compile(
    r"(?P<key>[\w$@][\w .$@-]{0,60}?)[ \t]*[:=][ \t]*(?P<value>\S[^\n]*)?$", re.MULTILINE
)
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>\S[^\n]*)$", re.MULTILINE)
_QUOTED = re.compile(r"""(["'])(?P<inner>.*)\1\s*$""", re.DOTALL)
_FLOW = re.compile(
    r"""\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^,\[\]"'\s][^,\[\]]*))\s*,?"""
)


@dataclass(frozen=True, slots=True)
class Value:
    """One text of a field.

    Attributes:
        text: as the format reads it: quotes, folds and escapes resolved.
        start: where it stands in the raw file, quotes and block marks left out.
        end: where it ends.
        plain: whether the raw file holds it as it is, folds and indentation aside.
    """

    text: str
    start: int
    end: int
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Front:
    """The fields above a file.

    Attributes:
        end: where the text behind them starts in the raw file.
        last: the line of their closing mark, from 1.
        fields: values by key as printed; nested keys are left out.
        broken: what is wrong with the YAML, where it had to be read line by line.
    """

    end: int
    last: int
    fields: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    broken: str | None = None

    def of(self, role: str) -> tuple[tuple[str, tuple[Value, ...]], ...]:
        """Return the fields whose key promises a role, the surest first, with their keys."""
        found = [
            (promised.rank, at, key, values)
            for at, (key, values) in enumerate(self.fields.items())
            if values and (promised := _promised(key)).role == role
        ]
        return tuple((key, values) for _, _, key, values in sorted(found, key=lambda one: one[:2]))

    @property
    def described(self) -> dict[str, tuple[Value, ...]]:
        """The fields that hold prose on the entry."""
        return dict(self.of("definition"))


def _promised(key: str) -> Named:
    plain = key.casefold().replace("-", "_")
    if plain in _OWN:
        return Named(_OWN[plain])
    found = named(key)
    return found if found.exact else Named(None)


#: Keys that generators of pages give a meaning of their own.
_OWN = {
    "hovertext": "definition",
    "hover_text": "definition",
    "tooltip": "definition",
    "link": None,
    "full_link": None,
    "url": None,
    "permalink": None,
    "content": None,
    "layout": None,
    "key": "id",
    "lang": "language",
    "locale": "language",
    "related": "references",
    "related_terms": "references",
    "see_also": "references",
}


def read_front(raw: str) -> Front | None:
    """Read the fields above a file, if there are any.

    Raises:
        MissingPartError: if there are, and pyyaml is not installed.
    """
    opened = _FENCE.match(raw)
    if not opened:
        return None
    mark = re.escape(opened[1]) if opened[1] == "+++" else r"(?:---|\.\.\.)"
    closed = re.compile(rf"^{mark}[ \t]*(?:\n|\Z)", re.MULTILINE).search(
        raw, opened.end(), opened.end() + _MAX_CHARS
    )
    if not closed:
        return None
    start, end = opened.end(), closed.start()
    last = raw.count("\n", 0, closed.start()) + 1
    if opened[1] == "+++":
        return Front(closed.end(), last, dict(_lines(raw, start, end)))
    fields, broken = _yaml(raw, start, end)
    if fields is None:
        return None
    return Front(closed.end(), last, fields, broken)


def _yaml(raw: str, start: int, end: int) -> tuple[dict[str, tuple[Value, ...]] | None, str | None]:
    """Compose YAML; where it is broken, read it line by line if most lines are fields."""
    try:
        import yaml
    except ImportError:
        raise MissingPartError(
            "Reading the front matter of Markdown needs the package pyyaml, which is not "
            'installed: pip install "glossator[formats]"'
        ) from None
    text = raw[start:end]
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        found = dict(_lines(raw, start, end))
        lines = [line for line in text.split("\n") if line.strip()]
        fits = sum(1 for line in lines if line[0] in " \t-#" or _PAIR.match(line))
        if not found or fits < 0.8 * len(lines):
            return None, None
        mark = getattr(error, "problem_mark", None)
        where = f" in line {raw.count(chr(10), 0, start) + mark.line + 1}" if mark else ""
        return found, f"{getattr(error, 'problem', None) or 'nested too deeply'}{where}"
    if not isinstance(node, yaml.MappingNode):
        return ({}, None) if node is None else (None, None)
    fields: dict[str, tuple[Value, ...]] = {}
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value not in fields:
            fields[key.value] = tuple(_values(raw, start, value, yaml))
    return fields, None


def _values(raw: str, offset: int, node: Any, yaml: Any) -> Iterator[Value]:
    """Yield the texts of a node: its own, or those of a list."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value[:1000]:
            if isinstance(item, yaml.ScalarNode):
                yield from _values(raw, offset, item, yaml)
        return
    if not isinstance(node, yaml.ScalarNode):
        return
    start, end = node.start_mark.index + offset, node.end_mark.index + offset
    text = str(node.value)
    if node.style in ("|", ">"):
        start = min(raw.find("\n", start) + 1, end) if raw.find("\n", start) >= 0 else end
    elif node.style in ('"', "'"):
        start, end = start + 1, end - 1
    elif node.tag == "tag:yaml.org,2002:null":
        return
    escaped = (node.style == '"' and "\\" in raw[start:end]) or (
        node.style == "'" and "''" in raw[start:end]
    )
    inner = raw[start:end]
    start += len(inner) - len(inner.lstrip())
    text = html.unescape(text).strip()
    if text:
        yield Value(text, start, start + len(inner.strip()), not escaped)


def _lines(raw: str, start: int, end: int) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Read fields line by line: ``key: value``, ``key = "value"``, lists in brackets or below."""
    seen: set[str] = set()
    pairs = [
        match
        for match in _PAIR.finditer(raw, start, end)
        if raw[match.start() - 1] == "\n" or match.start() == start
    ]
    for at, match in enumerate(pairs):
        if match["key"] in seen:
            continue
        seen.add(match["key"])
        behind = pairs[at + 1].start() if at + 1 < len(pairs) else end
        if match["value"] is None:
            items = _ITEM.finditer(raw, match.end(), behind)
            yield match["key"], tuple(_unquoted(raw, *item.span("value")) for item in items)
        elif match["value"].startswith("["):
            yield match["key"], tuple(_listed(raw, match.start("value") + 1, match.end("value")))
        else:
            yield match["key"], (_unquoted(raw, *match.span("value")),)


def _listed(raw: str, start: int, end: int) -> Iterator[Value]:
    at = start
    while item := _FLOW.match(raw, at, end):
        group = str(item.lastgroup)
        if item[group].strip():
            yield Value(item[group].strip(), *item.span(group))
        at = item.end()


def _unquoted(raw: str, start: int, end: int) -> Value:
    quoted = _QUOTED.match(raw, start, end)
    if quoted:
        start, end = quoted.span("inner")
    text = html.unescape(raw[start:end].strip())
    return Value(text, start, end, "\\" not in raw[start:end])
