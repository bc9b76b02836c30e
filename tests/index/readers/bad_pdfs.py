"""PDFs that were made to break a reader, to run or fetch something, or to take for ever."""

import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from glossator.eval.benchmarks.pdf_files import BOLD, ROMAN, Text, content, pdf, pdf_of

__all__ = ["POTS", "bad_pdfs"]

POTS = [
    Text(60, 80 + 30 * at, ((BOLD, term), (ROMAN, f": {text}")))
    for at, (term, text) in enumerate(
        (("Urn", "A pot with a tap."), ("Vat", "A large tub."), ("Jug", "A pot with a beak."))
    )
]
_NUMBER = 10  # of the first further object in a file of one page


def bad_pdfs(secret: Path) -> Iterator[tuple[str, bytes]]:
    """Yield PDFs, each with its name."""
    whole = pdf_of([POTS])
    yield "PDF, only its first bytes", b"%PDF-1.7\n%\xe2\xe3"
    yield "PDF, cut", whole[: len(whole) // 2]
    yield "PDF without a trailer", whole[: whole.index(b"xref")]
    yield "PDF with a wrong table of places", whole.replace(b"00000 n", b"00007 n")
    yield "PDF with a far table of places", whole.replace(b"startxref\n", b"startxref\n9999999")
    yield "PDF whose table goes round", whole.replace(b"/Size", b"/Prev 1020 /Size")
    yield "PDF without pages", pdf([])
    yield "PDF with two billion pages", whole.replace(b"/Count 1", b"/Count 2000000000")
    yield "PDF with less than no pages", whole.replace(b"/Count 1", b"/Count -5")
    yield "PDF whose pages hold themselves", whole.replace(b"/Kids [8 0 R]", b"/Kids [2 0 R 8 0 R]")
    yield "PDF with one page many times", whole.replace(b"[8 0 R]", b"[" + b"8 0 R " * 3_000 + b"]")
    yield "PDF of 30,000 pages", pdf([b""] * 30_000)
    yield "PDF whose content is itself", whole.replace(b"/Contents 9 0 R", b"/Contents 8 0 R")
    yield "PDF with a password", pdf([content(POTS)], trailer=_locked())
    for name, text in _contents():
        yield f"PDF with {name}", pdf([text])
    yield from _bombs()
    yield from _doers(secret)
    yield "PDF with a form that shows itself", _form(b"/X Do", f"/XObject << /X {_NUMBER} 0 R >>")
    yield "PDF with deep arrays", pdf([content(POTS)], catalog="/X " + "[" * 50_000 + "]" * 50_000)
    yield "PDF with an endless array", pdf([content(POTS)], catalog="/X " + "[" * 50_000)
    yield "PDF with bytes before it", b"\n\n" + whole
    yield "PDF with a file behind it", whole + b"PK\3\4" + bytes(500)


def _locked() -> str:
    key = "00" * 32
    return f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<00> <00>]"


def _contents() -> Iterator[tuple[str, bytes]]:
    """Yield content streams that ask for the impossible."""
    good = content(POTS)
    yield "no operators that exist", b"foo bar ( baz"
    yield "a text that never ends", good + b" BT /F1 9 Tf (" + b"(" * 10_000
    yield "a million operators", good + b" q" * 1_000_000
    yield "a font that it lacks", good.replace(b"/F1", b"/F9")
    yield "text of no size", good.replace(b" 9 Tf", b" 0 Tf")
    yield "text of endless size", good.replace(b" 9 Tf", b" 1e38 Tf")
    yield "text of less than no size", good.replace(b" 9 Tf", b" -9 Tf")
    yield "text far away", good.replace(b" Td", b"00000000000 Td")
    yield "text that is no number", good.replace(b"60 ", b"nan ").replace(b"712", b"1e999")
    yield "text on a point", b"0 0 0 0 0 0 cm " + good
    yield "text upside down", b"-1 0 0 -1 612 792 cm " + good
    yield "text on its side", b"0 1 -1 0 700 0 cm " + good
    yield "wide letters", b"BT 1000000 Tz ET " + good
    yield "one line over and over", b"\n".join([good] * 1_000)
    yield (
        "letters everywhere",
        b" ".join(
            b"BT /F1 4 Tf %d %d Td (a) Tj ET" % (at * 7919 % 612, at * 104729 % 792)
            for at in range(10_000)
        ),
    )
    yield "20,000 words in a line", b"BT /F1 1 Tf 10 10 Td " + b"(a b) Tj " * 10_000 + b"ET"


