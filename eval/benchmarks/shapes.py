"""Glossaries of made-up words, of any size, in every shape that a reader reads.

They measure how time grows with size, and are what fuzzing starts from. A term is a word that
no language has, so nothing of others is in them, and the same number gives the same bytes.
"""

import io
import json
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ...index import exchange
from .pdf_files import BOLD, ITALIC, ROMAN, Text, pdf_of

__all__ = ["SHAPES", "Item", "Shape", "items", "pack"]

_ONSETS = ("b", "br", "d", "dr", "f", "gl", "k", "kl", "m", "pl", "s", "st", "t", "tr", "v", "z")
_RIMES = ("ab", "ek", "il", "on", "um", "ar", "est", "ond", "ix", "ova", "ell", "ant")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: a term, another name, what it means, and the term of the entry before."""

    number: int
    term: str
    alias: str
    meaning: str
    other: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A way to write entries down.

    Attributes:
        reader: the reader that reads it.
        make: writes that many entries.
        suffix: of the file's name.
    """

    reader: str
    make: Callable[[int], bytes]
    suffix: str


def items(count: int) -> Iterator[Item]:
    """Yield entries, no two of one name."""
    before = _word(0)
    for number in range(1, count + 1):
        term, alias = _word(number), _word(number + 10**6)
        meaning = (
            f"A {_word(number * 7 + 3).lower()} that holds {number} parts of "
            f"{_word(number * 5 + 1).lower()} while it turns. It is often kept near the sea."
        )
        yield Item(number, term, alias, meaning, before)
        before = term


def _word(number: int) -> str:
    made = ""
    rest = number + len(_ONSETS) * len(_RIMES)
    while rest:
        rest, at = divmod(rest, len(_ONSETS) * len(_RIMES))
        made += _ONSETS[at % len(_ONSETS)] + _RIMES[at // len(_ONSETS)]
    return made.capitalize()


# --- text ---


def _text(start: str, form: Callable[[Item], str], end: str = "") -> Callable[[int], bytes]:
    def make(count: int) -> bytes:
        return (start + "".join(map(form, items(count))) + end).encode()

    return make


def _joined(
    start: str, form: Callable[[Item], str], between: str, end: str
) -> Callable[[int], bytes]:
    def make(count: int) -> bytes:
        return (start + between.join(map(form, items(count))) + end).encode()

    return make


def _rfc(item: Item) -> str:
    paging = "\n\nNobody                Informational              [Page 7]\n\f\nRFC 9999"
    paging += "             Made-up Words            May 2026\n\n" if item.number % 9 == 0 else ""
    cut = paging if item.number % 9 == 0 else ""
    first, second = item.meaning.split(". ")
    return f"   $ {item.term}\n      {first}.{cut}\n      {second}\n\n"


def _record(item: Item) -> dict[str, object]:
    return {
        "id": f"t{item.number}",
        "term": item.term,
        "definition": item.meaning,
        "aliases": [item.alias],
        "related": [f"t{item.number - 1}"] if item.number > 1 else [],
    }


def _yaml(item: Item) -> str:
    return (
        f"- id: t{item.number}\n  term: {item.term}\n  definition: >\n    {item.meaning}\n"
        f"  aliases:\n    - {item.alias}\n"
    )


# --- XML ---

_RDF = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
    '  xmlns:skos="http://www.w3.org/2004/02/skos/core#">\n'
)
_TURTLE = (
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix : <https://example.org/> .\n\n"
)
_TBX = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">\n'
    "<tbxHeader><fileDesc><sourceDesc><p>Made up</p></sourceDesc></fileDesc></tbxHeader>\n"
    "<text><body>\n"
)
_PAGE = "<!DOCTYPE html>\n<html lang='en'><head><title>Words</title></head><body><h1>Words</h1>\n"


def _rdf_concept(item: Item) -> str:
    return (
        f'<skos:Concept rdf:about="https://example.org/c{item.number}">\n'
        f'  <skos:prefLabel xml:lang="en">{item.term}</skos:prefLabel>\n'
        f'  <skos:altLabel xml:lang="en">{item.alias}</skos:altLabel>\n'
        f'  <skos:definition xml:lang="en">{item.meaning}</skos:definition>\n'
        f'  <skos:related rdf:resource="https://example.org/c{item.number - 1}"/>\n'
        "</skos:Concept>\n"
    )


