"""Input that was made to break readers, to get at files or the network, or to take for ever."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from glossator.eval.benchmarks.shapes import SHAPES, pack
from glossator.index.readers import READERS
from tests.index.readers.bad_pdfs import bad_pdfs

__all__ = ["bad_inputs", "members"]

BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE glossary [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>\n"
)


def external(root: str, inside: str, secret: Path) -> bytes:
    return (
        f'<?xml version="1.0"?>\n<!DOCTYPE {root} SYSTEM "http://127.0.0.1:9/x.dtd" '
        f'[<!ENTITY % p SYSTEM "file://{secret}"> <!ENTITY x SYSTEM "file://{secret}">]>\n'
        f"<{root}>{inside}</{root}>\n"
    ).encode()


GLOSSARY = "<glossentry><glossterm>Urn</glossterm><glossdef><para>{}</para></glossdef></glossentry>"
CONCEPT = (
    '<text><body><conceptEntry id="c"><descrip type="definition">{}</descrip>'
    "<langSec><termSec><term>Urn</term></termSec></langSec></conceptEntry></body></text>"
)


def bad_inputs(secret: Path) -> Iterator[tuple[str, bytes]]:
    """Yield inputs that were made to break readers, each with its name."""
    yield "malformed XML", b"<?xml version='1.0'?><glossary><glossentry><glossterm>Urn</glossary>"
    yield "malformed TBX", b'<tbx type="TBX-Basic"><text><body><conceptEntry></body></tbx>'
    yield "malformed RDF", SHAPES["RDF/XML"].make(3)[:-60]
    yield "malformed Turtle", SHAPES["Turtle"].make(3)[:-9]
    yield "external entities, DocBook", external("glossary", GLOSSARY.format("&x;"), secret)
    yield "external entities, TBX", external("tbx", CONCEPT.format("&x;"), secret)
    yield "external entities, HTML", external("html", "<dl><dt>Urn<dd>&x;</dl>", secret)
    yield "billion laughs, DocBook", f"{BOMB}<glossary>{GLOSSARY.format('&i;')}</glossary>".encode()
    yield "billion laughs, TBX", f"{BOMB}<tbx>{CONCEPT.format('&i;')}</tbx>".encode()
    yield "billion laughs, HTML", f"{BOMB}<html><dl><dt>Urn<dd>&i;</dl></html>".encode()
    rdf = SHAPES["RDF/XML"].make(2).decode().partition("\n")[2]
    yield (
        "billion laughs, RDF",
        (BOMB + rdf.replace("<skos:Concept", "&i;<skos:Concept", 1)).encode(),
    )
    include = (
        f'<x xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="file://{secret}"/></x>'
    )
    yield "XInclude", f"<glossary>{GLOSSARY.format(include)}</glossary>".encode()
    yield "deep XML", b"<a>" * 100_000 + b"Urn" + b"</a>" * 100_000
    yield "deep HTML", b"<html><dl>" + b"<dd>" * 100_000
    yield "deep lists in HTML", b"<html>" + b"<ul><li>x" * 20_000
    yield "deep JSON", b"[" * 100_000 + b"]" * 100_000
    yield "deep JSON, never closed", b'[{"a":' * 100_000
    yield (
        "deep objects",
        b'{"term": "Urn", "definition": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
    )
    yield (
        "JSON with numbers of a million digits",
        b'[{"term": "Urn", "definition": ' + b"9" * 10**6 + b"}]",
    )
    yield (
        "JSON with NaN",
        b'[{"term": "Urn", "definition": NaN}, {"term": null, "definition": 1e999}]',
    )
    yield (
        "JSON-LD that fetches",
        json.dumps(
            {
                "@context": ["http://127.0.0.1:9/context.jsonld", f"file://{secret}"],
                "@graph": [{"@type": "http://www.w3.org/2004/02/skos/core#Concept"}],
            }
        ).encode(),
    )
    yield "deep YAML", b"- term: Urn\n  definition: " + b"[" * 50_000
    yield "deep indented YAML", b"".join(b" " * n + b"a:\n" for n in range(2_000))
    yield (
        "YAML objects",
        (
            b"- term: Urn\n  definition: !!python/object/apply:os.system ['touch /tmp/urn']\n"
            b"- !!python/name:os.system\n"
        ),
    )
    yield (
        "YAML aliases",
        b"a: &a [x, x, x, x, x, x, x, x, x]\n"
        + b"".join(
            f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n".encode()
            for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + b"terms:\n- term: Urn\n  definition: *i\n",
    )
    yield "YAML that holds itself", b"- &a\n  term: Urn\n  definition: *a\n"
    yield (
        "YAML merged over and over",
        b"a: &a {x: 1}\n" + b"b: {<<: [" + b"*a, " * 50_000 + b"*a]}\n",
    )
    yield "NUL bytes", b"Urn\tA pot.\0\nVat\tA \0tub.\n"
    yield "half surrogates in JSON", b'[{"term": "Urn\\ud800", "definition": "A \\udfff pot."}]'
    yield "half surrogates in JSON lines", b'{"term": "Urn\\ud800", "definition": "A pot."}\n' * 3
    yield "half surrogates in YAML", b'- term: "Urn\\ud800"\n  definition: "A \\udc00 pot."\n'
    yield "half surrogates in HTML", b"<html><dl><dt>Urn&#xD800;<dd>A &#xDFFF; pot.</dl>"
    yield "wrong UTF-8", b"Urn\tA pot \xc3\x28 with a tap.\nVat\tA \xff\xfe tub.\n"
    yield "wrong UTF-16", b"\xff\xfeU\0r\0n\0\0\xd8\t\0A\0"
    yield (
        "an encoding that doesn't exist",
        b"<?xml version='1.0' encoding='klingon'?><tbx>\xff</tbx>",
    )
    yield "an encoding that is none", b"<html><meta charset='hex'><dl><dt>Urn<dd>\xff A pot.</dl>"
    yield "UTF-7", b"<html><meta charset='utf-7'><dl><dt>+ADw-script+AD4-<dd>\xff A pot.</dl>"
    yield "one long line", b"a" * 2_000_000
    yield "one long line of marks", b"*_`[<>]|:{%\\" * 50_000
    yield "many brackets", b"[" * 100_000 + b"](" * 100_000
    yield "many backticks", b"`a``b```c" * 30_000
    yield "many pipes", (b"|" * 5_000 + b"\n") * 20
    yield "many bars below a header", b"| a | b |\n| --- | --- |\n" + b"|" * 100_000
    yield "many quotes", b'a,b\n"' + b'""' * 100_000
    yield "many tabs", b"\t" * 200_000 + b"\nUrn\tA pot."
    yield "many slashes", b"/" * 3_000 + b"\nUrn: A pot.\n"
    yield "many blank lines", b"Urn: A pot." + b"\n" * 100_000 + b"Vat: A tub.\n\nJug: A beak.\n"
    yield "many blanks", b"Urn" + b" " * 100_000 + b": A pot.\nVat: A tub.\nJug: A beak.\n"
    yield "many quotes in an attribute", b"[" + b'"' * 3_000 + b"[a]]\nUrn::\n  A pot.\n"
    yield "many colons", b"Urn:" * 100_000
    yield "many labels", b"Urn::\n" * 20_000
    yield "many macros", b"{{<" * 50_000 + b"{{%" * 50_000
    yield "many comments", b"<!--" * 50_000
    yield "many roles", b":term:`" * 50_000
    yield "many substitutions", b"|a" * 100_000
    yield "many front matters", b"---\n" * 50_000
    yield "many underlines", b"Urn\n===\n" * 20_000
    yield "many form feeds", b"\f" * 100_000 + b"$ urn\n   A pot.\n"
    yield "many braces", b"\\newglossaryentry{" * 50_000
    yield (
        "LaTeX that expands itself",
        b"\\def\\a{\\a\\a}\\newglossaryentry{u}{name=\\a,description=\\a}",
    )
    yield (
        "LaTeX that reads a file",
        f"\\newglossaryentry{{u}}{{name={{Urn}},description={{\\input{{{secret}}}}}}}".encode(),
    )
    yield (
        "RST that reads a file",
        f".. glossary::\n\n   Urn\n      A pot.\n\n      .. include:: {secret}\n".encode(),
    )
    yield (
        "RST that reads raw",
        f".. glossary::\n\n   Urn\n      .. raw:: html\n         :file: {secret}\n".encode(),
    )
    yield (
        "AsciiDoc that reads a file",
        f"Urn::\n  A pot. include::{secret}[]\n\nVat::\ninclude::{secret}[]\n".encode(),
    )
    yield "only BOMs", b"\xef\xbb\xbf" * 1000
    yield "only blanks and a letter", b" " * 300_000 + b"a"
    yield "only line ends and a letter", b"\r\n" * 300_000 + b"a"
    yield "odd line ends", "Urn\tA pot.\u2028Vat\tA tub.\x85Jug\tA beak.\x0b\x0c\x1c".encode()
    yield "right to left", "\u202eUrn\u202c\tA \u2066pot\u2069.\nVat\tA tub.\n".encode()
    yield from bad_packages(secret)
    yield from bad_pdfs(secret)


def bad_packages(secret: Path) -> Iterator[tuple[str, bytes]]:
    for name in ("Excel", "OpenDocument", "Word"):
        shape = SHAPES[name]
        if shape.reader not in READERS:
            continue
        whole = shape.make(3)
        yield f"{name}, cut", whole[: len(whole) // 2]
        yield f"{name}, other bytes inside", whole.replace(b"PK\3\4", b"PK\3\5", 1)
        files = members(whole)
        for part in files:
            without = {other: text for other, text in files.items() if other != part}
            yield f"{name} without {part}", pack(without)
            yield f"{name} with {part} malformed", pack({**files, part: files[part][:-20]})
            yield f"{name} with {part} empty", pack({**files, part: ""})
            if files[part].startswith("<?xml"):
                inside = files[part].partition("?>")[2]
                bomb = BOMB + inside.replace("Definition", "&i;", 1).replace(": A", "&i;", 1)
                yield f"{name} with laughs in {part}", pack({**files, part: bomb})
                doc = f'<!DOCTYPE x [<!ENTITY i SYSTEM "file://{secret}">]>'
                fetch = doc + inside.replace("Definition", "&i;", 1).replace(": A", "&i;", 1)
                yield f"{name} with entities in {part}", pack({**files, part: fetch})
    files = members(SHAPES["Excel"].make(3))
    link = f'Type="http://x/externalLink" Target="file://{secret}" TargetMode="External"/>'
    relations = files["xl/_rels/workbook.xml.rels"]
    files["xl/_rels/workbook.xml.rels"] = relations.replace(
        "</Relationships>", f'<Relationship Id="rId9" {link}</Relationships>'
    )
    sheet = "xl/worksheets/sheet1.xml"
    files[sheet] = files[sheet].replace(
        '<c r="B2" t="inlineStr"><is><t>',
        '<c r="B2"><f>[1]Other!A1</f><v>7</v></c><c r="D2"><is><t>',
    )
    yield "Excel with external links", pack(files)
    wide = files[sheet].replace('r="A2"', 'r="XFD1048576"').replace('r="2"', 'r="1048576"')
    yield "Excel with a cell in the last corner", pack({**files, sheet: wide})
    files = members(SHAPES["Word"].make(3))
    macro = {"word/vbaProject.bin": "\0\1macro", "word/embeddings/x.bin": "MZ"}
    yield "Word with macros", pack({**files, **macro})
    files = members(SHAPES["OpenDocument"].make(3))
    rows = files["content.xml"]
    again = 'table:number-rows-repeated="1000000000"'
    files["content.xml"] = rows.replace("<table:table-row>", f"<table:table-row {again}>", 1)
    yield "OpenDocument with a billion rows", pack(files)
    again = 'table:number-columns-repeated="1000000000"'
    files["content.xml"] = rows.replace("<table:table-cell ", f"<table:table-cell {again} ", 2)
    yield "OpenDocument with a billion columns", pack(files)
    again = '<text:s text:c="1000000000"/>'
    files["content.xml"] = rows.replace("<text:p>", f"<text:p>{again}", 3)
    yield "OpenDocument with a billion blanks", pack(files)


def members(raw: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}
