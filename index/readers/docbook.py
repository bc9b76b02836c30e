"""Glossaries in DocBook (https://docbook.org/schemas/docbook/) and DITA's glossary topics.

An entry is a ``glossentry``: in DocBook ``glossterm``, ``acronym``, ``abbrev``, and one or more
``glossdef``; in DITA (https://docs.oasis-open.org/dita/) ``glossterm``, ``glossdef`` and the other
forms in ``glossBody``. An entry that only says ``glosssee`` gives its name to the one it refers
to. A document's text is a rendering, and the id is the locator. A document without any such entry
is read as a web page is: lists of pairs (``variablelist``, ``dl``), tables, marked terms.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ..text import Source
from .base import Draft, Sniff
from .docbook_text import as_html, shown_name, target_of
from .flow import Block, paragraphs
from .found import Found
from .html_flow import flow_of
from .rendered import render
from .rendering import Rendering
from .shapes import Shape, find_entries
from .tree import Node, parse_xml

__all__ = ["NAME", "read", "sniff"]

NAME = "docbook"

_ENTRY = re.compile(r"<(?:\w+:)?glossentry[\s/>]")
_XML = re.compile(r"\s*<(?!!doctype\s+html|html)[?!a-zA-Z]", re.IGNORECASE)
_BOOK = re.compile(r"http://docbook\.org/ns/docbook|//DTD DocBook|//DTD DITA ", re.IGNORECASE)
_LISTS = re.compile(r"<(?:\w+:)?(?:dlentry|varlistentry|li|listitem|row|strow)[\s/>]")
_OTHER_NAMES = {
    *("acronym", "abbrev", "glossAcronym", "glossAbbreviation", "glossShortForm", "glossSynonym"),
    *("glossSurfaceForm",),
}
_NOTES = {"glossUsage", "glossScopeNote"}


def sniff(source: Source) -> Sniff:
    """Look for an entry's element in XML."""
    text = source.text
    if not _XML.match(text):
        return Sniff(0.0, "no XML")
    if _ENTRY.search(text):
        return Sniff(0.99, "XML with 'glossentry' elements")
    if _BOOK.search(text[:2000]):
        score = 0.5 if _LISTS.search(text) else 0.3
        return Sniff(score, "XML that says it is DocBook or DITA, without 'glossentry' elements")
    return Sniff(0.0, "XML without 'glossentry' elements")


def read(source: Source) -> Draft:
    """Read the entries; see the module's first lines."""
    root = parse_xml(source.text, source.path)
    made = Rendering(source.path)
    nodes = [node for node in root.walk() if node.tag == "glossentry"]
    if not nodes:
        return _as_page(root, made, source)
    names = {name: shown_name(node) for node in nodes for name in _ids(node)}
    languages = _languages(root)
    entries: list[Found] = []
    redirects: list[tuple[Node, str]] = []
    for node in nodes:
        if node.get("revisionflag") == "deleted":
            made.remark(
                node.line, "deleted", f"'{shown_name(node)}' is marked as deleted; left out."
            )
            continue
        entry = _entry(node, names, languages.get(id(node)))
        see = next((one for one in node.elements if one.tag == "glosssee"), None)
        if not entry.body and see is not None and entry.term:
            redirects.append((node, names.get(target_of(see), "") or " ".join(see.text.split())))
        else:
            entries += _by_language(entry, node)
    entries = _with_redirects(entries, redirects, made)
    entries.sort(key=lambda one: one.line)
    count = len({(one.line, one.ids) for one in entries})
    note = ("shape", f"{count} 'glossentry' elements were read.")
    render(made, Shape(tuple(entries), (note,)), _marks(root), source.text)
    return made.draft(_title(root))


def _as_page(root: Node, made: Rendering, source: Source) -> Draft:
    """Read a document without such elements as a page is: its lists, tables, marked terms."""
    flow = flow_of(as_html(root, {}))
    shape = find_entries(flow.blocks, source.options.columns)
    render(made, shape, [(1, "page-head"), *flow.marks], source.text)
    return made.draft(_title(root))


def _ids(node: Node) -> Iterator[str]:
    """Yield what an entry may be called: its id, and those of its terms."""
    for one in (node, *(child for child in node.elements if child.tag == "glossterm")):
        if one.get("id"):
            yield one.get("id")
    if node.get("keys"):
        yield from node.get("keys").split()


