"""TBX version 3 (ISO 30042:2019), dialect TBX-Basic, data categories as attributes (DCA).

A concept entry for each entry. What TBX-Basic has no place for (a number, a status that is not
one of the four administrative ones, a language that is no tag) stands in a note of the term:
``"status: accepted"``. No line is indented, so that line breaks of definitions are told from
layout. https://www.tbxinfo.net/.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

from .records import Item, Link

__all__ = ["EXPORTED", "NAMESPACE", "STATUSES", "lost_characters", "write"]

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
#: What ``encodingDesc`` says; tells the reader that names and texts stand as they are.
EXPORTED = "glossator export"
#: What administrativeStatus may be.
STATUSES = {
    name: f"{name}Term-admn-sts" for name in ("preferred", "admitted", "deprecated", "superseded")
}
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_RULES = (
    "https://raw.githubusercontent.com/LTAC-Global/TBX-Basic_dialect/master/DCA/"
    "TBXcoreStructV03_TBX-Basic_integrated.rng"
)
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<?xml-model href="{rules}" type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"?>
<tbx style="dca" type="TBX-Basic" xml:lang="{language}" xmlns="{namespace}">
<tbxHeader>
<fileDesc>
<titleStmt>
<title>{title}</title>
</titleStmt>
{sources}
</fileDesc>
<encodingDesc>
<p>{exported}</p>
</encodingDesc>
</tbxHeader>
<text>
<body>
"""
_TAIL = """\
</body>
</text>
</tbx>
"""


def write(items: Iterable[Item], titles: Mapping[str, str]) -> Iterator[str]:
    """Yield the file in pieces, a concept entry each."""
    chosen = list(items)
    ids = {item.id: f"c{at}" for at, item in enumerate(chosen, 1)}
    language = next((_tag(item) for item in chosen if item.language), "und")
    yield _HEAD.format(
        rules=_RULES,
        language=language,
        namespace=NAMESPACE,
        title=_escaped(next(iter(titles.values()), "Glossary")),
        sources="\n".join(
            f"<sourceDesc>\n<p>{_escaped(title)}, {_escaped(path)}</p>\n</sourceDesc>"
            for path, title in titles.items()
        ),
        exported=EXPORTED,
    )
    for item in chosen:
        yield _entry(item, ids)
    yield _TAIL


def _entry(item: Item, ids: Mapping[str, str]) -> str:
    lines = [
        f'<conceptEntry id="{ids[item.id]}">',
        f'<admin type="source">{_escaped(item.source)}</admin>',
        *(_link(link, ids) for link in item.links),
        f'<langSec xml:lang="{_tag(item)}">',
        f'<descrip type="definition">{_escaped(item.definition)}</descrip>',
        *(f"<note>{_escaped(note)}</note>" for note in item.notes),
        "<termSec>",
        f"<term>{_escaped(item.term)}</term>",
        *_said(item),
        "</termSec>",
        *(f"<termSec>\n<term>{_escaped(name)}</term>\n</termSec>" for name in item.aliases),
        "</langSec>",
        "</conceptEntry>",
    ]
    return "\n".join(lines) + "\n"


def _link(link: Link, ids: Mapping[str, str]) -> str:
    known = ids.get(link.target or "")
    target = f' target="{known}"' if known else ""
    return f'<ref type="crossReference"{target}>{_escaped(link.name)}</ref>'


def _said(item: Item) -> Iterator[str]:
    if item.status in STATUSES:
        yield f'<termNote type="administrativeStatus">{STATUSES[item.status]}</termNote>'
    elif item.status:
        yield f"<note>status: {_escaped(item.status)}</note>"
    if item.number:
        yield f"<note>number: {_escaped(item.number)}</note>"
    if item.language and _tag(item) != item.language:
        yield f"<note>language: {_escaped(item.language)}</note>"


def lost_characters(items: Iterable[Item]) -> int:
    """Count the characters that XML can't hold; U+FFFD is written for them."""
    return sum(
        len(_FORBIDDEN.findall(text))
        for item in items
        for text in (item.term, item.definition, *item.aliases, *item.notes)
    )


def _escaped(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text)).replace("\r", "&#13;")


def _tag(item: Item) -> str:
    """Return the language where it is a tag (BCP 47), else that it is undetermined."""
    return item.language if item.language and _TAG.fullmatch(item.language) else "und"
