"""YAML: lists or maps of records, definitions by name, several languages.

YAML 1.1 (https://yaml.org/spec/1.1) as PyYAML parses it; entries carry a pointer as JSON's do
(RFC 6901). "No" and "1.10" stay what they are written as.
"""

import re

from ..errors import InputError, MissingPartError
from ..text import Source
from .base import Draft, Sniff
from .nodes import Tree
from .record_reader import draft_of, sniff_tree
from .yaml_nodes import YamlFault, parse_yaml

__all__ = ["COLUMNS", "NAME", "read", "sniff"]

NAME = "yaml_records"
COLUMNS = True  # heeds Options.columns

_LINE = re.compile(
    r"[ \t]*(?:#.*|---.*|\.\.\.|- .*|-|"
    r"(?:- )*(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s:#{\[][^:\n]*):(?:[ ].*)?)$"
)
_SAMPLE_LINES = 400
_MARKDOWN = (".md", ".markdown", ".mdx", ".mkd")


def sniff(source: Source) -> Sniff:
    """Look at the lines' shape first; parse the first of them if they look like YAML."""
    if source.text.lstrip()[:1] in ("", "{", "[", "<", "%", "|"):
        return Sniff(0.0, "doesn't start like YAML")
    lines = source.text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES]
    top = [line for line in lines if line.strip() and not line[0].isspace()]
    fits = sum(bool(_LINE.match(line)) for line in top)
    if not top or fits < 0.9 * len(top):
        return Sniff(0.0, "lines are not those of YAML")
    try:
        tree = parse_yaml(_whole_items(lines), partial=True)
    except MissingPartError:
        if any(line[0].isspace() or line.startswith("- ") for line in lines if line.strip()):
            raise
        return Sniff(0.0, "plain text of the form 'term: definition'")
    if any(root.scalar for root in tree.roots):
        return Sniff(0.0, "front matter above text" if len(tree.roots) > 1 else "plain text")
    sniffed = sniff_tree(tree, "YAML", source)
    name = source.path.lower().removesuffix(".gz")
    if name.endswith(_MARKDOWN):
        return Sniff(min(0.3, sniffed.score), sniffed.why)
    if name.endswith((".yml", ".yaml")):
        return Sniff(max(sniffed.score, 0.93 if sniffed.score > 0.3 else 0), sniffed.why)
    return Sniff(min(0.94, sniffed.score) if _nested(tree) else 0.3 * sniffed.score, sniffed.why)


def _whole_items(lines: list[str]) -> str:
    """Return the first lines up to the last that begins an item: the rest may be cut off."""
    last = max((at for at, line in enumerate(lines) if line and not line[0].isspace()), default=0)
    complete = len(lines) < _SAMPLE_LINES or last == 0
    return "\n".join(lines if complete else lines[:last]) + "\n"


def _nested(tree: Tree) -> bool:
    """Tell YAML from plain text of the form ``term: definition``, which is YAML by chance."""
    return any(
        not child.scalar
        for root in tree.roots
        for child in (*(root.items or ()), *(pair.value for pair in root.pairs or ()))
    )


def read(source: Source) -> Draft:
    """Read the whole file; one that is no YAML, or a bomb, is refused, with the place."""
    try:
        tree = parse_yaml(source.text)
    except YamlFault as fault:
        raise InputError(f"{source.path}: is no YAML: {fault}. Mend the file there.") from None
    return draft_of(tree, source)