def _entry(node: Node, names: dict[str, str], language: str | None) -> Found:
    definitions = [one for one in node.elements if one.tag == "glossdef"]
    body: list[Block] = []
    for one in definitions:
        body += flow_of(as_html(one, names)).blocks
    own = [one for part in node.elements if part.tag != "glossdef" for one in part.walk()]
    see_also = [*node.find("glossseealso"), *(one for one in own if one.tag == "link")]
    terms = [one for one in node.elements if one.tag == "glossterm"]
    status = next((one.get("value") for one in own if one.tag == "glossStatus"), "")
    return Found(
        term=shown_name(node),
        names=tuple(
            name
            for one in (*terms[1:], *(one for one in own if one.tag in _OTHER_NAMES))
            if (name := " ".join(one.text.split()))
        ),
        body=tuple(body),
        line=node.line,
        last=max(node.line, *(one.line + _line_ends(one) for one in node.walk())),
        ids=tuple(_ids(node)),
        language=next((p.language for p in paragraphs(body) if p.language), None) or language,
        references=tuple(
            name
            for one in see_also
            if (name := names.get(target_of(one)) or " ".join(one.text.split()))
        ),
        status=status or node.get("status") or None,
        notes=tuple(" ".join(one.text.split()) for one in own if one.tag in _NOTES),
    )


def _by_language(entry: Found, node: Node) -> list[Found]:
    """Part an entry whose paragraphs are of several languages: one entry for each.

    What tells no language belongs to the first.
    """
    languages = list(dict.fromkeys(p.language for p in paragraphs(entry.body) if p.language))
    if len(languages) < 2:
        return [entry]
    terms = {one.get("lang"): one.text for one in node.elements if one.tag == "glossterm"}
    parted: dict[str, list[Block]] = {language: [] for language in languages}
    for block in entry.body:
        own = next((p.language for p in paragraphs([block]) if p.language), None)
        parted[own or languages[0]].append(block)
    return [
        replace(
            entry,
            term=" ".join(terms.get(language, entry.term).split()),
            names=() if language in terms else entry.names,
            body=tuple(body),
            language=language,
        )
        for language, body in parted.items()
    ]


def _line_ends(node: Node) -> int:
    """Count the line ends of an element's own text, those around it apart."""
    return "".join(child for child in node.children if isinstance(child, str)).strip().count("\n")


def _with_redirects(
    entries: list[Found], redirects: list[tuple[Node, str]], made: Rendering
) -> list[Found]:
    """Give the names of entries that only refer to another to that other."""
    at = {entry.term: number for number, entry in reversed(list(enumerate(entries)))}
    for node, target in redirects:
        name = shown_name(node)
        if target in at and at[target] >= 0:
            entry = entries[at[target]]
            entries[at[target]] = replace(
                entry, names=(*entry.names, name), also=(*entry.also, (node.line, node.line))
            )
            message = f"'{name}' only refers to '{target}', and is taken for another name of it."
            made.remark(node.line, "redirect", message)
        else:
            entries.append(_entry(node, {}, None))
    return entries


def _marks(root: Node) -> list[tuple[int, str]]:
    """Return where each element outside of entries starts."""
    marks: list[tuple[int, str]] = []
    stack = [root]
    while stack:
        node = stack.pop()
        marks.append((node.line, "" if node.tag == "glossentry" else "page-text"))
        if node.tag != "glossentry" or node is root:
            stack += reversed(list(node.elements))
    return sorted([(1, "page-text"), *marks], key=lambda mark: mark[0])


def _languages(root: Node) -> dict[int, str]:
    """Return the language of each element that has or inherits one."""
    found: dict[int, str] = {}
    for node in root.walk():
        own = node.get("lang") or found.get(id(node))
        if own:
            found[id(node)] = own
            found.update({id(one): own for one in node.elements})
    return found


def _title(root: Node) -> str | None:
    """Return the title that stands nearest to the entries' home, at its top."""
    homes = [root, *root.find("glossary", "glossgroup", "glosslist")]
    for home in reversed(homes[:2]):
        for child in home.elements:
            parts = child.elements if child.tag in ("info", "bookinfo", "glossaryinfo") else [child]
            for part in parts:
                if part.tag in ("title", "mainbooktitle") and part.text.strip():
                    return part.text
    return None