def _turtle_concept(item: Item) -> str:
    return (
        f':c{item.number} a skos:Concept ;\n  skos:prefLabel "{item.term}"@en ;\n'
        f'  skos:altLabel "{item.alias}"@en ;\n  skos:definition "{item.meaning}"@en ;\n'
        f"  skos:related :c{item.number - 1} .\n\n"
    )


def _json_ld(count: int) -> bytes:
    graph = [
        {
            "@id": f"https://example.org/c{item.number}",
            "@type": "skos:Concept",
            "skos:prefLabel": {"@value": item.term, "@language": "en"},
            "skos:definition": {"@value": item.meaning, "@language": "en"},
        }
        for item in items(count)
    ]
    context = {"skos": "http://www.w3.org/2004/02/skos/core#"}
    return json.dumps({"@context": context, "@graph": graph}, indent=1).encode()


def _tbx_concept(item: Item) -> str:
    return (
        f'<conceptEntry id="c{item.number}">\n  <descrip type="definition">{item.meaning}</descrip>'
        f'\n  <langSec xml:lang="en"><termSec><term>{item.term}</term></termSec>\n'
        f"    <termSec><term>{item.alias}</term></termSec></langSec>\n</conceptEntry>\n"
    )


def _docbook(item: Item) -> str:
    return (
        f'<glossentry xml:id="g{item.number}"><glossterm>{item.term}</glossterm>\n'
        f"<glossdef><para>{item.meaning}</para><glossseealso>{item.other}</glossseealso></glossdef>"
        "\n</glossentry>\n"
    )


# --- workbooks and word processors' files, written by hand: plain, so that time is the reader's ---


