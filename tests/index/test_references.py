"""Which entry a marked name means, where two names differ in capitals only."""

from glossator.index.readers.finish import finish
from glossator.index.readers.html import read
from glossator.index.references import link
from glossator.index.text import decode

PAGE = """<dl class="glossary">
<dt>urn</dt><dd>A pot; not to be confused with <a href="#U">URN</a>.</dd>
<dt id="U">URN</dt><dd>A name; an <a href="#x">urn</a> is none, nor is a <b>URN</b>.</dd>
<dt>Vat</dt><dd>Has a <span class="std-term">URN</span>.</dd>
<dt>Tub</dt><dd>Is an <span class="std-term">urn</span>.</dd>
<dt>Jug</dt><dd>Is no <span class="std-term">Urn</span>.</dd></dl>"""


def test_a_name_in_other_capitals_is_another_entry_where_both_are_defined() -> None:
    source = decode(PAGE.encode(), "x.html")
    reading = finish(read(source), source, document="d", title=None, name="html", why="")
    entries, remarks = link(reading.entries, {"d": "x.html"})
    assert [(entry.id, entry.see_also) for entry in entries] == [
        ("d#urn", ("d#urn-2",)),
        ("d#urn-2", ("d#urn",)),
        ("d#vat", ("d#urn-2",)),
        ("d#tub", ("d#urn",)),
        ("d#jug", ("d#urn",)),
    ]
    assert remarks == []
