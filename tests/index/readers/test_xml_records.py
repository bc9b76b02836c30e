"""XML of any vocabulary: which elements are records, texts with markup, languages, harm."""

import pytest

from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.reading import read_bytes
from glossator.index.records import Reading


def read(text: str, path: str = "words.xml", options: Options | None = None) -> Reading:
    reading = read_bytes(text.encode(), path, options=options or Options())
    assert reading.format == "xml_records"
    return reading


def pairs(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.term, entry.definition) for entry in reading.entries]


MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<GLOSSARY>
  <INFO>
    <NAME>Pots</NAME>
    <INTRO>All that boils.</INTRO>
    <ENTRIES>
      <ENTRY>
        <CONCEPT>Kettle</CONCEPT>
        <DEFINITION>&lt;p&gt;A pot with a &lt;b&gt;spout&lt;/b&gt;.&lt;/p&gt;</DEFINITION>
        <FORMAT>1</FORMAT>
        <ALIASES>
          <ALIAS><NAME>Tea pot</NAME></ALIAS>
          <ALIAS><NAME>Boiler</NAME></ALIAS>
        </ALIASES>
      </ENTRY>
      <ENTRY>
        <CONCEPT>Urn</CONCEPT>
        <DEFINITION>&lt;p&gt;A jug &amp;amp; a tap.&lt;/p&gt;</DEFINITION>
        <FORMAT>1</FORMAT>
      </ENTRY>
    </ENTRIES>
  </INFO>
</GLOSSARY>
"""


def test_an_export_of_a_learning_platform_is_read() -> None:
    reading = read(MOODLE)
    assert pairs(reading) == [("Kettle", "A pot with a spout."), ("Urn", "A jug & a tap.")]
    assert reading.document.title == "Pots"
    kettle = reading.entries[0]
    assert kettle.aliases == ("Tea pot", "Boiler")
    assert kettle.line == 7
    assert kettle.locator == "/GLOSSARY/INFO/ENTRIES/ENTRY/0/DEFINITION"
    ignored = next(one for one in reading.remarks if one.code == "keys-ignored")
    assert "'FORMAT'" in ignored.message
    assert "unread" not in {remark.code for remark in reading.remarks}


def test_one_entry_alone_is_read() -> None:
    text = (
        "<words><entry><term>Urn</term><definition>A jug with a tap.</definition></entry></words>"
    )
    assert pairs(read(text)) == [("Urn", "A jug with a tap.")]


@pytest.mark.parametrize(
    "entry",
    [
        "<term><word>{}</word><definition>{}</definition></term>",
        '<entry term="{}">{}</entry>',
        '<t hangText="{}:">{}</t>',
        "<row><Begriff>{}</Begriff><Bedeutung><p>{}</p></Bedeutung></row>",
    ],
)
def test_elements_and_attributes_are_keys(entry: str) -> None:
    entries = entry.format("Urn", "A jug.") + "\n" + entry.format("Kettle", "A pot.")
    assert pairs(read(f"<words>\n{entries}\n</words>")) == [
        ("Urn", "A jug."),
        ("Kettle", "A pot."),
    ]


def test_marked_up_texts_are_one_text_with_its_paragraphs() -> None:
    text = """<words>
  <entry>
    <term>A <i>fine</i> urn</term>
    <definition>
      <p>A jug
         with a <b>tap</b>.</p>
      <ul><li>Of clay.</li><li>Of tin.</li></ul>
    </definition>
  </entry>
</words>"""
    (entry,) = read(text).entries
    assert entry.term == "A fine urn"
    assert entry.definition == "A jug with a tap.\n\nOf clay.\nOf tin."


def test_texts_that_tell_their_language_are_an_entry_each() -> None:
    text = """<words><entry>
  <term xml:lang="en">Urn</term><term xml:lang="de">Krug</term>
  <definition xml:lang="en">A jug with a tap.</definition>
  <definition xml:lang="de">Ein Krug mit Hahn.</definition>
</entry></words>"""
    assert [(one.language, one.term, one.definition) for one in read(text).entries] == [
        ("en", "Urn", "A jug with a tap."),
        ("de", "Krug", "Ein Krug mit Hahn."),
    ]


def test_labels_with_texts_are_entries_where_the_file_is_called_a_glossary() -> None:
    entry = '<entry id="{0}"><label>{0}</label><text>&lt;p&gt;A pot.&lt;/p&gt;</text></entry>'
    text = f"<help>{entry.format('Urn')}{entry.format('Pan')}</help>"
    assert pairs(read(text, "glossary.xml")) == [("Urn", "A pot."), ("Pan", "A pot.")]
    with pytest.raises(InputError):
        read_bytes(text.encode(), "help.xml")


def test_columns_name_the_elements_to_read() -> None:
    text = "<a><b><c>Urn</c><d>A jug with a tap.</d></b><b><c>Pan</c><d>A flat pot.</d></b></a>"
    reading = read(text, options=Options(columns={"term": ("c",), "definition": ("d",)}))
    assert pairs(reading) == [("Urn", "A jug with a tap."), ("Pan", "A flat pot.")]


@pytest.mark.parametrize(
    "text",
    [
        "<project><name>urn</name><description>A jug.</description></project>",
        '<svg xmlns="http://www.w3.org/2000/svg"><title>Urn</title><desc>A jug.</desc></svg>',
        "<rss><channel><item><title>Urn</title><description>New.</description></item></channel></rss>",
    ],
)
def test_other_xml_is_no_glossary(text: str) -> None:
    with pytest.raises(InputError):
        read_bytes(text.encode(), "pom.xml")


def test_a_broken_file_is_refused_with_the_place() -> None:
    broken = MOODLE.replace("</CONCEPT>", "</CONCEPTS>", 1)
    with pytest.raises(InputError, match=r"words.xml: line 8, column"):
        read_bytes(broken.encode(), "words.xml", "xml_records")


def test_a_long_file_is_told_by_its_first_lines() -> None:
    entry = "<entry><term>Urn {0}</term><definition>A jug with {0} taps.</definition></entry>\n"
    text = "<words>" + "".join(entry.format(at) for at in range(4000)) + "</words>"
    assert len(text) > 200_000
    assert len(read(text).entries) == 4000


def test_elements_are_no_names_with_definitions() -> None:
    text = "<doc><section>A jug with a tap.</section><note>A flat pot of iron.</note></doc>"
    with pytest.raises(InputError):
        read_bytes(text.encode(), "glossary.xml")
