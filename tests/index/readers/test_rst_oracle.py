"""docutils as an oracle: a definition's text is what it shows, white space and bullets aside."""

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes, utils
from docutils.core import publish_doctree
from docutils.parsers.rst import roles

from glossator.index.reading import read_bytes

QUIET = {"report_level": 5, "halt_level": 6, "file_insertion_enabled": False}


def shown(
    _name: str, raw: str, text: str, *_rest: Any, **_options: Any
) -> tuple[Sequence[nodes.Node], list[nodes.system_message]]:
    """Show a Sphinx role's text: its title, or the last part behind ``~``."""
    plain = utils.unescape(text)
    titled = re.match(r"(.+?)\s*<[^<>]*>$", plain, re.DOTALL)
    if titled:
        plain = titled[1]
    elif re.match(r"~[\w.]", plain):
        plain = plain[1:].split(".")[-1]
    return [nodes.inline(raw, plain)], []


def text_of(source: str) -> str:
    tree = publish_doctree(source, settings_overrides=QUIET)
    for node in [*tree.findall(nodes.system_message), *tree.findall(nodes.comment)]:
        node.parent.remove(node)
    return str(tree.astext())


def bare(text: str) -> str:
    return re.sub(r"[\s*•-]+", "", text)


def body_below(lines: Sequence[str], at: int) -> str:
    """Return the definition below the term on line ``at``, counted from 0."""

    def indent(line: str) -> int:
        return len(line) - len(line.lstrip())

    base = indent(lines[at])
    first = next(n for n in range(at, len(lines)) if lines[n].strip() and indent(lines[n]) > base)
    end = first
    while end < len(lines) and (not lines[end].strip() or indent(lines[end]) > base):
        end += 1
    return textwrap.dedent("\n".join(lines[first:end]))


def differing(raw: str) -> list[str]:
    for name in set(re.findall(r":([a-z][\w:+-]*):`", raw)):
        roles.register_local_role(name, shown)
    lines = raw.split("\n")
    return [
        entry.term
        for entry in read_bytes(raw.encode(), "pots.rst", "rst").entries
        if bare(text_of(body_below(lines, entry.line - 1))) != bare(entry.definition)
    ]


OWN = """.. glossary::

   urn
     A *hot* **pot** with a ``tap`` (``x ** y``), `as they say`, 2 * 3 * 4, a_b and __c__.
     See `the site
     <https://pots.org>`_, :term:`kettle` and :term:`big
     tubs <vat>`; :func:`~clay.fire.bake`'s way. It is \\*so\\* and so\\
     on, "*quoted*" and (``in brackets``).

     Big urn
       Holds a lot::

          fire(*clay*)

     Small urn
       .. a comment in between

       Holds a *little*.

     * one
     * two_three and four_

     >>> fire(`clay`)
     `ash`

   vat
     | A line of **verse**
     | and another.
"""


def test_our_text_is_what_docutils_shows() -> None:
    assert differing(OWN) == []


@pytest.mark.shared
def test_all_131_definitions_of_the_sample_are_what_docutils_shows(shared: Path) -> None:
    path = shared / "glossaries" / "scikit-learn" / "glossary.rst"
    assert differing(path.read_text(encoding="utf-8")) == []