def pack(files: dict[str, str]) -> bytes:
    """Return a zip archive, the same bytes for the same files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            made.writestr(info, text, stored)
    return held.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument"


def _types(part: str, kind: str, more: str = "") -> str:
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{_MAIN}.{kind}.main+xml"/>{more}</Types>'
    )


def _relations(*parts: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(parts, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _rows(count: int) -> Iterator[tuple[str, ...]]:
    yield ("Term", "Definition", "Synonyms")
    for item in items(count):
        yield (item.term, item.meaning, item.alias)


def _xlsx(count: int) -> bytes:
    sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = "".join(
        f'<row r="{at}">'
        + "".join(
            f'<c r="{letter}{at}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for letter, cell in zip("ABC", row, strict=True)
        )
        + "</row>\n"
        for at, row in enumerate(_rows(count), 1)
    )
    part = (
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{_MAIN}.spreadsheetml.worksheet+xml"/>'
    )
    return pack(
        {
            "[Content_Types].xml": _types("xl/workbook.xml", "spreadsheetml.sheet", part),
            "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'{_XML}<workbook xmlns="{sheet}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="Words" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(("worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": f'{_XML}<worksheet xmlns="{sheet}"><sheetData>{rows}'
            "</sheetData></worksheet>",
        }
    )


def _ods(count: int) -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>\n"
        for row in _rows(count)
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return pack(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f'{_XML}<manifest:manifest xmlns:manifest="{manifest}">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" '
            'manifest:media-type="text/xml"/></manifest:manifest>',
            "content.xml": f'{_XML}<office:document-content {spaces} office:version="1.2">'
            f'<office:body><office:spreadsheet><table:table table:name="Words">{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


def _docx(count: int) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(
        f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{item.term}</w:t></w:r>"
        f'<w:r><w:t xml:space="preserve">: {item.meaning}</w:t></w:r></w:p>\n'
        for item in items(count)
    )
    return pack(
        {
            "[Content_Types].xml": _types("word/document.xml", "wordprocessingml.document"),
            "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f'{_XML}<w:document xmlns:w="{space}"><w:body>{body}</w:body>'
            "</w:document>",
        }
    )


def _pdf_columns(count: int) -> bytes:
    """Set entries in two columns, terms bold, lines that go on deeper; with running heads."""
    lines: list[Text] = []
    for item in items(count):
        first, *rest = textwrap.wrap(f"{item.term}: {item.meaning}", 46)
        runs = ((BOLD, item.term), (ROMAN, first[len(item.term) :]))
        lines += [Text(60, 0, runs), *(Text(72, 0, ((ROMAN, line),)) for line in rest)]
    columns = [lines[at : at + 50] for at in range(0, len(lines), 50)]
    pages = []
    for at in range(0, len(columns), 2):
        number = at // 2 + 1
        placed = [Text(60, 40, ((ITALIC, "A Hoard of Words"),), 8)]
        placed += [
            replace(line, left=line.left + 256 * column, down=80 + 13 * row)
            for column, some in enumerate(columns[at : at + 2])
            for row, line in enumerate(some)
        ]
        pages.append([*placed, Text(300, 760, ((ROMAN, str(number)),), 8)])
    return pdf_of(pages)


def _pdf_table(count: int) -> bytes:
    """Set entries as rows of a table without rules, its header on every page."""
    rows = [(item.term, textwrap.wrap(item.meaning, 60)) for item in items(count)]
    pages = []
    for at in range(0, len(rows), 18):
        lines = [Text(60, 60, ((BOLD, "Term"),)), Text(200, 60, ((BOLD, "Definition"),))]
        down = 80.0
        for term, parts in rows[at : at + 18]:
            lines.append(Text(60, down, ((ROMAN, term),)))
            lines += [Text(200, down + 11 * n, ((ROMAN, part),)) for n, part in enumerate(parts)]
            down += 11 * len(parts) + 6
        pages.append(lines)
    return pdf_of(pages)


#: Every shape by name.
def _exported(to: str) -> Callable[[int], bytes]:
    """Write entries as ``glossator export`` does, each with an alias and a reference."""

    def make(count: int) -> bytes:
        entries = (
            exchange.Item(
                id=f"words#{item.number}",
                concept=f"words#{item.number}",
                source="words",
                number=None,
                term=item.term,
                aliases=(item.alias,),
                definition=item.meaning,
                notes=(),
                links=(exchange.Link(item.other, f"words#{item.number - 1}"),),
                status=None,
                language=None,
            )
            for item in items(count)
        )
        return "".join(exchange.write(entries, {"words": "Words"}, to)).encode()

    return make


SHAPES: dict[str, Shape] = {
    "jsonlines": Shape(
        "jsonlines",
        _text("", lambda i: json.dumps({"term": i.term, "definition": i.meaning}) + "\n"),
        "jsonl",
    ),
    "tab-separated": Shape("table", _text("", lambda i: f"{i.term}\t{i.meaning}\n"), "tsv"),
    "numbered list": Shape(
        "numbered", _text("", lambda i: f"{i.number}. {i.term}\n\n  • {i.meaning}\n\n"), "txt"
    ),
    "bold paragraphs": Shape(
        "glued", _text("", lambda i: f"**{i.term}**\n\n{i.meaning}\n\n"), "txt"
    ),
    "numbered headings": Shape(
        "headings", _text("", lambda i: f"**{i.number}. {i.term}**\n\n{i.meaning}\n\n"), "md"
    ),
    "comma-separated": Shape(
        "delimited",
        _text("Term,Synonym,Definition\n", lambda i: f'{i.term},{i.alias},"{i.meaning}"\n'),
        "csv",
    ),
    "exported as CSV": Shape("exported", _exported("csv"), "csv"),
    "exported as JSON": Shape("exported", _exported("json"), "json"),
    "Turtle": Shape("skos", _text(_TURTLE, _turtle_concept), "ttl"),
    "RDF/XML": Shape("skos", _text(_RDF, _rdf_concept, "</rdf:RDF>\n"), "rdf"),
    "JSON-LD": Shape("skos", _json_ld, "jsonld"),
    "TBX": Shape("tbx", _text(_TBX, _tbx_concept, "</body></text></tbx>\n"), "tbx"),
    "reStructuredText": Shape(
        "rst",
        _text(
            "Words\n=====\n\n.. glossary::\n\n",
            lambda i: f"   {i.term}\n   {i.alias}\n      {i.meaning} See :term:`{i.other}`.\n\n",
        ),
        "rst",
    ),
    "AsciiDoc": Shape(
        "asciidoc",
        _text(
            "= Words\n\n[glossary]\n",
            lambda i: (
                f"[[def_{i.number}]]{i.term}::\n\t{i.meaning} See <<def_{i.number - 1}>>.\n\n"
            ),
        ),
        "adoc",
    ),
    "Markdown headings": Shape(
        "markdown",
        _text("# Words\n\n", lambda i: f"## {i.term}\n\n{i.meaning} See [{i.other}](#x).\n\n"),
        "md",
    ),
    "Markdown table": Shape(
        "markdown",
        _text(
            "# Words\n\n| Term | Definition |\n| --- | --- |\n",
            lambda i: f"| {i.term} | {i.meaning} |\n",
        ),
        "md",
    ),
    "Markdown definition list": Shape(
        "markdown", _text("# Words\n\n", lambda i: f"{i.term}\n: {i.meaning}\n\n"), "md"
    ),
    "HTML list": Shape(
        "html",
        _text(
            f"{_PAGE}<dl>\n",
            lambda i: f"<dt id='t{i.number}'>{i.term}</dt>\n<dd><p>{i.meaning}</p></dd>\n",
            "</dl></body></html>\n",
        ),
        "html",
    ),
    "HTML table": Shape(
        "html",
        _text(
            f"{_PAGE}<table><tr><th>Term</th><th>Definition</th></tr>\n",
            lambda i: f"<tr><td>{i.term}</td><td>{i.meaning}</td></tr>\n",
            "</table></body></html>\n",
        ),
        "html",
    ),
    "HTML headings": Shape(
        "html",
        _text(_PAGE, lambda i: f"<h2>{i.term}</h2>\n<p>{i.meaning}</p>\n", "</body></html>\n"),
        "html",
    ),
    "lines with colons": Shape(
        "plain", _text("Words\n\n", lambda i: f"{i.term}: {i.meaning}\n\n"), "txt"
    ),
    "indented blocks": Shape(
        "plain", _text("WORDS\n\n", lambda i: f"{i.term}\n    {i.meaning}\n\n"), "txt"
    ),
    "RFC": Shape("plain", _text("", _rfc), "txt"),
    "JSON": Shape(
        "json_records",
        _joined("[\n", lambda i: json.dumps(_record(i), indent=1), ",\n", "\n]\n"),
        "json",
    ),
    "JSON by name": Shape(
        "json_records",
        _joined("{\n", lambda i: f"{json.dumps(i.term)}: {json.dumps(i.meaning)}", ",\n", "\n}\n"),
        "json",
    ),
    "YAML by name": Shape(
        "yaml_records", _text("", lambda i: f"{i.term}:\n  definition: {i.meaning}\n"), "yaml"
    ),
    "YAML": Shape("yaml_records", _text("", _yaml), "yaml"),
    "Excel": Shape("workbook", _xlsx, "xlsx"),
    "OpenDocument": Shape("workbook", _ods, "ods"),
    "Word": Shape("docx", _docx, "docx"),
    "PDF": Shape("pdf", _pdf_columns, "pdf"),
    "PDF table": Shape("pdf", _pdf_table, "pdf"),
    "DocBook": Shape(
        "docbook",
        _text(
            '<?xml version="1.0"?>\n'
            '<glossary xmlns="http://docbook.org/ns/docbook" version="5.0">\n',
            _docbook,
            "</glossary>\n",
        ),
        "xml",
    ),
    "XML records": Shape(
        "xml_records",
        _text(
            '<?xml version="1.0"?>\n<GLOSSARY><INFO><NAME>Words</NAME><ENTRIES>\n',
            lambda i: (
                f"<ENTRY><CONCEPT>{i.term}</CONCEPT>\n<DEFINITION>&lt;p&gt;{i.meaning}&lt;/p&gt;"
                f"</DEFINITION>\n<ALIASES><ALIAS><NAME>{i.alias}</NAME></ALIAS></ALIASES></ENTRY>\n"
            ),
            "</ENTRIES></INFO></GLOSSARY>\n",
        ),
        "xml",
    ),
    "LaTeX": Shape(
        "latex",
        _text(
            "\\documentclass{article}\n\\usepackage{glossaries}\n",
            lambda i: (
                f"\\newglossaryentry{{t{i.number}}}{{name={{{i.term}}},"
                f"\n  description={{{i.meaning}}}}}\n"
            ),
        ),
        "tex",
    ),
}