@cache
def _packed(piece: bytes, times: int, end: bytes = b"") -> bytes:
    """Compress a piece many times over, without holding all of it."""
    packer = zlib.compressobj()
    parts = [packer.compress(piece * 2**20) for _ in range(times)]
    return b"".join([*parts, packer.compress(end), packer.flush()])


def _bombs() -> Iterator[tuple[str, bytes]]:
    """Yield PDFs that unpack to far more than they hold."""
    packed = _packed(b" ", 200, content(POTS))
    yield "PDF that unpacks to 200 MiB", pdf([packed], stream="/Filter /FlateDecode")
    twice = zlib.compress(_packed(b"q ", 512))
    yield (
        "PDF that unpacks twice, to a gibibyte",
        pdf([twice], stream="/Filter [/FlateDecode /FlateDecode]"),
    )
    again = "/FlateDecode " * 300
    yield "PDF that unpacks 300 times", pdf([twice], stream=f"/Filter [{again}]")
    wide = "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 >>"
    yield "PDF with rows of two billion columns", pdf([zlib.compress(b"a" * 999)], stream=wide)
    text = zlib.compress(b"BT /F1 9 Tf 60 700 Td " + b"(aaaa) Tj " * 30_000 + b" ET")
    yield "PDF with a word of 120,000 letters", pdf([text], stream="/Filter /FlateDecode")


def _form(shows: bytes, resources: str) -> bytes:
    made = f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << {resources} >> /Length "
    form = made.encode() + b"%d >>\nstream\n" % len(shows) + shows + b"\nendstream"
    page = "/Resources << /XObject << /X 10 0 R >> /Font << /F1 4 0 R /F2 5 0 R >> >>"
    return pdf([content(POTS) + b" /X Do"], page=page, more=[form])


def _doers(secret: Path) -> Iterator[tuple[str, bytes]]:
    """Yield PDFs that would run, fetch or write something."""
    script = "/S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\))"
    yield (
        "PDF with scripts",
        pdf_of(
            [POTS],
            catalog=f"/OpenAction << {script} >> /Names << /JavaScript << /Names [(a) << {script} "
            ">>] >> >>",
            page=f"/AA << /O << {script} >> >>",
        ),
    )
    launch = f"/OpenAction << /S /Launch /F (file://{secret}) /Win << /F (cmd.exe) >> >>"
    yield "PDF that starts a program", pdf_of([POTS], catalog=launch)
    submit = "/OpenAction << /S /SubmitForm /F (http://127.0.0.1:9/) >>"
    yield "PDF that sends a form", pdf_of([POTS], catalog=submit)
    place = f"/F (file://{secret}) /FFilter /None"
    yield "PDF whose content is another file", pdf([content(POTS)], stream=place)
    web = "/F << /FS /URL /F (http://127.0.0.1:9/pots) >>"
    yield "PDF whose content is on the web", pdf([content(POTS)], stream=web)
    names = f"/Names << /EmbeddedFiles << /Names [(a.txt) {_NUMBER} 0 R] >> >>"
    spec = f"<< /Type /Filespec /F (a.txt) /EF << /F {_NUMBER + 1} 0 R >> >>".encode()
    held = b"<< /Type /EmbeddedFile /Length 5 >>\nstream\nUrns.\nendstream"
    yield "PDF with a file inside", pdf([content(POTS)], catalog=names, more=[spec, held])
    forms = "/AcroForm << /XFA (<x xmlns='http://127.0.0.1:9/'/>) /Fields [] >>"
    yield "PDF with XFA", pdf_of([POTS], catalog=forms)
